"""Standing notes followed: what a person wants of every episode is done to scenes that are new to the film."""

from __future__ import annotations

from collections.abc import Collection

from crew import notes
from film.changes import ChangeSet, apply
from film.edits import Edit
from film.errors import ChangeError
from film.selector import Selector
from film.series import Series
from graphs.unit import Unit

_OF_A_SCENE = ("shot", "scene", "continuity")
"""Roots of edits that a new scene needs for itself."""
_OF_THE_FINISH = ("grade", "cut", "sound")
"""Needed only where the note names a part of the film; what holds for all of it stands in the episode's finish."""
_SHARED = ("shot.state.look", "shot.state.styles")
"""A new scene is shot in the look that all the film has."""


def follow(unit: Unit, film: Series, scenes: Collection[str], standing: int) -> Series:
    """``film`` with its standing notes followed in ``scenes``; nothing else is touched.

    A note that asks for nothing in these scenes, or that cannot be done in them, is said and left.

    Args:
        scenes: ids of scenes that the film had not.
        standing: number of the version that stands.
    """
    told = notes.Told(standing=standing, styles=unit.abilities.styles, looks=unit.looks)
    for note in film.standing_notes if scenes else ():
        answer = notes.understand(
            unit.mind, note, film, told,
            vocabulary=unit.vocabulary, words=unit.note_words, abilities=unit.abilities, transcript=unit.transcript,
        )  # fmt: skip
        followed = film
        try:
            for change in within(answer.change, scenes) if answer.change is not None else ():
                followed = apply(followed, change)
        except ChangeError as error:
            unit.emit("standing_note", note=note, followed=False, reason=str(error))
            continue
        unit.emit("standing_note", note=note, followed=followed != film, reason=answer.reason or answer.question or answer.answer)
        film = followed
    return film


def within(change: ChangeSet, scenes: Collection[str]) -> tuple[ChangeSet, ...]:
    """What the change asks of ``scenes``, in order. One that names other scenes or shots asks nothing of them."""
    where = change.where
    named = where.model_copy(update={"episodes": (), "but": None}) != Selector()
    edits = tuple(each for each in change.edits if _reaches(each, named))
    found = []
    if edits and not where.scenes and not where.shots:
        where = where.model_copy(update={"scenes": tuple(scenes)})
        found.append(change.model_copy(update={"where": where, "edits": edits, "then": (), "base": None}))
    return (*found, *(each for more in change.then for each in within(more, scenes)))


def _reaches(edit: Edit, named: bool) -> bool:
    root = edit.path.split(".")[0]
    if root in _OF_THE_FINISH:
        return named
    return root in _OF_A_SCENE and (named or not edit.path.startswith(_SHARED))
