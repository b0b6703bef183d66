"""How many planted faults the gates catch, and how many good takes they fail: made, scored and judged as a film's takes are.

    python -m studio.bench_saboteur --out DIR                 everything, in one process
    python -m studio.bench_saboteur --out DIR --part 1/2      half of the takes; the other half may run beside it
    python -m studio.bench_saboteur --out DIR --report        judges what is there by the gates of the day

A run that was stopped goes on where it was. Takes are kept: other scorers score them again without rendering, and other
gates or thresholds need ``--report`` alone. Which shots: ``studio.bench_worlds``; what is counted: ``studio.bench_trials``.
"""

from __future__ import annotations

import argparse
import datetime
import json
import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from film.errors import ConfigError, RenderError, ScoreError, SetupError
from film.plan import ShotPlan
from film.profile import Profile
from film.take import Slate
from film.verdict import Gate, Part, Score
from studio.bench_trials import Outcome, Trial, deal, figures, missed, outcome_of, tables
from studio.bench_worlds import BenchShot, bench_shots
from tools.render.engine import CLIP, KEYFRAME, KEYFRAME_CAST, KEYFRAME_MASK, Sources
from tools.whole import append_line, write_json, write_whole

SHOTS = 48
EACH = 12
"""Takes of every fault, where it applies to so many shots."""
CLEAN = 200
SPARE = 1.25
"""Takes that are shot for one clean take: some are set aside, their own masks say that they are no good."""
ATTEMPTS = 4
"""Takes of a shot among which the one is looked for that faults are planted into: its keyframe must be good without them."""
PARTS: tuple[Part, ...] = ("keyframe", "clip")

HOUSE = Path(__file__).resolve().parent.parent
BEGINS, ENDS = "<!-- saboteur begins -->", "<!-- saboteur ends -->"
COMMAND = "python -m studio.bench_saboteur --out runs/bench/saboteur --docs docs/SCORES.md"

Measure = Callable[[Part, ShotPlan, Path, Sources], tuple[Score, ...]]


