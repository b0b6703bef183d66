"""What was spent on takes, read from the run folder, and whether a cap ends the re-rolls of a shot.

Workers write what each part of a take took beside it, so that a killed run forgets nothing; time that was lost in a
part that a kill interrupted is counted as well.
"""

from __future__ import annotations

from typing import NamedTuple

from configs.settings import Settings
from tools.run import takes
from tools.run.folder import RunFolder

SECONDS_IN_HOUR = 3600


class Spent(NamedTuple):
    """Of a shot or a film, over all of its versions."""

    takes: int = 0
    seconds: float = 0.0
    """Of one worker, keyframes and clips together."""
    dearest_s: float = 0.0
    """The take that took longest: what the next one may take."""


class Reached(NamedTuple):
    """A cap that ends the re-rolls of a shot."""

    cap: str
    """Name of the field of Caps: ``film_cost``."""
    value: float
    why: str


def spent_on(folder: RunFolder, shot_id: str | None = None) -> Spent:
    """What was spent on a shot, or on every shot of the run when none is named. Takes that were cleaned away count."""
    root = folder.takes if shot_id is None else folder.takes / shot_id
    gone = [
        takes.read_spent(path.parent)
        for path in sorted(root.rglob(takes.SPENT))
        if not (path.parent / "slate.json").exists()
    ]
    kept = [sum(takes.read_spent(slate.parent).values()) for slate in sorted(root.rglob("slate.json"))]
    return Spent(
        takes=len(kept) + round(sum(each.get("takes", 0) for each in gone)),
        seconds=round(sum(kept) + sum(each.get("seconds", 0.0) for each in gone), 3),
        dearest_s=max(kept, default=0.0),
    )


def cost_of(seconds: float, settings: Settings) -> float:
    """Money for seconds of one worker: an hour of the machine is shared by its workers."""
    return seconds / settings.workers / SECONDS_IN_HOUR * settings.cost_per_hour


def energy_wh(seconds: float, settings: Settings) -> float:
    """Watt-hours for seconds of one worker, likewise, at the watts that the person stated."""
    return seconds / settings.workers / SECONDS_IN_HOUR * settings.watts


def cap_reached(folder: RunFolder, settings: Settings, shot_id: str, attempt: int) -> Reached | None:
    """The first cap that another take of a shot would pass; None while there is room for one.

    The next take is taken to cost what the dearest one of this shot did: a cap is kept, not merely noticed.

    Args:
        attempt: takes of this plan made so far.
    """
    caps = settings.caps
    if caps == type(caps)():
        return None
    shot, film = spent_on(folder, shot_id), spent_on(folder)
    scopes = (("shot", Spent(attempt, shot.seconds), "this shot"), ("film", film, "the film"))
    for scope, spent, name in scopes:
        then = spent.seconds + shot.dearest_s
        for unit, now, after in (
            ("takes", spent.takes, spent.takes + 1),
            ("render_seconds", spent.seconds, then),
            ("cost", cost_of(spent.seconds, settings), cost_of(then, settings)),
            ("energy_wh", energy_wh(spent.seconds, settings), energy_wh(then, settings)),
        ):
            cap = getattr(caps, f"{scope}_{unit}")
            if cap is not None and after > cap:
                words = unit.replace("_", " ")
                why = f"the cap of {cap:g} {words} for {name} leaves no room for another take ({now:.4g} spent)"
                return Reached(f"{scope}_{unit}", cap, why)
    return None
