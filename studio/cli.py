"""The command line. Each command parses, calls one function of the house, and prints what came back.

Exit codes: 0 done, 1 failed (or a shot is held with --strict), 2 wrong usage or input, 130 interrupted.
"""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from film.errors import FilmError
from studio import boarding, calibrating, casting, changing, controlling, looking_back, transcripts, writing
from studio.door import folder_of, open_run, print_json, working
from studio.options import (
    DEFAULT_RUNS,
    Approve,
    AsJson,
    AspectName,
    BibleFile,
    ClipModel,
    CostPerHour,
    EngineName,
    FacePack,
    Fps,
    Fresh,
    Limits,
    LookName,
    MaxShot,
    MindName,
    MusicFolder,
    NumCtx,
    OllamaHost,
    Only,
    PinModel,
    ProfileName,
    Recordings,
    Run,
    Runs,
    Scripts,
    Seed,
    SeriesName,
    Size,
    Strict,
    Style,
    StyleFolder,
    ThresholdFiles,
    Watts,
    Whisper,
    WorkersCount,
    api_key,
    settings_of,
)
from studio.sentences import script_files

app = typer.Typer(
    name="filmcrew",
    help="A local AI film crew: a script goes in, a finished film comes out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(changing.commands)
app.add_typer(looking_back.commands)


@app.command()
def make(
    scripts: Scripts,
    series: SeriesName = None,
    runs: Runs = DEFAULT_RUNS,
    profile: ProfileName = None,
    mind: MindName = "auto",
    engine: EngineName = None,
    seed: Seed = None,
    fps: Fps = None,
    aspect: AspectName = None,
    size: Size = None,
    style: Style = None,
    look: LookName = None,
    style_folder: StyleFolder = None,
    bible: BibleFile = None,
    only: Only = None,
    max_shot_s: MaxShot = None,
    approve: Approve = "none",
    strict: Strict = False,
    workers: WorkersCount = 2,
    clip: ClipModel = None,
    faces: FacePack = None,
    thresholds: ThresholdFiles = None,
    whisper: Whisper = None,
    ollama: OllamaHost = None,
    num_ctx: NumCtx = None,
    pin: PinModel = False,
    limit: Limits = None,
    music: MusicFolder = None,
    recordings: Recordings = None,
    fresh: Fresh = False,
    cost_per_hour: CostPerHour = None,
    watts: Watts = None,
    as_json: AsJson = False,
) -> None:
    """Make the film of a script, unattended. Making it again after the script was edited is a change like any other:
    what differs is shot, and undo brings the earlier film back."""
    from graphs import session

    asked = settings_of(
        profile=profile, mind=mind, engine=engine, seed=seed, fps=fps, aspect=aspect, height=size, style=style, look=look,
        only=only, max_shot_s=max_shot_s, approve=approve, strict=strict, workers=workers, clip_model=clip,
        face_pack=faces, thresholds=thresholds, whisper=whisper, ollama_host=ollama, music_folder=music, recordings=recordings,
        style_folder=style_folder,
        cost_per_hour=cost_per_hour, watts=watts, num_ctx=num_ctx, pin=pin, limits=limit,
    )  # fmt: skip
    with working(shown=not as_json) as note, script_files(scripts) as files:
        outcome = session.make(
            asked, files, runs=runs, series_name=series, bible=bible, on_event=note, fresh=fresh, key=api_key()
        )
    _show_outcome(outcome, as_json=as_json)


@app.command()
def plan(
    scripts: Scripts,
    series: SeriesName = None,
    runs: Runs = DEFAULT_RUNS,
    profile: ProfileName = None,
    mind: MindName = "auto",
    engine: EngineName = None,
    seed: Seed = None,
    fps: Fps = None,
    aspect: AspectName = None,
    size: Size = None,
    style: Style = None,
    look: LookName = None,
    bible: BibleFile = None,
    only: Only = None,
    max_shot_s: MaxShot = None,
    ollama: OllamaHost = None,
    as_json: AsJson = False,
) -> None:
    """Read and plan only: scenes, shots, cast, places, length and the time it would take."""
    from graphs import session
    from studio.report import plan_report

    asked = settings_of(
        profile=profile, mind=mind, engine=engine, seed=seed, fps=fps, aspect=aspect, height=size, style=style, look=look,
        only=only, max_shot_s=max_shot_s, ollama_host=ollama,
    )  # fmt: skip
    with working(shown=not as_json) as note, script_files(scripts) as files:
        outcome = session.make(
            asked, files, runs=runs, series_name=series, bible=bible, on_event=note, plan_only=True, key=api_key()
        )
    assert outcome.version is not None and outcome.profile is not None
    report = plan_report(
        outcome.version.series, outcome.profile, seconds_per_frame=outcome.seconds_per_frame, workers=asked.workers
    )
    print_json(report) if as_json else _print_plan(report)


@app.command()
def resume(run: Run, runs: Runs = DEFAULT_RUNS, as_json: AsJson = False) -> None:
    """Go on with a film or a change that was interrupted; answer yes to a plan that waits."""
    from graphs import session

    with working(shown=not as_json) as note:
        outcome = session.resume(folder_of(run, runs), on_event=note, approve=True, key=api_key())
    _show_outcome(outcome, as_json=as_json)


@app.command()
def status(run: Run, runs: Runs = DEFAULT_RUNS, as_json: AsJson = False) -> None:
    """Where a run stands: version, films, takes, what is held, what drifted, what waits for a yes, what is locked."""
    from graphs.verify import status as status_of

    folder = open_run(run, runs)
    report = looking_back.status_report(folder, status_of(folder))
    if as_json:
        print_json(report)
        return
    for line in looking_back.status_lines(report):
        typer.echo(line)


@app.command()
def explain(run: Run, shot: str, runs: Runs = DEFAULT_RUNS, as_json: AsJson = False) -> None:
    """Why the standing take of a shot was chosen."""
    from tools.run.explain import explain as explain_shot
    from tools.run.explain import in_words

    report = explain_shot(open_run(run, runs), shot)
    if as_json:
        print_json(report)
    else:
        typer.echo(in_words(report))


@app.command()
def verify(
    run: Run,
    shots: Annotated[list[str] | None, typer.Argument(help="Shot ids; all that stand when none is given.")] = None,
    runs: Runs = DEFAULT_RUNS,
    as_json: AsJson = False,
) -> None:
    """Make takes again in a fresh process with an empty store and compare them with what is on disk."""
    from graphs.verify import verify as verify_run

    report = verify_run(open_run(run, runs), tuple(shots or ()))
    if as_json:
        print_json(report)
    else:
        for entry in report["shots"]:
            typer.echo(f"{entry['shot']}  {'same' if entry['same'] else 'DIFFERS: ' + '; '.join(entry['differences'])}")
        for entry in report["films"]:
            typer.echo(f"{entry['episode']}  {'same' if entry['same'] else 'DIFFERS: ' + '; '.join(entry['differences'])}")
        typer.echo("everything is as it was made" if report["same"] else "something differs")
    if not report["same"]:
        raise typer.Exit(1)


@app.command()
def clean(run: Run, runs: Runs = DEFAULT_RUNS, as_json: AsJson = False) -> None:
    """Delete takes, drafts and films that neither the standing version nor undo needs."""
    from tools.run.clean import clean as clean_run

    report = clean_run(open_run(run, runs))
    print_json(report) if as_json else typer.echo(f"freed {report['bytes'] / 1e6:.1f} MB in {report['takes']} take(s)")


@app.command()
def doctor(ollama: OllamaHost = None, as_json: AsJson = False) -> None:
    """What this machine can do: GPU, Ollama, ComfyUI, fonts, disk, and what is missing."""
    from studio.doctor import examine

    report = examine(ollama)
    if as_json:
        print_json(report)
        return
    for entry in report["checks"]:
        typer.echo(f"{'ok  ' if entry['ok'] else 'none'}  {entry['what']}: {entry['found']}")


@app.command()
def schema(
    of: Annotated[str, typer.Argument(help="series, screenplay, bible, changes or version.")] = "series",
) -> None:
    """The JSON Schema of the film; the same JSON is input to make."""
    from studio.schemas import json_schema

    print_json(json_schema(of))


transcripts.register(app)
writing.register(app)
boarding.register(app)
casting.register(app)
controlling.register(app)
calibrating.register(app)


def main() -> None:
    """Entry point: turns errors into sentences and exit codes."""
    try:
        code = app(standalone_mode=False)
    except FilmError as error:
        _fail(str(error), error.exit_code)
    except OSError as error:
        _fail(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), 1)
    except (KeyboardInterrupt, typer.Abort):
        _fail("interrupted", 130)
    except Exception as error:
        if hasattr(error, "format_message") and hasattr(error, "exit_code"):  # click's usage errors
            _fail(error.format_message(), 2)  # type: ignore[attr-defined]
        raise
    raise SystemExit(code if isinstance(code, int) else 0)


