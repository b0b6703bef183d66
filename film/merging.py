"""What the crew planned before, what a person made of it, what the crew plans now: one film of the three.

A script is planned again on top of a film that a person may have changed since. Whatever the new plan says as
the old one did stays as the person left it; where only the plan differs, the plan is followed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Literal, TypeVar

from pydantic import BaseModel

from film.alignment import above, in_pairs, shared_words
from film.ids import shot_id
from film.series import Line, Scene, Shot

Record = TypeVar("Record")

SAME_SHOT = 0.5
"""Likeness from which a shot of the new coverage is one of the old: it speaks the same line, or shows the same people
do nearly the same."""
_MISSING: Any = object()
_OF_THE_WORDS = ("spoken", "lead_s", "duration_s")
"""Fields of a shot in which the script's words win over a person's change of the same shot: a line must be heard."""


def three_way(before: Any, ours: Any, theirs: Any, prefer: Literal["ours", "theirs"] = "ours") -> Any:
    """``theirs`` where only it differs from ``before``, ``ours`` where only that does; records and dicts field by field.

    Args:
        before: what both come from.
        prefer: whose value stands where both differ.
    """
    if theirs == before:
        return ours
    if ours in (before, theirs):
        return theirs
    if isinstance(ours, BaseModel) and type(before) is type(ours) is type(theirs):
        names = type(ours).model_fields
        both = {n: three_way(getattr(before, n), getattr(ours, n), getattr(theirs, n), prefer) for n in names}
        return ours.model_copy(update={n: value for n, value in both.items() if value != getattr(ours, n)})
    if isinstance(before, dict) and isinstance(ours, dict) and isinstance(theirs, dict):
        keys = dict.fromkeys([*ours, *theirs])
        merged = {
            key: three_way(before.get(key, _MISSING), ours.get(key, _MISSING), theirs.get(key, _MISSING), prefer)
            for key in keys
        }
        return {key: value for key, value in merged.items() if value is not _MISSING}
    return ours if prefer == "ours" else theirs


def order_of(before: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Ids in their order: what either side added or took out since ``before`` is added or taken out.

    The order is the new plan's, unless a person put what both know in another one; what the other side added
    stands behind the one that it followed there.
    """
    gone = {each for each in before if each not in ours or each not in theirs}
    both = [each for each in before if each in ours and each in theirs]
    rearranged = [each for each in ours if each in both] != both
    lead, other = (ours, theirs) if rearranged else (theirs, ours)
    order = [each for each in lead if each not in gone]
    last: str | None = None
    for each in other:
        if each in gone:
            continue
        if each not in order:
            order.insert(order.index(last) + 1 if last in order else 0, each)
        last = each
    return tuple(order)


def aligned_shots(before: Sequence[Shot], planned: Sequence[Shot], used: Collection[str]) -> tuple[Shot, ...]:
    """The new coverage of a scene with the ids of the old one; a shot that was not there gets a number never used.

    Args:
        before: the scene as the crew covered it last.
        used: every shot id that was ever given.
    """
    pairs = {j: i for i, j in in_pairs(before, planned, likeness_of_shots, SAME_SHOT)}
    taken = {*used, *(shot.id for shot in before)}
    shots = []
    for j, shot in enumerate(planned):
        scene = shot.id.rpartition("/")[0]
        if j in pairs:
            given = before[pairs[j]].id
        elif not before and shot.id not in taken:
            given = shot.id
        else:
            given = shot_id(scene, 10 * (above(f"{scene}/sh", taken) // 10 + 1))
        taken.add(given)
        shots.append(shot.model_copy(update={"id": given}))
    return tuple(shots)


def likeness_of_shots(one: Shot, other: Shot) -> float:
    """How much two planned shots are one shot before and after an edit, 0 .. 1; 0 when only one of them speaks."""
    if one.model_copy(update={"id": other.id, "at_s": other.at_s}) == other:
        return 1.0
    said, says = {s.line_id for s in one.spoken}, {s.line_id for s in other.spoken}
    if bool(said) != bool(says):
        return 0.0
    same_people = 0.5 * (one.cast == other.cast) + 0.5 * (set(one.cast) == set(other.cast))
    brief = shared_words(" ".join(one.brief.values()), " ".join(other.brief.values()))
    if said:
        spoken = len(said & says) / len(said | says)
        return 0.95 * (0.6 * spoken + 0.2 * same_people + 0.1 * (one.kind == other.kind) + 0.1 * brief)
    return 0.95 * (0.3 * same_people + 0.2 * (one.kind == other.kind) + 0.5 * brief)


def merged_scene(before: Scene, ours: Scene, theirs: Scene) -> Scene:
    """The scene as planned now, with all that a person changed in it since it was planned before.

    Args:
        before: the scene as the crew planned it last.
        ours: the scene as it stands.
        theirs: the scene as the crew plans it now, under the same ids.
    """
    lines = merged_lines(before.lines, ours.lines, theirs.lines)
    known = {line.id for line in lines}
    shots = tuple(
        shot.model_copy(update={"spoken": tuple(s for s in shot.spoken if s.line_id in known)})
        if any(s.line_id not in known for s in shot.spoken)
        else shot
        for shot in _merged_shots(before.shots, ours.shots, theirs.shots)
    )
    fields = ("heading", "synopsis", "mood", "tempo_bpm", "number")
    update = {name: three_way(getattr(before, name), getattr(ours, name), getattr(theirs, name)) for name in fields}
    beats = three_way(before.beats, ours.beats, theirs.beats, "theirs")
    return theirs.model_copy(update={**update, "beats": beats, "lines": lines, "shots": shots})


def merged_lines(before: Sequence[Line], ours: Sequence[Line], theirs: Sequence[Line]) -> tuple[Line, ...]:
    """The script's lines as they are now; a person's own words stand while the writer leaves that line alone."""
    old, mine, new = ({line.id: _unspoken(line) for line in lines} for lines in (before, ours, theirs))
    lines = []
    for each in order_of(tuple(old), tuple(mine), tuple(new)):
        if each not in new:
            lines.append(mine[each])
        elif each not in mine or each not in old:
            lines.append(new[each])
        else:
            line: Line = three_way(old[each], mine[each], new[each], "theirs")
            if new[each].text != old[each].text:  # a recording of other words
                line = line.model_copy(update={"recording": None})
            lines.append(line)
    return tuple(lines)


def _merged_shots(before: Sequence[Shot], ours: Sequence[Shot], theirs: Sequence[Shot]) -> list[Shot]:
    old, mine, new = ({shot.id: shot for shot in shots} for shots in (before, ours, theirs))
    # A shot that a person took out comes back only when the script gave it other words to speak.
    back = {each for each in new if each in old and each not in mine and new[each].spoken != old[each].spoken}
    shots = []
    for each in order_of(tuple(i for i in old if i not in back), tuple(mine), tuple(new)):
        if each not in new:
            shots.append(mine[each])
        elif each not in mine or each not in old:
            shots.append(new[each])
        else:
            shots.append(_merged_shot(old[each], mine[each], new[each]))
    return shots


def _merged_shot(before: Shot, ours: Shot, theirs: Shot) -> Shot:
    merged: Shot = three_way(before, ours, theirs)
    if theirs.spoken:
        update = {n: getattr(theirs, n) for n in _OF_THE_WORDS if getattr(theirs, n) != getattr(before, n)}
        merged = merged.model_copy(update=update)
    if merged.pin is not None and merged != ours:  # a take of another plan
        merged = merged.model_copy(update={"pin": None})
    return merged


def _unspoken(line: Line) -> Line:
    return line.model_copy(update={"speech": {}})
