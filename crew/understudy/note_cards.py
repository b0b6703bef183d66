"""Titles, cards and subtitles: put in at the cut."""

from __future__ import annotations

from crew.understudy.note_target import Scope, Target, Wish
from crew.understudy.note_text import Clause
from film.changes import Selector
from film.edits import Edit

TITLE_S, END_S, STEP_S = 2.5, 2.0, 1.0


def cards(clause: Clause, target: Target, scope: Scope, wish: Wish) -> bool:
    """True when the clause was about cards, titles or subtitles."""
    wheres = _episodes(target, scope)
    off = clause.find("not", "no", "omit", "off", "stop", "take_off_garment", "less")
    for concept, path in (("subtitles", "finish.subtitles"), ("scene_cards", "finish.scene_cards")):
        if clause.take(concept):
            clause.take_all("not", "no", "omit", "off", "stop", "add", "on", "restore", "undo", "take_off_garment", "less", "use")
            for where in wheres:
                wish.add(where, (Edit(path=path, value=off is None),), scope.say("why_cards"))
            return True
    quotes = clause.quotes()
    if quotes and clause.find("title", "new_title", "title_card") and not clause.find("line_noun", "say"):
        clause.used.update(quotes)
        clause.take_all("title", "new_title", "title_card", "change_verb", "add", "on")
        words = clause.words[quotes[-1]].text
        episodes = [e for w in wheres for e in scope.selection(w).episodes] if target.given and not target.whole else []
        if not words.strip():
            raise scope.ask("which_title")
        if episodes:
            if len(episodes) > 1:
                raise scope.ask("which_title")
            wish.add(Selector(episodes=tuple(episodes)), (Edit(path=f"episode.title.{_language(words, scope)}", value=words),), scope.say("why_cards"))
        else:
            wish.add(Selector(), (Edit(path=f"series.title.{_language(words, scope)}", value=words),), scope.say("why_cards"))
        return True
    for concept, path, usual in (("title_card", "finish.title_card_s", TITLE_S), ("end_card", "finish.end_card_s", END_S)):
        if not clause.find(concept):
            continue
        clause.take_all(concept)
        longer, shorter = clause.find("longer"), clause.find("shorter")
        clause.take_all("no", "omit", "off", "stop", "add", "on", "restore", "longer", "shorter", "take_off_garment")
        if longer or shorter:
            edit = Edit(path=path, op="adjust", value=STEP_S if longer else -STEP_S)
        else:
            edit = Edit(path=path, value=0.0 if off else usual)
        for where in wheres:
            wish.add(where, (edit,), scope.say("why_cards"))
        return True
    if clause.find("title") and clause.find("change_verb"):
        raise scope.ask("which_title")
    return False


def _language(words: str, scope: Scope) -> str:
    return "hi" if any("\u0900" <= c <= "\u097f" for c in words) else scope.series.language


def _episodes(target: Target, scope: Scope) -> tuple[Selector, ...]:
    if not target.given:
        return (Selector(),)
    return tuple(Selector(episodes=scope.selection(w).episodes) if w != Selector() else w for w in target.wheres)
