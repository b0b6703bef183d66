"""Slips of the keyboard in a note, put right where only one long word can be meant: ``argment`` is ``argument``."""

from __future__ import annotations

from functools import cache

from crew.understudy.note_names import scenes_of
from crew.understudy.note_target import Scope
from crew.understudy.note_text import distance, words_in
from film.series import Series
from film.words import stem, tokens

SHORTEST = 6
"""Letters: a shorter word has too many neighbours to be put right without asking."""


def spelled(scope: Scope) -> str:
    """The note with each unknown long word that is one letter away from exactly one word of the film or of notes."""
    note = scope.note
    told = _told(scope.series)
    names = {part for person in scope.series.bible.characters for name in (person.name, *person.aliases) for part in name.casefold().split()}
    for word in reversed(words_in(note)):
        if word.kind == "word" and word.text.endswith("s") and word.text[:-1] in names and word.text not in names:
            note = f"{note[: word.end - 1]}'{note[word.end - 1 :]}"
            continue
        if word.kind != "word" or len(word.text) < SHORTEST or not word.text.isascii() or not word.text.isalpha():
            continue
        if scope.words.is_common(word.text, scope.language) or scope.lexicon.knows(word.text) or stem(word.text) in told:
            continue
        near = [other for other in sorted({*scope.lexicon.long_words, *told.values()}) if other[0] == word.text[0] and distance(word.text, other, 1) == 1]
        if len({stem(other) for other in near}) == 1:
            note = f"{note[: word.start]}{near[0]}{note[word.end :]}"
    return note


@cache
def _told_of(text: str) -> tuple[str, ...]:
    return tuple(word for word in tokens(text) if word.isascii())


def _told(series: Series) -> dict[str, str]:
    """Words that the film's scenes and shots tell, by stem."""
    texts = [text for _, scene in scenes_of(series) for text in (*scene.synopsis.values(), *(beat.text for beat in scene.beats))]
    texts += [text for _, _, shot in series.walk() for text in shot.brief.values()]
    return {stem(word): word for text in texts for word in _told_of(text)}
