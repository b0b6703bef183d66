"""The cut: pace, chosen takes and levels; and that what is heard and what is seen are told apart."""

from __future__ import annotations

import pytest

from film.canonical import sha256_of
from film.cut_plan import CutPlan, picture_sha256, plan_cut, sound_of
from film.profile import Profile
from film.rewrites import map_episodes, map_shots
from film.series import Grade, Pace, Pin, Series
from tests.film.films import small_series

PROFILE = Profile(name="test", height=180, render_height=180)
FIRST, SECOND, THIRD = (f"ep01/sc001/sh00{n}0" for n in (1, 2, 3))


def finished(series: Series, **finish) -> Series:
    return map_episodes(series, None, lambda e: e.model_copy(update={"finish": e.finish.model_copy(update=finish)}))


def cut(series: Series) -> CutPlan:
    return plan_cut(series, series.episodes[0], PROFILE)


def entry(plan: CutPlan, shot_id: str):
    return next(shot for shot in plan.shots if shot.shot_id == shot_id)


PLAIN = cut(small_series())


def test_an_omitted_shot_is_not_in_the_cut():
    out = cut(map_shots(small_series(), (SECOND,), lambda _, shot: shot.model_copy(update={"omitted": True})))
    assert [shot.shot_id for shot in out.shots] == [FIRST, THIRD]
    assert out.frames == PLAIN.frames - 60 and [p.line_id[-6:] for p in out.speech] == ["ln0020"]
    gone = cut(map_shots(small_series(), None, lambda _, shot: shot.model_copy(update={"omitted": True})))
    assert gone.shots == gone.music == gone.air == gone.chapters == ()


@pytest.mark.parametrize(
    ("pace", "first", "frames"),
    [(Pace(head_s=0.5), 12, 36), (Pace(tail_s=0.5), 0, 36), (Pace(speed=2), 0, 24), (Pace(speed=0.5, head_s=1, tail_s=0.5), 24, 24),
     (Pace(head_s=60), 47, 1), (Pace(tail_s=60), 0, 1)],
)  # fmt: skip
def test_a_pace_trims_first_and_then_runs_at_its_speed(pace, first, frames):
    plan = cut(finished(small_series(), shot_paces={FIRST: pace}))
    shot = entry(plan, FIRST)
    assert (shot.first, shot.frames, shot.speed) == (first, frames, pace.speed)
    assert entry(plan, SECOND).at == shot.at + frames and plan.frames == PLAIN.frames - 48 + frames


def test_words_stay_with_the_picture_when_the_head_goes():
    paced = cut(finished(small_series(), shot_paces={SECOND: Pace(head_s=0.25)}))
    before, after = PLAIN.speech[0], paced.speech[0]
    assert after.at_s == pytest.approx(before.at_s - 0.25) and after.from_s == before.from_s
    assert after.words[0].start_s == pytest.approx(before.words[0].start_s - 0.25)
    # A head that is cut by hand into the first word takes what is heard of it along.
    deep = cut(finished(small_series(), shot_paces={SECOND: Pace(head_s=0.5)})).speech[0]
    assert deep.from_s == pytest.approx(0.25) and deep.at_s == pytest.approx(entry(PLAIN, SECOND).at / 24)
    assert deep.words[0].word == "came"


def test_a_tail_ends_what_is_heard_and_no_tail_lets_it_run_on():
    short = small_series()
    short = map_shots(short, (SECOND,), lambda _, shot: shot.model_copy(update={"duration_s": 2.0}))
    assert cut(short).speech[0].to_s == pytest.approx(2.0), "over the next picture"
    tail = cut(finished(short, shot_paces={SECOND: Pace(tail_s=0.5)})).speech[0]
    assert tail.to_s == pytest.approx(1.25) and tail.words[-1].word == "back"


def test_a_chosen_take_is_in_the_picture():
    pin = Pin(take="tk02-aa", take_id="aa")
    pinned = cut(map_shots(small_series(), (SECOND,), lambda _, shot: shot.model_copy(update={"pin": pin})))
    assert entry(pinned, SECOND).take == "aa" and entry(pinned, FIRST).take is None
    assert picture_sha256(pinned) != picture_sha256(PLAIN) and sound_of(pinned) == sound_of(PLAIN)


def test_levels_add_up():
    plan = cut(
        finished(
            small_series(), scene_gains_db={"ep01/sc001": -3.0}, scene_music_db={"ep01/sc001": -6.0},
            scene_music_moods={"ep01/sc001": "eerie"}, voice_gains_db={"mara": 2.0},
        )
    )  # fmt: skip
    assert [placed.gain_db for placed in plan.speech] == [-1.0, -3.0]
    assert (plan.music[0].gain_db, plan.music[0].mood, plan.air[0].gain_db) == (-9.0, "eerie", -3.0)
    assert picture_sha256(plan) == picture_sha256(PLAIN)


SEEN = {
    "grade": Grade(warmth=0.5), "scene_grades": {"ep01/sc001": Grade(contrast=1.5)}, "shot_grades": {FIRST: Grade(saturation=0)},
}  # fmt: skip
HEARD = {
    "music": False, "music_gain_db": -6.0, "music_under_voice": 0.1, "loudness_lufs": -20.0, "subtitles": False,
    "scene_gains_db": {"ep01/sc001": -3.0}, "scene_music_db": {"ep01/sc001": -3.0}, "voice_gains_db": {"jon": 3.0},
    "scene_music_moods": {"ep01/sc001": "sad"},
}  # fmt: skip


@pytest.mark.parametrize("field", SEEN)
def test_what_is_seen_mixes_nothing(field):
    plan = cut(finished(small_series(), **{field: SEEN[field]}))
    assert sound_of(plan) == sound_of(PLAIN) and picture_sha256(plan) != picture_sha256(PLAIN)


@pytest.mark.parametrize("field", HEARD)
def test_what_is_heard_joins_no_picture(field):
    plan = cut(finished(small_series(), **{field: HEARD[field]}))
    assert sha256_of(sound_of(plan)) != sha256_of(sound_of(PLAIN)) and picture_sha256(plan) == picture_sha256(PLAIN)


def test_titles_are_neither_mixed_nor_hidden_from_the_picture():
    renamed = cut(small_series(title={"en": "Homecoming"}))
    assert sound_of(renamed) == sound_of(PLAIN) and picture_sha256(renamed) != picture_sha256(PLAIN)
