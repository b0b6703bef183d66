"""How garments are cut, as data: lengths in metres on the 1.70 m body, scaled to the wearer when they are sewn."""

from __future__ import annotations

from typing import Literal, NamedTuple

from film.bible import Wardrobe

Flare = tuple[tuple[float, float, float], ...]
"""Rows of (height, half width, half depth) that replace the body's section below the waist."""

Neck = Literal["round", "crew", "scoop", "vneck", "vee", "deep_vee", "wrap", "open"]
Collar = Literal["none", "shirt", "stand", "roll", "lapels", "shawl", "band", "hood"]
Legs = Literal["trousers", "jeans", "slim", "loose", "shorts", "skirt", "dhoti", "bare"]


class Cut(NamedTuple):
    """One garment of the upper body, with what belongs under and below it."""

    ease_m: float
    """How far it stands off the body."""
    sleeve: float
    """Share of the arm it covers; 1 reaches the wrist, 0 is sleeveless."""
    cuff_m: float
    """Ease at the cuff."""
    hem_m: float
    """Height of the lower edge."""
    neck: Neck
    flare: Flare = ()
    legs: Legs = "trousers"
    collar: Collar = "none"
    under: str = ""
    """Name of the cut worn beneath it, whose front shows; empty is none."""
    fold_m: float = 0.0040
    pleats: int = 0
    """Folds round the skirt; 0 falls plain."""
    ribbed: bool = False
    """Knitted bands at hem and cuffs."""
    tucked: bool = False
    """Its hem goes into the trousers."""
    sheen: int = 0
    """0 matte, 1 satin, 2 leather."""
    weave: int = 0
    """0 plain weave, 4 knitted, 5 twill."""


_COAT_SKIRT = ((0.98, 0.160, 0.124), (0.86, 0.198, 0.150), (0.70, 0.214, 0.166), (0.46, 0.236, 0.188))
_DRESS_SKIRT = ((0.985, 0.160, 0.122), (0.84, 0.212, 0.168), (0.62, 0.248, 0.212), (0.40, 0.276, 0.246))
_SARI_SKIRT = (
    (0.99, 0.160, 0.122),
    (0.86, 0.192, 0.146),
    (0.60, 0.190, 0.146),
    (0.30, 0.202, 0.160),
    (0.05, 0.238, 0.196),
)
_KURTA_SKIRT = ((0.97, 0.162, 0.124), (0.86, 0.192, 0.140), (0.70, 0.202, 0.150), (0.50, 0.214, 0.160))
_ROBE_SKIRT = ((0.98, 0.160, 0.126), (0.86, 0.200, 0.154), (0.60, 0.216, 0.176), (0.20, 0.256, 0.214))

CUTS: dict[str, Cut] = {
    "coat": Cut(0.0165, 1.0, 0.017, 0.48, "vee", _COAT_SKIRT, collar="lapels", under="shirt", fold_m=0.0050),
    "jacket": Cut(0.0140, 1.0, 0.010, 0.90, "open", collar="shirt", under="tshirt", fold_m=0.0056, ribbed=True, weave=5),
    "suit": Cut(0.0110, 0.97, 0.012, 0.80, "deep_vee", collar="lapels", under="shirt", fold_m=0.0030),
    "dress": Cut(0.0035, 0.34, 0.014, 0.42, "scoop", _DRESS_SKIRT, legs="bare", fold_m=0.0024, pleats=14),
    "sari": Cut(0.0030, 0.30, 0.004, 1.100, "scoop", legs="bare", fold_m=0.0012, sheen=1),
    "kurta": Cut(0.0100, 1.0, 0.013, 0.52, "round", _KURTA_SKIRT, legs="slim", collar="stand", fold_m=0.0042),
    "knit": Cut(0.0130, 1.0, 0.010, 0.87, "round", collar="roll", fold_m=0.0056, ribbed=True, weave=4),
    "shirt": Cut(0.0080, 1.0, 0.010, 0.92, "round", collar="shirt", fold_m=0.0046, tucked=True),
    "uniform": Cut(0.0090, 1.0, 0.010, 0.92, "round", collar="shirt", fold_m=0.0034, tucked=True),
    "apron": Cut(0.0080, 0.56, 0.015, 0.92, "round", collar="shirt", fold_m=0.0046, tucked=True),
    "hoodie": Cut(0.0170, 1.0, 0.012, 0.86, "crew", collar="hood", fold_m=0.0066, ribbed=True, weave=4),
    "tshirt": Cut(0.0080, 0.30, 0.020, 0.87, "crew", collar="band", fold_m=0.0042),
    "vest": Cut(0.0125, 0.0, 0.0, 0.89, "vee", under="shirt", fold_m=0.0022),
    "robe": Cut(0.0180, 0.92, 0.034, 0.22, "wrap", _ROBE_SKIRT, legs="bare", collar="shawl", under="tshirt", fold_m=0.0056),
    "cloak": Cut(0.0100, 1.0, 0.014, 0.84, "round", collar="stand", fold_m=0.0046),
    "overalls": Cut(0.0090, 0.62, 0.014, 0.92, "crew", collar="band", legs="loose", fold_m=0.0046, tucked=True),
    "salwar": Cut(0.0065, 0.52, 0.012, 0.50, "scoop", _KURTA_SKIRT, legs="loose", fold_m=0.0036),
}  # fmt: skip
"""The garments of ``film.bible.Garment``."""

