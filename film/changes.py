"""A change of the film as data: where, what and why.

Everything that a note can do can be written by hand as JSON. ``film.selector`` finds what a selector
means, ``film.applying`` carries the edits out, ``film.difference`` tells two films apart.
"""

from __future__ import annotations

from pydantic import Field

from film.applying import carry_out
from film.base import Frozen
from film.difference import Difference, diff
from film.edits import Edit
from film.errors import ChangeError
from film.selector import Selection, Selector, select
from film.series import Series

__all__ = ["ChangeSet", "Difference", "Edit", "Selection", "Selector", "apply", "diff", "select"]


class ChangeSet(Frozen):
    """An edit of the film. The first word of an edit's path says which records it is about:

    ``shot.…`` each selected shot (``shot.state.camera.size``, ``shot.duration_s``, ``shot.omitted``, ``shot.roll``)
    ``scene.…``, ``episode.…``, ``series.…`` (``scene.shots``, ``scene.lines`` and ``episode.scenes`` take add, remove
    and reorder; what is added may say ``after``: an id; a shot that is removed is omitted and can come back; two shots
    are swapped by a new order)
    ``continuity.…`` time, weather and place of the selected scenes
    ``character.…``, ``outfit.…`` the selected people, and what they wear in the selected scenes
    ``place.…`` the selected places
    ``line.…`` the selected lines (``line.text.en``)
    ``grade.…``, ``cut.…`` (speed, head_s, tail_s) the finish of the selected shots: nothing is shot
    ``sound.…`` (gain_db, music_db, music_mood, voice_db) the sound of the selected scenes and people
    ``finish.…`` cards, music and subtitles of the selected episodes
    """

    where: Selector = Selector()
    edits: tuple[Edit, ...] = ()
    reason: str = ""
    """Why this, and why with the finish or with the camera."""
    note: str = ""
    """In the person's own words."""
    base: int | None = Field(default=None, ge=1)
    """The version that is changed; None is the one that stands. A change of mind starts from an earlier one."""
    keep_look: Selector | None = None
    """What keeps the light, look and grade of the film that stands, when ``base`` is an earlier one."""
    then: tuple[ChangeSet, ...] = ()
    """More of the same breath, in order."""


def apply(series: Series, change: ChangeSet) -> Series:
    """The changed film; ``series`` itself stays as it is. ``base`` and ``keep_look`` are the caller's business.

    Raises:
        ChangeError: in a sentence, with the value that does not fit and what would.
    """
    after = carry_out(series, change.where, change.edits)
    for more in change.then:
        if more.base is not None or more.keep_look is not None:
            raise ChangeError("only the change itself may name a base and a look to keep, not what comes then")
        after = apply(after, more)
    return after
