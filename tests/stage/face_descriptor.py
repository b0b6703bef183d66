"""How far apart two rendered faces are, whatever light they stand in: Fisherfaces over edges and dark lines.

Light moves shading about but leaves edges and dark lines (lids, brows, lips, folds) where they are, so a face is
described by its gradients' axes, normalised by their neighbourhood, and by its valleys. Linear discriminants learnt on
*other* people then leave out the directions in which a light changes a face. Source: Belhumeur, Hespanha, Kriegman 1997,
"Eigenfaces vs. Fisherfaces".
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

Describe = Callable[[np.ndarray], np.ndarray]


def features(rgb: np.ndarray) -> np.ndarray:
    """(D,) float64 of a picture (H, W, 3) uint8 whose middle is a face, its eyes at one place."""
    log = np.log(cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)[..., 0].astype(np.float32) + 10)
    smooth = cv2.GaussianBlur(log, (0, 0), 1.3)
    across, down = (cv2.Sobel(smooth, cv2.CV_32F, *order) for order in ((1, 0), (0, 1)))
    strength = np.hypot(across, down)
    near = cv2.GaussianBlur(strength, (0, 0), 12) + 0.02
    double, strength = 2 * np.arctan2(down, across), np.minimum(strength / near, 3)
    maps = [strength * np.cos(double), strength * np.sin(double)]
    for size in (9, 19):
        element = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
        maps.append(4 * np.minimum(cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, element) - smooth, 0.5))
    height, width = log.shape
    rows, columns = slice(height // 12, -height // 12, 4), slice(width // 10, -width // 10, 4)
    every = [cv2.GaussianBlur(found, (0, 0), 1.5)[rows, columns].ravel() for found in maps]
    joined = np.concatenate([found - found.mean() for found in every]).astype(np.float64)
    return joined / np.linalg.norm(joined)


def learnt(pictures: list[list[np.ndarray]], ridge: float = 0.5) -> Describe:
    """A descriptor that knows what light does to faces: ``pictures[person][light]``, none of those to be judged.

    Returns unit vectors, so that 1 - their product is a distance, 0 for the same face.
    """
    table = np.stack([[features(rgb) for rgb in person] for person in pictures])
    people, lights, _ = table.shape
    mean = table.mean((0, 1))
    flat = (table - mean).reshape(people * lights, -1)
    _, _, axes = np.linalg.svd(flat, full_matrices=False)
    axes = axes[: people * lights - people]
    known = (flat @ axes.T).reshape(people, lights, -1)
    centres = known.mean(1)
    apart = (known - centres[:, None]).reshape(people * lights, -1)
    within = apart.T @ apart / len(apart)
    within += ridge * np.trace(within) / len(within) * np.eye(len(within))
    size, turn = np.linalg.eigh(within)
    whiten = turn / np.sqrt(size) @ turn.T
    _, best = np.linalg.eigh(whiten @ (centres.T @ centres / people) @ whiten)
    project = best[:, ::-1][:, : people - 1].T @ whiten @ axes

    def describe(rgb: np.ndarray) -> np.ndarray:
        found = project @ (features(rgb) - mean)
        return found / np.linalg.norm(found)

    return describe
