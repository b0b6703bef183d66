"""``filmcrew write``: what it prints, what it refuses, and where Ctrl-C leaves it."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from film.errors import ConfigError, FilmError
from graphs import writing as graph
from studio import writing
from tests.fakes.fake_ollama import FakeOllama
from tests.fakes.writing_mind import good_answer


def run(*words: str):
    app = typer.Typer()
    writing.register(app)
    app.command("other")(lambda: None)  # one command alone would lose its name
    return CliRunner().invoke(app, ["write", *words])


@pytest.fixture
def server():
    with FakeOllama(answer_for=lambda request: good_answer(request["messages"][1]["content"], request["format"])) as fake:
        yield fake


@pytest.mark.parametrize(
    ("line", "options", "title"),
    [("A keeper and her lamp", [], "The Last Lamp"), ("एक लड़की और उसका दीया", [], "आख़िरी दीया"), ("A girl", ["--language", "hi"], "आख़िरी दीया")],
    ids=("english", "hindi", "hindi from an english line"),
)
def test_a_script_is_written_in_the_lines_own_language(server, tmp_path, line, options, title):
    script = tmp_path / "a.fountain"
    done = run(line, "-o", str(script), "--minutes", "1", "--mind", "ollama:qwen3:8b", "--ollama", server.url, "--json", *options)
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert report["title"] == title and report["seconds"] <= 60 and report["script"] == str(script)
    assert script.read_text(encoding="utf-8").startswith(f"Title: {title}\n")


def test_it_tells_what_it_writes_and_what_to_do_next(server, tmp_path):
    script = tmp_path / "a.fountain"
    done = run("A keeper", "-o", str(script), "--mind", "ollama:qwen3:8b", "--ollama", server.url)
    assert "scene 4 of 4: EXT. PIER - NIGHT" in done.stderr
    assert f"filmcrew make {script}" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["A keeper", "--mind", "understudy"], "ollama pull qwen3:8b"),
        (["A keeper", "--ollama", "http://127.0.0.1:9"], "ollama pull qwen3:8b"),
        (["A keeper", "--language", "fr"], "not one of en, hi"),
        (["A keeper", "--mind", "nobody"], "is not a mind"),
        (["A keeper", "--mind", "replay:there"], "replay:RUN plays only"),
        ([" "], "holds no words"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence_and_exits_2(tmp_path, words, said):
    done = run(*words, "-o", str(tmp_path / "a.fountain"))
    assert isinstance(done.exception, ConfigError) and done.exception.exit_code == 2
    assert said in str(done.exception) and list(tmp_path.iterdir()) == []


def test_ctrl_c_says_how_to_go_on(tmp_path, monkeypatch, server):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(graph, "write", stopped)
    done = run("A keeper", "-o", str(tmp_path / "a.fountain"), "--mind", "ollama:qwen3:8b", "--ollama", server.url)
    assert isinstance(done.exception, FilmError) and done.exception.exit_code == 130
    assert "give the same command" in str(done.exception)


@pytest.mark.parametrize("minutes", ["0", "-3", "1000", "much"])
def test_a_length_that_is_no_film_is_refused(minutes, tmp_path):
    assert run("A keeper", "--minutes", minutes, "-o", str(tmp_path / "a.fountain")).exit_code == 2
