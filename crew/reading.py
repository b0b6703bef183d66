"""Facts read out of a script's words: who is named in a sentence and what they do there.

Reading only; nothing is decided. Agents put these readings into their questions' facts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from crew.answers.director import DeedFact, Expression, SentenceFact
from crew.directions import read_direction
from crew.understudy.vocabulary import Vocabulary, words_of
from film.ids import slug
from film.series import Verb

_LETTER = r"[\w\u0900-\u0dff]"
"""Indic vowel signs are marks, which ``\\w`` leaves out: without them a name would match inside a longer one."""
_SENTENCE = re.compile(r"(?<=[.!?…।])[\"'”’)]*\s+|\n+")
_ABBREVIATION = re.compile(r"\b(Mr|Mrs|Ms|Dr|St|Jr|Sr|Prof|Capt|Sgt|Lt|No|vs)\.$", re.IGNORECASE)
_TITLES = frozenset(
    "mr mrs ms miss dr doctor old young the a an of captain sergeant officer sir lady lord king queen".split()
)
_PRONOUNS = {
    "she": "woman",
    "her": "woman",
    "he": "man",
    "him": "man",
    "his": "man",
    "they": "",
    "them": "",
    "their": "",
}
_PRONOUN = re.compile(rf"\b({'|'.join(_PRONOUNS)})\b", re.IGNORECASE)
_OWNED = re.compile(r"(his|her|their|him|them)\b", re.IGNORECASE)
_BESIDE_WORDS = 3
_SHORT_SENTENCE_WORDS = 4
_FRAGMENT_WORDS = 3
_WEIGHT: dict[str, int] = {
    "stand": 0, "look": 0, "enter": 3, "leave": 3, "embrace": 3, "kiss": 3, "fall": 3, "sit": 2, "kneel": 2, "run": 2,
    "walk": 2, "lie": 2, "sleep": 2, "dance": 2, "handshake": 2,
}  # fmt: skip
"""Which deed of a sentence is filmed: who comes, goes or falls outweighs what their hands do."""
_SILENT_VERBS: dict[str, Expression] = {
    "laugh": "happy", "cry": "sad", "embrace": "tender", "kiss": "tender", "dance": "happy", "clap": "happy",
}  # fmt: skip


class Named(NamedTuple):
    """Somebody's name in a text."""

    who: str
    at: int
    """Character offset."""


class NameFinder:
    """Finds a cast's names in text: as cued ("MARA QUINN"), as written ("Mara"), or "the waiter".

    A single name counts in capitals or with a capital only, so that WILL is not found in "she will".
    """

    def __init__(self, people: Mapping[str, Sequence[str]]):
        """Args: people: character id -> name and aliases."""
        owners: dict[str, set[str]] = {}
        loose: dict[str, str] = {}
        for who, names in people.items():
            for name in names:
                for form in _forms(name):
                    owners.setdefault(form, set()).add(who)
                words = name.split()
                lowered = name.casefold()
                if len(words) > 1:
                    loose.setdefault(lowered, who)
                loose.setdefault(f"the {lowered}", who)
        self._exact = {form: min(ids) for form, ids in owners.items() if len(ids) == 1}
        self._loose = loose
        self._exact_pattern = _any_of(self._exact)
        self._loose_pattern = _any_of(self._loose, re.IGNORECASE)

    def find(self, text: str) -> tuple[Named, ...]:
        """Every mention in order of the text."""
        hits: dict[int, str] = {}
        if self._loose_pattern:
            for match in self._loose_pattern.finditer(text):
                hits[match.start()] = self._loose[match.group().casefold()]
        if self._exact_pattern:
            for match in self._exact_pattern.finditer(text):
                hits[match.start()] = self._exact[match.group()]
        return tuple(Named(who, at) for at, who in sorted(hits.items()))

    def who(self, text: str) -> tuple[str, ...]:
        """Ids named in ``text``, each once, in order."""
        return tuple(dict.fromkeys(named.who for named in self.find(text)))


def _forms(name: str) -> tuple[str, ...]:
    parts = [part for part in name.split() if len(part) >= 3 and part.casefold() not in _TITLES]
    if len(parts) == 1 and len(name.split()) > 1 and not parts[0][0].isalpha():
        parts = []
    forms = [name, name.upper(), name.title()]
    for part in parts:
        forms += [part.upper(), part.title()] if part.upper() != part.lower() else [part]
    return tuple(dict.fromkeys(forms))


