"""The cast measures on accounts of frames, drawn by hand: seen, free, large enough, heads in frame."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from configs.settings import gates
from film.errors import ScoreError
from film.series import Doing
from tests.fakes.plans import shot_plan
from tests.score import clips
from tools.cut.encode import ClipWriter
from tools.render.engine import CLIP, CLIP_CAST, CLIP_MASKS, KEYFRAME, KEYFRAME_CAST, KEYFRAME_MASK, Sources
from tools.score import cast
from tools.score.evidence import CastEvidence, SeenFrame, Sighting, read_evidence
from tools.score.ground_truth import LEAST, is_clean
from tools.score.scorers import CAST_MEASURES, Scorers, score_clip, score_keyframe
from tools.score.verdict import judge


def sighting(
    x: float = 0.5, top: float = 0.2, head_height: float = 0.24, hidden: float = 0.0, **fields: Any
) -> Sighting:
    """Somebody whose head's middle is at ``x`` and whose crown is at ``top``, ``hidden`` of it behind something."""
    wide = head_height * 0.45
    head = (x - wide / 2, top, x + wide / 2, top + head_height)
    area = wide * head_height * 0.8
    inside = cast._share_in_frame(head)
    data = {
        "box": (x - wide, top, x + wide, top + 4 * head_height),
        "head": head,
        "visible": area * 4 * inside * (1 - hidden),
        "head_visible": area * inside * (1 - hidden),
        "head_solo": area,
        "facing_deg": 20.0,
    }
    return Sighting(**{**data, **fields})


def account(*frames: dict[str, Sighting]) -> CastEvidence:
    names = sorted({who for frame in frames for who in frame})
    seen = tuple(SeenFrame(index=i * 8, people=people) for i, people in enumerate(frames))
    return CastEvidence(size=(320, 180), cast=tuple(names), frames=seen)


TWO = shot_plan("mara", "jon")


def test_everybody_must_be_seen_and_the_worst_is_named():
    both = account({"mara": sighting(0.3), "jon": sighting(0.7)})
    assert cast.cast_seen(TWO, both) == (1.0, "mara")
    assert cast.cast_seen(TWO, account({"mara": sighting(0.3)})) == (0.0, "jon")
    sometimes = account({"mara": sighting(), "jon": sighting()}, {"mara": sighting()}, {"mara": sighting()})
    assert cast.cast_seen(TWO, sometimes) == (pytest.approx(1 / 3), "jon")


def test_a_few_pixels_are_nobody_but_in_an_extreme_wide():
    speck = account({"mara": sighting(visible=0.0002)})
    assert cast.cast_seen(shot_plan("mara"), speck) == (0.0, "mara")
    assert cast.cast_seen(shot_plan("mara", size="extreme_wide"), speck) == (1.0, "mara")


def test_who_enters_needs_one_frame_of_a_clip_and_none_of_a_keyframe():
    plan = shot_plan("mara", "jon", doing=(Doing(character_id="jon", verb="enter"),))
    assert cast.cast_seen(plan, account({"mara": sighting()})) == (1.0, "mara")
    late = account(*[{"mara": sighting()}] * 8, {"mara": sighting(), "jon": sighting()})
    assert cast.cast_seen(plan, late).value == 1.0
    assert cast.cast_seen(plan, account(*[{"mara": sighting()}] * 9)) == (0.0, "jon")


def test_a_hidden_head_counts_by_how_much_is_hidden():
    values = [
        cast.cast_unobstructed(TWO, account({"mara": sighting(), "jon": sighting(hidden=hidden)})).value
        for hidden in (0.0, 0.2, 0.5, 0.9)
    ]
    assert values == pytest.approx([1.0, 0.8, 0.5, 0.1])


def test_the_frames_edge_is_head_rooms_matter_and_not_an_obstacle():
    cut = account({"mara": sighting(top=-0.12)})
    plan = shot_plan("mara")
    assert cast.cast_unobstructed(plan, cut).value == pytest.approx(1.0)
    assert cast.head_room(plan, cut).value == pytest.approx(0.5)


