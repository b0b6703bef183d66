"""Stills with a grade on them and the pages they are shown on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from film.errors import RenderError
from film.series import Grade
from tests.cut.pictures import clip, difference, frames
from tools.cut.decode import read_frames
from tools.cut.grade import graded
from tools.cut.sheet import GROUND, PAGE_PX, Entry, contact_sheet, side_by_side
from tools.cut.stills import graded_still, png_bytes, read_still

DARKER = Grade(brightness_stops=-0.6)
MAKE_PAGES = """
import sys
from pathlib import Path
from tools.cut.sheet import Entry, contact_sheet, side_by_side
folder, out = Path(sys.argv[1]), Path(sys.argv[2])
stills = sorted(folder.glob("*.png"))
contact_sheet([Entry(still, still.stem, "wide · 3 s") for still in stills], out / "sheet.png", title="बारिश")
side_by_side([("sh0010 · दुकान", stills[0], stills[1]), ("sh0020", None, stills[2])], out / "pairs.png")
"""


@pytest.fixture(scope="module")
def stills(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("stills")
    for scene in range(3):
        (folder / f"sh00{scene + 1}0.png").write_bytes(png_bytes(next(frames(1, scene, (320, 180)))))
    return sorted(folder.iterdir())


def test_a_graded_still_is_the_keyframe_as_the_cut_grades_it(stills: list[Path], tmp_path: Path) -> None:
    (tmp_path / "take").mkdir()
    (tmp_path / "take" / "keyframe.png").write_bytes(stills[1].read_bytes())
    out = graded_still(tmp_path / "take", DARKER, tmp_path / "new" / "still.png")
    assert np.array_equal(read_still(out), graded(next(frames(1, 1, (320, 180))), DARKER))
    plain = graded_still(tmp_path / "take", Grade(), tmp_path / "plain.png")
    assert np.array_equal(read_still(plain), read_still(stills[1]))


def test_a_take_without_a_keyframe_is_shown_by_the_middle_of_its_clip(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"tk01.*keyframe\.png"):
        graded_still(tmp_path / "tk01", DARKER, tmp_path / "still.png")
    clip(tmp_path / "tk01" / "clip.mp4", 20)
    shown = read_still(graded_still(tmp_path / "tk01", DARKER, tmp_path / "still.png"))
    assert difference(shown, graded(list(read_frames(tmp_path / "tk01" / "clip.mp4"))[10], DARKER)) == 0
    (tmp_path / "tk01" / "keyframe.png").write_bytes(b"torn")
    with pytest.raises(RenderError, match=r"keyframe\.png"):
        graded_still(tmp_path / "tk01", DARKER, tmp_path / "still.png")


def test_a_contact_sheet_shows_every_still_whole_in_its_place(stills: list[Path], tmp_path: Path) -> None:
    page = read_still(contact_sheet([Entry(still, "") for still in stills], tmp_path / "a.png", columns=2))
    assert (page.shape[1] - 2 * 44 - 20) // 2 == 320, "a still is not enlarged"
    tops = []
    for index, still in enumerate(stills):
        column = page[:, 44 + (index % 2) * 340 :][:, :320]
        found = [y for y in range(len(page) - 180) if np.array_equal(column[y : y + 180], read_still(still))]
        assert len(found) == 1
        tops += found
    assert tops[0] == tops[1] < tops[2] - 180


def test_many_pairs_stand_two_in_a_row(stills: list[Path], tmp_path: Path) -> None:
    pages = [
        read_still(side_by_side([("sh0010", stills[0], stills[1])] * count, tmp_path / f"{count}.png"))
        for count in (6, 7, 8)
    ]
    assert pages[0].shape[0] > pages[1].shape[0] and pages[0].shape[1] < pages[1].shape[1]
    assert pages[1].shape == pages[2].shape and not np.array_equal(pages[1], pages[2])


def test_pages_are_at_most_1920_wide_and_shapes_are_kept(tmp_path: Path) -> None:
    big, tall = np.full((1080, 1920, 3), 200, np.uint8), np.full((640, 360, 3), 200, np.uint8)
    for name, picture in (("big", big), ("tall", tall)):
        (tmp_path / f"{name}.png").write_bytes(png_bytes(picture))
    page = read_still(side_by_side([("x", tmp_path / "big.png", tmp_path / "tall.png")], tmp_path / "out.png"))
    assert PAGE_PX - 4 <= page.shape[1] <= PAGE_PX
    lit = (page == 200).all(axis=2)
    half = page.shape[1] // 2
    for part, shape in ((lit[:, :half], 16 / 9), (lit[:, half:], 360 / 640)):
        rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
        assert (np.ptp(columns) + 1) / (np.ptp(rows) + 1) == pytest.approx(shape, rel=0.01)


def test_captions_are_written_below_their_stills_and_end_in_an_ellipsis(stills: list[Path], tmp_path: Path) -> None:
    texts = ["", "दुकान में मीरा", "a very long caption " * 9]
    pages = [
        read_still(contact_sheet([Entry(stills[0], text), Entry(stills[1], "")], tmp_path / "a.png", columns=2))
        for text in texts
    ]
    ink = [int((page[:, 44:364] != GROUND).any(axis=2).sum()) for page in pages]
    assert ink[0] < ink[1] < ink[2]
    assert all(page.shape == pages[0].shape for page in pages)
    assert (pages[2][:, 364:384] == GROUND).all(), "no caption runs into the next"


def test_an_empty_page_and_a_missing_still(stills: list[Path], tmp_path: Path) -> None:
    assert read_still(contact_sheet([], tmp_path / "a.png", title="none")).shape[1] <= PAGE_PX
    assert read_still(side_by_side([("gone", None, None)], tmp_path / "b.png")).shape[1] <= PAGE_PX
    with pytest.raises(RenderError, match=r"gone\.png"):
        contact_sheet([Entry(tmp_path / "gone.png", "x")], tmp_path / "c.png")
    assert not (tmp_path / "c.png").exists()


def test_two_processes_write_equal_pages(stills: list[Path], tmp_path: Path) -> None:
    for name in ("a", "b"):
        subprocess.run([sys.executable, "-c", MAKE_PAGES, str(stills[0].parent), str(tmp_path / name)], check=True)
    for page in ("sheet.png", "pairs.png"):
        assert (tmp_path / "a" / page).read_bytes() == (tmp_path / "b" / page).read_bytes()
