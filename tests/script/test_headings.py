"""Scene headings: which lines are headings, and what their parts say."""

from __future__ import annotations

import pytest

from tools.script.headings import is_heading, parse_heading

HEADINGS = [
    ("INT. KITCHEN - NIGHT", "INT", "KITCHEN", "NIGHT", ""),
    ("EXT. STREET – DAY", "EXT", "STREET", "DAY", ""),
    ("EXT. STREET — DAWN #12A#", "EXT", "STREET", "DAWN", "12A"),
    ("EXT. STREET—DUSK", "EXT", "STREET", "DUSK", ""),
    ("INT./EXT. CAR - CONTINUOUS", "INT/EXT", "CAR", "CONTINUOUS", ""),
    ("EXT/INT CAR - DAY", "INT/EXT", "CAR", "DAY", ""),
    ("I/E. CAR - MOMENTS LATER", "INT/EXT", "CAR", "MOMENTS LATER", ""),
    ("I./E. HOUSE - DAY", "INT/EXT", "HOUSE", "DAY", ""),
    ("INT - HOUSE - DAY (1979)", "INT", "HOUSE", "DAY (1979)", ""),
    ("EXT.  YARD - NIGHT [CONTINUOUS]", "EXT", "YARD", "NIGHT [CONTINUOUS]", ""),
    ("EST. CITY - MORNING", "EXT", "CITY", "MORNING", ""),
    ("int. house - kitchen - night", "INT", "house - kitchen", "night", ""),
    ("INT. HOUSE - KITCHEN", "INT", "HOUSE - KITCHEN", "", ""),
    ("INT. HOUSE", "INT", "HOUSE", "", ""),
    ("INT. KITCHEN - NIGHT - RAIN", "INT", "KITCHEN", "NIGHT - RAIN", ""),
    ("INT. SPIDER-MAN'S ROOM - DAY", "INT", "SPIDER-MAN'S ROOM", "DAY", ""),
    ("EXT. STREET, NIGHT", "EXT", "STREET", "NIGHT", ""),
    ("EXT. STREET. NIGHT.", "EXT", "STREET", "NIGHT", ""),
    ("INT KITCHEN NIGHT", "INT", "KITCHEN", "NIGHT", ""),
    ("INTERIOR. KITCHEN - GOLDEN HOUR", "INT", "KITCHEN", "GOLDEN HOUR", ""),
    ("INT. OFFICE - 3:15 AM", "INT", "OFFICE", "3:15 AM", ""),
    ("INT. GHAR - RAAT", "INT", "GHAR", "RAAT", ""),
    ("12A INT. KITCHEN - NIGHT 12A", "INT", "KITCHEN", "NIGHT", "12A"),
    ("अंदर - रसोई - रात", "INT", "रसोई", "रात", ""),
    ("बाहर. गली - सुबह", "EXT", "गली", "सुबह", ""),
    ("अंदर/बाहर: गाड़ी — दिन", "INT/EXT", "गाड़ी", "दिन", ""),
    ("INT. रसोई - शाम", "INT", "रसोई", "शाम", ""),
]


@pytest.mark.parametrize(("line", "setting", "place", "time", "number"), HEADINGS, ids=[h[0] for h in HEADINGS])
def test_headings(line: str, setting: str, place: str, time: str, number: str):
    assert is_heading(line)
    heading = parse_heading(line)
    assert (heading.setting, heading.place, heading.time, heading.number) == (setting, place, time, number)


@pytest.mark.parametrize(
    "line",
    [
        "", "Interior lights flicker.", "Int he middle", "Est une fille", "Est. 1972 by two brothers.",
        "I am here.", "I/We agree", "INTO THE WILD",
        "EXTRA! EXTRA!", "External walls.", "बाहर बारिश हो रही है।", "अंदर कोई नहीं है।", "12 monkeys", "KITCHEN - NIGHT",
    ],
)  # fmt: skip
def test_other_lines(line: str):
    assert not is_heading(line)


def test_forced_headings_have_no_setting():
    heading = parse_heading("THE LAMP ROOM - LATER #7#")
    assert (heading.setting, heading.place, heading.time, heading.number) == ("", "THE LAMP ROOM", "LATER", "7")
    assert heading.text == "THE LAMP ROOM - LATER"


@pytest.mark.parametrize("line", ["INT.", "INT. -", "#", "##", "#1#", "- - -", "INT. - NIGHT"])
def test_odd_headings_do_not_fail(line: str):
    parse_heading(line)


def test_a_heading_without_place():
    assert parse_heading("LATER").time == "LATER"
    assert parse_heading("LATER").place == ""
