"""Held instruments, reading, weapons and toys: each a function that adds its mesh about the middle of the hand."""

from __future__ import annotations

import numpy as np

from tools.stage.materials import CLOTH, EMISSIVE, GLASS, METAL, PAINT, WOOD
from tools.stage.mesh import MeshBuilder, box, cylinder, revolve
from tools.stage.people.prop_shapes import (
    BRASS,
    DARK,
    LEATHER,
    PAPER,
    STEEL,
    STRAW,
    TIMBER,
    ball,
    blade,
    leant,
    rod,
    soft_box,
)


def book(b: MeshBuilder, sides: int) -> None:
    def pages(i: MeshBuilder) -> None:
        for sign in (-1.0, 1.0):
            u = np.linspace(0, 1, 7)
            x = sign * u * 0.135
            z = 0.018 * np.sin(np.pi * u**0.7) * 0.9 - 0.020 * u
            for off, colour, y0, y1 in ((0.0, PAPER, -0.095, 0.095), (-0.011, (0.17, 0.035, 0.03), -0.102, 0.102)):
                grid = np.stack(
                    [
                        np.stack([x * (1.04 if off else 1), np.full(7, y), -z + (0.010 if off else 0)], -1)
                        for y in (y0, y1)
                    ]
                )
                normal = np.array([0, 0, -1.0])
                idx = np.array([[k, k + 1, k + 8] for k in range(6)] + [[k, k + 8, k + 7] for k in range(6)])
                i.add(
                    grid.reshape(-1, 3), idx if sign > 0 else idx[:, ::-1], normal, grid.reshape(-1, 3), colour, PAINT
                )

    leant(b, pages, 38.0, (0.128, 0.030, 0.030))


def letter(b: MeshBuilder, sides: int) -> None:
    def sheet_of_paper(i: MeshBuilder) -> None:
        y = np.linspace(-0.105, 0.105, 9)
        z = 0.010 * np.sin(y * 30) + 0.006
        grid = np.stack([np.stack([np.full(9, x), y, z], -1) for x in (-0.074, 0.074)])
        idx = np.array([[k, k + 9, k + 1] for k in range(8)] + [[k + 1, k + 9, k + 10] for k in range(8)])
        i.add(grid.reshape(-1, 3), idx, (0, 0, -1), grid.reshape(-1, 3), PAPER, PAINT)
        for line in range(6):
            box(
                i,
                (0, 0.07 - 0.026 * line, 0.002 + 0.010 * np.sin((0.07 - 0.026 * line) * 30)),
                (0.10, 0.004, 0.002),
                (0.16, 0.15, 0.17),
                PAINT,
            )

    leant(b, sheet_of_paper, 30.0, (0.060, 0.045, 0.02))


def phone(b: MeshBuilder, sides: int) -> None:
    def slab(i: MeshBuilder) -> None:
        box(i, (0, 0, 0), (0.146, 0.071, 0.008), DARK, PAINT)
        box(i, (0, 0, 0.0045), (0.134, 0.064, 0.001), (0.42, 0.52, 0.66), EMISSIVE)

    leant(b, slab, 0.0, (0.035, 0.010, 0.002), roll_deg=18.0)


def key(b: MeshBuilder, sides: int) -> None:
    a = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    rod(
        b,
        np.stack([0.060 + 0.015 * np.cos(a), 0.022 + 0.015 * np.sin(a), 0 * a], -1),
        0.0030,
        BRASS,
        METAL,
        5,
        closed=True,
    )
    cylinder(b, (0.074, 0.024, 0), (0.135, 0.034, 0), 0.0032, BRASS, METAL, sides=6)
    box(b, (0.127, 0.025, 0), (0.007, 0.014, 0.003), BRASS, METAL)
    box(b, (0.116, 0.025, 0), (0.005, 0.010, 0.003), BRASS, METAL)


def camera(b: MeshBuilder, sides: int) -> None:
    box(b, (0.075, 0.0, 0.0), (0.140, 0.084, 0.052), DARK, PAINT)
    box(b, (0.075, 0.050, 0.0), (0.050, 0.022, 0.044), (0.035, 0.035, 0.038), PAINT)
    revolve(
        b,
        (0.075, -0.002, 0.024),
        (0.075, -0.002, 0.098),
        [(0, 0.036), (0.6, 0.034), (0.65, 0.037), (1.0, 0.037), (1.0, 0.031)],
        (0.035, 0.035, 0.038),
        PAINT,
        sides=sides,
    )
    cylinder(b, (0.075, -0.002, 0.085), (0.075, -0.002, 0.088), 0.031, (0.04, 0.05, 0.09), GLASS, sides=sides)
    cylinder(b, (0.025, 0.042, 0.005), (0.025, 0.050, 0.005), 0.009, STEEL, METAL, sides=8)


