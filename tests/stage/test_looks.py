"""Looks: what each number does to a picture, and that every file that ships keeps highlights and skin."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from configs import look_files
from film.assets import Asset
from film.errors import ConfigError, RenderError
from film.named_looks import NamedLook, look_named, wearing
from film.state import Look
from tools.stage import light, optics
from tools.stage.frame import View
from tools.stage.grading import colour_table
from tools.stage.look import stock_of
from tools.stage.optics import Glass
from tools.stage.post import Post

LOOKS = look_files.built_in_looks()
GRADE = light.rig("day", "clear", interior=False).grade._replace(exposure=1.0, lift=(0.0, 0.0, 0.0), gain=(1.0, 1.0, 1.0), saturation=1.0)
HEIGHT, WIDTH = 180, 320


def _picture(radiance: np.ndarray, look: Look, *, time_s: float = 0.0, seed: int = 3, blur_px: float = 0.0) -> np.ndarray:
    grade = GRADE._replace(
        vignette=look.vignette, bloom=GRADE.bloom * look.bloom * 2, saturation=look.saturation, contrast=look.contrast
    )
    height, width = radiance.shape[:2]
    post = Post(width, height, grade, stock_of(look, grade, None), seed)
    depth = np.full((height, width), 20.0, np.float32)
    view = View((0, 1, 3), (0, 1, 0), 50.0, focus_m=2.0, f_stop=2.0)
    finished = post.finished(radiance.astype(np.float32), depth, view, blur_px, lambda rows, draw: draw(0, rows))
    return post.grained(finished, time_s)


def _flat(level: float | tuple[float, float, float]) -> np.ndarray:
    return np.full((HEIGHT, WIDTH, 3), level, np.float32)


PLAIN = Look(grain=0.0, vignette=0.0, bloom=0.0)


def _with(**fields) -> Look:
    return PLAIN.model_copy(update=fields)


def test_the_schema_is_the_models() -> None:
    assert json.loads(look_files.SCHEMA.read_text("utf-8")) == look_files.schema()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_look_that_ships_is_whole(look: NamedLook) -> None:
    assert look.look.model_fields_set
    assert look.title.get("en") and look.title.get("hi") and look.words.get("en")
    assert look.lut_file is None and look.look.lut is None


def test_no_word_means_two_looks() -> None:
    meant: dict[str, str] = {}
    for look in LOOKS:
        for word in (word.casefold() for spoken in look.words.values() for word in spoken):
            assert meant.setdefault(word, look.name) == look.name, word


def test_several_looks_keep_what_each_states() -> None:
    film, lens = look_named("35 mm grain", LOOKS), look_named("Anamorphic", LOOKS)
    assert film is not None and lens is not None
    worn = wearing(Look(), (film, lens))
    assert worn.grain == film.look.grain and worn.flare == lens.look.flare and worn.vignette == lens.look.vignette


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_highlights_and_skin_survive(look: NamedLook) -> None:
    worn = wearing(Look(), (look,)).model_copy(update={"grain": 0.0, "vignette": 0.0, "flare": 0.0})
    ramp = np.repeat(np.linspace(0.0, 3.0, WIDTH, dtype=np.float32)[None, :, None], 3, 2).repeat(HEIGHT, 0)
    shown = _picture(ramp, worn).astype(int).sum(2)[HEIGHT // 2]
    assert (np.diff(shown[8:-8]) >= -6).all()
    skins = [(0.62, 0.40, 0.29), (0.30, 0.17, 0.11), (0.09, 0.05, 0.035)]
    seen = [_picture(_flat(tuple(0.7 * c for c in skin)), worn)[90, 160].astype(int) for skin in skins]
    assert seen[0].sum() > seen[1].sum() > seen[2].sum()
    for red, _, blue in seen:
        assert red >= blue - 2 and 8 < red < 252


def test_a_plain_look_needs_no_table() -> None:
    assert colour_table(GRADE, Look(), None) is None
    assert colour_table(GRADE, Look(palette=0.1), None) is not None


def test_the_table_of_a_neutral_change_is_the_matrix() -> None:
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32) / HEIGHT
    radiance = 0.2 + 0.08 * np.dstack([x, y, 1.0 - x])
    nearly = _with(palette=1e-6)
    assert np.abs(_picture(radiance, PLAIN).astype(int) - _picture(radiance, nearly)).max() <= 1


def test_black_and_white_has_no_colour_and_its_glass_chooses() -> None:
    red, blue = _flat((0.5, 0.05, 0.05)), _flat((0.05, 0.05, 0.5))
    plain, glass = _with(monochrome=1.0), _with(monochrome=1.0, filter_colour="#ff4a2a")
    for each in (red, blue):
        shown = _picture(each, plain)[90, 160].astype(int)
        assert shown.max() - shown.min() <= 1
    assert int(_picture(red, glass)[90, 160, 0]) - int(_picture(blue, glass)[90, 160, 0]) > 60


def test_grain_belongs_to_moment_and_seed() -> None:
    look = _with(grain=0.6)
    first = _picture(_flat(0.2), look, time_s=0.5)
    assert (first == _picture(_flat(0.2), look, time_s=0.5)).all()
    assert (first != _picture(_flat(0.2), look, time_s=0.5 + 1 / 24)).any()
    assert (first != _picture(_flat(0.2), look, time_s=0.5, seed=4)).any()


@pytest.mark.parametrize("fps", [24, 25, 30, 60])
def test_no_two_frames_share_their_grain(fps: int) -> None:
    look = _with(grain=1.0)
    shown = {_picture(_flat(0.2), look, time_s=index / fps).tobytes() for index in range(12)}
    assert len(shown) == 12


def test_grain_is_strongest_in_the_middle() -> None:
    look = _with(grain=1.0)
    black, middle, white = (_picture(_flat(level), look).std() for level in (0.002, 0.18, 6.0))
    assert middle > 2.5 * black and middle > 2.5 * white and 4.0 < middle < 9.0


def test_grain_keeps_its_size_against_the_picture() -> None:
    look = _with(grain=1.0, grain_size=4.0)

    def likeness(height: int) -> float:
        """Of neighbours a four-hundredth of the height apart."""
        noise = _picture(np.full((height, height * 16 // 9 // 2 * 2, 3), 0.18), look)[..., 1].astype(float)
        step = height // 180
        noise -= noise.mean()
        return float((noise[:, step:] * noise[:, :-step]).mean() / noise.var())

    assert abs(likeness(360) - likeness(720)) < 0.12


def test_streaks_run_through_lamps_and_not_through_skies() -> None:
    lamp, sky = _flat(0.01), _flat(0.01)
    lamp[88:92, 158:162] = 20.0
    sky[:90] = 20.0
    assert optics._streaks(lamp[::4, ::4].copy(), Glass(streak=1.0), 1.0)[22, 10, 2] > 0.02
    assert optics._streaks(sky[::4, ::4].copy(), Glass(streak=1.0), 1.0).max() < 0.4
    plain, flared = _picture(lamp, PLAIN), _picture(lamp, _with(flare=1.0))
    beside = (flared[90, 60].astype(int) - plain[90, 60]).tolist()
    assert beside[2] > 12 and beside[2] > beside[0]
    assert abs(flared[30, 160].astype(int) - plain[30, 160]).max() <= 2


def test_halation_is_a_red_ring() -> None:
    lamp = _flat(0.01)
    lamp[86:94, 156:164] = 12.0
    gained = _picture(lamp, _with(halation=1.0))[90, 170].astype(int) - _picture(lamp, PLAIN)[90, 170]
    assert gained[0] > 25 and gained[0] > 2 * gained[2]


def test_a_squeezing_lens_draws_upright_ovals() -> None:
    lamp = _flat(0.0)
    lamp[88:92, 158:162] = 20.0
    shown = _picture(lamp, _with(squeeze=2.0), blur_px=16.0)[..., 1] > 30
    tall, wide = shown.any(1).sum(), shown.any(0).sum()
    assert tall > 1.5 * wide


def test_barrel_draws_corners_in_and_fills_the_frame() -> None:
    squares = _flat(0.1)
    squares[::, ::20] = 1.0
    straight, bent = _picture(squares, PLAIN), _picture(squares, _with(barrel=0.05))
    assert bent.shape == straight.shape and bent.min() > 10
    middle = [np.flatnonzero(row[:, 1] > 120) for row in (bent[90], bent[4])]
    assert middle[0].size and not np.array_equal(*[m[:3] for m in middle])


def test_a_cube_of_the_user_is_applied_last(tmp_path: Path) -> None:
    inverted = ["LUT_1D_SIZE 2", "1 1 1", "0 0 0"]
    (tmp_path / ("a" * 64)).write_text("\n".join(inverted))
    look = _with(lut=Asset(id="lut", sha256="a" * 64, kind="lut", name="mine.cube"))
    table = colour_table(GRADE, look, tmp_path)
    assert table is not None
    assert np.allclose(table[0, 0, 0], 255.0) and np.allclose(table[-1, -1, -1], 0.0)
    half = colour_table(GRADE, look.model_copy(update={"lut_strength": 0.5}), tmp_path)
    assert half is not None and np.allclose(half[0, 0, 0], 127.5)
    with pytest.raises(RenderError, match=r"colour table aaaaaaaaaaaa cannot be read"):
        colour_table(GRADE, look, tmp_path / "elsewhere")


def test_a_broken_look_file_names_its_key(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text('{"name": "mine", "look": {"grain": 3}}')
    with pytest.raises(ConfigError, match=r"mine\.json: look\.grain = 3"):
        look_files.read_look(path)
