"""What ``make bench`` measures of changing a film: exactness, undo, and the way from a note to the new film.

Random changes come from the tests' own generator, so this runs in a checkout only.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

from film.changes import apply
from film.edits import Edit
from film.errors import ChangeError
from film.touched import touched
from graphs import changing, session, standing
from tools.run import takes, versions
from tools.run.folder import RunFolder

REHEARSED_CHANGES, STAGED_CHANGES = 200, 30
REHEARSED_SHOTS, STAGED_SHOTS = 60, 6


def measure_changes() -> dict[str, float]:
    """``change_total`` generated changes, of which ``change_exact`` shot exactly the takes whose plan differs."""
    from configs import settings as configuration
    from configs.settings import Settings
    from graphs.rehearsal import RehearsalWorkers
    from graphs.workers import Workers

    def rehearsal(_: int) -> RehearsalWorkers:
        return RehearsalWorkers(configuration.gates(), durable=False)

    counted = []
    for shots, count, engine, hire in (
        (REHEARSED_SHOTS, REHEARSED_CHANGES, "rehearsal", rehearsal),
        (STAGED_SHOTS, STAGED_CHANGES, "stage", Workers),
    ):
        settings = Settings(mind="understudy", engine=engine, profile="draft", height=180 if engine == "stage" else None)
        with tempfile.TemporaryDirectory() as folder:
            counted.append(exact_changes(_film(Path(folder), shots, settings, hire), count, hire))
    total = sum(done for done, _ in counted)
    return {
        "change_total": total,
        "change_exact": sum(exact for _, exact in counted),
        "change_total.stage": counted[1][0],
        "change_exact.stage": counted[1][1],
    }


def exact_changes(run: RunFolder, count: int, hire: Any) -> tuple[int, int]:
    """(changes made, changes that were exact and came back to the same bytes on undo), each from the first version."""
    from tests.film.random_changes import random_change

    first = versions.read_version(run, 1)
    hashes = _hashes(run)
    done = exact = seed = 0
    while done < count:
        seed += 1
        asked = random_change(first.series, seed)
        try:
            after = apply(first.series, asked)
        except ChangeError:
            continue
        done += 1
        wanted = touched(first.series, after, first.profile)
        before = _rendered(run)
        told = changing.propose(run.root, change=asked, actor="bench", yes=True, stills=0, hire=hire)
        if told.status == "nothing":
            exact += not wanted.takes and not wanted.cuts and not wanted.mixes
            continue
        shot = {shot_id for shot_id, count_ in _rendered(run).items() if count_ > before.get(shot_id, 0)}
        remembered = {shot_id for shot_id in wanted.takes if shot_id not in told.shoots}
        right = shot | remembered == set(wanted.takes) and not shot & remembered
        untouched = all(hashes[name] == value for name, value in _hashes(run).items() if name in hashes)
        versions.checkout(run, 1)
        restored = {episode: film.file_sha256 for episode, film in first.films.items()} == {
            episode: film.file_sha256 for episode, film in versions.read_version(run, 1).films.items()
        }
        exact += right and untouched and restored
    return done, exact


def measure_undo() -> dict[str, float]:
    """A regrade of the example in draft, undone: seconds until the old film stands in ``out/`` again."""
    from configs.settings import Settings
    from film.changes import ChangeSet, Selector
    from graphs.workers import Workers
    from studio.bench import EXAMPLE

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(mind="understudy", profile="draft", height=180)
        run = session.make(settings, [EXAMPLE], runs=Path(folder), hire=Workers).folder
        sha256 = {path.name: path.resolve().name for path in run.out.glob("*.mp4")}
        darker = ChangeSet(
            where=Selector(episodes=("ep02",)), edits=(Edit(path="grade.brightness_stops", op="adjust", value=-0.6),)
        )
        began = time.perf_counter()
        changing.propose(run.root, change=darker, actor="bench", yes=True, stills=0, hire=Workers)
        regrade_s = time.perf_counter() - began
        began = time.perf_counter()
        standing.undo(run.root, actor="bench")
        undo_s = time.perf_counter() - began
        assert {path.name: path.resolve().name for path in run.out.glob("*.mp4")} == sha256
        return {"undo_s": round(undo_s, 3), "regrade_s": round(regrade_s, 2)}


def measure_one_scene() -> dict[str, float]:
    """A scene of the example in the default profile: seconds to the stills, and wall time over the render time."""
    from configs.settings import Settings
    from graphs.workers import Workers
    from studio.bench import EXAMPLE

    with tempfile.TemporaryDirectory() as folder:
        run = session.make(Settings(mind="understudy"), [EXAMPLE], runs=Path(folder), hire=Workers).folder
        return one_scene(run, versions.read_version(run, 1).series.episodes[0].scenes[1].id)


def one_scene(run: RunFolder, scene: str) -> dict[str, float]:
    """A scene shot again: seconds to the first still, to the last, and wall time over the takes' own render time."""
    from film.changes import ChangeSet, Selector
    from graphs.workers import Workers

    stills: list[float] = []
    clips: list[float] = []
    began = time.perf_counter()

    def note(event: dict[str, Any]) -> None:
        if event["kind"] == "still":
            stills.append(time.perf_counter() - began)
        elif event["kind"] == "clip" and event["rendered"]:
            clips.append(event["seconds"])

    closer = ChangeSet(where=Selector(scenes=(scene,)), edits=(Edit(path="shot.state.camera.size", op="adjust", value=1),))
    changing.propose(run.root, change=closer, actor="bench", on_event=note, hire=Workers)
    began_shoot = time.perf_counter()
    changing.approve(run.root, actor="bench", on_event=note, hire=Workers)
    shoot_s = time.perf_counter() - began_shoot
    return {
        "change_first_still_s": round(min(stills), 2),
        "change_stills_s": round(max(stills), 2),
        "change_wall_over_render": round(shoot_s / (sum(clips) / 2), 2),
    }


def _film(folder: Path, shots: int, settings: Any, hire: Any) -> RunFolder:
    from film.canonical import canonical_json
    from tests.film.films import big_series

    script = folder / "film.json"
    script.write_text(canonical_json(big_series(shots)), "utf-8")
    return session.make(settings, [script], runs=folder / "runs", hire=hire).folder


def _rendered(run: RunFolder) -> dict[str, int]:
    """Shot id -> how many of its takes have a clip."""
    counts: dict[str, int] = {}
    for clip in run.takes.rglob("clip.mp4"):
        shot_id = clip.parent.parent.relative_to(run.takes).as_posix()
        counts[shot_id] = counts.get(shot_id, 0) + 1
    return counts


def _hashes(run: RunFolder) -> dict[str, str]:
    """Every clip's bytes, by its take."""
    import hashlib

    return {
        clip.parent.relative_to(run.takes).as_posix(): hashlib.sha256(clip.read_bytes()).hexdigest()
        for clip in sorted(run.takes.rglob("clip.mp4"))
        if takes.read_slate(clip.parent)
    }

