"""What a typed line means."""

from __future__ import annotations

import pytest

from studio.answers import Meaning, meaning
from studio.completion import Offer, offers

CHOICES = ("the old kitchen", "the new kitchen", "the yard")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("y", "yes"), ("Yes!", "yes"), ("yes, do it", "yes"), ("haan", "yes"), ("हाँ", "yes"), ("हां।", "yes"), ("ठीक है", "yes"),
        ("n", "no"), ("No.", "no"), ("never mind", "no"), ("nahi", "no"), ("नहीं", "no"), ("रहने दो", "no"),
        ("no, only the kitchen", "note"), ("yes but darker", "note"), ("not her face", "note"), ("नहीं, सिर्फ़ रसोई", "note"),
        ("", "empty"), ("   ", "empty"), ("undo", "note"), ("2", "note"), ("make it 2 stops darker", "note"),
    ],
)  # fmt: skip
def test_without_a_question(line, kind):
    assert meaning(line).kind == kind


@pytest.mark.parametrize(
    ("line", "choice"),
    [("1", 0), ("3.", 2), ("२", 1), ("the second one", 1), ("The Yard", 2), ("yard", 2), ("new kitchen", 1), ("9", -1), ("0", -1)],
)
def test_a_choice_is_picked_by_number_or_by_words(line, choice):
    assert meaning(line, CHOICES) == Meaning("pick", choice=choice)


@pytest.mark.parametrize("line", ["kitchen", "both", "the whole film"])
def test_words_that_fit_no_choice_or_several_are_a_note(line):
    assert meaning(line, CHOICES).kind == "note"


def test_commands():
    assert meaning("/Diff 1  2") == Meaning("command", "diff", "1  2")
    assert meaning("quit") == meaning("bye") == meaning("exit") == Meaning("command", "quit")


NAMES = ("Meera", "LAMP ROOM", "ep01/sc001")


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("closer on me", [Offer("Meera", 2)]),
        ("darker in the lamp r", [Offer("LAMP ROOM", 6)]),
        ("lock ep", [Offer("ep01/sc001", 2)]),
        ("/hi", [Offer("/history", 3)]),
        ("closer on meera", []),
        ("closer on ", []),
        ("", []),
        ("theme", []),
    ],
)
def test_completion(before, expected):
    assert offers(before, NAMES, ["/history", "/help"]) == expected
