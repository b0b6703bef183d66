"""The unit: what every node may use. It is LangGraph's runtime context, so none of it is in the state."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from configs.settings import Settings, read_yaml
from crew.minds.mind import Mind
from crew.understudy.note_words import NoteWords
from crew.understudy.vocabulary import Vocabulary
from film.canonical import sha256_of
from film.engine import Abilities
from film.named_looks import NamedLook
from film.profile import Profile
from film.styles import Style
from film.verdict import Gate
from graphs.workers import Workers
from tools.run.folder import RunFolder
from tools.run.transcript import Transcript


@dataclass(frozen=True)
class Unit:
    folder: RunFolder
    settings: Settings
    profile: Profile
    gates: tuple[Gate, ...]
    abilities: Abilities
    engine_sha256: str
    """Of the engine's name, options and weights: no path is in it."""
    scorers_sha256: str
    mind: Mind
    transcript: Transcript
    vocabulary: Vocabulary
    note_words: NoteWords
    workers: Workers
    emit: Callable[..., None]
    """``emit(kind, **facts)``: progress, for whoever follows."""
    styles: tuple[Style, ...] = ()
    """Every style that this run knows: those that ship and the user's own."""
    looks: tuple[NamedLook, ...] = ()
    """Every look that this run knows, likewise."""
    spend: dict[str, int] = field(default_factory=lambda: {"rendered": 0, "reused": 0, "rerolls": 0})
    """Counted by this process, for its report; the truth about takes lies on disk."""
    began: float = field(default_factory=time.monotonic)
    """When this process sat down to work, for the same report."""

    @cached_property
    def gates_sha256(self) -> str:
        """Of the bounds alone: rewording the evidence beside one re-shoots nothing."""
        return sha256_of([gate.model_dump(mode="json", exclude={"evidence"}) for gate in self.gates])

    async def job(self, verb: str, **arguments: Any) -> Any:
        """Have a worker do ``verb``; its progress events are passed on."""
        job = {
            "verb": verb,
            "run": str(self.folder.root),
            "engine": self.settings.engine,
            "encoding": self.profile.encoding.model_dump(mode="json"),
            "scorers": scorer_options(self.settings),
            **arguments,
        }
        return await self.workers.run(job, lambda event: self.emit("progress", **event))


def scorer_options(settings: Settings) -> dict[str, Any]:
    """What ``tools.score.scorers.Scorers`` is made of, as JSON."""
    return {
        "clip_path": settings.clip_model,
        "face_path": settings.face_pack,
        "whisper_path": settings.whisper,
        "light": read_yaml("light.yaml"),
    }
