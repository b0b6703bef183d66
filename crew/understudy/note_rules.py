"""House rules for a person's note: what the understudy understands without any model, and when it asks instead.

A note is cut into wishes; each names a target and says what is wanted. Every word must be accounted for: one that
nothing explains is asked about, because a wish half understood is a wish wrongly done.
"""

from __future__ import annotations

from dataclasses import replace

from crew.answers.notes import NoteAnswer
from crew.remedies import as_regrade, as_reshoot
from crew.understudy.note_acts import ACTS
from crew.understudy.note_asking import answered_question, is_question, remark
from crew.understudy.note_camera import camera, focus
from crew.understudy.note_cards import cards
from crew.understudy.note_cast import acting, cast
from crew.understudy.note_clauses import clauses_of, excluded
from crew.understudy.note_courtesy import bare
from crew.understudy.note_cutting import pinned, rolled, structure, taken, use_take
from crew.understudy.note_dialogue import dialogue
from crew.understudy.note_explaining import all_explained
from crew.understudy.note_follow_up import follow_up
from crew.understudy.note_history import history
from crew.understudy.note_looks import look
from crew.understudy.note_numbers import in_digits
from crew.understudy.note_offering import sure_choices
from crew.understudy.note_picture import picture, stock, style
from crew.understudy.note_places import find_target
from crew.understudy.note_replies import reply
from crew.understudy.note_setting import asks_only_setting, dressing, new_place, placed, setting
from crew.understudy.note_sound import sound
from crew.understudy.note_spelling import spelled
from crew.understudy.note_target import Scope, Target, Unclear, Wish, narrowed, with_last
from crew.understudy.note_text import Clause, words_in
from crew.understudy.note_time import length, pace
from film.changes import ChangeSet, Selector, apply
from film.errors import ChangeError


def read_note(scope: Scope) -> NoteAnswer:
    """What the note means, or the question that it leaves, in the note's language. What it offers is understood."""
    scope = replace(scope, read=_plainly)
    answer = _plainly(scope)
    return answer if answer.kind != "question" else answer.model_copy(update={"choices": sure_choices(scope, answer.choices)})


def _plainly(scope: Scope) -> NoteAnswer:
    try:
        return _read(replace(scope, note=in_digits(bare(spelled(scope), scope.series))))
    except Unclear as unclear:
        return unclear.answer
    except ChangeError as error:
        return NoteAnswer(kind="answer", answer=scope.say("not_possible", why=str(error)))


def _read(scope: Scope) -> NoteAnswer:
    if not any(word.kind != "break" for word in words_in(scope.note)):
        raise scope.ask("empty")
    replied = reply(scope, _plainly)
    if replied is not None:
        return replied
    past = history(scope)
    if past is not None:
        return past
    followed = follow_up(scope) if scope.forced is None else None
    if followed is not None:
        return checked(scope, followed)
    if is_question(scope):
        return answered_question(scope)
    said = remark(scope)
    if said is not None:
        return said
    return changed(scope)


def changed(scope: Scope) -> NoteAnswer:
    """The change that the note asks for. Raises Unclear when it cannot be made out for certain."""
    whole = Clause(words_in(scope.note), scope.lexicon)
    standing = whole.has("standing")
    clauses = clauses_of(scope)
    if len(clauses) > 1 and clauses[0].clause.words[0].text in ("start", "begin") and any(word.text == "then" for word in whole.words):
        raise scope.cannot("not_understood")
    changes: list[ChangeSet] = []
    reasons: list[str] = []
    kept = False
    last_wish: tuple[Wish, Clause] | None = None
    target = _shared_target(clauses, scope)
    _refuse_opposites([each.clause for each in clauses if not each.negated], scope)
    here = scope
    for at, clause in enumerate(clauses):
        if clause.negated:
            kept = True
            continue
        if _is_spelled_out(clause.clause, [each.clause for each in clauses[at + 1 : at + 2] if not each.negated], scope):
            target = _remarked_on(clause.clause, target, here)
            continue
        if clause.remark and any(not (each.remark or each.negated) for each in clauses):
            target = _remarked_on(clause.clause, target, here)
            continue
        if changes and clause.clause.words[0].text in ("maybe", "perhaps", "or", "possibly"):
            raise scope.ask("contradiction")
        wish, target = _wished(clause.clause, target, here, standing)
        if last_wish is not None and not last_wish[1].has("do_verb", "act_verb") and _same_way(last_wish[0], wish):
            del changes[-len(last_wish[0].changes) :]
        last_wish = (wish, clause.clause)
        changes += wish.changes
        reasons += [reason for reason in wish.reasons if reason not in reasons]
        here = with_last(here, target.seen() or here.last)
    changes = _by_the_narrower(changes, scope)
    if not changes:
        if kept:
            return NoteAnswer(kind="answer", answer=scope.say("kept"))
        raise scope.cannot("not_understood")
    answer = NoteAnswer(
        kind="change", change=_joined(changes, scope, " ".join(reasons)), standing=standing, reason=" ".join(reasons)
    )
    return checked(scope, answer)


