"""Which version stands, what is locked, and how two versions differ. Nothing is rendered here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from film.base import text_in
from film.changes import diff
from film.difference import Difference
from film.errors import RunError
from film.version import Version
from graphs import jobs
from graphs.preview import cut_shots
from graphs.produce import delivery
from graphs.work import log
from tools.run import locks, versions
from tools.run.folder import RunFolder, RunLock


@dataclass(frozen=True)
class Comparison:
    differences: tuple[Difference, ...]
    sheet: Path | None
    """Side by side, the shots that look different; None when none does."""


def undo(run: Path, *, actor: str, steps: int = 1) -> int:
    """The version that stood before; its number. Raises RunError when there is none."""
    return _locked_move(run, "undo", actor=actor, steps=steps)


def redo(run: Path, *, actor: str, steps: int = 1) -> int:
    return _locked_move(run, "redo", actor=actor, steps=steps)


def checkout(run: Path, number: int, *, actor: str) -> int:
    """Make any finished version the one that stands. Undo goes back."""
    return _locked_move(run, "checkout", actor=actor, number=number)


def move(
    folder: RunFolder, act: Literal["undo", "redo", "checkout"], *, actor: str, steps: int = 1, number: int | None = None,
    reason: str = "",
) -> int:  # fmt: skip
    """Move the standing version and show it in ``out/``. The caller holds the run's lock.

    Raises:
        RunError: there is nothing to go to, its film is gone, or it would change a locked episode.
    """
    now = folder.read_standing()
    before = now.number
    ahead = {"undo": now.past[-steps:], "redo": now.future[steps - 1 : steps], "checkout": (number,)}[act]
    if len(now.past) >= steps or act != "undo":
        for candidate in ahead[:1]:
            if candidate is not None and versions.is_finished(folder, candidate):
                _check(folder, versions.read_version(folder, candidate))
    if act == "checkout":
        target = versions.checkout(folder, number or 0)
    else:
        target = versions.undo(folder, steps) if act == "undo" else versions.redo(folder, steps)
    show(folder, versions.read_version(folder, target))
    if target != before:
        log(folder, act, actor=actor, before=before, after=target, reason=reason)
    return target


def show(folder: RunFolder, version: Version) -> None:
    """``out/`` shows this version: links moved, nothing rendered."""
    names: list[str] = []
    for job in delivery(folder, version):
        names += jobs.deliver({"run": str(folder.root), **job}, lambda event: None)
    folder.keep_out(names)


def lock(run: Path, words: tuple[str, ...], *, actor: str) -> tuple[str, ...]:
    """Freeze shots or episodes of the version that stands; the ids that are locked now.

    Raises:
        ConfigError: a word names no shot, scene or episode.
    """
    folder = RunFolder.open(run)
    with RunLock(folder):
        found = locks.lock(folder, words)
        standing = folder.read_run()["standing"]
        log(folder, "locked", actor=actor, before=standing, after=standing, reason=", ".join(found))
    return found


def unlock(run: Path, words: tuple[str, ...], *, actor: str) -> tuple[str, ...]:
    folder = RunFolder.open(run)
    with RunLock(folder):
        found = locks.unlock(folder, words)
        standing = folder.read_run()["standing"]
        log(folder, "unlocked", actor=actor, before=standing, after=standing, reason=", ".join(found))
    return found


def compare(run: Path, a: int, b: int, sheet: Path | None = None) -> Comparison:
    """Two versions side by side: fields that differ, and a page of the shots that look different."""
    from tools.cut.sheet import side_by_side
    from tools.cut.stills import graded_still

    folder = RunFolder.open(run)
    first, second = versions.read_version(folder, a), versions.read_version(folder, b)
    looks = {1: cut_shots(first.series, first.profile), 2: cut_shots(second.series, second.profile)}
    pairs: list[tuple[str, Path | None, Path | None]] = []
    out = folder.previews / f"{a:04d}-{b:04d}"
    for shot_id in dict.fromkeys((*looks[1], *looks[2])):
        pictures: list[Path | None] = []
        states = []
        for number, version in ((1, first), (2, second)):
            look, circled = looks[number].get(shot_id), version.circled.get(shot_id)
            states.append((look.grade, circled.take_id) if look and circled else None)
            if look is None or circled is None:
                pictures.append(None)
                continue
            still = out / f"{shot_id.replace('/', '-')}.{number}.png"
            pictures.append(still)
        if states[0] == states[1]:
            continue
        for number, version, still in zip((1, 2), (first, second), pictures, strict=True):
            if still is not None and not still.exists():
                take = folder.takes / shot_id / version.circled[shot_id].take
                graded_still(take, looks[number][shot_id].grade, still)
        pairs.append((shot_id, pictures[0], pictures[1]))
    page = None
    if pairs:
        page = sheet or out / "sheet.png"
        side_by_side(pairs, page, titles=(f"version {a}", f"version {b}"))
    return Comparison(diff(first.series, second.series), page)


def names_of(run: Path) -> dict[str, list[str]]:
    """What a person may name in a note, for completion: people, places, scenes, episodes and shots."""
    folder = RunFolder.open(run)
    version = versions.standing(folder)
    if version is None:
        return {}
    series = version.series
    return {
        "characters": [person.name for person in series.bible.characters],
        "places": [place.name for place in series.bible.places],
        "scenes": [
            text_in(scene.heading, series.language) or scene.id for episode in series.episodes for scene in episode.scenes
        ],
        "episodes": [episode.id for episode in series.episodes],
        "shots": [shot.id for _, _, shot in series.filmed()],
    }


def _locked_move(run: Path, act: Literal["undo", "redo", "checkout"], *, actor: str, **to: int) -> int:
    folder = RunFolder.open(run)
    with RunLock(folder):
        folder.sweep()
        return move(folder, act, actor=actor, **to)


def _check(folder: RunFolder, version: Version) -> None:
    for episode, film in version.films.items():
        if not folder.film_path(film.file_sha256).exists():
            raise RunError(f"version {version.number}: the film of {episode} is gone from films/; nothing was changed")
    for episode, locked in locks.read(folder).episodes.items():
        if version.films.get(episode) != locked.film:
            raise RunError(f"{episode} is locked and version {version.number} has another film of it; filmcrew unlock frees it")
    for shot_id, locked in locks.read(folder).shots.items():
        if shot_id not in version.circled or version.circled[shot_id].take != locked.take:
            raise RunError(f"{shot_id} is locked and version {version.number} shows another take of it; filmcrew unlock frees it")
