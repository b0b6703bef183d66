"""The kinds of light a gaffer can ask for by name, whatever the hour: hard noon, blue hour, moonlight, candle and more.

A kind is an hour of its own, a weather it brings along, and the fixtures that are rigged for it. Directions are yaw
degrees as in `light`: 0 comes from +z, the side of the camera, 180 from the far end of the set.
"""

from typing import NamedTuple

from film.state import LightKind
from tools.stage.hours import HOURS, Hour, Rgb


class Fixture(NamedTuple):
    """A light rigged for the scene: it stands where it stands for every camera of that scene."""

    bearing_deg: float
    """Seen from the middle of the people, clockwise from the direction to the camera's side of the scene."""
    away_m: float
    up_m: float
    """Above the ground."""
    colour: Rgb
    """Scene-linear radiance at about one metre."""
    range_m: float
    soft: bool = False
    flame: bool = False


class Kind(NamedTuple):
    """What a name asks for."""

    hour: str | None
    """A key of LIGHTS; None keeps the scene's own, or day where that is dark."""
    weather: str | None = None
    """None keeps the scene's own."""
    parts: tuple[str, ...] = ()
    """Weathers that give way to a clear sky."""
    neon: bool = False
    fixtures: tuple[Fixture, ...] = ()
    needed: bool = False
    """The fixtures are rigged only where no lamp of the set reaches the people."""


_NIGHT, _DAY = HOURS["night"], HOURS["day"]

LIGHTS: dict[str, Hour] = HOURS | {
    "hard_noon": _DAY._replace(
        azimuth_deg=22,
        elevation_deg=76,
        kelvin=5700,
        sun_level=3.9,
        zenith=(0.12, 0.30, 0.74),
        horizon=(0.60, 0.70, 0.82),
        glow=(0.30, 0.26, 0.20),
        ground=(0.46, 0.40, 0.32),
        cover=0.16,
        fog=0.0022,
        exposure=0.63,
        saturation=0.98,
        bloom=0.12,
        gain=(1.03, 1.0, 0.96),
        room_exposure=1.3,
        card=0.30,
        ratio=9.0,
        room_fill=0.7,
        softness=0.6,
        room_sun=1.9,
    ),
    "blue_hour": HOURS["dusk"]._replace(
        azimuth_deg=190,
        elevation_deg=8,
        kelvin=14000,
        sun_level=0.05,
        zenith=(0.030, 0.080, 0.26),
        horizon=(0.105, 0.185, 0.44),
        glow=(0.10, 0.13, 0.24),
        ground=(0.030, 0.044, 0.095),
        cloud=(0.075, 0.12, 0.27),
        cover=0.3,
        fog=0.004,
        stars=0.10,
        windows=0.62,
        exposure=1.55,
        saturation=1.12,
        lift=(0.0, 0.006, 0.030),
        gain=(0.95, 0.98, 1.06),
        card=0.30,
        card_kelvin=5200,
    ),
    "moonlight": _NIGHT._replace(
        azimuth_deg=142,
        elevation_deg=40,
        kelvin=8400,
        sun_level=0.52,
        zenith=(0.012, 0.024, 0.060),
        horizon=(0.044, 0.064, 0.120),
        glow=(0.070, 0.085, 0.12),
        ground=(0.020, 0.026, 0.040),
        cloud=(0.055, 0.068, 0.10),
        cover=0.22,
        fog=0.0045,
        stars=0.6,
        windows=0.05,
        exposure=1.75,
        bloom=0.24,
        saturation=0.74,
        lift=(0.002, 0.006, 0.018),
        gain=(0.95, 1.0, 1.06),
        lamps=-1.0,
        electric=0.0,
        room_electric=0.0,
        room_exposure=2.0,
        card=0.27,
        card_kelvin=7600,
        ratio=7.0,
        room_fill=1.0,
        softness=0.8,
    ),
    "neon_night": _NIGHT._replace(
        sun_level=0.10,
        zenith=(0.024, 0.022, 0.060),
        horizon=(0.095, 0.060, 0.130),
        glow=(0.10, 0.05, 0.11),
        stars=0.0,
        windows=0.5,
        saturation=1.14,
        lift=(0.010, 0.002, 0.022),
        gain=(1.0, 0.98, 1.05),
        card=0.16,
        card_kelvin=6200,
        room_fill=0.5,
        electric=1.1,
        room_electric=0.10,
    ),
    "practical": _NIGHT._replace(
        sun_level=0.14,
        zenith=(0.012, 0.019, 0.046),
        horizon=(0.046, 0.055, 0.095),
        exposure=1.75,
        lift=(0.006, 0.005, 0.012),
        gain=(1.02, 1.0, 0.98),
        room_exposure=1.55,
        card=0.30,
        card_kelvin=3200,
        room_fill=0.55,
        electric=1.35,
        room_electric=1.35,
    ),
    "candle": _NIGHT._replace(
        sun_level=0.05,
        zenith=(0.006, 0.010, 0.026),
        horizon=(0.022, 0.028, 0.050),
        glow=(0.02, 0.02, 0.03),
        ground=(0.010, 0.011, 0.016),
        cloud=(0.024, 0.028, 0.042),
        windows=0.04,
        exposure=1.8,
        saturation=1.0,
        lift=(0.010, 0.004, 0.008),
        gain=(1.04, 1.0, 0.92),
        lamps=-1.0,
        electric=0.0,
        room_electric=0.0,
        room_exposure=1.9,
        card=0.10,
        card_kelvin=2100,
        room_fill=0.8,
    ),
}  # fmt: skip
"""Every hour that a shot can be lit for: the six times of day and the kinds that are hours of their own."""

