"""What lens and stock do to the picture: a shot's Look put onto the rig's own grade."""

from __future__ import annotations

from pathlib import Path

from film.state import LightRig, Look
from tools.stage import light
from tools.stage.grading import colour_table, linear_of
from tools.stage.grain import Grain
from tools.stage.light import Grade, Rig
from tools.stage.optics import Glass
from tools.stage.post import Stock

_GRAIN_FULL = 0.020
"""Deviation of full grain in mid-grey, display units: a pushed 500T negative. An encoder pays with its square."""


def rig_of(
    time_of_day: str, weather: str, wishes: LightRig, look: Look, *, interior: bool, neon: bool, axis_yaw_deg: float
) -> Rig:
    """The light of a shot with its look.

    Args:
        wishes: the gaffer's; ``key_azimuth_deg`` counts clockwise from the set's axis.
        axis_yaw_deg: where that axis looks in the set.
    """
    azimuth = None if wishes.key_azimuth_deg is None else (axis_yaw_deg - wishes.key_azimuth_deg) % 360.0
    rig = light.rig(
        time_of_day,
        weather,
        interior=interior,
        key_azimuth_deg=azimuth,
        key_elevation_deg=wishes.key_elevation_deg,
        key_kelvin=wishes.key_kelvin,
        key_stops=wishes.key_stops,
        fill_stops=wishes.fill_stops,
        practical_stops=wishes.practical_stops,
        exposure_stops=wishes.exposure_stops,
        neon=neon,
    )
    return light.with_look(
        rig, vignette=look.vignette, bloom=look.bloom, saturation=look.saturation, contrast=look.contrast
    )


def stock_of(look: Look, grade: Grade, assets: Path | None) -> Stock:
    """The lens and the film of a look.

    Args:
        grade: of the shot's rig, with the look on it.
        assets: folder of the user's files by sha256, for a look with a .cube.

    Raises:
        RenderError: the .cube is missing or broken.
    """
    glass = Glass(
        halation=look.halation,
        streak=look.flare,
        streak_colour=linear_of(look.flare_colour),
        squeeze=look.squeeze,
        edge_softness=look.edge_softness,
    )
    grain = Grain(_GRAIN_FULL * look.grain, look.grain_size, look.grain_colour)
    return Stock(glass, grain, colour_table(grade, look, assets), look.barrel)
