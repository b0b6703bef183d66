"""Frames are the same bytes everywhere, lenses blur what they should, and a second shot starts at once."""

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from film.errors import RenderError
from film.state import Camera
from film.take import Slate
from tests.stage.floor_plans import shot_plan
from tools.stage import developing, edges, grain, kernels, light, optics, puddles, warm, weather
from tools.stage.grain import Grain
from tools.stage.materials import CLOTH, SKIN
from tools.stage.mesh import Mesh, MeshBuilder, revolve
from tools.stage.post import Stock
from tools.stage.renderer import Renderer, View, upscale
from tools.stage.sets import build_set
from tools.stage.shot import ShotScene

_FACE = np.zeros((4, 4, 4), np.float32)
_GRAINY = Stock(grain=Grain(level=0.02))
_ROOT = Path(__file__).parents[2]

_HASH_FRAMES = """
import hashlib, sys
sys.path.insert(0, sys.argv[2])
sys.path.insert(0, sys.argv[3])
from test_renderer import shot_frames
digest = hashlib.sha256()
for frame in shot_frames(int(sys.argv[1])):
    for array in (frame.rgb, frame.depth, frame.actor, frame.part, frame.normals):
        digest.update(array.tobytes())
print(digest.hexdigest())
"""


def _person(x: float = 0.0, z: float = 0.0) -> Mesh:
    builder = MeshBuilder()
    coat = [(0, 0.15), (0.6, 0.2), (0.9, 0.18), (1, 0.06)]
    revolve(builder, (x, 0, z), (x, 1.45, z), coat, (0.4, 0.1, 0.08), CLOTH, sides=16)
    head = [(0.02, 0.03), (0.5, 0.11), (0.98, 0.03)]
    revolve(builder, (x, 1.45, z), (x, 1.72, z), head, (0.55, 0.36, 0.27), SKIN, sides=16)
    return builder.build()


def shot_frames(threads: int) -> list:
    """Render a few frames that exercise beams, lamps, rain, snow and lens blur."""
    frames = []
    for name, hour, sky in (
        ("street", "night", "rain"),
        ("forest", "magic_hour", "clear"),
        ("neutral", "day", "snow"),
    ):
        stage = build_set(name, seed=2, time_of_day=hour, weather=sky)
        lit = light.rig(hour, sky, interior=stage.interior)
        person = _person()
        renderer = Renderer(192, 108, stage, lit, [(person, _FACE)], stock=_GRAINY, seed=5, threads=threads)
        view = View((0.4, 1.6, 4.0), (0.0, 1.2, 0.0), 40.0, focus_m=4.0, f_stop=1.4)
        frames += [renderer.frame(view, t, [(person.positions, person.normals)], maps=True) for t in (0.0, 0.7)]
    return frames


def _hash_in_a_process(threads: int, numba_threads: str, hash_seed: str) -> str:
    command = [sys.executable, "-c", _HASH_FRAMES, str(threads), str(_ROOT), str(Path(__file__).parent)]
    environment = {
        "PATH": "/usr/bin:/bin",
        "NUMBA_NUM_THREADS": numba_threads,
        "PYTHONHASHSEED": hash_seed,
        "OMP_NUM_THREADS": numba_threads,
    }
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=240)
    return done.stdout.strip()


def test_frames_do_not_depend_on_process_or_threads() -> None:
    first = _hash_in_a_process(1, "1", "1")
    assert len(first) == 64
    assert _hash_in_a_process(2, "2", "77") == first


def _render(view: View, *, hour: str = "day", weather: str = "clear", time_s: float = 0.0, grain_level: float = 0.0):
    stage = build_set("street", seed=2, time_of_day=hour, weather=weather)
    person = _person()
    lit = light.rig(hour, weather, interior=False)
    renderer = Renderer(192, 108, stage, lit, [(person, _FACE)], stock=Stock(grain=Grain(level=grain_level)))
    return renderer.frame(view, time_s, [(person.positions, person.normals)])


