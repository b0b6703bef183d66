"""Whether a note was understood: the table's expectation against what the film became.

    understood   as expected            asked    a question or a refusal where something else was expected: safe
    wrong        something else done    missed   no change, an error, or nothing to be seen of it

Compared by effect (``effects.difference``), so that one effect in other words counts, and a note that also
moves something it was not about does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

from film.errors import FilmError
from film.series import Series
from film.state import SHOT_SIZES
from tests.crew.notes.effects import Fact, difference, facts
from tests.crew.notes.reaching import kinds, reached
from tests.crew.notes.sessions import Session

FOLDER = Path(__file__).parent
TABLES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")

Outcome = Literal["understood", "asked", "wrong", "missed"]

FOLLOWING: dict[str, tuple[str, ...]] = {
    "screen_s": ("cut.", "shot.duration_s", "shot.lead_s"),
    "cut.": ("screen_s",),
    "shot.duration_s": ("screen_s",),
    "continuity.": ("scene.heading",),
    "line.": ("line.text", "shot.spoken", "shot.duration_s", "screen_s", "shot.lead_s"),
    "outfit.": ("character.description", "outfit."),
    "character.identity": ("character.", "outfit."),
    "character.voice": ("character.voice", "sound.voice_db"),
    "shot.state.camera.size": ("shot.kind", "shot.state.camera.subjects", "shot.state.camera.over"),
    "shot.state.camera.": ("shot.kind", "shot.state.camera."),
    "shot.state.styles": ("shot.state.look",),
    "place.": ("place.",),
}
"""What may move along with an expected path: how a length was reached, the words of a heading, a picture's kind."""

ALWAYS_FREE = ("shot.slate", "shot.brief")


class Found(NamedTuple):
    """One note judged."""

    outcome: Outcome
    why: str
    """In words, for whoever mends the code."""


def entries(table: str) -> list[dict[str, Any]]:
    """The notes of one file of the table, in its order."""
    return yaml.safe_load((FOLDER / f"{table}.yaml").read_text("utf-8"))


def judge(entry: Mapping[str, Any], session: Session) -> Found:
    """What became of the entry's note in a fresh ``session``; its ``before`` notes are said and accepted first."""
    wanted = entry["expect"] if isinstance(entry["expect"], list) else [entry["expect"]]
    try:
        for note in entry.get("before", ()):
            session.accept(note)
        answer = session.hear(entry["note"])
        after = session.changed(answer) if answer.kind == "change" and answer.change is not None else session.series
    except FilmError as error:
        return Found("missed", f"{type(error).__name__}: {error}")
    tried = [_against(option, answer, session, after) for option in wanted]
    if "" in tried:
        return Found("understood", "")
    said = next((text for text in (answer.question, answer.answer) if text), "")
    why = f"{answer.kind}: {said or answer.reason} | {' or '.join(tried)}"
    if answer.kind in ("question", "answer"):
        return Found("asked", why)
    if answer.kind == "change" and not difference(session.series, after) and not answer.standing:
        return Found("missed", why)
    return Found("wrong", why)


def _against(option: Mapping[str, Any], answer: Any, session: Session, after: Series) -> str:
    """Empty when the answer is what this option of the expectation wants, else why not."""
    if answer.kind != option["is"]:
        return f"wanted {option['is']}"
    if option["is"] in ("question", "answer"):
        offered = [f"{choice.label} {choice.note}".casefold() for choice in answer.choices]
        missing = [c for c in option.get("choices_include", ()) if not any(c.casefold() in text for text in offered)]
        return f"no choice {missing}" if missing else ""
    if option["is"] in ("undo", "redo", "checkout"):
        if option.get("version") not in (None, answer.version):
            return f"wanted version {option['version']}, got {answer.version}"
        if option["is"] != "checkout" and answer.steps != option.get("steps", 1):
            return f"wanted {option.get('steps', 1)} steps, got {answer.steps}"
        return "" if bool(answer.keep) == bool(option.get("keep")) else f"keep is {answer.keep!r}"
    if bool(option.get("standing")) != bool(answer.standing):
        return f"standing is {answer.standing!r}"
    before = session.versions[0] if option.get("since") == "start" else session.series
    return _effect(option, before, after)


def _effect(option: Mapping[str, Any], before: Series, after: Series) -> str:
    left = {fact: values for fact, values in difference(before, after).items() if not _free(fact[0], values)}
    explained: set[Fact] = {("series.standing_notes", "series")} if option.get("standing") else set()
    ways: set[str] = set()
    for wanted in _items(option):
        told = []
        for path in wanted["path"]:
            must, may = _targets(wanted, path, before)
            hits = {target: values for (at, target), values in left.items() if at == path and target in may}
            if trouble := _item_trouble(wanted, path, hits, must, before):
                told.append(trouble)
                continue
            explained |= {(path, target) for target in hits}
            ways |= {way for start, along in FOLLOWING.items() if path.startswith(start) for way in along}
        if len(told) == len(wanted["path"]):
            return f"{wanted['name']}: {'; '.join(told)}"
        ways |= set(wanted.get("also", ()))
    follows = tuple(sorted(ways))
    over = [f for f in left if f not in explained and not (f[0].startswith(follows) and _beside(f, explained))]
    return f"also changed {over[:3]}" if over else ""


