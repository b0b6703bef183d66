"""The commands that show what the crew said: ``transcript`` and ``export-otel``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from studio.door import open_run
from studio.options import DEFAULT_RUNS, AsJson, Run, Runs


def register(app: typer.Typer) -> None:
    """Add the commands of this file to the command line."""
    app.command()(transcript)
    app.command("export-otel")(export_otel)


def transcript(
    run: Run,
    agent: Annotated[str | None, typer.Option(help="screenwriter, director, continuity or critic.")] = None,
    shot: Annotated[str | None, typer.Option(help="A shot and its scene: an id, or the end of one.")] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Everything, prompts and raw answers too.")] = False,
    runs: Runs = DEFAULT_RUNS,
    as_json: AsJson = False,
) -> None:
    """Every question that the crew was asked: who answered what, why, and what came of it."""
    import json
    from typing import get_args

    from film.decision import Agent
    from film.errors import ConfigError
    from tools.run.transcript import Transcript
    from tools.run.transcript_report import in_markdown, in_words, report, totals

    if agent is not None and agent not in get_args(Agent):
        raise ConfigError(f"--agent {agent!r} is not one of {', '.join(get_args(Agent))}")
    folder = open_run(run, runs)
    told = report(Transcript(folder.transcript), agent=agent, shot=shot)
    if as_json:
        typer.echo(json.dumps({"decisions": told, "totals": totals(told)}, ensure_ascii=False, indent=1))
    elif markdown:
        typer.echo(in_markdown(told, folder.root.name), nl=False)
    else:
        typer.echo(in_words(told))


def export_otel(
    run: Run,
    to: Annotated[
        str | None,
        typer.Option(help="A file, or a collector's http address; otel.json beside the films when not given."),
    ] = None,
    texts: Annotated[
        bool, typer.Option("--texts/--no-texts", help="With prompts and answers, or numbers alone.")
    ] = True,
    runs: Runs = DEFAULT_RUNS,
) -> None:
    """Write or send what the crew did as OpenTelemetry spans (GenAI conventions)."""
    from tools.run.otel import otlp_file, otlp_requests, send, spans_of
    from tools.run.transcript import Transcript
    from tools.whole import write_whole

    folder = open_run(run, runs)
    film = folder.read_run()["series"]
    spans = spans_of(Transcript(folder.transcript), film, texts=texts)
    requests = otlp_requests(spans, film)
    if to and "://" in to:
        where = send(requests, to, _headers(os.environ.get("OTEL_EXPORTER_OTLP_HEADERS", "")))
    else:
        path = Path(to) if to else folder.out / "otel.json"
        write_whole(path, otlp_file(requests).encode("utf-8"))
        where = str(path)
    typer.echo(f"{len(spans)} spans: {where}")


def _headers(given: str) -> dict[str, str]:
    """``key=value,key=value``, as OpenTelemetry spells them, percent-encoded."""
    from urllib.parse import unquote

    pairs = (part.partition("=") for part in given.split(",") if "=" in part)
    return {key.strip(): unquote(value.strip()) for key, _, value in pairs}