def _sharpness(rgb: np.ndarray) -> float:
    grey = rgb.astype(float).mean(-1)
    return float(np.abs(np.diff(grey, axis=1)).mean() + np.abs(np.diff(grey, axis=0)).mean())


def test_an_open_lens_blurs_the_background_and_spares_the_person() -> None:
    deep = View((0.0, 1.6, 2.2), (0.0, 1.5, 0.0), 85.0, focus_m=2.1, f_stop=0.0)
    shallow = deep._replace(f_stop=1.4)
    sharp, soft = _render(deep), _render(shallow)
    far = sharp.depth > 10
    assert _sharpness(np.where(far[..., None], soft.rgb, 0)) < _sharpness(np.where(far[..., None], sharp.rgb, 0))
    person = sharp.actor > 0
    assert person.mean() > 0.15
    inside = np.abs(sharp.rgb[person].astype(int) - soft.rgb[person].astype(int)).mean()
    outside = np.abs(sharp.rgb[far].astype(int) - soft.rgb[far].astype(int)).mean()
    assert inside < outside
    assert (sharp.depth == soft.depth).all()
    assert (sharp.actor == soft.actor).all()


def test_a_person_darkens_the_ground_they_stand_on() -> None:
    view = View((0.0, 2.2, 4.0), (0.0, 0.2, 0.0), 50.0)
    stage = build_set("neutral", seed=2, time_of_day="day", weather="overcast")
    lit = light.rig("day", "overcast", interior=False)
    person = _person()
    empty = Renderer(192, 108, stage, lit, []).frame(view, 0.0, [])
    with_person = Renderer(192, 108, stage, lit, [(person, _FACE)]).frame(
        view, 0.0, [(person.positions, person.normals)]
    )
    rows, columns = np.nonzero(with_person.actor)
    foot = rows.max() + 1
    around = slice(int(columns.mean()) - 12, int(columns.mean()) + 12)
    before, after = (f.rgb[foot : foot + 3, around].astype(float).mean() for f in (empty, with_person))
    # Creases alone (occlusion) darken it by about 11; the contact shadow doubles that.
    assert after < before - 17


def test_rain_and_grain_move_and_nothing_else_does() -> None:
    view = View((0.0, 1.6, 4.0), (0.0, 1.2, 0.0), 40.0)
    assert (_render(view).rgb == _render(view, time_s=1.0).rgb).all()
    assert (_render(view, weather="rain").rgb != _render(view, weather="rain", time_s=0.1).rgb).any()
    assert (_render(view, grain_level=0.02).rgb != _render(view, grain_level=0.02, time_s=0.1).rgb).any()


def test_frames_of_one_renderer_do_not_share_memory() -> None:
    stage = build_set("neutral", seed=0, time_of_day="day", weather="clear")
    renderer = Renderer(64, 36, stage, light.rig("day", "clear", interior=False), [])
    first = renderer.frame(View((0, 1, 4), (0, 1, 0), 35.0), 0.0, [])
    kept = first.rgb.copy()
    renderer.frame(View((3, 2, 4), (0, 1, 0), 35.0), 0.0, [])
    assert (first.rgb == kept).all()


def test_the_wrong_number_of_people_is_refused() -> None:
    stage = build_set("neutral", seed=0, time_of_day="day", weather="clear")
    renderer = Renderer(64, 36, stage, light.rig("day", "clear", interior=False), [(_person(), _FACE)])
    with pytest.raises(RenderError, match="0 poses for 1"):
        renderer.frame(View((0, 1, 4), (0, 1, 0), 35.0), 0.0, [])
    with pytest.raises(RenderError, match="does not fit"):
        renderer.frame(View((0, 1, 4), (0, 1, 0), 35.0), 0.0, [(np.zeros((5, 3)), np.zeros((5, 3)))])


@pytest.mark.parametrize(("width", "height"), [(63, 36), (64, 37), (16, 16)])
def test_odd_or_tiny_sizes_are_refused(width: int, height: int) -> None:
    stage = build_set("neutral", seed=0, time_of_day="day", weather="clear")
    with pytest.raises(RenderError):
        Renderer(width, height, stage, light.rig("day", "clear", interior=False), [])


