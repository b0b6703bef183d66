"""What a note says beside its wish: greetings, signatures, polite ifs, numbered lists. And lines and titles without their quotes."""

from __future__ import annotations

import re

from film.series import Series

_QUOTED = re.compile(r"(“[^”]*”|\"[^\"]*\"|«[^»]*»|‘[^’]*’(?!\w)|(?<!\w)'.+?'(?!\w))")
_DROPPED = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"^\s*(?:dear|hi|hello|hey|hiya|namaste|good (?:morning|evening|afternoon))\b(?:\s+\w+){0,2}\s*[,!:]\s*(?=\S)", re.I),
        (r"(?<=[.!?,])\s*(?:with |many |kind(?:est)? |best |warm(?:est)? )*(?:thanks|regards|wishes|cheers|sincerely|thank you)\b[,!.]*\s*(?:(?:Mrs?|Ms|Dr)\.?\s*)?(?:[A-Z][a-z]+\s*){0,2}[.!]*$", 0),
        (r"(?<=[.!?])\s*(?:With |Many |Kind(?:est)? |Best |Warm(?:est)? )*(?:[Tt]hanks|[Rr]egards|[Ww]ishes|Cheers|Sincerely|Thank you)\b[,!.]*\s*(?:(?:Mrs?|Ms|Dr)\.?\s*)?(?:[A-Z][a-z]+\s*){0,2}[.!]*$", 0),
        (r",?\s*\b(?:aren['’]?t they|isn['’]?t (?:it|he|she)|don['’]?t you think|wouldn['’]?t you say|innit|you know|eh)\s*[?.!]*$", re.I),
        (r",\s*right\s*[?.!]*$", re.I),
        (r",?\s*\bif (?:that|it)(?:['’]?s| is| would be)? (?:ok|okay|alright|all right|possible|fine|doable|at all possible|not too much (?:trouble|work))\b", re.I),
        (r",?\s*\bif (?:you|we|u) (?:can|could|may|like|want|have (?:the )?time|(?:do|would)n['’]?t mind)\b(?=\s*[.,!?]|\s*$)", re.I),
        (r",?\s*\bif (?:at all )?possible\b", re.I),
        (r",?\s*\bif (?:there['’]?s|there is) time\b", re.I),
        (r"^\s*(?:just )?(?:a few|a couple of|two|three|four|some|one|couple of) (?:small |quick |more |little )*(?:things?|notes?|thoughts?|changes?|points?|tweaks?|requests?)\s*[.:,!–-]+\s*(?=\S)", re.I),
        (r"^\s*(?:just )?(?:an? )?(?:quick|small|little|tiny|last|final|one more|one last|another) (?:one|thing|note|thought|question|request|ask|fix|tweak)\s*[:,–—-]+\s*(?=\S)", re.I),
        (r"(?<=[.;:!?,\n])\s*(?:and )?(?:first|second|third|fourth|firstly|secondly|thirdly|lastly|finally)\s*[,:]\s*(?=\S)|^\s*(?:first|firstly|first of all|to start)\s*[,:]\s*(?=\S)", re.I),
        (r"(?:(?<=[.;:!?,\n])|^)\s*(?:\(?\d{1,2}\)|[a-d]\)|#\d+[:.]?)\s*(?=\S)", re.I),
        (r"(?<=[.!?,])\s*(?:lol|haha|tbh|imo|imho|ngl|fyi)\b\s*[.!]*$", re.I),
    )
)  # fmt: skip
_LISTED = re.compile(r"(?:^|(?<=\s))\(?[1-9a-d]\)\s*(?=\S)", re.I)
_FRAME = re.compile(r"\b(first|last|final|opening|closing) (?:frame|image)\b", re.I)
_NO_MORE = re.compile(r"\bno more\b(?! than\b)(?=\s+\w)", re.I)
_SHOULD_NOT = re.compile(r"\b(should|must)(?:n['’]?t| not) have (?:an? |any )(?=\w)", re.I)
_TURNED = re.compile(r"\bturn (?!it\b|this\b|that\b|them\b|her\b|him\b|the\b)([^\W\d_]+) (up|down)\b", re.I)
_REPEATED = re.compile(r"\b([^\W\d]{3,})(?:[ ,]+\1\b)+", re.I)
_TITLED = re.compile(r"\b((?:re)?name|(?:re)?title|call)\b(?P<what>[^\"“']*?)\s(?P<to>to|as)?\s*(?P<title>[A-Z][\w’']*(?:\s+(?:of|the|and|in|at|a|to|[A-Z][\w’']*))*)\s*[.!]?$")
LEAST_WORDS = 3
"""Words of a line that is known again without its quotes."""


def bare(note: str, series: Series) -> str:
    """``note`` without courtesies; what is in quotes is untouched, and the whole note stays when nothing else is left."""
    parts = _QUOTED.split(note)
    parts = [part if at % 2 else _quoted_lines(part, series) for at, part in enumerate(parts)]
    made = _QUOTED.split("".join(parts))
    made = [part if at % 2 else _REPEATED.sub(r"\1", part) for at, part in enumerate(made)]
    made = [part if at % 2 else re.sub(r"\bb\s?[&/]\s?w\b", "black and white", part, flags=re.I) for at, part in enumerate(made)]
    made = [part if at % 2 else _TURNED.sub(r"turn \2 \1", part) for at, part in enumerate(made)]
    made = [part if at % 2 else _NO_MORE.sub("no", _SHOULD_NOT.sub(r"\1 have no ", part)) for at, part in enumerate(made)]
    text = _FRAME.sub(r"\1 shot", "".join(made))
    text = _LISTED.sub(lambda found: ". " if found.start() else "", text)
    for pattern in _DROPPED:
        shorter = pattern.sub(lambda found: " " if found.start() else "", text)
        text = shorter if re.search(r"\w", shorter) else text
    titled = _TITLED.search(text)
    if titled and titled["to"] and not _QUOTED.search(text):
        text = f"{text[: titled.start('title')]}“{titled['title']}”"
    return re.sub(r"\s+([.,!?;:])", r"\1", " ".join(text.split()))


def _quoted_lines(text: str, series: Series) -> str:
    """The film's own lines put in quotes where a note says one without."""
    for line in series.lines():
        for said in line.text.values():
            plain = said.strip().rstrip(".!?।")
            if len(plain.split()) >= LEAST_WORDS and plain.casefold() in text.casefold():
                at = text.casefold().index(plain.casefold())
                stop = at + len(plain) + (1 if text[at + len(plain) : at + len(plain) + 1] in (".", "!", "?", "।") else 0)
                return f"{text[:at]}“{said.strip()}”{text[stop:]}"
    return text
