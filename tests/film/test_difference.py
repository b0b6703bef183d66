"""Two films, or two plans, told apart in words that a person reads."""

from __future__ import annotations

from film.changes import ChangeSet, Edit, Selector, apply, diff
from film.plan import plan_shot
from film.profile import Profile
from film.version import Circled, Version
from tests.film.films import small_series

PROFILE = Profile(name="test", height=180, render_height=180)


def told(before, after) -> list[tuple]:
    return [(entry.path, entry.before, entry.after) for entry in diff(before, after)]


def changed(*edits: dict, **where):
    return apply(small_series(), ChangeSet(where=Selector(**where), edits=tuple(Edit.model_validate(e) for e in edits)))


def test_equal_films_differ_in_nothing():
    assert diff(small_series(), small_series()) == ()


def test_a_field_is_named_by_the_shot_that_has_it():
    after = changed({"path": "shot.state.camera.size", "value": "close"}, shots=("sh0020",))
    assert told(small_series(), after) == [("ep01/sc001/sh0020.state.camera.size", "medium", "close")]


def test_what_comes_goes_and_moves():
    after = changed({"path": "scene.shots", "op": "add", "value": {"kind": "insert", "after": "sh0010"}})
    ((path, before, record),) = told(small_series(), after)
    assert path == "ep01/sc001/sh0015" and before is None and record["kind"] == "insert"
    assert told(after, small_series())[0][2] is None
    swapped = changed({"path": "scene.shots", "op": "reorder", "value": ["sh0010", "sh0030", "sh0020"]})
    ids = [f"ep01/sc001/sh00{n}0" for n in (1, 2, 3)]
    assert told(small_series(), swapped) == [("ep01/sc001.shots", ids, [ids[0], ids[2], ids[1]])]


def test_members_without_an_id_go_by_what_they_are():
    noir, ink = ({"style": name, "weight": 0.5} for name in ("noir", "ink"))
    before = changed({"path": "shot.state.styles", "value": [noir, ink]}, shots=("1",))
    after = changed({"path": "shot.state.styles", "value": [{**noir, "weight": 1.0}, ink]}, shots=("1",))
    assert told(before, after) == [("ep01/sc001/sh0010.state.styles[noir].weight", 0.5, 1.0)]


def test_plans_and_versions():
    after = changed({"path": "shot.duration_s", "op": "adjust", "value": 0.5}, shots=("1",))
    plans = [plan_shot(film, "ep01/sc001/sh0010", PROFILE) for film in (small_series(), after)]
    assert told(*plans) == [("frames", 48, 60)]
    circled = {"ep01/sc001/sh0010": Circled(take="tk01-aa", take_id="aa")}
    one = Version(number=1, series=small_series(), profile=PROFILE, gates=(), engine="stage", mind="understudy")
    two = one.model_copy(update={"number": 2, "series": after, "circled": circled})
    assert [path for path, _, _ in told(one, two)] == [
        "number", "ep01/sc001/sh0010.duration_s", "circled.ep01/sc001/sh0010",
    ]  # fmt: skip
