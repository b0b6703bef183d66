"""What the tables mean by ``shots: kitchen & asha - ep02``: shot ids, found without the code under test."""

from __future__ import annotations

import re

from film.series import Series, Shot


def reached(series: Series, where: str | list[str]) -> set[str]:
    """Shot ids that ``where`` means: words joined by ``&`` must all match, one after ``-`` is left out, a list is a union.

    A word is ``all``, the start of an id, a place, a person who is seen, a shot size or a time of day.
    """
    if isinstance(where, list):
        return set().union(*(reached(series, part) for part in where))
    wanted, *without = re.split(r" - ", where)
    shots = _all_of(series, wanted)
    return shots.difference(*(_all_of(series, part) for part in without)) if without else shots


def _all_of(series: Series, words: str) -> set[str]:
    return set.intersection(*(_word(series, word.strip()) for word in words.split("&")))


def _word(series: Series, word: str) -> set[str]:
    found = set()
    for _, scene, shot in series.walk():
        entry = series.bible.scene(scene.id)
        known = {"all", entry.place_id, entry.time_of_day, entry.weather, shot.state.camera.size, *shot.cast}
        if word in known or f"{shot.id}/".startswith(f"{word}/"):
            found.add(shot.id)
    if not found:
        raise ValueError(f"the table means no shot by {word!r}")
    return found


def kinds(shot: Shot) -> set[str]:
    """``spoken`` or ``silent``, and ``still`` or ``moving``: what a table may spare."""
    found = {"spoken"} if shot.spoken else {"silent"}
    return found | ({"still"} if shot.state.camera.move.kind == "lock_off" else {"moving"})
