"""The bench's accounting: who is dealt what, what counts as caught, as an alarm and as an honest re-roll, and going on after a stop."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from configs.settings import published_gates
from film.errors import ConfigError, SetupError
from film.plan import ShotPlan
from film.take import Slate
from film.verdict import Gate, Part, Score
from studio import bench_saboteur
from studio.bench_saboteur import Bench, report
from studio.bench_trials import Outcome, Trial, deal, figures, missed, outcome_of, tables
from studio.bench_worlds import BENCH_WORLDS, HEIGHT, SCRIPTS, WIDTH, world_shots
from tests.fakes.plans import shot_plan
from tools.render.engine import CLIP, KEYFRAME, Sources
from tools.render.sabotage.faults import FAULTS
from tools.render.sabotage.planted import DoesNotApply

GATES = (
    Gate(measure="sharp", part="keyframe", at_least=0.5),
    Gate(measure="sharp", part="clip", at_least=0.5),
    Gate(measure="moves", part="clip", at_least=0.5),
    Gate(measure="faces", part="clip", at_least=0.5),
)
GOOD = {"sharp": 0.9, "moves": 0.9, "faces": 0.9}


def scores(*, seen: float = 1.0, unknown: tuple[str, ...] = (), **values: float) -> tuple[Score, ...]:
    measured = [
        Score(measure=name, value=value, scorer="fake@1")
        for name, value in {**GOOD, **values}.items()
        if name not in unknown
    ]
    missing = [Score(measure=name, status="unknown", evidence={"why": "no model"}, scorer="fake@1") for name in unknown]
    masks = {"cast_seen": seen, "cast_unobstructed": 1.0, "cast_size": 1.0, "head_room": 1.0}
    told = [
        Score(measure=name, value=value, scorer="cast@1", provenance="engine_masks") for name, value in masks.items()
    ]
    return (*measured, *missing, *told)


def outcome(
    fault: str | None, *, keyframe: tuple[Score, ...] | None = None, clip: tuple[Score, ...] | None = None
) -> Outcome:
    scored: dict[Part, tuple[Score, ...]] = {"keyframe": keyframe or scores(), "clip": clip or scores()}
    return outcome_of(Trial("ep01/sc001/sh0010", 1, fault), scored, GATES, ("sharp", "faces"))


def test_every_fault_gets_its_share_and_no_shot_gets_most_of_them():
    faults = ("common", "usual", "rare")
    applicable = {f"shot{at}": ("common", "usual", "rare") if at % 4 == 0 else ("common", "usual") for at in range(24)}
    dealt = deal(applicable, faults, each=6)
    counts = {fault: sum(fault in given for given in dealt.values()) for fault in faults}
    assert counts == {"common": 6, "usual": 6, "rare": 6}
    assert all(set(given) <= set(applicable[shot]) for shot, given in dealt.items())
    assert max(len(given) for given in dealt.values()) == 1, "18 takes over 24 shots"
    assert dealt == deal(applicable, faults, each=6)


def test_a_fault_that_applies_nowhere_is_dealt_to_nobody():
    assert deal({"one": ("a",)}, ("a", "b"), each=3) == {"one": ["a"]}


def test_a_take_fails_by_any_gate_of_either_part():
    assert outcome("blur", keyframe=scores(sharp=0.1)).fired == (("keyframe", "sharp"),)
    assert outcome("frozen", clip=scores(moves=0.1)).status == "fail"
    assert outcome("frozen").status == "pass"
    assert outcome(None, clip=scores(unknown=("faces",))).status == "unknown"
    assert outcome(None, clip=scores(unknown=("moves",))).status == "pass", "it is not required"


def test_a_take_whose_own_masks_say_that_it_is_no_good_is_a_re_roll_and_no_alarm():
    lost = outcome(None, clip=scores(seen=0.3, faces=0.0))
    assert (lost.truth, lost.status) == ("reroll", "fail")
    assert outcome(None, clip=scores(faces=0.0)).truth == "clean"
    told = figures([lost, outcome(None), outcome(None, clip=scores(faces=0.0))])
    assert told["saboteur_false_alarm"] == 0.5
    assert told["saboteur_clean_takes"] == 2
    assert told["saboteur_rerolls"] == 1


def test_figures_are_shares_of_what_was_planted_and_of_clean_takes():
    caught, slipped = outcome("blur", keyframe=scores(sharp=0.1)), outcome("frozen")
    alarm, fine = outcome(None, keyframe=scores(sharp=0.1)), outcome(None)
    told = figures([caught, slipped, fine])
    assert told["saboteur_caught"] == told["saboteur_caught_by_fault_alone"] == 0.5
    assert told["saboteur_false_alarm"] == 0.0
    assert told["saboteur_planted_takes"] == 2
    alone = figures([caught, slipped, alarm])
    assert alone["saboteur_caught"] == 0.5
    assert alone["saboteur_caught_by_fault_alone"] == 0.0, "the same gate fails the take without its fault"
    assert figures([fine, alarm], clean=1)["saboteur_false_alarm"] == 0.0
    assert figures([])["saboteur_caught"] == 0.0
    unmeasured = outcome("blur", clip=scores(unknown=("faces",)))
    assert figures([unmeasured])["saboteur_caught"] == 0.0
    assert figures([unmeasured])["saboteur_unknown"] == 1.0


def test_the_tables_name_faults_and_gates():
    outcomes = [
        outcome("blur", keyframe=scores(sharp=0.1), clip=scores(sharp=0.2)),
        outcome("frozen"),
        outcome(None, clip=scores(faces=0.1)),
    ]
    told = tables(outcomes, ("blur", "frozen", "judder"))
    assert "| blur | 1 | 1 (100%) | 1 | `sharp` 1 |" in told, "a gate counts once for a take"
    assert "| frozen | 1 | 0 (0%) | 0 | - |" in told
    assert "judder" not in told
    assert "| `faces` | 1 |" in told
    assert missed(outcomes) == ["ep01-sc001-sh0010.1.frozen", "ep01-sc001-sh0010.1.clean: clip faces"]


class FakeEngine:
    """Writes the fault's name for a picture; ``wrong_time`` never shows."""

    def __init__(self) -> None:
        self.fault: str | None = None
        self.made: list[str] = []

    def slate(self, plan: ShotPlan, *, asked_sha256: str, attempt: int, seed: int) -> Slate:
        return Slate(plan=plan, asked_sha256=asked_sha256, attempt=attempt, seed=seed, engine="stage")

    def applicable(self, slate: Slate, sources: Sources) -> tuple[str, ...]:
        return ("blur", "frozen", "wrong_time")

    def keyframe(self, slate: Slate, sources: Sources, folder: Path) -> None:
        if self.fault == "wrong_time":
            raise DoesNotApply(f"{slate.plan.shot_id}: wrong_time does not show")
        account = {
            "size": [2, 2],
            "cast": ["mara"],
            "frames": [{"index": 0, "people": {"mara": _sighting(slate.attempt > 1)}}],
        }
        (folder / "keyframe_cast.json").write_text(json.dumps(account))
        (folder / KEYFRAME).write_text(self.fault or "clean")
        self.made.append(f"{slate.plan.shot_id} {self.fault}")

    def clip(self, slate: Slate, sources: Sources, folder: Path) -> None:
        (folder / CLIP).write_text(self.fault or "clean")


