"""The commands that look back: every version, what differs between two, who did what; and where a run stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from studio.door import folder_of, open_run, print_json
from studio.options import DEFAULT_RUNS, AsJson, Run, Runs

if TYPE_CHECKING:
    from tools.run.folder import RunFolder

commands = typer.Typer()


@commands.command()
def history(run: Run, runs: Runs = DEFAULT_RUNS, as_json: AsJson = False) -> None:
    """Every version of the film: which stands, what it came from, and the note that made it."""
    report = history_of(open_run(run, runs).root)
    print_json(report) if as_json else _print(history_lines(report))


@commands.command()
def diff(
    run: Run,
    first: Annotated[int, typer.Argument(metavar="A", min=1, help="A version, as history counts them.")],
    second: Annotated[int, typer.Argument(metavar="B", min=1, help="Another.")],
    sheet: Annotated[Path | None, typer.Option(help="Where to put the contact sheet: both versions side by side.")] = None,
    runs: Runs = DEFAULT_RUNS,
    as_json: AsJson = False,
) -> None:
    """What differs between two versions: the fields, and the shots side by side."""
    report = diff_of(folder_of(run, runs), first, second, sheet)
    print_json(report) if as_json else _print(diff_lines(report))


@commands.command()
def audit(
    run: Run,
    verify: Annotated[bool, typer.Option("--verify", help="Check the chain; exit 1 naming the first bad line.")] = False,
    runs: Runs = DEFAULT_RUNS,
    as_json: AsJson = False,
) -> None:
    """Who did what to the film, and when; with --verify, whether the log is as it was written."""
    from tools.run import audit as audit_log

    folder = open_run(run, runs)
    if not verify:
        acts = list(audit_log.acts(folder))
        print_json({"acts": acts}) if as_json else _print(act_line(act) for act in acts)
        return
    found = audit_log.check(folder)
    whole = found.first_bad_line is None
    if as_json:
        print_json({"whole": whole, "count": found.count, "first_bad_line": found.first_bad_line, "what": found.what})
    elif whole:
        typer.echo(f"the audit log is whole: {found.count} entries")
    else:
        typer.echo(f"line {found.first_bad_line} of {folder.audit}: {found.what}")
    if not whole:
        raise typer.Exit(1)


def history_of(run: Path) -> dict[str, Any]:
    """``{"standing", "versions": [...]}`` as ``tools.run.history`` tells them, the oldest first."""
    from tools.run import history
    from tools.run.folder import RunFolder

    folder = RunFolder.open(run)
    return {"standing": folder.read_standing().number, "versions": history.history(folder)}


def history_lines(report: dict[str, Any]) -> list[str]:
    """A line for a version, with an arrow at the one that stands."""
    lines = []
    for version in report["versions"]:
        mark = "->" if version["place"] == "stands" else "  "
        parent = f"from {version['parent']}" if version["parent"] else ""
        what = version["note"] or version["reason"] or "made from the script"
        made = f"{len(version['shot'])} shot, {len(version['cut'])} cut" if version["place"] != "draft" else "in work"
        by = f" by {version['by']}" if version["by"] else ""
        undone = ", undone" if version["place"] == "future" else ""
        lines.append(f"{mark} {version['number']:>3}  {parent:<9} {what}  ({made}{by}{undone})")
    return lines or ["no version is finished yet"]


def diff_of(run: Path, first: int, second: int, sheet: Path | None = None) -> dict[str, Any]:
    """``{"a", "b", "differences", "sheet"}``; ``sheet`` is None when no picture differs."""
    from graphs import standing

    found = standing.compare(run, first, second, sheet)
    differences = [difference.model_dump(mode="json") for difference in found.differences]
    return {"a": first, "b": second, "differences": differences, "sheet": str(found.sheet) if found.sheet else None}


def diff_lines(report: dict[str, Any]) -> list[str]:
    """A line for a field: what it was and what it is."""
    lines = [difference_line(difference) for difference in report["differences"]]
    if not lines:
        lines = [f"versions {report['a']} and {report['b']} are the same film"]
    return [*lines, report["sheet"]] if report["sheet"] else lines


def status_report(folder: RunFolder, report: dict[str, Any]) -> dict[str, Any]:
    """A status with the change that waits for a yes; None when none does."""
    from graphs import changing, standing
    from studio.words import proposal_report

    waits = changing.pending(folder.root)
    return {**report, "waiting": proposal_report(waits) if waits else None, "interrupted": list(standing.half_made(folder))}


def status_lines(report: dict[str, Any]) -> list[str]:
    """A line for a key; of a change that waits only its words."""
    shown = dict(report)
    waits, interrupted = shown.pop("waiting", None), shown.pop("interrupted", [])
    held = shown.pop("held_why", {})
    lines = [
        f"{key}: {value if not isinstance(value, (dict, list)) else json.dumps(value, ensure_ascii=False)}"
        for key, value in shown.items()
    ]
    lines += [f"held {shot_id}: {why}" for shot_id, why in held.items()]
    if waits:
        lines.append(f"waiting: {waits['question'] or waits['note'] or waits['reason']} ({waits['status']})")
    return lines + [f"interrupted: {note} (filmcrew resume finishes it, abandon drops it)" for note in interrupted]


def locked_in(run: Path) -> tuple[str, ...]:
    """Ids of locked episodes and shots, in order."""
    from tools.run import locks
    from tools.run.folder import RunFolder

    kept = locks.read(RunFolder.open(run))
    return (*sorted(kept.episodes), *sorted(kept.shots))


def act_line(act: dict[str, Any]) -> str:
    """``2026-01-31T12:00:00Z  asha  changed 3 -> 4  make it darker``."""
    moved = " -> ".join(str(number) for number in (act["before"], act["after"]) if number is not None)
    return f"{act['time']}  {act['actor']}  {act['act']} {moved}  {act['reason']}".rstrip()


def difference_line(difference: dict[str, Any]) -> str:
    """``ep01/sc003/sh0010.state.camera.size: wide -> close``."""
    return f"{difference['path']}: {_short(difference['before'])} -> {_short(difference['after'])}"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:77] + "..."


def _print(lines: Any) -> None:
    for line in lines:
        typer.echo(line)
