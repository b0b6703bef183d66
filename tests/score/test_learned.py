"""The learned scorers on tiny random models: identical is 1, order is kept, absent is unknown, broken is an error."""

from __future__ import annotations

import hashlib
import wave
from pathlib import Path

import cv2
import numpy as np
import pytest

from film.bible import Asset
from film.errors import ScoreError, SetupError
from film.plan import Mouthing, ShotPlan
from tests.fakes import tiny_models
from tests.fakes.plans import member, shot_plan
from tests.score import clips
from tools.score import clip_score, faces, speech_check
from tools.score.evidence import CastEvidence, SeenFrame, Sighting
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
def pack(tmp_path_factory) -> str:
    return str(tiny_models.face_pack(tmp_path_factory.mktemp("models") / "faces"))


@pytest.fixture(scope="session")
def ear(tmp_path_factory) -> str:
    return str(tiny_models.whisper(tmp_path_factory.mktemp("models") / "whisper"))


def add_plate(assets: Path, picture: np.ndarray) -> str:
    data = cv2.imencode(".png", picture[..., ::-1])[1].tobytes()
    asset = Asset(id="plate", sha256=hashlib.sha256(data).hexdigest(), kind="plate")
    (assets / asset.sha256).write_bytes(data)
    return asset.sha256


def in_place_of(sha256: str) -> ShotPlan:
    plan = shot_plan(brief="a street at noon")
    return plan.model_copy(update={"place": plan.place.model_copy(update={"references": (sha256,)})})


def test_without_models_every_learned_score_is_unknown_and_says_what_to_give(tmp_path):
    told = {
        "--clip-model": clip_score.score(shot_plan(), FRAMES, tmp_path, None)[0],
        "--face-pack": faces.score(shot_plan("mara"), FRAMES, None, tmp_path, None)[0],
        "--whisper": speech_check.score(SPOKEN, tmp_path, None),
    }
    for option, score in told.items():
        assert (score.status, score.value) == ("unknown", None)
        assert option in str(score.evidence["why"])


def test_a_model_that_is_not_there_is_a_setup_error_and_not_unknown(tmp_path):
    with pytest.raises(SetupError, match="clip-model"):
        clip_score.score(shot_plan(), FRAMES, tmp_path, str(tmp_path / "none"))
    with pytest.raises(SetupError, match="clip-model"):
        clip_score.score(shot_plan(), FRAMES, tmp_path, f"ViT-B-32={tmp_path / 'none.safetensors'}")
    with pytest.raises(SetupError, match="face-pack"):
        faces.model_files(str(tmp_path))
    with pytest.raises(SetupError, match="whisper"):
        listening.model_files(str(tmp_path))


@pytest.mark.film
def test_a_frame_is_most_like_its_own_plate_and_less_so_with_blur(clip_model, tmp_path):
    plan = in_place_of(add_plate(tmp_path, FRAMES[0]))
    values = []
    for picture in (FRAMES[0], clips.blurred(FRAMES[:1], 3)[0], clips.noisy(FRAMES[:1], 90)[0]):
        _, plate = clip_score.score(plan, picture[None], tmp_path, clip_model)
        assert plate.scorer.startswith("open_clip@")
        values.append(plate.value)
    assert values[0] == pytest.approx(1, abs=1e-5)
    assert values[0] > values[1] > values[2]


@pytest.mark.film
def test_text_and_frames_are_compared_the_same_way_every_time(clip_model, tmp_path):
    plan = shot_plan(brief="a street at noon")
    first, plate = clip_score.score(plan, FRAMES, tmp_path, clip_model)
    again, _ = clip_score.score(plan, FRAMES, tmp_path, clip_model)
    assert first == again
    assert -1 <= first.value <= 1
    assert plate.status == "not_applicable"
    silent, _ = clip_score.score(shot_plan(), FRAMES, tmp_path, clip_model)
    assert silent.status == "not_applicable"
    other, _ = clip_score.score(shot_plan(brief="the moon"), FRAMES, tmp_path, clip_model)
    assert other.value != first.value


