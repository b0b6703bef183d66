"""Moments of the film, by what is seen in them: ``when she cries``, ``the shot of the kite``, ``Raghu lighting the lamp``.

A stretch of the note is read as a description, and the shots whose own sentence, action, kind, size and move fit it are
meant. One that fits is taken; of several it is a question, unless many are asked for; where no shot fits, a scene may.
"""

from __future__ import annotations

from typing import NamedTuple

from crew.understudy.note_acts import ACTS
from crew.understudy.note_names import scenes_of
from crew.understudy.note_target import Scope, scene_choices, thing_choices
from crew.understudy.note_text import Clause
from film.bible import Character
from film.series import Scene, Shot
from film.words import stem, stems, tokens

KIND_NOUNS = {f"kind_{kind}": kind for kind in ("establishing", "insert", "two_shot", "reaction", "over_shoulder", "master")}
SIZE_NOUNS = {
    "size_extreme_close": ("extreme_close",), "size_close": ("close", "extreme_close"), "size_medium_close": ("medium_close",),
    "size_medium": ("medium",), "size_full": ("full", "medium_full"), "size_wide": ("wide", "extreme_wide"), "size_extreme_wide": ("extreme_wide",),
}  # fmt: skip
MOVE_NOUNS = {
    "drone": "drone", "pan": "pan", "tilt": "tilt", "orbit": "orbit", "handheld": "handheld", "follow_move": "follow", "crane": "crane",
    "whip_pan": "whip_pan", "rack_focus": "rack_focus", "dolly_zoom": "dolly_zoom",
}  # fmt: skip
_WHEN = frozenset({"which", "when", "where", "while", "whenever", "as", "जब", "जहां", "jab", "jahan", "jahaan", "जिसमें", "jismein", "jisme"})
_SUBJECTS = frozenset({"she", "he", "they", "the", "it", "her", "his", "we", "everyone", "both"})
_ENDS_WHEN = frozenset({"तब", "तो", "वहां", "tab", "to", "toh", "wahan", "wahaan", "वह", "woh", "wo", "वो", "उस", "us"})
_OF = frozenset({"of", "with", "where", "over", "under", "in", "at", "from", "on", "against", "by"})
_WALA = frozenset({"वाला", "वाली", "वाले", "wala", "wali", "wale", "waala", "waali", "waale", "का", "की", "के", "ka", "ki", "ke"})
_NOTHING = frozenset({
    "she", "he", "they", "her", "his", "him", "them", "their", "the", "a", "an", "it", "is", "are", "s", "at", "on", "in", "to", "of", "up", "and", "its", "re",
    "shot", "shots", "scene", "scenes", "one", "part", "bit", "moment", "be", "make", "with", "that", "this", "all", "over", "from", "under", "out", "for", "by",
})  # fmt: skip
_MANY = frozenset({"all", "every", "each", "both", "any", "सभी", "सारे", "हर", "saare", "sare", "sabhi", "har"})


class Moment(NamedTuple):
    """What a description fits: shots, or else whole scenes."""

    shots: tuple[Shot, ...] = ()
    scenes: tuple[Scene, ...] = ()


class _Described(NamedTuple):
    """A stretch of the clause that describes a shot."""

    start: int
    stop: int
    noun: int | None
    """The word for a shot that it hangs on; None for ``when she cries``."""
    kinds: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    plural: bool = False
    nth: int = 0
    """``the first market shot``: 1; -1 for the last; 0 when it is not counted."""
    sure: bool = False
    """Meant only when two words of it, or more, fit one shot."""


def moments(clause: Clause, scope: Scope, within: set[str], people: list[tuple[int, str]], *, wants_size: bool = False) -> Moment:
    """The shots, or the scenes, that the clause describes; the words are used. Nothing when it describes none.

    Args:
        within: ids of the scenes that are named beside; empty when none are.
        people: everybody named outright.
        wants_size: a size of shot is what is asked for, and does not say which shot is meant.

    Raises:
        Unclear: several shots fit and one is meant.
    """
    for part in (*_clauses(clause, scope), *_nouns(clause, scope, wants_size), *_gerunds(clause), *_topics(clause)):
        found = _fitting(clause, scope, part, within, people)
        if found.shots or found.scenes:
            return found
    return Moment()


