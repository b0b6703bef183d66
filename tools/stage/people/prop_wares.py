"""Held lights, vessels and baggage: each a function that adds its mesh about the middle of the hand."""

from __future__ import annotations

import numpy as np

from tools.stage.materials import CLOTH, EMISSIVE, GLASS, METAL, PAINT
from tools.stage.mesh import MeshBuilder, box, cylinder, revolve
from tools.stage.people.prop_shapes import BRASS, DARK, LEATHER, STEEL, STRAW, ball, rod, soft_box

FLAME = (7.0, 3.6, 1.1)


def lantern(b: MeshBuilder, sides: int) -> None:
    arc = np.linspace(0.12, np.pi - 0.12, 11)
    rod(b, np.stack([0.075 * np.cos(arc), -0.105 + 0.108 * np.sin(arc), 0 * arc], -1), 0.0035, STEEL, METAL)
    revolve(
        b,
        (0, -0.155, 0),
        (0, -0.08, 0),
        [(0, 0.066), (0.25, 0.070), (0.5, 0.046), (0.8, 0.026), (1.0, 0.004)],
        BRASS,
        METAL,
        sides=sides,
    )
    revolve(
        b,
        (0, -0.275, 0),
        (0, -0.155, 0),
        [(0, 0.048), (0.5, 0.056), (1.0, 0.048)],
        (0.55, 0.42, 0.22),
        EMISSIVE,
        sides=sides,
    )
    revolve(
        b,
        (0, -0.26, 0),
        (0, -0.185, 0),
        [(0, 0.010), (0.35, 0.018), (1.0, 0.001)],
        FLAME,
        EMISSIVE,
        sides=max(5, sides // 2),
    )
    revolve(
        b,
        (0, -0.335, 0),
        (0, -0.275, 0),
        [(0, 0.0), (0.001, 0.070), (0.25, 0.072), (0.6, 0.055), (1.0, 0.050)],
        BRASS,
        METAL,
        sides=sides,
    )
    for turn in range(4):
        a = turn * np.pi / 2 + np.pi / 4
        x, z = 0.060 * np.cos(a), 0.060 * np.sin(a)
        rod(b, [(x, -0.28, z), (x * 1.1, -0.215, z * 1.1), (x, -0.15, z)], 0.0030, BRASS, METAL, 5)


def candle(b: MeshBuilder, sides: int) -> None:
    revolve(
        b,
        (0, -0.065, 0),
        (0, 0.13, 0),
        [(0, 0.0), (0.001, 0.0125), (0.9, 0.0125), (1.0, 0.010)],
        (0.78, 0.72, 0.58),
        PAINT,
        sides=sides,
    )
    revolve(b, (0, -0.075, 0), (0, -0.06, 0), [(0, 0.0), (0.01, 0.046), (1.0, 0.052)], BRASS, METAL, sides=sides)
    revolve(
        b,
        (0, 0.132, 0),
        (0, 0.175, 0),
        [(0, 0.003), (0.35, 0.0085), (1.0, 0.0008)],
        FLAME,
        EMISSIVE,
        sides=max(5, sides // 2),
    )


def torch(b: MeshBuilder, sides: int) -> None:
    cylinder(b, (-0.065, 0, 0), (0.085, 0, 0), 0.016, DARK, PAINT, sides=sides)
    revolve(b, (0.085, 0, 0), (0.135, 0, 0), [(0, 0.016), (0.5, 0.026), (1.0, 0.029)], STEEL, METAL, sides=sides)
    cylinder(b, (0.131, 0, 0), (0.134, 0, 0), 0.026, (6.0, 5.4, 4.2), EMISSIVE, sides=sides)


def cup(b: MeshBuilder, sides: int) -> None:
    profile = [
        (0, 0.0),
        (0.001, 0.030),
        (0.1, 0.034),
        (0.95, 0.039),
        (1.0, 0.0375),
        (0.97, 0.036),
        (0.80, 0.035),
        (0.795, 0.0),
    ]
    revolve(b, (0, -0.045, 0), (0, 0.050, 0), profile, (0.62, 0.58, 0.50), PAINT, sides=sides)
    cylinder(b, (0, 0.028, 0), (0, 0.030, 0), 0.034, (0.10, 0.045, 0.02), PAINT, sides=sides)
    arc = np.linspace(-1.3, 1.3, 9)
    rod(
        b,
        np.stack([0.036 + 0.026 * np.cos(arc), 0.002 + 0.027 * np.sin(arc), 0 * arc], -1),
        0.0048,
        (0.62, 0.58, 0.50),
        PAINT,
    )


def glass(b: MeshBuilder, sides: int) -> None:
    profile = [(0, 0.0), (0.001, 0.028), (1.0, 0.035), (0.985, 0.033), (0.62, 0.0315)]
    revolve(b, (0, -0.05, 0), (0, 0.065, 0), profile, (0.30, 0.34, 0.36), GLASS, sides=sides)
    revolve(
        b,
        (0, -0.046, 0),
        (0, 0.018, 0),
        [(0, 0.0), (0.001, 0.027), (1.0, 0.0305), (1.0, 0.0)],
        (0.42, 0.20, 0.05),
        PAINT,
        sides=sides,
    )


def bottle(b: MeshBuilder, sides: int) -> None:
    profile = [
        (0, 0.0),
        (0.001, 0.036),
        (0.55, 0.037),
        (0.68, 0.030),
        (0.76, 0.0145),
        (0.97, 0.0135),
        (0.975, 0.016),
        (1.0, 0.015),
        (1.0, 0.0),
    ]
    revolve(b, (0, -0.10, 0), (0, 0.19, 0), profile, (0.025, 0.075, 0.035), GLASS, sides=sides)
    cylinder(b, (0, -0.055, 0), (0, 0.030, 0), 0.0378, (0.58, 0.53, 0.40), PAINT, sides=sides, capped=False)


def flowers(b: MeshBuilder, sides: int) -> None:
    draw = np.random.default_rng(7)
    tints = ((0.50, 0.03, 0.05), (0.62, 0.20, 0.28), (0.68, 0.62, 0.50), (0.66, 0.42, 0.04), (0.30, 0.10, 0.36))
    for k in range(13):
        turn, out = k * 2.399, 0.020 + 0.105 * np.sqrt(k / 13)
        tip = np.array([out * np.cos(turn), 0.255 - 0.9 * out * out / 0.12 + 0.02 * draw.random(), out * np.sin(turn)])
        rod(
            b,
            [tip * [0.12, 0, 0.12] - [0, 0.12, 0], tip * [0.10, 0, 0.10], tip],
            0.0026,
            (0.045, 0.12, 0.035),
            PAINT,
            4,
        )
        ball(b, tip, (0.027, 0.021, 0.027), tints[k % 5], PAINT, 8)
        ball(b, tip + np.array([0, 0.016, 0]), (0.013, 0.010, 0.013), np.array(tints[k % 5]) * 0.55, PAINT, 6)
    for k in range(7):
        turn = k * 0.9 + 0.3
        tip = np.array([0.15 * np.cos(turn), 0.17, 0.15 * np.sin(turn)])
        rod(b, [tip * 0.2, tip * [0.7, 0.75, 0.7], tip], np.array([0.003, 0.022, 0.002]), (0.05, 0.15, 0.04), PAINT, 4)
    revolve(
        b,
        (0, -0.10, 0),
        (0, 0.165, 0),
        [(0, 0.018), (0.35, 0.022), (1.0, 0.105)],
        (0.60, 0.50, 0.36),
        CLOTH,
        sides=sides,
    )


def basket(b: MeshBuilder, sides: int) -> None:
    profile = [
        (0, 0.0),
        (0.001, 0.105),
        (0.5, 0.135),
        (0.95, 0.155),
        (1.0, 0.160),
        (0.96, 0.148),
        (0.3, 0.12),
        (0.3, 0.0),
    ]
    revolve(b, (-0.03, -0.36, 0), (-0.03, -0.21, 0), profile, STRAW, PAINT, sides=sides)
    a = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    for y, r in ((-0.212, 0.160), (-0.262, 0.147), (-0.312, 0.130)):
        rod(
            b,
            np.stack([-0.03 + r * np.cos(a), np.full(28, y), r * np.sin(a)], -1),
            0.0085,
            np.array(STRAW) * 0.75,
            PAINT,
            5,
            closed=True,
        )
    arc = np.linspace(0, np.pi, 13)
    rod(
        b,
        np.stack([np.full(13, -0.03) + 0.03 * np.sin(arc), -0.215 + 0.215 * np.sin(arc), 0.155 * np.cos(arc)], -1),
        0.0075,
        np.array(STRAW) * 0.75,
        PAINT,
        6,
    )
    for x, z, tint in (
        (-0.07, 0.04, (0.42, 0.05, 0.03)),
        (0.02, 0.05, (0.45, 0.22, 0.03)),
        (-0.03, -0.05, (0.40, 0.08, 0.03)),
        (0.03, -0.04, (0.16, 0.26, 0.05)),
    ):
        ball(b, (x, -0.225, z), 0.045, tint, PAINT, 9)


def parcel(b: MeshBuilder, sides: int) -> None:
    box(b, (0.170, 0.02, 0.06), (0.33, 0.25, 0.27), (0.28, 0.185, 0.10), PAINT)
    box(b, (0.170, 0.147, 0.06), (0.338, 0.008, 0.278), (0.30, 0.20, 0.11), PAINT)
    box(b, (0.170, 0.022, 0.06), (0.05, 0.262, 0.276), (0.40, 0.31, 0.18), PAINT)


def tray(b: MeshBuilder, sides: int) -> None:
    profile = [(0, 0.0), (0.001, 0.15), (1.0, 0.17), (0.8, 0.166), (0.3, 0.148), (0.3, 0.0)]
    revolve(b, (0.02, 0.006, 0.05), (0.02, 0.026, 0.05), profile, STEEL, METAL, sides=max(16, sides))
    for x, z in ((-0.05, 0.09), (0.08, 0.02)):
        revolve(
            b,
            (x, 0.012, z),
            (x, 0.105, z),
            [(0, 0.0), (0.001, 0.027), (1.0, 0.034), (0.98, 0.032), (0.7, 0.031)],
            (0.30, 0.34, 0.36),
            GLASS,
            sides=sides,
        )
    revolve(
        b,
        (0.0, 0.012, 0.0),
        (0.0, 0.22, 0.0),
        [(0, 0.0), (0.001, 0.034), (0.55, 0.035), (0.75, 0.013), (1.0, 0.013), (1.0, 0)],
        (0.03, 0.08, 0.04),
        GLASS,
        sides=sides,
    )


def bag(b: MeshBuilder, sides: int) -> None:
    colour = (0.19, 0.075, 0.045)
    rows = (
        (-0.40, 0.055, 0.165),
        (-0.39, 0.066, 0.178),
        (-0.27, 0.070, 0.172),
        (-0.17, 0.055, 0.150),
        (-0.145, 0.020, 0.140),
        (-0.142, 0.006, 0.135),
    )
    soft_box(b, rows, colour, (-0.035, 0, 0), sides)
    for side in (-0.024, 0.024):
        arc = np.linspace(0, np.pi, 11)
        rod(
            b,
            np.stack([np.full(11, side - 0.018), -0.16 + 0.155 * np.sin(arc), 0.085 * np.cos(arc)], -1),
            0.0065,
            LEATHER,
            PAINT,
            6,
        )


def suitcase(b: MeshBuilder, sides: int) -> None:
    colour = (0.155, 0.082, 0.042)
    rows = ((-0.475, 0.070, 0.275), (-0.465, 0.082, 0.290), (-0.105, 0.082, 0.290), (-0.095, 0.070, 0.275))
    soft_box(b, rows, colour, (-0.055, 0, 0), sides)
    box(b, (-0.055, -0.285, 0), (0.166, 0.345, 0.012), (0.075, 0.036, 0.02), PAINT)
    for z in (-0.17, 0.17):
        box(b, (-0.055, -0.285, z), (0.170, 0.388, 0.030), (0.075, 0.036, 0.02), PAINT)
        box(b, (-0.055, -0.094, z), (0.030, 0.010, 0.034), BRASS, METAL)
    arc = np.linspace(0, np.pi, 11)
    rod(
        b,
        np.stack([np.full(11, -0.02), -0.098 + 0.098 * np.sin(arc) ** 0.6, 0.07 * np.cos(arc)], -1),
        0.0085,
        LEATHER,
        PAINT,
        7,
    )
