"""Lights in people's hands: practicals of the shot that go where the hand goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tools.stage.light import Practical
from tools.stage.people.person import Person, joints
from tools.stage.people.props import light_of
from tools.stage.sets import Set

if TYPE_CHECKING:
    from tools.stage.people.acting import Pose


def with_held_lights(stage_set: Set, holding: Sequence[str | None]) -> tuple[Set, tuple[tuple[int, int], ...]]:
    """The set with a practical for each held light, and pairs of (number of the practical, number of its holder).

    They burn at the origin until ``burning_at`` places them.
    """
    practicals, pairs = list(stage_set.practicals), []
    for holder, kind in enumerate(holding):
        shed = light_of(kind) if kind is not None else None
        if shed is not None:
            pairs.append((len(practicals), holder))
            practicals.append(Practical((0.0, 0.0, 0.0), shed[0], shed[1], soft=True, flame=True, rigged=True))
    return stage_set._replace(practicals=tuple(practicals)), tuple(pairs)


def burning_at(person: Person, pose: Pose) -> tuple[float, float, float]:
    """Where the light in somebody's hand burns, world metres.

    Raises KeyError for somebody who holds no light.
    """
    shed = light_of(person.holding or "")
    if shed is None:
        raise KeyError(person.holding)
    x, y, z = joints(person, pose)["prop"]
    return (float(x), float(y) + shed[2], float(z))
