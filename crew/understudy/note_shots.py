"""Which shots and scenes are told apart by how they look and what happens in them: ``the close-up``, ``the insert``, ``the chase``."""

from __future__ import annotations

from crew.understudy.note_names import scenes_of
from crew.understudy.note_target import Scope, thing_choices
from crew.understudy.note_text import Clause
from film.changes import Selector
from film.errors import ChangeError
from film.series import Scene, Shot
from film.words import holds_phrase, stems

SIZES = {
    "size_extreme_close": ("extreme_close",), "size_close": ("close", "extreme_close"), "size_medium_close": ("medium_close",),
    "size_medium": ("medium",), "size_full": ("full",), "size_wide": ("wide", "extreme_wide"), "size_extreme_wide": ("extreme_wide",),
}  # fmt: skip
KINDS = ("kind_establishing", "kind_insert", "kind_two_shot", "kind_reaction", "kind_over_shoulder", "kind_master")
_ARTICLES = frozenset({"a", "an", "into", "as", "एक", "ek"})
_DEFINITE = frozenset({"the", "whole", "entire", "that", "this", "in", "of", "during", "for"})
_NOT_TOLD = frozenset({"make", "scene", "something", "anything", "film", "picture", "image", "part", "come", "comes", "goes"})


def _at_a_spot(clause: Clause, scope: Scope, told: tuple[str, ...], who: list[str]) -> list[Shot]:
    """``at the wall``: the one shot that tells of the spot, though its scene does too."""
    if len(told) != 1:
        return []
    if one := _of_an_instant(clause, scope, told, who):
        return one
    spots = [
        i for i in range(2, len(clause.words))
        if clause.words[i].text == told[0] and clause.words[i - 1].text == "the" and clause.words[i - 2].text in _SPOT
    ]  # fmt: skip
    fit = [
        shot for _, shot in scope.shots(Selector(words=told, characters=tuple(who)))
        if stems(told[0]) <= stems(" ".join(shot.brief.values()))
    ]  # fmt: skip
    return fit if spots and len(fit) == 1 else []


def _of_an_instant(clause: Clause, scope: Scope, told: tuple[str, ...], who: list[str]) -> list[Shot]:
    """``dutch angle for the fall``: what a camera is asked to do once, where one shot shows it and no scene is called by it."""
    if scope.language == "hi" or not clause.has(*_ONCE) or clause.has("scene", "part", "whole") or not any(w.text == "the" for w in clause.words):
        return []
    asked = stems(told[0])
    scenes = [scene for _, scene in scenes_of(scope.series) if scene.id in scope.selection(Selector(words=told)).scenes]
    called = any(asked <= stems(text.partition(":")[0]) for scene in scenes for text in scene.synopsis.values() if ":" in text)
    fit = [shot for _, shot in scope.shots(Selector(words=told, characters=tuple(who))) if asked <= stems(" ".join(shot.brief.values()))]
    return fit if len(fit) == 1 and not called else []


_ONCE = ("dutch", "low_angle", "high_angle", "overhead", "orbit", "tilt", "push_in", "pull_back", "roll", "longer", "seconds", "closer", "wider", *SIZES)
_SPOT = frozenset({"at", "across", "by", "against", "behind", "beside", "near"})


def shots_of_moment(clause: Clause, scope: Scope, scenes, episodes, places, told, people) -> list[Shot]:
    """``when he lights the lamp``, ``Asha crying``: the shots whose own sentence, or whose action, tells of it."""
    start = next((i for i, w in enumerate(clause.words) if w.text in ("when", "where", "as", "while") and i > 0), None)
    within = {s.id for s in scenes} or {s.id for e in episodes for s in e.scenes} or {s.id for s in scenes_at(scope, places, [])}
    if not within and told:
        within = set(scope.selection(Selector(words=told)).scenes)
    who = [person for _, person in people]
    candidates = [(scene, shot) for _, scene, shot in scope.series.filmed() if (not within or scene.id in within) and all(p in shot.cast for p in who)]
    spot = _at_a_spot(clause, scope, told, who)
    if spot:
        return spot
    if start is not None:
        stop = next((i for i in range(start, len(clause.words)) if clause.words[i].kind == "break"), len(clause.words))
        places_of = [i for i in range(start + 1, stop) if i not in clause.used and clause.words[i].kind == "word"]
        wanted = {stem for i in places_of if clause.words[i].text not in _SAYS_NOTHING for stem in stems(clause.words[i].text)}
        fit = [shot for _, shot in candidates if wanted and wanted <= stems(" ".join(shot.brief.values()))]
        if fit:
            clause.used.update((start, *places_of))
        return fit
    if not who or not clause.has(*_SEEN_ACTS):
        return []
    for span, verb in (*clause.values("verbs"), *clause.values("expressions")):
        text = clause.words[span.at].text
        after = clause.words[span.end].text if span.end < len(clause.words) else ""
        if text.endswith(("ing", "ies")) or after in ("वाला", "वाले", "वाली", "wala", "wale", "wali"):
            fit = [shot for _, shot in candidates if any(d.character_id in who and d.verb == verb for d in shot.doing) or stems(text) <= stems(" ".join(shot.brief.values()))]
            if fit:
                clause.use(span)
                return fit
    return []
