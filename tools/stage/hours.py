"""The gaffer's tables: what six times of day look like under a clear sky, and how six weathers bend that.

The kinds of light that a gaffer can ask for by name stand in `kinds`, made from these.

Tuned by eye on stills of every set; colours are scene-linear, and exposure is what a camera would open up to.
"""

from typing import NamedTuple

Rgb = tuple[float, float, float]


class Hour(NamedTuple):
    """The clear-sky base of one time of day."""

    azimuth_deg: float
    """Yaw the sun or moon comes from; low suns stand behind the set, where they glow through the air."""
    elevation_deg: float
    kelvin: float
    sun_level: float
    """Luminance of the direct light on a surface that faces it."""
    zenith: Rgb
    horizon: Rgb
    glow: Rgb
    ground: Rgb
    """What the ground throws back up."""
    cloud: Rgb
    cover: float
    fog: float
    """Share of light lost per metre."""
    stars: float
    windows: float
    """Share of windows lit from inside."""
    exposure: float
    bloom: float
    saturation: float
    lift: Rgb
    gain: Rgb
    lamps: float
    """How far street lamps and house lamps are up, 0 to 1; below zero they are out in any weather."""
    room_exposure: float
    """As `exposure`, inside a room."""
    card: float
    """Level of the soft card beside the lens that lifts faces where the hour's own light leaves them dark."""
    card_kelvin: float
    ratio: float | None = None
    """Outdoors, how much brighter a face is towards the key than away from it; None leaves it to the sky."""
    room_fill: float = 1.0
    """Factor on the light that fills a room."""
    softness: float = 1.0
    """Factor on the softness of the key's shadows."""
    electric: float = 1.0
    """Factor on lamps and signs in the open, not on windows, nor on flames."""
    room_electric: float = 1.0
    """As `electric`, inside a room."""
    room_sun: float = 1.0
    """Factor on the key that comes in by the windows of a room."""


class Weather(NamedTuple):
    """How a weather bends the clear-sky base; factors unless said otherwise."""

    sun: float
    grey: float
    """How far sky colours go towards grey, 0 to 1."""
    sky: float
    glow: float
    cover: float
    """Least cloud cover."""
    fog: float
    """Fog density added, per metre, for a set of ordinary depth."""
    wetness: float
    snow: float
    softness: float
    windows: float
    """Share of lit windows added."""
    exposure: float
    saturation: float
    rain: float
    snowfall: float


