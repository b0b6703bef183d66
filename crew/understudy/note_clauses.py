"""A note cut into wishes: where one ends and the next begins, which are denied, and what they leave out."""

from __future__ import annotations

from typing import NamedTuple

from crew.understudy.note_acts import ACTING_TABLES, ACTS, COMPLAINTS, WEAK_ACTS
from crew.understudy.note_places import find_target
from crew.understudy.note_target import Scope
from crew.understudy.note_text import Clause, Span, Word, words_in
from film.changes import Selector
from film.errors import ChangeError

_HINDI_EXCEPT = ("छोड़", "छोड", "अलावा", "सिवा", "chhod", "chod", "alawa", "siwa")


class Part(NamedTuple):
    """One wish of the note."""

    clause: Clause
    negated: bool
    remark: bool
    """Says how something is and asks for nothing: ``her smile looks off``."""


def clauses_of(scope: Scope) -> list[Part]:
    """The wishes of the note, in order. What comes after "because" is no wish."""
    words = without_reasons(words_in(scope.note), scope)
    parts: list[Part] = []
    for stretch in _stretches(words, scope):
        clause = Clause(stretch, scope.lexicon)
        if clause.words and not _is_mere_glue(clause):
            parts.append(Part(clause, is_negated(clause), _is_remark(clause) or _is_praise(clause)))
    return parts


def _is_remark(clause: Clause) -> bool:
    """A copula, nobody asked for anything, and no complaint that says what is wanted instead."""
    wants = clause.has("do_verb", "too", "enough", "act_verb", "omit", "roll", *COMPLAINTS) or bool(clause.quotes())
    return clause.has("copula") and not wants and not any(_is_comparative(clause, s) for s in clause.spans)


def _is_comparative(clause: Clause, span: Span) -> bool:
    return span.value("concept") in ACTS and clause.words[span.at].text.endswith("er")


def without_reasons(words: tuple[Word, ...], scope: Scope) -> tuple[Word, ...]:
    """The words up to the first "because"; all of them when the note begins with it."""
    clause = Clause(words, scope.lexicon)
    for span in clause.find_all("because"):
        if span.at > 1:
            return words[: span.at]
    return words


def _is_mere_glue(clause: Clause) -> bool:
    clause_left = [i for i in clause.left() if not any(s.at <= i < s.end for s in clause.find_all("yes_word", "conj", "polite", "praise", "no_word"))]
    acts = clause.has(*ACTS)
    return not clause_left and not acts


def _stretches(words: tuple[Word, ...], scope: Scope) -> list[tuple[Word, ...]]:
    """Words between joints at which both sides ask for something."""
    spans = Clause(words, scope.lexicon).spans
    inside = {i for span in spans if span.length > 1 for i in range(span.at, span.end)}
    joints = [i for i in range(len(words)) if i not in inside and (words[i].kind == "break" or _is_joint(words, spans, i, scope))]
    pieces: list[tuple[int, int]] = []
    start = 0
    for joint in [*joints, len(words)]:
        if joint > start:
            pieces.append((start, joint))
        start = joint + 1
    made: list[tuple[int, int]] = []
    asking = [piece for piece in pieces if _asks(words[piece[0] : piece[1]], scope)]
    for piece in pieces:
        if asking and piece not in asking and _is_aside(words, piece, scope):
            continue
        if (made and _is_praised(words, made[-1], scope) and _names(words, piece, scope) and _asks(words[piece[0] : piece[1]], scope)) or (made and _is_kept_apart(words, made[-1], piece, scope)):
            made.append(piece)
        elif (made and not (_asks(words[made[-1][0] : made[-1][1]], scope) and _asks(words[piece[0] : piece[1]], scope))) or (made and _belongs(words, made[-1], piece, scope)):
            made[-1] = (made[-1][0], piece[1])
        else:
            made.append(piece)
    return [words[start:end] for start, end in made]


def _is_praised(words: tuple[Word, ...], piece: tuple[int, int], scope: Scope) -> bool:
    """``the kitchen is fine``: said before what is not."""
    return _is_praise(Clause(words[piece[0] : piece[1]], scope.lexicon)) and _names(words, piece, scope)


def _is_praise(clause: Clause) -> bool:
    """True for nothing but praise: nothing in it is asked for."""
    asked = [s for s in clause.find_all("do_verb", fresh=False) if clause.words[s.at].text not in ("love", "like", "works")]
    said = clause.has("copula") or any(word.text == "s" for word in clause.words) or any(s.at <= 2 for s in clause.find_all("praise", fresh=False))
    return clause.has("praise") and said and not asked and not clause.has(*(ACTS - {"vague", "pace", "sound", "music", "voice"}), "not", "more", "less", "also", "only")


