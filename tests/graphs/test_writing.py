"""``write``: refused without a mind, killed and gone on with, never over a file, and made into a film in the end."""

from __future__ import annotations

import json
import random

import pytest

from configs import settings as configuration
from configs.settings import Settings
from crew.idea import Unwritten
from crew.minds.choose import chosen
from crew.minds.mixed import MixedMind
from crew.minds.nonsense import NonsenseMind
from crew.minds.understudy import Understudy
from film.errors import ConfigError
from graphs import session
from graphs.rehearsal import RehearsalWorkers
from graphs.writing import transcript_beside, write
from tests.fakes.fake_ollama import Broken, FakeOllama
from tests.fakes.writing_mind import WritingMind, good_answer
from tools.run.transcript import Transcript
from tools.script.reader import read_script

IDEA = "A keeper keeps her lamp burning"


def answered(request):
    return good_answer(request["messages"][1]["content"], request["format"])


def written(mind, script, language="en", **more):
    return write(mind, "", IDEA, script, minutes=3, language=language, **more)


@pytest.mark.parametrize("mind", [Understudy(), MixedMind(Understudy(), {"critic": WritingMind()})], ids=["understudy", "critic alone"])
def test_house_rules_write_nothing(mind, tmp_path):
    with pytest.raises(ConfigError, match=r"ollama pull .* --mind openai:") as refused:
        written(mind, tmp_path / "a.fountain")
    assert refused.value.exit_code == 2 and list(tmp_path.iterdir()) == []


def test_auto_without_a_server_says_why(tmp_path):
    choice = chosen("auto", host="http://127.0.0.1:9")
    with pytest.raises(ConfigError, match=r"ollama pull.*127\.0\.0\.1:9"):
        write(choice.mind, choice.why, IDEA, tmp_path / "a.fountain", minutes=3, language="en")


@pytest.mark.parametrize("language", ["en", "hi"])
def test_a_model_of_ollama_writes_a_script_that_becomes_a_film(language, tmp_path):
    script, steps = tmp_path / "lamp.fountain", []
    with FakeOllama(answer_for=answered) as server:
        mind = chosen("ollama:qwen3:8b", host=server.url).mind
        made = written(mind, script, language, on_step=steps.append)
        windows = {chat["options"]["num_ctx"] for chat in server.chats}
    assert windows == {8192} and steps[-1].startswith("scene 4 of 4")
    read = read_script(script)
    assert read.model_copy(update={"sources": ()}) == made.screenplay
    assert read.language == language and read.title and made.seconds <= 180
    film = session.make(
        Settings(mind="understudy", engine="rehearsal"), [script], runs=tmp_path / "runs",
        hire=lambda count: RehearsalWorkers(configuration.gates(), durable=False),
    )  # fmt: skip
    assert [scene.id for scene in film.version.series.episodes[0].scenes] == [scene.id for scene in read.scenes]
    ages = {person.name.upper(): person.identity.age for person in film.version.series.bible.characters}
    assert ages == ({"MARA": 60, "ELI": 31} if language == "en" else {"मीरा": 25, "राजू": 30})


def test_a_killed_writing_goes_on_and_asks_nothing_twice(tmp_path):
    whole = WritingMind()
    wanted = written(whole, tmp_path / "whole.fountain").script.read_bytes()
    for stop in range(len(whole.prompts)):
        script = tmp_path / f"{stop}.fountain"

        def killed(number, prompt, good, stop=stop):
            if number == stop:
                raise KeyboardInterrupt
            return good

        first, rest = WritingMind(killed), WritingMind()
        with pytest.raises(KeyboardInterrupt):
            written(first, script)
        assert not script.exists()
        written(rest, script)
        assert script.read_bytes() == wanted
        assert first.prompts[:stop] + rest.prompts == whole.prompts


def test_a_torn_record_is_healed(tmp_path):
    script = tmp_path / "a.fountain"
    whole = written(WritingMind(), script).script.read_bytes()
    record = transcript_beside(script)
    lines = record.read_bytes().splitlines(keepends=True)
    record.write_bytes(b"".join(lines[:-2]) + lines[-2][:-30])
    script.unlink()
    again = WritingMind()
    written(again, script)
    assert script.read_bytes() == whole and len(again.prompts) <= 1


