"""Performing: whoever is seen speaking moves their mouth, the others listen and look."""

from __future__ import annotations

import json
import wave

import numpy as np
import pytest

from film.errors import RenderError
from film.plan import Mouthing
from film.series import Doing
from tests.stage.floor_plans import PARLOUR, STUDIO, shot_plan
from tools.stage.blocking import block
from tools.stage.ground import turn_between, yaw_of
from tools.stage.performing import mouth_keys, part_of, performance_at

LINE, RECORDED = "a" * 64, "b" * 64


@pytest.fixture
def speech(tmp_path):
    phonemes = [[0.1, 0.2, "h"], [0.2, 0.4, "ɑ"], [0.4, 0.5, "m"], [0.9, 1.1, "i"], [1.1, 1.3, "p"]]
    (tmp_path / f"{LINE}.json").write_text(json.dumps({"words": [], "phonemes": phonemes}))
    (tmp_path / f"{RECORDED}.json").write_text(json.dumps({"words": [], "phonemes": []}))
    loud = (np.sin(np.arange(48000) * 0.05) * 20000 * (np.arange(48000) > 24000)).astype("<i2")
    with wave.open(str(tmp_path / f"{RECORDED}.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(48000)
        sound.writeframes(loud.tobytes())
    return tmp_path


def says(who, sha256=LINE, *, start_s=0.5, from_s=0.0, to_s=1.4, seen=True):
    return Mouthing(
        line_id="l1", character_id=who, speech_sha256=sha256, start_s=start_s, from_s=from_s, to_s=to_s, seen=seen
    )


def parts(plan, speech, ground=STUDIO):
    blocking = block(plan, ground)
    return blocking, {s.character_id: part_of(plan, blocking, s, speech) for s in blocking.stands}


def test_only_the_speaker_moves_the_mouth(speech):
    _, found = parts(shot_plan(mouths=(says("ada"),)), speech)
    assert len(found["ada"].performance.mouth) > 4
    assert found["ben"].performance.mouth == ()


def test_a_mouth_moves_in_shot_time(speech):
    keys = np.array(mouth_keys((says("ada", start_s=2.0),), "ada", speech))
    open_at = keys[keys[:, 1] > 0.3, 0]
    assert 2.1 < open_at.min() < 2.5
    assert keys[-1, 1] == 0


def test_the_second_half_of_a_line_moves_only_to_its_own_words(speech):
    keys = np.array(mouth_keys((says("ada", start_s=0.3, from_s=0.7),), "ada", speech))
    moving = keys[keys[:, 1:].max(1) > 0.02, 0]
    assert moving.min() > 0.3
    assert moving.max() < 0.3 + 0.7


def test_a_voice_that_is_not_seen_moves_no_mouth(speech):
    assert mouth_keys((says("ada", seen=False),), "ada", speech) == ()


def test_a_recording_without_phonemes_moves_the_mouth_with_its_loudness(speech):
    keys = np.array(mouth_keys((says("ada", RECORDED, to_s=1.0, start_s=0.0),), "ada", speech))
    assert keys[keys[:, 0] < 0.4, 1].max() == 0
    assert keys[keys[:, 0] > 0.6, 1].max() > 0.5


def test_a_lost_recording_is_an_error(speech):
    with pytest.raises(RenderError):
        mouth_keys((says("ada", "c" * 64),), "ada", speech)


def test_two_who_talk_look_at_each_other(speech):
    plan = shot_plan(mouths=(says("ada"),))
    for ground in (STUDIO, PARLOUR):
        blocking, found = parts(plan, speech, ground=ground)
        for who, other in (("ada", "ben"), ("ben", "ada")):
            gaze = performance_at(found[who], blocking, ground, (0.0, 1.6, 6.0), 1.2).gaze_target
            here, there = blocking.stand(who).place(1.2), blocking.stand(other).place(1.2)
            off = turn_between(yaw_of(here, there), yaw_of(here, (gaze[0], gaze[2])))
            assert abs(off) < 30


def test_listeners_turn_to_the_one_who_speaks(speech):
    plan = shot_plan(cast=("ada", "ben", "cid"), mouths=(says("ben", start_s=0.3), says("cid", start_s=1.9)))
    blocking, found = parts(plan, speech)
    gazes = [performance_at(found["ada"], blocking, STUDIO, (0.0, 1.6, 6.0), t).gaze_target for t in (1.5, 2.9)]
    for gaze, who in zip(gazes, ("ben", "cid"), strict=True):
        x, z = blocking.stand(who).place(0)
        assert abs(gaze[0] - x) < 0.5 and abs(gaze[2] - z) < 0.5


def test_who_looks_into_the_camera_does(speech):
    plan = shot_plan(doing=(Doing(character_id="ada", verb="look", toward="camera"),))
    blocking, found = parts(plan, speech)
    assert performance_at(found["ada"], blocking, STUDIO, (0.0, 1.6, 6.0), 1.0).gaze_target == (0.0, 1.6, 6.0)


def test_gaze_never_jumps(speech):
    plan = shot_plan(cast=("ada", "ben", "cid"), mouths=(says("ben", start_s=0.3), says("cid", start_s=1.7)))
    blocking, found = parts(plan, speech)
    looks = [performance_at(found["ada"], blocking, STUDIO, (0.0, 1.6, 6.0), n / 24).gaze_target for n in range(72)]
    assert np.linalg.norm(np.diff(np.array(looks), axis=0), axis=1).max() < 0.6


def test_another_roll_acts_otherwise(speech):
    plan = shot_plan(mouths=(says("ada"),))
    first, second = (
        parts(plan.model_copy(update={"roll": roll}), speech)[1]["ada"].performance.seed for roll in (0, 1)
    )
    assert first != second


def test_both_of_an_embrace_perform_it(speech):
    doing = (Doing(character_id="ben", verb="handshake", toward="ada"), Doing(character_id="ada", verb="stand"))
    blocking, found = parts(shot_plan(doing=doing), speech)
    assert found["ada"].performance.activity == found["ben"].performance.activity == "handshake"
    hands = [performance_at(found[who], blocking, STUDIO, (0.0, 1.6, 6.0), 2.0).target for who in ("ada", "ben")]
    assert np.allclose(hands[0], hands[1])
