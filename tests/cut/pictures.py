"""Small moving pictures and clips for the tests of the cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from film.profile import Encoding
from tools.cut.encode import ClipWriter

SIZE = (96, 64)
FPS = 24
ENCODING = Encoding(gop=8, threads=2)


def frames(count: int, scene: int = 0, size: tuple[int, int] = SIZE) -> Iterator[np.ndarray]:
    """(H, W, 3) uint8: a soft gradient that slides, its level and colour by ``scene``."""
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    for index in range(count):
        wave = 60 * np.sin((x + 2 * index) / 15 + scene) + 40 * np.cos(y / 11)
        yield np.clip(np.stack([wave + 90 + 25 * scene, wave + 110, 150 - wave], -1), 0, 255).astype(np.uint8)


def clip(path: Path, count: int, scene: int = 0, encoding: Encoding = ENCODING, size: tuple[int, int] = SIZE) -> Path:
    with ClipWriter(path, size=size, fps=FPS, encoding=encoding) as writer:
        for frame in frames(count, scene, size):
            writer.write(frame)
    return path


def difference(a: np.ndarray, b: np.ndarray) -> float:
    """Mean absolute difference in display steps."""
    return float(np.abs(a.astype(np.int32) - b).mean())
