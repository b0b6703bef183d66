"""The light of a shot: from time of day, weather and the gaffer's wishes to the numbers the kernels shade with.

An hour (`kinds.LIGHTS`: six times of day and the kinds of light that have a name) gives a clear-sky base; six weathers
bend it; wishes (direction, colour temperature, stops) come last.
The camera is balanced for 5600 K, so a key of that temperature is white. Directions are
yaw degrees as for people: 0 comes from +z, 90 from +x, 180 from -z, which is the far end of every set.
"""

import math
from typing import NamedTuple

from tools.stage.hours import HOURS, WEATHERS, Hour, Rgb, Weather
from tools.stage.kinds import LIGHTS
from tools.stage.noise import hash01

TIMES_OF_DAY = tuple(HOURS)
CAMERA_WHITE_K = 5600.0


class Practical(NamedTuple):
    """A lamp, sign or window that lights its surroundings."""

    position: tuple[float, float, float]
    colour: Rgb
    """Scene-linear radiance of the lamp at about one metre."""
    range_m: float
    """Beyond this distance it adds nothing."""
    soft: bool = False
    """Too wide to throw a shadow: a window, a ceiling that bounces, a gaffer's card."""
    flame: bool = False
    """Burns and flickers, and is not put out with the electric lamps."""
    tongues: tuple[tuple[float, float, float, float], ...] = ()
    """(x, y, z, height) in metres of each flame that is seen, from the lamp's position."""
    rigged: bool = False
    """Put up for the shot; the set's own lamps may be out while it is lit."""


class Air(NamedTuple):
    """Sun, sky and air as the kernels take them: numbers and triples of scene-linear RGB only."""

    sun_direction: Rgb
    """Unit vector towards the key light (sun, moon)."""
    sun: Rgb
    zenith: Rgb
    horizon: Rgb
    glow: Rgb
    """Colour of the sky around the sun."""
    cloud: Rgb
    ambient_up: Rgb
    """Fill on surfaces facing up, in the open."""
    ambient_down: Rgb
    """Fill on surfaces facing down, in the open: the bounce of the ground."""
    indoor_up: Rgb
    """Fill on surfaces facing up, inside a room."""
    indoor_down: Rgb
    cloud_cover: float
    """0 = blue, 1 = closed."""
    stars: float
    fog_density: float
    """Share of light lost per metre, at the ground."""
    fog_falloff: float
    """How fast fog thins with height, per metre."""
    wetness: float
    """0 = dry ground, 1 = puddles."""
    snow: float
    """0 = none, 1 = every surface that faces up is white."""
    lit_windows: float
    """Share of the windows of facades that are lit from inside."""
    shadow_softness: float
    """Radius of the shadow edge in texels of the shadow map."""


class Grade(NamedTuple):
    """What happens to the picture after it is shaded."""

    exposure: float
    bloom: float
    saturation: float
    contrast: float
    """Slope of the film curve around middle grey; 1 = as the stock is."""
    vignette: float
    """Share of light lost towards the corners."""
    lift: Rgb
    gain: Rgb
    rain: float
    """Streaks in the air, 0 to 1."""
    snowfall: float
    """Flakes in the air, 0 to 1."""


class Rig(NamedTuple):
    """The resolved light of a shot."""

    time_of_day: str
    weather: str
    air: Air
    grade: Grade
    practical_gain: float
    """Factor on every practical of the set."""
    neon: bool
    """The set's coloured signs are lit."""
    electric_gain: float = 1.0
    """Factor on lamps and signs besides."""
    lightning: bool = False
    """Now and then the sky lights up."""

    def gain_of(self, lamp: Practical) -> float:
        """Factor on one practical."""
        return self.practical_gain * (1.0 if lamp.soft or lamp.flame or lamp.rigged else self.electric_gain)


