"""Fountain: every element of the syntax."""

from __future__ import annotations

import unicodedata

import pytest

from film.errors import ScriptError
from film.screenplay import Action, Dialogue, Note, Screenplay, Transition
from tools.script.fountain import parse_fountain


def read(text: str) -> Screenplay:
    return parse_fountain(text, "test.fountain")


def elements(body: str) -> list:
    """The elements of a scene with this body."""
    return list(read(f"INT. ROOM - DAY\n\n{body}").scenes[0].elements)


def speech(body: str) -> Dialogue:
    (only,) = [element for element in elements(body) if isinstance(element, Dialogue)]
    return only


TITLE_PAGE = """Title:
    _**BRICK & STEEL**_
    FULL RETIRED
Credit: Written by
Author: Stu M
Draft date: 1/20/2012
Contact:
\tNext Door
\tAnytown

INT. ROOM - DAY
"""


def test_title_page():
    script = read(TITLE_PAGE)
    assert script.title == {"en": "BRICK & STEEL FULL RETIRED"}
    assert script.author == "Stu M"
    assert script.credits == {"Credit": "Written by", "Draft date": "1/20/2012", "Contact": "Next Door Anytown"}
    assert [scene.heading.place for scene in script.scenes] == ["ROOM"]


def test_title_in_two_languages():
    assert read("Title: The Lamp [[hi: दीया]]\n\nINT. A - DAY").title == {"en": "The Lamp", "hi": "दीया"}


def test_a_transition_at_the_top_is_no_title_page():
    script = read("FADE IN:\n\nEXT. SHORE - DAY\n\nWaves.")
    assert script.credits == {}
    assert script.scenes[0].elements[0] == Transition(text="FADE IN:", source_line=1)


def test_a_transition_right_below_the_title_page_is_none_of_its_fields():
    script = read("Title: X\nMood: grey\nFADE IN:\nINT. A - DAY")
    assert script.credits == {"Mood": "grey"}
    assert script.scenes[0].elements[0].kind == "action"


def test_headings_forced_and_numbered():
    script = read("INT. A - DAY #12A#\n\n.FORCED PLACE #3#\n\next. b - night\nAction right below.")
    assert [(s.heading.text, s.heading.number) for s in script.scenes] == [
        ("INT. A - DAY", "12A"), ("FORCED PLACE", "3"), ("ext. b - night", ""),
    ]  # fmt: skip
    assert [scene.source_line for scene in script.scenes] == [1, 3, 5]


def test_an_ellipsis_is_no_forced_heading():
    assert elements("...and then he was gone.")[0].text == "...and then he was gone."


def test_ids_count_in_tens():
    scene = read("INT. A - DAY\n\nOne.\n\nBOB\nHi.\n\nTwo.\n\nANN\nHo.").scenes[0]
    ids = [element.id for element in scene.elements if isinstance(element, (Action, Dialogue))]
    assert ids == [f"ep01/sc001/{part}" for part in ("ac0010", "ln0010", "ac0020", "ln0020")]


def test_cue_with_extensions_and_parentheticals():
    line = speech("BOB (V.O.) (CONT'D)\n(quietly)\nHello.\n(beat)\nGoodbye.")
    assert (line.character, line.extension) == ("BOB", "V.O., CONT'D")
    assert line.parentheticals == ("quietly", "beat")
    assert line.text == {"en": "Hello. Goodbye."}


def test_a_parenthetical_over_two_lines():
    line = speech("BOB\n(whispering,\nto nobody)\nHello.")
    assert (line.parentheticals, line.text["en"]) == (("whispering, to nobody",), "Hello.")


def test_a_parenthesis_that_never_closes_is_spoken():
    assert speech("BOB\n(no end\nin sight").text["en"] == "(no end in sight"


def test_forced_cue_keeps_small_letters():
    assert speech("@McAvoy\nHello.").character == "McAvoy"


def test_a_forced_action_in_capitals():
    assert [type(e) for e in elements("!BANG\nand again")] == [Action]


def test_names_are_nfc():
    assert speech("RENE\u0301\nOui.").character == "REN\u00c9"


def test_dual_dialogue_marks_the_second_speaker():
    first, second = elements("BOB\nNo!\n\nANN ^\nYes!")
    assert (first.dual, second.dual, second.character) == (False, True, "ANN")


def test_a_dual_cue_alone_is_said_and_not_overlapped():
    script = read("INT. A - DAY\n\nANN ^\nYes!")
    assert not script.lines[0].dual
    assert "dual" in script.readings[0]


def test_two_spaces_keep_a_speech_together():
    assert speech("BOB\nOne.\n  \nTwo.").text["en"] == "One. Two."


