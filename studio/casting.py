"""The command that draws casting sheets: ``cast``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.options import DEFAULT_RUNS, AsJson, Run, Runs, api_key


def register(app: typer.Typer) -> None:
    """Add the command of this file to the command line."""
    app.command()(cast)


def cast(
    run: Run,
    out: Annotated[Path | None, typer.Option(help="Where the pages go; out/cast/ in the run when not given.")] = None,
    version: Annotated[
        int | None, typer.Option(min=1, help="A version of the run; what waits or stands if not given.")
    ] = None,
    runs: Runs = DEFAULT_RUNS,
    as_json: AsJson = False,
) -> None:
    """Casting sheets, before any clip is shot: everybody from all sides, their expressions and their wardrobe.

    Writes cast.png with all of them side by side, and a page for each. A film that only has a plan is enough.
    """
    from graphs import cast as sheets
    from studio.door import folder_of, print_json, working

    with working(shown=not as_json) as note:
        made = sheets.of_run(folder_of(run, runs), sheets.Wish(version, out), on_event=note, key=api_key())
    if as_json:
        pages = [str(page) for page in made.pages]
        print_json({"run": str(made.run), "of": made.says, "people": list(made.people), "pages": pages})
        return
    typer.echo(f"{made.says}: {len(made.people)} people")
    for page in made.pages:
        typer.echo(str(page))
