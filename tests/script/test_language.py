"""Which language a line is in, and which notes are translations."""

from __future__ import annotations

import pytest

from tools.script.language import is_language, spoken_language, translation


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hello.", "en"), ("", "en"), ("123 …", "en"), ("नमस्ते", "hi"), ("वह OK है", "hi"), ("ab कख", "hi"),
        ("She said नमस्ते to everybody.", "en"), ("こんにちは世界世界世界", "ja"), ("你好", "zh"), ("Привет", "ru"),
        ("வணக்கம்", "ta"), ("سلام", "ar"), ("Café ñandú", "en"),
    ],
)  # fmt: skip
def test_the_writing_system_decides(text: str, language: str):
    assert spoken_language(text) == language


def test_latin_letters_are_in_the_language_of_the_script():
    assert spoken_language("Bonjour", "fr") == "fr"
    assert spoken_language("नमस्ते", "fr") == "hi"


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("hi: मैं  यहाँ\nहूँ", ("hi", "मैं यहाँ हूँ")), (" pt-BR : Oi", ("pt-BR", "Oi")), ("hi:", None), ("hi there: you", None),
        ("todo: more", None), ("vo: louder", None), ("HI: x", None), ("see: the end", None),
    ],
)  # fmt: skip
def test_notes(note: str, found: tuple[str, str] | None):
    assert translation(note) == found


def test_tags():
    assert is_language("hi") and is_language("pt-BR") and is_language("mai")
    assert not any(is_language(tag) for tag in ("", "x", "Hindi", "vo", "hi:", "en us"))
