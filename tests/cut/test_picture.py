"""The assembly: exact to the frame, copied where it can be, the same again."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from film.errors import RenderError
from film.profile import Encoding
from film.series import Grade
from tests.cut.pictures import ENCODING, FPS, SIZE, clip, difference
from tools.cut.decode import probe, read_frames
from tools.cut.parts import Card, Clip, Part, Still, fitted, pictures, total_frames
from tools.cut.picture import assemble, draw

RATE = Fraction(FPS)


@pytest.fixture(scope="module")
def takes(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("takes")
    return [clip(folder / f"{scene}.mp4", 24, scene) for scene in range(3)]


def made(parts: list[Part], out: Path, **options) -> tuple[list[np.ndarray], int]:
    """(frames of the assembled film, how many were copied)."""
    assembly = assemble(parts, out, ENCODING, SIZE, FPS, **options)
    assert assembly.frames == total_frames(parts) == probe(out).frames
    return list(read_frames(out)), assembly.copied


def test_whole_clips_are_copied_packet_by_packet(takes: list[Path], tmp_path: Path) -> None:
    film, copied = made([Clip(path, 0, 24) for path in takes], tmp_path / "film.mp4")
    assert copied == 72
    for scene, path in enumerate(takes):
        assert all(np.array_equal(a, b) for a, b in zip(film[scene * 24 :], read_frames(path), strict=False))


def test_everything_at_once_is_exact_to_the_frame_and_looks_as_drawn(takes: list[Path], tmp_path: Path) -> None:
    still = tmp_path / "still.png"
    Image.fromarray(next(read_frames(takes[2]))).save(still)
    parts: list[Part] = [
        Card("title", {"en": "Rain"}, {"en": "Episode 1"}, "en", 10),
        Clip(takes[0], 0, 20, transition_in="fade", transition_frames=6),
        Clip(takes[1], 0, 24, transition_in="dissolve", transition_frames=5),
        Still(still, 7),
        Clip(takes[2], 3, 21),
        Clip(takes[0], 0, 11, grade=Grade(brightness_stops=-1)),
        Clip(takes[1], 0, 18, speed=0.5),
        Card("end", {"en": "End"}, {}, "en", 8, transition_in="fade", transition_frames=4),
    ]
    film, copied = made(parts, tmp_path / "film.mp4", fade_out_frames=4)
    assert len(film) == 10 + 20 + 24 + 7 + 21 + 11 + 18 + 8
    assert copied == (16 - 8) + (24 - 8) + (24 - 8)
    drawn = list(draw(parts, 0, len(film), SIZE, RATE, 4))
    assert max(difference(a, b) for a, b in zip(film, drawn, strict=True)) < 4


def test_byte_identical_when_made_again_in_another_folder(takes: list[Path], tmp_path: Path) -> None:
    parts: list[Part] = [
        Card("title", {"hi": "बारिश"}, {}, "hi", 6),
        Clip(takes[0], 0, 24, transition_in="dissolve", transition_frames=4),
        Clip(takes[1], 0, 24),
    ]
    outs = [tmp_path / "a" / "film.mp4", tmp_path / "b c" / "other.mp4"]
    for out in outs:
        assemble(parts, out, ENCODING, SIZE, FPS)
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert [path.name for path in outs[0].parent.iterdir()] == ["film.mp4"]


def test_a_dissolve_mixes_the_end_of_one_shot_into_the_next(takes: list[Path], tmp_path: Path) -> None:
    parts: list[Part] = [Clip(takes[0], 0, 16), Clip(takes[1], 0, 24, transition_in="dissolve", transition_frames=4)]
    film, _ = made(parts, tmp_path / "film.mp4")
    before, after = list(read_frames(takes[0])), list(read_frames(takes[1]))
    for frame in range(4):
        amount = (frame + 1) / 5
        expected = before[16 + frame] * (1 - amount) + after[frame] * amount
        assert difference(film[16 + frame], expected) < 4
    assert np.array_equal(film[16 + 12], after[12])


def test_a_dissolve_out_of_a_used_up_clip_holds_its_last_frame(takes: list[Path]) -> None:
    beyond = pictures(Clip(takes[0], 0, 24), SIZE, RATE, first=26)
    last = list(read_frames(takes[0]))[-1]
    assert np.array_equal(next(beyond), last) and np.array_equal(next(beyond), last)


def test_fades_go_through_black_on_both_sides_of_the_cut(takes: list[Path], tmp_path: Path) -> None:
    parts: list[Part] = [Clip(takes[0], 0, 24), Clip(takes[1], 0, 24, transition_in="fade", transition_frames=8)]
    film, copied = made(parts, tmp_path / "film.mp4", fade_out_frames=6)
    light = [float(frame.mean()) for frame in film]
    assert light[19] > light[21] > light[23] and light[24] < light[26] < light[28]
    assert max(light[23], light[24]) < 0.25 * light[10]
    assert light[-1] < 0.15 * light[10]
    assert copied == 16 + 8


def test_speed_keeps_the_plans_length(takes: list[Path], tmp_path: Path) -> None:
    film, copied = made([Clip(takes[0], 0, 12, 2.0), Clip(takes[0], 0, 16, 0.5)], tmp_path / "film.mp4")
    source = list(read_frames(takes[0]))
    assert len(film) == 12 + 16 and copied == 0
    assert difference(film[5], source[10]) < 3
    assert difference(film[12 + 7], (source[3].astype(int) + source[4]) / 2) < 3


def test_a_trimmed_clip_begins_where_it_was_trimmed_and_is_copied_from_the_next_group_on(
    takes: list[Path], tmp_path: Path
) -> None:
    film, copied = made([Clip(takes[0], 0, 24), Clip(takes[1], 5, 15), Clip(takes[2], 8, 8)], tmp_path / "film.mp4")
    source = [list(read_frames(path)) for path in takes]
    assert copied == 24 + (15 - 3 - 4) + 8
    assert np.array_equal(film[23], source[0][23])
    for frame in range(15):
        nearest = min(range(24), key=lambda f: difference(film[24 + frame], source[1][f]))
        assert nearest == 5 + frame
    assert np.array_equal(film[39], source[2][8]) and np.array_equal(film[46], source[2][15])


@pytest.mark.parametrize(("speed", "frames"), [(1.5, 16), (2.0, 12), (3.0, 8), (4.0, 6), (1.1, 22)])
def test_a_fast_clip_shows_only_frames_that_were_shot(takes: list[Path], speed: float, frames: int) -> None:
    source = list(read_frames(takes[0]))
    shown = pictures(Clip(takes[0], 0, frames, speed), SIZE, RATE)
    for frame in range(frames):
        assert np.array_equal(next(shown), source[int(frame * speed + 0.5)])


@pytest.mark.parametrize(("speed", "frames"), [(0.5, 48), (0.7, 34), (0.25, 96)])
def test_a_slow_clip_moves_on_every_frame_and_ends_on_its_last(takes: list[Path], speed: float, frames: int) -> None:
    source = [frame.astype(float) for frame in read_frames(takes[0])]
    shown = list(islice(pictures(Clip(takes[0], 0, frames, speed), SIZE, RATE), frames))
    for frame, picture in enumerate(shown):
        at, between = divmod(frame * speed, 1)
        after = source[min(int(at) + 1, 23)]
        assert difference(picture, source[int(at)] * (1 - between) + after * between) < 1
    moving = shown[: int(23 / speed)]
    assert all(not np.array_equal(a, b) for a, b in pairwise(moving))


def test_a_dissolve_out_of_a_trimmed_clip_shows_what_was_trimmed(takes: list[Path], tmp_path: Path) -> None:
    after = Clip(takes[1], 2, 12, transition_in="dissolve", transition_frames=4)
    source = [list(read_frames(path)) for path in takes]
    for before, handle in ((Clip(takes[0], 3, 10), range(13, 17)), (Clip(takes[0], 4, 5, 2.0), range(14, 22, 2))):
        film, _ = made([before, after], tmp_path / f"{before.frames}.mp4")
        for frame, shown in enumerate(handle):
            amount = (frame + 1) / 5
            expected = source[0][shown] * (1 - amount) + source[1][2 + frame] * amount
            assert difference(film[before.frames + frame], expected) < 4


def test_a_clip_begun_in_its_middle_shows_what_it_shows_when_run_through(takes: list[Path]) -> None:
    for part in (Clip(takes[0], 3, 14, 1.5), Clip(takes[0], 3, 40, 0.5), Clip(takes[0], 3, 6, 3.0)):
        whole = list(islice(pictures(part, SIZE, RATE), part.frames + 3))
        for first in (1, part.frames - 1, part.frames + 2):
            assert np.array_equal(next(pictures(part, SIZE, RATE, first)), whole[first])


def test_a_clip_of_another_encoding_or_size_is_encoded_again(takes: list[Path], tmp_path: Path) -> None:
    coarse = clip(tmp_path / "coarse.mp4", 16, encoding=Encoding(gop=8, threads=2, preset="ultrafast"))
    small = clip(tmp_path / "small.mp4", 16, size=(64, 64))
    film, copied = made([Clip(takes[0], 0, 24), Clip(coarse, 0, 16), Clip(small, 0, 16)], tmp_path / "film.mp4")
    assert copied == 24
    assert film[-1][:, :14].mean() < 3, "a square picture stands between black bars"
    assert film[-1][:, 20:76].mean() > 30


def test_a_still_is_fitted_and_moves_slowly_closer(tmp_path: Path) -> None:
    wide = np.zeros((50, 200, 3), np.uint8)
    wide[:, 90:110] = 250
    Image.fromarray(wide).save(tmp_path / "wide.png")
    still = Still(tmp_path / "wide.png", 20, push=0.2)
    shown = [frame for frame, _ in zip(pictures(still, SIZE, RATE), range(20), strict=False)]
    assert shown[0][:18].max() == 0
    assert (shown[19][32, :, 0] > 128).sum() > (shown[0][32, :, 0] > 128).sum()
    assert fitted(wide, (96, 64)).shape == (64, 96, 3)


def test_what_cannot_be_cut_is_an_error_and_leaves_nothing(takes: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out" / "film.mp4"
    (tmp_path / "bad.mp4").write_bytes(takes[0].read_bytes()[:900])
    (tmp_path / "bad.png").write_text("no picture")
    wrong: list[tuple[list[Part], str]] = [
        ([], "empty"),
        ([Clip(takes[0], 0, 30)], "24 frames"),
        ([Clip(takes[0], 0, 20, speed=1.5)], "ends after frame 23"),
        ([Clip(takes[0], 30, 4, speed=0.5)], "no frame 30"),
        ([Clip(tmp_path / "bad.mp4", 0, 5)], "bad.mp4"),
        ([Clip(tmp_path / "no.mp4", 0, 5)], "no.mp4"),
        ([Clip(tmp_path / "no.mp4", 0, 5, 0.5)], "no.mp4"),
        ([Still(tmp_path / "bad.png", 5)], "bad.png"),
    ]
    for parts, said in wrong:
        with pytest.raises(RenderError, match=said):
            assemble(parts, out, ENCODING, SIZE, FPS)
        assert not out.parent.exists() or list(out.parent.iterdir()) == []