_SEEN_ACTS = (
    "roll", "omit", "closer", "wider", "darker", "brighter", "slower", "faster", "longer", "shorter", "another_angle", "warmer", "colder", "handheld",
    "push_in", "low_angle", "high_angle", *SIZES,
)  # fmt: skip
"""What is asked of a shot that is told apart by what somebody does in it."""
_SAYS_NOTHING = frozenset({"she", "he", "they", "her", "his", "him", "their", "the", "a", "an", "it", "is", "are", "at", "on", "in", "to", "of", "up"})


def sizes_named(clause: Clause) -> tuple[str, ...]:
    found: list[str] = []
    for name, sizes in SIZES.items():
        for span in clause.find_all(name):
            if span.at and clause.words[span.at - 1].text in _ARTICLES:
                continue
            clause.use(span)
            found += sizes
    for concept, sizes in (("wider", SIZES["size_wide"]), ("closer", SIZES["size_close"])):
        for span in clause.find_all(concept):
            after = clause.words[span.end].text if span.end < len(clause.words) else ""
            if clause.words[span.at].text in ("wide", "close") and span.length == 1 and span.at and clause.words[span.at - 1].text == "the" and after == "of":
                clause.use(span)
                found += sizes
    return tuple(dict.fromkeys(found))


def one_of_size(clause: Clause, scope: Scope, sizes, scenes, episodes, places, told, people) -> list[Shot]:
    """``the close-up``: one shot; of several it is a question. ``the close-ups`` are all of them."""
    if not sizes or scope.language == "hi":
        return []
    spans = [s for name in SIZES for s in clause.find_all(name, fresh=False)]
    plural = any(clause.words[i].text in ("ups", "shots", "closeups") for s in spans for i in range(s.at, s.end))
    if plural or any(s.at and clause.words[s.at - 1].text in ("all", "every", "each", "any") for s in spans):
        return []
    where = Selector.model_validate(
        {
            "scenes": tuple(s.id for s in scenes), "episodes": () if scenes else tuple(e.id for e in episodes), "words": told,
            "places": tuple(p for _, p in places), "sizes": sizes, "characters": tuple(who for _, who in people),
        }
    )  # fmt: skip
    fit = [shot for _, shot in scope.shots(where)]
    if len(fit) > 1:
        old = (clause.words[spans[0].at].start, clause.words[spans[0].end - 1].end)
        raise scope.ask("which_shot", thing_choices(scope, [s.id for s in fit], old))
    return fit


def shots_of_kind(clause: Clause, scope: Scope, scenes, episodes, places, people) -> list[Shot]:
    """``the insert of scene 1``, ``the establishing shot``: by the kind of shot."""
    found: list[Shot] = []
    for name in KINDS:
        for span in clause.find_all(name):
            if span.at and clause.words[span.at - 1].text in _ARTICLES:
                continue
            within = {s.id for s in scenes} or {s.id for e in episodes for s in e.scenes} or {s.id for s in scenes_at(scope, places, [])}
            within = within or {s.id for s in scenes_told(clause, scope)}
            if not within:
                within = {scene_id for where in scope.last for scene_id in scope.selection(where).scenes}
            fit = [
                shot for _, scene, shot in scope.series.filmed()
                if shot.kind == name.removeprefix("kind_") and (not within or scene.id in within)
                and all(who in shot.cast for _, who in people)
            ]  # fmt: skip
            if not fit:
                continue
            clause.use(span)
            plural = clause.words[span.end - 1].text.endswith("s") or (span.at and clause.words[span.at - 1].text in ("all", "every", "each"))
            if len(fit) > 1 and not plural:
                said = [stems(clause.words[at].text) for at, _ in places]
                telling = [shot for shot in fit if any(asked and asked <= stems(" ".join(shot.brief.values())) for asked in said)]
                fit = telling if len(telling) == 1 else fit
            if len(fit) > 1 and not plural:
                old = (clause.words[span.at].start, clause.words[span.end - 1].end)
                raise scope.ask("which_shot", thing_choices(scope, [s.id for s in fit], old))
            found += fit
    return found


