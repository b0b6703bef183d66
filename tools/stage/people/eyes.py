"""Eyeballs, lids that close and lashes: parametric sheets around each eye centre, head-local.

Directions in an eye's own frame are azimuth (towards the person's left) and elevation, degrees.
Lids are kept as angles, so that a blink slides them over the eyeball instead of cutting through it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tools.stage.people.features import Face
from tools.stage.people.head import EYE_Z_M, LID_SHELL

UPPER_DEG, LOWER_DEG = 23.5, 17.0
"""How far the lid margins stand above and below the axis of a calm open eye."""

_INNER_DEG, _OUTER_DEG = 47.0, 57.0
_TOP_DEG, _BOTTOM_DEG = 66.0, -60.0


class Lids(NamedTuple):
    """All lid and lash vertices of both eyes as angles. L vertices."""

    azimuth_deg: np.ndarray
    open_deg: np.ndarray
    """(L,) elevation with the eye calmly open."""
    closed_deg: np.ndarray
    """(L,) elevation with the lids shut."""
    mobile: np.ndarray
    """(L,) 1 at the margin .. 0 where the lid meets the bone; the sign tells upper (+) from lower (-)."""
    radius_m: np.ndarray
    centre_m: np.ndarray
    """(L, 3) of the eye each vertex belongs to."""


class Sheet(NamedTuple):
    """A grid of triangles with how it looks."""

    positions: np.ndarray
    triangles: np.ndarray
    normals: np.ndarray


def eye_centre(face: Face, side: int) -> np.ndarray:
    """Head-local centre (3,) of the left (+1) or right (-1) eye."""
    return np.array([side * face.eye_spacing_m, 0.0, EYE_Z_M], np.float32)


def margins(face: Face, side: int, azimuth_deg: np.ndarray, spread_deg: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Elevations of the upper and lower lid margin at ``azimuth_deg``; ``spread_deg`` widens the opening.

    Beyond the corners both return the corner's height, so the lids meet.
    """
    outward = azimuth_deg * side
    reach = np.where(outward > 0, _OUTER_DEG, _INNER_DEG) + spread_deg
    t = np.clip(outward / reach, -1, 1)
    # The highest point of a handsome eye lies inside its middle above, outside below.
    upper = np.clip(1 - np.abs(np.clip(t + 0.10 * (1 - t * t), -1, 1)) ** 2.1, 0, 1) ** 0.80
    lower = np.clip(1 - np.abs(np.clip(t - 0.16 * (1 - t * t), -1, 1)) ** 2.2, 0, 1) ** 0.85
    tilt = face.eye_tilt_deg * t
    open_ = face.eye_open
    return upper * (UPPER_DEG * open_ + spread_deg) + tilt, -lower * (LOWER_DEG * open_ + spread_deg * 0.8) + tilt


def direction(azimuth_deg: np.ndarray, elevation_deg: np.ndarray) -> np.ndarray:
    """Unit vectors (..., 3) for angles in an eye's frame."""
    a, e = np.radians(azimuth_deg), np.radians(elevation_deg)
    return np.stack([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)], -1).astype(np.float32)


def hole_field(face: Face, p: np.ndarray) -> np.ndarray:
    """Positive inside the almond that is cut out of the head's skin for each eye (degrees), else negative."""
    inside = np.full(len(p), -90.0)
    for side in (-1, 1):
        q = p - eye_centre(face, side)
        # Seen straight from the front: a hole cut along sight lines would widen up the side of the nose.
        shell = face.eye_radius_m * LID_SHELL
        height = np.clip(q[:, 1] / shell, -1, 1)
        elevation = np.degrees(np.arcsin(height))
        azimuth = np.degrees(np.arcsin(np.clip(q[:, 0] / (shell * np.sqrt(np.maximum(1 - height**2, 1e-4))), -1, 1)))
        upper, lower = margins(face, side, azimuth, 6.5)
        outward = azimuth * side
        ends = np.minimum(_OUTER_DEG + 2 - outward, outward + _INNER_DEG - 1)
        field = np.minimum(np.minimum(upper - elevation, elevation - lower), ends)
        near = (q[:, 2] > 0.002) & (np.hypot(q[:, 0], q[:, 1]) < shell)
        inside = np.maximum(inside, np.where(near, field, -90.0))
    return inside


