"""The understudy's words as a type: tables from words of a script to values of the film.

The data is configuration; whoever opens a door loads it and passes it down. Agents use it to read
facts out of the script ("the coat is navy", "she walks"), so that house rules see facts only.
"""

from __future__ import annotations

import unicodedata
from functools import cached_property
from typing import Literal, NamedTuple

from film.base import Frozen

LONGEST_PHRASE = 4
"""Words in the longest phrase that a table may hold."""

Table = dict[str, tuple[str, ...]]
TableName = Literal[
    "sets", "times", "weather", "lights", "presents", "given_names", "ages", "builds", "heights", "hair_styles", "facial_hair",
    "marks", "skin_tones", "hair_nouns", "hair_alone", "not_names", "prepositions", "garments", "headwear", "colours", "hair_colours", "moods", "verbs", "actions",
    "expressions", "same_time", "later", "accents", "heated", "props", "dressing", "neon", "speech", "camera",
    "shot_nouns", "shot_sizes", "shot_angles", "looks",
    "legwear", "patterns", "footwear", "services", "torn", "gloves", "held_props", "taking", "putting", "handing",
]  # fmt: skip


class Found(NamedTuple):
    """A phrase of a table in a text."""

    value: str
    """What it stands for; the phrase itself in a plain list."""
    at: int
    """Index of its first word in ``words_of(text)``."""
    words: int
    """How many words the phrase has."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of ``text``, NFC and case-folded: runs of letters, marks and digits of any script."""
    folded = unicodedata.normalize("NFC", text).casefold()
    if folded.isascii():
        return tuple("".join(c if c.isalnum() else " " for c in folded).split())
    return tuple("".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in folded).split())


class Vocabulary(Frozen):
    """Tables ``value -> words``, and plain lists of words. A word may stand in several tables."""

    sets: Table = {}
    times: Table = {}
    weather: Table = {}
    lights: Table = {}
    """Kinds of light by name: what a scene is lit by, where the script says so."""
    presents: Table = {}
    given_names: Table = {}
    ages: Table = {}
    builds: Table = {}
    heights: Table = {}
    hair_styles: Table = {}
    facial_hair: Table = {}
    marks: Table = {}
    skin_tones: Table = {}
    garments: Table = {}
    headwear: Table = {}
    legwear: Table = {}
    patterns: Table = {}
    footwear: Table = {}
    services: Table = {}
    """Whose uniform somebody wears."""
    torn: tuple[str, ...] = ()
    gloves: tuple[str, ...] = ()
    held_props: Table = {}
    """Kinds of things that hands hold, by name."""
    taking: tuple[str, ...] = ()
    """Verbs after which somebody has a thing in hand."""
    putting: tuple[str, ...] = ()
    """Verbs after which they have not."""
    handing: tuple[str, ...] = ()
    """Verbs after which somebody else has."""
    colours: Table = {}
    hair_colours: Table = {}
    moods: Table = {}
    verbs: Table = {}
    actions: Table = {}
    expressions: Table = {}
    camera: Table = {}
    """Camera moves by name, as scripts and notes give them."""
    shot_nouns: tuple[str, ...] = ()
    """Words that only somebody uses who describes a shot."""
    shot_sizes: Table = {}
    shot_angles: Table = {}
    looks: Table = {}
    """What looks are called; filled from their files."""
    hair_alone: Table = {}
    """Hair colours that need no noun: a redhead."""
    hair_nouns: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()
    """Words that a sentence of prose begins with in a capital, and that name nobody."""
    prepositions: tuple[str, ...] = ()
    """What stands before a place that somebody is in."""
    same_time: tuple[str, ...] = ()
    """The scene follows at once."""
    later: tuple[str, ...] = ()
    """Time has passed."""
    accents: tuple[str, ...] = ()
    heated: tuple[str, ...] = ()
    props: tuple[str, ...] = ()
    dressing: tuple[str, ...] = ()
    neon: tuple[str, ...] = ()
    speech: tuple[str, ...] = ()
    """Verbs that attribute a speech."""

    @cached_property
    def _phrases(self) -> dict[str, dict[tuple[str, ...], str]]:
        tables: dict[str, dict[tuple[str, ...], str]] = {}
        for name in type(self).model_fields:
            table = getattr(self, name)
            pairs = (
                ((phrase, value) for value, phrases in table.items() for phrase in phrases)
                if isinstance(table, dict)
                else ((phrase, phrase) for phrase in table)
            )
            index = tables.setdefault(name, {})
            for phrase, value in pairs:
                index.setdefault(words_of(phrase), value)
        return tables

    def found(self, table: TableName, text: str) -> tuple[Found, ...]:
        """Every phrase of ``table`` in ``text``, in order, the longest at each place."""
        index = self._phrases[table]
        words = words_of(text)
        hits = []
        at = 0
        while at < len(words):
            for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
                value = index.get(words[at : at + length])
                if value is not None:
                    hits.append(Found(value, at, length))
                    at += length
                    break
            else:
                at += 1
        return tuple(hits)

    def first(self, table: TableName, text: str) -> str | None:
        """The value of the first phrase of ``table`` in ``text``, or None."""
        hits = self.found(table, text)
        return hits[0].value if hits else None

    def most(self, table: TableName, text: str) -> str | None:
        """The value named most often in ``text``; of equals the one named first; None when none is."""
        hits = [hit.value for hit in self.found(table, text)]
        return max(dict.fromkeys(hits), key=hits.count) if hits else None
