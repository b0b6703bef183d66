"""Notes that go on from the last exchange: "a bit more", "only the kitchen", "the same for Ravi", "the second".

A change of mind that restricts starts from the version before the change, so that what is outside the new target
is as it was. What was not accepted yet is said again as a whole.
"""
from __future__ import annotations

from dataclasses import replace

from crew.answers.notes import NoteAnswer
from crew.understudy.note_acts import ACTING_TABLES, ACTS
from crew.understudy.note_clauses import excluded
from crew.understudy.note_places import find_target
from crew.understudy.note_target import Scope, Target, Turn, narrowed, with_people
from crew.understudy.note_text import Clause, normal, words_in
from film.changes import ChangeSet, Selector
from film.edits import Edit
from film.errors import ChangeError

FACES = ("medium_close", "close", "extreme_close")
_AMOUNTS = ("a_bit", "more", "less", "much", "too_much", "half", "double", "again", "too", "more_hi")
_SHOT_BY_SHOT = ("cut.head_s", "cut.tail_s", "shot.doing", "shot.duration_s", "shot.pin", "scene.shots", "scene.lines", "episode.scenes")
"""Edits whose values belong to the shots they were made for: said again of another target they are made anew."""


def follow_up(scope: Scope) -> NoteAnswer | None:
    """A change that goes on from the last one; None when the note stands on its own."""
    last = _last_change(scope)
    if last is None:
        return None
    clause = Clause(words_in(scope.note), scope.lexicon)
    recoloured = _recoloured(clause, scope, last)
    if recoloured is not None:
        return recoloured
    restricts = clause.has("only", "except", "also") and not clause.has("do_verb")
    acts = clause.has(*(ACTS - {"colourful", "faster", "slower", "sound", "take_noun"})) or (_asks_in_tables(clause) and not restricts)
    same = clause.find("same_as")
    if same is not None and any(v in ("it",) for t, v in same.hits) and not clause.find("also") and scope.language == "hi" and acts:
        same = None
    if clause.quotes() or (acts and same is None):
        return None
    scaled = _scaled(Clause(clause.words, scope.lexicon), scope, last)
    if scaled is not None:
        return scaled
    if clause.find("other_one"):
        return _other(scope, last)
    return _retargeted(clause, scope, last)


def _recoloured(clause: Clause, scope: Scope, last: Turn) -> NoteAnswer | None:
    """``make it red instead``, after a garment was given: the colour of what was last put on."""
    change = last.answer.change
    colours = clause.values("colours")
    if change is None or len(colours) != 1 or clause.quotes():
        return None
    others = [s for s in clause.spans if s != colours[0][0] and any(t not in ("concept", "moods", "hair_colours") for t, _ in s.hits)]
    acts = [s for s in clause.spans if s != colours[0][0] and any(t == "concept" and v in ACTS for t, v in s.hits)]
    parts = [
        part.model_copy(update={"edits": tuple(Edit(path=e.path, value=colours[0][1]) for e in part.edits if e.path.startswith("outfit.") and e.path.endswith("colour"))})
        for part in _parts(change)
    ]  # fmt: skip
    parts = [part for part in parts if part.edits]
    if others or acts or not parts:
        return None
    return _made(scope, parts, None, scope.say("why_wardrobe"))


def _asks_in_tables(clause: Clause) -> bool:
    return any(span.value("concept") is None and any(t in ACTING_TABLES for t, _ in span.hits) and span.value("place") is None and span.value("character") is None for span in clause.spans)


def _last_change(scope: Scope) -> Turn | None:
    for turn in reversed(scope.turns):
        if turn.answer.kind in ("undo", "redo", "checkout"):
            return None
        if turn.answer.change is not None:
            return turn
    return None


def _run(scope: Scope) -> list[Turn]:
    """The last change and the ones before it that it went on from: the same edits of the same part."""
    run: list[Turn] = []
    for turn in reversed([t for t in scope.turns if t.answer.kind not in ("question", "answer")]):
        change = turn.answer.change
        if change is None:
            break
        if run and (run[-1].answer.change is None or _shape(change) != _shape(run[-1].answer.change) or turn.version is None):
            break
        run.append(turn)
        if turn.version is None:
            break
    return run