def rig(
    time_of_day: str,
    weather: str,
    *,
    interior: bool,
    key_azimuth_deg: float | None = None,
    key_elevation_deg: float | None = None,
    key_kelvin: float | None = None,
    key_stops: float = 0.0,
    fill_stops: float = 0.0,
    practical_stops: float = 0.0,
    exposure_stops: float = 0.0,
    neon: bool = False,
) -> Rig:
    """Resolve the light of a shot.

    Args:
        time_of_day: a key of LIGHTS.
        weather: a key of WEATHERS.
        interior: in a room the sun comes in by the windows alone and the fill is bounce.
        key_azimuth_deg: yaw the key comes from; None leaves it to the hour.
        key_elevation_deg: height of the key above the horizon, 1 to 89.
        key_kelvin: colour temperature of the key, 1500 to 20000; 5600 is white.
        key_stops: key brighter (+) or darker (-), in stops; likewise fill, practicals and the exposure of the camera.
        neon: the coloured signs of a street are lit.

    Raises:
        KeyError: an unknown time of day or weather.
    """
    hour, sky = LIGHTS[time_of_day], WEATHERS[weather]
    azimuth = hour.azimuth_deg if key_azimuth_deg is None else key_azimuth_deg
    elevation = hour.elevation_deg if key_elevation_deg is None else min(89.0, max(1.0, key_elevation_deg))
    if interior and key_azimuth_deg is None:
        azimuth = _WINDOW_SUN_DEG
    if interior and key_elevation_deg is None:
        elevation = min(max(elevation, 17.0), 38.0)
    kelvin = hour.kelvin if key_kelvin is None else key_kelvin
    key = hour.sun_level * sky.sun * 2.0**key_stops * (hour.room_sun if interior else 1.0)
    fill = 2.0**fill_stops
    zenith, horizon = (_greyed(colour, sky.grey, sky.sky) for colour in (hour.zenith, hour.horizon))
    if sky.grey > 0.0:
        # Under closed cloud the whole dome is nearly one brightness.
        zenith = _mixed(zenith, horizon, 0.55)
    glow = _scaled(_mixed(hour.glow, _tinted(_luminance(hour.glow), kelvin), 0.35), sky.glow)
    ground = _greyed(hour.ground, sky.grey * 0.7, sky.sky)
    if sky.snow > 0.0:
        ground = _scaled(_mixed(zenith, horizon, 0.5), 0.75)
    # What enters by the windows bounces off the walls, warmed by them; at night a glimmer of the lamps remains.
    entering = _mixed(_mixed(zenith, horizon, 0.5), _tinted(key * 0.10, kelvin), 0.4)
    indoor = _scaled((entering[0] * 0.36 + 0.022, entering[1] * 0.33 + 0.018, entering[2] * 0.29 + 0.015), fill)
    indoor = _scaled(indoor, hour.room_fill)
    outdoor_fill = 1.0 if interior else fill * _fill_for_ratio(hour, sky, zenith, horizon)
    turn, rise = math.radians(azimuth), math.radians(elevation)
    direction = (math.sin(turn) * math.cos(rise), math.sin(rise), math.cos(turn) * math.cos(rise))
    air = Air(
        sun_direction=direction,
        sun=_tinted(key, kelvin),
        zenith=zenith,
        horizon=horizon,
        glow=glow,
        cloud=_greyed(hour.cloud, sky.grey, sky.sky * (0.92 if sky.grey > 0 else 1.0)),
        ambient_up=_scaled(_mixed(zenith, horizon, 0.58), outdoor_fill),
        ambient_down=_scaled(ground, 0.9 * outdoor_fill),
        indoor_up=indoor,
        indoor_down=(indoor[0] * 0.92, indoor[1] * 0.78, indoor[2] * 0.64),
        cloud_cover=max(hour.cover, sky.cover),
        stars=hour.stars * (0.0 if sky.cover > 0.5 else 1.0),
        fog_density=hour.fog + sky.fog,
        fog_falloff=0.045,
        wetness=max(sky.wetness, 0.85 if neon else 0.0),
        snow=sky.snow,
        lit_windows=min(0.7, hour.windows + sky.windows),
        shadow_softness=max(0.7, sky.softness * hour.softness),
    )
    # Rooms are darker than streets by day and brighter by night, and the camera opens up for them.
    room_exposure = hour.room_exposure * min(1.35, max(1.0, sky.exposure))
    exposure = room_exposure if interior else hour.exposure * sky.exposure ** (1.0 / hour.exposure)
    grade = Grade(
        exposure=exposure * 2.0**exposure_stops,
        bloom=hour.bloom * (1.25 if neon else 1.0),
        saturation=hour.saturation * sky.saturation,
        contrast=1.0,
        vignette=0.35,
        lift=hour.lift,
        gain=hour.gain,
        rain=sky.rain,
        snowfall=sky.snowfall,
    )
    storms = weather == "storm"
    electric = hour.room_electric if interior else hour.electric
    return Rig(time_of_day, weather, air, grade, 2.0**practical_stops, neon, electric, storms)


def with_look(lit: Rig, *, vignette: float, bloom: float, saturation: float, contrast: float) -> Rig:
    """Return the rig with a shot's look on its grade; `bloom` 0.5 and the factors 1.0 leave the rig as it is."""
    grade = lit.grade._replace(
        vignette=vignette,
        bloom=lit.grade.bloom * bloom * 2.0,
        saturation=lit.grade.saturation * saturation,
        contrast=lit.grade.contrast * contrast,
    )
    return lit._replace(grade=grade)


