"""Dialogue in shots: who is seen while a line is heard, and how close.

A conversation opens on everybody, goes to over-the-shoulders, and comes closer as it heats up.
Both sides of an exchange get the same size. A long line is shared with the listener's face; it is cut
between words where the speaker stops.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crew.answers.director import BeatFact, Expression, Kind, LineFact, ShotAnswer, SpokenAnswer
from crew.understudy.asked_moves import may_flourish
from crew.understudy.floor import Floor
from crew.understudy.line_seams import pieces
from film.plan import WORD_GAP_S
from film.series import Verb
from film.state import MoveKind, ShotSize

UNDIVIDED_S = 6.0
"""A line up to this length may play in one shot; the aim is three to five seconds a shot."""
SPEAKER_LISTENER_S = (4.2, 2.6)
"""Target lengths in turn: the speaker, then the listener's face."""
ROUND_THE_WORDS_S = 0.8
"""Room for the silence before and after the words of a shot."""
ALONE_S = (6.0, 3.4, 5.0)
"""Nobody listens: longer looks at the speaker, and the place in between."""
SHORTEST_SPOKEN_S = 2.2
"""Speech and the silence after it: a shorter shot of a face reads as a twitch."""
VOLLEY_S = 1.5
"""Two lines up to this length play in one frame."""
COOL = 0.5
HOT = 0.85
BACK_TO_GROUP_EVERY = 7
"""After so many shots of one or two faces, everybody is shown again, so that the room is not lost."""


class Framing(NamedTuple):
    kind: Kind
    size: ShotSize
    subjects: tuple[str, ...]
    over: str | None = None
    move: MoveKind = "lock_off"
    speed: float = 1.0
    target: str | None = None


class Part(NamedTuple):
    """What is heard in one shot: lines, or a stretch of one."""

    spoken: tuple[SpokenAnswer, ...]
    seconds: float
    index: int
    """Which stretch of the line it is."""
    count: int


def cover_dialogue(floor: Floor, beat: BeatFact) -> None:
    """Adds the shots of a beat in which somebody speaks on screen."""
    present = floor.trimmed([*beat.present, *(line.who for line in beat.lines if not line.off_screen)])
    for group in _together(beat, floor):
        line = group[0]
        seen = not line.off_screen and line.who in floor.names
        listener = floor.listener(line.who, present)
        if len(group) > 1:
            parts = [Part(tuple(SpokenAnswer(line=each.id) for each in group), _length_s(group), 0, 1)]
        else:
            shared = listener is not None and seen
            parts = divided(line, floor.facts.limits.max_shot_s, SPEAKER_LISTENER_S if shared else ALONE_S)
        for part in parts:
            if len(group) > 1:
                framing = _group(floor, floor.trimmed([e.who for e in group]) or present, beat.intensity)
            elif seen:
                framing = _framing(floor, line, listener, present, part, beat.intensity)
            else:
                framing = _listening(floor, present, beat.intensity)
            _add(floor, framing, part, group, listener)
        floor.speakers += [each.who for each in group if not each.off_screen and each.who in floor.names]


def divided(
    line: LineFact, longest_s: float, targets_s: Sequence[float], undivided_s: float = UNDIVIDED_S
) -> list[Part]:
    """The line whole, or in stretches that partition its words, each about as long as the next of ``targets_s``."""
    room = longest_s - ROUND_THE_WORDS_S
    if not line.word_ends_s or (line.seconds <= undivided_s and line.seconds <= room):
        return [Part((SpokenAnswer(line=line.id),), line.seconds, 0, 1)]
    ranges = pieces(line.text.split(), line.word_ends_s, targets_s, max(room, 0.5))
    if len(ranges) == 1:
        return [Part((SpokenAnswer(line=line.id),), line.seconds, 0, 1)]
    parts = []
    for at, (first, end) in enumerate(ranges):
        began = line.word_ends_s[first - 1] if first else 0.0
        spoken = SpokenAnswer(line=line.id, first=first, end=end)
        parts.append(Part((spoken,), line.word_ends_s[end - 1] - began, at, len(ranges)))
    return parts


