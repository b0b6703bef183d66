"""Light says what it promises: hours differ, weather bends them, colour temperature tints, stops double."""

import itertools
import math

import numpy as np
import pytest

from tools.stage import lamps, light, sky
from tools.stage.frame import camera_of
from tools.stage.light import Rig, kelvin_to_rgb, rig
from tools.stage.renderer import Renderer, View
from tools.stage.sets import build_set

_VIEW = View((0.0, 1.6, 5.0), (0.0, 1.3, -2.0), 26.0)


def _picture(lit: Rig, name: str = "street", time_of_day: str = "day", weather: str = "clear") -> np.ndarray:
    """Return the mean display RGB of a small street."""
    stage = build_set(name, seed=1, time_of_day=time_of_day, weather=weather)
    return Renderer(96, 54, stage, lit, []).frame(_VIEW, 0.5, []).rgb.reshape(-1, 3).astype(float)


@pytest.mark.parametrize(("time_of_day", "weather"), list(itertools.product(light.TIMES_OF_DAY, light.WEATHERS)))
def test_every_hour_and_weather_is_neither_black_nor_blown(time_of_day: str, weather: str) -> None:
    lit = rig(time_of_day, weather, interior=False)
    level = _picture(lit, "shore", time_of_day, weather).mean(1)
    assert 24 < level.mean() < 218
    assert (level > 253).mean() < 0.12
    assert (level < 3).mean() < 0.30


@pytest.mark.parametrize("time_of_day", light.TIMES_OF_DAY)
def test_a_room_is_exposed_at_every_hour(time_of_day: str) -> None:
    stage = build_set("room", seed=1, time_of_day=time_of_day, weather="clear")
    lit = rig(time_of_day, "clear", interior=True)
    view = View((0.5, 1.6, 3.2), (0.0, 1.2, -2.0), 26.0)
    level = Renderer(96, 54, stage, lit, []).frame(view, 0.0, []).rgb.mean(-1)
    assert 40 < level.mean() < 190
    assert (level > 253).mean() < 0.10


def test_night_is_darker_and_bluer_than_day() -> None:
    day, night = (_picture(rig(t, "clear", interior=False), "shore", t).mean(0) for t in ("day", "night"))
    assert night.mean() < 0.6 * day.mean()
    assert night[2] / night[0] > day[2] / day[0]


def test_magic_hour_is_warmer_than_day() -> None:
    day, magic = (_picture(rig(t, "clear", interior=False), "shore", t).mean(0) for t in ("day", "magic_hour"))
    assert magic[0] / magic[2] > 1.2 * day[0] / day[2]


def test_kelvin_is_white_at_the_camera_balance_and_runs_from_warm_to_cool() -> None:
    assert np.allclose(kelvin_to_rgb(5600), 1.0, atol=1e-9)
    ratios = [kelvin_to_rgb(k)[0] / kelvin_to_rgb(k)[2] for k in (2000, 2700, 3200, 4300, 5600, 7500, 10000)]
    assert all(a > b for a, b in itertools.pairwise(ratios))
    for kelvin in (2000, 3200, 9000):
        assert math.isclose(np.dot(kelvin_to_rgb(kelvin), (0.2126, 0.7152, 0.0722)), 1.0, rel_tol=1e-9)


def test_key_kelvin_tints_the_picture() -> None:
    warm, cool = (_picture(rig("day", "clear", interior=False, key_kelvin=k)).mean(0) for k in (2800, 9000))
    assert warm[0] / warm[2] > 1.25 * cool[0] / cool[2]


def test_a_stop_doubles() -> None:
    base = rig("day", "clear", interior=False)
    up = rig("day", "clear", interior=False, key_stops=1, fill_stops=1, practical_stops=1, exposure_stops=1)
    assert np.allclose(up.air.sun, np.array(base.air.sun) * 2)
    assert np.allclose(up.air.ambient_up, np.array(base.air.ambient_up) * 2)
    assert up.practical_gain == 2 * base.practical_gain
    assert up.grade.exposure == 2 * base.grade.exposure
    assert up.air.horizon == base.air.horizon


