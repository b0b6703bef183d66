"""Takes on disk: slates, scores by scorer, and the hashes of what was shot."""

from __future__ import annotations

from pathlib import Path

from film.canonical import canonical_json
from film.errors import RunError
from film.take import Slate, TakeFiles
from film.verdict import Score
from tools.whole import TEMPORARY, file_sha256, write_json, write_whole


def write_slate(folder: Path, slate: Slate) -> None:
    """Once. A folder that holds another slate is a RunError: names of takes come from their content."""
    path = folder / "slate.json"
    text = canonical_json(slate).encode("utf-8")
    if path.exists():
        if path.read_bytes() != text:
            raise RunError(f"{folder.name} already holds another slate; the run folder was edited by hand")
        return
    write_whole(path, text)


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
    import json

    return tuple(Score.model_validate(entry) for entry in json.loads(path.read_text("utf-8")))


def hash_files(folder: Path) -> dict[str, str]:
    """Relative name -> sha256 of all that an engine and its slate left in a take's folder; scores are not among it."""
    return {
        name: file_sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (name := path.relative_to(folder).as_posix()) != "files.json"
        if not name.startswith("scores-") and TEMPORARY not in name
    }


def read_files(folder: Path) -> TakeFiles | None:
    path = folder / "files.json"
    return TakeFiles.model_validate_json(path.read_bytes()) if path.exists() else None
