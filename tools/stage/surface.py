"""What light meets at one point: the finish that every pattern returns and `shading` lights."""

from typing import NamedTuple


class Surface(NamedTuple):
    """What light meets at one point."""

    red: float
    green: float
    blue: float
    normal_x: float
    normal_y: float
    normal_z: float
    specular: float
    gloss: float
    """Exponent of the highlight."""
    wrap: float
    """How far light reaches round the form, 0 = hard."""
    reflect: float
    """Share of the surroundings mirrored at a grazing angle."""
    glow: float
    """Own light, as a multiple of the albedo."""
    through: float
    """Light that passes from behind (leaves)."""
    flesh: float
    """Light that wanders under skin."""
    rim: float
    """Sheen of fibres at the outline."""
