"""Every picture measure means what it says: identical, ordered, monotone, and red for the fault it is named after."""

from __future__ import annotations

import numpy as np
import pytest

from film.errors import ScoreError
from tests.fakes.plans import shot_plan
from tests.score import clips
from tools.score.footage import footage_of, luma_of, small_size
from tools.score.pixels.delivery import frame_count, frame_rate, frame_size
from tools.score.pixels.exposure import black, blown
from tools.score.pixels.light import Light, LightBand, band_for, light_match, light_of
from tools.score.pixels.likeness import keyframe_match, similarity
from tools.score.pixels.motion import flicker, frozen, unwanted_cut
from tools.score.pixels.sharpness import blur

GOOD = clips.good_clip()


def luma(frames: np.ndarray) -> np.ndarray:
    return footage_of(frames, 24).luma


def test_a_black_frame_is_found_where_it_is():
    assert black(luma(GOOD)).share < 0.01
    assert black(luma(clips.with_black_frame(GOOD))) == (1.0, 12)


def test_black_grows_as_the_picture_darkens():
    shares = [black(luma((GOOD * gain).astype(np.uint8))).share for gain in (1.0, 0.3, 0.15, 0.02)]
    assert shares == sorted(shares)
    assert shares[0] < shares[1] < shares[2] < shares[3]
    assert shares[-1] == 1.0


def test_blown_grows_with_exposure():
    shares = [
        blown(luma(np.clip(GOOD.astype(int) + lift, 0, 255).astype(np.uint8))).share for lift in (0, 60, 130, 240)
    ]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] == pytest.approx(1, abs=0.02)


def test_a_still_is_frozen_and_a_moving_picture_is_not():
    assert frozen(luma(clips.frozen_from_start(GOOD))).share == 1
    assert frozen(luma(GOOD)).share < 0.1


def test_a_freeze_at_the_end_is_measured_and_placed():
    half = np.concatenate([GOOD[:12], np.repeat(GOOD[12:13], 12, axis=0)])
    stretch = frozen(luma(half))
    assert stretch.share == pytest.approx(11 / 23)
    assert (stretch.first, stretch.last) == (12, 23)


def test_a_move_too_slow_to_see_between_two_frames_is_not_frozen():
    wide = clips.street(3, 360)
    crawl = np.stack(
        [np.clip(wide[:, :320] * (1 - i / 96) + wide[:, 2:322] * (i / 96), 0, 255).astype(np.uint8) for i in range(48)]
    )
    assert frozen(luma(crawl)).share < 0.5


def test_a_cut_is_found_at_its_frame():
    jump = unwanted_cut(luma(clips.cut_in_the_middle(GOOD)))
    assert jump.strength > 0.3
    assert jump.frame == 12
    assert unwanted_cut(luma(GOOD)).strength < 0.05


def test_held_frames_flicker_and_fades_are_no_cut():
    fade = (GOOD * np.linspace(1, 0.4, len(GOOD))[:, None, None, None]).astype(np.uint8)
    for moving in (np.repeat(GOOD[::6], 6, axis=0), clips.flickering(GOOD), fade):
        assert unwanted_cut(luma(moving)).strength < 0.1


def test_flicker_grows_with_its_depth_and_spares_fades_and_moves():
    values = [flicker(luma(clips.flickering(GOOD, depth))) for depth in (0.0, 0.01, 0.03, 0.06, 0.12)]
    assert values == sorted(values)
    fade = (GOOD * np.linspace(1, 0.4, len(GOOD))[:, None, None, None]).astype(np.uint8)
    assert max(flicker(luma(GOOD)), flicker(luma(fade))) < values[2] / 5
    assert flicker(luma(clips.frozen_from_start(GOOD))) == 0


def test_blur_grows_with_every_sigma():
    values = [blur(clips.blurred(GOOD[:3], sigma))[0] for sigma in (0.3, 1, 2, 4, 8)]
    assert values == sorted(values)
    assert values[0] < 0.2
    assert values[-1] > 0.6


def test_a_soft_background_behind_a_sharp_person_is_not_blur():
    frame = clips.blurred(GOOD[:1], 6)[0]
    frame[60:150, 100:260] = GOOD[0][60:150, 100:260]
    assert blur(frame[None])[0] < blur(clips.blurred(GOOD[:1], 6))[0] - 0.3


