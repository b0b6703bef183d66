"""Hair that is put up, plaited or twisted: bun, braid, ponytail and dreadlocks."""

from __future__ import annotations

import numpy as np

from tools.stage.people.combing import KNOTS, Style, lengths, paths
from tools.stage.people.features import Face
from tools.stage.people.measures import Measures
from tools.stage.people.parts import Part, smoothstep, tube
from tools.stage.people.strands import body_in_head, flat_locks, kept_off, outward_of, placed
from tools.stage.sdf import Surface


def bun(m: Measures, colour: np.ndarray, detail: str, draw: np.random.Generator) -> Part:
    """A coil of strands over a core, high at the back of the head."""
    centre, radius = np.array([0, 0.078, -0.128]), 0.036
    turns, points = {"close": (13, 26), "medium": (9, 16), "far": (5, 10)}[detail]
    pieces, count, tints = [], 0, []
    for k in range(turns):
        tilt = (k + 0.5) / turns * np.pi
        s = np.linspace(0, 2 * np.pi, points)
        ring = np.stack([np.cos(s), 0.16 * np.sin(s * 2 + k), np.sin(s)], -1)
        a, b = np.array([np.cos(tilt), np.sin(tilt), 0]), np.array([0, 0, 1.0])
        c = np.cross(a, b)
        path = centre + radius * (ring[:, :1] * a + ring[:, 1:2] * c + ring[:, 2:] * b) * np.array([1.05, 0.92, 0.82])
        surface = tube(
            path[:-1], 0.0105 * draw.uniform(0.8, 1.1), {"close": 5, "medium": 4, "far": 3}[detail], closed=True
        )
        pieces.append((surface.positions, surface.triangles + count, surface.normals))
        tints.append(np.full(len(surface.positions), np.exp(draw.normal(0, 0.12))))
        count += len(surface.positions)
    positions, triangles, normals = (np.concatenate(column) for column in zip(*pieces, strict=True))
    return placed(
        m,
        Surface(positions, triangles.astype(np.int32), normals),
        colour * np.concatenate(tints)[:, None],
        None,
        None,
        detail,
    )


def braid(face: Face, m: Measures, colour: np.ndarray, detail: str, draw: np.random.Generator) -> Part:
    """Three strands plaited from the nape over one shoulder onto the chest."""
    side = float(np.sign(face.parting))
    shoulder = m.joints["upper_arm_l"][0] / m.head_scale
    guide = np.array([
        (0.0, -0.040, -0.108), (0.012 * side, -0.080, -0.105), (0.040 * side, -0.125, -0.080), (0.070 * side, -0.160, -0.025),
        (0.45 * shoulder * side, -0.195, 0.060), (0.42 * shoulder * side, -0.260, 0.100), (0.40 * shoulder * side, -0.340, 0.115), (0.40 * shoulder * side, -0.400, 0.118),
    ])  # fmt: skip
    knots = np.linspace(0, 1, len(guide))
    points = {"close": 60, "medium": 34, "far": 16}[detail]
    t = np.linspace(0, 1, points)
    centre = np.stack([np.interp(t, knots, guide[:, i]) for i in range(3)], -1)
    kernel = np.ones(9) / 9
    padded = np.concatenate([np.repeat(centre[:1], 4, 0), centre, np.repeat(centre[-1:], 4, 0)])
    centre = np.stack([np.convolve(padded[:, i], kernel, "valid") for i in range(3)], -1)
    centre = kept_off(body_in_head(m, face), centre, np.full(points, 0.024))
    tangent = np.gradient(centre, axis=0)
    tangent /= np.linalg.norm(tangent, axis=-1, keepdims=True)
    out = outward_of(body_in_head(m, face), centre)
    across = np.cross(tangent, out)
    across /= np.linalg.norm(across, axis=-1, keepdims=True) + 1e-9
    slim = np.interp(t, [0, 0.08, 0.7, 0.93, 0.96, 1.0], [0.8, 1.0, 0.85, 0.62, 0.5, 0.75])
    pieces, count, tints = [], 0, []
    for strand in range(3):
        phase = t * 2 * np.pi * 5.5 + strand * 2 * np.pi / 3
        weave = across * (0.0135 * slim * np.sin(phase))[:, None] + out * (0.0070 * slim * np.sin(2 * phase))[:, None]
        surface = tube(
            centre + weave,
            0.0120 * slim * np.interp(t, [0.96, 1.0], [1, 0.25]),
            {"close": 7, "medium": 5, "far": 4}[detail],
            up=out,
        )
        pieces.append((surface.positions, surface.triangles + count, surface.normals))
        tints.append(np.full(len(surface.positions), np.exp(draw.normal(0, 0.10))))
        count += len(surface.positions)
    positions, triangles, normals = (np.concatenate(column) for column in zip(*pieces, strict=True))
    surface = Surface(positions, triangles.astype(np.int32), normals)
    return placed(m, surface, colour * np.concatenate(tints)[:, None], _on_the_chest(positions), None, detail)


