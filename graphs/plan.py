"""The plan graph: from a script to a draft version.

    read > break_down > cast > speak > direct > supervise > approve > draft

Speech is synthesised and timed before the Director plans, so that shots are as long as their lines
really last and mouths, durations and subtitles have one source.
"""

from __future__ import annotations

import asyncio
from typing import Any, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.types import interrupt

from crew import continuity, director, screenwriter
from film import draft as drafting
from film.base import text_in
from film.bible import Bible
from film.canonical import sha256_of
from film.errors import ConfigError, ScriptError
from film.plan import speech_plan
from film.references import strangers
from film.screenplay import Screenplay, Story
from film.selection import only_scenes
from film.series import Line, Series, Speech
from film.state import StyleWeight
from film.version import Version
from graphs.request import Request
from graphs.unit import Unit
from tools.run import versions
from tools.run.own_sound import with_own_sound


class Plan(TypedDict, total=False):
    request: dict[str, Any]
    """``series``: the slug; ``kind`` and ``source``: what was read, by content; ``bible``: a plan name or None."""
    kind: str
    """What the script was: screenplay, story or series."""
    source: str
    series: str
    approved: bool
    version: int


async def read(state: Plan, runtime: Runtime[Unit]) -> Plan:
    """The script as the reader understood it; the door has read it already, so that bad input stops at once."""
    request = state["request"]
    for reading in request["readings"]:
        runtime.context.transcript.note("reading", text=reading)
    runtime.context.emit("read", script=request["kind"], files=len(request["scripts"]))
    return {"kind": request["kind"], "source": request["source"]}


async def break_down(state: Plan, runtime: Runtime[Unit]) -> Plan:
    """The Screenwriter: prose to a screenplay, and every scene to beats."""
    unit = runtime.context
    if state["kind"] == "series":
        return {}
    source = state["source"]
    if state["kind"] == "story":
        story = unit.folder.get(source, Story)
        source = unit.folder.put(screenwriter.adapt(unit.mind, story, unit.transcript, vocabulary=unit.vocabulary))
    screenplay = unit.folder.get(source, Screenplay)
    await asyncio.to_thread(_breakdowns, unit, screenplay)
    return {"source": unit.folder.put(screenplay)}


async def cast(state: Plan, runtime: Runtime[Unit]) -> Plan:
    """The Continuity Supervisor writes the Bible; the film is drafted as scenes with beats and lines."""
    unit = runtime.context
    settings = unit.settings
    given = unit.folder.get(state["request"]["bible"], Bible) if state["request"]["bible"] else Bible()
    if state["kind"] == "series":
        series = unit.folder.get(state["source"], Series)
        series = continuity.complete_series(series, given, unit.vocabulary, unit.abilities.sets)
        update: dict[str, Any] = {"id": state["request"]["series"]}
        for name in ("seed", "fps", "aspect"):
            if name not in series.model_fields_set:
                update[name] = getattr(settings, name)
        for problem in strangers(series):
            raise ScriptError(series.id, None, problem, "an id of the film's own bible, or of --bible")
        return {"series": _kept(unit, series.model_copy(update=update))}
    screenplay = unit.folder.get(state["source"], Screenplay)
    breakdowns = _breakdowns(unit, screenplay)
    bible = continuity.write_bible(
        unit.mind, screenplay, breakdowns, given, unit.vocabulary, unit.abilities.sets, unit.transcript
    )
    series = drafting.series_from(
        screenplay, breakdowns, bible,
        id=state["request"]["series"], aspect=settings.aspect, fps=settings.fps, seed=settings.seed,
    )  # fmt: skip
    return {"series": _kept(unit, series)}


async def speak(state: Plan, runtime: Runtime[Unit]) -> Plan:
    """Every line recorded or synthesised, and timed; the user's own recordings and music come first."""
    unit = runtime.context
    request = Request.model_validate(state["request"])
    series = with_own_sound(unit.folder.get(state["series"], Series), request.music, request.recordings)
    return {"series": unit.folder.put(await record_lines(unit, series), stated_only=True)}


async def direct(state: Plan, runtime: Runtime[Unit]) -> Plan:
    unit = runtime.context
    series = unit.folder.get(state["series"], Series)
    taste = director.Taste(
        max_shot_s=min(unit.profile.max_shot_s, unit.abilities.max_clip_s),
        styles=(StyleWeight(style=unit.settings.style),) if unit.settings.style else (),
        language=series.language,
    )
    previous = None
    for episode in series.episodes:
        for scene in episode.scenes:
            coverage = await asyncio.to_thread(
                director.direct,
                unit.mind, scene, series.bible, unit.abilities, taste=taste, previous=previous,
                vocabulary=unit.vocabulary, transcript=unit.transcript,
            )  # fmt: skip
            series = drafting.with_coverage(series, scene.id, coverage.shots)
            previous = scene
            unit.emit("directed", scene=scene.id, shots=len(coverage.shots))
    return {"series": unit.folder.put(series)}