_FLAME: Rgb = (1.5, 0.72, 0.19)
_TUNGSTEN: Rgb = (2.4, 1.45, 0.62)

KINDS: dict[LightKind, Kind] = {
    "dawn": Kind("dawn"),
    "morning": Kind("morning"),
    "hard_noon": Kind("hard_noon", parts=("overcast", "rain", "fog", "storm")),
    "overcast": Kind(None, "overcast"),
    "magic_hour": Kind("magic_hour", parts=("overcast",)),
    "dusk": Kind("dusk"),
    "blue_hour": Kind("blue_hour"),
    "moonlight": Kind("moonlight", parts=("overcast",)),
    "neon_night": Kind(
        "neon_night",
        neon=True,
        fixtures=(
            Fixture(-62.0, 2.3, 2.2, (6.0, 0.45, 3.6), 7.0),
            Fixture(118.0, 2.2, 2.3, (0.3, 3.6, 5.4), 7.0),
        ),
    ),
    "practical": Kind("practical", fixtures=(Fixture(48.0, 1.5, 1.75, _TUNGSTEN, 7.5),), needed=True),
    "candle": Kind("candle", fixtures=(Fixture(14.0, 0.85, 1.25, _FLAME, 7.0, flame=True),)),
    "storm": Kind(None, "storm"),
}

_DARK = ("night", "dusk")


class Asked(NamedTuple):
    """The light that a shot is lit with, its preset worked in."""

    hour: str
    """A key of LIGHTS: what sets and rigs take as their time of day."""
    weather: str
    neon: bool
    kind: Kind | None


def asked(time_of_day: str, weather: str, *, neon: bool, preset: LightKind | None) -> Asked:
    """Work a preset into the scene's hour and weather; None leaves both to the scene."""
    if preset is None:
        return Asked(time_of_day, weather, neon, None)
    kind = KINDS[preset]
    hour = kind.hour
    if hour is None:
        hour = "day" if preset == "overcast" and time_of_day in _DARK else time_of_day
    under = kind.weather or ("clear" if weather in kind.parts else weather)
    return Asked(hour, under, neon or kind.neon, kind)
