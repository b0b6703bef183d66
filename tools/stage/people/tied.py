"""Hair that is put up: the bun and the braid."""

from __future__ import annotations

import numpy as np

from tools.stage.people.features import Face
from tools.stage.people.measures import Measures
from tools.stage.people.parts import Part, smoothstep, tube
from tools.stage.people.strands import body_in_head, kept_off, outward_of, placed
from tools.stage.sdf import Surface


def bun(m: Measures, colour: np.ndarray, detail: str, draw: np.random.Generator) -> Part:
    """A coil of strands over a core, high at the back of the head."""
    centre, radius = np.array([0, 0.078, -0.128]), 0.036
    turns, points = (14, 40) if detail == "close" else (10, 26)
    pieces, count, tints = [], 0, []
    for k in range(turns):
        tilt = (k + 0.5) / turns * np.pi
        s = np.linspace(0, 2 * np.pi, points)
        ring = np.stack([np.cos(s), 0.16 * np.sin(s * 2 + k), np.sin(s)], -1)
        a, b = np.array([np.cos(tilt), np.sin(tilt), 0]), np.array([0, 0, 1.0])
        c = np.cross(a, b)
        path = centre + radius * (ring[:, :1] * a + ring[:, 1:2] * c + ring[:, 2:] * b) * np.array([1.05, 0.92, 0.82])
        surface = tube(path[:-1], 0.0105 * draw.uniform(0.8, 1.1), 6, closed=True)
        pieces.append((surface.positions, surface.triangles + count, surface.normals))
        tints.append(np.full(len(surface.positions), np.exp(draw.normal(0, 0.12))))
        count += len(surface.positions)
    positions, triangles, normals = (np.concatenate(column) for column in zip(*pieces, strict=True))
    return placed(
        m, Surface(positions, triangles.astype(np.int32), normals), colour * np.concatenate(tints)[:, None], None
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
    points = 70 if detail == "close" else 44
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
        surface = tube(centre + weave, 0.0120 * slim * np.interp(t, [0.96, 1.0], [1, 0.25]), 7, up=out)
        pieces.append((surface.positions, surface.triangles + count, surface.normals))
        tints.append(np.full(len(surface.positions), np.exp(draw.normal(0, 0.10))))
        count += len(surface.positions)
    positions, triangles, normals = (np.concatenate(column) for column in zip(*pieces, strict=True))
    surface = Surface(positions, triangles.astype(np.int32), normals)
    return placed(m, surface, colour * np.concatenate(tints)[:, None], _on_the_chest(positions))


def _on_the_chest(local: np.ndarray) -> dict[str, np.ndarray]:
    """A braid leaves the head at the nape and lies on the chest."""
    loose = smoothstep(-0.085, -0.270, local[:, 1]) * 0.85
    return {"head": 1 - loose, "neck": loose * 0.35, "chest": loose * 0.65}
