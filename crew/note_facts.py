"""What a mind is told about the film and the talk before it reads a note: little enough for a small model."""

from __future__ import annotations

from typing import Any

from crew.understudy.note_target import Scope
from film.base import text_in

MOST_EXCHANGES = 4
MOST_SHOTS = 120
"""Past this a film's shots are told as a count for each scene, to stay within a small model's context."""


def note_facts(scope: Scope) -> dict[str, Any]:
    """The variables of ``prompts/director_note.md``."""
    series = scope.series
    many = sum(1 for _ in series.walk()) > MOST_SHOTS
    return {
        "note": scope.note,
        "language": scope.language,
        "film": [
            {
                "episode": episode.id, "number": episode.number, "title": text_in(episode.title, series.language) or "",
                "scenes": [_scene(scope, scene, many) for scene in episode.scenes],
            }
            for episode in series.episodes
        ],
        "people": [
            {"id": p.id, "name": p.name, "presents": p.identity.presents, "age": p.identity.age}
            for p in series.bible.characters
        ],
        "places": [{"id": place.id, "name": place.name} for place in series.bible.places],
        "talk": [
            {
                "note": turn.note, "kind": turn.answer.kind, "version": turn.version,
                "said": turn.answer.question or turn.answer.answer or turn.answer.reason,
                "change": turn.answer.change.model_dump(mode="json", exclude_defaults=True) if turn.answer.change else None,
            }
            for turn in scope.turns[-MOST_EXCHANGES:]
        ],
        "takes": {shot: [take.attempt for take in takes] for shot, takes in sorted(scope.takes.items()) if len(takes) > 1},
        "versions": {"standing": scope.standing, "all": [number for number, _ in scope.versions]},
        "styles": list(scope.styles),
        "remedy": scope.remedy,
    }  # fmt: skip


def _scene(scope: Scope, scene: Any, many: bool) -> dict[str, Any]:
    entry = next((e for e in scope.series.bible.scenes if e.scene_id == scene.id), None)
    return {
        "scene": scene.id, "number": scene.number, "heading": text_in(scene.heading, scope.series.language) or "",
        "place": entry.place_id if entry else "", "time": entry.time_of_day if entry else "", "weather": entry.weather if entry else "",
        "told": (text_in(scene.synopsis, scope.series.language) or "")[:120],
        "lines": [] if many else [
            {"id": line.id, "who": line.character_id, "text": line.text.get(line.language, "")[:60]} for line in scene.lines
        ],
        "shots": len(scene.shots) if many else [
            {"id": s.id.split("/")[-1], "size": s.state.camera.size, "cast": list(s.cast), **({"omitted": True} if s.omitted else {})}
            for s in scene.shots
        ],
    }  # fmt: skip
