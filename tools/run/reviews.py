"""What scene reviews said of one shot: in what it was compared, what was found, what came of it."""

from __future__ import annotations

from typing import Any

from tools.run.transcript import Transcript


def reviews_of(transcript: Transcript, shot_id: str, version: int) -> list[dict[str, Any]]:
    """One record for each review of the shot's scene, in order, and one for each re-shoot that was not circled.

    Returns:
        ``round``; ``compared``: measure and about -> distance in units of its bound (None where it has none);
        ``not_measured``: measure -> why; ``sent_back``: measures, reason and edits, if it was; ``left``: what stands
        out and why it was left. Or ``kept``: the folder of the earlier take that stayed, and ``why``.
    """
    told: list[dict[str, Any]] = []
    scene_id = shot_id.rpartition("/")[0]
    for entry in transcript.entries():
        if entry.get("version") != version:
            continue
        if entry["kind"] == "review" and entry["scene"] == scene_id:
            told.append(
                {
                    "round": entry["round"],
                    "compared": [
                        {"measure": each["measure"], "about": each["about"], "miss": _miss(each, shot_id)}
                        for each in entry["compared"]
                        if shot_id in each["distances"]
                    ],
                    "not_measured": entry["not_measured"],
                    "sent_back": next((each for each in entry["ordered"] if each["shot"] == shot_id), None),
                    "left": [each for each in entry["left"] if each["shot"] == shot_id],
                }
            )
        elif entry["kind"] == "kept_take" and entry["shot"] == shot_id:
            told.append({"kept": entry["folder"], "why": entry["why"]})
    return told


def reviews_in_words(told: list[dict[str, Any]]) -> list[str]:
    """A line or a few for each record."""
    lines = []
    for each in told:
        if "kept" in each:
            lines.append(f"  earlier take kept ({each['kept']}): {each['why']}")
            continue
        name = f"  review {each['round']}"
        compared = ", ".join(
            one["measure"] if one["miss"] is None else f"{one['measure']} {one['miss']:.2f}" for one in each["compared"]
        )
        lines.append(f"{name}: compared in {compared} (1 is the bound)" if compared else f"{name}: compared in nothing")
        if each["sent_back"]:
            order = each["sent_back"]
            for_what = " and ".join(order["measures"]) or "reasons of its own"
            lines.append(f"{name}: sent back for {for_what}: {order['reason']}")
        lines += [f"{name}: {one['says']} Left, because {one['why']}" for one in each["left"]]
    return lines


def _miss(compared: dict[str, Any], shot_id: str) -> float | None:
    bound = compared["bound"]
    return None if not bound else round(compared["distances"][shot_id] / bound, 4)
