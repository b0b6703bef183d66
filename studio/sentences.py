"""A film from a sentence on the command line: it is written into a file and read like any other script."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from film.ids import slug

_LEAST_WORDS = 4
_NAME_WORDS = 6


@contextmanager
def script_files(scripts: Sequence[Path]) -> Iterator[list[Path]]:
    """The scripts as files: a lone argument that is no file and reads as a sentence is one for as long as this lasts."""
    text = str(scripts[0]) if len(scripts) == 1 else ""
    words = text.split()
    # os.path: a sentence may be longer than any file's name, at which Path.exists raises.
    if len(words) < _LEAST_WORDS or os.path.exists(text) or scripts[0].suffix.casefold() in _SUFFIXES:
        yield list(scripts)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{slug(' '.join(words[:_NAME_WORDS]))}.txt"
        # A short line without a full stop would be read as the title of a story.
        path.write_text(text.rstrip() + ("\n" if text.rstrip()[-1] in _ENDS else ".\n"), "utf-8")
        yield [path]


_ENDS = ".!?…।\"”'"
_SUFFIXES = frozenset({".fountain", ".fdx", ".json", ".txt", ".md", ".pdf"})
