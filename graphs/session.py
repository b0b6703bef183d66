"""A session: one process working on one run. Every door goes through it.

    make(...)    a script to a film; a run that was begun with the same request goes on where it stopped
    resume(run)  the same, with the request read back from the run folder
"""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from configs import settings as configuration
from configs.settings import Settings
from crew.minds.choose import chosen
from crew.understudy.vocabulary import Vocabulary
from film.base import text_in
from film.canonical import canonical_json, sha256_of
from film.engine import Abilities
from film.errors import ConfigError, RunError
from film.ids import slug
from film.screenplay import Screenplay, Story
from film.series import Series
from film.version import Version
from graphs import plan as plan_graph
from graphs import produce as produce_graph
from graphs.checkpoints import drive, saver
from graphs.unit import Unit, scorer_options
from graphs.workers import Workers
from tools.run import audit, versions
from tools.run.folder import RunFolder, RunLock
from tools.run.transcript import Transcript
from tools.script.bible_file import read_bible
from tools.script.reader import read_all
from tools.whole import append_line, write_json

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
    seconds_per_frame: float = 0.0
    """One worker's time for a frame: the engine's guess, or this run's own history."""


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
    folder = open_request(settings, scripts, runs=runs, series_name=series_name, bible=bible)
    return asyncio.run(_work(folder, on_event, hire, plan_only=plan_only))


def resume(
    root: Path, *, on_event: OnEvent = lambda event: None, approve: bool = False, hire: Hire = Workers
) -> Outcome:
    """Go on with the run's last request. ``approve`` answers a plan that waits for a yes."""
    return asyncio.run(_work(RunFolder.open(root), on_event, hire, approve=approve))


def open_request(
    settings: Settings, scripts: Sequence[Path], *, runs: Path, series_name: str | None, bible: Path | None
) -> RunFolder:
    """Create or open the run folder and write down what is asked of it: scripts, bible and settings by content."""
    reading = read_all(list(scripts))
    script = reading.script
    name = series_name or _title(script, scripts[0])
    folder = RunFolder.create(runs / slug(name), slug(name))
    with RunLock(folder):
        folder.sweep()
        copies = []
        for number, path in enumerate(scripts, start=1):
            kept = folder.script / f"{number:02d}-{slug(path.stem)}{path.suffix.lower()}"
            kept.parent.mkdir(parents=True, exist_ok=True)
            if not kept.exists() or kept.read_bytes() != path.read_bytes():
                shutil.copyfile(path, kept)
            copies.append(kept)
        for picture in reading.assets.values():
            folder.keep_asset(picture)
        bible_name = None
        if bible is not None:
            given, files = read_bible(bible)
            for source in _values(files):
                folder.keep_asset(source)
            bible_name = folder.put(given, stated_only=True)
        request = {
            "series": slug(name),
            "kind": {Screenplay: "screenplay", Story: "story", Series: "series"}[type(script)],
            "source": folder.put(script, stated_only=True),
            "scripts": [path.name for path in copies],
            "readings": list(reading.readings),
            "bible": bible_name,
            "settings": settings.model_dump(mode="json"),
        }
        write_json(folder.root / "request.json", request)
    return folder


async def _work(
    folder: RunFolder, on_event: OnEvent, hire: Hire, *, plan_only: bool = False, approve: bool = False
) -> Outcome:
    started = time.monotonic()
    on_event({"kind": "opened", "run": str(folder.root)})
    request_file = folder.root / "request.json"
    if not request_file.exists():
        raise RunError(f"{folder.root.name} holds no request; begin with filmcrew make SCRIPT")
    request = json.loads(request_file.read_text("utf-8"))
    settings = Settings.model_validate(request["settings"])
    with RunLock(folder):
        folder.sweep()
        async with hire(settings.workers) as workers:
            unit = await open_unit(folder, settings, workers, on_event)
            async with saver(folder.checkpoints) as checkpointer:
                version = await _plan(unit, checkpointer, request, approve)
                if version is not None and not plan_only and not _complete(unit, version):
                    await _produce(unit, checkpointer, version)
                if version is not None and not plan_only:
                    version = versions.read_version(folder, version.number)
                    _log(folder, version)
    return Outcome(folder=folder, version=version, wall_s=time.monotonic() - started,
                   seconds_per_frame=unit.abilities.seconds_per_frame, **unit.spend)  # fmt: skip


