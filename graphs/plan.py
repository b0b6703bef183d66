"""The plan graph: from a script to a draft version.

    read > break_down > cast > speak > direct > supervise > approve > draft

Speech is synthesised and timed before the Director plans, so that shots are as long as their lines
really last and mouths, durations and subtitles have one source.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.types import interrupt

from crew import continuity, director, screenwriter
from crew.contradictions import contradictions
from film.base import text_in
from film.canonical import plain, sha256_of
from film.draft import with_coverage
from film.errors import ChangeError
from film.inheritance import Films, directed, scenes_of, with_scenes, without_loose_starts
from film.look_naming import in_numbers
from film.plan import speech_plan
from film.screenplay import Screenplay, Story
from film.selection import only_scenes
from film.series import Line, Series, Shot, Speech
from film.styling import with_definitions
from film.version import Version
from graphs import drafting, keeping, memory, standing_notes
from graphs.asked import look_asked, past_of, taste_of
from graphs.guarding import locked_sentence, locks_met
from graphs.placing import under_episodes
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
    """The script in the run's plans, under the ids that its scenes and lines had before."""
    fresh: list[str]
    """Ids of the scenes that are planned; all others of the film stay as they are."""
    whole: str
    """The film with the scenes that ``--only`` leaves out."""
    planned: str
    """The whole film as the crew plans it, without what a person changed."""
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
    """The Screenwriter: prose to a screenplay, and every scene that the film has not to beats."""
    unit = runtime.context
    if state["kind"] == "series":
        return {}
    source = state["source"]
    request = Request.model_validate(state["request"])
    past = past_of(unit, request)
    if state["kind"] == "story":
        story = unit.folder.get(source, Story)
        adapted = screenwriter.adapt(unit.mind, story, unit.transcript, vocabulary=unit.vocabulary)
        source = unit.folder.put(under_episodes(adapted, request.episodes))
    screenplay = memory.as_before(unit.folder.get(source, Screenplay), past, memory.ids_given(unit.folder))
    fresh = memory.fresh_scenes(memory.sources_of(screenplay), past)
    await asyncio.to_thread(drafting.breakdowns, unit, screenplay, past, fresh)
    return {"source": unit.folder.put(screenplay)}


async def cast(state: Plan, runtime: Runtime[Unit]) -> Plan:
    """The Continuity Supervisor writes the Bible; the film is drafted as scenes with beats and lines."""
    unit = runtime.context
    request = Request.model_validate(state["request"])
    past = past_of(unit, request)
    drafted, fresh, stated = drafting.drafted(unit, request, past, state["kind"], state["source"])
    if past is None:
        films = Films(drafted, drafted)
    else:
        films, fresh = memory.on_top(past, drafted, fresh, stated, request.settings.only)
        films = memory.restyled(films, past, request.stated_style)
        films = memory.relooked(films, past, look_asked(unit, request.stated_look))
    drafting.check_places_and_styles(unit, films.film)
    return {
        "fresh": fresh,
        "whole": unit.folder.put(films.film, stated_only=True),
        "planned": unit.folder.put(films.planned, stated_only=True),
        "series": unit.folder.put(only_scenes(films.film, request.settings.only), stated_only=True),
    }


async def speak(state: Plan, runtime: Runtime[Unit]) -> Plan:
    """Every line recorded or synthesised, and timed; the user's own recordings and music come first."""
    unit = runtime.context
    request = Request.model_validate(state["request"])
    series = with_own_sound(unit.folder.get(state["series"], Series), request.music, request.recordings)
    return {"series": unit.folder.put(await record_lines(unit, series), stated_only=True)}


async def direct(state: Plan, runtime: Runtime[Unit]) -> Plan:
    """The Director covers the fresh scenes, each on top of how it was covered before."""
    unit = runtime.context
    request = Request.model_validate(state["request"])
    past = past_of(unit, request)
    used = memory.ids_given(unit.folder) if past else frozenset()
    films = Films(unit.folder.get(state["planned"], Series), unit.folder.get(state["series"], Series))
    previous = None
    lasts = {episode.scenes[-1].id for episode in films.film.episodes if episode.scenes}
    for scene in [scene for episode in films.film.episodes for scene in episode.scenes]:
        if scene.id in state["fresh"]:
            coverage = await asyncio.to_thread(
                director.direct,
                unit.mind, scene, films.film.bible, unit.abilities,
                taste=taste_of(unit, request, past, films.film.language, scene.id), previous=previous,
                vocabulary=unit.vocabulary, transcript=unit.transcript, last=scene.id in lasts,
            )  # fmt: skip
            shots = tuple(in_numbers(Shot.model_validate(plain(shot)), unit.looks) for shot in coverage.shots)
            if past is None:
                films = Films(*(with_coverage(film, scene.id, shots) for film in films))
            else:
                films = directed(films, past.planned, past.film, scene.id, shots, used)
            unit.emit("directed", scene=scene.id, shots=len(shots))
        previous = scene
    film = films.film
    if past is not None:
        new = [name for name in state["fresh"] if name not in scenes_of(past.film) and name in scenes_of(film)]
        film = without_loose_starts(standing_notes.follow(unit, film, new, past.version.number))
    film = with_definitions(film, unit.styles, anew=True)
    return {"series": unit.folder.put(film), "planned": unit.folder.put(films.planned)}