def test_a_shoulder_in_the_foreground_may_have_its_head_cut_and_hidden():
    plan = shot_plan("mara", "jon", camera={"over": "jon", "subjects": ("mara",)})
    evidence = account({"mara": sighting(), "jon": sighting(0.9, top=-0.2, hidden=0.8)})
    assert cast.cast_unobstructed(plan, evidence) == (pytest.approx(1.0), "mara")
    assert cast.head_room(plan, evidence) == (pytest.approx(1.0), "mara")


def test_the_size_of_the_largest_subject_is_measured_against_the_shot_size():
    evidence = account({"mara": sighting(head_height=0.24), "jon": sighting(head_height=0.12)})
    assert cast.cast_size(TWO, evidence).value == pytest.approx(1.0)
    assert cast.cast_size(shot_plan("mara", "jon", size="close"), evidence).value == pytest.approx(0.24 / 0.52)
    on_jon = shot_plan("mara", "jon", camera={"subjects": ("jon",)})
    assert cast.cast_size(on_jon, evidence) == (pytest.approx(0.5), "jon")
    assert cast.cast_size(shot_plan("ira"), evidence) == (0.0, "ira")


def test_a_close_up_may_crop_the_crown_and_a_medium_may_not():
    cropped = account({"mara": sighting(top=-0.06, head_height=0.24)})
    assert cast.head_room(shot_plan("mara", size="medium"), cropped).value == pytest.approx(0.75)
    assert cast.head_room(shot_plan("mara", size="close"), cropped).value == pytest.approx(1.0)
    assert cast.head_room(shot_plan("mara", size="extreme_close"), cropped) is None


def test_every_size_has_a_larger_head_than_the_one_before():
    heights = list(cast.HEAD_HEIGHT.values())
    assert heights == sorted(heights)


def test_backs_are_told_from_faces():
    assert cast.faces_away(account({"mara": sighting(facing_deg=150)}), "mara", 75)
    assert not cast.faces_away(account({"mara": sighting(facing_deg=150)}, {"mara": sighting()}), "mara", 75)
    assert not cast.faces_away(account({"mara": sighting()}), "jon", 75)