@pytest.mark.film
def test_words_that_clip_cannot_read_do_not_apply(clip_model, tmp_path):
    text, _ = clip_score.score(shot_plan(brief="मीरा को चिट्ठी मिलती है"), FRAMES, tmp_path, clip_model)
    assert text.status == "not_applicable"
    assert clip_score.is_latin("Où est la clé ?")


@pytest.mark.film
def test_a_missing_plate_is_an_error(clip_model, tmp_path):
    with pytest.raises(ScoreError, match="plate"):
        clip_score.score(in_place_of("0" * 64), FRAMES, tmp_path, clip_model)


def portrait(seed: int) -> np.ndarray:
    """A bright picture with a face-like pattern in its middle, another for each seed."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(120, 255, (12, 12, 3), dtype=np.uint8)
    return cv2.resize(coarse, (320, 320), interpolation=cv2.INTER_CUBIC)


@pytest.mark.film
def test_the_same_face_scores_one_another_face_less_and_noise_in_between(pack, tmp_path):
    sha = add_plate(tmp_path, portrait(1))
    plan = shot_plan("mara", cast=(member("mara", references=(sha,)),))

    def identity(picture: np.ndarray) -> float:
        (score,) = faces.score(plan, picture[None], None, tmp_path, pack)
        assert score.status == "measured", score.evidence
        return score.value

    same, noisy, other = identity(portrait(1)), identity(clips.noisy(portrait(1)[None], 40)[0]), identity(portrait(2))
    assert same == pytest.approx(1, abs=1e-4)
    assert same > noisy > other


@pytest.mark.film
def test_no_face_is_unknown_and_a_back_does_not_apply(pack, tmp_path):
    sha = add_plate(tmp_path, portrait(1))
    plan = shot_plan("mara", cast=(member("mara", references=(sha,)),))
    dark = np.full((1, 320, 320, 3), 5, np.uint8)
    (unseen,) = faces.score(plan, dark, None, tmp_path, pack)
    assert unseen.status == "unknown"
    back = Sighting(box=(0, 0, 1, 1), head=(0, 0, 1, 1), visible=0.3, head_visible=0.1, head_solo=0.1, facing_deg=170)
    turned = CastEvidence(size=(320, 320), cast=("mara",), frames=(SeenFrame(index=0, people={"mara": back}),))
    (away,) = faces.score(plan, dark, turned, tmp_path, pack)
    assert away.status == "not_applicable"
    (nobody,) = faces.score(shot_plan("mara"), dark, None, tmp_path, pack)
    assert nobody.status == "not_applicable"


@pytest.mark.film
def test_a_plate_without_a_face_is_an_error(pack, tmp_path):
    sha = add_plate(tmp_path, np.full((320, 320, 3), 5, np.uint8))
    plan = shot_plan("mara", cast=(member("mara", references=(sha,)),))
    with pytest.raises(ScoreError, match="shows no face"):
        faces.score(plan, portrait(1)[None], None, tmp_path, pack)


@pytest.mark.film
def test_a_pack_without_a_detector_is_a_setup_error(pack, tmp_path):
    (tmp_path / "rec.onnx").write_bytes((Path(pack) / "rec.onnx").read_bytes())
    with pytest.raises(SetupError, match="detector"):
        faces.load_reader(str(tmp_path))


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
    import shutil

    copied = tmp_path / "elsewhere"
    shutil.copytree(clip_model, copied)
    assert Scorers(clip_path=clip_model).hash == Scorers(clip_path=str(copied)).hash
    assert Scorers(clip_path=clip_model).hash != Scorers().hash
    config = copied / "open_clip_config.json"
    changed = tmp_path / "changed"
    shutil.copytree(copied, changed)
    (changed / config.name).write_text(config.read_text() + "\n")
    assert Scorers(clip_path=str(changed)).hash != Scorers(clip_path=str(copied)).hash
