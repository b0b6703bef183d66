"""Shots as long as what is said in them."""

from __future__ import annotations

import pytest

from film.changes import ChangeSet, Edit, Selector, apply
from film.plan import end_of_words
from film.retiming import retimed
from film.rewrites import map_lines, map_shots
from film.series import Pin, Series
from tests.film.films import recorded, small_series, speech

LINE, SHOT = "ep01/sc001/ln0010", "ep01/sc001/sh0020"


def said(series: Series, words: str, line_id: str = LINE) -> Series:
    """The film with that line changed and recorded anew."""
    change = ChangeSet(where=Selector(lines=(line_id,)), edits=(Edit(path="line.text.en", value=words),))
    return recorded(apply(series, change))


def durations(series: Series) -> list[float]:
    return [shot.duration_s for _, _, shot in series.walk()]


def test_more_words_make_the_shot_longer_by_as_much():
    before = small_series()
    after = said(before, "You came back to us after all these years")
    assert durations(retimed(before, after)) == pytest.approx([2.0, 2.5 + 4 * 0.4, 2.0])


def test_fewer_words_make_it_shorter_down_to_a_shot():
    before = small_series()
    assert durations(retimed(before, said(before, "You came back"))) == pytest.approx([2.0, 2.5 - 2 * 0.4, 2.0])
    assert durations(retimed(before, said(before, "You"))) == pytest.approx([2.0, 1.5, 2.0])


def test_retiming_twice_is_retiming_once_and_an_own_duration_is_kept():
    before = small_series()
    after = said(before, "You came back to us after all these years")
    once = retimed(before, after)
    assert retimed(before, once) == once
    longer = map_shots(after, (SHOT,), lambda _, shot: shot.model_copy(update={"duration_s": 9.0}))
    assert durations(retimed(before, longer)) == [2.0, 9.0, 2.0]
    shorter = map_shots(after, (SHOT,), lambda _, shot: shot.model_copy(update={"duration_s": 1.6}))
    assert durations(retimed(before, shorter))[1] == pytest.approx(0.25 + 9 * 0.4)


def test_what_is_not_recorded_yet_changes_no_duration():
    before = small_series()
    change = ChangeSet(where=Selector(lines=(LINE,)), edits=(Edit(path="line.text.en", value="Go"),))
    assert durations(retimed(before, apply(before, change))) == durations(before)


def test_a_shot_that_was_silent_grows_to_hold_its_line():
    silent = map_shots(small_series(), None, lambda _, shot: shot.model_copy(update={"spoken": ()}))
    added = {"character_id": "mara", "text": "You came back after all these years and said nothing", "after": "ln0010"}
    change = ChangeSet(edits=(Edit(path="scene.lines", op="add", value=added),))
    after = retimed(silent, recorded(apply(silent, change)))
    _, scene, shot = after.find(SHOT)
    assert shot.duration_s == pytest.approx(end_of_words(shot, scene) + 0.35) and shot.duration_s > 4


def test_a_take_chosen_for_other_words_goes():
    pin = Pin(take="tk01-aa", take_id="aa")
    before = map_shots(small_series(), None, lambda _, shot: shot.model_copy(update={"pin": pin}))
    after = map_lines(before, (LINE,), lambda line: line.model_copy(update={"speech": {"en": speech("You came", sha="c")}}))
    assert [shot.pin for _, _, shot in retimed(before, after).walk()] == [pin, None, pin]
