"""Motion means what it says: copies, cuts, missing and swapped frames fail, and what moves on purpose passes."""

from __future__ import annotations

import numpy as np
import pytest

from film.errors import ScoreError
from film.series import Doing
from film.verdict import Score
from tests.fakes.plans import shot_plan
from tests.score import clips
from tools.score.footage import footage_of
from tools.score.pixels.flow import dynamic
from tools.score.pixels.looping import looped
from tools.score.pixels.moving import MEASURES, motion_scores, must_move
from tools.score.pixels.scene_cuts import scene_cuts
from tools.score.pixels.smoothness import judder, out_of_order, smoothness

GOOD = clips.good_clip(36)


def luma(frames: np.ndarray) -> np.ndarray:
    return footage_of(frames, 24).luma


def swinging(frames: int, period: int) -> np.ndarray:
    """A camera that goes to and fro, never quite over the same ground."""
    wide = clips.street(1, clips.WIDTH + 90)
    at = 40 + 36 * np.sin(np.arange(frames) * 2 * np.pi / period) + 0.35 * np.arange(frames)
    return np.stack([wide[:, int(x) : int(x) + clips.WIDTH] for x in np.clip(at, 0, 89)])


def flashing(frames: np.ndarray, *at: int) -> np.ndarray:
    lit = frames.copy()
    for index in at:
        lit[index] = np.clip(frames[index] * 1.4 + 70, 0, 255).astype(np.uint8)
    return lit


def scores(shown: np.ndarray, **fields) -> dict[str, Score]:
    plan = shot_plan("anna", **fields)
    return {score.measure: score for score in motion_scores(plan, footage_of(shown, 24), "picture@0")}


def test_dynamic_is_nothing_for_a_still_and_grows_with_the_pace():
    wide = clips.street(1, clips.WIDTH + 36 * 6)
    paces = [
        dynamic(footage_of(np.stack([wide[:, step * i : step * i + clips.WIDTH] for i in range(24)]), 24).colour)
        for step in (0, 1, 2, 5)
    ]
    values = [pace.value for pace in paces]
    assert values == sorted(values) and values[0] < 0.02 < 0.3 < values[1]
    # 5 pixels a frame are 15 in 1/8 s; VBench calls it moving from 6 * 180 / 256 = 4.2.
    assert values[3] == pytest.approx(15 / (6 * 180 / 256), rel=0.15)
    assert paces[0].moving == 0 and paces[3].moving == 1


@pytest.mark.parametrize(
    "order",
    [
        [*range(18), *range(18)],
        [*range(12), *range(12), *range(12)],
        [*range(18), *reversed(range(18))],
        [*range(24), *range(6, 18)],
    ],
    ids=["half again", "a third over and over", "forwards and back", "a stretch again at the end"],
)
def test_what_is_shown_again_is_a_loop(order):
    found = looped(luma(GOOD[order]))
    assert found.share > 0.2
    assert found.last > found.first >= 12


def test_what_never_comes_back_is_no_loop():
    still = clips.noisy(np.repeat(GOOD[:1], 36, axis=0), 2)
    for frames in (GOOD, still, np.repeat(GOOD[::2], 2, axis=0), np.repeat(GOOD[::4], 4, axis=0), swinging(48, 16)):
        assert looped(luma(frames)).share == 0


def test_pyscenedetect_finds_the_cut_at_its_frame():
    found = scene_cuts(footage_of(clips.cut_in_the_middle(GOOD), 24).tiny)
    assert (found.count, found.frame) == (1, 18)


@pytest.mark.parametrize(
    "frames",
    [GOOD, flashing(GOOD, 12), flashing(GOOD, 12, 13, 16), np.repeat(GOOD[::3], 3, axis=0), clips.flickering(GOOD)],
    ids=["pan", "muzzle flash", "lightning", "eight a second", "flicker"],
)
def test_light_and_pace_are_no_cut(frames):
    assert scene_cuts(footage_of(frames, 24).tiny).count == 0