def _clauses(clause: Clause, scope: Scope) -> list[_Described]:
    """``when she cries``: from the joining word to the next break or the next thing that is asked for."""
    found = []
    for at, word in enumerate(clause.words):
        after = clause.words[at + 1].text if at + 1 < len(clause.words) else ""
        if word.text not in _WHEN or not after:
            continue
        if word.text == "which" and not (at and clause.words[at - 1].text == "in"):
            continue
        if word.text == "as" and after not in _SUBJECTS and not _is_name(clause, at + 1):
            continue
        start = at
        if word.text in ("where", "when") and at and clause.words[at - 1].text in ("part", "bit", "moment", "shot", "one", "scene", "place"):
            start = at - 1
        found.append(_Described(start, _stop(clause, at + 1), None))
    return found


def _topics(clause: Clause) -> list[_Described]:
    """``the sisters at the table: shorter``, ``hold on the light out in the fog``: told in full, or not told apart."""
    found = []
    stop = next((i for i, w in enumerate(clause.words) if w.kind == "break"), 0)
    if stop > 2 and not any(_asks(clause, i) for i in range(stop)):
        found.append(_Described(0, stop, None, sure=True))
    for at, word in enumerate(clause.words):
        if word.text == "on" and at and at + 2 < len(clause.words) and clause.words[at + 1].text == "the":
            found.append(_Described(at, _stop(clause, at + 2), None, sure=True))
    return found


def _is_name(clause: Clause, at: int) -> bool:
    return any(span.at == at and span.value("character") for span in clause.spans)


def _stop(clause: Clause, at: int) -> int:
    """Where a description ends: at a break, at the word that answers a Hindi "when", or at something asked for."""
    for i in range(at, len(clause.words)):
        word = clause.words[i]
        if word.kind in ("break", "number", "quote") or (i > at and word.text in _ENDS_WHEN and (not word.text.isascii() or word.text != "to")):
            return i
        span = next((s for s in clause.spans if s.at == i and s.value("concept")), None)
        asks = span is not None and any(t == "concept" and v in ACTS for t, v in span.hits)
        if asks and i > at and not (i and clause.words[i - 1].text in ("the", "a", "in", "on", "at", "of", "from")):
            return i
        if i > at and word.text in ("is", "are", "should", "needs", "need", "could", "must", "ought", "feels", "looks", "was", "by", "for", "a") and span is not None and i > at + 1:
            return i
    return len(clause.words)


def _nouns(clause: Clause, scope: Scope, wants_size: bool) -> list[_Described]:
    """``the kite insert``, ``the drone shot over the boats``, ``her close-ups``, ``पतंग वाला शॉट``."""
    found = []
    for span in clause.spans:
        if clause.is_used(span):
            continue
        held = {v for t, v in span.hits if t == "concept"}
        kinds = tuple(KIND_NOUNS[v] for v in held if v in KIND_NOUNS)
        sizes = tuple(size for v in held if v in SIZE_NOUNS for size in SIZE_NOUNS[v])
        if wants_size:
            sizes = ()
        elif not sizes and held & {"wider", "closer"} and span.length == 1 and _is_noun(clause, span.at):
            sizes = SIZE_NOUNS["size_wide" if "wider" in held else "size_close"]
        text = clause.words[span.end - 1].text
        named = text in ("shot", "शॉट") or (span.at and clause.words[span.at - 1].text == "the" and clause.has("shorter", "longer", "seconds", "omit", "roll", "darker", "brighter", "warmer", "colder"))
        shown = next((MOVE_NOUNS[v] for v in held if v in MOVE_NOUNS), None) if named else None
        if shown is not None:
            held |= {"shot"}
        if not kinds and not sizes and "shot" not in held and text not in ("one", "smile", "इन्सर्ट"):
            continue
        before = clause.words[span.at - 1].text if span.at else ""
        if before in ("a", "an", "as", "into", "एक", "ek", "no", "another", "more", "this", "that"):
            continue
        start = span.at
        moves: tuple[str, ...] = (shown,) if shown is not None else ()
        nth = 0
        while start and clause.words[start - 1].kind == "word" and span.at - start < 4:
            i = start - 1
            word = clause.words[i].text
            number = scope.words.numbers_by_word.get(word) if i < span.at - 1 and word not in scope.words.cardinals else None
            if number is not None and number == int(number):
                nth, start = int(number), i
                break
            move = next((MOVE_NOUNS[v] for s in clause.spans if s.at <= i < s.end for t, v in s.hits if t == "concept" and v in MOVE_NOUNS), None)
            if move is not None and "shot" in held:
                moves = (move,)
            elif word in _WALA or word in ("s", "that", "this", "of", "on") or not _asks(clause, i):
                if word in ("the", "her", "his", "their", "my", "on", "of", "to", "that", "this", "make", "put"):
                    start = i if word in ("the", "her", "his", "their") else start
                    break
            else:
                break
            start = i
        stop = span.end
        if stop < len(clause.words) and clause.words[stop].text in _OF:
            stop = _stop(clause, stop + 1)
        plural = (text.endswith("s") and text not in ("s",)) or any(clause.words[i].text in _MANY for i in range(max(0, start - 2), span.at))
        found.append(_Described(start, stop, span.at, kinds, sizes, moves, plural, nth))
    return found


