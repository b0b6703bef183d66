"""Who speaks in prose: as the words around a quotation say, and never somebody whom the speech itself calls."""

from __future__ import annotations

import pytest

from crew.minds.understudy import Understudy
from crew.screenwriter import adapt
from film.screenplay import Dialogue, Story
from tests.crew.pages import VOCABULARY


def spoken(*paragraphs: str, language: str = "en") -> list[tuple[str, str]]:
    """(speaker, words) of every quotation; the story names Tom, Lena and Mara first."""
    opening = "Tom sat with Lena and Mara by the fire. Tom was cold. Lena was not. Mara slept."
    story = Story(language=language, paragraphs=(opening, *paragraphs))
    screenplay = adapt(Understudy(), story, {}, vocabulary=VOCABULARY)
    return [(line.character, line.text[language]) for line in screenplay.lines if line.character != "NARRATOR"]


def told(*paragraphs: str) -> str:
    screenplay = adapt(Understudy(), Story(paragraphs=paragraphs), {}, vocabulary=VOCABULARY)
    elements = [element for scene in screenplay.scenes for element in scene.elements]
    return " ".join(e.text["en"] for e in elements if isinstance(e, Dialogue) and e.character == "NARRATOR")


@pytest.mark.parametrize(
    ("paragraph", "speakers"),
    [
        ('"Why?" asked Lena.', ["LENA"]),
        ('Lena asked, "Why?"', ["LENA"]),
        ('Tom said: "Come." Lena said nothing.', ["TOM"]),
        ('Lena looked at Tom. "So am I," he said.', ["TOM"]),
        ('Tom looked at Lena. "So am I," he said.', ["TOM"]),
        ('Tom turned to Lena. "Are you coming?"', ["TOM"]),
        ('"No." Tom shook his head. "Not again."', ["TOM", "TOM"]),
        ('"Yes," Lena answered. Then she asked Tom, "And you?"', ["LENA", "LENA"]),
        ('"I know," Mara said, "and so do you."', ["MARA", "MARA"]),
        ('"Here," called the boy from the door.', ["TOM"]),
        ('"Late," said his mother, "and cold."', ["A VOICE", "A VOICE"]),
        ('"Go," he told Lena.', ["TOM"]),
        ('"Go," said Mara to Lena.', ["MARA"]),
        ('"Who is there?" cried a stranger.', ["A VOICE"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_words_beside_a_quotation_name_its_speaker(paragraph, speakers):
    assert [who for who, _ in spoken(paragraph)] == speakers


def test_a_voice_is_who_it_turns_out_to_be_and_stays_so():
    pairs = spoken('"I am lost," said a voice. It was Lena.', "Tom took the rope.", '"Again," called the voice.', '"Sit," said another voice.')
    assert [who for who, _ in pairs] == ["LENA", "LENA", "A VOICE"]


def test_in_a_volley_speakers_take_turns_and_nobody_calls_themselves():
    pairs = spoken('"Why?" asked Lena.', '"Why not?" said Tom.', '"Tom, listen."', '"I am listening, Lena."', '"Good."')
    assert [who for who, _ in pairs] == ["LENA", "TOM", "LENA", "TOM", "LENA"]


def test_what_is_told_of_a_speaker_is_told_and_not_a_way_of_speaking():
    text = told('"You will wake the dead," said Vera, who kept goats. "I hope so," said Tom, smiling. Vera said nothing.')
    assert "who kept goats." in text and "Vera said nothing." in text and "smiling" not in text


def test_hindi_attributions():
    pairs = spoken("मीरा दरवाज़े पर रुकी। राधा ने उसे देखा।", "“तुम कहाँ थीं?” राधा ने पूछा।", "मीरा ने कहा, “घाट पर।”", language="hi")
    assert pairs == [("राधा", "तुम कहाँ थीं?"), ("मीरा", "घाट पर।")]
