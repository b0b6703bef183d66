"""Which writing a text is in, and an answer in the wrong one sent back."""

from __future__ import annotations

import pytest

from crew.minds.scripted import ScriptedMind
from crew.screenwriter import break_down, cast_of
from crew.script_of_text import is_written_in, scripts_for, wrong_script
from tests.crew.pages import VOCABULARY, pages


@pytest.mark.parametrize(
    ("text", "language", "wrong"),
    [
        ("वह कमरे में आती है।", "hi", False), ("She comes in.", "hi", True), ("She comes in.", "en", False),
        ("वह आती है।", "en", True), ("मारा CU में है", "hi", False), ("Она вошла", "ru", False), ("Она вошла", "fr", True),
        ("東京で待つ", "ja", False), ("ひらがな", "ja", False), ("123 — !", "hi", False), ("", "hi", False),
        ("woh aati hai", "hi-Latn", False), ("Élodie arrive", "fr", False), ("hello", "xx", False),
    ],
)  # fmt: skip
def test_scripts(text, language, wrong):
    assert wrong_script(text, language) == wrong


def test_a_language_that_is_not_known_is_taken_for_latin():
    assert scripts_for("xx") == scripts_for("en") == {"LATIN"} and scripts_for("hi-IN") == {"DEVANAGARI"}
    assert is_written_in({"a": ["x", {"b": "क"}]}, "hi") and not is_written_in({"a": ["x", 1, None]}, "hi")


def test_a_synopsis_in_the_wrong_language_is_sent_back():
    (scene,) = pages("INT. KAMRA - DAY\n\nमारा बैठी है।\n\nMARA\nकौन है?").scenes
    answer = {
        "mood": "calm", "tempo_bpm": 80,
        "beats": [{"elements": ["e1", "e2"], "present": ["mara"], "intensity": 0.2}],
    }  # fmt: skip
    mind = ScriptedMind({**answer, "synopsis": "Mara sits."}, {**answer, "synopsis": "मारा बैठी है।"})
    told = break_down(mind, scene, ("MARA",), "", {}, vocabulary=VOCABULARY, language="hi")
    assert told.synopsis == {"hi": "मारा बैठी है।"} and "film's language" in mind.history[1].prompt
    assert cast_of(pages("INT. KAMRA - DAY\n\nMARA\nकौन है?")) == ("MARA",)
