"""The door of the script room: encodings, what a file is, several files, and files that are no script."""

from __future__ import annotations

import hashlib
import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from film.errors import ScriptError
from film.screenplay import Screenplay, Story
from film.series import Series
from tools.script import read_all, read_script, read_scripts
from tools.script.encoding import decode

SCRIPT = "Title: Café\n\nINT. ROOM - NIGHT\n\nMEERA\nWho is there?\n\nदादी\nमैं हूँ।\n"
LATIN = "INT. CAFÉ - NIGHT\n\nRENÉ\nOui – “ça va”.\n"
BOARD = '{"scenes": [{"description": "EXT. SHORE - DAY", "shots": [{"description": "Waves."}]}]}'


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028"])
def test_the_same_script_in_every_encoding(tmp_path: Path, encoding: str, line_end: str):
    path = written(tmp_path, "a.fountain", SCRIPT.replace("\n", line_end).encode(encoding))
    script = read_script(path)
    assert isinstance(script, Screenplay)
    assert script.episodes == read_script(written(tmp_path, "b.fountain", SCRIPT)).episodes  # pyright: ignore
    assert script.sources == (hashlib.sha256(path.read_bytes()).hexdigest(),)


@pytest.mark.parametrize("codec", ["utf-16-be", "utf-16-le"])
def test_utf_16_with_a_mark(tmp_path: Path, codec: str):
    script = read_script(written(tmp_path, "a.fountain", ("\ufeff" + SCRIPT).encode(codec)))
    assert isinstance(script, Screenplay) and script.lines[1].text == {"hi": "मैं हूँ।"}


def test_latin_1_is_read_and_said(tmp_path: Path):
    script = read_script(written(tmp_path, "a.fountain", LATIN.encode("cp1252")))
    assert isinstance(script, Screenplay)
    assert (script.scenes[0].heading.place, script.lines[0].character) == ("CAFÉ", "RENÉ")
    assert script.lines[0].text == {"en": "Oui – “ça va”."}
    assert "Latin-1: line 1" in script.readings[0]


def test_names_and_words_are_nfc(tmp_path: Path):
    script = read_script(written(tmp_path, "a.fountain", unicodedata.normalize("NFD", LATIN)))
    assert isinstance(script, Screenplay) and script.lines[0].character == "RENÉ"


def test_control_characters_are_dropped():
    assert decode(b"INT. A - DAY\x07\n\nRain.\x0c\nMore.", "x")[0] == "INT. A - DAY\n\nRain.\n\nMore."


WRONG = [
    ("empty", b"", "the file is empty"),
    ("blank", b"\xef\xbb\xbf \r\n\t", "the file is empty"),
    ("pdf", b"%PDF-1.7\n%\xe2\xe3", "this is a PDF"),
    ("docx", b"PK\x03\x04\x14\x00", "zip archive"),
    ("rtf", b"{\\rtf1\\ansi INT. A - DAY}", "RTF"),
    ("png", b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG"),
    ("binary", bytes(range(256)) * 4, "binary"),
    ("nul", b"INT. A - DAY\n\nRain.\x00", "binary"),
    ("torn utf-16", b"\xff\xfeI\x00N\x00T\x00\x00\xd8", "torn"),
    ("title page alone", b"Title: Alone\nAuthor: Me\n", "title page and nothing"),
    ("boneyard", b"INT. A - DAY\n\n/* never\n", "never closed"),
]


@pytest.mark.parametrize(("data", "found"), [(d, f) for _, d, f in WRONG], ids=[n for n, _, _ in WRONG])
def test_files_that_are_no_script(tmp_path: Path, data: bytes, found: str):
    path = written(tmp_path, "wrong.fountain", data)
    with pytest.raises(ScriptError, match=found) as caught:
        read_script(path, name="wrong.fountain")
    assert str(caught.value).startswith("wrong.fountain:")
    assert caught.value.line and caught.value.expected


def test_files_that_cannot_be_read(tmp_path: Path):
    for path in (tmp_path / "absent.fountain", tmp_path, Path("nul\0name")):
        with pytest.raises(ScriptError, match="cannot be read"):
            read_script(path)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", "INT. ROOM - DAY\n\nShe waits.", Screenplay),
        ("a.md", "# The Film\n\nEXT. SHORE - DAY\n\nWaves.", Screenplay),
        ("a.txt", "MEERA\nWho is there?\n\nARJUN\nOnly me.\n\nShe laughs.", Screenplay),
        ("a.txt", "मीरा\nकौन है?\n\nअर्जुन\nमैं।\n\nमीरा\nआओ।\n\nअर्जुन\nचलो।", Screenplay),
        ("a.txt", "पहली पंक्ति\nदूसरी पंक्ति\n\nतीसरी पंक्ति\nचौथी पंक्ति", Story),
        ("a.txt", "CHAPTER ONE\nIt was dark.\n\nNobody came.\n\nThen somebody did.", Story),
        ("a.txt", "It was dark. Nobody came.\n\nThen somebody did.", Story),
        ("a.md", "# Dark\n\nNobody *came*.", Story),
        ("a.fountain", "Nobody came.", Screenplay),
        ("a.doc", "Nobody came, and he left.", Story),
        ("a.txt", BOARD, Series),
        ("a.json", "\n" + BOARD, Series),
        ("a.txt", '<?xml version="1.0"?><FinalDraft><Content><Paragraph Type="Scene Heading"><Text>INT. A - DAY</Text>'
         "</Paragraph></Content></FinalDraft>", Screenplay),
        ("a.fountain", "[[a note]]\n\nINT. A - DAY", Screenplay),
    ],
)  # fmt: skip
def test_the_kind_follows_from_the_content(tmp_path: Path, name: str, content: str, kind: type):
    assert type(read_script(written(tmp_path, name, content))) is kind


