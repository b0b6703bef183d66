"""One garment on one body: its field, its neckline and its edges, as everything sewn on it needs them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from film.bible import Pattern
from tools.stage.materials import CLOTH
from tools.stage.people import body
from tools.stage.people.cuts import Cut, Flare
from tools.stage.people.features import Face
from tools.stage.people.folds import gathers, top_folds
from tools.stage.people.measures import Measures, Profile
from tools.stage.people.neckline import Neckline, draw_neckline, ring
from tools.stage.people.parts import Part, painted, skinned
from tools.stage.sdf import Field, Surface, smooth_union

STEP_M = {"close": 0.0182, "medium": 0.0310, "far": 0.0620}
"""Grid of a garment's surface on the 1.70 m body."""

_CODE_FROM_M, _CODE_STRIDE_M = 1000.0, 10.0
"""A cloth's code for ``surfaces.cloth_surface`` is carried in u: body x plus so many metres, and so many for each."""

_PATTERNS = {"plain": 0, "striped": 1, "checked": 2, "floral": 3, "dotted": 6}
_PATTERN_CODES = 8


class Fitting(NamedTuple):
    """What trims need to know of the garment they are sewn on."""

    m: Measures
    face: Face
    cut: Cut
    field: Field
    """The garment's outside, folds left out: what is sewn on lies smooth."""
    folded: Field
    """The garment's outside with its folds."""
    neckline: Neckline
    detail: str
    pattern: Pattern = "plain"

    @property
    def s(self) -> float:
        """This body over the 1.70 m one."""
        return self.m.scale

    @property
    def skirted(self) -> bool:
        return bool(self.cut.flare)

    @property
    def is_open(self) -> bool:
        """The front opens below the throat."""
        return self.cut.neck in ("vneck", "vee", "deep_vee", "wrap", "open")

    def ring(self, azimuth_deg: np.ndarray, lift_deg: float = 0.0) -> np.ndarray:
        """Points (N, 3) on the edge at the neck; azimuth 0 in front, above 0 to the wearer's left."""
        return ring(self.neckline, self.field, azimuth_deg, self.s, lift_deg)

    def front(self, x_m: np.ndarray, y_m: np.ndarray, off_m: float | np.ndarray = 0.0) -> np.ndarray:
        """Points (..., 3) on the cloth in front at body x and y, lifted ``off_m`` off it."""
        x, y = np.broadcast_arrays(np.asarray(x_m, float), np.asarray(y_m, float))
        low, high = np.full(x.shape, -0.02 * self.s), np.full(x.shape, 0.42 * self.s)
        for _ in range(15):
            middle = (low + high) / 2
            p = np.stack([x, y, middle], -1).reshape(-1, 3).astype(np.float32)
            within = (self.folded(p) < 0).reshape(x.shape)
            low, high = np.where(within, middle, low), np.where(within, high, middle)
        return np.stack([x, y, (low + high) / 2 + off_m], -1)

    def round(self, azimuth_deg: np.ndarray, y_m: np.ndarray | float, off_m: np.ndarray | float = 0.0) -> np.ndarray:
        """Points (..., 3) on the cloth round the trunk at body heights, lifted ``off_m`` outwards."""
        azimuth, y = np.broadcast_arrays(np.radians(azimuth_deg), np.asarray(y_m, float))
        out = np.stack([np.sin(azimuth), 0 * azimuth, np.cos(azimuth)], -1)
        axis = np.stack([0 * y, y, 0 * y - 0.006 * self.s], -1)
        low, high = np.full(y.shape, 0.02 * self.s), np.full(y.shape, 0.42 * self.s)
        for _ in range(15):
            middle = (low + high) / 2
            p = (axis + out * middle[..., None]).reshape(-1, 3).astype(np.float32)
            within = (self.folded(p) < 0).reshape(y.shape)
            low, high = np.where(within, middle, low), np.where(within, high, middle)
        return axis + out * ((low + high) / 2 + off_m)[..., None]

    def clear(self, points: np.ndarray, off_m: float | np.ndarray) -> np.ndarray:
        """``points`` (..., 3) pushed out of the garment to at least ``off_m`` off it; what is clear stays."""
        flat = points.reshape(-1, 3)
        off = np.broadcast_to(np.asarray(off_m, np.float32), points.shape[:-1]).reshape(-1)
        return body.drape(lambda p: np.minimum(self.folded(p) - off, 0), flat, 0.0, steps=4).reshape(points.shape)

    def normals(self, points: np.ndarray) -> np.ndarray:
        """Unit outward normals (..., 3) of the cloth near ``points``."""
        p, reach = points.reshape(-1, 3).astype(np.float32), np.float32(0.006)
        slope = np.stack(
            [self.field(p + reach * a) - self.field(p - reach * a) for a in np.eye(3, dtype=np.float32)], -1
        )
        return (slope / (np.linalg.norm(slope, axis=-1, keepdims=True) + 1e-9)).reshape(points.shape)

    def neck_axis(self) -> np.ndarray:
        """Unit direction (3,) up the neck."""
        up = (
            self.m.head_origin
            + np.array([0, -0.055, -0.024]) * self.m.head_scale
            - np.array([0, 1.385, -0.034]) * self.s
        )
        return up / np.linalg.norm(up)


