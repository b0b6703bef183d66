"""The CLIP scorer as a whole: plates and their copies, steadiness, the keyframe, and models that are not whole."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from film.errors import ScoreError, SetupError
from tests.fakes.fake_eye import FakeEye
from tests.fakes.plans import shot_plan
from tools.render.engine import Sources
from tools.score.clip import model as clip_model
from tools.score.clip import scoring as clip_score
from tools.score.clip.plates import StylePlates
from tools.score.footage import footage_of

STREET, CAFE = "wide shot of nobody in a street, in daylight", "wide shot of nobody in a cafe, in daylight"


@pytest.fixture
def eye(monkeypatch) -> FakeEye:
    made = FakeEye()
    monkeypatch.setattr(clip_score, "_eye_of", lambda spec: (made, ""))
    return made


def scored(frames, tmp_path, monkeypatch, plates=(), style=None, plan=None, **known):
    monkeypatch.setattr(clip_score, "place_plates", lambda plan, sources: plates)
    monkeypatch.setattr(clip_score, "style_plates", lambda plan, sources: style)
    sources = Sources(tmp_path, tmp_path, plates=tmp_path / "plates")
    found = clip_score.score(plan or shot_plan(), footage_of(frames, 8), None, sources, "handmade", **known)
    assert tuple(score.measure for score in found) == clip_score.MEASURES
    return {score.measure: score for score in found}


def test_a_frame_is_like_its_own_place_and_less_like_another(eye, tmp_path, monkeypatch):
    plates = (eye.showing(f"full body shot {STREET[9:]}", 1)[0], eye.showing("a market at night", 1)[0])
    right = scored(eye.showing(STREET), tmp_path, monkeypatch, plates)["clip_plate"]
    wrong = scored(eye.showing(CAFE), tmp_path, monkeypatch, plates)["clip_plate"]
    assert 0.7 < right.value < 0.9
    assert wrong.value < right.value - 0.2


def test_a_plate_held_against_itself_fails_an_upper_bound(eye, tmp_path, monkeypatch):
    """One frame that is the plate is enough: the value is 1, which no honest take reaches."""
    plates = (eye.showing(STREET, 1)[0],)
    honest = scored(eye.showing(f"full body shot {STREET[9:]}"), tmp_path, monkeypatch, plates)["clip_plate"]
    assert honest.value < 0.999
    clip = np.concatenate([eye.showing(CAFE, 3), eye.showing(STREET, 1)])
    pasted = scored(clip, tmp_path, monkeypatch, plates)["clip_plate"]
    assert pasted.value == 1.0
    assert pasted.evidence["copied_frames"] == 1


def test_without_plates_the_place_does_not_apply_and_a_missing_one_is_unknown(eye, tmp_path, monkeypatch):
    assert scored(eye.showing(STREET), tmp_path, monkeypatch)["clip_plate"].status == "not_applicable"
    sources = Sources(tmp_path, tmp_path)
    plan = shot_plan()
    plan = plan.model_copy(update={"place": plan.place.model_copy(update={"references": ("0" * 64,)})})
    monkeypatch.undo()
    monkeypatch.setattr(clip_score, "_eye_of", lambda spec: (eye, ""))
    found = {
        s.measure: s for s in clip_score.score(plan, footage_of(eye.showing(STREET), 8), None, sources, "handmade")
    }
    assert found["clip_plate"].status == "unknown"
    assert "plate 000000000000 is missing" in found["clip_plate"].evidence["why"]
    assert found["clip_text"].status == "measured", "one missing picture stops no other measure"


def test_style_is_told_by_the_same_view_in_another_style(eye, tmp_path, monkeypatch):
    oil, comic = "a street, oil painting", "a street, comic book art"
    plates = StylePlates(eye.showing(oil, 1)[0], (eye.showing(comic, 1)[0],))
    as_planned = scored(eye.showing("a cafe, oil painting"), tmp_path, monkeypatch, style=plates)["clip_style_plate"]
    drifted = scored(eye.showing("a cafe, comic book art"), tmp_path, monkeypatch, style=plates)["clip_style_plate"]
    assert as_planned.value > 0.3
    assert drifted.value < -0.3
    clip = np.concatenate([eye.showing("a cafe, oil painting", 3), eye.showing("a cafe, comic book art", 1)])
    half = scored(clip, tmp_path, monkeypatch, style=plates)["clip_style_plate"]
    assert half.evidence["worst"] < 0 < half.value < as_planned.value


def test_a_clip_that_wanders_off_is_less_steady_than_one_that_stays(eye, tmp_path, monkeypatch):
    stays = scored(eye.showing(STREET), tmp_path, monkeypatch)["clip_steady"]
    clip = np.concatenate([eye.showing(STREET, 2), eye.showing(CAFE, 2)])
    wanders = scored(clip, tmp_path, monkeypatch)["clip_steady"]
    assert stays.value == pytest.approx(1.0, abs=1e-6)
    assert wanders.value < 0.9
    assert scored(eye.showing(STREET, 1), tmp_path, monkeypatch)["clip_steady"].status == "not_applicable"


def test_a_clip_is_held_against_the_keyframe_it_was_made_from(eye, tmp_path, monkeypatch):
    frames = eye.showing(STREET)
    alike = scored(frames, tmp_path, monkeypatch, keyframe=footage_of(eye.showing(STREET, 1), 8))["clip_keyframe"]
    other = scored(frames, tmp_path, monkeypatch, keyframe=footage_of(eye.showing(CAFE, 1), 8))["clip_keyframe"]
    assert alike.value == pytest.approx(1.0, abs=1e-6)
    assert other.value < 0.95
    assert scored(frames, tmp_path, monkeypatch)["clip_keyframe"].status == "not_applicable"


def test_frames_that_were_seen_before_are_not_embedded_again(eye, tmp_path, monkeypatch):
    frames = eye.showing(STREET)
    seen = clip_score.see(eye, footage_of(frames, 8))
    before = eye.pictures_seen
    again = scored(frames, tmp_path, monkeypatch, seen=seen)
    assert eye.pictures_seen == before
    assert again == scored(frames, tmp_path, monkeypatch)


def test_the_clips_of_a_scene_are_compared_in_their_order(eye):
    street, cafe = eye.showing(STREET, 1)[0], eye.showing(CAFE, 1)[0]
    assert (
        clip_score.clips_alike("handmade", [street, street, cafe]).value
        > clip_score.clips_alike("handmade", [street, cafe, street, cafe]).value
    )
    assert clip_score.clips_alike("handmade", [street]).status == "not_applicable"


def test_frames_that_give_no_direction_are_unknown(eye, tmp_path, monkeypatch):
    def broken(rgb):
        raise ScoreError("the CLIP model gave no direction for this input; its weights are broken")

    frames = eye.showing(STREET)
    monkeypatch.setattr(eye, "picture", broken)
    found = scored(frames, tmp_path, monkeypatch)
    learned = [score for name, score in found.items() if name.startswith("clip_") and name != "clip_wardrobe"]
    assert {score.status for score in learned} == {"unknown"}
    assert all("weights are broken" in score.evidence["why"] for score in learned)


@pytest.mark.parametrize(
    ("frames", "looked_at"), [(1, [0]), (2, [0, 1]), (8, list(range(8))), (41, [0, 6, 11, 17, 23, 29, 34, 40])]
)
def test_frames_are_looked_at_evenly_with_both_ends(frames, looked_at):
    assert clip_score.looked_at(frames).tolist() == looked_at


def test_without_a_model_every_measure_says_what_to_give(tmp_path):
    for spec, told in ((None, "--clip-model FOLDER"), (str(tmp_path / "none"), "is not a CLIP model")):
        found = clip_score.score(
            shot_plan(), footage_of(np.zeros((4, 18, 32, 3), np.uint8), 8), None, Sources(tmp_path, tmp_path), spec
        )
        assert tuple(score.measure for score in found) == clip_score.MEASURES
        learned = [score for score in found if score.measure not in ("clip_wardrobe", "wardrobe_colour")]
        assert {score.status for score in learned} == {"unknown"}
        assert all(told in score.evidence["why"] for score in learned)


@pytest.mark.parametrize(
    "spec",
    [
        "ViT-B-32=openai",
        "ViT-B-32={0}/none.safetensors",
        "ViT-B-32=",
        "{0}",
        "hf-hub:timm/x",
        "hf-hub:timm/x={0}/w.pt",
        "",
    ],
)
def test_what_is_no_model_on_this_disk_is_refused_and_nothing_is_fetched(spec, tmp_path):
    with pytest.raises(SetupError, match="clip-model"):
        clip_model.model_files(spec.format(tmp_path))


def folder_with(tmp_path: Path, **text) -> str:
    folder = tmp_path / "clip"
    folder.mkdir()
    (folder / "open_clip_model.safetensors").write_bytes(b"not weights")
    config = {"model_cfg": {"embed_dim": 8, "vision_cfg": {"image_size": 32}, "text_cfg": text}}
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    return str(folder)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ({"hf_model_name": "xlm-roberta-base"}, "'xlm-roberta-base' is on a hub"),
        ({"hf_tokenizer_name": "house"}, "holds no tokenizer"),
    ],
)
def test_a_folder_that_would_need_the_network_is_refused(text, told, tmp_path):
    with pytest.raises(SetupError, match=told):
        clip_model.load_eye(folder_with(tmp_path, **text))


@pytest.mark.film
def test_a_broken_model_is_one_sentence(tmp_path):
    with pytest.raises(SetupError, match="does not load") as told:
        clip_model.load_eye(folder_with(tmp_path, context_length=16, vocab_size=64, width=8, heads=2, layers=1))
    assert "\n" not in str(told.value)
    assert len(str(told.value)) < 500


@pytest.mark.film
def test_architectures_whose_words_are_on_a_hub_are_refused(tmp_path):
    weights = tmp_path / "weights.safetensors"
    weights.write_bytes(b"")
    for name, told in (
        ("ViT-B-16-SigLIP", "hub"),
        ("xlm-roberta-base-ViT-B-32", "hub"),
        ("no-such-model", "no architecture"),
    ):
        with pytest.raises(SetupError, match=told):
            clip_model.load_eye(f"{name}={weights}")


def test_the_name_follows_the_files_alone(tmp_path):
    first = folder_with(tmp_path, hf_tokenizer_name="house")
    name = clip_model.scorer_name(first)
    copy = shutil.copytree(first, tmp_path / "elsewhere")
    assert clip_model.scorer_name(str(copy)) == name
    (copy / "tokenizer.json").write_text("{}")
    clip_model._content.cache_clear()
    assert clip_model.scorer_name(str(copy)) != name, "another tokenizer reads other words"
