"""The picture of a calibration: for every measure how genuine and false values lie, and where the bound is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.score.calibration.pairs import Found
from tools.whole import write_whole

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

COLUMNS = 3
PANEL = (560, 300)
"""Width and height of one measure, in pixels."""
MARGIN = 24
BINS = 48
GROUND, INK, FAINT = (250, 249, 246), (38, 38, 40), (196, 194, 188)
GENUINE, IMPOSTOR, BOUND = (46, 120, 96), (190, 84, 58), (30, 60, 140)


def draw_sheet(found: Sequence[Found], title: str, out: Path) -> Path:
    """Write the PNG: one panel a measure, read like a page.

    Green is genuine, red is impostor, each as a share of its own sample; the blue line is the bound, the blue band its
    95% interval.

    Raises:
        SetupError: no font.
    """
    from PIL import Image, ImageDraw

    from tools.cut.stills import png_bytes

    rows = max(1, -(-len(found) // COLUMNS))
    columns = max(1, min(COLUMNS, len(found)))
    top = 64
    picture = Image.new("RGB", (columns * PANEL[0] + MARGIN, top + rows * PANEL[1] + MARGIN), GROUND)
    pen = ImageDraw.Draw(picture, "RGBA")
    pen.text((MARGIN, 18), title, font=_font(22), fill=INK)
    for at, each in enumerate(found):
        corner = (MARGIN + (at % COLUMNS) * PANEL[0], top + (at // COLUMNS) * PANEL[1])
        _panel(pen, each, corner)
    write_whole(out, png_bytes(np.asarray(picture)))
    return out


def _panel(pen: ImageDraw, found: Found, corner: tuple[int, int]) -> None:
    told = found.calibration
    x, y = corner
    wide, tall = PANEL[0] - MARGIN, PANEL[1] - 112
    pen.text((x, y), f"{found.measure}, {found.part}", font=_font(17), fill=INK)
    state = "apart" if told.separable else f"overlap: equal error {told.eer:.1%} at {told.eer_threshold:.3f}"
    pen.text(
        (x, y + 24), f"bound {told.threshold:.3f} [{told.low:.3f}, {told.high:.3f}]   FAR {told.far:.1%}   "
        f"FRR {told.frr:.1%}   {state}", font=_font(13), fill=INK,
    )  # fmt: skip
    base = y + 52 + tall
    values = np.concatenate([found.genuine, found.impostor])
    low, high = float(values.min()), float(values.max())
    room = max(high - low, 1e-3) * 0.04
    low, high = low - room, high + room

    def at(value: float) -> float:
        return x + wide * (value - low) / (high - low)

    pen.rectangle((at(max(low, told.low)), y + 52, at(min(high, told.high)), base), fill=(222, 228, 242))
    edges = np.linspace(low, high, BINS + 1)
    shares = [np.histogram(sample, edges)[0] / len(sample) for sample in (found.impostor, found.genuine)]
    most = max(float(share.max()) for share in shares)
    for share, colour in zip(shares, (IMPOSTOR, GENUINE), strict=True):
        for first, last, height in zip(edges[:-1], edges[1:], share, strict=True):
            if height > 0:
                box = (at(first) + 1, base - tall * float(height) / most, at(last) - 1, base)
                pen.rectangle(box, outline=colour, fill=(*colour, 90), width=2)
    pen.line((x, base, x + wide, base), fill=FAINT, width=1)
    bounds = [told.threshold, *([-found.above.threshold] if found.above is not None else [])]
    for bound in bounds:
        pen.line((at(bound), y + 52, at(bound), base), fill=BOUND, width=2)
    for value in (low, (low + high) / 2, high):
        text = f"{value:.2f}"
        pen.text((min(at(value), x + wide - 34), base + 4), text, font=_font(12), fill=INK)
    pen.text((x, base + 22), f"genuine {told.genuine}", font=_font(13), fill=GENUINE)
    pen.text((x + 130, base + 22), f"impostor {told.impostor}", font=_font(13), fill=IMPOSTOR)


def _paler(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    red, green, blue = ((channel + 2 * ground) // 3 for channel, ground in zip(colour, GROUND, strict=True))
    return red, green, blue


def _font(pixels: int) -> Any:
    from tools.cut.cards import load_font

    return load_font(pixels, 400)
