"""One staging of a scene for all of its shots: when each begins on the scene's own clock, and what brought everybody
to where it finds them.

A scene is played once, on one clock; a shot looks at a stretch of it. Of what people did in earlier shots only what
moved them is told on: who walked over is over there, who sat down sits, who left is gone. A nod is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from film.base import Frozen
from film.series import HeldProp, Scene, Shot, Verb

Posture = Literal["stand", "sit", "kneel", "lie"]
Opening = Literal["stand", "sit", "kneel", "lie", "coming", "off"]

POSTURE_OF: dict[Verb, Posture] = {
    "sit": "sit", "write": "sit", "kneel": "kneel", "fall": "lie", "lie": "lie", "sleep": "lie",
    "stand": "stand", "walk": "stand", "run": "stand", "enter": "stand", "leave": "stand", "embrace": "stand",
    "kiss": "stand", "handshake": "stand", "dance": "stand", "bow": "stand",
}  # fmt: skip
"""How a doing leaves somebody; any other leaves them as they were."""
WAYS: frozenset[Verb] = frozenset({"walk", "run", "enter", "leave"})
"""Doings that carry somebody elsewhere."""
MEETINGS: frozenset[Verb] = frozenset({"embrace", "kiss", "handshake"})
"""Doings of two: one steps up to the other, and both take part."""
_FOUND_DOWN: frozenset[Verb] = frozenset({"sit", "write", "kneel", "lie", "sleep"})
"""Whoever is first seen at one of these has been at it all along; a fall begins in the shot."""
_HANDS_FREE: frozenset[Verb] = frozenset({"reach", "embrace", "kiss", "handshake", "clap", "fall", "lie", "sleep"})
"""Doings after which a hand holds nothing of what it held before."""

UNCLOCKED_S = 6.0
"""Scene time for each unit of a shot's number where a film has no clock: shots of ten units never overlap."""
USUAL_S = 3.0
"""How long a doing is given in a shot that lies at the same moment as the next."""
_LEAST_GAP_S = 1.0
_SQUEEZE_S = 0.01
"""How long before the next one a shot begins that is put in between two others."""


class Step(Frozen):
    """Something that somebody did earlier in the scene and that moved them."""

    verb: Verb
    toward: str | None = None
    at_s: float
    """Scene time at which its shot begins."""
    for_s: float
    """How long the shot was planned."""


class Station(Frozen):
    """How a shot finds somebody: how the scene found them, and all that has moved them since."""

    opens: Opening = "stand"
    """``coming`` is on the way to their mark when first seen; ``off`` is not there yet."""
    steps: tuple[Step, ...] = ()
    holding: HeldProp | None = None
    """What they took in hand in an earlier shot and have not put away."""


class Clocked(NamedTuple):
    """A shot on its scene's clock."""

    shot: Shot
    at_s: float
    for_s: float
    """Until the next shot was planned to begin: durations that are changed later do not count."""


def on_clock(scene: Scene) -> tuple[Clocked, ...]:
    """The scene's shots in the order of its story, omitted ones too: the cut's order does not change what happened.

    A scene some of whose shots have no ``at_s`` goes by the numbers of its shots, far enough apart that whatever an
    earlier one began is over.
    """
    if all(shot.at_s is not None for shot in scene.shots):
        times = sorted((shot.at_s or 0.0, shot.id, shot) for shot in scene.shots)
    else:
        times = sorted((UNCLOCKED_S * _number(shot, at), shot.id, shot) for at, shot in enumerate(scene.shots, start=1))
        return tuple(Clocked(shot, at_s, USUAL_S) for at_s, _, shot in times)
    clocked = []
    for at, (at_s, _, shot) in enumerate(times):
        gap_s = _next_s(times, at) - at_s if at + 1 < len(times) else shot.duration_s
        clocked.append(Clocked(shot, at_s, round(gap_s, 3) if gap_s >= _LEAST_GAP_S else USUAL_S))
    return tuple(clocked)


def _next_s(times: Sequence[tuple[float, str, Shot]], at: int) -> float:
    """When the shot after ``at`` begins. One that was put in between does not count: it shortens no other."""
    following = at + 1
    while following + 1 < len(times) and 0.0 < times[following + 1][0] - times[following][0] <= 1.01 * _SQUEEZE_S:
        following += 1
    return times[following][0]


