"""What one cut of an episode leaves for the next: the stretches it drew, and the hashes of all frames it joined.

A cut copies packets, out of clips and out of stretches that were drawn before (cards, graded and retimed shots,
transitions), so that a change of one shot neither encodes nor decodes another. A drawn stretch is known by what is
seen in it. Frame hashes are known by the sha256 of their file: H.264 decoding is exact by its standard and groups of
pictures are closed, so a copied frame has in the film the hash that it has in its clip.

All of it can be made again; the folder may be deleted at any time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from film.canonical import sha256_of
from film.errors import RenderError
from film.profile import Encoding
from tools.cut.decode import frame_sha256s, sha256_of_frames
from tools.cut.parts import Card, Part, head_of, tail_of
from tools.cut.publish import remove
from tools.whole import file_sha256, write_whole


def drawn_sha256(
    parts: Sequence[Part],
    first: int,
    end: int,
    encoding: Encoding,
    size: tuple[int, int],
    fps: Fraction,
    fade_out_frames: int,
) -> str:
    """64 hex digits that are equal when film frames ``first`` up to ``end``, all of one part, would be drawn and
    encoded equally. Where in the film they stand does not matter.

    Raises:
        RenderError: a file is missing.
    """
    index, offset = 0, 0
    while first >= offset + parts[index].frames:
        offset += parts[index].frames
        index += 1
    part, begin, stop = parts[index], first - offset, end - offset
    head, tail = head_of(parts, index), tail_of(parts, index, fade_out_frames)
    has_head, has_tail = begin < head, stop > part.frames - tail
    is_mixed = has_head and part.transition_in == "dissolve" and index > 0
    return sha256_of(
        {
            "part": _described(part),
            "frames": [begin, stop],
            "head": head if has_head else 0,
            "tail": tail if has_tail else 0,
            "under": _described(parts[index - 1]) if is_mixed else None,
            "picture": [*size, str(fps)],
            "encoding": encoding,
        }
    )


def joined_sha256(files: Iterable[tuple[Path, int, int]], size: tuple[int, int], kept: Path) -> str:
    """``picture_sha256`` of the film that joins the frames ``start`` up to ``end`` of each of ``files``.

    Args:
        files: (file, start, end) in order.
        size: (width, height) of the picture.
        kept: the folder of frame hashes; a file that it does not know is decoded.

    Raises:
        RenderError: a file is missing or damaged.
    """
    known: dict[Path, list[str]] = {}
    hashes: list[str] = []
    for path, start, end in files:
        if path not in known:
            known[path] = _frame_sha256s(path, kept)
        hashes += known[path][start:end]
    return sha256_of_frames(size, hashes)


def sweep(kept: Path, files: Iterable[Path]) -> None:
    """Deletes what a cut from ``files`` did not use, so that no more than one cut of an episode is kept."""
    used = {path.name for path in files} | {_note(path, kept).name for path in set(files)}
    for path in sorted(kept.iterdir()):
        if path.name not in used:
            remove(path)


def _frame_sha256s(path: Path, kept: Path) -> list[str]:
    note = _note(path, kept)
    if not note.exists():
        write_whole(note, json.dumps(frame_sha256s(path)).encode())
    return json.loads(note.read_bytes())


def _note(path: Path, kept: Path) -> Path:
    return kept / f"{file_sha256(path)}.json"


def _described(part: Part) -> dict[str, Any]:
    """The part by what its pictures depend on: a file by its content; how it comes in is said apart."""
    described = {"kind": type(part).__name__, **part._asdict()}
    for field in ("transition_in", "transition_frames"):
        del described[field]
    if not isinstance(part, Card):
        if not part.path.is_file():
            raise RenderError(f"{part.path.name} is missing; make it again")
        described["path"] = file_sha256(part.path)
    return described
