"""What no change may do: touch a lock, or show a take that is not there. Asked at every step that leads to a shoot."""

from __future__ import annotations

from film.errors import ChangeError
from film.series import Series
from film.touched import touched
from film.version import Version
from tools.run import locks, takes, versions
from tools.run.folder import RunFolder


def locks_met(folder: RunFolder, after: Version, before: Version | None = None) -> tuple[str, ...]:
    """Locked shots and episodes that ``after`` would change against the version that stands (or ``before``)."""
    held = locks.read(folder)
    before = before or versions.standing(folder)
    if before is None or not (held.shots or held.episodes):
        return ()
    found = touched(before.series, after.series, after.profile)
    return locks.meets(held, found, before.series, after.series, after.profile)


def locked_sentence(met: tuple[str, ...]) -> str:
    return f"{', '.join(met)} {'is' if len(met) == 1 else 'are'} locked; filmcrew unlock frees it, or leave it out"


def check_pins(folder: RunFolder, series: Series) -> None:
    """Raises ChangeError when a shot is to show a take that it has not, or that was never finished."""
    for _, _, shot in series.filmed():
        if shot.pin is None:
            continue
        there = {path.name: path for path in folder.takes_of(shot.id)}
        take = there.get(shot.pin.take)
        if take is None or not (take / "clip.mp4").exists() or takes.read_slate(take).take_id != shot.pin.take_id:
            known = ", ".join(sorted(name for name, path in there.items() if (path / "clip.mp4").exists()))
            raise ChangeError(f"{shot.id} has no finished take {shot.pin.take!r} of that id; it has {known or 'none'}")