def _together(beat: BeatFact, floor: Floor) -> list[tuple[LineFact, ...]]:
    """Lines in order, each with those spoken over it, and two short ones of a calm volley with each other."""
    groups: list[list[LineFact]] = []
    for line in beat.lines:
        if groups and (line.overlaps_previous or (beat.intensity < COOL and _volley(groups[-1], line, floor))):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [tuple(group) for group in groups]


def _volley(group: list[LineFact], line: LineFact, floor: Floor) -> bool:
    both = [*group, line]
    seen = all(not each.off_screen and each.who in floor.names for each in both)
    short = all(each.seconds <= VOLLEY_S for each in both) and _length_s(both) <= floor.facts.limits.max_shot_s - 1
    return len(group) == 1 and seen and short and group[0].who != line.who


def _length_s(group: Sequence[LineFact]) -> float:
    """Seconds of lines in one shot: one after the other, or over each other."""
    if any(line.overlaps_previous for line in group):
        return max(line.seconds for line in group)
    return sum(line.seconds for line in group) + WORD_GAP_S * (len(group) - 1)


def _framing(
    floor: Floor, line: LineFact, listener: str | None, present: list[str], part: Part, heat: float
) -> Framing:
    floor.dialogue_shots += 1
    floor.since_group += 1
    if listener is None:
        return _alone(floor, line.who, part, heat)
    if part.index % 2 == 1 and part.seconds <= 4.5:
        return Framing("reaction", _closer("medium_close", heat), (listener,), move=floor.move("lock_off"))
    if not floor.group_seen:
        return _group(floor, [line.who, *(who for who in present if who != line.who)], heat)
    if part.index == 0 and floor.since_group >= BACK_TO_GROUP_EVERY and heat < 0.75 and line.seconds >= 1.8:
        everybody = [line.who, *(who for who in present if who != line.who)]
        return _group(floor, everybody if floor.dialogue_shots % 2 else [line.who, listener], heat)
    slow_push = floor.move("push_in" if part.index > 0 or line.seconds >= 4 else "lock_off")
    if flourish := _flourish(floor, line, listener, part, heat):
        return flourish
    if part.index >= 2:
        return Framing("single", "close", (line.who,), move=slow_push, speed=0.5)
    if heat >= 0.75:
        shaken = floor.facts.scene.mood == "tense" and line.seconds >= 2
        size: ShotSize = "extreme_close" if line.seconds <= 1.3 and floor.dialogue_shots % 3 == 0 else "close"
        return Framing("single", size, (line.who,), move=floor.move("handheld") if shaken else slow_push, speed=0.6)
    if heat >= 0.45:
        if floor.dialogue_shots % 4 in (0, 1) and part.index == 0:
            return Framing("over_shoulder", "medium_close", (line.who,), listener, slow_push, 0.5)
        return Framing("single", _closer("medium_close", heat), (line.who,), move=slow_push, speed=0.5)
    if floor.dialogue_shots % 5 in (3, 4) or part.index > 0:
        return Framing("single", "medium_close", (line.who,), move=slow_push, speed=0.5)
    return Framing("over_shoulder", "medium", (line.who,), listener, slow_push, 0.5)


def _flourish(floor: Floor, line: LineFact, listener: str, part: Part, heat: float) -> Framing | None:
    """Once in a long scene: a whip pan onto a hot retort, a pull of focus from a shoulder to a calm answer."""
    answers = part.index == 0 and floor.speakers[-1:] == [listener] and floor.dialogue_shots >= 5
    if not answers:
        return None
    if heat >= HOT and floor.facts.scene.mood in ("tense", "playful") and 1.2 <= part.seconds <= 3.0:
        if may_flourish(floor, "whip_pan"):
            return Framing("two_shot", "medium_close", (listener, line.who), None, "whip_pan", 1.0, line.who)
    elif 0.3 <= heat < 0.75 and 3.0 <= part.seconds <= 6.0 and may_flourish(floor, "rack_focus"):
        return Framing("over_shoulder", "medium_close", (line.who,), listener, "rack_focus", 1.0, line.who)
    return None


