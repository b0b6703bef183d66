"""What five landmarks of a face tell: which way it looks, and how to turn and scale it as recognisers read faces.

Landmarks are insightface's five, in pixels: the eye on the picture's left, the other eye, the tip of the nose, the corner
of the mouth on the picture's left, the other corner.
"""

from __future__ import annotations

import math

import numpy as np

ALIGNED_PX = 112
TEMPLATE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]], np.float32
)
"""Where recognisers of 112 pixels expect the landmarks. Source: Deng et al., "ArcFace", CVPR 2019, its public code."""

_NOSE_OUT = 0.48
"""How far the tip of a nose stands before the line from between the eyes to the mouth, by the distance of the eyes:
27 mm to 64 mm in adults, 0.54 in our stage's people; between the two both are read within ten degrees."""


def yaw_of(landmarks: np.ndarray) -> float:
    """How far a face is turned, degrees: 0 looks into the lens, above 0 to the picture's right, near 90 a profile.

    Seen from far away (weak perspective), the nose moves off the line between the eyes and the mouth by its height
    times the sine, and the eyes come together by the cosine. A head that leans to a shoulder is turned upright first.

    Args:
        landmarks: (5, 2) pixels.
    """
    eye_l, eye_r, nose, mouth_l, mouth_r = np.asarray(landmarks, np.float64)
    eyes, mouth = (eye_l + eye_r) / 2, (mouth_l + mouth_r) / 2
    down = mouth - eyes
    tall = float(np.hypot(*down))
    if tall < 1e-6:
        return 0.0
    right = np.array([down[1], -down[0]]) / tall
    off = float((nose - eyes) @ right)
    apart = max(0.0, float((eye_r - eye_l) @ right))
    return math.degrees(math.atan2(off / _NOSE_OUT, apart)) if off or apart else 0.0


def alignment(landmarks: np.ndarray) -> np.ndarray:
    """(2, 3) the turn, scale and shift that bring ``landmarks`` nearest to the template, in the least-squares sense.

    Source: Umeyama, "Least-squares estimation of transformation parameters between two point patterns", PAMI 1991, in
    complex numbers, where a turn and a scale are one factor.
    """
    found = np.asarray(landmarks, np.float64) @ (1, 1j)
    wanted = TEMPLATE.astype(np.float64) @ (1, 1j)
    away, target = found - found.mean(), wanted - wanted.mean()
    factor = np.vdot(away, target) / max(float(np.vdot(away, away).real), 1e-12)
    shift = wanted.mean() - factor * found.mean()
    return np.array([[factor.real, -factor.imag, shift.real], [factor.imag, factor.real, shift.imag]])


def aligned(rgb: np.ndarray, landmarks: np.ndarray) -> np.ndarray:
    """(112, 112, 3) uint8: the face upright, its landmarks where recognisers expect them."""
    import cv2

    move = alignment(landmarks)
    size = (ALIGNED_PX, ALIGNED_PX)
    scale = math.hypot(move[0, 0], move[1, 0])
    if scale < 0.5:
        # Averaged first: a warp alone skips pixels of a large face.
        small = cv2.resize(rgb, None, fx=2 * scale, fy=2 * scale, interpolation=cv2.INTER_AREA)
        move = move @ np.diag([rgb.shape[1] / small.shape[1], rgb.shape[0] / small.shape[0], 1.0])
        rgb = small
    return cv2.warpAffine(rgb, move, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
