"""At work on a run: the unit opened, a version produced, the act written down. Every session stands on this."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from configs import settings as configuration
from configs.look_files import known_looks
from configs.settings import Settings
from configs.style_files import known_styles
from crew.minds.choose import Chosen
from crew.minds.mind import Mind, release
from crew.minds.mind import about as about_mind
from crew.understudy.note_words import NoteWords
from crew.understudy.vocabulary import Vocabulary
from film.canonical import canonical_json
from film.engine import Abilities
from film.errors import ConfigError
from film.named_looks import NamedLook
from film.profile import Profile
from film.series import Series
from film.styles import Style
from film.version import Version
from graphs import produce as produce_graph
from graphs.checkpoints import drive, saver
from graphs.own_thresholds import kept_thresholds
from graphs.playing import within_limits
from graphs.unit import Unit, scorer_options
from tools.run import audit, versions
from tools.run.folder import RunFolder
from tools.run.transcript import Transcript
from tools.whole import append_line, file_sha256

OnEvent = Callable[[dict[str, Any]], None]

Hire = Callable[[int], Any]
"""Makes the pool of workers: real ones, or a rehearsal's."""


LARGE_ENGINE_GB = 2.0
"""An engine that holds this much would not fit beside a local model on one card."""


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
    uncalibrated: tuple[str, ...] = ()
    """Names of learned scorers that judged by published bounds."""
    seconds_per_frame: float = 0.0
    """One worker's time for a frame, as the engine guesses it."""


@asynccontextmanager
async def at_work(
    folder: RunFolder, settings: Settings, choice: Chosen, on_event: OnEvent, hire: Hire
) -> AsyncIterator[tuple[Unit, Any]]:
    """The unit and the checkpointer of a run. The caller holds the run's lock."""
    async with hire(settings.workers) as workers:
        # All workers but one load the engine while the crew thinks: the one that is free answers and cuts.
        loading = [asyncio.create_task(workers.run(_job("warm", folder, settings))) for _ in range(settings.workers - 1)]
        try:
            unit = await _open_unit(folder, settings, choice.mind, workers, on_event)
            unit.emit("mind", name=unit.mind.name, why=choice.why)
            async with saver(folder.checkpoints) as checkpointer:
                yield unit, checkpointer
        finally:
            for task in loading:
                task.cancel()
            await asyncio.gather(*loading, return_exceptions=True)


async def _open_unit(folder: RunFolder, settings: Settings, mind: Mind, workers: Any, on_event: OnEvent) -> Unit:
    """Engine, gates and transcript of a run, checked before any work is begun."""
    about = await workers.run(_job("about", folder, settings))
    abilities = Abilities.model_validate(about["abilities"])
    styles, looks = known_styles(folder.styles), known_looks(folder.looks)
    if abilities.paints or abilities.prompt_tokens is not None:
        abilities = abilities.model_copy(update={"styles": tuple(style.name for style in styles)})
    if settings.style and settings.style not in abilities.styles and abilities.prompt_tokens is None:
        known = ", ".join(abilities.styles) or "none"
        raise ConfigError(f"--style {settings.style!r} is not a style of the {abilities.engine} engine; it has {known}")
    scorers = tuple(name for name in about["scorers"].values() if name)
    own = kept_thresholds(folder, settings)
    transcript = Transcript(folder.transcript, owner=True, now=now)
    transcript.note_mind(**about_mind(mind))
    return Unit(
        folder=folder,
        settings=settings,
        profile=configuration.profile(settings),
        gates=configuration.gates(scorers, own),
        abilities=abilities,
        engine_sha256=about["engine_sha256"],
        scorers_sha256=about["scorers_sha256"],
        scorers=scorers,
        uncalibrated=configuration.uncalibrated(scorers, own),
        mind=within_limits(mind, settings, transcript),
        transcript=transcript,
        vocabulary=_vocabulary(looks),
        note_words=_note_words(styles),
        styles=styles,
        looks=looks,
        workers=workers,
        emit=_emitter(folder, on_event),
    )


