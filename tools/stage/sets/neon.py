"""A street of signs: lit boxes and tubes stacked up the houses, cables overhead, machines on the pavement."""

from __future__ import annotations

import math

import numpy as np

from tools.stage.light import Practical
from tools.stage.materials import EMISSIVE, METAL, PAINT
from tools.stage.mesh import MeshBuilder, box, cylinder, quad

TONES = ((1.0, 0.10, 0.34), (0.06, 0.62, 1.0), (1.0, 0.46, 0.08), (0.50, 0.16, 1.0), (0.10, 0.95, 0.52), (1.0, 0.86, 0.62))
_STROKES = (
    ((0.1, 0.85, 0.9, 0.85), (0.5, 0.85, 0.5, 0.1), (0.1, 0.5, 0.9, 0.5)),
    ((0.1, 0.8, 0.9, 0.8), (0.9, 0.8, 0.35, 0.1), (0.2, 0.45, 0.6, 0.45)),
    ((0.2, 0.9, 0.2, 0.1), (0.8, 0.9, 0.8, 0.1), (0.2, 0.9, 0.8, 0.9), (0.2, 0.5, 0.8, 0.5), (0.2, 0.1, 0.8, 0.1)),
    ((0.1, 0.9, 0.9, 0.9), (0.3, 0.9, 0.15, 0.1), (0.7, 0.9, 0.85, 0.1), (0.3, 0.5, 0.7, 0.5)),
    ((0.5, 0.95, 0.1, 0.6), (0.5, 0.95, 0.9, 0.6), (0.2, 0.5, 0.8, 0.5), (0.5, 0.5, 0.5, 0.05), (0.15, 0.05, 0.85, 0.05)),
    ((0.25, 0.9, 0.1, 0.5), (0.1, 0.6, 0.9, 0.6), (0.75, 0.9, 0.75, 0.1), (0.35, 0.35, 0.6, 0.15)),
)
"""Invented letters, as lines (x, y, x, y) within a unit square: they say nothing in any script."""
_STROKE_M = 0.045


def signs(builder: MeshBuilder, random: np.random.Generator, side: int, face: float, z: float, eaves: float) -> list[Practical]:
    """Hang one to three signs over one another on a front that faces the street's axis; returns their light.

    Args:
        side: -1 for the left row of houses, 1 for the right.
        face: x of the wall in metres; eaves: its height.
    """
    lamps: list[Practical] = []
    low = random.uniform(2.9, 3.4)
    hung = 0
    while low < eaves - 1.2 and hung < 3:
        letters = int(random.integers(2, 5))
        wide = random.uniform(0.55, 0.85)
        high = min(letters * wide * 1.05 + 0.15, eaves + 0.8 - low)
        letters = max(1, int((high - 0.15) / (wide * 1.05)))
        tone = np.array(TONES[int(random.integers(0, len(TONES)))])
        x = face - side * (0.14 + wide / 2)
        _sign(builder, random, (x, low + high / 2, z), wide, high, letters, tone)
        if not hung:  # those above light the ones across the street, and nobody
            red, green, blue = tone * (2.4 + 0.5 * letters)
            lamps.append(Practical((x - side * 0.5, low + 0.4 * high, z), (float(red), float(green), float(blue)), 10.0))
        hung += 1
        low += high + random.uniform(0.25, 0.9)
        z += random.uniform(-0.9, 0.9)
    return lamps


def _sign(
    builder: MeshBuilder, random: np.random.Generator, at: tuple[float, float, float],
    wide: float, high: float, letters: int, tone: np.ndarray,
) -> None:  # fmt: skip
    """One upright sign, its letters to both ends of the street: a lit box with dark letters, or tubes on a dark board."""
    x, y, z = at
    boxed = random.random() < 0.45
    box(builder, at, (wide, high, 0.14), (0.015, 0.015, 0.02), METAL)
    for facing in (1.0, -1.0):
        front = z + facing * 0.075
        if boxed:
            _panel(builder, (x, y, front), wide - 0.06, high - 0.06, tone * 0.85 + 0.06)
        else:
            for edge in (-1.0, 1.0):
                _panel(builder, (x + edge * (wide / 2 - 0.035), y, front), 0.03, high - 0.08, tone * 2.6)
        ink = np.full(3, 0.01) if boxed else tone * 1.4 + 1.2
        for k in range(letters):
            middle = y + high / 2 - 0.08 - (k + 0.5) * (high - 0.12) / letters
            size = min(wide * 0.74, (high - 0.12) / letters * 0.86)
            _letter(builder, int(random.integers(0, len(_STROKES))), (x, middle, front + facing * 0.012), size, ink)


