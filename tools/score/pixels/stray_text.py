"""Letters burnt into the picture: subtitles, a time code, a slate, a watermark.

No model reads them. What is looked for is what lettering is made of in most scripts: strokes of one width and one flat
tone, in marks of one height on one line, close together and not all alike, at the same place of the frame in one
sampled frame and the next. A sign of the set is lit, shaded, seen at an angle and out of focus; what is burnt in is not.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from film.errors import ScoreError

SIZES = ((1.0, 0.05), (0.4, 0.12))
"""Scale that a picture is looked at, and the share of its height under which strokes are thin there: lines, then titles."""
CONTRAST = 40.0
"""Levels by which a stroke stands out from what is around it."""
BEYOND_MEAN = 12.0
"""Levels by which it is beyond the mean around it: a dark outline parts a letter from a bright wall."""
HEIGHTS = (0.013, 0.25)
"""Of the picture's height: from the smallest legible time code to a title across the frame."""
LEAST_FILL = 0.12
"""Share of its box that a mark covers: less is a wire or a crack."""
TONES = (60.0, 75.0, 90.0)
"""Percentiles of a mark's levels, from its soft edge to its middle: how flat it is, and its tone between them."""
LEAST_MARKS = 4

# Two marks are neighbours on a line when...
HEIGHT_RATIO = 0.45
"""...the lower is no lower than this share of the taller: a comma is none, an x beside a capital is..."""
OVERLAP = 0.5
"""...they share so much of their height..."""
GAP, WORD_GAP = (-0.3, 1.0), 1.4
"""...the gap between them is so many heights, or that of two words of one exact tone..."""
LINE = 0.22
"""...their feet or their heads are level to so many heights..."""
TONE_LEVELS = 25.0
"""...their tones are so near..."""
STROKE_RATIO = 1.9
"""...and their strokes are about as thick."""

# A mark of a line counts as a letter when...
FLAT_LEVELS = 12.0
"""...its tone varies by no more within it..."""
SAME_LEVELS = 6.0
"""...and differs by no more from the line's..."""
LEVEL = 0.15
"""...and its foot or its head is level with most to so many heights."""
LEAST_SLENDER = 2.2
"""Median height of a line's marks in strokes: windows and tiles are one stroke high."""
LEAST_WIDTH = 0.33
"""Median width of a line's marks in heights: bars and blades of grass are narrower."""
LEAST_VARIETY = 0.08
"""Standard deviation of width by height: window panes are all alike. So are digits, but of one exact tone."""
EXACT_LEVELS = 1.5
FOOT_SHARE, FOOT_LEVEL = 0.55, 0.1
"""Share of the letters whose feet are level to so many heights."""


class Lettering(NamedTuple):
    """The line of marks that is most like lettering."""

    value: float
    """How many letters are on it; 0 when there is no such line."""
    frame: int
    """Index of the picture it was found in."""
    box: tuple[int, int, int, int]
    """left, top, right, bottom in pixels of that picture."""


class _Line(NamedTuple):
    letters: int
    box: tuple[int, int, int, int]
    bright: bool


def stray_text(large: np.ndarray) -> Lettering:
    """The longest line of burnt-in letters that stays at its place.

    In a clip a line counts with the letters that it has in two of the sampled frames at least.

    Args:
        large: (K, h, w) uint8 display luma, long side about 960; one picture, or some spread over a clip.

    Raises:
        ScoreError: no picture.

    Source: strokes of constant width as the mark of text after Epshtein et al., "Detecting Text in Natural Scenes with
    Stroke Width Transform", CVPR 2010; here by top-hat and distance transform, with the flat tone and the steady place
    that burnt-in letters have.
    """
    if len(large) == 0:
        raise ScoreError("text cannot be looked for in no frames; make the take again")
    seen = [[*_lines(picture, bright=True), *_lines(picture, bright=False)] for picture in large]
    best = Lettering(0.0, 0, (0, 0, 0, 0))
    for at, lines in enumerate(seen):
        for line in lines:
            elsewhere = [_again(line, other) for k, other in enumerate(seen) if k != at]
            letters = min(line.letters, max(elsewhere)) if elsewhere else line.letters
            if letters > best.value:
                best = Lettering(float(letters), at, line.box)
    return best


def _again(line: _Line, lines: list[_Line]) -> int:
    """How many letters a line of the same tone has at the same place of another picture."""
    return max(
        (each.letters for each in lines if each.bright == line.bright and _overlap(line.box, each.box) >= 0.5),
        default=0,
    )


def _overlap(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> float:
    """What two boxes share, of the smaller one."""
    across = min(a[2], b[2]) - max(a[0], b[0])
    down = min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b))
    return max(0, across) * max(0, down) / max(1, smaller)


