"""The re-roll policy with token pictures: when another take is made, when the plan changes, and what ends it."""

from __future__ import annotations

import pytest

from configs import settings as configuration
from configs.settings import Settings
from crew.critic import failure_of
from crew.stopping import hopeless, must_change
from film.errors import RenderError
from film.limits import Caps
from film.verdict import Finding, Verdict
from graphs import session, spending
from graphs.rehearsal import RehearsalWorkers
from tests.fakes.plans import shot_plan
from tools.run import takes
from tools.run.clean import clean
from tools.run.explain import explain, in_words, status_of
from tools.run.folder import RunFolder
from tools.run.transcript import Transcript

SCRIPT = "Title: One\n\nINT. KITCHEN - NIGHT\n\nMARA, 30, in a red coat, waits by the window.\n"
TAKES = configuration.profile(Settings()).takes


class Workers(RehearsalWorkers):
    """Scores as told: ``says(part, attempt)`` is pass, fail or unknown; ``breaks(verb, job)`` raises."""

    def __init__(self, says=lambda part, attempt: "pass", breaks=lambda verb, job: None, **more):
        super().__init__(configuration.gates(), durable=False, **more)
        self.says, self.breaks = says, breaks

    def _score(self, folder, job):
        attempt = takes.read_slate(folder.root / job["take"]).attempt
        said = self.says(job["part"], attempt)
        scores = super()._score(folder, {**job, "part": job["part"]})
        if said == "fail":
            scores[-1] = {**scores[-1], "value": -9.0 if scores[-1]["value"] <= 1 else 9.0}
            failing = next(gate for gate in self.gates if gate.part == job["part"] and gate.at_least is not None)
            return [
                {**score, "value": failing.at_least - 0.2} if score["measure"] == failing.measure else score
                for score in scores[:-1]
            ]
        if said == "unknown":
            return [
                {**score, "value": None, "status": "unknown", "evidence": {"why": "no model; give --black-box"}}
                if score["measure"] == "black"
                else score
                for score in scores
            ]
        return scores

    def _keyframe(self, folder, job):
        self.breaks("keyframe", job)
        return super()._keyframe(folder, job)

    def _clip(self, folder, job):
        self.breaks("clip", job)
        return super()._clip(folder, job)


@pytest.fixture
def make(tmp_path):
    (script := tmp_path / "one.fountain").write_text(SCRIPT)

    def shoot(crew, runs="runs", **settings):
        asked = Settings(mind="understudy", engine="rehearsal", **{"workers": 1, **settings})
        return session.make(asked, [script], runs=tmp_path / runs, hire=lambda count: crew)

    return shoot


def attempts(outcome, shot):
    return [take["attempt"] for take in explain(outcome.folder, shot)["takes"]]


def events(outcome, kind):
    return list(Transcript(outcome.folder.transcript).entries(kind))


@pytest.mark.parametrize(
    ("passes", "fails", "values", "bounds", "answer"),
    [
        (0, 8, (), {}, False),  # posterior mean 1/10
        (0, 9, (), {}, True),
        (1, 18, (), {}, True),
        (1, 17, (), {}, False),
        (0, 2, (0.1, 0.12), {"at_least": 0.4}, True),
        (0, 2, (0.1, 0.3), {"at_least": 0.4}, False),
        (0, 1, (0.1,), {"at_least": 0.4}, False),
        (0, 2, (0.9, 0.88), {"at_most": 0.5}, True),
        (0, 2, (0.9, 0.6), {"at_most": 0.5}, False),
        (0, 2, (0.39, 0.39), {"at_least": 0.4}, True),
        (0, 2, (0.39, 0.39), {"at_least": 0.4, "least_sd": 0.02}, False),
        (0, 3, (0.2, 0.3, 0.25), {"at_least": 0.401}, True),  # sd 0.05
        (0, 3, (0.2, 0.3, 0.25), {"at_least": 0.399}, False),
    ],
)
def test_no_hope(passes, fails, values, bounds, answer):
    assert hopeless(passes, fails, values, **bounds) is answer


def failed(measure, value, attempt=1, size="medium", part="clip", spread=None):
    finding = Finding(measure=measure, status="fail", value=value, at_least=0.5, spread=spread)
    return failure_of(shot_plan("mara", size=size), Verdict(part=part, status="fail", findings=(finding,)), attempt)


