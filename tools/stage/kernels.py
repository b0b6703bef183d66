"""Compiled kernels on disk: an update of this code must not run with what an older one left behind."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_HERE = Path(__file__).parent


def drop_stale_kernels() -> bool:
    """Delete compiled kernels of another version of this code from __pycache__; returns whether there were any.

    numba looks at the file a kernel is in, not at the files it calls into, so an update could leave a stale mix.
    """
    digest = hashlib.sha256()
    for source in sorted(_HERE.rglob("*.py")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    cache = _HERE / "__pycache__"
    if cache.is_dir() and not os.access(cache, os.W_OK):
        # An installation its user may not write to keeps no kernels here; numba then uses the user's own cache.
        return False
    stamp = cache / "kernels.sha256"
    if stamp.is_file() and stamp.read_text() == digest.hexdigest():
        return False
    cache.mkdir(exist_ok=True)
    compiled = [*_HERE.rglob("*.nbi"), *_HERE.rglob("*.nbc")]
    for file in compiled:
        file.unlink(missing_ok=True)
    stamp.write_text(digest.hexdigest())
    return bool(compiled)