def _is_noun(clause: Clause, at: int) -> bool:
    """``the market wide``: wide after a noun, with nothing of which it could be said."""
    before = clause.words[at - 1].text if at else ""
    after = clause.words[at + 1] if at + 1 < len(clause.words) else None
    named = any(span.end == at and (span.value("place") or not span.hits) for span in clause.spans)
    told = before not in _NOTHING and not clause.meant(at - 1) if at else False
    the = any(clause.words[i].text in ("the", "last", "first") for i in range(max(0, at - 3), at))
    return clause.words[at].text in ("wide", "wides") and (before == "the" or ((named or told) and the)) and (after is None or after.text not in ("angle", "lens"))


def _asks(clause: Clause, at: int) -> bool:
    return any(s.at <= at < s.end and any(t == "concept" and v in ACTS for t, v in s.hits) for s in clause.spans)


def _gerunds(clause: Clause) -> list[_Described]:
    """``Raghu lighting the lamp``, ``the sisters embracing``: a verb in -ing with whom or what it is said of."""
    found = [
        _Described(at - 2 if clause.words[at - 1].text == "s" and at > 1 else at - 1, at + 1, None)
        for at, word in enumerate(clause.words)
        if at and clause.words[at - 1].text in ("s", "her", "his", "their") and clause.has("longer", "shorter", "seconds", "roll", "closer", "wider", "omit", "slower", "faster") and any(t in ("verbs", "expressions") for s in clause.spans if s.at == at for t, _ in s.hits)
    ]
    for at, word in enumerate(clause.words):
        if at in clause.used or word.kind != "word" or len(word.text) < 6 or not word.text.endswith("ing") or at == 0:
            continue
        before = clause.words[at - 1].text
        if _asks(clause, at) or word.text in ("everything", "anything", "something", "nothing", "evening", "morning", "during", "ceiling") or before in ("is", "are", "was", "were", "be", "keep", "stop", "start", "of", "to", "by", "for", "the", "a", "not"):
            continue
        start = at
        while start and clause.words[start - 1].kind == "word" and at - start < 3 and not _asks(clause, start - 1):
            start -= 1
            if clause.words[start].text in ("the", "on", "of", "with", "for", "make", "as"):
                break
        found.append(_Described(start, _stop(clause, at + 1) if at + 1 < len(clause.words) else at + 1, None))
    return found


