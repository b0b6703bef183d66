"""The stage's camera department: a set, a rig and people in, finished frames with depth and masks out.

A Renderer holds one shot. What belongs to the set alone (clusters, shadow map, sky) is kept per process, so that the
next shot in the same place starts at once.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np

from film.errors import RenderError
from tools.stage import (
    detail,
    flames,
    lamp_shadows,
    lamps,
    optics,
    puddles,
    raster,
    shading,
    shadows,
    shafts,
    shutter,
    sky,
    weather,
)
from tools.stage.casters import people_casters
from tools.stage.control.surfaces import Surfaces, locate
from tools.stage.extent import Extent, contacts, settle
from tools.stage.filling import Filling, Run
from tools.stage.frame import Frame, View, camera_of
from tools.stage.light import Air, Rig, flicker
from tools.stage.lighting import Lens, Lighting
from tools.stage.maps import depth_and_actor, part_and_normal
from tools.stage.materials import CASTS_NO_SHADOW
from tools.stage.mesh import Mesh
from tools.stage.movers import Mover
from tools.stage.noise import noise_tile
from tools.stage.post import FAR_M, Post, Stock, upscale
from tools.stage.sets import Set
from tools.stage.staged import StagedSet, staged
from tools.stage.styles.underdrawing import underdrawing_of

__all__ = ["FAR_M", "Frame", "Renderer", "View", "upscale"]

_PEOPLE_SHADOW_SIZES = (512, 768)
"""Texels along the people's own shadow map: in pictures of up to 720 lines, and above."""
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
        stock: Stock = Stock(),
        seed: int = 0,
        threads: int = 1,
        casting: Sequence[int] = (),
        movers: Sequence[Mover] = (),
    ) -> None:
        """Prepare a shot.

        Args:
            width, height: size of the frames in pixels, even, at least 32.
            stage_set: from `build_set`.
            rig: from `light.rig`.
            actors: for each person the mesh in any pose and the face decal (S, S, 4) float32 in 0..1, straight alpha.
            stock: the lens and the film.
            seed: of the scene; starts its grain and its lightning.
            threads: threads that share a picture; the picture does not depend on it.
            casting: which of the set's practicals throw shadows, from `lamp_shadows.key_practicals`.
            movers: parts of the set that move; they count as the set.

        Raises:
            RenderError: a size that is odd or too small.
        """
        if width < 32 or height < 32 or width % 2 or height % 2:
            raise RenderError(f"a frame of {width}x{height} cannot be rendered: use even sizes of at least 32 pixels")
        self._width, self._height = width, height
        self._rig, self._seed = rig, seed
        self._post = Post(width, height, rig.grade, stock, seed)
        self._set = stage_set
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None
        self._threads = threads
        stage = staged(stage_set, rig.air.sun_direction)
        self._stage = stage
        self._movers = tuple(movers)
        self._join(stage, [mesh for mesh, _ in actors])
        cube_of = {number: float(cube) for cube, number in enumerate(casting)}
        self._lamps = np.array(
            [
                (*lamp.position, *(c * rig.gain_of(lamp) for c in lamp.colour), lamp.range_m, cube_of.get(number, -1.0))
                for number, lamp in enumerate(stage_set.practicals)
            ],
            np.float64,
        ).reshape(-1, 8)
        self._flames = np.array([lamp.flame for lamp in stage_set.practicals], bool)
        self._casting = [stage_set.practicals[number] for number in casting]
        self._people_casting = people_casters([mesh for mesh, _ in actors], self._vertex_runs)
        self._lamp_cubes = np.zeros((len(casting), 6, lamp_shadows.CUBE_SIZE, lamp_shadows.CUBE_SIZE), np.float32)
        self._smokes = flames.smokes_of(stage_set.practicals)
        self._room = stage_set.room or _NO_ROOM
        self._faces = _stacked([face for _, face in actors])
        size = (width, height)
        self._lamp_tiles = np.empty((-(-height // lamps.TILE_PX), -(-width // lamps.TILE_PX)), np.uint32)
        # Light that neither the ambient light around nor the black of the film lets anybody see.
        dimmest = (
            min(sum(rig.air.ambient_up), sum(rig.air.indoor_up)) if stage_set.interior else sum(rig.air.ambient_up)
        )
        self._faint = 0.0013 * dimmest + 0.0003 / max(rig.grade.exposure, 0.1)
        self._filling = Filling(stage.clusters, self._mesh, size)
        self._lighting = Lighting(size, detail.kind_of(self._mesh.material, self._mesh.actor, self._mesh.part))
        self._texels = np.empty_like(self._mesh.positions)
        self._passing = shadows.Passing(stage.shadow)
        self._people_shadow = np.full((_PEOPLE_SHADOW_SIZES[height > 720],) * 2, shadows.NOTHING, np.float32)

    def carry(self, lamp: int, position: Sequence[float]) -> None:
        """Move one of the set's practicals, by its number: a lantern goes with the hand that holds it."""
        self._lamps[lamp, :3] = position

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
        self._first_mover_triangle = sum(len(mesh.triangles) for mesh in meshes)
        self._runs = [Run(len(still.positions), offset, len(still.triangles), self._first_mover_triangle)]
        self._mover_runs: list[Run] = []
        triangle = self._first_mover_triangle
        for mover in self._movers:
            mesh = mover.mesh
            faced = raster.faced_outward(mesh) + np.int32(offset)
            meshes.append(mesh._replace(triangles=faced, part=mesh.part + np.int32(part)))
            self._mover_runs.append(Run(offset, offset + len(mesh.positions), triangle, triangle + len(faced)))
            offset, triangle = offset + len(mesh.positions), triangle + len(faced)
            part += int(mesh.part.max()) if len(mesh.part) else 0
        joined = Mesh(*(np.ascontiguousarray(np.concatenate(column)) for column in zip(*meshes, strict=True)))
        self._mesh = joined
        self._vertices = np.concatenate([joined.positions, joined.normals, joined.uv, joined.albedo], axis=1)
        self._casts = (~np.isin(joined.material, list(CASTS_NO_SHADOW))).astype(np.uint8)

    def frame(
        self,
        view: View,
        time_s: float,
        posed: Sequence[tuple[np.ndarray, np.ndarray]],
        *,
        maps: bool = False,
        under: bool = False,
    ) -> Frame:
        """Render one frame.

        Args:
            view: the camera at this moment.
            time_s: the moment of the scene; moves rain, snow, flames and grain.
            posed: for each person positions and unit normals, each (V, 3), in the vertex order of their mesh.
            maps: fill `part` and `normals` too.
            under: make the `Underdrawing` that styles paint on; the picture then has neither barrel nor grain, which
                come after paint: see `grained`.

        Raises:
            RenderError: the number of people or of their vertices is not what the shot was prepared with.
        """
        extents = self._pose(posed)
        camera = camera_of(view, self._width, self._height)
        filled = self._filling
        casting = self._pool.submit(self._cast_people, extents) if self._pool else None
        walking = self._move(camera, time_s)
        filled.fill(camera, self._runs + [run for run, _ in walking], self._banded)
        people_shadow = casting.result() if casting else self._cast_people(extents)
        scene = self._scene(extents, walking, people_shadow, camera, time_s)
        lens = Lens(view.focus_m, self._blur_px(view))
        rgb = self._lighting.light(camera, filled, scene, self._air(time_s), time_s, lens, self._banded)
        rgb = self._exposed(rgb, camera, view)
        depth = np.empty((self._height, self._width), np.float32)
        actor = np.empty((self._height, self._width), np.uint8)
        found = (filled.inverse_depth, filled.seen, filled.triangle_of)
        depth_and_actor(*found, self._mesh.actor, np.float32(FAR_M), depth, actor)
        part, normals = self._maps() if maps else (None, None)
        drawn = underdrawing_of(camera, self._mesh, *found, filled.edges) if under else None
        picture = self._finish(rgb, depth, camera, view, time_s)
        return Frame(picture if under else self.grained(picture, time_s), depth, actor, part, normals, drawn)

    def surfaces(self, view: View, posed: Sequence[tuple[np.ndarray, np.ndarray]], time_s: float = 0.0) -> Surfaces:
        """What every pixel of a frame sees, for control maps: nothing is shaded. Arguments as for `frame`.

        Raises:
            RenderError: as for `frame`.
        """
        self._pose(posed)
        camera = camera_of(view, self._width, self._height)
        self._filling.fill(camera, self._runs + [run for run, _ in self._move(camera, time_s)], self._banded)
        size = (self._height, self._width)
        depth, actor = np.empty(size, np.float32), np.empty(size, np.uint8)
        triangle, shares = np.empty(size, np.int32), np.empty((*size, 3), np.float32)
        mesh = self._mesh
        filled = self._filling
        found = (filled.inverse_depth, filled.seen, filled.triangle_of)
        depth_and_actor(*found, mesh.actor, np.float32(FAR_M), depth, actor)
        locate(filled.seen, filled.triangle_of, filled.edges, triangle, shares)
        part, normals = self._maps()
        return Surfaces(camera, depth, actor, part, normals, triangle, shares, mesh.triangles, mesh.positions.copy())

    def _pose(self, posed: Sequence[tuple[np.ndarray, np.ndarray]]) -> list[Extent]:
        if len(posed) != len(self._vertex_runs):
            raise RenderError(f"{len(posed)} poses for {len(self._vertex_runs)} people: give one for each, in order")
        extents = []
        for (first, last), (positions, normals) in zip(self._vertex_runs, posed, strict=True):
            if positions.shape != (last - first, 3) or normals.shape != (last - first, 3):
                raise RenderError(f"a pose of {positions.shape} does not fit a mesh of {last - first} vertices")
            rows = (self._vertices[first:last], self._mesh.positions[first:last])
            extents.append(settle(np.asarray(positions, np.float32), np.asarray(normals, np.float32), *rows))
        return extents

    def _banded(self, rows: int, draw: Callable[[int, int], None]) -> None:
        """Call draw(row_begin, row_end) over all rows, shared among the threads."""
        if self._pool is None:
            draw(0, rows)
            return
        # More bands than threads: a thread that is done early takes another.
        bands = min(rows, 3 * self._threads)
        edges = [rows * k // bands for k in range(bands + 1)]
        for job in [self._pool.submit(draw, a, b) for a, b in pairwise(edges)]:
            job.result()

    def _move(self, camera: raster.Camera, time_s: float) -> list[tuple[Run, Extent]]:
        """Pose the movers that the picture can show."""
        shown = []
        for mover, run in zip(self._movers, self._mover_runs, strict=True):
            if raster.sees_ball(camera, *mover.place(time_s)):
                positions, normals = mover.posed(time_s)
                rows = slice(run.first_vertex, run.last_vertex)
                shown.append((run, settle(positions, normals, self._vertices[rows], self._mesh.positions[rows])))
        return shown

    def _scene(
        self, extents: Sequence[Extent], walking: Sequence[tuple[Run, Extent]], people_shadow: np.ndarray,
        camera: raster.Camera, time_s: float,
    ) -> shading.Scene:  # fmt: skip
        mesh = self._mesh
        burning = self._lamps_near(extents, camera, time_s)
        lamps.find_in_tiles(camera, self._filling.inverse_depth, burning, self._lamp_tiles)
        return shading.Scene(
            *(mesh.triangles, self._vertices, mesh.material, mesh.actor),
            faces=self._faces,
            feet=contacts(extents, [extent for _, extent in walking], camera),
            lamps=burning,
            lamp_tiles=self._lamp_tiles,
            lamp_cubes=self._cast_by_lamps(),
            dome=sky.dome(self._rig.air),
            tile=noise_tile(),
            beams=self._beams(camera),
            room=self._room,
            set_shadow_transform=self._stage.shadow.transform,
            set_shadow=self._set_shadow([run for run, _ in walking]),
            people_shadow_transform=people_shadow,
            people_shadow=self._people_shadow,
        )

    def _lamps_near(self, extents: Sequence[Extent], camera: raster.Camera, time_s: float) -> np.ndarray:
        """Return (P, 9) the lamps that light this picture, breathing with their flames."""
        subject = camera.eye + camera.rotation[2] * 4.0
        if extents:
            subject = np.mean([extent.middle for extent in extents], 0)
        burning = self._lamps.copy()
        for number in np.flatnonzero(self._flames):
            burning[number, 3:6] *= flicker(time_s, 31 * int(number))
        return lamps.cut_off(lamps.brightest(burning, subject, camera, MOST_LAMPS), self._faint)

    def _cast_by_lamps(self) -> np.ndarray:
        """Return (L, 6, N, N) the cubes of the lamps that throw shadows: the set's, with the people drawn in."""
        mesh = self._mesh
        for cube, lamp in zip(self._lamp_cubes, self._casting, strict=True):
            cube[:] = lamp_shadows.set_cube(self._stage.clusters.mesh, lamp)
            if self._vertex_runs:
                span = (self._vertex_runs[0][0], self._vertex_runs[-1][1])
                lamp_shadows.draw(cube, lamp.position, mesh.positions, self._people_casting, *span, self._filling.clip)
        return self._lamp_cubes

    def _set_shadow(self, walking: Sequence[Run]) -> np.ndarray:
        """Return the set's shadow map, with the movers of this frame in it where the sun is bright enough to tell."""
        if not walking or sum(self._rig.air.sun) < 0.9:
            return self._stage.shadow.depth
        runs = [(run.first_vertex, run.last_vertex, run.first_triangle, run.last_triangle) for run in walking]
        return self._passing.drawn(self._mesh, self._casts, runs, self._texels)

    def _cast_people(self, extents: Sequence[Extent]) -> np.ndarray:
        """Draw the people into their own shadow map; return its transform."""
        frame = shadows.light_frame(np.array(self._rig.air.sun_direction))
        if not extents:
            return shadows.transform_around(frame, np.zeros(3), 1.0, len(self._people_shadow))
        low = np.min([extent.low for extent in extents], 0)
        high = np.max([extent.high for extent in extents], 0)
        radius = max(1.1, float(np.linalg.norm(high - low)) / 2 + 0.1)
        transform = shadows.transform_around(frame, (low + high) / 2, radius, len(self._people_shadow))
        if sum(self._rig.air.sun) > 0.02:
            self._people_shadow.fill(shadows.NOTHING)
            first, last = self._vertex_runs[0][0], self._vertex_runs[-1][1]
            shadows.to_texels(transform, self._mesh.positions, first, last, self._texels)
            casters = self._people_casting
            every = np.ones(len(casters), np.uint8)
            shadows.cast(self._texels, casters, every, 0, len(casters), self._people_shadow)
        return transform

    def _air(self, time_s: float) -> Air:
        """The air of this moment: the rig's, but for a stroke of lightning."""
        flash = weather.lightning(time_s, self._seed) if self._rig.lightning else 0.0
        return weather.struck(self._rig.air, flash) if flash > 0.0 else self._rig.air

    def _exposed(self, rgb: np.ndarray, camera: raster.Camera, view: View) -> np.ndarray:
        """Return the radiance (H, W, 3) smeared by the camera's motion while the shutter was open."""
        if view.opened is None:
            return rgb
        opened = camera_of(view.opened, self._width, self._height)
        if not shutter.smears(self._filling.inverse_depth, camera, opened):
            return rgb
        out, smear = np.empty_like(rgb), shutter.smear
        self._banded(self._height, lambda a, b: smear(rgb, self._filling.inverse_depth, camera, opened, a, b, out))
        return out

    def _blur_px(self, view: View) -> float:
        """Return the radius of the blur circle at infinity in pixels, 0 for a lens that blurs nothing."""
        if not 0.0 < view.f_stop < 64.0:
            return 0.0
        return optics.blur_at_infinity_px(view.focus_m, view.focal_mm, view.f_stop, self._width / view.sensor_mm)

    def _beams(self, camera: raster.Camera) -> np.ndarray:
        """Return (H/2, W/2) how far the sun reaches into the air, all ones where it would not show."""
        air, half = self._rig.air, (self._width // 2, self._height // 2)
        if not shafts.worth_marching(air.sun, air.glow, self._set.interior):
            return np.ones((half[1], half[0]), np.float32)
        beams = np.empty((self._height // 4, self._width // 4), np.float32)
        shadow = self._stage.shadow
        march = shafts.march
        self._banded(
            len(beams),
            lambda a, b: march(camera, self._filling.inverse_depth, shadow.transform, shadow.depth, a, b, beams),
        )
        return shafts.smoothed(beams, half)

    def _maps(self) -> tuple[np.ndarray, np.ndarray]:
        part = np.empty((self._height, self._width), np.int32)
        normals = np.empty((self._height, self._width, 3), np.float32)
        mesh = self._mesh
        found = (self._filling.inverse_depth, self._filling.seen, self._filling.triangle_of, self._filling.edges)
        part_and_normal(*found, mesh.triangles, self._vertices[:, 3:6], mesh.part, part, normals)
        return part, normals

    def _finish(
        self, rgb: np.ndarray, depth: np.ndarray, camera: raster.Camera, view: View, time_s: float
    ) -> np.ndarray:
        """Lens, weather in the air, film and edges."""
        air = self._rig.air
        if air.wetness > puddles.WET_FROM and air.snow <= 0.0 and not self._set.interior:
            puddles.lay_reflections(rgb, depth, camera, air.wetness, self._banded)
        if len(self._smokes):
            blow = weather.WIND_M_S[self._rig.weather]
            tone = np.array(self._rig.air.indoor_up if self._set.interior else self._rig.air.ambient_up) * 0.8
            drift = (blow * weather.WIND[0], blow * weather.WIND[1])
            flames.smoke(camera, depth, time_s, self._smokes, *drift, tone, rgb)
        if self._rig.grade.rain > 0.0 or self._rig.grade.snowfall > 0.0:
            ground = weather.ground_under(self._set.floor, camera.eye, camera.rotation[2])
            weather.fall(self._rig, camera, depth, time_s, ground, self._room, rgb)
        return self._post.finished(rgb, depth, view, self._blur_px(view), self._banded)

    def grained(self, picture: np.ndarray, time_s: float) -> np.ndarray:
        """A frame's picture (H, W, 3) uint8 with the lens's barrel and the grain of its moment; it may be changed."""
        return self._post.grained(picture, time_s)


def _stacked(faces: Sequence[np.ndarray]) -> np.ndarray:
    """Return the decals as one (A, S, S, 4) float32 array; without people one empty decal."""
    if not faces:
        return np.zeros((1, 2, 2, 4), np.float32)
    return np.ascontiguousarray(np.stack(faces).astype(np.float32))
