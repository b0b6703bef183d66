"""How each held thing is held: the right hand that carries it, and the left where it takes two."""

from __future__ import annotations

from typing import NamedTuple

from tools.stage.people.gestures import Hand


class Grip(NamedTuple):
    """Poses of both hands round one thing."""

    main: Hand
    """The right hand's."""
    other: Hand | None = None
    """The left hand's; None leaves it free."""
    walks: bool = False
    """The arm hangs with its load and swings a little as its owner walks."""


_UP = (-0.15, 1.0, 0.25)
_LOW_ELBOW = (0.7, -0.8, -0.3)
_FIST_DEG, _ROUND_DEG, _EDGE_DEG = 84.0, 58.0, 46.0
"""How far fingers close: about a handle, about a cup, about an edge."""


def _before(out: float, up: float, ahead: float, curl_deg: float, thumb: tuple[float, float, float] = _UP) -> Hand:
    return Hand((out, up, ahead), _LOW_ELBOW, thumb, curl_deg, curl_deg - 4)


_HANGING = Grip(Hand((0.17, -0.965, 0.03), (0.5, -0.1, -1.0), (-0.2, 0.0, 1.0), _FIST_DEG, _FIST_DEG - 4), walks=True)
_CARRIED = Grip(_before(-0.02, -0.52, 0.56, _ROUND_DEG))

_GRIPS: dict[str, Grip] = {
    "lantern": Grip(_before(0.12, -0.12, 0.68, _FIST_DEG, (-1.0, 0.15, 0.35))),
    "candle": Grip(_before(-0.02, -0.36, 0.60, 72.0)),
    "torch": Grip(_before(0.06, -0.42, 0.64, 70.0)),
    "bag": _HANGING,
    "suitcase": _HANGING,
    "basket": Grip(_before(0.12, -0.62, 0.38, _FIST_DEG, (-0.5, 0.1, 1.0))),
    "book": Grip(_before(0.05, -0.44, 0.50, _EDGE_DEG), _before(0.05, -0.44, 0.50, _EDGE_DEG)),
    "letter": Grip(_before(-0.08, -0.34, 0.52, _EDGE_DEG), _before(-0.08, -0.34, 0.52, _EDGE_DEG)),
    "phone": Grip(_before(-0.16, -0.26, 0.50, 34.0, (-0.55, 0.85, 0.10))),
    "umbrella": Grip(_before(-0.08, -0.28, 0.42, _FIST_DEG)),
    "stick": Grip(Hand((0.22, -0.86, 0.20), (0.8, -0.1, -0.8), (-0.35, 0.1, 1.0), _FIST_DEG, _FIST_DEG - 4), walks=True),
    "sword": Grip(_before(0.12, -0.56, 0.52, _FIST_DEG, (-0.10, 0.8, 0.8))),
    "gun": Grip(_before(-0.10, -0.16, 0.90, _FIST_DEG, (-0.10, 1.0, 0.05))),
    "knife": Grip(_before(0.02, -0.50, 0.56, _FIST_DEG, (-0.10, 0.6, 1.0))),
    "flowers": Grip(_before(-0.16, -0.48, 0.50, _FIST_DEG)),
    "box": Grip(_before(0.10, -0.50, 0.54, 16.0, (0.0, 0.6, 0.8)), _before(0.10, -0.50, 0.54, 16.0, (0.0, 0.6, 0.8))),
    "key": Grip(_before(-0.04, -0.38, 0.58, 52.0)),
    "camera": Grip(_before(-0.18, 0.03, 0.44, 50.0), _before(-0.20, 0.00, 0.46, 50.0)),
    "guitar": Grip(
        Hand((-0.06, -0.60, 0.42), (1.0, -0.2, 0.2), (-0.7, 0.6, 0.3), 40.0, 34.0),
        Hand((0.44, -0.36, 0.46), (0.7, -0.9, -0.1), (-0.2, 0.9, 0.6), 60.0, 56.0),
    ),
    "broom": Grip(_before(-0.10, -0.56, 0.48, _FIST_DEG), _before(-0.22, -0.30, 0.44, _FIST_DEG)),
    "toy": Grip(_before(-0.24, -0.46, 0.40, 40.0, (-0.6, 0.8, 0.3)), _before(-0.26, -0.54, 0.40, 36.0, (-0.6, 0.8, 0.3))),
    "tray": Grip(Hand((0.16, -0.28, 0.54), (0.8, -0.8, -0.2), (1.0, 0.05, -0.1), 10.0, 8.0)),
}  # fmt: skip

_AT_EAR = Grip(Hand((-0.10, 0.26, 0.24), (0.9, -0.8, 0.3), (-0.2, 0.35, 1.0), 40.0, 36.0))


def grip_of(kind: str, *, speaking: bool = False) -> Grip:
    """How a thing of ``film.series.HeldProp`` is held; a telephone goes to the ear of whoever speaks."""
    if kind == "phone" and speaking:
        return _AT_EAR
    return _GRIPS.get(kind, _CARRIED)
