"""Ids follow the words: scenes and lines of a script that is edited and read again."""

from __future__ import annotations

import random

import pytest

from film.alignment import aligned, in_pairs, scene_sha256
from film.merging import aligned_shots, merged_lines, merged_scene, order_of, three_way
from film.screenplay import Screenplay
from film.series import Line, Scene, Shot, Spoken
from film.state import Camera, VisualState
from tests.crew.pages import pages

KITCHEN = "INT. KITCHEN - NIGHT\n\nMara waits by the window.\n\nJON\nYou came back.\n\nMARA\nI said I would."
STREET = "EXT. STREET - DAY\n\nJon walks away in the rain.\n\nMara watches him go."
CELLAR = "INT. CELLAR - NIGHT\n\nA match is lit.\n\nJON\nNobody here."
ROOF = "EXT. ROOF - DAWN\n\nTwo pigeons sit on a wire."


def script(*scenes: str) -> Screenplay:
    return pages("\n\n".join(scenes))


def ids(*scenes: str, before: Screenplay, used=()) -> list[str]:
    return [scene.id.removeprefix("ep01/") for scene in aligned(script(*scenes), before, used).scenes]


@pytest.mark.parametrize(
    ("scenes", "wanted"),
    [
        ((KITCHEN, STREET, ROOF), ["sc001", "sc002", "sc003"]),
        ((CELLAR, KITCHEN, STREET, ROOF), ["sc004", "sc001", "sc002", "sc003"]),
        ((KITCHEN, CELLAR, STREET, ROOF), ["sc001", "sc004", "sc002", "sc003"]),
        ((KITCHEN, ROOF), ["sc001", "sc003"]),
        ((ROOF, KITCHEN, STREET), ["sc003", "sc001", "sc002"]),
        ((KITCHEN, STREET.replace("rain", "fog"), ROOF), ["sc001", "sc002", "sc003"]),
        ((CELLAR, KITCHEN.replace("window", "stove"), ROOF), ["sc004", "sc001", "sc003"]),
        ((KITCHEN.replace("KITCHEN", "PARLOUR"), STREET, ROOF), ["sc001", "sc002", "sc003"]),
        ((KITCHEN.replace("NIGHT", "DAY"), STREET, ROOF), ["sc001", "sc002", "sc003"]),
        ((STREET.replace("rain", "snow"), KITCHEN, ROOF), ["sc002", "sc001", "sc003"]),
        ((KITCHEN, CELLAR, ROOF), ["sc001", "sc004", "sc003"]),
        ((KITCHEN, KITCHEN, STREET, ROOF), ["sc004", "sc001", "sc002", "sc003"]),
    ],
)
def test_scenes_keep_their_ids(scenes, wanted):
    assert ids(*scenes, before=script(KITCHEN, STREET, ROOF)) == wanted


def test_a_number_is_never_given_twice():
    before = aligned(script(KITCHEN, ROOF), script(KITCHEN, STREET, ROOF))
    assert ids(KITCHEN, CELLAR, ROOF, before=before, used={"ep01/sc002", "ep01/sc007/sh0010", "ep01/sc006"}) == ["sc001", "sc007", "sc003"]


def test_a_hash_is_of_the_words_alone():
    scene = script(KITCHEN).scenes[0]
    numbered = scene.model_copy(update={"id": "ep07/sc009", "heading": scene.heading.model_copy(update={"number": "12A"})})
    assert scene_sha256(numbered) == scene_sha256(scene)
    assert scene_sha256(script(KITCHEN.replace("window", "door")).scenes[0]) != scene_sha256(scene)


def test_lines_keep_their_ids_and_new_ones_get_fresh_ones():
    before = script(KITCHEN)
    longer = KITCHEN.replace("MARA\nI said", "TOM\nWho is that?\n\nMARA\nYes, I said")
    scene = aligned(script(longer), before).scenes[0]
    lines = {line.character: line.id.rpartition("/")[2] for line in scene.dialogue}
    old = {line.character: line.id.rpartition("/")[2] for line in before.lines}
    assert lines["JON"] == old["JON"] and lines["MARA"] == old["MARA"]
    assert lines["TOM"] not in old.values()


def test_a_fresh_scene_carries_its_elements_along():
    scene = aligned(script(CELLAR, KITCHEN), script(KITCHEN)).scenes[0]
    assert scene.id == "ep01/sc002" and all(line.id.startswith("ep01/sc002/") for line in scene.dialogue)


