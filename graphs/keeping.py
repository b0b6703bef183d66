"""Which shots of a version need no camera: locked, pinned, or standing in an earlier version with the same plan.

The preview of a change and the shoot ask here, so that what is promised is what is shot. A plan that is
equal keeps its take whatever else happened since: another engine build or other scorers shoot nothing anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from film.limits import Caps
from film.plan import ShotPlan, plan_of
from film.version import Circled, Version
from graphs import shot
from graphs.unit import Unit
from tools.run import locks, takes, versions
from tools.run.folder import RunFolder

VERSIONS_LOOKED_AT = 6
"""How far back a plan is looked for by its content alone; what was asked exactly so before is remembered for ever."""


class Due(NamedTuple):
    """One shot that must be made, as its thread begins."""

    plan: ShotPlan
    asked: str


def settled(version: Version, folder: RunFolder, caps: Caps | None = None) -> dict[str, Circled]:
    """Shot id -> the take that stands without shooting.

    Args:
        caps: of what is asked today: a shot that other caps held is worth another try. None leaves it as it is.
    """
    locked = locks.read(folder).shots
    found: dict[str, Circled] = {}
    waiting: dict[str, ShotPlan] = {}
    for _, scene, planned in version.series.filmed():
        if planned.id in locked:
            kept = locked[planned.id]
            found[planned.id] = Circled(take=kept.take, take_id=kept.take_id, held=kept.held, why=kept.why)
        elif planned.pin is not None:
            found[planned.id] = Circled(take=planned.pin.take, take_id=planned.pin.take_id, why="chosen by hand")
        else:
            waiting[planned.id] = plan_of(version.series, scene, planned, version.profile)
    for earlier in _earlier(version, folder):
        if not waiting:
            break
        alike = {
            shot_id: circled
            for shot_id, circled in _circled_alike(earlier, waiting, folder).items()
            if caps is None or holds_still(circled.capped, caps)
        }
        found |= alike
        waiting = {shot_id: plan for shot_id, plan in waiting.items() if shot_id not in alike}
    return _without_broken_edges(version, folder, found)


class Sorted(NamedTuple):
    """A version's shots, by what is left to do for them."""

    standing: dict[str, Circled]
    """Shot id -> the take that it will have: settled, or circled before for exactly this question."""
    due: dict[str, Due]
    """Shot id -> what must be shot."""


def sort_out(version: Version, unit: Unit) -> Sorted:
    """What stands and what must be shot, as far as plans can be told before anything is shot.

    A shot that starts from another that is due has no plan yet: it is in the result with its plan as directed.
    """
    standing = settled(version, unit.folder, unit.settings.caps)
    remembered = memo(unit)
    found: dict[str, Due] = {}
    for _, scene, planned in version.series.filmed():
        if planned.id in standing:
            continue
        plan = plan_of(version.series, scene, planned, version.profile)
        if plan.start_from in standing:
            plan = plan.model_copy(update={"start_take": standing[plan.start_from].take_id})
        asked = shot.asked_hash(plan, version.series.seed, unit)
        known = recall(unit, remembered, planned.id, asked)
        if known is None:
            found[planned.id] = Due(plan, asked)
        else:
            standing[planned.id] = known
    return Sorted(standing, found)


def memo(unit: Unit) -> dict[str, dict]:
    """Everything that was ever circled, by what was asked."""
    return {entry["asked"]: entry for entry in unit.transcript.entries("circled")}


def recall(unit: Unit, remembered: dict[str, dict], shot_id: str, asked: str) -> Circled | None:
    """The take that was circled for exactly this question, while its clip is there."""
    known = remembered.get(asked)
    if known is None or not (unit.folder.takes / shot_id / known["take"] / "clip.mp4").exists():
        return None
    found = Circled.model_validate({name: known[name] for name in Circled.model_fields if name in known})
    return found if holds_still(found.capped, unit.settings.caps) else None


def holds_still(capped: Mapping[str, float], caps: Caps) -> bool:
    """Whether the caps that ended a shot's re-rolls are the ones of today."""
    return all(getattr(caps, name, None) == value for name, value in capped.items())


def _earlier(version: Version, folder: RunFolder) -> Iterator[Version]:
    """Finished versions of the same engine, seed and profile: the parent first, then the newest."""
    numbers = [n for n in versions.numbers(folder) if versions.is_finished(folder, n) and n != version.number]
    for number in sorted(numbers, key=lambda n: (n != version.parent, -n))[:VERSIONS_LOOKED_AT]:
        earlier = versions.read_version(folder, number)
        same = (earlier.engine, earlier.series.seed, earlier.profile) == (
            version.engine, version.series.seed, version.profile,
        )  # fmt: skip
        if same:
            yield earlier


def _circled_alike(earlier: Version, waiting: dict[str, ShotPlan], folder: RunFolder) -> dict[str, Circled]:
    """The takes of ``earlier`` whose shot had the plan that waits, when it was no person's choice."""
    found = {}
    for _, scene, planned in earlier.series.filmed():
        circled = earlier.circled.get(planned.id)
        if circled is None or planned.pin is not None or planned.id not in waiting:
            continue
        if not (folder.takes / planned.id / circled.take / "clip.mp4").exists():
            continue
        if plan_of(earlier.series, scene, planned, earlier.profile) == waiting[planned.id]:
            found[planned.id] = circled
    return found


def _without_broken_edges(version: Version, folder: RunFolder, found: dict[str, Circled]) -> dict[str, Circled]:
    """A shot that starts from another's last frame is made again when that frame is another's."""
    chosen = {planned.id for _, _, planned in version.series.filmed() if planned.pin is not None}
    edges = {
        planned.id: (planned.start_from, takes.read_slate(folder.takes / planned.id / found[planned.id].take).plan)
        for _, _, planned in version.series.filmed()
        if planned.start_from and planned.id in found and planned.id not in chosen
    }
    while True:
        broken = {
            shot_id
            for shot_id, (source, plan) in edges.items()
            if shot_id in found and (source not in found or found[source].take_id != plan.start_take)
        }
        if not broken:
            return found
        found = {shot_id: circled for shot_id, circled in found.items() if shot_id not in broken}
