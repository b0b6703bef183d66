"""Six shapes of picture: in each the heads are whole, and people lie where a composed picture has them."""

from __future__ import annotations

import pytest

from film.profile import ASPECT_RATIOS, frame_size
from film.state import SHOT_SIZES, Camera
from tests.stage.floor_plans import STUDIO, shot_plan
from tools.stage.blocking import block
from tools.stage.framing import compose, head_of
from tools.stage.lens import project
from tools.stage.operating import operator_error

SHOTS = {
    "alone": {"cast": ("ada",), "subjects": ("ada",)},
    "single": {"cast": ("ben",), "present": ("ada", "ben"), "subjects": ("ben",)},
    "two shot": {"cast": ("ada", "ben"), "subjects": ("ada", "ben")},
    "over the shoulder": {"cast": ("ada", "ben"), "subjects": ("ada",), "over": "ben"},
    "three": {"cast": ("ada", "ben", "cid"), "subjects": ("ada", "ben", "cid")},
}
STEADY = [seed for seed in range(40) if not operator_error(seed).blunder][:4]


def shoot(name, size, aspect, seed, ground=STUDIO, **more):
    shot = dict(SHOTS[name])
    cast, present = shot.pop("cast"), shot.pop("present", None)
    focal = 28.0 if size in ("extreme_wide", "wide") else 35.0 if size in ("full", "medium_full") else 50.0
    camera = Camera(size=size, focal_mm=focal, **shot, **more)
    plan = shot_plan(cast=cast, present=present, camera=camera)
    blocking = block(plan, ground)
    heads = {stand.character_id: head_of(stand, 1.0, ground) for stand in blocking.stands}
    return compose(camera, blocking, ground, aspect, time_s=1.0, seed=seed), heads


def outline(composed, head):
    """Crown, chin and both ears in the picture: shares of the width and the height."""
    x, y, z = head.eyes
    half, broad = 0.5 * head.height_m, 0.36 * head.height_m
    out = composed.view.eye[0] - x, composed.view.eye[2] - z
    span = (out[0] ** 2 + out[1] ** 2) ** 0.5 or 1.0
    side = (out[1] / span * broad, -out[0] / span * broad)
    points = [(x, y + half, z), (x, y - half, z), (x + side[0], y, z + side[1]), (x - side[0], y, z - side[1])]
    return project(composed.view, composed.aspect, points)


@pytest.mark.parametrize("aspect", ASPECT_RATIOS)
@pytest.mark.parametrize("size", [size for size in SHOT_SIZES if size != "extreme_close"])
@pytest.mark.parametrize("name", SHOTS)
def test_no_head_is_cut_by_the_frame(name, size, aspect):
    width, height = frame_size(aspect, 540)
    for seed in STEADY:
        composed, heads = shoot(name, size, width / height, seed)
        for who in composed.subjects:
            seen = outline(composed, heads[who])
            assert seen[:, 2].min() > 0.3
            assert seen[0, 1] > 0.0 and seen[1, 1] < 1.0, "crown and chin"
            assert seen[2:, 0].min() > 0.0 and seen[2:, 0].max() < 1.0, "ears"


@pytest.mark.parametrize("aspect", ASPECT_RATIOS)
@pytest.mark.parametrize("size", ["full", "medium_full", "medium", "medium_close", "close"])
def test_eyes_lie_on_the_upper_third(size, aspect):
    width, height = frame_size(aspect, 540)
    for name in ("alone", "single"):
        composed, heads = shoot(name, size, width / height, STEADY[0])
        x, y = project(composed.view, composed.aspect, [heads[composed.subjects[0]].eyes])[0, :2]
        assert 0.12 < y < 0.45
        assert 0.30 < x < 0.70


@pytest.mark.parametrize("size", ["medium_full", "medium", "medium_close"])
def test_two_in_an_upright_picture_stand_one_behind_the_other(size):
    """9:16 has no room side by side: they are stacked in depth, nearer than a square two-shot would be."""
    upright, heads = shoot("two shot", size, 9 / 16, STEADY[0])
    wide, _ = shoot("two shot", size, 16 / 9, STEADY[0])
    depths = [sorted(project(c.view, c.aspect, [heads[w].eyes for w in ("ada", "ben")])[:, 2]) for c in (upright, wide)]
    assert depths[0][1] - depths[0][0] > depths[1][1] - depths[1][0] + 0.3
    tall = [
        max(outline(c, heads[w])[1, 1] - outline(c, heads[w])[0, 1] for w in ("ada", "ben")) for c in (upright, wide)
    ]
    assert tall[0] > 0.62 * tall[1]


@pytest.mark.parametrize("aspect", ASPECT_RATIOS)
def test_a_two_shot_is_balanced(aspect):
    width, height = frame_size(aspect, 540)
    for seed in STEADY:
        composed, heads = shoot("two shot", "medium", width / height, seed)
        left, right = sorted(project(composed.view, composed.aspect, [heads[w].eyes for w in ("ada", "ben")])[:, 0])
        assert (left + right) / 2 == pytest.approx(0.5, abs=0.09)
        assert right - left > 0.12


@pytest.mark.parametrize(
    ("aspect", "lines", "size"),
    [
        ("16:9", 1080, (1920, 1080)), ("16:9", 2160, (3840, 2160)), ("16:9", 4320, (7680, 4320)),
        ("2.39:1", 1080, (1920, 804)), ("2.39:1", 2160, (3840, 1606)), ("1.85:1", 1080, (1920, 1038)),
        ("4:3", 1080, (1440, 1080)), ("1:1", 2160, (2160, 2160)), ("9:16", 1080, (1080, 1920)), ("9:16", 2160, (2160, 3840)),
    ],
)  # fmt: skip
def test_a_format_has_its_size_at_every_number_of_lines(aspect, lines, size):
    assert frame_size(aspect, lines) == size
