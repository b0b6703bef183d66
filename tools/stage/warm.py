"""Compile every kernel of the renderer into numba's on-disk cache, so that no film waits for a compiler.

It costs 20 to 30 seconds of one core once per machine and version of this code; afterwards it costs a second.
"""

import numpy as np

from tools.stage import light
from tools.stage.kernels import drop_stale_kernels
from tools.stage.materials import SKIN
from tools.stage.mesh import MeshBuilder, revolve
from tools.stage.renderer import Renderer, View
from tools.stage.sets import build_set


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


if __name__ == "__main__":
    warm_up()