@pytest.mark.parametrize("part", ["keyframe", "clip"])
@pytest.mark.parametrize(
    ("measure", "seen"),
    [
        ("cast_seen", {"mara": sighting(0.3)}),
        ("cast_unobstructed", {"mara": sighting(0.3), "jon": sighting(0.7, hidden=0.6)}),
        ("cast_size", {"mara": sighting(0.3, head_height=0.06), "jon": sighting(0.7, head_height=0.06)}),
        ("head_room", {"mara": sighting(0.3), "jon": sighting(1.0)}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_fault_of_the_cast_is_known_by_its_own_measure_and_the_take_is_not_clean(tmp_path, part, measure, seen):
    if part == "keyframe":
        cv2.imwrite(str(tmp_path / KEYFRAME), clips.street()[..., ::-1])
    else:
        with ClipWriter(tmp_path / CLIP, size=(320, 180), fps=24) as clip:
            for frame in clips.good_clip():
                clip.write(frame)

    def wrong(people: dict[str, Sighting]) -> list[str]:
        account_file = KEYFRAME_CAST if part == "keyframe" else CLIP_CAST
        (tmp_path / account_file).write_text(account(*[people] * 3).model_dump_json())
        score = score_keyframe if part == "keyframe" else score_clip
        scores = score(TWO, tmp_path, Sources(tmp_path, tmp_path), Scorers())
        assert {s.provenance for s in scores if s.measure in CAST_MEASURES} == {"engine_masks"}
        assert judge(scores, gates(), (), part), "they are on record and no gate reads them"
        under = [s.measure for s in scores if s.measure in CAST_MEASURES and s.value < LEAST[part][s.measure]]
        assert is_clean(scores, part) == (not under)
        return under

    assert wrong({"mara": sighting(0.3), "jon": sighting(0.7)}) == []
    assert wrong(seen) == [measure]


def test_without_an_account_the_cast_is_unknown_and_without_a_cast_it_does_not_apply(tmp_path):
    cv2.imwrite(str(tmp_path / KEYFRAME), clips.street()[..., ::-1])
    sources = Sources(tmp_path, tmp_path)
    for plan, status in ((TWO, "unknown"), (shot_plan(), "not_applicable")):
        scores = {s.measure: s for s in score_keyframe(plan, tmp_path, sources, Scorers())}
        assert {scores[measure].status for measure in CAST_MEASURES} == {status}
    shown = TWO.model_copy(update={"still_sha256": "0" * 64})
    of_a_still = {s.measure: s for s in score_keyframe(shown, tmp_path, sources, Scorers())}
    assert of_a_still["cast_seen"].status == "not_applicable", "nobody blocked the script's own picture"
    assert is_clean(tuple(scores.values()), "keyframe"), "nobody need be seen in an empty frame"
    assert not is_clean(score_keyframe(TWO, tmp_path, sources, Scorers()), "keyframe"), "without masks nobody can tell"


def write_account(folder: Path, mask: np.ndarray, told: float) -> None:
    evidence = account({"mara": sighting(visible=told)})
    (folder / KEYFRAME_CAST).write_text(evidence.model_dump_json())
    cv2.imwrite(str(folder / KEYFRAME_MASK), mask)


def test_an_account_is_checked_against_its_mask(tmp_path):
    mask = np.zeros((180, 320), np.uint8)
    mask[:90, :160] = 1
    write_account(tmp_path, mask, 0.25)
    assert read_evidence(tmp_path / KEYFRAME_CAST, tmp_path / KEYFRAME_MASK) is not None
    write_account(tmp_path, mask, 0.5)
    with pytest.raises(ScoreError, match=r"'mara' 0\.25"):
        read_evidence(tmp_path / KEYFRAME_CAST, tmp_path / KEYFRAME_MASK)
    mask[100:, 200:] = 2
    write_account(tmp_path, mask, 0.25)
    with pytest.raises(ScoreError, match="person 2 of 1"):
        read_evidence(tmp_path / KEYFRAME_CAST, tmp_path / KEYFRAME_MASK)


def test_a_clips_masks_are_found_by_frame(tmp_path):
    (tmp_path / CLIP_MASKS).mkdir()
    (tmp_path / CLIP_CAST).write_text(account({"mara": sighting()}, {"mara": sighting()}).model_dump_json())
    cv2.imwrite(str(tmp_path / CLIP_MASKS / "00008.png"), np.zeros((180, 320), np.uint8))
    with pytest.raises(ScoreError, match="frame 8"):
        read_evidence(tmp_path / CLIP_CAST, tmp_path / CLIP_MASKS)


def test_a_torn_account_is_an_error_and_no_account_is_none(tmp_path):
    assert read_evidence(tmp_path / KEYFRAME_CAST) is None
    (tmp_path / KEYFRAME_CAST).write_text(json.dumps({"size": [1, 2]}))
    with pytest.raises(ScoreError, match="torn"):
        read_evidence(tmp_path / KEYFRAME_CAST)


def test_a_whip_pan_leaves_its_first_subject_and_keeps_its_last():
    """Whoever the camera leaves needs one frame; whom it comes to rest on needs the usual share."""
    plan = shot_plan("mara", "jon", camera={"move": {"kind": "whip_pan"}})
    whip = account(*[{"mara": sighting()}] * 3, *[{"jon": sighting()}] * 6)
    assert cast.cast_seen(plan, whip) == (pytest.approx(6 / 9), "jon")
    assert cast.cast_seen(plan, account({"jon": sighting()})) == (1.0, "jon")
    assert cast.cast_seen(plan, account({"mara": sighting()})) == (0.0, "jon")
    back = shot_plan("mara", "jon", camera={"move": {"kind": "whip_pan", "target": "mara"}})
    assert cast.cast_seen(back, account({"mara": sighting()})) == (1.0, "mara")
    assert cast.cast_seen(TWO, account({"jon": sighting()})) == (0.0, "mara")
