"""What everybody does with themselves during a shot: verbs, mouths that follow the sound, and who looks at whom.

A plan says who does what and which recordings are heard. From that and the take's seed comes one part for each
person: their way, their act, their mouth (only whoever is seen speaking moves it) and where they look, moment
by moment. Who listens looks at who speaks; who speaks looks at whom they talk to.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import NamedTuple

import numpy as np

from film.errors import RenderError
from film.plan import Mouthing, ShotPlan
from film.series import Doing
from tools.stage.blocking import Blocking, Stand
from tools.stage.ground import Ground, Point3, toward
from tools.stage.people.acting import Performance, Waypoint, visemes

_TURN_S = 0.32
"""How long a look takes from one target to the next."""
_NOTICE_S = (0.05, 0.45)
"""How late a listener's look follows a new voice."""
_CHEAT_M = 0.20
"""How far toward the camera's side of their eyes somebody is looked at: the cheat that shows faces, not profiles."""
_BEGUN = ("turn", "look", "reach", "point", "wave", "nod", "fall")
"""Verbs that begin somewhere in the shot, not before it."""

CAMERA = "camera"
"""The lens as somebody to look at."""


class Glance(NamedTuple):
    """From ``from_s`` on somebody looks at a character id, at ``camera``, or, with None, at nothing in particular."""

    from_s: float
    target: str | None


class Part(NamedTuple):
    """One person's part in one shot."""

    stand: Stand
    performance: Performance
    """Everything but the gaze, which moves."""
    glances: tuple[Glance, ...]


def part_of(plan: ShotPlan, blocking: Blocking, stand: Stand, ground: Ground, speech: Path, seed: int) -> Part:
    """The part of one person in one take.

    Args:
        speech: folder of ``<sha256>.json`` with the phonemes of every recording, and ``.wav``.

    Raises:
        RenderError: a recording that is heard has no readable phonemes.
    """
    who = stand.character_id
    draw = random.Random(f"part|{seed}|{who}")
    act = next((act for act in plan.doing if act.character_id == who), Doing(character_id=who))
    performance = Performance(
        path=_waypoints(stand, ground),
        activity=_activity(act, stand),
        expression=act.expression,
        mouth=mouth_keys(plan.mouths, who, speech),
        seed=draw.randrange(1 << 30),
        seat_m=stand.seat_m or 0.45,
        act_at_s=plan.duration_s * draw.uniform(0.12, 0.34) if act.verb in _BEGUN else 0.0,
    )
    return Part(stand, performance, _glances(plan, blocking, act, draw))


def performance_at(part: Part, blocking: Blocking, ground: Ground, camera: Point3, time_s: float) -> Performance:
    """The part at one moment, its gaze on a target that may itself be walking."""
    number = max((n for n, glance in enumerate(part.glances) if glance.from_s <= time_s), default=0)
    glance = part.glances[number]
    if glance.target is None and part.stand.moves:
        return part.performance
    here = _target(part.stand, glance.target, blocking, ground, camera, time_s)
    since = (time_s - glance.from_s) / _TURN_S
    if number and since < 1.0:
        before = _target(part.stand, part.glances[number - 1].target, blocking, ground, camera, time_s)
        share = since * since * (3 - 2 * since)
        here = tuple(b + (h - b) * share for b, h in zip(before, here, strict=True))  # type: ignore[assignment]
    return part.performance._replace(gaze_target=here)


def mouth_keys(mouths: tuple[Mouthing, ...], who: str, speech: Path) -> tuple[tuple[float, float, float, float], ...]:
    """Keyframes (time_s, open, wide, round) of a mouth in shot time; empty for whoever is not seen speaking."""
    keys: list[tuple[float, float, float, float]] = []
    for mouthing in mouths:
        if mouthing.character_id != who or not mouthing.seen:
            continue
        shift = mouthing.start_s - mouthing.from_s
        for at, opened, wide, rounded in _recorded(mouthing, speech):
            keys.append((round(float(at) + shift, 4), float(opened), float(wide), float(rounded)))
    return tuple(sorted(keys))


def _recorded(mouthing: Mouthing, speech: Path) -> np.ndarray:
    """(N, 4) keyframes in the recording's own time, of the stretch that is heard."""
    from tools.voice.synth import read_phonemes

    phonemes = read_phonemes(speech, mouthing.speech_sha256)
    if not phonemes:
        return _by_loudness(speech / f"{mouthing.speech_sha256}.wav", mouthing.from_s, mouthing.to_s)
    heard = [
        (max(start, mouthing.from_s), min(end, mouthing.to_s), ipa)
        for start, end, ipa in phonemes
        if start < mouthing.to_s and end > mouthing.from_s
    ]
    return visemes(heard)