async def supervise(state: Plan, runtime: Runtime[Unit]) -> Plan:
    unit = runtime.context
    series = unit.folder.get(state["series"], Series)
    for conflict in continuity.supervise(unit.mind, series, unit.transcript, vocabulary=unit.vocabulary):
        unit.transcript.note("conflict", **conflict.model_dump())
        unit.emit("conflict", **conflict.model_dump())
    return {}


async def approve(state: Plan, runtime: Runtime[Unit]) -> Plan:
    """A person may look at the plan before anything is shot. Unattended work passes by."""
    if runtime.context.settings.approve == "none":
        return {"approved": True}
    return {"approved": bool(interrupt({"series": state["series"]}))}


async def draft(state: Plan, runtime: Runtime[Unit]) -> Plan:
    unit = runtime.context
    standing = versions.standing(unit.folder)
    series = unit.folder.get(state["series"], Series)
    known = versions.numbers(unit.folder)
    version = Version(
        number=(known[-1] if known else 0) + 1,
        parent=standing.number if standing else None,
        series=series,
        profile=unit.profile,
        gates=unit.gates,
        engine=unit.settings.engine,
        mind=unit.mind.name,
    )
    pending = versions.latest_draft(unit.folder)
    if pending and not pending.circled and pending == version.model_copy(update={"number": pending.number}):
        version = pending
    versions.write_draft(unit.folder, version)
    shots = sum(1 for _ in series.walk())
    unit.emit("planned", version=version.number, shots=shots, episodes=len(series.episodes))
    return {"version": version.number}


async def record_lines(unit: Unit, series: Series) -> Series:
    """The series with every line's recordings in it, those that exist reused by the hash of their plan."""

    dubs = series.dubs()

    async def record(line: Line) -> Line:
        speech: dict[str, Speech] = {}
        for language in dict.fromkeys((line.language, *dubs)):
            plan = speech_plan(series, line, language)
            if plan is None or not (text_in(line.text, language) or "").strip():
                continue
            key = sha256_of(plan)
            kept = unit.folder.speech_of(key)
            if kept is None:
                answer = await unit.job("speak", plan=plan.model_dump(mode="json"))
                kept = Speech.model_validate(answer)
                unit.folder.keep_speech(key, kept)
                unit.emit("spoken", line=line.id, language=language, seconds=kept.duration_s)
            speech[language] = kept
        return line.model_copy(update={"speech": speech})

    episodes = []
    for episode in series.episodes:
        scenes = []
        for scene in episode.scenes:
            lines = await asyncio.gather(*(record(line) for line in scene.lines))
            scenes.append(scene.model_copy(update={"lines": tuple(lines)}))
        episodes.append(episode.model_copy(update={"scenes": tuple(scenes)}))
    return series.model_copy(update={"episodes": tuple(episodes)})


def build(checkpointer: Any) -> Any:
    graph = StateGraph(Plan, context_schema=Unit)
    nodes = (read, break_down, cast, speak, direct, supervise, approve, draft)
    for node in nodes:
        graph.add_node(node.__name__, node)
    graph.add_edge(START, "read")
    for before, after in zip(nodes[:-2], nodes[1:-1], strict=True):
        graph.add_edge(before.__name__, after.__name__)
    graph.add_conditional_edges("approve", lambda state: "draft" if state["approved"] else END, ["draft", END])
    graph.add_edge("draft", END)
    return graph.compile(checkpointer=checkpointer)


def _kept(unit: Unit, series: Series) -> str:
    """The series cast, checked against the engine, and cut to the scenes that were asked for; its name in the plans.

    The whole script is cast before scenes are left out, so that a part of a film shows the same people.

    Raises:
        ConfigError: a place names a set that the engine has not, or ``--only`` names no scene.
    """
    sets = unit.abilities.sets
    for place in series.bible.places:
        if sets and place.set not in sets:
            raise ConfigError(f"place {place.name!r}: set {place.set!r} is not one of {', '.join(sets)}")
    styles = sorted({weight.style for _, _, shot in series.walk() for weight in shot.state.styles})
    if styles and unit.abilities.prompt_tokens is None and not set(styles) <= set(unit.abilities.styles):
        unit.emit("reading", text=f"the {unit.abilities.engine} engine has no style {', '.join(styles)}: shot without")
    return unit.folder.put(only_scenes(series, unit.settings.only), stated_only=True)


def _breakdowns(unit: Unit, screenplay: Screenplay) -> dict[str, screenwriter.Breakdown]:
    """Scene id -> breakdown. Answered questions come from the transcript, so asking again is free."""
    names = screenwriter.cast_of(screenplay)
    breakdowns: dict[str, screenwriter.Breakdown] = {}
    story_so_far = ""
    for scene in screenplay.scenes:
        found = screenwriter.break_down(
            unit.mind, scene, names, story_so_far, unit.transcript, vocabulary=unit.vocabulary,
            language=screenplay.language,
        )  # fmt: skip
        breakdowns[scene.id] = found
        story_so_far = f"{story_so_far} {text_in(found.synopsis, screenplay.language) or ''}".strip()[-1200:]
    return breakdowns
