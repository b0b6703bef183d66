"""A Screenplay as Fountain text, so written that the reader of this room reads the same scenes and lines back.

What Fountain could take for something else is forced (``!`` for an action, ``@`` for a cue, ``.`` for a
heading) or protected (asterisks and underscores by a backslash, a first character by italics). Only what no mark can protect is
changed: ``[[`` and ``]]`` inside a text get a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from film.base import Text
from film.screenplay import Action, Dialogue, Element, Heading, Note, Screenplay, ScreenplayEpisode
from tools.script.headings import is_heading

_FORCED = frozenset("!@.>~#=")
_READ_FIRST = frozenset("!>~(")
"""What opens something else even inside a speech. In italics it is a letter like any other."""
_PLAIN_CUE = re.compile(r"[A-Z][A-Z0-9'. -]{0,38}[A-Z0-9'.]|[A-Z]")
_NOT_A_CUE = re.compile(r".* TO:?|FADE.*|THE END")


def fountain_of(screenplay: Screenplay) -> str:
    """The whole script with its title page; ends with a line end."""
    blocks = [_title_page(screenplay)]
    several = len(screenplay.episodes) > 1
    for number, episode in enumerate(screenplay.episodes, 1):
        if several:
            blocks.append(_episode(number, episode, screenplay.language))
        acts = {first: title for title, first in episode.acts}
        for scene in episode.scenes:
            if scene.id in acts:
                blocks.append(f"# {_escaped(acts[scene.id])}")
            if scene.heading.text:
                blocks.append(_heading(scene.heading))
            blocks += [_element(element) for element in scene.elements]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _title_page(screenplay: Screenplay) -> str:
    fields: dict[str, str] = {}
    if screenplay.title:
        fields["Title"] = _with_translations(screenplay.title, screenplay.language)
    if screenplay.author:
        fields["Author"] = _escaped(screenplay.author)
    fields |= {key: _escaped(value) for key, value in screenplay.credits.items() if value.strip()}
    return "\n".join(f"{key}: {' '.join(value.split())}" for key, value in fields.items())


def _with_translations(text: Text, language: str) -> str:
    """``The Lamp [[hi: दीया]]``: the language of the script first."""
    first = language if language in text else next(iter(text))
    notes = [f"[[{tag}: {_unbracketed(words)}]]" for tag, words in text.items() if tag != first]
    return " ".join([_escaped(text[first]), *notes])


def _episode(number: int, episode: ScreenplayEpisode, language: str) -> str:
    title = _with_translations(episode.title, language) if episode.title else ""
    return f"# Episode {number}: {title}".rstrip(": ")


def _heading(heading: Heading) -> str:
    text = _escaped(heading.text)
    number = f" #{heading.number}#" if heading.number else ""
    return f"{'' if is_heading(heading.text) else '.'}{text}{number}"


def _element(element: Element) -> str:
    if isinstance(element, Action):
        text = _escaped(element.text)
        return f"> {text} <" if element.centred else f"!{text}" if _would_be_more(element.text) else text
    if isinstance(element, Dialogue):
        return "\n".join(_speech(element))
    if isinstance(element, Note):
        mark = {"synopsis": "= ", "section": "# "}.get(element.kind)
        return f"{mark}{_escaped(element.text)}" if mark else f"[[{_unbracketed(element.text)}]]"
    return f"> {_escaped(element.text)}"


def _would_be_more(text: str) -> bool:
    """An action that reads as a heading, a transition, or something that its first character forces."""
    shouted = any(c.isupper() for c in text) and not any(c.islower() for c in text)
    return text[:1] in _FORCED or shouted or is_heading(text)


def _speech(line: Dialogue) -> Iterator[str]:
    cue = f"{_escaped(line.character)} ({_escaped(line.extension)})" if line.extension else _escaped(line.character)
    plain = _PLAIN_CUE.fullmatch(line.character) and not is_heading(line.character) and not _NOT_A_CUE.fullmatch(line.character)
    yield f"{'' if plain else '@'}{cue}{' ^' if line.dual else ''}"
    for said in line.parentheticals:
        yield f"({_escaped(said.replace('(', '[').replace(')', ']'))})"
    words = line.text[line.language] if line.language in line.text else next(iter(line.text.values()))
    escaped = _escaped(words)
    if line.lyric:
        yield f"~{escaped}"
    else:
        yield f"*{escaped[0]}*{escaped[1:]}" if escaped[:1] in _READ_FIRST else escaped
    for tag, translated in line.text.items():
        if tag != line.language:
            yield f"[[{tag}: {_unbracketed(translated)}]]"


def _escaped(text: str) -> str:
    return re.sub(r"([*_])", r"\\\1", _unbracketed(" ".join(text.split())))


def _unbracketed(text: str) -> str:
    return re.sub(r"\[(?=\[)|\](?=\])", r"\g<0> ", text)
