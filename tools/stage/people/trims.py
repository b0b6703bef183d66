"""What is sewn on or worn over a garment, by outfit: collars, plackets, buttons, pockets, belts, ties, scarves, aprons."""

from __future__ import annotations

import numpy as np

from film.bible import Wardrobe
from tools.stage.materials import CLOTH, METAL
from tools.stage.people import drapes
from tools.stage.people.collars import collar, turned_collar
from tools.stage.people.cuts import serves
from tools.stage.people.fastenings import (
    BRASS,
    LEATHER,
    badge,
    belt,
    buttons,
    epaulettes,
    placket,
    pocket,
    sash,
)  # fmt: skip
from tools.stage.people.fitting import Fitting, cloth
from tools.stage.people.palette import cloth_albedo
from tools.stage.people.parts import Part, tube

_WINE = "#6b1f24"
_LINEN = "#cfc6b2"


def sew(fit: Fitting, inner: Fitting | None, wardrobe: Wardrobe) -> list[Part]:
    """Every trim that this outfit calls for; ``inner`` is the garment beneath."""
    top, under = cloth_albedo(wardrobe.top_colour), cloth_albedo(wardrobe.under_colour)
    accent = cloth_albedo(wardrobe.accent_colour) if wardrobe.accent_colour else None
    garment = wardrobe.garment
    parts = _beneath(fit, inner, wardrobe, under, accent)
    if wardrobe.headwear != "hood" or fit.cut.collar != "hood":  # a hood is up or down
        parts += collar(fit, top)
    parts += _closed(fit, wardrobe, top, under)
    parts += _waist(fit, wardrobe, top)
    if garment == "sari":
        parts.append(drapes.pallu(fit, top, accent if accent is not None else top * 0.55))
    elif garment == "apron":
        parts += drapes.apron(fit, accent if accent is not None else cloth_albedo(_LINEN))
    elif garment == "overalls":
        parts += drapes.bib(fit, cloth_albedo(wardrobe.legs_colour))
    elif garment == "cloak":
        parts += drapes.cloak(fit, accent if accent is not None else top * 0.72)
    elif garment in ("kurta", "salwar") and accent is not None:
        parts.append(drapes.dupatta(fit, accent))
    elif accent is not None and garment not in ("suit", "vest", "robe", "dress", "uniform"):
        parts += drapes.scarf(fit, accent)
    return parts


def _beneath(
    fit: Fitting, inner: Fitting | None, wardrobe: Wardrobe, under: np.ndarray, accent: np.ndarray | None
) -> list[Part]:
    """Collar, buttons and tie of the shirt that shows in an open front."""
    if inner is None:
        return []
    shirt = inner.cut.collar == "shirt"
    parts = [turned_collar(inner, under, 0.032, 0.030, 0.55)] if shirt else collar(inner, under)
    if shirt:
        if serves(wardrobe):
            parts += drapes.bow_tie(inner, np.array([0.02, 0.02, 0.024]))
        if wardrobe.garment == "suit":
            parts += drapes.tie(
                inner, accent if accent is not None else cloth_albedo(_WINE), low_m=fit.neckline.low_m / fit.s + 0.004
            )
        elif fit.detail != "far":
            heights = np.linspace(1.36, fit.neckline.low_m / fit.s + 0.03, 4)
            parts += [placket(inner, under * 0.97, fit.neckline.low_m / fit.s, 0.014)]
            parts += buttons(inner, under * 0.75, heights, radius_m=0.0052)
    return parts


