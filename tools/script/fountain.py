"""Fountain to Screenplay, by https://fountain.io/syntax, one line at a time.

A reader of our own, because the crew needs what the packaged ones lose: the line every element came
from, cues and headings in Devanagari, translations in notes, and a time that grows only with the
length of the script. Where Fountain leaves room this reader takes what writers mean: a heading needs
no empty line before it unless it interrupts a speech in small letters, ``FADE IN:`` is a transition,
and a name in a writing system without capitals is a cue when it is short and stands like one.
"""

from __future__ import annotations

from collections.abc import Iterator

from film.screenplay import Screenplay
from tools.script.draft import Draft, Speech, split_cue
from tools.script.encoding import normal
from tools.script.headings import is_heading, parse_heading
from tools.script.language import is_language, spoken_language, translation
from tools.script.markup import Row, rows_of, without_emphasis
from tools.script.names import clean_name
from tools.script.title_page import read_title_page

_TRANSITIONS = frozenset((
    "FADE IN", "FADE OUT", "FADE TO BLACK", "FADE TO WHITE", "CUT TO BLACK", "SMASH CUT", "MATCH CUT", "JUMP CUT",
    "DISSOLVE", "CROSSFADE", "FADE UP", "FADE IN FROM BLACK", "SMASH TO BLACK", "INTERCUT WITH", "WIPE",
))  # fmt: skip
_CAMERA = ("WHIP ", "SWISH ", "RACK ", "PULL FOCUS", "FOCUS ", "PAN ", "TILT ", "CRANE ", "DOLLY ", "TRACK ", "PUSH ")
"""What begins a direction to the camera: ``WHIP PAN TO:`` is action, and no way from one scene to the next."""
_LONGEST_CUE = 60
_LONGEST_UNCASED_CUE = 30
_UNCASED_WORDS = 3
_NO_LAST_WORD = frozenset((
    "है", "हैं", "था", "थी", "थे", "हूँ", "हो", "और", "में", "से", "को", "पर", "कर", "तक", "रहा", "रही", "रहे", "गया",
    "गई", "गए",
))  # fmt: skip
"""Words that end a clause of Hindi, and never a name."""


def parse_fountain(text: str, name: str) -> Screenplay:
    """The screenplay that ``text`` holds.

    Args:
        text: the whole script; any line ends.
        name: what errors and readings call the file.

    Raises:
        ScriptError: an unclosed boneyard, or nothing that can be filmed.
    """
    rows = rows_of(normal(text), name)
    page = read_title_page(rows)
    default = page.language or "en"
    draft = Draft(name, default if is_language(default) else "en")
    if default != draft.language:
        draft.readings.append(f"the title page's language {default!r} is not a tag such as en or hi; en is assumed")
    _Body(rows[page.rows :], draft).read()
    return draft.screenplay(
        title={spoken_language(page.title, draft.language): page.title} | page.translations if page.title else {},
        author=page.author,
        credits=page.credits,
        last_line=len(rows),
    )


