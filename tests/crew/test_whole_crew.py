"""The whole crew on one script with minds of every temper: the film is planned all the same, and nothing asked twice."""

from __future__ import annotations

import pytest

from crew.minds.ollama import OllamaMind, Timeouts
from crew.shooting import speech_of
from film.canonical import sha256_of
from tests.crew.pages import planned
from tests.fakes.fake_ollama import Broken, FakeOllama

SCRIPT = """
EXT. HARBOUR - DUSK

Rain. MARA, 60s, a keeper in a navy coat, walks along the pier.

MARA
Who is there?

ELI (O.S.)
Only me. I followed you all the way from the house because nobody else would come.

INT. TEA HOUSE - LATER

Mara sits. ELI enters.

ELI
You never asked.
"""


def words_heard(series) -> int:
    return sum(
        (len(speech_of(line).words) if s.end is None else s.end) - (s.first or 0)
        for _, scene, shot in series.walk()
        for s in shot.spoken
        for line in scene.lines
        if line.id == s.line_id
    )


def test_schema_valid_nonsense_still_gives_a_film_and_is_asked_once():
    with FakeOllama() as server:
        mind, transcript = OllamaMind("qwen3:8b", host=server.url), {}
        series = planned(SCRIPT, mind, transcript)
        asked = len(server.chats)
        again = planned(SCRIPT, mind, transcript)
    assert asked > 0 and len(server.chats) == asked, "an answered question was asked again"
    assert sha256_of(again) == sha256_of(series)
    assert words_heard(series) == sum(len(line.text["en"].split()) for line in series.lines())
    stood_in = [d for d in transcript.values() if "understudy_stood_in" in d.flags]
    kept = [d for d in transcript.values() if d.mind == mind.name]
    assert stood_in and kept, "nonsense that breaks the story is replaced, legal choices are kept"
    assert all(len(d.attempts) == 3 for d in stood_in)


@pytest.mark.parametrize(
    "broken",
    [Broken("status"), Broken("garbage"), Broken("slow", text="{}", seconds=1.5), Broken("reset", text="{" * 100)],
    ids=lambda broken: broken.how,
)
def test_a_server_that_always_fails_gives_the_understudys_film(broken):
    with FakeOllama(answers=[broken] * 40) as server:
        mind = OllamaMind("qwen3:8b", host=server.url, timeouts=Timeouts(read_s=0.5 if broken.how == "slow" else 30))
        transcript = {}
        series = planned(SCRIPT, mind, transcript)
    assert sha256_of(series) == sha256_of(planned(SCRIPT))
    assert all(d.flags == ("understudy_stood_in",) and len(d.attempts) == 1 for d in transcript.values())
