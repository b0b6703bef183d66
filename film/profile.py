"""How good and how big: the settings of a run that pictures depend on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from film.base import Frozen


class Encoding(Frozen):
    """How a clip and a film are encoded. One encoding per film, so that clips can be joined without decoding."""

    preset: Literal["ultrafast", "veryfast", "fast", "medium", "slow"] = "veryfast"
    crf: int = Field(default=18, ge=0, le=40)
    gop: int = Field(default=24, ge=1, le=600)
    threads: int = Field(default=2, ge=1, le=16)
    """Pinned: x264 writes other bytes with another number."""


class Profile(Frozen):
    name: str
    height: int = Field(default=1080, ge=90, le=4320)
    """Lines of the delivered picture; the width follows from the aspect."""
    render_height: int = Field(default=540, ge=90, le=4320)
    """Lines that the stage renders before it scales up."""
    takes: int = Field(default=5, ge=1, le=20)
    """Takes per shot at most, of one plan and its remedies together."""
    on_twos: bool = False
    """A picture for every other frame, shown twice, as drawn animation does: half the pictures, and a drawn look."""
    max_shot_s: float = Field(default=10.0, ge=1.5, le=60)
    encoding: Encoding = Encoding()
    required: tuple[str, ...] = ()
    """Measures whose gate must be passed: unknown holds the take."""


ASPECT_RATIOS = {"16:9": (16, 9), "2.39:1": (239, 100), "1.85:1": (185, 100), "4:3": (4, 3), "1:1": (1, 1), "9:16": (9, 16)}


def frame_size(aspect: str, height: int) -> tuple[int, int]:
    """(width, height) in pixels for ``height`` lines of ``aspect``, both even.

    Wide formats keep the width that 16:9 has at that height and lose lines (letterbox without the
    bars), as a delivery master does; formats narrower than 16:9 keep the height. 9:16 keeps the
    16:9 width as its height.
    """
    across, down = ASPECT_RATIOS[aspect]
    wide = height * 16 / 9
    if across / down > 16 / 9:
        return _even(wide), _even(wide * down / across)
    if across < down:
        return _even(height), _even(height * down / across)
    return _even(height * across / down), _even(height)


def _even(pixels: float) -> int:
    return max(2, 2 * round(pixels / 2))
