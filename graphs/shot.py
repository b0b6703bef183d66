"""The shot graph: one thread per plan, until a take is circled or held.

    keyframe > judge_keyframe > clip > judge_clip > (look >) circle
                     |                     |          |
                     +----> critique > keyframe | hold <----+

Takes are made one after the other and the first that passes stands; of each, the keyframe is judged before the dear
clip is made. ``look`` is there for a mind that sees: it may send back one take that passed, and passes none that failed.
Every effect is idempotent by the take's id: a step that is repeated after a crash finds its file.
"""

from __future__ import annotations

import asyncio
from typing import Any, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from crew import critic
from crew.minds.mind import mind_for
from film.canonical import seed_for, sha256_of
from film.edits import edit_all
from film.errors import RenderError
from film.plan import ShotPlan
from film.take import TakeFiles
from film.verdict import Finding, Part, Score, Verdict
from graphs import critiquing, routes, spending
from graphs.unit import Unit
from tools.run import takes
from tools.score.verdict import judge
from tools.whole import write_json

REVISION = 2
"""Of the node names and the state. A thread of another revision is begun anew from its plan."""
FAILS_LONGEST = 160
"""Characters of a reason that the state keeps."""


class Shot(TypedDict, total=False):
    shot_id: str
    film_seed: int
    asked: str
    """Hash of all that this thread's outcome depends on; also the memo's key."""
    plan: str
    """Name of the plan as it stands, remedies applied, in the run's plans."""
    attempt: int
    take: str
    take_id: str
    verdict: dict[str, Any]
    tries: list[dict[str, Any]]
    """Every take made: what it is, how far it came, its merit, and what it fails."""
    history: list[dict[str, Any]]
    """Every failed take with the remedy that followed, as the Critic remembers them."""
    unmeasured: list[str]
    """Required measures of this attempt that nobody could take, each with what to do about it."""
    vetoed: str
    """Take that the Critic sent back though every gate passed; it may do so once."""
    broken: str
    """Why the engine could not make this attempt; empty when it did."""
    remedy: str
    capped: dict[str, Any]
    """The cap that ended the re-rolls; empty until one does."""
    outcome: dict[str, Any]
    """Set by circle and hold alone: the mark that the shot is done."""


def asked_hash(plan: ShotPlan, film_seed: int, unit: Unit) -> str:
    """What a finished shot is remembered by: plan, film seed, engine, gates and scorers, and who advises."""
    return sha256_of(
        {
            "revision": REVISION,
            "plan": plan,
            "seed": film_seed,
            "engine": unit.engine_sha256,
            "gates": unit.gates_sha256,
            "required": unit.profile.required,
            "takes": unit.profile.takes,
            "scorers": unit.scorers_sha256,
            "mind": unit.mind.name,
        }
    )


def thread_id(shot_id: str, asked: str) -> str:
    return f"shot/{shot_id}/{asked[:16]}"


async def keyframe(state: Shot, runtime: Runtime[Unit]) -> Shot:
    unit = runtime.context
    plan = unit.folder.get(state["plan"], ShotPlan)
    attempt = state.get("attempt", 0) + 1
    unit.emit("take", shot=plan.shot_id, attempt=attempt, part="keyframe", frames=plan.frames)
    begun: Shot = {"attempt": attempt, "take": "", "take_id": "", "unmeasured": [], "broken": ""}
    try:
        made = await unit.job(
            "keyframe", plan=state["plan"], asked=state["asked"], attempt=attempt, start=start_of(unit, plan),
            seed=take_seed(plan, state["film_seed"], attempt, plan.engine or unit.abilities.engine),
            engine=unit.spec_of(plan),
        )  # fmt: skip
    except RenderError as error:
        return {**begun, **_broken(unit, state, attempt, "keyframe", error)}
    if made["rendered"] and attempt > 1:
        unit.spend["rerolls"] += 1
    return {**begun, "take": made["take"], "take_id": made["take_id"]}


async def judge_keyframe(state: Shot, runtime: Runtime[Unit]) -> Shot:
    return await _judge(state, runtime.context, "keyframe")


async def clip(state: Shot, runtime: Runtime[Unit]) -> Shot:
    unit = runtime.context
    try:
        await _shoot_clip(unit, state["shot_id"], state["take"], state["plan"])
    except RenderError as error:
        return _broken(unit, state, state["attempt"], "clip", error)
    return {"broken": ""}


