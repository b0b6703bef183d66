"""A camera move as it is drawn over a storyboard frame: the same strokes for a printed page and for a web page.

Signs follow the stage (tools/stage/moves.py): what it takes for left, ``down`` and ``out`` too, is drawn to the left.
Places are in frame heights from the frame's upper left corner, so that a circle is round in every shape of picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from film.state import Move

Point = tuple[float, float]

HEAD = 0.085
"""Length of an arrow's head, in frame heights; its half width is 0.45 of it."""
LINE, HAIRLINE = 0.014, 0.007
"""Widths of an arrow's shaft and of what only helps to read it."""
DASH, GAP = 0.05, 0.035
NARROW = 1.2
"""A frame narrower than this many heights has its strokes and heads brought down with its width."""
INNER = 0.70
"""Side of the inner of two nested frames by the outer's."""


class Stroke(NamedTuple):
    """One line of the drawing, or the head of an arrow."""

    points: tuple[Point, ...]
    width: float = LINE
    filled: bool = False
    """A closed shape, filled: an arrow's head."""


def words_of(move: Move) -> str:
    """The move as a crew says it: ``pan left``, ``push in``, ``lock-off``."""
    words = {
        "lock_off": "lock-off",
        "pan": f"pan {_across(move)}",
        "tilt": f"tilt {_along(move)}",
        "dolly": f"dolly {move.direction if move.direction in ('in', 'out') else _across(move)}",
        "orbit": f"orbit {_across(move)}",
        "drone": "drone, sinking" if move.direction == "down" else "drone, rising",
        "crane": "crane down" if move.direction == "down" else "crane up",
        "whip_pan": f"whip pan {_across(move)}",
        "dolly_zoom": f"dolly zoom, {'out' if _across(move) == 'left' else 'in'}",
    }
    return words.get(move.kind, move.kind.replace("_", " "))


def strokes_of(move: Move, aspect: float) -> tuple[Stroke, ...]:
    """The drawing of ``move`` in a frame of width ``aspect`` and height 1; nothing for a camera that stands still.

    Faces are mostly in the upper two thirds, so that arrows run along the lower edge and the right one.
    A kind without a sign of its own gets a plain arrow.
    """
    if move.kind == "lock_off":
        return ()
    return tuple(_SIGNS.get(move.kind, _plain)(move, aspect))


def scale_of(aspect: float) -> float:
    """What widths of strokes and heads are multiplied by: 1, less in a narrow frame."""
    return min(1.0, aspect / NARROW)


def _across(move: Move) -> str:
    return "left" if move.direction in ("left", "down", "out") else "right"


def _along(move: Move) -> str:
    return "down" if move.direction in ("left", "down", "out") else "up"


def _arrow(points: Sequence[Point], scale: float) -> list[Stroke]:
    """A line whose last point is an arrow's tip; the shaft ends inside the head."""
    head = HEAD * scale
    (x0, y0), (x1, y1) = points[-2], points[-1]
    length = math.hypot(x1 - x0, y1 - y0)
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    back, half = (x1 - dx * head, y1 - dy * head), 0.45 * head
    triangle = ((x1, y1), (back[0] - dy * half, back[1] + dx * half), (back[0] + dy * half, back[1] - dx * half))
    neck = (x1 - dx * head * 0.8, y1 - dy * head * 0.8)
    return [Stroke((*points[:-1], neck), LINE * scale), Stroke(triangle, 0.0, filled=True)]


def _dashed(points: Sequence[Point], scale: float, width: float = LINE) -> list[Stroke]:
    """A smooth line (many short pieces) in dashes."""
    dashes: list[Stroke] = []
    run, piece, drawing = 0.0, [points[0]], True
    for start, end in zip(points, points[1:], strict=False):
        run += math.dist(start, end)
        piece.append(end)
        if run >= (DASH if drawing else GAP) * scale:
            if drawing:
                dashes.append(Stroke(tuple(piece), width * scale))
            run, piece, drawing = 0.0, [end], not drawing
    return dashes


def _curve(at: Callable[[float], Point], pieces: int = 48) -> list[Point]:
    return [at(step / pieces) for step in range(pieces + 1)]


def _frame(aspect: float, side: float) -> tuple[Point, Point, Point, Point]:
    """The corners of a frame of that share of the whole, about the middle, clockwise from the upper left."""
    w, h = aspect * side / 2, side / 2
    x, y = aspect / 2, 0.5
    return (x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h)


def _pan(move: Move, aspect: float) -> list[Stroke]:
    """An arrow along the lower edge, bent as the horizon of a turning head."""
    reach = min(0.34 * aspect, 0.55)
    sign = 1 if _across(move) == "right" else -1
    return _arrow(_curve(lambda t: (aspect / 2 + sign * reach * (2 * t - 1), 0.865 + 0.045 * (1 - (2 * t - 1) ** 2))), scale_of(aspect))


