"""What one face is like, as numbers drawn from the identity's words and face seed.

Draws are wide on purpose: a cast is told apart at fifty metres, so no two faces may be neighbours by chance.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from film.bible import Identity


class Face(NamedTuple):
    """Proportions of a head around 1.0, and what paints it. Lengths are head-local metres at adult size."""

    feminine: float
    """0 a man's bones .. 1 a woman's."""
    youth: float
    """1 at four years old, 0 from sixteen."""
    old: float
    """0 until forty-five, 1 at eighty, a little more after."""
    lined: float
    """How deep the years have written themselves: 0 smooth .. 1 at eighty."""
    heavy: float
    """-0.6 gaunt .. 1 heavy."""
    skull_width: float
    face_width: float
    face_length: float
    """Of everything below the eyes."""
    forehead_slope: float
    """0 upright .. 1 receding."""
    brow_ridge: float
    jaw_width: float
    jaw_square: float
    chin: float
    """Its width."""
    chin_out_m: float
    """How far it stands out; below 0 it recedes."""
    chin_cleft: float
    cheekbone: float
    cheek_full: float
    cheek_hollow: float
    nose_length: float
    nose_width: float
    nose_bridge: float
    nose_hump_m: float
    """Of the bridge: above 0 an aquiline nose, below 0 a scooped one."""
    nose_tip: float
    nose_up_m: float
    """How far the tip is turned up."""
    nose_out_m: float
    brow_height_m: float
    brow_thickness: float
    brow_arch: float
    brow_slope: float
    brow_gap_m: float
    """From the middle of the face to the inner end of a brow."""
    eye_spacing_m: float
    eye_radius_m: float
    eye_open: float
    eye_tilt_deg: float
    eye_fold: float
    """0 a smooth lid without a crease .. 1 a deep crease."""
    lip_upper: float
    lip_lower: float
    mouth_width_m: float
    mouth_y_m: float
    mouth_out_m: float
    mouth_corner_m: float
    """Height of the corners above the middle."""
    cupid: float
    ear: float
    ear_out: float
    hairline_m: float
    peak_m: float
    """How far the hair recedes at the temples."""
    parting: float
    """-1 right .. 1 left: where the hair parts."""
    undertone: float
    """Of the skin: -1 rosy .. 1 golden."""


def draw_face(identity: Identity) -> Face:
    """The face that these words and this seed always give."""
    draw = np.random.default_rng([identity.face_seed, 20_11])

    def around(middle: float, spread: float) -> float:
        return float(middle + spread * draw.uniform(-1.0, 1.0))

    feminine = {"woman": 1.0, "man": 0.0, "androgynous": 0.55}[identity.presents]
    youth = float(np.clip((16 - identity.age) / 12, 0, 1)) ** 0.8
    old = float(np.clip((identity.age - 45) / 35, 0, 1.2))
    lined = float(np.interp(identity.age, [24, 36, 45, 55, 66, 80, 92], [0.0, 0.06, 0.20, 0.42, 0.68, 1.0, 1.2]))
    feminine = feminine + (0.75 - feminine) * youth * 0.8
    heavy = {"slim": -0.6, "average": 0.0, "athletic": -0.15, "heavy": 1.0}[identity.build]
    long = around(1.0, 0.080)
    wide = around(1.0, 0.080)
    grown = 1 - youth
    return Face(
        feminine=feminine,
        youth=youth,
        old=old,
        lined=lined,
        heavy=heavy,
        skull_width=around(1.0, 0.035) + 0.3 * (wide - 1.0),
        face_width=wide - 0.035 * feminine + 0.030 * youth + 0.045 * max(heavy, 0) - 0.02 * old,
        face_length=1.0 + (long - 1.0) * (0.8 + 0.2 * grown) - 0.145 * youth - 0.025 * feminine * grown + 0.02 * old,
        forehead_slope=around(0.55 - 0.35 * feminine, 0.35) * grown,
        brow_ridge=(around(0.85 - 0.65 * feminine, 0.40)) * grown,
        jaw_width=around(0.99 - 0.10 * feminine - 0.05 * youth, 0.10) + 0.07 * heavy - 0.05 * old,
        jaw_square=around(0.62 - 0.42 * feminine - 0.15 * old, 0.42) * grown,
        chin=around(1.05 - 0.20 * feminine - 0.16 * youth, 0.24),
        chin_out_m=around(0.0012 - 0.0010 * feminine - 0.004 * youth, 0.0048),
        chin_cleft=max(0.0, around(0.1 - 0.25 * feminine, 0.7)) * grown,
        cheekbone=around(1.0 + 0.15 * feminine, 0.75),
        cheek_full=around(0.30 * feminine + 0.75 * youth - 0.35 * old, 0.40) + 0.65 * max(heavy, 0),
        cheek_hollow=max(
            0.0, around(0.25 - 0.9 * youth, 0.45) + 0.40 * old - 0.6 * max(heavy, 0) - 0.5 * min(heavy, 0)
        ),
        nose_length=around(1.0 - 0.06 * feminine - 0.16 * youth + 0.07 * old, 0.17),
        nose_width=around(1.02 - 0.13 * feminine - 0.04 * youth + 0.06 * old, 0.26),
        nose_bridge=around(0.95 - 0.25 * feminine - 0.75 * youth, 0.65),
        nose_hump_m=around(0.0006 - 0.0010 * feminine, 0.0026) * grown - 0.0018 * youth,
        nose_tip=around(0.95 + 0.05 * feminine, 0.45),
        nose_up_m=around(0.0008 * feminine + 0.0032 * youth - 0.0022 * old, 0.0032),
        nose_out_m=around(-0.0030 * youth, 0.0045 * (1 - 0.5 * youth)),
        brow_height_m=around(0.0215 + 0.0016 * feminine + 0.001 * youth, 0.0038),
        brow_thickness=around(1.10 - 0.36 * feminine - 0.20 * youth, 0.50),
        brow_arch=around(0.35 + 0.35 * feminine - 0.2 * youth, 0.55),
        brow_slope=around(0.0, 1.0),
        brow_gap_m=around(0.0125 + 0.001 * feminine, 0.0038),
        eye_spacing_m=around(0.0318 + 0.0004 * youth, 0.0033),
        eye_radius_m=around(0.0150 + 0.0007 * feminine + 0.0020 * youth, 0.0011),
        eye_open=around(1.00 + 0.08 * feminine + 0.14 * youth - 0.16 * old, 0.22),
        eye_tilt_deg=around(2.0 + 2.5 * feminine - 2.5 * old, 7.0),
        eye_fold=float(np.clip(around(0.62 + 0.2 * feminine, 0.62), 0, 1)),
        lip_upper=around(0.80 + 0.42 * feminine - 0.70 * old, 0.50),
        lip_lower=around(0.95 + 0.38 * feminine - 0.50 * old, 0.48),
        mouth_width_m=around(0.0250 - 0.0010 * feminine - 0.0036 * youth, 0.0042),
        mouth_y_m=(-0.0660 + around(0.0, 0.0040)) * (1.0 + (long - 1.0) * (0.8 + 0.2 * grown) - 0.125 * youth),
        mouth_out_m=around(0.0002, 0.0026) - 0.0012 * old,
        mouth_corner_m=around(0.0002 + 0.0004 * youth - 0.0022 * old, 0.0015),
        cupid=around(1.0, 0.9),
        ear=around(1.0 - 0.02 * feminine, 0.15) + 0.12 * old,
        ear_out=around(1.0 + 0.2 * youth, 0.8),
        hairline_m=around(0.0690, 0.0062) + 0.010 * (1 - feminine) * max(old, 0.0),
        peak_m=max(0.0, around(0.006 * (1 - feminine), 0.006)) * grown + 0.014 * (1 - feminine) * old,
        parting=float(draw.choice([-1.0, 1.0])) * around(0.55, 0.45),
        undertone=around(0.0, 1.0),
    )
