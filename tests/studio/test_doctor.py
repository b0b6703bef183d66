"""What ``filmcrew doctor`` says of the scorers: which serve, from which bounds, and what may be used instead."""

from __future__ import annotations

from pathlib import Path

from configs import settings
from film.thresholds import Thresholds
from studio import doctor
from tests.film.test_thresholds import entry, thresholds
from tools.score.clip import model as clip_model
from tools.score.face import scoring as faces


def folder(path: Path, *names: str) -> Path:
    path.mkdir(parents=True)
    for name in names:
        (path / name).write_bytes(name.encode())
    return path


def test_without_house_scorers_it_says_that_takes_are_held_and_what_to_give(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "HOUSE_CLIP", tmp_path / "none")
    monkeypatch.setattr(settings, "HOUSE_FACES", tmp_path / "none")
    clip, face = doctor._clip_scorer(), doctor._face_scorer()
    assert not clip["ok"] and not face["ok"]
    assert "--clip-model" in clip["found"] and "held" in clip["found"]
    assert all(word in face["found"] for word in ("--face-pack", "non-commercial", "YuNet (MIT)", "SFace (Apache-2.0)"))


def test_it_says_whether_the_bounds_are_the_scorers_own(monkeypatch, tmp_path):
    pack = folder(tmp_path / "faces", "det_house.onnx", "rec_house.onnx")
    monkeypatch.setattr(settings, "HOUSE_FACES", pack)
    monkeypatch.setattr(settings, "shipped_thresholds", lambda: ())
    name = faces.scorer_name(str(pack))
    before = doctor._face_scorer()
    assert before["ok"] and name in before["found"] and "not calibrated" in before["found"]
    calibrated = Thresholds.model_validate(thresholds(name, entry("face_identity")))
    monkeypatch.setattr(settings, "shipped_thresholds", lambda: (calibrated,))
    assert "not calibrated" not in doctor._face_scorer()["found"]


def test_a_house_model_that_is_torn_is_one_sentence_and_no_crash(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "HOUSE_CLIP", folder(tmp_path / "clip", clip_model.CONFIG))
    found = doctor._clip_scorer()
    assert not found["ok"] and "is not a CLIP model" in found["found"]
