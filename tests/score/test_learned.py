"""The learned scorers on tiny random models: identical is 1, order is kept, absent is unknown, broken is an error."""

from __future__ import annotations

import hashlib
import json
import shutil
import wave
from pathlib import Path

import cv2
import numpy as np
import pytest

from film.bible import Asset
from film.errors import ScoreError, SetupError
from film.plan import Mouthing, ShotPlan
from film.verdict import Score
from tests.fakes import tiny_models
from tests.fakes.plans import shot_plan
from tests.score import clips
from tools.render.engine import Sources
from tools.score import speech_check
from tools.score.clip import scoring as clip_score
from tools.score.footage import footage_of
from tools.score.scorers import Scorers
from tools.voice import listening

FRAMES = clips.good_clip(6)
SHA = "a" * 64
SPOKEN = shot_plan(
    mouths=(Mouthing(line_id="l1", character_id="mara", speech_sha256=SHA, start_s=0, from_s=0, to_s=1, seen=False),)
)


@pytest.fixture(scope="session")
def clip_model(tmp_path_factory) -> str:
    return str(tiny_models.open_clip_folder(tmp_path_factory.mktemp("models") / "clip"))


@pytest.fixture(scope="session")
def ear(tmp_path_factory) -> str:
    return str(tiny_models.whisper(tmp_path_factory.mktemp("models") / "whisper"))


def add_plate(assets: Path, picture: np.ndarray) -> str:
    data = cv2.imencode(".png", picture[..., ::-1])[1].tobytes()
    asset = Asset(id="plate", sha256=hashlib.sha256(data).hexdigest(), kind="plate")
    (assets / asset.sha256).write_bytes(data)
    return asset.sha256


def in_place_of(sha256: str, **fields) -> ShotPlan:
    plan = shot_plan(**fields)
    return plan.model_copy(update={"place": plan.place.model_copy(update={"references": (sha256,)})})


def clip_scores(plan: ShotPlan, frames: np.ndarray, assets: Path, spec: str | None) -> dict[str, Score]:
    found = clip_score.score(plan, footage_of(frames, 24), None, Sources(assets, assets), spec)
    assert tuple(score.measure for score in found) == clip_score.MEASURES
    return {score.measure: score for score in found}


def test_without_models_every_learned_score_is_unknown_and_says_what_to_give(tmp_path):
    told = {
        "--clip-model": clip_scores(shot_plan(), FRAMES, tmp_path, None)["clip_text"],
        "--whisper": speech_check.score(SPOKEN, tmp_path, None),
    }
    for option, score in told.items():
        assert (score.status, score.value) == ("unknown", None)
        assert option in str(score.evidence["why"])


def test_a_speech_model_that_is_not_there_is_a_setup_error(tmp_path):
    with pytest.raises(SetupError, match="whisper"):
        listening.model_files(str(tmp_path))


@pytest.mark.film
def test_a_frame_is_most_like_its_own_plate_and_less_so_with_blur(clip_model, tmp_path):
    plan = in_place_of(add_plate(tmp_path, FRAMES[0]))
    values = []
    for picture in (FRAMES[0], clips.blurred(FRAMES[:1], 3)[0], clips.noisy(FRAMES[:1], 90)[0]):
        plate = clip_scores(plan, picture[None], tmp_path, clip_model)["clip_plate"]
        assert plate.scorer.startswith("open_clip@")
        values.append(plate.value)
    assert values[0] == 1.0, "the plate itself: an upper bound fails it"
    assert 0.999 > values[1] > values[2]


@pytest.mark.film
def test_every_clip_score_is_the_same_twice_to_the_bit(clip_model, tmp_path):
    plan = in_place_of(add_plate(tmp_path, FRAMES[0]))
    first = clip_scores(plan, FRAMES, tmp_path, clip_model)
    clip_score.load_eye.cache_clear()
    clip_score._eye_of.cache_clear()
    assert clip_scores(plan, FRAMES, tmp_path, clip_model) == first
    measured = {name for name, score in first.items() if score.status == "measured"}
    assert measured == {"clip_text", "clip_place", "clip_time", "clip_count", "clip_style", "clip_plate", "clip_steady"}
    other = clip_scores(plan.model_copy(update={"time_of_day": "night"}), FRAMES, tmp_path, clip_model)
    assert other["clip_text"].value != first["clip_text"].value
    assert other["clip_steady"].value == first["clip_steady"].value


@pytest.mark.film
def test_a_prompt_of_the_scripts_own_is_asked_of_an_engine_that_reads(clip_model, tmp_path):
    told = clip_scores(shot_plan(prompt="the moon over a glass sea"), FRAMES, tmp_path, clip_model)
    other = clip_scores(shot_plan(prompt="a market of umbrellas"), FRAMES, tmp_path, clip_model)
    assert told["clip_text"].value != other["clip_text"].value
    assert told["clip_place"].status == "not_applicable"
    assert clip_score.is_latin("Où est la clé ?")
    unread = clip_scores(shot_plan(prompt="मीरा को चिट्ठी मिलती है"), FRAMES, tmp_path, clip_model)
    assert unread["clip_text"].status == "not_applicable"