def test_a_story_has_paragraphs_lines_and_a_title(tmp_path: Path):
    text = "# *The* Bell\n\nOne line\nand its end.\n\n***\n\n## Part two\n\nHe said _no_.\n"
    story = read_script(written(tmp_path, "a.md", text))
    assert isinstance(story, Story)
    assert story.title == {"en": "The Bell"}
    assert story.paragraphs == ("One line and its end.", "He said no.")
    assert story.source_lines == (3, 10)
    assert "Part two" in story.readings[0]


@pytest.mark.parametrize(
    "text", ["The Bell\n\nHe rang.", "The Bell\n========\nHe rang.", "Title: The Bell\n\nHe rang."]
)
def test_other_titles_of_a_story(tmp_path: Path, text: str):
    story = read_script(written(tmp_path, "a.txt", text))
    assert isinstance(story, Story) and (story.title, story.paragraphs) == ({"en": "The Bell"}, ("He rang.",))


def test_a_story_in_hindi(tmp_path: Path):
    story = read_script(written(tmp_path, "a.txt", "एक समय की बात है।\n\nएक राजा था।"))
    assert isinstance(story, Story) and (story.language, len(story.paragraphs)) == ("hi", 2)


def test_several_scripts_are_episodes(tmp_path: Path):
    one = written(tmp_path, "1.fountain", "Title: The Lamp\n\nINT. A - DAY\n\nBOB\nHi.")
    two = written(tmp_path, "2.fountain", "Title: The Storm\n\nEXT. B - DAY\n\nANN\nनमस्ते\n\nRain.")
    three = written(
        tmp_path, "3.fountain", "# Episode 1 - X\n\nINT. C - DAY\n\n# Episode 2 - Y\n\n## Act One\n\nINT. D - DAY"
    )
    script = read_scripts([one, two, three])
    assert isinstance(script, Screenplay)
    assert script.title == {"en": "The Lamp"}
    assert [(e.id, e.title.get("en")) for e in script.episodes] == [
        ("ep01", None), ("ep02", "The Storm"), ("ep03", "X"), ("ep04", "Y"),
    ]  # fmt: skip
    assert [line.id for line in script.lines] == ["ep01/sc001/ln0010", "ep02/sc001/ln0010"]
    assert script.episodes[1].scenes[0].elements[1].id == "ep02/sc001/ac0010"  # pyright: ignore
    assert script.episodes[3].acts == (("Act One", "ep04/sc001"),)
    assert len(script.sources) == 3


def test_several_boards_are_episodes_and_keep_what_they_state(tmp_path: Path):
    board = written(
        tmp_path, "1.json", BOARD.replace('"Waves."', '"Waves.", "shot_id": "a", "seed": 5, "characters": ["Bo"]')
    )
    reading = read_all([board, board])
    assert isinstance(reading.script, Series)
    assert [(e.id, e.number) for e in reading.script.episodes] == [("ep01", 1), ("ep02", 2)]
    assert {shot.id: shot.slate for _, _, shot in reading.script.walk()} == {
        "ep01/sc001/sh0010": "a", "ep02/sc001/sh0010": "a",
    }  # fmt: skip
    assert [c.id for c in reading.script.bible.characters] == ["bo"]
    for _, _, shot in reading.script.walk():
        assert shot.model_fields_set == {"id", "slate", "brief", "seed", "cast"}


def test_kinds_do_not_mix(tmp_path: Path):
    paths = [written(tmp_path, "1.fountain", SCRIPT), written(tmp_path, "2.md", "Nobody came.")]
    with pytest.raises(ScriptError, match=r"2\.md: a Story, and .*1\.fountain is a Screenplay"):
        read_scripts(paths)


def test_no_script_at_all():
    with pytest.raises(ScriptError, match="no script was given"):
        read_scripts([])


@given(st.binary(max_size=300), st.sampled_from([".fountain", ".txt", ".fdx", ".json", ""]))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_is_read_or_refused_by_name(tmp_path: Path, data: bytes, suffix: str):
    with suppress(ScriptError):
        read_script(written(tmp_path, f"any{suffix}", data))