def eyeball(face: Face, side: int, rings: int, spokes: int) -> tuple[Sheet, np.ndarray]:
    """The front of an eyeball, and its uv: each vertex's direction in the eye's frame (V, 3)."""
    polar = np.linspace(0, np.radians(115), rings)
    around = np.arange(spokes) * 2 * np.pi / spokes
    d = np.stack(
        [np.sin(polar)[:, None] * np.cos(around), np.sin(polar)[:, None] * np.sin(around), np.cos(polar)[:, None] + 0 * around],
        -1,
    ).reshape(-1, 3).astype(np.float32)  # fmt: skip
    i = np.arange(rings - 1)[:, None] * spokes + np.arange(spokes)
    j = np.arange(rings - 1)[:, None] * spokes + (np.arange(spokes) + 1) % spokes
    triangles = np.concatenate([
        np.stack([i, i + spokes, j], -1).reshape(-1, 3), np.stack([j, i + spokes, j + spokes], -1).reshape(-1, 3),
    ])  # fmt: skip
    return Sheet(d * face.eye_radius_m + eye_centre(face, side), triangles.astype(np.int32), d), d


def lids(face: Face, columns: int) -> tuple[Lids, Sheet]:
    """Upper and lower lids of both eyes, each with a rim that gives it thickness."""
    pieces: list[list[np.ndarray]] = []
    triangles, count = [], 0
    for side in (-1, 1):
        azimuth = np.linspace(-78, 78, columns)
        for upper in (True, False):
            rows = [(0.0, 1.004), (0.0, 1.050), (0.12, LID_SHELL), (0.4, LID_SHELL), (0.7, LID_SHELL), (1.0, LID_SHELL)]
            top, bottom = margins(face, side, azimuth)
            shut = bottom * 0.55 + top * 0.06
            start, stop = (top, _TOP_DEG) if upper else (bottom, _BOTTOM_DEG)
            grid = []
            for share, shell in rows:
                opened = start + (stop - start) * share
                closed = shut + (stop - shut) * share
                sign = 1.0 if upper else -1.0
                # Towards the nose the bone lies farther out: the lid reaches out to it, so no gap shows there.
                flare = 1 + 0.34 * np.clip((-azimuth * side - 50) / 28, 0, 1)
                grid.append(
                    (opened, closed, np.full(columns, sign * max(1.0 - share, 1e-3)), shell * face.eye_radius_m * flare)
                )
            opened, closed, mobile, radius = (np.stack(c).ravel() for c in zip(*grid, strict=True))
            pieces.append(
                [
                    np.tile(azimuth, len(rows)),
                    opened,
                    closed,
                    mobile,
                    radius,
                    np.tile(eye_centre(face, side), (len(opened), 1)),
                ]
            )
            sheet = _grid_triangles(len(rows), columns, flip=not upper) + count
            triangles += [sheet, sheet[:, ::-1]]  # at the inner corner one sees a lid's inside
            count += len(opened)
    shape = Lids(*(np.concatenate(c).astype(np.float32) for c in zip(*pieces, strict=True)))
    return shape, Sheet(
        lid_positions(shape), np.concatenate(triangles).astype(np.int32), direction(shape.azimuth_deg, shape.open_deg)
    )


