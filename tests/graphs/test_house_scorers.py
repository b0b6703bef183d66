"""Who judges where the user gives no model: the house's own on the stage, nobody elsewhere."""

from __future__ import annotations

import pytest

from configs import settings as configuration
from configs.settings import Settings
from graphs.unit import scorer_options
from tools.run.folder import RunFolder
from tools.score.scorers import Scorers


@pytest.fixture
def run(tmp_path, monkeypatch) -> RunFolder:
    for name in ("clip", "faces"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(configuration, "HOUSE_CLIP", tmp_path / "clip")
    monkeypatch.setattr(configuration, "HOUSE_FACES", tmp_path / "faces")
    return RunFolder.create(tmp_path / "run", "run")


@pytest.mark.parametrize("engine", ["stage", "saboteur:any@5"])
def test_the_house_judges_what_the_stage_drew(run, tmp_path, engine):
    options = scorer_options(Settings(engine=engine), run)
    assert (options["clip_path"], options["face_path"]) == (str(tmp_path / "clip"), str(tmp_path / "faces"))


def test_the_house_knows_no_other_pictures(run):
    options = scorer_options(Settings(engine="diffusers:sdxl=/models/xl"), run)
    assert (options["clip_path"], options["face_path"]) == (None, None)
    assert Scorers.model_validate(options).names == {"clip": None, "faces": None}


def test_the_users_own_models_judge_everywhere(run):
    for engine in ("stage", "diffusers:sdxl=/models/xl"):
        options = scorer_options(Settings(engine=engine, clip_model="/m/clip", face_pack="/m/faces"), run)
        assert (options["clip_path"], options["face_path"]) == ("/m/clip", "/m/faces")


def test_house_scorers_that_are_not_there_are_no_models(run, monkeypatch, tmp_path):
    monkeypatch.setattr(configuration, "HOUSE_CLIP", tmp_path / "gone")
    assert scorer_options(Settings(), run)["clip_path"] is None


def test_a_path_without_a_model_names_no_scorer_and_is_not_the_same_as_none_given(tmp_path):
    missing = Scorers(clip_path=str(tmp_path / "gone"), face_path=str(tmp_path / "gone"))
    assert missing.names == {"clip": None, "faces": None}
    assert missing.hash != Scorers().hash


def test_what_one_person_is_belongs_to_the_face_models_it_was_measured_for(tmp_path):
    (tmp_path / "det.onnx").write_bytes(b"one")
    (tmp_path / "rec.onnx").write_bytes(b"two")
    name = Scorers(face_path=str(tmp_path)).names["faces"]
    calibrated = Scorers(face_path=str(tmp_path), same_person={name: 0.55, "insightface@other": 0.3})
    assert (calibrated.same, Scorers(face_path=str(tmp_path)).same) == (0.55, None)
    assert calibrated.hash != Scorers(face_path=str(tmp_path)).hash
