"""Bytes of a script file to text: which encoding it is in, and one kind of line end.

Every reader of this room works on text that has passed ``decode``: NFC, ``\\n`` line ends, no byte
order mark and no control characters. A file that is not text at all is refused here, by name.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from film.errors import ScriptError

EXPECTED = "a script as text: Fountain, Final Draft (.fdx), JSON, or prose in .txt or .md"

_FOREIGN = (
    (b"%PDF", "this is a PDF; export the script as Fountain, FDX or text"),
    (b"PK\x03\x04", "this is a zip archive (a .docx, an .odt or the like); save the script as text"),
    (b"{\\rtf", "this is an RTF document; save the script as plain text"),
    (b"\x89PNG", "this is a PNG picture"),
    (b"\xff\xd8\xff", "this is a JPEG picture"),
    (b"\xd0\xcf\x11\xe0", "this is an old Word document; save the script as text"),
    (b"\x1f\x8b", "this is a gzip archive"),
)
"""(first bytes, what to tell the writer) of the files that get renamed to a script's suffix most often."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LINE_ENDS = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\ufeff": None})
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of a script file and a sentence on how it was read, empty when it was plain UTF-8.

    Tried in this order, because each test can fail where the next cannot: a byte order mark, UTF-16
    without one (every second byte of its first lines is zero), UTF-8, Latin-1 (as Windows writes it).

    Args:
        data: the whole file.
        name: what errors call the file.

    Raises:
        ScriptError: the file is empty, binary, or of a kind that is no script.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ScriptError(name, 1, "the file is empty", EXPECTED)
    for start, sentence in _FOREIGN:
        if data.startswith(start):
            raise ScriptError(name, 1, sentence, EXPECTED)
    encoding, skipped = _encoding(data)
    try:
        text = data[skipped:].decode(encoding)
        reading = "" if encoding == "utf-8" else f"{name} was read as {encoding.upper()}"
    except UnicodeDecodeError as error:
        if encoding.startswith("utf-16"):
            line = data[: error.start].decode(encoding, "replace").count("\n") + 1
            raise ScriptError(name, line, f"the UTF-16 text is torn at byte {error.start}", EXPECTED) from None
        # cp1252 is Latin-1 with the curly quotes that word processors put where Latin-1 has control codes.
        text = data.decode("cp1252", "replace").replace("\ufffd", "")
        line = data.count(b"\n", 0, error.start) + 1
        reading = f"{name} was read as Latin-1: line {line} is not UTF-8"
    control = _binary_at(text)
    if control is not None:
        line = text.count("\n", 0, control) + 1
        raise ScriptError(name, line, f"the file holds binary data ({text[control]!r})", EXPECTED)
    text = normal(text)
    if not text.strip():
        raise ScriptError(name, 1, "the file is empty", EXPECTED)
    return text, reading


def normal(text: str) -> str:
    """``text`` in NFC with ``\\n`` line ends, without byte order marks and control characters (tabs stay)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS)
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text))


def _encoding(data: bytes) -> tuple[str, int]:
    """(codec, bytes of the mark to skip)."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return codec, len(mark)
    head = data[:400]
    if len(head) >= 4 and len(head) % 2 == 0:
        half = len(head) // 2
        # Latin text has its zeros in the high bytes; in Devanagari only spaces and line ends show the order.
        low, high = head[0::2].count(0), head[1::2].count(0)
        if high > half * 0.1 and low == 0:
            return "utf-16-le", 0
        if low > half * 0.1 and high == 0:
            return "utf-16-be", 0
    return "utf-8", 0


def _binary_at(text: str) -> int | None:
    """Where the first control character stands when ``text`` is no text: it holds a NUL, or its beginning is full of
    them. A stray bell or escape in a long script is dropped instead."""
    found = text.find("\x00")
    if found >= 0:
        return found
    head = text[:4000]
    controls = list(_CONTROLS.finditer(head))
    return controls[0].start() if len(controls) > max(3, 0.02 * len(head)) else None
