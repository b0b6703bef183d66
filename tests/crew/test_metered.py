"""Limits: at each the understudy answers and the transcript says so; a resume counts what is on record."""

from __future__ import annotations

import pytest

from crew.ask import Question, ask
from crew.minds.metered import MeteredMind
from crew.minds.mind import Reply, mind_for
from crew.minds.mixed import MixedMind
from crew.minds.replay import ReplayMind, record_of
from crew.minds.scripted import ScriptedMind
from crew.minds.understudy import Understudy
from film.limits import Limits
from tests.crew.test_ask import GOOD, question
from tools.run.transcript import Transcript

SHOT = "ep01/sc001/sh0010"


def about(subject: str) -> Question:
    """Equal prompts get the same answer from the record, so that each asks something of its own."""
    return question(subject=subject, facts={**question().facts, "heading": subject})


def told(text='{"side": "left"}') -> Reply:
    return Reply(text, tokens_in=60, tokens_out=40)


@pytest.mark.parametrize(
    ("limits", "subject", "says"),
    [
        (Limits(film_questions=2), "ep01/sc{n:03d}", "2 questions for a film"),
        (Limits(film_tokens=150), "ep01/sc{n:03d}", "150 tokens for a film"),
        (Limits(film_seconds=3.5), "ep01/sc{n:03d}", "3.5 seconds for a film"),
        (Limits(shot_questions=2), SHOT + "#{n}", "2 questions for a shot"),
        (Limits(shot_tokens=200), SHOT + "#{n}", "200 tokens for a shot"),
    ],
    ids=lambda value: "" if isinstance(value, str) else next(iter(value.model_fields_set)),
)
def test_at_a_limit_the_understudy_answers_and_a_line_says_so(limits, subject, says, tmp_path):
    ticks = iter(range(0, 1000, 2))
    mind = ScriptedMind(*[told()] * 9)
    metered = MeteredMind(mind, limits, clock=lambda: next(ticks))
    transcript = Transcript(tmp_path / "t.jsonl", owner=True)
    made = [ask(metered, about(subject.format(n=n)), transcript) for n in range(4)]
    assert [d.mind for d in made] == ["scripted", "scripted", "understudy", "understudy"] and len(mind.history) == 2
    assert made[2].flags == ("limit_reached", "understudy_stood_in") and made[2].attempts[0].stopped == "limit"
    assert says in made[2].attempts[0].error


def test_a_shot_that_has_spent_its_share_leaves_others_theirs():
    mind = ScriptedMind(*[told()] * 9)
    metered = MeteredMind(mind, Limits(shot_questions=1))
    subjects = [f"{SHOT}#1", f"{SHOT}#2", "ep01/sc001/sh0020#1", "ep01/sc001", "ep01/sc002"]
    made = [ask(metered, question(subject=subject), {}).mind for subject in subjects]
    assert made == ["scripted", "understudy", "scripted", "scripted", "scripted"]


def test_repairs_belong_to_their_question():
    metered = MeteredMind(ScriptedMind("no", "no", GOOD), Limits(film_questions=1))
    assert ask(metered, question(), {}).answer == GOOD


def test_a_resume_trips_where_an_uninterrupted_film_does_and_a_replay_obeys(tmp_path):
    def some(mind, count, transcript):
        metered = MeteredMind(mind, Limits(film_questions=3), transcript.entries("answer"))
        return [ask(metered, about(f"s{n}"), transcript).mind for n in range(count)]

    path = tmp_path / "t.jsonl"
    some(ScriptedMind(*[told()] * 9), 2, Transcript(path, owner=True))
    resumed = some(ScriptedMind(*[told()] * 9), 5, Transcript(path, owner=True))
    assert resumed == ["scripted"] * 3 + ["understudy"] * 2
    record = Transcript(path)
    replay = MeteredMind(ReplayMind(record_of("rain", record, record)), Limits(film_questions=0))
    assert [ask(replay, about(f"s{n}"), {}).mind for n in range(5)] == resumed


def test_those_who_cost_nothing_are_not_counted():
    metered = MeteredMind(MixedMind(ScriptedMind(GOOD), {"critic": Understudy()}), Limits(film_questions=0))
    assert isinstance(mind_for(metered, "critic"), Understudy)
    assert metered.name == "critic=understudy,scripted" and mind_for(metered, "director").name == "scripted"