def _fitting(clause: Clause, scope: Scope, part: _Described, within: set[str], people: list[tuple[int, str]]) -> Moment:
    told, places = _asked(clause, scope, part)
    here = [who for at, who in people if part.start <= at < part.stop] or _meant_by_pronoun(clause, scope, part, people) or ([who for _, who in people] if part.noun is not None else [])
    if (not told and not (part.moves and part.noun is not None)) or (part.sure and len(told) < 2):
        return Moment()
    pool = [(scene, shot) for _, scene, shot in scope.series.filmed() if not within or scene.id in within]
    fit = [
        shot for _, shot in pool
        if (not part.kinds or shot.kind in part.kinds) and (not part.sizes or shot.state.camera.size in part.sizes)
        and (not part.moves or shot.state.camera.move.kind in part.moves)
        and all(who in shot.cast for who in here) and _suits(clause, scope, part, shot) and all(_told_in(asked, shot_words(shot)) for asked in told)
    ]  # fmt: skip
    if part.sure and len(fit) != 1:
        return Moment()
    if part.nth:
        return _counted(clause, scope, part, pool, told, places)
    if not fit and not (part.kinds or part.sizes or part.moves):
        return _scenes(clause, scope, part, told, places, within, here)
    if not fit:
        inside = {scene.id for _, scene in scenes_of(scope.series) if all(_told_in(asked, scene_words(scene)) for asked in told)}
        fit = [
            shot for scene, shot in pool
            if scene.id in inside and (not part.kinds or shot.kind in part.kinds) and (not part.sizes or shot.state.camera.size in part.sizes)
            and (not part.moves or shot.state.camera.move.kind in part.moves) and all(who in shot.cast for who in here)
        ]  # fmt: skip
        if not fit:
            return Moment()
    if len(fit) > 1 and part.kinds and scope.language != "hi":
        exact = [s for s in fit if s.kind in part.kinds and any(_told_in(asked, stems(" ".join(s.brief.values()))) for asked in told)]
        fit = exact if len(exact) == 1 else fit
    if len(fit) == 1 and part.sizes and not part.kinds:
        scene = next(s for s, shot in pool if shot is fit[0])
        alike = [s for s in scene.shots if not s.omitted and s.state.camera.size in part.sizes and all(who in s.cast for who in here)]
        named = any(all(_told_in(asked, stems(text)) for asked in told) for text in scene.synopsis.values())
        fit = alike if named and scope.language != "hi" else fit
    if len(fit) > 1 and not part.plural and not (part.kinds or part.sizes):
        subjects = [shot for shot in fit if all(any(_told_in(asked, stems(" ".join(text.split()[:2]))) for text in shot.brief.values()) for asked in told)]
        fit = subjects if len(subjects) == 1 else fit
    _use(clause, part, places)
    if len(fit) > 1 and not part.plural:
        old = (clause.words[part.start].start, clause.words[part.stop - 1].end)
        raise scope.ask("which_shot", thing_choices(scope, [shot.id for shot in fit], old))
    return Moment(shots=tuple(fit))


def _counted(clause: Clause, scope: Scope, part: _Described, pool: list[tuple[Scene, Shot]], told: list[frozenset[str]], places: list[int]) -> Moment:
    """``the first market shot``: counted in the one scene that tells of it; of several scenes it is a question."""
    ids = list(dict.fromkeys(scene.id for scene, _ in pool if all(_told_in(asked, stems(" ".join([*scene.synopsis.values(), *(b.text for b in scene.beats)]))) for asked in told)))
    shots = [
        shot for scene, shot in pool
        if scene.id in ids and (not part.kinds or shot.kind in part.kinds) and (not part.sizes or shot.state.camera.size in part.sizes)
        and (not part.moves or shot.state.camera.move.kind in part.moves)
    ]  # fmt: skip
    if len(ids) != 1 or not -len(shots) <= (part.nth - 1 if part.nth > 0 else part.nth) < len(shots):
        return Moment()
    _use(clause, part, [*places, part.start])
    return Moment(shots=(shots[part.nth - 1 if part.nth > 0 else part.nth],))


def _meant_by_pronoun(clause: Clause, scope: Scope, part: _Described, people: list[tuple[int, str]]) -> list[str]:
    """``Meera while she looks``: the one who is named before and fits she or he."""
    said = {clause.words[i].text for i in range(part.start, part.stop)}
    wanted = "woman" if "she" in said else "man" if "he" in said else ""
    presents = {p.id: p.identity.presents for p in scope.series.bible.characters}
    fit = [who for at, who in people if at < part.start and wanted and presents.get(who) == wanted]
    return fit if len(set(fit)) == 1 else []


def _scenes(clause: Clause, scope: Scope, part: _Described, told: list[frozenset[str]], places: list[int], within: set[str], here: list[str]) -> Moment:
    if part.noun is not None:
        return Moment()
    fit = [
        scene for _, scene in scenes_of(scope.series)
        if (not within or scene.id in within) and all(_told_in(asked, scene_words(scene)) for asked in told)
        and all(any(who in shot.cast for shot in scene.shots) for who in here)
    ]  # fmt: skip
    if not fit:
        return Moment()
    _use(clause, part, places)
    if len(fit) > 1:
        old = (clause.words[part.start].start, clause.words[part.stop - 1].end)
        raise scope.ask("which_scene", scene_choices(scope, [scene.id for scene in fit], old), wanted=scope.note[old[0] : old[1]])
    return Moment(scenes=tuple(fit))