def _fail(sentence: str, code: int) -> None:
    print(f"filmcrew: {sentence}", file=sys.stderr)
    raise SystemExit(code)


def _show_outcome(outcome: Any, *, as_json: bool) -> None:
    from studio.report import held_lines, outcome_report, plan_report

    report = outcome_report(outcome)
    if as_json:
        print_json(report)
    elif outcome.version is None:
        assert outcome.waiting is not None and outcome.profile is not None
        _print_plan(
            plan_report(outcome.waiting, outcome.profile, seconds_per_frame=outcome.seconds_per_frame, workers=2)
        )
        typer.echo(f"the plan waits. See it: filmcrew board {outcome.folder.root}. Yes: filmcrew resume {outcome.folder.root}. "
            "No: change the script and make again.")
    else:
        typer.echo(
            f"{report['shots']} shots, {report['rendered']} rendered, {report['reused']} reused, "
            f"{report['rerolls']} re-rolled, {report['held']} held, {report['wall_s']:.0f} s"
        )
        for scorer in report["uncalibrated"]:
            typer.echo(f"{scorer} judged by published bounds; filmcrew calibrate {report['run']} measures its own")
        for line in (*held_lines(report), *(episode["film"] for episode in report["episodes"])):
            typer.echo(line)
    if outcome.strict and report["held"]:
        raise typer.Exit(1)


def _print_plan(report: dict[str, Any]) -> None:
    for episode in report["episodes"]:
        typer.echo(f"{episode['id']}  {_words(episode['title'])}  {episode['seconds']:.0f} s")
        for scene in episode["scenes"]:
            typer.echo(f"  {scene['id']}  {_words(scene['heading'])}")
            for shot in scene["shots"]:
                typer.echo(
                    f"    {shot['id'].split('/')[-1]}  {shot['seconds']:4.1f} s  {shot['size']:<13} {shot['move']:<9} "
                    f"{_words(shot['brief'])}"
                )
    typer.echo(f"cast: {', '.join(report['cast']) or 'nobody'}")
    typer.echo(f"places: {', '.join(place['name'] + ' (' + place['set'] + ')' for place in report['places'])}")
    typer.echo(
        f"{report['shots']} shots, {report['seconds']:.0f} s of film, about {report['estimated_wall_s']:.0f} s to make"
    )


def _words(text: dict[str, str]) -> str:
    return next(iter(text.values()), "")


if __name__ == "__main__":
    main()
