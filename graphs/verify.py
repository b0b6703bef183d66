"""Proof that a run is what it says: takes made again in a fresh process with an empty store, and compared.

Three things can differ and are told apart: the file on disk is not the one that was recorded
(somebody changed it), the take made again is not the recorded one (the machine drifted), or a
finished film's bytes are not the version's.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from configs.settings import Settings
from film.errors import RunError
from film.take import TakeFiles
from film.version import Circled, Version
from graphs.unit import engine_spec, scorer_options
from graphs.workers import Workers
from tools.run import takes, versions
from tools.run.explain import find_shot, status_of
from tools.run.folder import RunFolder
from tools.whole import file_sha256


def verify(folder: RunFolder, shots: tuple[str, ...] = ()) -> dict[str, Any]:
    """Compare the standing version's takes (or the named ones) and films with what was recorded and with a remake.

    Returns:
        ``{"same", "shots": [{"shot", "same", "differences"}], "films": [{"episode", "same", "differences"}]}``.

    Raises:
        RunError: no version stands, or a shot is not in it.
    """
    version = versions.standing(folder)
    if version is None:
        raise RunError(f"{folder.root.name} has no finished version to verify; filmcrew resume finishes it")
    chosen = tuple(find_shot(version, word) for word in shots) or tuple(version.circled)
    found = asyncio.run(_verify(folder, version, chosen))
    films = [] if shots else [_film(folder, episode, film.file_sha256) for episode, film in sorted(version.films.items())]
    return {"same": all(entry["same"] for entry in [*found, *films]), "shots": found, "films": films}


def status(folder: RunFolder) -> dict[str, Any]:
    """Where the run stands, with the drift between what its takes were made with and what is here now."""
    version = versions.standing(folder) or versions.latest_draft(folder)
    here = asyncio.run(_fingerprint(folder, version)) if version is not None and version.circled else None
    return status_of(folder, here)


async def _fingerprint(folder: RunFolder, version: Version) -> dict[str, str]:
    async with Workers(1) as workers:
        return await workers.run(
            {
                "verb": "fingerprint", "run": str(folder.root), "engine": version.engine,
                "encoding": version.profile.encoding.model_dump(mode="json"),
            }
        )  # fmt: skip


async def _verify(folder: RunFolder, version: Version, shots: tuple[str, ...]) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="filmcrew-verify-") as empty:
        store = RunFolder(Path(empty))
        store.speech.symlink_to(folder.speech.resolve())
        store.assets.symlink_to(folder.assets.resolve())
        settings = Settings(engine=version.engine)
        async with Workers(settings.workers) as workers:
            return list(
                await asyncio.gather(
                    *(_shot(folder, store, version, shot_id, version.circled[shot_id], workers) for shot_id in shots)
                )
            )


async def _shot(
    folder: RunFolder, store: RunFolder, version: Version, shot_id: str, circled: Circled, workers: Workers
) -> dict[str, Any]:
    take = folder.takes / shot_id / circled.take
    differences: list[str] = []
    try:
        slate = takes.read_slate(take)
        recorded = takes.read_files(take)
    except (RunError, ValueError) as error:
        return {"shot": shot_id, "same": False, "differences": [str(error)]}
    if slate.take_id != circled.take_id:
        differences.append("slate.json is not the one that was circled")
    if recorded is None:
        return {"shot": shot_id, "same": False, "differences": [*differences, "files.json is missing"]}
    here = takes.hash_files(take)
    for name in sorted({*recorded.sha256, *here}):
        if name not in here:
            differences.append(f"{name} is missing")
        elif name not in recorded.sha256:
            differences.append(f"{name} was not recorded")
        elif here[name] != recorded.sha256[name]:
            differences.append(f"{name} on disk is not the recorded file")
    source = slate.plan.start_from
    start = str((folder.takes / source / version.circled[source].take).resolve()) if source else None
    made = TakeFiles.model_validate(
        await workers.run(
            {
                "verb": "remake", "run": str(store.root), "engine": engine_spec(slate.plan, version.engine), "start": start,
                "slate": slate.model_dump(mode="json"), "scorers": scorer_options(Settings(), folder),
                "encoding": version.profile.encoding.model_dump(mode="json"),
            }
        )
    )  # fmt: skip
    for name in sorted({*made.sha256, *recorded.sha256}):
        if made.sha256.get(name) != recorded.sha256.get(name):
            differences.append(f"made again, {name} differs from the recorded one")
    drift = [
        f"{key} {recorded.fingerprint.get(key)} -> {made.fingerprint.get(key)}"
        for key in sorted({*recorded.fingerprint, *made.fingerprint})
        if recorded.fingerprint.get(key) != made.fingerprint.get(key)
    ]
    if differences and drift:
        differences.append("the machine drifted: " + ", ".join(drift))
    return {"shot": shot_id, "same": not differences, "differences": differences}


def _film(folder: RunFolder, episode: str, sha256: str) -> dict[str, Any]:
    path = folder.film_path(sha256)
    if not path.exists():
        differences = ["the film is missing"]
    else:
        differences = [] if file_sha256(path) == sha256 else ["the film on disk is not the recorded file"]
    return {"episode": episode, "same": not differences, "differences": differences}
