"""Beginnings and endings, and the n-th of several: ``the opening``, ``at the end``, ``the last kitchen scene``."""

from __future__ import annotations

from crew.understudy.note_counting import Counted, episodes_meant, number_at
from crew.understudy.note_moments import KIND_NOUNS
from crew.understudy.note_names import scenes_of
from crew.understudy.note_target import Scope
from crew.understudy.note_text import Clause, Span
from film.changes import Selector
from film.series import Episode, Scene


def titled(clause: Clause, scope: Scope) -> list[Episode]:
    """Episodes named by their title: as it is written, or beside the word episode."""
    found = []
    for span, episode_id in clause.values("title"):
        raw = scope.note[clause.words[span.at].start]
        beside = clause.before(span.at, "episode", within=2) or any(s.at - span.end in (0, 1) for s in clause.find_all("episode"))
        if beside or raw.isupper() or "\u0900" <= raw <= "\u097f":
            clause.use(span)
            clause.take("episode")
            found.append(next(e for e in scope.series.episodes if e.id == episode_id))
    return found


def ends(clause: Clause, scope: Scope, spare: list, order: list) -> list[Scene]:
    """The opening and the ending: of the film, or of the episode that is named beside."""
    found = []
    for name, place in (("opening", 0), ("ending", -1)):
        span = clause.find(name)
        if span is None or is_edge(clause, span) or any(s.at == span.end for s in clause.find_all("shot", fresh=False)):
            continue
        clause.use(span)
        episodes = list(scope.series.episodes)
        if spare:
            episodes = episodes_meant(clause, scope, spare.pop(0))
        else:
            episodes = titled(clause, scope) or ([episodes[0]] if place == 0 else [episodes[-1]])
        for episode in episodes:
            if episode.scenes:
                found.append(episode.scenes[place])
                order.append((span.at, "scene", episode.scenes[place].id))
    return found


def nth_of(clause: Clause, scope: Scope, wheres: list[Selector]) -> list[Selector]:
    """``the last kitchen scene``: one of the scenes that the words after the number mean."""
    for at, word in enumerate(clause.words[:-1]):
        number = number_at(clause, scope, at)
        if at in clause.used or word.kind != "word" or number is None or word.text in scope.words.cardinals or at + 1 not in clause.used or len(wheres) != 1:
            continue
        ids = scope.selection(wheres[0]).scenes
        index = int(number) - 1 if number > 0 else int(number)
        if not -len(ids) <= index < len(ids):
            raise scope.cannot("nothing_there")
        clause.used.add(at)
        return [Selector(scenes=(ids[index],))]
    return []


def is_edge(clause: Clause, span: Span) -> bool:
    """True for ``the end of the chase``, where end is no scene but a part of one."""
    after = [w.text for w in clause.words[span.end : span.end + 5]]
    if clause.words[span.end - 1].text not in ("end", "start", "beginning", "ending", "opening"):
        return False
    of_episode = any(s.at >= span.end for s in clause.find_all("episode", "whole", fresh=False)) or any(table == "title" for s in clause.spans if s.at >= span.end for table, _ in s.hits)
    return after[:1] == ["of"] and not of_episode


def edge(clause: Clause) -> int:
    """1 for the start of something, -1 for its end, 0 when neither is said; the words are used."""
    if clause.has("move", "swap"):
        return 0
    for name, way in (("opening", 1), ("ending", -1), ("to_start", 1), ("to_end", -1)):
        for span in clause.find_all(name):
            if is_edge(clause, span) or (name.startswith("to_") and clause.words[span.end : span.end + 1] and clause.words[span.end].text == "of"):
                clause.use(span)
                return 0 if clause.has("shot", "seconds", "half_second", *KIND_NOUNS) else way
    return 0


_AT_THE = {"end": -1, "ending": -1, "start": 0, "beginning": 0, "अंत": -1, "आखिर": -1, "शुरू": 0, "शुरुआत": 0, "ant": -1, "aakhir": -1, "akhir": -1, "shuru": 0, "shuruaat": 0}
_OTHERWISE = ("move", "swap", "seconds", "half_second", "title_card", "end_card", "scene_cards", "line_noun", "say", "shorter", "shot", "fade", "dissolve", *KIND_NOUNS)
"""Beside these "at the end" says where in a shot or an order, and not which scene."""


def at_ends(clause: Clause, scope: Scope, wheres: list[Selector]) -> list[Selector]:
    """``snow on the rooftop at the end``: the last scene of several that are meant, or of the film; else as they were."""
    if clause.has(*_OTHERWISE) or clause.quotes(fresh=False):
        return wheres
    for span in clause.find_all("to_end", "to_start", "take_off"):
        texts = [w.text for w in clause.words[span.at : span.end]]
        place = next((_AT_THE[text] for text in texts if text in _AT_THE), None)
        if place is None or texts[0] in ("to", "from"):
            continue
        after = [w.text for w in clause.words[span.end : span.end + 3]]
        if after[:1] == ["of"] and not set(after) & {"film", "movie", "episode"}:
            continue
        inside = [i for where in wheres for i in scope.selection(where).scenes] if wheres else []
        if len(inside) == 1:
            return wheres
        ids = inside or [scene.id for _, scene in scenes_of(scope.series)]
        clause.use(span)
        for whole in clause.find_all("whole"):
            if whole.at >= span.end:
                clause.use(whole)
        return [Selector(scenes=(ids[place],))]
    return wheres


def nth_at_place(clause: Clause, scope: Scope, mention: Counted, within: list[Episode]) -> list[Scene]:
    """``the first scene on the rooftop``: counted among the scenes of the place that is named with it."""
    spans = [span for span in clause.spans if span.value("place") and not clause.is_used(span)]
    if not mention.ordinal or within or len(spans) != 1 or len(mention.numbers) != 1:
        return []
    ids = scope.selection(Selector(places=(spans[0].value("place") or "",))).scenes
    number = mention.numbers[0]
    if len(ids) < 2 or not (0 < number <= len(ids) or number == -1):
        return []
    clause.use(spans[0])
    chosen = ids[number - 1 if number > 0 else -1]
    return [scene for _, scene in scenes_of(scope.series) if scene.id == chosen]
