"""What ``make bench`` measures of a crew that thinks: films that survive bad minds, and what asking a question costs.

The fakes are the tests' own (``tests/fakes``, ``tests/graphs/fuzzing.py``), so this runs in a checkout only.
"""

from __future__ import annotations

import http.client
import importlib
import itertools
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from film.errors import MindError, SetupError

FUZZED_FILMS = 300
SCENES = 20
"""Of the script that overhead and questions are counted on."""
REPEATS = 3
PEOPLE = ("MARA", "ELI", "VERA", "TOMAS")
PLACES = ("KITCHEN", "HARBOUR", "STREET", "FOREST", "CAFE")


def measure_minds() -> dict[str, float]:
    """Fuzzed films, and a script of ``SCENES`` scenes planned and reviewed with a mind that answers rightly.

    Returns:
        ``fuzz_films`` and ``fuzz_failures``, films; ``question_overhead_ms``, the crew's time beside the server's own,
        the best of ``REPEATS``; ``questions_per_scene``, those of cast and places shared out.

    Raises:
        SetupError: the tests are not there: filmcrew is installed, not checked out.
    """
    wrong = fuzzed_films(range(FUZZED_FILMS))
    for line in wrong:
        print(line, file=sys.stderr)
    plans = [planned_by_server(SCENES) for _ in range(REPEATS)]
    return {
        "fuzz_films": FUZZED_FILMS,
        "fuzz_failures": len(wrong),
        "question_overhead_ms": round(min(plan.overhead_ms for plan in plans), 2),
        "questions_per_scene": round(plans[0].questions / SCENES, 2),
    }


def fuzzed_films(seeds: Sequence[int]) -> list[str]:
    """Makes each film (tests/graphs/fuzzing.py says by whom). A line for each that failed: which, and what was wrong."""
    fuzzing = _of_the_tests("tests.graphs.fuzzing")
    wrong = []
    for seed in seeds:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as runs:
            found = fuzzing.fuzzed(seed, Path(runs))
        if found:
            wrong.append(f"film {seed}: {found}")
    return wrong


class ServedPlan(NamedTuple):
    """What planning and reviewing a script with a server cost."""

    questions: int
    """Asked of the server, repairs among them."""
    stood_in: int
    """Questions that the understudy answered instead."""
    overhead_ms: float
    """A question: all that the crew does around it, the client, checks and records on disk among it."""


def planned_by_server(scenes: int) -> ServedPlan:
    """A script planned, supervised and reviewed, thought by a loopback server whose answers are right.

    The server's own time, subtracted, is what a bare client waits that sends the same requests and reads the bytes.
    """
    fake, ollama = _of_the_tests("tests.fakes.fake_ollama"), importlib.import_module("crew.minds.ollama")
    script = script_of(scenes)
    with tempfile.TemporaryDirectory() as folder:
        right = _right_answers(script, Path(folder) / "right.jsonl")
        with fake.FakeOllama(answer_for=lambda request: right[request["messages"][-1]["content"]]) as server:
            mind = ollama.OllamaMind("qwen3:8b", host=server.url)
            began = time.perf_counter()
            decisions = _plan(script, mind, Path(folder) / "asked.jsonl")
            took_s = time.perf_counter() - began
            requests = list(server.chats)
            served_s = _served_s(server.url, requests)
    stood_in = sum("understudy_stood_in" in decision.flags for decision in decisions.values())
    return ServedPlan(len(requests), stood_in, 1000 * (took_s - served_s) / len(requests))


def _served_s(url: str, requests: Sequence[dict[str, Any]]) -> float:
    """Seconds that the server takes for ``requests``, one after the other over one connection."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"))
    bodies = [json.dumps(request).encode() for request in requests]
    began = time.perf_counter()
    for body in bodies:
        connection.request("POST", "/api/chat", body, {"Content-Type": "application/json"})
        connection.getresponse().read()
    took_s = time.perf_counter() - began
    connection.close()
    return took_s


def script_of(scenes: int) -> str:
    """A script of scenes of one length, in five places, with four people. The first sixty differ in who meets where:
    of a question that was answered before the same answer is taken, and it would not be asked."""
    pairs = list(itertools.permutations(PEOPLE, 2))
    blocks = []
    for number in range(scenes):
        one, other = pairs[number % len(pairs)]
        blocks += [
            f"INT. {PLACES[number % len(PLACES)]} - DAY",
            f"{one.title()} waits at the table. {other.title()} walks in and sits down.",
            f"{one}\nYou came back after {number + 2} years, and nobody here has asked for you.",
            f"{other}\nI never meant to stay away.",
            f"{one.title()} looks at the door.",
        ]
    return "\n\n".join(blocks)


class _Silent:
    """Is asked everything and answers nothing, with the window of the mind that is measured."""

    name, sees, prompt_tokens = "silent", False, 5120

    def think(self, *_: Any, **__: Any) -> Any:
        raise MindError("says nothing")


def _right_answers(script: str, record: Path) -> dict[str, dict[str, Any]]:
    """Prompt -> the answer of house rules, for every question of planning."""
    return {decision.prompt: decision.answer for decision in _plan(script, _Silent(), record).values()}


def _plan(script: str, mind: Any, record: Path) -> Any:
    """The transcript, on disk, of breaking down, casting, covering, supervising and reviewing ``script``."""
    from crew.continuity import review_scene, supervise
    from tools.run.transcript import Transcript

    pages = _of_the_tests("tests.crew.pages")
    transcript = Transcript(record, owner=True)
    series = pages.planned(script, mind, transcript)
    supervise(mind, series, transcript, vocabulary=pages.VOCABULARY)
    for scene in (scene for episode in series.episodes for scene in episode.scenes):
        taken = [{"shot_id": shot.id, "held": False, "light": {"luma": 0.4}} for shot in scene.shots]
        review_scene(mind, scene, series.bible, taken, transcript)
    return transcript


def _of_the_tests(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise SetupError(f"the fakes are not here ({error}); run make bench in a checkout of filmcrew") from error