def lid_positions(
    shape: Lids, shut: tuple[float, float] = (0.0, 0.0), raise_deg: tuple[float, float] = (0.0, 0.0)
) -> np.ndarray:
    """Where the lid vertices are, head-local (L, 3).

    Args:
        shut: 0 open .. 1 closed, of the right and of the left eye.
        raise_deg: how far the upper and the lower margin are lifted beyond calm (they follow the gaze).
    """
    return (
        shape.centre_m + direction(shape.azimuth_deg, lid_elevation(shape, shut, raise_deg)) * shape.radius_m[:, None]
    )


def lid_elevation(shape: Lids, shut: tuple[float, float], raise_deg: tuple[float, float]) -> np.ndarray:
    """Elevations (L,) in degrees for a blink and a lift."""
    closing = np.where(shape.centre_m[:, 0] < 0, shut[0], shut[1]).astype(np.float32)
    middle = np.cos(np.radians(np.clip(shape.azimuth_deg, -80, 80)) * 1.1) ** 1.0
    lift = np.where(shape.mobile > 0, raise_deg[0], raise_deg[1]) * np.abs(shape.mobile) * np.clip(middle, 0, 1)
    opened = shape.open_deg + lift
    return opened + (shape.closed_deg - opened) * closing


def lashes(face: Face, count: int, steps: int) -> tuple[Lids, np.ndarray]:
    """``count`` upper lashes and the dark line of ``steps`` points they grow from, as lid vertices and triangles."""
    length = 0.20 + 0.24 * face.feminine
    rows: list[tuple[float, ...]] = []
    triangles: list[tuple[int, int, int]] = []
    for side in (-1, 1):
        centre = eye_centre(face, side)
        for upper in (True, False):
            sign = 1.0 if upper else -1.0
            azimuth = np.linspace(-_INNER_DEG + 3, _OUTER_DEG + 1, steps) * side
            top, bottom = margins(face, side, azimuth)
            shut = bottom * 0.55 + top * 0.06
            start = top if upper else bottom
            edge = np.sin(np.linspace(0.15, 1.0, steps) * np.pi * 0.80) ** 0.7
            thick = (4.4 + 3.0 * face.feminine if upper else 1.4) * edge
            first = len(rows)
            for i in range(steps):
                for lift, shell in ((0.0, 1.062), (sign * thick[i], LID_SHELL + 0.014)):
                    rows.append(
                        (azimuth[i], start[i] + lift, shut[i] + lift * 0.8, sign, shell * face.eye_radius_m, *centre)
                    )
            for i in range(steps - 1):
                a = first + 2 * i
                triangles += [(a, a + 2, a + 1), (a + 1, a + 2, a + 3)]
            if not upper:
                continue
            for k in range(count):
                t = (k + 0.5) / count
                az = (-_INNER_DEG + 8 + t * (_INNER_DEG + _OUTER_DEG - 8)) * side
                up, low = margins(face, side, np.array([az]))
                close = float(low[0] * 0.55 + up[0] * 0.06)
                grow = length * (0.45 + 0.75 * t)
                first = len(rows)
                for spread, lift, shell in (
                    (-2.3, 0.6, LID_SHELL + 0.01),
                    (2.3, 0.6, LID_SHELL + 0.01),
                    (9.0 * side * (t - 0.2), 4.5 + 5.5 * t, LID_SHELL + grow),
                ):
                    rows.append(
                        (
                            az + spread,
                            float(up[0]) + lift,
                            close - lift * 0.7 + 1.0,
                            1.0,
                            shell * face.eye_radius_m,
                            *centre,
                        )
                    )
                triangles.append((first, first + 1, first + 2))
    table = np.asarray(rows, np.float32)
    return Lids(table[:, 0], table[:, 1], table[:, 2], table[:, 3], table[:, 4], table[:, 5:8]), np.asarray(
        triangles, np.int32
    )


def _grid_triangles(rows: int, columns: int, *, flip: bool) -> np.ndarray:
    i = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    triangles = np.concatenate(
        [np.stack([i, i + 1, i + columns], 1), np.stack([i + 1, i + columns + 1, i + columns], 1)]
    )
    return triangles[:, ::-1] if flip else triangles