SKIRTS: dict[str, Flare] = {
    "skirt": ((1.01, 0.140, 0.106), (0.86, 0.200, 0.150), (0.70, 0.222, 0.168), (0.48, 0.240, 0.186)),
    "sari": _SARI_SKIRT,
    "dhoti": ((1.00, 0.150, 0.116), (0.86, 0.192, 0.146), (0.60, 0.196, 0.156), (0.26, 0.206, 0.176)),
}
"""Skirts worn as legwear, by name: hung from the waist over whatever is tucked into them."""

SKIRT_HEMS_M: dict[str, float] = {"skirt": 0.48, "sari": 0.055, "dhoti": 0.24}

_UNIFORMS: dict[str, dict[str, object]] = {
    "nurse": {"neck": "vneck", "collar": "none", "sleeve": 0.32, "cuff_m": 0.018, "hem_m": 0.80, "tucked": False},
    "soldier": {"hem_m": 0.80, "tucked": False, "ease_m": 0.013, "fold_m": 0.0056, "weave": 5},
}
_LEGWEAR: dict[str, Legs] = {
    "trousers": "trousers", "jeans": "jeans", "skirt": "skirt", "shorts": "shorts", "leggings": "slim", "dhoti": "dhoti",
    "bare": "bare",
}  # fmt: skip


def cut_of(wardrobe: Wardrobe) -> Cut:
    """The cut of an outfit: its garment's, as its service and its legwear change it."""
    cut = CUTS["vest" if serves(wardrobe) else wardrobe.garment]
    if wardrobe.garment == "uniform":
        cut = cut._replace(**_UNIFORMS.get(wardrobe.service, {}))
        if wardrobe.service == "nurse":
            cut = cut._replace(legs="loose")
    if wardrobe.legs != "garment" and wardrobe.garment != "sari":
        cut = cut._replace(legs=_LEGWEAR[wardrobe.legs])
        if cut.legs == "skirt" and cut.hem_m > 0.8:
            cut = cut._replace(tucked=True)
    return cut


def under_of(cut: Cut) -> Cut | None:
    """The cut beneath, thinner than what lies over it; None where nothing shows."""
    if not cut.under:
        return None
    under = CUTS[cut.under]
    return under._replace(ease_m=min(under.ease_m, cut.ease_m * 0.35), fold_m=0.0012, tucked=True)


def serves(wardrobe: Wardrobe) -> bool:
    """A waiter's uniform: a waistcoat over a shirt."""
    return wardrobe.garment == "uniform" and wardrobe.service == "waiter"


def bared_m(wardrobe: Wardrobe) -> float:
    """How far below the root of the neck skin shows, metres on the 1.70 m body."""
    neck = cut_of(wardrobe).neck
    return {"scoop": 0.22, "vneck": 0.22, "crew": 0.10, "open": 0.12, "wrap": 0.12}.get(neck, 0.075)
