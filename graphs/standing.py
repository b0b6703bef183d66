"""Which version stands, what is locked, and how two versions differ. Nothing is rendered here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from film.base import text_in
from film.changes import diff
from film.difference import Difference
from film.errors import RunError
from film.version import Version
from graphs import jobs
from graphs.guarding import locked_sentence, locks_met
from graphs.preview import cut_shots
from graphs.produce import delivery
from graphs.work import log
from tools.run import inbox, locks, versions
from tools.run.folder import RunFolder, RunLock, Standing
from tools.run.transcript import Transcript
from tools.whole import file_sha256


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
    _check(folder, act, _ahead(now, act, steps, number))
    if act == "checkout":
        target = versions.checkout(folder, number or 0)
    else:
        target = versions.undo(folder, steps) if act == "undo" else versions.redo(folder, steps)
    if target != now.number:
        log(folder, act, actor=actor, before=now.number, after=target, reason=reason)
    show(folder, versions.read_version(folder, target))
    return target


def _ahead(now: Standing, act: str, steps: int, number: int | None) -> int | None:
    """The version that a move would lead to; None where the move itself will say that there is none."""
    if act == "checkout":
        return number
    if act == "undo":
        return now.past[-steps] if 1 <= steps <= len(now.past) else None
    return now.future[steps - 1] if 1 <= steps <= len(now.future) else None


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


def _locked_move(run: Path, act: Literal["undo", "redo", "checkout"], *, actor: str, **to: Any) -> int:
    folder = RunFolder.open(run)
    with RunLock(folder):
        folder.sweep()
        return move(folder, act, actor=actor, **to)


def _check(folder: RunFolder, act: str, number: int | None) -> None:
    """Raises RunError when the move would leave a change half made, show what is not there, or touch a lock."""
    if half_made(folder):
        raise RunError(f"a change is half made; filmcrew resume finishes it or abandon drops it, then {act}")
    if number is None or not versions.is_finished(folder, number):
        return
    version = versions.read_version(folder, number)
    for episode, film in version.films.items():
        path = folder.film_path(film.file_sha256)
        if not path.exists() or file_sha256(path) != film.file_sha256:
            raise RunError(f"version {number}: the film of {episode} is gone from films/ or was written into; nothing was changed")
    for job in delivery(folder, version):
        if not folder.is_mixed(job["sound"]):
            raise RunError(f"version {number}: a mix is gone from sound/; nothing was changed")
    met = locks_met(folder, version)
    held = locks.read(folder)
    films = [episode for episode, locked in held.episodes.items() if version.films.get(episode) != locked.film]
    other = [
        shot_id
        for shot_id, locked in held.shots.items()
        if shot_id not in version.circled or version.circled[shot_id].take != locked.take
    ]
    met = tuple(dict.fromkeys((*met, *films, *other)))
    if met:
        raise RunError(f"version {number} is another film there: {locked_sentence(met)}")


def half_made(folder: RunFolder) -> tuple[str, ...]:
    """Notes that were said yes to and are neither finished nor dropped: being made, or interrupted."""
    waiting = {item.id: item for item in inbox.items(folder)}
    if not waiting:
        return ()
    begun = {entry["item"] for entry in Transcript(folder.transcript).entries("making")}
    return tuple(item.note or "a change by hand" for item_id, item in waiting.items() if item_id in begun)