def umbrella(b: MeshBuilder, sides: int) -> None:
    def upright(i: MeshBuilder) -> None:
        cylinder(i, (0, -0.06, 0), (0, 0.80, 0), 0.0055, STEEL, METAL, sides=7)
        arc = np.linspace(0, np.pi, 8)
        rod(i, np.stack([0 * arc, -0.06 - 0.045 * np.sin(arc), 0.022 * np.cos(arc) - 0.022], -1), 0.008, TIMBER, PAINT)
        ribs, steps = 8, 6
        count = ribs * steps
        a = np.arange(count) * 2 * np.pi / count
        share = np.array([0.0, 0.18, 0.4, 0.65, 0.85, 1.0])
        sag = 0.5 - 0.5 * np.cos(ribs * a)
        radius = 0.56 * np.sin(share * 1.35)[:, None] / np.sin(1.35) * (1 - 0.055 * share[:, None] * sag)
        y = 0.79 - 0.24 * (1 - np.cos(share * 1.42))[:, None] / (1 - np.cos(1.42)) + 0.018 * share[:, None] ** 2 * sag
        grid = np.stack([radius * np.cos(a), y + 0 * a, -radius * np.sin(a)], -1)
        across, along = (np.roll(grid, -1, 1) - np.roll(grid, 1, 1)) / 2, np.gradient(grid, axis=0)
        normals = np.cross(along, across)
        normals[0] = (0, 1, 0)
        normals /= np.linalg.norm(normals, axis=-1, keepdims=True) + 1e-9
        p = (np.arange(5)[:, None] * count + np.arange(count)).ravel()
        q = (np.arange(5)[:, None] * count + (np.arange(count) + 1) % count).ravel()
        triangles = np.concatenate([np.stack([p, p + count, q], 1), np.stack([q, p + count, q + count], 1)])
        tint = np.repeat(np.array([[0.060, 0.018, 0.024]]), 6 * count, 0) * (1.25 - 0.45 * np.tile(sag, 6))[:, None]
        i.add(grid.reshape(-1, 3), triangles, normals.reshape(-1, 3), grid.reshape(-1, 3), tint, CLOTH)

    leant(b, upright, -9.0, (0, 0, 0), roll_deg=-11.0)


def stick(b: MeshBuilder, sides: int) -> None:
    cylinder(b, (0, -0.80, 0.0), (0, 0.02, 0), 0.0085, TIMBER, WOOD, top_radius=0.0115, sides=8)
    arc = np.linspace(-0.3, np.pi, 9)
    rod(b, np.stack([0 * arc, 0.010 + 0.022 * np.sin(arc), 0.030 * np.cos(arc) - 0.030], -1), 0.0105, TIMBER, PAINT)


def broom(b: MeshBuilder, sides: int) -> None:
    def straight(i: MeshBuilder) -> None:
        cylinder(i, (0, -0.78, 0), (0, 0.42, 0), 0.0125, (0.34, 0.22, 0.11), PAINT, sides=8)
        soft_box(
            i,
            ((-1.08, 0.020, 0.150), (-0.92, 0.030, 0.105), (-0.80, 0.026, 0.040), (-0.76, 0.016, 0.018)),
            STRAW,
            (0, 0, 0),
            sides,
        )
        for y in (-0.88, -0.83):
            box(i, (0, y, 0), (0.060, 0.008, 0.150 if y < -0.85 else 0.110), (0.30, 0.04, 0.03), PAINT)

    leant(b, straight, -20.0, (0, 0, 0), roll_deg=-8.0)


def sword(b: MeshBuilder, sides: int) -> None:
    cylinder(b, (0, -0.075, 0), (0, 0.06, 0), 0.0135, LEATHER, PAINT, sides=8)
    ball(b, (0, -0.088, 0), 0.020, BRASS, METAL, 8)
    rod(b, [(-0.10, 0.066, 0), (-0.05, 0.060, 0), (0.05, 0.060, 0), (0.10, 0.066, 0)], 0.009, BRASS, METAL)
    blade(b, (0, 0.062, 0), (0, 0.90, 0), 0.024, 0.0042)


def knife(b: MeshBuilder, sides: int) -> None:
    cylinder(b, (-0.02, -0.065, 0), (0.012, 0.050, 0), 0.0125, DARK, PAINT, sides=8)
    blade(b, (0.012, 0.050, 0), (0.060, 0.225, 0), 0.017, 0.0024)


