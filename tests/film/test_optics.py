"""Depth of field against values worked out by hand from the published formulas (thin lens, c = 0.03 mm)."""

from __future__ import annotations

import math

import pytest

from film.optics import CIRCLE_OF_CONFUSION_MM, SENSOR_MM, blur_circle_mm, depth_of_field, hyperfocal_m, in_words


@pytest.mark.parametrize(
    ("focal_mm", "f_stop", "metres"),
    [
        # 50^2 / (8 * 0.03) + 50 = 10416.67 + 50 mm, the 10.5 m of every depth-of-field table
        (50.0, 8.0, 10.4667),
        (35.0, 2.8, 14.6183),  # 1225 / 0.084 + 35
        (85.0, 1.4, 172.1088),  # 7225 / 0.042 + 85
    ],
)
def test_the_hyperfocal_distance(focal_mm, f_stop, metres):
    assert hyperfocal_m(focal_mm, f_stop) == pytest.approx(metres, abs=1e-3)


@pytest.mark.parametrize(
    ("focal_mm", "f_stop", "focus_m", "near_m", "far_m"),
    [
        # H = 10466.67: near = 3000 * 10416.67 / (10466.67 + 3000 - 100) = 2337.9; far = 3000 * 10416.67 / 7466.67 = 4185.3
        (50.0, 8.0, 3.0, 2.3379, 4.1853),
        # H = 172108.8: near = 2000 * 172023.8 / (172108.8 + 2000 - 170) = 1977.98; far = 2000 * 172023.8 / 170108.8 = 2022.5
        (85.0, 1.4, 2.0, 1.9780, 2.0225),
        # H = 14618.3: near = 5000 * 14583.3 / (14618.3 + 5000 - 70) = 3730.1; far = 5000 * 14583.3 / 9618.3 = 7581.0
        (35.0, 2.8, 5.0, 3.7301, 7.5810),
    ],
)
def test_the_limits_of_sharpness(focal_mm, f_stop, focus_m, near_m, far_m):
    assert depth_of_field(focal_mm, f_stop, focus_m) == pytest.approx((near_m, far_m), abs=1e-3)


def test_at_the_hyperfocal_distance_all_is_sharp_from_half_of_it_on():
    far_focus = hyperfocal_m(50.0, 8.0)
    near, far = depth_of_field(50.0, 8.0, far_focus)
    assert far == math.inf and near == pytest.approx(far_focus / 2, rel=0.01)


def test_the_blur_circle_at_the_limits_is_the_circle_of_confusion():
    for focal_mm, f_stop, focus_m in ((50.0, 2.8, 3.0), (85.0, 2.0, 2.0), (35.0, 4.0, 4.0)):
        for limit in depth_of_field(focal_mm, f_stop, focus_m):
            assert blur_circle_mm(focal_mm, f_stop, focus_m, limit) == pytest.approx(CIRCLE_OF_CONFUSION_MM, rel=0.002)


def test_the_sensor_is_a_full_frame_one():
    from tools.stage.lens import sensor_width_mm, visible_height_m

    assert SENSOR_MM == 36.0
    # 50 mm at 5 m sees 3.6 m of width: 2.025 m of height in 16:9, and 3.6 m of height on its side.
    assert visible_height_m(5.0, 50.0, 16 / 9) == pytest.approx(2.025)
    assert visible_height_m(5.0, 50.0, 9 / 16) == pytest.approx(3.6)
    assert sensor_width_mm(1.0) == 36.0


def test_the_words_give_both_limits_or_say_from_where_on():
    assert in_words(50.0, 8.0, 3.0) == "50 mm at f/8, focused at 3.0 m, sharp from 2.34 to 4.19 m"
    assert in_words(20.0, 8.0, 5.0) == "20 mm at f/8, focused at 5.0 m, sharp from 1.25 m on"


@pytest.mark.parametrize("wrong", [(0.0, 4.0, 3.0), (50.0, 0.0, 3.0), (50.0, 4.0, 0.04)])
def test_an_impossible_lens_is_refused(wrong):
    with pytest.raises(ValueError, match="no depth of field"):
        depth_of_field(*wrong)
