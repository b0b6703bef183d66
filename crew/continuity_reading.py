"""What a script's words state about its people, places and times: readings for the Continuity Supervisor."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from crew.reading import NameFinder, sentences_of
from crew.understudy.vocabulary import Found, TableName, Vocabulary
from film.draft import NARRATOR, is_off_screen
from film.ids import slug
from film.screenplay import Action, Dialogue, Element, Screenplay, ScreenplayScene

SENTENCES_KEPT = 3
"""Sentences about a person that go into a question; introductions come first in a script."""

_DECADE = re.compile(r"\b(early|mid|late)?[ -]*(\d)0['’]?s\b", re.IGNORECASE)
_YEARS = re.compile(
    r"(?:\(|, ?|aged |age |(?:man|woman|boy|girl|person) of )(\d{1,2})(?=\)|,|\.| years| year-old| in | with |$)|\b(\d{1,2})[ -]years?[ -]old",
    re.IGNORECASE,
)
_AGED_BEFORE = re.compile(r"\b(old|young|elderly|little|teenage)\s+$", re.IGNORECASE)
_ABOUT_NEXT = re.compile(r"^(he|she|his|her|they|their|वह|उसका|उसकी|उसके)\b", re.IGNORECASE)
NEAR_WORDS = 3
"""A colour belongs to the noun at most so many words behind it: "a long navy wool coat"."""


def sentences_about(screenplay: Screenplay, finder: NameFinder) -> dict[str, list[str]]:
    """Character id -> the sentences of action that describe them, as written, in order."""
    about: dict[str, list[str]] = {}
    for scene in screenplay.scenes:
        last: str | None = None
        for element in scene.elements:
            for sentence in sentences_of(_told(element)):
                named = finder.find(sentence)
                if named:
                    for at, mention in enumerate(named):
                        end = named[at + 1].at if at + 1 < len(named) else len(sentence)
                        part = sentence[mention.at : end]
                        kept = about.setdefault(mention.who, [])
                        aged = _AGED_BEFORE.search(sentence[: mention.at])
                        if aged and len(kept) < SENTENCES_KEPT:
                            kept.append(aged.group(1))
                        if len(kept) < SENTENCES_KEPT and mention.who not in (m.who for m in named[:at]):
                            kept.append(part.strip(" ,;"))
                    last = named[0].who if len({mention.who for mention in named}) == 1 else None
                elif last and _ABOUT_NEXT.match(sentence) and len(about[last]) < SENTENCES_KEPT:
                    about[last].append(sentence)
    return about


def _told(element: Element) -> str:
    """Words that describe: action, and in a story the narrator's."""
    if isinstance(element, Action):
        return element.text
    if isinstance(element, Dialogue) and slug(element.character) == NARRATOR:
        return element.text.get(element.language, "")
    return ""


def said_of(name: str, sentences: Sequence[str], vocabulary: Vocabulary) -> dict[str, Any]:
    """The facts that words state about a person: fields of ``PersonAnswer``, ``given_name``, ``words``."""
    told = [s for at, s in enumerate(sentences) if at == 0 or any(vocabulary.found(t, s) for t in _LOOKS)]
    text = ". ".join(sentence.rstrip(". ") for sentence in told)
    said: dict[str, Any] = {"words": next((w for w in (_apposition(name, s, vocabulary) for s in told) if w), "")}
    given = [hit.value for hit in vocabulary.found("given_names", name)]
    said["given_name"] = given[0] if given else None
    said["presents"] = _presents(name, ". ".join(sentences), vocabulary)
    said["age"] = _age(f"{name}. {text}", vocabulary)
    said["hair"] = vocabulary.first("hair_styles", _bare_hair(text, vocabulary))
    said["facial_hair"] = vocabulary.first("facial_hair", text)
    said["build"] = vocabulary.first("builds", text)
    said["headwear"] = vocabulary.first("headwear", text)
    height = vocabulary.first("heights", text)
    said["height_m"] = float(height) if height else None
    skin = vocabulary.first("skin_tones", text)
    said["skin_tone"] = float(skin) if skin else None
    marks = {hit.value for hit in vocabulary.found("marks", text)}
    said["glasses"] = True if "glasses" in marks else None
    said["freckles"] = True if "freckles" in marks else None
    said.update(_clothes(f"{name.casefold()}. {text}", text, vocabulary))
    said["hair_colour"] = _hair_colour(text, vocabulary)
    return {key: value for key, value in said.items() if value not in (None, "")}


_LOOKS: tuple[TableName, ...] = (
    "garments", "hair_styles", "facial_hair", "hair_colours", "ages", "builds", "heights", "headwear", "marks", "skin_tones",
    "legwear", "footwear",
)  # fmt: skip
"""Tables whose words describe somebody."""


_OF_HAIR = "straight|thick|thin|fine|dark|light|silky|matted|tangled|loose|wet|shining|glossy"