class _Body:
    """The script after its title page: what each line is follows from the line, its neighbours and the open speech."""

    def __init__(self, rows: list[Row], draft: Draft) -> None:
        self.rows = rows
        self.draft = draft
        self.after_blank = True
        """No action and no speech is open above the line: an empty line, a heading or the like stands there."""
        self.action: list[str] = []
        self.action_line = 0
        self.speech: list[Speech] = []
        """The speech under one cue; more than one when part of it is sung."""
        self.parenthesis: list[str] = []
        """The lines of a parenthetical that is still open."""

    def read(self) -> None:
        for row, followed in zip(self.rows, _followed(self.rows), strict=True):
            line = row.text.strip()
            if not line:
                self._empty(row)
            elif not self._forced(row.number, line, row.notes) and not self._plain(row.number, line, followed):
                self._action(row.number, line)
            if row.notes and (self.speech or not line.startswith("#")):
                self._notes(row)
            if not row.emptied:
                self.after_blank = not (self.action or self.speech)
        self._close()

    def _empty(self, row: Row) -> None:
        # Two spaces on an otherwise empty line keep a speech or an action together.
        if not row.emptied and not (len(row.text) >= 2 and (self.speech or self.action)):
            self._close()

    def _notes(self, row: Row) -> None:
        for note in row.notes:
            tagged = translation(note)
            if tagged is not None and self.speech:
                self.speech[-1].translations.setdefault(*tagged)
            else:
                self._close_action()
                self.draft.note(note, row.number)

    def _forced(self, number: int, line: str, notes: tuple[str, ...]) -> bool:
        """Lines whose first character says what they are."""
        mark, rest = line[0], line[1:].strip()
        if self.speech and mark in "#=@.":
            return False  # "#1 fan": these marks need an empty line above, and here somebody is speaking
        if mark == "!":
            self._close_speech()
            self._action(number, rest)
        elif mark == "@" and rest:
            self._open_speech(number, rest)
        elif mark == "." and rest and line[1].isalnum():
            self._close()
            self.draft.heading(parse_heading(without_emphasis(rest)), number)
        elif mark == ">" and rest:
            self._close()
            if rest.endswith("<"):
                self.draft.action(without_emphasis(rest[:-1].strip()), number, centred=True)
            else:
                self.draft.transition(without_emphasis(rest), number)
        elif mark == "~" and rest:
            self._lyric(number, without_emphasis(rest))
        elif mark == "#":
            self._close()
            self.draft.section(without_emphasis(line.strip("#").strip()), number, list(notes))
        elif mark == "=":
            self._close()
            if line.strip("="):  # three or more alone are a page break
                self.draft.synopsis(without_emphasis(line.lstrip("=").strip()), number)
        else:
            return False
        return True

    def _plain(self, number: int, line: str, followed: bool) -> bool:
        """Headings, transitions, cues and what is said under them."""
        bare = without_emphasis(line)
        if is_heading(bare) and not (self.speech and any(letter.islower() for letter in bare)):
            self._close()
            self.draft.heading(parse_heading(bare), number)
        elif self.speech:
            self._spoken(line)
        elif self.after_blank and not followed and _is_transition(bare):
            self._close()
            self.draft.transition(bare, number)
        elif self.after_blank and followed and _is_cue(bare):
            self._open_speech(number, bare)
        else:
            return False
        return True

    def _open_speech(self, number: int, cue: str) -> None:
        self._close()
        cue = without_emphasis(cue)
        name, extension = split_cue(cue.rstrip("^ "))
        self.speech = [Speech(name or clean_name(cue), number, extension, dual=cue.endswith("^"))]

    def _spoken(self, line: str) -> None:
        if self.parenthesis or line.startswith("("):
            self.parenthesis.append(line)
            if line.endswith(")"):
                inside = " ".join(self.parenthesis).strip("()").strip()
                self.parenthesis = []
                if inside:
                    self.speech[-1].parentheticals.append(without_emphasis(inside))
            return
        self._say(line, lyric=False)

    def _lyric(self, number: int, words: str) -> None:
        if self.speech:
            self._say(words, lyric=True)
        else:
            self.draft.readings.append(f"line {number}: a lyric without a singer is read as action")
            self._action(number, words)

    def _say(self, words: str, *, lyric: bool) -> None:
        """Adds a line to the open speech, and begins a part of its own where singing begins or ends."""
        last = self.speech[-1]
        if last.words and last.lyric != lyric:
            last = Speech(last.character, last.line, last.extension)
            self.speech.append(last)
        last.lyric = lyric
        last.words.append(words)

    def _action(self, number: int, line: str) -> None:
        if not self.action:
            self.action_line = number
        self.action.append(line)

    def _close(self) -> None:
        self._close_action()
        self._close_speech()

    def _close_action(self) -> None:
        text = without_emphasis(" ".join(self.action)).strip()
        self.action = []
        if text:
            self.draft.action(text, self.action_line)

    def _close_speech(self) -> None:
        if self.parenthesis:
            # Never closed, so it was no parenthetical: the words are said.
            unclosed, self.parenthesis = self.parenthesis, []
            for line in unclosed:
                self._say(line, lyric=False)
        for part in self.speech:
            part.words = [without_emphasis(" ".join(part.words)).strip()] if part.words else []
            self.draft.speech(part)
        self.speech = []


def _followed(rows: list[Row]) -> Iterator[bool]:
    """For every row whether text stands right below it, lines that were cut out aside."""
    answers = []
    below = False
    for row in reversed(rows):
        answers.append(below)
        if not row.emptied:
            below = row.text.strip() != ""
    return reversed(answers)


def _is_transition(line: str) -> bool:
    if len(line) > _LONGEST_CUE or any(letter.islower() for letter in line):
        return False
    if line.startswith(_CAMERA):
        return False
    return line.endswith(" TO:") or line.rstrip(".:") in _TRANSITIONS


def _is_cue(line: str) -> bool:
    """True when ``line`` looks like the name above a speech, with or without extensions and the dual mark."""
    name = line.partition("(")[0].rstrip("^ ")
    if not name or len(name) > _LONGEST_CUE or name[-1] in "!?:…,;।" or name.startswith(("(", '"', "“", "-")):
        return False
    if any(letter.islower() for letter in name) or not any(letter.isalpha() for letter in name):
        return False
    if "(" in line and not line.rstrip("^ ").endswith(")"):
        return False
    if any(letter.isupper() for letter in name):
        return True
    words = name.split()
    is_short = len(name) <= _LONGEST_UNCASED_CUE and len(words) <= _UNCASED_WORDS
    return is_short and words[-1] not in _NO_LAST_WORD and not name.endswith(".")
