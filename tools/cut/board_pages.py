"""The storyboard as pages to print or to pass round: PNG, A4 landscape, dark on light.

A scene begins with its heading and a row of its own. Text is measured before it is drawn, so that a row is as high as
its longest panel and nothing lies on anything else. The type is that of the cards: Latin and Devanagari.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tools.cut.board import Board, BoardEpisode, BoardScene, Panel, clock
from tools.cut.board_moves import Stroke, scale_of, strokes_of, words_of
from tools.cut.cards import load_font
from tools.cut.sheet import shortened
from tools.cut.stills import png_bytes, read_still

WIDTH, HEIGHT = 2338, 1654
"""A4 landscape at 200 dots an inch."""
MARGIN, TOP, FOOT = 84, 150, 70
GUTTER, ROW_GAP = 44, 34
HEADING, HEADING_GAP = 52, 22
TALLEST = 0.5
"""A still's height by the room of a page at most: its words must fit below, whatever the picture's shape."""
PAPER, INK, SOFT, MOVE, BAND, EMPTY = (
    (255, 255, 255), (23, 24, 26), (92, 95, 99), (200, 50, 30), (239, 239, 236), (233, 233, 230),
)  # fmt: skip
HALO = 0.0065
"""White on either side of a stroke, in frame heights; as strokes, less in a narrow frame."""
SMOOTH = 3
"""Strokes are drawn that many times as large, then brought down."""


class Row(NamedTuple):
    """A line of text under a still."""

    text: str
    size_px: int
    weight: int
    colour: tuple[int, int, int]
    indent_px: int = 0
    leading: float = 1.36
    before_px: int = 0
    """Free space above it."""
    right: str = ""
    """Set against the right edge of the same line."""


class Cell(NamedTuple):
    """A panel with its words broken into rows."""

    panel: Panel
    rows: tuple[Row, ...]

    @property
    def text_px(self) -> int:
        return sum(_height(row) for row in self.rows)


class Strip(NamedTuple):
    """What stands side by side on a page: a scene's heading, or panels."""

    scene: BoardScene
    cells: tuple[Cell, ...] = ()
    """None for a heading."""
    height_px: int = HEADING


def draw_pages(board: Board, stills: Path, columns: int) -> Iterator[bytes]:
    """PNG files, page by page.

    Raises:
        RenderError: a still is missing or no picture.
        SetupError: the cards' font is not there.
    """
    cell_px = (WIDTH - 2 * MARGIN - (columns - 1) * GUTTER) // columns
    still_px = _still_size(board, cell_px)
    laid_out = [(episode, page) for episode in board.episodes for page in pages_of(episode, columns, cell_px, still_px[1])]
    for number, (episode, page) in enumerate(laid_out, start=1):
        yield _draw(board, episode, page, (number, len(laid_out)), stills, cell_px, still_px)


def pages_of(episode: BoardEpisode, columns: int, cell_px: int, still_height_px: int) -> list[list[Strip]]:
    """An episode's strips, by pages. A heading stays with its first row; a scene that goes on has it again."""
    room = HEIGHT - TOP - FOOT
    most_px = room - HEADING - HEADING_GAP - still_height_px
    pages: list[list[Strip]] = []
    left = 0
    for scene in episode.scenes:
        cells = [_cell(panel, cell_px, most_px) for panel in scene.panels]
        for at in range(0, len(cells), columns):
            together = tuple(cells[at : at + columns])
            row = Strip(scene, together, still_height_px + max(cell.text_px for cell in together))
            begins = at == 0
            needed = row.height_px + (HEADING + HEADING_GAP if begins else 0)
            if not pages or needed > left:
                pages.append([])
                left, begins = room, True
            if begins:
                pages[-1].append(Strip(scene))
                left -= HEADING + HEADING_GAP
            pages[-1].append(row)
            left -= row.height_px + ROW_GAP
    return pages


def _still_size(board: Board, cell_px: int) -> tuple[int, int]:
    """(width, height) of a still in its cell."""
    tallest = (HEIGHT - TOP - FOOT) * TALLEST
    width = min(cell_px, round(tallest * board.aspect))
    return width, round(width / board.aspect)


