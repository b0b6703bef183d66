"""The camera of one frame, and the frame that comes back: picture, depth and masks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tools.stage import raster
from tools.stage.styles.underdrawing import Underdrawing


class View(NamedTuple):
    """Where the camera is in one frame, and its lens."""

    eye: tuple[float, float, float]
    target: tuple[float, float, float]
    focal_mm: float
    sensor_mm: float = 36.0
    """Width of the sensor that is used: see ``lens.sensor_width_mm``."""
    roll_deg: float = 0.0
    focus_m: float = 3.0
    f_stop: float = 0.0
    """0 or infinity: everything is sharp."""
    opened: View | None = None
    """The camera half an exposure earlier, when the shutter opened: its motion smears the picture. None: it stood still."""


class Frame(NamedTuple):
    """One finished picture and its control maps, all at the renderer's size."""

    rgb: np.ndarray
    """(H, W, 3) uint8 display bytes."""
    depth: np.ndarray
    """(H, W) float32 metres along the camera's axis, exact, without antialiasing; FAR_M where there is sky."""
    actor: np.ndarray
    """(H, W) uint8: 0 = set or sky, k = the k-th person."""
    part: np.ndarray | None
    """(H, W) int32 number of the piece of mesh, 0 = sky; None unless maps were asked for."""
    normals: np.ndarray | None
    """(H, W, 3) float32 unit normals in world space, 0 = sky; None unless maps were asked for."""
    under: Underdrawing | None = None
    """What a style paints on; None unless it was asked for."""


def camera_of(view: View, width: int, height: int) -> raster.Camera:
    """Return the camera as the kernels take it, for a picture of width x height pixels."""
    return raster.Camera(
        eye=np.asarray(view.eye, np.float64),
        rotation=raster.look_at(np.asarray(view.eye), np.asarray(view.target), view.roll_deg),
        focal_px=float(view.focal_mm / view.sensor_mm * width),
        centre_x=width / 2.0,
        centre_y=height / 2.0,
        width=width,
        height=height,
    )
