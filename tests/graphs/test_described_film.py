"""A sentence becomes a film: what a director would write is filmed, not read out."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from configs import settings as configuration
from configs.settings import Settings
from film.plan import plan_shot
from film.profile import Profile
from film.series import Series
from film.take import Slate
from graphs import session
from graphs.rehearsal import RehearsalWorkers
from studio.sentences import script_files

TOKYO = "Slow tracking shot of a neon-drenched Tokyo street, 35mm grain, anamorphic lens flare, raining"


def _rehearsal(count: int) -> RehearsalWorkers:
    return RehearsalWorkers(configuration.gates(), durable=False)


def _planned(text: str, folder: Path, **settings) -> Series:
    asked = Settings(mind="understudy", engine="rehearsal", **settings)
    with script_files([Path(text)]) as files:
        outcome = session.make(asked, files, runs=folder / "runs", plan_only=True, hire=_rehearsal)
    assert outcome.version is not None
    return outcome.version.series


def test_the_sentence_is_planned_as_it_is_written(tmp_path: Path) -> None:
    series = _planned(TOKYO, tmp_path)
    (_, scene, shot), *more = series.walk()
    assert not more and not scene.lines
    continuity = series.bible.scene(scene.id)
    place = series.bible.place(continuity.place_id)
    assert (place.set, place.neon, place.interior) == ("street", True, False)
    assert (continuity.time_of_day, continuity.weather, continuity.light) == ("night", "rain", "neon_night")
    camera, look = shot.state.camera, shot.state.look
    assert camera.move.kind == "dolly" and camera.move.direction == "in" and camera.move.speed < 0.7
    assert shot.duration_s >= 6.0
    assert look.grain > 0.3 and look.halation > 0.0 and look.flare > 0.4 and look.squeeze > 1.5
    assert shot.state.looks == ()


def test_a_short_sentence_needs_no_full_stop(tmp_path: Path) -> None:
    series = _planned("A wide shot of an empty street at night", tmp_path)
    assert [place.set for place in series.bible.places] == ["street"]


def test_a_look_on_the_command_governs_every_shot(tmp_path: Path) -> None:
    series = _planned("Wide shot of a desert. Close-up of a red stone on the ground.", tmp_path, look="sepia")
    assert {shot.state.look.monochrome for _, _, shot in series.walk()} == {1.0}


def test_a_cube_on_the_command_is_an_asset_of_the_run(tmp_path: Path) -> None:
    cube = tmp_path / "night vision.cube"
    cube.write_text("LUT_1D_SIZE 2\n0 0 0\n0.2 1 0.2\n")
    series = _planned("Wide shot of a desert at night.", tmp_path, look=f"16mm,{cube}")
    (_, _, shot), *_ = series.walk()
    lut = shot.state.look.lut
    assert lut is not None and (lut.kind, lut.name) == ("lut", "night vision.cube") and shot.state.look.grain_size == 2.0
    kept = list((tmp_path / "runs").glob(f"*/assets/{lut.sha256}"))
    assert len(kept) == 1 and kept[0].read_text() == cube.read_text()


@pytest.mark.film
def test_the_sentence_is_a_picture(tmp_path: Path) -> None:
    """Writes neon_street.png for a person to look at; the numbers only say that nothing of the sentence is missing."""
    import cv2

    from tools.stage.shot import ShotScene

    series = _planned(TOKYO, tmp_path)
    plan = plan_shot(series, "ep01/sc001/sh0010", Profile(name="picture", height=720, render_height=720))
    scene = ShotScene(Slate(plan=plan, asked_sha256="", attempt=1, seed=7, engine="stage"), tmp_path)
    first, last = scene.frame(12).rgb, scene.frame(plan.frames - 12).rgb
    cv2.imwrite(str(tmp_path / "neon_street.png"), first[..., ::-1])
    print(f"look at {tmp_path / 'neon_street.png'}", file=sys.stderr)
    levels = first.astype(float)
    chroma = levels.max(2) - levels.min(2)
    assert 25 < levels.mean() < 130
    assert (chroma > 70).mean() > 0.05
    hue = cv2.cvtColor(first, cv2.COLOR_RGB2HSV)[..., 0][chroma > 70]
    assert len(np.flatnonzero(np.bincount(hue // 30, minlength=6) > 0.02 * hue.size)) >= 3
    assert (first.max(2) >= 255).mean() < 0.02 and (first.max(2) <= 1).mean() < 0.05
    assert np.abs(levels - last).mean() > 4.0