async def judge_clip(state: Shot, runtime: Runtime[Unit]) -> Shot:
    return await _judge(state, runtime.context, "clip")


async def critique(state: Shot, runtime: Runtime[Unit]) -> Shot:
    """Another take, and what is changed for it; or none, where a cap leaves no room for one."""
    unit = runtime.context
    reached = await asyncio.to_thread(
        spending.cap_reached, unit.folder, unit.settings, state["shot_id"], state["attempt"]
    )
    if reached is not None:
        unit.transcript.note("capped", shot=state["shot_id"], asked=state["asked"], attempt=state["attempt"], cap=reached.cap)
        return {"remedy": "hold", "capped": reached._asdict()}
    plan = unit.folder.get(state["plan"], ShotPlan)
    verdict = Verdict.model_validate(state["verdict"])
    take = unit.folder.takes / state["shot_id"] / state["take"] if state["take"] and not state["broken"] else None
    evidence = critiquing.evidence_of(unit, plan, verdict, take)
    history = state.get("history", [])
    remedy = await asyncio.to_thread(
        critic.diagnose,
        unit.mind,
        plan,
        verdict,
        state["attempt"],
        unit.profile.takes - state["attempt"],
        await unit.abilities_for(plan),
        unit.transcript,
        await _pictures(unit, state),
        history=history,
        evidence=evidence,
    )
    unit.transcript.note(
        "remedy", take=state["take_id"], shot=state["shot_id"], attempt=state["attempt"], remedy=remedy.kind,
        reason=remedy.reason, edits=[entry.model_dump(mode="json") for entry in remedy.edits],
    )  # fmt: skip
    remedied = edit_all(plan, remedy.edits)
    critiquing.keep_still(unit, remedied, evidence, take)
    entry = critiquing.remembered(plan, verdict, state["attempt"], evidence.recorded, remedy)
    return {"remedy": remedy.kind, "plan": unit.folder.put(remedied), "history": [*history, entry]}


async def look(state: Shot, runtime: Runtime[Unit]) -> Shot:
    """A mind that sees looks at the frames: whether it agrees with the gates is on record, its veto counts once."""
    unit = runtime.context
    plan = unit.folder.get(state["plan"], ShotPlan)
    verdict = Verdict.model_validate(state["verdict"])
    pictures = await _pictures(unit, state)
    if not pictures:
        return {}
    seen = await asyncio.to_thread(
        critic.look, unit.mind, plan, verdict, pictures, unit.transcript, subject=f"{plan.shot_id}#{state['attempt']}"
    )
    if seen is None:
        return {}
    passed = verdict.status == "pass"
    vetoes = passed and not seen.shows and not state.get("vetoed") and state["attempt"] < unit.profile.takes
    unit.transcript.note(
        "look", take=state["take_id"], shot=state["shot_id"], attempt=state["attempt"], gates=verdict.status,
        shows=seen.shows, faults=list(seen.faults), agrees=seen.shows == passed, vetoes=vetoes, reason=seen.reason,
    )  # fmt: skip
    unit.emit("look", shot=state["shot_id"], attempt=state["attempt"], shows=seen.shows, reason=seen.reason)
    if not vetoes:
        return {}
    finding = Finding(measure="critic", status="fail", required=False, why=f"{', '.join(seen.faults)}: {seen.reason}")
    vetoed = verdict.model_copy(update={"status": "fail", "findings": (*verdict.findings, finding)})
    return {"vetoed": state["take"], "verdict": vetoed.model_dump(mode="json")}


async def circle(state: Shot, runtime: Runtime[Unit]) -> Shot:
    return _settle(runtime.context, state, state["tries"][-1], held=False, why="every required gate passed")


async def hold(state: Shot, runtime: Runtime[Unit]) -> Shot:
    """The best take stands, marked, with why it is no better: the film needs a picture here."""
    unit = runtime.context
    if state.get("vetoed"):
        sent_back = next(entry for entry in state["tries"] if entry["take"] == state["vetoed"])
        return _settle(unit, state, sent_back, held=False, why="every required gate passed; the Critic sent it back and no later take passed")
    broken = state.get("broken", "")
    for best in routes.ranked(state.get("tries", [])):
        try:
            if best["part"] == "keyframe":
                await _shoot_clip(unit, state["shot_id"], best["take"], best["plan"])
                await _judge({**state, **best, "broken": ""}, unit, "clip")  # type: ignore[typeddict-item]
        except RenderError as error:
            broken = str(error)
            continue
        return _settle(unit, state, best, held=True, why=_why_held(state, best))
    raise RenderError(f"{state['shot_id']}: no take could be made in {state['attempt']}; the last said: {broken}")


