"""The projections: what is in a plan makes the thing again, what is left out does not."""

from __future__ import annotations

import pytest

from film.canonical import canonical_json, sha256_of
from film.cut_plan import plan_cut
from film.edits import Edit, edit
from film.errors import ChangeError
from film.plan import heard_in, plan_shot
from film.profile import Profile, frame_size
from film.series import Series, Spoken
from film.touched import touched
from tests.film.films import small_series, speech

PROFILE = Profile(name="test", height=180, render_height=180)


def with_shot(series: Series, index: int, **changes) -> Series:
    episode = series.episodes[0]
    scene = episode.scenes[0]
    shots = list(scene.shots)
    shots[index] = shots[index].model_copy(update=changes)
    return with_scene(series, shots=tuple(shots))


def with_scene(series: Series, **changes) -> Series:
    episode = series.episodes[0]
    scene = episode.scenes[0].model_copy(update=changes)
    return series.model_copy(update={"episodes": (episode.model_copy(update={"scenes": (scene,)}),)})


def with_line(series: Series, index: int, **changes) -> Series:
    lines = list(series.episodes[0].scenes[0].lines)
    lines[index] = lines[index].model_copy(update=changes)
    return with_scene(series, lines=tuple(lines))


def test_nothing_changed_touches_nothing():
    assert touched(small_series(), small_series(), PROFILE) == ((), (), (), ())


def test_a_camera_change_touches_its_take_and_its_cut_only():
    before = small_series()
    shot = before.episodes[0].shots[1]
    after = with_shot(before, 1, state=edit(shot.state, Edit(path="camera.size", op="adjust", value=1)))
    assert touched(before, after, PROFILE) == ((), ("ep01/sc001/sh0020",), ("ep01",), ())


def test_a_translation_renders_no_picture():
    before = small_series()
    line = before.episodes[0].scenes[0].lines[0]
    after = with_line(before, 0, text={**line.text, "hi": "तुम लौट आए"})
    assert touched(before, after, PROFILE).takes == ()
    assert touched(before, after, PROFILE).cuts == ()
    assert touched(before, after, PROFILE).mixes == ("ep01",)


def test_new_words_touch_the_line_the_take_and_the_cut():
    before = small_series()
    words = "I promised you that I would"
    after = with_line(before, 1, text={"en": words}, speech={"en": speech(words, sha="e")})
    assert touched(before, after, PROFILE) == (
        ("ep01/sc001/ln0020: en",), ("ep01/sc001/sh0030",), ("ep01",), ("ep01",),
    )  # fmt: skip


def test_a_shot_that_starts_from_another_is_touched_with_it():
    before = with_shot(small_series(), 2, start_from="ep01/sc001/sh0020")
    after = with_shot(before, 1, roll=1)
    assert touched(before, after, PROFILE).takes == ("ep01/sc001/sh0020", "ep01/sc001/sh0030")


def test_the_order_of_shots_is_the_cuts_business():
    before = small_series()
    shots = before.episodes[0].scenes[0].shots
    after = with_scene(before, shots=(shots[0], shots[2], shots[1]))
    assert touched(before, after, PROFILE) == ((), (), ("ep01",), ("ep01",))


def test_who_is_present_depends_on_no_order_and_on_no_omission():
    before = with_scene(small_series(), beats=())
    shots = before.episodes[0].scenes[0].shots
    after = with_scene(before, shots=(shots[2].model_copy(update={"omitted": True}), shots[1], shots[0]))
    plans = [plan_shot(film, "ep01/sc001/sh0020", PROFILE) for film in (before, after)]
    assert plans[0] == plans[1] and [mark.character_id for mark in plans[0].present] == ["jon", "mara"]


def test_a_split_line_is_heard_whole_across_its_shots():
    series = small_series()
    scene = series.episodes[0].scenes[0]
    first = scene.shots[1].model_copy(update={"spoken": (Spoken(line_id="ep01/sc001/ln0010", first=0, end=2),)})
    second = scene.shots[1].model_copy(update={"spoken": (Spoken(line_id="ep01/sc001/ln0010", first=2, end=5),), "lead_s": 0.0})
    (head,), (tail,) = heard_in(first, scene), heard_in(second, scene)
    assert head.to_s == tail.from_s
    assert [w.word for w in (*head.words, *tail.words)] == "You came back after all".split()


def test_the_cut_has_no_gap_and_no_overlap():
    plan = plan_cut(small_series(), small_series().episodes[0], PROFILE)
    spans = sorted([(c.at, c.frames) for c in plan.cards] + [(s.at, s.frames) for s in plan.shots])
    clock = 0
    for at, frames in spans:
        assert at == clock
        clock += frames
    assert clock == plan.frames


def test_a_line_is_placed_where_its_shot_is():
    series = small_series()
    plan = plan_cut(series, series.episodes[0], PROFILE)
    shot = next(s for s in plan.shots if s.shot_id.endswith("sh0020"))
    placed = next(p for p in plan.speech if p.line_id.endswith("ln0010"))
    assert placed.at_s == pytest.approx(shot.at / plan.fps + 0.25)
    assert plan_shot(series, shot.shot_id, PROFILE).mouths[0].start_s == pytest.approx(0.25)


def test_a_dub_needs_every_line():
    half = with_line(small_series(), 0, text={"en": "You came back after all", "hi": "तुम आए"})
    assert half.dubs() == () and half.translations() == ("hi",)
    assert "ep01/sc001/ln0020: hi" in plan_cut(half, half.episodes[0], PROFILE).missing
    whole = with_line(half, 1, text={"en": "I said I would", "hi": "मैंने कहा था"})
    assert whole.dubs() == ("hi",)


@pytest.mark.parametrize(
    ("path", "op", "value"),
    [("state.camera.lens", "set", 3), ("state.camera.focal_mm", "set", -1), ("brief", "adjust", 2), ("", "set", 1)],
)
def test_an_illegal_edit_is_refused(path, op, value):
    with pytest.raises(ChangeError):
        edit(plan_shot(small_series(), "ep01/sc001/sh0020", PROFILE), Edit(path=path, op=op, value=value))


@pytest.mark.parametrize(
    ("aspect", "size"),
    [("16:9", (1920, 1080)), ("2.39:1", (1920, 804)), ("1.85:1", (1920, 1038)), ("4:3", (1440, 1080)),
     ("1:1", (1080, 1080)), ("9:16", (1080, 1920))],
)  # fmt: skip
def test_frame_sizes(aspect, size):
    assert frame_size(aspect, 1080) == size


def test_a_plan_on_which_nothing_is_turned_is_written_as_before():
    plan = plan_shot(small_series(), "ep01/sc001/sh0010", PROFILE)
    assert "tuning" not in canonical_json(plan)
    turned = edit(plan, Edit(path="tuning.length", value=0.5))
    assert turned.tuning.length == 0.5 and sha256_of(turned) != sha256_of(plan)
    assert type(plan).model_validate_json(canonical_json(turned)) == turned
    assert edit(turned, Edit(path="tuning.length", value=1.0)) == plan
