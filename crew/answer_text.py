"""The JSON object inside what a mind wrote: fences, thinking and chatter around it are put aside.

Nothing is guessed: a key given twice, NaN, a torn object or more than a megabyte is refused with a
sentence that the mind can act on.
"""

from __future__ import annotations

import json
import re
from typing import Any

LONGEST_ANSWER = 1_000_000
"""Characters. The longest honest answer (a scene's coverage) is some ten thousand."""

_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?(</\1>|\Z)", re.DOTALL | re.IGNORECASE)


class AnswerTextError(Exception):
    """There is no usable JSON object in the text; the message tells the mind what to write."""


def json_in(text: str) -> dict[str, Any]:
    """The one JSON object in ``text``.

    Raises:
        AnswerTextError: empty, too long, no object, not JSON, a repeated key, NaN or Infinity, or not an object.
    """
    if len(text) > LONGEST_ANSWER:
        raise AnswerTextError(f"The answer has {len(text)} characters; write one short JSON object.")
    bare = _THINKING.sub("", text).strip().lstrip("\ufeff")
    if not bare:
        raise AnswerTextError("The answer was empty. Write one JSON object.")
    start = bare.find("{")
    if start < 0:
        raise AnswerTextError("The answer holds no JSON object. Write one JSON object and nothing else.")
    decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_refused)
    try:
        found, _ = decoder.raw_decode(bare, start)
    except json.JSONDecodeError as error:
        raise AnswerTextError(f"The answer is not valid JSON: {error.msg} at character {error.pos}.") from error
    except RecursionError as error:
        raise AnswerTextError("The answer nests too deeply. Write one flat JSON object.") from error
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise AnswerTextError(f"The key {twice!r} is given twice. Give every key once.")
    return dict(pairs)


def _refused(constant: str) -> float:
    raise AnswerTextError(f"{constant} is not a number here. Write a finite number.")
