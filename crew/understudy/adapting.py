"""House rules of adapting prose: quotations to their speakers, the rest told, a scene for each place and time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from crew.answers.screenwriter import Adaptation, AdaptedElement, AdaptedScene, Piece
from crew.understudy.vocabulary import words_of

NARRATED_WORDS = 32
"""A narrator's speech is about this long: some twelve seconds, two captions."""
_PRONOUN = re.compile(r"\b(she|he|they|her|his|वह|उसने)\b", re.IGNORECASE)


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
    """Who the words around a quotation name; in a volley, the other one; else who was named last."""
    paragraph = pieces[at].paragraph
    for near in (at + 1, at - 1):
        if 0 <= near < len(pieces) and pieces[near].paragraph == paragraph and pieces[near].hint == "said":
            named = _named(pieces[near].text, people)
            if named:
                return named[0]
            if _PRONOUN.search(pieces[near].text):
                return _last_named(at, pieces, people, speakers)
    mine = [p for p in pieces[:at] if p.paragraph == paragraph and not p.quoted]
    for piece in reversed(mine):
        named = _named(piece.text, people)
        if named:
            return named[0]
    same_paragraph = at and pieces[at - 1].quoted and pieces[at - 1].paragraph == paragraph
    if same_paragraph and speakers:
        return speakers[-1]
    after = next((p for p in pieces[at + 1 : at + 2] if p.paragraph == paragraph and not p.quoted), None)
    if after is not None and _named(after.text, people):
        return _named(after.text, people)[0]
    others = [who for who in reversed(speakers) if who != speakers[-1]] if speakers else []
    if others:
        return others[0]
    return _last_named(at, pieces, people, speakers)


def _last_named(at: int, pieces: Sequence[Piece], people: Sequence[str], speakers: Sequence[str]) -> str:
    for piece in reversed(pieces[:at]):
        if not piece.quoted:
            named = _named(piece.text, people)
            if named:
                return named[0]
    return speakers[-1] if speakers else people[0] if people else "A VOICE"


def _named(text: str, people: Sequence[str]) -> list[str]:
    words = words_of(text)
    found = [(words.index(words_of(name)[0]), name) for name in people if words_of(name)[0] in words]
    return [name for _, name in sorted(found)]


def _join(elements: list[AdaptedElement], pieces: Sequence[Piece]) -> None:
    """Joins a told sentence to the one before it while a paragraph lasts and the speech stays short."""
    if len(elements) < 2 or elements[-1].kind != "narration" or elements[-2].kind != "narration":
        return
    by_id = {piece.id: piece for piece in pieces}
    before, now = elements[-2].pieces, elements[-1].pieces
    words = sum(len(by_id[i].text.split()) for i in (*before, *now))
    if by_id[before[-1]].paragraph == by_id[now[0]].paragraph and words <= NARRATED_WORDS:
        elements[-2:] = [AdaptedElement(kind="narration", pieces=[*before, *now])]
