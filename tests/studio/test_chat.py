"""The chat, driven by lines from a pipe as a session would be."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from studio.chat import Chat
from studio.prompt import piped_prompt
from tests.fakes.fake_changing import NIGHT, WHICH, FakeChanging, Proposal
from tools.run import inbox
from tools.run.folder import RunFolder


class Talk:
    """One session: what was said to the crew, and what the person read."""

    def __init__(self, run, monkeypatch, *proposals: Proposal, waits: Proposal | None = None) -> None:
        self.fake = FakeChanging(*proposals).install(monkeypatch)
        self.fake.waits = waits
        self.run = run
        self.screen = io.StringIO()

    def __call__(self, *lines: str, **options) -> str:
        prompt = piped_prompt(io.StringIO("".join(f"{line}\n" for line in lines)))
        console = Console(file=self.screen, width=200, highlight=False)
        Chat(self.run, "asha", prompt, console, **options).talk()
        return self.screen.getvalue()

    def notes(self) -> list[str]:
        return [details["note"] for verb, details in self.fake.said if verb == "propose"]


@pytest.fixture
def run(tmp_path):
    (tmp_path / "run.json").write_text('{"format": 1, "series": "lamp", "standing": 1}')
    return tmp_path


@pytest.mark.parametrize("yes", ["y", "yes", "haan", "हाँ"])
def test_a_note_is_shown_and_a_yes_shoots_it(run, monkeypatch, yes):
    talk = Talk(run, monkeypatch, NIGHT)
    shown = talk("make the kitchen night", yes)
    assert talk.fake.verbs() == ["propose", "approve"] and talk.fake.said[1][1]["id"].startswith("0001-")
    assert "ep01/sc001  sh0010 sh0020" in shown and "31 shots" in shown and "previews/sheet.png" in shown
    assert shown.index("y shoots it") < shown.index("version 2 stands") and shown.count(NIGHT.reason) == 1


def test_a_no_drops_it(run, monkeypatch):
    talk = Talk(run, monkeypatch, NIGHT)
    assert "dropped; version 1 stands" in talk("make the kitchen night", "nahi")
    assert talk.fake.verbs() == ["propose", "abandon"]


def test_another_note_takes_the_place_of_what_waits(run, monkeypatch):
    talk = Talk(run, monkeypatch, NIGHT, NIGHT)
    talk("make it night", "only the kitchen", "y")
    assert talk.notes() == ["make it night", "only the kitchen"] and talk.fake.verbs()[-1] == "approve"


def test_a_question_is_answered_by_number_or_in_words(run, monkeypatch):
    talk = Talk(run, monkeypatch, WHICH, WHICH, NIGHT)
    shown = talk("darker", "y", "5", "2", "the old one with the stove")
    assert talk.notes() == ["darker", "घर की रसोई को गहरा करो", "the old one with the stove"]
    assert "  2  घर की रसोई" in shown and "which one?" in shown and "there are 2 choices" in shown


def test_a_yes_is_never_blind(run, monkeypatch):
    talk = Talk(run, monkeypatch)
    assert "nothing waits for a yes" in talk("y")
    talk = Talk(run, monkeypatch, waits=NIGHT)
    shown = talk("y")
    assert shown.index("y shoots it") < shown.index("version 2 stands") and talk.fake.verbs() == ["approve"]


def test_ctrl_c_while_shooting_cancels_the_change(run, monkeypatch):
    talk = Talk(run, monkeypatch, NIGHT)
    talk.fake.interrupt = "approve"
    shown = talk("make it night", "y", "/undo")
    assert talk.fake.verbs() == ["propose", "approve", "abandon", "undo"]
    assert "cancelled; the film is as it was" in shown and talk.fake.waits is None


def test_ctrl_c_while_understanding_drops_the_note(run, monkeypatch):
    talk = Talk(run, monkeypatch)
    talk.fake.interrupt = "propose"
    assert "cancelled" in talk("make it night") and talk.fake.verbs() == ["propose", "abandon"]
    assert not inbox.items(RunFolder.open(run))


def test_an_error_is_said_and_the_talk_goes_on(run, monkeypatch):
    talk = Talk(run, monkeypatch)
    shown = talk("flibber", "/fly", "/diff 1", "/undo x", "/undo 2")
    assert "'flibber' is not understood" in shown and "there is no /fly" in shown and "/diff 1 2" in shown
    assert talk.fake.said[-1] == ("undo", {"actor": "asha", "steps": 2})


def test_commands_ask_the_run(run, monkeypatch):
    talk = Talk(run, monkeypatch)
    shown = talk("/lock sc001", "/unlock sc001", "/lock", "/checkout 2", "/redo", "/diff 1 2", "/help", "quit", "never read")
    assert talk.fake.verbs() == ["lock", "unlock", "checkout", "redo"]
    assert "locked: ep01/sc001" in shown and "locked: nothing" in shown and "wide -> close" in shown and "/why SHOT" in shown


def test_what_waits_is_left_waiting(run, monkeypatch):
    talk = Talk(run, monkeypatch, NIGHT, Proposal(status="answer", answer="It is 120 s long."))
    shown = talk("make it night", "how long is it?")
    assert "still waiting for y or n: make the kitchen night" in shown
    assert f"filmcrew approve {run}" in shown and talk.fake.waits is not None


def test_yes_beforehand(run, monkeypatch):
    talk = Talk(run, monkeypatch, NIGHT)
    assert "version 2 stands" in talk("make it night", yes=True) and talk.fake.verbs() == ["propose"]


def test_json_is_one_object_a_turn(run, monkeypatch, capsys):
    talk = Talk(run, monkeypatch, NIGHT)
    assert talk("make it night", "y", "flibber", "/lock sc001", as_json=True, cost_per_hour=36.0) == ""
    turns = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [turn.get("status") for turn in turns] == ["waits", "done", None, None]
    assert talk.fake.said[0][1]["cost_per_hour"] == 36.0 and "flibber" in turns[2]["error"] and turns[3] == {"locked": ["ep01/sc001"]}


def test_a_spoken_note_is_confirmed(run, monkeypatch):
    monkeypatch.setattr("studio.spoken.heard", lambda voice, whisper, run: "make it dark her")
    talk = Talk(run, monkeypatch, NIGHT, NIGHT)
    shown = talk("/voice note.wav", "make it darker", "/voice note.wav", "y", "/voice note.wav", "n")
    assert talk.notes() == ["make it darker", "make it dark her"] and "the note was not used" in shown


def test_nothing_is_read_as_markup(run, monkeypatch):
    talk = Talk(run, monkeypatch, Proposal(status="answer", answer="[red]गरम[/red] हो गया"))
    assert "[red]गरम[/red] हो गया" in talk("x")


def test_ctrl_c_at_the_prompt_throws_the_line_away(run, monkeypatch):
    talk = Talk(run, monkeypatch, NIGHT)
    keys = iter([KeyboardInterrupt, "make it night", EOFError])

    def prompt(asking: str) -> str:
        key = next(keys)
        if isinstance(key, str):
            return key
        raise key

    chat = Chat(run, "asha", prompt, Console(file=talk.screen, width=200))
    monkeypatch.setattr("studio.chat.at_terminal", lambda: True)
    chat.talk()
    assert talk.notes() == ["make it night"]
    keys = iter([KeyboardInterrupt])
    monkeypatch.setattr("studio.chat.at_terminal", lambda: False)
    with pytest.raises(KeyboardInterrupt):
        chat.talk()


def test_ctrl_c_while_comparing_goes_back_to_the_prompt(run, monkeypatch):
    talk = Talk(run, monkeypatch)

    def slow(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(talk.fake, "compare", slow)
    shown = talk("/diff 1 2", "/undo")
    assert "stopped" in shown and talk.fake.verbs() == ["undo"]