def test_three_failures_of_one_kind_change_the_plan_and_of_three_kinds_do_not():
    alike = [failed("cast_recall", 0.2), failed("face_coverage", 0.45), failed("clip_count", 0.3)]
    assert "3 takes failed" in must_change(alike)
    assert must_change([failed("cast_recall", 0.2), failed("flicker", 0.45), failed("clip_time", 0.3)]) == ""


def test_failures_of_one_kind_count_through_a_change_of_plan():
    history = [failed("blur", value, at) for at, value in enumerate((0.1, 0.4, 0.2), start=1)]
    assert must_change([*history, failed("blur", 0.4, 4, size="close")])


def test_a_seed_that_passed_the_measure_proves_that_seeds_help():
    twice = [failed("clip_time", 0.1), failed("clip_time", 0.1)]
    assert must_change(twice)
    assert must_change([twice[0], failed("blur", 0.45), twice[1]]) == ""
    keyframe = failed("blur", 0.45, part="keyframe")
    assert must_change([twice[0], keyframe, twice[1]]), "a take that got no clip says nothing of clips"


def test_the_spread_of_good_takes_says_how_far_a_seed_reaches():
    assert must_change([failed("clip_time", 0.40), failed("clip_time", 0.40)])
    assert must_change([failed("clip_time", 0.40, spread=0.1), failed("clip_time", 0.40, spread=0.1)]) == ""


def test_a_failed_keyframe_costs_no_clip_and_the_first_pass_stands(make):
    workers = Workers(lambda part, attempt: "fail" if part == "keyframe" and attempt < 3 else "pass")
    made = make(workers)
    shots = list(made.version.circled)
    assert [verb for verb, _ in workers.log if verb == "clip"] == ["clip"] * len(shots)
    assert all(attempts(made, shot) == [1, 2, 3] and not made.version.circled[shot].held for shot in shots)


def test_what_nobody_can_measure_is_held_at_once_and_says_what_to_install(make):
    for part in ("keyframe", "clip"):
        made = make(Workers(lambda judged, attempt, part=part: "unknown" if judged == part else "pass"), runs=part)
        assert made.rerolls == 0
        for shot, circled in made.version.circled.items():
            assert circled.held and "give --black-box" in circled.why and attempts(made, shot) == [1]


def test_an_unmeasured_keyframe_does_not_hide_a_clip_that_fails(make):
    workers = Workers(lambda part, attempt: "unknown" if part == "keyframe" else "fail" if attempt == 1 else "pass")
    made = make(workers)
    for shot, circled in made.version.circled.items():
        assert attempts(made, shot) == [1, 2] and circled.held and circled.take.startswith("tk02")


def test_the_best_of_failed_takes_is_held_with_what_it_lacks(make):
    made = make(Workers(lambda part, attempt: "fail" if part == "clip" or attempt != 2 else "pass"))
    for circled in made.version.circled.values():
        assert circled.held and circled.take.startswith("tk02"), "the one whose keyframe passed"
        assert f"no take passed in {TAKES}" in circled.why and "take 2, clip:" in circled.why
    shot = next(iter(made.version.circled))
    assert "held: tk02" in in_words(explain(made.folder, shot))
    assert status_of(made.folder)["held"] == sorted(made.version.circled)


@pytest.mark.parametrize(
    ("caps", "settings", "made_takes"),
    [
        (Caps(shot_takes=2), {}, 2),
        (Caps(shot_render_seconds=40), {}, 3),  # 11 s a take: a fourth would make 44
        (Caps(shot_cost=0.5), {"cost_per_hour": 60.0}, 2),  # 30 s of it
        (Caps(shot_energy_wh=1.0), {"watts": 100.0}, 3),  # 36 s of it
        (Caps(shot_cost=0.5), {"cost_per_hour": 60.0, "workers": 2}, TAKES),  # an hour is shared by two
    ],
)
def test_a_cap_on_a_shot_ends_its_takes_and_says_so(make, caps, settings, made_takes):
    made = make(
        Workers(lambda part, attempt: "fail" if part == "clip" else "pass", seconds=(1.0, 10.0)), caps=caps, **settings
    )
    for shot, circled in made.version.circled.items():
        assert len(attempts(made, shot)) == made_takes and circled.held
        assert ("the cap of" in circled.why) == (made_takes < TAKES) == bool(circled.capped)
    assert [entry["cap"] for entry in events(made, "capped")] == [
        name for circled in made.version.circled.values() for name in circled.capped
    ]


def test_a_cap_on_the_film_ends_rerolls_and_no_shot_goes_without_a_take(make):
    made = make(
        Workers(lambda part, attempt: "fail" if part == "clip" else "pass", seconds=(1.0, 10.0)),
        caps=Caps(film_render_seconds=1),
    )
    assert made.version.films and made.rerolls == 0
    assert all(circled.held and "for the film" in circled.why for circled in made.version.circled.values())


