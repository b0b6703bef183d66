"""A person's note as words: quotes kept whole, numbers and ids apart, and what each phrase means looked up.

Nothing here knows the film's plan; it only knows words. Two spellings of one Devanagari word (nukta, chandrabindu)
are one word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from film.words import stem

LONGEST_PHRASE = 7
"""Words in the longest phrase that is looked up."""
DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")
_QUOTES = r"“[^”]*”|\"[^\"]*\"|«[^»]*»|‘[^’]*’(?!\w)|(?<!\w)'.+?'(?!\w)"
_TOKEN = re.compile(
    rf"(?P<quote>{_QUOTES})"
    r"|(?P<id>\b(?:ep\d+(?:/sc\d+)?(?:/sh\d+)?|sc\d+(?:/sh\d+)?|sh\d+)\b)"
    r"|(?P<number>\d+(?:\.\d+)?)(?:st|nd|rd|th)?"
    r"|(?P<word>[^\W\d_][\w\u0900-\u097f]*(?:['’][^\W\d_]+)?)"
    r"|(?P<break>[.,;:!?।…\n—–&+]|(?<=\s)-(?=\s))",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(r"([a-z]+)['’](?:re|ve|ll|d|m)", re.IGNORECASE)
_SHORT_FORMS = frozenset({"dr", "mr", "mrs", "ms", "st", "ep", "sc", "no", "vs"})

Hit = tuple[str, str]
"""A table and a value in it: ``("concept", "darker")``, ``("colours", "#c8342c")``, ``("character", "meera")``."""


class Word(NamedTuple):
    """One word of a note."""

    text: str
    """Normal form; a quote's is what stands between the marks, untouched."""
    kind: Literal["word", "number", "quote", "id", "break"]
    start: int
    end: int


class Span(NamedTuple):
    """A phrase with a meaning: ``length`` words from ``at``."""

    at: int
    length: int
    hits: tuple[Hit, ...]

    @property
    def end(self) -> int:
        return self.at + self.length

    def value(self, table: str) -> str | None:
        """What the phrase stands for in ``table``."""
        return next((value for name, value in self.hits if name == table), None)


def normal(text: str) -> str:
    """``text`` folded for comparing: case, nukta, chandrabindu, joiners and apostrophes do not count."""
    folded = unicodedata.normalize("NFC", text).translate(DIGITS).casefold()
    folded = unicodedata.normalize("NFD", folded).replace("\u093c", "").replace("\u0901", "\u0902")
    folded = re.sub("[\u200c\u200d'’]", "", folded)
    return unicodedata.normalize("NFC", folded)


def words_in(note: str) -> tuple[Word, ...]:
    """The words of ``note`` (NFC), in order. A possessive 's is a word of its own."""
    words: list[Word] = []
    for match in _TOKEN.finditer(note.translate(DIGITS)):
        kind = match.lastgroup or "word"
        text, start, end = match.group(kind), match.start(kind), match.end()
        if kind == "quote":
            words.append(Word(note[start + 1 : end - 1].strip(), "quote", start, end))
        elif kind == "break":
            if not (text == "." and words and words[-1].text in _SHORT_FORMS):
                words.append(Word(text, "break", start, end))
        elif kind == "word" and text[-2:].casefold() in ("'s", "’s") and text[:-2].casefold() not in ("let", "it", "that", "what", "there", "who", "where", "here"):
            words.append(Word(normal(text[:-2]), "word", start, end - 2))
            words.append(Word("s", "word", end - 2, end))
        elif kind == "word" and (short := _CONTRACTED.fullmatch(text)):
            words.append(Word(normal(short[1]), "word", start, end))
        else:
            words.append(Word(normal(text), kind, start, end))  # type: ignore[arg-type]
    return tuple(words)


def phrase(text: str) -> tuple[str, ...]:
    """A phrase of a table as the words it is looked up by."""
    return tuple(word.text for word in words_in(text) if word.kind != "break")


