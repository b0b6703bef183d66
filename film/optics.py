"""The lens as a formula: what is sharp, and how blurred the rest is.

Focal lengths are in millimetres against a sensor 36 mm wide, a full-frame camera's.
"""

from __future__ import annotations

import math

SENSOR_MM = 36.0
CIRCLE_OF_CONFUSION_MM = 0.03
"""What still counts as a point on that sensor: 1/1200 of its width, the usual figure for 36 x 24 mm."""


def hyperfocal_m(focal_mm: float, f_stop: float) -> float:
    """The nearest focus at which infinity is still sharp: f^2 / (N c) + f."""
    return (focal_mm * focal_mm / (f_stop * CIRCLE_OF_CONFUSION_MM) + focal_mm) / 1000.0


def depth_of_field(focal_mm: float, f_stop: float, focus_m: float) -> tuple[float, float]:
    """From and to which distance in metres the picture is sharp; the far limit may be infinite.

    Thin lens with hyperfocal distance H, focal length f and focus s:
    near = s (H - f) / (H + s - 2 f), far = s (H - f) / (H - s).

    Raises:
        ValueError: a focal length or stop that is not positive, or a focus inside the lens.
    """
    focal = focal_mm / 1000.0
    if focal_mm <= 0 or f_stop <= 0 or focus_m <= focal:
        raise ValueError(f"no depth of field for {focal_mm} mm at f/{f_stop} focused at {focus_m} m")
    far_focus = hyperfocal_m(focal_mm, f_stop)
    near = focus_m * (far_focus - focal) / (far_focus + focus_m - 2.0 * focal)
    return near, math.inf if focus_m >= far_focus else focus_m * (far_focus - focal) / (far_focus - focus_m)


def blur_circle_mm(focal_mm: float, f_stop: float, focus_m: float, depth_m: float) -> float:
    """Diameter on the sensor of the image of a point at ``depth_m``: f^2 / (N (s - f)) |d - s| / d."""
    focus_mm = max(focus_m * 1000.0, 1.01 * focal_mm)
    return focal_mm * focal_mm / (f_stop * (focus_mm - focal_mm)) * abs(depth_m - focus_m) / max(depth_m, 1e-6)


def in_words(focal_mm: float, f_stop: float, focus_m: float) -> str:
    """``50 mm at f/2.8, focused at 2.1 m, sharp from 1.97 to 2.24 m``."""
    said = f"{focal_mm:.0f} mm at f/{f_stop:g}, focused at {focus_m:.1f} m"
    near, far = depth_of_field(focal_mm, f_stop, focus_m)
    return f"{said}, sharp from {near:.2f} m on" if math.isinf(far) else f"{said}, sharp from {near:.2f} to {far:.2f} m"
