"""How steady features stay within a clip, from a keyframe into its clip, and from clip to clip: VBench's formulas.

Features are unit vectors of frames by any encoder. Likeness is the cosine, never under 0.
Source: Huang et al., "VBench", CVPR 2024 (vbench/subject_consistency.py, vbench2_beta_i2v/i2v_subject.py,
vbench2_beta_long): the same sums, so that values can be laid beside published ones.
"""

from __future__ import annotations

import numpy as np


def likeness(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Cosine of unit vectors (…, d) with (…, d), not under 0."""
    return np.maximum(0.0, (np.asarray(first, np.float64) * np.asarray(second, np.float64)).sum(-1))


def in_clip(features: np.ndarray) -> float | None:
    """How steady a clip is: every frame from the second on against the one before it and against the first, averaged.

    Args:
        features: (N, d) unit vectors of the frames in order.

    Returns:
        0..1; None for fewer than two frames, of which nothing can be said.
    """
    if len(features) < 2:
        return None
    before = likeness(features[:-1], features[1:])
    first = likeness(np.broadcast_to(features[0], features[1:].shape), features[1:])
    return float(((before + first) / 2).mean())


def from_keyframe(keyframe: np.ndarray, features: np.ndarray) -> float | None:
    """How well a clip keeps to the picture it was made from: 0.4 of its best likeness to that picture, 0.3 of the mean
    and 0.3 of the worst likeness of neighbouring frames.

    Args:
        keyframe: (d,) unit vector of the picture.
        features: (N, d) unit vectors of the frames in order.

    Returns:
        0..1; None for fewer than two frames.
    """
    if len(features) < 2:
        return None
    near = likeness(features, np.broadcast_to(keyframe, features.shape))
    before = likeness(features[:-1], features[1:])
    return float(0.4 * near.max() + 0.3 * before.mean() + 0.3 * before.min())


def clip_to_clip(first_frames: np.ndarray) -> float | None:
    """How alike the clips of a scene are: ``in_clip`` over the first frame of each, in the order of the film.

    Args:
        first_frames: (N, d) unit vectors, one for each clip.

    Returns:
        0..1; None for fewer than two clips.
    """
    return in_clip(first_frames)
