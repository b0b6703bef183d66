"""Changes of which lines a scene has: said anew, put in and taken out, in its beats and in its shots too."""

from __future__ import annotations

import unicodedata
from typing import Any

from film.edits import Edit, operated, shown
from film.errors import ChangeError
from film.naming import character_named
from film.restructuring import fresh_id, given, is_named, made, one_scene
from film.rewrites import map_scenes
from film.selector import Selection
from film.series import Beat, Line, Scene, Series, Shot, Spoken


def change_lines_of(series: Series, selection: Selection, change: Edit) -> Series:
    """``scene.lines``: a line put in, taken out, or all in another order.

    A new line is heard in the shot that speaks the line before it when its speaker is seen there, else in the next
    shot that shows them before anybody else speaks.
    """
    scene = one_scene(series, selection, change)
    match change.op:
        case "add":
            changed = _with_line(series, scene, change)
        case "remove":
            left = operated(scene.lines, change)
            (gone,) = {line.id for line in scene.lines} - {line.id for line in left}
            changed = scene.model_copy(
                update={
                    "lines": left,
                    "shots": tuple(without_line(shot, gone) for shot in scene.shots),
                    "beats": tuple(
                        beat.model_copy(update={"line_ids": tuple(each for each in beat.line_ids if each != gone)})
                        for beat in scene.beats
                    ),
                }
            )
        case "reorder":
            changed = scene.model_copy(update={"lines": operated(scene.lines, change)})
        case _:
            raise ChangeError(f"scene.lines takes add, remove and reorder, not {change.op!r}; line.… edits one")
    return map_scenes(series, (scene.id,), lambda _: changed)


def without_line(shot: Shot, line_id: str) -> Shot:
    """The shot without the words of that line."""
    return shot.model_copy(update={"spoken": tuple(spoken for spoken in shot.spoken if spoken.line_id != line_id)})


def spoken_whole(scene: Scene, line_id: str) -> Scene:
    """The scene with ``line_id`` whole in the first shot that speaks it, and in no other."""
    speaking = [shot for shot in scene.shots if any(spoken.line_id == line_id for spoken in shot.spoken)]
    shown_first = sorted(speaking, key=lambda shot: shot.omitted)
    if not speaking:
        return scene
    first, shots = shown_first[0].id, []
    for shot in scene.shots:
        if shot.id == first:
            whole = tuple(Spoken(line_id=line_id) if spoken.line_id == line_id else spoken for spoken in shot.spoken)
            shot = shot.model_copy(update={"spoken": tuple(dict.fromkeys(whole))})
        elif shot in speaking:
            shot = without_line(shot, line_id)
        shots.append(shot)
    return scene.model_copy(update={"shots": tuple(shots)})


def _with_line(series: Series, scene: Scene, change: Edit) -> Scene:
    fields, after = given(change)
    known = [line.id for line in scene.lines]
    at = len(known)
    if after is not None:
        followed = [line_id for line_id in known if is_named(line_id, after)]
        if not followed:
            raise ChangeError(f"{after!r} is no line of {scene.id}; it has {', '.join(known) or 'none'}")
        at = known.index(followed[0]) + 1
    before = scene.lines[at - 1] if at else None
    text = fields.get("text")
    language = fields.get("language") or _language_of(text, before, series)
    line = made(
        Line,
        {
            "id": fresh_id(f"{scene.id}/ln", 4, known, known[-1] if known else None, None),
            **fields,
            "character_id": character_named(series, str(fields.get("character_id", ""))),
            "language": language,
            "text": {language: text} if isinstance(text, str) else text,
        },
        "a new line",
    )
    if not line.text.get(line.language, "").strip():
        raise ChangeError(f"a new line needs its words in {line.language!r}, not {shown(line.text)}")
    if line.id in known:
        raise ChangeError(f"{line.id} is there already; a new line gets an id of its own")
    scene = scene.model_copy(update={"lines": (*scene.lines[:at], line, *scene.lines[at:])})
    return _in_beat(_in_shot(scene, line, before), line, before)


def _language_of(text: Any, before: Line | None, series: Series) -> str:
    """That of the line before, or of the film's first line, that is written in the script of ``text``."""
    if isinstance(text, dict) and text:
        return series.language if series.language in text else next(iter(text))
    script = _script(str(text))
    for line in (*((before,) if before else ()), *series.lines()):
        if _script(line.text.get(line.language, "")) == script:
            return line.language
    return series.language


def _script(text: str) -> str:
    """``LATIN``, ``DEVANAGARI``: the script of the first letter."""
    return next((unicodedata.name(c, "").split(" ")[0] for c in text if c.isalpha()), "")


def _in_beat(scene: Scene, line: Line, before: Line | None) -> Scene:
    """The line belongs to the beat of the line before it, else to the first, else to one of its own."""
    if not scene.beats:
        return scene.model_copy(update={"beats": (Beat(id=f"{scene.id}/bt010", kind="dialogue", text="", line_ids=(line.id,)),)})
    holds = [beat.id for beat in scene.beats if before is not None and before.id in beat.line_ids]
    chosen = holds[-1] if holds else scene.beats[-1 if before else 0].id
    beats = []
    for beat in scene.beats:
        if beat.id == chosen:
            at = beat.line_ids.index(before.id) + 1 if before is not None and holds else 0
            beat = beat.model_copy(update={"line_ids": (*beat.line_ids[:at], line.id, *beat.line_ids[at:])})
        beats.append(beat)
    return scene.model_copy(update={"beats": tuple(beats)})


def _in_shot(scene: Scene, line: Line, before: Line | None) -> Scene:
    shots = [shot for shot in scene.shots if not shot.omitted]
    if not shots:
        return scene
    speaking = [at for at, shot in enumerate(shots) if before and any(s.line_id == before.id for s in shot.spoken)]
    start = speaking[-1] if speaking else -1
    chosen = start
    if start < 0 or line.character_id not in shots[start].cast:
        for at in range(start + 1, len(shots)):
            if line.character_id in shots[at].cast:
                chosen = at
                break
            if shots[at].spoken:
                break
    chosen = max(chosen, 0)
    spoken = shots[chosen].spoken
    first = [entry.line_id for entry in spoken].index(before.id) + 1 if before and chosen == start else 0
    changed = shots[chosen].model_copy(update={"spoken": (*spoken[:first], Spoken(line_id=line.id), *spoken[first:])})
    return scene.model_copy(update={"shots": tuple(changed if s.id == changed.id else s for s in scene.shots)})