@pytest.mark.film
def test_weights_that_are_not_numbers_are_unknown_and_one_sentence(clip_model, tmp_path):
    from safetensors.numpy import load_file, save_file

    folder = Path(shutil.copytree(clip_model, tmp_path / "nan"))
    weights = load_file(folder / "open_clip_model.safetensors")
    for name in weights:
        if name.startswith("visual.") and weights[name].dtype == np.float32:
            weights[name] = np.full_like(weights[name], np.nan)
    save_file(weights, folder / "open_clip_model.safetensors")
    found = clip_scores(shot_plan(), FRAMES, tmp_path, str(folder))
    assert {found[name].status for name in ("clip_text", "clip_size", "clip_steady", "clip_plate")} == {"unknown"}
    assert "weights are broken" in str(found["clip_text"].evidence["why"])
    assert "\n" not in str(found["clip_text"].evidence["why"])


@pytest.mark.film
def test_a_model_is_given_by_name_and_file_as_well(clip_model, tmp_path):
    import open_clip

    config = json.loads((Path(clip_model) / "open_clip_config.json").read_text("utf-8"))["model_cfg"]
    (tmp_path / "tiny-by-name.json").write_text(json.dumps(config))
    open_clip.add_model_config(tmp_path / "tiny-by-name.json")
    eye = clip_score.load_eye(f"tiny-by-name={clip_model}/open_clip_model.safetensors")
    again = clip_score.load_eye(clip_model)
    assert np.array_equal(eye.text("a street"), again.text("a street"))
    assert eye.count_tokens("a street") == 4
    assert eye.limit_tokens == 32


@pytest.mark.film
def test_a_tokenizer_in_the_folder_is_read_without_a_hub(clip_model, tmp_path):
    folder = Path(shutil.copytree(clip_model, tmp_path / "own-words"))
    settings = json.loads((folder / "open_clip_config.json").read_text("utf-8"))
    settings["model_cfg"]["text_cfg"]["hf_tokenizer_name"] = "house"
    (folder / "open_clip_config.json").write_text(json.dumps(settings))
    with pytest.raises(SetupError, match="holds no tokenizer"):
        clip_score.load_eye(str(folder))
    tiny_models.clip_tokenizer(32).save_pretrained(folder)
    eye = clip_score.load_eye(str(folder))
    assert eye.count_tokens("ab") == 4, "two letters and two marks: this tokenizer, not open_clip's own"
    assert np.isfinite(eye.text("a street")).all()


def write_tone(path: Path) -> None:
    sound = (np.sin(np.arange(16000) / 16000 * 2 * np.pi * 220) * 9000).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(sound.tobytes())


@pytest.mark.film
def test_whisper_hears_the_same_twice_and_scores_words(ear, tmp_path):
    write_tone(tmp_path / "line.wav")
    first = speech_check.check_speech(tmp_path / "line.wav", "Where is the letter?", "en-GB", ear)
    assert first == speech_check.check_speech(tmp_path / "line.wav", "Where is the letter?", None, ear)
    assert first.status == "measured"
    assert 0 <= first.value <= 1
    assert first.evidence["words"] == 4
    with pytest.raises(SetupError, match="'hi'"):
        speech_check.check_speech(tmp_path / "line.wav", "चिट्ठी कहाँ है", "hi", ear)
    with pytest.raises(ScoreError, match="missing"):
        speech_check.check_speech(tmp_path / "none.wav", "hello", "en", ear)
    with pytest.raises(ScoreError, match="no word"):
        speech_check.check_speech(tmp_path / "line.wav", "…", "en", ear)


@pytest.mark.film
def test_a_shot_is_judged_by_its_recordings_and_the_words_kept_beside_them(ear, tmp_path):
    write_tone(tmp_path / f"{SHA}.wav")
    with pytest.raises(ScoreError, match="readable words"):
        speech_check.score(SPOKEN, tmp_path, ear)
    (tmp_path / f"{SHA}.json").write_text('{"words": [["Where", 0.0, 0.2], ["now?", 0.3, 0.5]], "phonemes": []}')
    score = speech_check.score(SPOKEN, tmp_path, ear)
    assert (score.status, score.evidence["line"], score.evidence["words"]) == ("measured", "l1", 2)
    assert speech_check.score(shot_plan(), tmp_path, ear).status == "not_applicable"


@pytest.mark.parametrize(
    ("wanted", "heard", "wrong"),
    [
        ("Where is it?", "where is it", 0),
        ("Don't go.", "dont go", 0),
        ("चिट्ठी कहाँ है?", "चिट्ठी कहाँ है", 0),
        ("one two three", "one three", 1),
        ("one two three", "one two too three", 1),
        ("one two three", "", 3),
        ("one two three", "three two one", 2),
    ],
)
def test_words_are_compared_without_case_and_points(wanted, heard, wrong):
    assert speech_check.edit_distance(speech_check.words_of(wanted), speech_check.words_of(heard)) == wrong


@pytest.mark.film
def test_the_scorers_hash_names_contents_and_not_places(clip_model, tmp_path):
    copied = tmp_path / "elsewhere"
    shutil.copytree(clip_model, copied)
    assert Scorers(clip_path=clip_model).hash == Scorers(clip_path=str(copied)).hash
    assert Scorers(clip_path=clip_model).hash != Scorers().hash
    config = copied / "open_clip_config.json"
    changed = tmp_path / "changed"
    shutil.copytree(copied, changed)
    (changed / config.name).write_text(config.read_text() + "\n")
    assert Scorers(clip_path=str(changed)).hash != Scorers(clip_path=str(copied)).hash
