"""Built people on disk: one file each, shared by all processes that work on a run, worth nothing but time.

A file is named by what it was built from and by the code that built it, so an update of the stage never meets people of
an older one. Whatever is torn, foreign or of another make is built again.
"""

from __future__ import annotations

import hashlib
import io
import tokenize
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path

import cv2
import numba
import numpy as np

from tools.stage.mesh import Mesh
from tools.stage.people.building import Built, FaceRig
from tools.stage.people.eyes import Lids
from tools.whole import write_whole

_SUFFIX = ".npz"
_BUILDERS = ("people/*.py", "mesh.py", "sdf.py", "materials.py")
"""The code that a build depends on, within ``tools/stage``."""

_UNREADABLE = (
    OSError, EOFError, ValueError, KeyError, NotImplementedError, zipfile.BadZipFile, zlib.error, tokenize.TokenError,
)  # fmt: skip
"""What zipfile and numpy raise at bytes that are no archive of arrays."""


@lru_cache(maxsize=1)
def build_version() -> str:
    """Sha256 of the code that builds people, and of the packages it runs on."""
    here = Path(__file__).parent.parent
    digest = hashlib.sha256("\0".join((np.__version__, cv2.__version__, numba.__version__)).encode())
    for pattern in _BUILDERS:
        for source in sorted(here.glob(pattern)):
            digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()


def name_of(identity_json: str, wardrobe_json: str, detail: str) -> str:
    """The sha256 under which somebody is kept."""
    return hashlib.sha256("\0".join((identity_json, wardrobe_json, detail, build_version())).encode()).hexdigest()


def fetch(folder: Path, name: str) -> Built | None:
    """The person kept under ``name``, or None when there is none that can be used."""
    try:
        # Read at once: another process may replace the file.
        with np.load(io.BytesIO((folder / f"{name}{_SUFFIX}").read_bytes()), allow_pickle=False) as arrays:
            if str(arrays["name"]) != name:
                return None
            return Built(
                mesh=Mesh(*(arrays[f"mesh_{field}"] for field in Mesh._fields)),
                decal=arrays["decal"],
                bones=arrays["bones"],
                shares=arrays["shares"],
                rig=FaceRig(
                    moving=arrays["moving"],
                    shifts=arrays["shifts"],
                    tilts=arrays["tilts"],
                    lids=Lids(*(arrays[f"lid_{field}"] for field in Lids._fields)),
                    lid_vertices=arrays["lid_vertices"],
                ),
            )
    except _UNREADABLE:
        # Not there, torn, or not ours: a cache that cannot be read costs a build, never a take.
        return None


def keep(folder: Path, name: str, built: Built) -> None:
    """Write a person for the next process. A disk that refuses costs nothing but the next build."""
    rig = built.rig
    arrays = {f"mesh_{field}": value for field, value in built.mesh._asdict().items()}
    arrays |= {f"lid_{field}": value for field, value in rig.lids._asdict().items()}
    arrays |= {"decal": built.decal, "bones": built.bones, "shares": built.shares, "lid_vertices": rig.lid_vertices}
    arrays |= {"moving": rig.moving, "shifts": rig.shifts, "tilts": rig.tilts, "name": np.array(name)}
    data = io.BytesIO()
    np.savez(data, **arrays)
    try:
        write_whole(folder / f"{name}{_SUFFIX}", data.getvalue())
    except OSError:
        return
