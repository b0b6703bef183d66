"""The Continuity Supervisor keeps the Bible and watches over what must agree.

Decides: how people and places look where the script leaves it open, time and weather of each scene,
who keeps which side of the frame; finds conflicts in the plan; sends shots back that do not match
their neighbours. May not: change the story, or a record that the user's own bible gave.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, MutableMapping, Sequence
from itertools import pairwise
from typing import Any

from crew.answers.continuity import ConflictAnswer, SupervisionAnswer
from crew.ask import Question, ask
from crew.bible_writing import write_bible
from crew.dividing import parts_for
from crew.minds.mind import Mind
from crew.scene_review import ShotAgain, review_scene
from crew.sending_back import AGAIN_AT_MOST
from crew.series_completion import complete_series
from crew.understudy.supervising import supervise_scene
from crew.understudy.vocabulary import Vocabulary
from film.base import Frozen
from film.bible import Bible
from film.decision import Decision
from film.series import Scene, Series, Shot

__all__ = ["AGAIN_AT_MOST", "Conflict", "ShotAgain", "complete_series", "review_scene", "supervise", "write_bible"]


class Conflict(Frozen):
    """Something in the plan that does not agree with itself."""

    scene_id: str
    shot_id: str
    """Empty when it is about the whole scene."""
    sentence: str


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
