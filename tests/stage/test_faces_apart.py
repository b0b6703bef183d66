"""Fifty random descriptions are fifty people, and each of them is the same person under six lights.

Hair and beards are left off and all wear one grey shirt, so nothing but the face tells them apart. The descriptor has
learnt what light does to faces from forty other people (``face_descriptor``).
"""

from __future__ import annotations

import numpy as np
import pytest

from film.bible import Identity, Wardrobe
from tests.stage.face_descriptor import learnt
from tests.stage.six_lights import LIGHTS
from tools.stage.people.features import draw_face
from tools.stage.people.person import build_person
from tools.stage.sitting import Framing, portrait

PEOPLE, OTHERS = 50, 40
CLOSE = Framing(0.90, 0.20)
SIZE = (192, 224)
SHIRT = Wardrobe(id="w", garment="tshirt", top_colour="#808080")


def someone(number: int) -> Identity:
    """A random description."""
    draw = np.random.default_rng([number, 2026])
    age = int(draw.integers(5, 91))
    return Identity(
        presents=str(draw.choice(["woman", "man", "androgynous"], p=[0.45, 0.45, 0.1])),
        age=age,
        skin_tone=round(float(draw.uniform(1.5, 9.5)), 1),
        hair="bald",
        eye_colour=str(draw.choice(["#4a3520", "#2f5a7a", "#4a6a3a", "#2a1c10"])),
        freckles=bool(draw.random() < 0.15),
        build=str(draw.choice(["slim", "average", "athletic", "heavy"])),
        height_m=1.2 if age < 11 else 1.7,
        face_seed=int(draw.integers(1 << 31)),
    )


def test_no_two_draws_are_neighbours():
    """In the drawn numbers themselves: what no picture may blur."""
    same = [Identity(presents="woman", age=30, face_seed=seed) for seed in range(50)]
    numbers = np.array([tuple(draw_face(identity)) for identity in same])
    moving = numbers[:, numbers.std(0) > 1e-9]
    scaled = (moving - moving.mean(0)) / moving.std(0)
    apart = np.linalg.norm(scaled[:, None] - scaled[None], axis=-1) + 1e9 * np.eye(50)
    assert moving.shape[1] > 30
    assert apart.min() > 0.5 * np.sqrt(2 * moving.shape[1]), "two seeds give nearly one face"


@pytest.mark.film
def test_fifty_descriptions_are_fifty_people_in_any_light():
    people = [
        build_person(someone(k), SHIRT, detail="close" if k < PEOPLE else "medium") for k in range(PEOPLE + OTHERS)
    ]
    pictures: list[list[np.ndarray]] = [[] for _ in people]
    for rig, lamps in LIGHTS.values():  # a light is set up once for everybody
        for person, taken in zip(people, pictures, strict=True):
            taken.append(portrait(person, CLOSE, size=SIZE, rig=rig, lamps=lamps).rgb)
    describe = learnt(pictures[PEOPLE:])
    found = np.stack([[describe(rgb) for rgb in taken] for taken in pictures[:PEOPLE]])
    lights = found.shape[1]
    distance = 1 - np.einsum("ald,bmd->albm", found, found)
    margins = []
    for who in range(PEOPLE):
        own = distance[who, :, who].max(-1)
        rest = np.delete(distance[who], who, axis=1).reshape(lights, -1).min(-1)
        margins.append(rest / own)
    ratio = np.array(margins)
    print(f"nearest other over furthest own: least {ratio.min():.2f}, median {np.median(ratio):.1f}")
    assert ratio.min() > 1.0, "somebody looks more like somebody else than like themselves in another light"
    assert np.median(ratio) > 4.0
