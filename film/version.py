"""A version: the whole film as data, with everything it takes to make it again."""

from __future__ import annotations

from pydantic import Field

from film.base import Frozen
from film.changes import ChangeSet
from film.profile import Profile
from film.series import Series
from film.verdict import Gate


class Circled(Frozen):
    """The take that stands for a shot."""

    take: str
    """The take's folder name."""
    take_id: str
    held: bool = False
    """True when no take passed and this is the best of them."""
    why: str = ""
    capped: dict[str, float] = {}
    """The caps that ended its re-rolls, by the name they have in Caps: with others it is worth another try."""


class Film(Frozen):
    """A finished episode file."""

    file_sha256: str
    picture_sha256: str
    pcm_sha256: str
    frames: int
    seconds: float


class Version(Frozen):
    number: int = Field(ge=1)
    parent: int | None = None
    series: Series
    profile: Profile
    gates: tuple[Gate, ...]
    engine: str
    mind: str
    change: ChangeSet | None = None
    memory: str | None = None
    """Name in the run's plans of what the next script is read against; a changed version's is its parent's."""
    circled: dict[str, Circled] = {}
    """Shot id -> the take that stands."""
    films: dict[str, Film] = {}
    """Episode id -> its film; empty while the version is a draft."""
