"""Clothes: layers that stay inside each other, edges that have thickness, and every word of a wardrobe seen."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from film.bible import Footwear, Garment, Headwear, Identity, Legwear, Pattern, Service, Wardrobe
from tools.stage.materials import CLOTH, SKIN
from tools.stage.people.cuts import CUTS, cut_of, under_of
from tools.stage.people.features import draw_face
from tools.stage.people.figure import limb_parts
from tools.stage.people.fitting import Fitting, cloth_uv, fitted
from tools.stage.people.headgear import wear
from tools.stage.people.hems import edges, hemmed
from tools.stage.people.measures import measure
from tools.stage.people.neckline import above
from tools.stage.people.parts import Part, painted, sheet, skinned
from tools.stage.people.wardrobe import dress

MARA = Identity(presents="woman", age=29, face_seed=11)
BIG = Identity(presents="man", age=50, build="heavy", face_seed=5, height_m=1.86)
CHILD = Identity(presents="man", age=8, face_seed=2, height_m=1.25)


def body_of(identity: Identity) -> tuple:
    face = draw_face(identity)
    return face, measure(identity, face)


def sewn(wardrobe: Wardrobe, identity: Identity = MARA, detail: str = "far") -> list[Part]:
    face, m = body_of(identity)
    return dress(wardrobe, face, m, detail)


def fit_of(garment: Garment, identity: Identity = MARA) -> Fitting:
    face, m = body_of(identity)
    return fitted(m, face, cut_of(Wardrobe(id="w", garment=garment)), "medium")


def all_bytes(parts: list[Part]) -> bytes:
    return b"".join(p.surface.positions.tobytes() + p.albedo.tobytes() + p.uv.tobytes() for p in parts)


def flat_cloth() -> Part:
    x, y = np.meshgrid(np.linspace(0, 0.3, 13), np.linspace(0, 0.2, 9))
    surface = sheet(np.stack([x, y, 0 * x], -1))
    count = len(surface.positions)
    return Part(
        surface, surface.positions.copy(), painted(np.ones(3) * 0.5, count), CLOTH, skinned({"chest": 1.0}, count)
    )


def test_a_hem_gives_cloth_the_thickness_asked():
    plain = flat_cloth()
    turned = hemmed(plain, 0.005)
    assert plain.surface.positions[:, 2].min() == 0
    assert turned.surface.positions[:, 2].min() == pytest.approx(-0.005 * 1.25, abs=1e-4)
    assert turned.surface.positions[:, 2].max() < 1e-6
    assert len(turned.albedo) == len(turned.uv) == len(turned.skin.bones) == len(turned.surface.positions)


def test_the_edge_of_a_sheet_is_one_closed_run():
    runs = edges(flat_cloth().surface.triangles)
    assert len(runs) == 1
    assert runs[0][0] == runs[0][-1]
    assert len(set(runs[0].tolist())) == 2 * (13 + 9) - 4


@pytest.mark.parametrize("garment", sorted(CUTS))
@pytest.mark.parametrize("identity", [MARA, BIG, CHILD], ids=["woman", "heavy man", "child"])
def test_a_neckline_lies_on_its_cloth_where_the_cloth_is_cut(garment, identity):
    fit = fit_of(garment, identity)
    ring = fit.ring(np.linspace(-180, 180, 73))
    assert np.abs(fit.field(ring.astype(np.float32))).max() < 0.002 * fit.s
    assert np.abs(above(fit.neckline, ring)).max() < 0.004 * fit.s
    steps = np.linalg.norm(np.diff(ring, axis=0), axis=1)
    assert steps.max() < 0.14 * fit.s, "a jump would show as a step in the collar"


@pytest.mark.parametrize("garment", [name for name in sorted(CUTS) if CUTS[name].under])
def test_what_lies_under_stays_under(garment):
    outer = fit_of(garment)
    under = under_of(outer.cut)
    assert under is not None
    inner = fitted(outer.m, outer.face, under, "medium")
    azimuth, height = np.meshgrid([0.0, 20, 40, 60, 120, 150, 180], np.linspace(0.98, 1.16, 9) * outer.s)
    # Beside the arms a ray from the axis meets the sleeve, not the flank.
    shirt = inner.round(azimuth, height)
    assert outer.folded(shirt.reshape(-1, 3).astype(np.float32)).max() < 0


@pytest.mark.parametrize(("detail", "most"), [("close", 42_000), ("medium", 17_000), ("far", 4_600)])
@pytest.mark.parametrize("garment", ["coat", "suit", "sari", "robe", "cloak", "salwar"])
def test_clothes_and_hands_stay_in_budget(garment, detail, most):
    outfit = Wardrobe(id="w", garment=garment, accent_colour="#a03020")
    face, m = body_of(MARA)
    parts = [*dress(outfit, face, m, detail), *limb_parts(MARA, outfit, m, detail)]
    assert sum(len(part.surface.triangles) for part in parts) < most


@pytest.mark.parametrize(
    ("field", "values"),
    [("legs", get_args(Legwear)), ("pattern", get_args(Pattern)), ("footwear", get_args(Footwear)), ("torn", (True,))],
)
def test_every_word_of_a_wardrobe_is_seen(field, values):
    plain = Wardrobe(id="w", garment="tshirt")
    seen = {
        value: all_bytes([*sewn(plain.model_copy(update={field: value})), *limbs(plain, field, value)])
        for value in values
    }
    usual = all_bytes([*sewn(plain), *limbs(plain, field, getattr(plain, field))])
    alike = {value for value, look in seen.items() if look == usual}
    assert alike <= {"garment", "trousers", "plain", "shoes"}
    assert len({look for value, look in seen.items() if value not in alike}) == len(values) - len(alike)


def limbs(outfit: Wardrobe, field: str, value: object) -> list[Part]:
    _, m = body_of(MARA)
    return limb_parts(MARA, outfit.model_copy(update={field: value}), m, "far")


def test_each_service_has_its_own_uniform():
    looks = {
        service: all_bytes(sewn(Wardrobe(id="w", garment="uniform", service=service), detail="medium"))
        for service in get_args(Service)
    }
    assert len(set(looks.values())) == len(looks)


def test_gloves_cover_the_skin_of_the_hands():
    _, m = body_of(MARA)
    bare, gloved = (limb_parts(MARA, Wardrobe(id="w", gloves=gloves), m, "far") for gloves in (False, True))
    assert bare[0].albedo.mean() > 3 * gloved[0].albedo.mean()


def test_a_skirt_bares_the_legs_and_trousers_do_not():
    _, m = body_of(MARA)

    def lowest_skin(legs: Legwear) -> float:
        parts = limb_parts(MARA, Wardrobe(id="w", legs=legs), m, "far")
        return min(float(part.surface.positions[:, 1].min()) for part in parts if part.material == SKIN)

    assert lowest_skin("skirt") < 0.12 < lowest_skin("trousers")


@pytest.mark.parametrize("headwear", [kind for kind in get_args(Headwear) if kind != "none"])
def test_headwear_sits_on_the_skull(headwear):
    face, m = body_of(MARA)
    parts = wear(MARA, Wardrobe(id="w", headwear=headwear), face, m, "far")
    points = np.concatenate([part.surface.positions for part in parts])
    assert points[:, 1].max() > m.head_origin[1] + 0.09
    assert np.isfinite(points).all()


def test_a_pattern_rides_in_u_and_leaves_sets_alone():
    p = np.array([[0.1, 1.2, 0.05]], np.float32)
    assert cloth_uv(p)[0, 0] == pytest.approx(0.1)
    codes = {
        name: round((float(cloth_uv(p, name)[0, 0]) - 1000 - 0.1) / 10) for name in get_args(Pattern) if name != "plain"
    }
    assert sorted(codes.values()) == [1, 2, 3, 6]
    assert float(cloth_uv(p, "striped", sheen=1)[0, 0]) == pytest.approx(1000 + 10 * 9 + 0.1, abs=1e-3)


def test_sleeves_follow_the_arm_and_the_trunk_the_chest():
    parts = sewn(Wardrobe(id="w", garment="shirt"))
    _, m = body_of(MARA)
    top = next(part for part in parts if np.ptp(part.surface.positions[:, 0]) > 0.65)
    near_wrist = np.linalg.norm(top.surface.positions - m.joints["hand_l"], axis=1) < 0.06
    assert near_wrist.any()
    from tools.stage.people.skeleton import INDEX

    on_arm = np.isin(top.skin.bones[:, 0], [INDEX["forearm_l"], INDEX["upper_arm_l"]])
    assert on_arm[near_wrist].all()