class Lexicon:
    """Phrases to meanings. A phrase may mean several things; the longest phrase at a place wins."""

    def __init__(self, entries: Iterable[tuple[str, Hit]]) -> None:
        self._meanings: dict[tuple[str, ...], dict[Hit, None]] = {}
        self._base: Lexicon | None = None
        for text, hit in entries:
            key = phrase(text)
            if key and len(key) <= LONGEST_PHRASE:
                self._meanings.setdefault(key, {})[hit] = None

    def with_more(self, entries: Iterable[tuple[str, Hit]]) -> Lexicon:
        """A copy that knows more phrases: a film's own names."""
        grown = Lexicon(entries)
        grown._base = self
        added, grown._meanings = grown._meanings, dict(self._meanings)
        for key, hits in added.items():
            grown._meanings[key] = {**self._meanings.get(key, {}), **hits}
        return grown

    def spans(self, words: tuple[Word, ...]) -> tuple[Span, ...]:
        """The phrases of ``words``, in order, none within another."""
        found, at = [], 0
        while at < len(words):
            for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
                stretch = words[at : at + length]
                if any(word.kind in ("break", "quote") for word in stretch):
                    continue
                hits = self._meanings.get(tuple(word.text for word in stretch))
                if hits is not None:
                    found.append(Span(at, length, tuple(hits)))
                    at += length
                    break
            else:
                at += 1
        return tuple(found)

    def meanings(self, word: str) -> tuple[Hit, ...]:
        """What one word means by itself."""
        return tuple(self._meanings.get((word,), ()))

    def means(self, key: tuple[str, ...]) -> bool:
        """True when the whole phrase has a meaning other than the name of a style that nobody has."""
        return any(table_value != ("concept", "style_name") for table_value in self._meanings.get(key, ()))

    def knows(self, word: str) -> bool:
        """True when a phrase holds ``word``, or another form of it."""
        if self._base is not None and self._base.knows(word):
            return True
        return word in self._words or stem(word) in self._stems

    @cached_property
    def _words(self) -> frozenset[str]:
        base = self._base._meanings if self._base is not None else {}
        return frozenset(word for key in self._meanings if key not in base for word in key)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stem(word) for word in self._words if len(word) > 3)

    @cached_property
    def long_words(self) -> tuple[str, ...]:
        """Phrases of one word that is long enough to be known again when a letter of it is wrong."""
        return tuple(key[0] for key in self._meanings if len(key) == 1 and len(key[0]) >= 5 and key[0].isascii())

    def near(self, word: str, tables: tuple[str, ...]) -> tuple[str, ...]:
        """Single words of ``tables`` that ``word`` is probably a misspelling of, the nearest first."""
        allowed = 1 if len(word) < 8 else 2
        near = {
            key[0]: away
            for key, hits in self._meanings.items()
            if len(key) == 1 and len(key[0]) > 3 and any(table in tables for table, _ in hits)
            and 0 < (away := distance(word, key[0], allowed)) <= allowed
        }  # fmt: skip
        return tuple(sorted(near, key=lambda other: (near[other], other)))


def entries_of(tables: Mapping[str, Mapping[str, Iterable[str]] | Iterable[str]]) -> list[tuple[str, Hit]]:
    """Every phrase of ``tables`` (value -> phrases, or plain phrases) with its meaning."""
    made: list[tuple[str, Hit]] = []
    for name, table in tables.items():
        if isinstance(table, Mapping):
            made += [(text, (name, value)) for value, texts in table.items() for text in texts]
        else:
            made += [(text, (name, text)) for text in table]
    return made


@lru_cache(maxsize=100_000)
def distance(one: str, other: str, limit: int) -> int:
    """Letters to change, add, drop or swap to get from one word to the other; ``limit`` + 1 when it is more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return min(row[-1], limit + 1)


class Clause:
    """One wish of a note: its words, what they mean, and which of them something has made use of."""

    def __init__(self, words: tuple[Word, ...], lexicon: Lexicon) -> None:
        self.words = words
        self.spans = lexicon.spans(words)
        self.used: set[int] = set()
        self._glue = {i for i, word in enumerate(words) if ("concept", "glue") in lexicon.meanings(word.text)}

    def find(self, *concepts: str, fresh: bool = True) -> Span | None:
        """The first phrase that means one of ``concepts`` and, when ``fresh``, is not made use of yet."""
        return next(iter(self.find_all(*concepts, fresh=fresh)), None)

    def find_all(self, *concepts: str, fresh: bool = True) -> list[Span]:
        wanted = {("concept", name) for name in concepts}
        return [s for s in self.spans if wanted & set(s.hits) and not (fresh and self.is_used(s))]

    def has(self, *concepts: str) -> bool:
        """True when a phrase means one of ``concepts``, made use of or not."""
        return self.find(*concepts, fresh=False) is not None

    def take(self, *concepts: str) -> Span | None:
        """``find``, and the phrase is made use of."""
        span = self.find(*concepts)
        if span is not None:
            self.use(span)
        return span

    def take_all(self, *concepts: str) -> list[Span]:
        spans = self.find_all(*concepts)
        for span in spans:
            self.use(span)
        return spans

    def values(self, table: str, *, fresh: bool = True) -> list[tuple[Span, str]]:
        """The phrases of a table of the vocabulary or of the film's names, with their values."""
        found = [(span, span.value(table)) for span in self.spans if not (fresh and self.is_used(span))]
        return [(span, value) for span, value in found if value is not None]

    def quotes(self, *, fresh: bool = True) -> list[int]:
        """Places of quoted words."""
        return [i for i, word in enumerate(self.words) if word.kind == "quote" and not (fresh and i in self.used)]

    def use(self, span: Span) -> None:
        self.used.update(range(span.at, span.end))

    def meant(self, at: int) -> bool:
        """True when the word at ``at`` is part of a phrase with a meaning."""
        return any(span.at <= at < span.end for span in self.spans)

    def is_used(self, span: Span) -> bool:
        return any(i in self.used for i in range(span.at, span.end))

    def before(self, at: int, *concepts: str, within: int = 1) -> bool:
        """True when a phrase of ``concepts`` ends at most ``within`` words before place ``at``."""
        return any(at - within <= s.end - 1 < at for s in self.find_all(*concepts, fresh=False))

    def left(self) -> list[int]:
        """Places of words that nothing has made use of and that are not mere glue."""
        glue = self._glue | {i for s in self.find_all("glue", fresh=False) for i in range(s.at, s.end)}
        return [i for i, w in enumerate(self.words) if i not in self.used and i not in glue and w.kind != "break"]
