"""The Continuity Supervisor keeps the Bible and watches over what must agree.

Decides: how people and places look where the script leaves it open, time and weather of each scene,
who keeps which side of the frame; finds conflicts in the plan; sends shots back that do not match
their neighbours. May not: change the story, or a record that the user's own bible gave.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, MutableMapping, Sequence
from itertools import pairwise, zip_longest
from typing import Any, NamedTuple

from crew.answers.continuity import AgainAnswer, ConflictAnswer, ReviewAnswer, SupervisionAnswer
from crew.ask import Question, ask
from crew.bible_writing import write_bible
from crew.critic import EDITABLE, FIXED
from crew.dividing import parts_for
from crew.minds.mind import Mind
from crew.series_completion import complete_series
from crew.understudy.reviewing import review_takes
from crew.understudy.supervising import supervise_scene
from crew.understudy.vocabulary import Vocabulary
from film.base import Frozen
from film.bible import Bible
from film.decision import Decision
from film.edits import Edit, edit_all
from film.errors import ChangeError
from film.series import Scene, Series, Shot

__all__ = ["Conflict", "ShotAgain", "complete_series", "review_scene", "supervise", "write_bible"]

AGAIN_AT_MOST = 3
"""Shots of one scene that a review may send back: review is bounded, or a film is never done."""
COMPARED = ("luma", "warmth")
"""What of a take's light is held against its neighbours'."""


class Conflict(Frozen):
    """Something in the plan that does not agree with itself."""

    scene_id: str
    shot_id: str
    """Empty when it is about the whole scene."""
    sentence: str


class ShotAgain(NamedTuple):
    """A shot to shoot again, with what to change."""

    shot_id: str
    edits: tuple[Edit, ...]
    reason: str


def supervise(
    mind: Mind,
    series: Series,
    transcript: MutableMapping[str, Decision],
    *,
    vocabulary: Vocabulary | None = None,
    scenes: Collection[str] | None = None,
) -> tuple[Conflict, ...]:
    """Continuity conflicts of the planned film, scene by scene, in order.

    Args:
        vocabulary: tells CONTINUOUS and the like in headings; without it no jump in time is looked for.
        scenes: ids of those that are looked at; None looks at all.
    """
    conflicts: list[Conflict] = []
    for episode in series.episodes:
        before: dict[str, Any] | None = None
        for scene in episode.scenes:
            heading = "\n".join(scene.heading.values())
            at_once = vocabulary is not None and bool(vocabulary.found("same_time", heading))
            told = _scene_facts(scene, series.bible, before, at_once)
            earlier, before = before, {k: told[k] for k in ("place", "time_of_day", "weather", "sides", "wardrobe")}
            if scenes is not None and scene.id not in scenes:
                continue
            shots = [_shot_facts(shot) for shot in scene.shots]
            parts = _shot_parts(mind, told, earlier, shots)
            for at, part in enumerate(parts):
                part_told = told if len(parts) == 1 else _part_facts(told, shots, part, is_last=at == len(parts) - 1)
                for each in _supervised(mind, scene.id, part_told, earlier if at == 0 else None, part, transcript):
                    conflicts.append(Conflict(scene_id=scene.id, shot_id=each.shot_id, sentence=each.sentence))
    return tuple(conflicts)


def _supervised(
    mind: Mind,
    scene_id: str,
    told: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    shots: Sequence[Mapping[str, Any]],
    transcript: MutableMapping[str, Decision],
) -> list[ConflictAnswer]:
    ids = ["", *(shot["id"] for shot in shots)]
    decision = ask(
        mind,
        Question(
            agent="continuity",
            task="supervise",
            subject=scene_id,
            facts={"scene": told, "scene_before": before, "shots": shots},
            answer_type=SupervisionAnswer,
            check=lambda answer: [
                f"{each.shot_id!r} is not a shot of this scene; they are {ids[1:]}, or '' for the whole scene."
                for each in answer.conflicts
                if each.shot_id not in ids
            ],
            house=lambda facts: supervise_scene(facts["scene"], facts["scene_before"], facts["shots"]),
        ),
        transcript,
    )
    return SupervisionAnswer.model_validate(decision.answer).conflicts


def _shot_parts(
    mind: Mind, told: Mapping[str, Any], before: Mapping[str, Any] | None, shots: Sequence[dict[str, Any]]
) -> list[tuple[dict[str, Any], ...]]:
    """The scene's shots in runs that fit a question beside its lines. Shots that speak one line are looked at together."""
    lines = {shot["id"]: {spoken["line"] for spoken in shot["spoken"]} for shot in shots}
    bound = {after["id"] for before, after in pairwise(shots) if lines[before["id"]] & lines[after["id"]]}
    return parts_for(
        mind,
        "continuity",
        shots,
        stays=lambda shot: shot["id"] in bound,
        told_of=lambda shot: [shot, sorted(lines[shot["id"]]), dict.fromkeys(lines[shot["id"]], 100)],
        beside=[{**told, "lines": [], "words": {}}, before],
    )


