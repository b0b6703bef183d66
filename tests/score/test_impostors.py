"""False accounts of a true take: each is false in the one thing that it is made for, and in nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from film.bible import Identity, Wardrobe
from film.plan import PlacePlan
from film.state import SHOT_SIZES, StyleWeight
from tests.fakes.fake_eye import FakeEye
from tests.fakes.fake_faces import FakeFaces, picture_of
from tests.fakes.plans import member, shot_plan
from tools.render.engine import Sources
from tools.score.calibration import impostors
from tools.score.calibration import pairs as calibration_pairs
from tools.score.calibration.bounds import EVEN, FRUGAL
from tools.score.calibration.pairs import Models, TakeRead, Values
from tools.score.calibration.written import gate_of
from tools.score.clip import consistency
from tools.score.clip import scoring as clip_score
from tools.score.clip.statement import FACTS, SHORT, statement_of, unlike_hours
from tools.score.face import identity
from tools.score.face import scoring as faces
from tools.score.face.reading import FaceTrack, read_faces
from tools.score.footage import footage_of

ANNA = member("anna", identity=Identity(presents="woman", age=34, hair="bun", face_seed=1))
OTTO = member(
    "otto", identity=Identity(presents="man", age=60, hair="short", face_seed=2),
    wardrobe=Wardrobe(id="o", garment="jacket", top_colour="#1d2b4a"),
)  # fmt: skip
HERE = shot_plan("anna", cast=(ANNA,), scene_id="a/1")
THERE = shot_plan(
    "otto", cast=(OTTO,), scene_id="b/1", time_of_day="night",
    place=PlacePlan(place_id="cave", set="cave", interior=True, seed=3, neon=False),
)  # fmt: skip
OTHERS = (HERE, THERE)


def fields_apart(plan, other) -> set[str]:
    return {name for name in type(plan).model_fields if getattr(plan, name) != getattr(other, name)}


def test_other_people_have_the_same_names_and_other_faces():
    (false,) = impostors.other_people(HERE, OTHERS)
    assert fields_apart(HERE, false.plan) == {"cast"}
    (them,) = false.plan.cast
    assert (them.character_id, them.identity, them.wardrobe) == ("anna", OTTO.identity, ANNA.wardrobe)
    assert set(false.measures) == {"face_identity", "face_identity_low"}
    assert impostors.other_people(HERE, (HERE,)) == ()
    assert impostors.other_people(shot_plan(), OTHERS) == ()


def test_every_fact_is_made_false_alone_and_clearly():
    found = impostors.false_facts(HERE, OTHERS)
    true = statement_of(HERE)
    seen = set()
    for false in found:
        told = statement_of(false.plan)
        changed = {name for name in true._fields if getattr(told, name) != getattr(true, name)}
        (fact,) = {measure.removeprefix("clip_") for measure in false.measures} & set(FACTS)
        assert changed == ({"count", "people"} if fact == "count" else {fact}), false.measures
        seen.add(fact)
        if fact == "time":
            assert false.plan.time_of_day in unlike_hours(HERE.time_of_day)
        if fact == "size":
            steps = SHOT_SIZES.index(false.plan.state.camera.size) - SHOT_SIZES.index("medium")
            assert abs(steps) >= impostors.FAR_SIZES and "face_size" in false.measures
    assert seen == set(FACTS)


def test_a_miscounted_cast_has_one_more_or_one_less():
    pair = shot_plan("anna", "jo", cast=(ANNA, member("jo", identity=Identity(face_seed=9))))
    more, less = impostors.miscounted(pair, OTHERS)
    assert [m.character_id for m in more.plan.cast] == ["anna", "jo", "nobody-here"]
    assert "nobody-here" in more.plan.state.camera.subjects and "cast_recall" in more.measures
    assert [m.character_id for m in less.plan.cast] == ["anna"] and "cast_precision" in less.measures
    assert [len(false.plan.cast) for false in impostors.miscounted(HERE, OTHERS)] == [2]


def test_other_clothes_are_of_a_far_colour():
    (false,) = impostors.other_clothes(HERE)
    assert false.plan.cast[0].wardrobe.top_colour != ANNA.wardrobe.top_colour
    assert "wearing" in statement_of(false.plan).people and statement_of(false.plan).people != statement_of(HERE).people


def test_other_shots_are_elsewhere_and_keep_this_ones_shape():
    (false,) = impostors.other_shots(HERE, OTHERS)
    assert false.plan.place == THERE.place and (false.plan.width, false.plan.frames) == (HERE.width, HERE.frames)
    assert false.measures == ("clip_text", "clip_plate")
    painted = THERE.model_copy(
        update={"state": THERE.state.model_copy(update={"styles": (StyleWeight(style="watercolour"),)})}
    )
    (false,) = impostors.other_shots(HERE, (painted,))
    assert "clip_style_plate" in false.measures


def test_pictures_are_mirrored_covered_and_spliced():
    footage = footage_of(np.stack([picture_of("mara", at_x=0.3)] * 6), 24)
    reader = FakeFaces()
    track = read_faces(reader, footage)
    (face,) = read_faces(reader, impostors.mirrored(footage)).frames[0]
    assert face.box[0] == pytest.approx(320 - track.frames[0][0].box[2], abs=1)
    assert read_faces(reader, impostors.covered(footage, track)).found == 0
    assert track.found == len(track.frames), "the footage itself stays as it is"
    one, two = np.zeros((4, 3)), np.ones((5, 3))
    assert impostors.spliced(one, two).tolist() == [[0] * 3] * 2 + [[1] * 3] * 2


@pytest.fixture
def models(monkeypatch, tmp_path) -> Models:
    eye, reader = FakeEye(), FakeFaces()
    identity._read.cache_clear()
    clip_score._eye_of.cache_clear()
    monkeypatch.setattr(clip_score, "load_eye", lambda spec: eye)
    monkeypatch.setattr(clip_score, "scorer_name", lambda spec: eye.name)
    for room in (calibration_pairs, faces):
        monkeypatch.setattr(room, "open_reader", lambda spec: reader)
    monkeypatch.setattr(faces, "reader_name", lambda spec: reader.name)
    yield Models("clip", "faces")
    clip_score._eye_of.cache_clear()


def test_a_true_take_lies_above_every_false_account_of_it(models, tmp_path):
    eye = clip_score.load_eye("clip")
    footage = footage_of(eye.showing(statement_of(HERE).told(SHORT), frames=8, height=36, width=64), 24)
    track = FaceTrack(((),) * len(footage.colour), footage.at, (64, 36), FakeFaces.name)
    sources = Sources(speech=tmp_path, assets=tmp_path)
    take = TakeRead("clip", HERE, footage, sources, track, clip_score.see(eye, footage))
    other = eye.showing("close-up of the face of two people in a cave, at night", frames=8, height=36, width=64)
    before = take._replace(seen=clip_score.see(eye, footage_of(other, 24)), keyframe=footage_of(other[:1], 24))
    values = calibration_pairs.fact_values(take, OTHERS, models, same=None, before=before)
    for fact in FACTS:
        (genuine,) = values.genuine["clip", f"clip_{fact}"]
        assert genuine > max(values.impostor["clip", f"clip_{fact}"]), fact
    assert values.genuine["clip", "clip_text"][0] > max(values.impostor["clip", "clip_text"])
    assert values.genuine["clip", "clip_steady"][0] > max(values.impostor["clip", "clip_steady"])
    assert values.impostor["clip", "clip_keyframe"][0] < consistency.from_keyframe(take.seen[0], take.seen)
    assert values.scorers["clip_text"] == FakeEye.name


def test_what_may_be_too_much_is_bounded_from_both_sides():
    values = Values()
    for at in range(60):
        values.add_value("clip", "face_size", 0.9 + at / 300, "insightface@0123456789ab", genuine=True)
        values.add_value("clip", "face_size", (0.3 if at % 2 else 2.5) + at / 600, "insightface@0123456789ab", genuine=False)
    (found,), _ = calibration_pairs.bounds_of(values, FRUGAL)
    gate = gate_of(found)
    assert 0.4 < gate.at_least < 0.9 and 1.1 < gate.at_most < 2.5
    assert "from above" in gate.evidence


def test_values_survive_the_file_they_are_kept_in_and_join():
    values = Values()
    for genuine in (True, False):
        values.add_value("clip", "face_identity", 0.25 + genuine / 2, "insightface@x", genuine=genuine)
    values.add_value("clip", "face_identity", float("nan"), "insightface@x", genuine=True)
    again = Values.of_json(values.as_json())
    again.join(values)
    assert again.genuine == {("clip", "face_identity"): [0.75, 0.75]}
    assert again.impostor == {("clip", "face_identity"): [0.25, 0.25]}


def test_measures_without_enough_pairs_are_told_apart():
    values = Values()
    for at in range(40):
        for part in ("clip", "keyframe")[: 2 if at < 29 else 1]:
            values.add_value(part, "clip_text", 0.8 + at / 1000, "open_clip@x", genuine=True)
            values.add_value(part, "clip_text", 0.2, "open_clip@x", genuine=False)
    values.add_value("clip", "cast_recall", 1.0, "insightface@x", genuine=True)
    found, few = calibration_pairs.bounds_of(values, EVEN)
    assert [(each.part, each.measure, each.calibration.genuine) for each in found] == [("clip", "clip_text", 40)]
    assert few == {"cast_recall of a clip": 1, "clip_text of a keyframe": 29}