def _tilt(move: Move, aspect: float) -> list[Stroke]:
    """An arrow along the right edge, bent as a head that nods."""
    sign = 1 if _along(move) == "down" else -1
    scale = scale_of(aspect)
    right, bend = aspect - 0.16 * scale, 0.045 * scale
    return _arrow(_curve(lambda t: (right + bend * (1 - (2 * t - 1) ** 2), 0.5 + sign * 0.3 * (2 * t - 1))), scale)


def _push_in(move: Move, aspect: float) -> list[Stroke]:
    """What the frame will be, and arrows from the corners of what it is."""
    return _nested(aspect, inward=True)


def _pull_back(move: Move, aspect: float) -> list[Stroke]:
    """What the frame is at the start, and arrows out of its corners."""
    return _nested(aspect, inward=False)


def _nested(aspect: float, *, inward: bool) -> list[Stroke]:
    inner, outer, scale = _frame(aspect, INNER), _frame(aspect, 0.93), 0.85 * scale_of(aspect)
    ways = zip(outer, inner, strict=True) if inward else zip(inner, outer, strict=True)
    return [Stroke((*inner, inner[0]), HAIRLINE * scale), *(stroke for way in ways for stroke in _arrow(way, scale))]


def _dolly(move: Move, aspect: float) -> list[Stroke]:
    """An arrow on rails; along the lens, the rails run into the depth."""
    if move.direction in ("in", "out"):
        return _dolly_along_the_lens(move.direction == "in", aspect)
    reach = min(0.34 * aspect, 0.55)
    sign = 1 if _across(move) == "right" else -1
    left, right, scale = aspect / 2 - reach, aspect / 2 + reach, scale_of(aspect)
    half, thin, above = 0.015 * scale, HAIRLINE * scale, 0.95 - 0.075 * scale
    sleepers = [
        Stroke(((x, 0.95 - half), (x, 0.95 + half)), thin) for x in (left + (right - left) * n / 8 for n in range(9))
    ]
    arrow = _arrow([(aspect / 2 - sign * reach, above), (aspect / 2 + sign * reach, above)], scale)
    return [Stroke(((left, 0.95), (right, 0.95)), thin), *sleepers, *arrow]


def _dolly_along_the_lens(inward: bool, aspect: float) -> list[Stroke]:
    near, far = 0.95, 0.66
    middle, scale = aspect / 2, scale_of(aspect)
    rails = [
        Stroke(((middle + side * 0.16 * scale, near), (middle + side * 0.07 * scale, far)), HAIRLINE * scale)
        for side in (-1, 1)
    ]
    ends = [(middle, near), (middle, far)] if inward else [(middle, far), (middle, near)]
    return [*rails, *_arrow(ends, scale)]


def _orbit(move: Move, aspect: float) -> list[Stroke]:
    """The near half of a circle on the floor about the subject, the far half thin."""
    across, scale = min(0.36 * aspect, 0.52), scale_of(aspect)
    deep = 0.12 * scale
    sign = 1 if _across(move) == "right" else -1

    def at(degrees: float) -> Point:
        turn = math.radians(degrees)
        return aspect / 2 - sign * across * math.cos(turn), 0.81 + deep * math.sin(turn)

    far = _dashed(_curve(lambda t: at(180 + 180 * t)), scale, HAIRLINE)
    return [*far, *_arrow(_curve(lambda t: at(12 + 150 * t)), scale)]


def _drone(move: Move, aspect: float) -> list[Stroke]:
    """A flight path that climbs into the picture, or sinks into it."""
    low, high = (0.92, 0.40) if move.direction != "down" else (0.14, 0.66)
    across = min(0.52 * aspect, 0.8)

    def at(t: float) -> Point:
        return aspect / 2 - across / 2 + across * (1 - (1 - t) ** 1.6), low + (high - low) * t**1.7

    path = _curve(at, 96)
    return [*_dashed(path[:-14], scale_of(aspect)), *_arrow(path[-14:], scale_of(aspect))]


def _handheld(move: Move, aspect: float) -> list[Stroke]:
    """A wave along the lower edge: it goes nowhere, so that it has no head."""
    reach, scale = min(0.3 * aspect, 0.45), scale_of(aspect)
    wave = _curve(lambda t: (aspect / 2 + reach * (2 * t - 1), 0.9 + 0.032 * scale * math.sin(t * 8 * math.pi)), 96)
    return [Stroke(tuple(wave), LINE * scale)]


