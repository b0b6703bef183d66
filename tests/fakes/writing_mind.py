"""Good answers to every step of writing a screenplay, drawn from the prompt's own data; and a mind that gives them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from crew.minds.mind import Reply

WORDS = {
    "en": {
        "title": "The Last Lamp", "logline": "A keeper keeps her lamp burning through one storm.",
        "people": [("Mara", 60, "a keeper in a navy coat, grey hair in a bun"), ("Eli", 31, "her son, bearded, in a red shirt")],
        "places": ("pier", "lamp room"), "synopsis": "Mara lights lamp number {} and Eli asks her to leave.",
        "action": "Mara pours oil into the lamp.", "speech": "The boat leaves at {} o'clock, mother.",
    },
    "hi": {
        "title": "आख़िरी दीया", "logline": "एक लड़की तूफ़ान की रात अपना दीया जलाए रखती है।",
        "people": [("मीरा", 25, "लाल साड़ी में एक लड़की, लंबी चोटी"), ("राजू", 30, "सफ़ेद कुर्ते में एक आदमी")],
        "places": ("घाट", "पुराना कमरा"), "synopsis": "मीरा दीया {} जलाती है और राजू उसे रोकता है।",
        "action": "मीरा दीये में तेल डालती है।", "speech": "नाव {} बजे जाती है, बहन।",
    },
}  # fmt: skip


def told(prompt: str, name: str) -> Any:
    """What stands in the data fence ``name`` of a prompt."""
    match = re.search(rf"<<<DATA {name} \w+\n(.*?)\nDATA {name} ", prompt, re.DOTALL)
    assert match, f"the prompt has no data {name}"
    return json.loads(match[1])


def good_answer(prompt: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A right answer to the question that ``schema`` belongs to."""
    words: dict[str, Any] = WORDS[told(prompt, "language")]
    step = schema["title"]
    if step == "LoglineAnswer":
        return {"title": words["title"], "logline": words["logline"]}
    if step == "PeopleAnswer":
        people = words["people"][: told(prompt, "at_most")]
        return {"people": [{"name": name, "age": age, "look": look} for name, age, look in people]}
    ids = [each["id"] for each in told(prompt, "people")]
    if step == "OutlineAnswer":
        wanted = told(prompt, "wanted")
        return {
            "scenes": [
                {"setting": ("EXT", "INT")[n % 2], "place": words["places"][n % 2], "time": "NIGHT", "who": ids,
                 "length": ("short", "normal", "long")[n % 3], "synopsis": words["synopsis"].format(n)}
                for n in range(wanted["first"], wanted["last"] + 1)
            ]
        }  # fmt: skip
    assert step == "SceneText", step
    elements: list[dict[str, Any]] = [{"kind": "action", "text": words["action"]}]
    for n in range(1, max(2, round(told(prompt, "seconds") / 4.5))):
        elements.append({"kind": "dialogue", "who": ids[n % len(ids)], "text": words["speech"].format(n)})
    return {"elements": elements}


class WritingMind:
    """Answers each step rightly; ``change`` may spoil an answer or raise before it is given.

    Args:
        change: (number of the question from 0, prompt, answer) -> what is answered.
    """

    def __init__(self, change: Callable[[int, str, dict[str, Any]], Any] = lambda number, prompt, answer: answer):
        self.name, self.sees, self.prompt_tokens = "writer", False, 5120
        self.prompts: list[str] = []
        self._change = change

    def think(
        self, system: str, prompt: str, schema: dict[str, Any], *, images: Sequence[bytes] = (), seed: int
    ) -> Reply:
        self.prompts.append(prompt)
        answer = self._change(len(self.prompts) - 1, prompt, good_answer(prompt, schema))
        return Reply(answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False))
