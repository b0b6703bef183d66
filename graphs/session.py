"""A session: one process working on one run. Every door goes through it.

    make(...)    a script to a film; a run that was begun with the same request goes on where it stopped
    resume(run)  the same, with the request read back from the run folder
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from langgraph.types import Command

from configs import settings as configuration
from configs.settings import Settings
from crew.minds.choose import chosen
from crew.minds.mind import Mind
from crew.understudy.vocabulary import Vocabulary
from film.canonical import canonical_json, sha256_of
from film.engine import Abilities
from film.errors import ConfigError
from film.ids import slug
from film.profile import Profile
from film.series import Series
from film.version import Version
from graphs import plan as plan_graph
from graphs import produce as produce_graph
from graphs.checkpoints import drive, saver
from graphs.request import Request, load_request, read_script, write_request
from graphs.unit import Unit, scorer_options
from graphs.workers import Workers
from tools.run import audit, versions
from tools.run.folder import RunFolder, RunLock
from tools.run.transcript import Transcript
from tools.whole import append_line, file_sha256, read_lines

OnEvent = Callable[[dict[str, Any]], None]

Hire = Callable[[int], Any]
"""Makes the pool of workers: real ones, or a rehearsal's."""


@dataclass(frozen=True)
class Outcome:
    """What a session made. ``version`` is None when the plan waits for approval."""

    folder: RunFolder
    version: Version | None
    rendered: int
    reused: int
    rerolls: int
    wall_s: float
    waiting: Series | None = None
    """The plan that waits for a yes, to be shown."""
    profile: Profile | None = None
    strict: bool = False
    """As the request asked: a held shot is then a failure."""
    seconds_per_frame: float = 0.0
    """One worker's time for a frame, as the engine guesses it."""


def make(
    settings: Settings,
    scripts: Sequence[Path],
    *,
    runs: Path,
    series_name: str | None = None,
    bible: Path | None = None,
    on_event: OnEvent = lambda event: None,
    plan_only: bool = False,
    hire: Hire = Workers,
) -> Outcome:
    """From scripts to films in ``runs/<series>/``. ``plan_only`` stops at the draft.

    Raises:
        FilmError: one sentence for the user; what was finished before it is kept.
    """
    reading, name = read_script(scripts, series_name)
    mind, why = chosen(settings.mind, host=settings.ollama_host)
    if settings.mind == "auto":  # as resolved: a resume must not plan another film because a server came or went
        settings = settings.model_copy(update={"mind": mind.name.split("@")[0]})
    folder = RunFolder.create(runs / slug(name), slug(name))
    with RunLock(folder):
        folder.sweep()
        request = write_request(folder, settings, scripts, reading, name, bible, keep=not plan_only)
        return asyncio.run(_work(folder, request, mind, why, on_event, hire, plan_only=plan_only))


def resume(
    root: Path, *, on_event: OnEvent = lambda event: None, approve: bool = False, hire: Hire = Workers
) -> Outcome:
    """Go on with the run's last request. ``approve`` answers a plan that was already waiting for a yes."""
    folder = RunFolder.open(root)
    with RunLock(folder):
        folder.sweep()
        request = load_request(folder)
        mind, why = chosen(request.settings.mind, host=request.settings.ollama_host)
        return asyncio.run(_work(folder, request, mind, why, on_event, hire, approve=approve))


async def _work(
    folder: RunFolder,
    request: Request,
    mind: Mind,
    why: str,
    on_event: OnEvent,
    hire: Hire,
    *,
    plan_only: bool = False,
    approve: bool = False,
) -> Outcome:
    started = time.monotonic()
    on_event({"kind": "opened", "run": str(folder.root)})
    settings = request.settings
    async with hire(settings.workers) as workers:
        unit = await open_unit(folder, settings, mind, workers, on_event)
        unit.emit("mind", name=mind.name, why=why)
        async with saver(folder.checkpoints) as checkpointer:
            version, waiting = await _plan(unit, checkpointer, request, approve)
            if version is not None and plan_only:
                versions.drop_draft(folder, version.number)  # planned again for nothing: every answer is on record
            elif version is not None:
                await _produce(unit, checkpointer, version)
                version = versions.read_version(folder, version.number)
                _log(folder, version)
    return Outcome(
        folder=folder,
        version=version,
        waiting=waiting,
        profile=unit.profile,
        strict=settings.strict,
        wall_s=time.monotonic() - started,
        seconds_per_frame=unit.abilities.seconds_per_frame,
        **unit.spend,
    )