def _sighting(good: bool) -> dict[str, object]:
    seen = 0.1 if good else 0.0
    return {
        "box": [0, 0, 1, 1],
        "head": [0.4, 0.2, 0.6, 0.6],
        "visible": seen,
        "head_visible": 0.08,
        "head_solo": 0.08,
        "facing_deg": 0.0,
    }


def measured(part: Part, plan: ShotPlan, take: Path, sources: Sources) -> tuple[Score, ...]:
    """``blur`` shows, ``frozen`` slips through; the first take of every shot has nobody in it."""
    told = (take / (KEYFRAME if part == "keyframe" else CLIP)).read_text()
    seen = 0.0 if ".1." in take.name else 1.0
    return scores(seen=seen, sharp=0.1 if told == "blur" else 0.9)


@pytest.fixture
def bench_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    plans = [shot_plan("mara", shot_id=f"ep01/sc001/sh00{number}0") for number in range(1, 7)]
    (tmp_path / "plan").mkdir()
    (tmp_path / "shots.json").write_text(json.dumps([(plan.model_dump(mode="json"), "film", "plan") for plan in plans]))
    monkeypatch.setattr(bench_saboteur, "_gates", lambda bench: GATES)
    monkeypatch.setattr(bench_saboteur, "EACH", 2)
    required = bench_saboteur._profile().model_copy(update={"required": ("sharp",)})
    monkeypatch.setattr(bench_saboteur, "_profile", lambda: required)
    return tmp_path