def test_key_direction_is_a_yaw() -> None:
    ahead = rig("day", "clear", interior=False, key_azimuth_deg=180, key_elevation_deg=1).air.sun_direction
    right = rig("day", "clear", interior=False, key_azimuth_deg=90, key_elevation_deg=1).air.sun_direction
    high = rig("day", "clear", interior=False, key_elevation_deg=89).air.sun_direction
    assert ahead[2] < -0.99
    assert right[0] > 0.99
    assert high[1] > 0.99


def test_moving_the_key_moves_the_shadow() -> None:
    left, right = (_picture(rig("day", "clear", interior=False, key_azimuth_deg=a)) for a in (-60, 60))
    assert np.abs(left - right).mean() > 6


def test_fog_hides_the_far_and_rain_wets() -> None:
    def contrast(weather: str) -> float:
        stage = build_set("street", seed=1, time_of_day="day", weather=weather)
        frame = Renderer(96, 54, stage, rig("day", weather, interior=False), []).frame(_VIEW, 0.5, [])
        return float(frame.rgb[frame.depth > 20].mean(-1).std())

    assert contrast("fog") < 0.5 * contrast("clear")
    assert rig("day", "rain", interior=False).air.wetness > 0.9
    assert rig("day", "snow", interior=False).air.snow == 1.0


def test_snow_whitens_the_ground_of_a_forest() -> None:
    clear, snow = (
        _picture(rig("day", w, interior=False), "forest", "day", w).reshape(54, 96, 3)[34:] for w in ("clear", "snow")
    )
    assert snow.mean() > clear.mean() + 30


def test_look_multiplies_the_grade() -> None:
    base = rig("day", "clear", interior=False)
    same = light.with_look(base, vignette=0.35, bloom=0.5, saturation=1.0, contrast=1.0)
    assert same == base
    grey = light.with_look(base, vignette=0.0, bloom=0.0, saturation=0.0, contrast=1.0)
    flat = _picture(grey)
    # Lift and gain still tint a little.
    assert np.ptp(flat.mean(0)) < 8


def test_the_dome_is_brightest_at_the_sun() -> None:
    air = rig("magic_hour", "clear", interior=False)
    picture = sky.dome(air.air)[..., :3].sum(-1)
    row, column = np.unravel_index(int(picture.argmax()), picture.shape)
    height = (row / (picture.shape[0] - 1)) ** 2
    turn = (column + 0.5) / picture.shape[1] * 2 * math.pi
    flat = math.sqrt(1 - height**2)
    direction = (math.sin(turn) * flat, height, math.cos(turn) * flat)
    assert np.dot(direction, air.air.sun_direction) > 0.99
    assert np.isfinite(picture).all()


def test_lamps_fade_rather_than_pop_as_the_camera_moves() -> None:
    random = np.random.default_rng(4)
    row = np.column_stack(
        [random.uniform(-5, 5, 40), np.full(40, 3.0), np.linspace(8, -40, 40), np.ones((40, 3)), np.full(40, 9.0)]
    )

    def light_at(z: float) -> float:
        camera = camera_of(View((0.0, 1.6, z), (0.0, 1.6, z - 5), 30.0), 96, 54)
        chosen = lamps.brightest(row, np.array((0.0, 1.5, z - 4)), camera, 8)
        assert len(chosen) <= 8
        away = np.linalg.norm(chosen[:, :3] - (0.0, 1.5, z - 4), axis=1)
        return float((chosen[:, 3] / (1 + away**2)).sum())

    levels = np.array([light_at(z) for z in np.arange(6.0, 2.0, -0.02)])
    assert np.abs(np.diff(levels)).max() < 0.03 * levels.mean()


def test_an_unknown_hour_is_refused() -> None:
    with pytest.raises(KeyError):
        rig("teatime", "clear", interior=False)


def test_flames_breathe_without_jumping() -> None:
    levels = np.array([light.flicker(t / 96, 3) for t in range(400)])
    assert levels.std() > 0.01
    assert np.abs(np.diff(levels)).max() < 0.03
