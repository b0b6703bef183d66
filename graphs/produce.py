"""The produce graph: from a draft version to finished films.

    shoot > review_scenes (> shoot, while it sends shots back) > mix > cut > commit

A shot is a thread of its own (``graphs.shot``); this graph's state is a version number and what the
review (``graphs.scene_review``) asks for again. A shot that is remembered in the transcript is not shot again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from film.canonical import sha256_of
from film.cut_plan import picture_sha256, plan_cut, sound_of
from film.edits import Edit, edit_all
from film.errors import RunError
from film.plan import plan_shot
from film.series import Episode
from film.version import Circled, Film, Version
from graphs import keeping, routes, shot
from graphs.checkpoints import drive
from graphs.scene_review import review_scenes
from graphs.unit import Unit
from tools.run import locks, versions
from tools.run.folder import RunFolder
from tools.whole import write_json

SHOT_STEPS = 6
"""Supersteps of one take, with room to spare: the recursion limit grows with the takes allowed."""


class Produce(TypedDict, total=False):
    version: int
    round: int
    again: dict[str, list[dict[str, Any]]]
    """Shot id -> edits that the Continuity Supervisor asks for."""
    orders: dict[str, list[dict[str, Any]]]
    """Shot id -> every time that it was sent back (``review_orders.Order``)."""
    asked: int
    """Shots that the last review wants before the camera, or whose earlier take it put back."""
    films: dict[str, dict[str, Any]]


def build(checkpointer: Any) -> Any:
    shots = shot.build(checkpointer)

    async def shoot(state: Produce, runtime: Runtime[Unit]) -> Produce:
        unit = runtime.context
        version = versions.read_version(unit.folder, state["version"])
        circled = await _shoot_all(shots, checkpointer, version, unit, state.get("again", {}))
        if not version.films:  # a finished version is only made whole again
            versions.write_draft(unit.folder, version.model_copy(update={"circled": circled}))
        return {"round": state.get("round", 0) + 1}

    graph = StateGraph(Produce, context_schema=Unit)
    graph.add_node("shoot", shoot)
    for node in (review_scenes, mix, cut, commit):
        graph.add_node(node.__name__, node)
    graph.add_edge(START, "shoot")
    graph.add_edge("shoot", "review_scenes")
    graph.add_conditional_edges("review_scenes", _after_review, ["shoot", "mix"])
    graph.add_edge("mix", "cut")
    graph.add_edge("cut", "commit")
    graph.add_edge("commit", END)
    return graph.compile(checkpointer=checkpointer)


def _after_review(state: Produce) -> str:
    return routes.after_review(state.get("asked", 0), state["round"])


async def _shoot_all(
    shots: Any, checkpointer: Any, version: Version, unit: Unit, again: dict[str, list[dict[str, Any]]]
) -> dict[str, Circled]:
    """Every shot of the version, each as it stands, by its memo or its own thread; the workers' slots are the only limit."""
    standing = keeping.settled(version, unit.folder, unit.settings.caps)
    remembered = keeping.memo(unit)
    tasks: dict[str, asyncio.Task[Circled]] = {}

    def kept(shot_id: str, circled: Circled) -> Circled:
        unit.spend["reused"] += 1
        unit.emit("circled", shot=shot_id, takes=0, held=circled.held, reused=True)
        return circled

    async def one(shot_id: str) -> Circled:
        if shot_id in standing and shot_id not in again:
            return kept(shot_id, standing[shot_id])
        plan = plan_shot(version.series, shot_id, unit.profile)
        if shot_id in again:
            plan = edit_all(plan, tuple(Edit.model_validate(entry) for entry in again[shot_id]))
        if plan.start_from is not None:
            source = await tasks[plan.start_from]
            plan = plan.model_copy(update={"start_take": source.take_id})
        asked = shot.asked_hash(plan, version.series.seed, unit)
        known = keeping.recall(unit, remembered, shot_id, asked)
        if known is not None:
            return kept(shot_id, known)
        thread = shot.thread_id(shot_id, asked)
        start = {
            "shot_id": shot_id, "asked": asked, "plan": unit.folder.put(plan), "film_seed": version.series.seed,
        }  # fmt: skip
        limit = SHOT_STEPS * unit.profile.takes + 5
        state = await drive(shots, start, thread, unit, limit=limit)
        await checkpointer.adelete_thread(thread)
        return Circled(**state["outcome"])

    try:
        for _, _, planned in version.series.filmed():
            tasks[planned.id] = asyncio.create_task(one(planned.id))
        await asyncio.gather(*tasks.values())
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
    return {shot_id: task.result() for shot_id, task in tasks.items()}


