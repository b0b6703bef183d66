"""Casting sheets as pages to pin on a wall: PNG, A4 landscape. Pictures come from the stage's portrait studio.

One page for everybody: a large portrait, four views round the head, eight expressions, the wardrobe from head to foot.
And one with all of them side by side at one scale, against lines of height.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tools.cut.cards import load_font
from tools.cut.cast_sheet import Cast, Member, Outfit
from tools.cut.sheet import shortened
from tools.cut.stills import png_bytes

if TYPE_CHECKING:
    from tools.stage.sitting import Framing

WIDTH, HEIGHT = 2338, 1654
"""A4 landscape at 200 dots an inch."""
MARGIN, GAP = 84, 24
PAPER, INK, SOFT, LINE = (255, 255, 255), (23, 24, 26), (92, 95, 99), (206, 206, 202)
FINER = 1.5
"""Pictures are taken that much larger, then brought down: edges of hair need it."""

VIEWS = (("front", 0.0), ("three-quarter", 42.0), ("profile", 90.0), ("back", 180.0))
EXPRESSIONS = ("neutral", "happy", "tender", "surprised", "afraid", "sad", "angry", "stern")

_HERO, _VIEW, _EXPRESSION, _FIGURE = (560, 720), (380, 475), (277, 279), (300, 610)
_TOP = 176
_HERO_FOOT = _TOP + _HERO[1]
_FIGURES = 3
"""Whole figures that the first page has room for."""


def draw_page(cast: Cast, member: Member, number: int, people: Path | None) -> bytes:
    """One character's page as a PNG file.

    Raises:
        SetupError: the cards' font is not there.
    """
    from PIL import Image, ImageDraw

    from tools.stage.sitting import BUST, FACE, FIGURE

    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    _head(pen, member.name, cast.title, f"{number} / {len(cast.members)}", f"cast of {cast.says}")
    studio = _Studio(member, people)
    first = member.outfits[0]
    _paste(picture, pen, studio.photograph(first, BUST, _HERO, 28.0, "neutral"), (MARGIN, _TOP))
    left = MARGIN + _HERO[0] + GAP - 6
    for at, (name, yaw_deg) in enumerate(VIEWS):
        x = left + at * (_VIEW[0] + GAP)
        _paste(picture, pen, studio.photograph(first, FACE, _VIEW, yaw_deg, "neutral"), (x, _TOP))
        _caption(pen, name, x, _TOP + _VIEW[1], _VIEW[0])
    _words(pen, member, left, _TOP + _VIEW[1] + 48, WIDTH - MARGIN - left)
    low = _HERO_FOOT + 36
    for at, name in enumerate(EXPRESSIONS):
        x = MARGIN + at % 4 * (_EXPRESSION[0] + GAP)
        y = low + at // 4 * (_EXPRESSION[1] + 44)
        _paste(picture, pen, studio.photograph(first, FACE, _EXPRESSION, 8.0, name), (x, y))
        _caption(pen, name, x, y + _EXPRESSION[1], _EXPRESSION[0])
    right = WIDTH - MARGIN - _FIGURES * _FIGURE[0] - (_FIGURES - 1) * GAP
    for at, (outfit, yaw_deg) in enumerate(_figures(member.outfits)):
        x = right + at * (_FIGURE[0] + GAP)
        _paste(picture, pen, studio.photograph(outfit, FIGURE, _FIGURE, yaw_deg, "neutral"), (x, low))
        _caption(pen, _outfit_words(outfit, yaw_deg), x, low + _FIGURE[1], _FIGURE[0])
    return png_bytes(np.asarray(picture))


def draw_line_up(cast: Cast, people: Path | None) -> bytes:
    """Everybody at one scale, in one row of ten or in two rows, as a PNG file."""
    from PIL import Image, ImageDraw

    from tools.stage.sitting import standing

    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    _head(pen, cast.title, "", f"{len(cast.members)} people", f"cast of {cast.says}")
    count = max(10, -(-len(cast.members) // 2))
    rows = [cast.members[at : at + count] for at in range(0, len(cast.members), count)] or [()]
    room = (HEIGHT - _TOP - 80) // len(rows)
    for line, members in enumerate(rows):
        top, tall = _TOP + line * room, room - 70
        metres = max(1.5, *(member.identity.height_m for member in members)) * 1.12 if members else 1.0
        each = min((WIDTH - 2 * MARGIN - 60) // max(len(members), 1), round(tall * 0.52))
        start = MARGIN + 60 + (WIDTH - 2 * MARGIN - 60 - each * len(members)) // 2
        for at, member in enumerate(members):
            size = (each, tall)
            shown = _Studio(member, people).photograph(member.outfits[0], standing(metres), size, 12.0, "neutral")
            picture.paste(Image.fromarray(shown), (start + at * each, top))
            _caption(pen, f"{member.name}, {member.identity.age}", start + at * each, top + tall, each)
        _height_lines(pen, metres, (MARGIN + 60, top), (WIDTH - 2 * MARGIN - 60, tall), start, each * len(members))
    return png_bytes(np.asarray(picture))


class _Studio:
    """One character before the camera; each outfit is built once."""

    def __init__(self, member: Member, people: Path | None) -> None:
        self._member, self._people = member, people

    def photograph(
        self, outfit: Outfit, framing: Framing, size: tuple[int, int], yaw_deg: float, expression: str
    ) -> np.ndarray:
        """(H, W, 3) uint8 display RGB of ``size``."""
        import cv2

        from tools.stage.people.person import build_person
        from tools.stage.sitting import portrait

        person = build_person(self._member.identity, outfit.wardrobe, detail="close", folder=self._people)
        large = tuple(round(side * FINER / 2) * 2 for side in size)
        frame = portrait(person, framing, size=(large[0], large[1]), yaw_deg=yaw_deg, expression=expression)
        return cv2.resize(frame.rgb, size, interpolation=cv2.INTER_AREA)


def _figures(outfits: Sequence[Outfit]) -> list[tuple[Outfit, float]]:
    """What the wardrobe's row shows: each outfit from the front; where there is room, the first ones' other sides."""
    shown = [(outfit, 14.0) for outfit in outfits[:_FIGURES]]
    for yaw_deg in (180.0, 90.0):
        shown += [(outfit, yaw_deg) for outfit in outfits[: _FIGURES - len(shown)]]
    return shown[:_FIGURES]


def _outfit_words(outfit: Outfit, yaw_deg: float) -> str:
    side = {180.0: ", back", 90.0: ", side"}.get(yaw_deg, "")
    return (outfit.words or outfit.name) + side


def _head(pen, name: str, title: str, page: str, says: str) -> None:
    line = _TOP - 40
    small, large = load_font(22, 420), load_font(46, 680)
    pen.text((WIDTH - MARGIN, line - 30), page, INK, font=load_font(22, 640), anchor="rm")
    right = WIDTH - MARGIN - small.getlength(page) - 48
    told = f"{title}  ·  {says}" if title else says
    told = shortened(told, small, 900)
    pen.text((right, line - 30), told, SOFT, font=small, anchor="rm")
    room = right - small.getlength(told) - 40 - MARGIN
    pen.text((MARGIN, line - 34), shortened(name, large, room), INK, font=large, anchor="lm")
    pen.rectangle((MARGIN, line, WIDTH - MARGIN, line + 2), INK)


def _words(pen, member: Member, left: int, top: int, width_px: int) -> None:
    """Facts, description and how often they appear, beside the portrait."""
    bold, plain, small = load_font(27, 620), load_font(25, 420), load_font(21, 420)
    pen.text((left, top + 16), shortened(member.facts, bold, width_px), INK, font=bold, anchor="lm")
    lines = _broken(member.words, plain, width_px)
    for at, line in enumerate(lines[:4]):
        text = f"{line} …" if at == 3 and len(lines) > 4 else line
        pen.text((left, top + 64 + at * 35), shortened(text, plain, width_px), INK, font=plain, anchor="lm")
    below = top + 64 + min(len(lines), 4) * 35 + 4
    scenes = "in no scene yet" if not member.scenes else f"in {member.scenes} scene{'s' * (member.scenes > 1)}"
    pen.text((left, below), scenes, SOFT, font=small, anchor="lm")
    _swatches(pen, member, left + width_px, _HERO_FOOT - 62)


def _swatches(pen, member: Member, right: int, top: int) -> None:
    """Hair, eyes and the colours of the first outfit, for whoever buys the cloth; set against the right edge."""
    look, worn = member.identity, member.outfits[0].wardrobe
    shown = [
        ("hair", look.hair_colour),
        ("eyes", look.eye_colour),
        ("top", worn.top_colour),
        ("legs", worn.legs_colour),
    ]
    shown = [entry for entry in shown if entry[0] != "hair" or look.hair not in ("bald", "covered")]
    shown += [("accent", worn.accent_colour)] if worn.accent_colour else []
    font = load_font(17, 420)
    for at, (name, colour) in enumerate(reversed(shown)):
        x = right - 60 - at * 84
        pen.rectangle((x, top, x + 60, top + 34), colour, outline=LINE)
        pen.text((x + 30, top + 48), name, SOFT, font=font, anchor="mm")


def _broken(text: str, font, room_px: float) -> list[str]:
    lines: list[str] = []
    for word in unicodedata.normalize("NFC", text).split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= room_px:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def _paste(picture, pen, shown: np.ndarray, at: tuple[int, int]) -> None:
    from PIL import Image

    left, top = at
    picture.paste(Image.fromarray(shown), at)
    pen.rectangle((left - 1, top - 1, left + shown.shape[1], top + shown.shape[0]), outline=LINE)


def _caption(pen, text: str, left: int, top: int, width_px: int) -> None:
    font = load_font(20, 480)
    pen.text((left + width_px / 2, top + 20), shortened(text, font, width_px - 8), SOFT, font=font, anchor="mm")


def _height_lines(pen, metres: float, at: tuple[int, int], size: tuple[int, int], start: int, shown_px: int) -> None:
    """A mark every twenty centimetres beside the row."""
    font = load_font(18, 420)
    left, top = at
    for step in range(2, int(metres * 5) + 1):
        y = top + size[1] * (1 - (step * 0.2 + 0.03 * metres) / metres)
        for x0, x1 in ((left, start - 4), (start + shown_px + 4, left + size[0])):
            if x1 > x0:
                pen.line((x0, y, x1, y), fill=LINE, width=1)
        pen.text((left - 12, y), f"{step * 0.2:.1f} m", SOFT, font=font, anchor="rm")