def _by_loudness(path: Path, from_s: float, to_s: float) -> np.ndarray:
    """A mouth for a person's own recording, which comes without phonemes: as open as it is loud, 24 times a second.

    Raises:
        RenderError: the recording is missing or is no 16-bit mono wav.
    """
    import wave

    try:
        with wave.open(str(path)) as sound:
            rate_hz = sound.getframerate()
            samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2").astype(np.float64)
    except (OSError, wave.Error, EOFError, ValueError) as error:
        raise RenderError(f"recording {path.name!r} cannot be read ({error}); import it again") from error
    step = rate_hz // 24
    count = len(samples) // step
    if not count:
        return np.zeros((0, 4))
    loud = np.sqrt((samples[: count * step].reshape(count, step) ** 2).mean(1))
    opened = np.clip(loud / max(1.0, float(np.percentile(loud, 95))), 0, 1) ** 0.7
    opened[opened < 0.12] = 0.0
    times = (np.arange(count) + 0.5) / 24
    keys = np.stack([times, 0.85 * opened, 0.25 * opened, 0.15 * opened], 1)
    keys = keys[(times >= from_s) & (times <= to_s)]
    if len(keys):
        keys[0, 1:] = keys[-1, 1:] = 0.0
    return keys


def _waypoints(stand: Stand, ground: Ground) -> tuple[Waypoint, ...]:
    return tuple(
        Waypoint(step.time_s, step.at[0], ground.floor(*step.at), step.at[1], stand.yaw_deg) for step in stand.track
    )


def _activity(act: Doing, stand: Stand) -> str:
    """The verb as the body does it: whoever has a seat sits on it, whoever finds none stays on their feet."""
    if stand.posture == "sit":
        return "sit"
    return "stand" if act.verb == "sit" else act.verb


def _glances(plan: ShotPlan, blocking: Blocking, act: Doing, draw: random.Random) -> tuple[Glance, ...]:
    """Where one person looks, from the first moment on."""
    who = act.character_id
    known = {stand.character_id for stand in blocking.stands}
    if act.toward == CAMERA or (act.toward in known and act.toward != who):
        return (Glance(0.0, act.toward),)
    partner = blocking.marks.partner(who)
    talked_to = partner
    glances: list[Glance] = []
    for mouthing in plan.mouths:
        speaker = mouthing.character_id
        if speaker == who:
            target = talked_to
        elif speaker in known:
            target = talked_to = speaker
        else:
            continue
        glances.append(Glance(mouthing.start_s + (draw.uniform(*_NOTICE_S) if speaker != who else -0.1), target))
        if speaker == who and mouthing.to_s - mouthing.from_s > 2.5 and draw.random() < 0.5:
            # Nobody stares through a long speech: a look away to find the words, and back.
            away = mouthing.start_s + draw.uniform(0.3, 0.6) * (mouthing.to_s - mouthing.from_s)
            glances += [Glance(away, None), Glance(away + draw.uniform(0.6, 1.0), target)]
    glances.sort(key=lambda glance: glance.from_s)
    first = Glance(0.0, glances[0].target if glances and glances[0].from_s < 0.8 else partner)
    return (first, *(glance for glance in glances if glance.from_s > 0.0))


def _target(
    stand: Stand, target: str | None, blocking: Blocking, ground: Ground, camera: Point3, time_s: float
) -> Point3:
    """The point somebody looks at: eyes, the lens, or the middle distance past the camera's shoulder."""
    if target == CAMERA:
        return camera
    other = blocking.stand(target) if target else None
    if other is not None and other.character_id != stand.character_id:
        x, z = other.place(time_s)
        front = toward(blocking.marks.front_yaw_deg)
        return (x + _CHEAT_M * front[0], ground.floor(x, z) + other.eyes_m, z + _CHEAT_M * front[1])
    x, z = stand.place(time_s)
    off = toward(stand.yaw_deg + (18.0 if stand.side == "left" else -18.0))
    return (x + 5.0 * off[0], ground.floor(x, z) + stand.eyes_m - 0.35, z + 5.0 * off[1])
