"""The command that writes a script from one line: ``write``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.options import AsJson, MindName, NumCtx, OllamaHost, api_key


def register(app: typer.Typer) -> None:
    """Add the command of this file to the command line."""
    app.command()(write)


def write(
    idea: Annotated[str, typer.Argument(help="What the film is about, in one line.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The script to write.")] = Path("script.fountain"),
    minutes: Annotated[float, typer.Option(min=0.5, max=180, help="How long the film may be.")] = 3.0,
    mind: MindName = "auto",
    language: Annotated[str | None, typer.Option(help="en or hi; the line's own when not given.")] = None,
    ollama: OllamaHost = None,
    num_ctx: NumCtx = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write a script from one line, scene by scene. A mind is needed; nothing is made up by house rules."""
    import os

    from crew.minds.choose import chosen
    from crew.minds.ollama import NUM_CTX
    from film.errors import ConfigError
    from graphs import writing
    from studio.door import Interrupted, print_json
    from tools.script.language import spoken_language

    spoken = language or spoken_language(idea)
    if spoken not in ("en", "hi"):
        raise ConfigError(f"--language {spoken!r} is not one of en, hi")
    choice = chosen(
        mind, host=ollama or os.environ.get("OLLAMA_HOST") or None, key=api_key(), num_ctx=num_ctx or NUM_CTX
    )
    try:
        written = writing.write(
            choice.mind, choice.why, idea, out, minutes=minutes, language=spoken, force=force,
            on_step=lambda line: None if as_json else typer.echo(line, err=True),
        )  # fmt: skip
    except KeyboardInterrupt:
        raise Interrupted("interrupted; what is written is kept. To go on, give the same command") from None
    report = {
        "script": str(written.script),
        "title": next(iter(written.screenplay.title.values()), ""),
        "scenes": len(written.screenplay.scenes),
        "lines": len(written.screenplay.lines),
        "seconds": round(written.seconds, 1),
        "mind": choice.mind.name,
        "transcript": str(written.transcript),
    }
    if as_json:
        print_json(report)
    else:
        typer.echo(
            f"{report['title']}: {report['scenes']} scenes, {report['lines']} lines, about {written.seconds:.0f} s. "
            f"{report['script']}; make the film: filmcrew make {report['script']}"
        )