def test_lyrics_are_sung_apart_from_words():
    said, sung = elements("BOB\nListen.\n~La la\n~la.")
    assert (said.text["en"], said.lyric) == ("Listen.", False)
    assert (sung.text["en"], sung.lyric, sung.character) == ("La la la.", True, "BOB")


def test_transitions():
    found = elements("One.\n\nCUT TO:\n\n> Burn to white.\n\nTwo.\n\nFADE OUT.")
    assert [e.text for e in found if isinstance(e, Transition)] == ["CUT TO:", "Burn to white.", "FADE OUT."]


def test_centred_text():
    (centred,) = elements("> THE *END* <")
    assert (centred.text, centred.centred) == ("THE END", True)


def test_page_breaks_vanish():
    assert [e.text for e in elements("One.\n\n===\n\nTwo.")] == ["One.", "Two."]


def test_synopses_and_sections_are_notes():
    script = read("INT. A - DAY\n\n= What happens.\n\n### Detail\n\nAction.")
    kinds = [(e.kind, e.text) for e in script.scenes[0].elements]
    assert kinds == [("synopsis", "What happens."), ("section", "Detail"), ("action", "Action.")]


def test_notes_in_a_line_and_over_lines():
    action, note = elements("He waits. [[why\ndoes he?]]")
    assert (action.text, note) == ("He waits.", Note(text="why does he?", source_line=3))


def test_an_empty_line_ends_an_open_note():
    assert [e.text for e in elements("One [[two\n\nthree]].")] == ["One [[two", "three]]."]


def test_boneyard_vanishes_and_lines_keep_their_numbers():
    script = read("INT. A - DAY\n\nOne /* two\n\nINT. NOWHERE - DAY\n\n*/ three.\n\nINT. B - DAY")
    assert [scene.source_line for scene in script.scenes] == [1, 9]
    assert [e.text for e in script.scenes[0].elements] == ["One three."]


def test_boneyard_on_its_own_line_does_not_end_a_speech():
    assert speech("BOB\nOne.\n/* cut */\nTwo.").text["en"] == "One. Two."


def test_an_unclosed_boneyard_names_its_line():
    with pytest.raises(ScriptError, match=r"test\.fountain:3: .*\*/") as caught:
        read("INT. A - DAY\n\nText /* and no end")
    assert caught.value.line == 3


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("*one* **two** ***three*** _four_", "one two three four"),
        ("_**both**_", "both"),
        ("***a* b**", "***a* b**"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("f*** you", "f*** you"),
        ("a_b_ c", "a_b_ c"),
        ("*a * b", "*a * b"),
        (r"\*not\* this", "*not* this"),
        ("snake_case_name", "snake_case_name"),
        ("un*frigging*real", "unfriggingreal"),
    ],
)  # fmt: skip
def test_emphasis(marked: str, plain: str):
    assert speech(f"BOB\n{marked}").text["en"] == plain


def test_sections_make_episodes_and_acts():
    script = read(
        "Title: X\n\n# Episode 1 - The Order\n\n## Act One\n\nINT. A - DAY\n\nBOB\nHi.\n\n"
        "# Episode 2: The Light [[hi: रोशनी]]\n\nINT. B - DAY\n\n## Act Two\n\nINT. C - DAY"
    )
    assert [(e.id, e.title) for e in script.episodes] == [
        ("ep01", {"en": "The Order"}), ("ep02", {"en": "The Light", "hi": "रोशनी"}),
    ]  # fmt: skip
    assert script.episodes[0].acts == (("Act One", "ep01/sc001"),)
    assert script.episodes[1].acts == (("Act Two", "ep02/sc002"),)
    assert [scene.id for scene in script.episodes[1].scenes] == ["ep02/sc001", "ep02/sc002"]


def test_a_script_without_episode_sections_is_one_episode():
    assert [episode.id for episode in read("# Part One\n\nINT. A - DAY").episodes] == ["ep01"]


def test_episode_words_and_odd_numbers():
    script = read("# Episode Three\n\nINT. A - DAY\n\n# Episodic notes\n\nINT. B - DAY")
    assert script.episodes[0].title == {"en": "Episode 3"}
    assert len(script.episodes) == 1
    assert "ep01" in script.readings[0]


def test_what_comes_before_the_first_heading_is_kept():
    script = read("The sea.\n\nBOB\nHello.")
    assert [e.kind for e in script.scenes[0].elements] == ["action", "dialogue"]
    assert "without a scene heading" in script.readings[0]


def test_hindi_cues_headings_and_lines():
    script = read("अंदर - रसोई - रात\n\nमीरा\nदीया जलता रहेगा।\n\nवह खिड़की तक जाती है।\nबारिश रुक गई है।")
    heading = script.scenes[0].heading
    assert (heading.setting, heading.place, heading.time) == ("INT", "रसोई", "रात")
    line, action = script.scenes[0].elements
    assert isinstance(line, Dialogue) and (line.character, line.language) == ("मीरा", "hi")
    assert isinstance(action, Action)
    assert script.language == "hi"


