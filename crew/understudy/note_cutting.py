"""What is in the cut, in which order, from which take, and how one shot comes after another."""

from __future__ import annotations

from dataclasses import replace

from crew.answers.notes import Choice
from crew.understudy.note_counting import counted
from crew.understudy.note_names import scenes_of
from crew.understudy.note_picture import given
from crew.understudy.note_places import find_target
from crew.understudy.note_target import Scope, Target, Wish, scene_choices, thing_choices
from crew.understudy.note_text import Clause
from film.changes import Selector
from film.edits import Edit
from film.words import stems


def taken(clause: Clause) -> bool:
    """True when a take is asked for by number; before targets are looked for, so that its number is no shot's."""
    return clause.find("take_noun") is not None


def use_take(clause: Clause, scope: Scope) -> int | None:
    """The number of the take that is asked for; -1 is the last one, 0 the one before."""
    mentions = counted(clause, scope, "take_noun")
    if mentions:
        clause.take_all("use", "on", "omit", *(() if clause.has("kind_insert") else ("add",)))
        return mentions[0].numbers[0]
    span = clause.find("take_noun")
    if span is not None and span.at and clause.words[span.at - 1].text in ("other", "previous", "earlier", "दूसरा", "पिछला", "पहले"):
        clause.used.update((span.at - 1, span.at))
        clause.take_all("use", "on")
        return 0
    return None


def pinned(take: int, target: Target, scope: Scope, wish: Wish) -> None:
    """Take ``take`` stands for the shot. Raises Unclear: no one shot is meant, or it has no such take."""
    shots = [shot for where in given(target, scope) for _, shot in scope.shots(where)]
    if len(shots) != 1:
        raise scope.ask("which_shot_take", thing_choices(scope, [shot.id for shot in shots], None))
    (shot,) = shots
    takes = scope.takes.get(shot.id, ())
    chosen = None
    if take > 0:
        chosen = next((t for t in takes if t.attempt == take), None)
    elif take == 0:
        chosen = next((t for t in reversed(takes) if not t.stands), None)
    elif takes:
        chosen = takes[-1]
    if chosen is None:
        have = ", ".join(str(t.attempt) for t in takes)
        raise scope.cannot("no_take" if have else "no_takes", shot=scope.name(shot.id), wanted=take, have=have)
    if chosen.stands and shot.pin is None:
        raise scope.cannot("take_stands", shot=scope.name(shot.id), wanted=chosen.attempt)
    edit = Edit(path="shot.pin", value={"take": chosen.take, "take_id": chosen.take_id})
    wish.add(Selector(shots=(shot.id,)), (edit,), scope.say("why_take"))


