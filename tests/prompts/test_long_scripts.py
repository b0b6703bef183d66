"""A screenplay of 120 pages and a window of 8192: every question of planning fits, its answer too, and nothing is cut."""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict

import pytest

from crew.continuity import review_scene, supervise
from crew.minds.ollama import NUM_CTX
from crew.minds.understudy import Understudy
from crew.prompt_budget import question_tokens, tokens_in
from crew.screenwriter import adapt, break_down, cast_of
from film.decision import Decision
from film.errors import MindError
from film.screenplay import Story
from film.series import Series
from prompts import system_prompt
from tests.crew.pages import VOCABULARY, pages, planned
from tests.crew.test_whole_crew import words_heard

ANSWER_ROOM = NUM_CTX * 3 // 8
"""What an Ollama mind keeps of its window for an answer."""
LINES_PER_PAGE = 55
NAMES = ("MARA", "ELI", "VERA", "TOMAS", "NINA", "JONAS", "RUTH", "ADA", "OTTO", "IRIS", "PAUL", "LENA", "KARL", "EMMA")
ENGLISH = "the lamp burns low and nobody comes to the house by the water when the wind is strong because they remember".split()
HINDI = "दीया जलता है और कोई घर तक नहीं आता जब हवा तेज़ होती है क्योंकि सब को याद है कि यहाँ क्या हुआ था".split()


class Silent:
    """Is asked everything and answers nothing; the understudy plans the film from what is told."""

    name, sees, prompt_tokens = "silent", False, NUM_CTX - ANSWER_ROOM

    def think(self, *_, **__):
        raise MindError("says nothing")


def screenplay(pages: int, words: list[str], draw: random.Random) -> str:
    """Scenes of half a page to three, every twentieth of twelve; speeches of a sentence or six."""

    def sentences(least: int, most: int, count: int) -> str:
        return " ".join(" ".join(draw.choice(words) for _ in range(draw.randint(least, most))).capitalize() + "." for _ in range(count))

    blocks: list[str] = []
    lines = scenes = 0
    while lines < pages * LINES_PER_PAGE:
        scenes += 1
        here = draw.sample(NAMES, draw.choice((2, 2, 3, 5)))
        place = draw.choice(("KITCHEN", "HARBOUR", "STREET", "LAMP ROOM", "FOREST", "CAFE"))
        blocks.append(f"{draw.choice(('INT', 'EXT'))}. {place} - {draw.choice(('DAY', 'NIGHT', 'DUSK'))}")
        end = lines + LINES_PER_PAGE * (12 if scenes % 20 == 7 else draw.choice((0.5, 1, 1, 2, 3)))
        while lines < end:
            if draw.random() < 0.35:
                text = f"{draw.choice(here).title()} walks to the window. {sentences(5, 14, draw.randint(1, 4))}"
                blocks.append(text)
                lines += 2 + len(text) // 60
            else:
                text = sentences(3, 14, draw.choice((1, 1, 2, 6)))
                blocks.append(f"{draw.choice(here)}\n{text}")
                lines += 3 + len(text) // 35
    return "\n\n".join(blocks)


def planning_of(pages: int, words: list[str]) -> tuple[Series, dict[str, Decision]]:
    transcript: dict[str, Decision] = {}
    series = planned(screenplay(pages, words, random.Random(7)), Silent(), transcript)
    supervise(Silent(), series, transcript)
    for scene in series.episodes[0].scenes:
        light = {"luma": 0.41234567, "luma_from": 0.2, "luma_to": 0.6, "warmth": -0.1234567, "warmth_judged": True}
        measured = {f"measure_{n}": 0.123456789 for n in range(12)}
        taken = [{"shot_id": shot.id, "held": False, "measured": measured, "light": light} for shot in scene.shots]
        review_scene(Silent(), scene, series.bible, taken, transcript)
    return series, transcript


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((120, ENGLISH), id="120 pages", marks=pytest.mark.film),
        pytest.param((15, ENGLISH), id="15 pages"),
        pytest.param((15, HINDI), id="15 pages of Hindi"),
    ],
)
def planning(request) -> tuple[Series, dict[str, Decision]]:
    return planning_of(*request.param)


