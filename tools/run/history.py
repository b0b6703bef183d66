"""A run's past: its versions as a list, and what its own shoots tell about how long the next change takes."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, median
from typing import Any, NamedTuple

from film.errors import RunError
from film.version import Version
from tools.run import audit, versions
from tools.run.folder import RunFolder
from tools.whole import read_lines

CUT_S_PER_FRAME = 0.015
MIX_S_PER_S = 0.1
"""For a run that has not been cut yet: measured on a minute of 1080p with two sound tracks, on two cores."""


class Past(NamedTuple):
    """What this run's own work took so far."""

    seconds_per_frame: float | None
    """Of one worker, for a frame of a take: the median over its clips. None before the first."""
    takes_per_shot: float
    """At least 1."""
    cut_s_per_frame: float
    mix_s_per_s: float
    """Seconds of work for a second of sound."""


def past(folder: RunFolder, size: tuple[int, int] | None = None) -> Past:
    """What ``events.jsonl`` tells.

    Args:
        size: (width, height) in pixels that will be rendered. Clips of that size count alone when there are
            any; else the time of every clip is scaled by its pixels.

    Raises:
        RunError: the file is damaged.
    """
    clips: list[dict[str, Any]] = []
    takes: list[int] = []
    cuts: list[float] = []
    mixes: list[float] = []
    try:
        for event in read_lines(folder.events):
            kind = event.get("kind")
            if kind == "clip" and event.get("rendered") and event.get("seconds") and event.get("frames"):
                clips.append(event)
            elif kind == "circled" and event.get("takes"):
                takes.append(event["takes"])
            elif kind == "joined" and event["frames"]:
                cuts.append(event["seconds"] / event["frames"])
            elif kind == "mixed" and event["film_s"]:
                mixes.append(event["seconds"] / event["film_s"])
    except ValueError as error:
        raise RunError(f"{error}; delete {folder.events.name}: estimates alone are made from it") from error
    speeds = _speeds(clips, size)
    return Past(
        seconds_per_frame=median(speeds) if speeds else None,
        takes_per_shot=fmean(takes) if takes else 1.0,
        cut_s_per_frame=median(cuts) if cuts else CUT_S_PER_FRAME,
        mix_s_per_s=median(mixes) if mixes else MIX_S_PER_S,
    )


def estimate(
    past: Past,
    frames: Sequence[int],
    cut_frames: Sequence[int],
    workers: int,
    fallback_seconds_per_frame: float,
    mixed_s: Sequence[float] = (),
) -> float:
    """Seconds on the clock until a change is finished.

    Shots are made side by side by the workers, and so are cuts; a shot is not shared among them, so the
    longest one is a bound. Mixes are made one after the other.

    Args:
        frames: of each shot that is shot.
        cut_frames: of each episode that is cut again.
        workers: at least 1.
        fallback_seconds_per_frame: the engine's own guess, for a run that has shot nothing yet.
        mixed_s: the length of each episode that is mixed again.
    """
    per_frame = fallback_seconds_per_frame if past.seconds_per_frame is None else past.seconds_per_frame
    shoot_s = _side_by_side([count * per_frame * past.takes_per_shot for count in frames], workers)
    cut_s = _side_by_side([count * past.cut_s_per_frame for count in cut_frames], workers)
    return shoot_s + cut_s + past.mix_s_per_s * sum(mixed_s)


def history(folder: RunFolder) -> list[dict[str, Any]]:
    """Every version, the oldest first, each beside its parent.

    Returns:
        ``number, parent, note, reason`` of its change, ``shot`` (ids of shots whose take is another than in the
        parent), ``cut`` (ids of episodes whose film is), ``time, by, act`` from the audit log (None when it tells
        nothing), and ``place``: stands, past, future (undo and redo lead there), aside, or draft.

    Raises:
        RunError: ``run.json`` is damaged.
    """
    run = folder.read_standing()
    known = {number: versions.read_version(folder, number) for number in versions.numbers(folder)}
    logged: dict[int, dict[str, Any]] = {}
    for entry in audit.acts(folder):
        if entry.get("after") is not None:
            logged.setdefault(entry["after"], entry)  # the first is what made it; undo and redo come after
    rows = []
    for number, version in known.items():
        parent = known.get(version.parent) if version.parent is not None else None
        entry = logged.get(number, {})
        if number == run.number:
            place = "stands"
        elif not versions.is_finished(folder, number):
            place = "draft"
        elif number in run.future:
            place = "future"
        else:
            place = "past" if number in run.past else "aside"
        rows.append(
            {
                "number": number,
                "parent": version.parent,
                "note": version.change.note if version.change else "",
                "reason": version.change.reason if version.change else "",
                "shot": _shot_again(version, parent),
                "cut": sorted(e for e, film in version.films.items() if not parent or parent.films.get(e) != film),
                "time": entry.get("time"),
                "by": entry.get("actor"),
                "act": entry.get("act"),
                "place": place,
            }
        )
    return rows


def _speeds(clips: list[dict[str, Any]], size: tuple[int, int] | None) -> list[float]:
    """Seconds for a frame of each clip, as if it had been made at ``size``."""
    if size is not None:
        alike = [clip for clip in clips if (clip.get("width"), clip.get("height")) == size]
        clips = alike or [clip for clip in clips if clip.get("width") and clip.get("height")]
    return [
        clip["seconds"] / clip["frames"] * (1 if size is None else size[0] * size[1] / (clip["width"] * clip["height"]))
        for clip in clips
    ]


def _side_by_side(jobs_s: Sequence[float], workers: int) -> float:
    """The least time in which ``workers`` can do the jobs: none is shared."""
    return max(max(jobs_s, default=0.0), sum(jobs_s) / max(1, workers))


def _shot_again(version: Version, parent: Version | None) -> list[str]:
    """Shots whose take is another than in the parent, in the order of the film; all of them without one."""
    before = {shot_id: circled.take_id for shot_id, circled in parent.circled.items()} if parent else {}
    return [
        shot.id
        for _, _, shot in version.series.filmed()
        if shot.id in version.circled and version.circled[shot.id].take_id != before.get(shot.id)
    ]
