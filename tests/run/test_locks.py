"""Locks: what a client approved is kept as it stood, and a change that would touch it is told so."""

from __future__ import annotations

import json

import pytest

from film.bible import Voice
from film.errors import ChangeError, ConfigError, RunError
from film.series import Episode, Finish, Grade, Pace, Pin, Series
from film.touched import touched
from tests.film.films import small_series
from tests.run.runs import PROFILE, SHOTS, circled, film, version
from tools.run import locks, versions
from tools.run.folder import RunFolder

FIRST, SECOND, THIRD = SHOTS


def with_episode(series: Series, **changes) -> Series:
    episode = series.episodes[0].model_copy(update=changes)
    return series.model_copy(update={"episodes": (episode, *series.episodes[1:])})


def with_shot(series: Series, shot_id: str, **changes) -> Series:
    scene = series.episodes[0].scenes[0]
    shots = tuple(shot.model_copy(update=changes) if shot.id == shot_id else shot for shot in scene.shots)
    return with_episode(series, scenes=(scene.model_copy(update={"shots": shots}),))


def with_line(series: Series, **changes) -> Series:
    """The first line, which the second shot speaks."""
    scene = series.episodes[0].scenes[0]
    lines = (scene.lines[0].model_copy(update=changes), *scene.lines[1:])
    return with_episode(series, scenes=(scene.model_copy(update={"lines": lines}),))


def finished(finish: Finish | None = None) -> Series:
    return with_episode(small_series(), finish=finish or Finish())


def meets(after: Series, *ids: str, before: Series | None = None) -> tuple[str, ...]:
    """What a change of the small film to ``after`` meets when ``ids`` are locked."""
    locked = locks.Locks(
        shots={i: locks.LockedShot(version=1, take=circled(1).take, take_id=circled(1).take_id) for i in ids if "/" in i},
        episodes={i: locks.LockedEpisode(version=1, film=film("1")) for i in ids if "/" not in i},
    )
    before = before or small_series()
    return locks.meets(locked, touched(before, after, PROFILE), before, after, PROFILE)


def test_a_shot_is_locked_with_its_take_and_its_look_in_the_cut(folder):
    finish = Finish(
        scene_grades={"ep01/sc001": Grade(warmth=0.3)},
        shot_paces={FIRST: Pace(speed=2.0, head_s=0.5)},
    )
    versions.finish(folder, version(1, finished(finish), take=4))
    assert locks.lock(folder, ("sh0010",)) == (FIRST,)
    assert locks.read(folder).shots == {
        FIRST: locks.LockedShot(
            version=1, take=circled(4).take, take_id=circled(4).take_id, grade=Grade(warmth=0.3),
            pace=Pace(speed=2.0, head_s=0.5),
        )
    }  # fmt: skip


def test_an_episode_is_locked_with_its_film_and_its_takes(folder):
    versions.finish(folder, version(1))
    assert locks.lock(folder, ("ep01",)) == ("ep01",)
    kept = locks.read(folder)
    assert kept.episodes["ep01"] == locks.LockedEpisode(version=1, film=film("1"), circled=dict.fromkeys(SHOTS, circled(1)))
    assert kept.shots == {}


def test_a_scene_locks_its_shots_but_not_what_is_taken_out_of_the_cut(folder):
    versions.finish(folder, version(1, with_shot(small_series(), SECOND, omitted=True)))
    assert locks.lock(folder, ("sc001",)) == (FIRST, THIRD)
    with pytest.raises(ChangeError, match="not in the cut"):
        locks.lock(folder, (SECOND,))


def test_locking_again_changes_nothing_not_even_from_a_later_version(folder):
    versions.finish(folder, version(1))
    locks.lock(folder, ("ep01", FIRST))
    before = folder.locks_file.read_bytes()
    versions.finish(folder, version(2, films={"ep01": film("1")}))
    assert locks.lock(folder, ("ep01", "sc001/sh0010", FIRST)) == ("ep01", FIRST)
    assert folder.locks_file.read_bytes() == before


