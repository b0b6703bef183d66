"""Amounts in words put into digits: ``three quarters of a stop`` -> ``0.75 stops``, ``a second and a half`` -> ``1.5 seconds``.

What is in quotes is left alone. Frames are told as seconds, speeds as percent: ``at 1.5x`` -> ``50 percent faster``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

FRAMES_A_SECOND = 24
"""What people count by, whatever rate the film is delivered at."""
_QUOTED = re.compile(r"(“[^”]*”|\"[^\"]*\"|«[^»]*»|‘[^’]*’(?!\w)|(?<!\w)'.+?'(?!\w))")
_UNIT = r"(?P<unit>stops?|seconds?|secs?|frames?|db|dbs|decibels?|percent|per cent|%|years?|सेकंड|सेकेंड|स्टॉप|sekand)"
_ONES = {word: at for at, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split())}
_TENS = {word: 10 * at for at, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_DECADES = {f"{word[:-1]}ies": value for word, value in _TENS.items()} | {f"{value}s": value for value in _TENS.values()}
_WITHIN_DECADE = {"early": 2, "mid": 5, "late": 8, "": 5}
_HINDI = {"डेढ़": "1.5", "डेढ": "1.5", "dedh": "1.5", "derh": "1.5", "ढाई": "2.5", "dhai": "2.5", "dhaai": "2.5", "आधा": "0.5", "आधे": "0.5", "aadha": "0.5", "aadhe": "0.5", "adha": "0.5"}
_HINDI_ONES = {"एक": "1", "ek": "1", "दो": "2", "do": "2", "तीन": "3", "teen": "3", "चार": "4", "char": "4", "पांच": "5", "paanch": "5"}
Made = str | Callable[[re.Match[str]], str]
_Rule = tuple[re.Pattern[str], Made]
_SMALL = "|".join([*_ONES, *_TENS])


def in_digits(note: str) -> str:
    """``note`` with its amounts in digits, one form for each; words in quotes untouched."""
    parts = _QUOTED.split(note)
    return "".join(part if at % 2 else _rewritten(part) for at, part in enumerate(parts))


def _rewritten(text: str) -> str:
    for pattern, made in _RULES:
        text = pattern.sub(made, text)
    return text


def _rule(pattern: str, made: Made) -> _Rule:
    return re.compile(pattern, re.IGNORECASE), made


def _decade(match: re.Match[str]) -> str:
    return f"{_DECADES[match['decade'].lower()] + _WITHIN_DECADE[(match['part'] or '').lower().strip(' -')]} years old"


def _tens(match: re.Match[str]) -> str:
    return str(_TENS[match[1].lower()] + _ONES[match[2].lower()])


def _aged(match: re.Match[str]) -> str:
    age = _TENS.get(match["age"].lower(), match["age"])
    return f"{match['who']} {age} years old"


def _counted(match: re.Match[str]) -> str:
    word = match["count"].lower()
    return f"{_ONES.get(word, _TENS.get(word))} {match['unit']}"


def _fraction(match: re.Match[str]) -> str:
    return f"{int(match[1]) / max(1, int(match[2])):.3g} {match['unit']}"


def _framed(match: re.Match[str]) -> str:
    return f"{float(match[1]) / FRAMES_A_SECOND:.3g} seconds"


def _faster(match: re.Match[str]) -> str:
    times = float(match[1])
    return f"{abs(times - 1) * 100:.3g} percent {'faster' if times > 1 else 'slower'}"


def _speed(match: re.Match[str]) -> str:
    return f"{match[2]} percent {'slower' if match[1] in '-−–' else 'faster'}"


_RULES: tuple[_Rule, ...] = (
    _rule(r"\bep?(\d+)sc?(\d+)\b", r"episode \1 scene \2"),
    _rule(rf"\b(?P<count>{_SMALL})(?: and a half)(?: more| extra)? " + _UNIT, lambda m: f"{_ONES.get(m['count'].lower(), 0) + 0.5} {m['unit']}"),
    _rule(r"\b(?:another|an extra|one more|an additional) (?P<unit>stop|second|sec|db) and a half\b", r"1.5 \g<unit>s more"),
    _rule(r"\b(?:another|an extra) couple(?: of)?(?: more| extra)? " + _UNIT, r"2 \g<unit> more"),
    _rule(r"\ba (?:full|whole|good|solid) (?=\d|one|two|three|four|five|six)", ""),
    _rule(r"\bhalf[- ]a[- ]" + _UNIT, r"0.5 \g<unit>"),
    _rule(r"\b(?:a )?half[- ](?:of a )?(?P<unit>stops?|seconds?|secs?)\b", r"0.5 \g<unit>"),
    _rule(rf"\b({'|'.join(_TENS)})[- ]({'|'.join(list(_ONES)[1:10])})\b", _tens),
    _rule(rf"\b(?:older|younger)(?P<who>(?: [^\W\d_]+)?),? (?:like|say|about|around|maybe) (?P<age>\d\d|{'|'.join(_TENS)})\b(?! (?:percent|years|seconds))", _aged),
    _rule(r"\b(?:three[- ]quarters?|3/4)(?: of)?(?: an?)? " + _UNIT, r"0.75 \g<unit>"),
    _rule(r"\b(?:two[- ]thirds?|2/3)(?:rds?)?(?: of)?(?: an?)? " + _UNIT, r"0.67 \g<unit>"),
    _rule(r"\b(?:a |one[- ])?quarter(?: of)?(?: an?)? " + _UNIT, r"0.25 \g<unit>"),
    _rule(r"\b(?:a |one[- ])third(?: of)?(?: an?)? " + _UNIT, r"0.33 \g<unit>"),
    _rule(r"(?<![\d/])(\d)/(\d)(?:rds?)?(?: of)?(?: an?)? " + _UNIT, _fraction),
    _rule(r"\b(\d+) and a half " + _UNIT, r"\1.5 \g<unit>"),
    _rule(r"\b(?:a|an|one|another|an extra|1)(?: extra| more)? (?P<unit>stop|second|sec|db) and a half\b", r"1.5 \g<unit>s"),
    _rule(r"\b(?:another |an extra |a )?couple(?: of)?(?: more| extra)? " + _UNIT, r"2 \g<unit>"),
    _rule(r"\b(?:another |an extra )?few (?:more |extra )?" + _UNIT, r"3 \g<unit>"),
    _rule(rf"\b(?P<count>{_SMALL}) (?P<unit>(?:more |extra |full |whole |additional )?(?:stops?|seconds?|secs?|frames?|db|dbs|decibels?|percent|per cent|years?)\b)", _counted),
    _rule(r"\b(\d+(?:\.\d+)?) (?:more|extra|additional|और|aur) " + _UNIT, r"\1 \g<unit> more"),
    _rule(r"\b(\d+(?:\.\d+)?) (?:full|whole|entire) " + _UNIT, r"\1 \g<unit>"),
    _rule(r"\b(?:an extra|another|one more|an additional|one extra) (0\.\d+|[\d.]+) " + _UNIT, r"\1 \g<unit> more"),
    _rule(r"\b(?:an extra|another|one more|an additional|one extra) (?P<unit>second|stop|db|frame)\b", r"1 \g<unit> more"),
    _rule(rf"(?<!\w)({'|'.join(_HINDI)}) (?P<unit>सेकंड|सेकेंड|सेकण्ड|स्टॉप|second|seconds|sec|stop)", lambda m: f"{_HINDI[m[1].lower()]} {m['unit']}"),
    _rule(rf"(?<!\w)({'|'.join(_HINDI_ONES)}) (?P<unit>सेकंड|सेकेंड|सेकण्ड|second|seconds|sec|sekand|स्टॉप|stop|db) (?:और|aur|ज़्यादा|ज्यादा|zyada|extra)(?!\w)", lambda m: f"{_HINDI_ONES[m[1].lower()]} {m['unit']} more"),
    _rule(r"(?<!\w)(?:और|aur) (\d+|एक|ek) (?P<unit>सेकंड|सेकेंड|second|sec|sekand)(?!\w)", lambda m: f"{_HINDI_ONES.get(m[1].lower(), m[1])} {m['unit']} more"),
    _rule(r"\b(\d+(?:\.\d+)?)[- ]?frames?\b", _framed),
    _rule(r"(?<![\d.])(\d{1,2}(?:\.\d+)?)(?:[- ])?(?:s|secs?)\b(?!/)", r"\1 seconds"),
    _rule(r"\b(\d+)[- ]stops?\b", r"\1 stops"),
    _rule(r"([+−–-])\s?(\d+(?:\.\d+)?)\s?(?:%|percent) (?:the )?(?:speed|pace|tempo)\b", _speed),
    _rule(r"\b(?:at |to |by )?(\d+(?:\.\d+)?)\s?x\b(?: (?:speed|the speed|as fast|faster))?", _faster),
    _rule(r"\bhalf as long\b", "50 percent shorter"),
    _rule(r"\b(?:twice|two times) as long\b", "100 percent longer"),
    _rule(r"\b(?:twice|double|two times) (?:as (?:fast|quick)|the speed|speed)\b", "100 percent faster"),
    _rule(r"\b(?:at )?half(?: the)? speed\b", "50 percent slower"),
    _rule(r"(\d+(?:\.\d+)?)\s?(?:%|per cent\b|pct\b)", r"\1 percent"),
    _rule(r"\b(\d+(?:\.\d+)?)\s?(?:dbs?|decibels?)\b", r"\1 db"),
    _rule(rf"\b(?:in (?:his|her|their) )?(?P<part>early[- ]|mid[- ]?|late[- ])?(?P<decade>{'|'.join(_DECADES)})\b", _decade),
    _rule(rf"\b(?P<count>{'|'.join(_TENS)})(?= (?:years|year)\b)", lambda m: str(_TENS[m['count'].lower()])),
)  # fmt: skip