def test_a_bench_in_two_shares_is_the_bench_in_one_and_goes_on_where_it_stopped(bench_folder):
    engine = FakeEngine()
    for part in ((1, 2), (2, 2)):
        Bench(bench_folder, shots=4, clean=8, part=part, engine=engine, score=measured).run()
    told, markdown = report(bench_folder)
    assert told["saboteur_planted_takes"] == 4, "two faults of two takes each; the third does not show"
    assert told["saboteur_caught"] == 0.5
    assert told["saboteur_false_alarm"] == 0.0
    assert told["saboteur_rerolls"] == 6, "every first take"
    assert told["saboteur_clean_takes"] == 4
    assert told["saboteur_refused"] == 2
    assert "| blur | 2 | 2 (100%) | 2 | `sharp` 2 |" in markdown
    again = FakeEngine()
    Bench(bench_folder, shots=4, clean=8, engine=again, score=measured).run()
    assert again.made == [], "everything is there"
    assert report(bench_folder) == (told, markdown)


def test_a_torn_line_is_made_again(bench_folder):
    Bench(bench_folder, shots=4, clean=8, engine=FakeEngine(), score=measured).run()
    told = report(bench_folder)
    path = bench_folder / "takes-1of1.jsonl"
    whole = path.read_text()
    path.write_text(whole[: len(whole) - 40])
    Bench(bench_folder, shots=4, clean=8, engine=FakeEngine(), score=measured).run()
    assert report(bench_folder) == told


def test_a_second_share_waits_for_the_first_to_deal(bench_folder, monkeypatch):
    naps: list[float] = []
    monkeypatch.setattr(bench_saboteur.time, "sleep", naps.append)
    with pytest.raises(SetupError, match="--part 1/2"):
        Bench(bench_folder, shots=4, clean=8, part=(2, 2), engine=FakeEngine(), score=measured).run()
    assert len(naps) == 1800


def test_faults_are_planted_into_takes_that_are_good_without_them(bench_folder):
    bench = Bench(bench_folder, shots=4, clean=8, engine=FakeEngine(), score=measured)
    planted = [trial for trial in bench.trials(bench.shots()) if trial.fault]
    assert {trial.attempt for trial in planted} == {2}, "the first take of every shot lacks somebody"
    assert len({trial.shot_id for trial in planted}) == 4


def test_the_worlds_of_the_bench_are_its_own_and_small():
    plans = world_shots()
    assert len({plan.shot_id for plan in plans}) == len(plans) >= 120
    assert {int(plan.shot_id.split("/")[1]) for plan in plans} <= set(BENCH_WORLDS)
    assert all(plan.place.seed % 2 for plan in plans), "held out: no training world has an odd seed"
    assert all(member.identity.face_seed % 2 for plan in plans for member in plan.cast)
    assert (WIDTH, HEIGHT) == (640, 360)
    assert plans[0] == world_shots()[0]


def test_the_scripts_are_there_and_every_fault_has_a_name_that_the_bench_can_print():
    assert len(list(SCRIPTS.glob("*.fountain"))) == 3
    assert all(name.isidentifier() for name in FAULTS)


def test_the_page_names_every_fault_and_every_measure_that_decides():
    page = (bench_saboteur.HOUSE / "docs" / "SCORES.md").read_text("utf-8")
    assert not [fault for fault in FAULTS if f"| {fault} |" not in page]
    assert not [gate.measure for gate in published_gates() if f"`{gate.measure}`" not in page]


def test_figures_are_written_between_the_marks_and_nowhere_else(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{bench_saboteur.BEGINS}\nold\n{bench_saboteur.ENDS}\nafter\n")
    outcomes = [outcome("blur", keyframe=scores(sharp=0.1)), outcome(None)]
    bench_saboteur.publish(page, figures(outcomes), tables(outcomes, ("blur",)))
    text = page.read_text()
    assert text.startswith("before\n") and text.endswith(f"{bench_saboteur.ENDS}\nafter\n")
    assert "old" not in text
    assert "**100.0%** of 1 planted takes on 1 shots caught" in text
    (tmp_path / "bare.md").write_text("nothing")
    with pytest.raises(ConfigError, match="no <!-- saboteur begins"):
        bench_saboteur.publish(tmp_path / "bare.md", figures(outcomes), "")
