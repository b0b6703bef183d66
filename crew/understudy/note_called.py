"""A scene called by one word of what it tells: ``the letter scene``, ``the lamp scene``, ``चिट्ठी वाला सीन``."""

from __future__ import annotations

from crew.understudy.note_acts import ACTS
from crew.understudy.note_names import scenes_of
from crew.understudy.note_target import Scope
from crew.understudy.note_text import Clause, Span
from film.series import Scene
from film.words import stems

_NOUNS = frozenset({"scene", "sequence", "सीन", "दृश्य", "seen", "drishya"})
_LINKS = frozenset({"वाला", "वाली", "वाले", "wala", "wali", "wale", "के", "की", "का", "ke", "ki", "ka"})
_OTHER_TABLES = ("place", "character", "times", "weather", "colours")
_THINGS = frozenset({"lamp", "neon"})
"""Concepts that are things in a picture as well as something that is asked for."""


def scenes_called(clause: Clause, scope: Scope, within: set[str], who: list[str]) -> list[Scene]:
    """The one scene that each such name means; its words are used. A name that fits several is left alone.

    Args:
        within: ids of the scenes it must be one of; empty for any.
        who: ids of people named beside it: of several scenes the one in which they are seen.
    """
    found = []
    for noun in clause.find_all("scene", "it"):
        if clause.words[noun.end - 1].text not in _NOUNS:
            continue
        at = noun.end - 2
        while at > 0 and clause.words[at].text in _LINKS:
            at -= 1
        if at < 0 or at in clause.used or clause.words[at].kind != "word" or not _may_call(clause, at):
            continue
        scene = _one_told(scope, scope.words.in_english(clause.words[at].text), within, who)
        if scene is None:
            continue
        for span in (noun, *(s for s in clause.spans if s.at <= at < s.end)):
            clause.use(span)
        clause.used.update(range(at, noun.end))
        found.append(scene)
    return found


def _may_call(clause: Clause, at: int) -> bool:
    """True for a word that is neither something asked for nor told apart by anything else."""
    spans: list[Span] = [s for s in clause.spans if s.at <= at < s.end]
    concepts = {value for span in spans for table, value in span.hits if table == "concept"}
    return not any(span.value(table) for span in spans for table in _OTHER_TABLES) and not (concepts & ACTS - _THINGS)


def _one_told(scope: Scope, word: str, within: set[str], who: list[str]) -> Scene | None:
    """The scene that tells of ``word``; of several the one whose people are named, or whose shots show it."""
    asked = stems(word)
    told = [
        scene for _, scene in scenes_of(scope.series)
        if (not within or scene.id in within) and asked and asked <= stems(" ".join([*scene.synopsis.values(), *(beat.text for beat in scene.beats)]))
    ]  # fmt: skip
    if len(told) > 1 and who:
        told = [scene for scene in told if any(person in shot.cast for shot in scene.shots for person in who)]
    if len(told) > 1:
        called = [scene for scene in told if any(asked <= stems(text.partition(":")[0]) for text in scene.synopsis.values() if ":" in text)]
        shown = [scene for scene in told if any(asked <= stems(" ".join(shot.brief.values())) for shot in scene.shots)]
        told = called or shown
    return told[0] if len(told) == 1 else None