def _shape(change: ChangeSet) -> list:
    return [(part.where, tuple((e.path, e.op) for e in part.edits)) for part in (change, *change.then)]


def _version_before(scope: Scope, turn: Turn) -> int | None:
    """The version that the turn's change was made from; None when the change was not accepted."""
    if turn.version is None:
        return None
    stack: list[int] = [min((n for n, _ in scope.versions), default=1)]
    undone: list[int] = []
    for each in scope.turns:
        if each is turn:
            break
        if each.answer.kind == "undo":
            for _ in range(each.answer.steps):
                if len(stack) > 1:
                    undone.append(stack.pop())
        elif each.answer.kind == "redo":
            for _ in range(each.answer.steps):
                if undone:
                    stack.append(undone.pop())
        elif each.version is not None:
            stack.append(each.version)
            undone.clear()
    earlier = [number for number, _ in scope.versions if number < turn.version]
    if stack[-1] < turn.version and (len(stack) > 1 or not earlier):
        return stack[-1]
    return max(earlier) if earlier else max(1, turn.version - 1)


def _parts(change: ChangeSet) -> list[ChangeSet]:
    return [change.model_copy(update={"then": (), "base": None}), *(p for part in change.then for p in _parts(part))]


def _made(scope: Scope, parts: list[ChangeSet], base: int | None, reason: str) -> NoteAnswer:
    first, *rest = parts
    change = first.model_copy(update={"then": tuple(rest), "base": base, "note": scope.note, "reason": reason})
    return NoteAnswer(kind="change", change=change, reason=reason)


def _scaled(clause: Clause, scope: Scope, last: Turn) -> NoteAnswer | None:
    """More, less, too much, half, double of the last change."""
    spans = clause.find_all(*_AMOUNTS)
    if not spans:
        return None
    for span in spans:
        clause.use(span)
    clause.take_all("it", "yes_word", "no_word", "praise", "still", "also", "not", "do_verb", "colourful")
    if clause.left():
        return None
    has = Clause(clause.words, scope.lexicon).has
    if has("too_much", "half") or (has("less", "too") and not has("more")):
        factor = -0.25 if has("a_bit") and not has("too_much", "half") else -0.5
        if has("a_bit") and has("too_much"):
            factor = -0.25
    elif has("double"):
        factor = 1.0
    else:
        factor = 0.5 if has("a_bit") else 2.0 if has("much") else 1.0
    change = last.answer.change
    assert change is not None
    if last.version is None:
        parts = [_times(part, 1 + factor) for part in _parts(change)]
    else:
        parts = [_times(part, factor) for part in _parts(change)]
    if all(not part.edits for part in parts):
        raise scope.ask("no_amount")
    parts = [part for part in parts if part.edits]
    return _made(scope, parts, change.base if last.version is None else None, scope.say("why_less" if factor < 0 else "why_more"))


def _times(part: ChangeSet, factor: float) -> ChangeSet:
    edits = []
    for edit in part.edits:
        if edit.op == "adjust" and isinstance(edit.value, (int, float)):
            value = edit.value * factor
            if isinstance(edit.value, int) or edit.path.endswith(("camera.size", ".roll", ".age")):
                value = round(value) or (1 if value > 0 else -1)
            edits.append(edit.model_copy(update={"value": round(value, 4) if isinstance(value, float) else value}))
    return part.model_copy(update={"edits": tuple(edits)})


