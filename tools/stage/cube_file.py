""".cube tables of colour, as grading programs write them: one-dimensional and three-dimensional.

Follows Adobe, "Cube LUT Specification 1.0", 2013: keywords and triples of numbers, one to a line, ``#`` begins a
comment, red changes fastest in a 3D table.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from film.errors import ConfigError

LARGEST_3D, LARGEST_1D = 65, 65536
_LARGEST_BYTES = 64 * 1024 * 1024


class Cube(NamedTuple):
    """A table of colour; inputs outside its domain take the colour at its rim."""

    title: str
    table: np.ndarray
    """(N, 3) float32 for one channel at a time, or (N, N, N, 3), indexed by blue, green and red."""
    low: np.ndarray
    """(3,) float32 input that the first entry stands for."""
    high: np.ndarray
    """(3,) float32 input that the last entry stands for."""


def read_cube(path: Path, *, name: str = "") -> Cube:
    """The table in a file.

    Args:
        name: what errors call the file, where it lies under its content's name; its own when empty.

    Raises:
        ConfigError: it cannot be read, or breaks the format; the message has the line.
    """
    name = name or path.name
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise ConfigError(f"{name} is larger than {_LARGEST_BYTES >> 20} MB; a .cube of size {LARGEST_3D} has 8 MB")
        text = path.read_text("utf-8-sig", errors="replace")
    except OSError as error:
        raise ConfigError(f"{name} cannot be read ({error.strerror}); give the path of a .cube file") from error
    return parse_cube(text, name)


def parse_cube(text: str, name: str) -> Cube:
    """The table in the text of a .cube file. Raises ConfigError with the line that breaks the format."""
    head = _Head(name)
    rows: list[tuple[float, ...]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.split("#", 1)[0] if not line.lstrip().upper().startswith("TITLE") else line
        words = line.split()
        if not words:
            continue
        if words[0][0].isalpha() and words[0].lower() not in ("nan", "inf", "infinity"):
            head.keyword(number, words, line, begun=bool(rows))
            continue
        rows.append(_three(name, number, words))
        if len(rows) > head.expected():
            raise ConfigError(
                f"{name}, line {number}: more than the {head.expected()} entries that {head.size_line()} asks for"
            )
    if not head.size:
        raise ConfigError(f"{name}: no LUT_3D_SIZE and no LUT_1D_SIZE; it is not a .cube table")
    if len(rows) != head.expected():
        raise ConfigError(
            f"{name}: {len(rows)} entries, and {head.size_line()} asks for {head.expected()}; the file is cut short"
        )
    if any(low >= high for low, high in zip(head.low, head.high, strict=True)):
        raise ConfigError(f"{name}: the table's inputs run from {head.low} to {head.high}; the second must lie above the first")
    table = np.array(rows, np.float32)
    if head.solid:
        table = table.reshape(head.size, head.size, head.size, 3)
    return Cube(head.title, table, np.array(head.low, np.float32), np.array(head.high, np.float32))


class _Head:
    """What the keywords of a file said so far."""

    def __init__(self, name: str) -> None:
        self.name, self.title = name, ""
        self.size, self.solid = 0, False
        self.low, self.high = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)

    def expected(self) -> int:
        return self.size**3 if self.solid else self.size

    def size_line(self) -> str:
        return f"LUT_{'3D' if self.solid else '1D'}_SIZE {self.size}"

    def keyword(self, number: int, words: list[str], line: str, *, begun: bool) -> None:
        """Take one keyword line in. Raises ConfigError when it is not legal."""
        key = words[0].upper()
        if begun:
            raise ConfigError(
                f"{self.name}, line {number}: {words[0]!r} stands after the first entry; keywords come before"
            )
        if key == "TITLE":
            self.title = line.strip()[5:].strip().strip('"')
        elif key in ("LUT_3D_SIZE", "LUT_1D_SIZE"):
            self._sized(number, words, solid=key == "LUT_3D_SIZE")
        elif key in ("DOMAIN_MIN", "DOMAIN_MAX"):
            three = _three(self.name, number, words[1:])
            self.low, self.high = (three, self.high) if key == "DOMAIN_MIN" else (self.low, three)
        elif key in ("LUT_3D_INPUT_RANGE", "LUT_1D_INPUT_RANGE") and len(words) == 3:
            low, high, _ = _three(self.name, number, [*words[1:], "0"])
            self.low, self.high = (low,) * 3, (high,) * 3
        else:
            legal = "TITLE, LUT_3D_SIZE, LUT_1D_SIZE, DOMAIN_MIN, DOMAIN_MAX"
            raise ConfigError(f"{self.name}, line {number}: {words[0]!r} is no keyword of a .cube file ({legal})")
        if any(low >= high for low, high in zip(self.low, self.high, strict=True)) and key.startswith("DOMAIN_MAX"):
            raise ConfigError(f"{self.name}, line {number}: DOMAIN_MAX must lie above DOMAIN_MIN {self.low}")

    def _sized(self, number: int, words: list[str], *, solid: bool) -> None:
        most = LARGEST_3D if solid else LARGEST_1D
        size = int(words[1]) if len(words) == 2 and words[1].isdecimal() else 0
        if not 2 <= size <= most:
            raise ConfigError(
                f"{self.name}, line {number}: {' '.join(words)!r}: a size is a whole number from 2 to {most}"
            )
        if self.size:
            raise ConfigError(f"{self.name}, line {number}: a second size; a file holds one table")
        self.size, self.solid = size, solid


def _three(name: str, number: int, words: list[str]) -> tuple[float, float, float]:
    try:
        found = tuple(float(word) for word in words)
    except ValueError:
        found = ()
    if len(found) != 3 or not all(abs(value) < 1e6 for value in found):
        raise ConfigError(f"{name}, line {number}: {' '.join(words)!r:.60}: three numbers are expected")
    return found  # type: ignore[return-value]


def through(cube: Cube, rgb: np.ndarray) -> np.ndarray:
    """Colours (..., 3) float as the table gives them; between its entries straight lines (3D: trilinear)."""
    size = cube.table.shape[0]
    at = np.clip((np.asarray(rgb, np.float32) - cube.low) / (cube.high - cube.low), 0.0, 1.0) * (size - 1)
    low = np.minimum(at.astype(np.int64), size - 2)
    part = at - low
    if cube.table.ndim == 2:
        channels = np.arange(3)
        below, above = cube.table[low, channels], cube.table[low + 1, channels]
        return below + (above - below) * part
    out = np.zeros_like(at)
    for corner in range(8):
        step = np.array([corner & 1, corner >> 1 & 1, corner >> 2])
        share = np.where(step, part, 1.0 - part).prod(-1, keepdims=True)
        red, green, blue = np.moveaxis(low + step, -1, 0)
        out += share * cube.table[blue, green, red]
    return out
