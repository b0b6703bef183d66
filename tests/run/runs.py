"""Runs for tests: versions of the small film, with takes and films that are only names."""

from __future__ import annotations

from film.profile import Profile
from film.series import Series
from film.version import Circled, Film, Version
from tests.film.films import small_series
from tools.run import versions
from tools.run.folder import RunFolder

PROFILE = Profile(name="test", height=180, render_height=180)
SHOTS = ("ep01/sc001/sh0010", "ep01/sc001/sh0020", "ep01/sc001/sh0030")


def film(letter: str) -> Film:
    return Film(file_sha256=letter * 64, picture_sha256=letter * 64, pcm_sha256=letter * 64, frames=10, seconds=1.0)


def circled(take: int) -> Circled:
    return Circled(take=f"tk{take:02d}-aaaaaaaa", take_id=f"{take:064d}")


def version(number: int, series: Series | None = None, *, take: int = 1, **more) -> Version:
    """Every shot circled with take ``take``, one film named by the number."""
    filled = {
        "circled": dict.fromkeys(SHOTS, circled(take)), "films": {"ep01": film(str(number % 10))},
        "parent": number - 1 or None, **more,
    }  # fmt: skip
    return Version(
        number=number, series=series or small_series(), profile=PROFILE, gates=(), engine="toy", mind="m", **filled
    )


def finish(folder: RunFolder, *numbers: int) -> None:
    for number in numbers:
        versions.finish(folder, version(number))