def _alone(floor: Floor, who: str, part: Part, heat: float) -> Framing:
    """A monologue: drawn in from the body to the face, with a look at the place between two looks at the speaker."""
    if part.index % 3 == 1 and part.index < part.count - 1:
        return Framing("establishing", "wide", (), None, floor.move("pan"), 0.4)
    sizes: tuple[ShotSize, ...] = ("medium", "close", "medium_close")
    size = sizes[(floor.dialogue_shots - 1) % len(sizes)] if heat < 0.7 else sizes[1 + floor.dialogue_shots % 2]
    return Framing("single", size, (who,), move=floor.move("push_in" if part.seconds >= 2.5 else "lock_off"), speed=0.5)


def _group(floor: Floor, people: list[str], heat: float) -> Framing:
    """Everybody who matters in one frame: a two-shot for two, a master for more."""
    shown = floor.trimmed(people)
    floor.group_seen = True
    floor.since_group = 0
    if len(shown) == 1:
        return Framing("single", _closer("medium", heat), tuple(shown))
    if len(shown) == 2:
        close_in = heat >= 0.5 or floor.facts.scene.mood == "romantic"
        move = "orbit" if floor.facts.scene.mood == "romantic" else "dolly"
        return Framing("two_shot", "medium" if close_in else "medium_full", tuple(shown), None, floor.move(move), 0.4)
    return Framing("master", "full", tuple(shown), None, floor.move("dolly"), 0.4)


def _listening(floor: Floor, present: list[str], heat: float) -> Framing:
    """A voice from elsewhere: the face that hears it, or the place."""
    if not present:
        return Framing("establishing", "wide", (), None, floor.move("dolly"), 0.4)
    who = present[len(floor.shots) % len(present)]
    return Framing("reaction", _closer("medium_close", heat), (who,), None, floor.move("push_in"), 0.4)


def _closer(size: ShotSize, heat: float) -> ShotSize:
    steps: dict[ShotSize, ShotSize] = {"medium": "medium_close", "medium_close": "close"}
    return steps.get(size, size) if heat >= 0.6 else size


def _add(floor: Floor, framing: Framing, part: Part, group: tuple[LineFact, ...], listener: str | None) -> None:
    names = floor.names
    people = [*framing.subjects, *((framing.over,) if framing.over else ())]
    speaking = {line.who: line for line in group}
    speaker = group[0].who
    toward: dict[str, str | None] = {}
    deeds: dict[str, tuple[Verb, Expression]] = {}
    for who in people:
        toward[who] = speaker if who != speaker and speaker in names else listener if who == speaker else None
        if who in speaking:
            deeds[who] = (floor.posture.get(who, "stand"), speaking[who].expression)
    if framing.kind == "reaction" and framing.subjects and framing.subjects[0] not in speaking:
        deeds[framing.subjects[0]] = (floor.posture.get(framing.subjects[0], "look"), "neutral")
    last = part.index == part.count - 1
    floor.add(
        ShotAnswer(
            kind=framing.kind,
            size=framing.size,
            move=framing.move,
            speed=framing.speed,
            direction="in" if framing.move == "push_in" else "right",
            target=framing.target,
            subjects=list(framing.subjects),
            over=framing.over,
            doing=floor.doings(people, deeds, toward),
            spoken=list(part.spoken),
            hold_s=max(0.4, SHORTEST_SPOKEN_S - part.seconds) if last else 0.0,
            brief=_brief(framing, names, speaker, listener),
        )
    )


def _brief(framing: Framing, names: dict[str, str], speaker: str, listener: str | None) -> str:
    shown = [names[who] for who in framing.subjects]
    if framing.kind == "reaction":
        return f"{shown[0]} listens to {names[speaker]}." if speaker in names else f"{shown[0]} listens."
    if not shown:
        return "The place, while a voice is heard."
    if len(shown) > 1:
        return f"{', '.join(shown[:-1])} and {shown[-1]}; {names.get(speaker, 'a voice')} speaks."[:300]
    over = f", over {names[framing.over]}'s shoulder" if framing.over else ""
    to = f" to {names[listener]}" if listener in names and not over else ""
    return f"{shown[0]} speaks{to}{over}."