def _cell(panel: Panel, width_px: int, most_px: int) -> Cell:
    """The panel's words in rows. What a page has no room for is told by an ellipsis: the HTML file has it all."""
    rows = [Row(panel.slate, 26, 700, INK, before_px=12, right=f"{panel.duration_s:.1f} s  ·  at {clock(panel.at_s)}")]
    rows += _wrapped(Row(panel.framing, 20, 420, SOFT), width_px)
    rows += _wrapped(Row(words_of(panel.move), 20, 640, MOVE), width_px)
    if panel.note and panel.still is not None:
        rows += _wrapped(Row(panel.note, 19, 420, SOFT), width_px)
    if panel.brief:
        rows += _wrapped(Row(panel.brief, 21, 420, INK, before_px=4), width_px)
    for said in panel.said:
        manner = f" ({said.manner})" if said.manner else ""
        rows += _wrapped(Row(said.speaker + manner, 18, 680, INK, indent_px=22, before_px=7), width_px)
        rows += _wrapped(Row(said.words, 21, 460, INK, indent_px=22), width_px)
        rows += _wrapped(Row(said.meaning, 19, 400, SOFT, indent_px=22), width_px)
    height, kept = 0, []
    for row in rows:
        height += _height(row)
        if height > most_px:
            kept[-1] = kept[-1]._replace(text=f"{kept[-1].text} …")
            break
        kept.append(row)
    return Cell(panel, tuple(kept))


def _wrapped(row: Row, width_px: int) -> list[Row]:
    """The row as as many as its cell needs, none for no text; a word that is wider than the cell is broken."""
    font = load_font(row.size_px, row.weight)
    room = width_px - row.indent_px
    lines: list[str] = []
    for word in unicodedata.normalize("NFC", row.text).split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines += _broken(word, font, room)
    return [row._replace(text=line, before_px=row.before_px if at == 0 else 0) for at, line in enumerate(lines)]


def _broken(word: str, font, room_px: float) -> list[str]:
    """The word in pieces that fit, never between a letter and its mark: scripts without spaces are one long word."""
    pieces = []
    while font.getlength(word) > room_px and len(word) > 1:
        end = len(word) - 1
        while end > 1 and (font.getlength(word[:end]) > room_px or unicodedata.category(word[end])[0] == "M"):
            end -= 1
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word]


def _height(row: Row) -> int:
    return row.before_px + round(row.size_px * row.leading)


def _draw(
    board: Board, episode: BoardEpisode, page: Sequence[Strip], number: tuple[int, int], stills: Path, cell_px: int,
    still_px: tuple[int, int],
) -> bytes:  # fmt: skip
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    _head(pen, board, episode, number)
    top = TOP
    for strip in page:
        if not strip.cells:
            goes_on = page[0] is strip and strip.scene.panels[0] is not page[1].cells[0].panel
            _heading(pen, strip.scene, top, goes_on=goes_on)
            top += HEADING + HEADING_GAP
            continue
        for at, cell in enumerate(strip.cells):
            left = MARGIN + at * (cell_px + GUTTER)
            _still(picture, pen, board, cell.panel, stills, (left, top), still_px)
            _text(pen, cell.rows, left, top + still_px[1], cell_px)
        top += strip.height_px + ROW_GAP
    return png_bytes(np.asarray(picture))


def _head(pen, board: Board, episode: BoardEpisode, number: tuple[int, int]) -> None:
    """Title, which film it is, page number; the foot stays free for a printer's edge."""
    line = TOP - 52
    at, of = number
    page, says = f"{at} / {of}", f"storyboard of {board.says}"
    name = board.title if episode.title in ("", board.title) else f"{board.title}  ·  {episode.title}"
    small, large = load_font(22, 420), load_font(34, 640)
    right = max(small.getlength(page), small.getlength("00 / 00"))
    pen.text((WIDTH - MARGIN, line - 24), page, INK, font=load_font(22, 640), anchor="rm")
    pen.text((WIDTH - MARGIN - right - 40, line - 24), says, SOFT, font=small, anchor="rm")
    room = WIDTH - 2 * MARGIN - right - 80 - small.getlength(says)
    pen.text((MARGIN, line - 26), shortened(name, large, room), INK, font=large, anchor="lm")
    pen.rectangle((MARGIN, line, WIDTH - MARGIN, line + 2), INK)


