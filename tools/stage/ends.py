"""Whom a whip pan or a focus pull starts and ends on, and the lens that lets a pull be seen."""

from __future__ import annotations

import math
from collections.abc import Container
from typing import NamedTuple

from film.optics import blur_circle_mm
from film.state import Camera
from tools.stage.frame import View
from tools.stage.ground import Point3
from tools.stage.lens import aim, axes, project
from tools.stage.sizes import HEADS_HIGH

PULL_LENS_MM = 75.0
"""A shorter lens keeps two people of one frame sharp at every stop it has."""
_WIDEST_STOP = 1.4
_STOPS = (2.8, 2.0, _WIDEST_STOP)
_SEEN_BLUR = 0.016
"""Diameter of the blur circle, as a share of the picture's width, from which somebody is plainly out of focus."""
_APART = 0.66
"""Half of the picture's width, as a share of the angle between two people, at which each has a frame of their own."""
_LONGER = 2.1
"""How much longer a lens may get for that: more would be another size."""
_WIDE_HEADS = 7.0
"""A frame of so many heads holds both people of a whip pan at once: there is nobody to whip away from."""
_BEYOND = 3.0
"""A pull from nobody starts on what lies so many distances behind the subject."""


class Pair(NamedTuple):
    """Whom the move leaves and whom it reaches; None for nobody."""

    first: str | None
    last: str


def pair_of(camera: Camera, subjects: tuple[str, ...], seen: Container[str]) -> Pair | None:
    """The two ends of a whip pan or a focus pull; None for every other move and for a frame without people.

    Args:
        subjects: the frame's, who are on the set.
        seen: whoever is in the picture: nobody else can be reached.
    """
    last = camera.model_copy(update={"subjects": subjects}).ends_on(seen)
    if last is None:
        return None
    over = (camera.over,) if camera.over is not None and camera.over in seen and len(subjects) == 1 else ()
    # Past a shoulder the pull goes from the shoulder to the face.
    order = dict.fromkeys((*over, *subjects) if camera.move.kind == "rack_focus" else subjects)
    first = next((who for who in order if who != last), None)
    if camera.move.kind == "whip_pan" and HEADS_HIGH[camera.size] >= _WIDE_HEADS:
        first = None
    return Pair(first, last)


def whip_between(view: View, aspect: float, first: Point3, last: Point3, moved: list[str]) -> tuple[View, bool]:
    """``view`` with a lens so long that one of the two is in the frame at a time, and whether there is one.

    It looks at the second; what it took is added to ``moved``.
    """
    a, b = (math.atan2(point[0] - view.eye[0], point[2] - view.eye[2]) for point in (first, last))
    apart = abs((a - b + math.pi) % math.tau - math.pi)
    if apart > 1.4:
        return view, True
    lens = 0.5 * view.sensor_mm / math.tan(_APART * apart) if apart > 1e-3 else math.inf
    if lens <= view.focal_mm:
        return view, True
    if lens > _LONGER * view.focal_mm:
        return view, False
    moved.append(
        f"the lens goes from {view.focal_mm:.0f} to {lens:.0f} mm, so that the whip pan leaves one for the other"
    )
    at_x, at_y = (float(share) for share in project(view, aspect, [last])[0, :2])
    # Eyes lie lower in the closer frame that the longer lens makes, as they do in closer sizes.
    at = (at_x, min(0.4, at_y + 0.09 * (lens / view.focal_mm - 1.0)))
    ahead = aim(view.eye, last, at, lens, aspect)
    reach = math.dist(view.eye, last)
    target = (view.eye[0] + ahead[0] * reach, view.eye[1] + ahead[1] * reach, view.eye[2] + ahead[2] * reach)
    return view._replace(focal_mm=lens, target=target), True


def beyond(view: View, subject: Point3) -> Point3:
    """A point far behind ``subject`` on the camera's axis."""
    forward = axes(view)[2]
    away = (1.0 + _BEYOND) * math.dist(view.eye, subject)
    return (
        view.eye[0] + float(forward[0]) * away,
        view.eye[1] + float(forward[1]) * away,
        view.eye[2] + float(forward[2]) * away,
    )


def opened_for(view: View, near: Point3, far: Point3, moved: list[str]) -> View:
    """``view`` with its lens opened until a pull between the two points is seen; what it took is added to ``moved``."""
    forward = axes(view)[2]
    depths = [max(0.3, sum((p - e) * f for p, e, f in zip(at, view.eye, forward, strict=True))) for at in (near, far)]
    asked = view.f_stop
    for stop in (asked, *(stop for stop in _STOPS if stop < asked)):
        view = view._replace(f_stop=stop)
        if blur_circle_mm(view.focal_mm, stop, depths[0], depths[1]) > _SEEN_BLUR * view.sensor_mm:
            break
    if view.f_stop != asked:
        moved.append(f"the lens is opened from f/{asked:g} to f/{view.f_stop:g}, so that the pull of focus is seen")
    return view