class Bench:
    """One process's share of the bench, in one folder."""

    def __init__(
        self,
        out: Path,
        *,
        shots: int = SHOTS,
        clean: int = CLEAN,
        part: tuple[int, int] = (1, 1),
        engine: Any = None,
        score: Measure | None = None,
    ) -> None:
        """
        Args:
            out: where takes, scores and plans are kept.
            shots: how many of the bench's shots get faults.
            clean: how many good takes without a fault are wanted.
            part: (k, m): the k-th of m shares.
            engine: in place of the saboteur; it has ``fault`` to be set and ``applicable`` to be asked.
            score: in place of the scorers that a film's takes are measured with.
        """
        from configs.settings import Settings
        from configs.style_files import built_in_styles
        from graphs.unit import scorer_options
        from tools.render.sabotage.saboteur import SaboteurEngine
        from tools.run.folder import RunFolder
        from tools.score.scorers import Scorers

        self.out, self.part, self.clean, self.faulty_shots = out.resolve(), part, clean, shots
        self.out.mkdir(parents=True, exist_ok=True)
        self.scorers = Scorers.model_validate(scorer_options(Settings(), RunFolder(out)))
        self.styles = tuple(built_in_styles())
        self.engine = engine or SaboteurEngine(_profile().encoding, fault=None, styles=self.styles, keep=True)
        self._score = score or self._measured

    def run(self) -> None:
        """Make and score every take of this share that is not done."""
        self._wait_for_the_first_share()
        shots = {shot.plan.shot_id: shot for shot in self.shots()}
        done = {(line["trial"], line["scorers"]) for line in _lines(self.out)}
        refused = {line["trial"] for line in _lines(self.out) if line.get("refused")}
        mine = self._share(self.trials(tuple(shots.values())))
        for number, trial in enumerate(mine, start=1):
            if (trial.name, self.scorers.hash) in done or trial.name in refused:
                continue
            began = time.process_time()
            line: dict[str, Any] = {"trial": trial.name, "of": list(trial), "scorers": self.scorers.hash}
            try:
                line |= self._made_and_scored(trial, shots[trial.shot_id])
            except (RenderError, ScoreError) as reason:
                line["refused"] = f"{type(reason).__name__}: {reason}"
            line["cpu_s"] = round(time.process_time() - began, 2)
            append_line(self.out / f"takes-{self.part[0]}of{self.part[1]}.jsonl", json.dumps(line, ensure_ascii=False))
            print(f"{number}/{len(mine)} {trial.name} {line['cpu_s']:.1f} s", file=sys.stderr, flush=True)

    def _wait_for_the_first_share(self) -> None:
        """The first share plans and deals for all; the others begin when it has.

        Raises:
            SetupError: it did not within half an hour.
        """
        for _ in range(1800 if self.part[0] > 1 else 0):
            if self._deal_file.exists():
                return
            time.sleep(1.0)
        if self.part[0] > 1 and not self._deal_file.exists():
            raise SetupError(f"nothing is planned in {self.out.name}; start --part 1/{self.part[1]} as well")

    @property
    def _deal_file(self) -> Path:
        return self.out / f"dealt-{self.faulty_shots}.json"

    def shots(self) -> tuple[BenchShot, ...]:
        """The bench's shots, planned once for the folder."""
        path = self.out / "shots.json"
        if not path.exists():
            planned = bench_shots(self.out / "plan", self.styles)
            told = [
                (s.plan.model_dump(mode="json"), s.source, s.speech.relative_to(self.out).as_posix()) for s in planned
            ]
            write_json(path, told)
        return tuple(
            BenchShot(ShotPlan.model_validate(plan), source, self.out / speech)
            for plan, source, speech in json.loads(path.read_text("utf-8"))
        )

    def trials(self, shots: Sequence[BenchShot]) -> tuple[Trial, ...]:
        """Every take of the bench, the takes of one shot together: first the clean one, then its faults."""
        dealt = self._dealt(shots)
        planted = {
            shot_id: [Trial(shot_id, entry["attempt"], fault) for fault in entry["faults"]]
            for shot_id, entry in dealt.items()
        }
        twins = {(shot_id, entry["attempt"]) for shot_id, entry in dealt.items()}
        wanted = round(SPARE * self.clean) - len(twins)
        more = [(s.plan.shot_id, a) for a in (1, 2) for s in shots if (s.plan.shot_id, a) not in twins][
            : max(0, wanted)
        ]
        trials = []
        for shot in shots:
            shot_id = shot.plan.shot_id
            trials += [Trial(shot_id, attempt) for named, attempt in sorted({*twins, *more}) if named == shot_id]
            trials += planted.get(shot_id, [])
        return tuple(trials)

    def _share(self, trials: Sequence[Trial]) -> list[Trial]:
        """Whole shots, in turn: what is rendered of one serves all of its takes."""
        number = {shot_id: at for at, shot_id in enumerate(dict.fromkeys(trial.shot_id for trial in trials))}
        k, m = self.part
        return [trial for trial in trials if number[trial.shot_id] % m == k - 1]

    def _dealt(self, shots: Sequence[BenchShot]) -> dict[str, dict[str, Any]]:
        """Shot id -> the take that faults are planted into, and which; found once for the folder from clean keyframes."""
        from tools.render.sabotage.faults import FAULTS

        path = self._deal_file
        if not path.exists():
            found: dict[str, int] = {}
            applicable: dict[str, tuple[str, ...]] = {}
            for shot in shots:
                if len(applicable) == self.faulty_shots:
                    break
                attempt = next((a for a in range(1, ATTEMPTS + 1) if self._is_good(shot, a)), None)
                if attempt is not None:
                    slate, sources = self._slate(shot, attempt), self._sources(shot)
                    found[shot.plan.shot_id] = attempt
                    applicable[shot.plan.shot_id] = self.engine.applicable(slate, sources)
            dealt = deal(applicable, tuple(FAULTS), EACH)
            write_json(path, {name: {"attempt": found[name], "faults": faults} for name, faults in dealt.items()})
        return json.loads(path.read_text("utf-8"))

    def _is_good(self, shot: BenchShot, attempt: int) -> bool:
        from tools.score.evidence import read_evidence
        from tools.score.ground_truth import is_clean
        from tools.score.scorers import cast_scores

        take = self._take(Trial(shot.plan.shot_id, attempt))
        self._shoot("keyframe", self._slate(shot, attempt), shot, take, None)
        evidence = read_evidence(take / KEYFRAME_CAST, take / KEYFRAME_MASK)
        return is_clean(cast_scores(shot.plan, evidence), "keyframe")

    def _made_and_scored(self, trial: Trial, shot: BenchShot) -> dict[str, Any]:
        from tools.run import takes

        slate, take = self._slate(shot, trial.attempt), self._take(trial)
        takes.write_slate(take, slate)
        line: dict[str, Any] = {}
        for part in PARTS:
            self._shoot(part, slate, shot, take, trial.fault)
            began = time.process_time()
            scores = self._score(part, slate.plan, take, self._sources(shot))
            line[part] = [score.model_dump(mode="json") for score in scores]
            line[f"{part}_score_s"] = round(time.process_time() - began, 3)
        return line

    def _measured(self, part: Part, plan: ShotPlan, take: Path, sources: Sources) -> tuple[Score, ...]:
        from tools.score.scorers import score_clip, score_keyframe

        return (score_keyframe if part == "keyframe" else score_clip)(plan, take, sources, self.scorers)

    def _shoot(self, part: Part, slate: Slate, shot: BenchShot, take: Path, fault: str | None) -> None:
        if (take / (KEYFRAME if part == "keyframe" else CLIP)).exists():
            return
        self.engine.fault = fault
        take.mkdir(parents=True, exist_ok=True)
        make = self.engine.keyframe if part == "keyframe" else self.engine.clip
        make(slate, self._sources(shot), take)

    def _take(self, trial: Trial) -> Path:
        return self.out / "takes" / trial.name

    def _slate(self, shot: BenchShot, attempt: int) -> Slate:
        return self.engine.slate(shot.plan, asked_sha256="", attempt=attempt, seed=shot.seed(attempt))

    def _sources(self, shot: BenchShot) -> Sources:
        out = self.out
        return Sources(speech=shot.speech, assets=out / "assets", people=out / "people", plates=out / "plates")


