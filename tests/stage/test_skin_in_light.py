"""Skin keeps its depth under every light: the scale stays in order and dark skin never goes pale."""

from __future__ import annotations

import numpy as np
import pytest

from film.bible import Identity, Wardrobe
from tests.stage.six_lights import LIGHTS
from tools.stage.people.person import build_person
from tools.stage.sitting import Framing, portrait

TONES = (1.5, 4.5, 6.0, 7.5, 9.5)
"""The published swatches 1 to 3 differ in hue more than in lightness."""
CHEEKS = Framing(1.5, 0.1)
"""Close enough that the picture's middle is nothing but face."""


def luma_of(tone: float, name: str) -> float:
    """Mean display luma, 0..1, of the middle of a face."""
    identity = Identity(skin_tone=tone, hair="bald", face_seed=5)
    person = build_person(identity, Wardrobe(id="w", garment="tshirt", top_colour="#808080"), detail="far")
    rig, lamps = LIGHTS[name]
    rgb = portrait(person, CHEEKS, size=(48, 64), rig=rig, lamps=lamps).rgb[12:52, 10:38]
    return float((rgb / 255.0 @ np.array([0.2126, 0.7152, 0.0722])).mean())


@pytest.mark.parametrize("name", sorted(LIGHTS))
def test_the_scale_stays_in_order_and_dark_stays_dark(name: str):
    found = [luma_of(tone, name) for tone in TONES]
    assert all(a > b + 0.02 for a, b in zip(found, found[1:], strict=False)), found
    assert found[-1] < 0.34, "the darkest skin is dark, however warm the key"
    assert found[0] > 1.6 * found[-1]
    assert found[0] < 0.93, "the palest keeps its modelling"
