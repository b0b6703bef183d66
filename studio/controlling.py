"""The command that writes control maps: ``control``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.options import DEFAULT_RUNS, AsJson, Run, Runs

if TYPE_CHECKING:
    from tools.stage.control.written import Kind


def register(app: typer.Typer) -> None:
    """Add the command of this file to the command line."""
    app.command()(control)


def control(
    run: Run,
    shots: Annotated[list[str] | None, typer.Argument(help="Shot ids or their ends; every shot when none is given.")] = None,
    kinds: Annotated[
        str | None, typer.Option(help="Which maps, by commas: depth,masks,normals,pose,edges,flow. All when not given.")
    ] = None,
    every: Annotated[
        int | None, typer.Option(min=1, help="1 every frame, 2 every other one; without it each shot's keyframe alone.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where they go; out/control/ in the run when not given.")] = None,
    version: Annotated[int | None, typer.Option(min=1, help="A version of the run; what stands, else the draft in work.")] = None,
    runs: Runs = DEFAULT_RUNS,
    as_json: AsJson = False,
) -> None:
    """Exact control maps of shots for ControlNet and compositing: depth, masks, normals, OpenPose, edges, optical flow.

    Each shot's folder has a slate.json that says how to read them: near and far in metres, size, every frame's camera.
    """
    from graphs import control as controls
    from studio.door import folder_of, print_json, working

    wish = controls.Wish(_named(kinds), every, version, out)
    with working(shown=not as_json) as note:
        made = controls.of_run(folder_of(run, runs), tuple(shots or ()), wish, on_event=note)
    if as_json:
        print_json({
            "shots": [
                {"shot": shot.shot_id, "folder": str(shot.folder), "frames": shot.frames, "why_not": shot.why_not}
                for shot in made
            ]
        })  # fmt: skip
        return
    for shot in made:
        typer.echo(f"{shot.shot_id}  {shot.why_not or f'{shot.frames} frames'}  {'' if shot.why_not else shot.folder}")


def _named(kinds: str | None) -> tuple[Kind, ...]:
    """The kinds of a comma-separated list, without repeats. Raises ConfigError for one that does not exist."""
    from film.errors import ConfigError
    from tools.stage.control.written import KINDS

    words = dict.fromkeys(word.strip() for word in (kinds or "").split(",") if word.strip())
    unknown = [word for word in words if word not in KINDS]
    if unknown:
        raise ConfigError(f"--kinds {unknown[0]!r} is not a control map; there are {', '.join(KINDS)}")
    return tuple(kind for kind in KINDS if kind in words)