def judged(out: Path) -> list[Outcome]:
    """Every take that was scored by the scorers of the day, judged by the gates of the day; in the order of the bench."""
    bench = Bench(out)
    gates, required = _gates(bench), _profile().required
    latest = {line["trial"]: line for line in _lines(out) if line["scorers"] == bench.scorers.hash and "clip" in line}
    found = []
    for line in latest.values():
        scored: dict[Part, Sequence[Score]] = {
            part: tuple(Score.model_validate(entry) for entry in line[part]) for part in PARTS
        }
        found.append(outcome_of(Trial(*line["of"]), scored, gates, required))
    return sorted(found, key=lambda outcome: outcome.trial.name)


def report(out: Path, clean: int | None = None) -> tuple[dict[str, float], str]:
    """The figures of what is there, and the tables in Markdown."""
    from tools.render.sabotage.faults import FAULTS

    outcomes = judged(out)
    refused = {line["trial"] for line in _lines(out) if line.get("refused")}
    told = tables(outcomes, tuple(FAULTS), clean)
    return figures(outcomes, clean) | {"saboteur_refused": len(refused)}, told


def measure_saboteur() -> dict[str, float]:
    """The whole bench in this process: what ``make bench`` runs. A run in runs/bench/saboteur is gone on with."""
    out = HOUSE / "runs" / "bench" / "saboteur"
    Bench(out).run()
    return report(out, CLEAN)[0]


def publish(page: Path, told: dict[str, float], markdown: str) -> None:
    """Write figures and tables into ``page``, between ``BEGINS`` and ``ENDS``, with the day and the command.

    Raises:
        ConfigError: the page has no such marks.
    """
    text = page.read_text("utf-8")
    if BEGINS not in text or ENDS not in text:
        raise ConfigError(
            f"{page.name}: there is no {BEGINS} and {ENDS} to write between; put both lines where the table goes"
        )
    before, rest = text.split(BEGINS, 1)
    head = (
        f"{datetime.date.today().isoformat()}, {platform.machine()}, `{COMMAND}`: "
        f"**{told['saboteur_caught']:.1%}** of {told['saboteur_planted_takes']:.0f} planted takes on "
        f"{told['saboteur_shots']:.0f} shots caught ({told['saboteur_caught_by_fault_alone']:.1%} by gates that pass the same "
        f"take without its fault), **{told['saboteur_false_alarm']:.1%}** of {told['saboteur_clean_takes']:.0f} clean takes "
        f"failed; {told['saboteur_rerolls']:.0f} more were no good by their own masks and are not counted."
    )
    write_whole(page, f"{before}{BEGINS}\n{head}\n\n{markdown}{ENDS}{rest.split(ENDS, 1)[1]}".encode())


def _profile() -> Profile:
    from configs.settings import Settings, profile

    return profile(Settings(profile="draft"))


def _gates(bench: Bench) -> tuple[Gate, ...]:
    from configs.settings import gates

    return gates(tuple(name for name in bench.scorers.names.values() if name))


def _lines(out: Path) -> Iterator[dict[str, Any]]:
    """Every line of every share, torn last ones left out."""
    for path in sorted(out.glob("takes-*.jsonl")):
        for text in path.read_text("utf-8").splitlines():
            try:
                yield json.loads(text)
            except json.JSONDecodeError:
                continue


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module."""
    parser = argparse.ArgumentParser(
        prog="python -m studio.bench_saboteur", description=__doc__.splitlines()[0] if __doc__ else None
    )
    parser.add_argument("--out", type=Path, required=True, help="folder of the bench; gone on with if it is there")
    parser.add_argument("--shots", type=int, default=SHOTS, help="shots that faults are planted into")
    parser.add_argument("--clean", type=int, default=CLEAN, help="clean takes")
    parser.add_argument("--part", default="1/1", help="K/M: the K-th of M shares")
    parser.add_argument("--report", action="store_true", help="judge what is there, make nothing")
    parser.add_argument(
        "--docs", type=Path, help="a Markdown file whose part between the saboteur's marks is written anew"
    )
    parser.add_argument("--missed", action="store_true", help="name the takes that were judged wrongly")
    chosen = parser.parse_args(arguments)
    k, _, m = chosen.part.partition("/")
    if not chosen.report:
        Bench(chosen.out, shots=chosen.shots, clean=chosen.clean, part=(int(k), int(m))).run()
    told, markdown = report(chosen.out, chosen.clean)
    if chosen.docs:
        publish(chosen.docs, told, markdown)
    print(json.dumps(told, indent=1), markdown, sep="\n")
    if chosen.missed:
        print("\n".join(missed(judged(chosen.out))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
