"""What everybody does with themselves during a shot: verbs, mouths that follow the sound, and who looks at whom.

A plan says who does what and which recordings are heard. From that and the scene comes one part for each person:
their way, their act, their mouth (only whoever is seen speaking moves it) and where they look, moment by moment. Who
listens looks at who speaks; who speaks looks at whom they talk to. All times are the scene's, and nothing comes from a
take's seed or a camera: every shot of a moment shows the same performance.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from film.errors import RenderError
from film.plan import Mouthing, ShotPlan
from film.series import Doing
from film.staging import MEETINGS
from tools.stage.blocking import Blocking, Stand
from tools.stage.ground import Ground, Point3, along, distance, toward
from tools.stage.people.acting import Performance, visemes
from tools.stage.people.postures import glide

_TURN_S = 0.32
"""How long a look takes from one target to the next."""
_NOTICE_S = (0.05, 0.45)
"""How late a listener's look follows a new voice."""
_BACK_M = 0.15
"""How far behind the middle of a body a hand lies on its back."""
_ARM_M = 0.60
"""As far as somebody reaches without a step."""

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
    toward: str | None = None
    """Whom the deed is meant for."""


Eyes = Callable[[str], Point3 | None]
"""Character id to the point between their eyes."""


def part_of(plan: ShotPlan, blocking: Blocking, stand: Stand, speech: Path) -> Part:
    """The part of one person in the shot.

    Args:
        speech: folder of ``<sha256>.json`` with the phonemes of every recording, and ``.wav``.

    Raises:
        RenderError: a recording that is heard has no readable phonemes.
    """
    who = stand.character_id
    scene = f"{plan.place.seed}|{plan.scene_id}|{who}|{plan.roll}"
    act = next((act for act in plan.doing if act.character_id == who), Doing(character_id=who))
    performance = Performance(
        path=stand.path,
        activity=stand.meeting or ("stand" if act.verb in MEETINGS else act.verb),
        expression=act.expression,
        mouth=_in_scene_time(mouth_keys(plan.mouths, who, speech), plan.at_s),
        seed=random.Random(f"part|{scene}").randrange(1 << 30),
        changes=stand.changes,
        act_at_s=stand.act_at_s,
        holding=stand.holding,
        engaged=bool(plan.mouths),
    )
    glances = _glances(plan, blocking, act, random.Random(f"glances|{scene}|{plan.at_s}"))
    return Part(stand, performance, glances, act.toward)


def performance_at(
    part: Part, blocking: Blocking, ground: Ground, camera: Point3, time_s: float, eyes: Eyes | None = None
) -> Performance:
    """The part at one moment of the scene, its gaze and its hand on a target that may itself be walking.

    Args:
        eyes: somebody's eyes at that moment, where they are posed already; else their stand says where they are.
    """
    number = max((n for n, glance in enumerate(part.glances) if glance.from_s <= time_s), default=0)
    glance = part.glances[number]
    performance = part.performance._replace(target=_for_the_hand(part, blocking, ground, time_s))
    if glance.target is None and part.stand.moves:
        return performance
    here = _target(part.stand, glance.target, blocking, ground, camera, time_s, eyes)
    since = (time_s - glance.from_s) / _TURN_S
    if number and since < 1.0:
        before = _target(part.stand, part.glances[number - 1].target, blocking, ground, camera, time_s, eyes)
        share = glide(since)
        here = tuple(b + (h - b) * share for b, h in zip(before, here, strict=True))  # type: ignore[assignment]
    return performance._replace(gaze_target=here)


def _for_the_hand(part: Part, blocking: Blocking, ground: Ground, time_s: float) -> Point3 | None:
    """What a hand goes to: the other's hand between the two, a back, a shoulder; None leaves it to the gaze."""
    verb, stand = part.performance.activity, part.stand
    other = blocking.stand(stand.meets or part.toward or "")
    if verb not in ("reach", "handshake", "embrace") or (other is None and verb != "reach"):
        return None
    x, z = stand.place(time_s)
    if other is None:
        ahead = toward(stand.yaw_deg)
        low = 0.56 * stand.eyes_at(time_s) if stand.posture == "stand" else 0.68 * stand.eyes_at(time_s)
        return (x + 0.52 * ahead[0], ground.floor(x, z) + low, z + 0.52 * ahead[1])
    there = other.place(time_s)
    if verb == "handshake":
        middle = ((x + there[0]) / 2, (z + there[1]) / 2)
        low = 0.60 * min(stand.height_m, other.height_m)
        return (middle[0], ground.floor(*middle) + low, middle[1])
    gap = max(distance((x, z), there), 0.1)
    if verb == "embrace":
        back = along((x, z), there, 1.0 + _BACK_M / gap)
        return (back[0], ground.floor(*there) + 0.74 * other.height_m, back[1])
    near = along((x, z), there, min(max(0.0, gap - 0.14), _ARM_M) / gap)
    return (near[0], ground.floor(*there) + other.eyes_at(time_s) - 0.27 * other.height_m / 1.7, near[1])


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


def _in_scene_time(keys: tuple[tuple[float, float, float, float], ...], at_s: float) -> tuple:
    return tuple((time_s + at_s, *shape) for time_s, *shape in keys)


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


def _glances(plan: ShotPlan, blocking: Blocking, act: Doing, draw: random.Random) -> tuple[Glance, ...]:
    """Where one person looks, from the first moment on."""
    who, start_s = act.character_id, plan.at_s
    known = {stand.character_id for stand in blocking.stands if stand.here}
    if act.toward == CAMERA or (act.toward in known and act.toward != who):
        return (Glance(start_s, act.toward),)
    partner = blocking.marks.partner(who)
    talked_to = partner = partner if partner in known else None
    glances: list[Glance] = []
    for mouthing in plan.mouths:
        speaker, said_s = mouthing.character_id, start_s + mouthing.start_s
        if speaker == who:
            target = talked_to
        elif speaker in known:
            target = talked_to = speaker
        else:
            continue
        glances.append(Glance(said_s + (draw.uniform(*_NOTICE_S) if speaker != who else -0.1), target))
        if speaker == who and mouthing.to_s - mouthing.from_s > 2.5 and draw.random() < 0.5:
            # Nobody stares through a long speech: a look away to find the words, and back.
            away = said_s + draw.uniform(0.3, 0.6) * (mouthing.to_s - mouthing.from_s)
            glances += [Glance(away, None), Glance(away + draw.uniform(0.6, 1.0), target)]
    glances.sort(key=lambda glance: glance.from_s)
    first = Glance(start_s, glances[0].target if glances and glances[0].from_s < start_s + 0.8 else partner)
    return (first, *(glance for glance in glances if glance.from_s > start_s))


def _target(
    stand: Stand,
    target: str | None,
    blocking: Blocking,
    ground: Ground,
    camera: Point3,
    time_s: float,
    eyes: Eyes | None,
) -> Point3:
    """The point somebody looks at: eyes, the lens, or the middle distance past the camera's shoulder."""
    if target == CAMERA:
        return camera
    other = blocking.stand(target) if target else None
    if other is not None and other.character_id != stand.character_id:
        posed = eyes(other.character_id) if eyes is not None else None
        x, z = other.place(time_s)
        return posed or (x, ground.floor(x, z) + other.eyes_at(time_s), z)
    x, z = stand.place(time_s)
    off = toward(stand.yaw_deg + (18.0 if stand.side == "left" else -18.0))
    return (x + 5.0 * off[0], ground.floor(x, z) + stand.eyes_at(time_s) - 0.35, z + 5.0 * off[1])
