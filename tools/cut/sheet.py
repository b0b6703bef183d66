"""Pages of stills with captions: a contact sheet of an episode, and before beside after.

Dark and neutral, so that nothing on the page colours the judgement of a picture. The type is that of the cards, so that
captions may be in Devanagari. Equal stills and captions give equal bytes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from film.errors import RenderError
from tools.cut.cards import PAPER, SOFT, load_font
from tools.cut.stills import png_bytes, read_still
from tools.whole import write_whole

PAGE_PX = 1920
"""The widest page; small stills make a narrower one, because enlarging them shows nothing more."""
MARGIN_PX, GUTTER_PX, ROW_GAP_PX = 44, 20, 26
GROUND, EMPTY, EDGE, FAINT = (24, 24, 25), (33, 33, 35), (46, 46, 48), (110, 108, 104)
"""The page, the place of a still that does not exist, hairlines, and the words in an empty place."""
TITLE_PX, HEAD_PX, CAPTION_PX, NOTE_PX = 32, 19, 20, 17
SMALLEST_CELL_PX = 240
"""Narrower, a caption has no room."""
DEFAULT_SIZE = (16, 9)
"""The shape of a place when no still is there to tell."""
LARGE_PAIRS = 6
"""Up to this many pairs have a row each: what a preview shows."""
TALLEST = 1.25
"""A cell's height by its width at most; a taller still gets narrower."""


class Entry(NamedTuple):
    """One still of a contact sheet."""

    still: Path | None
    """A picture file; None leaves an empty place."""
    caption: str
    """What it is: a shot's id."""
    note: str = ""
    """What to know of it: size, move, duration."""


def contact_sheet(entries: Sequence[Entry], out: Path, *, columns: int = 4, title: str = "") -> Path:
    """Writes one PNG with all ``entries`` in rows of ``columns``, whole, at most 1920 px wide.

    Raises:
        RenderError: a still is missing or no picture.
        SetupError: the cards' font is not there.
    """
    page = _Page(columns, [entry.still for entry in entries], together=1)
    page.band(title, heads=())
    for at in range(0, len(entries), columns):
        row = entries[at : at + columns]
        page.stills([entry.still for entry in row])
        page.captions([(entry.caption, entry.note) for entry in row])
    return page.write(out)


def side_by_side(
    pairs: Sequence[tuple[str, Path | None, Path | None]],
    out: Path,
    *,
    titles: tuple[str, str] = ("before", "after"),
    title: str = "",
) -> Path:
    """Writes one PNG of the still before and the one after of each pair, whole, at most 1920 px wide: a pair in a row
    while they are few, then two.

    Args:
        pairs: (caption, before, after). A shot that is new has no before, one that is gone no after.
        titles: the words above the two columns.

    Raises:
        RenderError: a still is missing or no picture.
        SetupError: the cards' font is not there.
    """
    across = 1 if len(pairs) <= LARGE_PAIRS else 2
    page = _Page(2 * across, [still for _, *both in pairs for still in both], together=2)
    page.band(title, heads=titles * across)
    for at in range(0, len(pairs), across):
        row = pairs[at : at + across]
        page.stills([still for _, *both in row for still in both])
        page.captions([(caption, "") for caption, _, _ in row])
    return page.write(out)


