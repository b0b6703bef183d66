"""What every engine can be asked: a slate, a keyframe, a clip.

An engine reads a slate and files named by content, and writes into the take's folder. It decides
nothing about the film and knows no run folder. The files of a take:

    keyframe.png          one frame of the shot, judged before the dear clip is made
    clip.mp4              the shot; that frame, or one much like it, is in it
    keyframe_cast.json    who is where in the keyframe   | only from an engine that knows exactly
    keyframe_mask.png     whose pixel is whose           | (``abilities.masks``)
    clip_cast.json, clip_masks/00042.png                 | the same for some frames of the clip

A picture's account is written before the picture: where the picture is, the take's part is whole.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

from film.engine import Abilities
from film.plan import ShotPlan
from film.take import Slate
from tools.whole import write_whole

__all__ = [
    "CLIP", "CLIP_CAST", "CLIP_MASKS", "KEYFRAME", "KEYFRAME_CAST", "KEYFRAME_MASK", "Engine", "OnFrame", "Sources",
    "write_whole",
]  # fmt: skip

KEYFRAME = "keyframe.png"
KEYFRAME_CAST = "keyframe_cast.json"
KEYFRAME_MASK = "keyframe_mask.png"
CLIP = "clip.mp4"
CLIP_CAST = "clip_cast.json"
CLIP_MASKS = "clip_masks"

OnFrame = Callable[[int, int], None]
"""Called with (frames done, frames in all)."""


class Sources(NamedTuple):
    """Where the files lie that a slate refers to by content."""

    speech: Path
    """Folder of ``<sha256>.wav`` and ``<sha256>.json``."""
    assets: Path
    """Folder of files named by their sha256."""
    start_frame: Path | None = None
    """A picture to start from: the last frame of the shot in ``plan.start_from``."""
    people: Path | None = None
    """Folder where the stage keeps the people it built, for all processes of a run; no picture depends on it."""
    plates: Path | None = None
    """Folder where the stage keeps the pictures that it draws to judge takes by; None where another engine shoots."""


@runtime_checkable
class Engine(Protocol):
    """One way to make pictures. Equal slates give equal pictures, to the degree of ``abilities.sameness``."""

    abilities: Abilities

    def slate(self, plan: ShotPlan, *, asked_sha256: str, attempt: int, seed: int) -> Slate:
        """The take to be made: engine name, parameters, rendered prompt and model hashes filled in."""
        ...

    def identity(self) -> dict[str, str | int | float]:
        """What besides plan and seed decides its pictures: weights by hash, steps. No path, no version of a library."""
        ...

    def fingerprint(self) -> dict[str, str]:
        """Versions, device and threads that the pictures are made with; recorded, not part of a take's id."""
        ...

    def keyframe(self, slate: Slate, sources: Sources, folder: Path) -> None:
        """Write ``keyframe.png`` into ``folder``, whole or not at all.

        Raises:
            RenderError: the picture could not be made.
            SetupError: a package, a model or a device is missing.
        """
        ...

    def clip(self, slate: Slate, sources: Sources, folder: Path, on_frame: OnFrame | None = None) -> None:
        """Write ``clip.mp4`` into ``folder``, of exactly ``plan.frames`` frames of ``plan.width`` x ``plan.height``.

        Raises:
            RenderError: the clip could not be made.
            SetupError: a package, a model or a device is missing.
        """
        ...

    def close(self) -> None:
        """Let go of models, processes and memory. The engine may not be used after it."""
        ...
