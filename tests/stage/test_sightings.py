"""The stage's account of who is where, on heads made of one triangle fan."""

from __future__ import annotations

import numpy as np
import pytest

from tools.stage.renderer import View
from tools.stage.sightings import Sitter, account

VIEW = View(eye=(0.0, 1.6, 4.0), target=(0.0, 1.6, 0.0), focal_mm=36.0)
"""4 m away on a lens as long as the sensor is wide: the picture is 4 m wide there."""
SIZE = (160, 90)


def round_head(x=0.0, y=1.6, radius=0.4):
    turn = np.linspace(0, 2 * np.pi, 49)[:-1]
    rim = np.stack([x + radius * np.cos(turn), y + radius * np.sin(turn), np.zeros(48)], 1)
    body = np.array([[x - 0.5, 0.0, 0.0], [x + 0.5, 0.0, 0.0]])
    positions = np.concatenate([[[x, y, 0.0]], rim, body])
    fan = np.array([(0, 1 + n, 1 + (n + 1) % 48) for n in range(48)])
    return Sitter("ada", positions, fan, np.array([0.0, 0.0, 1.0]), np.array([x, y, 0.0]))


def disc(x=0.0, y=1.6, radius=0.4):
    """(H, W) bool: the pixels of such a head."""
    columns, rows = np.meshgrid((np.arange(SIZE[0]) + 0.5) / SIZE[0], (np.arange(SIZE[1]) + 0.5) / SIZE[1])
    across, up = (columns - 0.5) * 4.0 - x, (0.5 - rows) * 2.25 - (y - 1.6)
    return across**2 + up**2 < radius**2


def seen(sitter, mine):
    return account([sitter], VIEW, mine.astype(np.uint8), 7)["people"]["ada"]


def test_a_free_head_is_as_visible_as_it_is_large():
    told = seen(round_head(), disc())
    assert told["head_solo"] == pytest.approx(np.pi * 0.16 / 9.0, rel=0.06)
    assert told["head_visible"] == pytest.approx(told["head_solo"], rel=0.06)
    assert told["head"] == pytest.approx((0.4, 0.3222, 0.6, 0.6778), abs=0.01)
    assert told["visible"] == pytest.approx(disc().mean(), abs=1e-5)


def test_half_a_head_behind_somebody_is_half_visible():
    half = disc()
    half[:, 80:] = False
    told = seen(round_head(), half)
    assert told["head_visible"] / told["head_solo"] == pytest.approx(0.5, abs=0.06)


def test_other_pixels_of_the_same_person_are_no_head():
    everywhere = np.ones((SIZE[1], SIZE[0]), bool)
    told = seen(round_head(), everywhere)
    assert told["visible"] == 1.0
    assert told["head_visible"] == pytest.approx(told["head_solo"], rel=0.06)


def test_a_head_over_the_edge_keeps_its_whole_box():
    told = seen(round_head(x=2.0), disc(x=2.0))
    assert told["head"][2] == pytest.approx(1.1, abs=0.01)
    assert told["head_visible"] / told["head_solo"] == pytest.approx(0.5, abs=0.06)


def test_facing_is_the_angle_to_the_lens():
    head = round_head()
    assert seen(head, disc())["facing_deg"] == pytest.approx(0.0, abs=0.1)
    away = head._replace(facing=np.array([1.0, 0.0, 0.0]))
    assert seen(away, disc())["facing_deg"] == pytest.approx(90.0, abs=0.1)


def test_somebody_behind_the_camera_is_not_told_of():
    behind = round_head()
    behind = behind._replace(positions=behind.positions + np.array([0.0, 0.0, 9.0]))
    assert account([behind], VIEW, disc().astype(np.uint8), 0)["people"] == {}
