"""House rules of breaking a scene down: beats of a few elements, an arc of heat, a mood from the words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from crew.answers.screenwriter import BeatAnswer, BreakdownAnswer, ElementFact
from film.series import Mood

LINES_PER_BEAT = 3
HEAT_STEP = 0.25
"""A line this much hotter than its beat starts another one."""

COOLING = 0.75
"""How much of a beat's heat the next one keeps at least: people do not calm down in a line."""

_PRONOUN = re.compile(r"\b(they|them|she|he|वे)\b", re.IGNORECASE)

TEMPO_BPM: dict[Mood, int] = {
    "calm": 72, "tense": 108, "hopeful": 88, "sad": 60, "playful": 116, "romantic": 70, "eerie": 64, "triumphant": 120,
}  # fmt: skip


def break_down_scene(
    elements: Sequence[ElementFact], cast: Sequence[Mapping[str, str]], heading: str, language: str
) -> BreakdownAnswer:
    """Beats in order: one for each action or narration, one for every few speeches; heat rises to four fifths in."""
    weights: dict[Mood, float] = {}
    for element in elements:
        if element.mood:
            weights[element.mood] = weights.get(element.mood, 0.0) + 0.5 + element.heat
    mood: Mood = max(weights, key=lambda each: weights[each]) if weights else "calm"
    groups = _groups(elements)
    names = {person["id"]: person["name"] for person in cast}
    here: list[str] = []
    beats = []
    simmer = 0.0
    for at, group in enumerate(groups):
        named = [
            who for element in group for who in (*element.named, *([element.who] if element.kind == "dialogue" else []))
        ]
        here += [who for who in dict.fromkeys(named) if who not in here]
        present = here if group[0].kind == "dialogue" else list(dict.fromkeys(named)) or here[:4]
        if not present and any(_PRONOUN.search(element.text) for element in group):
            present = list(names)[:2]
        heat = max(element.heat for element in group)
        simmer = max(_heat(at, len(groups), heat, mood), COOLING * simmer)
        beats.append(
            BeatAnswer(
                elements=[element.id for element in group],
                present=[who for who in present if who in names],
                intensity=round(simmer, 2),
            )
        )
    return BreakdownAnswer(
        synopsis=_synopsis(elements, names, heading), mood=mood, tempo_bpm=TEMPO_BPM[mood], beats=beats,
        reason=f"{len(beats)} beats; the words read as {mood}.",
    )  # fmt: skip


def _groups(elements: Sequence[ElementFact]) -> list[list[ElementFact]]:
    groups: list[list[ElementFact]] = []
    for element in elements:
        last = groups[-1] if groups else []
        joins = (
            element.kind == "dialogue"
            and bool(last)
            and last[-1].kind == "dialogue"
            and (element.overlaps or (len(last) < LINES_PER_BEAT and abs(element.heat - last[-1].heat) < HEAT_STEP))
        )
        if joins:
            last.append(element)
        else:
            groups.append([element])
    return groups


def _heat(at: int, count: int, said: float, mood: Mood) -> float:
    """0..1: an arc that peaks at four fifths of the scene, what the words say on top, less in quiet moods."""
    place = (at + 0.5) / count
    arc = place / 0.8 if place <= 0.8 else (1.0 - place) / 0.2 * 0.6 + 0.4
    reach = {"tense": 0.5, "triumphant": 0.45, "sad": 0.4, "romantic": 0.4, "eerie": 0.4}.get(mood, 0.3)
    return min(1.0, 0.15 + reach * arc * min(1.0, count / 4) + 0.6 * said)


def _synopsis(elements: Sequence[ElementFact], names: Mapping[str, str], heading: str) -> str:
    action = next((element.text for element in elements if element.kind != "dialogue"), "")
    first = action.split(". ")[0].strip()
    if first:
        return first[:300]
    speakers = list(dict.fromkeys(names.get(e.who, e.who) for e in elements if e.who))
    return (" and ".join(speakers[:3]) + " talk." if speakers else heading)[:300]
