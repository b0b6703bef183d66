"""Whatever is changed: only what is meant is shot again, and a change is data."""

from __future__ import annotations

import pytest

from film.canonical import canonical_json, sha256_of
from film.changes import ChangeSet, apply, select
from film.plan import plan_shot
from film.profile import Profile
from film.retiming import retimed
from film.series import Series
from film.touched import touched
from tests.film.films import big_series, recorded
from tests.film.random_changes import random_change

PROFILE = Profile(name="test", height=180, render_height=180)
CHANGES = 200
BIG = big_series(60)
FINISH = ("grade", "cut", "sound", "finish", "series", "episode")


def plans(series: Series) -> dict[str, str]:
    return {shot.id: sha256_of(plan_shot(series, shot.id, PROFILE)) for _, _, shot in series.filmed()}


def may_change(series: Series, change: ChangeSet) -> set[str]:
    """Shots that a change may shoot, by what its paths are about, without looking at plans."""
    meant = select(series, change.where)
    allowed: set[str] = set()
    for edit in change.edits:
        root = edit.path.split(".")[0]
        for _, scene, shot in series.walk():
            at = series.bible.scene(scene.id).place_id
            present = {who for beat in scene.beats for who in beat.present}
            if root in FINISH:
                continue
            if (
                (root == "shot" and (shot.id in meant.shots or (edit.path == "shot.cast" and scene.id in meant.scenes)))
                or (root in ("scene", "continuity") and scene.id in meant.scenes)
                or (root == "line" and {spoken.line_id for spoken in shot.spoken} & set(meant.lines))
                or (root == "outfit" and scene.id in meant.scenes and set(meant.characters) & set(shot.cast))
                or (root == "character" and set(meant.characters) & (present | set(shot.cast)))
                or (root == "place" and at in meant.places and scene.id in meant.scenes)
            ):
                allowed.add(shot.id)
    for more in change.then:
        allowed |= may_change(series, more)
    while grown := {s.id for _, _, s in series.walk() if s.start_from in allowed and s.id not in allowed}:
        allowed |= grown
    return allowed


@pytest.fixture(scope="module")
def before() -> dict[str, str]:
    return plans(BIG)


@pytest.mark.parametrize(
    "first", [first if first < 60 else pytest.param(first, marks=pytest.mark.film) for first in range(0, CHANGES, 20)]
)
def test_exactly_what_a_change_means_is_shot_again(before: dict[str, str], first: int):
    bytes_before = canonical_json(BIG)
    everything = {shot.id for _, _, shot in BIG.walk()}
    for seed in range(first, first + 20):
        change = random_change(BIG, seed)
        after = apply(BIG, change)
        assert canonical_json(BIG) == bytes_before, "the film that is changed stays as it is"

        recorded_after = retimed(BIG, recorded(after))
        planned = plans(recorded_after)
        differ = {i for i, plan in planned.items() if before.get(i, _plan_of(BIG, i)) != plan}
        sources = {shot.id: shot.start_from for _, _, shot in after.filmed()}
        while grown := {i for i, source in sources.items() if source in differ and i not in differ}:
            differ |= grown
        made = touched(BIG, after, PROFILE)
        assert set(made.takes) == differ, f"what is promised before the lines are recorded: {change}"
        heard = touched(BIG, recorded_after, PROFILE)
        assert set(heard.takes) == differ and heard.lines == made.lines, change
        assert set(heard.cuts) <= set(made.cuts) and set(heard.mixes) <= set(made.mixes), change
        assert differ & everything <= may_change(BIG, change), change
        assert {i.split("/")[0] for i in differ} <= set(made.cuts)

        again = ChangeSet.model_validate_json(change.model_dump_json())
        assert apply(BIG, again).model_dump_json() == after.model_dump_json(), change


def _plan_of(series: Series, shot_id: str) -> str | None:
    """The plan of a shot that was omitted; None of one that was not there."""
    known = {shot.id for _, _, shot in series.walk()}
    return sha256_of(plan_shot(series, shot_id, PROFILE)) if shot_id in known else None


def test_the_changes_are_of_every_kind():
    roots = {edit.path.split(".")[0] for seed in range(CHANGES) for edit in random_change(BIG, seed).edits}
    assert roots == {
        "shot", "scene", "episode", "continuity", "character", "outfit", "place", "line", "grade", "cut", "sound", "finish"
    }  # fmt: skip