async def open_unit(folder: RunFolder, settings: Settings, workers: Workers, on_event: OnEvent) -> Unit:
    """Mind, engine, gates and transcript of a run, checked before any work is begun."""
    about = await workers.run(
        {"verb": "about", "run": str(folder.root), "engine": settings.engine, "scorers": scorer_options(settings)}
    )
    abilities = Abilities.model_validate(about["abilities"])
    if settings.style and settings.style not in abilities.styles and abilities.prompt_tokens is None:
        known = ", ".join(abilities.styles) or "none yet"
        raise ConfigError(f"--style {settings.style!r} is not a style of the {abilities.engine} engine; it has {known}")
    emit = _emitter(folder, on_event)
    mind, why = chosen(settings.mind, host=settings.ollama_host)
    emit("mind", name=mind.name, why=why)
    return Unit(
        folder=folder,
        settings=settings,
        profile=configuration.profile(settings, masks=abilities.masks),
        gates=configuration.gates(),
        abilities=abilities,
        engine_sha256=about["engine_sha256"],
        scorers_sha256=about["scorers_sha256"],
        mind=mind,
        transcript=Transcript(folder.transcript),
        vocabulary=Vocabulary.model_validate(configuration.read_yaml("vocabulary.yaml")),
        workers=workers,
        emit=emit,
    )


async def _plan(unit: Unit, checkpointer: Any, request: dict[str, Any], approve: bool) -> Version | None:
    """The version that this request asks for: known, or planned. None while it waits for approval."""
    asked = sha256_of({"request": request, "mind": unit.mind.name, "abilities": unit.abilities})
    for entry in unit.transcript.entries("planned"):
        if entry["asked"] == asked and entry["version"] in versions.numbers(unit.folder):
            return versions.read_version(unit.folder, entry["version"])
    graph = plan_graph.build(checkpointer)
    thread = f"plan/{asked[:16]}"
    state = await drive(graph, {"request": request}, thread, unit, limit=40)
    if "__interrupt__" in state and approve:
        from langgraph.types import Command

        config = {"configurable": {"thread_id": thread}, "recursion_limit": 40}
        state = await graph.ainvoke(Command(resume=True), config, context=unit, durability="sync")
    if "version" not in state:
        return None
    unit.transcript.note("planned", asked=asked, version=state["version"])
    await checkpointer.adelete_thread(thread)
    return versions.read_version(unit.folder, state["version"])


async def _produce(unit: Unit, checkpointer: Any, version: Version) -> None:
    graph = produce_graph.build(checkpointer)
    thread = f"produce/{version.number:04d}"
    await drive(graph, {"version": version.number}, thread, unit, limit=40)
    await checkpointer.adelete_thread(thread)


def _complete(unit: Unit, version: Version) -> bool:
    """Whether the version is finished and its films are there; makes it stand again when it is."""
    wanted = [episode.id for episode in version.series.episodes]
    if not version.films or any(key not in version.films for key in wanted):
        return False
    if not all(unit.folder.film_path(film.file_sha256).exists() for film in version.films.values()):
        return False
    unit.folder.set_standing(version.number)
    unit.spend["reused"] += sum(1 for _ in version.series.walk())
    return True


def _log(folder: RunFolder, version: Version) -> None:
    """One line in the audit log for a version that was made, once."""
    from tools.whole import read_lines

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


def _title(script: Screenplay | Story | Series, path: Path) -> str:
    title = text_in(script.title, script.language) or next(iter(script.title.values()), "")
    return title.strip() or path.stem


def _values(files: Any) -> list[Path]:
    return list(files.values()) if isinstance(files, dict) else list(files)