def test_takes_that_pass_are_circled_whatever_they_cost(make):
    made = make(Workers(seconds=(1.0, 10.0)), caps=Caps(film_render_seconds=1))
    assert not any(circled.held for circled in made.version.circled.values())


def test_another_cap_tries_again_from_the_takes_that_are_there(make):
    def says(part, attempt):
        return "fail" if part == "clip" and attempt < 3 else "pass"

    first = make(Workers(says), caps=Caps(shot_takes=2))
    assert all(circled.held for circled in first.version.circled.values())
    same = Workers(says)
    assert make(same, caps=Caps(shot_takes=2)).version.circled == first.version.circled and same.log == []
    more = Workers(says)
    second = make(more, caps=Caps(shot_takes=4))
    shots = list(second.version.circled)
    assert not any(circled.held for circled in second.version.circled.values())
    assert [subject for verb, subject in more.log if verb == "clip"] == [f"{shot} 3" for shot in shots]


def test_a_killed_run_remembers_what_it_spent(make, tmp_path):
    def says(part, attempt):
        return "fail" if part == "clip" else "pass"

    caps, seconds = Caps(shot_render_seconds=25), (1.0, 10.0)
    whole = Workers(says, seconds=seconds)
    wanted = make(whole, runs="whole", caps=caps).version
    assert all("(22 spent)" in circled.why for circled in wanted.circled.values())
    for stop in range(len(whole.log)):
        with pytest.raises(KeyboardInterrupt):
            make(Workers(says, seconds=seconds, stop_before=stop), runs=f"killed-{stop}", caps=caps)
        rest = Workers(says, seconds=seconds)
        made = session.resume(next((tmp_path / f"killed-{stop}").iterdir()), hire=lambda count, rest=rest: rest)
        assert made.version.circled == wanted.circled, f"killed before effect {stop}"


def test_a_crash_makes_it_smaller_and_says_so(make):
    def breaks(verb, job):
        if verb == "clip" and "/tk01" in job["take"]:
            raise RenderError("StableVideoDiffusionPipeline ran out of GPU memory at 1024x576")

    made = make(Workers(breaks=breaks))
    for shot in made.version.circled:
        first, second = (takes.read_slate(path).plan for path in made.folder.takes_of(shot))
        assert second.render_height < first.render_height and second.height == first.height
        (said,) = [entry for entry in events(made, "remedy") if entry["shot"] == shot]
        assert said["remedy"] == "smaller" and "Rendered at" in said["reason"] and "out of memory" in said["reason"]


def test_a_shot_is_held_by_a_take_that_can_be_made(make):
    """Every clip of a keyframe that passes breaks: the last resort is a keyframe that failed."""

    def breaks(verb, job):
        if verb == "clip" and "/tk02" not in job["take"]:
            raise RenderError("the lens fell off")

    made = make(Workers(lambda part, attempt: "fail" if attempt == 2 else "pass", breaks))
    for circled in made.version.circled.values():
        assert circled.held and circled.take.startswith("tk02")


def test_a_shot_that_cannot_be_made_at_all_says_why(make):
    def breaks(verb, job):
        if verb == "keyframe":
            raise RenderError("the lens fell off")

    with pytest.raises(RenderError, match=f"no take could be made in {TAKES}; the last said: the lens fell off"):
        make(Workers(breaks=breaks))


def test_seconds_of_interrupted_parts_and_of_cleaned_takes_are_not_forgotten(tmp_path, make):
    folder = RunFolder(tmp_path / "run")
    take = folder.takes / "ep01/sc001/sh0010" / "tk01-aaaaaaaa"
    takes.add_spent(take, "clip", 2.0)
    takes.add_spent(take, "clip", 3.0)
    assert takes.read_spent(take) == {"clip_s": 5.0}
    made = make(
        Workers(lambda part, attempt: "fail" if part == "clip" and attempt == 1 else "pass", seconds=(1.0, 10.0))
    )
    before = spending.spent_on(made.folder)
    assert before.seconds == 22.0 * len(made.version.circled) and before.takes == 2 * len(made.version.circled)
    clean(made.folder)
    after = spending.spent_on(made.folder)
    assert (after.takes, after.seconds) == (before.takes, before.seconds)
    assert all(len(made.folder.takes_of(shot)) == 1 for shot in made.version.circled)
