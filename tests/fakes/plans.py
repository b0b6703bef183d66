"""Plans for tests: the smallest shot that an engine or a scorer takes, with any field overridden."""

from __future__ import annotations

from typing import Any

from film.bible import Identity, Wardrobe
from film.plan import Mark, Member, PlacePlan, ShotPlan
from film.state import Camera, VisualState


def member(character_id: str, **fields: Any) -> Member:
    wardrobe = Wardrobe(id=f"{character_id}/coat", garment="coat", top_colour="#8a2b2b")
    data = {"identity": Identity(presents="woman", age=34, hair="bun"), "wardrobe": wardrobe, "description": ""}
    return Member(character_id=character_id, **{**data, **fields})


def shot_plan(*cast: str, size: str = "medium", camera: dict[str, Any] | None = None, **fields: Any) -> ShotPlan:
    """A 24-frame shot, 320x180, in a street at noon, of ``cast``."""
    seen = Camera(**{"size": size, "subjects": cast, **(camera or {})})
    data: dict[str, Any] = {
        "shot_id": "ep01/sc001/sh0010",
        "scene_id": "ep01/sc001",
        "kind": "master",
        "frames": 24,
        "fps": 24,
        "width": 320,
        "height": 180,
        "render_width": 320,
        "render_height": 180,
        "encoding_sha256": "0" * 64,
        "place": PlacePlan(place_id="street", set="street", interior=False, seed=1, neon=False),
        "time_of_day": "day",
        "weather": "clear",
        "mood": "calm",
        "present": tuple(Mark(character_id=who) for who in cast),
        "cast": tuple(member(who) for who in cast),
        "state": VisualState(camera=seen),
    }
    return ShotPlan(**{**data, **fields})
