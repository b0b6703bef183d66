"""What a script says of hair is the style that the stage grows."""

from __future__ import annotations

from typing import get_args

import pytest

from film.bible import HairStyle
from tests.crew.pages import VOCABULARY
from tools.render.words import HAIR


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("A woman of thirty, her hair tied back.", "ponytail"),
        ("A red PONYTAIL swings.", "ponytail"),
        ("A tall man with an afro.", "afro"),
        ("Grey dreadlocks down to his belt.", "dreadlocks"),
        ("A boy with a mohawk.", "undercut"),
        ("Dark wavy hair, a torn coat.", "wavy"),
        ("Corkscrew curls under a cap.", "curly"),
        ("Two plaits and a gap in her teeth.", "braided"),
        ("उसके घुंघराले बाल हैं।", "curly"),
    ],
)
def test_a_style_is_found_in_the_words(text: str, style: str):
    assert VOCABULARY.first("hair_styles", text) == style


def test_every_style_can_be_said_to_a_model():
    assert set(HAIR) == set(get_args(HairStyle))
