"""Heads: every hair style grows within its budget, years show, a beard stays where beards grow, a shut mouth is shut."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from film.bible import HairStyle, Identity, Wardrobe
from tools.stage.people import hair, morphs
from tools.stage.people.face import paint_face
from tools.stage.people.features import draw_face
from tools.stage.people.heads import head_parts
from tools.stage.people.measures import measure
from tools.stage.people.palette import skin_albedo

PLAIN = Wardrobe(id="w")
STYLES = get_args(HairStyle)
BUDGET = {"close": 38_000, "medium": 12_000, "far": 2_600}
"""Triangles of a head with its hair and a full beard."""


def parts_of(identity: Identity, detail: str) -> tuple[int, int]:
    """(triangles of the head, of its hair)."""
    face = draw_face(identity)
    m = measure(identity, face)
    parts, _, lids = head_parts(identity, PLAIN, face, m, detail)
    grown = hair.grow(identity, PLAIN, face, m, detail)
    return sum(len(p.surface.triangles) for p in (*parts, *lids)), sum(len(p.surface.triangles) for p in grown)


@pytest.mark.parametrize("style", STYLES)
def test_every_style_grows_and_stays_in_its_budget(style: str):
    bearded = Identity(presents="man", hair=style, facial_hair="beard", face_seed=4)
    for detail, most in BUDGET.items():
        head, grown = parts_of(bearded, detail)
        assert head + grown < most, (detail, head, grown)
        _, alone = parts_of(bearded.model_copy(update={"facial_hair": "none"}), detail)
        assert (alone > 0) == (style not in ("bald", "covered"))
        assert grown > alone


def test_locks_are_where_hair_grows():
    for style in ("long", "wavy", "afro", "dreadlocks", "ponytail", "undercut"):
        identity = Identity(presents="woman", hair=style, face_seed=9)
        face = draw_face(identity)
        m = measure(identity, face)
        for part in hair.grow(identity, PLAIN, face, m, "medium"):
            local = (part.surface.positions - m.head_origin) / m.head_scale
            assert np.isfinite(local).all()
            before = (np.abs(local[:, 0]) < 0.030) & (local[:, 2] > 0.075) & (local[:, 1] < 0.010)
            assert not before.any(), f"{style} hangs before the eyes and the mouth"


def paint_depth(age: int) -> float:
    """How much fine dark line there is in a face's paint."""
    identity = Identity(presents="man", age=age, face_seed=3)
    decal = paint_face(identity, draw_face(identity), 384)
    skin = skin_albedo(identity.skin_tone, draw_face(identity).undertone)
    shown = decal[..., :3] * decal[..., 3:] + skin * (1 - decal[..., 3:])
    luma = shown.mean(-1)[60:300, 110:274]
    return float(np.abs(np.diff(luma, axis=0)).mean())


def test_years_show():
    child, young, middle, old, ancient = (draw_face(Identity(age=age, face_seed=3)) for age in (5, 25, 50, 70, 90))
    assert young.lined < middle.lined < old.lined < ancient.lined
    assert child.face_length < young.face_length and child.eye_radius_m > young.eye_radius_m
    assert ancient.lip_upper < middle.lip_upper < young.lip_upper and ancient.ear > young.ear
    depth = [paint_depth(age) for age in (8, 30, 60, 85)]
    assert depth[1] < depth[2] < depth[3] and depth[3] > 1.15 * depth[1], depth


def test_a_shut_mouth_shows_no_teeth():
    identity = Identity(face_seed=6)
    face = draw_face(identity)
    x = np.linspace(-0.8, 0.8, 33) * face.mouth_width_m
    from tools.stage.people.head import mouth_line, slit_half_height

    half = slit_half_height(face, x)
    rows = []
    for sign in (1.0, -1.0):
        p = np.stack([x, mouth_line(face, x) + sign * half * 1.001, np.full(len(x), 0.086)], -1)
        rows.append(morphs.closed_mouth(face, p)[:, 1])
    assert (rows[0] - rows[1]).max() < 1e-4


@pytest.mark.parametrize("kind", ["beard", "moustache"])
def test_a_beard_stays_where_beards_grow(kind: str):
    for seed in range(4):
        identity = Identity(presents="man", facial_hair=kind, hair="bald", face_seed=seed)
        face = draw_face(identity)
        m = measure(identity, face)
        (beard,) = hair.grow(identity, PLAIN, face, m, "close")
        local = (beard.surface.positions - m.head_origin) / m.head_scale
        assert local[:, 1].max() < 0.012, "nothing grows above the ears' middle"
        cheek = (np.abs(local[:, 0]) > 0.030) & (np.abs(local[:, 0]) < 0.050) & (local[:, 2] > 0.04)
        assert not cheek.any() or local[cheek, 1].max() < -0.030 * face.face_length
