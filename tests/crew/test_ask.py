"""ask: one place that validates, repairs, falls back, and never asks twice."""

from __future__ import annotations

import pytest
from pydantic import Field

from crew.ask import Question, ask
from crew.minds.mind import Reply, being_asked
from crew.minds.scripted import ScriptedMind
from crew.minds.understudy import Understudy
from crew.prompt_budget import question_tokens
from film.base import Frozen
from film.decision import Decision
from film.errors import MindError


class SideAnswer(Frozen):
    side: str = Field(pattern="^(left|right)$")
    reason: str = ""


def question(**changes) -> Question:
    facts = {"heading": "INT. ROOM - DAY", "readings": {}, "before": None, "talk": [], "people": ["mara"]}
    given = {
        "agent": "continuity", "task": "scene", "subject": "ep01/sc001", "facts": facts, "answer_type": SideAnswer,
        "check": lambda answer: ["Mara is already on the right."] if answer.side == "right" else [],
        "house": lambda told: SideAnswer(side="left", reason=f"house rule for {told['people'][0]}"),
    }  # fmt: skip
    return Question(**{**given, **changes})


GOOD = {"side": "left", "reason": "because"}


def test_good_answer_is_taken_as_it_is():
    mind = ScriptedMind(GOOD)
    transcript: dict[str, Decision] = {}
    decision = ask(mind, question(), transcript)
    assert (decision.answer, decision.mind, decision.flags) == (GOOD, "scripted", ())
    assert decision.reason == "because"
    assert len(decision.attempts) == 1 and decision.attempts[0].error == ""
    assert "INT. ROOM - DAY" in decision.prompt and "Continuity Supervisor" in mind.history[0].system
    assert transcript == {decision.id: decision}


def test_malformed_then_good_is_repaired_with_the_error_quoted():
    mind = ScriptedMind("I think left.", GOOD)
    decision = ask(mind, question(), {})
    assert decision.answer == GOOD and decision.flags == ()
    assert "no JSON object" in decision.attempts[0].error
    assert "no JSON object" in mind.history[1].prompt and "I think left." in mind.history[1].prompt
    assert mind.history[0].seed != mind.history[1].seed, "a repair question asks with another seed"


def test_answer_that_breaks_the_story_is_repaired():
    mind = ScriptedMind({"side": "right"}, GOOD)
    decision = ask(mind, question(), {})
    assert decision.answer == GOOD
    assert "already on the right" in mind.history[1].prompt


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        ("", "empty"),
        ("{'side': 'left'}", "not valid JSON"),
        ('{"side": "left", "side": "left"}', "given twice"),
        ('{"side": NaN}', "NaN"),
        ('{"side": "up"}', "side"),
        ('{"side": "left", "extra": 1}', "extra"),
        ("[1, 2]", "no JSON object"),
        ('[{"side": "left"}]', "is a list"),
        ('```json\n[{"side": "left"}]\n```', "is a list"),
        ("{" * 3000, "not valid JSON"),
        ('{"a":' * 20000, "deeply"),
        ('{"side": "left", "reason": ' + "[" * 40 + "]" * 40 + "}", "deeply"),
        ("x" * 1_000_001, "characters"),
        ('{"side": "left", "reason": "' + "x" * 10_000_000 + '"}', "characters"),
        ('{"side": "left", "reason": -Infinity}', "Infinity"),
        ('{"side": "left", "reason": 1e999}', "finite"),
        ('{"side": "left", "reason": ' + "9" * 5000 + "}", "too large"),
        ('{"side": "left", "reason": "\\ud83d"}', "half a character"),
        ("<think>Left, or right", "empty"),
        (Reply('{"side": "le', stopped="length"), "cut off"),
        (Reply("{", stopped="too_long"), "characters"),
    ],
    ids=(
        "empty", "quotes", "twice", "nan", "enum", "extra", "list", "list of objects", "fenced list", "torn", "deep",
        "deeper than allowed", "huge", "10 MB", "infinity", "overflow", "5000 digits", "surrogate", "only thinking",
        "length", "too long",
    ),
)  # fmt: skip
def test_always_malformed_ends_with_the_understudy(raw, error):
    mind = ScriptedMind(raw, raw, raw, GOOD)
    decision = ask(mind, question(), {})
    assert decision.mind == "understudy" and decision.flags == ("understudy_stood_in",)
    assert decision.answer["reason"] == "house rule for mara"
    assert len(mind.history) == 3, "one question and two repairs"
    assert all(error in attempt.error for attempt in decision.attempts)
    assert all(attempt.mind == "scripted" for attempt in decision.attempts)