def _why_held(state: Shot, best: dict[str, Any]) -> str:
    """One sentence: what ended the takes, which one stands, what it lacks and what would help."""
    if not best["fails"] and state.get("unmeasured"):
        return f"held, because nobody could measure it: {'; '.join(state['unmeasured'][:4])}. Another take would be as unmeasured"
    capped = state.get("capped")
    ended = f"no take passed in {state['attempt']}" + (f" and {capped['why']}" if capped else "")
    lacks = "; ".join(best["fails"][:4]) or "its clip could not be judged before it was needed"
    return f"{ended}; the best is held: take {best['attempt']}, {best['part']}: {lacks}"


def build(checkpointer: Any) -> Any:
    graph = StateGraph(Shot, context_schema=Unit)
    for node in (keyframe, judge_keyframe, clip, judge_clip, look, critique, circle, hold):
        graph.add_node(node.__name__, node)
    graph.add_edge(START, "keyframe")
    graph.add_edge("keyframe", "judge_keyframe")
    graph.add_conditional_edges("judge_keyframe", _after_judging, ["clip", "critique", "hold"])
    graph.add_edge("clip", "judge_clip")
    graph.add_conditional_edges("judge_clip", _after_clip, ["look", "circle", "critique", "hold"])
    graph.add_conditional_edges("look", _after_judging, ["circle", "critique", "hold"])
    graph.add_conditional_edges("critique", _after_critique, ["keyframe", "hold"])
    graph.add_edge("circle", END)
    graph.add_edge("hold", END)
    return graph.compile(checkpointer=checkpointer)


def _after_judging(state: Shot, runtime: Runtime[Unit]) -> str:
    verdict = Verdict.model_validate(state["verdict"])
    return routes.after_judging(
        verdict.status, verdict.part, state["attempt"], runtime.context.profile.takes, unmeasured=bool(state.get("unmeasured"))
    )


def _after_clip(state: Shot, runtime: Runtime[Unit]) -> str:
    """Without eyes, the gates alone; with them, a look comes first. A take that nobody could measure is held unseen."""
    failed = state["verdict"]["status"] == "fail"
    measured = not state.get("broken") and (failed or not state.get("unmeasured"))
    seeing = mind_for(runtime.context.mind, "critic").sees
    return "look" if seeing and measured else _after_judging(state, runtime)


def _after_critique(state: Shot) -> str:
    return routes.after_critique(state["remedy"])


def take_seed(plan: ShotPlan, film_seed: int, attempt: int, engine: str) -> int:
    """A stated seed makes the first take and is the root of its re-rolls; else the film's seed is the root."""
    if plan.seed is not None and attempt == 1:
        return plan.seed
    reel = plan.shot_id if plan.roll == 0 else f"{plan.shot_id}+{plan.roll}"
    return seed_for(film_seed if plan.seed is None else plan.seed, reel, attempt, engine)


def _broken(unit: Unit, state: Shot, attempt: int, part: Part, error: RenderError) -> Shot:
    """A take that could not be made, on record: the film goes on with the next."""
    shot_id = state["shot_id"]
    unit.transcript.note("broken_take", shot=shot_id, attempt=attempt, part=part, error=str(error))
    unit.emit("verdict", shot=shot_id, attempt=attempt, part=part, status="fail", failed=["rendered"])
    finding = Finding(measure="rendered", status="fail", required=True, why=str(error))
    verdict = Verdict(part=part, status="fail", findings=(finding,)).model_dump(mode="json")
    tries = [
        {**entry, "broken": True, "fails": [f"rendered: {error}"[:FAILS_LONGEST]]} if entry["attempt"] == attempt else entry
        for entry in state.get("tries", [])
    ]
    return {"broken": str(error), "verdict": verdict, "tries": tries}


def start_of(unit: Unit, plan: ShotPlan) -> str | None:
    """The folder of the take that this shot starts from, relative to the run."""
    if plan.start_take is None:
        return None
    for take in unit.folder.takes_of(plan.start_from or ""):
        if takes.read_slate(take).take_id == plan.start_take:
            return f"takes/{plan.start_from}/{take.name}"
    raise RenderError(f"{plan.shot_id} starts from take {plan.start_take[:8]} of {plan.start_from}, which is gone; filmcrew resume shoots it again")


