"""Kinds of light by name: each resolves, looks like itself indoors and out, and gives way to the gaffer's numbers."""

import itertools

import numpy as np
import pytest

from crew.understudy.placing import choose_scene
from film.state import LightRig, Look
from tools.stage import light
from tools.stage.kinds import KINDS, LIGHTS, asked
from tools.stage.look import rig_of
from tools.stage.renderer import Renderer, View
from tools.stage.sets import build_set

_VIEW = View((0.0, 1.6, 5.0), (0.0, 1.3, -2.0), 26.0)
_ROOM_VIEW = View((0.5, 1.6, 3.2), (0.0, 1.2, -2.0), 26.0)


def _picture(preset: str | None, name: str, wishes: LightRig | None = None) -> np.ndarray:
    """Display RGB (54 * 96, 3) of a small empty set lit by a kind."""
    lit = asked("day", "clear", neon=False, preset=preset)
    stage = build_set(name, seed=1, dressing=("neon",) if lit.neon else (), time_of_day=lit.hour, weather=lit.weather)
    rig = rig_of(
        lit.hour, lit.weather, wishes or LightRig(), Look(), interior=stage.interior, neon=lit.neon, axis_yaw_deg=180.0
    )
    view = _ROOM_VIEW if stage.interior else _VIEW
    return Renderer(96, 54, stage, rig, []).frame(view, 0.5, []).rgb.reshape(-1, 3).astype(float)


@pytest.mark.parametrize("name", ["street", "room"])
def test_every_kind_is_told_from_every_other_by_its_picture_alone(name: str) -> None:
    pictures = {kind: _picture(kind, name) for kind in KINDS}
    for one, other in itertools.combinations(KINDS, 2):
        assert np.abs(pictures[one] - pictures[other]).mean() > 2.0, (one, other)


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("name", ["shore", "room"])
def test_no_kind_blows_out_or_drowns(kind: str, name: str) -> None:
    level = _picture(kind, name).mean(1)
    assert (level > 253).mean() < 0.12
    assert level.mean() > 8


def test_night_kinds_look_like_night_and_day_kinds_like_day() -> None:
    levels = {kind: _picture(kind, "street").mean() for kind in KINDS}
    night = max(levels[kind] for kind in ("moonlight", "neon_night", "practical", "candle"))
    day = min(levels[kind] for kind in ("hard_noon", "overcast", "magic_hour", "morning"))
    assert night < day
    assert levels["candle"] == min(levels.values())


def test_colours_are_what_the_names_say() -> None:
    warmth = {kind: _picture(kind, "street").mean(0) for kind in KINDS}
    ratio = {kind: mean[0] / mean[2] for kind, mean in warmth.items()}
    assert ratio["magic_hour"] > 1.2 > 1.1 > ratio["hard_noon"] * 0.98
    assert ratio["blue_hour"] < 0.75
    assert ratio["moonlight"] < 0.95
    assert ratio["practical"] > ratio["moonlight"]


def test_none_leaves_the_scene_alone_and_explicit_fields_win() -> None:
    assert asked("dusk", "rain", neon=True, preset=None) == ("dusk", "rain", True, None)
    wished = LightRig(preset="moonlight", key_azimuth_deg=90, key_elevation_deg=20, key_kelvin=3000)
    plain = light.rig("moonlight", "clear", interior=False)
    bent = rig_of("moonlight", "clear", wished, Look(), interior=False, neon=False, axis_yaw_deg=180.0)
    assert bent.air.sun_direction != plain.air.sun_direction
    assert bent.air.sun[0] > bent.air.sun[2] and plain.air.sun[0] < plain.air.sun[2]


def test_a_ratio_is_kept_on_a_face() -> None:
    for kind in ("hard_noon", "moonlight"):
        air = light.rig(kind, "clear", interior=False).air
        luma = np.array((0.2126, 0.7152, 0.0722))
        key, fill = float(luma @ air.sun), float(luma @ air.ambient_up)
        assert (key + fill) / fill == pytest.approx(LIGHTS[kind].ratio, rel=0.02)


def test_lamps_are_out_where_a_kind_puts_them_out() -> None:
    for weather in light.WEATHERS:
        assert light.lamp_level("moonlight", weather, least=0.4) == 0.0
        assert light.lamp_level("candle", weather, least=0.4) == 0.0
    rig = light.rig("candle", "clear", interior=True)
    lamp, flame = light.Practical((0, 1, 0), (1, 1, 1), 5.0), light.Practical((0, 1, 0), (1, 1, 1), 5.0, flame=True)
    assert rig.gain_of(lamp) == 0.0
    assert rig.gain_of(flame) == 1.0


def _scene(light_read: str | None, heading_time: str | None) -> tuple[str, str | None]:
    readings = {
        "heading_time": heading_time, "follows_at_once": False, "later": False, "action_time": None,
        "heading_weather": None, "action_weather": None, "light": light_read,
    }  # fmt: skip
    answer = choose_scene(readings, None, [], [])
    return answer.time_of_day, answer.light


@pytest.mark.parametrize(
    ("read", "heading", "told"),
    [
        ("candle", "night", ("night", "candle")), ("candle", "day", ("day", "candle")),
        ("moonlight", None, ("night", "moonlight")), ("moonlight", "day", ("day", None)),
        ("hard_noon", "day", ("day", "hard_noon")), ("hard_noon", "night", ("night", None)),
        ("neon_night", "dusk", ("dusk", "neon_night")), (None, "dusk", ("dusk", None)),
    ],
)  # fmt: skip
def test_the_words_of_a_script_light_a_scene_unless_its_heading_rules_it_out(read, heading, told) -> None:
    assert _scene(read, heading) == told
