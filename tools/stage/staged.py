"""What one set in one light needs, whoever stands in it. A process keeps the last few: the next shot starts at once."""

from typing import NamedTuple

import numpy as np

from tools.stage import raster, shadows
from tools.stage.light import Rgb
from tools.stage.materials import CASTS_NO_SHADOW, LEAF
from tools.stage.sets import Set

SET_SHADOW_SIZE = 2048
_KEPT = 4


class StagedSet(NamedTuple):
    """A set ready to be rendered."""

    clusters: raster.Clusters
    shadow: shadows.ShadowMap


def staged(stage_set: Set, sun_direction: Rgb) -> StagedSet:
    """Return the prepared set, from this process's memory when it was prepared before."""
    key = (id(stage_set.mesh.positions), sun_direction)
    kept = STAGES.get(key)
    if kept is not None and kept[0] is stage_set.mesh.positions:
        return kept[1]
    same_set = [stage for array, stage in STAGES.values() if array is stage_set.mesh.positions]
    clusters = same_set[0].clusters if same_set else raster.cluster(stage_set.mesh)
    frame = shadows.light_frame(np.array(sun_direction))
    transform = shadows.transform_around(
        frame, np.array(stage_set.shadow_centre), stage_set.shadow_radius_m, SET_SHADOW_SIZE
    )
    depth = np.full((SET_SHADOW_SIZE, SET_SHADOW_SIZE), shadows.NOTHING, np.float32)
    mesh = clusters.mesh
    casts = (~np.isin(mesh.material, list(CASTS_NO_SHADOW))).astype(np.uint8)
    # Every other leaf lets the light through, so that sun dapples the ground under a crown.
    casts[(mesh.material == LEAF) & (np.arange(len(casts)) % 2 == 1)] = 0
    texels = np.empty_like(mesh.positions)
    shadows.to_texels(transform, mesh.positions, 0, len(texels), texels)
    shadows.cast(texels, mesh.triangles, casts, 0, len(mesh.triangles), depth)
    stage = StagedSet(clusters, shadows.ShadowMap(transform, depth))
    while len(STAGES) >= _KEPT:
        STAGES.pop(next(iter(STAGES)))
    STAGES[key] = (stage_set.mesh.positions, stage)
    return stage


STAGES: dict[tuple[int, Rgb], tuple[np.ndarray, StagedSet]] = {}
"""Prepared sets of this process by the identity of their mesh and the direction of the light."""