def test_what_is_locked_is_never_quietly_locked_as_something_else(folder):
    versions.finish(folder, version(1))
    locks.lock(folder, (FIRST, "ep01"))
    versions.finish(folder, version(2, take=2))
    for word in (FIRST, "ep01"):
        with pytest.raises(ChangeError, match="as it was in version 1, and version 2 shows it differently"):
            locks.lock(folder, (SECOND, word))
    assert SECOND not in locks.read(folder).shots


def test_only_what_stands_finished_can_be_locked(folder):
    versions.write_draft(folder, version(1))
    with pytest.raises(RunError, match="no finished film to lock"):
        locks.lock(folder, ("ep01",))
    versions.finish(folder, version(1))
    for word in ("ep09", "sh0099", "mara"):
        with pytest.raises(ConfigError, match=word):
            locks.lock(folder, ("ep01", word))
    assert locks.read(folder) == locks.Locks() and not folder.locks_file.exists()


def test_an_ending_that_two_scenes_share_is_asked_about(folder):
    other = small_series().episodes[0].scenes[0].model_copy(update={"id": "ep02/sc001", "shots": ()})
    second = Episode(id="ep02", number=2, title={"en": "Again"}, scenes=(other,))
    series = small_series()
    versions.finish(folder, version(1, series.model_copy(update={"episodes": (*series.episodes, second)})))
    with pytest.raises(ConfigError, match="could be ep01/sc001, ep02/sc001"):
        locks.lock(folder, ("sc001",))


def test_unlocking_frees_what_is_named_and_only_that(folder):
    versions.finish(folder, version(1))
    locks.lock(folder, ("ep01", "sc001"))
    assert locks.unlock(folder, ("sh0020",)) == (SECOND,)
    assert locks.unlock(folder, ("sc001",)) == (FIRST, THIRD)
    assert locks.read(folder).shots == {} and set(locks.read(folder).episodes) == {"ep01"}
    with pytest.raises(ChangeError, match="locked with its episode; unlock ep01"):
        locks.unlock(folder, ("sh0010",))
    assert locks.unlock(folder, ("ep01",)) == ("ep01",)
    with pytest.raises(ChangeError, match="'ep01' is not locked; nothing is"):
        locks.unlock(folder, ("ep01",))


def test_a_shot_that_has_left_the_film_can_be_unlocked(folder):
    versions.finish(folder, version(1))
    locks.lock(folder, (FIRST,))
    scene = small_series().episodes[0].scenes[0]
    without = with_episode(small_series(), scenes=(scene.model_copy(update={"shots": scene.shots[1:]}),))
    versions.finish(folder, version(2, without))
    assert locks.unlock(folder, (FIRST,)) == (FIRST,)


def test_damaged_locks_are_not_taken_for_none(folder):
    folder.locks_file.write_text(json.dumps({"shots": {"a": 1}}))
    with pytest.raises(RunError, match=r"locks\.json is damaged"):
        locks.read(folder)


def dark(series: Series, shot_id: str) -> Series:
    shot = series.find(shot_id)[2]
    light = shot.state.light.model_copy(update={"exposure_stops": -1.0})
    return with_shot(series, shot_id, state=shot.state.model_copy(update={"light": light}))


def recast(series: Series) -> Series:
    """Mara speaks with another voice: nothing in the plans shows it before her line is recorded."""
    mara, *others = series.bible.characters
    mara = mara.model_copy(update={"voice": Voice(variant="f5")})
    return series.model_copy(update={"bible": series.bible.model_copy(update={"characters": (mara, *others)})})


