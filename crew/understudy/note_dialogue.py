"""Lines of dialogue: said otherwise, said by somebody new, cut. What stands in quotes is words, never an order."""

from __future__ import annotations

import re

from crew.answers.notes import Choice
from crew.understudy.note_names import scenes_of
from crew.understudy.note_target import Scope, Target, Wish
from crew.understudy.note_text import Clause
from film.changes import Selector
from film.edits import Edit
from film.series import Line, Scene
from film.words import holds_phrase, tokens


def dialogue(clause: Clause, target: Target, scope: Scope, wish: Wish) -> bool:
    """True when the clause was about lines."""
    quotes = [clause.words[i].text for i in clause.quotes(fresh=False)]
    about_lines = clause.find("line_noun", "say") is not None
    if not quotes and not about_lines:
        return False
    known = [line for quote in quotes for line in _lines_with(scope, quote)]
    if not quotes and clause.find("say") and not clause.find("line_noun") and not clause.find("omit"):
        return False
    clause.used.update(clause.quotes(fresh=False))
    if len(quotes) >= 2 and clause.find("after", "before"):
        anchor, new = _old_and_new(scope, quotes)
        _added(clause, target, scope, wish, new, anchor)
        return True
    if len(quotes) >= 2:
        old, new = _old_and_new(scope, quotes)
        _changed(clause, target, scope, wish, old, new)
        return True
    if clause.find("omit", "no") and not (quotes and not known):
        _removed(clause, target, scope, wish, quotes)
        return True
    if not quotes:
        if clause.find("line_noun") and clause.find("change_verb", "add"):
            raise scope.ask("which_words")
        return False
    if known and not clause.find("change_verb"):
        return False
    if clause.find("change_verb", "instead") or (clause.find("line_noun") and not clause.find("add") and not clause.find("say")):
        lines = _lines_of(target, scope)
        if len(lines) != 1:
            raise scope.ask("which_line", _line_choices(scope, lines, quotes[0]))
        _say(scope, wish, lines[0], quotes[0])
        clause.take_all("line_noun", "change_verb", "say", "instead")
        return True
    _added(clause, target, scope, wish, quotes[0], None)
    return True


def _lines_with(scope: Scope, words: str) -> list[Line]:
    return [line for line in scope.series.lines() if any(holds_phrase(text, words) for text in line.text.values())]


def _old_and_new(scope: Scope, quotes: list[str]) -> tuple[str, str]:
    """Which of two quotes is the line that exists."""
    if not _lines_with(scope, quotes[0]) and _lines_with(scope, quotes[1]):
        return quotes[1], quotes[0]
    return quotes[0], quotes[1]


def _changed(clause: Clause, target: Target, scope: Scope, wish: Wish, old: str, new: str) -> None:
    clause.take_all("line_noun", "change_verb", "say", "instead", "add", "use", "on")
    lines = _lines_with(scope, old)
    if target.people:
        lines = [line for line in lines if line.character_id in target.people]
    if target.given:
        scenes = {scene for where in target.wheres for scene in scope.selection(where).scenes}
        lines = [line for line in lines if _scene_of(scope, line).id in scenes]
    if not lines:
        raise scope.cannot("no_line", words=old, have=_nearest(scope, old))
    if len(lines) > 1:
        raise scope.ask("which_line", _line_choices(scope, lines, new))
    line = lines[0]
    own = line.text[line.language]
    if tokens(own) != tokens(old) and holds_phrase(own, old) and len(tokens(old)) <= 2 and len(tokens(own)) > 2 * len(tokens(old)):
        said = re.sub(re.escape(old.strip(".!?")), new.strip(".!?"), own, count=1, flags=re.IGNORECASE)
        new = said if said != own else new
    _say(scope, wish, line, new)


def _say(scope: Scope, wish: Wish, line: Line, new: str) -> None:
    if not new.strip():
        raise scope.ask("which_words")
    edits = (Edit(path=f"line.text.{_language(new, line.language)}", value=new),)
    wish.add(Selector(lines=(line.id,)), edits, scope.say("why_line"))


