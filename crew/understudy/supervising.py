"""House rules of supervision: what a script supervisor would stop the set for, found by rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crew.answers.continuity import ConflictAnswer, SupervisionAnswer


def supervise_scene(
    scene: Mapping[str, Any], before: Mapping[str, Any] | None, shots: Sequence[Mapping[str, Any]]
) -> SupervisionAnswer:
    """Conflicts of one scene: strangers, crossed lines, sides that flip, time that jumps, lines unspoken or twice."""
    found: list[ConflictAnswer] = []

    def say(shot_id: str, sentence: str) -> None:
        found.append(ConflictAnswer(shot_id=shot_id, sentence=sentence[:300]))

    present = set(scene["present"])
    first_side = scene.get("camera_side") or (shots[0]["camera_side"] if shots else "")
    for shot in shots:
        strangers = [who for who in shot["cast"] if who not in present]
        if strangers:
            say(shot["id"], f"{', '.join(strangers)} is seen without being present in the scene.")
        if shot["camera_side"] != first_side:
            say(
                shot["id"],
                "The camera crosses the line of action: it stands on another side than in the scene's first shot.",
            )
    if before is not None and scene["follows_at_once"]:
        if scene["time_of_day"] != before["time_of_day"]:
            say(
                "",
                f"The scene follows at once, but the time jumps from {before['time_of_day']} to {scene['time_of_day']}.",
            )
        flipped = [
            who
            for who, side in sorted(scene["sides"].items())
            if before["sides"].get(who, side) != side and scene["same_place"]
        ]
        if flipped:
            say("", f"{', '.join(flipped)} changes sides between two scenes that follow at once.")
        changed = [who for who, worn in sorted(scene["wardrobe"].items()) if before["wardrobe"].get(who, worn) != worn]
        if changed:
            say("", f"{', '.join(changed)} changes clothes although no time passes.")
    for line in scene["lines"]:
        ranges = [(s["first"] or 0, s["end"]) for shot in shots for s in shot["spoken"] if s["line"] == line]
        if not ranges:
            say("", f"Line {line} is not spoken in any shot.")
        elif ranges[0][0] != 0 or (ranges[-1][1] is not None and ranges[-1][1] < scene["words"][line]) or _torn(ranges):
            say("", f"The shots do not speak line {line} once and whole.")
    return SupervisionAnswer(conflicts=found[:20], reason=f"{len(shots)} shots checked by rule")


def _torn(ranges: Sequence[tuple[int, int | None]]) -> bool:
    return any(end != ranges[at + 1][0] for at, (_, end) in enumerate(ranges[:-1]))
