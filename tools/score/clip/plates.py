"""Pictures of a place to hold takes against: the user's own, else drawn by the stage with nobody in them.

    plates/places/<content id>/0.png 1.png 2.png     the place in its hour, weather and style, from three sides
    plates/places/<content id>/other-0.png …         the first of them in other styles

A plate follows from the plan's place, light and style alone: every shot of a scene has the same ones, no take that
is judged is in them, and equal plans draw equal bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from film.canonical import content_id
from film.errors import RenderError, ScoreError
from film.passes import INK, Brush, Flat, Grade, Lines, Paper
from film.plan import ShotPlan
from film.state import Camera, LightRig, StyleWeight, VisualState
from film.styles import Treatment
from film.take import Slate
from tools.render.engine import Sources
from tools.render.stage import STAGE_VERSION
from tools.whole import write_whole

REVISION = "plates@1"
"""Raised when plates of equal plans look otherwise: part of where they are kept."""
LONG_SIDE = 320
FRAMES = 24
AT_FRAME = 10
ANGLES: tuple[Camera, ...] = (
    Camera(size="wide", focal_mm=28, swing_deg=-43.0),
    Camera(size="wide", focal_mm=35, swing_deg=31.0),
    Camera(size="full", focal_mm=40, swing_deg=7.0),
)
"""Odd swings: no shot of a film is set up exactly there, so that a frame equal to a plate is a copy."""
OTHER_STYLES: tuple[Treatment, ...] = (
    Treatment(name="painted", passes=(Brush(radius_px=6, along=2, relief=0.4, variety=0.4), Paper(tooth=0.3))),
    Treatment(name="drawn", passes=(Flat(), Lines(colour=INK, width_px=2.4, scenery=0.9), Paper(tooth=0.1))),
    Treatment(name="grey", passes=(Grade(saturation=0.0, contrast=1.4),)),
)
"""What a natural picture is held apart from: paint, drawing, and no colour. No shipped style is among them, so that
the measure knows none of the styles that it may have to find."""


class StylePlates(NamedTuple):
    """One view of the place as the plan styles it, and the very same view otherwise. (h, w, 3) uint8 RGB."""

    planned: np.ndarray
    others: tuple[np.ndarray, ...]


def read_plate(assets: Path, sha256: str) -> np.ndarray:
    """(h, w, 3) uint8 RGB of a picture that the user gave.

    Raises:
        ScoreError: it is missing or no picture.
    """
    picture = read_picture(assets / sha256)
    if picture is None:
        raise ScoreError(f"plate {sha256[:12]} is missing from the assets or is not a picture; add it again")
    return picture


def place_plates(plan: ShotPlan, sources: Sources) -> tuple[np.ndarray, ...]:
    """Pictures (h, w, 3) uint8 RGB of the plan's place: the user's, else drawn; () where there is neither.

    Raises:
        ScoreError: a picture of the user's is missing.
    """
    if plan.place.references:
        return tuple(read_plate(sources.assets, sha256) for sha256 in plan.place.references)
    if sources.plates is None:
        return ()
    folder = sources.plates / "places" / plates_key(plan)
    drawn = (_drawn(_empty(plan, camera), folder / f"{at}.png", sources) for at, camera in enumerate(ANGLES))
    return tuple(plate for plate in drawn if plate is not None)


def style_plates(plan: ShotPlan, sources: Sources) -> StylePlates | None:
    """The place from the first side in the planned style and in others: in the stage's own for a plan that has a
    style, in ``OTHER_STYLES`` for one that has none. None where the stage does not draw."""
    if sources.plates is None:
        return None
    folder = sources.plates / "places" / plates_key(plan)
    planned = _drawn(_empty(plan, ANGLES[0]), folder / "0.png", sources)
    plain = _empty(plan, ANGLES[0], styles=())
    wrong = [plain] if plan.styles else [_empty(plan, ANGLES[0], styles=(style,)) for style in OTHER_STYLES]
    others = [_drawn(each, folder / f"other-{at}.png", sources) for at, each in enumerate(wrong)]
    found = tuple(other for other in others if other is not None)
    return StylePlates(planned, found) if planned is not None and found else None


def plates_key(plan: ShotPlan) -> str:
    """Names the plates of a plan: equal for all shots of one place, hour, weather, light, look, style and shape."""
    return content_id(
        {"revision": REVISION, "stage": STAGE_VERSION, "plans": [_empty(plan, camera) for camera in ANGLES]}
    )


def _empty(plan: ShotPlan, camera: Camera, styles: tuple[Treatment, ...] | None = None) -> ShotPlan:
    """The plan's place and light with nobody there, extras included; in ``styles`` where they are given."""
    scale = LONG_SIDE / max(plan.width, plan.height)
    width, height = (max(2, 2 * round(side * scale / 2)) for side in (plan.width, plan.height))
    light = LightRig(preset=plan.state.light.preset)
    weights = plan.state.styles if styles is None else tuple(StyleWeight(style=style.name) for style in styles)
    return ShotPlan(
        shot_id="plate", scene_id="plate", kind="establishing", frames=FRAMES, fps=24, width=width, height=height,
        render_width=width, render_height=height, encoding_sha256="",
        place=plan.place.model_copy(update={"place_id": "plate", "description": "", "references": ()}),
        time_of_day=plan.time_of_day, weather=plan.weather,
        mood="eerie",  # the mood in which no passer-by is about
        state=VisualState(camera=camera, light=light, look=plan.state.look, styles=weights),
        styles=plan.styles if styles is None else styles,
    )  # fmt: skip


def _drawn(plan: ShotPlan, path: Path, sources: Sources) -> np.ndarray | None:
    """The stage's picture of ``plan``, kept at ``path``; None where it finds no place for the camera."""
    kept = read_picture(path)
    if kept is not None:
        return kept
    import cv2

    from tools.stage.shot import ShotScene

    slate = Slate(plan=plan, asked_sha256="", attempt=1, seed=0, engine="stage")
    try:
        rgb = ShotScene(slate, sources.speech, assets=sources.assets, people=sources.people).frame(AT_FRAME).rgb
    except RenderError:
        return None
    done, data = cv2.imencode(".png", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    assert done, "a rendered picture is a picture"
    write_whole(path, data.tobytes())
    return rgb


def read_picture(path: Path) -> np.ndarray | None:
    """(h, w, 3) uint8 RGB; None when there is no picture."""
    import cv2

    if not path.is_file():
        return None
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    return None if picture is None else cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
