"""The stage as an engine: whole takes, their accounts and masks, and the same bytes in every process."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from film.errors import RenderError
from film.profile import Encoding
from film.state import Camera, Move
from tests.stage.floor_plans import shot_plan
from tools.render.engine import CLIP, CLIP_CAST, CLIP_MASKS, KEYFRAME, KEYFRAME_CAST, KEYFRAME_MASK, Sources
from tools.render.stage import StageEngine, evidence_frames

pytestmark = pytest.mark.film

QUICK = Encoding(preset="ultrafast", crf=30, threads=1)


def two_shot(**more):
    camera = Camera(size="medium", subjects=("ada", "ben"), focal_mm=40, move=Move(kind="push_in"))
    return shot_plan(camera=camera, frames=6, **more)


def take(plan, folder: Path, seed=3, engine=None):
    engine = engine or StageEngine(QUICK)
    slate = engine.slate(plan, asked_sha256="0" * 64, attempt=1, seed=seed)
    sources = Sources(speech=folder / "speech", assets=folder / "assets")
    return engine, slate, sources


def mask_of(path: Path) -> np.ndarray:
    import cv2

    return cv2.imread(str(path), cv2.IMREAD_UNCHANGED)


def test_a_clip_has_its_frames_its_size_and_a_true_account(tmp_path):
    from tools.cut.decode import probe
    from tools.score.evidence import read_evidence

    plan = two_shot(size=(320, 180)).model_copy(update={"width": 480, "height": 270})
    engine, slate, sources = take(plan, tmp_path)
    told = []
    engine.clip(slate, sources, tmp_path, lambda done, frames: told.append((done, frames)))
    picture = probe(tmp_path / CLIP)
    assert told[-1] == (6, 6)
    assert (picture.width, picture.height, picture.frames) == (480, 270, 6)
    evidence = read_evidence(tmp_path / CLIP_CAST, tmp_path / CLIP_MASKS)
    assert evidence is not None
    assert evidence.cast == ("ada", "ben")
    assert [frame.index for frame in evidence.frames] == list(evidence_frames(6))
    for frame in evidence.frames:
        assert frame.people["ada"].head[0] < frame.people["ben"].head[0]
        assert frame.people["ada"].visible > 0.02


def test_a_keyframe_has_its_account_and_mask(tmp_path):
    from tools.score.evidence import read_evidence

    engine, slate, sources = take(two_shot(), tmp_path)
    engine.keyframe(slate, sources, tmp_path)
    assert mask_of(tmp_path / KEYFRAME).shape == (180, 320, 3)
    evidence = read_evidence(tmp_path / KEYFRAME_CAST, tmp_path / KEYFRAME_MASK)
    assert evidence is not None
    assert set(np.unique(mask_of(tmp_path / KEYFRAME_MASK))) == {0, 1, 2}
    head = evidence.frames[0].people["ada"]
    assert 0.5 < head.head_visible / head.head_solo <= 1.05


def test_another_seed_is_another_framing_of_the_same_acting_not_another_grain(tmp_path):
    masks = []
    for seed in (3, 4, 5):
        engine, slate, sources = take(two_shot(), tmp_path, seed)
        engine.keyframe(slate, sources, tmp_path / str(seed))
        masks.append(mask_of(tmp_path / str(seed) / KEYFRAME_MASK))
    for a, b in ((0, 1), (0, 2), (1, 2)):
        for person in (1, 2):
            one, other = masks[a] == person, masks[b] == person
            assert (one & other).sum() / (one | other).sum() < 0.98


def test_a_still_fills_the_frame_and_moves_gently(tmp_path):
    import cv2

    (tmp_path / "assets").mkdir()
    painted = np.zeros((400, 500, 3), np.uint8)
    painted[..., 1] = np.linspace(40, 220, 500).astype(np.uint8)
    data = cv2.imencode(".png", painted)[1].tobytes()
    sha256 = hashlib.sha256(data).hexdigest()
    (tmp_path / "assets" / sha256).write_bytes(data)
    camera = Camera(move=Move(kind="push_in", speed=2.0))
    plan = shot_plan(cast=(), camera=camera, frames=72, still_sha256=sha256)
    engine, slate, sources = take(plan, tmp_path)
    engine.keyframe(slate, sources, tmp_path)
    shown = mask_of(tmp_path / KEYFRAME)
    assert shown.shape == (180, 320, 3)
    assert shown[..., 1].min() > 30
    from tools.render.stage import _still

    show = _still(slate, sources)
    assert np.abs(show(0).astype(int) - show(71)).max() > 3


def test_a_missing_still_says_so(tmp_path):
    plan = shot_plan(cast=(), still_sha256="f" * 64)
    engine, slate, sources = take(plan, tmp_path)
    with pytest.raises(RenderError, match="still"):
        engine.keyframe(slate, sources, tmp_path)
    assert not (tmp_path / KEYFRAME).exists()


def test_what_could_not_stand_is_told(tmp_path):
    camera = Camera(size="wide", subjects=("ada",), focal_mm=135)
    engine, slate, sources = take(shot_plan(cast=("ada",), camera=camera, set_name="room", frames=4), tmp_path)
    engine.keyframe(slate, sources, tmp_path)
    assert json.loads((tmp_path / KEYFRAME_CAST).read_text())["moved"]


_CHILD = """
import sys
from pathlib import Path
from tests.stage.test_stage_engine import take, two_shot
folder = Path(sys.argv[1])
engine, slate, sources = take(two_shot(size=(192, 108)), folder)
engine.clip(slate, sources, folder)
"""


def test_processes_threads_and_hash_seeds_agree_on_every_byte(tmp_path):
    root = str(Path(__file__).parents[2])
    sums = set()
    for number, (hash_seed, threads) in enumerate((("1", "1"), ("77", "2"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        settings = {"PYTHONHASHSEED": hash_seed, "NUMBA_NUM_THREADS": threads, "PYTHONPATH": root, "TZ": "Asia/Kolkata"}
        subprocess.run(
            [sys.executable, "-c", _CHILD, str(folder)],
            env={**os.environ, **settings},
            check=True,
            cwd=folder,
        )
        sums.add(hashlib.sha256((folder / CLIP).read_bytes()).hexdigest())
        sums.add(hashlib.sha256((folder / CLIP_CAST).read_bytes()).hexdigest())
    assert len(sums) == 2


def test_threads_inside_a_picture_change_nothing(tmp_path):
    pictures = []
    for threads in (1, 2):
        engine, slate, sources = take(two_shot(), tmp_path, engine=StageEngine(QUICK, threads=threads))
        engine.keyframe(slate, sources, tmp_path / str(threads))
        pictures.append((tmp_path / str(threads) / KEYFRAME).read_bytes())
    assert pictures[0] == pictures[1]
