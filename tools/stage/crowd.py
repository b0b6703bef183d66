"""The few people that all extras are made of: built once, their walk baked into a cycle, dressed in many colours."""

from __future__ import annotations

import math
import random
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from film.bible import Identity, Wardrobe
from tools.stage.materials import CLOTH, SKIN
from tools.stage.mesh import Mesh
from tools.stage.people.acting import Change, Performance, Waypoint, pose_at
from tools.stage.people.gait import place_at, track_of
from tools.stage.people.person import Person, build_person, pose_person

WALK_M_S = 1.15
PHASES = 20
"""Poses that two steps are baked into."""
SEAT_M = 0.45
"""Height of the seat that sitting is baked for."""

_CLOTHES = (
    "#5a6068",
    "#66574a",
    "#6e4a46",
    "#4d5a50",
    "#8a8578",
    "#4a5160",
    "#5e5860",
    "#8c7c62",
    "#46464a",
    "#7d6450",
)
_UNDYED = (0.16, 0.42)
"""Between these greys lies the cloth of `POOL` that is dyed anew for each extra."""
POOL: tuple[tuple[Identity, Wardrobe], ...] = (
    (
        Identity(presents="woman", age=34, skin_tone=4.5, hair="bun", face_seed=71, height_m=1.66),
        Wardrobe(id="extra", garment="coat", top_colour="#8d8d8d", legs_colour="#2b2b30"),
    ),
    (
        Identity(presents="man", age=45, skin_tone=5.5, hair="short", face_seed=72, height_m=1.78),
        Wardrobe(id="extra", garment="jacket", top_colour="#8d8d8d", legs_colour="#33343a"),
    ),
    (
        Identity(presents="man", age=27, skin_tone=7.5, hair="short", face_seed=73, height_m=1.74),
        Wardrobe(id="extra", garment="knit", top_colour="#8d8d8d", legs_colour="#26313f"),
    ),
    (
        Identity(
            presents="woman", age=58, skin_tone=3.0, hair="bob", hair_colour="#8d8f92", face_seed=74, height_m=1.6
        ),
        Wardrobe(id="extra", garment="dress", top_colour="#8d8d8d", legs_colour="#3a2f2b"),
    ),
)


class Baked(NamedTuple):
    """One of the people that extras are made of. V vertices, F phases."""

    mesh: Mesh
    walk: tuple[np.ndarray, np.ndarray]
    """(F + 1, V, 3) positions about the middle of the body and normals through two steps; the last is the first."""
    stride_m: float
    """Way of two steps."""
    stand: tuple[np.ndarray, np.ndarray]
    sit: tuple[np.ndarray, np.ndarray]
    """On a seat 0.45 m high, about the middle of the seat's floor."""


def set_down(
    local: np.ndarray, normals: np.ndarray, x: float, y: float, z: float, yaw_deg: float
) -> tuple[np.ndarray, np.ndarray]:
    """A body that faces +z about the origin, turned and put in its place."""
    turn = math.radians(yaw_deg)
    cos, sin = math.cos(turn), math.sin(turn)
    turned = np.array([[cos, 0.0, -sin], [0.0, 1.0, 0.0], [sin, 0.0, cos]], np.float32)
    return local @ turned + np.array((x, y, z), np.float32), normals @ turned


def dressed(mesh: Mesh, draw: random.Random) -> Mesh:
    """The same body in other colours."""
    hue = _CLOTHES[draw.randrange(len(_CLOTHES))]
    tone = np.array([(int(hue[k : k + 2], 16) / 255.0) ** 2.2 for k in (1, 3, 5)], np.float32)
    cloth = np.zeros(len(mesh.positions), bool)
    cloth[mesh.triangles[mesh.material == CLOTH].ravel()] = True
    albedo = mesh.albedo.copy()
    upper = cloth & (np.ptp(albedo, axis=1) < 0.04) & (albedo.mean(1) > _UNDYED[0]) & (albedo.mean(1) < _UNDYED[1])
    grey = albedo[upper].mean(1, keepdims=True)
    albedo[upper] = tone * (grey / max(float(grey.mean()) if len(grey) else 1.0, 1e-3))
    return mesh._replace(albedo=albedo)


@lru_cache(maxsize=len(POOL))
def baked_person(which: int, folder: str) -> Baked:
    """One of `POOL` in all poses that extras take; `folder` is where built people are kept, "" for nowhere."""
    identity, outfit = POOL[which]
    person = build_person(identity, outfit, detail="far", folder=Path(folder) if folder else None)
    walk, stride = _walk_of(person)
    stand = _pose_of(person, Performance(path=(Waypoint(0.0, 0.0, 0.0, 0.0),), seed=which), 3.0)
    seat = (Change(-9.0, "sit", 0.5, SEAT_M, 0.22),)
    sit = _pose_of(
        person, Performance(path=(Waypoint(0.0, 0.0, 0.0, 0.22),), activity="sit", seed=which, changes=seat), 3.0
    )
    return Baked(_with_face(person), walk, stride, stand, sit)


def _walk_of(person: Person) -> tuple[tuple[np.ndarray, np.ndarray], float]:
    """Two steps of a steady walk, as positions about the middle of the body, and their length in metres."""
    path = (Waypoint(0.0, 0.0, 0.0, 0.0), Waypoint(20.0, 0.0, 0.0, 20.0 * WALK_M_S))
    measures = person.measures
    track = track_of(path, float(measures.joints["thigh_l"][1]), float(measures.joints["foot_l"][0]) * 0.98, 5)
    times = np.linspace(6.0, 14.0, 1600)
    phases = np.array([place_at(track, float(t))[3] for t in times])
    first = math.ceil(phases[0])
    moments = np.interp(np.linspace(first, first + 2.0, PHASES + 1), phases, times)
    positions, normals = [], []
    for moment in moments:
        place, _, _, _ = place_at(track, float(moment))
        points, facing = _pose_of(person, Performance(path=path, activity="walk", seed=5), float(moment))
        positions.append(points - place.astype(np.float32))
        normals.append(facing)
    positions[-1], normals[-1] = positions[0], normals[0]
    stride = float(place_at(track, float(moments[-1]))[0][2] - place_at(track, float(moments[0]))[0][2])
    return (np.stack(positions), np.stack(normals)), stride


def _pose_of(person: Person, performance: Performance, time_s: float) -> tuple[np.ndarray, np.ndarray]:
    return pose_person(person, pose_at(person, performance, time_s))


def _with_face(person: Person) -> Mesh:
    """The mesh with its face painted on the vertices: the set has no decals."""
    mesh = person.mesh
    skin = np.zeros(len(mesh.positions), bool)
    skin[mesh.triangles[mesh.material == SKIN].ravel()] = True
    faced = skin & (mesh.uv[:, 2] > 0.0)
    decal = person.face_decal
    size = decal.shape[0] - 1
    column = np.clip((mesh.uv[faced, 0] + 0.11) / 0.22 * size, 0, size).astype(int)
    row = np.clip((0.13 - mesh.uv[faced, 1]) / 0.26 * size, 0, size).astype(int)
    seen = decal[row, column]
    albedo, uv = mesh.albedo.copy(), mesh.uv.copy()
    albedo[faced] += (seen[:, :3] - albedo[faced]) * seen[:, 3:]
    uv[faced, 2] = -1.0
    return mesh._replace(albedo=albedo, uv=uv)