def _names(words: tuple[Word, ...], piece: tuple[int, int], scope: Scope) -> bool:
    """True when the stretch names a part of the film or a person of its own."""
    spans = Clause(words[piece[0] : piece[1]], scope.lexicon).spans
    return any(t in ("place", "character", "title") or v in ("scene", "shot", "episode", "opening", "ending", "music") for s in spans for t, v in s.hits) or any(
        _tells(word.text, scope) for word in words[piece[0] : piece[1]] if word.kind == "word"
    )


def _is_kept_apart(words: tuple[Word, ...], one: tuple[int, int], other: tuple[int, int], scope: Scope) -> bool:
    """``harbour colder, rooftop leave alone``: the second names its own part of the film, which stays as it is."""
    first, second = Clause(words[one[0] : one[1]], scope.lexicon), Clause(words[other[0] : other[1]], scope.lexicon)
    named = any(t in ("place", "character", "title") or v in ("scene", "shot", "episode", "opening", "ending") for s in second.spans for t, v in s.hits)
    kept = second.has("leave_alone") and not second.has("except") and second.words[0].text not in ("but", "except", "leave", "not")
    return kept and named and first.has(*ACTS) and not second.has(*(ACTS - WEAK_ACTS)) and not first.has("leave_alone", "not")


def _is_aside(words: tuple[Word, ...], piece: tuple[int, int], scope: Scope) -> bool:
    """A stretch between punctuation marks that neither asks for anything nor names a part of the film."""
    start, end = piece
    if not ((start == 0 or words[start - 1].kind == "break") and (end == len(words) or words[end].kind == "break")):
        return False
    clause = Clause(words[start:end], scope.lexicon)
    said = {v for span in clause.spans for t, v in span.hits if t == "concept"}
    if not clause.has("copula") and any(not {v for t, v in s.hits if t == "concept"} & _ASIDE for s in clause.spans if s.value("concept")):
        return False
    if clause.has("copula") and said <= _ASIDE | {"it", "still", "she", "he", "they", "act", "look", "off", "take_off", "emotion_word", "face", "on"} and not any(t in ("character", "place") for span in clause.spans for t, _ in span.hits):
        return True
    named = any(t in ("character", "place", "title") for span in clause.spans for t, _ in span.hits)
    kept = ("episode", "scene", "shot", "whole", "opening", "ending", "interiors", "exteriors", "only", "except", "not", "leave_alone", "standing", "before", "after", "to_start", "to_end", "also",
            "keep", "version", "twice", "thrice", "a_bit", "much", "more", "less", "left", "right", "up", "down", "she", "he", "they", "face", "seconds", "it")  # fmt: skip
    loose = clause.left()
    told = any(_tells(words[start + i].text, scope) for i in loose)
    numbered = any(word.kind in ("number", "id", "quote") for word in clause.words)
    refused = clause.has("not") and bool(loose)
    return not named and not numbered and not told and (refused or not clause.has(*kept)) and bool(loose)


_ASIDE = frozenset({"glue", "copula", "ask", "polite", "praise", "do_verb", "not", "conj", "much", "vague", "because", "meant", "yes_word", "no_word", "whole", "both", "if_word", "can_hi"})
"""What a stretch may say and still ask for nothing."""


def _tells(word: str, scope: Scope) -> bool:
    try:
        return len(word) > 3 and bool(scope.selection(Selector(words=(word,))).shots)
    except ChangeError:
        return False


def _is_joint(words: tuple[Word, ...], spans: tuple[Span, ...], at: int, scope: Scope) -> bool:
    if not any(span.at == at and ("concept", "conj") in span.hits for span in spans):
        return False
    if words[at].text in ("पर", "par"):
        return at > 0 and words[at - 1].text in ("करो", "दो", "करें", "karo", "do", "kar")
    if words[at].text in ("और", "aur"):
        before = words[at - 1].text if at else ""
        return bool(before) and not _is_more(spans, at) and before not in ("थोड़ा", "थोडा", "थोड़ी", "थोडी", "thoda", "thodi", "को", "ko", "जरा", "zara", "में", "mein", "me", "एक", "ek", "बहुत")
    if words[at].text == "while" and at + 1 < len(words) and words[at + 1].text in ("she", "he", "they", "the", "it", "we", "its"):
        return False
    if words[at].text == "also":
        return 0 < at < len(words) - 1
    return at > 0


