"""Weather in the air before the lens: rain that leans with the wind and splashes, snow that sways, lightning.

Everything follows from the scene's clock and from where things are in the world, never from the frame before.
"""

import math

import numpy as np
from numba import njit

from tools.stage.light import Air, Rig
from tools.stage.noise import hash01

WIND_M_S: dict[str, float] = {"clear": 0.0, "overcast": 0.4, "rain": 0.9, "fog": 0.0, "snow": 0.6, "storm": 4.6}
"""How fast the air moves, by weather: what rain leans with and flames and smoke bend to."""
WIND = (-0.86, -0.51)
"""(x, z) unit direction the wind blows to."""
_STROKE_EVERY_S = 8.5
_SPLASHES_PER_M2 = 5.0
_SPLASH_REACH_M = 9.0


def fall(rig: Rig, camera, depth: np.ndarray, time_s: float, ground: np.ndarray, room, rgb: np.ndarray) -> None:
    """Draw what falls into `rgb` (H, W, 3) radiance, behind whatever is nearer and outside `room`.

    Args:
        camera: a `raster.Camera`.
        depth: (H, W) float32 metres.
        ground: (4,) float64 heights of the ground: see `ground_under`.
        room: (x0, x1, z0, z1) that nothing falls into.
    """
    grade = rig.grade
    wind = WIND_M_S[rig.weather]
    blown = (wind * WIND[0], wind * WIND[1])
    for amount, snowing in ((grade.rain, False), (grade.snowfall, True)):
        if amount > 0.0:
            tone = _drop_tone(rig, snowing)
            precipitate(camera, depth, time_s, amount, snowing, blown, tone, room, rgb)
            if not snowing:
                splash(camera, depth, time_s, amount, ground, tone, room, rgb)


def _drop_tone(rig: Rig, snowing: bool) -> np.ndarray:
    level = (0.09 if snowing else 0.42) / max(rig.grade.exposure, 0.5)
    # After dark what falls is lit by lamps, not by the sky.
    level *= min(1.0, 0.35 + 3.0 * sum(rig.air.horizon))
    return np.array([c * (1.35 if snowing else 1.25) + level for c in rig.air.horizon])


def ground_under(floor, eye: np.ndarray, forward: np.ndarray) -> np.ndarray:
    """Return (4,) the plane of the ground before a camera: (height at the eye, slope along x, slope along z, 0)."""
    x, z = float(eye[0] + 4.0 * forward[0]), float(eye[2] + 4.0 * forward[2])
    middle = floor(x, z)
    slope_x, slope_z = (floor(x + 2.0, z) - floor(x - 2.0, z)) / 4.0, (floor(x, z + 2.0) - floor(x, z - 2.0)) / 4.0
    return np.array((middle - slope_x * x - slope_z * z, slope_x, slope_z, 0.0))


def lightning(time_s: float, seed: int) -> float:
    """Return how far the sky is lit by a stroke at a moment of the scene, 0 nearly always, 1 at its height."""
    slot = math.floor(time_s / _STROKE_EVERY_S)
    if hash01(slot, seed + 3) < 0.35:
        return 0.0
    since = time_s - (slot + 0.15 + 0.6 * hash01(slot, seed)) * _STROKE_EVERY_S
    if since < 0.0 or since > 0.9:
        return 0.0
    first = math.exp(-since * 9.0) * min(1.0, since * 30.0)
    again = since - 0.22
    second = 0.8 * math.exp(-again * 6.0) * min(1.0, again * 30.0) if again > 0.0 else 0.0
    return min(1.0, 1.25 * max(first, second))


