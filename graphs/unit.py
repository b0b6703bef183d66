"""The unit: what every node may use. It is LangGraph's runtime context, so none of it is in the state."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from configs.settings import Settings, house_clip, house_faces, read_yaml, same_person
from crew.minds.mind import Mind
from crew.understudy.note_words import NoteWords
from crew.understudy.vocabulary import Vocabulary
from film.canonical import sha256_of
from film.engine import Abilities
from film.named_looks import NamedLook
from film.plan import ShotPlan
from film.profile import Profile
from film.styles import Style
from film.verdict import Gate
from graphs.own_thresholds import kept_thresholds
from graphs.workers import Workers
from tools.run.folder import RunFolder
from tools.run.transcript import Transcript

STAGE = "stage"
STAGE_ENGINES = ("stage", "saboteur")
"""Engines whose pictures are the stage's."""


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
    scorers: tuple[str, ...] = ()
    """Names of the learned scorers that serve, as their scores carry them."""
    uncalibrated: tuple[str, ...] = ()
    """Those of them that are judged by published bounds."""
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

    def spec_of(self, plan: ShotPlan) -> str:
        """The engine that shoots ``plan``: the film's, unless the plan names another that is set up."""
        return engine_spec(plan, self.settings.engine)

    def others_than(self, plan: ShotPlan) -> tuple[str, ...]:
        """Names of engines that could shoot it instead: the stage is on every machine."""
        return () if STAGE in (plan.engine, self.abilities.engine) else (STAGE,)

    async def abilities_for(self, plan: ShotPlan) -> Abilities:
        """What the engine that shoots ``plan`` can do."""
        if self.spec_of(plan) == self.settings.engine:
            return self.abilities
        return Abilities.model_validate((await self.job("about", engine=self.spec_of(plan)))["abilities"])

    async def job(self, verb: str, **arguments: Any) -> Any:
        """Have a worker do ``verb``; its progress events are passed on."""
        job = {
            "verb": verb,
            "run": str(self.folder.root),
            "engine": self.settings.engine,
            "encoding": self.profile.encoding.model_dump(mode="json"),
            "scorers": scorer_options(self.settings, self.folder),
            **arguments,
        }
        return await self.workers.run(job, lambda event: self.emit("progress", **event))


def engine_spec(plan: ShotPlan, of_the_film: str) -> str:
    """As ``Unit.spec_of``, for whoever has only the film's own engine in hand."""
    return STAGE if plan.engine == STAGE else of_the_film


def scorer_options(settings: Settings, folder: RunFolder) -> dict[str, Any]:
    """What ``tools.score.scorers.Scorers`` is made of, as JSON.

    Where the user gives no model, the house's own take the scores of what the stage drew; they know no other pictures.
    """
    of_the_stage = settings.engine.partition(":")[0] in STAGE_ENGINES
    return {
        "clip_path": settings.clip_model or (house_clip() if of_the_stage else None),
        "face_path": settings.face_pack or (house_faces() if of_the_stage else None),
        "whisper_path": settings.whisper,
        "same_person": same_person(kept_thresholds(folder, settings)),
        "light": read_yaml("light.yaml"),
    }
