"""Parts of the set that move: extras, flames. They are drawn with the set and count as the set, not as somebody."""

from typing import Protocol

import numpy as np

from tools.stage.mesh import Mesh


class Mover(Protocol):
    """Something of the set that has another shape or place at another moment of the scene."""

    @property
    def mesh(self) -> Mesh:
        """In any pose; posed arrays have its vertex order."""
        ...

    def place(self, time_s: float) -> tuple[float, float, float, float]:
        """(x, y, z, radius) of a ball that holds it at a moment of the scene."""
        ...

    def posed(self, time_s: float) -> tuple[np.ndarray, np.ndarray]:
        """World positions and unit normals, each (V, 3) float32, at a moment of the scene."""
        ...
