"""Edges of cloth: every open edge of a garment is rolled over and turned inside, so that cloth has thickness."""

from __future__ import annotations

import numpy as np

from tools.stage.people.parts import Part, Skin
from tools.stage.sdf import Surface

_SMOOTHED = 4
"""Passes that take the grid's small steps out of an edge."""


def hemmed(part: Part, thick_m: float, turned_m: float = 0.012) -> Part:
    """``part`` with a rim along its open edges: ``thick_m`` thick, running ``turned_m`` back inside."""
    surface = part.surface
    positions, normals = surface.positions.astype(np.float64), surface.normals.astype(np.float64)
    ends, triangles, source = [positions], [surface.triangles], [np.arange(len(positions))]
    shades, count = [normals], len(positions)
    for loop in edges(surface.triangles):
        if len(loop) < 6:
            continue
        closed = loop[0] == loop[-1]
        line = loop[:-1] if closed else loop
        smooth = _evened(positions[line], closed)
        positions[line] = smooth
        along = np.roll(smooth, -1, 0) - np.roll(smooth, 1, 0) if closed else np.gradient(smooth, axis=0)
        out = np.cross(along, normals[line])
        out /= np.linalg.norm(out, axis=1, keepdims=True) + 1e-12
        inward = -normals[line]
        rows = np.stack([
            smooth, smooth + 0.55 * thick_m * (out + inward), smooth + 1.15 * thick_m * inward,
            smooth + 1.25 * thick_m * inward - turned_m * out,
        ])  # fmt: skip
        facing = np.stack([0.8 * normals[line] + 0.6 * out, out, 0.6 * out + 0.8 * inward, inward])
        width = len(line)
        span = width if closed else width - 1
        i = np.arange(span)
        j = (i + 1) % width
        for row in range(3):
            a, b = count + row * width + i, count + row * width + j
            triangles += [np.stack([b, a, a + width], 1), np.stack([b, a + width, b + width], 1)]
        ends.append(rows.reshape(-1, 3))
        shades.append(facing.reshape(-1, 3))
        source.append(np.tile(line, 4))
        count += 4 * width
    index = np.concatenate(source)
    shade = np.concatenate(shades)
    shade /= np.linalg.norm(shade, axis=1, keepdims=True) + 1e-12
    return part._replace(
        surface=Surface(
            np.concatenate(ends).astype(np.float32),
            np.concatenate(triangles).astype(np.int32),
            shade.astype(np.float32),
        ),
        uv=part.uv[index],
        albedo=part.albedo[index],
        skin=Skin(part.skin.bones[index], part.skin.shares[index]),
    )


def edges(triangles: np.ndarray) -> list[np.ndarray]:
    """Open edges as runs of vertex numbers, each in the order of its triangles; closed ones repeat their first."""
    sides = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]).astype(np.int64)
    size = int(triangles.max()) + 1
    forward, backward = sides[:, 0] * size + sides[:, 1], sides[:, 1] * size + sides[:, 0]
    lone = sides[~np.isin(forward, backward)]
    following = {int(a): int(b) for a, b in lone}
    starts = sorted(set(following) - set(following.values())) + sorted(following)
    runs = []
    for start in starts:
        if start not in following:
            continue
        run = [start]
        while run[-1] in following:
            run.append(following.pop(run[-1]))
            if run[-1] == start:
                break
        runs.append(np.array(run))
    return runs


def _evened(line: np.ndarray, closed: bool) -> np.ndarray:
    for _ in range(_SMOOTHED):
        if closed:
            line = 0.25 * np.roll(line, 1, 0) + 0.5 * line + 0.25 * np.roll(line, -1, 0)
        else:
            line = np.concatenate([line[:1], 0.25 * line[:-2] + 0.5 * line[1:-1] + 0.25 * line[2:], line[-1:]])
    return line
