"""Held-out figures on hand-made numbers, and the papers beside the weights: marks, card, staleness."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from film.errors import RenderError, SetupError
from tests.training.schoolroom import make_school
from tools.score.face.models import RawFace
from tools.training import card, face_marks, marks, recipe, staleness
from tools.training.__main__ import main
from tools.training.pictures import Face, read_world

HOUSE = Path(__file__).resolve().parents[2] / "configs" / "house"
POINTS = ((120, 120), (156, 120), (138, 140), (124, 160), (152, 160))
FACE = Face("ana", (100.0, 80.0, 176.0, 180.0), POINTS, 20.0, 1.0)


def found(box, score=0.9) -> RawFace:
    return RawFace(box, np.array(POINTS, np.float32), score, np.ones(4, np.float32))


def test_equal_error_by_hand():
    genuine, impostor = np.array([0.9, 0.8, 0.7, 0.3]), np.array([0.5, 0.2, 0.1, 0.0])
    rate = face_marks.equal_error(genuine, impostor)
    assert rate.rate == pytest.approx(0.25) and 0.3 < rate.threshold <= 0.5
    assert (rate.genuine, rate.impostors) == (4, 4)
    assert face_marks.equal_error(genuine, impostor - 1.0).rate == 0.0
    assert face_marks.equal_error(impostor - 1.0, genuine).rate == 1.0
    with pytest.raises(RenderError, match="0 genuine and 4 impostor"):
        face_marks.equal_error(np.zeros(0), impostor)


def test_pairs_are_of_one_person_or_of_two():
    vectors = np.array([[1, 0], [0.8, 0.6], [0, 1], [0.6, 0.8]], np.float32)
    people = np.array([1, 1, 2, 2])
    rate = face_marks.error_rate(vectors, people, seed=1)
    assert (rate.genuine, rate.impostors) == (2, 4)
    turned = face_marks.error_rate(vectors, people, np.array([True, False, False, False]), seed=1)
    assert (turned.genuine, turned.impostors) == (1, 2)
    assert turned.rate == 0.0


def test_a_find_meets_one_face_and_the_rest_is_false():
    back = FACE._replace(box=(300.0, 80.0, 376.0, 180.0), facing_deg=150.0)
    extra = Face("", (500.0, 80.0, 540.0, 140.0), ((0.0, 0.0),) * 5, 180.0, 0.0)
    finds = [
        found((102.0, 82.0, 178.0, 182.0)),
        found((98.0, 90.0, 170.0, 190.0), 0.6),
        found(back.box, 0.8),
        found((505.0, 85.0, 535.0, 135.0), 0.7),
        found((10.0, 10.0, 40.0, 50.0), 0.55),
    ]
    met, false = face_marks.match(finds, [FACE, back, extra])
    assert met[0] == 0 and met[1] == 2
    assert sorted(false) == [1, 2, 4]
    assert face_marks.match([], [FACE]) == ({}, [])


def test_overlap_of_boxes():
    assert face_marks.overlap((0, 0, 2, 2), (1, 0, 3, 2)) == pytest.approx(1 / 3)
    assert face_marks.overlap((0, 0, 1, 1), (2, 2, 3, 3)) == 0.0


def test_the_search_counts_what_it_should(tmp_path):
    """Models that find the drawn face, never the extra, and one thing on bare wall."""

    class Models:
        def look(self, rgb):
            assert rgb.shape == (270, 480, 3)
            x, y, tall = 210 * 0.75, 90 * 0.75, 90 * 0.75
            true = (x - 0.38 * tall, y - 0.5 * tall, x + 0.38 * tall, y + 0.5 * tall)
            return [found(true), found((20.0, 200.0, 60.0, 250.0))]

    school = make_school(tmp_path)
    searched = face_marks.search(Models(), school, "held")
    assert (searched.pictures, searched.false, len(searched.asked)) == (2, 2, 2)
    assert searched.recall() == 1.0 and searched.asked[0].height_px == pytest.approx(67.5)
    assert searched.asked[0].who == read_world(school / "pictures/held/00000.npz")[0].plan.cast[0].identity.face_seed

    class Blind:
        def look(self, rgb):
            return []

    assert face_marks.search(Blind(), school, "held").recall() == 0.0


def test_captions_to_choose_from_are_distinct():
    names = [number % 5 for number in range(40)]
    chosen = marks.distinct(names, 4, random.Random(1))
    assert len(chosen) == 4 and len({names[at] for at in chosen}) == 4
    assert len(marks.distinct(names, 64, random.Random(1))) == 5


def test_top1_of_an_eye_that_reads_perfectly_and_of_one_that_does_not(tmp_path):
    plans = [picture.plan for picture in read_world(make_school(tmp_path) / "pictures/held/00000.npz")]
    axis = {marks.captions.caption(plan, random.Random(at), "held"): at for at, plan in enumerate(plans)}
    assert len(axis) == 2

    class Reader:
        def __init__(self, turned: bool) -> None:
            self.turned = turned

        def text(self, words):
            at = next((at for at, plan in enumerate(plans) if plan.state.camera.size == sized(words)), 0)
            return np.eye(2)[1 - at if self.turned else at]

    def sized(words):
        return next(size for told, size in sizes.items() if told in words)

    sizes = {}
    for plan in plans:
        for at in range(60):
            sizes[marks.captions.statement(plan, random.Random(at)).size] = plan.state.camera.size
    sizes = dict(sorted(sizes.items(), key=lambda entry: -len(entry[0])))
    if len({plan.state.camera.size for plan in plans}) == 2:
        assert np.mean(marks.top1(Reader(False), np.eye(2), plans, random.Random(1))) == 1.0
        assert np.mean(marks.top1(Reader(True), np.eye(2), plans, random.Random(1))) == 0.0


def test_the_bench_gets_three_figures_or_a_sentence(tmp_path):
    with pytest.raises(SetupError, match=r"run: python -m tools\.training evaluate"):
        marks.house_marks(tmp_path)
    told = {"clip": {"clip_top1": 0.9}, "faces": {"face_eer": 0.02, "face_recall": 0.99}}
    (tmp_path / marks.FILE).write_text(json.dumps(told), "utf-8")
    assert marks.house_marks(tmp_path) == {
        "house.clip_top1": 0.9, "house.face_eer": 0.02, "house.face_recall": 0.99,
    }  # fmt: skip


def test_the_card_says_what_was_measured(tmp_path):
    with pytest.raises(SetupError, match="no whole record"):
        card.card(tmp_path)
    _papers(tmp_path)
    recipe.write_card(tmp_path)
    told = (tmp_path / "CARD.md").read_text("utf-8")
    for figure in (
        "0.912",
        "0.983",
        "0.0213",
        "0.961",
        "12.3 MB",
        "stage only",
        "Apache-2.0",
        "216 unseen people",
        "1.5 CPU-core",
    ):
        assert figure in told
    assert all(len(line) < 200 for line in told.splitlines())


def test_other_pictures_make_the_scorers_stale(monkeypatch):
    drawn = np.full((staleness.KEPT_HEIGHT, staleness.KEPT_WIDTH, 3), 100, np.uint8)
    monkeypatch.setattr(staleness, "_drawn", lambda plan: drawn)
    kept = staleness.probe()
    assert staleness.why_stale(json.loads(json.dumps(kept))) is None
    monkeypatch.setattr(staleness, "_drawn", lambda plan: drawn + 2)
    assert staleness.why_stale(kept) is None
    monkeypatch.setattr(staleness, "_drawn", lambda plan: drawn + 9)
    assert staleness.why_stale(kept).startswith(staleness.STALE)
    assert "(picture 0 differs by 9.0 levels of 255)" in staleness.why_stale(kept)
    monkeypatch.setattr(staleness, "STAGE_VERSION", "not this one")
    assert "not this one today" in staleness.why_stale(kept)


def test_scorers_without_a_probe_are_a_sentence(tmp_path):
    with pytest.raises(SetupError, match=r"run: python -m tools\.training evaluate"):
        staleness.why_house_stale(tmp_path)


def test_the_probe_asks_for_small_pictures_of_people():
    plans = staleness.probed_plans()
    assert all((plan.width, plan.height) == (160, 90) for plan in plans)
    assert len({plan.place.set for plan in plans}) == len(plans) and any(plan.cast for plan in plans)


@pytest.mark.film
def test_the_house_scorers_know_todays_stage():
    """When this fails: the stage's pictures have changed since the house scorers were trained: remake them with
    `python -m tools.training all`."""
    assert (why := staleness.why_house_stale(HOUSE)) is None, why


def test_the_house_scorers_are_those_that_were_measured():
    kept = recipe.read_recipe(HOUSE)["files"]
    assert kept == recipe.files_of(HOUSE)
    assert sum(entry["bytes"] for entry in kept.values()) <= card.MOST_BYTES
    assert (HOUSE / "CARD.md").read_text("utf-8") == card.card(HOUSE)


def test_the_door_says_one_sentence(tmp_path, capsys):
    empty = ["--data", str(tmp_path), "--out", str(tmp_path / "house")]
    assert main(["detector", "--steps", "1", *empty]) == 1
    assert main(["card", *empty]) == 1
    assert main(["data", "--styles", str(tmp_path), *empty]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 3 and "holds no pictures" in told[0] and "--styles" in told[2]


def test_the_door_teaches_and_notes_how(tmp_path, capsys):
    school = make_school(tmp_path / "data")
    assert (
        main(["detector", "--steps", "1", "--seed", "3", "--data", str(school), "--out", str(tmp_path / "house")]) == 0
    )
    noted = recipe.read_recipe(tmp_path / "house")["detector"]
    assert (noted["steps"], noted["seed"]) == (1, 3)
    assert (tmp_path / "house" / "faces" / "det_house.onnx").exists()
    assert "detector step 1/1" in capsys.readouterr().out


def _papers(folder: Path) -> None:
    clip = {
        "pictures": 600,
        "worlds": 60,
        "choices": 64,
        "clip_top1": 0.912,
        "clip_top1_worst_draw": 0.8,
        "pairwise_time": 0.961,
    }
    faces = {
        "input_width": 480, "pictures": 600, "faces_asked": 700, "face_recall": 0.983, "face_recall_from_32_px": 0.99,
        "false_faces_a_picture": 0.01, "landmark_error": 0.03, "face_eer": 0.0213, "face_eer_pairs": [10, 20],
        "face_eer_beyond_45": 0.05, "face_eer_beyond_45_pairs": [1, 2], "face_eer_every_size_and_side": 0.04, "faces": 2600,
        "identities": 216,
    }  # fmt: skip
    split = {"worlds": 380, "pictures": 3800, "people": 360, "portraits": 4320}
    lesson = {"steps": 10, "seed": 1, "cpu_s": 600, "device": "cpu, one thread", "torch": "2.13.0", "last_loss": 1.0}
    record = {
        "data": {"train": split, "held": split, "cpu_s": 3600}, "eye": lesson, "detector": lesson, "recogniser": lesson,
        "files": {"clip/x": {"bytes": 12_300_000, "sha256": "0"}},
    }  # fmt: skip
    (folder / "marks.json").write_text(json.dumps({"stage": {"version": "3"}, "clip": clip, "faces": faces}), "utf-8")
    (folder / "recipe.json").write_text(json.dumps(record), "utf-8")