def fitted(m: Measures, face: Face, cut: Cut, detail: str, pattern: Pattern = "plain") -> Fitting:
    """A garment of this cut on this body."""
    s = m.scale
    profile = garment_profile(m, cut.flare, cut.hem_m)
    ease, cuff = cut.ease_m * s, cut.cuff_m * s

    def smooth(p: np.ndarray) -> np.ndarray:
        # The neck rises out of the shoulders under the cloth as it does in the skin, or the nape would come through.
        trunk = smooth_union(body.torso(m, p, profile, ease), body.neck(m, face, p, ease * 0.5), 0.040 * s)
        if cut.sleeve <= 0:
            return trunk
        return smooth_union(trunk, body.arms(m, p, ease * 0.85, cuff), 0.030 * s)

    def field(p: np.ndarray) -> np.ndarray:
        return smooth(p) + gathers(m, p, cut)

    def folded(p: np.ndarray) -> np.ndarray:
        return field(p) + top_folds(m, p, cut)

    return Fitting(m, face, cut, field, folded, draw_neckline(m, cut, field), detail, pattern)


def garment_profile(m: Measures, flare: Flare, hem_m: float) -> Profile:
    """The sections of body and skirt together, without ease."""
    s = m.scale
    if not flare:
        profile = m.profile.copy()
        widest = int(np.argmax(profile[:4, 1]))
        profile[:widest, 1:] = profile[widest, 1:]  # cloth hangs straight down from the hips
        profile[0, 0] = min(profile[0, 0], hem_m * s - 0.05)
        return profile
    waist = flare[0][0] * s
    wide = float(m.profile[2, 1] / (0.172 * s))
    rows = [(hem_m * s - 0.06, *(flare[-1][i] * s * wide for i in (1, 2)), -0.006 * s)]
    rows += [(height * s, a * s * wide, b * s * wide, -0.008 * s) for height, a, b in reversed(flare) if height > hem_m]
    skirt = np.array(rows)
    within = m.profile[(m.profile[:, 0] <= waist + 0.02 * s) & (m.profile[:, 0] > 0.83 * s)].copy()
    for column in (1, 2, 3):
        within[:, column] = np.maximum(within[:, column], np.interp(within[:, 0], skirt[:, 0], skirt[:, column]))
    profile = np.concatenate([skirt, within, m.profile[m.profile[:, 0] > waist + 0.02 * s]])
    profile = profile[np.argsort(profile[:, 0], kind="stable")]
    for row in profile:  # no skirt is tighter than the body in it
        if row[0] > m.profile[0, 0]:
            for column in (1, 2):
                row[column] = max(row[column], float(np.interp(row[0], m.profile[:, 0], m.profile[:, column])))
    return profile[np.concatenate([[True], np.diff(profile[:, 0]) > 0.004])]


def cloth_uv(p: np.ndarray, pattern: str = "plain", sheen: int = 0, weave: int = 0) -> np.ndarray:
    """uv (V, 3) of cloth: rest position, with pattern or weave and sheen coded into u."""
    code = (_PATTERNS[pattern] or weave) + _PATTERN_CODES * sheen
    return (p + np.array([_CODE_FROM_M + _CODE_STRIDE_M * code if code else 0.0, 0, 0])).astype(np.float32)


def cloth(
    fit: Fitting,
    surface: Surface,
    colour: np.ndarray,
    material: int = CLOTH,
    *,
    sheen: int = 0,
    weave: int = 0,
    patterned: bool | None = None,
) -> Part:
    """``surface`` as a part in one colour, moved with the trunk.

    ``patterned`` in the garment's own pattern: by default what is sewn of its cloth, neither knitted nor shining.
    """
    p = surface.positions
    shares = body.torso_skin(fit.m, p, skirted=fit.skirted)
    takes = patterned if patterned is not None else not (sheen or weave)
    uv = cloth_uv(p, fit.pattern if takes else "plain", sheen, weave) if material == CLOTH else p.copy()
    return Part(surface, uv, painted(colour, len(p)), material, skinned(shares, len(p)))