CHANGES = {
    "its light": (dark(small_series(), FIRST), (FIRST, "ep01")),
    "its length": (with_shot(small_series(), FIRST, duration_s=1.0), (FIRST, "ep01")),
    "another take": (with_shot(small_series(), FIRST, roll=1), (FIRST, "ep01")),
    "taken out": (with_shot(small_series(), FIRST, omitted=True), (FIRST, "ep01")),
    "pinned to another": (with_shot(small_series(), FIRST, pin=Pin(take="tk02", take_id="2" * 64)), (FIRST, "ep01")),
    "its transition": (with_shot(small_series(), FIRST, transition_in="fade", transition_s=0.5), (FIRST, "ep01")),
    "its grade": (finished(Finish(shot_grades={FIRST: Grade(warmth=0.2)})), (FIRST, "ep01")),
    "the scene's grade": (finished(Finish(scene_grades={"ep01/sc001": Grade(warmth=0.2)})), (*SHOTS, "ep01")),
    "the episode's grade": (finished(Finish(grade=Grade(warmth=0.2))), (*SHOTS, "ep01")),
    "its speed": (finished(Finish(shot_paces={FIRST: Pace(speed=2.0)})), (FIRST, "ep01")),
    "its head": (finished(Finish(shot_paces={FIRST: Pace(head_s=0.5)})), (FIRST, "ep01")),
    "a line that it speaks": (with_line(small_series(), text={"en": "You never came back"}), (SECOND, "ep01")),
    "a voice that it hears": (recast(small_series()), (SECOND, "ep01")),
    "music": (finished(Finish(music_gain_db=-6.0)), ("ep01",)),
    "the title card": (finished(Finish(title_card_s=4.0)), ("ep01",)),
    "nothing": (small_series(), ()),
    "what no picture shows": (small_series(standing_notes=("no rain",)), ()),
}


@pytest.mark.parametrize(("after", "met"), CHANGES.values(), ids=CHANGES)
def test_a_change_meets_the_locks_it_would_touch_and_no_others(after, met):
    assert set(meets(after, *SHOTS, "ep01")) == set(met)
    for one in (*SHOTS, "ep01"):
        assert meets(after, one) == ((one,) if one in met else ())
    assert meets(after) == ()


@pytest.mark.parametrize(
    ("was", "becomes"),
    [(Pace(head_s=0.5), Pace(tail_s=0.5)), (Pace(tail_s=1.0), Pace(speed=2.0))],
    ids=["another half second", "fast instead of short"],
)
def test_another_pace_of_the_same_length_is_another_look(was, becomes):
    before, after = finished(Finish(shot_paces={FIRST: was})), finished(Finish(shot_paces={FIRST: becomes}))
    assert meets(after, FIRST, before=before) == (FIRST,)


def test_pinning_the_very_take_that_is_locked_meets_nothing():
    pinned = with_shot(small_series(), FIRST, pin=Pin(take=circled(1).take, take_id=circled(1).take_id))
    assert meets(pinned, FIRST) == ()
    assert meets(with_shot(pinned, FIRST, pin=Pin(take="x", take_id="9" * 64)), FIRST, before=pinned) == (FIRST,)


def test_what_leaves_the_film_meets_its_lock():
    scene = small_series().episodes[0].scenes[0]
    without = with_episode(small_series(), scenes=(scene.model_copy(update={"shots": scene.shots[1:]}),))
    assert meets(without, FIRST) == (FIRST,) and meets(without, SECOND) == ()
    assert meets(small_series(episodes=()), FIRST, "ep01") == ("ep01", FIRST)


def test_another_order_leaves_a_locked_shot_but_not_a_locked_episode():
    scene = small_series().episodes[0].scenes[0]
    turned = with_episode(small_series(), scenes=(scene.model_copy(update={"shots": scene.shots[::-1]}),))
    assert meets(turned, *SHOTS, "ep01") == ("ep01",)


def test_locks_outlive_undo(folder: RunFolder):
    for number in (1, 2):
        versions.finish(folder, version(number, take=number))
    locks.lock(folder, (FIRST,))
    versions.undo(folder)
    assert locks.read(folder).shots[FIRST].take == circled(2).take