def with_clock(shots: Sequence[Shot], before: Sequence[Shot] = ()) -> tuple[Shot, ...]:
    """``shots`` each with the scene time at which it begins; a time that was given once is kept.

    Args:
        shots: of one scene, in the order of the story.
        before: the scene's shots as they were planned last; those with the same id keep their time.
    """
    planned = {shot.id: shot.at_s for shot in before}
    times: list[float | None] = []
    last = float("-inf")
    for shot in shots:
        at_s, was_s = shot.at_s, planned.get(shot.id)
        if at_s is None and was_s is not None and was_s > last:  # another order of the coverage tells another story
            at_s = was_s
        last = max(last, at_s) if at_s is not None else last
        times.append(at_s)
    for at in range(len(shots)):
        if times[at] is None:
            times[at] = _between(times, shots, at)
    return tuple(
        shot if shot.at_s == at_s else shot.model_copy(update={"at_s": at_s})
        for shot, at_s in zip(shots, times, strict=True)
    )


def _between(times: list[float | None], shots: Sequence[Shot], at: int) -> float:
    """A time for the shot ``at``: when the one before it ends, and always before the next one's."""
    following = next((time_s for time_s in times[at + 1 :] if time_s is not None), None)
    earlier = times[at - 1] if at else None
    if earlier is None:
        return 0.0 if following is None else round(following - shots[at].duration_s, 3)
    at_s = earlier + shots[at - 1].duration_s
    if following is not None and earlier < following <= at_s:
        at_s = following - min(_SQUEEZE_S, (following - earlier) / 2)
    return round(at_s, 6)


def stations(scene: Scene, shot: Shot, present: Sequence[str]) -> tuple[Clocked, dict[str, Station]]:
    """The shot on the scene's clock, and how it finds everybody of ``present``.

    Raises KeyError when the scene has no such shot.
    """
    story = on_clock(scene)
    here = next((each for each in story if each.shot.id == shot.id), None)
    if here is None:
        raise KeyError(shot.id)
    earlier = tuple(each for each in story if each.at_s < here.at_s)
    beside = tuple(each for each in story if each.at_s == here.at_s and each is not here)
    active = {act.character_id for act in shot.doing}
    found = {}
    for who in present:
        opens = _opening(story, who)
        # Another camera on the same moment sees what people do in it, unless its own shot says otherwise.
        steps = tuple(_steps(earlier if who in active else (*earlier, *beside), here, who, opens))
        found[who] = Station(opens=opens, steps=steps, holding=_held(earlier, who))
    return here, found


def _opening(story: Sequence[Clocked], who: str) -> Opening:
    """How the scene finds somebody: as the first shot that has them does, for nobody has seen otherwise."""
    for each in story:
        verb = next((act.verb for act in each.shot.doing if act.character_id == who), None)
        if verb is None and who not in each.shot.cast:
            continue
        if verb == "enter":
            return "off"
        if verb in ("walk", "run"):
            return "coming"
        return POSTURE_OF[verb] if verb in _FOUND_DOWN else "stand"
    return "stand"


def _steps(earlier: Sequence[Clocked], here: Clocked, who: str, opens: Opening) -> Iterator[Step]:
    """What moved somebody before ``here``, without what left them as they were."""
    posture: str = opens
    last: tuple[Verb, str | None] | None = None
    for shot, at_s, for_s in earlier:
        act = next((act for act in shot.doing if act.character_id == who), None)
        if act is None or act.verb not in POSTURE_OF:
            continue
        after = POSTURE_OF[act.verb]
        moves = act.verb in WAYS or (act.verb in MEETINGS and (act.verb, act.toward) != last)
        if moves or after != posture:
            # A shot that was put in between two others has no time of its own: what it tells is over all the same.
            began_s = at_s if at_s == here.at_s else min(at_s, round(here.at_s - for_s, 6))
            yield Step(verb=act.verb, toward=act.toward, at_s=began_s, for_s=for_s)
            last = (act.verb, act.toward)
        posture = after


def _held(earlier: Sequence[Clocked], who: str) -> HeldProp | None:
    held: HeldProp | None = None
    for each in earlier:
        act = next((act for act in each.shot.doing if act.character_id == who), None)
        if act is not None:
            held = act.holding or (None if act.verb in _HANDS_FREE else held)
    return held


def _number(shot: Shot, at: int) -> int:
    found = re.search(r"(\d+)$", shot.id)
    return int(found.group()) if found else 10 * at