def rolled(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    """Another take of the same plan."""
    again = clause.find("again")
    verb = next((i for i, w in enumerate(clause.words) if w.text in ("shoot", "film", "render", "reshoot", "roll", "take")), None)
    if again is not None and verb is not None and clause.words[again.at].text in ("again", "once", "one"):
        clause.use(again)
        clause.used.add(verb)
    elif not clause.take("roll"):
        return
    clause.take_all("roll", "take_noun", "redo", "use", "add")
    for where in given(target, scope):
        told = [shot for _, shot in scope.shots(where) if where.words and stems(where.words[0]) <= stems(" ".join(shot.brief.values()))]
        if len(told) == 1 and len(scope.shots(where)) > 1:
            raise scope.ask("which_shot", thing_choices(scope, [shot.id for _, shot in scope.shots(where)], None))
        wish.add(where, (Edit(path="shot.roll", op="adjust", value=1),), scope.say("why_roll"))


def structure(clause: Clause, target: Target, scope: Scope, wish: Wish) -> bool:
    """Cut out, bring back, swap, move, dissolve. True when the clause asked for one of these."""
    if clause.find("swap") and len(target.order) == 2:
        clause.take_all("swap", "change_verb")
        _swap(target, scope, wish)
        return True
    if clause.find("before", "after", "to_start", "to_end") and target.order and clause.find("move", "change_verb", "add", "use", "on", "do_verb"):
        return _move(clause, target, scope, wish)
    for concept, kind in (("dissolve", "dissolve"), ("fade", "fade"), ("hard_cut", "cut")):
        if clause.find(concept) and target.level in ("shot", "scene"):
            clause.take_all(concept, "use", "add", "on", "omit")
            first = [next(iter(scope.selection(where).shots)) for where in _joined_to(clause, target, scope).wheres]
            edits = (Edit(path="shot.transition_in", value=kind), Edit(path="shot.transition_s", value=0.0 if kind == "cut" else 0.8))
            wish.add(Selector(shots=tuple(first)), edits, scope.say("why_cut"))
            return True
    pulled = any(w.text in ("pull", "pulled", "step", "camera") for w in clause.words)
    if not pulled and clause.find("back") and clause.find("add", "move", "do_verb", "on") and not clause.find("version", "original", "history") and not clause.has(*_NO_RETURN):
        clause.take_all("back")
        return _restore(clause, target, scope, wish)
    if clause.find("restore") and not clause.find("version", "original"):
        return _restore(clause, target, scope, wish)
    if clause.find("before", "after") and clause.find("move", "add", "on", "do_verb") and target.given:
        raise scope.ask("order_of_what")
    if clause.find("unneeded") and not clause.find("omit"):
        clause.spans = tuple(s._replace(hits=(("concept", "omit"),)) if s.value("concept") == "unneeded" else s for s in clause.spans)
    if _is_a_join(clause):
        raise scope.cannot("not_understood")
    if clause.find("omit") and not _omits_a_thing(clause) and not any(w.text == "db" for w in clause.words) and not clause.has("percent") and (target.given or target.pronoun or clause.find("shot", "scene")):
        if target.people and target.level != "shot" and not clause.has("shot", "scene") and not any(w.sizes for w in target.wheres):
            who = ", ".join(scope.name(p) for p in target.people)
            raise scope.ask("cut_shots_of", who=who)
        _refuse_a_thing(clause, target, scope)
        clause.take_all("omit", "shot", "scene", "off", "again")
        wheres = given(target, scope)
        gone = [shot.id for where in wheres for _, shot in scope.shots(where)]
        left = [shot.id for _, _, shot in scope.series.filmed() if shot.id not in gone]
        if not gone:
            raise scope.cannot("already_out")
        if not left:
            raise scope.cannot("nothing_left")
        scenes = {shot.rsplit("/", 1)[0] for shot in gone}
        if target.pronoun and not target.order and len(scenes) > 1:
            raise scope.ask("undo_or_cut", (Choice(label=scope.say("word_undo"), note=scope.say("word_undo")),))
        if target.level not in ("shot", "scene") and not target.pronoun and len(gone) > len(left):
            raise scope.cannot("nothing_left")
        for where in wheres:
            wish.add(where, (Edit(path="shot.omitted", value=True),), scope.say("why_omit"))
        return True
    return False


def _joined_to(clause: Clause, target: Target, scope: Scope) -> Target:
    """What comes after the join: ``from the argument into the fog`` is about how the fog begins."""
    texts = [w.text for w in clause.words]
    at = next((i for i, text in enumerate(texts) if (text in ("to", "into") and "from" in texts[:i]) or (text == "and" and "between" in texts[:i])), None)
    if at is None:
        return target
    beyond = find_target(Clause((*clause.words[at + 1 :],), scope.lexicon), scope)
    if beyond.given:
        return beyond
    before = find_target(Clause((*clause.words[:at],), scope.lexicon), scope)
    left = {shot for where in before.wheres for shot in scope.selection(where).shots}
    rest = tuple(where for where in target.wheres if not left & set(scope.selection(where).shots))
    return replace(target, wheres=rest) if rest else target


_NO_RETURN = ("warmer", "colder", "darker", "brighter", "music", "saturation", "contrast", "colourful", "wider", "closer", "light", "sound", "voice")
"""What may be brought back and is no shot."""


def _refuse_a_thing(clause: Clause, target: Target, scope: Scope) -> None:
    """``cut the kite``: of a thing that a scene tells of it is asked what shall go, unless the scene is called by it."""
    words = [word for where in target.wheres for word in where.words]
    if not words or clause.has("scene", "part", "it", "whole") or scope.language == "hi":
        return
    ids = [scene for where in target.wheres for scene in scope.selection(where).scenes]
    called = [scene for _, scene in scenes_of(scope.series) if scene.id in ids and any(stems(words[0]) <= stems(text.partition(":")[0]) for text in scene.synopsis.values() if ":" in text)]
    if not called:
        raise scope.ask("which_scene", scene_choices(scope, ids, None), wanted=words[0])


def _is_a_join(clause: Clause) -> bool:
    """``cut straight from the letter to the market``: how one comes after another, and nothing that goes."""
    span = clause.find("omit")
    if span is None or clause.words[span.at].text not in ("cut", "cuts"):
        return False
    after = [w.text for w in clause.words[span.end : span.end + 2]]
    return bool(set(after) & {"from", "to", "straight", "directly", "between", "back", "away", "into", "faster", "quicker", "slower", "on"})


def _omits_a_thing(clause: Clause) -> bool:
    """``lose the rain``, ``kill the music``: something in the picture or the sound goes, and no shot."""
    things = ("saturation", "contrast", "brightness_noun", "pace", "music", "neon", "grain", "vignette", "bloom", "lamp", "key_light", "light", "fill_light", "half_second", "seconds", "sound", "voice", "clean_shaven", "style")
    things += () if clause.has("shot") else ("push_in", "pull_back", "pan", "tilt", "dolly", "orbit", "handheld", "crane", "whip_pan", "rack_focus", "dolly_zoom")
    tables = ("weather", "marks", "facial_hair", "headwear", "garments", "dressing")
    return clause.find(*things) is not None or any(clause.values(table) for table in tables)


def _restore(clause: Clause, target: Target, scope: Scope, wish: Wish) -> bool:
    clause.take_all("restore", "shot", "scene", "undo", "again", "add", "move", "on")
    omitted = [shot.id for _, _, shot in scope.series.walk() if shot.omitted]
    if not omitted:
        raise scope.cannot("nothing_out")
    if not (target.given or target.pronoun):
        if len(omitted) == 1:
            wish.add(Selector(shots=tuple(omitted)), (Edit(path="shot.omitted", value=False),), scope.say("why_restore"))
            return True
        raise scope.ask("which_back", thing_choices(scope, omitted, None))
    for where in given(target, scope):
        back = [shot for shot in scope.selection(where).shots if shot in omitted]
        if not back:
            raise scope.cannot("not_out")
        wish.add(where, (Edit(path="shot.omitted", value=False),), scope.say("why_restore"))
    return True


def _swap(target: Target, scope: Scope, wish: Wish) -> None:
    (kind, one), (other_kind, other) = target.order
    if kind != other_kind or kind == "episode":
        raise scope.cannot("cannot_swap")
    _reorder(scope, wish, kind, one, other, lambda ids: [other if i == one else one if i == other else i for i in ids])


def _move(clause: Clause, target: Target, scope: Scope, wish: Wish) -> bool:
    span = clause.find("to_start", "to_end")
    if span is not None and len({thing for _, thing in target.order}) == 1:
        start = bool(clause.take("to_start"))
        clause.take_all("to_end", "move", "add", "use")
        (kind, one), *_ = target.order
        if kind == "episode":
            raise scope.cannot("cannot_swap")
        _reorder(scope, wish, kind, one, one, lambda ids: [one, *(i for i in ids if i != one)] if start else [*(i for i in ids if i != one), one])
        return True
    span = clause.find("before", "after")
    things = list(dict.fromkeys(target.order))
    if len(things) > 2:
        things = [thing for thing in things if thing[0] != "episode"]
    if span is None or len(things) != 2:
        return False
    (kind, one), (other_kind, other) = things
    hindi = scope.language == "hi"
    if hindi:  # दृश्य 3 को दृश्य 2 से पहले: the one before "से पहले" is the anchor
        one, other = _hindi_order(clause, things)
    if kind != other_kind or kind == "episode":
        raise scope.cannot("cannot_swap")
    behind = bool(clause.take("after"))
    clause.take_all("before", "after", "move", "change_verb", "add", "use", "on")

    def moved(ids: list[str]) -> list[str]:
        rest = [i for i in ids if i != one]
        at = rest.index(other) + (1 if behind else 0)
        return [*rest[:at], one, *rest[at:]]

    _reorder(scope, wish, kind, one, other, moved)
    return True


def _hindi_order(clause: Clause, things: list[tuple[str, str]]) -> tuple[str, str]:
    first, second = things[0][1], things[1][1]
    texts = [w.text for w in clause.words]
    marker = next((i for i, text in enumerate(texts) if text in ("को", "ko")), len(texts))
    anchor = clause.find("before", "after")
    assert anchor is not None
    return (first, second) if marker < anchor.at else (second, first)


def _reorder(scope: Scope, wish: Wish, kind: str, one: str, other: str, order) -> None:
    if kind == "shot":
        scenes = [scene for _, scene in scenes_of(scope.series) if any(s.id in (one, other) for s in scene.shots)]
        if len(scenes) != 1:
            raise scope.cannot("other_scene")
        ids = [shot.id for shot in scenes[0].shots if not shot.omitted]
        where, path = Selector(scenes=(scenes[0].id,)), "scene.shots"
    else:
        episodes = [e for e in scope.series.episodes if any(s.id in (one, other) for s in e.scenes)]
        if len(episodes) != 1:
            raise scope.cannot("other_episode")
        ids = [scene.id for scene in episodes[0].scenes]
        where, path = Selector(episodes=(episodes[0].id,)), "episode.scenes"
    if one not in ids or other not in ids:
        raise scope.cannot("not_in_cut")
    new = order(ids)
    if new == ids:
        raise scope.cannot("same_order")
    wish.add(where, (Edit(path=path, op="reorder", value=new),), scope.say("why_order"))
