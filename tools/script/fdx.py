"""Final Draft XML to Screenplay.

Text is joined over all its styled runs, because a word in italics is a run of its own, and scene
numbers, dual dialogue, script notes and scene summaries are kept. The XML is read by defusedxml with
document types refused: a script needs none, and entities are how a file reads other files.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from film.base import Text
from film.errors import ScriptError
from film.screenplay import Screenplay
from tools.script.draft import Draft, Speech, split_cue
from tools.script.headings import parse_heading
from tools.script.language import spoken_language, translation
from tools.script.names import clean_name

EXPECTED = "a Final Draft script: <FinalDraft> with <Content> and <Paragraph> elements and no document type"
_LINE = "filmcrew-line"
_SECTIONS = ("New Act", "End of Act", "Show/Ep. Title", "Episode", "Section")


def parse_fdx(data: bytes, name: str) -> Screenplay:
    """The screenplay that an FDX file holds.

    Args:
        data: the whole file, in the encoding that its XML declaration names.
        name: what errors and readings call the file.

    Raises:
        ScriptError: broken XML, a document type or entities, another kind of XML, or nothing that can be filmed.
    """
    root, last_line = _tree(data, name)
    if root.tag != "FinalDraft":
        raise ScriptError(name, 1, f"the XML is a <{root.tag}>", EXPECTED)
    content = root.find("Content")
    if content is None:
        raise ScriptError(name, 1, "there is no <Content>", EXPECTED)
    draft = Draft(name)
    speech: Speech | None = None
    for paragraph, dual in _paragraphs(content):
        kind, line = paragraph.get("Type", "General"), int(paragraph.get(_LINE, "0"))
        text = _text(paragraph)
        notes = list(_notes(paragraph))
        if kind == "Character":
            speech = _closed(speech, draft)
            character, extension = split_cue(text)
            speech = Speech(character, line, extension, dual=dual) if character else None
        elif speech is not None and kind == "Parenthetical":
            speech.parentheticals.append(text.strip("()").strip())
        elif speech is not None and kind in ("Dialogue", "Lyrics", "Singing"):
            speech.lyric = kind != "Dialogue"
            speech.words.extend([text] if text else [])
        else:
            speech = _closed(speech, draft)
            _unspoken(draft, paragraph, kind, text, line, notes)
            notes = [] if kind in _SECTIONS else notes
        for note in notes:
            tagged = translation(note)
            if speech is not None and tagged is not None:
                speech.translations.setdefault(*tagged)
            else:
                speech = _closed(speech, draft) if speech is not None and speech.words else speech
                draft.note(note, line)
    _closed(speech, draft)
    title, author = _title_page(root)
    return draft.screenplay(title=title, author=author, credits={}, last_line=last_line)


def _unspoken(draft: Draft, paragraph: Element, kind: str, text: str, line: int, notes: list[str]) -> None:
    """A paragraph that belongs to no speech: a heading, a section, a transition or action."""
    if kind == "Scene Heading":
        heading = parse_heading(text)
        number = paragraph.get("Number", "").strip() or heading.number
        draft.heading(heading.model_copy(update={"number": number}), line)
        for summary in paragraph.iterfind("SceneProperties/Summary/Paragraph"):
            if told := _text(summary):
                draft.synopsis(told, line)
    elif not text:
        return
    elif kind in _SECTIONS:
        draft.section(text, line, notes)
    elif kind == "Transition":
        draft.transition(text, line)
    else:
        draft.action(text, line, centred=paragraph.get("Alignment") == "Center")


def _closed(speech: Speech | None, draft: Draft) -> None:
    if speech is not None:
        draft.speech(speech)


def _paragraphs(content: Element) -> Iterator[tuple[Element, bool]]:
    """(paragraph, True for the second cue of a dual dialogue), in order."""
    for paragraph in content.iterfind("Paragraph"):
        dual = paragraph.find("DualDialogue")
        if dual is None:
            yield paragraph, False
            continue
        cues = 0
        for inner in dual.iterfind("Paragraph"):
            cues += inner.get("Type") == "Character"
            yield inner, cues > 1


def _text(paragraph: Element) -> str:
    """The paragraph's words over all its runs, in NFC. Runs join as they stand: they break in the middle of words."""
    return clean_name("".join(run.text or "" for run in paragraph.iterfind("Text")))


def _notes(paragraph: Element) -> Iterator[str]:
    for note in paragraph.iterfind("ScriptNote"):
        words = " ".join(filter(None, (_text(inner) for inner in note.iterfind("Paragraph"))))
        if words:
            yield words


def _title_page(root: Element) -> tuple[Text, str]:
    """(title, author): the first words of the title page, and those after a line such as ``written by``."""
    page = [text for text in (_text(p) for p in root.iterfind("TitlePage/Content/Paragraph")) if text]
    author = ""
    for before, text in pairwise(page):
        if before.casefold().endswith("by"):
            author = text
            break
    return ({spoken_language(page[0]): page[0]} if page else {}), author


class _NumberedBuilder(TreeBuilder):
    """Builds the tree with the line of every element among its attributes; ElementTree itself forgets lines."""

    expat: Any = None

    def start(self, tag: Any, attrs: dict[Any, Any], /) -> Element:
        return super().start(tag, {**attrs, _LINE: str(self.expat.CurrentLineNumber)})


def _tree(data: bytes, name: str) -> tuple[Element, int]:
    """(root element, number of the last line)."""
    builder = _NumberedBuilder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    builder.expat = parser.parser
    try:
        parser.feed(data)
        root = parser.close()
    except DefusedXmlException as error:
        found = f"the XML brings a document type or entities ({type(error).__name__})"
        raise ScriptError(name, builder.expat.CurrentLineNumber, found, EXPECTED) from None
    except ParseError as error:
        raise ScriptError(name, error.position[0], f"the XML is broken: {error}", EXPECTED) from None
    except (ValueError, LookupError) as error:
        raise ScriptError(name, 1, f"the XML cannot be decoded: {error}", EXPECTED) from None
    return root, data.count(b"\n") + 1
