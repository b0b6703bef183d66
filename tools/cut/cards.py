"""Title, scene and end cards: light type on near-black, in Latin and Devanagari.

One family serves both scripts (Noto Sans Devanagari, OFL, from fontpkg-noto-sans-devanagari), laid out by
Raqm (HarfBuzz), which forms conjuncts and reorders vowel signs. Sizes are shares of the picture's height, so a draft
and a final show the same card. Without shaping Devanagari would be wrong letters: that is an error, never a fallback.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from film.errors import SetupError

CardKind = Literal["title", "scene", "end"]

PAPER = (236, 229, 216)
"""The type's colour, a warm white (display RGB)."""
SOFT = (168, 160, 148)
GROUND_TOP, GROUND_FOOT = (16, 17, 21), (7, 7, 9)
FADE_S = 0.5
"""The type comes up and goes down over this long, the ground stays."""
MARGIN = 0.12
"""Of the width, kept free on either side."""


class Style(NamedTuple):
    """How one kind of card is set. Sizes and gaps are shares of the height, weights are the font's 100-900."""

    main_size: float
    main_weight: int
    tracking: float
    """Space between Latin letters in ems; 0 for Devanagari, whose head line must not break."""
    small_size: float
    small_weight: int
    rule: bool
    """A short hairline between the two texts."""


STYLES: dict[CardKind, Style] = {
    "title": Style(0.098, 250, 0.16, 0.034, 350, True),
    "scene": Style(0.050, 300, 0.10, 0.030, 350, False),
    "end": Style(0.052, 300, 0.14, 0.030, 350, False),
}


