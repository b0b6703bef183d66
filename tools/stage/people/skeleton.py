"""The bones of a person: which hangs from which, where they go in a pose, and how limbs reach a goal."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tools.stage.people.turns import matrices_of

_ARM = (
    "clavicle", "upper_arm", "forearm", "hand", "fingers", "index", "thumb", "fingertips", "index_tip", "thumb_tip",
    "prop",
)  # fmt: skip
_LEG = ("thigh", "shin", "foot", "toes")
_PARENT = {
    "hips": "", "spine": "hips", "chest": "spine", "neck": "chest", "head": "neck", "clavicle": "chest",
    "upper_arm": "clavicle", "forearm": "upper_arm", "hand": "forearm", "fingers": "hand", "index": "hand",
    "thumb": "hand", "fingertips": "fingers", "index_tip": "index", "thumb_tip": "thumb", "prop": "hand", "thigh": "hips", "shin": "thigh", "foot": "shin", "toes": "foot",
}  # fmt: skip

BONES: tuple[str, ...] = (
    *("hips", "spine", "chest", "neck", "head", "eye_l", "eye_r"),
    *(f"{bone}_l" for bone in _ARM + _LEG),
    *(f"{bone}_r" for bone in _ARM + _LEG),
)
"""Parents come before their children."""

INDEX: dict[str, int] = {name: number for number, name in enumerate(BONES)}


def _parent_of(name: str) -> int:
    if name.startswith("eye"):
        return INDEX["head"]
    bone, _, side = name.rpartition("_") if name[-2:] in ("_l", "_r") else (name, "", "")
    parent = _PARENT[bone]
    return INDEX.get(f"{parent}_{side}", INDEX.get(parent, -1))


PARENTS: tuple[int, ...] = tuple(_parent_of(name) for name in BONES)


class Skeleton(NamedTuple):
    """Rest positions of the bones' joints; rest orientations are the body's own axes."""

    rest: np.ndarray
    """(B, 3) float64 metres, in the order of ``BONES``."""

    def at(self, bone: str) -> np.ndarray:
        """Rest position (3,) of a bone's joint."""
        return self.rest[INDEX[bone]]


def bend_matrices(bend_deg: np.ndarray) -> np.ndarray:
    """Rotation matrices (B, 3, 3) of rotation vectors ``bend_deg`` (B, 3): axis times angle in degrees."""
    return matrices_of(np.ascontiguousarray(bend_deg, np.float64))


def bend_of(matrix: np.ndarray) -> np.ndarray:
    """The rotation vector (3,), degrees, of one rotation matrix (3, 3)."""
    cos = np.clip((np.trace(matrix) - 1) / 2, -1.0, 1.0)
    angle = np.arccos(cos)
    if angle < 1e-7:
        return np.zeros(3)
    axis = np.array([matrix[2, 1] - matrix[1, 2], matrix[0, 2] - matrix[2, 0], matrix[1, 0] - matrix[0, 1]])
    size = np.linalg.norm(axis)
    if size < 1e-6:  # half a turn: the axis is the column that the rotation keeps
        values = np.clip((np.diag(matrix) + 1) / 2, 0, None)
        axis, size = np.sqrt(values), 1.0
    return np.degrees(angle) * axis / size


def turn_between(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """The shortest rotation (3, 3) that takes direction ``start`` to direction ``end``."""
    a, b = start / np.linalg.norm(start), end / np.linalg.norm(end)
    axis = np.cross(a, b)
    cos = float(a @ b)
    if cos < -0.999999:
        axis = np.cross(a, [1.0, 0, 0]) if abs(a[0]) < 0.9 else np.cross(a, [0, 1.0, 0])
        axis /= np.linalg.norm(axis)
        return 2 * np.outer(axis, axis) - np.eye(3)
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.eye(3) + cross + cross @ cross / (1 + cos)


def forward(
    skeleton: Skeleton, local: np.ndarray, root: np.ndarray, root_turn: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Where every bone is.

    Args:
        local: (B, 3, 3) rotation of each bone against its parent.
        root: (3,) where the hips' joint is put.
        root_turn: (3, 3) rotation of the whole body.

    Returns world positions (B, 3) and rotations (B, 3, 3).
    """
    positions = np.empty((len(BONES), 3))
    rotations = np.empty((len(BONES), 3, 3))
    for bone, parent in enumerate(PARENTS):
        if parent < 0:
            positions[bone] = root
            rotations[bone] = root_turn @ local[bone]
            continue
        positions[bone] = positions[parent] + rotations[parent] @ (skeleton.rest[bone] - skeleton.rest[parent])
        rotations[bone] = rotations[parent] @ local[bone]
    return positions, rotations


def two_bone_reach(
    start: np.ndarray, lengths: tuple[float, float], goal: np.ndarray, pole: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Directions of the upper and the lower segment of a limb that ends at ``goal``.

    A goal out of reach is approached as far as the limb is long (less 0.5%, so that a knee never snaps).

    Args:
        start: (3,) the shoulder or hip.
        lengths: metres of the two segments.
        pole: (3,) direction towards which the elbow or knee points.

    Returns two unit vectors (3,).
    """
    a, b = lengths
    line = goal - start
    distance = float(np.linalg.norm(line))
    reach = float(np.clip(distance, abs(a - b) * 1.02 + 1e-4, (a + b) * 0.995))
    along = line / max(distance, 1e-9)
    side = pole - along * float(pole @ along)
    side = side / max(float(np.linalg.norm(side)), 1e-9)
    cos = float(np.clip((a * a + reach * reach - b * b) / (2 * a * reach), -1, 1))
    upper = along * cos + side * np.sqrt(1 - cos * cos)
    lower = along * reach - upper * a
    return upper, lower / np.linalg.norm(lower)
