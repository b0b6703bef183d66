"""Where a point of the set falls in the picture, and how to turn a camera so that it falls there (film/optics.py: what is sharp).

The sensor is 36 mm wide, as a full-frame stills camera's: focal lengths are in millimetres against it. The sensor's
width fills the picture's width in every landscape format, which crops its height (20.25 mm in 16:9, 15.1 mm in
2.39:1, 27 mm in 4:3, 36 mm in 1:1); an upright picture is shot with the camera on its side, so that its height is
36 mm. Places in the picture are shares of its width and height from the upper left corner, so they mean the same at
every size.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from film.optics import SENSOR_MM
from tools.stage.ground import Point3
from tools.stage.raster import look_at
from tools.stage.renderer import View


def sensor_width_mm(aspect: float) -> float:
    """The width of the gate: a full 36 mm, on its side for upright pictures (the camera is turned)."""
    return SENSOR_MM if aspect >= 1.0 else SENSOR_MM * aspect


def axes(view: View) -> np.ndarray:
    """(3, 3) rows right, up, forward of the camera, unit length."""
    return look_at(np.asarray(view.eye), np.asarray(view.target), view.roll_deg)


def project(view: View, aspect: float, points: Sequence[Point3] | np.ndarray) -> np.ndarray:
    """(N, 3): share of the width from the left, share of the height from the top, metres in front of the camera.

    Args:
        aspect: width of the picture over its height.
        points: (N, 3) metres in set space. Behind the camera the first two columns have no meaning.
    """
    local = (np.asarray(points, np.float64).reshape(-1, 3) - np.asarray(view.eye)) @ axes(view).T
    depth = np.where(np.abs(local[:, 2]) < 1e-6, 1e-6, local[:, 2])
    scale = view.focal_mm / view.sensor_mm
    return np.stack(
        [0.5 + scale * local[:, 0] / depth, 0.5 - scale * aspect * local[:, 1] / depth, local[:, 2]], axis=1
    )


def aim(eye: Point3, point: Point3, at: tuple[float, float], focal_mm: float, aspect: float) -> Point3:
    """A unit direction to look along, level, so that ``point`` falls on the share ``at`` of the picture.

    Solved by turning the camera by the error, which settles to under a thousandth of the frame in a few rounds.
    """
    yaw = math.atan2(point[0] - eye[0], point[2] - eye[2])
    pitch = math.atan2(point[1] - eye[1], math.hypot(point[0] - eye[0], point[2] - eye[2]))
    sensor = sensor_width_mm(aspect)
    for _ in range(8):
        seen = project(View(eye, _ahead(eye, yaw, pitch), focal_mm, sensor), aspect, [point])[0]
        # Screen right is a smaller yaw for a camera that looks along its own direction in these axes.
        yaw -= math.atan((seen[0] - at[0]) * sensor / focal_mm) / max(0.2, math.cos(pitch))
        pitch = max(-1.45, min(1.45, pitch - math.atan((seen[1] - at[1]) * sensor / focal_mm / aspect)))
    return _ahead((0.0, 0.0, 0.0), yaw, pitch)


def visible_height_m(distance_m: float, focal_mm: float, aspect: float) -> float:
    """How much of a plane at ``distance_m`` the picture's height shows."""
    return distance_m * sensor_width_mm(aspect) / aspect / focal_mm


def _ahead(eye: Point3, yaw: float, pitch: float) -> Point3:
    level = math.cos(pitch)
    return (eye[0] + math.sin(yaw) * level, eye[1] + math.sin(pitch), eye[2] + math.cos(yaw) * level)