def _lines(luma: np.ndarray, *, bright: bool) -> list[_Line]:
    import cv2

    found = []
    for scale, opening in SIZES:
        size = (round(luma.shape[1] * scale), round(luma.shape[0] * scale))
        picture = luma if scale == 1 else cv2.resize(luma, size, interpolation=cv2.INTER_AREA)
        for line in _on_one_line(_marks(picture, bright, opening)):
            letters = _letters(line)
            if letters >= LEAST_MARKS:
                sides = (*line[:, :2].min(axis=0), *line[:, 2:4].max(axis=0))
                left, top, right, bottom = (round(float(side) / scale) for side in sides)
                found.append(_Line(letters, (left, top, right, bottom), bright))
    return found


def _marks(luma: np.ndarray, bright: bool, opening: float) -> np.ndarray:
    """(n, 7) left, top, right, bottom, thickness of the stroke, its tone and how much that varies, for every mark."""
    import cv2

    rows = luma.shape[0]
    side = max(3, round(opening * rows)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (side, side))
    stands_out = cv2.morphologyEx(luma, cv2.MORPH_TOPHAT if bright else cv2.MORPH_BLACKHAT, kernel)
    beyond = (
        cv2.subtract(luma, cv2.blur(luma, (side, side))) if bright else cv2.subtract(cv2.blur(luma, (side, side)), luma)
    )
    mask = ((stands_out >= CONTRAST) & (beyond >= BEYOND_MEAN)).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    left, top, width, height, area = stats.T
    kept = (
        (height >= HEIGHTS[0] * rows)
        & (height <= HEIGHTS[1] * rows)
        & (width >= 2)
        & (area >= LEAST_FILL * width * height)
    )
    kept &= (left > 0) & (top > 0) & (left + width < luma.shape[1]) & (top + height < rows)
    marks = []
    for number in np.flatnonzero(kept[1:]) + 1:
        x, y, w, h, _ = stats[number]
        box = (slice(y, y + h), slice(x, x + w))
        deep = np.where(labels[box] == number, depth[box], 0)
        tones = luma[box][deep > 0].astype(np.float64)
        low, tone, high = np.percentile(tones, TONES if bright else [100 - share for share in TONES])
        marks.append((x, y, x + w, y + h, 2 * deep.max(), tone, abs(high - low)))
    return np.array(marks, np.float64).reshape(-1, 7)


def _on_one_line(marks: np.ndarray) -> list[np.ndarray]:
    """The marks that stand side by side, line by line."""
    from scipy.sparse.csgraph import connected_components

    left, top, right, bottom, stroke, tone, spread = (column[:, None] for column in marks.T)
    height = bottom - top
    taller, lower = np.maximum(height, height.T), np.minimum(height, height.T)
    gap = (np.maximum(left, left.T) - np.minimum(right, right.T)) / taller
    shared = np.minimum(bottom, bottom.T) - np.maximum(top, top.T)
    level = np.minimum(np.abs(bottom - bottom.T), np.abs(top - top.T)) <= LINE * taller
    exact = (np.abs(tone - tone.T) <= EXACT_LEVELS) & (np.maximum(spread, spread.T) <= EXACT_LEVELS)
    beside = level & (lower >= HEIGHT_RATIO * taller) & (shared >= OVERLAP * lower)
    beside &= (gap >= GAP[0]) & (gap <= np.where(exact, WORD_GAP, GAP[1]))
    beside &= np.abs(tone - tone.T) <= TONE_LEVELS
    beside &= np.maximum(stroke, stroke.T) <= STROKE_RATIO * np.minimum(stroke, stroke.T) + 1
    count, line = connected_components(beside, directed=False)
    return [marks[line == number] for number in range(count) if np.count_nonzero(line == number) >= LEAST_MARKS]


def _letters(line: np.ndarray) -> int:
    """How many marks of a line are letters; 0 when the line is none of lettering."""
    left, top, right, bottom, stroke, tone, spread = line.T
    height = bottom - top
    usual, width = np.median(height), (right - left) / height
    flat = (spread <= FLAT_LEVELS) & (np.abs(tone - np.median(tone)) <= SAME_LEVELS)
    if not flat.any():
        return 0
    foot, head = (np.abs(edge - np.median(edge[flat])) <= LEVEL * usual for edge in (bottom, top))
    letters = flat & (foot | head)
    if np.count_nonzero(letters) < LEAST_MARKS:
        return 0
    exact = np.std(tone[letters]) <= EXACT_LEVELS and np.median(spread[letters]) <= EXACT_LEVELS
    if (
        np.median((height / stroke)[letters]) < LEAST_SLENDER
        or np.median(width[letters]) < LEAST_WIDTH
        or not (exact or np.std(width[letters]) >= LEAST_VARIETY)
        or np.mean(np.abs(bottom - np.median(bottom[letters]))[letters] <= FOOT_LEVEL * usual) < FOOT_SHARE
    ):
        return 0
    return int(np.count_nonzero(letters))
