"""Action in shots: the framing and the move come from what is done, the length from how much is told."""

from __future__ import annotations

from typing import NamedTuple

from crew.answers.director import BeatFact, Direction, Expression, Kind, SentenceFact, ShotAnswer, SpokenAnswer
from crew.understudy.asked_moves import as_asked, may_flourish
from crew.understudy.dialogue_coverage import divided
from crew.understudy.floor import Floor
from film.draft import NARRATOR
from film.series import Verb
from film.staging import MEETINGS
from film.state import Angle, MoveKind, ShotSize

DEED_S: dict[Verb, float] = {
    "stand": 2.8, "walk": 3.8, "run": 2.8, "sit": 2.8, "turn": 2.0, "reach": 2.6, "point": 2.2, "hold": 2.6, "wave": 2.6,
    "embrace": 4.0, "nod": 2.0, "laugh": 2.4, "cry": 3.6, "look": 2.8, "kneel": 2.8, "enter": 3.2, "leave": 3.4,
    "drink": 2.8, "write": 3.2, "fall": 2.6, "shake_head": 2.2, "kiss": 3.8, "handshake": 3.2, "dance": 4.2, "lie": 3.4,
    "sleep": 3.4, "bow": 2.8, "clap": 2.6, "shrug": 2.0,
}  # fmt: skip
"""Seconds that a deed needs to be seen begun and done."""
NARRATED_S = (3.2,)
"""A picture for each sentence that is told."""
LONGEST_ACTION_S = 6.0
INSERTS_PER_SCENE = 2
DREAD = 0.8
"""From this intensity on, what somebody suddenly sees pulls the ground from under them: a dolly zoom."""
HANDLED: frozenset[Verb] = frozenset({"reach", "hold", "write", "drink", "point", "look"})
"""Deeds that draw the eye to a thing in the hand."""


class Staging(NamedTuple):
    """How one deed is looked at."""

    kind: Kind
    size: ShotSize
    move: MoveKind = "lock_off"
    speed: float = 1.0
    angle: Angle = "eye_level"
    direction: Direction = "right"


ONE: dict[Verb, Staging] = {
    "walk": Staging("follow", "full", "follow", 1.0),
    "run": Staging("follow", "medium_full", "follow", 1.8, "low"),
    "enter": Staging("master", "full", "pan", 0.8),
    "leave": Staging("master", "wide", "lock_off"),
    "sit": Staging("single", "medium_full", "tilt", 0.5, direction="down"),
    "stand": Staging("single", "medium_full", "push_in", 0.5, direction="in"),
    "kneel": Staging("single", "medium_full", "tilt", 0.6, "high", "down"),
    "turn": Staging("single", "medium_close", "lock_off"),
    "reach": Staging("single", "medium", "dolly", 0.4),
    "point": Staging("single", "medium", "lock_off"),
    "hold": Staging("single", "medium", "push_in", 0.5, direction="in"),
    "wave": Staging("single", "full", "lock_off"),
    "nod": Staging("reaction", "close", "lock_off"),
    "laugh": Staging("single", "medium_close", "handheld", 0.5),
    "cry": Staging("single", "close", "push_in", 0.4, direction="in"),
    "look": Staging("reaction", "medium_close", "push_in", 0.5, direction="in"),
    "drink": Staging("single", "medium", "lock_off"),
    "write": Staging("single", "medium_close", "dolly", 0.4, "high"),
    "fall": Staging("single", "full", "handheld", 1.2, "low"),
    "embrace": Staging("single", "medium_close", "orbit", 0.4),
    "kiss": Staging("single", "close", "orbit", 0.3),
    "handshake": Staging("single", "medium", "lock_off"),
    "shake_head": Staging("reaction", "close", "lock_off"),
    "shrug": Staging("single", "medium", "lock_off"),
    "clap": Staging("single", "medium", "lock_off"),
    "bow": Staging("single", "full", "lock_off"),
    "dance": Staging("single", "full", "orbit", 0.5),
    "lie": Staging("single", "medium_full", "tilt", 0.5, "high", "down"),
    "sleep": Staging("single", "medium_full", "push_in", 0.3, "high", "in"),
}
PLACE: tuple[Staging, ...] = (
    Staging("establishing", "wide", "pan", 0.5),
    Staging("establishing", "full", "dolly", 0.4),
    Staging("establishing", "wide", "tilt", 0.4, "low", "up"),
)
"""A sentence without people, in turn."""