async def mix(state: Produce, runtime: Runtime[Unit]) -> Produce:
    unit = runtime.context
    version = versions.read_version(unit.folder, state["version"])
    for episode in version.series.episodes:  # one at a time: an episode's sound is held in memory
        await _mix_one(unit, version, episode)
    return {}


async def _mix_one(unit: Unit, version: Version, episode: Episode) -> None:
    plan = plan_cut(version.series, episode, unit.profile)
    if plan.missing:
        unit.transcript.note("untranslated", version=version.number, episode=episode.id, lines=plan.missing)
        unit.emit("untranslated", episode=episode.id, lines=list(plan.missing))
    sound = unit.folder.put(sound_of(plan))
    if unit.folder.is_mixed(sound):
        return
    unit.emit("mix", episode=episode.id)
    made = await unit.job("mix", plan=sound)
    unit.emit("mixed", episode=episode.id, film_s=plan.frames / plan.fps, seconds=made["seconds"])


async def cut(state: Produce, runtime: Runtime[Unit]) -> Produce:
    unit = runtime.context
    version = versions.read_version(unit.folder, state["version"])
    made = await asyncio.gather(*(_cut_one(unit, version, episode) for episode in version.series.episodes))
    return {"films": {episode.id: film for episode, film in zip(version.series.episodes, made, strict=True)}}


async def _cut_one(unit: Unit, version: Version, episode: Episode) -> dict[str, Any]:
    locked = locks.read(unit.folder).episodes.get(episode.id)
    if locked is not None and unit.folder.film_path(locked.film.file_sha256).exists():
        return locked.film.model_dump(mode="json")
    plan = plan_cut(version.series, episode, unit.profile)
    circled = {entry.shot_id: version.circled[entry.shot_id] for entry in plan.shots}
    seen = {"picture": picture_sha256(plan), "title": plan.title, "chapters": plan.chapters}
    key = sha256_of({**seen, "sound": sound_of(plan), "takes": {shot_id: c.take_id for shot_id, c in circled.items()}})
    record = unit.folder.films / f"{key[:16]}.json"
    if record.exists():
        film = Film.model_validate_json(record.read_bytes())
        if unit.folder.film_path(film.file_sha256).exists():
            return film.model_dump(mode="json")
    unit.emit("cut", episode=episode.id, frames=plan.frames)
    answer = await unit.job(
        "cut", plan=unit.folder.put(plan), sound=unit.folder.put(sound_of(plan)),
        takes={shot_id: c.take for shot_id, c in circled.items()},
    )  # fmt: skip
    unit.emit("joined", episode=episode.id, frames=plan.frames, seconds=answer["seconds"])
    film = Film.model_validate(answer["film"])
    write_json(record, film.model_dump(mode="json"))
    return film.model_dump(mode="json")


async def commit(state: Produce, runtime: Runtime[Unit]) -> Produce:
    unit = runtime.context
    version = versions.read_version(unit.folder, state["version"])
    films = {episode: Film.model_validate(film) for episode, film in state["films"].items()}
    for episode, film in films.items():
        if not unit.folder.film_path(film.file_sha256).exists():
            raise RunError(f"the film of {episode} has gone since it was cut; filmcrew resume makes it again")
    version = version.model_copy(update={"films": version.films or films})
    await deliver(unit, version)
    if versions.is_finished(unit.folder, version.number):
        unit.folder.set_standing(version.number)
    else:
        versions.finish(unit.folder, version)
    unmeasured = _unmeasured(unit)
    if unmeasured:
        unit.emit("unmeasured", measures=unmeasured)
    unit.emit("finished", version=version.number)
    return {}


async def deliver(unit: Unit, version: Version) -> None:
    """``out/`` shows this version and nothing else."""
    names: list[str] = []
    for job in delivery(unit.folder, version):
        names += await unit.job("deliver", **job)
    unit.folder.keep_out(names)


def delivery(folder: RunFolder, version: Version) -> Iterator[dict[str, Any]]:
    """The jobs that fill ``out/``, an episode each."""
    for episode in version.series.episodes:
        plan = plan_cut(version.series, episode, version.profile)
        yield {
            "plan": folder.put(plan),
            "sound": folder.put(sound_of(plan)),
            "film": version.films[episode.id].file_sha256,
            "takes": {entry.shot_id: version.circled[entry.shot_id].take for entry in plan.shots},
        }


def _unmeasured(unit: Unit) -> dict[str, str]:
    """Measures that have a gate and no score, with what to do about it: said once for a film, not once for a take."""
    return {
        finding["measure"]: finding["why"]
        for entry in unit.transcript.entries("verdict")
        for finding in entry["findings"]
        if finding["status"] == "unknown"
    }
