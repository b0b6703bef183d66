"""The scene review with token pictures: offenders are shot again, better takes stay, worse ones do not, and it ends."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from configs import settings as configuration
from configs.review_bounds import review_bounds
from configs.settings import Settings
from film.edits import Edit
from film.take import Slate
from film.verdict import Gate
from film.version import Circled
from graphs import session
from graphs.rehearsal import RehearsalWorkers
from graphs.review_orders import Order, edits_of, judged, pending
from tests.film.films import small_series
from tools.run import takes
from tools.run.explain import explain, in_words
from tools.run.transcript import Transcript
from tools.score.continuity.agreement import Agreement
from tools.score.continuity.features import REVISION

EXPOSURE = "state.light.exposure_stops"
Features = Callable[[Slate], dict[str, Any]]


class Measured(RehearsalWorkers):
    """Takes that show what the test says."""

    features: Features = staticmethod(lambda slate: {})

    def _features(self, folder, job):
        return {"revision": REVISION, **self.features(takes.read_slate(folder.root / job["take"]))}


def workers(features: Features, passes=lambda shot_id, attempt: True, **more) -> Measured:
    hired = Measured(configuration.gates(), passes, durable=False, **more)
    hired.features = features
    return hired


def film(path: Path, shots: int = 6, **changes: Any) -> Path:
    """One scene of Mara alone, a medium shot after another."""
    import json

    data = small_series().model_dump(mode="json")
    scene = data["episodes"][0]["scenes"][0]
    single = {**scene["shots"][1], "spoken": [], "duration_s": 1.0}
    scene["lines"] = []
    scene["beats"] = [{"id": "b1", "kind": "action", "text": "She waits.", "present": ["mara"]}]
    scene["shots"] = [{**single, "id": f"ep01/sc001/sh{10 * at:04d}", **changes} for at in range(1, shots + 1)]
    path.write_text(json.dumps(data))
    return path


def make(script: Path, runs: Path, hired: RehearsalWorkers) -> session.Outcome:
    return session.make(Settings(mind="understudy", engine="rehearsal"), [script], runs=runs, hire=lambda count: hired)


def notes(made: session.Outcome, kind: str) -> list[dict[str, Any]]:
    return list(Transcript(made.folder.transcript).entries(kind))


def orders(made: session.Outcome) -> list[tuple[str, dict[str, Any]]]:
    return [(each["shot"], each) for review in notes(made, "review") for each in review["ordered"]]


def bright(slate: Slate, off: dict[str, float], obeys: float = 1.0) -> dict[str, Any]:
    """0.4 of luma; a shot so many stops off, and as much less as its plan was told by a review."""
    stops = off.get(slate.plan.shot_id[-4:], 0.0) + obeys * slate.plan.state.light.exposure_stops
    return {"luma": 0.4 + 0.12 * stops, "warmth": 0.1}


def face(likeness: float) -> list[float]:
    """A unit vector with that cosine to (1, 0)."""
    return [likeness, (1 - likeness * likeness) ** 0.5]


def faces(slate: Slate, wrong: Callable[[Slate], float]) -> dict[str, Any]:
    return {"luma": 0.4, "warmth": 0.1, "people": {"mara": {"face": face(wrong(slate)), "faces": 8}}}


def test_a_take_in_another_light_is_corrected_and_the_correction_stays(tmp_path):
    made = make(film(tmp_path / "f.json"), tmp_path / "runs", workers(lambda slate: bright(slate, {"0030": 2.5})))
    ((shot, order),) = orders(made)
    assert shot.endswith("0030") and order["measures"] == ["light"] and order["edits"][0]["path"] == EXPOSURE
    stands = takes.read_slate(made.folder.takes / shot / made.version.circled[shot].take)
    assert stands.plan.state.light.exposure_stops < 0
    assert not notes(made, "kept_take")


def test_a_wrong_face_is_drawn_anew(tmp_path):
    def wrong(slate: Slate) -> float:
        return 0.1 if slate.plan.shot_id.endswith("0040") and slate.plan.roll == 0 else 0.98

    made = make(film(tmp_path / "f.json"), tmp_path / "runs", workers(lambda slate: faces(slate, wrong)))
    ((shot, order),) = orders(made)
    assert shot.endswith("0040") and order["measures"] == ["identity"] and "by 0.30;" in order["reason"]
    assert takes.read_slate(made.folder.takes / shot / made.version.circled[shot].take).plan.roll == 1


def test_a_re_shoot_that_is_no_better_is_not_circled(tmp_path):
    def wrong(slate: Slate) -> float:
        return (0.2, 0.1, 0.15, 0.0)[slate.plan.roll] if slate.plan.shot_id.endswith("0040") else 0.98

    hired = workers(lambda slate: faces(slate, wrong))
    made = make(film(tmp_path / "f.json"), tmp_path / "runs", hired)
    given = orders(made)
    shot = given[0][0]
    assert [order["edits"][0]["value"] for _, order in given] == [1, 2], "two draws, and never the same one"
    assert takes.read_slate(made.folder.takes / shot / made.version.circled[shot].take).plan.roll == 0
    kept = notes(made, "kept_take")
    assert len(kept) == 2 and all("no better" in each["why"] for each in kept)
    left = notes(made, "review")[-1]["left"]
    assert [each["shot"] for each in left] == [shot]
    clips = Counter(subject for verb, subject in hired.log if verb == "clip")
    assert clips[f"{shot} 1"] == 3 and sum(clips.values()) == 6 + 2, (
        "each draw is shot once; putting back costs nothing"
    )


def test_a_re_shoot_that_is_worse_and_then_one_that_is_better(tmp_path):
    def wrong(slate: Slate) -> float:
        return (0.2, 0.1, 0.97, 0.97)[slate.plan.roll] if slate.plan.shot_id.endswith("0040") else 0.98

    made = make(film(tmp_path / "f.json"), tmp_path / "runs", workers(lambda slate: faces(slate, wrong)))
    shot = orders(made)[0][0]
    assert takes.read_slate(made.folder.takes / shot / made.version.circled[shot].take).plan.roll == 2
    assert len(notes(made, "kept_take")) == 1 and notes(made, "review")[-1]["left"] == []


def test_a_re_shoot_that_cannot_be_measured_is_not_circled(tmp_path):
    def features(slate: Slate) -> dict[str, Any]:
        if slate.plan.roll:
            return {"luma": 0.4}
        return faces(slate, lambda slate: 0.1 if slate.plan.shot_id.endswith("0020") else 0.98)

    made = make(film(tmp_path / "f.json"), tmp_path / "runs", workers(features))
    shot = orders(made)[0][0]
    assert takes.read_slate(made.folder.takes / shot / made.version.circled[shot].take).plan.roll == 0
    assert "identity could not be measured" in notes(made, "kept_take")[0]["why"]


def test_a_re_shoot_that_fails_its_gates_is_not_circled(tmp_path):
    class Fails(Measured):
        def _score(self, folder, job):
            slate = takes.read_slate(folder.root / job["take"])
            self.passes = lambda shot_id, attempt: slate.plan.roll == 0
            return super()._score(folder, job)

    hired = Fails(configuration.gates(), durable=False)
    hired.features = lambda slate: faces(slate, lambda slate: 0.1 if slate.plan.shot_id.endswith("0020") else 0.98)
    made = make(film(tmp_path / "f.json"), tmp_path / "runs", hired)
    assert not any(circled.held for circled in made.version.circled.values())
    assert "passed its gates" in notes(made, "kept_take")[0]["why"]


def test_light_that_swings_over_is_not_sent_back_the_other_way(tmp_path):
    hired = workers(lambda slate: bright(slate, {"0030": 2.5}, obeys=4.5))
    made = make(film(tmp_path / "f.json"), tmp_path / "runs", hired)
    exposures = [order["edits"][0]["value"] for _, order in orders(made)]
    assert exposures and all(value < 0 for value in exposures), "too bright at first, too dark after: never lightened"


def test_a_film_is_compared_across_its_scenes(tmp_path):
    import json

    path = film(tmp_path / "f.json", shots=3)
    data = json.loads(path.read_text())
    first = data["episodes"][0]["scenes"][0]
    again = json.loads(json.dumps(first).replace("sc001", "sc002"))
    again["shots"] = again["shots"][:1]
    data["episodes"][0]["scenes"].append(again)
    data["bible"]["scenes"].append({**data["bible"]["scenes"][0], "scene_id": "ep01/sc002"})
    path.write_text(json.dumps(data))

    def wrong(slate: Slate) -> float:
        return 0.1 if slate.plan.scene_id.endswith("sc002") and slate.plan.roll == 0 else 0.98

    made = make(path, tmp_path / "runs", workers(lambda slate: faces(slate, wrong)))
    assert [shot for shot, _ in orders(made)] == ["ep01/sc002/sh0010"], "alone in its scene, and unlike the film"


def test_what_was_compared_and_found_can_be_read_by_whoever_was_not_there(tmp_path):
    def wrong(slate: Slate) -> float:
        return (0.2, 0.1, 0.97)[slate.plan.roll] if slate.plan.shot_id.endswith("0040") else 0.98

    made = make(film(tmp_path / "f.json"), tmp_path / "runs", workers(lambda slate: faces(slate, wrong)))
    first = notes(made, "review")[0]
    compared = {each["measure"]: each for each in first["compared"]}
    assert list(compared) == ["identity", "light", "warmth"], "in their order"
    assert compared["identity"]["takes"] == 6 and compared["identity"]["stands_out"][0]["shot"].endswith("0040")
    assert set(first["not_measured"]) == {"wardrobe", "place", "colour", "direction", "props"}
    told = in_words(explain(made.folder, "sh0040"))
    assert "compared in identity" in told and "sent back for identity" in told and "earlier take kept" in told
    assert "mara's face is like their other takes by 0." in told
    plain = in_words(explain(made.folder, "sh0010"))
    assert "compared in identity" in plain and "sent back for" not in plain


def test_without_anything_measured_the_film_is_made_and_the_review_says_so(tmp_path):
    from film.errors import ScoreError

    class Blind(Measured):
        def _features(self, folder, job):
            raise ScoreError("no model has eyes here; give one")

    made = make(film(tmp_path / "f.json"), tmp_path / "runs", Blind(configuration.gates(), durable=False))
    review = notes(made, "review")[0]
    assert made.version.films and review["compared"] == [] and review["ordered"] == []
    assert "no model has eyes here" in review["not_measured"]["identity"]


def test_a_scene_is_not_measured_twice(tmp_path):
    asked: list[str] = []

    def features(slate: Slate) -> dict[str, Any]:
        asked.append(slate.take_id)
        return bright(slate, {"0030": 2.5})

    path, runs = film(tmp_path / "f.json"), tmp_path / "runs"
    make(path, runs, workers(features))
    assert len(asked) == len(set(asked)) == 7
    make(path, runs, workers(features))
    assert len(asked) == 7


def test_killed_before_any_effect_the_review_goes_on_and_ends_the_same(tmp_path):
    def wrong(slate: Slate) -> float:
        return (0.2, 0.1, 0.97)[slate.plan.roll] if slate.plan.shot_id.endswith("0020") else 0.98

    def features(slate: Slate) -> dict[str, Any]:
        return faces(slate, wrong)

    path = film(tmp_path / "f.json", shots=3)
    whole = workers(features)
    wanted = make(path, tmp_path / "whole", whole).version
    for stop in range(5, len(whole.log)):
        runs = tmp_path / f"killed-{stop}"
        killed = workers(features, stop_before=stop)
        with pytest.raises(KeyboardInterrupt):
            make(path, runs, killed)
        rest = workers(features)
        made = session.resume(next(runs.iterdir()), hire=lambda count, rest=rest: rest)
        assert sorted(killed.log + rest.log) == sorted(whole.log), f"killed before effect {stop}"
        assert made.version.circled == wanted.circled and made.version.films == wanted.films


def adversarial(seed: int) -> Features:
    """Anything at all, another for every take: there is no film that would satisfy it."""

    def features(slate: Slate) -> dict[str, Any]:
        draw = random.Random(f"{seed}|{slate.take_id}")
        people = {
            "mara": {
                "face": face(draw.uniform(-1, 1)), "faces": draw.randint(0, 8), "reference": face(draw.uniform(-1, 1)),
                "clothes": [draw.uniform(0, 100), draw.uniform(-80, 80), draw.uniform(-80, 80)],
            }
        }  # fmt: skip
        some = {
            "luma": draw.random(), "warmth": draw.uniform(-3, 3), "people": people,
            "looks": [face(draw.uniform(-1, 1)) for _ in range(3)],
        }  # fmt: skip
        return {name: value for name, value in some.items() if draw.random() < 0.8}

    return features


@pytest.mark.parametrize("seed", (1, 2, 3))
def test_it_ends_whatever_is_measured(tmp_path, seed):
    hired = workers(adversarial(seed))
    made = make(film(tmp_path / "f.json", shots=6), tmp_path / "runs", hired)
    assert made.version.films
    by_shot = Counter(shot for shot, _ in orders(made))
    rounds = [review["round"] for review in notes(made, "review")]
    assert by_shot and max(by_shot.values()) <= 2 and max(rounds) <= 4
    assert all(len(review["ordered"]) <= 3 for review in notes(made, "review"))
    assert all(review["ordered"] == [] for review in notes(made, "review") if review["round"] > 2)
    for shot in by_shot:
        exposures = [
            edit["value"]
            for of, order in orders(made)
            if of == shot
            for edit in order["edits"]
            if edit["path"] == EXPOSURE
        ]
        assert all(value > 0 for value in exposures) or all(value < 0 for value in exposures)
    clips = Counter(subject for verb, subject in hired.log if verb == "clip")
    assert sum(clips.values()) <= 6 + sum(by_shot.values())


def circled(take: str, *, held: bool = False) -> Circled:
    return Circled(take=take, take_id=take, held=held)


def lying(distance: float, measure: str = "identity") -> tuple[Agreement, ...]:
    return (Agreement(measure=measure, about="mara", bound=1.0, value={"s": distance}, distance={"s": distance}),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "measures", "before", "after", "kept"),
    [
        (circled("b"), ("identity",), lying(2.0), lying(0.5), True),
        (circled("b"), ("identity",), lying(2.0), lying(1.9), True),
        (circled("b"), ("identity",), lying(2.0), lying(2.0), False),
        (circled("b"), ("identity",), lying(2.0), (*lying(0.5), *lying(3.0, "wardrobe")), False),
        (circled("b"), ("identity",), lying(2.0), lying(0.1, "light"), False),
        (circled("b", held=True), ("identity",), lying(2.0), lying(0.5), False),
        (circled("a"), ("identity",), lying(2.0), lying(0.5), False),
        (circled("b"), (), (), lying(0.9), True),
        (circled("b"), (), (), lying(1.1), False),
    ],
)
def test_a_new_take_stays_only_when_it_fits_better(now, measures, before, after, kept):
    order = Order(round=1, edits=(), reason="r", measures=measures, replaces=circled("a"))
    assert judged(order, "s", now, before, after).kept is kept


def test_orders_whose_take_did_not_stay_leave_the_plan():
    def order(value: int, kept: bool | None) -> Order:
        edit = Edit(path="roll", op="adjust", value=value)
        return Order(round=1, edits=(edit,), reason="r", replaces=circled("a"), kept=kept)

    given = {"s": [order(1, False), order(2, None)], "t": [order(1, False)]}
    assert [edit["value"] for edit in edits_of(given)["s"]] == [2] and edits_of(given)["t"] == []
    assert list(pending(given)) == ["s"]


def test_the_bound_of_a_face_is_its_gates():
    gate = Gate(measure="face_identity", part="clip", at_least=0.61)
    assert review_bounds([gate], house=False)["identity"] == 0.61
    assert review_bounds([], house=False)["identity"] == 0.4
    assert review_bounds([], house=True)["props"] is None and review_bounds([], house=True)["light"] == 1.6