def ponytail(face: Face, m: Measures, colour: np.ndarray, detail: str, draw: np.random.Generator) -> Part:
    """Locks that spring from the knot at the back of the head, fall and come to a point."""
    count, points = {"close": (130, 10), "medium": (48, 8), "far": (16, 6)}[detail]
    knot = KNOTS["ponytail"]
    t = np.linspace(0, 1, points)
    long = draw.uniform(0.17, 0.27, count)
    aside, forth = draw.normal(0, 1, count), draw.uniform(-1, 1, count)
    bulge = 0.016 * np.sin(np.pi * np.clip(t * 1.15, 0, 1))
    x = aside[:, None] * (0.006 + 0.55 * bulge)[None]
    y = knot[1] + 0.018 * np.sin(np.pi * np.clip(t * 2.2, 0, 1))[None] - long[:, None] * (t**1.25)[None]
    z = knot[2] - 0.030 * np.sin(np.pi / 2 * np.clip(t * 3.0, 0, 1))[None] - forth[:, None] * bulge[None] * 0.8
    spine = np.stack([x, y, z], -1)
    free = kept_off(body_in_head(m, face), spine.reshape(-1, 3), np.full(count * points, 0.010)).reshape(spine.shape)
    outward = free - (free.mean(0, keepdims=True) - np.array([0, 0, -0.004]))
    outward /= np.linalg.norm(outward, axis=-1, keepdims=True) + 1e-9
    wide = 0.0042 * np.interp(t, [0, 0.15, 0.7, 1], [0.7, 1.0, 0.9, 0.1]) * (130 / count) ** 0.45
    surface, uv = flat_locks(free, outward, np.tile(wide, (count, 1)), 0.4)
    shade = np.exp(draw.normal(0, 0.09, (count, 1)) - 0.25 * np.exp(-(((t - 0.05) / 0.08) ** 2))[None])
    albedo = colour * np.repeat(shade.reshape(-1), 2)[:, None]
    loose = smoothstep(-0.02, -0.20, surface.positions[:, 1]) * 0.6
    follow = {"head": 1 - loose, "neck": loose * 0.5, "chest": loose * 0.5}
    return placed(m, surface, np.clip(albedo, 0.004, 0.9), follow, uv, detail)


def ropes(
    face: Face,
    m: Measures,
    style: Style,
    at: np.ndarray,
    colour: np.ndarray,
    detail: str,
    draw: np.random.Generator,
    hatted: bool,
) -> Part:
    """Dreadlocks: round ropes of uneven thickness that lie over the head and hang to the shoulders."""
    points, sides = {"close": (style.points, 5), "medium": (7, 4), "far": (5, 3)}[detail]
    wide = {"close": 1.0, "medium": 1.4, "far": 1.9}[detail]
    long_m = lengths("wavy", style, face, at, draw) * draw.uniform(0.70, 0.95, len(at))
    spine, _ = paths("wavy", style, face, m, at, long_m, points, draw, hatted)
    pieces, count, tints = [], 0, []
    for path in spine:
        lumps = 1 + 0.16 * np.sin(np.arange(points) * 2.4 + draw.uniform(0, 6))
        radius = (
            wide
            * style.width_m
            * draw.uniform(0.75, 1.1)
            * lumps
            * np.interp(np.linspace(0, 1, points), [0, 0.9, 1], [0.8, 0.9, 0.35])
        )
        surface = tube(path, radius, sides)
        pieces.append((surface.positions, surface.triangles + count, surface.normals))
        tints.append(np.full(len(surface.positions), np.exp(draw.normal(0, 0.14))))
        count += len(surface.positions)
    positions, triangles, normals = (np.concatenate(column) for column in zip(*pieces, strict=True))
    surface = Surface(positions, triangles.astype(np.int32), normals)
    return placed(m, surface, colour * np.concatenate(tints)[:, None], _on_the_chest(positions), None, detail)


def _on_the_chest(local: np.ndarray) -> dict[str, np.ndarray]:
    """A braid leaves the head at the nape and lies on the chest."""
    loose = smoothstep(-0.085, -0.270, local[:, 1]) * 0.85
    return {"head": 1 - loose, "neck": loose * 0.35, "chest": loose * 0.65}