def cover_action(floor: Floor, beat: BeatFact) -> None:
    """Adds a shot for each sentence of the beat, and a thing in the hand where one is named."""
    for sentence in beat.sentences:
        add_deed(floor, sentence, beat)
        if _shows_a_thing(floor, sentence):
            add_insert(floor, sentence)


def cover_narration(floor: Floor, beat: BeatFact) -> None:
    """Adds pictures of what a voice tells: each stretch of it over the sentence that it speaks, a deed shown once."""
    told = [sentence for sentence in beat.sentences for _ in sentence.text.split()]
    heard, shown = 0, None
    for line in beat.lines:
        words = max(1, len(line.text.split()))
        for part in divided(line, floor.facts.limits.max_shot_s, NARRATED_S, undivided_s=4.5):
            spoken = part.spoken[0]
            first = spoken.first or 0
            end = spoken.end if spoken.end is not None else len(line.word_ends_s) or words
            middle = heard + (first + end) // 2 * words // max(1, len(line.word_ends_s) or words)
            sentence = told[min(middle, len(told) - 1)] if told else SentenceFact(text="")
            if sentence is shown:
                sentence = sentence.model_copy(update={"deeds": (), "sort": ""})
            else:
                shown = sentence
            if line.who == NARRATOR and not sentence.deeds and floor.plainly_told % 3 == 2:
                sentence = sentence.model_copy(update={"people": ()})
            floor.plainly_told += not sentence.deeds
            add_deed(floor, sentence, beat, spoken, last=part.index == part.count - 1, told=line.who == NARRATOR)
        heard += words


def add_deed(
    floor: Floor,
    sentence: SentenceFact,
    beat: BeatFact,
    spoken: SpokenAnswer | None = None,
    *,
    last: bool = True,
    told: bool = False,
) -> None:
    """Adds one shot of what the sentence tells.

    Args:
        spoken: what a voice says over it, and ``last`` whether its line ends here.
        told: the voice is the narrator's, whom nobody in the scene hears.
    """
    camera = sentence.camera or floor.asked
    floor.asked = None
    if camera is not None and camera.alone and sentence.camera is camera and spoken is None and floor.shots:
        floor.asked = camera
        return
    people = floor.trimmed(sentence.people) or _faces(floor, sentence, beat, spoken is not None and not told)
    people = _both(floor, sentence, people, beat)
    verbs: dict[str, Verb] = {deed.who: deed.verb for deed in sentence.deeds if deed.who in people}
    staging = _staging(floor, sentence, people, verbs, beat)
    deeds: dict[str, tuple[Verb, Expression]] = {deed.who: (deed.verb, deed.expression) for deed in sentence.deeds}
    others = {who: next((other for other in people if other != who), None) for who in people}
    if len(people) > 1:
        floor.group_seen = True
    deed_s = max((DEED_S[verb] for verb in verbs.values()), default=2.6 if people else 3.2)
    length = min(max(deed_s, 1.2 + 0.3 * len(sentence.text.split())), deed_s + 1.4)
    shot = ShotAnswer(
        kind=staging.kind,
        size=staging.size,
        angle=staging.angle,
        move=floor.move(staging.move),
        speed=staging.speed,
        direction=staging.direction,
        subjects=people,
        doing=floor.doings(people, deeds, others),
        spoken=[spoken] if spoken else [],
        hold_s=(0.35 if last else 0.0) if spoken else round(_bounded(floor, length), 2),
        brief=_sentence_brief(sentence, floor),
    )
    floor.add(as_asked(floor, shot, camera) if camera is not None else shot)


def _both(floor: Floor, sentence: SentenceFact, people: list[str], beat: BeatFact) -> list[str]:
    """Nobody embraces alone: "She hugs him" shows the other who is there too."""
    if len(people) != 1 or not any(deed.verb in MEETINGS and deed.who in people for deed in sentence.deeds):
        return people
    other = floor.listener(people[0], [*beat.present, *floor.names])
    return floor.trimmed([*people, other]) if other is not None else people


def _faces(floor: Floor, sentence: SentenceFact, beat: BeatFact, heard: bool) -> list[str]:
    """Whose face a sentence about nobody rests on: a silence, or a voice from elsewhere that somebody hears."""
    here = floor.trimmed(beat.present)
    if not here or not floor.shots:
        return []
    last = floor.shots[-1]
    heard_before = last.kind == "reaction" and bool(last.spoken)
    if sentence.sort != "silence" and (not heard or heard_before):
        return []
    shown = last.subjects[:1]
    return [next((who for who in here if who not in shown), here[0])]


