"""Long scripts and long scenes: no question exceeds its window, nothing is lost, and questions grow with scenes."""

from __future__ import annotations

from collections import Counter

import pytest

from crew.dividing import PART_TOKENS, parts_for
from crew.minds.mind import Reply, being_asked
from crew.minds.understudy import Understudy
from crew.prompt_budget import question_tokens, tokens_in
from tests.crew.pages import planned
from tests.crew.test_whole_crew import words_heard

ENGLISH = (
    "Mara walks slowly through the room, touches the table with two fingers, and sits by the window. Outside, rain.",
    "MARA\nWhere have you been? I have been waiting here since the morning and nobody has called me, not once.",
    "ELI\nI was on my way. Why do you always ask like that when you know the answer already, and we both know it?",
)
HINDI = (
    "मारा धीरे धीरे कमरे में आती है और खिड़की के पास बैठ जाती है। बाहर बारिश हो रही है।",
    "MARA\nतुम कहाँ थे? मैं सुबह से यहाँ इंतज़ार कर रही हूँ, और किसी ने मुझे फ़ोन तक नहीं किया।",
    "ELI\nमैं रास्ते में था। तुम हमेशा ऐसे ही क्यों पूछती हो, जब तुम्हें जवाब पता होता है?",
)


class Reader:
    """Reads every question and answers none, so that each is asked with both of its repairs."""

    name, sees, prompt_tokens = "reader", False, 5120

    def __init__(self):
        self.asked: list[tuple[str, int]] = []

    def think(self, system, prompt, schema, *, images=(), seed) -> Reply:
        about = being_asked.get()
        self.asked.append((about.subject, question_tokens(system, prompt)))
        return Reply("no")


def script(scenes: int, exchanges: int, words=ENGLISH) -> str:
    """``exchanges`` of 8 are two pages."""
    heading = "INT. ROOM {n} - DAY"
    return "\n\n".join(heading.format(n=n % 7) + "\n\n" + "\n\n".join(words * exchanges) for n in range(scenes))


@pytest.mark.parametrize(("scenes", "exchanges"), [(6, 8), (1, 40)], ids=("twelve pages", "a scene of ten pages"))
@pytest.mark.parametrize("words", [ENGLISH, HINDI], ids=("english", "hindi"))
def test_no_question_exceeds_the_window_and_no_word_is_lost(scenes, exchanges, words):
    mind, transcript = Reader(), {}
    series = planned(script(scenes, exchanges, words), mind, transcript)
    assert max(tokens for _, tokens in mind.asked) <= mind.prompt_tokens
    assert len(mind.asked) == 3 * len(transcript), "every question fits, its repairs too"
    assert not any("facts_shortened" in decision.flags for decision in transcript.values())
    languages = [next(iter(line.text.values())) for line in series.lines()]
    assert words_heard(series) == sum(len(text.split()) for text in languages)


def test_questions_grow_with_scenes_and_with_nothing_else():
    def per_scene(scenes: int) -> dict[str, int]:
        transcript = {}
        planned(script(scenes, 8), Reader(), transcript)
        return Counter(
            f"{decision.agent} {decision.task}" for decision in transcript.values() if "/sc" in decision.subject
        )

    few, many = per_scene(3), per_scene(9)
    assert many == {task: 3 * count for task, count in few.items()}


def test_the_understudy_is_told_scenes_whole():
    transcript = {}
    planned(script(1, 20), transcript=transcript)
    tasks = Counter(decision.task for decision in transcript.values())
    assert tasks["cover"] == tasks["break_down"] == 1


def test_parts_are_runs_in_order_and_bound_items_stay_together():
    mind = Reader()
    items = [{"n": n, "text": "word " * 200} for n in range(40)]
    parts = parts_for(mind, "director", items)
    assert [item for part in parts for item in part] == items and len(parts) > 1
    assert all(tokens_in(str(list(part))) < 1.2 * PART_TOKENS for part in parts)
    bound = parts_for(mind, "director", items, stays=lambda item: item["n"] % 2 == 1)
    assert all(part[0]["n"] % 2 == 0 for part in bound)
    assert parts_for(Understudy(), "director", items) == [tuple(items)]
    assert parts_for(mind, "director", []) == [()]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [("", 0, 0), ("word " * 100, 100, 200), ("12345", 5, 6), ("यह एक वाक्य है", 10, 25), ("👩‍🚀", 3, 9)],
    ids=("nothing", "english", "digits", "hindi", "emoji"),
)
def test_tokens_are_guessed_from_above(text, least, most):
    assert least <= tokens_in(text) <= most