@pytest.mark.parametrize(
    "raw",
    [
        '```json\n{"side": "left", "reason": "because"}\n```',
        '<think>{"side": "right"}</think>{"side": "left", "reason": "because"}',
        'Sure! {"side": "left", "reason": "because"} I hope that helps.',
        '\ufeff{"side": "left", "reason": "because"}',
        'Left: {"side": "right"} would be wrong.</think>\n{"side": "left", "reason": "because"}',
        '{"side": "left", "reason": "be\u200bcau\U000e0041se"}',
        '{"side": "left", "reason": "because"}\n\n{"side": "right"}',
    ],
    ids=("fenced", "thinking", "chatter", "bom", "thinking begun by the template", "unseen characters", "two objects"),
)
def test_wrapped_answers_are_read(raw):
    assert ask(ScriptedMind(raw), question(), {}).answer == GOOD


def test_a_mind_that_cannot_be_reached_is_stood_in_for_at_once():
    mind = ScriptedMind(MindError("the server is down"), GOOD)
    decision = ask(mind, question(), {})
    assert decision.mind == "understudy" and "understudy_stood_in" in decision.flags
    assert [attempt.error for attempt in decision.attempts] == ["the server is down"]


def test_bytes_that_are_no_text_do_not_reach_the_record():
    decision = ask(ScriptedMind('{"side": "left", "reason": "be\ud800cause"}'), question(), {})
    assert decision.answer["reason"] == decision.attempts[0].raw[28:-2] == "be\ufffdcause"
    decision.model_dump_json().encode("utf-8")


def test_half_a_character_in_a_servers_complaint_does_not_reach_the_record():
    class Broken(ScriptedMind):
        def think(self, *args, **kwargs):
            raise MindError("the server answered 500: \ud800")

    decision = ask(Broken(), question(), {})
    assert decision.attempts[0].error.endswith("500: \ufffd")
    decision.model_dump_json().encode("utf-8")


def test_a_prompt_that_the_server_cut_is_not_repaired():
    mind = ScriptedMind(Reply('{"side": "left"}', tokens_in=8192, stopped="window"), GOOD)
    decision = ask(mind, question(), {})
    assert decision.mind == "understudy" and len(mind.history) == 1
    assert "did not fit the window" in decision.attempts[0].error


HINDI = {"heading": "अंदर। कमरा - दिन", "readings": {}, "before": None, "talk": [], "people": ["mara"]}


@pytest.mark.parametrize(
    ("facts", "first", "asked"),
    [
        (HINDI, {"side": "left", "reason": "She sits."}, 2),
        (HINDI, {"side": "left", "reason": "मारा बैठी है, CU पर।"}, 1),
        (HINDI, {"side": "left", "reason": "क्\u200dया?"}, 1),
        ({**HINDI, "heading": "INT. KAMRA - DIN"}, {"side": "left", "reason": "Mara baithi hai."}, 1),
    ],
    ids=("english", "hindi", "hindi with a joiner", "hindi typed in latin letters"),
)
def test_words_of_the_film_are_in_its_language(facts, first, asked):
    good = {"side": "left", "reason": "मारा बैठी है।"}
    mind = ScriptedMind(first, good)
    decision = ask(mind, question(facts=facts, language="hi", worded=("reason",)), {})
    assert len(mind.history) == asked and decision.flags == ()
    assert decision.answer == (first if asked == 1 else good), "joiners stay in Hindi output"
    if asked == 2:
        assert "film's language (hi)" in decision.attempts[0].error