def gun(b: MeshBuilder, sides: int) -> None:
    def pistol(i: MeshBuilder) -> None:
        box(i, (0.055, 0.040, 0), (0.185, 0.030, 0.024), (0.045, 0.047, 0.052), METAL)
        box(i, (0.050, 0.018, 0), (0.150, 0.016, 0.020), DARK, PAINT)
        cylinder(i, (0.14, 0.043, 0), (0.155, 0.043, 0), 0.0075, DARK, PAINT, sides=8)
        box(i, (0.138, 0.058, 0), (0.008, 0.008, 0.004), DARK, PAINT)

    pistol(b)
    leant(
        b,
        lambda i: box(i, (0, -0.028, 0), (0.036, 0.105, 0.026), (0.030, 0.022, 0.018), PAINT),
        0.0,
        (-0.012, 0.0, 0),
        roll_deg=-12.0,
    )
    arc = np.linspace(np.pi, 2 * np.pi, 7)
    rod(b, np.stack([0.045 + 0.022 * np.cos(arc), 0.010 + 0.026 * np.sin(arc), 0 * arc], -1), 0.0030, DARK, PAINT, 5)


def guitar(b: MeshBuilder, sides: int) -> None:
    def flat(i: MeshBuilder) -> None:
        a = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        # The outline of a figure of eight: wide below, waisted, narrower above.
        along = -0.235 * np.cos(a)
        half = np.interp(
            along, [-0.235, -0.20, -0.10, 0.03, 0.13, 0.20, 0.235], [0.03, 0.125, 0.185, 0.118, 0.138, 0.10, 0.03]
        )
        outline = np.stack([along, half * np.sign(np.sin(a)) * np.abs(np.sin(a)) ** 0.25, 0 * a], -1)
        rows = [outline * [0.01, 0.01, 0] + [0, 0, 0.048], outline * [0.98, 0.98, 0] + [0, 0, 0.048], outline + np.array([0, 0, 0.042]),
                outline + np.array([0, 0, -0.042]), outline * [0.98, 0.98, 0] + [0, 0, -0.048], outline * [0.01, 0.01, 0] + [0, 0, -0.048]]  # fmt: skip
        for lo, hi, normal, colour in (
            (0, 1, (0, 0, 1), (0.46, 0.25, 0.085)),
            (1, 3, None, (0.16, 0.065, 0.028)),
            (4, 5, (0, 0, -1), (0.16, 0.065, 0.028)),
        ):
            grid = np.stack([rows[lo], rows[hi]])
            n = (
                np.broadcast_to(np.asarray(normal, float), grid.shape)
                if normal
                else np.stack([outline / (np.linalg.norm(outline, axis=1, keepdims=True) + 1e-9)] * 2)
            )
            p, q = np.arange(40), (np.arange(40) + 1) % 40
            idx = np.concatenate([np.stack([p, p + 40, q], 1), np.stack([q, p + 40, q + 40], 1)])
            i.add(grid.reshape(-1, 3), idx, n.reshape(-1, 3), grid.reshape(-1, 3), colour, PAINT)
        cylinder(i, (0.055, 0, 0.0485), (0.055, 0, 0.0492), 0.048, (0.02, 0.012, 0.01), PAINT, sides=18)
        box(i, (0.40, 0, 0.052), (0.42, 0.048, 0.022), (0.055, 0.030, 0.018), PAINT)
        box(i, (0.66, 0, 0.046), (0.13, 0.070, 0.016), (0.16, 0.065, 0.028), PAINT)
        box(i, (-0.11, 0, 0.052), (0.026, 0.12, 0.010), (0.055, 0.030, 0.018), PAINT)
        for k in range(6):
            y = (k - 2.5) * 0.0075
            rod(i, [(-0.11, y, 0.062), (0.25, y, 0.066), (0.62, y * 0.8, 0.064)], 0.0009, (0.5, 0.48, 0.42), METAL, 4)

    leant(b, flat, -6.0, (0.055, -0.005, -0.075), roll_deg=14.0)


def toy(b: MeshBuilder, sides: int) -> None:
    fur, pale = (0.25, 0.13, 0.06), (0.46, 0.32, 0.19)
    at = np.array([0.06, 0.05, 0.02])
    ball(b, at, (0.068, 0.085, 0.060), fur, CLOTH, sides)
    ball(b, at + np.array([0, 0.125, 0.005]), (0.062, 0.057, 0.056), fur, CLOTH, sides)
    ball(b, at + np.array([0, 0.112, 0.052]), (0.026, 0.021, 0.020), pale, CLOTH, 10)
    ball(b, at + np.array([0, 0.120, 0.071]), (0.009, 0.007, 0.006), DARK, PAINT, 7)
    for side in (-1, 1):
        ball(b, at + np.array([side * 0.047, 0.172, 0]), (0.023, 0.023, 0.013), fur, CLOTH, 10)
        ball(b, at + np.array([side * 0.022, 0.140, 0.052]), 0.0062, DARK, PAINT, 7)
        ball(b, at + np.array([side * 0.078, 0.030, 0.024]), (0.029, 0.056, 0.028), fur, CLOTH, 10)
        ball(b, at + np.array([side * 0.047, -0.082, 0.046]), (0.033, 0.033, 0.060), fur, CLOTH, 10)