def _use(clause: Clause, part: _Described, places: list[int]) -> None:
    small = [i for i in range(part.start, part.stop) if clause.words[i].text in _NOTHING | _WHEN | _WALA or i == part.noun]
    clause.used.update(small, places)
    for span in clause.find_all("copula"):
        if part.noun is None and part.start <= span.at < part.stop:
            clause.use(span)
    for span in clause.spans:
        if (part.start <= span.at < part.stop and (span.at == part.noun or any(v in KIND_NOUNS or v in SIZE_NOUNS or v in ("shot", "part", "she", "he", "they") for _, v in span.hits))) or (part.moves and part.start <= span.at < part.stop and any(v in MOVE_NOUNS for _, v in span.hits)):
            clause.use(span)


def _asked(clause: Clause, scope: Scope, part: _Described) -> tuple[list[frozenset[str]], list[int]]:
    """What the stretch tells that some shot or scene tells too: for each word the stems it may be, and its place."""
    known = frozenset().union(*(shot_words(shot) for _, _, shot in scope.series.walk()), *(scene_words(s) for _, s in scenes_of(scope.series)))
    told, places = [], []
    for at in range(part.start, part.stop):
        word = clause.words[at]
        if word.kind != "word" or word.text in _NOTHING or word.text in _WHEN or _is_name(clause, at) or at == part.noun:
            continue
        asking = _asks(clause, at)
        before = clause.words[at - 1].text if at else ""
        if asking and not (before == "the" and at > (part.noun or 0)):
            continue
        placed = not any(_told_in(frozenset({stem(word.text)}), shot_words(shot)) for _, _, shot in scope.series.walk())
        meanings = {v for s in clause.spans if s.at <= at < s.end for t, v in s.hits if t == "verbs" or (t == "place" and placed)} | {
            v for text in (word.text, *_other_forms(word.text)) for t, v in scope.lexicon.meanings(text) if t == "verbs"
        }
        english = scope.words.in_english(word.text)
        asked = frozenset(stem(w) for w in tokens(english))
        if not any(_told_in(frozenset({one}), known) for one in asked):
            asked |= frozenset(stem(v) for v in meanings if v.isalpha())
        if any(_told_in(frozenset({one}), known) for one in asked):
            told.append(frozenset(one for one in asked if _told_in(frozenset({one}), known)))
            places.append(at)
    return told, places


def _other_forms(word: str) -> tuple[str, ...]:
    """Other endings of a Hindi verb, in either script: ``girta`` -> ``girne``, ``दौड़ता`` -> ``दौड़ने``."""
    for endings, others in ((("ता", "ती", "ते", "ना", "ने"), ("ने", "े", "ो", "ती", "ता")), (("ta", "ti", "te", "na", "ne"), ("ne", "e", "o", "ti", "ta"))):
        for ending in endings:
            if word.endswith(ending) and len(word) > len(ending) + 1:
                return tuple(word[: -len(ending)] + other for other in others)
    return ()


def _told_in(asked: frozenset[str], known: frozenset[str]) -> bool:
    return any(one in known or any(_alike(one, other) for other in known) for one in asked)


def _alike(one: str, other: str) -> bool:
    """``argu`` and ``argument``, ``puddl`` and ``puddle``: one is the beginning of the other."""
    short, long = sorted((one, other), key=len)
    return len(short) >= 4 and long.startswith(short) and len(long) - len(short) <= 4


def shot_words(shot: Shot) -> frozenset[str]:
    """The stems of what a shot tells: its own sentence and what is done in it."""
    return stems(" ".join([*shot.brief.values(), *(doing.verb for doing in shot.doing)]))


def scene_words(scene: Scene) -> frozenset[str]:
    """The stems of what a scene tells."""
    return stems(" ".join([*scene.heading.values(), *scene.synopsis.values(), *(beat.text for beat in scene.beats)]))


def _suits(clause: Clause, scope: Scope, part: _Described, shot: Shot) -> bool:
    """``she``, ``he`` and ``they`` must be seen in the shot."""
    said = {clause.words[i].text for i in range(part.start, part.stop)}
    people: list[Character] = [p for p in scope.series.bible.characters if p.id in shot.cast]
    if part.noun is not None:
        return True
    if "they" in said and len(people) < 2:
        return False
    if "she" in said and not any(p.identity.presents == "woman" for p in people):
        return False
    return "he" not in said or any(p.identity.presents == "man" for p in people)