@pytest.mark.parametrize("size", [(72, 128), (128, 128), (190, 80)])
def test_portrait_square_and_wide_frames_render(size: tuple[int, int]) -> None:
    stage = build_set("neutral", seed=0, time_of_day="day", weather="rain")
    renderer = Renderer(*size, stage, light.rig("day", "rain", interior=False), [])
    frame = renderer.frame(View((0, 1, 4), (0, 1, 0), 35.0, focus_m=4.0, f_stop=2.0), 0.3, [])
    assert frame.rgb.shape == (size[1], size[0], 3)
    assert frame.rgb.std() > 5


def test_upscale_keeps_the_picture() -> None:
    small = np.zeros((54, 96, 3), np.uint8)
    small[:, 48:] = (200, 100, 50)
    big = upscale(small, 192, 108)
    assert big.shape == (108, 192, 3)
    assert tuple(big[50, 180]) == (200, 100, 50)
    assert upscale(small, 96, 54) is small


def test_blur_of_the_thin_lens() -> None:
    """85 mm at f/2 focused at 3 m: the blur circle at infinity is 85^2 / (2 * 2915) = 1.239 mm wide."""
    assert abs(optics.blur_at_infinity_px(3.0, 85.0, 2.0, 10.0) - 6.196) < 0.01


def test_kernels_of_another_version_are_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "_HERE", tmp_path)
    source, cache = tmp_path / "noise.py", tmp_path / "__pycache__"
    source.write_text("a = 1")
    assert not kernels.drop_stale_kernels()
    (cache / "noise.f-1.nbi").write_text("compiled")
    assert not kernels.drop_stale_kernels()
    source.write_text("a = 2")
    assert kernels.drop_stale_kernels()
    assert not (cache / "noise.f-1.nbi").exists()


def test_warm_up_leaves_nothing_to_compile() -> None:
    from tools.stage import detail, maps, occlusion, raster, shading, shadows, shafts, sky

    warm.warm_up()
    kernels = (
        *(raster.set_up_clusters, raster.fill, maps.part_and_normal, maps.depth_and_actor, raster.visible_clusters),
        *(
            shading.shade,
            detail.survey,
            detail.flag,
            detail.carry_over,
            shadows.cast,
            occlusion.occlude,
            sky.paint,
            shafts.march,
        ),
        *(developing.develop, edges.smooth_edges, grain.lay_grain, optics.smear, puddles.trace, puddles.lay),
        *(weather.precipitate, weather.splash),
    )
    before = [len(kernel.signatures) for kernel in kernels]
    assert min(before) >= 1
    shot_frames(1)
    assert [len(kernel.signatures) for kernel in kernels] == before


def _digest_on_junk(monkeypatch: pytest.MonkeyPatch, byte: int) -> list[str]:
    """Frames of lone places with people passing by, and of a cast, in memory that held ``byte`` everywhere before."""
    real = np.empty

    def littered(*shape: Any, **more: Any) -> np.ndarray:
        made = real(*shape, **more)
        if made.size and made.dtype != object:
            made.reshape(-1).view(np.uint8).fill(byte)
        return made

    found = []
    with monkeypatch.context() as patch:
        patch.setattr(np, "empty", littered)
        for set_name, hour, cast in (("street", "day", ()), ("street", "night", ("ada",)), ("room", "night", ())):
            camera = Camera(size="full" if cast else "wide", angle="high", subjects=cast)
            plan = shot_plan(cast=cast, camera=camera, set_name=set_name, time_of_day=hour, size=(198, 110))
            scene = ShotScene(Slate(plan=plan, asked_sha256="", attempt=1, seed=3, engine="stage"), Path())
            for index in (0, 9):
                frame = scene.frame(index)
                found.append(hashlib.sha256(frame.rgb.tobytes() + frame.depth.tobytes()).hexdigest()[:12])
    return found


def test_no_picture_depends_on_what_memory_held(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _digest_on_junk(monkeypatch, 0x00) == _digest_on_junk(monkeypatch, 0x7B)
