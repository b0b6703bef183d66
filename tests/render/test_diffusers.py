"""The diffusers engine on tiny random pipelines: files, sizes, sameness, and what is said when a folder is wrong."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from film.errors import RenderError, SetupError
from film.profile import Encoding
from tests.fakes import tiny_models
from tests.fakes.plans import shot_plan
from tools.cut.decode import picture_sha256, probe, read_frames
from tools.render.diffusers_engine import DiffusersEngine
from tools.render.engine import CLIP, KEYFRAME, Engine, Sources
from tools.render.retiming import cover, retimed

PLAN = shot_plan("mara", render_width=64, render_height=64, width=128, height=72, frames=12)


@pytest.fixture(scope="session")
def models(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("diffusers")
    makers = (tiny_models.sdxl, tiny_models.sd, tiny_models.svd, tiny_models.animatediff)
    return {make.__name__: make(folder / make.__name__) for make in makers}


def engine_of(models: dict[str, Path], still: str = "sdxl", clip: str = "svd") -> DiffusersEngine:
    chosen = {still: models[still], clip: models[clip]}
    return DiffusersEngine(chosen, Encoding(), keyframe_steps=2, clip_steps=2, native_frames=3)


def shoot(engine: Engine, folder: Path, seed: int = 5, plan=PLAN, sources: Sources | None = None) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    slate = engine.slate(plan, asked_sha256="0" * 64, attempt=1, seed=seed)
    sources = sources or Sources(folder, folder)
    engine.keyframe(slate, sources, folder)
    engine.clip(slate, sources, folder)
    return picture_sha256(folder / CLIP)


@pytest.mark.film
@pytest.mark.parametrize(("still", "clip"), [("sdxl", "svd"), ("sd", "animatediff")])
def test_a_take_has_the_delivered_size_and_repeats_by_its_seed(models, tmp_path, still, clip):
    engine = engine_of(models, still, clip)
    assert isinstance(engine, Engine)
    first, again, other = (shoot(engine, tmp_path / n, seed) for n, seed in (("a", 5), ("b", 5), ("c", 6)))
    assert first == again != other
    assert (tmp_path / "a" / KEYFRAME).read_bytes() == (tmp_path / "b" / KEYFRAME).read_bytes()
    found = probe(tmp_path / "a" / CLIP)
    assert (found.width, found.height, found.frames, found.fps) == (128, 72, 12, 24)
    assert cv2.imread(str(tmp_path / "a" / KEYFRAME)).shape == (72, 128, 3)
    engine.close()


@pytest.mark.film
def test_another_process_makes_the_same_frames(models, tmp_path):
    mine = shoot(engine_of(models), tmp_path / "mine")
    code = (
        "import sys\nfrom pathlib import Path\nfrom tests.render.test_diffusers import engine_of, shoot\n"
        "models = {'sdxl': Path(sys.argv[1]), 'svd': Path(sys.argv[2])}\n"
        "print(shoot(engine_of(models), Path(sys.argv[3])))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(models["sdxl"]), str(models["svd"]), str(tmp_path / "theirs")],
        check=True, timeout=120, capture_output=True, text=True, env={"PYTHONHASHSEED": "99", "TZ": "Asia/Kolkata"},
    )  # fmt: skip
    assert ran.stdout.split()[-1] == mine


@pytest.mark.film
def test_the_slate_names_words_weights_and_retiming(models):
    engine = engine_of(models)
    slate = engine.slate(PLAN, asked_sha256="0" * 64, attempt=2, seed=7)
    assert "woman" in slate.prompt
    assert slate.parameters["native_frames"] == 3
    assert slate.parameters["retiming"] == "crossfade"
    assert int(slate.parameters["clauses_dropped"]) > 0, "byte tokens leave room for 75 letters"
    assert set(slate.models) == {"sdxl", "svd"}
    assert all(len(sha) == 64 for sha in slate.models.values())
    same = engine.slate(PLAN, asked_sha256="1" * 64, attempt=3, seed=7)
    assert same.take_id == slate.take_id, "the take's id does not depend on how often it was tried"
    assert engine.fingerprint()["threads"] == "1"


@pytest.mark.film
def test_other_weights_are_another_take(models, tmp_path):
    import shutil

    copied = tmp_path / "sdxl"
    shutil.copytree(models["sdxl"], copied)
    slate = engine_of(models).slate(PLAN, asked_sha256="0" * 64, attempt=1, seed=7)
    elsewhere = engine_of({**models, "sdxl": copied}).slate(PLAN, asked_sha256="0" * 64, attempt=1, seed=7)
    assert elsewhere.take_id == slate.take_id, "the place of a model is not part of it"
    changed = tmp_path / "changed"
    shutil.copytree(copied, changed)
    weights = changed / "unet" / "diffusion_pytorch_model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(bytes(data))
    other = engine_of({**models, "sdxl": changed}).slate(PLAN, asked_sha256="0" * 64, attempt=1, seed=7)
    assert other.take_id != slate.take_id


@pytest.mark.film
def test_a_still_is_held_and_a_start_frame_is_the_keyframe(models, tmp_path):
    picture = np.random.default_rng(3).integers(0, 255, (9, 16, 3), dtype=np.uint8)
    picture = cv2.resize(picture, (128, 72), interpolation=cv2.INTER_CUBIC)
    data = cv2.imencode(".png", picture)[1].tobytes()
    sha = hashlib.sha256(data).hexdigest()
    (tmp_path / sha).write_bytes(data)
    engine = engine_of(models)
    shoot(engine, tmp_path / "still", plan=PLAN.model_copy(update={"kind": "still", "still_sha256": sha}),
          sources=Sources(tmp_path, tmp_path))  # fmt: skip
    assert np.array_equal(cv2.imread(str(tmp_path / "still" / KEYFRAME)), picture)
    frames = list(read_frames(tmp_path / "still" / CLIP))
    assert len(frames) == 12
    assert np.abs(frames[0].astype(int) - frames[-1]).mean() < 2
    slate = engine.slate(PLAN, asked_sha256="0" * 64, attempt=1, seed=1)
    (tmp_path / "next").mkdir()
    engine.keyframe(slate, Sources(tmp_path, tmp_path, start_frame=tmp_path / sha), tmp_path / "next")
    assert np.array_equal(cv2.imread(str(tmp_path / "next" / KEYFRAME)), picture)


@pytest.mark.film
def test_broken_weights_are_a_render_error_and_leave_no_file(models, tmp_path):
    import torch

    engine = engine_of(models)
    pipe = engine._pipe("sdxl")
    with torch.no_grad():
        next(pipe.unet.parameters()).fill_(float("nan"))
    slate = engine.slate(PLAN, asked_sha256="0" * 64, attempt=1, seed=1)
    with pytest.raises(RenderError, match="NaN"):
        engine.keyframe(slate, Sources(tmp_path, tmp_path), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_model_is_a_setup_error(tmp_path):
    engine = DiffusersEngine({"sdxl": tmp_path / "none", "svd": tmp_path / "none"}, Encoding())
    with pytest.raises(SetupError, match="tokenizer"):
        engine.slate(PLAN, asked_sha256="0" * 64, attempt=1, seed=1)


@pytest.mark.film
def test_a_pipeline_of_another_kind_is_a_setup_error(models, tmp_path):
    engine = DiffusersEngine({"sdxl": models["sdxl"], "svd": models["sdxl"]}, Encoding(), native_frames=3)
    slate = engine.slate(PLAN, asked_sha256="0" * 64, attempt=1, seed=1)
    cv2.imwrite(str(tmp_path / KEYFRAME), np.zeros((72, 128, 3), np.uint8))
    with pytest.raises(SetupError, match="svd"):
        engine.clip(slate, Sources(tmp_path, tmp_path), tmp_path)


def test_retiming_goes_from_the_first_frame_to_the_last_without_steps():
    native = np.stack([np.full((2, 2, 3), level, np.uint8) for level in (0, 100, 200)])
    levels = [int(frame[0, 0, 0]) for frame in retimed(native, 9)]
    assert levels == [0, 25, 50, 75, 100, 125, 150, 175, 200]
    assert [int(f[0, 0, 0]) for f in retimed(native[:1], 3)] == [0, 0, 0]
    assert len(list(retimed(native, 1))) == 1
    assert [int(f[0, 0, 0]) for f in retimed(native, 3)] == [0, 100, 200]


@pytest.mark.parametrize(("across", "down"), [(64, 64), (128, 72), (96, 128), (200, 50)])
def test_cover_fills_the_frame_and_keeps_the_middle(across, down):
    picture = np.zeros((down, across, 3), np.uint8)
    picture[down // 2 - 4 : down // 2 + 4, across // 2 - 4 : across // 2 + 4] = 255
    filled = cover(picture, 128, 72)
    assert filled.shape == (72, 128, 3)
    rows, columns = np.nonzero(filled[..., 0] > 127)
    assert abs(rows.mean() - 35.5) <= 1
    assert abs(columns.mean() - 63.5) <= 1
