"""What fits into a mind's window: tokens guessed from above, and long texts shortened until a question fits.

A server that is sent too much cuts the prompt silently, and then answers about a scene whose first
half it never read. So the guess errs on the high side, and the server's own count is checked afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from film.errors import MindError

IMAGE_TOKENS = 1024
"""For one picture of about 960 x 540: Qwen-VL takes 660, Gemma 3 takes 256."""
FRAME_TOKENS = 32
"""What a chat template puts around two messages."""

REPAIR_TOKENS = 400
"""Kept free in a question, for a repair question to quote what was wrong with the answer."""

LETTER, DIGIT, PUNCTUATION, ACCENTED, OTHER_SCRIPT, PICTOGRAM = 0.30, 1.0, 0.6, 0.8, 1.5, 3.0
"""Tokens per character. English prose measures 0.25 a letter with the tokenizers of Llama 3, Qwen and Gemma, which
take digits one by one; Devanagari lies between 0.5 (Llama 3) and 1.4 (Llama 2) a character."""

SHORTENED_TO = (None, 400, 240, 160, 100, 60, 40)
"""Characters that a long text keeps, tried in turn; None leaves texts whole and only empty facts out."""
NOTE = "\n\nFacts that are empty, false or zero were left out to fit, and texts that end in … were shortened."


class Fitted(NamedTuple):
    """Facts as a prompt."""

    prompt: str
    shortened: bool
    """Whether facts were left out or texts cut."""


def tokens_in(text: str) -> int:
    """How many tokens ``text`` has at most, for the tokenizers of today's models. 0 for no text."""
    return int(sum(count * _weight(c) for c, count in Counter(text).items())) + 1 if text else 0


@cache
def _weight(c: str) -> float:
    if c.isascii():
        return LETTER if c.isalpha() or c == " " else DIGIT if c.isdigit() else PUNCTUATION
    if c < "\u0250":
        return ACCENTED
    return OTHER_SCRIPT if c < "\U00010000" else PICTOGRAM


def tokens_in_images(images: Sequence[bytes]) -> int:
    return IMAGE_TOKENS * len(images)


def question_tokens(system: str, prompt: str, image_tokens: int = 0) -> int:
    """What a question takes of the window, the chat template's frame included."""
    return tokens_in(system) + tokens_in(prompt) + image_tokens + FRAME_TOKENS


def check_room(system: str, prompt: str, image_tokens: int, room: int, who: str) -> None:
    """Raises MindError when a question cannot fit ``room`` tokens: it would be cut where nobody sees it."""
    wanted = question_tokens(system, prompt, image_tokens)
    if wanted > room:
        raise MindError(
            f"the question takes about {wanted} tokens and {who} has room for {room}; it was not asked. "
            "Give it a larger window, or divide the scene"
        )


def fitted(
    facts: Mapping[str, Any],
    render: Callable[[Mapping[str, Any]], str],
    system: str,
    image_tokens: int,
    room: int | None,
) -> Fitted:
    """The prompt of ``facts``, made shorter as far as needed to fit ``room`` tokens.

    What is empty goes first, then long texts are cut, further and further. Ids, numbers and short words
    stay: whatever an answer must name is still there. When even the shortest form does not fit it is
    returned all the same, and asking it is refused by the mind.

    Args:
        render: facts to prompt.
        room: tokens of system text, prompt and pictures together; None for a mind without a window.
    """
    prompt = render(facts)
    if room is None or question_tokens(system, prompt, image_tokens) <= room:
        return Fitted(prompt, False)
    for limit in SHORTENED_TO:
        prompt = render({key: _shortened(value, limit) for key, value in facts.items()}) + NOTE
        if question_tokens(system, prompt, image_tokens) <= room:
            break
    return Fitted(prompt, True)


def _shortened(value: Any, limit: int | None) -> Any:
    if isinstance(value, str):
        return value if limit is None or len(value) <= limit else value[: limit - 1].rstrip() + "…"
    if isinstance(value, float):
        return round(value, 1) if abs(value) >= 1 else round(value, 2)
    if isinstance(value, Mapping):
        return {key: _shortened(item, limit) for key, item in value.items() if item or item is True}
    if isinstance(value, (list, tuple)):
        return [_shortened(item, limit) for item in value]
    return value
