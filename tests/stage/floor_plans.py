"""Floor plans and plans of shots for tests that need no rendered set."""

from __future__ import annotations

from film.bible import Identity, Wardrobe
from film.plan import Mark, Member, PlacePlan, ShotPlan
from film.series import Doing
from film.staging import Station
from film.state import Camera, VisualState
from tools.stage.ground import Box, Ground, Seat

STUDIO = Ground(area=(-3.0, -3.0, 3.0, 3.0), camera_box=Box((-20.0, 0.1, -6.0), (20.0, 9.0, 40.0)))
"""Much space: nothing ever has to be moved."""

PARLOUR = Ground(
    area=(-2.2, -1.8, 2.2, 1.8),
    camera_box=Box((-2.6, 0.2, -2.2), (2.6, 2.5, 2.8)),
    obstacles=(
        Box((-0.5, -1.0, -1.7), (0.5, 0.75, -1.0)),
        Box((1.5, -1.0, -0.6), (2.4, 0.9, 0.6)),
        Box((-2.4, -1.0, -2.2), (-1.9, 2.1, -1.2)),
    ),
    seats=(Seat((-0.9, -1.3), 90.0), Seat((0.9, -1.3), -90.0), Seat((1.9, 0.0), -90.0)),
    entrances=((-2.5, 0.5), (2.5, 1.4)),
)
"""Small, with a table, a sofa and a wardrobe."""


def shot_plan(
    *,
    cast: tuple[str, ...] = ("ada", "ben"),
    present: tuple[str, ...] | None = None,
    scene_id: str = "ep01/sc001",
    shot_id: str = "ep01/sc001/sh0010",
    camera: Camera | None = None,
    doing: tuple[Doing, ...] = (),
    frames: int = 72,
    size: tuple[int, int] = (320, 180),
    stations: dict[str, Station] | None = None,
    set_name: str = "neutral",
    **more,
) -> ShotPlan:
    """A plan; ada and cid stand left, ben and dee right."""
    sides = {"ada": "left", "ben": "right", "cid": "left", "dee": "right"}
    heights = {"ada": 1.66, "ben": 1.80}
    people = {who: Identity(height_m=heights.get(who, 1.7), face_seed=number) for number, who in enumerate(sides)}
    return ShotPlan(
        shot_id=shot_id,
        scene_id=scene_id,
        kind="single",
        frames=frames,
        fps=24,
        width=size[0],
        height=size[1],
        render_width=size[0],
        render_height=size[1],
        encoding_sha256="0" * 64,
        place=PlacePlan(place_id="place", set=set_name, interior=False, seed=3, neon=False),
        time_of_day=more.pop("time_of_day", "day"),
        weather=more.pop("weather", "clear"),
        mood=more.pop("mood", "calm"),
        present=tuple(
            Mark(
                character_id=who,
                side=sides[who],
                height_m=people[who].height_m,
                station=(stations or {}).get(who, Station()),
            )
            for who in present or cast
        ),
        cast=tuple(
            Member(
                character_id=who,
                identity=people[who],
                wardrobe=Wardrobe(id=f"{who}/1"),
                description="",
                side=sides[who],
            )
            for who in cast
        ),
        doing=doing,
        state=more.pop("state", None) or VisualState(camera=camera or Camera()),
        **more,
    )