_WINDOW_SUN_DEG = 236.0
"""Every room has its windows on the far wall (-z) and on the left (-x); this sun comes in by both."""


def _fill_for_ratio(hour: Hour, sky: Weather, zenith: Rgb, horizon: Rgb) -> float:
    """Return the factor on the sky's fill that gives the hour its ratio of key to shadow under a clear sky."""
    if hour.ratio is None:
        return 1.0
    level = _luminance(_mixed(zenith, horizon, 0.58))
    asked = hour.sun_level / ((hour.ratio - 1.0) * max(level, 1e-3))
    # A closed sky takes the key away, and with it the ratio.
    return 1.0 + (asked - 1.0) * sky.sun


def window_light(time_of_day: str, weather: str) -> Rgb:
    """Return the colour and strength of the sky as it comes in by a window, for the practicals of rooms."""
    hour, sky = LIGHTS[time_of_day], WEATHERS[weather]
    colour = _greyed(_mixed(_mixed(hour.zenith, hour.horizon, 0.62), hour.glow, 0.12 * sky.glow), sky.grey, sky.sky)
    return _scaled(colour, 2.3)


def lamp_level(time_of_day: str, weather: str, *, least: float = 0.0) -> float:
    """Return how far street lamps and house lamps are up, 0 to 1; `least` is for rooms where one always burns.

    A light that puts the lamps out (moonlight, a candle) puts out that one too.
    """
    level = LIGHTS[time_of_day].lamps
    if level < 0.0:
        return 0.0
    gloom = {"clear": 0.0, "overcast": 0.1, "rain": 0.45, "fog": 0.45, "snow": 0.40, "storm": 0.75}[weather]
    return max(level, gloom, least)


def kelvin_to_rgb(kelvin: float) -> Rgb:
    """Return scene-linear RGB of a black body, luminance 1, with 5600 K as white.

    Source: Kim et al., "Design of advanced color temperature control system for HDTV applications", 2002 (the cubic
    fit of the Planckian locus), and the Rec.709 primaries.
    """
    lamp, white = _locus_rgb(kelvin), _locus_rgb(CAMERA_WHITE_K)
    balanced = (lamp[0] / white[0], lamp[1] / white[1], lamp[2] / white[2])
    level = _luminance(balanced)
    return (balanced[0] / level, balanced[1] / level, balanced[2] / level)


def _locus_rgb(kelvin: float) -> Rgb:
    t = min(20000.0, max(1667.0, kelvin))
    if t <= 4000:
        x = -0.2661239e9 / t**3 - 0.2343589e6 / t**2 + 0.8776956e3 / t + 0.179910
    else:
        x = -3.0258469e9 / t**3 + 2.1070379e6 / t**2 + 0.2226347e3 / t + 0.240390
    if t <= 2222:
        y = -1.1063814 * x**3 - 1.34811020 * x**2 + 2.18555832 * x - 0.20219683
    elif t <= 4000:
        y = -0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867
    else:
        y = 3.0817580 * x**3 - 5.87338670 * x**2 + 3.75112997 * x - 0.37001483
    big_x, big_z = x / y, (1 - x - y) / y
    red = 3.2406 * big_x - 1.5372 - 0.4986 * big_z
    green = -0.9689 * big_x + 1.8758 + 0.0415 * big_z
    blue = 0.0557 * big_x - 0.2040 + 1.0570 * big_z
    return (max(red, 0.02), max(green, 0.02), max(blue, 0.02))


def flicker(time_s: float, seed: int) -> float:
    """Return the factor near 1 by which a flame breathes at `time_s`."""
    step = math.floor(time_s * 8.0)
    along = time_s * 8.0 - step
    before, after = hash01(step, seed), hash01(step + 1, seed)
    return 0.92 + 0.16 * (before * (1 - along) + after * along)


def _luminance(colour: Rgb) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def _tinted(level: float, kelvin: float) -> Rgb:
    return _scaled(kelvin_to_rgb(kelvin), level)


def _scaled(colour: Rgb, factor: float) -> Rgb:
    return (float(colour[0] * factor), float(colour[1] * factor), float(colour[2] * factor))


def _mixed(first: Rgb, second: Rgb, share: float) -> Rgb:
    return (
        first[0] + (second[0] - first[0]) * share,
        first[1] + (second[1] - first[1]) * share,
        first[2] + (second[2] - first[2]) * share,
    )


def _greyed(colour: Rgb, share: float, factor: float) -> Rgb:
    level = _luminance(colour)
    cool = (level * 0.97, level, level * 1.05)
    return _scaled(_mixed(colour, cool, share), factor)
