"""Takes on disk: slates, scores by scorer, and the hashes of what was shot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from film.canonical import canonical_json
from film.errors import RunError
from film.take import Slate, TakeFiles
from film.verdict import Score
from tools.whole import TEMPORARY, file_sha256, write_json, write_whole


def write_slate(folder: Path, slate: Slate) -> None:
    """Once: a take that was begun for another question keeps the slate it has. A folder that holds another take is a
    RunError: names of takes come from their content."""
    path = folder / "slate.json"
    if path.exists():
        if read_slate(folder).name != slate.name:
            raise RunError(f"{folder.name} already holds another slate; the run folder was edited by hand")
        return
    write_whole(path, canonical_json(slate).encode("utf-8"))


def read_slate(folder: Path) -> Slate:
    path = folder / "slate.json"
    if not path.exists():
        raise RunError(f"{folder} holds no take (slate.json is missing)")
    return Slate.model_validate_json(path.read_bytes())


def write_scores(folder: Path, part: str, scorers: str, scores: tuple[Score, ...]) -> None:
    """Named by what measured them, so that a new scorer adds its own and replaces nothing."""
    write_json(folder / f"scores-{part}-{scorers[:12]}.json", [score.model_dump(mode="json") for score in scores])


def read_scores(folder: Path, part: str, scorers: str) -> tuple[Score, ...] | None:
    path = folder / f"scores-{part}-{scorers[:12]}.json"
    if not path.exists():
        return None
    return tuple(Score.model_validate(entry) for entry in json.loads(path.read_text("utf-8")))


def write_features(folder: Path, scorers: str, features: dict[str, Any]) -> None:
    """What a circled take shows (``tools.score.continuity.features``), beside its scores and named likewise."""
    write_json(folder / f"features-{scorers[:12]}.json", features)


def read_features(folder: Path, scorers: str) -> dict[str, Any] | None:
    path = folder / f"features-{scorers[:12]}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else None


SPENT = "spent.json"


def add_spent(folder: Path, part: str, seconds: float) -> None:
    """Count the seconds that a worker spent on a part of a take: over every time it was begun."""
    spent = read_spent(folder)
    key = f"{part}_s"
    write_json(folder / SPENT, {**spent, key: round(spent.get(key, 0.0) + seconds, 3)})


def read_spent(folder: Path) -> dict[str, float]:
    """``{"keyframe_s", "clip_s"}`` of a take, as far as they were made; ``{"takes", "seconds"}`` of a shot's takes that are gone."""
    path = folder / SPENT
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def forget(take: Path) -> None:
    """Keep what a take cost beside its shot's other takes, before its folder is deleted."""
    shot = take.parent
    gone, spent = read_spent(shot), read_spent(take)
    write_json(
        shot / SPENT,
        {"takes": gone.get("takes", 0) + 1, "seconds": round(gone.get("seconds", 0.0) + sum(spent.values()), 3)},
    )


def hash_files(folder: Path) -> dict[str, str]:
    """Relative name -> sha256 of all that an engine and its slate left in a take's folder; what was measured
    or spent is not among it."""
    return {
        name: file_sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (name := path.relative_to(folder).as_posix()) not in ("files.json", SPENT)
        if not name.startswith(("scores-", "features-")) and TEMPORARY not in name
    }


def read_files(folder: Path) -> TakeFiles | None:
    path = folder / "files.json"
    return TakeFiles.model_validate_json(path.read_bytes()) if path.exists() else None