def _by_the_narrower(changes: list[ChangeSet], scope: Scope) -> list[ChangeSet]:
    """``warm the market and cool the chase``: the chase is in the market; what is said of the part holds for the part."""
    shots = [set(scope.selection(each.where).shots) for each in changes]
    made = list(changes)
    for at, wide in enumerate(changes):
        for other, narrow in enumerate(changes):
            if other != at and shots[other] < shots[at] and _against(wide, narrow) and made[at].where.but is None:
                made[at] = made[at].model_copy(update={"where": narrowed(made[at].where, narrow.where)})
    return made


def _against(one: ChangeSet, other: ChangeSet) -> bool:
    """True when both move the same thing, one up and one down."""
    ups = {e.path: e.value > 0 for e in one.edits if e.op == "adjust" and isinstance(e.value, (int, float))}
    return any(e.path in ups and isinstance(e.value, (int, float)) and ups[e.path] != (e.value > 0) for e in other.edits if e.op == "adjust")


def _shared_target(clauses, scope: Scope) -> Target:
    """The target of a later clause, for first ones that name none: ``darker and slower in scene 2``."""
    targets = []
    for each in clauses:
        if each.negated:
            continue
        probe = Clause(each.clause.words, scope.lexicon)
        try:
            targets.append((find_target(probe, scope), each.clause.has("do_verb")))
        except Unclear:
            return Target()
    if len(targets) > 1 and not targets[0][0].given and not targets[0][0].people:
        later = next(((t, verb) for t, verb in targets[1:] if t.given or t.people), None)
        if later is not None and not later[1] and not targets[0][0].pronoun:
            return later[0]
    return Target()


def _same_way(complaint: Wish, wish: Wish) -> bool:
    """A complaint and what is asked because of it: ``too bright, dim it`` is one wish."""
    def signs(each: Wish) -> list:
        return [(e.path, isinstance(e.value, (int, float)) and e.value > 0) for change in each.changes for e in change.edits]

    same_place = [c.where for c in complaint.changes] == [c.where for c in wish.changes]
    return bool(complaint.changes) and same_place and signs(complaint) == signs(wish) and all(e.op == "adjust" for c in wish.changes for e in c.edits)


def _is_spelled_out(clause: Clause, after: list[Clause], scope: Scope) -> bool:
    """``moodier, take the brightness down``: a vague wish, and after the comma how it shall be met, in the same place."""
    if not after or not clause.has("vague") or clause.has(*(ACTS - {"vague"})) or after[0].has("vague"):
        return False
    marked = scope.note[clause.words[-1].end : after[0].words[0].start].strip() in _MARKS
    try:
        return marked and not find_target(Clause(after[0].words, scope.lexicon), replace(scope, last=())).given
    except Unclear:
        return False


_MARKS = frozenset({",", ":", ";", ".", "-", "–", "—"})


def _remarked_on(clause: Clause, target: Target, scope: Scope) -> Target:
    """What a remark is about, for the wish that comes with it: ``the market is rushed, let it breathe``."""
    try:
        found = find_target(Clause(clause.words, scope.lexicon), scope)
    except Unclear:
        return target
    return found if (found.given or found.people) and not found.pronoun else target