def _other(scope: Scope, last: Turn) -> NoteAnswer:
    """The other one of two: the choice that was not taken, or the other of two scenes, episodes or people."""
    at = scope.turns.index(last)
    asked = scope.turns[at - 1] if at else None
    change = last.answer.change
    assert change is not None
    if asked is not None and asked.answer.kind == "question" and len(asked.answer.choices) == 2:
        label = normal(last.note)
        rest = [c for c in asked.answer.choices if normal(c.note) != normal(change.note) and normal(c.label) != label]
        if len(rest) == 1:
            made = scope.read(replace(scope, note=rest[0].note, turns=()))  # type: ignore[misc]
            if made.change is not None:
                return made.model_copy(update={"change": made.change.model_copy(update={"base": _version_before(scope, last)})})
    chosen = scope.selection(change.where)
    if len(change.where.characters) == 1:
        people = [p for p in scope.selection(Selector()).characters if p not in change.where.characters]
        if len(people) == 1:
            return _again(scope, last, [change.where.model_copy(update={"characters": tuple(people)})], base=True)
    if change.where.episodes and len(scope.series.episodes) == 2 and len(chosen.episodes) == 1:
        other = next(e.id for e in scope.series.episodes if e.id not in chosen.episodes)
        return _again(scope, last, [change.where.model_copy(update={"episodes": (other,)})], base=True)
    raise scope.ask("which_other")


def _retargeted(clause: Clause, scope: Scope, last: Turn) -> NoteAnswer | None:
    """The last change of another part, of one part only, or of everything but a part."""
    change = last.answer.change
    assert change is not None
    only = clause.take("only") is not None
    meant = clause.take("meant") is not None or clause.take("no_word") is not None
    also = bool(clause.take_all("also", "same_as")) or (clause.words and clause.words[0].text in ("and", "और", "aur", "plus"))
    clause.take_all("also", "conj", "meant", "praise")
    face = clause.find("face")
    negation = clause.find("not", "except", "leave_alone")
    if face is not None and (negation is not None or meant):
        return _without_faces(clause, scope, last)
    but = excluded(clause, scope) if clause.find("except") else None
    if but is None and negation is not None and negation.value("concept") != "except" and not only:
        clause.take_all("not", "leave_alone", "it", "whole")
        target = find_target(clause, scope)
        if clause.left() or not (target.given or target.people):
            return None
        but = target.seen()[0]
    if but is not None:
        clause.take_all("whole", "meant", "do_verb", "it")
        if only or clause.left():
            return None
        return _again(scope, last, [narrowed(part.where, but) for part in _parts(change)], base=True)
    if only and negation is not None:
        clause.take_all("not", "whole", "no_word")
    if clause.find("more", "less", "a_bit", "much", "swap", "roll", "undo", "keep"):
        return None
    target = find_target(clause, scope)
    clause.take_all("do_verb", "yes_word", "instead", "whole", "it", "scene", "shot", *(("episode",) if only else ()))
    if clause.left() or not (target.given or target.people) or (target.pronoun and not target.whole):
        return None
    if not (only or also or meant) and not _elliptic(clause):
        return None
    if target.people and not target.given:
        wheres = [with_people(_without_people(change, scope), target.people)]
    else:
        wheres = [_merged(change.where, target, where, scope, only) for where in target.wheres]
    scope = replace(scope, forced=target if target.people else None)
    if only:
        return _again(scope, last, wheres, base=True)
    if also:
        if last.version is None:
            made = _again(scope, last, wheres, base=False)
            assert made.change is not None
            return _made(scope, [*_parts(change), *_parts(made.change)], change.base, made.reason)
        return _again(scope, last, wheres, base=False)
    return _again(scope, last, wheres, base=True)


def _without_people(change: ChangeSet, scope: Scope) -> Selector:
    """Where the change was made, whoever it was of: its scenes, when it named any part of the film."""
    if change.where == Selector(characters=change.where.characters):
        return Selector()
    if not change.where.shots:
        return change.where.model_copy(update={"characters": ()})
    return Selector(scenes=tuple(dict.fromkeys(scene for part in _parts(change) for scene in scope.selection(part.where).scenes)))


def _elliptic(clause: Clause) -> bool:
    """Only a target and nothing else: "scene 3 instead", "no, scene 3"."""
    return clause.has("instead", "what_about")


def _merged(old: Selector, target: Target, new: Selector, scope: Scope, only: bool) -> Selector:
    """The new target, for the people of the old one, and within its episodes when it only restricts."""
    people = target.people or old.characters
    where = with_people(new, people) if people else new
    if not only:
        return where
    kept = {name: getattr(old, name) for name in ("episodes", "scenes", "places", "words", "times_of_day", "sizes", "shots") if getattr(old, name) and not getattr(where, name)}
    inner = where.model_copy(update=kept)
    try:
        return inner if scope.selection(inner).shots else where
    except ChangeError:
        return where