def _language(words: str, spoken: str) -> str:
    """The line's own language, unless the new words are plainly in the script of another."""
    hindi = re.search("[\u0900-\u097f]", words) is not None
    return "hi" if hindi and spoken == "en" else spoken


def _lines_of(target: Target, scope: Scope) -> list[Line]:
    scenes = {scene for where in target.wheres for scene in scope.selection(where).scenes} if target.given else None
    spoken = {s.line_id for where in target.wheres for _, shot in scope.shots(where) for s in shot.spoken} if target.level == "shot" else None
    return [
        line for _, scene in scenes_of(scope.series) for line in scene.lines
        if (scenes is None or scene.id in scenes) and (not target.people or line.character_id in target.people)
        and (spoken is None or line.id in spoken)
    ]  # fmt: skip


def _removed(clause: Clause, target: Target, scope: Scope, wish: Wish, quotes: list[str]) -> None:
    every = clause.find("line_noun")
    plural = every is not None and clause.words[every.end - 1].text in ("lines", "लाइनें") and clause.find("whole", "both", fresh=False) is not None
    clause.take_all("omit", "no", "line_noun", "say", "both")
    lines = [line for quote in quotes for line in _lines_with(scope, quote)] if quotes else _lines_of(target, scope)
    if not target.given and not quotes and not target.people:
        raise scope.ask("which_line", ())
    if target.people:
        lines = [line for line in lines if line.character_id in target.people]
    if not lines:
        raise scope.cannot("no_line", words=", ".join(quotes) or "-", have=_nearest(scope, quotes[0] if quotes else ""))
    if len(lines) > 1 and not plural:
        raise scope.ask(
            "which_line",
            tuple(Choice(label=_quoted(scope, line), note=scope.say("cut_line", words=line.text[line.language])) for line in lines),
        )
    for line in lines:
        wish.add(Selector(scenes=(_scene_of(scope, line).id,)), (Edit(path="scene.lines", op="remove", value=line.id),), scope.say("why_line"))


def _added(clause: Clause, target: Target, scope: Scope, wish: Wish, words: str, after: str | None) -> None:
    clause.take_all("say", "line_noun", "add", "after", "before", "on", "change_verb")
    if len(target.people) > 1 and after is None:
        raise scope.ask("who_says", tuple(Choice(label=scope.name(p), note=scope.say("let_say", who=scope.name(p), words=words)) for p in target.people))
    if not target.people:
        raise scope.ask("who_says", tuple(Choice(label=p.name, note=scope.say("let_say", who=scope.name(p.id), words=words)) for p in scope.series.bible.characters))
    who = target.people[0]
    value: dict = {"character_id": who, "text": words}
    if after is not None:
        anchors = _lines_with(scope, after)
        if len(anchors) != 1:
            raise scope.cannot("no_line", words=after, have=_nearest(scope, after))
        value["after"] = anchors[0].id
        scene = _scene_of(scope, anchors[0])
    else:
        wheres = target.wheres or scope.last
        ids = list(dict.fromkeys(s for where in wheres for s in scope.selection(where).scenes))
        if len(ids) != 1:
            seen = list(scope.selection(Selector(characters=(who,))).scenes)
            ids = [s for s in ids if s in seen] or seen
        if len(ids) != 1:
            from crew.understudy.note_target import scene_choices

            raise scope.ask("which_scene_for", scene_choices(scope, ids, None), who=scope.name(who))
        scene = next(s for _, s in scenes_of(scope.series) if s.id == ids[0])
    wish.add(Selector(scenes=(scene.id,)), (Edit(path="scene.lines", op="add", value=value),), scope.say("why_line"))


def _scene_of(scope: Scope, line: Line) -> Scene:
    return next(scene for _, scene in scenes_of(scope.series) if any(each.id == line.id for each in scene.lines))


def _line_choices(scope: Scope, lines: list[Line], new: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(label=_quoted(scope, line), note=scope.say("change_line", old=line.text[line.language], new=new)) for line in lines
    )


def _quoted(scope: Scope, line: Line) -> str:
    return f"{scope.name(line.character_id)}: {line.text[line.language]}"


def _nearest(scope: Scope, words: str) -> str:
    from film.words import nearest

    return nearest(words, (text for line in scope.series.lines() for text in line.text.values()))