HOURS = {
    "dawn": Hour(
        azimuth_deg=200,
        elevation_deg=12,
        kelvin=3300,
        sun_level=1.9,
        zenith=(0.19, 0.27, 0.46),
        horizon=(0.68, 0.50, 0.46),
        glow=(0.78, 0.40, 0.30),
        ground=(0.17, 0.13, 0.12),
        cloud=(0.72, 0.52, 0.52),
        cover=0.5,
        fog=0.0065,
        stars=0.02,
        windows=0.16,
        exposure=0.84,
        bloom=0.2,
        saturation=1.06,
        lift=(0.008, 0.006, 0.02),
        gain=(1.02, 0.99, 1.0),
        lamps=0.55,
        room_exposure=1.6,
        card=0.42,
        card_kelvin=5600,
    ),
    "morning": Hour(
        azimuth_deg=128,
        elevation_deg=27,
        kelvin=4500,
        sun_level=2.75,
        zenith=(0.17, 0.34, 0.68),
        horizon=(0.66, 0.68, 0.72),
        glow=(0.55, 0.42, 0.26),
        ground=(0.29, 0.24, 0.19),
        cloud=(0.9, 0.87, 0.83),
        cover=0.42,
        fog=0.0042,
        stars=0.0,
        windows=0.02,
        exposure=0.86,
        bloom=0.11,
        saturation=1.08,
        lift=(0.002, 0.003, 0.008),
        gain=(1.02, 1.0, 0.98),
        lamps=0.0,
        room_exposure=1.4,
        card=0.36,
        card_kelvin=5600,
    ),
    "day": Hour(
        azimuth_deg=40,
        elevation_deg=58,
        kelvin=5400,
        sun_level=2.85,
        zenith=(0.14, 0.32, 0.72),
        horizon=(0.52, 0.66, 0.84),
        glow=(0.25, 0.22, 0.16),
        ground=(0.33, 0.29, 0.24),
        cloud=(0.94, 0.94, 0.94),
        cover=0.44,
        fog=0.003,
        stars=0.0,
        windows=0.0,
        exposure=0.8,
        bloom=0.08,
        saturation=1.08,
        lift=(0.0, 0.002, 0.006),
        gain=(1.01, 1.0, 0.985),
        lamps=0.0,
        room_exposure=1.4,
        card=0.34,
        card_kelvin=5600,
    ),
    "magic_hour": Hour(
        azimuth_deg=166,
        elevation_deg=14,
        kelvin=2650,
        sun_level=2.15,
        zenith=(0.2, 0.3, 0.52),
        horizon=(0.74, 0.48, 0.31),
        glow=(1.15, 0.56, 0.20),
        ground=(0.22, 0.14, 0.09),
        cloud=(0.78, 0.5, 0.4),
        cover=0.55,
        fog=0.005,
        stars=0.0,
        windows=0.12,
        exposure=0.85,
        bloom=0.2,
        saturation=1.1,
        lift=(0.009, 0.004, 0.017),
        gain=(1.03, 1.0, 0.955),
        lamps=0.45,
        room_exposure=1.4,
        card=0.46,
        card_kelvin=4700,
    ),
    "dusk": Hour(
        azimuth_deg=205,
        elevation_deg=4,
        kelvin=9500,
        sun_level=0.075,
        zenith=(0.055, 0.11, 0.27),
        horizon=(0.27, 0.33, 0.52),
        glow=(0.5, 0.26, 0.2),
        ground=(0.055, 0.062, 0.09),
        cloud=(0.19, 0.2, 0.32),
        cover=0.55,
        fog=0.0055,
        stars=0.06,
        windows=0.5,
        exposure=1.4,
        bloom=0.26,
        saturation=1.1,
        lift=(0.004, 0.007, 0.022),
        gain=(0.98, 0.99, 1.04),
        lamps=1.0,
        room_exposure=1.6,
        card=0.44,
        card_kelvin=5600,
    ),
    "night": Hour(
        azimuth_deg=125,
        elevation_deg=38,
        kelvin=9800,
        sun_level=0.34,
        zenith=(0.02, 0.032, 0.078),
        horizon=(0.072, 0.086, 0.15),
        glow=(0.05, 0.055, 0.08),
        ground=(0.03, 0.034, 0.05),
        cloud=(0.07, 0.078, 0.115),
        cover=0.35,
        fog=0.006,
        stars=0.34,
        windows=0.38,
        exposure=1.7,
        bloom=0.3,
        saturation=1.04,
        lift=(0.004, 0.006, 0.017),
        gain=(0.985, 0.995, 1.035),
        lamps=1.0,
        room_exposure=1.7,
        card=0.42,
        card_kelvin=4700,
    ),
}

WEATHERS = {
    "clear": Weather(
        sun=1.0,
        grey=0.0,
        sky=1.0,
        glow=1.0,
        cover=0.0,
        fog=0.0,
        wetness=0.0,
        snow=0.0,
        softness=1.2,
        windows=0.0,
        exposure=1.0,
        saturation=1.0,
        rain=0.0,
        snowfall=0.0,
    ),
    "overcast": Weather(
        sun=0.13,
        grey=0.72,
        sky=1.12,
        glow=0.1,
        cover=1.0,
        fog=0.002,
        wetness=0.15,
        snow=0.0,
        softness=4.5,
        windows=0.1,
        exposure=1.12,
        saturation=0.9,
        rain=0.0,
        snowfall=0.0,
    ),
    "rain": Weather(
        sun=0.08,
        grey=0.66,
        sky=0.8,
        glow=0.08,
        cover=1.0,
        fog=0.0055,
        wetness=1.0,
        snow=0.0,
        softness=4.5,
        windows=0.28,
        exposure=1.25,
        saturation=0.88,
        rain=0.75,
        snowfall=0.0,
    ),
    "fog": Weather(
        sun=0.22,
        grey=0.62,
        sky=1.0,
        glow=0.3,
        cover=1.0,
        fog=0.03,
        wetness=0.35,
        snow=0.0,
        softness=4.5,
        windows=0.14,
        exposure=1.08,
        saturation=0.86,
        rain=0.0,
        snowfall=0.0,
    ),
    "snow": Weather(
        sun=0.2,
        grey=0.62,
        sky=0.86,
        glow=0.16,
        cover=1.0,
        fog=0.006,
        wetness=0.0,
        snow=1.0,
        softness=4.5,
        windows=0.24,
        exposure=0.9,
        saturation=0.9,
        rain=0.0,
        snowfall=0.8,
    ),
    "storm": Weather(
        sun=0.05,
        grey=0.55,
        sky=0.26,
        glow=0.05,
        cover=1.0,
        fog=0.007,
        wetness=1.0,
        snow=0.0,
        softness=4.5,
        windows=0.34,
        exposure=1.12,
        saturation=0.84,
        rain=1.0,
        snowfall=0.0,
    ),
}
