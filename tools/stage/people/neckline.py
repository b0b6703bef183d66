"""Where a garment ends at the neck: a curve over the breast and the shoulders, on the cloth itself.

Every point of it is seen from a point inside the breast: an azimuth about the vertical (0 in front, 180 at the nape)
and an elevation. Cloth above the curve's elevation is cut away, and a collar starts on the curve: both agree exactly.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tools.stage.people.cuts import Cut
from tools.stage.people.measures import Measures
from tools.stage.people.parts import smoothstep
from tools.stage.sdf import Field

_AZIMUTHS_DEG = np.linspace(0.0, 180.0, 37)
_ELEVATIONS_DEG = np.linspace(-78.0, 84.0, 55)
_FARTHEST_M = 0.58
_CLOSED_M = {"round": (1.408, 1.444), "crew": (1.396, 1.438), "scoop": (1.33, 1.428), "vee": (1.405, 1.444)}
"""Height of a neckline at the throat and from the sides of the neck round to the nape, on the 1.70 m body."""
_OPEN_BELOW_M = {"vneck": 1.262, "vee": 1.115, "deep_vee": 1.045, "wrap": 1.00, "open": 0.90}
_OPEN_SLOPE_M = {"vneck": 0.0046, "vee": 0.0098, "deep_vee": 0.0118, "wrap": 0.0128, "open": 0.0200}
"""Height of an opening's lower end, and metres of height it gains per degree of azimuth."""


class Neckline(NamedTuple):
    """The upper edge of one garment."""

    centre: np.ndarray
    """(3,) the point inside the breast from which the curve is seen."""
    elevation_deg: np.ndarray
    """(37,) elevation by azimuth, front to nape; both sides alike."""
    low_m: float
    """Height of the lowest point of an open front; of the throat where it is closed."""


def draw_neckline(m: Measures, cut: Cut, field: Field) -> Neckline:
    """The curve of this cut on this body."""
    s = m.scale
    centre = np.array([0.0, 1.355, -0.012]) * s
    az, el = np.meshgrid(_AZIMUTHS_DEG, _ELEVATIONS_DEG, indexing="ij")
    points = _along(centre, az, el, field, s)
    heights, front = points[..., 1], _AZIMUTHS_DEG
    throat, side = _CLOSED_M.get(cut.neck, _CLOSED_M["round"])
    wanted = throat + (side - throat) * smoothstep(0.0, 85.0, front)
    if cut.neck in _OPEN_BELOW_M:
        wanted = np.minimum(wanted, _OPEN_BELOW_M[cut.neck] + _OPEN_SLOPE_M[cut.neck] * front)
    elif cut.neck == "scoop":
        wanted = np.minimum(wanted, 1.315 + 0.105 * (front / 62.0) ** 2.4)
    curve = _first_below(-heights, -wanted * s)
    rounded = np.convolve(np.pad(curve, 2, mode="reflect"), np.array([1, 4, 6, 4, 1]) / 16, "valid")
    curve = np.where(front < 6.0, curve, rounded)  # the point of a vee stays sharp
    low = np.interp(curve[0], _ELEVATIONS_DEG, heights[0])
    return Neckline(centre, curve, float(low))


def ring(neckline: Neckline, field: Field, azimuth_deg: np.ndarray, scale: float, lift_deg: float = 0.0) -> np.ndarray:
    """Points (N, 3) of the curve on ``field``; azimuths from -180 to 180, ``lift_deg`` further up."""
    elevation = np.interp(np.abs(azimuth_deg), _AZIMUTHS_DEG, neckline.elevation_deg) + lift_deg
    return _along(neckline.centre, azimuth_deg, elevation, field, scale)


def above(neckline: Neckline, p: np.ndarray) -> np.ndarray:
    """Metres (V,) by which points lie beyond the curve: positive where there is no cloth."""
    q = p - neckline.centre
    flat = np.hypot(q[:, 0], q[:, 2])
    elevation = np.degrees(np.arctan2(q[:, 1], flat))
    azimuth = np.degrees(np.abs(np.arctan2(q[:, 0], q[:, 2])))
    edge = np.interp(azimuth, _AZIMUTHS_DEG, neckline.elevation_deg)
    return np.radians(elevation - edge) * np.linalg.norm(q, axis=1)


def _along(
    centre: np.ndarray, azimuth_deg: np.ndarray, elevation_deg: np.ndarray, field: Field, s: float
) -> np.ndarray:
    """Where rays from ``centre`` leave ``field``, (..., 3)."""
    azimuth_deg, elevation_deg = np.broadcast_arrays(azimuth_deg, elevation_deg)
    a, e = np.radians(azimuth_deg.ravel()), np.radians(elevation_deg.ravel())
    direction = np.stack([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)], -1)
    low, high = np.full(len(a), 0.01 * s), np.full(len(a), _FARTHEST_M * s)
    steps = np.linspace(0.02, _FARTHEST_M, 22) * s
    inside = np.stack([field((centre + direction * r).astype(np.float32)) < 0 for r in steps], 1)
    first_out = np.argmin(inside, axis=1)
    first_out = np.where(inside.all(1), len(steps) - 1, first_out)
    high = steps[first_out]
    low = steps[np.maximum(first_out - 1, 0)]
    for _ in range(12):
        middle = (low + high) / 2
        within = field((centre + direction * middle[:, None]).astype(np.float32)) < 0
        low, high = np.where(within, middle, low), np.where(within, high, middle)
    return (centre + direction * ((low + high) / 2)[:, None]).reshape(*azimuth_deg.shape, 3)


def _first_below(values: np.ndarray, limit: np.ndarray | float) -> np.ndarray:
    """Elevation (A,) at which each row of ``values`` (A, E), going up, first falls below ``limit``."""
    limit = np.broadcast_to(np.asarray(limit, float), (len(values),))
    under = values < limit[:, None]
    at = np.where(under.any(1), np.argmax(under, 1), values.shape[1] - 1)
    at = np.maximum(at, 1)
    rows = np.arange(len(values))
    before, after = values[rows, at - 1], values[rows, at]
    share = np.clip((before - limit) / np.where(before == after, 1, before - after), 0, 1)
    return _ELEVATIONS_DEG[at - 1] + share * (_ELEVATIONS_DEG[at] - _ELEVATIONS_DEG[at - 1])
