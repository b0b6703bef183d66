"""House rules of coverage: a scene's beats in order, an opening that says where we are, an end that breathes."""

from __future__ import annotations

from crew.answers.director import BeatFact, CoverageAnswer, CoverFacts, Expression, ShotAnswer
from crew.understudy.action_coverage import cover_action, cover_narration
from crew.understudy.asked_moves import ask_of_the_last, crane_to_end
from crew.understudy.dialogue_coverage import cover_dialogue
from crew.understudy.floor import LASTING, Floor
from film.series import Verb
from film.state import MoveKind, ShotSize

OPEN_GROUND = frozenset({"forest", "shore", "valley", "desert"})
"""Sets with room for a drone."""


def cover(facts: CoverFacts) -> CoverageAnswer:
    """The scene in shots. Every line is heard once, in order; a scene of a heading alone is one look at the place."""
    floor = Floor(facts)
    for beat in facts.beats:
        if beat.kind == "action":
            cover_action(floor, beat)
        elif _told(floor, beat):
            cover_narration(floor, beat)
        elif beat.lines:
            cover_dialogue(floor, beat)
    if not floor.shots or facts.scene.place_changed:
        _open(floor)
    ask_of_the_last(floor)
    _close(floor)
    crane_to_end(floor)
    return CoverageAnswer(shots=floor.shots, reason=_reason(floor))


def _told(floor: Floor, beat: BeatFact) -> bool:
    """True when the beat is narration: a voice whose picture is what it tells."""
    return bool(beat.lines) and bool(beat.sentences) and all(line.off_screen for line in beat.lines)


def _open(floor: Floor) -> None:
    """Puts a look at the place first, or makes one of an opening shot that shows no one."""
    scene, limits = floor.facts.scene, floor.facts.limits
    size: ShotSize = "wide" if scene.interior else "extreme_wide"
    move: MoveKind = "dolly" if scene.interior else "drone" if scene.set in OPEN_GROUND else "pan"
    look = {"size": size, "move": floor.move(move), "speed": 0.5, "angle": "eye_level", "kind": "establishing"}
    if floor.shots and not floor.shots[0].subjects:
        floor.shots[0] = floor.shots[0].model_copy(update=look)
        return
    entering = {d.who for shot in floor.shots for d in shot.doing if d.verb == "enter"}
    there = [who for who in floor.trimmed(_first_seen(floor)) if who not in entering]
    if scene.interior and floor.shots and len(there) > 1 and set(floor.shots[0].subjects) == set(there):
        first = floor.shots[0]
        wide = {**look, "hold_s": first.hold_s if first.spoken else max(first.hold_s, 3.4)}
        floor.shots[0] = first.model_copy(update=wide)
        return
    people = there if scene.interior else []
    first_verbs: dict[str, Verb] = {doing.who: doing.verb for shot in reversed(floor.shots) for doing in shot.doing}
    postures: dict[str, tuple[Verb, Expression]] = {
        who: (verb, "neutral") for who, verb in first_verbs.items() if LASTING.get(verb) == verb
    }
    opening = ShotAnswer(
        **look,
        subjects=people,
        doing=floor.doings(people, postures, {}),
        hold_s=min(3.0 if scene.interior else 3.6, limits.max_shot_s),
        brief=f"{scene.place}, {scene.time_of_day.replace('_', ' ')}.",
    )
    floor.shots.insert(0, opening)


def _first_seen(floor: Floor) -> tuple[str, ...]:
    """Who is there when the scene begins: present in its first beat."""
    return floor.facts.beats[0].present if floor.facts.beats else ()


def _close(floor: Floor) -> None:
    """Lets the end breathe: a listener's face after hot words, else a longer last shot."""
    limits = floor.facts.limits
    last = floor.shots[-1]
    heat = floor.facts.beats[-1].intensity if floor.facts.beats else 0.0
    if last.spoken and heat >= 0.45 and len(floor.speakers) > 1 and last.kind in ("single", "over_shoulder"):
        face = floor.listener(floor.speakers[-1], [person.id for person in floor.facts.people])
        if face is not None and face not in last.subjects:
            floor.add(
                ShotAnswer(
                    kind="reaction",
                    size="close",
                    move=floor.move("push_in"),
                    speed=0.35,
                    direction="in",
                    subjects=[face],
                    doing=floor.doings([face], {}, {face: floor.speakers[-1]}),
                    hold_s=min(max(2.2, limits.min_shot_s), limits.max_shot_s),
                    brief=f"{floor.names[face]}, silent.",
                )
            )
            return
    longest = 10.0 if not last.spoken else 1.5
    floor.shots[-1] = last.model_copy(update={"hold_s": min(last.hold_s + 0.6, limits.max_shot_s, longest)})


def _reason(floor: Floor) -> str:
    scene, shots = floor.facts.scene, floor.shots
    opened = "opens on the place" if shots[0].kind == "establishing" else "stays in the place"
    heat = max((beat.intensity for beat in floor.facts.beats), default=0.0)
    closest = "comes close as it heats up" if heat >= 0.6 else "keeps its distance"
    return f"A {scene.mood} scene of {len(shots)} shots: it {opened} and {closest}."
