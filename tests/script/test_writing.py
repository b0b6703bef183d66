"""A screenplay written as Fountain reads back: the same scenes, cues, words and translations, in any writing system."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from film.screenplay import Action, Dialogue, Heading, Note, Screenplay, ScreenplayEpisode, ScreenplayScene, Transition
from tools.script.fountain import parse_fountain
from tools.script.headings import is_heading
from tools.script.reader import read_script
from tools.script.writing import fountain_of

EXAMPLES = Path(__file__).parents[2] / "examples"


def read(text: str) -> Screenplay:
    return parse_fountain(text, "test.fountain")


def unplaced(screenplay: Screenplay) -> list:
    """Episodes without the lines of the file that they came from."""

    def bare(value):
        if isinstance(value, dict):
            return {key: bare(item) for key, item in value.items() if key != "source_line"}
        return [bare(item) for item in value] if isinstance(value, list) else value

    return bare(screenplay.model_dump(mode="json")["episodes"])


def script_of(*elements, heading="INT. KITCHEN - NIGHT", language="en") -> Screenplay:
    """One scene, with the ids that a reader gives."""
    counts = {"ac": 0, "ln": 0}
    made = []
    for element in elements:
        if isinstance(element, (Action, Dialogue)):
            kind = "ac" if isinstance(element, Action) else "ln"
            counts[kind] += 10
            element = element.model_copy(update={"id": f"ep01/sc001/{kind}{counts[kind]:04d}"})
        made.append(element)
    parsed = read(f"{heading}\n\nx\n").scenes[0].heading if is_heading(heading) else Heading(text=heading)
    scene = ScreenplayScene(id="ep01/sc001", heading=parsed, elements=tuple(made))
    episode = ScreenplayEpisode(id="ep01", scenes=(scene,))
    return Screenplay(title={language: "A"}, credits={"Language": language}, language=language, episodes=(episode,))


def said(who: str, words: str, language="en", **more) -> Dialogue:
    return Dialogue(id="", character=who, text={language: words}, language=language, **more)


def acted(text: str) -> Action:
    return Action(id="", text=text)


@pytest.mark.parametrize(
    "elements",
    [
        (acted("She waits."), said("MARA", "Hello.")),
        (acted("INT. is what the label says"), acted("CUT TO:"), acted("MARA"), acted("# 5"), acted(".50 calibre")),
        (acted("!wow"), acted("> to the left"), acted("@home"), acted("~ish"), acted("= 4"), acted("5 * 3 * 2 and _so_ on")),
        (said("MARA", "!Now"), said("MARA", "> that way"), said("MARA", "~ la"), said("MARA", "(hm) yes"), said("MARA", "#1 fan")),
        (said("MARA", "**What** is *that*? a_b_c \\* /* not cut */"),),
        (said("Mara", "Hello."), said("RENÉE", "Oui."), said("FADE OUT", "My name."), said("R2-D2", "Beep."), said("7", "Six.")),
        (said("MARA", "I know.", extension="V.O., CONT'D", parentheticals=("softly", "to Eli")),),
        (said("MARA", "One."), said("ELI", "Two.", dual=True), said("ELI", "La la", lyric=True)),
        (said("MARA", "Go.", parentheticals=()), Transition(text="FADE OUT."), Note(kind="synopsis", text="She goes.")),
        (Note(text="for the crew"), acted("She goes."), Note(kind="section", text="A part")),
    ],
)
def test_what_looks_like_something_else_is_forced_or_protected(elements):
    screenplay = script_of(*elements)
    assert unplaced(read(fountain_of(screenplay))) == unplaced(screenplay)


@pytest.mark.parametrize("heading", ["INT. KITCHEN - NIGHT", "EXT. घाट - शाम", "बाहर - गली", "the forest", "INT./EXT. CAR - DAY"])
def test_headings_read_back(heading):
    assert read(fountain_of(script_of(acted("x y z"), heading=heading))).scenes[0].heading.text == heading


def test_hindi_reads_back_with_its_cues_and_translations():
    spoken = Dialogue(id="", character="मीरा", text={"hi": "दीया जलता रहेगा।", "en": "The lamp will burn."}, language="hi", parentheticals=("धीरे से",))
    screenplay = script_of(acted("मीरा"), spoken, said("राजू सिंह", "OK!", "hi"), heading="INT. कमरा - रात", language="hi")
    text = fountain_of(screenplay)
    assert "@मीरा\n(धीरे से)\nदीया जलता रहेगा।\n[[en: The lamp will burn.]]" in text
    again = read(text)
    assert unplaced(again) == unplaced(screenplay) and again.language == "hi" and again.title == {"hi": "A"} | again.title


@pytest.mark.parametrize("name", ["the_last_lamp.fountain"])
def test_the_examples_read_back(name):
    screenplay = read_script(EXAMPLES / name)
    again = read(fountain_of(screenplay))
    assert unplaced(again) == unplaced(screenplay)
    assert (again.title, again.author, again.credits, again.language) == (
        screenplay.title, screenplay.author, screenplay.credits, screenplay.language,
    )  # fmt: skip


def test_episodes_and_acts_read_back():
    text = "Title: Two\n\n# Episode 1: One [[hi: एक]]\n\n# ACT ONE\n\nINT. A - DAY\n\nx.\n\n# Episode 2\n\nEXT. B - DAY #4#\n\ny.\n"
    screenplay = read(text)
    assert len(screenplay.episodes) == 2
    assert unplaced(read(fountain_of(screenplay))) == unplaced(screenplay)


WORDS = st.text(
    st.sampled_from("abc XY.,:!?'()[]{}*_/\\~#@=<>-–।कखगािी०5"), min_size=1, max_size=30
).map(lambda text: " ".join(text.split())).filter(lambda text: any(c.isalpha() for c in text))  # fmt: skip
NAMES = st.sampled_from(["MARA", "Eli", "मीरा", "राजू सिंह", "DR. NO", "O'BRIEN", "INT", "THE END"])


@given(st.lists(st.tuples(st.booleans(), NAMES, WORDS), min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_nothing_is_lost_or_changed_whatever_it_says(parts):
    elements = [said(who, words) if spoken else acted(words) for spoken, who, words in parts]
    (scene,) = read(fountain_of(script_of(*elements))).scenes
    found = [
        (e.character, next(iter(e.text.values()))) if isinstance(e, Dialogue) else ("", e.text)
        for e in scene.elements
        if isinstance(e, (Action, Dialogue))
    ]
    # Brackets that would be a note get a space, which changes no word.
    wanted = [(who if spoken else "", words) for spoken, who, words in parts]
    assert [(who, text.replace(" ", "")) for who, text in found] == [(who, text.replace(" ", "")) for who, text in wanted]
