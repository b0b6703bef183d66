"""What a cut is made of: clips, stills and cards, each for a whole number of frames, and their pictures one by one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from film.base import Text, text_in
from film.errors import RenderError
from film.series import Grade
from tools.cut.cards import CardKind, draw_card, lit
from tools.cut.decode import read_frames
from tools.cut.grade import graded

Transition = Literal["cut", "dissolve", "fade"]
"""How a part comes in. A dissolve mixes over the part's own first frames; a fade goes through black, half of it on
the end of the part before. Neither changes the number of frames."""


class Clip(NamedTuple):
    """A stretch of a clip file."""

    path: Path
    start: int
    """First source frame."""
    end: int
    """Source frame after the last."""
    speed: float = 1.0
    """Source frames per film frame: 0.5 is half speed, frames in between are mixed."""
    grade: Grade = Grade()
    transition_in: Transition = "cut"
    transition_frames: int = 0

    @property
    def frames(self) -> int:
        return max(1, round((self.end - self.start) / self.speed))


class Still(NamedTuple):
    """A picture file, fitted into the frame."""

    path: Path
    frames: int
    push: float = 0.04
    """How much closer the last frame is than the first: 0.04 is 4 %."""
    grade: Grade = Grade()
    transition_in: Transition = "cut"
    transition_frames: int = 0


class Card(NamedTuple):
    """Words on a plain ground. A language that the text lacks shows the text's first language."""

    kind: CardKind
    main: Text
    small: Text
    language: str
    frames: int
    grade: Grade = Grade()
    transition_in: Transition = "cut"
    transition_frames: int = 0


Part = Clip | Still | Card


def total_frames(parts: list[Part] | tuple[Part, ...]) -> int:
    """Length of the film in frames: the sum of its parts."""
    return sum(part.frames for part in parts)


def pictures(part: Part, size: tuple[int, int], fps: Fraction, first: int = 0) -> Iterator[np.ndarray]:
    """Yields ``part``'s frames from its frame ``first`` on, without end: past its last frame a clip runs on while its
    file lasts (a dissolve shows that) and then holds.

    Yields:
        (H, W, 3) uint8 display RGB of ``size`` (width, height), graded.

    Raises:
        RenderError: a file is missing, damaged, or too short for the stretch.
    """
    if isinstance(part, Card):
        ungraded = _card_pictures(part, size, fps, first)
    elif isinstance(part, Still):
        ungraded = _still_pictures(part, size, first)
    else:
        ungraded = _clip_pictures(part, size, first)
    for picture in ungraded:
        yield graded(picture, part.grade)


def fitted(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """``picture`` (H, W, 3) uint8 scaled to fit ``size`` (width, height) whole, black beside it where shapes differ."""
    import cv2

    height, width = picture.shape[:2]
    if (width, height) == size:
        return picture
    scale = min(size[0] / width, size[1] / height)
    inner = min(size[0], round(width * scale)), min(size[1], round(height * scale))
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_LANCZOS4
    scaled = cv2.resize(picture, inner, interpolation=kind)
    if inner == size:
        return scaled
    frame = np.zeros((size[1], size[0], 3), np.uint8)
    top, left = (size[1] - inner[1]) // 2, (size[0] - inner[0]) // 2
    frame[top : top + inner[1], left : left + inner[0]] = scaled
    return frame


def _clip_pictures(clip: Clip, size: tuple[int, int], first: int) -> Iterator[np.ndarray]:
    from tools.cut.colour import blend

    speed = Fraction(clip.speed).limit_denominator(1000)
    begin = min(clip.start + int(first * speed), clip.end - 1)
    source = read_frames(clip.path, start=begin)
    here = _next_fitted(source, size)
    if here is None:
        raise RenderError(f"{clip.path.name} has no frame {begin}; make the clip again")
    ahead = _next_fitted(source, size)
    at, index = begin, first
    while True:
        wanted = clip.start + index * speed
        while at + 1 <= wanted and ahead is not None:
            here, ahead, at = ahead, _next_fitted(source, size), at + 1
        if ahead is None and at + 1 < clip.end and at + 1 <= wanted:
            raise RenderError(f"{clip.path.name} ends after frame {at}, the cut needs {clip.end}; make the clip again")
        between = float(wanted - at)
        yield blend(here, ahead, between) if ahead is not None and 0 < between < 1 else here
        index += 1


def _next_fitted(source: Iterator[np.ndarray], size: tuple[int, int]) -> np.ndarray | None:
    picture = next(source, None)
    return None if picture is None else fitted(picture, size)


def _still_pictures(still: Still, size: tuple[int, int], first: int) -> Iterator[np.ndarray]:
    """The still with a slow push in about its centre; scaled from the file each time, so nothing shimmers."""
    import cv2
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(still.path) as file:
            picture = fitted(np.asarray(file.convert("RGB")), size)
    except (OSError, UnidentifiedImageError) as error:
        raise RenderError(f"the still {still.path.name!r} cannot be read ({error}); give a png or jpeg") from error
    index = first
    while True:
        scale = 1 + still.push * min(index, still.frames - 1) / max(1, still.frames - 1)
        shift = [(1 - scale) * (size[0] - 1) / 2, (1 - scale) * (size[1] - 1) / 2]
        matrix = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
        yield cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        index += 1


def _card_pictures(card: Card, size: tuple[int, int], fps: Fraction, first: int) -> Iterator[np.ndarray]:
    from tools.cut.colour import blend

    ground, typed = draw_card(card.kind, _words(card.main, card.language), _words(card.small, card.language), size)
    index = first
    while True:
        up = lit(min(index, card.frames - 1), card.frames, float(fps))
        yield blend(ground, typed, up)
        index += 1


def _words(text: Text, language: str) -> str:
    found = text_in(text, language)
    return found if found is not None else next(iter(text.values()), "")