def _is_more(spans: tuple[Span, ...], at: int) -> bool:
    """``सारे सीन और डार्क``: more, not and: it stands between what is meant and the quality that it shall have."""
    before = next((s for s in spans if s.end == at), None)
    after = next((s for s in spans if s.at == at + 1), None)
    noun = before is not None and any(t in ("place", "character") or v in ("scene", "shot", "episode", "whole", "it") for t, v in before.hits)
    return noun and after is not None and any(t == "concept" and v in ACTS for t, v in after.hits)


def _asks(words: tuple[Word, ...], scope: Scope) -> bool:
    """True when the words ask for something."""
    clause = Clause(words, scope.lexicon)
    placed = clause.has("before", "after", "to_start", "to_end", "scene", "shot", "back") or any(w.kind == "number" for w in words)
    if clause.has(*(ACTS if placed else ACTS - WEAK_ACTS)) or any(word.kind == "quote" for word in words):
        return True
    return any(
        span.value("concept") in (None, "style_name") and any(t in ACTING_TABLES for t, _ in span.hits) and not _says_which(clause, span)
        for span in clause.spans
    )


def _says_which(clause: Clause, span: Span) -> bool:
    """``night scenes``: the hour or the weather says which scenes are meant."""
    timed = span.value("times") or span.value("weather")
    return bool(timed) and any(s.at == span.end for s in clause.find_all("scene", "shot", fresh=False)) and len(clause.words) <= 4


def _belongs(words: tuple[Word, ...], one: tuple[int, int], other: tuple[int, int], scope: Scope) -> bool:
    """True when the second stretch only goes on with the first: another quote, where to move it."""
    first, second = Clause(words[one[0] : one[1]], scope.lexicon), Clause(words[other[0] : other[1]], scope.lexicon)
    lines = first.has("line_noun", "say", "title") or bool(first.quotes())
    if lines and second.quotes() and not second.has("omit"):
        return True
    if first.has("music", "voice") and second.has("it") and not second.has("music", "voice", "darker", "brighter", "slower", "faster", "roll", "shot", "scene") and second.has("omit", "louder", "quieter", "up", "down", "raise", "less", "more", "off", "mute", "stop"):
        return True
    if first.has("swap") and not second.has("do_verb", "slower", "faster", "darker", "brighter"):
        return True
    return first.has("style") and second.has("monochrome")


def is_negated(clause: Clause) -> bool:
    """True for ``don't make it darker`` and ``दृश्य 2 गहरा मत करो``; not for ``not so dark`` and ``not dark enough``."""
    spans = clause.find_all("not", "leave_alone")
    if not clause.has("do_verb") and any(w.text in ("any", "anymore") for w in clause.words) and any(w.text in ("wouldnt", "cant", "couldnt", "dont") for w in clause.words):
        return True
    if any(w.text == "wouldnt" and at and clause.words[at - 1].text in ("i", "we", "you") for at, w in enumerate(clause.words)):
        return True
    if clause.find("unneeded") and clause.has(*(ACTS - {"omit"})):
        return True
    if not spans or clause.find("enough"):
        return False
    if clause.find("music", "subtitles") and not clause.has("do_verb") and clause.words[spans[0].at].text in ("नहीं", "nahi", "nahin"):
        return False
    if clause.find("music", "subtitles", "scene_cards") and is_unwanted(clause):
        return False
    if clause.has("subtitles", "title_card", "scene_cards", "end_card") and not clause.has("omit", "off") and (clause.has("on") or not clause.has("do_verb", "leave_alone")):
        return False
    spans = [s for s in spans if not _is_tag(clause, s) and not _is_inability(clause, s)]
    if not spans:
        return False
    for span in spans:
        after = clause.words[span.end].text if span.end < len(clause.words) else ""
        if after in ("so", "as", "too", "that", "इतना", "इतनी", "itna", "itni") and _is_said_of(clause, span) and not clause.has("do_verb") and after in ("too", "that", "so", "as"):
            return True
        if after in ("so", "as", "too", "that", "इतना", "इतनी", "itna", "itni") or clause.before(span.at, "except", within=2):
            return False
        before = clause.words[span.at - 1].text if span.at else ""
        if before in ("इतना", "itna", "so") and span is spans[0]:
            return False
    asks = clause.has(*ACTS) or any(t in ACTING_TABLES for s in clause.spans for t, _ in s.hits) or clause.has("leave_alone", "change_verb", "do_verb")
    return asks and not _only_leaves_out(clause, spans[0])


def is_unwanted(clause: Clause) -> bool:
    """``संगीत मत रखो``, ``music nahi chahiye``: a thing that shall not be there, and not a deed that shall not be done."""
    texts = [w.text for w in clause.words]
    return any(one in ("मत", "नहीं", "ना", "mat", "nahi", "nahin", "na") and other in _KEPT_HI for one, other in zip(texts, texts[1:], strict=False))