def _beside(fact: Fact, explained: set[Fact]) -> bool:
    """Whether a fact belongs to what an expected one is of: the same shot, line or person, or its scene."""
    path, target = fact
    return any(
        target == other
        if _record(path) == _record(at)
        else _scene_of(target) == _scene_of(other) or target.split("|")[-1] == other.split("|")[-1]
        for at, other in explained
    )


def _record(path: str) -> str:
    root = path.split(".")[0]
    return "shot" if root in ("shot", "grade", "cut", "screen_s") else root


def _scene_of(target: str) -> str:
    return "/".join(target.split("|")[0].split("/")[:2])


def _item_trouble(wanted: Mapping[str, Any], path: str, hits: Mapping, must: set[str], before: Series) -> str:
    """Empty when the differences at ``path`` are the wanted ones at all the wanted targets."""
    if not hits:
        return f"{path} does not move there"
    for target, (old, new) in hits.items():
        if not _fits(wanted, path, old, new):
            return f"{path} of {target} goes {old!r} -> {new!r}"
    short = sorted(target for target in must - set(hits) if not _already(wanted, path, target, before))
    return f"{path} does not move at {short[:4]}" if short else ""


def _items(option: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The option's ``does`` and ``edits`` in one form; each inherits the option's ``shots``, ``who``, ``lines``."""
    scope = {key: option[key] for key in ("shots", "who", "lines", "also", "place") if key in option}
    does = option.get("does", [])
    named = [{"does": name} for name in ([does] if isinstance(does, str) else does)]
    items = []
    for given in [*named, *option.get("edits", ())]:
        item = {**scope, **(_meanings()[given["does"]] if "does" in given else {}), **given}
        item["path"] = [item["path"]] if isinstance(item["path"], str) else item["path"]
        item["name"] = given.get("does", item["path"][0])
        items.append(item)
    return items


@cache
def _meanings() -> dict[str, dict[str, Any]]:
    return yaml.safe_load((FOLDER / "meanings.yaml").read_text("utf-8"))


def _targets(wanted: Mapping[str, Any], path: str, series: Series) -> tuple[set[str], set[str]]:
    """(what the path must reach, what it may reach): ids of the kind that the path is about."""
    shots = reached(series, wanted.get("shots", "all"))
    spare = set(wanted.get("may_skip", ()))
    if path.startswith(("shot.", "grade.", "cut.", "screen_s")):
        must = {shot.id for _, _, shot in series.filmed() if shot.id in shots and not spare & kinds(shot)}
        return must, shots
    scenes = {shot.rsplit("/", 1)[0] for shot in shots}
    episodes = {shot.split("/", 1)[0] for shot in shots}
    who = wanted.get("who", [])
    who = {who} if isinstance(who, str) else set(who)
    if path.startswith(("scene.", "continuity.", "sound.gain", "sound.music")):
        return scenes, scenes
    if path.startswith(("finish.", "episode.")):
        return episodes, episodes
    if path.startswith("sound.voice"):
        both = {f"{episode}|{person}" for episode in episodes for person in who}
        return both, both
    if path.startswith("outfit."):
        seen = {f"{s.id}|{p}" for _, s, shot in series.walk() if s.id in scenes for p in shot.cast if p in who}
        return seen, seen
    if path.startswith("character."):
        return who, who
    if path.startswith("place."):
        places = {wanted["place"]} if "place" in wanted else {series.bible.scene(s).place_id for s in scenes}
        return places, places
    if path.startswith("line."):
        lines = {wanted["lines"]} if isinstance(wanted["lines"], str) else set(wanted["lines"])
        return lines, lines
    return {"series"}, {"series"}


def _fits(wanted: Mapping[str, Any], path: str, old: Any, new: Any) -> bool:
    if "value" in wanted:
        legal = wanted["value"] if isinstance(wanted["value"], list) and wanted["value"] else [wanted["value"]]
        return any(_equal(new, value) for value in legal)
    if "below" in wanted:
        return new is not None and new < wanted["below"]
    if "between" in wanted:
        low, high = wanted["between"]
        return new is not None and low <= new <= high
    if "has" in wanted:
        return wanted["has"].casefold() in str(new).casefold()
    if wanted["sign"] == "*":
        return True
    if path.endswith("camera.size"):
        old, new = SHOT_SIZES.index(old), SHOT_SIZES.index(new)
    return _number(new) > _number(old) if wanted["sign"] == "+" else _number(new) < _number(old)


def _already(wanted: Mapping[str, Any], path: str, target: str, before: Series) -> bool:
    """Whether the film is there already, or at the end of the scale: nothing to be moved."""
    old = facts(before).get((path, target))
    if path.endswith("camera.size") and wanted.get("sign") in ("+", "-"):
        return old == (SHOT_SIZES[-1] if wanted["sign"] == "+" else SHOT_SIZES[0])
    return "sign" not in wanted and _fits(wanted, path, old, old)


def _number(value: Any) -> float:
    return 0.0 if value is None else float(value)


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return _plain(one) == _plain(other)
    if isinstance(one, (int, float)) and isinstance(other, (int, float)) and not isinstance(other, bool):
        return abs(one - other) < 1e-3
    return one == other


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w#ऀ-ॿ]+", " ", text.casefold()).split())


def _free(path: str, values: tuple[Any, Any]) -> bool:
    return path.startswith(ALWAYS_FREE) or (path == "shot.pin" and values[1] is None)
