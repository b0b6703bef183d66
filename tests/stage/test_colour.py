"""docs/COLOUR.md keeps what it says: camera white, one tone map, where grey lands, how files are tagged."""

import itertools
import math
from pathlib import Path

import numpy as np
import pytest

from tools.stage.developing import film_curve
from tools.stage.kinds import KINDS
from tools.stage.light import kelvin_to_rgb

_DOC = (Path(__file__).parents[2] / "docs" / "COLOUR.md").read_text(encoding="utf-8")


def _display(light: float) -> float:
    """The display level of a light after exposure, as `develop` looks it up."""
    curve = film_curve()
    return float(curve[round(math.sqrt(light) * (len(curve) - 1) / 4.0)])


def test_the_tone_map_never_falls_and_holds_highlights_apart() -> None:
    curve = film_curve()
    assert curve[0] == 0.0 and curve[-1] == pytest.approx(1.0, abs=0.02)
    assert (np.diff(curve) >= 0).all()
    assert _display(0.5) < _display(1.0) < _display(2.0) < _display(4.0)
    steps = np.diff(curve)
    assert np.abs(np.diff(steps)).max() < 0.01, "no corner"


def test_grey_and_paper_land_where_the_document_says() -> None:
    levels = {"grey": _display(0.18), "over": _display(0.36), "under": _display(0.09), "paper": _display(0.9)}
    said = {"grey": "0.55", "over": "0.73", "under": "0.36", "paper": "0.89"}
    for name, level in levels.items():
        assert f"{level:.2f}" == said[name] and said[name] in _DOC, (name, level)


def test_camera_white_is_5600_kelvin_and_no_temperature_is_brighter() -> None:
    assert np.allclose(kelvin_to_rgb(5600), 1.0, atol=1e-9)
    every = [kelvin_to_rgb(kelvin) for kelvin in range(1700, 20001, 50)]
    warmth = [red / blue for red, _, blue in every]
    assert all(one >= other for one, other in itertools.pairwise(warmth))
    assert max(one / other for one, other in itertools.pairwise(warmth)) < 1.6, "no jump"
    for rgb in every:
        assert np.dot(rgb, (0.2126, 0.7152, 0.0722)) == pytest.approx(1.0)


def test_every_kind_of_light_is_in_the_document() -> None:
    for kind in KINDS:
        assert f"| {kind} |" in _DOC


def test_the_encoder_tags_bt709_limited() -> None:
    source = (Path(__file__).parents[2] / "tools" / "cut" / "encode.py").read_text(encoding="utf-8")
    for tag in ('"colorspace": "bt709"', '"color_primaries": "bt709"', '"color_trc": "bt709"', '"color_range": "tv"'):
        assert tag in source
