"""The stage's camera department: a set, a rig and people in, finished frames with depth and masks out.

A Renderer holds one shot. What belongs to the set alone (clusters, shadow map, sky) is kept per process, so that the
next shot in the same place starts at once.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import cv2
import numpy as np

from film.errors import RenderError
from tools.stage import detail, lamps, occlusion, post, raster, shading, shadows, shafts, sky
from tools.stage.frame import Frame, View, camera_of
from tools.stage.light import Rig, flicker
from tools.stage.maps import depth_and_actor, part_and_normal
from tools.stage.materials import CASTS_NO_SHADOW
from tools.stage.mesh import Mesh
from tools.stage.noise import noise_tile
from tools.stage.post import FAR_M, upscale
from tools.stage.sets import Set
from tools.stage.staged import StagedSet, staged

__all__ = ["FAR_M", "Frame", "Renderer", "View", "upscale"]

PEOPLE_SHADOW_SIZE = 768
_NO_ROOM = (1.0, -1.0, 1.0, -1.0)
MOST_LAMPS = 14
"""Practicals that light one picture; the brightest near the subject win."""


class Renderer:
    """Renders the frames of one shot. Not for use by two threads at once."""

    def __init__(
        self,
        width: int,
        height: int,
        stage_set: Set,
        rig: Rig,
        actors: Sequence[tuple[Mesh, np.ndarray]],
        *,
        grain: float = 0.0,
        seed: int = 0,
        threads: int = 1,
    ) -> None:
        """Prepare a shot.

        Args:
            width, height: size of the frames in pixels, even, at least 32.
            stage_set: from `build_set`.
            rig: from `light.rig`.
            actors: for each person the mesh in any pose and the face decal (S, S, 4) float32 in 0..1, straight alpha.
            grain: standard deviation of the film grain in display units, 0 to about 0.03.
            seed: starts the grain and the flicker of flames.
            threads: threads that share a picture; the picture does not depend on it.

        Raises:
            RenderError: a size that is odd or too small.
        """
        if width < 32 or height < 32 or width % 2 or height % 2:
            raise RenderError(f"a frame of {width}x{height} cannot be rendered: use even sizes of at least 32 pixels")
        self._width, self._height = width, height
        self._rig, self._grain, self._seed = rig, grain, seed
        self._set = stage_set
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None
        self._threads = threads
        stage = staged(stage_set, rig.air.sun_direction)
        self._stage = stage
        self._join(stage, [mesh for mesh, _ in actors])
        self._lamps = np.array(
            [
                (*lamp.position, *(c * rig.practical_gain for c in lamp.colour), lamp.range_m)
                for lamp in stage_set.practicals
            ],
            np.float64,
        ).reshape(-1, 7)
        self._room = stage_set.room or _NO_ROOM
        self._faces = _stacked([face for _, face in actors])
        self._allocate()

    def _join(self, stage: StagedSet, people: list[Mesh]) -> None:
        """Put the set's clusters and the people behind one another in shared arrays."""
        still = stage.clusters.mesh
        meshes, offset = [still], len(still.positions)
        part = int(still.part.max()) if len(still.part) else 0
        self._vertex_runs: list[tuple[int, int]] = []
        for number, mesh in enumerate(people, start=1):
            meshes.append(
                mesh._replace(
                    triangles=raster.faced_outward(mesh) + np.int32(offset),
                    actor=np.full(len(mesh.triangles), number, np.uint8),
                    part=mesh.part + np.int32(part),
                )
            )
            self._vertex_runs.append((offset, offset + len(mesh.positions)))
            offset += len(mesh.positions)
            part += int(mesh.part.max()) if len(mesh.part) else 0
        joined = Mesh(*(np.ascontiguousarray(np.concatenate(column)) for column in zip(*meshes, strict=True)))
        self._mesh = joined
        self._first_person_triangle = len(still.triangles)
        self._two_sided = raster.double_sided(joined.material)
        self._casts = (~np.isin(joined.material, list(CASTS_NO_SHADOW))).astype(np.uint8)

    def _allocate(self) -> None:
        """Make the buffers that every frame reuses."""
        height, width = self._height, self._width
        triangles = len(self._mesh.triangles)
        self._clip = np.empty((len(self._mesh.positions), 3), np.float64)
        self._texels = np.empty_like(self._mesh.positions)
        self._triangle_of = np.empty(triangles, np.int32)
        self._edges = np.empty((triangles, 9), np.float64)
        self._bounds = np.empty((triangles, 4), np.int32)
        self._visible = np.empty(len(self._stage.clusters.centre), np.int32)
        self._inverse_depth = np.empty((height, width), np.float32)
        self._seen = np.empty((height, width), np.int32)
        self._openness = np.empty((height // 2, width // 2), np.float32)
        self._flags = np.empty((height // 2, width // 2), np.uint8)
        self._half = np.empty((height // 2, width // 2, 3), np.float32)
        self._developed = np.empty((height, width, 3), np.uint8)
        self._luma = np.empty((height, width), np.uint8)
        self._people_shadow = np.empty((PEOPLE_SHADOW_SIZE, PEOPLE_SHADOW_SIZE), np.float32)

    def frame(
        self,
        view: View,
        time_s: float,
        posed: Sequence[tuple[np.ndarray, np.ndarray]],
        *,
        maps: bool = False,
    ) -> Frame:
        """Render one frame.

        Args:
            view: the camera at this moment.
            time_s: seconds since the shot began; moves rain, snow, flames and grain.
            posed: for each person positions and unit normals, each (V, 3), in the vertex order of their mesh.
            maps: fill `part` and `normals` too.

        Raises:
            RenderError: the number of people or of their vertices is not what the shot was prepared with.
        """
        self._pose(posed)
        camera = camera_of(view, self._width, self._height)
        self._rasterise(camera)
        scene = self._scene(posed, camera, time_s)
        rgb = self._shade(camera, scene, view, time_s)
        depth = np.empty((self._height, self._width), np.float32)
        actor = np.empty((self._height, self._width), np.uint8)
        depth_and_actor(
            self._inverse_depth, self._seen, self._triangle_of, self._mesh.actor, np.float32(FAR_M), depth, actor
        )
        part, normals = self._maps() if maps else (None, None)
        return Frame(self._finish(rgb, depth, camera, view, time_s), depth, actor, part, normals)

    def _pose(self, posed: Sequence[tuple[np.ndarray, np.ndarray]]) -> None:
        if len(posed) != len(self._vertex_runs):
            raise RenderError(f"{len(posed)} poses for {len(self._vertex_runs)} people: give one for each, in order")
        for (first, last), (positions, normals) in zip(self._vertex_runs, posed, strict=True):
            if positions.shape != (last - first, 3) or normals.shape != (last - first, 3):
                raise RenderError(f"a pose of {positions.shape} does not fit a mesh of {last - first} vertices")
            self._mesh.positions[first:last] = positions
            self._mesh.normals[first:last] = normals

    def _banded(self, rows: int, draw: Callable[[int, int], None]) -> None:
        """Call draw(row_begin, row_end) over all rows, shared among the threads."""
        if self._pool is None:
            draw(0, rows)
            return
        edges = [rows * k // self._threads for k in range(self._threads + 1)]
        for job in [self._pool.submit(draw, a, b) for a, b in pairwise(edges)]:
            job.result()

    def _rasterise(self, camera: raster.Camera) -> None:
        clusters, mesh = self._stage.clusters, self._mesh
        visible = raster.visible_clusters(camera, clusters.centre, clusters.extent, self._visible)
        geometry = (mesh.positions, mesh.triangles, self._two_sided, clusters.first_vertex, clusters.first_triangle)
        listed = (self._triangle_of, self._edges, self._bounds)
        count = raster.set_up_clusters(camera, geometry, self._visible, visible, self._clip, *listed)
        if self._vertex_runs:
            first, last = self._vertex_runs[0][0], self._vertex_runs[-1][1]
            raster.project(camera, mesh.positions, first, last, self._clip)
            span = (self._first_person_triangle, len(mesh.triangles))
            count = raster.set_up(camera, self._clip, mesh.triangles, self._two_sided, *span, count, *listed)
        self._inverse_depth.fill(0.0)
        self._seen.fill(raster.NO_TRIANGLE)
        self._banded(
            self._height,
            lambda a, b: raster.fill(self._edges, self._bounds, count, a, b, self._inverse_depth, self._seen),
        )

    def _scene(
        self, posed: Sequence[tuple[np.ndarray, np.ndarray]], camera: raster.Camera, time_s: float
    ) -> shading.Scene:
        mesh = self._mesh
        return shading.Scene(
            *(mesh.triangles, mesh.positions, mesh.normals, mesh.uv, mesh.albedo, mesh.material, mesh.actor),
            faces=self._faces,
            feet=np.array([_feet(positions) for positions, _ in posed], np.float64).reshape(-1, 4),
            lamps=self._lamps_near(posed, camera, time_s),
            dome=sky.dome(self._rig.air),
            tile=noise_tile(),
            beams=self._beams(camera),
            room=self._room,
            set_shadow_transform=self._stage.shadow.transform,
            set_shadow=self._stage.shadow.depth,
            people_shadow_transform=self._cast_people(posed),
            people_shadow=self._people_shadow,
        )

    def _lamps_near(
        self, posed: Sequence[tuple[np.ndarray, np.ndarray]], camera: raster.Camera, time_s: float
    ) -> np.ndarray:
        """Return (P, 7) the lamps that light this picture, breathing with their flames."""
        subject = camera.eye + camera.rotation[2] * 4.0
        if posed:
            subject = np.mean([positions.mean(0) for positions, _ in posed], 0)
        chosen = lamps.brightest(self._lamps, subject, camera, MOST_LAMPS)
        chosen[:, 3:6] *= flicker(time_s, self._seed) * 0.25 + 0.75
        return chosen

    def _cast_people(self, posed: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
        """Draw the people into their own shadow map; return its transform."""
        frame = shadows.light_frame(np.array(self._rig.air.sun_direction))
        if not posed:
            return shadows.transform_around(frame, np.zeros(3), 1.0, PEOPLE_SHADOW_SIZE)
        low = np.min([positions.min(0) for positions, _ in posed], 0)
        high = np.max([positions.max(0) for positions, _ in posed], 0)
        radius = max(1.1, float(np.linalg.norm(high - low)) / 2 + 0.1)
        transform = shadows.transform_around(frame, (low + high) / 2, radius, PEOPLE_SHADOW_SIZE)
        if sum(self._rig.air.sun) > 0.02:
            self._people_shadow.fill(shadows.NOTHING)
            mesh = self._mesh
            span = (self._first_person_triangle, len(mesh.triangles))
            first, last = self._vertex_runs[0][0], self._vertex_runs[-1][1]
            shadows.to_texels(transform, mesh.positions, first, last, self._texels)
            shadows.cast(self._texels, mesh.triangles, self._casts, *span, self._people_shadow)
        return transform

    def _shade(self, camera: raster.Camera, scene: shading.Scene, view: View, time_s: float) -> np.ndarray:
        height, width = self._height, self._width
        light = (camera, scene, self._rig.air, float(time_s))
        occlude = occlusion.occlude
        spiral = occlusion.SPIRAL
        self._banded(
            height // 2, lambda a, b: occlude(self._inverse_depth, camera.focal_px, spiral, a, b, self._openness)
        )
        openness = occlusion.smoothed(self._openness)
        mesh = self._mesh
        detail.flag_detail(
            self._inverse_depth,
            self._seen,
            self._triangle_of,
            mesh.material,
            mesh.actor,
            mesh.part,
            float(view.focus_m),
            self._blur_px(view),
            self._flags,
        )
        block = np.ones((3, 3), np.uint8)
        flags = cv2.dilate(self._flags, block)
        picture = (self._seen, self._triangle_of, self._edges, openness, flags, cv2.erode(flags, block))
        self._banded(height // 2, lambda a, b: shading.shade(*light, *picture, 2, a, b, self._half))
        rgb = cv2.resize(self._half, (width, height), interpolation=cv2.INTER_LINEAR)
        self._banded(height, lambda a, b: shading.shade(*light, *picture, 1, a, b, rgb))
        return rgb

    def _blur_px(self, view: View) -> float:
        """Return the radius of the blur circle at infinity in pixels, 0 for a lens that blurs nothing."""
        if not 0.0 < view.f_stop < 64.0:
            return 0.0
        return post.blur_at_infinity_px(view.focus_m, view.focal_mm, view.f_stop, self._width / view.sensor_mm)

    def _beams(self, camera: raster.Camera) -> np.ndarray:
        """Return (H/2, W/2) how far the sun reaches into the air, all ones where it would not show."""
        air, half = self._rig.air, (self._width // 2, self._height // 2)
        if not shafts.worth_marching(air.sun, air.glow, self._set.interior):
            return np.ones((half[1], half[0]), np.float32)
        beams = np.empty((self._height // 4, self._width // 4), np.float32)
        shadow = self._stage.shadow
        march = shafts.march
        self._banded(
            len(beams), lambda a, b: march(camera, self._inverse_depth, shadow.transform, shadow.depth, a, b, beams)
        )
        return shafts.smoothed(beams, half)

    def _maps(self) -> tuple[np.ndarray, np.ndarray]:
        part = np.empty((self._height, self._width), np.int32)
        normals = np.empty((self._height, self._width, 3), np.float32)
        mesh = self._mesh
        found = (self._inverse_depth, self._seen, self._triangle_of, self._edges)
        part_and_normal(*found, mesh.triangles, mesh.normals, mesh.part, part, normals)
        return part, normals

    def _finish(
        self, rgb: np.ndarray, depth: np.ndarray, camera: raster.Camera, view: View, time_s: float
    ) -> np.ndarray:
        """Lens, weather in the air, film and edges."""
        grade = self._rig.grade
        small = (self._width // 4, self._height // 4)
        quarter = cv2.resize(rgb, small, interpolation=cv2.INTER_AREA)
        blurred, share = rgb, np.zeros((1, 1), np.float32)
        blur_px = self._blur_px(view)
        if blur_px > 0.0:
            depths = cv2.resize(depth, small, interpolation=cv2.INTER_NEAREST)
            radius = np.abs(1.0 - view.focus_m / depths) * np.float32(blur_px)
            if float(radius.max()) > 0.75:
                blurred, share = post.lens_blur(rgb, quarter, radius)
        spill = post.halation(quarter, grade.exposure, (self._width, self._height))
        for amount, snowing in ((grade.rain, False), (grade.snowfall, True)):
            if amount > 0.0:
                brightness = _drop_brightness(self._rig, snowing)
                post.precipitate(camera, depth, time_s, amount, snowing, brightness, self._room, rgb)
        step = round(time_s * 24.0) + self._seed
        grain = (post.grain_tile(), self._grain, step * 7919 % 512, step * 104729 % 512)
        self._banded(
            self._height,
            lambda a, b: post.develop(
                rgb, spill, blurred, share, grade, post.film_curve(), *grain, a, b, self._developed, self._luma
            ),
        )
        out = self._developed.copy()
        self._banded(self._height, lambda a, b: post.smooth_edges(self._developed, self._luma, a, b, out))
        return out


def _feet(positions: np.ndarray) -> tuple[float, float, float, float]:
    """Return the point between the feet and the radius of the shadow they leave on the ground."""
    floor = float(positions[:, 1].min())
    low = positions[positions[:, 1] < floor + 0.25]
    spread = low.max(0) - low.min(0)
    middle = (low.max(0) + low.min(0)) / 2
    return float(middle[0]), floor, float(middle[2]), 0.16 + 0.45 * float(max(spread[0], spread[2]))


def _stacked(faces: Sequence[np.ndarray]) -> np.ndarray:
    """Return the decals as one (A, S, S, 4) float32 array; without people one empty decal."""
    if not faces:
        return np.zeros((1, 2, 2, 4), np.float32)
    return np.ascontiguousarray(np.stack(faces).astype(np.float32))


def _drop_brightness(rig: Rig, snowing: bool) -> np.ndarray:
    level = 0.09 / max(rig.grade.exposure, 0.5) if snowing else 0.42 / max(rig.grade.exposure, 0.5)
    return np.array([c * (1.35 if snowing else 1.25) + level for c in rig.air.horizon])