def _without_faces(clause: Clause, scope: Scope, last: Turn) -> NoteAnswer:
    change = last.answer.change
    assert change is not None
    clause.take_all("face", "not", "except", "only", "it", "leave_alone")
    target = find_target(clause, scope)
    people = target.people
    if not people:
        people = change.where.characters
    faces = Selector(sizes=FACES, characters=people)
    return _again(scope, last, [narrowed(part.where, faces) for part in _parts(change)], base=True)


def _again(scope: Scope, last: Turn, wheres: list[Selector], *, base: bool) -> NoteAnswer:
    """The run of changes that ends with ``last``, of ``wheres`` instead."""
    run = _run(scope) if base else [last]
    first = run[-1]
    for where in wheres:
        if not scope.selection(where).shots:
            if where.but is not None and last.version is not None and last is scope.turns[-1]:
                return NoteAnswer(kind="undo", reason=scope.say("why_undo"))
            raise scope.cannot("nothing_there")
    change = last.answer.change
    assert change is not None
    if any(edit.path in _SHOT_BY_SHOT for part in _parts(change) for edit in part.edits):
        people = scope.forced.people if scope.forced else ()
        target = Target(wheres=tuple(w.model_copy(update={"characters": ()}) if people else w for w in wheres), people=people, scenes_named=True, level="scene")
        made = scope.read(replace(scope, note=_first_said(scope), turns=(), forced=target))  # type: ignore[misc]
        if made.change is None:
            return made
        parts = _parts(made.change)
    else:
        edits = _added_up([edit for turn in reversed(run) for part in _parts(turn.answer.change) for edit in part.edits], len(_parts(change)))  # type: ignore[arg-type]
        if len(wheres) == len(_parts(change)) > 1:
            parts = [part.model_copy(update={"where": where}) for part, where in zip(_parts(change), wheres, strict=True)]
        else:
            parts = [ChangeSet(where=where, edits=_fitting(edits, where)) for where in dict.fromkeys(map(_Key, wheres)) for where in (where.where,)]
    return _made(scope, parts, _version_before(scope, first) if base else None, scope.say("why_retarget" if base else "why_same"))


def _first_said(scope: Scope) -> str:
    """The note that the last change goes back to: "more" says nothing without it."""
    first = _run(scope)[-1]
    return first.answer.change.note or first.note if first.answer.change is not None else first.note


def _fitting(edits: tuple[Edit, ...], where: Selector) -> tuple[Edit, ...]:
    """Music of a whole episode, asked of some scenes only, is the music of those scenes."""
    if where == Selector(episodes=where.episodes):
        return edits
    made = []
    for edit in edits:
        if edit.path == "finish.music_gain_db":
            edit = edit.model_copy(update={"path": "sound.music_db"})
        elif edit.path == "finish.music":
            edit = Edit(path="sound.music_db", value=0.0 if edit.value else -60.0)
        made.append(edit)
    return tuple(made)


class _Key:
    """A selector as a key: equal selectors are one."""

    def __init__(self, where: Selector) -> None:
        self.where = where

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.where == other.where

    def __hash__(self) -> int:
        return len(self.where.scenes) + len(self.where.shots)


def _added_up(edits: list[Edit], parts: int) -> tuple[Edit, ...]:
    """Edits of one field made one: amounts add up, the last value stands. Parts of one change say the same once."""
    made: dict[tuple[str, str], Edit] = {}
    seen: list[Edit] = []
    for edit in edits:
        key = (edit.path, edit.op)
        if key in made and edit.op == "adjust":
            if parts > 1 and edit in seen:
                continue
            made[key] = edit.model_copy(update={"value": round(made[key].value + edit.value, 4)})  # type: ignore[operator]
        else:
            made[key] = edit
        seen.append(edit)
    return tuple(made.values())