def test_lightning_is_a_cut_to_the_detector_alone(monkeypatch):
    """What confirms a cut is needed: without it a flash is one."""
    monkeypatch.setattr("tools.score.pixels.scene_cuts.ANOTHER", 0.0)
    assert scene_cuts(footage_of(flashing(GOOD, 12), 24).tiny).count > 0


def test_smoothness_is_one_for_a_still_and_falls_with_disorder():
    still = smoothness(luma(np.repeat(GOOD[:1], 12, axis=0))).value
    shuffled = GOOD[np.random.default_rng(1).permutation(36)]
    assert still == 1
    assert smoothness(luma(GOOD)).value > 0.98 > smoothness(luma(shuffled)).value


def test_a_missing_frame_is_judder_at_its_place():
    wide = clips.street(1, clips.WIDTH + 36 * 4)
    pan = np.stack([wide[:, 4 * i : 4 * i + clips.WIDTH] for i in range(36)])
    assert judder(luma(pan)).value < 0.15
    found = judder(luma(np.delete(pan, 17, axis=0)))
    assert found.value > 0.25 and found.frame == 17


def test_two_frames_that_changed_places_are_out_of_order():
    order = [*range(12), 13, 12, *range(14, 36)]
    found = out_of_order(luma(GOOD[order]))
    assert found.value > 0.15 and found.frame in (12, 13)
    for frames in (GOOD, np.repeat(GOOD[::2], 2, axis=0), flashing(GOOD, 12), GOOD[::-1]):
        assert out_of_order(luma(frames)).value < 0.05


def test_no_frames_are_an_error_and_never_a_number():
    empty = np.zeros((0, 90, 160), np.float32)
    for measure in (looped, smoothness, judder, out_of_order):
        with pytest.raises(ScoreError):
            measure(empty)
    for measure in (dynamic, scene_cuts):
        with pytest.raises(ScoreError):
            measure(np.zeros((0, 90, 160, 3), np.uint8))


def test_who_walks_or_a_camera_that_moves_must_move():
    assert not must_move(shot_plan("anna"))
    assert not must_move(shot_plan("anna", doing=(Doing(character_id="anna", verb="sit"),)))
    assert not must_move(shot_plan("anna", doing=(Doing(character_id="bo", verb="walk"),)))
    assert must_move(shot_plan("anna", doing=(Doing(character_id="anna", verb="walk"),)))
    assert must_move(shot_plan("anna", camera={"move": {"kind": "push_in"}}))


def test_every_measure_answers_once_and_says_why_it_does_not_apply():
    lock_off = scores(GOOD)
    assert tuple(lock_off) == MEASURES
    assert lock_off["dynamic"].status == "not_applicable" and lock_off["dynamic"].evidence["measured"] > 0
    assert scores(GOOD, camera={"move": {"kind": "pan"}})["dynamic"].status == "measured"
    still = scores(GOOD, kind="still")
    assert [still[m].status for m in ("frozen", "looped", "dynamic", "judder")] == ["not_applicable"] * 3 + ["measured"]
    whip = scores(clips.cut_in_the_middle(GOOD), camera={"move": {"kind": "whip_pan"}})
    assert [whip[m].status for m in ("unwanted_cut", "scene_cut", "frozen")] == ["not_applicable"] * 2 + ["measured"]
    short = scores(GOOD[:2])
    assert tuple(short) == MEASURES and {score.status for score in short.values()} == {"unknown"}
    assert {score.status for score in scores(GOOD[:2], frames=2).values()} == {"not_applicable"}


def test_without_pyscenedetect_the_cut_is_unknown_and_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "scenedetect.detectors", None)
    cut = scores(GOOD)["scene_cut"]
    assert cut.status == "unknown" and "scenedetect" in str(cut.evidence["why"])
