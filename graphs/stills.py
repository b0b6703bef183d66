"""Pictures of shots before they are shot: keyframes in the takes that the shoot goes on with, graded as the cut will.

Looking costs nothing twice: the preview of a change, the storyboard and the shoot find the same files.
"""

from __future__ import annotations

from collections.abc import Mapping

from film.cut_plan import CutShot, plan_cut
from film.profile import Profile
from film.series import Series
from film.version import Circled, Version
from graphs import shot
from graphs.keeping import Due
from graphs.unit import Unit


async def take_to_show(
    unit: Unit, version: Version, shot_id: str, standing: Mapping[str, Circled], due: Mapping[str, Due]
) -> str | None:
    """The folder, within the run, of the take that a shot will have; its keyframe is made when it has none yet.

    Returns:
        None for a shot whose picture nobody can know: it begins with the last frame of one that is not shot yet.

    Raises:
        RenderError: the engine could not make the picture.
    """
    if shot_id in standing:
        return f"takes/{shot_id}/{standing[shot_id].take}"
    if shot_id not in due or (due[shot_id].plan.start_from is not None and due[shot_id].plan.start_take is None):
        return None
    return await _keyframe(unit, version, due[shot_id])


async def take_as_directed(unit: Unit, version: Version, due: Due) -> str:
    """As ``take_to_show``, for a shot that begins with a frame nobody has yet: its framing without that frame.

    The shoot has no use for this take: it will have the frame.

    Raises:
        RenderError: the engine could not make the picture.
    """
    plan = due.plan.model_copy(update={"start_from": None})
    return await _keyframe(unit, version, Due(plan, shot.asked_hash(plan, version.series.seed, unit)))


async def _keyframe(unit: Unit, version: Version, due: Due) -> str:
    """The first take's keyframe, where the shot graph will look for it; its folder within the run."""
    plan, asked = due
    made = await unit.job(
        "keyframe", plan=unit.folder.put(plan), asked=asked, attempt=1, start=shot.start_of(unit, plan),
        seed=shot.take_seed(plan, version.series.seed, 1, plan.engine or unit.abilities.engine), engine=unit.spec_of(plan),
    )  # fmt: skip
    return f"takes/{plan.shot_id}/{made['take']}"


async def graded(unit: Unit, take: str, look: CutShot, out: str) -> str:
    """The take's picture as the cut will show it. ``out`` is relative to the run, and comes back."""
    return await unit.job("still", take=take, grade=look.grade.model_dump(mode="json"), out=out)


def cut_shots(series: Series, profile: Profile) -> dict[str, CutShot]:
    """Every shot as it stands in its cut, by id."""
    return {
        entry.shot_id: entry for episode in series.episodes for entry in plan_cut(series, episode, profile).shots
    }
