"""What is wrong with a step of a screenplay that a mind writes, in sentences that name what would be right.

Lengths are estimated as the Director will plan them: speech at its usual pace, an action as long as
its sentences take to be seen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence

from crew.answers.idea import LoglineAnswer, OutlineAnswer, PeopleAnswer, SceneText
from crew.reading import sentences_of
from crew.screenwriter import strangers_in
from crew.script_of_text import wrong_script
from crew.shooting import SPEAKING_WPM
from film.ids import slug

PAUSE_S = 0.6
"""Between two speeches."""
SHOWN_S = (2.2, 4.5)
"""The shortest and the longest time that a sentence of action is seen."""
LEAST = 0.4
"""Share of its seconds that a scene must fill."""
SAME_WORDS = 6
"""A speech or an action of this many words is not told twice in a scene."""

_MARKUP = re.compile(r"\[\[|\]\]|/\*|\*/|[<>{}|\\~^]")
_DANDA = re.compile("[\u0900-\u097f]")
_HEADING = re.compile(r"(INT|EXT|EST|I/E)\b")
_NO_NAMES = frozenset(("narrator", "voice", "a-voice", "int", "ext", "the-end", "fade-in", "fade-out", "cut-to", "everyone", "all"))


def seconds_of(speeches: Iterable[str], actions: Iterable[str]) -> float:
    """About how long speeches and actions last on the screen; 0 for none."""
    spoken = sum(len(text.split()) * 60 / SPEAKING_WPM + PAUSE_S for text in speeches)
    shortest, longest = SHOWN_S
    shown = sum(
        min(max(1.2 + 0.3 * len(sentence.split()), shortest), longest)
        for text in actions
        for sentence in sentences_of(text) or (text,)
    )
    return spoken + shown


def introduction(name: str, age: int, look: str) -> str:
    """How a script brings somebody in: ``MARA (60), a keeper in a navy coat.``"""
    stop = "।" if _DANDA.search(look) else "."
    return f"{name.upper()} ({age}), {look.rstrip(' .।,;')}{stop}"


def check_logline(answer: LoglineAnswer, language: str) -> list[str]:
    return _unfit("title", answer.title, language) + _unfit("logline", answer.logline, language)


def check_people(answer: PeopleAnswer, language: str, at_most: int) -> list[str]:
    """Names that a cue can carry and a reader can tell apart."""
    wrong = []
    if len(answer.people) > at_most:
        wrong.append(f"Give at most {at_most} people; you gave {len(answer.people)}.")
    words: dict[str, str] = {}
    for each in answer.people:
        if not all(c in " .'’-" or unicodedata.category(c)[0] in "LM" for c in each.name):
            wrong.append(f"{each.name!r}: a name has letters only, as in Mara or Anna Lee.")
        elif _HEADING.match(each.name.upper()) or slug(each.name) in _NO_NAMES:
            wrong.append(f"{each.name!r} is a word of the script's form; give another name.")
        for word in dict.fromkeys(slug(each.name).split("-")):
            if words.setdefault(word, each.name) != each.name or [e.name for e in answer.people].count(each.name) > 1:
                wrong.append(f"{each.name!r} is too like {words[word]!r}: every name once, and no word in two names.")
                break
        wrong += _unfit("name", each.name, language) + _unfit(f"look of {each.name}", each.look, language)
    return wrong


def check_outline(
    answer: OutlineAnswer, people: Collection[str], count: int, before: Sequence[str], language: str
) -> list[str]:
    """Exactly ``count`` scenes with people who are there, headings that read as headings, and no scene told twice."""
    wrong = []
    if len(answer.scenes) != count:
        wrong.append(f"Give exactly {count} scenes; you gave {len(answer.scenes)}.")
    told = {slug(text) for text in before}
    for number, scene in enumerate(answer.scenes, 1):
        unknown = sorted(set(scene.who) - set(people))
        if unknown:
            wrong.append(f"Scene {number} names {unknown}; the ids are {list(people)}.")
        if not all(c in " '’" or unicodedata.category(c)[0] in "LMN" for c in scene.place) or not slug(scene.place):
            wrong.append(f"Scene {number}: place is one to four words without dashes, dots or a time, as in 'fish market'.")
        elif _HEADING.match(scene.place.upper()):
            wrong.append(f"Scene {number}: place has no INT or EXT; setting says it.")
        wrong += _unfit(f"place of scene {number}", scene.place, language)
        wrong += _unfit(f"synopsis of scene {number}", scene.synopsis, language)
        if slug(scene.synopsis) in told:
            wrong.append(f"Scene {number} tells again what a scene before it told; let something else happen.")
        told.add(slug(scene.synopsis))
    return wrong


def check_scene(
    answer: SceneText, people: Mapping[str, str], here: Collection[str], seconds: float, at_most_s: float, language: str
) -> list[str]:
    """Only the people of this scene, in the film's language, as long as it may be.

    Args:
        people: id -> name of everybody in the story.
        here: ids of those in this scene.
        seconds: how long it was asked to be.
        at_most_s: how long it may be.
    """
    wrong = []
    heard: set[str] = set()
    for number, each in enumerate(answer.elements, 1):
        wrong += _unfit(f"text of element {number}", each.text, language)
        if each.kind == "dialogue":
            if each.who not in here:
                wrong.append(f"Element {number} is spoken by {each.who!r}; the people of this scene are {sorted(here)}.")
            if each.text.lstrip().startswith("("):
                wrong.append(f"Element {number}: how it is said goes into how, not into text.")
            if _HEADING.match(each.text.strip()) and each.text == each.text.upper():
                wrong.append(f"Element {number} reads as a scene heading; this is one scene, with one heading.")
            if any(mark in each.how for mark in "()[]*_"):
                wrong.append(f"Element {number}: how is one to four plain words.")
        else:
            new = strangers_in(each.text, people.values())
            if new:
                wrong.append(f"Element {number} brings in {list(new)}; the people are {sorted(people)} and nobody else.")
            if _HEADING.match(each.text.strip()):
                wrong.append(f"Element {number} reads as a scene heading; this is one scene, with one heading.")
            if each.who or each.how:
                wrong.append(f"Element {number} is an action: leave who and how empty.")
        if len(each.text.split()) >= SAME_WORDS and slug(each.text) in heard:
            wrong.append(f"Element {number} says the same as one before it.")
        heard.add(slug(each.text))
    if wrong:
        return wrong
    lasts = seconds_of(
        [each.text for each in answer.elements if each.kind == "dialogue"],
        [each.text for each in answer.elements if each.kind == "action"],
    )
    if lasts > at_most_s:
        return [f"The scene lasts about {lasts:.0f} s and may last {at_most_s:.0f} s: leave out {_about(lasts - seconds)}."]
    if lasts < LEAST * seconds:
        return [f"The scene lasts about {lasts:.0f} s and should last {seconds:.0f} s: add {_about(seconds - lasts)}."]
    return []


def _about(seconds: float) -> str:
    count = max(1, round(seconds / 4))
    return f"about {count} speech{'es' if count > 1 else ''} or action{'s' if count > 1 else ''}"


def _unfit(what: str, text: str, language: str) -> list[str]:
    """What keeps ``text`` out of a script: marks of its form, nothing to read, or another writing system."""
    if not any(c.isalpha() for c in text):
        return [f"{what} holds no words."]
    if _MARKUP.search(text):
        return [f"{what} holds marks such as [[, /*, < or ~; write plain words."]
    if wrong_script(text, language):
        name = {"hi": "Hindi, in Devanagari", "en": "English"}.get(language, language)
        return [f"{what} must be written in {name}."]
    return []
