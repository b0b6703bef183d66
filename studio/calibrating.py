"""The command that measures thresholds: ``calibrate``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.options import DEFAULT_RUNS, AsJson, ClipModel, FacePack, Runs

if TYPE_CHECKING:
    from graphs.calibrate import Calibrations


def register(app: typer.Typer) -> None:
    """Add the command of this file to the command line."""
    app.command()(calibrate)


def calibrate(
    sample: Annotated[
        str,
        typer.Argument(metavar="RUN|FOLDER", help="A film whose circled takes are good, or a folder of labelled pictures."),
    ],
    out: Annotated[
        Path | None, typer.Option(help="Where the YAML and its picture go; calibration/ beside the sample if not given.")
    ] = None,
    clip: ClipModel = None,
    faces: FacePack = None,
    runs: Runs = DEFAULT_RUNS,
    as_json: AsJson = False,
) -> None:
    """Measure from where on your CLIP and face models tell good takes from false ones; at least 30 genuine pairs.

    A folder has faces/NAME/*.png, and clip/*.png with a .txt of the same name that says what is to be seen. Give what
    was written to make with --thresholds.
    """
    from configs import settings as configuration
    from graphs import calibrate as calibrations
    from studio.door import folder_of, print_json, working
    from studio.options import whole_path

    run = folder_of(sample, runs)
    wish = calibrations.Wish(
        clip_model=whole_path(clip), face_pack=whole_path(faces), out=out.resolve() if out else None,
        date=time.strftime("%Y-%m-%d", time.gmtime()), command=f"filmcrew calibrate {Path(sample).name}",
    )  # fmt: skip
    with working(shown=not as_json) as note:
        if (run / "run.json").exists() or not Path(sample).is_dir():
            made = calibrations.of_run(run, wish, on_event=note)
        else:
            house = {"clip_model": wish.clip_model or configuration.house_clip(), "face_pack": wish.face_pack or configuration.house_faces()}
            made = calibrations.of_pictures(Path(sample), wish._replace(**house))
    if as_json:
        print_json(calibrations.report(made))
        return
    for line in _lines(made):
        typer.echo(line)


def _lines(made: Calibrations) -> list[str]:
    lines = [made.sample]
    for each in made.found:
        told = each.calibration
        line = (
            f"{each.measure} of a {each.part}: {told.threshold:.3f} [{told.low:.3f}, {told.high:.3f}], "
            f"{told.genuine} genuine, {told.impostor} impostor"
        )
        if not told.separable:
            line += (
                f"; they overlap: equal error {told.eer:.1%} at {told.eer_threshold:.3f}, FAR {told.far:.1%}, "
                f"FRR {told.frr:.1%}"
            )
        lines.append(line)
    if made.few:
        told = ", ".join(f"{measure} ({pairs})" for measure, pairs in made.few.items())
        lines.append(f"too few genuine pairs, their published bounds stay: {told}")
    return [*lines, *(str(path) for path in made.files), f"use them: filmcrew make SCRIPT --thresholds {made.folder}"]