def test_a_frame_without_edges_is_fully_blurred():
    assert blur(np.full((1, 180, 320, 3), 120, np.uint8))[0] == 1


def test_similarity_is_one_for_itself_and_falls_with_blur_and_noise():
    def seen(frame: np.ndarray) -> np.ndarray:
        return luma(frame[None])[0]

    first = seen(GOOD[0])
    assert similarity(first, first) == pytest.approx(1, abs=1e-6)
    by_blur = [similarity(seen(clips.blurred(GOOD[:1], sigma)[0]), first) for sigma in (1, 2, 4, 8)]
    by_noise = [similarity(seen(clips.noisy(GOOD[:1], levels)[0]), first) for levels in (5, 15, 40, 80)]
    assert by_blur == sorted(by_blur, reverse=True)
    assert by_noise == sorted(by_noise, reverse=True)
    assert similarity(seen(clips.street(9)), first) < 0.45


def test_the_keyframe_is_found_wherever_it_is_in_the_clip():
    shown = luma(GOOD)
    assert keyframe_match(shown, shown[10]) == (pytest.approx(1, abs=1e-6), 10)
    assert keyframe_match(shown, luma(clips.good_clip(seed=9))[10]).value < 0.45


def test_delivery_measures_count_the_difference():
    footage = footage_of(GOOD, 24)
    plan = shot_plan()
    assert (frame_count(footage, plan), frame_size(footage, plan), frame_rate(footage, plan)) == (0, 0, 0)
    other = plan.model_copy(update={"frames": 26, "width": 330, "height": 170, "fps": 25})
    assert (frame_count(footage, other), frame_size(footage, other), frame_rate(footage, other)) == (2, 20, 1)


def test_light_is_bright_by_day_and_dark_and_blue_by_night():
    day, night = light_of(GOOD[:2]), light_of(clips.at_night(GOOD[:2]))
    assert day.luma > 0.4 > 0.15 > night.luma
    assert night.warmth < day.warmth - 0.5


def test_light_match_is_one_inside_the_band_and_falls_with_the_distance():
    band = LightBand(luma=(0.3, 0.7), warmth=(-0.5, 1.0), evidence="a test")
    assert light_match(Light(0.5, 0.0), band) == 1
    falling = [light_match(Light(value, 0.0), band) for value in (0.3, 0.25, 0.15, 0.05)]
    assert falling == sorted(falling, reverse=True)
    assert light_match(Light(0.5, 2.0), band) < 0.2
    assert light_match(Light(0.5, 2.0), band, judge_warmth=False) == 1
    assert light_match(Light(0.2, 0.0), band, exposure_stops=-1) == 1


def test_the_first_band_that_matches_is_used():
    night = LightBand(times=("night",), luma=(0, 0.3), warmth=(-2, 1), evidence="night")
    rest = LightBand(interior=False, luma=(0.3, 0.8), warmth=(-1, 1), evidence="day")
    assert band_for(shot_plan(time_of_day="night"), [night, rest]) is night
    assert band_for(shot_plan(time_of_day="day"), [night, rest]) is rest
    indoors = shot_plan().place.model_copy(update={"interior": True})
    assert band_for(shot_plan(place=indoors), [night, rest]) is None


def test_no_frames_are_an_error_and_never_a_number():
    empty = np.zeros((0, 90, 160), np.float32)
    for measure in (black, blown, frozen, unwanted_cut, flicker):
        with pytest.raises(ScoreError):
            measure(empty)
    with pytest.raises(ScoreError):
        blur(np.zeros((0, 180, 320, 3), np.uint8))
    with pytest.raises(ScoreError):
        light_of(np.zeros((0, 180, 320, 3), np.uint8))


def test_luma_weighs_green_most_and_small_sizes_are_even():
    colours = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]], np.uint8)
    red, green, blue, white = luma_of(colours)
    assert green > red > blue > 0
    assert white == pytest.approx(255)
    assert small_size(1920, 1080) == (480, 270)
    assert small_size(1080, 1920) == (270, 480)
    assert small_size(320, 180) == (320, 180)
