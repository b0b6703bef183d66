"""What follows from a Director's choices: durations from the recordings, lenses, ids, the side of the line.

The same for a model's answer and for house rules, so that picture and sound agree whoever directs.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from crew.answers.director import CoverageAnswer, CoverFacts, LineFact, ShotAnswer
from film.base import LanguageTag
from film.ids import shot_id
from film.plan import heard_in
from film.series import Doing, Line, Scene, Shot, Speech, Spoken, WordTime
from film.state import SHOT_SIZES, Camera, Look, Move, ShotSize, StyleWeight, VisualState

SPEAKING_WPM = 160
"""Words a minute of a line that is not recorded yet: conversational English, and espeak-ng's rate in the Bible."""
LEAD_S = 0.25
FADE_IN_S = 1.0
DISSOLVE_S = 0.8
SILENCE_AFTER_S = 4.0
"""The longest silence that is kept after a shot's last word."""
SENTENCES_PER_SHOT = 4
"""At most so many sentences of action are told in one shot without speech."""
NEARLY_S = 0.5
"""How much a spoken shot may pass the limit: a word is never cut for it."""

FOCAL_MM: dict[ShotSize, float] = {
    "extreme_wide": 20, "wide": 26, "full": 32, "medium_full": 35, "medium": 45, "medium_close": 60, "close": 80,
    "extreme_close": 100,
}  # fmt: skip
F_STOP: dict[ShotSize, float] = {
    "extreme_wide": 8, "wide": 8, "full": 5.6, "medium_full": 4, "medium": 2.8, "medium_close": 2.4, "close": 2,
    "extreme_close": 2.8,
}  # fmt: skip
SWING_DEG = 30.0
"""The thirty-degree rule: less than this between two shots of one person looks like a jump."""


def estimated(text: str) -> Speech:
    """A line nobody has spoken yet, as long as ``SPEAKING_WPM`` makes it; its words weighted by their letters."""
    words = text.split() or [""]
    total = max(0.6, len(words) * 60.0 / SPEAKING_WPM)
    weights = [len(word) + 2.0 for word in words]
    times, clock = [], 0.0
    for word, weight in zip(words, weights, strict=True):
        end = clock + total * weight / sum(weights)
        times.append(WordTime(word=word, start_s=clock, end_s=end))
        clock = end
    return Speech(sha256="0" * 64, duration_s=total, words=tuple(times))


def speech_of(line: Line) -> Speech:
    """The line as it will be heard, in its own language: its recording, or the estimate of one."""
    text = line.text.get(line.language) or next(iter(line.text.values()), "")
    return line.speech.get(line.language) or estimated(text)


def heard_s(shot: Shot, scene: Scene) -> float:
    """Seconds of the shot until its last word is over; 0 when nothing is heard."""
    said = {spoken.line_id for spoken in shot.spoken}
    spoken_lines = (line for line in scene.lines if line.id in said)
    lines = tuple(line.model_copy(update={"speech": {line.language: speech_of(line)}}) for line in spoken_lines)
    heard = heard_in(shot, scene.model_copy(update={"lines": lines}))
    return max((each.start_s + each.to_s - each.from_s for each in heard), default=0.0)