def _follow(move: Move, aspect: float) -> list[Stroke]:
    """A dashed path to either side: the camera goes where they go, and nobody has said which way that is."""
    reach, middle = min(0.34 * aspect, 0.55), aspect / 2
    ways = []
    for sign in (-1, 1):
        path = _curve(lambda t, sign=sign: (middle + sign * (0.02 + (reach - 0.02) * t), 0.9))
        ways += [*_dashed(path[:-8], scale_of(aspect)), *_arrow(path[-8:], scale_of(aspect))]
    return ways


def _crane(move: Move, aspect: float) -> list[Stroke]:
    """The camera on the end of its arm: the arm thin from its pivot, the arc that its end draws."""
    scale, sign = scale_of(aspect), -1 if move.direction == "down" else 1
    pivot, arm = (0.12 * scale, 0.74), 0.34 * scale

    def at(t: float) -> Point:
        turn = math.radians(sign * (70 * t - 28))
        return pivot[0] + arm * math.cos(turn), pivot[1] - arm * math.sin(turn)

    arms = [Stroke((pivot, at(t)), HAIRLINE * scale) for t in (0.0, 0.86)]
    foot = Stroke(((pivot[0], pivot[1]), (pivot[0], 0.95)), HAIRLINE * scale)
    return [*arms, foot, *_arrow(_curve(at), scale)]


def _whip_pan(move: Move, aspect: float) -> list[Stroke]:
    """A pan's arrow with the streaks of its speed behind it."""
    reach, scale = min(0.34 * aspect, 0.55), scale_of(aspect)
    sign, middle = (1 if _across(move) == "right" else -1), aspect / 2
    streaks = [
        Stroke(((middle - sign * reach, 0.89 + lift * scale), (middle - sign * reach * share, 0.89 + lift * scale)), HAIRLINE * scale)
        for lift, share in ((-0.045, 0.35), (0.045, 0.1))
    ]
    arrow = _arrow([(middle - sign * 0.8 * reach, 0.89), (middle + sign * reach, 0.89)], scale)
    return [*streaks, *arrow]


def _rack_focus(move: Move, aspect: float) -> list[Stroke]:
    """Two marks of focus, the one that is left dashed, and the pull from it to the other."""
    reach, scale = min(0.26 * aspect, 0.42), scale_of(aspect)
    ring, y = 0.05 * scale, 0.88

    def round_at(x: float) -> list[Point]:
        return _curve(lambda t: (x + ring * math.cos(math.tau * t), y + ring * math.sin(math.tau * t)), 32)

    left, right = aspect / 2 - reach, aspect / 2 + reach
    left_behind = _dashed(round_at(left), 0.4 * scale, LINE)
    reached = Stroke(tuple(round_at(right)), LINE * scale)
    return [*left_behind, reached, *_arrow([(left + 1.5 * ring, y), (right - 1.5 * ring, y)], scale)]


def _dolly_zoom(move: Move, aspect: float) -> list[Stroke]:
    """The camera's way on its rails and, against it, the arrows of a lens that widens or narrows."""
    inward, scale = _across(move) == "right", scale_of(aspect)
    middle = aspect / 2
    ways = []
    for side in (-1, 1):
        near, far = (middle + side * 0.10 * scale, 0.74), (middle + side * 0.24 * scale, 0.74)
        ways += _arrow((near, far) if inward else (far, near), 0.8 * scale)
    return [*ways, *_dolly_along_the_lens(inward, aspect)]


def _plain(move: Move, aspect: float) -> list[Stroke]:
    """A straight arrow the way the move goes."""
    if move.direction in ("in", "out"):
        return _dolly_along_the_lens(move.direction == "in", aspect)
    if move.direction in ("up", "down"):
        sign = 1 if move.direction == "down" else -1
        right = aspect - 0.13 * scale_of(aspect)
        return _arrow([(right, 0.5 - sign * 0.3), (right, 0.5 + sign * 0.3)], scale_of(aspect))
    sign = 1 if move.direction == "right" else -1
    reach = min(0.34 * aspect, 0.55)
    return _arrow([(aspect / 2 - sign * reach, 0.9), (aspect / 2 + sign * reach, 0.9)], scale_of(aspect))


_SIGNS: dict[str, Callable[[Move, float], list[Stroke]]] = {
    "pan": _pan, "tilt": _tilt, "push_in": _push_in, "pull_back": _pull_back, "dolly": _dolly, "orbit": _orbit,
    "drone": _drone, "handheld": _handheld, "follow": _follow, "crane": _crane, "whip_pan": _whip_pan,
    "rack_focus": _rack_focus, "dolly_zoom": _dolly_zoom,
}  # fmt: skip
