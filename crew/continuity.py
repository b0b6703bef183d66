"""The Continuity Supervisor keeps the Bible and watches over what must agree.

Decides: how people and places look where the script leaves it open, time and weather of each scene,
who keeps which side of the frame; finds conflicts in the plan; sends shots back that do not match
their neighbours. May not: change the story, or a record that the user's own bible gave.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any, NamedTuple

from crew.answers.continuity import ReviewAnswer, SupervisionAnswer
from crew.ask import Question, ask
from crew.bible_writing import write_bible
from crew.critic import EDITABLE, FIXED
from crew.minds.mind import Mind
from crew.series_completion import complete_series
from crew.understudy.reviewing import review_takes
from crew.understudy.supervising import supervise_scene
from crew.understudy.vocabulary import Vocabulary
from film.base import Frozen
from film.bible import Bible
from film.changes import Edit, edit_all
from film.decision import Decision
from film.errors import ChangeError
from film.series import Scene, Series, Shot

__all__ = ["Conflict", "ShotAgain", "complete_series", "review_scene", "supervise", "write_bible"]

AGAIN_AT_MOST = 3
"""Shots of one scene that a review may send back: review is bounded, or a film is never done."""


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
) -> tuple[Conflict, ...]:
    """Continuity conflicts of the planned film, scene by scene, in order.

    Args:
        vocabulary: tells CONTINUOUS and the like in headings; without it no jump in time is looked for.
    """
    conflicts: list[Conflict] = []
    for episode in series.episodes:
        before: dict[str, Any] | None = None
        for scene in episode.scenes:
            heading = "\n".join(scene.heading.values())
            at_once = vocabulary is not None and bool(vocabulary.found("same_time", heading))
            told = _scene_facts(scene, series.bible, before, at_once)
            shots = [_shot_facts(shot) for shot in scene.shots]
            ids = {"", *(shot.id for shot in scene.shots)}
            decision = ask(
                mind,
                Question(
                    agent="continuity",
                    task="supervise",
                    subject=scene.id,
                    facts={"scene": told, "scene_before": before, "shots": shots},
                    answer_type=SupervisionAnswer,
                    check=lambda answer, ids=ids: [
                        f"{each.shot_id!r} is not a shot of this scene."
                        for each in answer.conflicts
                        if each.shot_id not in ids
                    ],
                    house=lambda facts: supervise_scene(facts["scene"], facts["scene_before"], facts["shots"]),
                ),
                transcript,
            )
            answer = SupervisionAnswer.model_validate(decision.answer)
            conflicts += [
                Conflict(scene_id=scene.id, shot_id=each.shot_id, sentence=each.sentence) for each in answer.conflicts
            ]
            before = {key: told[key] for key in ("place", "time_of_day", "weather", "sides", "wardrobe")}
    return tuple(conflicts)


def review_scene(
    mind: Mind,
    scene: Scene,
    bible: Bible,
    evidence: Sequence[Mapping[str, Any]],
    transcript: MutableMapping[str, Decision],
) -> tuple[ShotAgain, ...]:
    """Shots whose circled take does not sit with its neighbours, at most ``AGAIN_AT_MOST``.

    Args:
        evidence: per circled take, in the scene's order: ``shot_id``, ``held``, ``measured`` (values by measure) and
            ``light`` (``luma``: mean display luma, 0 .. 1). JSON-able; held takes are left alone.
    """
    shots = {shot.id: shot for shot in scene.shots}
    continuity = bible.scene(scene.id)
    decision = ask(
        mind,
        Question(
            agent="continuity",
            task="review",
            subject=scene.id,
            facts={
                "scene": {"mood": scene.mood, "time_of_day": continuity.time_of_day, "weather": continuity.weather},
                "evidence": [
                    {**each, "kind": shots[each["shot_id"]].kind} for each in evidence if each["shot_id"] in shots
                ],
            },
            answer_type=ReviewAnswer,
            check=lambda answer: _wrong_review(answer, shots),
            house=lambda told: review_takes(told["evidence"]),
        ),
        transcript,
    )
    answer = ReviewAnswer.model_validate(decision.answer)
    return tuple(ShotAgain(each.shot_id, tuple(each.edits), each.reason) for each in answer.again)


def _wrong_review(answer: ReviewAnswer, shots: Mapping[str, Shot]) -> list[str]:
    wrong = []
    if len(answer.again) > AGAIN_AT_MOST:
        wrong.append(f"At most {AGAIN_AT_MOST} shots of a scene may be shot again.")
    for each in answer.again:
        if each.shot_id not in shots:
            wrong.append(f"{each.shot_id!r} is not a shot of this scene.")
            continue
        if any(not e.path.startswith(EDITABLE) or e.path.startswith(FIXED) for e in each.edits):
            wrong.append(f"Only {', '.join(EDITABLE)} of a shot may be edited.")
            continue
        try:
            edit_all(shots[each.shot_id], tuple(each.edits))
        except (ChangeError, ValueError) as error:
            wrong.append(str(error))
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