def add_insert(floor: Floor, sentence: SentenceFact) -> None:
    """Adds a look at the thing in somebody's hand."""
    holder = floor.trimmed(sentence.people)[:1]
    prop = sentence.props[0]
    floor.inserts += 1
    floor.add(
        ShotAnswer(
            kind="insert",
            size="extreme_close",
            angle="high",
            move=floor.move("push_in"),
            speed=0.4,
            direction="in",
            subjects=holder,
            doing=floor.doings(holder, dict.fromkeys(holder, ("hold", "neutral")), {}),
            hold_s=round(_bounded(floor, 1.9), 2),
            brief=f"The {prop} in {floor.names[holder[0]]}'s hands." if holder else f"The {prop}.",
        )
    )


def _shows_a_thing(floor: Floor, sentence: SentenceFact) -> bool:
    handled = any(deed.verb in HANDLED for deed in sentence.deeds)
    return bool(sentence.props and handled and floor.inserts < INSERTS_PER_SCENE and floor.trimmed(sentence.people))


def _staging(
    floor: Floor, sentence: SentenceFact, people: list[str], verbs: dict[str, Verb], beat: BeatFact
) -> Staging:
    heated = beat.intensity >= 0.65
    if not people:
        if sentence.sort == "reveal":
            return Staging("establishing", "extreme_wide", "pull_back", 0.6, direction="out")
        return PLACE[sum(1 for shot in floor.shots if not shot.subjects) % len(PLACE)]
    if sentence.sort == "search":
        return Staging("single" if len(people) == 1 else "two_shot", "medium", "handheld", 0.9)
    if len(people) >= 2:
        return _several(floor, sentence, people, set(verbs.values()), heated)
    if sentence.sort == "silence":
        return Staging("reaction", "close", "push_in", 0.35, direction="in")
    verb = verbs.get(people[0])
    if sentence.sort == "reveal" and verb not in ("run", "walk"):
        if (
            beat.intensity >= DREAD
            and floor.facts.scene.mood in ("tense", "eerie")
            and may_flourish(floor, "dolly_zoom")
        ):
            return Staging("single", "medium_close", "dolly_zoom", 1.0, direction="in")
        return Staging("single", "medium", "pull_back", 0.7, direction="out")
    if sentence.sort == "arrive" and verb not in ("run",):
        return ONE["enter"]
    if verb is None and beat.kind == "dialogue" and floor.plainly_told % 2 == 0:
        return Staging("reaction", "close", "push_in", 0.35, direction="in")
    if verb is None and not sentence.people:
        return Staging("reaction", "medium_close", "push_in", 0.4, direction="in")
    if verb is None:
        return Staging("single", "medium_full" if not heated else "medium_close", "dolly", 0.4)
    staging = ONE[verb]
    closer: dict[ShotSize, ShotSize] = {"medium_full": "medium", "medium": "medium_close", "medium_close": "close"}
    return staging._replace(size=closer.get(staging.size, staging.size)) if heated and verb != "run" else staging


def _several(floor: Floor, sentence: SentenceFact, people: list[str], verbs: set[Verb], heated: bool) -> Staging:
    kind: Kind = "two_shot" if len(people) == 2 else "master"
    if verbs & {"embrace", "kiss"}:
        return Staging(kind, "medium_close", "orbit", 0.4)
    if verbs & {"handshake", "dance"}:
        return Staging(kind, "medium_full", "dolly", 0.4)
    if verbs & {"walk", "run"}:
        return Staging("follow", "full", "follow", 1.6 if "run" in verbs else 1.0)
    if sentence.sort == "arrive":
        return Staging("master", "wide" if not floor.group_seen else "full", "pan", 0.7)
    if sentence.sort == "reveal":
        return Staging("master", "full", "pull_back", 0.7, direction="out")
    if not floor.group_seen:
        return Staging("master", "full", "dolly", 0.5)
    return Staging(kind, "medium" if heated else "medium_full", "dolly" if not heated else "push_in", 0.5)


def _bounded(floor: Floor, seconds: float) -> float:
    limits = floor.facts.limits
    return min(max(seconds, limits.min_shot_s), limits.max_shot_s, LONGEST_ACTION_S)


def _sentence_brief(sentence: SentenceFact, floor: Floor) -> str:
    return sentence.text[:300] or f"{floor.facts.scene.place}."
