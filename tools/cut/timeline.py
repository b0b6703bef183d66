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
    end: int
    """Frame after the last."""
    transition_in: Transition = "cut"
    transition_frames: int = 0
    media_frames: int | None = None
    """Length of the file, when known: an editor's handles."""


class Marker(NamedTuple):
    """A named place, such as the first frame of a scene."""

    frame: int
    name: str


def write_otio(
    path: Path, title: str, fps: float, clips: Sequence[TimelineClip], markers: Sequence[Marker] = ()
) -> Path:
    """Writes one video track of ``clips`` in order, whole; dissolves and fades become transitions that begin on the
    cut. Equal input gives equal bytes.
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
            length = clip.media_frames if clip.media_frames is not None else clip.end
            media = otio.schema.ExternalReference(Path(clip.media).as_posix(), span(0, length))
        track.append(otio.schema.Clip(clip.shot_id, media, span(clip.start, clip.end - clip.start)))
    for marker in markers:
        timeline.tracks.markers.append(otio.schema.Marker(name=marker.name, marked_range=span(marker.frame, 0)))
    write_whole(path, otio.adapters.write_to_string(timeline, "otio_json").encode("utf-8") + b"\n")
    return path