def _any_of(forms: Mapping[str, str], flags: int = 0) -> re.Pattern[str] | None:
    if not forms:
        return None
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(f"(?<!{_LETTER})(?:{'|'.join(map(re.escape, longest_first))})(?!{_LETTER})", flags)


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of ``text``, in order."""
    parts: list[str] = []
    for part in _SENTENCE.split(text):
        part = part.strip()
        if not part:
            continue
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    return tuple(parts)


def sentence_facts(
    text: str, finder: NameFinder, presents: Mapping[str, str], present: Sequence[str], vocabulary: Vocabulary
) -> tuple[SentenceFact, ...]:
    """Each sentence of an action with the people in it and what they do.

    A word or two about nobody ("Silence.") join the next sentence, or the last one; so does "The door
    opens." before somebody comes in. A pronoun means the person last named whom it fits, else the only person present whom it fits.

    Args:
        presents: character id -> ``woman``, ``man`` or ``androgynous``.
        present: who is in the scene at that point.
    """
    facts: list[SentenceFact] = []
    last: list[str] = []
    waiting = ""
    sentences = sentences_of(text)
    for at, sentence in enumerate(sentences):
        sentence, waiting = f"{waiting} {sentence}".strip(), ""
        named = list(finder.find(sentence))
        camera, plain = read_direction(sentence, named, vocabulary)
        mentions = named or _meant(sentence, last, presents, present)
        coming = sentences[at + 1] if at + 1 < len(sentences) else ""
        arrival = any(hit.value == "arrive" for hit in vocabulary.found("actions", coming))
        if not mentions and len(sentence.split()) < (_SHORT_SENTENCE_WORDS if arrival else _FRAGMENT_WORDS):
            if coming:
                waiting = sentence
                continue
            if facts:
                said = {"text": f"{facts[-1].text} {sentence}"}
                here = camera.model_copy(update={"alone": False}) if camera else facts[-1].camera
                facts[-1] = facts[-1].model_copy(update={**said, "camera": here})
                continue
        people = tuple(dict.fromkeys(mention.who for mention in mentions))
        last = [*people, *(who for who in last if who not in people)]
        facts.append(
            SentenceFact(
                text=sentence,
                people=people,
                deeds=_deeds(plain, mentions, vocabulary),
                sort=_sort(plain, people, vocabulary),
                props=_props(sentence, mentions, vocabulary),
                camera=camera,
            )
        )
    return tuple(facts)


def _props(sentence: str, mentions: Sequence[Named], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Things named after somebody: "A phone rings. Jo finds a key" puts the key in Jo's hands, not the phone."""
    first = len(words_of(sentence[: mentions[0].at])) if mentions else 0
    return tuple(dict.fromkeys(hit.value for hit in vocabulary.found("props", sentence) if hit.at >= first))


def _meant(sentence: str, last: Sequence[str], presents: Mapping[str, str], present: Sequence[str]) -> list[Named]:
    """Whom the sentence's first pronoun means; "they" means two."""
    recent = list(dict.fromkeys([*last, *present]))
    for match in _PRONOUN.finditer(sentence):
        wanted = _PRONOUNS[match.group().casefold()]
        fitting = [who for who in recent if not wanted or presents.get(who) in (wanted, "androgynous")]
        if fitting:
            return [Named(who, match.start()) for who in fitting[: 1 if wanted else 2]]
    return []


def _deeds(sentence: str, mentions: Sequence[Named], vocabulary: Vocabulary) -> tuple[DeedFact, ...]:
    """Who does what: each verb belongs to the person named last before it; several named together share it.

    "His mother fell" says nothing of him, and in "he heard somebody crying" it is not he who cries.
    """
    if not mentions or _OWNED.match(sentence[mentions[0].at :]):
        return ()
    verbs = vocabulary.found("verbs", sentence)
    if not verbs:
        return ()
    words = words_of(sentence)
    starts = [len(words_of(sentence[: mention.at])) for mention in mentions]
    after = tuple(verb for verb in verbs if verb.at >= min(starts))
    feeling = _expression(vocabulary.first("expressions", sentence))
    deeds: dict[str, DeedFact] = {}
    for verb in after or verbs:
        near = [at for at in starts if at <= verb.at]
        if words[verb.at].endswith("ing") and near and verb.at - near[-1] > _BESIDE_WORDS:
            continue
        before = [mention.who for mention, at in zip(mentions, starts, strict=True) if at <= verb.at]
        meant_together = [m.who for m, at in zip(mentions, starts, strict=True) if near and at == near[-1]]
        doers = meant_together or [mentions[0].who]
        if len(before) > 1 and not deeds and _joined(sentence):
            doers = list(dict.fromkeys(before))
        for who in doers:
            value = _verb(verb.value)
            if who not in deeds or _WEIGHT.get(value, 1) > _WEIGHT.get(deeds[who].verb, 1):
                deeds[who] = DeedFact(who=who, verb=value, expression=_SILENT_VERBS.get(value, feeling))
    return tuple(deeds.values())


def _joined(sentence: str) -> bool:
    return bool(re.search(r"\b(and|और|aur)\b|&", sentence))


def _sort(
    sentence: str, people: Sequence[str], vocabulary: Vocabulary
) -> Literal["", "follow", "reveal", "arrive", "search", "silence"]:
    said = {hit.value for hit in vocabulary.found("actions", sentence)}
    verbs = {hit.value for hit in vocabulary.found("verbs", sentence)}
    if "search" in said:
        return "search"
    if "arrive" in said and people:
        return "arrive"
    if "reveal" in said:
        return "reveal"
    if people and verbs & {"walk", "run"}:
        return "follow"
    return "silence" if "silence" in said else ""


def expression_of(text: str, vocabulary: Vocabulary) -> Expression:
    """The feeling that a delivery ("quietly, afraid") names; neutral when it names none."""
    return _expression(vocabulary.first("expressions", text))


def _expression(value: str | None) -> Expression:
    return next((known for known in get_args(Expression) if known == value), "neutral")


def _verb(value: str) -> Verb:
    return next((known for known in get_args(Verb) if known == value), "stand")


def person_ids(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Names as cued -> ``{character id: (name, …)}``; names that are one slug are one person."""
    people: dict[str, tuple[str, ...]] = {}
    for name in names:
        who = slug(name)
        people[who] = (*people.get(who, ()), name)
    return people
