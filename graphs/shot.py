"""The shot graph: one thread per plan, until a take is circled or held.

    keyframe > judge_keyframe > clip > judge_clip > circle
                     |                     |
                     +----> critique > keyframe | hold <----+

Every effect is idempotent by the take's id: a step that is repeated after a crash finds its file.
"""

from __future__ import annotations

from typing import Any, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from crew import critic
from film.canonical import seed_for, sha256_of
from film.changes import edit_all
from film.plan import ShotPlan
from film.take import TakeFiles
from film.verdict import Part, Score, Verdict
from graphs import routes
from graphs.unit import Unit
from tools.run import takes
from tools.score.verdict import judge
from tools.whole import write_json

REVISION = 1
"""Of the node names and the state. A thread of another revision is begun anew from its plan."""


class Shot(TypedDict, total=False):
    shot_id: str
    asked: str
    """Hash of all that this thread's outcome depends on; also the memo's key."""
    plan: str
    """Name of the plan as it stands, remedies applied, in the run's plans."""
    attempt: int
    take: str
    take_id: str
    verdict: dict[str, Any]
    tries: list[dict[str, Any]]
    remedy: str
    outcome: dict[str, Any]
    """Set by circle and hold alone: the mark that the shot is done."""


def asked_hash(plan: ShotPlan, unit: Unit) -> str:
    """What a finished shot is remembered by: plan, film seed, engine, gates and scorers, and who advises."""
    return sha256_of(
        {
            "revision": REVISION,
            "plan": plan,
            "seed": unit.settings.seed,
            "engine": unit.engine_sha256,
            "gates": [gate.model_dump(mode="json", exclude={"evidence"}) for gate in unit.gates],
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
    reel = plan.shot_id if plan.roll == 0 else f"{plan.shot_id}+{plan.roll}"
    seed = plan.seed if plan.seed is not None else seed_for(unit.settings.seed, reel, attempt, unit.abilities.engine)
    unit.emit("take", shot=plan.shot_id, attempt=attempt, part="keyframe", frames=plan.frames)
    made = await unit.job(
        "keyframe", plan=state["plan"], asked=state["asked"], attempt=attempt, seed=seed, start=await _start(unit, plan)
    )
    if made["rendered"] and attempt > 1:
        unit.spend["rerolls"] += 1
    return {"attempt": attempt, "take": made["take"], "take_id": made["take_id"]}


async def judge_keyframe(state: Shot, runtime: Runtime[Unit]) -> Shot:
    return await _judge(state, runtime.context, "keyframe")


async def clip(state: Shot, runtime: Runtime[Unit]) -> Shot:
    unit = runtime.context
    await _shoot_clip(unit, state["shot_id"], state["take"], state["plan"])
    return {}


async def judge_clip(state: Shot, runtime: Runtime[Unit]) -> Shot:
    return await _judge(state, runtime.context, "clip")


async def critique(state: Shot, runtime: Runtime[Unit]) -> Shot:
    unit = runtime.context
    plan = unit.folder.get(state["plan"], ShotPlan)
    remedy = critic.diagnose(
        unit.mind,
        plan,
        Verdict.model_validate(state["verdict"]),
        state["attempt"],
        unit.profile.takes - state["attempt"],
        unit.abilities,
        unit.transcript,
    )
    unit.transcript.note(
        "remedy", take=state["take_id"], shot=state["shot_id"], attempt=state["attempt"], remedy=remedy.kind,
        reason=remedy.reason, edits=[entry.model_dump(mode="json") for entry in remedy.edits],
    )  # fmt: skip
    return {"remedy": remedy.kind, "plan": unit.folder.put(edit_all(plan, remedy.edits))}


async def circle(state: Shot, runtime: Runtime[Unit]) -> Shot:
    return _settle(runtime.context, state, state["tries"][-1], held=False, why="every required gate passed")


async def hold(state: Shot, runtime: Runtime[Unit]) -> Shot:
    unit = runtime.context
    best = routes.best_take(state["tries"])
    if best["part"] == "keyframe":
        await _shoot_clip(unit, state["shot_id"], best["take"], best["plan"])
        await _judge({**state, **best, "tries": state["tries"]}, unit, "clip")  # type: ignore[typeddict-item]
    last = Verdict.model_validate(state["verdict"])
    short = [f"{f.measure} {f.status}" + (f" ({f.why})" if f.why else "") for f in last.findings if f.status in ("fail", "unknown")]
    why = f"no take passed in {state['attempt']}; the best is held. Last: " + "; ".join(short[:4])
    return _settle(unit, state, best, held=True, why=why)


def build(checkpointer: Any) -> Any:
    graph = StateGraph(Shot, context_schema=Unit)
    for node in (keyframe, judge_keyframe, clip, judge_clip, critique, circle, hold):
        graph.add_node(node.__name__, node)
    graph.add_edge(START, "keyframe")
    graph.add_edge("keyframe", "judge_keyframe")
    graph.add_conditional_edges("judge_keyframe", _after_judging, ["clip", "critique", "hold"])
    graph.add_edge("clip", "judge_clip")
    graph.add_conditional_edges("judge_clip", _after_judging, ["circle", "critique", "hold"])
    graph.add_conditional_edges("critique", _after_critique, ["keyframe", "hold"])
    graph.add_edge("circle", END)
    graph.add_edge("hold", END)
    return graph.compile(checkpointer=checkpointer)


def _after_judging(state: Shot, runtime: Runtime[Unit]) -> str:
    verdict = Verdict.model_validate(state["verdict"])
    return routes.after_judging(verdict.status, verdict.part, state["attempt"], runtime.context.profile.takes)


def _after_critique(state: Shot) -> str:
    return routes.after_critique(state["remedy"])


async def _start(unit: Unit, plan: ShotPlan) -> str | None:
    """The folder of the take that this shot starts from, relative to the run."""
    if plan.start_from is None:
        return None
    circled = [e for e in unit.transcript.entries("circled") if e["shot"] == plan.start_from]
    return f"takes/{plan.start_from}/{circled[-1]['take']}" if circled else None


async def _shoot_clip(unit: Unit, shot_id: str, take: str, plan_name: str) -> None:
    plan = unit.folder.get(plan_name, ShotPlan)
    unit.emit("take", shot=shot_id, take=take, part="clip", frames=plan.frames)
    made = await unit.job("clip", take=f"takes/{shot_id}/{take}", start=await _start(unit, plan))
    folder = unit.folder.takes / shot_id / take
    write_json(folder / "files.json", TakeFiles.model_validate(made["files"]).model_dump(mode="json"))
    unit.spend["rendered" if made["rendered"] else "reused"] += 1
    unit.emit("clip", shot=shot_id, take=take, rendered=made["rendered"])


async def _judge(state: Shot, unit: Unit, part: Part) -> Shot:
    folder = unit.folder.takes / state["shot_id"] / state["take"]
    scores = takes.read_scores(folder, part, unit.scorers_sha256)
    if scores is None:
        answer = await unit.job("score", take=f"takes/{state['shot_id']}/{state['take']}", part=part)
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
    entry = {
        "attempt": state["attempt"], "take": state["take"], "take_id": state["take_id"], "plan": state["plan"],
        "part": part, "merit": verdict.merit,
    }  # fmt: skip
    earlier = [e for e in state.get("tries", []) if e["attempt"] != state["attempt"]]
    return {"verdict": verdict.model_dump(mode="json"), "tries": [*earlier, entry]}


def _settle(unit: Unit, state: Shot, chosen: dict[str, Any], *, held: bool, why: str) -> Shot:
    outcome = {"take": chosen["take"], "take_id": chosen["take_id"], "held": held, "why": why}
    unit.transcript.note("circled", shot=state["shot_id"], asked=state["asked"], **outcome)
    unit.emit("circled", shot=state["shot_id"], takes=state["attempt"], held=held)
    return {"outcome": outcome}
