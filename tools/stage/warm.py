"""Compile every kernel of the renderer into numba's on-disk cache, so that no film waits for a compiler.

It costs 20 to 30 seconds of one core once per machine and version of this code; afterwards it costs a second.
"""

import hashlib
import os
from pathlib import Path

import numpy as np

from tools.stage import light
from tools.stage.materials import SKIN
from tools.stage.mesh import MeshBuilder, revolve
from tools.stage.renderer import Renderer, View
from tools.stage.sets import build_set

_HERE = Path(__file__).parent


def drop_stale_kernels() -> bool:
    """Delete compiled kernels of another version of this code from __pycache__; returns whether there were any.

    numba looks at the file a kernel is in, not at the files it calls into, so an update could leave a stale mix.
    """
    digest = hashlib.sha256()
    for source in sorted(_HERE.glob("*.py")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    cache = _HERE / "__pycache__"
    if cache.is_dir() and not os.access(cache, os.W_OK):
        # An installation its user may not write to keeps no kernels here; numba then uses the user's own cache.
        return False
    stamp = cache / "kernels.sha256"
    if stamp.is_file() and stamp.read_text() == digest.hexdigest():
        return False
    cache.mkdir(exist_ok=True)
    compiled = [*cache.glob("*.nbi"), *cache.glob("*.nbc")]
    for file in compiled:
        file.unlink(missing_ok=True)
    stamp.write_text(digest.hexdigest())
    return bool(compiled)


def warm_up() -> None:
    """Render three tiny frames that between them reach every kernel: rain and snow, lens blur, beams, maps."""
    drop_stale_kernels()
    builder = MeshBuilder()
    profile = [(0.0, 0.2), (0.6, 0.25), (1.0, 0.1)]
    revolve(builder, (0.0, 0.0, 0.0), (0.0, 1.7, 0.0), profile, (0.5, 0.3, 0.2), SKIN)
    person = builder.build()
    face = np.zeros((4, 4, 4), np.float32)
    view = View((0.0, 1.5, 3.0), (0.0, 1.2, 0.0), 35.0, focus_m=3.0, f_stop=1.4)
    studio = build_set("neutral", seed=0, time_of_day="dawn", weather="clear")
    for weather in ("clear", "rain", "snow"):
        rig = light.rig("dawn", weather, interior=False)
        renderer = Renderer(64, 36, studio, rig, [(person, face)])
        renderer.frame(view, 0.0, [(person.positions, person.normals)], maps=True)