class _Page:
    """A page that grows downwards by strips; put together when it is written."""

    def __init__(self, columns: int, stills: Sequence[Path | None], together: int):
        """``together`` columns share a caption; between two such groups there is twice the space."""
        self.sizes = {still: _size_of(still) for still in stills if still is not None}
        widest = max((width for width, _ in self.sizes.values()), default=PAGE_PX)
        gaps = [0] + [GUTTER_PX * (2 if together > 1 and c % together == 0 else 1) for c in range(1, columns)]
        room = (PAGE_PX - 2 * MARGIN_PX - sum(gaps)) // columns
        self.together, self.cell = together, max(min(room, widest), min(room, SMALLEST_CELL_PX))
        self.lefts = [MARGIN_PX + c * self.cell + sum(gaps[: c + 1]) for c in range(columns)]
        self.width = self.lefts[-1] + self.cell + MARGIN_PX
        self.strips: list[np.ndarray] = []

    def band(self, title: str, heads: Sequence[str]) -> None:
        """The top of the page: the title, and a word above each column."""
        height = MARGIN_PX + (round(TITLE_PX * 2.1) if title else 0) + (round(HEAD_PX * 2.0) if heads else 0)
        pen, strip = _strip(self.width, height)
        if title:
            font = load_font(TITLE_PX, 330)
            shown = shortened(title, font, self.width - 2 * MARGIN_PX)
            pen.text((MARGIN_PX, MARGIN_PX + TITLE_PX * 0.5), shown, PAPER, font=font, anchor="lm")
        for left, head in zip(self.lefts, heads, strict=False):
            font = load_font(HEAD_PX, 420)
            pen.text((left, height - HEAD_PX * 1.2), shortened(head, font, self.cell), SOFT, font=font, anchor="lm")
        self.strips.append(np.asarray(strip))

    def stills(self, row: Sequence[Path | None]) -> None:
        """A row of pictures, each whole and in the middle of its cell; the tallest shape gives the row its height."""
        import cv2

        shapes = [self.sizes[still] for still in row if still is not None]
        shapes = shapes or list(self.sizes.values())[:1] or [DEFAULT_SIZE]
        row_height = round(self.cell * min(TALLEST, max(height / width for width, height in shapes)))
        strip = np.full((row_height, self.width, 3), GROUND, np.uint8)
        for left, still in zip(self.lefts, row, strict=False):
            if still is None:
                strip[:, left : left + self.cell] = _empty_cell(self.cell, row_height)
                continue
            picture = read_still(still)
            scale = min(self.cell / picture.shape[1], row_height / picture.shape[0])
            size = max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))
            top, side = (row_height - size[1]) // 2, left + (self.cell - size[0]) // 2
            strip[top : top + size[1], side : side + size[0]] = cv2.resize(
                picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
            )
        self.strips.append(strip)

    def captions(self, row: Sequence[tuple[str, str]]) -> None:
        """What stands below a row: a caption and, softer, a note for each group of stills."""
        has_note = any(note for _, note in row)
        height = round(CAPTION_PX * 1.9) + (round(NOTE_PX * 1.55) if has_note else 0)
        pen, strip = _strip(self.width, height + ROW_GAP_PX)
        room = self.together * (self.cell + GUTTER_PX) - GUTTER_PX
        for left, (caption, note) in zip(self.lefts[:: self.together], row, strict=False):
            font = load_font(CAPTION_PX, 420)
            pen.text((left, CAPTION_PX * 1.15), shortened(caption, font, room), PAPER, font=font, anchor="lm")
            if note:
                font = load_font(NOTE_PX, 350)
                line = CAPTION_PX * 1.9 + NOTE_PX * 0.6
                pen.text((left, line), shortened(note, font, room), SOFT, font=font, anchor="lm")
        self.strips.append(np.asarray(strip))

    def write(self, out: Path) -> Path:
        foot = np.full((MARGIN_PX - ROW_GAP_PX, self.width, 3), GROUND, np.uint8)
        write_whole(out, png_bytes(np.concatenate([*self.strips, foot])))
        return out


def _empty_cell(width: int, height: int) -> np.ndarray:
    """A place without a still: a darker field with a hairline and a dash."""
    from PIL import Image, ImageDraw

    cell = Image.new("RGB", (width, height), EMPTY)
    pen = ImageDraw.Draw(cell)
    pen.rectangle((0, 0, width - 1, height - 1), outline=EDGE)
    pen.text((width / 2, height / 2), "—", FAINT, font=load_font(CAPTION_PX, 350), anchor="mm")
    return np.asarray(cell)


def _size_of(still: Path) -> tuple[int, int]:
    """(width, height) in pixels, from the file's head."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(still) as file:
            return file.size
    except (OSError, UnidentifiedImageError) as error:
        raise RenderError(f"the picture {still.name!r} cannot be read ({error}); make it again") from error


def _strip(width: int, height: int):
    """(pen, picture): an empty stretch of page."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (width, height), GROUND)
    return ImageDraw.Draw(picture), picture


def shortened(text: str, font, room_px: float) -> str:
    """``text``, its end given up for an ellipsis where it does not fit."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if font.getlength(text) <= room_px:
        return text
    kept = len(text)
    while kept > 1 and font.getlength(f"{text[:kept].rstrip()}…") > room_px:
        kept -= 1
    return f"{text[:kept].rstrip()}…"