@pytest.mark.parametrize("between", ["", "\n"])
def test_a_tagged_note_is_a_translation(between: str):
    line = speech(f"BOB\nI am home.\n{between}[[hi: मैं घर आ गया।]]\n[[fr: Je suis là.]]")
    assert line.text == {"en": "I am home.", "hi": "मैं घर आ गया।", "fr": "Je suis là."}
    assert line.language == "en"


@pytest.mark.parametrize("note", ["todo: check", "en: again", "vo: louder", "hi:"])
def test_other_notes_stay_notes(note: str):
    found = elements(f"BOB\nI am home.\n\n[[{note}]]")
    assert [e.kind for e in found] == ["dialogue", "note"]
    assert len(found[0].text) == 1


def test_a_note_above_the_words_is_of_the_same_speech():
    first, second = elements("BOB\nHi.\n\nANN\n[[hi: आओ]]\nCome.")
    assert (first.text, second.text) == ({"en": "Hi."}, {"en": "Come.", "hi": "आओ"})


def test_marks_inside_a_speech_are_words():
    assert speech("BOB\nYour\n#1 fan\n= me\n@home\n.5 of you").text["en"] == "Your #1 fan = me @home .5 of you"


def test_a_sentence_that_begins_like_a_heading_is_said():
    assert speech("BOB\nInt. is short for interior.").text["en"] == "Int. is short for interior."


@pytest.mark.parametrize("text", ["The door opens.\nBANG\nIt closes.", "WAR (1944)", "BOB (old\nHello.", "THE END"])
def test_capitals_alone_make_no_cue(text: str):
    assert [e.text for e in elements(text)] == [text.replace("\n", " ")]


def test_a_second_text_in_the_same_language_never_replaces_the_words():
    script = read("INT. A - DAY\n\nBOB\nHi.\n[[en: Ho.]]")
    assert script.lines[0].text == {"en": "Hi."}
    assert script.scenes[0].elements[-1].model_dump()["text"] == "en: Ho."
    assert "line 3" in script.readings[0]


def test_notes_of_an_episode_without_scenes_are_kept():
    script = read("INT. A - DAY\n\n# Episode 2 - Never\n\n[[not yet]]")
    assert [e.text for e in script.scenes[0].elements] == ["not yet"]
    assert "makes no film" in script.readings[-1]


def test_words_are_nfc():
    assert elements("Cafe\u0301.")[0].text == "Caf\u00e9."


def test_a_language_that_is_no_tag_is_said():
    assert "'Hindi'" in read("Language: Hindi\n\nINT. A - DAY").readings[0]


def test_a_silent_film_is_in_the_language_of_its_actions():
    assert read("EXT. SHORE - DAY\n\n[[a long note in English]]\n\nलहरें।\n\nFADE OUT.").language == "hi"


def test_an_episode_in_hindi():
    (episode,) = read("# कड़ी २ - तूफ़ान\n\nINT. A - DAY").episodes
    assert episode.title == {"hi": unicodedata.normalize("NFC", "तूफ़ान")}


def test_a_clause_in_hindi_is_no_cue():
    assert [e.kind for e in elements("वह रुकती है\nऔर देखती है।")] == ["action"]


def test_a_screenplay_survives_being_kept_by_what_it_states():
    script = read("INT. A - DAY\n\n= s\n\n# Part\n\nRain. [[n]]\n\nBOB\nHi.\n\nCUT TO:")
    assert Screenplay.model_validate(script.model_dump(mode="json", exclude_unset=True)) == script


def test_the_title_page_says_what_latin_letters_are():
    script = read("Title: Maison\nLanguage: fr\n\nINT. A - JOUR\n\nBOB\nBonjour.\n\nANN\nनमस्ते।\n\nBOB\nOui.")
    assert [line.language for line in script.lines] == ["fr", "hi", "fr"]
    assert script.language == "fr"


def test_a_cue_with_nothing_said_is_an_action():
    assert [e.text for e in elements("BOB\n(nods)\n\nBANG!\nThe door falls.")] == [
        "BOB (nods)",
        "BANG! The door falls.",
    ]


def test_a_heading_ends_an_action_and_a_speech():
    script = read("INT. A - DAY\nOne.\nINT. B - DAY\n\nBOB\nHello.\nEXT. C - DAY\nTwo.")
    assert [scene.heading.place for scene in script.scenes] == ["A", "B", "C"]
    assert script.lines[0].text == {"en": "Hello."}


@pytest.mark.parametrize("text", ["Title: Alone\nAuthor: Me\n", "# Episode 1\n\n[[note]]\n", "===", "/* all */", ""])
def test_nothing_to_film(text: str):
    with pytest.raises(ScriptError, match="scene heading"):
        read(text)