def test_every_prompt_fits_and_nothing_was_shortened(planning):
    _, transcript = planning
    for decision in transcript.values():
        where = f"{decision.task} on {decision.subject}"
        assert question_tokens(system_prompt(decision.agent), decision.prompt) <= Silent.prompt_tokens, where
        assert "facts_shortened" not in decision.flags, where
        assert decision.attempts[0].error == "says nothing", where
    assert {decision.task for decision in transcript.values()} == {
        "break_down", "cast", "place", "scene", "cover", "supervise", "review",
    }  # fmt: skip


def test_there_is_room_for_every_answer(planning):
    _, transcript = planning
    longest: dict[str, int] = defaultdict(int)
    for decision in transcript.values():
        written = json.dumps({**decision.answer, "reason": "x" * 120}, ensure_ascii=False)
        longest[decision.task] = max(longest[decision.task], tokens_in(written))
    assert max(longest.values()) <= ANSWER_ROOM, longest


def test_every_word_is_still_heard_once(planning):
    series, _ = planning
    assert words_heard(series) == sum(len(next(iter(line.text.values())).split()) for line in series.lines())


@pytest.mark.parametrize("words", [ENGLISH, HINDI], ids=("english", "hindi"))
def test_a_long_story_so_far_rolls_on(words):
    script = pages(screenplay(30, words, random.Random(5)))
    longest = max(script.scenes, key=lambda scene: len(scene.elements))
    transcript: dict[str, Decision] = {}
    before = " ".join(words * 80) + " the very last thing"
    break_down(Silent(), longest, cast_of(script), before, transcript, vocabulary=VOCABULARY)
    assert len(transcript) > 1
    for at, decision in enumerate(transcript.values()):
        assert question_tokens(system_prompt(decision.agent), decision.prompt) <= Silent.prompt_tokens
        assert "facts_shortened" not in decision.flags
        assert at or "the very last thing" in decision.prompt
    earlier = next(iter(transcript.values())).answer["synopsis"]
    assert earlier[-40:] in list(transcript.values())[1].prompt, "the next part is told how the scene began"


def test_questions_grow_with_the_pages():
    """The longest scenes are the same in both; twice the pages, about twice the questions."""
    counts = [Counter(d.task for d in planning_of(pages, ENGLISH)[1].values()) for pages in (20, 40)]
    for task in ("break_down", "cover", "supervise", "review"):
        assert 1.5 < counts[1][task] / counts[0][task] < 3.0, (task, counts)


@pytest.mark.parametrize("words", [ENGLISH, HINDI], ids=("english", "hindi"))
def test_long_prose_is_adapted_in_questions_that_fit(words):
    draw = random.Random(3)
    paragraphs = [
        " ".join(f"{' '.join(draw.choice(words) for _ in range(draw.randint(6, 30))).capitalize()}." for _ in range(draw.randint(1, 30)))
        for _ in range(60)
    ]
    transcript: dict[str, Decision] = {}
    story = Story(language="en", paragraphs=(*paragraphs, '"Wait!" said Lena.'))
    adapted = adapt(Silent(), story, transcript, vocabulary=VOCABULARY)
    for decision in transcript.values():
        assert question_tokens(system_prompt(decision.agent), decision.prompt) <= Silent.prompt_tokens
        assert "facts_shortened" not in decision.flags and tokens_in(json.dumps(decision.answer)) <= ANSWER_ROOM
    told = [line.text["en"] for line in adapted.lines] + [e.text for s in adapted.scenes for e in s.elements if e.kind == "action"]
    assert sum(len(text.split()) for text in told) == sum(len(p.split()) for p in paragraphs) + 1
    assert adapt(Understudy(), story, {}, vocabulary=VOCABULARY) == adapted
