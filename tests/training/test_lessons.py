"""Models learn, the same way twice, go on where they were stopped, and speak what insightface reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from film.errors import RenderError
from tests.training.schoolroom import make_school
from tools.score.face.models import InsightFace
from tools.training import detector, lessons, recogniser

QUIET = {"say": lambda line: None}


@pytest.fixture(scope="module")
def school(tmp_path_factory) -> Path:
    return make_school(tmp_path_factory.mktemp("school"))


@pytest.fixture(scope="module")
def pack(school, tmp_path_factory) -> Path:
    """Both face models after two steps."""
    folder = tmp_path_factory.mktemp("pack")
    detector.train(school, folder, steps=2, seed=1, **QUIET)
    recogniser.train(school, folder, steps=2, seed=1, batch=4, **QUIET)
    return folder


def test_the_pack_is_read_by_insightface(pack):
    models = InsightFace(pack)
    boxes, points = models._detector.detect(np.zeros((270, 480, 3), np.uint8), input_size=(480, 288))
    assert boxes.shape[1:] == (5,) and points.shape[1:] == (5, 2)
    crop = np.random.default_rng(1).integers(0, 255, (112, 112, 3), np.uint8)
    assert models._recogniser.get_feat(crop).shape == (1, recogniser.DIMENSIONS)
    assert models.is_sound()


def test_a_learned_face_is_found_where_it_is(school, tmp_path):
    """The network's own answer put through the exported file, decoded by insightface: strides, order and units agree."""
    import cv2
    import torch

    class Told(torch.nn.Module):
        """Says a face of 64 px whose box begins at (96, 32), in the middle cell of stride 16."""

        def forward(self, images):
            found = []
            for stride in detector.STRIDES:
                rows, columns = images.shape[2] // stride, images.shape[3] // stride
                score = torch.full((1, 1, rows, columns), -9.0) + 0 * images.mean()
                box, point = torch.zeros(1, 4, rows, columns), torch.zeros(1, 10, rows, columns)
                if stride == 16:
                    score[0, 0, 4, 8] = 9.0
                    box[0, :, 4, 8] = 2.0
                    point[0, :, 4, 8] = torch.arange(10) / 10
                found.append((score, box, point))
            return found

    detector.write_onnx(Told(), tmp_path / detector.FILE)
    from insightface.model_zoo import get_model

    model = get_model(str(tmp_path / detector.FILE), providers=["CPUExecutionProvider"])
    model.prepare(-1, det_thresh=0.5, input_size=(224, 160))
    boxes, points = model.detect(cv2.resize(np.zeros((2, 2, 3), np.uint8), (224, 160)))
    assert boxes.shape == (1, 5)
    np.testing.assert_allclose(boxes[0, :4], (96, 32, 160, 96), atol=1e-3)
    np.testing.assert_allclose(points[0].ravel(), np.tile((128, 64), 5) + np.arange(10) * 1.6, atol=1e-3)


@pytest.mark.parametrize(("teacher", "options"), [(detector, {}), (recogniser, {"batch": 4})])
def test_the_same_seed_gives_the_same_bytes(school, pack, tmp_path, teacher, options):
    teacher.train(school, tmp_path, steps=2, seed=1, **options, **QUIET)
    assert (tmp_path / teacher.FILE).read_bytes() == (pack / teacher.FILE).read_bytes()
    teacher.train(school, tmp_path, steps=2, seed=2, **options, **QUIET)
    assert (tmp_path / teacher.FILE).read_bytes() != (pack / teacher.FILE).read_bytes()


def test_a_killed_lesson_goes_on_to_the_same_weights(school, tmp_path, monkeypatch):
    monkeypatch.setattr(lessons, "KEPT_EVERY", 2)
    monkeypatch.setattr(lessons, "SAID_EVERY", 3)

    def killed(line: str) -> None:
        if "step 3/" in line:
            raise KeyboardInterrupt

    whole, broken = tmp_path / "whole", tmp_path / "broken"
    recogniser.train(school, whole, steps=4, seed=1, batch=4, **QUIET)
    with pytest.raises(KeyboardInterrupt):
        recogniser.train(school, broken, steps=4, seed=1, batch=4, say=killed)
    assert (broken / "recogniser.lesson").exists() and not (broken / recogniser.FILE).exists()
    recogniser.train(school, broken, steps=4, seed=1, batch=4, **QUIET)
    assert (broken / recogniser.FILE).read_bytes() == (whole / recogniser.FILE).read_bytes()
    assert not (broken / "recogniser.lesson").exists()


def test_a_checkpoint_of_another_lesson_is_refused(school, tmp_path, monkeypatch):
    monkeypatch.setattr(lessons, "KEPT_EVERY", 1)
    monkeypatch.setattr(lessons, "SAID_EVERY", 2)
    with pytest.raises(KeyboardInterrupt):
        recogniser.train(school, tmp_path, steps=9, seed=1, batch=4, say=_stop_at_two)
    with pytest.raises(RenderError, match="9 steps, not 3"):
        recogniser.train(school, tmp_path, steps=3, seed=1, batch=4, **QUIET)
    (tmp_path / "recogniser.lesson").write_bytes(b"torn")
    with pytest.raises(RenderError, match=r"recogniser\.lesson cannot be gone on from"):
        recogniser.train(school, tmp_path, steps=3, seed=1, batch=4, **QUIET)


def _stop_at_two(line: str) -> None:
    if "step 2/" in line:
        raise KeyboardInterrupt


def test_the_loss_falls_on_few_faces(school, tmp_path, monkeypatch):
    # The margin, which grows with the steps, would raise the loss while they learn.
    monkeypatch.setattr(recogniser, "MARGIN", 0.0)
    found = detector.train(school, tmp_path, steps=16, seed=1, **QUIET)
    known = recogniser.train(school, tmp_path, steps=16, seed=1, batch=8, rate=1e-3, **QUIET)
    assert np.mean(found[-3:]) < 0.8 * np.mean(found[:3])
    assert np.mean(known[-3:]) < 0.8 * np.mean(known[:3])


def test_a_loss_that_is_no_number_stops_the_lesson(tmp_path):
    import random

    with pytest.raises(RenderError, match="the loss is nan at step 0"):
        lessons.teach("any", {}, random.Random(1), tmp_path, lambda step: float("nan"), steps=3, batch=1, **QUIET)


def test_the_rate_rises_and_falls():
    shares = [lessons.share_of_rate(step, 1000) for step in range(1000)]
    assert shares.index(max(shares)) == pytest.approx(100, abs=1) and max(shares) == 1.0
    assert shares[0] == pytest.approx(0.01) and shares[-1] < 1e-4
    assert lessons.share_of_rate(0, 1) > 0