def check_coverage(answer: CoverageAnswer, facts: CoverFacts) -> list[str]:
    """What is wrong with a coverage as a story: people and lines not of the scene, a line lost, torn or too long,
    somebody heard and never seen, action left out, or more shots and silence than the scene holds."""
    people = {person.id for person in facts.people}
    lines = {line.id: line for beat in facts.beats for line in beat.lines}
    wrong = []
    for number, shot in enumerate(answer.shots, 1):
        named = [*shot.subjects, *(who for who in (shot.over, shot.target) if who), *(doing.who for doing in shot.doing)]
        strangers = sorted({who for who in named if who not in people})
        if strangers:
            wrong.append(f"Shot {number} names {strangers}; the people of this scene are {sorted(people)}.")
        if len({*shot.subjects, shot.over} - {None}) > facts.limits.max_cast:
            wrong.append(f"Shot {number} shows more than {facts.limits.max_cast} people.")
        if shot.over is not None and shot.over in shot.subjects:
            wrong.append(f"Shot {number} looks at {shot.over} over their own shoulder; name the listener in over.")
        if shot.over is not None and not shot.subjects:
            wrong.append(f"Shot {number} looks over {shot.over}'s shoulder at nobody; put who is looked at into subjects.")
        if len(set(shot.subjects)) < len(shot.subjects) or len({d.who for d in shot.doing}) < len(shot.doing):
            wrong.append(f"Shot {number} names somebody twice; every id once in subjects and once in doing.")
        if facts.limits.moves and shot.move not in facts.limits.moves:
            wrong.append(f"Shot {number}: the move {shot.move} cannot be made; choose one of {list(facts.limits.moves)}.")
        longest_s = SILENCE_AFTER_S if shot.spoken else facts.limits.max_shot_s
        if shot.hold_s > longest_s + NEARLY_S:
            wrong.append(f"Shot {number}: hold_s is {shot.hold_s:g} and may be {longest_s:g} at most here.")
        if not shot.brief.strip():
            wrong.append(f"Shot {number}: say in brief what is seen.")
        unknown = [spoken.line for spoken in shot.spoken if spoken.line not in lines]
        if unknown:
            wrong.append(f"Shot {number} speaks {unknown}; the lines of this scene are {list(lines)}.")
        seconds = sum(
            _seconds(spoken.first, spoken.end, lines[spoken.line]) for spoken in shot.spoken if spoken.line in lines
        )
        dividable = any(len(lines[s.line].word_ends_s) > 1 for s in shot.spoken if s.line in lines)
        overlapping = any(lines[s.line].overlaps_previous for s in shot.spoken if s.line in lines)
        if (
            seconds > facts.limits.max_shot_s + NEARLY_S
            and dividable
            and not overlapping
            and not _one_word(shot, lines)
        ):
            wrong.append(
                f"Shot {number} speaks for {seconds:.1f} s; a shot may last {facts.limits.max_shot_s:g} s: divide it."
            )
    return wrong or _lost_words(answer.shots, lines) or _out_of_measure(answer.shots, facts)