def test_a_file_that_is_there_is_never_written_over_unasked(tmp_path):
    script = tmp_path / "a.fountain"
    script.write_text("mine")
    mind = WritingMind()
    with pytest.raises(ConfigError, match="--force"):
        written(mind, script)
    assert script.read_text() == "mine" and not mind.prompts
    written(mind, script, force=True)
    assert script.read_text().startswith("Title: The Last Lamp\n")


@pytest.mark.parametrize("idea", ["", "   ", "...!", "\n"])
def test_a_line_without_words_is_refused(idea, tmp_path):
    with pytest.raises(ConfigError, match="holds no words"):
        write(WritingMind(), "", idea, tmp_path / "a.fountain", minutes=3, language="en")


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match="there is no folder"):
        written(WritingMind(), tmp_path / "no" / "a.fountain")


def test_a_step_that_fails_is_another_draft_the_next_time(tmp_path):
    script = tmp_path / "a.fountain"
    bad = WritingMind(lambda number, prompt, good: "no" if "Write this one" in prompt else good)
    for draft in (1, 2):
        with pytest.raises(Unwritten, match="scene 1"):
            written(bad, script)
        assert "another draft):\n<<<DATA draft" in bad.prompts[-1] and f"\n{draft}\nDATA draft" in bad.prompts[-1]
    notes = list(Transcript(transcript_beside(script)).entries("unwritten"))
    assert [note["draft"] for note in notes] == [1, 2]
    good = WritingMind()
    written(good, script)
    assert script.exists() and not any("Outline the next" in prompt for prompt in good.prompts)


@pytest.mark.parametrize(
    "broken", [Broken("status"), Broken("garbage"), Broken("reset"), Broken("length", text='{"title": "A'), Broken("status", status=404)]
)  # fmt: skip
def test_a_server_that_fails_once_or_for_good(broken, tmp_path):
    script = tmp_path / "a.fountain"
    with FakeOllama(answer_for=lambda request: broken) as server:
        mind = chosen("ollama:qwen3:8b", host=server.url).mind
        with pytest.raises(Unwritten, match="the logline could not be written"):
            written(mind, script)
        server.answer_for = answered
        written(chosen("ollama:qwen3:8b", host=server.url).mind, script)
    assert script.exists()


def test_what_was_asked_and_answered_is_on_record(tmp_path):
    made = written(WritingMind(), tmp_path / "a.fountain")
    decisions = list(Transcript(made.transcript).values())
    assert [d.task for d in decisions] == ["logline", "people", "outline", "write", "write", "write", "write"]
    assert all(d.agent == "screenwriter" and d.prompt and d.attempts for d in decisions)
    assert json.loads(made.transcript.read_text().splitlines()[0])["kind"] == "mind"


NASTY = "abc XYZ.,:;!?'()[]*_/#@=-–।कखगािी०5\"…"
MARKS = ("", "", "!", ".", "@", "= ", "# ", "*", "…", "- ", "5 ", "To: ")


@pytest.mark.parametrize("seed", range(25))
def test_whatever_words_come_the_file_reads_back(seed, tmp_path):
    draw = random.Random(seed)

    def change(number, prompt, good):
        for element in good.get("elements", ()):
            tail = "".join(draw.choice(NASTY) for _ in range(draw.choice((0, 0, 8))))
            element["text"] = f"{draw.choice(MARKS)}{element['text']} {tail}".replace("/*", "").replace("*/", "").replace("[[", "").replace("]]", "")
        return good

    made = written(WritingMind(change), tmp_path / "a.fountain", ("en", "hi")[seed % 2])
    read = read_script(made.script)
    assert len(read.scenes) == 4 and len(read.lines) == len(made.screenplay.lines) > 10


@pytest.mark.parametrize("seed", range(12))
def test_nonsense_ends_in_a_sentence(seed, tmp_path):
    with pytest.raises(Unwritten, match="could not be written"):
        written(NonsenseMind(seed), tmp_path / "a.fountain")
