"""Flames that lick and lean: tongues of light over candles, torches, hearths and camp fires, and the smoke above."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from tools.stage.light import Practical
from tools.stage.materials import EMISSIVE
from tools.stage.mesh import Mesh, MeshBuilder, revolve
from tools.stage.movers import Mover
from tools.stage.noise import hash01, smoothstep
from tools.stage.sets import Set
from tools.stage.weather import WIND, WIND_M_S

_PROFILE = ((0.0, 0.35), (0.12, 0.85), (0.3, 1.0), (0.55, 0.66), (0.8, 0.26), (1.0, 0.0))
_CORE, _TIP = np.array((4.6, 2.5, 0.75)), np.array((3.0, 0.85, 0.12))
_SMOKES_FROM_M = 0.25
"""A flame as high as this smokes."""
_PUFFS = 16
_PUFF_LASTS_S = 5.0


class Flame(NamedTuple):
    """All tongues of one fire: a mover."""

    mesh: Mesh
    roots: np.ndarray
    """(V, 3) float32: the foot of the tongue that a vertex belongs to."""
    tall: np.ndarray
    """(V,) float32: height of its tongue."""
    beat: np.ndarray
    """(V,) float32: its tongue's own rhythm."""
    wind_m_s: float
    ball: tuple[float, float, float, float]

    def place(self, time_s: float) -> tuple[float, float, float, float]:
        """The ball around the fire."""
        del time_s
        return self.ball

    def posed(self, time_s: float) -> tuple[np.ndarray, np.ndarray]:
        """Every tongue leans, stretches and thins, the more the higher; its foot stays."""
        out = self.mesh.positions - self.roots
        up = np.clip(out[:, 1] / self.tall, 0.0, 1.0)
        b, t = self.beat, np.float32(time_s)
        stretch = 1.0 + 0.22 * np.sin(t * (7.0 + b) + 9.0 * b) + 0.14 * np.sin(t * (13.1 - b) + 4.0 * b)
        bend = self.tall * up**1.6
        lean_x = 0.16 * np.sin(t * (5.2 + 0.7 * b) + 7.0 * b - 2.6 * up) + np.float32(0.10 * self.wind_m_s * WIND[0])
        lean_z = 0.16 * np.sin(t * (6.1 - 0.5 * b) + 3.0 * b - 2.2 * up) + np.float32(0.10 * self.wind_m_s * WIND[1])
        out[:, 0] = out[:, 0] / np.sqrt(stretch) + lean_x * bend
        out[:, 1] *= stretch
        out[:, 2] = out[:, 2] / np.sqrt(stretch) + lean_z * bend
        return (self.roots + out).astype(np.float32), self.mesh.normals


def flame_of(lamp: Practical, weather: str) -> Flame:
    """The flame of a practical that has tongues."""
    builder = MeshBuilder()
    roots, tall, beat = [], [], []
    for number, (x, y, z, height) in enumerate(lamp.tongues):
        foot = np.add(lamp.position, (x, y, z))
        radius = height * (0.17 if height < 0.15 else 0.22)
        own = MeshBuilder()
        profile = [(up, radius * wide) for up, wide in _PROFILE]
        revolve(own, foot, np.add(foot, (0.0, height, 0.0)), profile, _CORE, EMISSIVE, sides=7)
        mesh = own.build()
        up = ((mesh.positions[:, 1] - foot[1]) / height)[:, None]
        shade = _CORE + (_TIP - _CORE) * smooth(up)
        builder.add_mesh(mesh._replace(albedo=shade.astype(np.float32)))
        count = len(mesh.positions)
        roots.append(np.repeat(foot[None], count, 0))
        tall.append(np.full(count, height))
        beat.append(np.full(count, 2.0 * hash01(number, int(abs(foot[0] * 97 + foot[2] * 31)))))
    every = np.concatenate(roots).astype(np.float32)
    middle, high = every.mean(0), max(height for *_, height in lamp.tongues)
    reach = float(np.linalg.norm(every - middle, axis=1).max()) + 1.8 * high
    return Flame(
        builder.build(),
        every,
        np.concatenate(tall).astype(np.float32),
        np.concatenate(beat).astype(np.float32),
        WIND_M_S[weather],
        (float(middle[0]), float(middle[1]), float(middle[2]), reach),
    )


def flames_of(stage_set: Set, weather: str) -> tuple[Mover, ...]:
    """Every flame of a set that is seen."""
    return tuple(flame_of(lamp, weather) for lamp in stage_set.practicals if lamp.tongues)


def smooth(share: np.ndarray) -> np.ndarray:
    """0..1 eased at both ends."""
    share = np.clip(share, 0.0, 1.0)
    return share * share * (3.0 - 2.0 * share)


def smokes_of(practicals: tuple[Practical, ...]) -> np.ndarray:
    """Return (N, 4) float64: x, y, z of the foot of every column of smoke and the height of its fire."""
    found = []
    for lamp in practicals:
        high = max((height for *_, height in lamp.tongues), default=0.0)
        if high >= _SMOKES_FROM_M:
            x, y, z = lamp.position
            found.append((x, y + 0.3 * high, z, high))
    return np.array(found, np.float64).reshape(-1, 4)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def smoke(camera, depth, time_s, sources, wind_x, wind_z, tone, rgb):
    """Blend soft puffs over `rgb` (H, W, 3) radiance: they rise, spread, bend with the wind and thin out.

    sources (N, 4) as from `smokes_of`; tone (3,) the radiance of lit smoke.
    """
    height, width = depth.shape
    r = camera.rotation
    for source in range(sources.shape[0]):
        high = sources[source, 3]
        for puff in range(_PUFFS):
            age = time_s / _PUFF_LASTS_S + puff / _PUFFS + 0.02 * hash01(puff, source)
            number = puff + math.floor(age) * 131 + source * 977
            age -= math.floor(age)
            rise = high * 0.8 + age * 2.6
            wander = 0.30 * age
            x = sources[source, 0] + wander * math.sin(6.0 * age + 6.28 * hash01(number, 1)) + wind_x * age * 1.6
            z = sources[source, 2] + wander * math.cos(5.0 * age + 6.28 * hash01(number, 2)) + wind_z * age * 1.6
            x, y, z = x - camera.eye[0], sources[source, 1] + rise - camera.eye[1], z - camera.eye[2]
            ahead = r[2, 0] * x + r[2, 1] * y + r[2, 2] * z
            if ahead < 0.8:
                continue
            k = camera.focal_px / ahead
            px = camera.centre_x + k * (r[0, 0] * x + r[0, 1] * y + r[0, 2] * z)
            py = camera.centre_y - k * (r[1, 0] * x + r[1, 1] * y + r[1, 2] * z)
            radius = k * (0.10 + 0.55 * age) * (0.5 + high)
            thick = 0.16 * smoothstep(0.0, 0.12, age) * (1.0 - age) ** 1.5
            for iy in range(max(0, int(py - radius)), min(height, int(py + radius) + 1)):
                for ix in range(max(0, int(px - radius)), min(width, int(px + radius) + 1)):
                    off_x, off_y = (ix + 0.5 - px) / radius, (iy + 0.5 - py) / radius
                    share = 1.0 - off_x * off_x - off_y * off_y
                    if share <= 0.0:
                        continue
                    # What is less than half a metre behind shows through, so that no puff is cut by a wall.
                    clear = min(1.0, max(0.0, (depth[iy, ix] - ahead) * 2.0 + 0.5))
                    share = share * share * thick * clear
                    for c in range(3):
                        rgb[iy, ix, c] += (tone[c] - rgb[iy, ix, c]) * share
