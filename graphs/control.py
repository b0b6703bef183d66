"""Control maps of a film's shots, written on request: the stage knows exactly what a diffusion model is to be told.

    of_run(run, shots)      a shot that has a take is staged as that take was; any other as its first take will be
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from film.errors import RunError
from film.plan import plan_shot
from film.take import Slate
from film.version import Version
from graphs.shot import take_seed
from tools.render.stage import KEYFRAME_AT
from tools.run import takes, versions
from tools.run.folder import RunFolder

if TYPE_CHECKING:
    from tools.stage.control.written import Kind

FOLDER = "control"
"""Within ``out/``."""

OnEvent = Callable[[dict[str, Any]], None]


class Wish(NamedTuple):
    """What the maps shall be."""

    kinds: tuple[Kind, ...] = ()
    """Names in ``tools.stage.control.KINDS``; none means all."""
    every: int | None = None
    """None writes each shot's keyframe alone, 1 every frame, 2 every other one."""
    version: int | None = None
    """None takes the version that stands, else the draft in work."""
    out: Path | None = None


class Controlled(NamedTuple):
    """The maps of one shot."""

    shot_id: str
    folder: Path
    frames: int
    why_not: str = ""
    """Why there are none: a shot that shows a still picture has no depth."""


def of_run(
    run: Path,
    shots: Sequence[str] = (),
    wish: Wish = Wish(),
    *,
    threads: int = 2,
    on_event: OnEvent = lambda event: None,
) -> tuple[Controlled, ...]:
    """The control maps of the shots named, or of all, a folder each.

    Raises:
        ConfigError: no such shot, or several that end so.
        RunError: the run has no version yet, or not that one.
        RenderError: an unknown kind of map.
    """
    from tools.stage.control import KINDS, write_control_maps

    folder = RunFolder.open(run)
    version = _version(folder, wish.version)
    chosen = [versions.find_shot(version, word) for word in shots]
    if not chosen:
        chosen = [shot.id for _, _, shot in version.series.filmed()]
    out = wish.out.resolve() if wish.out else folder.out / FOLDER
    made = []
    for shot_id in chosen:
        slate = slate_of(version, folder, shot_id)
        plan = slate.plan
        if plan.still_sha256:
            made.append(Controlled(shot_id, out / shot_id, 0, "it shows a still picture"))
            continue
        last = plan.frames - 1
        frames = range(0, plan.frames, wish.every) if wish.every else [round(KEYFRAME_AT * last)]
        written = write_control_maps(
            slate, folder.speech, out / shot_id, kinds=wish.kinds or KINDS, frames=tuple(frames), threads=threads,
            on_frame=lambda done, total, shot=shot_id: on_event(
                {"kind": "progress", "shot": shot, "done": done, "total": total}
            ),
        )  # fmt: skip
        made.append(Controlled(shot_id, written.folder, len(written.frames)))
    return tuple(made)


def slate_of(version: Version, folder: RunFolder, shot_id: str) -> Slate:
    """The slate of the take that stands for a shot; of its first take while it has none."""
    circled = version.circled.get(shot_id)
    if circled is not None:
        return takes.read_slate(folder.takes / shot_id / circled.take)
    plan = plan_shot(version.series, shot_id, version.profile)
    engine = version.engine.partition(":")[0]
    seed = take_seed(plan, version.series.seed, 1, engine)
    return Slate(plan=plan, asked_sha256="", attempt=1, seed=seed, engine=engine)


def _version(folder: RunFolder, number: int | None) -> Version:
    if number is not None:
        return versions.read_version(folder, number)
    version = versions.standing(folder) or versions.latest_draft(folder)
    if version is None:
        raise RunError(f"{folder.root.name} has no version yet; plan it with filmcrew make or filmcrew board")
    return version
