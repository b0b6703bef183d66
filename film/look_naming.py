"""The looks of a film: names that its script gives, written as the numbers that its shots are made with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from film.named_looks import NamedLook, look_named, wearing
from film.rewrites import map_shots
from film.series import Series, Shot
from film.state import Look


def looks_asked(text: str, known: Sequence[NamedLook]) -> tuple[tuple[NamedLook, ...], tuple[str, ...]]:
    """(looks, words that name none) of a list such as ``35mm, anamorphic``."""
    found, strange = [], []
    for part in (part.strip() for part in text.split(",")):
        look = look_named(part, known) if part else None
        if look is not None:
            found.append(look)
        elif part:
            strange.append(part)
    return tuple(found), tuple(strange)


def in_numbers(shot: Shot, known: Sequence[NamedLook]) -> Shot:
    """``shot`` with the looks that it names written over its look, in order; names that nobody knows are dropped."""
    if not shot.state.looks:
        return shot
    worn = [look for name in shot.state.looks for look in looks_asked(name, known)[0]]
    state = shot.state.model_copy(update={"look": wearing(shot.state.look, worn), "looks": ()})
    return shot.model_copy(update={"state": state})


def strange_looks(series: Series, known: Sequence[NamedLook]) -> tuple[str, ...]:
    """What shots name as a look and nobody knows, sorted."""
    named: Iterable[str] = {name for _, _, shot in series.walk() for name in shot.state.looks}
    return tuple(sorted({strange for name in named for strange in looks_asked(name, known)[1]}))


def in_look(series: Series, look: Look, but: Collection[str] = ()) -> Series:
    """The film with every shot in ``look``, those of ``but`` left as they are."""
    shots = [shot.id for _, _, shot in series.walk() if shot.id not in but]
    return map_shots(series, shots, lambda _, shot: shot.model_copy(update={"state": shot.state.model_copy(update={"look": look})}))