def _heading(pen, scene: BoardScene, top: int, *, goes_on: bool) -> None:
    pen.rectangle((MARGIN, top, WIDTH - MARGIN, top + HEADING), BAND)
    middle = top + HEADING / 2
    small, bold = load_font(20, 420), load_font(24, 680)
    about = f"{scene.about}  ·  {len(scene.panels)} shots  ·  {clock(scene.seconds)}"
    about = "goes on" if goes_on else about
    pen.text((WIDTH - MARGIN - 18, middle), about, SOFT, font=small, anchor="rm")
    pen.text((MARGIN + 18, middle), scene.number, INK, font=bold, anchor="lm")
    left = MARGIN + 18 + max(48, bold.getlength(scene.number) + 24)
    room = WIDTH - MARGIN - 58 - small.getlength(about) - left
    pen.text((left, middle), shortened(scene.heading, bold, room), INK, font=bold, anchor="lm")


def _still(picture, pen, board: Board, panel: Panel, stills: Path, at: tuple[int, int], size: tuple[int, int]) -> None:
    from PIL import Image

    left, top = at
    width, height = size
    if panel.still is None:
        pen.rectangle((left, top, left + width - 1, top + height - 1), EMPTY)
        font = load_font(20, 420)
        words = shortened(panel.note or "no picture", font, width - 40)
        pen.text((left + width / 2, top + height / 2), words, SOFT, font=font, anchor="mm")
        shown = np.asarray(picture.crop((left, top, left + width, top + height)))
    else:
        shown = _resized(read_still(stills / panel.still), size)
    picture.paste(Image.fromarray(inked(shown, strokes_of(panel.move, board.aspect))), at)
    pen.rectangle((left - 1, top - 1, left + width, top + height), outline=INK)


def _resized(rgb: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    import cv2

    smaller = size[0] < rgb.shape[1]
    return cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)


def inked(rgb: np.ndarray, strokes: Sequence[Stroke]) -> np.ndarray:
    """(H, W, 3) uint8 with the strokes of a move on it, each edged in white so that it is read on any picture."""
    if not strokes:
        return rgb
    shown = rgb.astype(np.float32)
    halo = HALO * scale_of(rgb.shape[1] / rgb.shape[0])
    for more, colour in ((halo, PAPER), (0.0, MOVE)):
        cover = _cover(strokes, (rgb.shape[1], rgb.shape[0]), more)[..., None]
        shown = shown * (1 - cover) + np.asarray(colour, np.float32) * cover
    return np.round(shown).astype(np.uint8)


def _cover(strokes: Sequence[Stroke], size: tuple[int, int], more: float) -> np.ndarray:
    """(H, W) float32 0..1: how much of each pixel the strokes cover, each ``more`` frame heights wider on either side."""
    from PIL import Image, ImageDraw

    width, height = size
    scale = height * SMOOTH
    mask = Image.new("L", (width * SMOOTH, height * SMOOTH))
    pen = ImageDraw.Draw(mask)
    for stroke in strokes:
        points = [(x * scale, y * scale) for x, y in stroke.points]
        if stroke.filled:
            pen.polygon(points, fill=255)
            points.append(points[0])
        thick = max(1, round(((0.0 if stroke.filled else stroke.width) + 2 * more) * scale))
        if stroke.filled and not more:
            continue
        pen.line(points, fill=255, width=thick, joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=255)
    return np.asarray(mask.reduce(SMOOTH), np.float32) / 255


def _text(pen, rows: Sequence[Row], left: int, top: int, width_px: int) -> None:
    for row in rows:
        font = load_font(row.size_px, row.weight)
        middle = top + row.before_px + row.size_px * row.leading / 2
        room = width_px - row.indent_px
        if row.right:
            small = load_font(21, 520)
            pen.text((left + width_px, middle), row.right, INK, font=small, anchor="rm")
            room -= small.getlength(row.right) + 16
        pen.text((left + row.indent_px, middle), shortened(row.text, font, room), row.colour, font=font, anchor="lm")
        top += _height(row)
