"""Letters burnt into the picture are found in any place; windows, tiles and blades of grass are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from film.errors import ScoreError
from tests.score import clips
from tools.score.pixels.stray_text import stray_text

BOUND = 5.5
WIDTH, HEIGHT = 960, 540


def luma(rgb: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)


def street(seed: int = 1, width: int = WIDTH) -> np.ndarray:
    return cv2.resize(clips.street(seed, width // 3, HEIGHT // 3), (width, HEIGHT), interpolation=cv2.INTER_CUBIC)


def lettered(
    picture: np.ndarray, text: str, at: tuple[int, int], scale: float = 1.0, tone: int = 245, edge: bool = True
):
    marked, stroke = picture.copy(), max(1, round(1.8 * scale))
    if edge:
        cv2.putText(marked, text, at, cv2.FONT_HERSHEY_DUPLEX, scale, (12, 12, 12), 3 * stroke, cv2.LINE_AA)
    cv2.putText(marked, text, at, cv2.FONT_HERSHEY_DUPLEX, scale, (tone,) * 3, stroke, cv2.LINE_AA)
    return marked


@pytest.mark.parametrize(
    ("text", "at", "scale"),
    [
        ("FILMCREW 2026", (60, 500), 1.0),
        ("00:01:23:14", (700, 40), 0.8),
        ("Where were you last night?", (180, 480), 1.3),
        ("SC 12 TAKE 3", (250, 300), 2.2),
    ],
)
def test_a_line_of_letters_is_found_where_it_is(text, at, scale):
    found = stray_text(luma(lettered(street(), text, at, scale))[None])
    assert found.value > BOUND
    left, top, right, bottom = found.box
    assert (
        left >= at[0] - 10
        and top < at[1] - 5 * scale
        and abs(bottom - at[1]) < 15 * scale
        and right - left > 60 * scale
    )


def test_black_letters_without_an_edge_are_found_on_a_wall():
    wall = np.full((HEIGHT, WIDTH, 3), 190, np.uint8)
    assert stray_text(luma(lettered(wall, "NOT FOR RELEASE", (200, 200), tone=5, edge=False))[None]).value > BOUND


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_house_fronts_full_of_windows_are_no_text(seed):
    assert stray_text(luma(street(seed))[None]).value < BOUND


def test_blades_of_grass_and_bars_are_no_text():
    rng = np.random.default_rng(3)
    picture = np.full((HEIGHT, WIDTH), 180, np.uint8)
    for x in range(20, 940, 9):
        cv2.line(
            picture,
            (x, 430 + int(rng.integers(-25, 25))),
            (x + int(rng.integers(-12, 12)), 500),
            int(rng.integers(60, 110)),
            3,
        )
    for x in range(40, 900, 24):
        cv2.rectangle(picture, (x, 60), (x + 5, 140), 70, -1)
    assert stray_text(picture[None]).value < BOUND


def test_a_sign_that_goes_by_is_no_overlay_and_what_stays_is():
    wide = street(2, WIDTH + 400)
    sign = lettered(wide, "CAFE DU PARC", (560, 200))
    passing = np.stack([luma(sign[:, left : left + WIDTH]) for left in (0, 200, 400)])
    assert stray_text(passing[:1]).value > BOUND > stray_text(passing).value
    fixed = np.stack(
        [luma(lettered(wide[:, left : left + WIDTH], "CAFE DU PARC", (300, 480))) for left in (0, 200, 400)]
    )
    assert stray_text(fixed).value > BOUND


def test_no_picture_is_an_error():
    with pytest.raises(ScoreError):
        stray_text(np.zeros((0, HEIGHT, WIDTH), np.uint8))