def struck(air: Air, flash: float) -> Air:
    """Return the air in the light of a stroke: a cold light from all of the sky."""
    cold = (0.80 * flash, 0.92 * flash, 1.15 * flash)

    def lit(colour: tuple[float, float, float], share: float) -> tuple[float, float, float]:
        return (colour[0] + cold[0] * share, colour[1] + cold[1] * share, colour[2] + cold[2] * share)

    return air._replace(
        sun=lit(air.sun, 0.75),
        horizon=lit(air.horizon, 0.30),
        ambient_up=lit(air.ambient_up, 0.40),
        ambient_down=lit(air.ambient_down, 0.12),
        indoor_up=lit(air.indoor_up, 0.10),
    )


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def precipitate(camera, depth, time_s, amount, snowing, wind, tone, room, rgb):
    """Draw rain streaks or snow flakes; a streak is the way a drop goes while the shutter is open."""
    width = depth.shape[1]
    count = int(amount * (1300 if snowing else 2400))
    r = camera.rotation
    scale = width / 960.0
    for i in range(count):
        # The shaft of air before the camera repeats every 24 m, so drops stand still in the world while it moves.
        speed = (1.1 + 0.5 * hash01(i, 5)) if snowing else (8.0 + 2.0 * hash01(i, 5))
        gust = 0.75 + 0.5 * hash01(i, 12)
        wind_x, wind_z = wind[0] * gust, wind[1] * gust
        sway = 0.35 * math.sin(time_s * (0.7 + hash01(i, 9)) + 6.28 * hash01(i, 8)) if snowing else 0.0
        x = hash01(i, 1) * 24.0 + sway + wind_x * time_s
        y = hash01(i, 2) * 12.0 - speed * time_s
        z = hash01(i, 3) * 24.0 + sway + wind_z * time_s
        x = x - camera.eye[0] + 12.0
        y = y - camera.eye[1] + 6.0
        z = z - camera.eye[2] + 12.0
        x = x - math.floor(x / 24.0) * 24.0 - 12.0
        y = y - math.floor(y / 12.0) * 12.0 - 6.0
        z = z - math.floor(z / 24.0) * 24.0 - 12.0
        ahead = r[2, 0] * x + r[2, 1] * y + r[2, 2] * z
        if ahead < 0.9:
            continue
        there_x, there_z = x + camera.eye[0], z + camera.eye[2]
        if there_x > room[0] and there_x < room[1] and there_z > room[2] and there_z < room[3]:
            continue
        right, up = r[0, 0] * x + r[0, 1] * y + r[0, 2] * z, r[1, 0] * x + r[1, 1] * y + r[1, 2] * z
        k = camera.focal_px / ahead
        px, py = camera.centre_x + k * right, camera.centre_y - k * up
        fade = min(1.0, (ahead - 0.9) * 0.8)
        if snowing:
            radius = max(0.7 * scale, camera.focal_px * 0.007 / ahead)
            fade *= 0.75
            if radius > 3.0 * scale:
                fade *= 3.0 * scale / radius
            _dab(depth, rgb, px, py, radius, ahead, fade, tone)
            continue
        # Where the drop was when the shutter opened, 1/42 s before.
        back = 0.024
        was_right = right - (r[0, 0] * wind_x - r[0, 1] * speed + r[0, 2] * wind_z) * back
        was_up = up - (r[1, 0] * wind_x - r[1, 1] * speed + r[1, 2] * wind_z) * back
        from_x, from_y = camera.centre_x + k * was_right, camera.centre_y - k * was_up
        length = max(abs(from_y - py), abs(from_x - px))
        steps = min(220, int(length / (0.8 * scale)) + 1)
        radius = min(1.5 * scale, max(0.70 * scale, camera.focal_px * 0.0011 / ahead))
        fade *= 0.44 * min(1.0, 0.55 + 3.0 / ahead)
        for step in range(steps):
            s = step / steps
            _dab(
                depth, rgb, px + (from_x - px) * s, py + (from_y - py) * s, radius, ahead, fade * (1.0 - 0.6 * s), tone
            )


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def _dab(depth, rgb, px, py, radius, ahead, fade, tone):
    """Blend a soft dot of `radius` pixels into the picture behind what is nearer than `ahead` metres."""
    height, width = depth.shape
    for iy in range(max(0, int(py - radius)), min(height - 1, int(py + radius) + 1) + 1):
        for ix in range(max(0, int(px - radius)), min(width - 1, int(px + radius) + 1) + 1):
            if depth[iy, ix] < ahead:
                continue
            off_x, off_y = ix + 0.5 - px, iy + 0.5 - py
            share = fade * max(0.0, 1.0 - (off_x * off_x + off_y * off_y) / (radius * radius + 0.2))
            for c in range(3):
                rgb[iy, ix, c] += (tone[c] - rgb[iy, ix, c]) * share


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def splash(camera, depth, time_s, amount, ground, tone, room, rgb):
    """Draw drops that hit the ground near the lens: a ring that opens and two beads that spring up, for a sixth of a
    second each."""
    height, width = depth.shape
    scale = width / 960.0
    r = camera.rotation
    reach = _SPLASH_REACH_M
    side = 2.0 * reach
    for i in range(int(amount * _SPLASHES_PER_M2 * side * side * 0.5)):
        lasts = 0.16
        age = time_s / lasts + hash01(i, 41)
        beat = math.floor(age)
        age -= beat
        number = i * 13 + int(beat) * 7919
        x = hash01(number, 42) * side - camera.eye[0] + reach
        z = hash01(number, 43) * side - camera.eye[2] + reach
        x = x - math.floor(x / side) * side - reach
        z = z - math.floor(z / side) * side - reach
        there_x, there_z = x + camera.eye[0], z + camera.eye[2]
        if there_x > room[0] and there_x < room[1] and there_z > room[2] and there_z < room[3]:
            continue
        y = ground[0] + ground[1] * there_x + ground[2] * there_z - camera.eye[1]
        ahead = r[2, 0] * x + r[2, 1] * y + r[2, 2] * z
        if ahead < 1.2 or ahead > reach:
            continue
        k = camera.focal_px / ahead
        px = camera.centre_x + k * (r[0, 0] * x + r[0, 1] * y + r[0, 2] * z)
        py = camera.centre_y - k * (r[1, 0] * x + r[1, 1] * y + r[1, 2] * z)
        if px < 1.0 or py < 1.0 or px > width - 2.0 or py > height - 2.0:
            continue
        # Only where the ground itself is seen there.
        if abs(depth[int(py), int(px)] - ahead) > 0.10 + 0.03 * ahead:
            continue
        fade = 0.55 * (1.0 - age) * min(1.0, 3.5 / ahead)
        wide, flat = k * (0.012 + 0.055 * age), max(0.12, -r[2, 1])
        for step in range(10):
            turn = step * 0.6283
            _dab(
                depth, rgb, px + wide * math.cos(turn), py + wide * flat * math.sin(turn), 0.6 * scale, 0.5, fade, tone
            )
        hop = k * 0.10 * age * (1.0 - age) * 4.0 * 0.6
        _dab(depth, rgb, px - 0.3 * wide, py - hop, 0.8 * scale, 0.5, fade * 1.2, tone)
        _dab(depth, rgb, px + 0.5 * wide, py - 0.7 * hop, 0.7 * scale, 0.5, fade, tone)