def test_after_any_edit_ids_are_unique_and_unchanged_scenes_keep_theirs():
    draw = random.Random(7)
    stock = [
        f"INT. ROOM {n} - DAY\n\nSomebody number {n} opens door {n * 7}.\n\nJON\nWord {n} and {n + 1}." for n in range(40)
    ]
    for _ in range(40):
        scenes = draw.sample(stock, 8)
        before = script(*scenes)
        known = {scene_sha256(scene): scene.id for scene in before.scenes}
        for _ in range(draw.randrange(1, 4)):
            at = draw.randrange(len(scenes))
            act = draw.choice(("insert", "delete", "move", "edit"))
            if act == "insert":
                scenes.insert(at, draw.choice([s for s in stock if s not in scenes]))
            elif act == "delete" and len(scenes) > 1:
                scenes.pop(at)
            elif act == "move":
                scenes.insert(draw.randrange(len(scenes)), scenes.pop(at))
            else:
                scenes[at] = scenes[at].replace("opens", "shuts")
        after = aligned(script(*scenes), before)
        given = [scene.id for scene in after.scenes]
        assert len(given) == len(set(given))
        for scene in after.scenes:
            assert known.get(scene_sha256(scene), scene.id) == scene.id


def test_pairs_keep_their_order_and_are_the_likeliest():
    likeness = lambda one, other: 1.0 - abs(one - other) / 10  # noqa: E731
    assert in_pairs([1, 5, 9], [5, 9], likeness, 0.8) == [(1, 0), (2, 1)]
    assert in_pairs([1, 9], [9, 1], likeness, 0.8) in ([(0, 1)], [(1, 0)])
    assert in_pairs([], [1], likeness, 0.8) == []


@pytest.mark.parametrize(
    ("before", "ours", "theirs", "wanted"),
    [
        ("abc", "abc", "xabc", "xabc"),
        ("abc", "cab", "abxc", "cabx"),
        ("abc", "ac", "abcd", "acd"),
        ("abc", "abyc", "ab", "aby"),
        ("abc", "abc", "ca", "ca"),
        ("", "y", "x", "yx"),
    ],
)
def test_order_is_merged(before, ours, theirs, wanted):
    assert "".join(order_of(before, ours, theirs)) == wanted


def test_three_ways():
    planned = VisualState(camera=Camera(size="wide", angle="low"))
    mine = VisualState(camera=Camera(size="close", angle="low"))
    new = VisualState(camera=Camera(size="wide", angle="high"))
    assert three_way(planned, mine, new).camera == Camera(size="close", angle="high")
    assert three_way({"a": 1, "b": 2}, {"a": 1, "b": 3}, {"b": 2, "c": 4}) == {"b": 3, "c": 4}


def shot(number: int, **fields) -> Shot:
    return Shot(id=f"ep01/sc001/sh{number:04d}", **fields)


def test_a_shot_that_is_planned_alike_keeps_its_id():
    wide, one, two = (
        shot(10, brief={"en": "The kitchen"}),
        shot(20, cast=("jon",), spoken=(Spoken(line_id="l1"),), duration_s=2.0),
        shot(30, cast=("mara",), spoken=(Spoken(line_id="l2"),)),
    )
    new = (
        wide,
        shot(20, cast=("tom",), spoken=(Spoken(line_id="l3"),)),
        one.model_copy(update={"id": "ep01/sc001/sh0030", "duration_s": 4.0}),
        two.model_copy(update={"id": "ep01/sc001/sh0040"}),
    )
    given = [each.id[-2:] for each in aligned_shots((wide, one, two), new, {"ep01/sc001/sh0050"})]
    assert given == ["10", "60", "20", "30"]


def test_a_persons_change_outlives_a_new_plan_of_the_same_shot():
    planned = Scene(id="ep01/sc001", heading={}, shots=(shot(10, duration_s=2.0), shot(20)))
    mine = planned.model_copy(update={"shots": (planned.shots[0].model_copy(update={"roll": 2}), planned.shots[1])})
    new = planned.model_copy(update={"shots": (shot(10, duration_s=3.0), shot(20), shot(30))})
    merged = merged_scene(planned, mine, new)
    assert [(s.roll, s.duration_s) for s in merged.shots] == [(2, 3.0), (0, 3.0), (0, 3.0)]
    gone = planned.model_copy(update={"shots": planned.shots[1:]})
    assert [s.id[-2:] for s in merged_scene(planned, gone, new).shots] == ["20", "30"]


def test_a_line_that_the_writer_leaves_alone_keeps_a_persons_words():
    line = Line(id="l1", character_id="jon", text={"en": "Hello."}, language="en")
    mine = line.model_copy(update={"text": {"en": "Hi."}})
    new = line.model_copy(update={"text": {"en": "Good day."}})
    assert merged_lines([line], [mine], [line])[0].text == {"en": "Hi."}
    assert merged_lines([line], [mine], [new])[0].text == {"en": "Good day."}
