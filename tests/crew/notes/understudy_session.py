"""A session of notes with the understudy: what ``crew.notes`` is handed, out of a judging session.

Imported late by the table's runner, so that the tables can be read without the crew.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from configs.settings import read_yaml
from crew.minds.understudy import Understudy
from crew.notes import Exchange, TakeFact, Told, understand
from crew.understudy.note_words import NoteWords
from crew.understudy.vocabulary import Vocabulary
from film.changes import apply
from film.engine import Abilities
from film.series import Series
from tests.crew.notes.sessions import STYLES, Session

STAGE = Abilities(
    engine="stage",
    sets=("street", "room", "cafe", "forest", "shore", "valley", "neutral"),
    moves=("lock_off", "pan", "tilt", "push_in", "pull_back", "dolly", "orbit", "drone", "handheld", "follow",
           "crane", "whip_pan", "rack_focus", "dolly_zoom"),
    styles=STYLES,
)
TAKES_EACH = 2


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary.model_validate(read_yaml("vocabulary.yaml"))


@cache
def _words() -> NoteWords:
    return NoteWords.model_validate(read_yaml("notes.yaml"))


def session() -> Session:
    """A fresh session: the film of ``film.py`` as version 1, two takes of each shot, nothing said."""
    return Session(understand=_hear, tell=_tell, apply=apply)


def _hear(note: str, series: Series, told: Told) -> Any:
    return understand(
        Understudy(), note, series, told, vocabulary=_vocabulary(), words=_words(), abilities=STAGE, transcript={}
    )


def _tell(held: Session) -> Told:
    takes = {
        shot.id: tuple(
            TakeFact(attempt=at, take=f"tk{at:02d}-{at:08x}", take_id=f"take{at} of {shot.id}", stands=at == 1)
            for at in range(1, TAKES_EACH + 1)
        )
        for _, _, shot in held.series.walk()
    }
    return Told(
        exchanges=tuple(Exchange(note=note, answer=answer, version=version) for note, answer, version in held.exchanges),
        takes=takes,
        versions=tuple((number, held.said(number)) for number in range(1, len(held.versions) + 1)),
        standing=held.standing,
        styles=STYLES,
    )
