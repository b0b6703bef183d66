"""How the house films a move that the script asks for, and where it uses the rarer moves of its own accord."""

from __future__ import annotations

from typing import Any

from crew.answers.director import CameraFact, ShotAnswer
from crew.understudy.floor import Floor
from film.state import MoveKind, ShotSize

_SIZES: dict[MoveKind, ShotSize] = {
    "crane": "full", "drone": "wide", "dolly_zoom": "medium_close", "whip_pan": "medium_close", "rack_focus": "medium_close",
}  # fmt: skip
_OF_PLACES: dict[MoveKind, ShotSize] = {"crane": "wide", "drone": "extreme_wide"}
_SPEEDS: dict[MoveKind, float] = {
    "crane": 0.8,
    "drone": 0.8,
    "push_in": 0.6,
    "pull_back": 0.7,
    "orbit": 0.6,
    "dolly": 0.6,
    "pan": 0.7,
}
SHORTEST_S = 3.0
"""A move that was asked for needs time to be seen."""


def as_asked(floor: Floor, shot: ShotAnswer, camera: CameraFact) -> ShotAnswer:
    """``shot`` filmed with the move that the script names; a move that the engine cannot make is a lock-off."""
    move = floor.move(camera.move)
    if move != camera.move:
        return shot.model_copy(update={"move": move})
    update: dict[str, Any] = {"move": move, "speed": camera.speed or _SPEEDS.get(move, 1.0), "target": None}
    if camera.direction is not None:
        update["direction"] = camera.direction
    elif move in ("push_in", "pull_back"):
        update["direction"] = "in" if move == "push_in" else "out"
    subjects = list(shot.subjects)
    if move in ("whip_pan", "rack_focus"):
        target = camera.target or (subjects[-1] if subjects else None)
        left = next((who for who in (*_shown(floor), *subjects) if who != target), None)
        subjects = floor.trimmed([who for who in (left, target) if who is not None])
        update |= {"subjects": subjects, "over": None, "target": target if target in subjects else None}
        if len(subjects) == 2:
            update["kind"] = "two_shot"
            update["doing"] = floor.doings(subjects, {d.who: (d.verb, d.expression) for d in shot.doing}, {})
    sizes = _SIZES if subjects else _OF_PLACES
    if move in sizes:
        update["size"] = sizes[move]
    if not shot.spoken:
        update["hold_s"] = min(max(shot.hold_s, SHORTEST_S), floor.facts.limits.max_shot_s)
    return shot.model_copy(update=update)


def _shown(floor: Floor) -> list[str]:
    """Whoever was seen in the last shots, the last one first."""
    return [who for shot in reversed(floor.shots[-3:]) for who in shot.subjects]


def ask_of_the_last(floor: Floor) -> None:
    """A move that was asked for when nothing came any more is the last shot's."""
    if floor.asked is not None and floor.shots:
        floor.shots[-1] = as_asked(floor, floor.shots[-1], floor.asked)
        floor.asked = None


def crane_to_end(floor: Floor) -> None:
    """The last look of an episode rises from its people: only where the sky is, and where nobody has a word left."""
    scene, last = floor.facts.scene, floor.shots[-1]
    quiet = not last.spoken and last.kind in ("single", "two_shot", "master", "establishing", "follow")
    if not scene.last_of_episode or scene.interior or not quiet or floor.move("crane") != "crane":
        return
    if last.move in ("lock_off", "dolly", "pull_back", "pan") and any(shot.subjects for shot in floor.shots):
        size: ShotSize = "full" if last.subjects else "wide"
        rise = {"move": "crane", "direction": "up", "speed": 0.8, "size": size, "angle": "eye_level", "over": None}
        hold_s = min(max(last.hold_s, 4.0), floor.facts.limits.max_shot_s)
        floor.shots[-1] = last.model_copy(update={**rise, "hold_s": hold_s})


def may_flourish(floor: Floor, move: MoveKind) -> bool:
    """True once in a scene, for a move that draws the eye to the camera."""
    if floor.flourishes or floor.move(move) != move:
        return False
    floor.flourishes += 1
    return True
