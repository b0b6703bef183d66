"""Edits carried out on the part of a film that is meant: one handler per first word of an edit's path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from pydantic import BaseModel

from film import dialogue, finishing, restructuring, wardrobe
from film.canonical import sha256_of
from film.edits import Attempts, Edit, edit, shown
from film.errors import ChangeError
from film.naming import character_named, place_named
from film.plan import end_of_words, plan_shot, speech_plan
from film.profile import Profile
from film.references import loose_ends, strangers
from film.rewrites import map_episodes, map_lines, map_scenes, map_shots
from film.selector import Selection, Selector, select
from film.series import Line, Scene, Series, Shot
from film.words import nearest

Record = TypeVar("Record", bound=BaseModel)
Handler = Callable[[Series, Selection, Edit], Series]

NEUTRAL = Profile(name="neutral")
"""Plans are compared at one size: no change depends on how big the film is made."""
SHORTEST_S = 1.5
"""Where "shorter" stops: under it the engines have no time for a move, and a viewer none to read a face. A length
that is set may be less."""


def carry_out(series: Series, where: Selector, edits: tuple[Edit, ...]) -> Series:
    """A copy of ``series`` with ``edits`` done to what ``where`` means, in order.

    Recordings of words or voices that are other words or voices afterwards are laid aside, and a shot whose plan
    changes loses the take that was chosen for it.

    Raises:
        ChangeError: nothing is meant, an edit is not legal or changes nothing, or the film would not hold together.
    """
    selection = select(series, where)
    after = series
    for change in edits:
        after = _carried_out(after, where, selection, change)
    after = _without_stale_speech(series, after)
    _check(series, after)
    return without_stale_pins(series, after)


def _carried_out(series: Series, where: Selector, selection: Selection, change: Edit) -> Series:
    root, _, path = change.path.partition(".")
    if root not in _ROOTS:
        near = repr(f"shot.{change.path}") if root in Shot.model_fields else nearest(root, _ROOTS)
        raise ChangeError(f"{change.path!r} begins with no part of a film; nearest: {near}")
    handler, needs = _ROOTS[root]
    if change.path in ("scene.shots", "scene.lines", "episode.scenes"):
        needs = None  # the ids in the value say which scene or episode is meant
    if change.path == "sound.voice_db":
        selection = _where_heard(series, where, selection)
    if needs is not None and not getattr(selection, needs):
        raise ChangeError(f"{change.path} is about {needs}, and none of this film fit {_said(where)}")
    if not path and root != "grade":
        raise ChangeError(f"{change.path!r} names no field; {root}.… is followed by one")
    after = handler(series, selection, change.model_copy(update={"path": path}))
    if change.op == "adjust" and after == series:
        raise ChangeError(
            f"{change.path} adjusted by {shown(change.value)} changes nothing: all that is meant is at its limit already"
        )
    return after


def _where_heard(series: Series, where: Selector, selection: Selection) -> Selection:
    """A voice is heard in episodes in which its owner is never seen."""
    heard = select(series, where.model_copy(update={"characters": ()}))
    return selection._replace(episodes=heard.episodes)


def _refuse(change: Edit, root: str, **reasons: str) -> None:
    """Raises ChangeError when the edit is on one of these fields."""
    first = change.path.split(".")[0]
    if first in reasons:
        raise ChangeError(f"{root}.{first} cannot be edited: {reasons[first]}")


def _change_shots(series: Series, selection: Selection, change: Edit) -> Series:
    _refuse(change, "shot", id="ids are given once")
    if change.path in ("cast", "state.camera.subjects", "state.camera.over"):
        change = _with_people(series, change)
    attempts = Attempts(change)

    def within(scene: Scene, shot: Shot) -> Shot:
        edited = attempts(shot)
        if change.path == "duration_s":
            edited = _long_enough(scene, shot, edited, change)
        gone = set(shot.cast) - set(edited.cast)
        return _without_people(edited, gone) if gone else edited

    after = map_shots(series, selection.shots, within)
    attempts.settle()
    return after


def _with_people(series: Series, change: Edit) -> Edit:
    """The edit with the ids of the people that its value names."""
    value = change.value
    if isinstance(value, list):
        value = [character_named(series, str(who)) for who in value]
    elif isinstance(value, str):
        value = character_named(series, value)
    return change.model_copy(update={"value": value})


def _without_people(shot: Shot, gone: set[str]) -> Shot:
    """Who is taken out of a shot does nothing in it, and the frame is not composed on them."""
    camera = shot.state.camera
    camera = camera.model_copy(
        update={
            "subjects": tuple(who for who in camera.subjects if who not in gone),
            "over": None if camera.over in gone else camera.over,
        }
    )
    return shot.model_copy(
        update={
            "doing": tuple(doing for doing in shot.doing if doing.character_id not in gone),
            "state": shot.state.model_copy(update={"camera": camera}),
        }
    )


def _long_enough(scene: Scene, shot: Shot, edited: Shot, change: Edit) -> Shot:
    """Words are heard to their end: shortening stops there, and a length that would cut them is refused."""
    least_s = min(shot.duration_s, end_of_words(shot, scene))
    if change.op == "adjust":
        least_s = max(least_s, min(shot.duration_s, SHORTEST_S))
    if edited.duration_s >= least_s:
        return edited
    if change.op == "set":
        raise ChangeError(
            f"{shot.id} cannot last {change.value!r} s: words are heard in it until {least_s:.2f} s; line.text shortens them"
        )
    return edited.model_copy(update={"duration_s": least_s})


def _change_scenes(series: Series, selection: Selection, change: Edit) -> Series:
    if change.path == "shots":
        return restructuring.change_shots_of(series, selection, change)
    if change.path == "lines":
        return dialogue.change_lines_of(series, selection, change)
    _refuse(change, "scene", id="ids are given once", shots="shot.… edits a shot", lines="line.… edits a line")
    attempts = Attempts(change)
    after = map_scenes(series, selection.scenes, attempts)
    attempts.settle()
    return after


def _change_episodes(series: Series, selection: Selection, change: Edit) -> Series:
    if change.path == "scenes":
        return restructuring.change_scenes_of(series, selection, change)
    _refuse(
        change, "episode", id="ids are given once", scenes="scene.… edits a scene", finish="finish.… edits its finish"
    )
    attempts = Attempts(change)
    after = map_episodes(series, selection.episodes, attempts)
    attempts.settle()
    return after


def _change_series(series: Series, selection: Selection, change: Edit) -> Series:
    _refuse(
        change, "series", id="it is the run's name", episodes="episode.…, scene.… and shot.… edit them",
        bible="character.…, outfit.…, place.… and continuity.… edit it",
    )  # fmt: skip
    return edit(series, change, clamp=True)


def _change_continuity(series: Series, selection: Selection, change: Edit) -> Series:
    _refuse(change, "continuity", scene_id="ids are given once")
    if change.path == "place_id" and isinstance(change.value, str):
        change = change.model_copy(update={"value": place_named(series, change.value)})
    attempts = Attempts(change)
    entries = tuple(
        attempts(entry) if entry.scene_id in selection.scenes else entry for entry in series.bible.scenes
    )
    attempts.settle()
    return _with_bible(series, scenes=entries)


def _change_characters(series: Series, selection: Selection, change: Edit) -> Series:
    _refuse(change, "character", id="ids are given once", wardrobe="outfit.… edits what somebody wears")
    attempts = Attempts(change)
    people = tuple(
        attempts(character) if character.id in selection.characters else character
        for character in series.bible.characters
    )
    attempts.settle()
    return _with_bible(series, characters=people)


def _change_lines(series: Series, selection: Selection, change: Edit) -> Series:
    _refuse(change, "line", id="ids are given once", speech="line.text changes what is said, character.voice how")
    says = change.path == "text" or change.path.startswith("text.")
    if says and change.op == "set" and len(selection.lines) > 1:
        raise ChangeError(
            f"line.{change.path} gives one line its words, and {len(selection.lines)} are meant: "
            f"{', '.join(selection.lines[:4])}; say which"
        )
    if change.path == "character_id" and isinstance(change.value, str):
        change = change.model_copy(update={"value": character_named(series, change.value)})
    attempts = Attempts(change)
    said_anew: set[str] = set()

    def within(line: Line) -> Line:
        told = change
        if change.path == "text" and change.op == "set" and isinstance(change.value, str):
            told = Edit(path=f"text.{line.language}", value=change.value)
        edited = attempts(line) if told is change else edit(line, told)
        own = edited.text.get(edited.language, "")
        if says and not own.strip():
            raise ChangeError(f"{line.id} needs its words in {line.language!r}; scene.lines remove takes the line out")
        if own != line.text.get(line.language):
            said_anew.add(line.id)
            edited = edited.model_copy(update={"recording": None})
        return edited

    after = map_lines(series, selection.lines, within)
    attempts.settle()
    for line_id in sorted(said_anew):
        after = map_scenes(after, None, lambda scene, line_id=line_id: dialogue.spoken_whole(scene, line_id))
    return after


def _with_bible(series: Series, **fields: Any) -> Series:
    return series.model_copy(update={"bible": series.bible.model_copy(update=fields)})


_ROOTS: dict[str, tuple[Handler, str | None]] = {
    "shot": (_change_shots, "shots"),
    "scene": (_change_scenes, "scenes"),
    "episode": (_change_episodes, "episodes"),
    "series": (_change_series, None),
    "continuity": (_change_continuity, "scenes"),
    "character": (_change_characters, "characters"),
    "outfit": (wardrobe.change_outfits, "characters"),
    "place": (wardrobe.change_places, "places"),
    "line": (_change_lines, "lines"),
    "grade": (finishing.change_grade, "shots"),
    "cut": (finishing.change_pace, "shots"),
    "sound": (finishing.change_sound, "episodes"),
    "finish": (finishing.change_finish, "episodes"),
}
"""First word of a path -> its handler, and what must be selected for it."""


def _without_stale_speech(before: Series, after: Series) -> Series:
    """Recordings whose SpeechPlan changed are laid aside: they say other words, or in another voice."""
    if before.bible.characters == after.bible.characters and [*before.lines()] == [*after.lines()]:
        return after
    known = {line.id: line for line in before.lines()}

    def within(line: Line) -> Line:
        was = known.get(line.id)
        if was is None or not line.speech:
            return line
        kept = {
            language: speech
            for language, speech in line.speech.items()
            if speech_plan(before, was, language) == speech_plan(after, line, language)
        }
        return line if kept == line.speech else line.model_copy(update={"speech": kept})

    return map_lines(after, None, within)


def without_stale_pins(before: Series, after: Series) -> Series:
    """``after`` without the takes that were chosen for shots whose plan is another than in ``before``."""
    known = {shot.id for _, _, shot in before.walk()}

    def within(scene: Scene, shot: Shot) -> Shot:
        if shot.pin is None or shot.id not in known:
            return shot
        same = sha256_of(plan_shot(before, shot.id, NEUTRAL)) == sha256_of(plan_shot(after, shot.id, NEUTRAL))
        return shot if same else shot.model_copy(update={"pin": None})

    return map_shots(after, None, within)


def _check(before: Series, after: Series) -> None:
    """Raises ChangeError when the changed film mentions what it does not have, and did not before."""
    known = {*loose_ends(before), *strangers(before), *_absent(before)}
    for sentence in (*loose_ends(after), *strangers(after), *_absent(after)):
        if sentence not in known:
            raise ChangeError(f"the film would not hold together: {sentence}")


def _absent(series: Series) -> Iterator[str]:
    """Sentences on people in beats that the Bible lacks, and on shots that start from one that is cut out."""
    people = {character.id for character in series.bible.characters}
    for episode in series.episodes:
        for scene in episode.scenes:
            for who in dict.fromkeys(who for beat in scene.beats for who in beat.present if who not in people):
                yield f"{who!r} is present in {scene.id} and is not in the bible"
    omitted = {shot.id for _, _, shot in series.walk() if shot.omitted}
    for _, _, shot in series.filmed():
        if shot.start_from in omitted:
            yield f"{shot.id} starts from the last frame of {shot.start_from}, which is omitted; set its shot.start_from"


def _said(where: Selector) -> str:
    given = where.model_dump(mode="json", exclude_defaults=True)
    return ", ".join(f"{name} {value!r}" for name, value in given.items()) or "the whole film"
