"""The stage's own account of who is where in a picture: what a detector would be asked, known exactly.

One account and one index mask per picture, in the files that ``tools.render.engine`` names.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from tools.stage.lens import project
from tools.stage.mesh import Mesh
from tools.stage.renderer import View

_GRID = 56
"""Cells along the longer side of a head when its silhouette is measured."""


_ON_TRIANGLE = np.array(
    [(4, 0, 0), (0, 4, 0), (0, 0, 4), (2, 2, 0), (0, 2, 2), (2, 0, 2), (2, 1, 1), (1, 2, 1), (1, 1, 2)]
) / 4.0  # fmt: skip
"""Corners, middles of the edges and three points inside, as shares of the corners."""


class Sitter(NamedTuple):
    """One person as a picture finds them."""

    character_id: str
    positions: np.ndarray
    """(V, 3) posed vertices, metres."""
    head_triangles: np.ndarray
    """(T, 3) vertex numbers of the triangles that make the head with its hair."""
    facing: np.ndarray
    """(3,) unit direction of the face."""
    eyes: np.ndarray
    """(3,) between the eyes."""


def head_triangles(mesh: Mesh, on_head: np.ndarray) -> np.ndarray:
    """(T, 3) the triangles whose corners all hang on the head. ``on_head`` is (V,) bool."""
    return mesh.triangles[on_head[mesh.triangles].all(1)]


def account(sitters: list[Sitter], view: View, actor: np.ndarray, index: int) -> dict:
    """One frame of a cast account: for everybody their boxes, visible shares and how they face.

    Args:
        actor: (H, W) uint8, k where the k-th sitter is seen.
        index: the frame's number in its clip.

    Returns the JSON form of ``tools.score.evidence.SeenFrame``. Somebody wholly behind the camera is left out.
    """
    people = {}
    for number, sitter in enumerate(sitters, start=1):
        seen = _sighting(sitter, view, actor == number)
        if seen is not None:
            people[sitter.character_id] = seen
    return {"index": index, "people": people}


def _sighting(sitter: Sitter, view: View, mine: np.ndarray) -> dict | None:
    height, width = mine.shape
    aspect = width / height
    body = project(view, aspect, sitter.positions)
    triangles = body[sitter.head_triangles]
    triangles = triangles[(triangles[:, :, 2] > 0.05).all(1)]
    body = body[body[:, 2] > 0.05]
    if not len(body) or not len(triangles):
        return None
    head = _box(triangles[:, :, :2].reshape(-1, 2))
    solo, silhouette = _silhouette(triangles[:, :, :2], head)
    lens = np.asarray(view.eye) - sitter.eyes
    cos = float(lens @ sitter.facing / np.linalg.norm(lens))
    return {
        "box": _box(body[:, :2]),
        "head": head,
        "visible": round(float(mine.mean()), 6),
        "head_visible": round(_within(mine, silhouette, head), 6),
        "head_solo": round(solo, 6),
        "facing_deg": round(math.degrees(math.acos(max(-1.0, min(1.0, cos)))), 2),
    }


def _box(points: np.ndarray) -> tuple[float, float, float, float]:
    low, high = points.min(0), points.max(0)
    return (round(float(low[0]), 5), round(float(low[1]), 5), round(float(high[0]), 5), round(float(high[1]), 5))


def _silhouette(triangles: np.ndarray, box: tuple[float, float, float, float]) -> tuple[float, np.ndarray]:
    """The head's outline on a small grid over its box: its share of the frame, and the grid (R, C) bool."""
    import cv2

    x0, y0, x1, y1 = box
    across, down = max(x1 - x0, 1e-6), max(y1 - y0, 1e-6)
    grid = np.zeros((_GRID, _GRID), np.uint8)
    cells = (triangles - (x0, y0)) / (across, down) * _GRID
    span = (cells.max(1) - cells.min(1)).max(1)
    # A head has tens of thousands of small triangles: some points on each are enough. The few large ones are drawn.
    for weights in _ON_TRIANGLE:
        at = np.clip(np.einsum("tkc,k->tc", cells[span < 5.0], weights).astype(int), 0, _GRID - 1)
        grid[at[:, 1], at[:, 0]] = 1
    for triangle in np.clip(cells[span >= 5.0], 0, _GRID - 1).astype(np.int32):
        cv2.fillConvexPoly(grid, triangle, 1)
    filled = cv2.morphologyEx(grid, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)).astype(bool)
    return float(filled.mean()) * across * down, filled


def _within(mine: np.ndarray, silhouette: np.ndarray, box: tuple[float, float, float, float]) -> float:
    """The share of the frame's pixels that are this person's and lie inside the outline of their head."""
    height, width = mine.shape
    x0, y0, x1, y1 = box
    columns = np.arange(max(0, math.floor(x0 * width)), min(width, math.ceil(x1 * width)))
    rows = np.arange(max(0, math.floor(y0 * height)), min(height, math.ceil(y1 * height)))
    if not len(columns) or not len(rows):
        return 0.0
    cells_x = np.floor(((columns + 0.5) / width - x0) / max(x1 - x0, 1e-6) * _GRID).astype(int)
    cells_y = np.floor(((rows + 0.5) / height - y0) / max(y1 - y0, 1e-6) * _GRID).astype(int)
    inside_x, inside_y = (cells_x >= 0) & (cells_x < _GRID), (cells_y >= 0) & (cells_y < _GRID)
    columns, rows = columns[inside_x], rows[inside_y]
    if not len(columns) or not len(rows):
        return 0.0
    outline = silhouette[np.ix_(cells_y[inside_y], cells_x[inside_x])]
    return float((mine[np.ix_(rows, columns)] & outline).sum()) / mine.size
