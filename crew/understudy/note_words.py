"""The words of notes as a type: phrases to what they ask for, and what is said in reply, in each language."""

from __future__ import annotations

from functools import cached_property

from crew.understudy.note_text import Lexicon, entries_of, normal
from crew.understudy.vocabulary import Table, Vocabulary
from film.base import Frozen, Text

VOCABULARY_TABLES = (
    "sets", "times", "weather", "lights", "presents", "ages", "builds", "heights", "hair_styles", "facial_hair", "marks",
    "garments", "headwear", "colours", "hair_colours", "expressions", "verbs", "moods", "accents", "dressing",
)  # fmt: skip
"""What notes share with scripts."""


class NoteWords(Frozen):
    """``configs/notes.yaml``."""

    concepts: Table
    """What a phrase asks for or names: ``darker``, ``scene``, ``undo``."""
    numbers: Table
    """``"2"``: two, second, दूसरा."""
    cardinals: tuple[str, ...]
    """Numbers that count and do not order: "two scenes" is not "the second scene"."""
    romanised: tuple[str, ...] = ()
    """Words that only a Hindi note in Latin letters holds."""
    tables: dict[str, Table] = {}
    """More phrases for tables of the vocabulary: how a note says them."""
    place_words: Table = {}
    """A place's English noun -> the same in other languages."""
    story_words: Table = {}
    """What happens in scenes, in English -> the same in other words and languages."""
    style_words: Table = {}
    """A style's name -> what people call it."""
    common: dict[str, str] = {}
    """By language, words of everyday talk, between spaces: what may be passed over where a wish and its place are clear."""
    replies: dict[str, Text]
    """What is said, by occasion and language; ``{name}`` is filled in."""

    def in_english(self, word: str) -> str:
        """The English word for something that happens in a story, as scripts tell it; the word itself when none is known."""
        return self._english.get(word, word)

    @cached_property
    def _english(self) -> dict[str, str]:
        return {normal(other): english for english, others in self.story_words.items() for other in others}

    @cached_property
    def numbers_by_word(self) -> dict[str, float]:
        """``दूसरा`` -> 2; -1 is the last."""
        return {word: float(number) for number, words in self.numbers.items() for word in words}

    def say(self, occasion: str, language: str, **values: object) -> str:
        """A reply in ``language``, or in English when it is not written in it."""
        text = self.replies[occasion]
        return (text.get(language) or text["en"]).format(**values)

    def lexicon(self, vocabulary: Vocabulary) -> Lexicon:
        """Every phrase that a note may be made of, the film's own names left out. Made once for each vocabulary."""
        held = self._lexicons.get(id(vocabulary))
        if held is None or held[0] is not vocabulary:
            shared = {name: getattr(vocabulary, name) for name in VOCABULARY_TABLES}
            entries = [*entries_of({"concept": self.concepts}), *entries_of(shared), *entries_of(self.tables)]
            held = self._lexicons[id(vocabulary)] = (vocabulary, Lexicon(entries))
        return held[1]

    @cached_property
    def _lexicons(self) -> dict[int, tuple[Vocabulary, Lexicon]]:
        """Lexicons by vocabulary: the vocabulary is held beside, so that its number stays its own."""
        return {}

    def is_common(self, word: str, language: str) -> bool:
        """True for a word of everyday talk: never a name, never a misspelling, and by itself no part of a film.

        Hindi talk is full of English words; English talk holds no Hindi ones.
        """
        return word in self._common.get("en", ()) or word in self._common.get(language, ())

    @cached_property
    def _common(self) -> dict[str, frozenset[str]]:
        return {language: frozenset(normal(word) for word in words.split()) for language, words in self.common.items()}