async def supervise(state: Plan, runtime: Runtime[Unit]) -> Plan:
    """The Continuity Supervisor looks through what was planned, and for what a script says against the series."""
    unit = runtime.context
    series = unit.folder.get(state["series"], Series)
    conflicts = continuity.supervise(
        unit.mind, series, unit.transcript, vocabulary=unit.vocabulary, scenes=state["fresh"]
    )
    if state["kind"] != "series":
        past = past_of(unit, Request.model_validate(state["request"]))
        conflicts += contradictions(
            unit.mind, series.bible, unit.folder.get(state["source"], Screenplay), unit.transcript,
            before=past.screenplay if past else None, scenes=state["fresh"], vocabulary=unit.vocabulary,
        )  # fmt: skip
    for conflict in conflicts:
        unit.transcript.note("conflict", **conflict.model_dump())
        unit.emit("conflict", **conflict.model_dump())
    return {}


async def approve(state: Plan, runtime: Runtime[Unit]) -> Plan:
    """A person may look at the plan before anything is shot. Unattended work passes by."""
    if runtime.context.settings.approve == "none":
        return {"approved": True}
    return {"approved": bool(interrupt({"series": state["series"]}))}


async def draft(state: Plan, runtime: Runtime[Unit]) -> Plan:
    """A draft version of the plan; or the version that has exactly this film already."""
    unit = runtime.context
    request = Request.model_validate(state["request"])
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
        memory=_remembered(unit, state, request, series),
    )
    same = sorted(memory.numbers_of(unit.folder, series), key=lambda number: number != request.base)
    made = (versions.read_version(unit.folder, number) for number in same)
    there = next((each for each in made if _is_film_of(each, version) and _held_still(each, unit)), None)
    if there is None:
        met = locks_met(unit.folder, version)
        if met:
            raise ChangeError(f"the script changes what was approved: {locked_sentence(met)}")
        versions.write_draft(unit.folder, version)
    version = there or version
    shots = sum(1 for _ in series.walk())
    unit.emit("planned", version=version.number, shots=shots, episodes=len(series.episodes))
    return {"version": version.number}


async def record_lines(unit: Unit, series: Series) -> Series:
    """The series with every line's recordings in it, those that exist reused by the hash of their plan."""

    async def record(line: Line, dubs: Sequence[str]) -> Line:
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
        scenes, dubs = [], series.dubs(episode)
        for scene in episode.scenes:
            lines = await asyncio.gather(*(record(line, dubs) for line in scene.lines))
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


def _remembered(unit: Unit, state: Plan, request: Request, series: Series) -> str:
    """What the next script of the series is read against, kept in the run's plans."""
    past = past_of(unit, request)
    planned = unit.folder.get(state["planned"], Series)
    pages = unit.folder.get(state["source"], Screenplay) if state["kind"] != "series" else None
    whole = with_scenes(unit.folder.get(state["whole"], Series), tuple(scenes_of(series).values()))
    return unit.folder.put(
        memory.Memory(
            planned=planned,
            screenplay=memory.kept_pages(pages, past, planned),
            whole=whole if unit.settings.only else None,
        )
    )


def _held_still(version: Version, unit: Unit) -> bool:
    """Whether no shot of it was held by a cap that is not asked for today: such a shot is worth another try."""
    return all(keeping.holds_still(circled.capped, unit.settings.caps) for circled in version.circled.values())


def _is_film_of(version: Version, asked: Version) -> bool:
    """Whether ``version`` is the film that is asked for, whoever planned it."""
    return (version.series, version.profile, version.gates, version.engine) == (
        asked.series, asked.profile, asked.gates, asked.engine,
    )  # fmt: skip
