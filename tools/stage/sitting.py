"""People photographed: one person before seamless paper under three lights, for reference sheets and for judging faces.

Knows nothing of shots: no blocking, no lens choice, no take. The light may be any rig of the stage, so that a face can
be looked at by noon, by candle and under neon with everything else held still.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tools.stage import light
from tools.stage.frame import Frame, View
from tools.stage.lens import project
from tools.stage.light import Practical, Rig
from tools.stage.people.acting import Performance, Waypoint, pose_at
from tools.stage.people.person import Person, joints, pose_person
from tools.stage.renderer import Renderer
from tools.stage.sets import build_set

PORTRAIT_MM, FIGURE_MM = 85.0, 135.0
"""The lens for faces, and the one for whole figures."""


class Framing(NamedTuple):
    """How much of somebody the picture shows, as multiples of the head's height and of the body's."""

    head_share: float
    """Height of the head by the picture's; 0 frames the whole figure."""
    below: float = 0.0
    """How far under the eyes the picture's middle lies, by the head's height."""
    tall_m: float = 0.0
    """Of a whole figure, the height the picture shows; 0 is a little more than theirs."""


FACE = Framing(0.62, 0.05)
BUST = Framing(0.42, 0.34)
FIGURE = Framing(0.0)


def standing(tall_m: float) -> Framing:
    """A whole figure in a picture ``tall_m`` high, so that people side by side are at one scale."""
    return Framing(0.0, tall_m=tall_m)


def studio_rig(*, fill_stops: float = 0.0) -> Rig:
    """Key from the camera's left at 38 degrees, soft fill, clean air: what a casting photographer puts up."""
    rig = light.rig(
        "day", "clear", interior=False, key_azimuth_deg=38.0, key_elevation_deg=34.0, key_kelvin=5600.0,
        key_stops=-0.55, fill_stops=fill_stops - 0.1,
    )  # fmt: skip
    air = rig.air._replace(shadow_softness=3.0)
    return rig._replace(air=air, grade=rig.grade._replace(vignette=0.12))


RIM = Practical((1.5, 2.3, -1.6), (2.1, 2.1, 2.2), 4.5)
"""The third light: from behind on the other side, it lifts hair and shoulders off the paper."""


def portrait(
    person: Person,
    framing: Framing = FACE,
    *,
    size: tuple[int, int],
    yaw_deg: float = 0.0,
    expression: str = "neutral",
    rig: Rig | None = None,
    lamps: tuple[Practical, ...] = (RIM,),
    maps: bool = False,
) -> Frame:
    """One picture of somebody who stands and looks ahead.

    Args:
        size: (width, height) in pixels, even.
        yaw_deg: how far they have turned from the lens, above 0 to their left; the look goes with the head.
        expression: a name of ``expressions.EXPRESSIONS``.
        rig: the light; the studio's own when None.
        lamps: practicals beside it, placed about the origin, where the person stands; the lens looks along -z.

    Raises:
        RenderError: a size that the renderer refuses.
    """
    frame, _ = portrait_with_joints(
        person, framing, (), size=size, yaw_deg=yaw_deg, expression=expression, rig=rig, lamps=lamps, maps=maps
    )
    return frame


def portrait_with_joints(
    person: Person,
    framing: Framing,
    names: Sequence[str],
    *,
    size: tuple[int, int],
    yaw_deg: float = 0.0,
    expression: str = "neutral",
    rig: Rig | None = None,
    lamps: tuple[Practical, ...] = (RIM,),
    maps: bool = False,
) -> tuple[Frame, np.ndarray]:
    """``portrait``, and (N, 2) where in its pixels the joints ``names`` lie."""
    width, height = size
    turn = math.radians(yaw_deg)
    far = (9.0 * math.sin(turn), person.eye_height_m, 9.0 * math.cos(turn))
    act = Performance((Waypoint(0.0, 0.0, 0.0, 0.0, yaw_deg),), gaze_target=far, expression=expression)
    pose = pose_at(person, act, _UNBLINKING_S)._replace(blink=0.0)
    stage = build_set("neutral", seed=0, time_of_day="day", weather="clear")._replace(practicals=lamps)
    renderer = Renderer(width, height, stage, rig or studio_rig(), [(person.mesh, person.face_decal)])
    view = _view(person, framing, pose, width / height)
    found = joints(person, pose)
    places = np.array([found[name] for name in names]).reshape(len(names), 3)
    marks = project(view, width / height, places)[:, :2] * size
    return renderer.frame(view, 0.0, [pose_person(person, pose)], maps=maps), marks


_UNBLINKING_S = 0.4


def _view(person: Person, framing: Framing, pose, aspect: float) -> View:
    found = joints(person, pose)
    eyes = (found["eye_l"] + found["eye_r"]) / 2
    head_m = 0.24 * person.measures.head_scale
    if framing.head_share:
        mm, tall_m, middle = PORTRAIT_MM, head_m / framing.head_share, float(eyes[1]) - framing.below * head_m
    else:
        tall_m = framing.tall_m or person.height_m * 1.12
        # The floor lies three hundredths of the picture above its lower edge.
        mm, middle = FIGURE_MM, 0.47 * tall_m
    away = tall_m * aspect * mm / 36.0
    return View((0.0, middle, away), (0.0, middle, 0.0), mm, focus_m=away, f_stop=0.0)
