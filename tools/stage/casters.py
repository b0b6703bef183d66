"""A coarser set of triangles over the same vertices: good enough to throw a person's shadow, at a fraction of the cost."""

from collections.abc import Sequence

import numpy as np

from tools.stage.materials import CASTS_NO_SHADOW
from tools.stage.mesh import Mesh

CELL_M = 0.016
"""Vertices of one piece that lie together in a cell of this size count as one: less than a shadow's soft edge."""


def thinned(mesh: Mesh, cell_m: float = CELL_M) -> tuple[np.ndarray, np.ndarray]:
    """Return (K,) the numbers of triangles and (K, 3) int32 their corners, moved to the first vertex of their cell.

    Corners stay vertices of the mesh, so the result follows every pose. Triangles that shrink to a line are left out,
    and of triangles that come to have the same corners one is kept.

    Source: Rossignac and Borrel, "Multi-resolution 3D approximations for rendering complex scenes", 1993.
    """
    part = np.zeros(len(mesh.positions), np.int64)
    part[mesh.triangles] = mesh.part[:, None]
    cell = np.floor(mesh.positions / cell_m).astype(np.int64)
    cell -= cell.min(0)
    span = cell.max(0) + 1
    key = ((part * span[0] + cell[:, 0]) * span[1] + cell[:, 1]) * span[2] + cell[:, 2]
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    corners = first[group][mesh.triangles]
    whole = (corners[:, 0] != corners[:, 1]) & (corners[:, 1] != corners[:, 2]) & (corners[:, 2] != corners[:, 0])
    numbers = np.flatnonzero(whole)
    corners = corners[whole]
    _, once = np.unique(np.sort(corners, 1), axis=0, return_index=True)
    once.sort()
    return numbers[once], np.ascontiguousarray(corners[once].astype(np.int32))


def people_casters(people: Sequence[Mesh], runs: Sequence[tuple[int, int]]) -> np.ndarray:
    """Return (K, 3) int32 the triangles that throw the people's shadows, by vertex number of the joined mesh."""
    found = [np.zeros((0, 3), np.int32)]
    for mesh, (first, _) in zip(people, runs, strict=True):
        numbers, corners = thinned(mesh)
        casts = ~np.isin(mesh.material[numbers], list(CASTS_NO_SHADOW))
        found.append(corners[casts] + np.int32(first))
    return np.ascontiguousarray(np.concatenate(found))
