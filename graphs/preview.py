"""What a change would do, shown before anybody says yes: shots, stills before and after, time and money."""

from __future__ import annotations

import asyncio

from film.base import Frozen
from film.cut_plan import plan_cut
from film.plan import frames_of
from film.profile import Profile, frame_size
from film.touched import touched
from film.version import Circled, Version
from graphs import keeping
from graphs.guarding import locks_met
from graphs.stills import cut_shots, graded, take_to_show
from graphs.unit import Unit
from graphs.work import of_version
from tools.run import history


class StillPair(Frozen):
    """One shot before and after, by paths within the run; None where it is not there."""

    shot: str
    before: str | None = None
    after: str | None = None


class Preview(Frozen):
    shoots: tuple[str, ...] = ()
    """Shots that are shot again, in the film's order."""
    recuts: tuple[str, ...] = ()
    """Episodes whose picture is put together again."""
    remixes: tuple[str, ...] = ()
    """Episodes whose sound is mixed again."""
    relines: tuple[str, ...] = ()
    """Lines that were recorded anew."""
    stays: int = 0
    """Shots that stay as they are."""
    estimate_s: float = 0.0
    cost: float = 0.0
    stills: tuple[StillPair, ...] = ()
    sheet: str | None = None
    locked: tuple[str, ...] = ()
    """Locked shots and episodes that it would touch."""
    nothing: bool = False


async def show(unit: Unit, before: Version, after: Version, *, item: str, stills: int) -> Preview:
    """The preview of ``after``, a version that nobody has said yes to, against the one that stands.

    Args:
        stills: pairs of pictures at most; 0 makes none.
    """
    unit = of_version(unit, after)
    found = touched(before.series, after.series, after.profile)
    standing, due = keeping.sort_out(after, unit)
    recuts = {*found.cuts, *(shot_id.split("/")[0] for shot_id in due)}
    episodes = [episode.id for episode in after.series.episodes]
    gone = [episode.id for episode in before.series.episodes if episode.id not in episodes]
    met = locks_met(unit.folder, after, before)
    shown = Preview(
        shoots=tuple(due),
        recuts=tuple(episode for episode in episodes if episode in recuts),
        remixes=tuple(episode for episode in episodes if episode in found.mixes),
        relines=found.lines,
        stays=sum(1 for _ in after.series.filmed()) - len(due),
        locked=met,
        nothing=not (due or recuts or found.mixes or found.lines or gone) and before.series == after.series,
    )
    seconds = _estimate(unit, after, shown)
    shown = shown.model_copy(update={"estimate_s": seconds, "cost": round(seconds / 3600 * unit.settings.cost_per_hour, 4)})
    if stills and not shown.nothing and not shown.locked:
        pairs = await _stills(unit, before, after, standing, due, item, stills)
        sheet = await _sheet(unit, pairs, item) if pairs else None
        shown = shown.model_copy(update={"stills": pairs, "sheet": sheet})
    return shown


def _estimate(unit: Unit, after: Version, shown: Preview) -> float:
    """Seconds of wall time, from what this run's own takes and cuts took."""
    shots = {planned.id: planned for _, _, planned in after.series.filmed()}
    cuts = {episode.id: plan_cut(after.series, episode, after.profile).frames for episode in after.series.episodes}
    return history.estimate(
        history.past(unit.folder, frame_size(after.series.aspect, after.profile.render_height)),
        [frames_of(shots[shot_id], after.series.fps) for shot_id in shown.shoots],
        [cuts[episode] for episode in dict.fromkeys((*shown.recuts, *shown.remixes))],
        unit.settings.workers,
        unit.abilities.seconds_per_frame * _size(after.profile),
        [cuts[episode] / after.series.fps for episode in shown.remixes],
    )


def _size(profile: Profile) -> float:
    """An engine's guess is for 540 rendered lines; what does not grow with the picture is a tenth of it."""
    return 0.1 + 0.9 * (profile.render_height / 540) ** 2


async def _stills(
    unit: Unit,
    before: Version,
    after: Version,
    standing: dict[str, Circled],
    due: dict[str, keeping.Due],
    item: str,
    most: int,
) -> tuple[StillPair, ...]:
    old, new = cut_shots(before.series, before.profile), cut_shots(after.series, after.profile)
    looks = [i for i in new if i not in due and (i not in old or old[i].grade != new[i].grade or old[i].take != new[i].take)]
    chosen = _spread([*due, *looks] if due else looks, most)

    async def as_it_was(shot_id: str) -> str | None:
        if shot_id not in before.circled or shot_id not in old:
            return None
        take = f"takes/{shot_id}/{before.circled[shot_id].take}"
        return await graded(unit, take, old[shot_id], _place(item, shot_id, "before"))

    async def as_it_will_be(shot_id: str) -> str | None:
        take = await take_to_show(unit, after, shot_id, standing, due)
        return None if take is None else await graded(unit, take, new[shot_id], _place(item, shot_id, "after"))

    async def pair(shot_id: str) -> StillPair:
        last, first = await asyncio.gather(as_it_will_be(shot_id), as_it_was(shot_id))
        unit.emit("still", item=item, shot=shot_id, before=first, after=last)
        return StillPair(shot=shot_id, before=first, after=last)

    return tuple(await asyncio.gather(*(pair(shot_id) for shot_id in chosen)))


def _place(item: str, shot_id: str, when: str) -> str:
    return f"previews/{item}/{shot_id.replace('/', '-')}.{when}.png"


async def _sheet(unit: Unit, pairs: tuple[StillPair, ...], item: str) -> str:
    return await unit.job(
        "sheet", pairs=[[pair.shot, pair.before, pair.after] for pair in pairs], out=f"previews/{item}/sheet.png"
    )


def _spread(shots: list[str], most: int) -> list[str]:
    """At most ``most`` of the shots, the first and the last among them, evenly between."""
    if len(shots) <= most:
        return shots
    return [shots[round(at * (len(shots) - 1) / (most - 1))] for at in range(most)] if most > 1 else shots[:1]

