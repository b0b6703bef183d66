"""Fountain under any text: no line is lost, nothing but a ScriptError is raised, and the work grows with the length."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from film.errors import ScriptError
from film.screenplay import Screenplay
from tools.script.fountain import parse_fountain


def read(text: str) -> Screenplay:
    return parse_fountain(text, "test.fountain")


WORDS = (
    st.text("abcdefghij ,.'?éß", min_size=1, max_size=40).map(str.strip).filter(lambda t: any(c.isalpha() for c in t))
)


@given(st.lists(st.tuples(st.sampled_from(["ANN", "BOB", "मीरा"]), WORDS, st.booleans()), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_every_line_is_there_once_and_in_order(lines: list[tuple[str, str, bool]]):
    body = []
    for number, (who, words, heading) in enumerate(lines):
        if heading:
            body.append(f"INT. PLACE {number} - DAY")
        body.append(f"{who}\nn{number} {words}")
        body.append("She waits.")
    script = read("INT. START - DAY\n\n" + "\n\n".join(body))
    said = [(line.character, " ".join(line.text[line.language].split())) for line in script.lines]
    assert said == [(who, " ".join(f"n{number} {words}".split())) for number, (who, words, _) in enumerate(lines)]
    assert len({line.id for line in script.lines}) == len(lines)


PIECES = st.sampled_from(
    [
        "INT. A - DAY", "#", "# Episode 2", "BOB", "BOB ^", "@x", "(", ")", "[[", "]]", "/*", "*/", "*", "**", "_", "~",
        "=", "===", ">", "<", "!", ".x", "\n", "\n\n", "  \n", "hi:", "Title:", "मीरा", "\\", "12", "CUT TO:", "\t",
        "\x00", "\x01",
    ]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_by_name(text: str):
    try:
        script = read(text)
    except ScriptError:
        return
    assert script.scenes
    assert all(line.text[line.language].strip() for line in script.lines)
    assert all("\x01" not in e.text and "\x02" not in e.text for s in script.scenes for e in s.elements)


BODY = (
    "INT. HOUSE - NIGHT #1#\n\nShe *waits* by the door. [[note]]\n\nMEERA (O.S.)\n(quietly)\nWho is there?\n"
    "[[hi: कौन है?]]\n\nBOB ^\nIt is me.\n\nCUT TO:\n\n/* cut */\n\n"
)
HOSTILE = [
    "[[",
    "/* */",
    "*a ",
    "**",
    "_ ",
    "(",
    "((",
    " - ",
    "— ",
    "a: ",
    "# ",
    "\n\n[[",
    "12 ",
    "]]",
    "[[hi-%d: x]]",
    "\n\n# Episode 2\n\n",
    "A ^",
]


def calls(text: str) -> int:
    """How many Python and C functions run while the text is read."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        read(text)
    finally:
        sys.setprofile(before)
    return count


def test_twice_the_script_is_twice_the_work():
    one, two = calls(BODY * 20), calls(BODY * 40)
    assert one > 1000
    assert two < 2.1 * one


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_repetition_is_linear(piece: str):
    def script(times: int) -> str:
        spelled = "".join(piece % n if "%d" in piece else piece for n in range(times))
        return f"INT. A - DAY\n\nBOB\nHello.\n{spelled}\n\n{spelled}"

    assert calls(script(400)) < 2.3 * calls(script(200)) + 200
