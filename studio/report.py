"""What a door says of a film: the ``--json`` object, and the same in words."""

from __future__ import annotations

from typing import Any

from film.plan import frames_of
from film.profile import Profile
from film.series import Series
from film.version import Version
from graphs.work import Outcome


def outcome_report(outcome: Outcome) -> dict[str, Any]:
    """The object that ``--json`` prints for make, resume and change."""
    version = outcome.version
    series = version.series if version else None
    shots = sum(1 for _ in series.walk()) if series else 0
    held = {shot_id: circled for shot_id, circled in version.circled.items() if circled.held} if version else {}
    return {
        "series": series.id if series else outcome.folder.root.name,
        "version": version.number if version else None,
        "run": str(outcome.folder.root),
        "episodes": _episodes(version, outcome) if version else [],
        "shots": shots,
        "takes": sum(len(outcome.folder.takes_of(shot.id)) for _, _, shot in series.walk()) if series else 0,
        "rerolls": outcome.rerolls,
        "held": len(held),
        "held_why": {shot_id: circled.why for shot_id, circled in sorted(held.items())},
        "rendered": outcome.rendered,
        "reused": outcome.reused,
        "uncalibrated": list(outcome.uncalibrated),
        "wall_s": round(outcome.wall_s, 2),
    }


def held_lines(report: dict[str, Any]) -> list[str]:
    """A line for each shot that no take of passed: which, and why the best one stands all the same."""
    return [f"held  {shot_id}  {why}" for shot_id, why in report["held_why"].items()]


def _episodes(version: Version, outcome: Outcome) -> list[dict[str, Any]]:
    return [
        {
            "id": episode,
            "film": str(outcome.folder.out / f"{episode}.mp4"),
            "seconds": film.seconds,
            "frames": film.frames,
            "picture_sha256": film.picture_sha256,
            "pcm_sha256": film.pcm_sha256,
            "file_sha256": film.file_sha256,
        }
        for episode, film in sorted(version.films.items())
    ]


def plan_report(series: Series, profile: Profile, *, seconds_per_frame: float, workers: int) -> dict[str, Any]:
    """What ``plan`` says: scenes, shots, lines, cast, places, length and a guess at the time to shoot."""
    frames = sum(frames_of(shot, series.fps) for _, _, shot in series.walk())
    # An engine's guess is for 540 rendered lines; what does not grow with the picture is a tenth of it.
    size = 0.1 + 0.9 * (profile.render_height / 540) ** 2
    return {
        "series": series.id,
        "episodes": [
            {
                "id": episode.id,
                "title": episode.title,
                "seconds": round(sum(shot.duration_s for shot in episode.shots), 2),
                "scenes": [
                    {
                        "id": scene.id,
                        "heading": scene.heading,
                        "lines": [
                            {"id": line.id, "character": line.character_id, "text": line.text} for line in scene.lines
                        ],
                        "shots": [
                            {
                                "id": shot.id, "kind": shot.kind, "size": shot.state.camera.size,
                                "move": shot.state.camera.move.kind, "seconds": round(shot.duration_s, 2),
                                "cast": shot.cast, "brief": shot.brief,
                            }
                            for shot in scene.shots
                        ],
                    }
                    for scene in episode.scenes
                ],
            }
            for episode in series.episodes
        ],
        "cast": [character.name for character in series.bible.characters],
        "places": [{"name": place.name, "set": place.set} for place in series.bible.places],
        "shots": sum(1 for _ in series.walk()),
        "seconds": round(frames / series.fps, 2),
        "estimated_wall_s": round(frames * seconds_per_frame * size / max(1, workers), 1),
    }  # fmt: skip