def test_a_reworded_prompt_asks_again_and_the_understudy_does_not_mind(monkeypatch):
    import crew.question

    before = (question().id_for("scripted"), question().id_for("understudy"))
    monkeypatch.setattr(crew.question, "load", lambda name: "other words")
    after = (question().id_for("scripted"), question().id_for("understudy"))
    assert before[0] != after[0] and before[1] == after[1]


class Windowed(ScriptedMind):
    prompt_tokens = 1100


def test_long_texts_are_shortened_until_the_question_fits():
    talk = [{"id": f"ln{n}", "who": "mara", "text": "word " * 120} for n in range(6)]
    mind = Windowed(GOOD)
    decision = ask(mind, question(facts={**question().facts, "talk": talk}), {})
    assert "facts_shortened" in decision.flags and decision.answer == GOOD
    assert question_tokens(mind.history[0].system, decision.prompt) <= 1100
    assert all(f'"ln{n}"' in decision.prompt for n in range(6)), "ids stay"
    assert "were shortened" in decision.prompt


def test_a_server_that_counts_more_than_was_guessed_is_noted():
    over = Windowed(Reply('{"side": "left"}', tokens_in=1101, tokens_out=9))
    within = Windowed(Reply('{"side": "left"}', tokens_in=1100, tokens_out=9))
    assert ask(over, question(), {}).flags == ("over_budget",) and ask(within, question(), {}).flags == ()


def test_a_repair_question_keeps_to_the_window():
    mind = Windowed("{" * 9000, GOOD)
    assert ask(mind, question(), {}).answer == GOOD
    assert all(question_tokens(heard.system, heard.prompt) <= 1100 for heard in mind.history)


def test_who_is_asked_is_known_while_a_mind_writes():
    heard = []

    class Talking(ScriptedMind):
        def think(self, *args, **more):
            heard.append(being_asked.get())
            return super().think(*args, **more)

    ask(Talking("no", GOOD), question(), {})
    assert [(a.agent, a.task, a.subject, a.attempt) for a in heard] == [
        ("continuity", "scene", "ep01/sc001", 0), ("continuity", "scene", "ep01/sc001", 1)
    ]  # fmt: skip
    assert being_asked.get() is None


def test_seconds_are_recorded_and_are_no_part_of_an_id():
    ticks = iter([10.0, 12.5, 20.0, 20.25])
    slow = ask(ScriptedMind(GOOD), question(), {}, clock=lambda: next(ticks))
    quick = ask(ScriptedMind(GOOD), question(), {}, clock=lambda: next(ticks))
    assert (slow.attempts[0].seconds, quick.attempts[0].seconds) == (2.5, 0.25)
    assert (slow.id, slow.attempts[0].key) == (quick.id, quick.attempts[0].key)


def test_the_understudy_is_told_facts_and_no_prompt():
    decision = ask(Understudy(), question(), {})
    assert (decision.prompt, decision.attempts, decision.flags) == ("", (), ())
    assert decision.answer == {"side": "left", "reason": "house rule for mara"}


def test_nothing_is_asked_twice():
    mind = ScriptedMind(GOOD)
    transcript: dict[str, Decision] = {}
    first = ask(mind, question(), transcript)
    assert ask(mind, question(), transcript) is first
    assert len(mind.history) == 1


def test_another_fact_or_mind_is_another_question():
    ids = {
        question().id_for("understudy"),
        question().id_for("scripted"),
        question(facts={"heading": "other"}).id_for("understudy"),
        question(subject="ep01/sc002").id_for("understudy"),
        question(image_ids=("0" * 64,)).id_for("understudy"),
    }
    assert len(ids) == 5


def test_a_house_rule_that_breaks_the_story_is_a_bug():
    with pytest.raises(AssertionError, match="house rules for continuity scene"):
        ask(Understudy(), question(check=lambda answer: ["never"]), {})


def test_images_go_only_to_a_mind_that_sees():
    blind, seeing = ScriptedMind(GOOD), ScriptedMind(GOOD, sees=True)
    shown = question(images=(b"png",), image_ids=("1" * 64,))
    ask(blind, shown, {})
    ask(seeing, shown, {})
    assert blind.history[0].images == () and seeing.history[0].images == (b"png",)
