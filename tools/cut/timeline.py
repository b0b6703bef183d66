"""The cut as an OpenTimelineIO file, for an editor who wants to go on by hand.

Media are named relative to the timeline, so that the folder can be moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tools.cut.parts import Transition
from tools.whole import write_whole


class TimelineClip(NamedTuple):
    """One shot in the cut. A clip without media (a card) has None."""

    shot_id: str
    media: str | None
    """Path relative to the timeline's folder."""
    start: int
    """First frame taken from the media."""
    frames: int
    """In the cut."""
    transition_in: Transition = "cut"
    transition_frames: int = 0
    media_frames: int | None = None
    """Length of the file: what lies beyond the clip are an editor's handles. None for a card."""
    speed: float = 1.0
    """Media frames per frame of the cut."""


class Marker(NamedTuple):
    """A named place, such as the first frame of a scene."""

    frame: int
    name: str


def write_otio(
    path: Path, title: str, fps: float, clips: Sequence[TimelineClip], markers: Sequence[Marker] = ()
) -> Path:
    """Writes one video track of ``clips`` in order, whole; dissolves and fades become transitions that begin on the
    cut, another speed becomes a linear time warp. Equal input gives equal bytes.
    """
    import opentimelineio as otio

    def frames(count: int) -> otio.opentime.RationalTime:
        return otio.opentime.RationalTime(count, fps)

    def span(start: int, count: int) -> otio.opentime.TimeRange:
        return otio.opentime.TimeRange(frames(start), frames(count))

    timeline = otio.schema.Timeline(title)
    track = otio.schema.Track("V1", kind=otio.schema.TrackKind.Video)
    timeline.tracks.append(track)
    for index, clip in enumerate(clips):
        if clip.transition_in != "cut" and clip.transition_frames > 0 and index > 0:
            kind = otio.schema.TransitionTypes.SMPTE_Dissolve
            track.append(otio.schema.Transition(clip.transition_in, kind, frames(0), frames(clip.transition_frames)))
        if clip.media is None:
            media = otio.schema.MissingReference()
        else:
            known = None if clip.media_frames is None else span(0, clip.media_frames)
            media = otio.schema.ExternalReference(Path(clip.media).as_posix(), known)
        # As OpenTimelineIO has it, a clip lasts as long as its source range says, whatever its speed.
        shown = otio.schema.Clip(clip.shot_id, media, span(clip.start, clip.frames))
        if clip.speed != 1:
            shown.effects.append(otio.schema.LinearTimeWarp(time_scalar=clip.speed))
        track.append(shown)
    for marker in markers:
        timeline.tracks.markers.append(otio.schema.Marker(name=marker.name, marked_range=span(marker.frame, 0)))
    write_whole(path, otio.adapters.write_to_string(timeline, "otio_json").encode("utf-8") + b"\n")
    return path
