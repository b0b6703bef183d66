"""The prompts: one ``.md`` per agent task with ``{{variables}}``, and the loader that refuses a wrong set of them.

Script text goes in as data between fences that carry the data's own hash, so that nothing a writer
types can close the fence early.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from importlib import resources
from typing import Any

from film.canonical import plain

_VARIABLE = re.compile(r"\{\{([a-z_]+)\}\}")


def load(name: str) -> str:
    """The text of ``prompts/<name>.md``. Raises KeyError when there is no such prompt."""
    file = resources.files("prompts") / f"{name}.md"
    if not re.fullmatch(r"[a-z_]+", name) or not file.is_file():
        raise KeyError(f"prompts/ has no {name}.md")
    return file.read_text(encoding="utf-8")


def variables_of(name: str) -> tuple[str, ...]:
    """The variables of a prompt, in order of first use."""
    return tuple(dict.fromkeys(_VARIABLE.findall(load(name))))


def render(name: str, variables: Mapping[str, str]) -> str:
    """The prompt with its variables filled in. Values are put in once: braces inside a value stay text.

    Raises:
        ValueError: a variable is missing or unknown; the message names every one of them.
    """
    text = load(name)
    wanted, given = set(variables_of(name)), set(variables)
    if wanted != given:
        missing, unknown = sorted(wanted - given), sorted(given - wanted)
        raise ValueError(f"prompts/{name}.md: missing variables {missing}, unknown variables {unknown}")
    return _VARIABLE.sub(lambda match: variables[match.group(1)], text)


def system_prompt(agent: str) -> str:
    """Who the agent is: ``prompts/<agent>.md``."""
    return render(agent, {})


def as_data(name: str, value: Any) -> str:
    """``value`` as fenced JSON data, one record of a list per line."""
    body = _lines(plain(value))
    mark = hashlib.sha256(f"{name}\n{body}".encode()).hexdigest()[:8]
    return f"<<<DATA {name} {mark}\n{body}\nDATA {name} {mark}>>>"


def _lines(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in value) + "\n]"
    return json.dumps(value, ensure_ascii=False)
