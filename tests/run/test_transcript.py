"""The transcript as answer store: nothing asked twice, secrets kept out, times beside ids, torn lines healed."""

from __future__ import annotations

import json

import pytest

from crew.ask import Question, ask
from crew.minds.mind import about
from crew.minds.scripted import ScriptedMind
from film.decision import Attempt, Decision
from film.errors import MindError, RunError
from tests.crew.test_ask import GOOD, question
from tools.run.redaction import redacted
from tools.run.transcript import Transcript

SECRETS = (
    "sk-proj-abcdefghij0123456789ABCD", "hf_abcdefghijKLMNOP0123", "ghp_0123456789abcdefghijABCD", "AKIAABCDEFGHIJKLMNOP",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLW9mLWl0", "Bearer abcdefghijklmnop0123",
)  # fmt: skip


class Killed(Exception):
    """The process dies here."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "transcript.jsonl"


def test_an_answer_given_before_a_crash_is_not_asked_for_again(path):
    with pytest.raises(Killed):
        ask(ScriptedMind("no", "still no", Killed()), question(), Transcript(path, owner=True))
    mind = ScriptedMind(GOOD)
    decision = ask(mind, question(), Transcript(path, owner=True))
    assert len(mind.history) == 1 and [a.raw for a in decision.attempts][:2] == ["no", "still no"]
    assert decision.answer == GOOD and "still no" in mind.history[0].prompt


def test_a_failure_is_no_answer_and_is_not_kept_as_one(path):
    transcript = Transcript(path, owner=True)
    ask(ScriptedMind(MindError("gone")), question(), transcript)
    assert list(transcript.entries("answer")) == []


def test_a_torn_last_line_is_healed_and_that_answer_alone_asked_again(path):
    transcript = Transcript(path, owner=True)
    other = question(subject="ep01/sc002")
    ask(ScriptedMind(GOOD), question(), transcript)
    ask(ScriptedMind(GOOD), other, transcript)
    whole = path.read_bytes()
    for cut in range(1, len(whole.splitlines()[-1]), 97):
        path.write_bytes(whole[:-cut])
        mind = ScriptedMind(GOOD)
        again = Transcript(path, owner=True)
        ask(mind, question(), again)
        ask(mind, other, again)
        assert mind.history == [], "the raw answer stands in the line before"
        assert [json.loads(line)["id"] for line in path.read_bytes().splitlines()] == [
            json.loads(line)["id"] for line in whole.splitlines()
        ]


def test_a_reworded_repair_asks_the_repair_again_and_not_the_question(path, monkeypatch):
    import crew.ask
    import crew.question

    mind = ScriptedMind("no", GOOD)
    ask(mind, question(), Transcript(path, owner=True))
    monkeypatch.setattr(crew.question, "load", lambda name: "reworded" if name == "repair" else "")
    real = crew.ask.render
    monkeypatch.setattr(crew.ask, "render", lambda name, told: real(name, told) + ("!" if name == "repair" else ""))
    later = ScriptedMind(GOOD)
    ask(later, question(), Transcript(path, owner=True))
    assert len(later.history) == 1 and later.history[0].prompt.endswith("!")


def test_secrets_are_never_written(path):
    transcript = Transcript(path, owner=True)
    facts = {**question().facts, "heading": f"INT. ROOM {SECRETS[0]} http://me:hunter22@host/x"}
    answer = {"side": "left", "reason": f"because {SECRETS[1]}"}
    decision = ask(ScriptedMind(answer), question(facts=facts), transcript)
    transcript.note("reading", text=f"found {SECRETS[2]}")
    written = path.read_text("utf-8")
    assert not any(secret in written for secret in SECRETS) and "hunter22" not in written
    assert decision == ask(ScriptedMind(), question(facts=facts), Transcript(path)), "said now as it will be read again"


@pytest.mark.parametrize("secret", SECRETS)
def test_every_shape_of_secret_is_known(secret):
    assert secret.rpartition(" ")[2] not in redacted(f"before {secret}, after")
    assert redacted(["before", {"after": secret}]) != ["before", {"after": secret}]


@pytest.mark.parametrize(
    "text", ["a task-based approach to everything", "Ask-me-anything", "bearer of bad news", "1:2@3", "sk-8"]
)
def test_words_are_no_secrets(text):
    assert redacted(text) == text


def test_times_stand_beside_ids(path, tmp_path):
    hours = iter(range(24))
    dated = Transcript(path, owner=True, now=lambda: f"2026-01-01T{next(hours):02d}:00:00Z")
    plain = Transcript(tmp_path / "plain.jsonl", owner=True)
    for transcript in (dated, plain):
        transcript.note("verdict", shot="x", status="pass")
        ask(ScriptedMind(GOOD), question(), transcript, clock=lambda: 0.0)
    ats = [entry.pop("at") for entry in map(dict, dated.entries())]
    assert ats == [f"2026-01-01T{hour:02d}:00:00Z" for hour in range(3)]
    assert [entry["id"] for entry in dated.entries()] == [entry["id"] for entry in plain.entries()]
    assert dict(dated) == dict(plain) == dict(Transcript(path))


def test_a_transcript_of_a_later_format_is_refused(path):
    path.write_text('{"id": "1", "kind": "verdict", "v": 2}\n')
    with pytest.raises(RunError, match="format 2"):
        Transcript(path)


def test_who_played_is_on_record_even_when_nobody_noted_it(path):
    transcript = Transcript(path, owner=True)
    ask(ScriptedMind(GOOD, name="first"), question(), transcript)
    ask(ScriptedMind("no", "no", "no", name="second"), question(), transcript)
    assert transcript.minds() == {"continuity": ("second", "first")}
    transcript.note_mind(**about(ScriptedMind(name="first", sees=True)))
    assert transcript.minds()["continuity"] == ("first", "second") and "critic" in transcript.sees()


def test_the_first_pin_is_the_one_a_run_is_held_to(path):
    transcript = Transcript(path, owner=True)
    for digest in ("a" * 64, "b" * 64, "a" * 64):
        transcript.note_mind("m", {}, (), [{"mind": "ollama:m", "digest": digest, "server": "Ollama 1"}])
    assert [pin["digest"] for pin in Transcript(path).pins()] == ["a" * 64]


def test_a_long_answer_is_read_again_as_it_was(path):
    long = {"side": "left", "reason": "x" * 30_000}
    first = ask(ScriptedMind(long), question(), Transcript(path, owner=True))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0])
    assert ask(ScriptedMind(), question(), Transcript(path, owner=True)) == first


def test_what_a_decision_holds_is_described():
    described = (__import__("pathlib").Path(__file__).parents[2] / "docs" / "TRANSCRIPT.md").read_text("utf-8")
    for name in (*Decision.model_fields, *Attempt.model_fields, "at", "v"):
        assert f"`{name}`" in described, name
    for kind in (
        "decision",
        "answer",
        "mind",
        "verdict",
        "remedy",
        "circled",
        "broken_take",
        "planned",
        "conflict",
        "reading",
    ):
        assert f"`{kind}`" in described, kind
    assert isinstance(question(), Question)
