"""Every gate of configs/gates.yaml, mutated: break the picture and the verdict fails by that gate's name."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from configs import settings
from configs.settings import Settings, gates, profile, profile_names, read_yaml
from configs.threshold_files import shipped_thresholds
from film.errors import ScoreError
from film.verdict import Score, Verdict
from tests.fakes.plans import shot_plan
from tests.score import clips
from tools.cut.encode import ClipWriter
from tools.render.engine import CLIP, KEYFRAME, Sources
from tools.score.scorers import CAST_MEASURES, Scorers, score_clip, score_keyframe
from tools.score.verdict import judge

PLAN = shot_plan()
SCORERS = Scorers.model_validate({"light": read_yaml("light.yaml")})
REQUIRED = ("frame_count", "frame_size", "frame_rate", "black", "blown", "frozen", "unwanted_cut", "flicker", "blur")
GOOD = clips.good_clip()


def encode(folder: Path, frames: np.ndarray, fps: int = 24) -> Path:
    with ClipWriter(folder / CLIP, size=(frames.shape[2], frames.shape[1]), fps=fps) as clip:
        for frame in frames:
            clip.write(frame)
    return folder / CLIP


def verdict_on_clip(folder: Path, frames: np.ndarray, fps: int = 24, keyframe: np.ndarray | None = None) -> Verdict:
    encode(folder, frames, fps)
    cv2.imwrite(str(folder / KEYFRAME), cv2.cvtColor(frames[0] if keyframe is None else keyframe, cv2.COLOR_RGB2BGR))
    scores = score_clip(PLAN, folder, Sources(folder, folder), SCORERS)
    return judge(scores, gates(), REQUIRED, "clip")


def failed(verdict: Verdict) -> set[str]:
    return {finding.measure for finding in verdict.failed}


def test_a_good_clip_passes_every_gate(tmp_path):
    verdict = verdict_on_clip(tmp_path, GOOD)
    assert verdict.status == "pass", verdict.failed
    assert verdict.merit == 1


@pytest.mark.parametrize(
    ("measure", "broken"),
    [
        ("black", clips.with_black_frame(GOOD)),
        ("blown", clips.blown_out(GOOD)),
        ("frozen", clips.frozen_from_start(GOOD)),
        ("unwanted_cut", clips.cut_in_the_middle(GOOD)),
        ("flicker", clips.flickering(GOOD)),
        ("blur", clips.blurred(GOOD)),
        ("looped", clips.shown_twice(GOOD)),
        ("scene_cut", clips.cut_in_the_middle(GOOD)),
        ("frame_order", clips.with_swapped_frames(GOOD)),
        ("stray_text", clips.lettered(GOOD)),
        ("frame_count", GOOD[:-1]),
        ("duration", GOOD[:-1]),
        ("frame_size", GOOD[:, :160]),
        ("light_match", clips.at_night(GOOD)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_clip_fails_by_the_gate_of_its_fault(tmp_path, measure, broken):
    verdict = verdict_on_clip(tmp_path, broken)
    assert verdict.status == "fail"
    assert measure in failed(verdict)


def test_a_whip_pan_is_no_unwanted_cut(tmp_path):
    plan = shot_plan(camera={"move": {"kind": "whip_pan"}})
    encode(tmp_path, clips.cut_in_the_middle(GOOD))
    cv2.imwrite(str(tmp_path / KEYFRAME), cv2.cvtColor(GOOD[0], cv2.COLOR_RGB2BGR))
    cut = next(
        s for s in score_clip(plan, tmp_path, Sources(tmp_path, tmp_path), SCORERS) if s.measure == "unwanted_cut"
    )
    assert cut.status == "not_applicable" and cut.evidence["measured"] > 0.25


def test_a_clip_of_another_rate_fails(tmp_path):
    assert failed(verdict_on_clip(tmp_path, GOOD, fps=25)) == {"frame_rate", "duration"}


def test_a_clip_that_shows_another_picture_than_was_judged_fails(tmp_path):
    assert failed(verdict_on_clip(tmp_path, GOOD, keyframe=clips.street(9))) == {"keyframe_match"}


@pytest.mark.parametrize(
    ("measure", "broken"),
    [
        ("black", np.full_like(GOOD[0], 3)),
        ("blown", clips.blown_out(GOOD[:1])[0]),
        ("blur", clips.blurred(GOOD[:1])[0]),
        ("frame_size", GOOD[0][:160]),
        ("light_match", clips.at_night(GOOD[:1])[0]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_keyframe_fails_by_the_gate_of_its_fault(tmp_path, measure, broken):
    def verdict(picture: np.ndarray) -> Verdict:
        cv2.imwrite(str(tmp_path / KEYFRAME), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
        scores = score_keyframe(PLAN, tmp_path, Sources(tmp_path, tmp_path), SCORERS)
        return judge(scores, gates(), REQUIRED, "keyframe")

    assert verdict(GOOD[0]).status == "pass"
    assert measure in failed(verdict(broken))


@pytest.mark.parametrize("gate", gates(), ids=lambda gate: f"{gate.part}-{gate.measure}")
def test_every_gate_bites_beyond_its_bound_and_lets_pass_inside_it(gate):

    def status(value: float) -> str:
        score = Score(measure=gate.measure, value=value, scorer="test@1")
        return judge([score], [gate], (gate.measure,), gate.part).status

    for bound, inside in ((gate.at_least, 1), (gate.at_most, -1)):
        if bound is not None:
            away = (0.002 + gate.guard) * inside
            assert status(bound - away - gate.guard) == "fail"
            assert status(bound + (away if bound else 0)) == "pass"
    unknown = Score(measure=gate.measure, status="unknown", scorer="test@1")
    assert judge([unknown], [gate], (gate.measure,), gate.part).status == "unknown"


def test_every_gate_has_evidence_and_a_bound():
    for gate in gates():
        assert gate.evidence
        assert gate.at_least is not None or gate.at_most is not None, gate.measure
        assert gate.at_least is None or gate.at_most is None or gate.at_least < gate.at_most, gate.measure


def test_no_gate_stands_twice_and_none_reads_an_engines_masks():
    named = [(gate.part, gate.measure) for gate in gates()]
    assert len(set(named)) == len(named)
    assert not {gate.measure for gate in gates()} & set(CAST_MEASURES)


@pytest.mark.parametrize("name", profile_names())
def test_every_profile_requires_clip_and_faces(name, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "HOUSE_CLIP", tmp_path)
    monkeypatch.setattr(settings, "HOUSE_FACES", tmp_path)
    required = profile(Settings(profile=name)).required
    assert {
        "frame_count", "black", "frozen", "clip_text", "clip_size", "clip_place", "clip_time", "clip_count", "clip_style",
        "face_identity", "face_coverage", "cast_recall", "cast_precision",
    } <= set(required)  # fmt: skip
    assert set(required) <= {gate.measure for gate in gates()}


def test_other_light_bands_are_other_scorers_and_their_evidence_is_only_words():
    first, *rest = SCORERS.light
    brighter = first.model_copy(update={"luma": (0.3, 0.9)})
    reworded = first.model_copy(update={"evidence": "the same in other words"})
    assert Scorers(light=(brighter, *rest)).hash != SCORERS.hash
    assert Scorers(light=(reworded, *rest)).hash == SCORERS.hash


def test_a_torn_clip_is_an_error_and_no_score(tmp_path):
    path = encode(tmp_path, GOOD)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(ScoreError, match=r"clip\.mp4"):
        score_clip(PLAN, tmp_path, Sources(tmp_path, tmp_path), SCORERS)
    path.unlink()
    with pytest.raises(ScoreError, match="missing"):
        score_clip(PLAN, tmp_path, Sources(tmp_path, tmp_path), SCORERS)


def test_scoring_twice_gives_the_same_scores(tmp_path):
    encode(tmp_path, GOOD)
    sources = Sources(tmp_path, tmp_path)
    assert score_clip(PLAN, tmp_path, sources, SCORERS) == score_clip(PLAN, tmp_path, sources, SCORERS)


def test_a_still_shot_may_stand_still(tmp_path):
    encode(tmp_path, clips.frozen_from_start(GOOD))
    plan = PLAN.model_copy(update={"kind": "still"})
    scores = score_clip(plan, tmp_path, Sources(tmp_path, tmp_path), SCORERS)
    assert judge(scores, gates(), ("frozen",), "clip").status == "pass"


WORST = {"cast_precision": 0.0, "cast_recall": 0.0, "face_coverage": 0.0, "face_size": 0.0, "clip_text": -1.0}
"""The lowest value that a measure can have; -1 is that of every cosine, margin and side."""


@pytest.mark.parametrize("shipped", shipped_thresholds(), ids=lambda each: each.scorer)
def test_no_bound_of_a_shipped_scorer_lets_everything_pass(shipped):
    overlaid = {(gate.measure, gate.part): gate for gate in gates((shipped.scorer,))}
    for bound in shipped.gates:
        gate = overlaid[bound.measure, bound.part]
        score = Score(measure=gate.measure, value=WORST.get(gate.measure, -1.0), scorer=shipped.scorer)
        assert judge([score], [gate], (gate.measure,), gate.part).status == "fail", gate
