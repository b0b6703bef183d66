"""A look's colours as one table from display RGB to display RGB, worked out once for a shot.

In this order: the hour's saturation, gain and lift; contrast; black and white; silver; palette; tones; fade; the
user's own table. Display RGB is BT.709 with a power of 1/2.2, after the one tone map.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from film.errors import ConfigError, RenderError
from film.state import Look
from tools.stage.cube_file import read_cube, through
from tools.stage.light import Grade

_SIZE, _FINE_SIZE = 33, 65
_LUMA = np.array((0.2126, 0.7152, 0.0722))
_PIVOT = 0.42
"""The display level that contrast turns about: a face in the key light."""
_RIM = 0.8
"""Share of the way from grey to the rim of display colours from which colours are drawn in."""
NEUTRAL_TINT = 0x80 / 255.0


def is_plain(grade: Grade, look: Look) -> bool:
    """Whether a matrix says all of it, so that no table is needed."""
    bent = (
        look.monochrome or look.silver or look.palette or look.toning or look.fade or (look.lut and look.lut_strength)
    )
    return not bent and grade.contrast == 1.0


def colour_table(grade: Grade, look: Look, assets: Path | None) -> np.ndarray | None:
    """(N, N, N, 3) float32 of levels 0..255, indexed by red, green and blue; None where the look is plain.

    Args:
        grade: of the rig, with the look's saturation and contrast in it.
        assets: folder of files by sha256, for the look's .cube.

    Raises:
        RenderError: the .cube is missing or broken.
    """
    if is_plain(grade, look):
        return None
    cube = None
    if look.lut is not None and look.lut_strength > 0.0 and assets is not None:
        try:
            cube = read_cube(assets / look.lut.sha256, name=f"colour table {look.lut.sha256[:12]}")
        except ConfigError as error:
            raise RenderError(f"the look's {error}; add the table again with --look FILE.cube") from error
    size = _FINE_SIZE if cube is not None and cube.table.ndim == 4 and cube.table.shape[0] > _SIZE else _SIZE
    steps = np.linspace(0.0, 1.0, size)
    rgb = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), -1)
    colour = _as_hour(rgb, grade)
    colour = _contrasted(np.clip(colour, 0.0, 1.0), grade.contrast)
    colour = _black_and_white(colour, look)
    colour = _silvered(colour, look.silver)
    colour = _in_palette(colour, look)
    colour = _toned(colour, look)
    colour = _faded(_within(colour), look.fade)
    if cube is not None:
        colour = colour + (through(cube, colour) - colour) * look.lut_strength
    return (np.clip(colour, 0.0, 1.0) * 255.0).astype(np.float32)


def linear_of(colour: str) -> tuple[float, float, float]:
    """Scene-linear RGB 0..1 of a display colour ``#rrggbb``."""
    red, green, blue = _rgb_of(colour) ** 2.2
    return float(red), float(green), float(blue)


def _rgb_of(colour: str) -> np.ndarray:
    return np.array([int(colour[at : at + 2], 16) / 255.0 for at in (1, 3, 5)])


def _luma(rgb: np.ndarray) -> np.ndarray:
    return (rgb @ _LUMA)[..., None]


def _as_hour(rgb: np.ndarray, grade: Grade) -> np.ndarray:
    """As `developing.display_matrix` does, but for contrast."""
    level = (rgb @ np.array((0.30, 0.59, 0.11)))[..., None]
    saturated = level + (rgb - level) * grade.saturation
    return saturated * np.array(grade.gain) + np.array(grade.lift) * (1.0 - level)


def _contrasted(rgb: np.ndarray, contrast: float) -> np.ndarray:
    """Steeper about the pivot and flatter at both ends, so that nothing is cut off."""
    if contrast == 1.0:
        return rgb
    below = _PIVOT * (rgb / _PIVOT) ** contrast
    above = 1.0 - (1.0 - _PIVOT) * ((1.0 - rgb) / (1.0 - _PIVOT)) ** contrast
    return np.where(rgb < _PIVOT, below, above)


def _black_and_white(rgb: np.ndarray, look: Look) -> np.ndarray:
    """Brightness through the glass before the lens, worked out on light and not on display levels."""
    if look.monochrome <= 0.0:
        return rgb
    glass = np.array(linear_of(look.filter_colour))
    weights = _LUMA * glass
    grey = ((rgb**2.2) @ (weights / weights.sum()))[..., None] ** (1 / 2.2)
    return rgb + (grey - rgb) * look.monochrome


def _silvered(rgb: np.ndarray, silver: float) -> np.ndarray:
    """A grey picture laid over the coloured one. Source: the overlay of Porter-Duff style compositing, W3C, 2015."""
    if silver <= 0.0:
        return rgb
    level = _luma(rgb)
    over = np.where(level < 0.5, 2.0 * level * level, 1.0 - 2.0 * (1.0 - level) ** 2)
    pale = level + (rgb - level) * (1.0 - 0.62 * silver)
    return pale + (over - level) * (0.5 * silver)


def _in_palette(rgb: np.ndarray, look: Look) -> np.ndarray:
    """Colour drawn onto the line through the palette's colour and its opposite; brightness stays.

    A colour that lies across the line loses strength, so the pull spares it a little: not everything turns grey.
    """
    if look.palette <= 0.0:
        return rgb
    level = _luma(rgb)
    chroma = rgb - level
    axis = _rgb_of(look.palette_colour)
    axis = axis - axis @ _LUMA
    axis = axis / max(float(np.linalg.norm(axis)), 1e-6)
    along = (chroma @ axis)[..., None]
    strength = np.linalg.norm(chroma, axis=-1, keepdims=True)
    # A colour square to the line falls to the side that shadows and lights go to anyway.
    drawn = axis * (0.75 * along + 0.25 * np.sign(along) * strength)
    return level + chroma + (drawn - chroma) * look.palette


def _toned(rgb: np.ndarray, look: Look) -> np.ndarray:
    """The two tones laid into deep and bright parts, each at its own level, least in pure black and white."""
    if look.toning <= 0.0:
        return rgb
    level = _luma(rgb)
    shadow, highlight = (_rgb_of(tint) - NEUTRAL_TINT for tint in (look.shadow_tint, look.highlight_tint))
    shadow, highlight = shadow - shadow @ _LUMA, highlight - highlight @ _LUMA
    bright = level * level * (3.0 - 2.0 * level)
    room = np.clip(4.0 * level * (1.0 - level), 0.0, 1.0) ** 0.6
    return rgb + (shadow * (1.0 - bright) + highlight * bright) * room * look.toning


def _within(rgb: np.ndarray) -> np.ndarray:
    """Colours near or past the rim of 0..1 drawn in towards grey of their own brightness: paler, not of another hue.

    Source: the distance curve of the ACES Reference Gamut Compression, 2021, with its power of one.
    """
    level = np.clip(_luma(rgb), 0.0, 1.0)
    chroma = rgb - level
    room = np.where(chroma > 0.0, 1.0 - level, level)
    distance = (np.abs(chroma) / np.maximum(room, 1e-6)).max(-1, keepdims=True)
    past = np.maximum(distance - _RIM, 0.0) / (1.0 - _RIM)
    drawn = np.minimum(distance, _RIM) + (1.0 - _RIM) * past / (1.0 + past)
    return level + chroma * np.where(distance > _RIM, drawn / np.maximum(distance, 1e-6), 1.0)


def _faded(rgb: np.ndarray, fade: float) -> np.ndarray:
    return 0.14 * fade + rgb * (1.0 - 0.14 * fade - 0.05 * fade)
