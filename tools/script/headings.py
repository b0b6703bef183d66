"""Scene headings: is this line one, and what do its parts say.

Every test looks at the first few characters or splits once, so that a line of any length costs
time in proportion to its length.
"""

from __future__ import annotations

import re
from typing import Literal

from film.screenplay import Heading

Setting = Literal["INT", "EXT", "INT/EXT", ""]

_WORDS: dict[str, Setting] = {
    "INT": "INT", "INTERIOR": "INT", "I": "INT", "EXT": "EXT", "EXTERIOR": "EXT", "E": "EXT", "EST": "EXT",
    "अंदर": "INT", "अन्दर": "INT", "भीतर": "INT", "आंतरिक": "INT", "इंट": "INT",
    "बाहर": "EXT", "बाह्य": "EXT", "एक्सट": "EXT",
}  # fmt: skip
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_SETTING = re.compile(rf"({_WORD})(?:\.? ?/ ?({_WORD}))?(?:( ?[.:\-–—])|(?=\s|$))", re.IGNORECASE)
_LEADING_NUMBER = re.compile(r"([A-Z]{0,2}\d{1,4}[A-Z]{0,2})[.)]?\s{1,40}(?=\S)")
_DASH = re.compile(r"(?<=\s)(?:--?|[–—])(?=\s)|[–—]")

TIMES = frozenset((
    "DAY", "NIGHT", "DAWN", "DUSK", "MORNING", "EVENING", "AFTERNOON", "NOON", "MIDDAY", "MIDNIGHT", "SUNRISE",
    "SUNSET", "TWILIGHT", "DAYBREAK", "NIGHTFALL", "CONTINUOUS", "CONT'D", "CONTINUING", "LATER", "MOMENTS", "SAME",
    "MEANWHILE", "PRE-DAWN", "PREDAWN", "DAYS", "TONIGHT", "DIN", "RAAT", "RAT", "SUBAH", "SHAAM", "SHAM", "DOPAHAR",
    "BHOR", "SANDHYA", "दिन", "रात", "सुबह", "शाम", "दोपहर", "भोर", "सवेरा", "सवेरे", "संध्या", "सांझ", "साँझ",
    "प्रातः", "गोधूलि", "आधीरात", "निरंतर", "लगातार", "JOUR", "NUIT", "SOIR", "MATIN", "DIA", "DÍA", "NOCHE", "TARDE",
    "TAG", "NACHT", "MORGEN", "ABEND",
))  # fmt: skip
"""Words that make the last part of a heading its time. ``GOLDEN HOUR`` and clock times are seen apart."""

_HOUR = re.compile(r"\d{1,2}[:.]\d\d|\bHOUR\b|\bO'CLOCK\b|\b[AP]\.?M\b")


def is_heading(line: str) -> bool:
    """True when ``line`` reads as a scene heading unforced: ``INT. HOUSE``, ``12 EXT. SHORE``, ``बाहर - गली``.

    Small letters are allowed after a full stop (``int. house - day``). A setting without one must be in capitals, and
    a Hindi setting needs a mark after it, because ``बाहर बारिश हो रही है`` is an action.
    """
    line = line.strip()
    number = _LEADING_NUMBER.match(line)
    return _setting_of(line[number.end() :] if number else line) is not None


def parse_heading(text: str) -> Heading:
    """The parts of a heading. Never fails: what does not read as setting or time is the place.

    Args:
        text: the line as typed, with or without its scene number (``#12A#`` at the end, or a bare one in front of
            the setting), and without the full stop that forces a heading.
    """
    text, number = _without_number(" ".join(text.split()))
    found = _setting_of(text)
    setting: Setting = ""
    rest = text
    if found is not None:
        setting, end = found
        rest = text[end:].strip(" .:-–—")
    place, time = _place_and_time(rest)
    return Heading(text=text, setting=setting, place=place, time=time, number=number)


def _setting_of(line: str) -> tuple[Setting, int] | None:
    match = _SETTING.match(line)
    if match is None:
        return None
    first, second, mark = match[1], match[2], match[3]
    if first.upper() in ("I", "E") and (second is None or second.upper() not in ("I", "E")):
        return None
    if mark is None or mark.strip() in ("-", "–", "—"):
        dashed = mark is not None or line[match.end() :].lstrip()[:1] in ("-", "–", "—")
        if not first.isascii():
            if not dashed:
                return None
        elif first != first.upper():
            return None
    if first.upper() == "EST" and first != "EST":
        return None
    if second is None:
        return _WORDS[first.upper()], match.end()
    one, other = _WORDS[first.upper()], _WORDS[second.upper()]
    return (one if one == other else "INT/EXT"), match.end()


def _without_number(text: str) -> tuple[str, str]:
    """(heading, scene number): ``… #12A#`` as Fountain writes it, or ``12A INT. … 12A`` as a shooting script does."""
    if text.endswith("#"):
        start = text.rfind("#", 0, -1)
        number = text[start + 1 : -1].strip()
        if start >= 0 and number and " " not in number:
            return text[:start].rstrip(), number
    match = _LEADING_NUMBER.match(text)
    if match is not None and _setting_of(text[match.end() :]) is not None:
        rest = text[match.end() :]
        return rest.removesuffix(f" {match[1]}").rstrip(), match[1]
    return text, ""


def _place_and_time(rest: str) -> tuple[str, str]:
    parts = [part.strip() for part in _DASH.split(rest)]
    parts = [part for part in parts if part]
    for index in range(len(parts) - 1, 0, -1):
        if _is_time(parts[index]):
            return " - ".join(parts[:index]), " - ".join(parts[index:])
    if len(parts) == 1:
        return _undashed(parts[0])
    return " - ".join(parts), ""


def _undashed(rest: str) -> tuple[str, str]:
    """``STREET, NIGHT`` and ``STREET. NIGHT.`` and ``STREET NIGHT``; a time alone (``.LATER``) has no place."""
    words = rest.rstrip(" .").split()
    if not words or words[-1].upper() not in TIMES:
        return rest, ""
    place = " ".join(words[:-1]).rstrip(" ,.;:")
    return place, words[-1]


def _is_time(part: str) -> bool:
    upper = part.upper()
    words = upper.replace("/", " ").replace("(", " ").replace(")", " ").replace(",", " ").split()
    return any(word.strip(".:;") in TIMES for word in words) or _HOUR.search(upper) is not None
