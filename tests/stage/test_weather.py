"""Rain leans with the wind and splashes, lightning is rare, flames lick and smoke rises: all on the scene's clock."""

import numpy as np
import pytest

from tools.stage import light, weather
from tools.stage.flames import flame_of, smoke, smokes_of
from tools.stage.frame import camera_of
from tools.stage.light import Practical
from tools.stage.renderer import Renderer, View
from tools.stage.sets import build_set, props
from tools.stage.sets.vehicles import VEHICLES

_NOWHERE = (1.0, -1.0, 1.0, -1.0)
_VIEW = View((0.0, 1.6, 0.0), (0.0, 1.3, -6.0), 28.0)
_FIRE = Practical(
    (0.0, 0.5, -4.0), (5.0, 2.0, 0.6), 8.0, flame=True, tongues=((0.0, -0.4, 0.0, 0.5), (0.1, -0.4, 0.0, 0.4))
)


def _rained(kind: str, time_s: float = 1.0) -> np.ndarray:
    rgb, depth = np.zeros((180, 320, 3), np.float32), np.full((180, 320), 1e4, np.float32)
    rig = light.rig("day", kind, interior=False)
    weather.fall(rig, camera_of(_VIEW, 320, 180), depth, time_s, np.zeros(4), _NOWHERE, rgb)
    return rgb.mean(-1)


def _lean(picture: np.ndarray) -> float:
    """How far streaks lean: the shear of the picture's gradients, 0 upright."""
    down, across = np.gradient(picture)
    return float(abs((down * across).sum()) / (across**2).sum())


def test_rain_leans_in_a_storm_and_hangs_nearly_straight_without_wind() -> None:
    assert _rained("rain").max() > 0
    assert _lean(_rained("storm")) > 1.5 * _lean(_rained("rain"))


def test_equal_moments_rain_alike_and_other_moments_do_not() -> None:
    assert np.array_equal(_rained("rain", 3.2), _rained("rain", 3.2))
    assert not np.array_equal(_rained("rain", 3.2), _rained("rain", 3.3))


def test_drops_splash_on_the_ground_that_is_seen_and_nowhere_else() -> None:
    camera = camera_of(_VIEW, 320, 180)
    ys = (np.arange(180) + 0.5 - camera.centre_y) / camera.focal_px
    ahead = np.broadcast_to((1.6 / np.maximum(ys + 0.05, 1e-3))[:, None], (180, 320)).astype(np.float32)
    for ground, wet in ((0.0, True), (-50.0, False)):
        rgb = np.zeros((180, 320, 3), np.float32)
        weather.splash(camera, ahead, 0.4, 1.0, np.array((ground, 0.0, 0.0, 0.0)), np.ones(3), _NOWHERE, rgb)
        assert (rgb.max() > 0) == wet
        assert rgb[:60].max() == 0


def test_lightning_is_rare_short_and_follows_the_clock() -> None:
    levels = np.array([weather.lightning(k / 24, 5) for k in range(24 * 120)])
    assert levels.max() > 0.7
    assert 0.002 < (levels > 0.1).mean() < 0.10
    assert weather.lightning(33.3, 5) == weather.lightning(33.3, 5)


def test_a_stroke_lights_the_picture_and_leaves_the_next_second_dark() -> None:
    stage = build_set("street", seed=1, time_of_day="night", weather="storm")
    rig = light.rig("night", "storm", interior=False)
    shot = Renderer(96, 54, stage, rig, [], seed=5)
    moments = np.arange(0, 40, 1 / 24)
    struck = float(max(moments, key=lambda t: weather.lightning(t, 5)))
    view = View((0.0, 1.6, 5.0), (0.0, 1.3, -2.0), 26.0)
    lit, dark = (shot.frame(view, t, []).rgb.mean() for t in (struck, struck + 1.5))
    assert lit > 1.25 * dark


def test_a_flame_licks_about_its_own_foot() -> None:
    flame = flame_of(_FIRE, "clear")
    shapes = [flame.posed(k / 24)[0] for k in range(48)]
    foot = flame.mesh.positions[:, 1] < flame.roots[:, 1] + 1e-4
    for shape in shapes:
        assert np.abs(shape[foot] - shapes[0][foot]).max() < 0.02
        x, y, z, radius = flame.place(0.0)
        assert np.linalg.norm(shape - (x, y, z), axis=1).max() < radius
    tips = np.array([shape[:, 1].max() for shape in shapes])
    assert tips.std() > 0.01
    assert np.abs(np.diff(tips)).max() < 0.2


def test_wind_bends_a_flame() -> None:
    still, blown = (
        np.mean([flame_of(_FIRE, w).posed(k / 10)[0] for k in range(40)], axis=0) for w in ("clear", "storm")
    )
    assert (blown - still)[:, 0].mean() < -0.01


def test_smoke_rises_over_a_fire_and_hides_behind_what_is_nearer() -> None:
    camera = camera_of(_VIEW, 320, 180)
    sources = smokes_of((_FIRE, _FIRE._replace(tongues=((0.0, 0.0, 0.0, 0.07),))))
    assert len(sources) == 1, "a candle does not smoke"
    for depth_m, seen in ((30.0, True), (1.5, False)):
        rgb = np.zeros((180, 320, 3), np.float32)
        smoke(camera, np.full((180, 320), depth_m, np.float32), 2.0, sources, 0.0, 0.0, np.ones(3), rgb)
        assert (rgb.max() > 0) == seen


@pytest.mark.parametrize("noun", ["bus", "truck", "rickshaw", "scooter", "tram", "taxi"])
@pytest.mark.parametrize("name", ["park", "desert"])
def test_vehicles_park_behind_the_action(noun: str, name: str) -> None:
    bare = build_set(name, seed=2, time_of_day="day", weather="clear")
    stage = build_set(name, seed=2, dressing=(noun,), time_of_day="day", weather="clear")
    added = [thing for thing in stage.obstacles if thing not in bare.obstacles]
    assert len(stage.mesh.triangles) > len(bare.mesh.triangles)
    assert added and all(thing.z1 < stage.acting_area[2] or thing.height_m < 2 for thing in added)


def test_forty_nouns_are_honoured_in_a_street_and_in_a_room() -> None:
    for name, nouns in (("street", {**props.EVERY_PROP, **VEHICLES}), ("room", props.EVERY_PROP)):
        bare = len(build_set(name, seed=3, time_of_day="day", weather="clear").mesh.triangles)
        makers = {make: noun for noun, make in nouns.items()}
        honoured = 0
        for noun in sorted(makers.values())[:44]:
            stage = build_set(name, seed=3, dressing=(noun,), time_of_day="day", weather="clear")
            honoured += len(stage.mesh.triangles) != bare or bool(stage.practicals)
        assert honoured >= 40


@pytest.mark.parametrize("name", ["car", "deck", "lamp_room"])
def test_the_places_of_a_road_and_a_sea_film_are_built(name: str) -> None:
    stage = build_set(name, seed=1, time_of_day="night", weather="clear")
    assert stage.seated == (name == "car")
    assert len(stage.seats) >= 2
    for mover in stage.movers:
        first, later = mover.posed(0.0)[0], mover.posed(1.0)[0]
        assert not np.array_equal(first, later)