def _bare_hair(text: str, vocabulary: Vocabulary) -> str:
    """``long hair`` of ``long black hair``: what stands between how long it is and the word itself is left out."""
    colours = sorted({phrase for phrases in vocabulary.hair_colours.values() for phrase in phrases}, key=len, reverse=True)
    between = "|".join([*(re.escape(colour) for colour in colours), _OF_HAIR])
    return re.sub(rf"\b(long|short|cropped)((?:,? (?:{between}))+) hair\b", r"\1 hair", text, flags=re.IGNORECASE)


def _apposition(name: str, sentence: str, vocabulary: Vocabulary) -> str:
    """``a thin boy in a raincoat`` of ``ELI, a thin boy in a raincoat, runs``: the description without the deed."""
    rest = sentence[len(name) :] if sentence.casefold().startswith(name.casefold()) else ""
    if not rest.lstrip().startswith((",", "(")):
        return ""
    kept = []
    for part in re.split(r"[,()]+", rest):
        words = part.strip(" .").split()
        if not words:
            continue
        starts = vocabulary.found("verbs", " ".join(words))
        if starts and starts[0].at == 0:
            break
        kept.append(part.strip(" ."))
    return ", ".join(kept) if any(vocabulary.found(table, " ".join(kept)) for table in (*_LOOKS, "presents")) else ""


def _presents(name: str, text: str, vocabulary: Vocabulary) -> str | None:
    of_name = vocabulary.first("presents", name)
    return of_name or vocabulary.most("presents", text)


def _age(text: str, vocabulary: Vocabulary) -> int | None:
    years = _YEARS.search(text)
    if years:
        found = int(years.group(1) or years.group(2))
        if 4 <= found <= 99:
            return found
    decade = _DECADE.search(text)
    if decade and decade.group(2) != "0":
        return 10 * int(decade.group(2)) + {"early": 1, "mid": 5, "late": 8}.get((decade.group(1) or "").lower(), 2)
    word = vocabulary.first("ages", text)
    return int(word) if word else None


def _near(text: str, colours: TableName, nouns: Sequence[Found], vocabulary: Vocabulary) -> str | None:
    """The colour that stands at most ``NEAR_WORDS`` before one of the nouns."""
    for noun in nouns:
        before = [hit for hit in vocabulary.found(colours, text) if 0 < noun.at - hit.at <= NEAR_WORDS]
        if before:
            return before[-1].value
    return None


def _clothes(text_with_name: str, text: str, vocabulary: Vocabulary) -> dict[str, Any]:
    garments = vocabulary.found("garments", text)
    worn = vocabulary.first("garments", text) or vocabulary.first("garments", text_with_name)
    legs = vocabulary.found("legwear", text)
    return {
        # Whoever is described by a skirt or jeans alone wears something plain above them.
        "garment": worn or ("shirt" if legs else None),
        "legs_colour": _near(text, "colours", legs, vocabulary),
        "top_colour": _near(text, "colours", garments, vocabulary),
        "accent_colour": _near(text, "colours", vocabulary.found("accents", text), vocabulary),
    }


def _hair_colour(text: str, vocabulary: Vocabulary) -> str | None:
    near = _near(text, "hair_colours", vocabulary.found("hair_nouns", text), vocabulary)
    return near or vocabulary.first("hair_alone", text)


def place_readings(scenes: Sequence[ScreenplayScene], name: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """What the words around a place suggest: set (heading first), dressing, neon, the first sentence about it."""
    texts = [element.text for scene in scenes for element in scene.elements if isinstance(element, Action)][:12]
    text = "\n".join(texts)
    dressing = dict.fromkeys(hit.value for hit in vocabulary.found("dressing", f"{name}\n{text}"))
    first = next((sentence for each in texts for sentence in sentences_of(each)), "")
    last_named = vocabulary.found("sets", name)
    return {
        "set_in_heading": last_named[-1].value if last_named else None,
        "set_in_action": vocabulary.most("sets", text),
        "dressing": list(dressing)[:8],
        "neon": bool(vocabulary.found("neon", f"{name}\n{text}")),
        "words": first[:240],
    }


def time_readings(scene: ScreenplayScene, vocabulary: Vocabulary) -> dict[str, Any]:
    """What heading and action say of time and weather."""
    heading = scene.heading
    text = "\n".join(element.text for element in scene.elements if isinstance(element, Action))
    tail = f"{heading.time}\n{heading.text}"
    return {
        "heading_time": vocabulary.first("times", heading.time) or vocabulary.first("times", heading.text),
        "follows_at_once": bool(vocabulary.found("same_time", heading.time)),
        "later": bool(vocabulary.found("later", tail)),
        "action_time": vocabulary.first("times", text),
        "heading_weather": vocabulary.first("weather", heading.text),
        "action_weather": vocabulary.most("weather", text),
        "light": vocabulary.first("lights", f"{heading.text}\n{text}"),
    }


def talk(scene: ScreenplayScene, ids: Mapping[str, str]) -> list[str]:
    """Character ids in the order they speak on screen, one for each speech.

    Args:
        ids: slug of a cue -> character id.
    """
    seen = (line for line in scene.dialogue if not is_off_screen(line))
    return [ids[slug(line.character)] for line in seen if slug(line.character) in ids]