_KEPT_HI = frozenset({"रखो", "rakho", "रखना", "rakhna", "चाहिए", "chahiye", "हो", "ho", "होना", "hona", "बजाओ", "bajao", "डालो", "dalo", "daalo", "लगाओ", "lagao"})


_PERCEIVING = frozenset({"see", "hear", "make", "tell", "read", "understand", "follow", "recognise", "recognize", "spot"})


def _is_inability(clause: Clause, span: Span) -> bool:
    """``can't see his face``, ``I can't make out what she says``: what somebody cannot do is a complaint, not a denial."""
    after = clause.words[span.end].text if span.end < len(clause.words) else ""
    before = clause.words[span.at - 1].text if span.at else ""
    return after in _PERCEIVING and (clause.words[span.at].text in ("cant", "cannot", "couldnt") or before in ("can", "could"))


def _is_tag(clause: Clause, span: Span) -> bool:
    """The ``na`` of ``raat ka kar do na``: a plea, not a denial."""
    return span.end == len(clause.words) and span.at > 0 and clause.words[span.at].text in ("na", "ना", "न") and clause.words[span.at - 1].text in _VERBS_HI


_VERBS_HI = frozenset({"do", "दो", "karo", "करो", "dena", "देना", "den", "दें", "kardo", "banao", "बनाओ", "hatao", "हटाओ", "lo", "लो", "kijiye", "कीजिए", "dijiye", "दीजिए"})


def _is_said_of(clause: Clause, span: Span) -> bool:
    return clause.has("copula") or clause.words[span.at].text in ("is", "isnt", "are", "arent", "was", "wasnt")


def _only_leaves_out(clause: Clause, span: Span) -> bool:
    """``darker, but not the kitchen``: what follows the "not" asks for nothing."""
    if _hindi_left_out(clause, span) is not None:
        return True
    after = [s for s in clause.spans if s.at >= span.end]
    asks_after = any(s.value("concept") in ACTS or ("concept", "do_verb") in s.hits for s in after)
    before = [s for s in clause.spans if s.end <= span.at]
    asks_before = any(any(t == "concept" and v in ACTS for t, v in s.hits) for s in before)
    return asks_before and not asks_after and any(t in ("place", "character") or v in ("scene", "episode", "shot", "opening", "ending", "interiors", "exteriors") for s in after for t, v in s.hits)


def _hindi_left_out(clause: Clause, span: Span) -> int | None:
    """Where ``लेकिन रसोई नहीं`` begins, for the negation at its end; None when the negation is of something else."""
    if span.end != len(clause.words) or clause.words[span.at].text not in ("नहीं", "मत", "nahi", "nahin", "mat", "ना", "na"):
        return None
    start = next((s.end for s in reversed(clause.find_all("conj", fresh=False)) if s.end <= span.at and clause.words[s.at].text in _BUT), None)
    if start is None or start < 2:
        return None
    within = [s for s in clause.spans if start <= s.at < span.at]
    asks = any(s.value("concept") in ACTS for s in within)
    named = any(t in ("place", "character") or v in ("scene", "episode", "shot", "opening", "ending") for s in within for t, v in s.hits)
    return start if not asks and (named or span.at > start) else None


_BUT = frozenset({"लेकिन", "पर", "मगर", "lekin", "par", "magar", "but"})


def excluded(clause: Clause, scope: Scope) -> Selector | None:
    """What the clause leaves out: ``but not the kitchen``, ``except scene 2``, ``रसोई को छोड़कर``. Its words are used."""
    span = clause.find("except")
    if span is None:
        negation = clause.find("not", "leave_alone")
        if negation is None or not _only_leaves_out(clause, negation):
            return None
        span = negation
    text = " ".join(w.text for w in clause.words[span.at : span.end])
    hindi = any(word in text for word in _HINDI_EXCEPT)
    clause.use(span)
    left_out = _hindi_left_out(clause, span)
    if left_out is not None:
        part, offset, hindi = clause.words[left_out : span.at], left_out, True
    elif hindi:
        start = next((i for i in range(span.at - 1, -1, -1) if clause.words[i].kind == "break"), -1) + 1
        part = clause.words[start : span.at]
        offset = start
    else:
        stop = next((i for i in range(span.end, len(clause.words)) if clause.words[i].kind == "break"), len(clause.words))
        part, offset = clause.words[span.end : stop], span.end
    inner = Clause(part, scope.lexicon)
    if hindi:
        inner.take_all("whole")
    target = find_target(inner, scope)
    clause.used.update(offset + i for i in inner.used)
    seen = target.seen()
    if not seen:
        raise scope.ask("except_what")
    return seen[0]