def draw_card(kind: CardKind, main: str, small: str, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """A card's empty ground and the same ground with its type.

    Args:
        main: the large text; wrapped and, where still too wide, made smaller.
        small: the line below it, or "".
        size: (width, height) in pixels.

    Returns:
        Two arrays (H, W, 3) uint8 display RGB; mixing from the first to the second fades the type in.

    Raises:
        SetupError: no font, or no text shaping.
    """
    from PIL import Image, ImageDraw

    ground = _ground(size)
    picture = Image.fromarray(ground)
    pen = ImageDraw.Draw(picture)
    width, height = size
    style = STYLES[kind]
    rows, font = _fitted(_clean(main), style, size)
    leading = font.size * 1.42
    small_font = load_font(max(6, round(style.small_size * height)), style.small_weight)
    small_rows = _wrapped(_clean(small), small_font, width * (1 - 2 * MARGIN), 0.06)
    gap = style.small_size * height * 1.1
    block = leading * len(rows) + (gap + small_font.size * 1.5 * len(small_rows) if small_rows else 0)
    middle = (height - block) / 2 + leading / 2
    for row in rows:
        _centred(pen, row, font, width / 2, middle, PAPER, style.tracking)
        middle += leading
    if small_rows:
        middle += gap - leading / 2
        if style.rule:
            half, thick = width * 0.035, max(1, round(height / 720))
            pen.rectangle((width / 2 - half, middle - gap * 0.55, width / 2 + half, middle - gap * 0.55 + thick), SOFT)
        middle += small_font.size * 0.75
        for row in small_rows:
            _centred(pen, row, small_font, width / 2, middle, SOFT, 0.06)
            middle += small_font.size * 1.5
    return ground, np.asarray(picture)


def lit(index: int, frames: int, fps: float) -> float:
    """How far the type of a card is up at frame ``index`` of ``frames``: 0 none .. 1 full; eased, dark at both ends."""
    ramp = max(1.0, min(FADE_S * fps, frames / 3))
    share = min(1.0, (index + 0.5) / ramp, (frames - index - 0.5) / ramp)
    return share * share * (3 - 2 * share)


@cache
def font_file() -> Path:
    """The variable font of all cards.

    Raises:
        SetupError: the font package is not installed, or Pillow was built without Raqm.
    """
    from PIL import features

    try:
        import fontpkg_noto_sans_devanagari as package
    except ImportError:
        raise SetupError(
            "the cards' font is not installed; run: pip install fontpkg-noto-sans-devanagari==2.7"
        ) from None
    if not features.check("raqm"):
        raise SetupError("this Pillow cannot shape Devanagari (no Raqm); run: pip install --force-reinstall Pillow")
    return sorted((Path(package.__file__).parent / "files").glob("*.ttf"))[0]


@lru_cache(maxsize=32)
def load_font(size_px: int, weight: int):
    """The font at ``size_px`` and ``weight`` 100-900, laid out by Raqm."""
    from PIL import ImageFont

    font = ImageFont.truetype(str(font_file()), size_px, layout_engine=ImageFont.Layout.RAQM)
    font.set_variation_by_axes([weight, 100])
    return font


def letters_missing(text: str) -> str:
    """The letters of ``text`` that the font lacks, sorted: a caller says so, the card shows boxes for them."""
    font = load_font(24, 400)
    box = _drawn("\ufffe", font)
    wanted = sorted({c for c in _clean(text) if c.isalnum()})
    return "".join(c for c in wanted if np.array_equal(_drawn(c, font), box))


def _drawn(letter: str, font) -> np.ndarray:
    """The letter's coverage on a small canvas."""
    from PIL import Image, ImageDraw

    canvas = Image.new("L", (64, 64))
    ImageDraw.Draw(canvas).text((8, 8), letter, 255, font=font)
    return np.asarray(canvas)


@lru_cache(maxsize=4)
def _ground(size: tuple[int, int]) -> np.ndarray:
    """Near-black, a little lighter above the middle; dithered, because so dark a ramp would band in 8 bits."""
    width, height = size
    across = np.exp(-(((np.arange(width, dtype=np.float32) / width - 0.5) / 0.55) ** 2))
    down = np.exp(-(((np.arange(height, dtype=np.float32) / height - 0.42) / 0.5) ** 2))
    glow = down[:, None] * across[None, :]
    noise = np.random.default_rng(709).random((height, width), np.float32)
    channels = [np.floor(foot + (top - foot) * glow + noise) for foot, top in zip(GROUND_FOOT, GROUND_TOP, strict=True)]
    return np.stack(channels, axis=2, dtype=np.uint8, casting="unsafe")


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _fitted(text: str, style: Style, size: tuple[int, int]):
    """(rows, font): at most three rows, the type made smaller until they fit."""
    share = style.main_size
    while True:
        font = load_font(max(8, round(share * size[1])), style.main_weight)
        rows = _wrapped(text, font, size[0] * (1 - 2 * MARGIN), style.tracking)
        fits = len(rows) <= 3 and all(_width(r, font, style.tracking) <= size[0] * (1 - MARGIN) for r in rows)
        if fits or font.size <= 8:
            return rows, font
        share *= 0.9


def _wrapped(text: str, font, width_px: float, tracking: float) -> list[str]:
    """``text`` in as few rows as fit, of lengths as even as words allow."""
    words = text.split()
    if not words:
        return []
    rows_needed = len(_greedy(words, font, width_px, tracking))
    narrow, wide = 0.0, width_px
    for _ in range(8):
        trial = (narrow + wide) / 2
        if len(_greedy(words, font, trial, tracking)) > rows_needed:
            narrow = trial
        else:
            wide = trial
    return _greedy(words, font, wide, tracking)


def _greedy(words: list[str], font, width_px: float, tracking: float) -> list[str]:
    rows = [words[0]]
    for word in words[1:]:
        joined = f"{rows[-1]} {word}"
        if _width(joined, font, tracking) <= width_px:
            rows[-1] = joined
        else:
            rows.append(word)
    return rows


def _is_spaced(text: str) -> bool:
    """True when letters may stand apart: scripts that join letters may not."""
    return all(ord(c) < 0x0590 or 0x2000 <= ord(c) < 0x2070 for c in text)


def _width(text: str, font, tracking: float) -> float:
    extra = tracking * font.size * max(0, len(text) - 1) if _is_spaced(text) else 0.0
    return font.getlength(text) + extra


def _centred(pen, text: str, font, x: float, y: float, colour: tuple[int, int, int], tracking: float) -> None:
    """Draws ``text`` about (x, y), on the middle between cap height and base line."""
    left = x - _width(text, font, tracking) / 2
    if not _is_spaced(text) or tracking == 0:
        pen.text((left, y), text, colour, font=font, anchor="lm")
        return
    for position, letter in enumerate(text):
        before = font.getlength(text[: position + 1]) - font.getlength(letter)
        pen.text((left + before + position * tracking * font.size, y), letter, colour, font=font, anchor="lm")