def _vocabulary(looks: Sequence[NamedLook]) -> Vocabulary:
    """The words of scripts, and what each look is called in its file."""
    called = {look.name: tuple(word for spoken in look.words.values() for word in spoken) for look in looks}
    return Vocabulary.model_validate({**configuration.read_yaml("vocabulary.yaml"), "looks": called})


def _note_words(styles: Sequence[Style]) -> NoteWords:
    """The words of notes, and what each style is called in its file."""
    words = NoteWords.model_validate(configuration.read_yaml("notes.yaml"))
    called = {style.name: tuple(word for spoken in style.words.values() for word in spoken) for style in styles}
    return words.model_copy(update={"style_words": {**words.style_words, **called}})


def _job(verb: str, folder: RunFolder, settings: Settings) -> dict[str, Any]:
    encoding = configuration.profile(settings).encoding.model_dump(mode="json")
    return {
        "verb": verb, "run": str(folder.root), "engine": settings.engine, "scorers": scorer_options(settings, folder),
        "encoding": encoding,
    }  # fmt: skip


def of_version(unit: Unit, version: Version) -> Unit:
    """The unit as that version was made: its own profile and gates, whatever the settings say today."""
    return replace(unit, profile=version.profile, gates=version.gates)


async def produce(unit: Unit, checkpointer: Any, version: Version) -> Version:
    """Shoot and cut what the version lacks, by its own profile and gates; nothing but ``out/`` when it is whole."""
    unit = of_version(unit, version)
    films = [film.file_sha256 for film in version.films.values()]
    for sha256 in films:
        path = unit.folder.film_path(sha256)
        if path.exists() and file_sha256(path) != sha256:  # somebody wrote into it: it is cut again
            path.unlink()
    if films and all(unit.folder.film_path(sha256).exists() for sha256 in films):
        await produce_graph.deliver(unit, version)
        versions.checkout(unit.folder, version.number)
        unit.spend["reused"] += sum(1 for _ in version.series.filmed())
        return version
    if unit.abilities.footprint_gb >= LARGE_ENGINE_GB:
        await asyncio.to_thread(release, unit.mind)  # the card's memory goes to the engine; a question loads the model again
    thread = production(version.number)
    await drive(produce_graph.build(checkpointer), {"version": version.number}, thread, unit, limit=40)
    await checkpointer.adelete_thread(thread)
    return versions.read_version(unit.folder, version.number)


def production(number: int) -> str:
    """The thread that produces a version."""
    return f"produce/{number:04d}"


def outcome_of(unit: Unit, version: Version | None, waiting: Series | None = None) -> Outcome:
    """What this process did."""
    return Outcome(
        folder=unit.folder,
        version=version,
        waiting=waiting,
        profile=version.profile if version else unit.profile,
        strict=unit.settings.strict,
        wall_s=time.monotonic() - unit.began,
        uncalibrated=unit.uncalibrated,
        seconds_per_frame=unit.abilities.seconds_per_frame,
        **unit.spend,
    )


def now() -> str:
    """RFC 3339, UTC: for the record, never for anything that is hashed into a picture."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def log(folder: RunFolder, act: str, *, actor: str, before: int | None, after: int | None, reason: str = "") -> None:
    """One line in the audit log."""
    audit.record(folder, actor=actor, time=now(), act=act, before=before, after=after, reason=reason)


def log_made(folder: RunFolder, version: Version, *, act: str, actor: str, reason: str = "") -> None:
    """One line for a version that was made, once."""
    if any(entry["after"] == version.number and entry["act"] == act for entry in audit.acts(folder)):
        return
    log(folder, act, actor=actor, before=version.parent, after=version.number, reason=reason)


def _emitter(folder: RunFolder, on_event: OnEvent) -> Callable[..., None]:
    """Progress to the caller and, but for frame counts, to ``events.jsonl`` for other doors."""

    def emit(kind: str, **facts: Any) -> None:
        if kind not in ("progress", "thinking"):
            append_line(folder.events, canonical_json({"kind": kind, **facts}))
        on_event({"kind": kind, **facts})

    return emit
