"""Compile every kernel of the renderer into numba's on-disk cache, so that no film waits for a compiler.

It costs less than a minute of one core once per machine and version of this code; afterwards it costs a second or two.
"""

import numpy as np

from tools.stage import light
from tools.stage.flames import flames_of
from tools.stage.free_floor import free_floor
from tools.stage.grain import Grain
from tools.stage.kernels import drop_stale_kernels
from tools.stage.materials import SKIN
from tools.stage.mesh import MeshBuilder, revolve
from tools.stage.optics import Glass
from tools.stage.post import Stock
from tools.stage.renderer import Renderer, View
from tools.stage.sets import build_set

_STOCK = Stock(Glass(streak=1.0), Grain(level=0.02, colour=0.5))


def warm_up() -> None:
    """Render three tiny frames that between them reach every kernel: rain and snow, smoke, lens blur, beams, motion
    blur, the shadows of lamps and movers, maps."""
    drop_stale_kernels()
    builder = MeshBuilder()
    profile = [(0.0, 0.2), (0.6, 0.25), (1.0, 0.1)]
    revolve(builder, (0.0, 0.0, 0.0), (0.0, 1.7, 0.0), profile, (0.5, 0.3, 0.2), SKIN)
    person = builder.build()
    face = np.zeros((4, 4, 4), np.float32)
    view = View((0.0, 1.5, 3.0), (0.0, 1.2, 0.0), 35.0, focus_m=3.0, f_stop=1.4)
    view = view._replace(opened=view._replace(target=(0.4, 1.2, 0.0)))
    studio = build_set("neutral", seed=0, dressing=("campfire",), time_of_day="dawn", weather="clear")
    free_floor(studio)
    fires = flames_of(studio, "clear")
    for weather in ("clear", "rain", "snow"):
        rig = light.rig("dawn", weather, interior=False)
        renderer = Renderer(64, 36, studio, rig, [(person, face)], stock=_STOCK, casting=(0,), movers=fires)
        renderer.frame(view, 0.0, [(person.positions, person.normals)], maps=True)


if __name__ == "__main__":
    warm_up()