def _refuse_opposites(clauses: list[Clause], scope: Scope) -> None:
    """Raises Unclear for ``darker and brighter``: two opposites, and only one place for them."""
    for one, other in OPPOSITES:
        holding = [c for c in clauses if c.find(one)], [c for c in clauses if c.find(other)]
        if not all(holding) or holding[0] == holding[1]:
            continue
        if any(c.has("copula") and not c.has("do_verb") for c in clauses):
            continue
        placed = [c for c in (holding[0][0], holding[1][0]) if find_target(Clause(c.words, scope.lexicon), replace(scope, last=())).given]
        if len(placed) < 2 and not any(c.find("too", "not", "music", "enough") for c in clauses):
            raise scope.ask("contradiction")


OPPOSITES = (
    ("darker", "brighter"), ("warmer", "colder"), ("slower", "faster"), ("shorter", "longer"), ("closer", "wider"), ("louder", "quieter"),
)  # fmt: skip


def _wished(clause: Clause, before: Target, scope: Scope, standing: bool) -> tuple[Wish, Target]:
    wish = Wish()
    clause.take_all("standing")
    was = _pass_over_instead(clause)
    take = use_take(clause, scope) if taken(clause) and not clause.find("roll") else None
    place = new_place(clause, scope)
    but = excluded(clause, scope)
    clause.take_all("only")
    target = find_target(
        clause, scope,
        wants_setting=asks_only_setting(clause, ACTS),
        wants_size=_wants_size(clause),
    )  # fmt: skip
    if not (target.given or target.people) and (before.given or before.people):
        target = replace(before, pronoun=True, order=target.order)
    elif target.people and not target.given and before.given and not before.people:
        target = replace(target, wheres=before.wheres, scenes_named=True)
    if scope.forced is not None:
        target = replace(scope.forced, order=scope.forced.order or target.order, people=scope.forced.people or target.people)
    if was:
        target = replace(target, wheres=tuple(_at_hours(where, was, scope) for where in target.wheres))
    if standing and not target.given and not target.people:
        target = replace(target, wheres=(Selector(),), whole=True)
    if but is not None:
        wheres = target.wheres or ((Selector(characters=target.people),) if target.people else ())
        wheres = wheres or ((Selector(),) if clause.has("everything_but") else scope.last)
        if not wheres:
            raise scope.ask("where")
        target = replace(target, wheres=tuple(narrowed(where, but) for where in wheres))
    if take is not None:
        pinned(take, target, scope, wish)
    elif not cards(clause, target, scope, wish) and not dialogue(clause, target, scope, wish):
        rolled(clause, target, scope, wish)
        if not structure(clause, target, scope, wish):
            _qualities(clause, target, scope, wish, place)
    _everybody_named(target, scope, wish)
    if wish.changes and not (target.given or target.people or target.pronoun) and any(word.text in _WHENEVER and i not in clause.used for i, word in enumerate(clause.words)):
        raise scope.ask("where")
    if any(word.text == "than" for word in clause.words) and len(scope.selection(target.wheres[0]).places if target.wheres else ()) + len(target.wheres) > 2:
        raise scope.ask("where")
    if {"more", "less"} <= {word.text for word in clause.words} and target.wheres and len(scope.selection(target.wheres[0]).places) > 1:
        raise scope.ask("contradiction")
    clause.take_all("too", "polite", "also", "only")
    clause.used.update(at for at, word in enumerate(clause.words) if word.text in ("s", "ने", "ne"))
    all_explained(clause, scope, wish, placed=target.given or bool(target.people))
    return wish, target


_WHENEVER = frozenset({"when", "whenever", "while", "जब", "jab"})


def _everybody_named(target: Target, scope: Scope, wish: Wish) -> None:
    """Raises Unclear when somebody is named and the change is of the whole film or an episode, whoever is seen."""
    for change in wish.changes:
        where = change.where
        of_people = where.characters or any(e.path.startswith(("character.", "outfit.", "line.", "scene.lines", "sound.voice", "shot.doing")) for e in change.edits)
        if target.people and not of_people and where == Selector(episodes=where.episodes):
            raise scope.ask("where")


