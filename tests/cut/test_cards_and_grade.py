"""Cards in two scripts, and the grade."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from film.series import Grade
from tools.cut.cards import draw_card, font_file, letters_missing, lit, load_font
from tools.cut.grade import graded

SIZE = (640, 360)
CONJUNCTS = "क्षितिज की आख़िरी ट्राम"


def ink(picture: np.ndarray) -> np.ndarray:
    return picture.mean(axis=2) > 60


@pytest.mark.parametrize("kind", ["title", "scene", "end"])
def test_a_card_is_type_on_near_black_centred_inside_the_margins(kind) -> None:
    ground, card = draw_card(kind, "The Last Tram", "Episode 1", SIZE)
    assert ground.shape == card.shape == (360, 640, 3) and ground.mean() < 20
    columns = np.flatnonzero(ink(card).any(axis=0))
    rows = np.flatnonzero(ink(card).any(axis=1))
    assert columns[0] > 0.08 * 640 and columns[-1] < 0.92 * 640
    assert abs((columns[0] + columns[-1]) / 2 - 320) < 8
    assert abs((rows[0] + rows[-1]) / 2 - 180) < 25
    assert np.array_equal(card, draw_card(kind, "The Last Tram", "Episode 1", SIZE)[1])


def test_devanagari_is_shaped_conjuncts_and_reordered_vowels_not_bare_letters() -> None:
    drawn = ink(draw_card("title", CONJUNCTS, "", SIZE)[1])
    font = load_font(35, 250)
    shaped, bare = (
        np.asarray(_line(CONJUNCTS, ImageFont.truetype(str(font_file()), 35, layout_engine=engine)))
        for engine in (ImageFont.Layout.RAQM, ImageFont.Layout.BASIC)
    )
    width_shaped, width_bare = (np.ptp(np.flatnonzero((line > 100).any(axis=0))) for line in (shaped, bare))
    assert width_shaped < 0.93 * width_bare, "without shaping the viramas stand apart and the line is longer"
    width_card = np.ptp(np.flatnonzero(drawn.any(axis=0)))
    assert width_card == pytest.approx(width_shaped * font.getlength(CONJUNCTS) / _length(CONJUNCTS), rel=0.04)
    assert font.getlength("क्ष") < 0.8 * (font.getlength("क") + font.getlength("ष"))


def test_long_titles_are_wrapped_and_stay_inside() -> None:
    long = "A rather long title that goes on about everything under the sun and the moon too " * 2
    _, card = draw_card("title", long, "बहुत लंबा " * 12, SIZE)
    columns = np.flatnonzero(ink(card).any(axis=0))
    rows = np.flatnonzero(ink(card).any(axis=1))
    assert columns[0] > 20 and columns[-1] < 620 and rows[0] > 5 and rows[-1] < 355
    draw_card("title", "", "", SIZE)
    draw_card("title", "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 2, "", SIZE)


def test_letters_without_a_glyph_are_named() -> None:
    assert letters_missing("Café शहर 12") == ""
    assert letters_missing("Жук a") == "Жку"


def test_the_type_comes_up_and_goes_down() -> None:
    levels = [lit(i, 48, 24) for i in range(48)]
    assert levels[0] < 0.05 and levels[24] == 1 and levels[-1] == pytest.approx(levels[0])
    assert levels[:12] == sorted(levels[:12])
    assert 0 < lit(0, 1, 24) <= 1


def test_a_neutral_grade_changes_nothing() -> None:
    picture = np.arange(768, dtype=np.uint8).reshape(16, 16, 3)
    assert graded(picture, Grade()) is picture
    close = graded(picture, Grade(saturation=1.000001))
    assert np.abs(close.astype(int) - picture).max() <= 1


def test_stops_are_stops_of_light() -> None:
    grey = np.full((4, 4, 3), 100, np.uint8)
    darker = graded(grey, Grade(brightness_stops=-1))
    assert (darker[0, 0, 0] / 100) ** 2.4 == pytest.approx(0.5, rel=0.03)
    brighter = graded(grey, Grade(brightness_stops=1))[0, 0, 0]
    assert 100 < brighter < 140
    white = graded(np.full((4, 4, 3), 255, np.uint8), Grade(brightness_stops=2))
    assert white.min() == 255


@pytest.mark.parametrize(
    ("grade", "sign"), [(Grade(warmth=0.5), 1), (Grade(warmth=-0.5), -1)]
)  # fmt: skip
def test_warmth_moves_red_against_blue_and_keeps_the_level(grade: Grade, sign: int) -> None:
    grey = np.full((4, 4, 3), 120, np.uint8)
    red, green, blue = graded(grey, grade)[0, 0].astype(int)
    assert sign * (red - blue) > 8
    assert 0.2126 * red + 0.7152 * green + 0.0722 * blue == pytest.approx(120, abs=3)


def test_contrast_turns_about_mid_grey_and_saturation_about_luma() -> None:
    ramp = np.repeat(np.arange(0, 256, 5, dtype=np.uint8)[None, :, None], 3, axis=2)
    hard = graded(ramp, Grade(contrast=1.5))[0, :, 0].astype(int)
    assert hard[0] == 0 and hard[-1] == 255 and (np.diff(hard) >= 0).all()
    assert hard[10] < 50 and hard[40] > 200 and abs(hard[25] - 125) < 4
    colour = np.array([[[200, 80, 40]]], np.uint8)
    grey = graded(colour, Grade(saturation=0))[0, 0]
    assert np.ptp(grey) == 0 and grey[0] == pytest.approx(0.2126 * 200 + 0.7152 * 80 + 0.0722 * 40, abs=1)
    assert np.ptp(graded(colour, Grade(saturation=1.4))[0, 0]) > 160


def _line(text: str, font) -> Image.Image:
    canvas = Image.new("L", (900, 90))
    ImageDraw.Draw(canvas).text((10, 45), text, 255, font=font, anchor="lm")
    return canvas


def _length(text: str) -> float:
    return ImageFont.truetype(str(font_file()), 35, layout_engine=ImageFont.Layout.RAQM).getlength(text)