def _out_of_measure(shots: Sequence[ShotAnswer], facts: CoverFacts) -> list[str]:
    """Speakers that nobody sees, action that is left out, and shots without end."""
    wrong = []
    spoken = [line for beat in facts.beats for line in beat.lines]
    seen = {who for shot in shots for who in (*shot.subjects, shot.over)}
    on_screen = {line.who for line in spoken if not line.off_screen} & {person.id for person in facts.people}
    unseen = sorted(on_screen - seen)
    if unseen:
        wrong.append(f"{unseen} speak and are never seen; put each among the subjects of a shot.")
    sentences = sum(len(beat.sentences) for beat in facts.beats if beat.kind == "action")
    silent = sum(not shot.spoken for shot in shots)
    least = -(-sentences // SENTENCES_PER_SHOT)
    if silent < least:
        wrong.append(f"The action of this scene has {sentences} sentences; film it in {least} shots without speech or more.")
    told = sum(len(beat.sentences) for beat in facts.beats) + len(facts.people)
    most = 6 + 2 * told + 2 * sum(1 + round(line.seconds) for line in spoken)
    if len(shots) > most:
        wrong.append(f"{len(shots)} shots are too many for this scene; {most} at most.")
    return wrong


def _one_word(shot: ShotAnswer, lines: dict[str, LineFact]) -> bool:
    return (
        len(shot.spoken) == 1
        and shot.spoken[0].end is not None
        and shot.spoken[0].end - (shot.spoken[0].first or 0) == 1
    )


def _seconds(first: int | None, end: int | None, line: LineFact) -> float:
    ends = line.word_ends_s
    if not ends:
        return line.seconds
    start = ends[min(first, len(ends)) - 1] if first else 0.0
    return (line.seconds if end is None or end >= len(ends) else ends[end - 1]) - start


def _lost_words(shots: Sequence[ShotAnswer], lines: dict[str, LineFact]) -> list[str]:
    wrong = []
    order = list(lines)
    said = [spoken for shot in shots for spoken in shot.spoken]
    for line_id, line in lines.items():
        ranges = [(spoken.first or 0, spoken.end) for spoken in said if spoken.line == line_id]
        count = len(line.word_ends_s)
        if not ranges:
            wrong.append(f"Line {line_id} is not heard; put it in the spoken list of a shot.")
        elif count == 0 and (len(ranges) > 1 or ranges[0] != (0, None)):
            wrong.append(f"Line {line_id} cannot be divided; speak it once, first and end null.")
        elif ranges[0][0] != 0 or ranges[-1][1] not in (None, count) or any(a[1] != b[0] for a, b in pairwise(ranges)):
            wrong.append(
                f"The shots must speak line {line_id} once: words 0 to {count}, each range starting where the last ended."
            )
        elif any(first >= max(count, 1) or (end is not None and not first < end <= max(count, 1)) for first, end in ranges):
            wrong.append(f"A shot speaks an empty range of line {line_id}, or past its end; it has words 0 to {count}.")
    places = [order.index(spoken.line) for spoken in said]
    if not wrong and places != sorted(places):
        wrong.append("The lines must be heard in the order of the script.")
    return wrong


def shots_from(
    answer: CoverageAnswer,
    facts: CoverFacts,
    scene: Scene,
    *,
    language: LanguageTag,
    styles: tuple[StyleWeight, ...] = (),
    look: Look | None = None,
) -> tuple[Shot, ...]:
    """The answered coverage as shots: numbered in tens, timed from the speech, on one side of the line."""
    varied = _varied(answer.shots)
    people = {person.id for person in facts.people}
    shots = []
    for at, (choice, swing_deg) in enumerate(varied):
        transition, length_s = _transition(facts) if at == 0 else ("cut", 0.0)
        continues = bool(choice.spoken and choice.spoken[0].first)
        shot = Shot(
            id=shot_id(scene.id, 10 * (at + 1)),
            kind=choice.kind,
            brief={language: choice.brief},
            cast=tuple(dict.fromkeys([*choice.subjects, *([choice.over] if choice.over else [])])),
            doing=tuple(
                Doing(
                    character_id=d.who, verb=d.verb, expression=d.expression,
                    toward=d.toward if d.toward in people or d.toward == "camera" else None,  # nobody is invented
                )
                for d in choice.doing
            ),
            spoken=tuple(Spoken(line_id=s.line, first=s.first, end=s.end) for s in choice.spoken),
            lead_s=(0.0 if continues else LEAD_S) + length_s,
            state=VisualState(camera=camera_for(choice, swing_deg), styles=styles, look=look or Look()),
            transition_in=transition,
            transition_s=length_s,
        )
        shots.append(shot.model_copy(update={"duration_s": _duration_s(shot, choice, facts, scene)}))
    return tuple(shots)


def camera_for(choice: ShotAnswer, swing_deg: float = 0.0) -> Camera:
    """Lens and stop follow the size; the camera stays on the scene's one side of the line."""
    return Camera(
        size=choice.size,
        angle=choice.angle,
        focal_mm=FOCAL_MM[choice.size],
        f_stop=F_STOP[choice.size],
        move=Move(kind=choice.move, speed=choice.speed, direction=choice.direction, target=choice.target),
        subjects=tuple(choice.subjects),
        over=choice.over,
        side="left",
        swing_deg=swing_deg,
    )


def _duration_s(shot: Shot, choice: ShotAnswer, facts: CoverFacts, scene: Scene) -> float:
    limits = facts.limits
    heard = heard_s(shot, scene)
    if heard == 0.0:
        return round(min(max(choice.hold_s + shot.transition_s / 2, limits.min_shot_s), limits.max_shot_s), 3)
    last = choice.spoken[-1]
    words = next(len(speech_of(line).words) for line in scene.lines if line.id == last.line)
    goes_on = last.end is not None and last.end < words
    wanted = heard + (0.0 if goes_on else min(max(choice.hold_s, LEAD_S), max(LEAD_S, limits.max_shot_s - heard)))
    return round(min(max(wanted, limits.min_shot_s if not goes_on else 0.2), 60.0), 3)


def _transition(facts: CoverFacts):
    if facts.scene.first_of_episode:
        return "fade", FADE_IN_S
    return ("dissolve", DISSOLVE_S) if facts.scene.time_jump else ("cut", 0.0)


def _varied(choices: Sequence[ShotAnswer]) -> list[tuple[ShotAnswer, float]]:
    """The choices with a swing each, so that no two framings in a row are equal or nearly so.

    The same subjects at the same size: one size closer or wider. One size apart: the camera swings
    by thirty degrees.
    """
    varied: list[tuple[ShotAnswer, float]] = []
    for choice in choices:
        swing_deg = 0.0
        if varied:
            before, before_swing = varied[-1]
            if choice.subjects[:1] == before.subjects[:1] and choice.over == before.over:
                step = SHOT_SIZES.index(choice.size) - SHOT_SIZES.index(before.size)
                if step == 0 and set(choice.subjects) == set(before.subjects):
                    choice = choice.model_copy(update={"size": _another_size(choice)})
                    step = 1
                if abs(step) <= 1 and set(choice.subjects) == set(before.subjects):
                    swing_deg = 0.0 if before_swing else SWING_DEG
        varied.append((choice, swing_deg))
    return varied


def _another_size(choice: ShotAnswer) -> ShotSize:
    at = SHOT_SIZES.index(choice.size)
    widest = 3 if len(choice.subjects) > 1 or not choice.subjects else SHOT_SIZES.index("close")
    return SHOT_SIZES[at + 1] if at < widest else SHOT_SIZES[at - 1]