def _at_hours(where: Selector, hours: tuple[str, ...], scope: Scope) -> Selector:
    """``where``, only at ``hours`` when it has scenes then: ``the market at sunset instead of noon``."""
    if where.times_of_day or where.shots or where == Selector():
        return where
    inside = where.model_copy(update={"times_of_day": hours})
    try:
        return inside if scope.selection(inside).shots else where
    except ChangeError:
        return where


def _pass_over_instead(clause: Clause) -> tuple[str, ...]:
    """What stands after "instead of" is what is not wanted; the hours among it, at which the scenes are now."""
    span = clause.find("instead")
    if span is None or clause.words[span.end - 1].text not in ("of", "than") or clause.quotes():
        return ()
    stop = next((i for i in range(span.end + 1, len(clause.words)) if clause.words[i].kind == "break" or clause.words[i].text in ("at", "in", "on", "for", "during")), len(clause.words))
    was = tuple(hour for timed, hour in clause.values("times") if span.end <= timed.at < stop)
    clause.used.update(range(span.at, stop))
    return was


def _qualities(clause: Clause, target: Target, scope: Scope, wish: Wish, place) -> None:
    if place is not None:
        placed(place, target, scope, wish)
    look(clause, target, scope, wish)
    style(clause, target, scope, wish)
    if clause.find("music"):
        sound(clause, target, scope, wish)
    cast(clause, target, scope, wish)
    acting(clause, target, scope, wish)
    seen = clause.find("grain", "vignette", "bloom", "contrast", "saturation", "fill_light", "light", "style", "shallow_focus")
    if clause.find("music", "voice", "mute", "sound", "too_loud", "too_quiet") or (clause.find("louder", "quieter") and not seen):
        sound(clause, target, scope, wish)
    dressing(clause, target, scope, wish)
    setting(clause, target, scope, wish)
    stock(clause, target, scope, wish)
    camera(clause, target, scope, wish)
    focus(clause, target, scope, wish)
    length(clause, target, scope, wish)
    if any(edit.path.startswith(("shot.duration_s", "cut.")) for change in wish.changes for edit in change.edits):
        clause.take_all("too_slow", "too_fast")
    pace(clause, target, scope, wish)
    picture(clause, target, scope, wish)


def _wants_size(clause: Clause) -> bool:
    """True when a size of shot is what is asked for, and not which shot is meant."""
    sizes = [span for span in clause.spans if any(v.startswith("size_") for t, v in span.hits if t == "concept")]
    if not sizes:
        return False
    first = sizes[0]
    before = clause.words[first.at - 1].text if first.at else ""
    if before in ("a", "an", "into", "as", "एक", "ek"):
        return True
    others = [name for name in ACTS if name not in ("closer", "wider") and not name.startswith("size_")]
    if clause.has("wider", "closer"):
        return False
    definite = before in ("the", "her", "his", "their", "s", "all", "every")
    return not clause.has(*others) and not definite


def _joined(changes: list[ChangeSet], scope: Scope, reason: str) -> ChangeSet:
    first, *rest = changes
    merged = [first]
    for each in rest:
        if each.where == merged[-1].where:
            merged[-1] = merged[-1].model_copy(update={"edits": (*merged[-1].edits, *each.edits)})
        else:
            merged.append(each)
    return merged[0].model_copy(update={"then": tuple(merged[1:]), "note": scope.note, "reason": reason})


def checked(scope: Scope, answer: NoteAnswer) -> NoteAnswer:
    """The answer with the remedy that the person asked for, tried on the film. Raises Unclear when it changes nothing."""
    change = answer.change
    if answer.kind != "change" or change is None:
        return answer
    if scope.remedy == "reshoot":
        change = as_reshoot(change).change
    elif scope.remedy == "regrade":
        made = as_regrade(change)
        if made.out_of_reach:
            raise scope.cannot("not_in_finish", paths=", ".join(made.out_of_reach))
        change = made.change
    reason = answer.reason
    if scope.remedy != "auto" and change != answer.change:
        reason = scope.say("why_light_asked" if scope.remedy == "reshoot" else "why_grade_asked")
    change = change.model_copy(update={"reason": reason, "note": scope.note})
    if change.base is None and apply(scope.series, change) == scope.series:
        raise scope.cannot("so_already")
    return answer.model_copy(update={"change": change, "reason": reason})
