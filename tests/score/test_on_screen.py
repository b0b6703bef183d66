"""Whose face must show, how large and looking which way: what a plan fixes and what it leaves open."""

from __future__ import annotations

from typing import Any

import pytest

from film.plan import Mark
from film.series import Doing
from film.staging import Station, Step
from film.state import SHOT_SIZES
from tests.fakes.plans import member, shot_plan
from tools.score.face.on_screen import Expected, expected, face_px

HEIGHT_PX = 270


def one(camera: dict[str, Any] | None = None, doing: dict[str, Any] | None = None, **fields: Any) -> Expected:
    """What is expected of mara, alone in the frame on the left."""
    act = Doing(character_id="mara", **(doing or {}))
    wide = {"width": 1920, "height": 1080, "doing": (act,)}
    plan = shot_plan("mara", camera=camera, **{"cast": (member("mara", side="left"),), **wide, **fields})
    return expected(plan, HEIGHT_PX)[0]


def pair(camera: dict[str, Any] | None = None, *doing: Doing, **fields: Any) -> dict[str, Expected]:
    """Mara on the left and jon on the right, both the frame's subjects."""
    seen = {"subjects": ("mara", "jon"), **(camera or {})}
    cast = (member("mara", side="left"), member("jon", side="right"))
    plan = shot_plan("mara", "jon", cast=cast, camera=seen, doing=doing, width=1920, height=1080, **fields)
    return {each.who: each for each in expected(plan, HEIGHT_PX)}


def test_somebody_alone_shows_their_face_and_looks_across_the_frame():
    assert one() == Expected("mara", True, "", pytest.approx(45.9), 1, -1)


@pytest.mark.parametrize(
    ("camera", "doing", "fields"),
    [
        ({"angle": "overhead"}, {}, {}),
        ({"size": "extreme_wide"}, {}, {}),
        ({"size": "wide"}, {}, {}),
        ({"move": {"kind": "whip_pan"}}, {}, {}),
        ({"move": {"kind": "follow"}}, {}, {}),
        ({}, {"verb": "leave"}, {}),
        ({}, {"verb": "walk"}, {}),
        ({}, {"verb": "turn"}, {}),
        ({}, {"verb": "sleep"}, {}),
        ({}, {"verb": "kiss"}, {}),
        ({}, {"toward": "door"}, {}),
        ({}, {}, {"kind": "insert"}),
        ({"subjects": ("jon",)}, {}, {}),
        ({}, {}, {"present": (Mark(character_id="mara", station=Station(opens="lie")),)}),
    ],
)
def test_a_face_that_may_be_turned_away_is_not_asked_for_and_says_why(camera, doing, fields):
    told = one(camera, doing, **fields)
    assert not told.shows
    assert told.why


@pytest.mark.parametrize("verb", ["stand", "look", "nod", "hold", "laugh", "reach", "kneel", "wave"])
def test_whoever_stands_there_and_does_something_shows_their_face(verb):
    assert one(doing={"verb": verb}).shows


def test_the_shoulder_in_the_foreground_is_a_back_and_the_one_it_frames_a_face():
    told = pair({"subjects": ("jon",), "over": "mara"})
    assert not told["mara"].shows
    assert told["jon"].shows
    assert told["mara"].looks == 0


def test_two_who_talk_are_seen_from_the_side_unless_they_look_at_us_or_the_camera_swings():
    assert not any(each.shows for each in pair().values())
    us = pair({}, Doing(character_id="mara", toward="camera"), Doing(character_id="jon", toward="camera"))
    assert all(each.shows for each in us.values())
    swung = pair({"swing_deg": 25})
    assert swung["mara"].shows
    assert not swung["jon"].shows
    back = pair({"swing_deg": -25})
    assert not back["mara"].shows
    assert back["jon"].shows
    assert not any(each.shows for each in pair({"swing_deg": 25, "side": "right"}).values())


def test_both_who_embrace_are_against_each_other():
    held = pair(
        {}, Doing(character_id="mara", verb="embrace", toward="jon"), Doing(character_id="jon", toward="camera")
    )
    assert not any(each.shows or each.looks or each.placed for each in held.values())


def test_left_and_right_are_the_plans():
    told = pair()
    assert (told["mara"].placed, told["mara"].looks) == (-1, 1)
    assert (told["jon"].placed, told["jon"].looks) == (1, -1)
    assert one(doing={"toward": "camera"}).looks == 0
    assert one(cast=(member("mara"),)).looks == 0
    assert pair({}, Doing(character_id="jon", verb="walk"))["mara"].looks == 0
    assert one(kind="insert").looks == one(doing={"verb": "run"}).placed == 0


def test_who_sat_down_earlier_still_sits_and_who_stood_up_stands():
    sat = Station(steps=(Step(verb="sit", at_s=0, for_s=2),))
    assert not one(present=(Mark(character_id="mara", station=sat),)).shows
    up = Station(opens="sit", steps=(Step(verb="stand", at_s=0, for_s=2),))
    assert one(present=(Mark(character_id="mara", station=up),)).shows


def test_faces_grow_with_the_size_and_shrink_where_several_must_fit():
    sizes = [face_px(shot_plan("mara", size=size, width=1920, height=1080), HEIGHT_PX) for size in SHOT_SIZES]
    assert sizes == sorted(sizes)
    two, three = (
        face_px(shot_plan(*who, size="close", width=1920, height=1080), HEIGHT_PX)
        for who in (("mara", "jon"), ("mara", "jon", "ava"))
    )
    assert three < two < 0.5 * sizes[SHOT_SIZES.index("close")]
    full = [face_px(shot_plan(*who, size="full", width=1920, height=1080), 270) for who in (("mara",), ("mara", "jon"))]
    assert full[0] == full[1]