def _part_facts(
    told: Mapping[str, Any], shots: Sequence[Mapping[str, Any]], part: Sequence[Mapping[str, Any]], *, is_last: bool
) -> dict[str, Any]:
    """The scene as part of its shots must agree with it.

    It has the lines that these shots speak, and in the end those that nobody speaks. A line that other parts speak on
    is in none of them: what is heard of it here is not the whole, and the Director's own check has counted its words.
    """
    here = {spoken["line"] for shot in part for spoken in shot["spoken"]}
    ids = {shot["id"] for shot in part}
    elsewhere = {spoken["line"] for shot in shots if shot["id"] not in ids for spoken in shot["spoken"]}
    lines = [
        line
        for line in told["lines"]
        if (line in here and line not in elsewhere) or (is_last and line not in here | elsewhere)
    ]
    words = {line: told["words"][line] for line in lines}
    return {**told, "lines": lines, "words": words, "camera_side": shots[0]["camera_side"]}


def review_scene(
    mind: Mind,
    scene: Scene,
    bible: Bible,
    evidence: Sequence[Mapping[str, Any]],
    transcript: MutableMapping[str, Decision],
) -> tuple[ShotAgain, ...]:
    """Shots whose circled take does not sit with its neighbours, at most ``AGAIN_AT_MOST``.

    Args:
        evidence: per circled take, in the scene's order: ``shot_id``, ``held`` and ``light`` (``luma``: mean display
            luma, 0 .. 1, and what else was measured of it). JSON-able; held takes are left alone.
    """
    shots = {shot.id: shot for shot in scene.shots}
    told = [
        {
            "shot_id": each["shot_id"],
            "kind": shots[each["shot_id"]].kind,
            "held": bool(each.get("held")),
            "light": {name: round(float(light[name]), 3) for name in COMPARED if light.get(name) is not None},
        }
        for each in evidence
        if each["shot_id"] in shots
        for light in [each.get("light") or {}]
    ]
    parts = parts_for(mind, "continuity", told)
    answers = [_reviewed(mind, scene, bible, part, transcript) for part in parts]
    # The worst of each part before the second worst of any: the end of a long scene is as good as its beginning.
    again = [each for worst in zip_longest(*answers) for each in worst if each is not None]
    return tuple(ShotAgain(each.shot_id, tuple(each.edits), each.reason) for each in again[:AGAIN_AT_MOST])


def _reviewed(
    mind: Mind,
    scene: Scene,
    bible: Bible,
    evidence: Sequence[Mapping[str, Any]],
    transcript: MutableMapping[str, Decision],
) -> list[AgainAnswer]:
    continuity = bible.scene(scene.id)
    shots = {shot.id: shot for shot in scene.shots if any(each["shot_id"] == shot.id for each in evidence)}
    decision = ask(
        mind,
        Question(
            agent="continuity",
            task="review",
            subject=scene.id,
            facts={
                "scene": {"mood": scene.mood, "time_of_day": continuity.time_of_day, "weather": continuity.weather},
                "evidence": evidence,
            },
            answer_type=ReviewAnswer,
            check=lambda answer: _wrong_review(answer, shots),
            house=lambda told: review_takes(told["evidence"]),
        ),
        transcript,
    )
    return ReviewAnswer.model_validate(decision.answer).again


def _wrong_review(answer: ReviewAnswer, shots: Mapping[str, Shot]) -> list[str]:
    wrong = []
    asked: set[str] = set()
    if len(answer.again) > AGAIN_AT_MOST:
        wrong.append(f"At most {AGAIN_AT_MOST} shots of a scene may be shot again.")
    for each in answer.again:
        if each.shot_id not in shots:
            wrong.append(f"{each.shot_id!r} is not a shot of this scene; they are {list(shots)}.")
            continue
        if each.shot_id in asked:
            wrong.append(f"{each.shot_id!r} is named twice; put all of its edits into one entry.")
            continue
        asked.add(each.shot_id)
        if any(not e.path.startswith(EDITABLE) or e.path.startswith(FIXED) for e in each.edits):
            wrong.append(f"Only {', '.join(EDITABLE)} of a shot may be edited, and not {', '.join(FIXED)}.")
            continue
        try:
            edited = edit_all(shots[each.shot_id], tuple(each.edits))
        except (ChangeError, ValueError) as error:
            wrong.append(str(error))
            continue
        if edited == shots[each.shot_id]:
            wrong.append(f"The edits of {each.shot_id!r} change nothing; leave it out, or change something.")
    return wrong


def _scene_facts(scene: Scene, bible: Bible, before: Mapping[str, Any] | None, at_once: bool) -> dict[str, Any]:
    continuity = bible.scene(scene.id)
    present = dict.fromkeys(
        [
            *(who for beat in scene.beats for who in beat.present),
            *(line.character_id for line in scene.lines if not line.off_screen),
        ]
    )
    words = {line.id: len((line.text.get(line.language) or "").split()) for line in scene.lines}
    for line in scene.lines:
        recorded = line.speech.get(line.language)
        if recorded is not None:
            words[line.id] = len(recorded.words)
    return {
        "place": continuity.place_id,
        "same_place": before is not None and before["place"] == continuity.place_id,
        "time_of_day": continuity.time_of_day,
        "weather": continuity.weather,
        "follows_at_once": at_once,
        "present": list(present),
        "sides": dict(sorted(continuity.screen_side.items())),
        "wardrobe": dict(sorted(continuity.wardrobe.items())),
        "lines": [line.id for line in scene.lines],
        "words": words,
    }


def _shot_facts(shot: Shot) -> dict[str, Any]:
    return {
        "id": shot.id,
        "kind": shot.kind,
        "size": shot.state.camera.size,
        "camera_side": shot.state.camera.side,
        "cast": list(shot.cast),
        "spoken": [{"line": s.line_id, "first": s.first, "end": s.end} for s in shot.spoken],
    }
