"""What ``explain`` says of the camera: the move, the lens with what is sharp, and what the stage had to move."""

from __future__ import annotations

import json

from film.state import Camera, Move
from tools.run.explain import _set_up, in_words


def report(take):
    camera = Camera(size="medium", move=Move(kind="rack_focus", target="ben", speed=0.5))
    return {
        "shot": "ep01/sc001/sh0010", "version": 1, "brief": {"en": "Ben turns."}, "kind": "single", "frames": 72,
        "camera": camera.model_dump(mode="json"), "directed": [], "stands": None, "omitted": False, "locked": False, "reviews": [],
        "takes": [{"attempt": 1, "take": "tk01", "seed": 7, "stands": False, "seconds": 0.0, "verdicts": [], "looks": [], "remedies": [], **take}],
    }  # fmt: skip


def test_a_take_says_its_lens_and_what_was_moved(tmp_path):
    told = {"moved": ["the camera backs off to 3.0 m, on 62 mm"], "lens": {"focal_mm": 62.0, "f_stop": 2.0, "focus_m": 3.0}}
    (tmp_path / "clip_cast.json").write_text(json.dumps(told))
    words = in_words(report(_set_up(tmp_path)))
    assert "medium at 40 mm, eye_level, rack_focus to ben at speed 0.5; 72 frames" in words
    assert "shot on 62 mm at f/2, focused at 3.0 m, sharp from 2.87 to 3.14 m" in words
    assert "the stage: the camera backs off to 3.0 m, on 62 mm" in words


def test_a_take_without_an_account_says_nothing_of_it(tmp_path):
    words = in_words(report(_set_up(tmp_path)))
    assert "shot on" not in words and "the stage:" not in words
