"""The stage's sets. `build_set` makes one by name; equal name, seed, dressing, hour and weather give equal arrays."""

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module

from film.errors import RenderError
from tools.stage.set_names import SET_NAMES
from tools.stage.sets.stage_set import Obstacle, Seat, Set

__all__ = ["SET_NAMES", "Obstacle", "Seat", "Set", "build_set"]

_OPEN_AIR = frozenset(
    {"street", "forest", "shore", "valley", "station", "temple", "market", "rooftop", "park", "desert", "quay", "deck"}
)
_IN_OPEN_AIR = {"lamp": "lantern"}
"""A lamp of the action is one that stands in the open: nobody takes a floor lamp to a beach."""
_SETS_KEPT = 4


def build_set(name: str, *, seed: int, dressing: tuple[str, ...] = (), time_of_day: str, weather: str) -> Set:
    """Build a set, or return the one this process built before.

    Args:
        name: one of SET_NAMES.
        seed: varies houses, trees and clutter; equal seeds give equal sets.
        dressing: nouns of things the scene mentions ("bicycle", "piano"); those that are known are put on the set.
        time_of_day, weather: as for `light.rig`; they decide which lamps and windows are lit.

    Raises:
        RenderError: an unknown name.
    """
    if name not in SET_NAMES:
        raise RenderError(f"there is no set {name!r}: use one of {', '.join(SET_NAMES)}")
    words = [word.lower() for word in dressing]
    if name in _OPEN_AIR:
        words = [_IN_OPEN_AIR.get(word, word) for word in words]
    return _built(name, seed, tuple(dict.fromkeys(words)), time_of_day, weather)


@lru_cache(maxsize=_SETS_KEPT)
def _built(name: str, seed: int, dressing: tuple[str, ...], time_of_day: str, weather: str) -> Set:
    build: Callable[[int, tuple[str, ...], str, str], Set] = import_module(f"tools.stage.sets.{name}").build
    built = build(seed, dressing, time_of_day, weather)
    if built.interior:
        return built
    from tools.stage.light import lamp_level
    from tools.stage.sets.vehicles import with_vehicles

    return with_vehicles(built, dressing, lamp_level(time_of_day, weather))
