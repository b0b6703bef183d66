"""The vocabulary: its data is legal for the film, phrases are found longest first, in any script."""

from __future__ import annotations

from typing import get_args

import pytest

from crew.answers.director import Expression
from crew.reading import NameFinder, sentence_facts, sentences_of
from crew.understudy.line_seams import SHORTEST_PIECE_S, pieces
from crew.understudy.vocabulary import LONGEST_PHRASE, words_of
from film.bible import FacialHair, Garment, HairStyle, Headwear, TimeOfDay, Weather
from film.series import Mood, Verb
from tests.crew.pages import STAGE, VOCABULARY

LEGAL = {
    "sets": STAGE.sets, "times": get_args(TimeOfDay), "weather": get_args(Weather), "moods": get_args(Mood),
    "verbs": get_args(Verb), "expressions": get_args(Expression), "garments": get_args(Garment),
    "headwear": get_args(Headwear), "hair_styles": get_args(HairStyle), "facial_hair": get_args(FacialHair),
    "presents": ("woman", "man"), "given_names": ("woman", "man"), "builds": ("slim", "average", "athletic", "heavy"),
    "marks": ("glasses", "freckles"), "actions": ("reveal", "arrive", "search", "silence"),
}  # fmt: skip


@pytest.mark.parametrize("table", sorted(LEGAL))
def test_every_value_is_a_word_of_the_film(table):
    assert set(getattr(VOCABULARY, table)) <= set(LEGAL[table]) and getattr(VOCABULARY, table)


def test_every_table_is_filled_and_every_phrase_can_be_found():
    for name in sorted(set(type(VOCABULARY).model_fields) - {"looks"}):  # looks come from their own files
        table = getattr(VOCABULARY, name)
        phrases = [p for words in table.values() for p in words] if isinstance(table, dict) else list(table)
        assert phrases, f"{name} is empty"
        assert all(0 < len(words_of(phrase)) <= LONGEST_PHRASE for phrase in phrases), name
    for table in ("colours", "hair_colours", "hair_alone"):
        assert all(len(value) == 7 and value[0] == "#" for value in getattr(VOCABULARY, table))


def test_the_longest_phrase_wins():
    assert VOCABULARY.first("times", "EARLY MORNING") == "dawn" and VOCABULARY.first("times", "MORNING") == "morning"
    assert VOCABULARY.first("verbs", "He falls to his knees.") == "kneel"
    assert VOCABULARY.first("sets", "the coffee shop") == "cafe"


@pytest.mark.parametrize(
    ("text", "words"),
    [("Don't GO!", ("don", "t", "go")), ("मीरा, रुको।", ("मीरा", "रुको")), ("", ()), ("—…", ())],
)
def test_words_in_any_script(text, words):
    assert words_of(text) == words


def test_names_are_found_as_names_only():
    finder = NameFinder({"will": ("WILL",), "mara-quinn": ("MARA QUINN",), "waiter": ("WAITER",), "मीरा": ("मीरा",)})
    assert finder.who("She will wait for Will.") == ("will",)
    assert finder.who("Mara nods. Quinn's hat.") == ("mara-quinn",)
    assert finder.who("The waiter bows to a waiter.") == ("waiter",)
    assert finder.who("मीरा और मीराबाई") == ("मीरा",)
    assert finder.who("Maraschino") == ()


def test_who_does_what():
    people = {"anna": ("ANNA",), "ben": ("BEN",)}
    presents = {"anna": "woman", "ben": "man"}

    def deeds(text: str) -> list[list[tuple[str, str]]]:
        facts = sentence_facts(text, NameFinder(people), presents, ("anna", "ben"), VOCABULARY)
        return [[(deed.who, deed.verb) for deed in fact.deeds] for fact in facts]

    assert deeds("Anna runs to the door while Ben sits.") == [[("anna", "run"), ("ben", "sit")]]
    assert deeds("Anna and Ben embrace.") == [[("anna", "embrace"), ("ben", "embrace")]]
    assert deeds("Ben waits. She walks past him.") == [[("ben", "stand")], [("anna", "walk")]]
    assert deeds("His mother fell.") == [[]]
    assert deeds("Ben hears that somebody is crying.") == [[]]
    assert deeds("They laugh.") == [[("anna", "laugh"), ("ben", "laugh")]]


def test_sentences():
    assert sentences_of("Dr. Ray waits. Rain!  मीरा रुकी। End") == ("Dr. Ray waits.", "Rain!", "मीरा रुकी।", "End")


def test_a_line_is_cut_at_its_stops():
    words = "I saw him there. He did not see me, I am sure of that.".split()
    ends = [0.4 * (i + 1) for i in range(len(words))]
    assert pieces(words, ends, (2.0, 2.0), 9.0) == ((0, 4), (4, 9), (9, 14))
    for first, end in pieces(words, ends, (1.0,), 2.0):
        assert ends[end - 1] - (ends[first - 1] if first else 0.0) >= SHORTEST_PIECE_S
