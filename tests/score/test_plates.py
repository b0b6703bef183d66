"""Plates follow from the plan's place, light and outfit alone, are drawn once, and are the same bytes anywhere."""

from __future__ import annotations

import hashlib

import cv2
import numpy as np
import pytest

from film.errors import ScoreError
from film.state import Camera, LightRig, StyleWeight, VisualState
from film.styles import Treatment
from tests.fakes.plans import member, shot_plan
from tools.render.engine import Sources
from tools.score.clip import clothes_colour, outfit_plates, plates

PLAN = shot_plan("mara")


def at(plan=PLAN, **place):
    return plan.model_copy(update={"place": plan.place.model_copy(update=place)})


def lit(**light):
    return PLAN.model_copy(update={"state": VisualState(light=LightRig(**light))})


@pytest.mark.parametrize(
    "same",
    [
        shot_plan("mara", "elias", size="close", camera={"move": {"kind": "pan"}}),
        PLAN.model_copy(update={"shot_id": "ep02/sc009/sh0030", "scene_id": "ep02/sc009", "mood": "sad", "frames": 90}),
        at(description="the street where Mara lives", place_id="home"),
        lit(exposure_stops=-0.5, key_azimuth_deg=30),
    ],
)
def test_every_shot_of_a_place_and_light_has_the_same_plates(same):
    assert plates.plates_key(same) == plates.plates_key(PLAN)


@pytest.mark.parametrize(
    "other",
    [
        at(set="cafe"), at(seed=2), at(dressing=("piano",)), at(neon=True),
        PLAN.model_copy(update={"time_of_day": "night"}), PLAN.model_copy(update={"weather": "rain"}),
        lit(preset="candle"), PLAN.model_copy(update={"width": 180}),
        PLAN.model_copy(update={
            "state": VisualState(styles=(StyleWeight(style="ink"),)), "styles": (Treatment(name="ink"),)
        }),
    ],
)  # fmt: skip
def test_another_place_light_style_or_shape_has_others(other):
    assert plates.plates_key(other) != plates.plates_key(PLAN)


def test_the_users_own_pictures_come_first(tmp_path):
    picture = np.random.default_rng(1).integers(0, 255, (20, 30, 3), np.uint8)
    data = cv2.imencode(".png", picture[..., ::-1])[1].tobytes()
    sha256 = hashlib.sha256(data).hexdigest()
    (tmp_path / sha256).write_bytes(data)
    sources = Sources(tmp_path, tmp_path, plates=tmp_path / "plates")
    (own,) = plates.place_plates(at(references=(sha256,)), sources)
    assert np.array_equal(own, picture)
    assert not (tmp_path / "plates").exists(), "nothing is drawn where the user gave a picture"
    with pytest.raises(ScoreError, match="missing"):
        plates.place_plates(at(references=("0" * 64,)), sources)


def test_an_engine_that_is_not_the_stage_draws_none(tmp_path):
    elsewhere = Sources(tmp_path, tmp_path)
    assert plates.place_plates(PLAN, elsewhere) == ()
    assert plates.style_plates(PLAN, elsewhere) is None
    assert outfit_plates.outfit_plate(PLAN.cast[0], elsewhere) is None


@pytest.mark.film
def test_place_plates_are_drawn_once_and_equal_anywhere(tmp_path, monkeypatch):
    here, there = (Sources(tmp_path, tmp_path, plates=tmp_path / name) for name in ("here", "there"))
    drawn = plates.place_plates(at(set="neutral"), here)
    assert 1 <= len(drawn) <= len(plates.ANGLES)
    assert {plate.shape for plate in drawn} == {(180, 320, 3)}
    assert len({plate.tobytes() for plate in drawn}) == len(drawn), "from several sides"
    plates.place_plates(at(shot_plan("elias", size="close"), set="neutral"), there)
    first, second = (sorted((tmp_path / name).rglob("*.png")) for name in ("here", "there"))
    assert [path.relative_to(tmp_path / "here") for path in first] == [
        path.relative_to(tmp_path / "there") for path in second
    ]
    assert all(one.read_bytes() == two.read_bytes() for one, two in zip(first, second, strict=True))
    monkeypatch.setattr("tools.stage.shot.ShotScene", None)
    again = plates.place_plates(at(set="neutral"), here)
    assert all(np.array_equal(one, two) for one, two in zip(drawn, again, strict=True))


@pytest.mark.film
def test_a_style_plate_is_the_same_view_in_another_style(tmp_path):
    sources = Sources(tmp_path, tmp_path, plates=tmp_path / "plates")
    found = plates.style_plates(at(set="neutral"), sources)
    assert len(found.others) == len(plates.OTHER_STYLES)
    assert all(
        other.shape == found.planned.shape and not np.array_equal(other, found.planned) for other in found.others
    )
    painted = plates.OTHER_STYLES[0]
    state = VisualState(camera=Camera(), styles=(StyleWeight(style=painted.name),))
    styled = plates.style_plates(at(set="neutral").model_copy(update={"state": state, "styles": (painted,)}), sources)
    assert np.array_equal(styled.planned, found.others[0])
    assert np.array_equal(styled.others[0], found.planned), "a styled film is held apart from the unstyled place"


@pytest.mark.film
def test_an_outfit_is_drawn_from_the_bible_and_tells_where_the_face_is(tmp_path):
    sources = Sources(tmp_path, tmp_path, plates=tmp_path / "plates")
    mara = member("mara")
    plate = outfit_plates.outfit_plate(mara, sources)
    x0, y0, x1, y1 = plate.face
    assert 0 < x0 < x1 < plate.rgb.shape[1]
    assert 0 < y0 < y1 < plate.rgb.shape[0] / 2
    skin = clothes_colour.skin_of(plate.rgb, plate.face)
    assert skin[0] > skin[1] > skin[2], "skin is redder than green and greener than blue"
    files = sorted((tmp_path / "plates").rglob("*.*"))
    before = [path.read_bytes() for path in files]
    for path in files:
        path.unlink()
    same_but_named = mara.model_copy(update={"character_id": "elsewhere", "description": "a baker", "side": "left"})
    assert np.array_equal(outfit_plates.outfit_plate(same_but_named, sources).rgb, plate.rgb)
    assert [path.read_bytes() for path in files] == before
    green = mara.model_copy(update={"wardrobe": mara.wardrobe.model_copy(update={"top_colour": "#2e7a3c"})})
    other = outfit_plates.outfit_plate(green, sources)
    own = clothes_colour.likeness(plate.rgb, plate.face, plate.rgb, plate.face)
    assert own == pytest.approx(1.0)
    assert clothes_colour.likeness(other.rgb, other.face, plate.rgb, plate.face) < 0.7
