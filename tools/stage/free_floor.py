"""Where in a built set there is room to walk: read off its mesh, so that it holds for every set and its dressing."""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from tools.stage.materials import WATER
from tools.stage.sets import Set

CELL_M = 0.25
REACH_M = 42.0
"""How far from the middle of the acting area the floor is looked at."""
_KNEE_M, _HEAD_M = 0.30, 1.85
_SHOULDER_M = 0.42
_STEP_M = 0.45
"""What lies farther than this from the set's own floor is no floor: a track bed, a roof."""


class FreeFloor(NamedTuple):
    """A square grid of the floor."""

    x0: float
    z0: float
    open: np.ndarray
    """(N, N) bool, [z, x]: a person can stand there and get there on foot from the acting area."""

    def is_open(self, x: float, z: float) -> bool:
        """Whether a person can stand at (x, z)."""
        column, row = int((x - self.x0) / CELL_M), int((z - self.z0) / CELL_M)
        size = len(self.open)
        return 0 <= row < size and 0 <= column < size and bool(self.open[row, column])


def free_floor(stage_set: Set) -> FreeFloor:
    """Return the floor of a set that people can reach on foot; kept for the sets this process used last."""
    positions = stage_set.mesh.positions
    kept = FLOORS.get(id(positions))
    if kept is not None and kept[0] is positions:
        return kept[1]
    found = _looked_over(stage_set)
    while len(FLOORS) >= 4:
        FLOORS.pop(next(iter(FLOORS)))
    FLOORS[id(positions)] = (positions, found)
    return found


FLOORS: dict[int, tuple[np.ndarray, FreeFloor]] = {}
"""The floors of this process by the identity of their set's mesh."""


def _looked_over(stage_set: Set) -> FreeFloor:
    import cv2

    area = stage_set.acting_area
    middle = ((area[0] + area[1]) / 2, (area[2] + area[3]) / 2)
    size = int(2 * REACH_M / CELL_M)
    x0, z0 = middle[0] - REACH_M, middle[1] - REACH_M
    coarse = np.array(
        [[stage_set.floor(x0 + 2.0 * i, z0 + 2.0 * j) for i in range(size // 8 + 2)] for j in range(size // 8 + 2)]
    )
    taken, borne = np.zeros((size, size), np.uint8), np.zeros((size, size), np.uint8)
    wet = np.full((size, size), -1.0e9, np.float32)
    mesh = stage_set.mesh
    _mark(mesh.positions, mesh.triangles, mesh.material, coarse, x0, z0, taken, borne, wet)
    # The largest grounds are sampled too sparsely for every cell.
    taken[cv2.morphologyEx(borne, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)) == 0] = 1
    for thing in stage_set.obstacles:
        rows = slice(max(0, int((thing.z0 - z0) / CELL_M)), max(0, math.ceil((thing.z1 - z0) / CELL_M)))
        columns = slice(max(0, int((thing.x0 - x0) / CELL_M)), max(0, math.ceil((thing.x1 - x0) / CELL_M)))
        taken[rows, columns] = 1
    ground = cv2.resize(coarse[:-1, :-1].astype(np.float32), (size, size), interpolation=cv2.INTER_LINEAR)
    taken[wet > ground - 0.05] = 1
    reach = math.ceil(_SHOULDER_M / CELL_M)
    wide = cv2.dilate(taken, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1)))
    _, labels = cv2.connectedComponents((wide == 0).astype(np.uint8), connectivity=4)
    inside = labels[
        int((area[2] - z0) / CELL_M) : int((area[3] - z0) / CELL_M) + 1,
        int((area[0] - x0) / CELL_M) : int((area[1] - x0) / CELL_M) + 1,
    ].ravel()
    inside = inside[inside > 0]
    home = int(np.bincount(inside).argmax()) if len(inside) else -1
    return FreeFloor(x0, z0, labels == home)


@njit(cache=True, nogil=True, error_model="numpy")
def _mark(positions, triangles, material, coarse, x0, z0, taken, borne, wet):
    """Mark the cells in which anything stands between knee and head and those with ground; note the height of water."""
    size = taken.shape[0]
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        low = min(positions[a, 1], positions[b, 1], positions[c, 1])
        high = max(positions[a, 1], positions[b, 1], positions[c, 1])
        ux, uy, uz = (
            positions[b, 0] - positions[a, 0],
            positions[b, 1] - positions[a, 1],
            positions[b, 2] - positions[a, 2],
        )
        vx, vy, vz = (
            positions[c, 0] - positions[a, 0],
            positions[c, 1] - positions[a, 1],
            positions[c, 2] - positions[a, 2],
        )
        longest = math.sqrt(max(ux * ux + uy * uy + uz * uz, vx * vx + vy * vy + vz * vz))
        steps = min(600, int(longest / (0.6 * CELL_M)) + 1)
        for i in range(steps + 1):
            for j in range(steps + 1 - i):
                s, r = i / steps, j / steps
                column = int((positions[a, 0] + s * ux + r * vx - x0) / CELL_M)
                row = int((positions[a, 2] + s * uz + r * vz - z0) / CELL_M)
                if column < 0 or row < 0 or column >= size or row >= size:
                    continue
                y = positions[a, 1] + s * uy + r * vy
                if material[t] == WATER:
                    wet[row, column] = max(wet[row, column], y)
                    continue
                floor = coarse[row // 8, column // 8]
                if abs(y - floor) < _STEP_M:
                    borne[row, column] = 1
                if high < floor + _KNEE_M or low > floor + _HEAD_M:
                    continue
                if y > floor + _KNEE_M and y < floor + _HEAD_M:
                    taken[row, column] = 1
