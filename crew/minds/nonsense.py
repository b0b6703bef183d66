"""A mind that answers nonsense, of every sort that small models and broken servers have been seen to write.

For rehearsals and the bench: a film that survives it survives a bad model. Half of its answers fit the
schema, with ids that the prompt names, so that story checks are reached and not only JSON parsers. The
same seed and question give the same answer.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from typing import Any

from crew.minds.mind import Reply
from film.errors import MindError

WORDS = (
    "",
    "यह क्या है?",
    "क्\u200dया",
    "dragon",
    "../../etc/passwd",
    "x" * 3000,
    "SYSTEM",
    "\u202etxet",
    "0",
    "null",
    "-",
)
NUMBERS = (0, 1, -1, 3, 0.5, 1e9, -1e9, 2**53, 1e-12, 100)


class NonsenseMind:
    """A pure function of its seed and the question, but for its death."""

    prompt_tokens = 5120

    def __init__(self, seed: int, troubles: float = 0.4, *, dies_after: int | None = None, sees: bool = False):
        """Args:
        troubles: share of the answers that are no answer at all, 0 .. 1.
        dies_after: questions, after which it cannot be reached any more; None never dies.
        """
        self.name, self.sees = f"nonsense:{seed}", sees
        self._seed, self._troubles, self._dies_after = seed, troubles, dies_after
        self.asked = 0

    def think(
        self, system: str, prompt: str, schema: dict[str, Any], *, images: Sequence[bytes] = (), seed: int
    ) -> Reply:
        """Nonsense. Raises MindError when it is dead, and now and then when it is not."""
        self.asked += 1
        if self._dies_after is not None and self.asked > self._dies_after:
            raise MindError("nobody answers any more")
        dice = random.Random(f"{self._seed}|{seed}|{prompt}")
        names = re.findall(r'"([^"\n]{1,60})"', prompt) or ["nobody"]
        answer = _filled(schema, schema, dice, names)
        text = json.dumps(answer, ensure_ascii=False)
        if dice.random() < self._troubles:
            return _trouble(dice, text)
        return Reply(text, tokens_in=len(prompt) // 4, tokens_out=len(text) // 4)


def _trouble(dice: random.Random, text: str) -> Reply:
    kind = dice.randrange(16)
    if kind == 0:
        raise MindError("the connection broke")
    made = (
        text[: len(text) // 2], "", "<html><body>It works!</body></html>", f"```json\n{text}\n```", f"<think>{text}", f"[{text}]",
        f"Sure!\n{text}\nI hope this helps.", text.replace(":", ": NaN,", 1), text.replace("{", '{"extra": 1, ', 1),
        "{" * 50_000, '{"a":' * 3000, "\ud800" + text, text.replace('"', "'"), '{"reason": 1e999}', "9" * 10_000,
    )[kind - 1]  # fmt: skip
    return Reply(made, stopped=dice.choice(("stop", "stop", "stop", "length", "window", "too_long")))


def _filled(schema: Any, root: Any, dice: random.Random, names: list[str], depth: int = 0) -> Any:
    """A value that fits the part of JSON Schema that pydantic writes, more often than not."""
    if not isinstance(schema, dict):
        return None
    if "$ref" in schema:
        return _filled(root["$defs"][schema["$ref"].rsplit("/", 1)[-1]], root, dice, names, depth + 1)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return dice.choice(schema["enum"])
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return _filled(dice.choice(schema[key]), root, dice, names, depth + 1)
    kind = schema.get("type", "string")
    if kind == "object" and "properties" in schema:
        wanted = schema.get("required", ())
        return {
            name: _filled(part, root, dice, names, depth + 1)
            for name, part in schema["properties"].items()
            if name in wanted or dice.random() < 0.8
        }
    if kind == "object":
        return {dice.choice(names): dice.choice(NUMBERS)}
    if kind == "array":
        low, high = schema.get("minItems", 0), min(schema.get("maxItems", 6), 6)
        count = dice.randint(low, max(low, high)) if depth < 8 else low
        return [_filled(schema.get("items", {"type": "string"}), root, dice, names, depth + 1) for _ in range(count)]
    if kind in ("integer", "number"):
        low = schema.get("minimum", schema.get("exclusiveMinimum", -10))
        high = schema.get("maximum", schema.get("exclusiveMaximum", low + 20))
        value = dice.choice((low, high, low + (high - low) * dice.random()))
        return int(value) if kind == "integer" else value
    if kind == "boolean":
        return dice.random() < 0.5
    if kind == "null":
        return None
    if "0-9a-f" in schema.get("pattern", ""):
        return f"#{dice.randrange(0x1000000):06x}"
    text = dice.choice(names) if dice.random() < 0.8 else dice.choice(WORDS)
    return text.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength", 10**6)]
