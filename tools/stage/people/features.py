"""What one face and one body are like, as numbers drawn from the identity's words and face seed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from film.bible import Identity


class Face(NamedTuple):
    """Proportions of a head around 1.0, and colours. Lengths are head-local metres at adult size."""

    feminine: float
    """0 a man's bones .. 1 a woman's."""
    youth: float
    """1 at four years old, 0 from sixteen."""
    old: float
    """0 until forty-five, 1 at eighty."""
    skull_width: float
    face_width: float
    jaw_width: float
    jaw_square: float
    chin: float
    cheekbone: float
    cheek_full: float
    nose_length: float
    nose_width: float
    nose_bridge: float
    nose_tip: float
    brow_height_m: float
    brow_thickness: float
    brow_arch: float
    brow_slope: float
    eye_spacing_m: float
    eye_radius_m: float
    eye_open: float
    eye_tilt_deg: float
    lip_full: float
    mouth_width_m: float
    mouth_y_m: float
    cupid: float
    ear: float
    hairline_m: float
    parting: float
    """-1 right .. 1 left: where the hair parts."""


def draw_face(identity: Identity) -> Face:
    """The face that these words and this seed always give."""
    draw = np.random.default_rng([identity.face_seed, 20_11])

    def around(middle: float, spread: float) -> float:
        return float(middle + spread * np.clip(draw.normal(0.0, 0.55), -1.2, 1.2))

    feminine = {"woman": 1.0, "man": 0.0, "androgynous": 0.55}[identity.presents]
    youth = float(np.clip((16 - identity.age) / 12, 0, 1))
    old = float(np.clip((identity.age - 45) / 35, 0, 1))
    feminine = feminine + (0.75 - feminine) * youth * 0.8
    heavy = {"slim": -0.6, "average": 0.0, "athletic": -0.1, "heavy": 1.0}[identity.build]
    return Face(
        feminine=feminine,
        youth=youth,
        old=old,
        skull_width=around(1.0, 0.035),
        face_width=around(1.02 - 0.045 * feminine + 0.03 * youth, 0.04) + 0.05 * heavy,
        jaw_width=around(1.00 - 0.13 * feminine, 0.06) + 0.06 * heavy,
        jaw_square=around(0.75 - 0.55 * feminine, 0.30) * (1 - youth),
        chin=around(1.06 - 0.22 * feminine - 0.10 * youth, 0.12),
        cheekbone=around(1.0 + 0.05 * feminine, 0.25),
        cheek_full=around(0.25 * feminine + 0.55 * youth - 0.45 * old, 0.30) + 0.45 * heavy,
        nose_length=around(1.0 - 0.07 * feminine - 0.26 * youth + 0.06 * old, 0.08),
        nose_width=around(1.03 - 0.13 * feminine - 0.06 * youth + 0.05 * old, 0.13),
        nose_bridge=around(1.05 - 0.25 * feminine - 0.45 * youth, 0.35),
        nose_tip=around(0.9 + 0.15 * feminine, 0.35),
        brow_height_m=around(0.0235 + 0.0012 * feminine, 0.0016),
        brow_thickness=around(1.12 - 0.34 * feminine - 0.2 * youth, 0.18),
        brow_arch=around(0.40 + 0.35 * feminine, 0.28),
        brow_slope=around(0.0, 0.35),
        eye_spacing_m=around(0.0318, 0.0012),
        eye_radius_m=around(0.0154 + 0.0008 * feminine + 0.0010 * youth, 0.0004),
        eye_open=around(1.02 + 0.10 * feminine + 0.10 * youth - 0.14 * old, 0.07),
        eye_tilt_deg=around(2.5 + 2.0 * feminine, 2.6),
        lip_full=around(0.95 + 0.40 * feminine - 0.30 * old, 0.20),
        mouth_width_m=around(0.0252 - 0.0012 * feminine - 0.003 * youth, 0.0018),
        mouth_y_m=around(-0.0655 + 0.004 * youth, 0.0016),
        cupid=around(1.0, 0.4),
        ear=around(1.0, 0.10) + 0.08 * old,
        hairline_m=around(0.0685 - 0.002 * (1 - feminine) * old * 8, 0.003),
        parting=float(draw.choice([-1.0, 1.0])) * around(0.45, 0.2),
    )
