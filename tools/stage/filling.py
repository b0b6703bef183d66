"""Which triangle every pixel of a shot's frames sees: the buffers that the raster fills anew for each camera."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tools.stage import raster
from tools.stage.mesh import Mesh
from tools.stage.post import Banded


class Run(NamedTuple):
    """A stretch of a joined mesh: one past the last of each."""

    first_vertex: int
    last_vertex: int
    first_triangle: int
    last_triangle: int


class Filling:
    """Fills pictures of one joined mesh: a set's clusters first, the people behind them."""

    def __init__(self, clusters: raster.Clusters, mesh: Mesh, size: tuple[int, int]) -> None:
        """
        Args:
            clusters: of the set, whose triangles and vertices come first in `mesh`.
            mesh: the set and the people, whose positions may change between pictures.
            size: (W, H) in pixels.
        """
        self._clusters, self._mesh = clusters, mesh
        self._two_sided = raster.double_sided(mesh.material)
        triangles, (width, height) = len(mesh.triangles), size
        self.clip = np.empty((len(mesh.positions), 3), np.float64)
        """(V, 3) scratch, free once a picture is filled."""
        self.triangle_of = np.empty(triangles, np.int32)
        self.edges = np.empty((triangles, 9), np.float64)
        self._bounds = np.empty((triangles, 4), np.int32)
        self._nearest = np.empty(triangles, np.float32)
        self._order = np.empty(triangles, np.int32)
        self._visible = np.empty(len(clusters.centre), np.int32)
        self._last: raster.Camera | None = None
        self._kept: tuple[int, np.ndarray, np.ndarray] | None = None
        """Of a camera that stands still: how many triangles of the set are listed, their depths and numbers."""
        self.inverse_depth = np.empty((height, width), np.float32)
        """(H, W) 1/m, 0 where there is sky."""
        self.seen = np.empty((height, width), np.int32)
        """(H, W) place in the set-up list `triangle_of` and `edges`, or `raster.NO_TRIANGLE`."""

    def fill(self, camera: raster.Camera, runs: Sequence[Run], banded: Banded) -> None:
        """Fill the buffers with what the camera sees of the set, and of the runs of the mesh that follow it.

        What a camera that stands still sees of the set is filled once and kept: the same bytes, without the work.
        """
        if not self._stands(camera):
            still = self._list_set(camera)
            count = self._list_runs(camera, runs, still)
            self._clear()
            self._draw(0, count, banded)
            return
        if self._kept is None:
            still = self._list_set(camera)
            self._clear()
            self._draw(0, still, banded)
            self._kept = (still, self.inverse_depth.copy(), self.seen.copy())
        still, self.inverse_depth[:], self.seen[:] = self._kept
        self._draw(still, self._list_runs(camera, runs, still), banded)

    def _stands(self, camera: raster.Camera) -> bool:
        """Whether the camera is where it was in the last picture."""
        last, self._last = self._last, camera
        stands = last is not None and all(np.array_equal(was, now) for was, now in zip(last, camera, strict=True))
        if not stands:
            self._kept = None
        return stands

    def _list_set(self, camera: raster.Camera) -> int:
        """Set up what the camera may see of the set; returns how many triangles are listed."""
        clusters, mesh = self._clusters, self._mesh
        visible = raster.visible_clusters(camera, clusters.centre, clusters.extent, self._visible)
        geometry = (mesh.positions, mesh.triangles, self._two_sided, clusters.first_vertex, clusters.first_triangle)
        return raster.set_up_clusters(camera, geometry, self._visible, visible, self.clip, *self._listed())

    def _list_runs(self, camera: raster.Camera, runs: Sequence[Run], count: int) -> int:
        """Set up the runs behind the `count` triangles that are listed; returns how many are listed then."""
        mesh = self._mesh
        for run in runs:
            raster.project(camera, mesh.positions, run.first_vertex, run.last_vertex, self.clip)
            span = (run.first_triangle, run.last_triangle)
            count = raster.set_up(camera, self.clip, mesh.triangles, self._two_sided, *span, count, *self._listed())
        return count

    def _listed(self) -> tuple[np.ndarray, ...]:
        return (self.triangle_of, self.edges, self._bounds, self._nearest)

    def _clear(self) -> None:
        self.inverse_depth.fill(0.0)
        self.seen.fill(raster.NO_TRIANGLE)

    def _draw(self, first: int, last: int, banded: Banded) -> None:
        """Fill the buffers with the triangles first..last of the list."""
        raster.front_to_back(self._nearest, first, last, self._order)
        listed = (self.edges, self._bounds, self._nearest, self._order, first, last)
        banded(len(self.seen), lambda a, b: raster.fill(*listed, a, b, self.inverse_depth, self.seen))