def _panel(builder: MeshBuilder, at: tuple[float, float, float], wide: float, high: float, colour: np.ndarray) -> None:
    x, y, z = at
    corners = [(x - wide / 2, y - high / 2, z), (x + wide / 2, y - high / 2, z), (x + wide / 2, y + high / 2, z), (x - wide / 2, y + high / 2, z)]
    quad(builder, corners, tuple(float(c) for c in colour), EMISSIVE)


def _letter(builder: MeshBuilder, number: int, at: tuple[float, float, float], size: float, colour: np.ndarray) -> None:
    x, y, z = at
    half = _STROKE_M * min(1.0, size / 0.5)
    for ax, ay, bx, by in _STROKES[number]:
        start, end = np.array((ax - 0.5, ay - 0.5)) * size, np.array((bx - 0.5, by - 0.5)) * size
        along = (end - start) / math.hypot(*(end - start))
        across = np.array((-along[1], along[0])) * half
        ring = (start - across, end - across, end + across, start + across)
        quad(builder, [(x + p, y + q, z) for p, q in ring], tuple(float(c) for c in colour), EMISSIVE)


def cables(builder: MeshBuilder, random: np.random.Generator, z: float, half_width_m: float) -> None:
    """Bundle a few sagging wires across the street."""
    for _ in range(3):
        height, slant = random.uniform(5.2, 7.4), random.uniform(-2.5, 2.5)
        previous = None
        for k in range(9):
            t = k / 8
            at = (-half_width_m + 2 * half_width_m * t, height - random.uniform(0.4, 0.5) * (1 - (2 * t - 1) ** 2), z + slant * t)
            if previous is not None:
                cylinder(builder, previous, at, 0.014, (0.01, 0.01, 0.012), sides=3, capped=False)
            previous = at


def vending_machine(builder: MeshBuilder, random: np.random.Generator, side: int, x: float, z: float) -> Practical:
    """Stand a lit machine against a wall, its window to the street; returns its light."""
    tone = np.array(((0.75, 0.08, 0.08), (0.10, 0.25, 0.60), (0.80, 0.80, 0.82))[int(random.integers(0, 3))])
    box(builder, (x, 1.05, z), (0.72, 1.82, 0.98), tone * 0.5, PAINT)
    front = x - side * 0.37
    box(builder, (front, 1.32, z), (0.02, 0.98, 0.82), (0.62, 0.70, 0.78), EMISSIVE)
    for row in range(3):
        for place in range(6):
            drink = np.array(TONES[int(random.integers(0, len(TONES)))]) * 0.55
            box(builder, (front - side * 0.02, 1.02 + 0.30 * row, z - 0.33 + 0.13 * place), (0.02, 0.2, 0.075), drink, EMISSIVE)
    return Practical((front - side * 0.3, 1.3, z), (1.5, 1.65, 1.8), 4.5)


def tower(builder: MeshBuilder, random: np.random.Generator, z: float) -> None:
    """Close the far end of the street with dark blocks, lit windows and one great sign."""
    for x, wide, high in ((-6.5, 9.0, 21.0), (3.0, 9.0, 30.0), (10.5, 6.0, 18.0)):
        box(builder, (x, high / 2, z - 4), (wide, high, 8.0), (0.03, 0.035, 0.05), METAL)
        for row in range(int(high / 2.4) - 1):
            for k in range(int(wide / 1.5)):
                if random.random() < 0.42:
                    glow = np.array(((1.0, 0.75, 0.45), (0.65, 0.85, 1.0))[int(random.integers(0, 2))]) * random.uniform(0.35, 1.0)
                    _panel(builder, (x - wide / 2 + 0.9 + 1.5 * k, 4.0 + 2.4 * row, z + 0.03), 1.0, 1.3, glow)
    tone = np.array(TONES[0])
    _sign(builder, random, (3.0, 17.0, z + 0.6), 3.2, 13.0, 4, tone)