def scenes_at(scope: Scope, places: list[tuple[int, str]], times: list[str]) -> list[Scene]:
    if not places:
        return []
    where = Selector.model_validate({"places": tuple(p for _, p in places), "times_of_day": tuple(times)})
    ids = set(scope.selection(where).scenes)
    return [scene for _, scene in scenes_of(scope.series) if scene.id in ids]


def scenes_told(clause: Clause, scope: Scope) -> list[Scene]:
    words = told_words(clause, scope)
    if not words:
        return []
    ids = set(scope.selection(Selector(words=words)).scenes)
    return [scene for _, scene in scenes_of(scope.series) if scene.id in ids]


def told_words(clause: Clause, scope: Scope) -> tuple[str, ...]:
    """Words that nothing else explains and that the film's own scenes tell of: ``the chase``."""
    found: list[str] = []
    taken: list[range] = []
    meant = {i: span for span in clause.spans for i in range(span.at, span.end)}
    for at, word in enumerate(clause.words):
        if at in clause.used or word.kind != "word" or len(word.text) < 3 or word.text in _NOT_TOLD:
            continue
        text = scope.words.in_english(word.text)
        span = meant.get(at)
        before = clause.words[at - 1].text if at else ""
        after = clause.words[at + 1].text if at + 1 < len(clause.words) else ""
        if span is not None and (span.value("concept") or not (before in _DEFINITE or {table for table, _ in span.hits} == {"moods"} or scope.language == "hi" or text != word.text or after in ("scene", "sequence", "part", "shot"))):
            continue
        if span is not None and (span.value("weather") or span.value("times") or span.value("character")):
            continue
        if span is not None and span.value("title") and any(t == "title" for t, _ in span.hits) and len(span.hits) > 1:
            continue
        try:
            scope.selection(Selector(words=(text,)))
        except ChangeError:
            continue
        if not stems(text) or (span is None and len(word.text) < 4 and text == word.text):
            continue
        stretch = range(span.at, span.end) if span else range(at, at + 1)
        clause.used.update(stretch)
        taken.append(stretch)
        found.append(text)
    if not found:
        return ()
    joint = next((n for n in range(1, len(found)) if any(w.text in _AND for w in clause.words[taken[n - 1].stop : taken[n].start])), None)
    if joint is not None and len(found) == 2:
        return tuple(found)
    for count in range(len(found), 0, -1):
        together = " ".join(found[:count])
        try:
            scope.selection(Selector(words=(together,)))
        except ChangeError:
            continue
        for span in taken[count:]:
            clause.used.difference_update(span)
        return (together,)
    return ()


_AND = frozenset({"and", "&", "or", "और", "aur"})


def told_beside(clause: Clause, scope: Scope, shots: list[Shot]) -> None:
    """Words that tell of the scenes of shots found otherwise (``in the argument``) are used: they say no more."""
    scenes = {shot.id.rsplit("/", 1)[0] for shot in shots}
    for at, word in enumerate(clause.words):
        before = clause.words[at - 1].text if at else ""
        if at in clause.used or word.kind != "word" or before not in ("the", "of", "in", "during") or any(s.at <= at < s.end and s.value("concept") for s in clause.spans):
            continue
        try:
            told = scope.selection(Selector(words=(scope.words.in_english(word.text),)))
        except ChangeError:
            continue
        if scenes <= set(told.scenes):
            clause.used.add(at)


def shots_saying(clause: Clause, scope: Scope) -> list[Shot]:
    """``the shot on "He is alive."``: the shots in which a quoted line is said, when it is not the line that shall change."""
    texts = [word.text for word in clause.words]
    when = bool({"when", "where", "as", "while", "जब", "jab"} & set(texts))
    if clause.has("instead", "change_verb", "title", "new_title", "add", "subtitles") or (clause.has("say", "line_noun") and not when):
        return []
    if not clause.has(*_SEEN_ACTS, "take_noun", *KINDS, "shot") or (clause.has("omit") and not clause.has("shot")):
        return []
    found: list[Shot] = []
    for at in clause.quotes():
        lines = {line.id for line in scope.series.lines() if any(holds_phrase(text, clause.words[at].text) for text in line.text.values())}
        fit = [shot for _, _, shot in scope.series.filmed() if any(spoken.line_id in lines for spoken in shot.spoken)]
        if fit:
            clause.used.add(at)
            found += fit
    if found and when:
        clause.take_all("say")
        clause.used.update(i for i, text in enumerate(texts) if text in ("when", "where", "as", "while", "जब", "jab"))
    return found
