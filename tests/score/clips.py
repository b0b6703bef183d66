"""Clips in memory: a good one, and the ways to break it. (M, H, W, 3) uint8 display RGB."""

from __future__ import annotations

import cv2
import numpy as np

WIDTH, HEIGHT = 320, 180


def street(seed: int = 1, width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    """A picture with a bright sky, house fronts with windows, and a street: (H, W, 3) uint8."""
    rng = np.random.default_rng(seed)
    picture = np.empty((height, width, 3), np.uint8)
    picture[:] = np.linspace([150, 180, 215], [205, 215, 225], height)[:, None]
    horizon = height * 3 // 4
    left = 0
    while left < width:
        wide, top = int(rng.integers(30, 70)), int(rng.integers(height // 8, height // 2))
        wall = rng.integers(70, 190, 3)
        picture[top:horizon, left : left + wide] = wall
        for y in range(top + 6, horizon - 10, 16):
            for x in range(left + 5, min(left + wide - 8, width - 8), 14):
                picture[y : y + 9, x : x + 7] = wall // 3 + rng.integers(0, 40)
        left += wide
    picture[horizon:] = (95, 92, 90)
    picture[horizon::6] = (120, 117, 112)
    return picture


def good_clip(frames: int = 24, seed: int = 1) -> np.ndarray:
    """A slow pan over a street with somebody walking."""
    wide = street(seed, WIDTH + 2 * frames)
    clip = []
    for i in range(frames):
        frame = np.ascontiguousarray(wide[:, 2 * i : 2 * i + WIDTH])
        cv2.rectangle(frame, (60 + 3 * i, 80), (84 + 3 * i, 150), (140, 40, 40), -1)
        cv2.circle(frame, (72 + 3 * i, 66), 12, (200, 150, 120), -1, cv2.LINE_AA)
        clip.append(frame)
    return np.stack(clip)


def with_black_frame(clip: np.ndarray) -> np.ndarray:
    broken = clip.copy()
    broken[len(clip) // 2] = 4
    return broken


def blown_out(clip: np.ndarray) -> np.ndarray:
    return np.clip(clip.astype(np.int16) + 130, 0, 255).astype(np.uint8)


def frozen_from_start(clip: np.ndarray) -> np.ndarray:
    return np.repeat(clip[:1], len(clip), axis=0)


def cut_in_the_middle(clip: np.ndarray) -> np.ndarray:
    return np.concatenate([clip[: len(clip) // 2], good_clip(len(clip), seed=9)[len(clip) // 2 :]])


def flickering(clip: np.ndarray, depth: float = 0.06) -> np.ndarray:
    gains = np.where(np.arange(len(clip)) % 2 == 0, 1 + depth, 1 - depth)
    return np.clip(clip * gains[:, None, None, None], 0, 255).astype(np.uint8)


def blurred(clip: np.ndarray, sigma: float = 5.0) -> np.ndarray:
    return np.stack([cv2.GaussianBlur(frame, (0, 0), sigma) for frame in clip])


def noisy(clip: np.ndarray, levels: float, seed: int = 5) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.clip(clip + rng.normal(0, levels, clip.shape), 0, 255).astype(np.uint8)


def at_night(clip: np.ndarray) -> np.ndarray:
    return np.clip(clip * np.array([0.12, 0.16, 0.3]), 0, 255).astype(np.uint8)


def with_swapped_frames(clip: np.ndarray) -> np.ndarray:
    order = np.arange(len(clip))
    order[[10, 11]] = 11, 10
    return clip[order]


def shown_twice(clip: np.ndarray) -> np.ndarray:
    half = clip[: len(clip) // 2]
    return np.concatenate([half, half])


def lettered(clip: np.ndarray, text: str = "FILMCREW 2026") -> np.ndarray:
    marked = clip.copy()
    for frame in marked:
        cv2.putText(frame, text, (30, 160), cv2.FONT_HERSHEY_DUPLEX, 0.9, (12, 12, 12), 6, cv2.LINE_AA)
        cv2.putText(frame, text, (30, 160), cv2.FONT_HERSHEY_DUPLEX, 0.9, (245, 245, 245), 2, cv2.LINE_AA)
    return marked
