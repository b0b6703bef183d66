"""House rules of adapting prose: quotations to their speakers, the rest told, a scene for each place and time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from crew.answers.screenwriter import Adaptation, AdaptedElement, AdaptedScene, Piece
from crew.attribution import named_in
from crew.understudy.vocabulary import words_of

NARRATED_WORDS = 32
"""A narrator's speech is about this long: some twelve seconds, two captions."""
ANYBODY = "A VOICE"
_CALLED = re.compile(r"(?:^|[.!?…।]\s+)([^,.!?]+)(?=[,!])|,\s*([^,.!?…।]+)(?=[.!?…।,]|$)")
"""A name at the head of a speech or behind a comma."""


def adapt_pieces(pieces: Sequence[Piece], people: Sequence[str], scene_so_far: str) -> Adaptation:
    """Every piece once, in order. A scene begins with a paragraph at another place, or with a sentence that opens with another time."""
    setting: Literal["INT", "EXT"]
    setting, place, time = _read(scene_so_far)
    scenes: list[AdaptedScene] = []
    elements: list[AdaptedElement] = []
    speakers: list[str] = []
    for at, piece in enumerate(pieces):
        opens = at == 0 or piece.paragraph != pieces[at - 1].paragraph
        if opens or piece.time:
            here = [p for p in pieces[at:] if p.paragraph == piece.paragraph] if opens else [piece]
            named = next((p for p in here if p.place), None)
            new_place = named.place if named else ""
            new_time = piece.time
            moved = (new_place and new_place != place.casefold()) or (new_time and new_time != time)
            if moved and elements:
                scenes.append(AdaptedScene(setting=setting, place=place, time=time, elements=elements))
                elements = []
            if named:
                place, setting = named.place, "INT" if named.indoors else "EXT"
            time = new_time or time
        elements.append(_element(piece, at, pieces, people, speakers))
        if elements[-1].kind == "dialogue":
            speakers.append(elements[-1].who)
        _join(elements, pieces)
    scenes.append(AdaptedScene(setting=setting, place=place, time=time, elements=elements))
    return Adaptation(scenes=scenes, reason=f"{len(scenes)} scenes, one for each place and time that the story names.")


def _read(heading: str) -> tuple[Literal["INT", "EXT"], str, str]:
    """(setting, place, time) of a heading that this file wrote; a story that names no place starts in the open."""
    match = re.fullmatch(r"(INT|EXT)\. (.+) - (.+)", heading)
    if match is None:
        return "EXT", "the open", "DAY"
    setting, place, time = match.groups()
    return ("INT" if setting == "INT" else "EXT"), place, time


def _element(
    piece: Piece, at: int, pieces: Sequence[Piece], people: Sequence[str], speakers: Sequence[str]
) -> AdaptedElement:
    if piece.quoted:
        return AdaptedElement(kind="dialogue", pieces=[piece.id], who=_speaker(at, pieces, people, speakers))
    if piece.hint == "said":
        return AdaptedElement(kind="attribution", pieces=[piece.id])
    if at and pieces[at - 1].hint == "said" and piece.text[:1].islower():
        return AdaptedElement(kind="action", pieces=[piece.id])
    return AdaptedElement(kind="narration", pieces=[piece.id])


def _speaker(at: int, pieces: Sequence[Piece], people: Sequence[str], speakers: Sequence[str]) -> str:
    """Who the words around a quotation name; else who acts beside it; in a volley, the other one. Never who is addressed."""
    piece = pieces[at]
    if piece.hint == ANYBODY or piece.hint in people:
        return piece.hint
    addressed = _addressed(piece.text, people)
    mine = [p for p in pieces[:at] if p.paragraph == piece.paragraph]
    if mine and mine[-1].quoted and speakers:
        return speakers[-1]
    acting = [named_in(p.text, people) for p in reversed(mine) if not p.quoted]
    acting += [named_in(p.text, people) for p in pieces[at + 1 : at + 2] if p.paragraph == piece.paragraph and not p.quoted]
    for named in acting:
        beside = [who for who in named if who not in addressed]
        if beside:
            return beside[0]
    if any(p.quoted for p in mine) and speakers:
        return speakers[-1]
    others = [who for who in reversed(speakers) if who != speakers[-1]] if speakers else []
    candidates = [*others, *_last_named(at, pieces, people), *speakers[-1:], *people]
    return next((who for who in candidates if who not in addressed and who != ANYBODY), ANYBODY)


def _addressed(text: str, people: Sequence[str]) -> set[str]:
    """Whom a speech calls by name: ``Lena, wait.``, ``Where is it, Tom?``"""
    called = (match.group(1) or match.group(2) for match in _CALLED.finditer(text))
    return {who for words in called for who in named_in(words, people) if len(words_of(words)) <= len(words_of(who))}


def _last_named(at: int, pieces: Sequence[Piece], people: Sequence[str]) -> list[str]:
    told = (named_in(piece.text, people) for piece in reversed(pieces[:at]) if not piece.quoted)
    return next((named for named in told if named), [])


def _join(elements: list[AdaptedElement], pieces: Sequence[Piece]) -> None:
    """Joins a told sentence to the one before it while a paragraph lasts and the speech stays short."""
    if len(elements) < 2 or elements[-1].kind != "narration" or elements[-2].kind != "narration":
        return
    by_id = {piece.id: piece for piece in pieces}
    before, now = elements[-2].pieces, elements[-1].pieces
    words = sum(len(by_id[i].text.split()) for i in (*before, *now))
    if by_id[before[-1]].paragraph == by_id[now[0]].paragraph and words <= NARRATED_WORDS:
        elements[-2:] = [AdaptedElement(kind="narration", pieces=[*before, *now])]
