"""What a cut is made of: clips, stills and cards, each for a whole number of frames, and their pictures one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    frames: int
    """In the film. The source runs on past them while the file lasts, which a dissolve out of the clip shows."""
    speed: float = 1.0
    """Source frames per film frame; see ``source_of``."""
    grade: Grade = Grade()
    transition_in: Transition = "cut"
    transition_frames: int = 0

    @property
    def last(self) -> int:
        """The last source frame that the clip cannot do without."""
        return self.start + int(source_of(self.frames - 1, self.speed))


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


def head_of(parts: Sequence[Part], index: int) -> int:
    """Frames at the start of a part that its transition changes. There is nothing to dissolve from before the first."""
    part, is_first = parts[index], index == 0
    if part.transition_in == "cut" or (part.transition_in == "dissolve" and is_first):
        return 0
    whole_fade = part.transition_in == "dissolve" or is_first
    frames = part.transition_frames if whole_fade else part.transition_frames - part.transition_frames // 2
    return min(frames, part.frames)


def tail_of(parts: Sequence[Part], index: int, fade_out_frames: int = 0) -> int:
    """Frames at the end of a part that the fade into the next one changes, or the film's own fade-out."""
    if index + 1 == len(parts):
        return fade_out_frames
    following = parts[index + 1]
    return following.transition_frames // 2 if following.transition_in == "fade" else 0


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


def source_of(frame: int, speed: float) -> Fraction:
    """Where in the source, counted in its frames from the clip's first, film frame ``frame`` looks.

    From speed 1 up that is the nearest source frame (halves go up): every picture is one that was shot, and mixing
    two of them would only show things double. Below 1 there are too few: repeating some would stutter, so the place
    stays between two frames, which are mixed by their nearness.
    """
    place = frame * Fraction(speed).limit_denominator(1000)
    return place if speed < 1 else Fraction(int(place + Fraction(1, 2)))


def _clip_pictures(clip: Clip, size: tuple[int, int], first: int) -> Iterator[np.ndarray]:
    from tools.cut.colour import blend

    at = min(clip.start + int(source_of(first, clip.speed)), clip.last)
    source = read_frames(clip.path, start=at)
    here = next(source, None)
    if here is None:
        raise RenderError(f"{clip.path.name} has no frame {at}; make the clip again")
    here, ahead, index = fitted(here, size), next(source, None), first
    while True:
        wanted = clip.start + source_of(index, clip.speed)
        while at + 1 <= wanted and ahead is not None:
            # A frame that is passed over is never scaled: at four times the speed most are.
            here, ahead, at = ahead, next(source, None), at + 1
        if ahead is None and at < clip.last and at + 1 <= wanted:
            raise RenderError(
                f"{clip.path.name} ends after frame {at}, the cut needs {clip.last + 1}; make the clip again"
            )
        here = fitted(here, size)
        between = float(wanted - at)
        yield blend(here, fitted(ahead, size), between) if ahead is not None and 0 < between < 1 else here
        index += 1


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
