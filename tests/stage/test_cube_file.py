""".cube tables: read as the specification says, refused with the line that breaks it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from film.errors import ConfigError
from tools.stage.cube_file import parse_cube, read_cube, through


def _solid(size: int, head: str = "", change=lambda rgb: rgb) -> str:
    steps = np.linspace(0.0, 1.0, size)
    rows = [change((r, g, b)) for b in steps for g in steps for r in steps]
    return f"{head}LUT_3D_SIZE {size}\n" + "\n".join(" ".join(f"{value:.6f}" for value in row) for row in rows)


def test_a_table_that_changes_nothing_changes_nothing() -> None:
    colours = np.random.default_rng(1).random((200, 3))
    assert np.allclose(through(parse_cube(_solid(9), "x.cube"), colours), colours, atol=1e-6)


def test_red_changes_fastest() -> None:
    swapped = parse_cube(_solid(5, change=lambda rgb: (rgb[2], rgb[0], rgb[1])), "x.cube")
    assert np.allclose(through(swapped, np.array([[0.1, 0.5, 0.9]])), [[0.9, 0.1, 0.5]], atol=1e-6)


def test_comments_titles_domains_and_one_dimension() -> None:
    text = '# made by hand\nTITLE "Half # not a comment"\nLUT_1D_SIZE 3\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 2 2 2\n\n0 0 0\n0.5 0.5 0.5 # middle\n0.5 1 0\n'
    cube = parse_cube(text, "x.cube")
    assert cube.title == "Half # not a comment"
    assert np.allclose(through(cube, np.array([[1.0, 1.5, 9.0]])), [[0.5, 0.75, 0.0]])


def test_the_largest_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.cube"
    path.write_text(_solid(65))
    assert read_cube(path).table.shape == (65, 65, 65, 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("LUT_3D_SIZE 66\n", "line 1.*2 to 65"),
        ("LUT_3D_SIZE x\n", "line 1.*whole number"),
        ("LUT_3D_SIZE 2\nLUT_1D_SIZE 2\n", "line 2.*second size"),
        ("TITLE x\n\n0 0\n", "line 3.*three numbers"),
        ("LUT_1D_SIZE 2\n0 0 zero\n", "line 2.*three numbers"),
        ("LUT_1D_SIZE 2\n0 0 nan\n0 0 0\n", "line 2.*three numbers"),
        ("LUT_1D_SIZE 2\n0 0 0\n1 1 1\n1 1 1\n", "line 4.*more than"),
        ("LUT_1D_SIZE 2\n0 0 0\n", "1 entries.*asks for 2"),
        ("LUT_1D_SIZE 2\nGAMMA 2.2\n", "line 2.*no keyword"),
        ("LUT_1D_SIZE 2\n0 0 0\nDOMAIN_MAX 1 1 1\n", "line 3.*before"),
        ("DOMAIN_MIN 1 1 1\nDOMAIN_MAX 1 1 1\n", "line 2.*above"),
        ("DOMAIN_MIN 2 2 2\nLUT_1D_SIZE 2\n0 0 0\n1 1 1\n", "above"),
        ("LUT_1D_SIZE 2\nLUT_1D_INPUT_RANGE 1 1\n0 0 0\n1 1 1\n", "above"),
        ("hello world\n", "line 1.*no keyword"),
        ("", "no LUT_3D_SIZE"),
    ],
)
def test_what_breaks_the_format_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        parse_cube(text, "x.cube")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.cube cannot be read"):
        read_cube(tmp_path / "none.cube")
