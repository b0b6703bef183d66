"""What it means that takes agree: the measures in their order, from where on a take stands out, and how that is said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from film.base import Frozen

Measure = Literal["identity", "wardrobe", "place", "light", "warmth", "colour", "direction", "props"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
"""In the order in which they are compared, and mended."""


class Bounds(Frozen):
    """From where on a take stands out. None compares and records, and lets nobody stand out."""

    identity: float | None = None
    """Cosine of two faces, at least."""
    wardrobe: float | None = None
    """Distance in CIE L*a*b* at most, lightness counted by a third."""
    place: float | None = None
    """Cosine of two pictures' CLIP vectors, at least."""
    light: float | None = None
    """Stops of brightness, at most."""
    warmth: float | None = None
    """Stops of red over blue, at most."""
    colour: float | None = None
    """Distance of colour histograms at most, 0 the same .. 1 nothing in common."""
    direction: float | None = None
    """0 the same order of two people, 2 the other way round."""
    props: float | None = None
    """CLIP margin by which a hand looks emptier than in the shots beside it, at most."""


class Agreement(Frozen):
    """How takes that should agree in one thing do."""

    measure: Measure
    about: str
    """A character id, two of them, a place or a scene."""
    bound: float | None
    """Of ``distance``."""
    value: dict[str, float]
    """Shot id -> what is told: a cosine, stops, a share."""
    distance: dict[str, float]
    """Shot id -> how far from the middle of the others."""
    stands_out: tuple[str, ...] = ()
    """Shot ids, the worst first."""

    def miss(self, shot_id: str) -> float | None:
        """The distance in units of the bound, over 1 when the take stands out; None when it was not compared."""
        if self.bound is None or shot_id not in self.distance:
            return None
        return self.distance[shot_id] / self.bound


def misfit(agreements: Iterable[Agreement], shot_id: str) -> float:
    """The worst miss of a take over all that it was compared in; 0 when it was compared in nothing."""
    return max((each.miss(shot_id) or 0.0 for each in agreements), default=0.0)


def said(agreement: Agreement, shot_id: str) -> str:
    """What stands out in a take, in one sentence."""
    value, about, bound = agreement.value[shot_id], agreement.about, agreement.bound or 0.0
    first, _, second = about.partition("|")
    return {
        "identity": f"{about}'s face is like their other takes by {value:.2f}; the same person is {1 - bound:.2f} or more.",
        "wardrobe": f"{about}'s clothes are {value:.0f} away in colour from the same outfit in other takes; {bound:.0f} at most.",
        "place": f"{about} looks like its other takes by {value:.2f}; {1 - bound:.2f} or more is the same place.",
        "light": f"{abs(value):.1f} stops {'brighter' if value > 0 else 'darker'} than the rest of the scene.",
        "warmth": f"{abs(value):.1f} stops {'warmer' if value > 0 else 'colder'} than the rest of the scene.",
        "colour": f"The colours are {value:.2f} away from other takes of {about}; {bound:.2f} at most.",
        "direction": f"{second} is {'right' if value > 0 else 'left'} of {first}, the other way round than in the rest of the scene.",
        "props": f"{about}'s hands look empty beside the shots around it (CLIP margin {value:+.3f}).",
    }[agreement.measure]
