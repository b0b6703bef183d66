"""Final Draft: what an export holds, and what no file may bring in."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from film.errors import ScriptError
from film.screenplay import Screenplay
from tools.script.fdx import parse_fdx
from tools.script.fountain import parse_fountain


def read(content: str, around: str = "") -> Screenplay:
    start = '<?xml version="1.0" encoding="UTF-8"?>\n<FinalDraft DocumentType="Script" Version="5">\n<Content>\n'
    xml = f"{start}{content}\n</Content>{around}</FinalDraft>"
    return parse_fdx(xml.encode("utf-8"), "test.fdx")


def paragraph(kind: str, text: str, extra: str = "") -> str:
    return f'<Paragraph Type="{kind}">{extra}<Text>{text}</Text></Paragraph>\n'


HEADING = (
    '<Paragraph Number="12A" Type="Scene Heading"><SceneProperties Length="1/8"><Summary><Paragraph><Text>They meet.'
    "</Text></Paragraph></Summary></SceneProperties><Text>INT. ROOM - NIGHT</Text></Paragraph>\n"
)


def test_styled_runs_join_and_scene_numbers_stay():
    script = read(
        HEADING + paragraph("Character", "BOB (V.O.)") + paragraph("Parenthetical", "(low)")
        + '<Paragraph Type="Dialogue"><Text>It </Text><Text Style="Italic">ne</Text><Text>ver stops.</Text></Paragraph>'
    )  # fmt: skip
    (scene,) = script.scenes
    assert (scene.heading.number, scene.heading.place, scene.heading.time) == ("12A", "ROOM", "NIGHT")
    (line,) = scene.dialogue
    assert line.text == {"en": "It never stops."}
    assert (line.character, line.extension, line.parentheticals) == ("BOB", "V.O.", ("low",))
    assert scene.elements[0].kind == "synopsis"


def test_source_lines_count_from_the_top_of_the_file():
    assert read(HEADING + paragraph("Action", "Rain.")).scenes[0].source_line == 4
    assert read("\n" + HEADING).scenes[0].source_line == 5


def test_dual_dialogue():
    inner = "".join(
        paragraph(k, t) for k, t in [("Character", "A"), ("Dialogue", "No"), ("Character", "B"), ("Dialogue", "Yes")]
    )
    first, second = read(HEADING + f"<Paragraph><DualDialogue>{inner}</DualDialogue></Paragraph>").lines
    assert (first.character, first.dual) == ("A", False)
    assert (second.character, second.dual) == ("B", True)


def test_other_kinds_of_paragraph():
    script = read(
        paragraph("Transition", "FADE IN:") + HEADING + paragraph("Action", "Rain &amp; wind.")
        + paragraph("Shot", "ON BOB")
        + paragraph("New Act", "Act Two") + HEADING + paragraph("General", "")
        + paragraph("Character", "BOB") + paragraph("Lyrics", "La la")
    )  # fmt: skip
    assert [e.kind for e in script.scenes[0].elements] == ["transition", "synopsis", "action", "action"]
    assert script.episodes[0].acts == (("Act Two", "ep01/sc002"),)
    assert script.lines[0].lyric


def test_episodes():
    script = read(paragraph("New Act", "Episode 1 - A") + HEADING + paragraph("New Act", "Episode 2 - B") + HEADING)
    assert [(e.id, e.title["en"]) for e in script.episodes] == [("ep01", "A"), ("ep02", "B")]


def test_script_notes_are_notes_or_translations():
    note = "<ScriptNote><Paragraph><Text>{}</Text></Paragraph></ScriptNote>"
    script = read(
        HEADING + paragraph("Action", "Rain.", note.format("which rain?"))
        + paragraph("Character", "BOB") + paragraph("Dialogue", "Come.", note.format("hi: आओ।"))
    )  # fmt: skip
    assert script.lines[0].text == {"en": "Come.", "hi": "आओ।"}
    assert [e.text for e in script.scenes[0].elements if e.kind == "note"] == ["which rain?"]


def test_title_page():
    page = "".join(paragraph("General", text) for text in ["", "THE LAMP", "", "Written by", "Ann Onym"])
    script = read(HEADING, f"<TitlePage><Content>{page}</Content></TitlePage>")
    assert (script.title, script.author) == ({"en": "THE LAMP"}, "Ann Onym")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings(encoding: str):
    declared = "utf-8" if "8-sig" in encoding else encoding
    content = HEADING + paragraph("Action", "Café")
    xml = f'<?xml version="1.0" encoding="{declared}"?><FinalDraft><Content>{content}</Content></FinalDraft>'
    assert parse_fdx(xml.encode(encoding), "x").scenes[0].elements[1].text == "Café"


@pytest.mark.parametrize(
    ("start", "found"),
    [
        ('<!DOCTYPE FinalDraft SYSTEM "http://localhost/x.dtd">', "document type"),
        ('<!DOCTYPE FinalDraft [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "document type"),
        ('<!DOCTYPE FinalDraft [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>', "document type"),
    ],
)
def test_document_types_and_entities_are_refused(start: str, found: str):
    xml = f'<?xml version="1.0"?>\n{start}\n<FinalDraft><Content>{HEADING}</Content></FinalDraft>'
    with pytest.raises(ScriptError, match=found) as caught:
        parse_fdx(xml.encode(), "evil.fdx")
    assert caught.value.line == 2


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"<FinalDraft><Content>", "broken"),
        (b"<FinalDraft><Content>&x;</Content></FinalDraft>", "broken"),
        (b"<html></html>", "<html>"),
        (b"<FinalDraft></FinalDraft>", "no <Content>"),
        (b"<FinalDraft><Content/></FinalDraft>", "no scene"),
        (b'<?xml version="1.0" encoding="klingon"?><FinalDraft/>', "klingon|unknown encoding|decoded"),
        (b"", "broken"),
        (b"\xff\xfe\x00", "broken"),
    ],
)
def test_wrong_files(data: bytes, found: str):
    with pytest.raises(ScriptError, match=found):
        parse_fdx(data, "wrong.fdx")


@given(
    st.one_of(
        st.binary(max_size=100),
        st.text(max_size=100).map(
            lambda t: f"<FinalDraft><Content>{t}</Content></FinalDraft>".encode("utf-8", "replace")
        ),
    )
)
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused_by_name(data: bytes):
    with suppress(ScriptError):
        parse_fdx(data, "any.fdx")


def test_the_same_script_gives_the_same_record_from_either_format():
    fountain = parse_fountain(
        "INT. A - DAY #1#\n\nRain.\n\nBOB (O.S.)\n(low)\nHi.\n[[hi: नमस्ते]]\n\nANN ^\nHo.\n\nCUT TO:\n", "x"
    )
    note = "<ScriptNote><Paragraph><Text>hi: नमस्ते</Text></Paragraph></ScriptNote>"
    speeches = "".join([
        paragraph("Character", "BOB (O.S.)"), paragraph("Parenthetical", "(low)"), paragraph("Dialogue", "Hi.", note),
        paragraph("Character", "ANN"), paragraph("Dialogue", "Ho."),
    ])  # fmt: skip
    fdx = read(
        '<Paragraph Number="1" Type="Scene Heading"><Text>INT. A - DAY</Text></Paragraph>'
        + paragraph("Action", "Rain.")
        + f"<Paragraph><DualDialogue>{speeches}</DualDialogue></Paragraph>" + paragraph("Transition", "CUT TO:")
    )  # fmt: skip

    def plain(script: Screenplay) -> list[dict]:
        return [e.model_dump(exclude={"source_line"}) for scene in script.scenes for e in scene.elements]

    assert plain(fdx) == plain(fountain)
    assert fdx.scenes[0].heading == fountain.scenes[0].heading