async def open_unit(folder: RunFolder, settings: Settings, mind: Mind, workers: Any, on_event: OnEvent) -> Unit:
    """Engine, gates and transcript of a run, checked before any work is begun."""
    about = await workers.run(
        {"verb": "about", "run": str(folder.root), "engine": settings.engine, "scorers": scorer_options(settings)}
    )
    abilities = Abilities.model_validate(about["abilities"])
    if settings.style and settings.style not in abilities.styles and abilities.prompt_tokens is None:
        known = ", ".join(abilities.styles) or "none yet"
        raise ConfigError(f"--style {settings.style!r} is not a style of the {abilities.engine} engine; it has {known}")
    return Unit(
        folder=folder,
        settings=settings,
        profile=configuration.profile(settings, masks=abilities.masks),
        gates=configuration.gates(),
        abilities=abilities,
        engine_sha256=about["engine_sha256"],
        scorers_sha256=about["scorers_sha256"],
        mind=mind,
        transcript=Transcript(folder.transcript, owner=True),
        vocabulary=Vocabulary.model_validate(configuration.read_yaml("vocabulary.yaml")),
        workers=workers,
        emit=_emitter(folder, on_event),
    )


async def _plan(
    unit: Unit, checkpointer: Any, request: Request, approve: bool
) -> tuple[Version | None, Series | None]:
    """The version that this request asks for: known, or planned; or no version and the series that waits for a yes."""
    asked = sha256_of({"request": request, "mind": unit.mind.name, "abilities": unit.abilities})
    for entry in unit.transcript.entries("planned"):
        if entry["asked"] == asked and entry["version"] in versions.numbers(unit.folder):
            return versions.read_version(unit.folder, entry["version"]), None
    graph = plan_graph.build(checkpointer)
    thread = f"plan/{asked[:16]}"
    config = {"configurable": {"thread_id": thread}, "recursion_limit": 40}
    waiting = any(task.interrupts for task in (await graph.aget_state(config)).tasks)
    if waiting and approve:  # somebody has seen this plan; one that is only now ready waits for the next yes
        state = await graph.ainvoke(Command(resume=True), config, context=unit, durability="sync")
    else:
        state = await drive(graph, {"request": request.model_dump(mode="json")}, thread, unit, limit=40)
    if "version" not in state:
        return None, unit.folder.get(state["series"], Series)
    unit.transcript.note("planned", asked=asked, version=state["version"])
    await checkpointer.adelete_thread(thread)
    return versions.read_version(unit.folder, state["version"]), None


async def _produce(unit: Unit, checkpointer: Any, version: Version) -> None:
    """Shoot and cut what the version lacks, by its own profile and gates; nothing but ``out/`` when it is whole."""
    unit = replace(unit, profile=version.profile, gates=version.gates)
    films = [film.file_sha256 for film in version.films.values()]
    for sha256 in films:
        path = unit.folder.film_path(sha256)
        if path.exists() and file_sha256(path) != sha256:  # somebody wrote into it: it is cut again
            path.unlink()
    if films and all(unit.folder.film_path(sha256).exists() for sha256 in films):
        await produce_graph.deliver(unit, version)
        unit.folder.set_standing(version.number)
        unit.spend["reused"] += sum(1 for _ in version.series.walk())
        return
    graph = produce_graph.build(checkpointer)
    thread = f"produce/{version.number:04d}"
    await drive(graph, {"version": version.number}, thread, unit, limit=40)
    await checkpointer.adelete_thread(thread)


def _log(folder: RunFolder, version: Version) -> None:
    """One line in the audit log for a version that was made, once."""
    if any(entry["after"] == version.number for entry in read_lines(folder.audit)):
        return
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    audit.record(folder, actor="filmcrew make", time=now, act="made", before=version.parent, after=version.number)


def _emitter(folder: RunFolder, on_event: OnEvent) -> Callable[..., None]:
    """Progress to the caller and, but for frame counts, to ``events.jsonl`` for other doors."""

    def emit(kind: str, **facts: Any) -> None:
        if kind != "progress":
            append_line(folder.events, canonical_json({"kind": kind, **facts}))
        on_event({"kind": kind, **facts})

    return emit