def _closed(fit: Fitting, wardrobe: Wardrobe, top: np.ndarray, under: np.ndarray) -> list[Part]:
    """How the front closes, and its pockets."""
    garment, cut, low = "vest" if serves(wardrobe) else wardrobe.garment, fit.cut, fit.neckline.low_m / fit.s
    parts: list[Part] = []
    if fit.detail == "far":
        return parts
    if cut.collar == "lapels":
        count = 3 if fit.skirted else 2
        heights = low - 0.014 - 0.100 * np.arange(count)
        parts += buttons(
            fit, np.array([0.045, 0.032, 0.024]), heights, x_m=0.004, radius_m=0.0125 if fit.skirted else 0.0085
        )
        at = (0.135, 0.90) if fit.skirted else (0.112, 0.935)
        for side in (-1, 1):
            parts += pocket(fit, top * 0.93, side * at[0] * 0.92, at[1], half_m=0.050, high_m=0.030)
        if garment == "suit":
            parts += pocket(fit, top * 0.90, 0.082, 1.262, half_m=0.034, high_m=0.018)
    elif garment in ("shirt", "apron") or (garment == "uniform" and wardrobe.service != "nurse"):
        parts.append(placket(fit, top * 0.96, max(cut.hem_m, 0.975) if cut.tucked else cut.hem_m + 0.006))
        brass = garment == "uniform" and wardrobe.service == "police"
        tint = BRASS if brass else under * 0.8 if garment != "uniform" else top * 0.4
        parts += buttons(fit, tint, np.linspace(low - 0.045, 1.03, 5), material=METAL if brass else 0)
        if garment == "shirt":
            parts += pocket(fit, top * 0.95, 0.082, 1.285, half_m=0.038, high_m=0.092)
        elif garment == "uniform" and wardrobe.service in ("police", "soldier"):
            for side in (-1, 1):
                parts += pocket(fit, top * 0.93, side * 0.084, 1.285, half_m=0.040, high_m=0.095, flap=True)
            parts += epaulettes(fit, top * 0.80)
            if wardrobe.service == "police":
                parts.append(badge(fit, 0.086, 1.312))
            else:
                for side in (-1, 1):
                    parts += pocket(fit, top * 0.93, side * 0.100, 0.945, half_m=0.052, high_m=0.085, flap=True)
    elif garment == "uniform":
        parts += pocket(fit, top * 0.93, 0.080, 1.285, half_m=0.040, high_m=0.090)
    elif garment == "kurta":
        parts.append(placket(fit, top * 0.95, 1.13, 0.015))
        parts += buttons(fit, under * 0.9, np.linspace(low - 0.02, 1.16, 4), radius_m=0.0052)
    elif garment == "vest":
        parts += buttons(fit, np.array([0.05, 0.04, 0.03]), np.linspace(low - 0.012, 0.935, 4), radius_m=0.0068)
        for side in (-1, 1):
            parts += pocket(fit, top * 0.90, side * 0.088, 1.045, half_m=0.036, high_m=0.016)
    elif garment == "hoodie":
        parts += pocket(fit, top * 0.95, 0.0, 1.035, half_m=0.115, high_m=0.115)
        for side in (-1, 1):
            cord = fit.front(np.full(6, side * 0.030 * fit.s), np.linspace(1.385, 1.245, 6) * fit.s, 0.008 * fit.s)
            parts.append(_cord(fit, cord))
    elif garment == "jacket":
        for side in (-1, 1):
            parts += pocket(fit, top * 0.86, side * 0.100, 1.03, half_m=0.046, high_m=0.022)
    return parts


def _cord(fit: Fitting, path: np.ndarray) -> Part:
    return cloth(fit, tube(path, 0.0036 * fit.s, 6), np.array([0.62, 0.60, 0.56]))


def _waist(fit: Fitting, wardrobe: Wardrobe, top: np.ndarray) -> list[Part]:
    garment, cut = wardrobe.garment, fit.cut
    if garment == "robe":
        return sash(fit, top * 0.86, 1.035)
    if garment == "dress":
        return belt(fit, top * 0.62, 1.032, half_m=0.014, off_m=0.003, buckle=False, material=CLOTH)
    if garment == "uniform" and wardrobe.service == "soldier":
        return belt(fit, cloth_albedo("#4a4a36") * 0.8, 1.00, half_m=0.024, material=CLOTH)
    if serves(wardrobe):
        return drapes.apron(fit, top * 0.9 + 0.004, bib=False) if fit.detail != "far" else []
    if garment == "cloak":
        return belt(fit, LEATHER * 1.3, 1.00, half_m=0.022)
    if cut.tucked and cut.legs in ("trousers", "jeans", "shorts", "slim") and garment != "overalls":
        return belt(fit, LEATHER, 0.968, off_m=0.0075)
    return []
