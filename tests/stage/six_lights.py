"""Six lights to look at faces by: what a film does to them, from a casting studio to neon."""

from __future__ import annotations

from tools.stage import light
from tools.stage.light import Practical, Rig


def card(red: float, green: float, blue: float) -> Practical:
    """The soft light from beside the lens that a gaffer gives every face."""
    return Practical((-0.9, 1.95, 1.6), (red, green, blue), 4.0)


LIGHTS: dict[str, tuple[Rig, tuple[Practical, ...]]] = {
    "noon": (
        light.rig("day", "clear", interior=False, key_azimuth_deg=-35.0, key_elevation_deg=62.0), (card(0.5, 0.5, 0.5),)
    ),
    "from the right": (
        light.rig("day", "clear", interior=False, key_azimuth_deg=40.0, key_elevation_deg=34.0, key_stops=-0.5),
        (card(0.4, 0.4, 0.4),),
    ),
    "overcast": (light.rig("day", "overcast", interior=False), (card(0.4, 0.4, 0.4),)),
    "magic hour": (
        light.rig("magic_hour", "clear", interior=False, key_azimuth_deg=-60.0, key_elevation_deg=14.0),
        (card(1.0, 0.8, 0.6),),
    ),
    "dusk": (light.rig("dusk", "clear", interior=False), (card(0.5, 0.55, 0.65),)),
    "neon": (
        light.rig("night", "clear", interior=False, neon=True),
        (
            Practical((-1.2, 1.8, 1.3), (2.2, 0.5, 1.8), 4.0), Practical((1.4, 1.6, 1.0), (0.3, 1.4, 1.9), 4.0),
            card(0.6, 0.55, 0.5),
        ),
    ),
}  # fmt: skip
"""Name -> the rig, and the practicals about somebody who stands at the origin and faces the lens."""
