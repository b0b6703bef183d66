"""The command that draws a storyboard: ``board``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.options import (
    DEFAULT_RUNS,
    AsJson,
    AspectName,
    BibleFile,
    EngineName,
    LookName,
    MindName,
    ProfileName,
    Runs,
    SeriesName,
    Style,
    api_key,
    settings_of,
)


def register(app: typer.Typer) -> None:
    """Add the command of this file to the command line."""
    app.command()(board)


def board(
    what: Annotated[list[str], typer.Argument(metavar="RUN|SCRIPT…", help="A run, or scripts to plan first.")],
    out: Annotated[Path | None, typer.Option(help="Where the pages go; out/board/ in the run when not given.")] = None,
    columns: Annotated[int | None, typer.Option(min=1, max=8, help="Stills side by side; 3, upright films 5.")] = None,
    version: Annotated[int | None, typer.Option(min=1, help="A version of the run; what waits or stands if not given.")] = None,
    series: SeriesName = None,
    profile: ProfileName = None,
    mind: MindName = "auto",
    engine: EngineName = None,
    style: Style = None,
    look: LookName = None,
    aspect: AspectName = None,
    bible: BibleFile = None,
    runs: Runs = DEFAULT_RUNS,
    as_json: AsJson = False,
) -> None:
    """A storyboard, before any clip is shot: a still of every shot with slate, size, move, words and duration."""
    from film.errors import ConfigError
    from graphs import board as boards
    from studio.door import folder_of, print_json, working

    run = folder_of(what[0], runs)
    of_run = len(what) == 1 and (run / "run.json").exists()
    scripts = [Path(name) for name in what]
    if not of_run and not all(path.is_file() for path in scripts):
        missing = next(name for name, path in zip(what, scripts, strict=True) if not path.is_file())
        raise ConfigError(f"{missing!r} is neither a run (a folder with run.json) nor a script file")
    if version is not None and not of_run:
        raise ConfigError(f"--version {version} is a run's; a script has none yet")
    wish = boards.Wish(version, out, columns)
    with working(shown=not as_json) as note:
        if of_run:
            made = boards.of_run(run, wish, on_event=note, key=api_key())
        else:
            asked = settings_of(profile=profile, mind=mind, engine=engine, style=style, look=look, aspect=aspect, only=None)
            made = boards.of_scripts(
                asked, scripts, wish, runs=runs, series_name=series, bible=bible, on_event=note, key=api_key()
            )
    report = {
        "run": str(made.run), "of": made.says, "html": str(made.html), "pages": [str(page) for page in made.pages],
        "shots": made.shots, "seconds": round(made.seconds, 2), "without_still": list(made.empty),
    }  # fmt: skip
    if as_json:
        print_json(report)
        return
    typer.echo(f"{made.says}: {made.shots} shots, {made.seconds:.0f} s, {len(made.pages)} pages")
    for shot in made.empty:
        typer.echo(f"{shot}  has no still; its panel says why")
    typer.echo(str(made.html))
    if "waits" in made.says:
        typer.echo(f"the plan waits. Yes: filmcrew resume {made.run}. No: change the script and board it again.")