async def _shoot_clip(unit: Unit, shot_id: str, take: str, plan_name: str) -> None:
    plan = unit.folder.get(plan_name, ShotPlan)
    unit.emit("take", shot=shot_id, take=take, part="clip", frames=plan.frames)
    made = await unit.job("clip", take=f"takes/{shot_id}/{take}", start=start_of(unit, plan), engine=unit.spec_of(plan))
    folder = unit.folder.takes / shot_id / take
    write_json(folder / "files.json", TakeFiles.model_validate(made["files"]).model_dump(mode="json"))
    unit.spend["rendered" if made["rendered"] else "reused"] += 1
    unit.emit(
        "clip", shot=shot_id, take=take, rendered=made["rendered"], seconds=made["seconds"], frames=plan.frames,
        width=plan.render_width, height=plan.render_height,
    )  # fmt: skip


async def _judge(state: Shot, unit: Unit, part: Part) -> Shot:
    if state.get("broken"):
        return {}
    folder = unit.folder.takes / state["shot_id"] / state["take"]
    scores = takes.read_scores(folder, part, unit.scorers_sha256)
    if scores is None:
        spec = unit.spec_of(unit.folder.get(state["plan"], ShotPlan))
        answer = await unit.job("score", take=f"takes/{state['shot_id']}/{state['take']}", part=part, engine=spec)
        scores = tuple(Score.model_validate(entry) for entry in answer)
        takes.write_scores(folder, part, unit.scorers_sha256, scores)
    verdict = judge(scores, unit.gates, unit.profile.required, part)
    unit.transcript.note(
        "verdict", take=state["take_id"], folder=state["take"], shot=state["shot_id"], attempt=state["attempt"],
        **verdict.model_dump(mode="json"),
    )  # fmt: skip
    unit.emit(
        "verdict", shot=state["shot_id"], attempt=state["attempt"], part=part, status=verdict.status,
        failed=[finding.measure for finding in verdict.failed],
    )  # fmt: skip
    short = tuple(finding for finding in verdict.findings if finding.status in ("fail", "unknown"))
    entry = {
        "attempt": state["attempt"], "take": state["take"], "take_id": state["take_id"], "plan": state["plan"],
        "part": part, "merit": verdict.merit,
        "fails": [f"{finding.measure}: {finding.why}"[:FAILS_LONGEST] for finding in short if finding.status == "fail"],
    }  # fmt: skip
    earlier = [e for e in state.get("tries", []) if e["attempt"] != state["attempt"]]
    unknown = [f"{finding.measure}: {finding.why}"[:FAILS_LONGEST] for finding in short if finding.status == "unknown" and finding.required]
    # The transcript has the whole verdict; the state keeps what the next step needs, so that checkpoints stay small.
    return {
        "verdict": verdict.model_copy(update={"findings": short}).model_dump(mode="json"),
        "tries": [*earlier, entry],
        "unmeasured": list(dict.fromkeys([*state.get("unmeasured", []), *unknown])),
    }


async def _pictures(unit: Unit, state: Shot) -> tuple[bytes, ...]:
    """Sampled frames of the take in hand, for a mind that sees; none when they cannot be read, which stops no film."""
    if not mind_for(unit.mind, "critic").sees or state.get("broken") or not state.get("take"):
        return ()
    part = state["verdict"]["part"]
    out = f"previews/looks/{state['take_id'][:16]}.{part}.png"
    try:
        await unit.job("frames", take=f"takes/{state['shot_id']}/{state['take']}", part=part, out=out)
    except RenderError as error:
        unit.transcript.note("unseen", take=state["take_id"], shot=state["shot_id"], part=part, error=str(error))
        return ()
    return ((unit.folder.root / out).read_bytes(),)


def _settle(unit: Unit, state: Shot, chosen: dict[str, Any], *, held: bool, why: str) -> Shot:
    capped = state.get("capped") if held else None
    limits = {capped["cap"]: capped["value"]} if capped else {}
    outcome = {"take": chosen["take"], "take_id": chosen["take_id"], "held": held, "why": why, "capped": limits}
    unit.transcript.note("circled", shot=state["shot_id"], asked=state["asked"], **outcome)
    unit.emit("circled", shot=state["shot_id"], takes=state["attempt"], held=held)
    return {"outcome": outcome}
