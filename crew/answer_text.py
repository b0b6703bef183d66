"""The JSON object inside what a mind wrote: fences, thinking and chatter around it are put aside.

Nothing is guessed: a key given twice, NaN, a torn object, half a character or more than a megabyte is
refused with a sentence that the mind can act on.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from crew.suspicion import seen

LONGEST_ANSWER = 1_000_000
"""Characters. The longest honest answer (a scene's coverage) is some ten thousand."""
DEEPEST_ANSWER = 32
"""Objects and lists within each other. Answer models go five deep."""
LARGEST_WHOLE_NUMBER = 2**53
"""What every JSON reader holds exactly."""

_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?(</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_THOUGHT = re.compile(r"\A.*</(?:think|thinking|reasoning)>(?=[^{]*\{)", re.DOTALL | re.IGNORECASE)
"""Thinking whose opening tag the chat template has eaten."""
_FENCE = re.compile(r"\A```\w*\s*")
_SURROGATES = re.compile("[\ud800-\udfff]")


class AnswerTextError(Exception):
    """There is no usable JSON object in the text; the message tells the mind what to write."""


def whole_text(text: str) -> str:
    """``text`` as UTF-8 can hold it: half characters, which broken streams leave, become ``\\ufffd``."""
    return _SURROGATES.sub("\ufffd", text)


def json_in(text: str) -> dict[str, Any]:
    """The one JSON object in ``text``, its texts without characters that nobody sees.

    Raises:
        AnswerTextError: empty, too long, no object, not JSON, a list, a repeated key, a number that is none or
            too large, half a character, or too deep.
    """
    if len(text) > LONGEST_ANSWER:
        raise AnswerTextError(f"The answer has {len(text)} characters; write one short JSON object.")
    bare = _THINKING.sub("", text).strip().lstrip("\ufeff")
    bare = _THOUGHT.sub("", bare, count=1).strip()
    if not bare:
        raise AnswerTextError("The answer was empty. Write one JSON object.")
    if _FENCE.sub("", bare).startswith("["):
        raise AnswerTextError("The answer is a list and holds no JSON object at its top. Write one JSON object.")
    start = bare.find("{")
    if start < 0:
        raise AnswerTextError("The answer holds no JSON object. Write one JSON object and nothing else.")
    decoder = json.JSONDecoder(
        object_pairs_hook=_once, parse_constant=_refused, parse_float=_finite, parse_int=_bounded
    )
    try:
        found, _ = decoder.raw_decode(bare, start)
    except json.JSONDecodeError as error:
        raise AnswerTextError(f"The answer is not valid JSON: {error.msg} at character {error.pos}.") from error
    except RecursionError as error:
        raise AnswerTextError("The answer nests too deeply. Write one flat JSON object.") from error
    return _clean(found, DEEPEST_ANSWER)


def _clean(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        if _SURROGATES.search(value):
            raise AnswerTextError("A text holds half a character. Write whole characters.")
        return seen(value)
    if isinstance(value, (dict, list)) and depth == 0:
        raise AnswerTextError("The answer nests too deeply. Write one flat JSON object.")
    if isinstance(value, dict):
        return {_clean(key, depth): _clean(item, depth - 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item, depth - 1) for item in value]
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise AnswerTextError(f"The key {twice!r} is given twice. Give every key once.")
    return found


def _refused(constant: str) -> float:
    raise AnswerTextError(f"{constant} is not a number here. Write a finite number.")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise AnswerTextError(f"{digits[:20]} is not a finite number. Write a finite number.")
    return number


def _bounded(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > LARGEST_WHOLE_NUMBER:
        raise AnswerTextError(f"{digits[:20]} is too large a number.")
    return int(digits)
