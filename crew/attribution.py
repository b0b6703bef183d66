"""Who speaks a quotation, as the words around it say: "said Mara", "he asked her", "the voice".

Reading only. A name is a hint for whoever adapts the story; a quotation whose speaker the words leave
open gets none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from crew.answers.screenwriter import Piece
from crew.understudy.vocabulary import Vocabulary, words_of

SHORT_WORDS = 5
INVERTED_WORDS = 8
"""An attribution that sets out with its verb may go on: "called the boy from the door"."""
_PRONOUNS = {"she": "woman", "he": "man", "they": "", "वह": "", "उसने": ""}
_SOMEBODY_ELSE = re.compile(r"\b(his|her|their|my|our|another|उसके|उसकी)\b", re.IGNORECASE)
"""A mother who is "his mother" is none of those whom the story has named so far."""
_ARTICLES = frozenset(("a", "an", "the", "old", "young", "little", "एक"))
_NOBODY = frozenset(("nothing", "little", "no", "not", "never"))
"""What follows "said" where nobody has spoken."""
_TELLING = frozenset(("who", "whose", "whom", "which", "that", "because", "while", "as"))
"""Words that begin something that is told of the speaker: it is no mere "she said"."""
_FULL_STOP = re.compile(r"(?<!\.)\.$")


def attributes(text: str, vocabulary: Vocabulary) -> bool:
    """True for "said Mara", "she asked softly": words that only say who speaks."""
    words = words_of(text)
    said = vocabulary.found("speech", text)
    if len(words) < 2 or not said or (_NOBODY | _TELLING) & set(words):
        return False
    inverted = said[0].at == 0 and text[:1].islower()
    return said[0].at <= 3 and len(words) <= (INVERTED_WORDS if inverted else SHORT_WORDS)


def tells(text: str) -> bool:
    """Whether words after "said Vera," tell something of her (``who kept goats``), and not how she speaks."""
    return next(iter(words_of(text)), "") in _TELLING


def follows_on(quotation: str, text: str) -> bool:
    """Whether words after a quotation can belong to it: after a full stop, a capital begins a sentence of its own."""
    return not (_FULL_STOP.search(quotation.strip()) and text[:1].isupper())


def leads_in(text: str) -> bool:
    """Whether words before a quotation can introduce it: ``Mara said:``. A finished sentence does not."""
    return text.rstrip().endswith((",", ":")) or not text.rstrip().endswith((".", "!", "?", "…", "।"))


def hinted(pieces: Sequence[Piece], people: Sequence[str], vocabulary: Vocabulary) -> list[Piece]:
    """The pieces with the name of the speaker as the hint of each quotation whose words tell it."""
    presents = {name: vocabulary.first("given_names", name) or "" for name in people}
    called: dict[str, str] = {}
    made: list[Piece] = []
    for at, piece in enumerate(pieces):
        if piece.quoted:
            said = _attribution_of(at, pieces, vocabulary)
            who = _subject(said, at, pieces, presents, called, vocabulary) if said else ""
            piece = piece.model_copy(update={"hint": who})
        made.append(piece)
    return made


def _attribution_of(at: int, pieces: Sequence[Piece], vocabulary: Vocabulary) -> str:
    """The words that say who speaks ``pieces[at]``: before it when they lead in to it, else after it."""
    here = pieces[at].paragraph

    def beside(near: int) -> Piece | None:
        inside = 0 <= near < len(pieces) and pieces[near].paragraph == here
        return pieces[near] if inside and not pieces[near].quoted else None

    before, earlier, after = beside(at - 1), at >= 2 and pieces[at - 2], beside(at + 1)
    first = not (earlier and earlier.quoted and earlier.paragraph == here)
    if before is not None and before.hint == "said" and first:
        return before.text
    if after is not None:
        head = after.text.partition(",")[0]
        if after.hint == "said" or (attributes(head, vocabulary) and head[:1].islower()):
            return head
    if before is not None and before.hint == "said":  # "Yes," she said, "and so do you."
        return before.text
    return ""


def _subject(
    said: str,
    at: int,
    pieces: Sequence[Piece],
    presents: Mapping[str, str],
    called: dict[str, str],
    vocabulary: Vocabulary,
) -> str:
    words = words_of(said)
    verb = vocabulary.found("speech", said)[0].at
    before, after = words[:verb], words[verb + 1 :]
    for part in (before, after):
        named = named_in(" ".join(part), presents)
        pronoun = next((word for word in part if word in _PRONOUNS), "")
        if named and not (pronoun and part.index(pronoun) < part.index(words_of(named[0])[0])):
            return named[0]
        if pronoun:
            return _meant(_PRONOUNS[pronoun], at, pieces, presents)
        if any(word not in _ARTICLES for word in part):
            return _somebody(" ".join(part), at, pieces, presents, called, vocabulary)
    return ""


def _meant(wanted: str, at: int, pieces: Sequence[Piece], presents: Mapping[str, str]) -> str:
    """Whom a pronoun means: of those whom it fits, the one named last, in a sentence the one named first."""
    for piece in reversed(pieces[:at]):
        fitting = [name for name in named_in(piece.text, presents) if not wanted or presents[name] in ("", wanted)]
        if fitting and not piece.quoted:
            return fitting[0]
    return ""


def _somebody(
    phrase: str,
    at: int,
    pieces: Sequence[Piece],
    presents: Mapping[str, str],
    called: dict[str, str],
    vocabulary: Vocabulary,
) -> str:
    """Whom "a voice" or "the boy" means: as the next sentence tells, as before, or the only one whom it fits."""
    noun = next((word for word in words_of(phrase) if word not in _ARTICLES), "")
    here = pieces[at].paragraph
    coming = [p for p in pieces[at + 1 : at + 4] if p.paragraph == here and not p.quoted and p.hint != "said"]
    told = named_in(coming[0].text, presents) if coming else []
    if len(told) == 1:
        called[noun] = told[0]
    elif noun not in called and not _SOMEBODY_ELSE.search(phrase):
        wanted = vocabulary.first("presents", noun)
        fitting = [name for name, each in presents.items() if wanted and each == wanted]
        if len(fitting) == 1:
            called[noun] = fitting[0]
    return called.get(noun, "A VOICE") if not _SOMEBODY_ELSE.search(phrase) else "A VOICE"


def named_in(text: str, people: Sequence[str] | Mapping[str, str]) -> list[str]:
    """Those of ``people`` whom ``text`` names, in its order."""
    words = words_of(text)
    found = [(words.index(words_of(name)[0]), name) for name in people if words_of(name)[0] in words]
    return [name for _, name in sorted(found)]
