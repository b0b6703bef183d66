"""Where the camera stands, how it moves and through which lens: all of it is shot again."""

from __future__ import annotations

from dataclasses import replace

from crew.understudy.note_amounts import amount, sign_of
from crew.understudy.note_picture import given
from crew.understudy.note_target import Scope, Target, Wish
from crew.understudy.note_text import Clause, Span
from film.changes import Selector
from film.edits import Edit
from film.series import Shot
from film.state import SHOT_SIZES

ANGLES = {"low_angle": "low", "high_angle": "high", "overhead": "overhead", "dutch": "dutch", "eye_level": "eye_level"}
MOVES = (
    "whip_pan", "rack_focus", "dolly_zoom", "crane", "push_in", "pull_back", "handheld", "lock_off", "orbit", "drone", "follow_move", "dolly",
    "pan", "tilt",
)  # fmt: skip
ENDS_ON_SOMEBODY = ("whip_pan", "rack_focus")
SIZES = {
    "size_extreme_close": "extreme_close", "size_medium_close": "medium_close", "size_close": "close", "size_medium": "medium",
    "size_full": "full", "size_extreme_wide": "extreme_wide", "size_wide": "wide",
}  # fmt: skip
_CLOSE = frozenset({"end", "ends", "ending", "finish", "finishes", "close", "conclude", "khatam", "खत्म", "ख़त्म"})
SWING_DEG = 35.0
SLOW, FAST = 0.5, 1.7
"""Speed of a move that is asked for as slow, or as fast."""


def camera(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    """Size, angle, move and lens."""
    moved = _move(clause, target, scope, wish)
    _lens(clause, target, scope, wish)
    _angle(clause, target, scope, wish)
    if not moved or clause.find("closer", "wider"):
        _size(clause, target, scope, wish)


def _size(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    sizes = [s for s in clause.spans if any(v in SIZES or v in ("closer", "wider") for t, v in s.hits if t == "concept") and not clause.is_used(s)]
    if len(sizes) > 1 and any(w.text in ("maybe", "or", "perhaps", "possibly") for w in clause.words):
        raise scope.ask("contradiction")
    for concept, size in SIZES.items():
        if clause.take(concept):
            clause.take_all("closer", "wider")
            _set(target, scope, wish, "shot.state.camera.size", size)
            return
    if clause.find("tighter") and not clause.find("closer"):
        clause.spans = tuple(s._replace(hits=(("concept", "closer"),)) if s in clause.find_all("tighter") and clause.words[s.at].text == "tighter" else s for s in clause.spans)
    for concept, way in (("closer", 1), ("wider", -1)):
        span = clause.find(concept) or (_pulled_out(clause) if concept == "wider" else None)
        if span is None:
            continue
        way *= sign_of(clause, span, scope)
        others = clause.find_all("wider" if concept == "closer" else "closer")
        if others and way == (1 if concept == "closer" else -1):
            raise scope.ask("contradiction")
        clause.take_all("closer", "wider")
        clause.take_all("camera", "focus_on")
        steps = way * (2 if amount(clause) > 1 else 1)
        wheres = given(target, scope)
        if all(_at_the_end(shot, steps) for where in wheres for _, shot in scope.shots(where)):
            raise scope.cannot("closest" if steps > 0 else "widest")
        for where in wheres:
            wish.add(where, (Edit(path="shot.state.camera.size", op="adjust", value=steps),), scope.say("why_camera"))


def _pulled_out(clause: Clause) -> Span | None:
    """``pull the frame out``: wider, its verb and its adverb apart."""
    for at, word in enumerate(clause.words):
        if at not in clause.used and word.text in ("pull", "step", "back", "zoom"):
            out = next((i for i in range(at + 1, len(clause.words)) if clause.words[i].text in ("out", "back", "off")), None)
            if out is not None:
                clause.used.update((at, out))
                return Span(at, 1, (("concept", "wider"),))
    return None


def _at_the_end(shot: Shot, steps: int) -> bool:
    return shot.state.camera.size == SHOT_SIZES[-1 if steps > 0 else 0]


def _angle(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    for concept, angle in ANGLES.items():
        span = clause.find(concept)
        if span is not None and not (concept in ("low_angle", "high_angle") and _is_bare(clause, span.at) and not clause.has("angle", "camera", "shot")):
            clause.use(span)
            clause.take_all("angle", "camera", "shot")
            _set(target, scope, wish, "shot.state.camera.angle", angle)
            return
    if clause.take("other_side"):
        clause.take_all("angle", "camera", "another_angle", "swing")
        for where, side in _by_value(scope, given(target, scope), lambda s: "right" if s.state.camera.side == "left" else "left"):
            wish.add(where, (Edit(path="shot.state.camera.side", value=side),), scope.say("why_camera"))
        return
    span = clause.find("another_angle", "swing")
    if span is None and clause.find("angle", "camera") and clause.find("change_verb"):
        span = clause.find("angle")
        clause.take_all("change_verb")
    if span is None:
        return
    clause.use(span)
    clause.take_all("angle", "camera")
    way = -1.0 if clause.take("left") else 1.0
    clause.take("right")
    for where, swing in _by_value(scope, given(target, scope), lambda s: way * SWING_DEG if s.state.camera.swing_deg != way * SWING_DEG else -way * SWING_DEG):
        wish.add(where, (Edit(path="shot.state.camera.swing_deg", value=swing),), scope.say("why_angle"))


def _is_bare(clause: Clause, at: int) -> bool:
    return clause.words[at].text in ("low", "high") and not any(s.at == at and s.length > 1 for s in clause.spans)


def _move(clause: Clause, target: Target, scope: Scope, wish: Wish) -> bool:
    span = concept = None
    for name in MOVES:
        span = clause.find(name)
        if span is not None:
            concept = name
            break
    speed_of_camera = clause.find("camera", "move_noun")
    slow, fast = clause.find("slower"), clause.find("faster")
    comparative = any(
        s and (s.length > 1 or clause.words[s.at].text in ("slower", "faster", "quicker") or scope.language == "hi") for s in (slow, fast)
    )
    indefinite = span is not None and span.at > 0 and any(clause.words[i].text in ("a", "an", "add", "make", "it", "use", "with", "do", "try", "want") for i in range(max(0, span.at - 3), span.at))
    definite = span is not None and any(clause.words[i].text in ("the", "that", "this") for i in range(max(0, span.at - 2), span.at)) and not clause.find("add")
    of_camera = speed_of_camera is not None and (slow or fast) and comparative
    if of_camera and (concept is None or definite or (not indefinite and concept in ("pan", "tilt", "push_in", "pull_back", "dolly", "orbit", "drone", "crane", "dolly_zoom"))):
        factor = 0.6 if slow else 1.6
        for used in (slow, fast, span, speed_of_camera):
            if used is not None:
                clause.use(used)
        clause.take_all("camera", "move_noun")
        amount(clause)
        wheres = given(target, scope)
        if concept is not None and concept not in ("lock_off",):
            wheres = _with_move(scope, wheres, concept) or wheres
        for where, speed in _by_value(scope, wheres, lambda s: round(min(4.0, max(0.1, s.state.camera.move.speed * factor)), 2)):
            wish.add(where, (Edit(path="shot.state.camera.move.speed", value=speed),), scope.say("why_camera"))
        return True
    if concept is not None and span is not None and concept != "lock_off" and _is_unwanted(clause, span):
        kind = "follow" if concept == "follow_move" else concept
        wheres = _with_move(scope, given(target, scope), kind)
        if not wheres:
            raise scope.cannot("nothing_there")
        clause.take_all("no", "stop", "omit", "camera", "move_noun", "shot", *MOVES)
        _set(replace(target, wheres=wheres), scope, wish, "shot.state.camera.move.kind", "lock_off")
        return True
    if clause.find("no", "stop") and clause.find("camera", "move_noun") and concept != "lock_off":
        clause.take_all("no", "stop", "camera", "move_noun", *MOVES)
        _set(target, scope, wish, "shot.state.camera.move.kind", "lock_off")
        return True
    if concept is None:
        return False
    assert span is not None
    clause.use(span)
    kind = "follow" if concept == "follow_move" else concept
    if scope.abilities.moves and kind not in scope.abilities.moves:
        raise scope.cannot("no_move", wanted=kind.replace("_", " "), have=", ".join(m.replace("_", " ") for m in scope.abilities.moves))
    target = _closing(clause, target, scope)
    edits = [Edit(path="shot.state.camera.move.kind", value=kind)]
    if slow or fast:
        edits.append(Edit(path="shot.state.camera.move.speed", value=SLOW if slow else FAST))
        clause.take_all("slower", "faster")
    elif clause.take("a_bit"):
        edits.append(Edit(path="shot.state.camera.move.speed", value=SLOW))
    said = {word.text for word in clause.words[span.at : span.end]}
    for way in ("left", "right", "up", "down"):
        if way in said or clause.take(way):
            edits.append(Edit(path="shot.state.camera.move.direction", value=way))
            break
    if kind in ENDS_ON_SOMEBODY and target.people:
        edits.append(Edit(path="shot.state.camera.move.target", value=target.people[-1]))
    clause.take_all("camera", "move_noun", "focus_on", "add", "more", "closer" if kind == "push_in" else "camera", "use")
    for where in given(target, scope):
        wish.add(where, tuple(edits), scope.say("why_camera"))
    return True


def _closing(clause: Clause, target: Target, scope: Scope) -> Target:
    """``end scene 4 with a crane up``: its last shot is meant, or the film's where no part is named."""
    at = next((at for at, word in enumerate(clause.words[:3]) if word.text in _CLOSE), None)
    if at is None or any(where.shots for where in target.wheres):
        return target
    shown = [[shot for _, shot in scope.shots(where)] for where in target.wheres or (Selector(),)]
    lasts = tuple(shots[-1].id for shots in shown if shots)
    if not lasts:
        return target
    clause.used.add(at)
    return replace(target, wheres=(Selector(shots=lasts),), level="shot")


def _is_unwanted(clause: Clause, span: Span) -> bool:
    """``no handheld``, ``lose the tilt``, ``stop the orbit``: the move shall go; ``cut the drone shot`` takes out a shot."""
    denied = clause.before(span.at, "no", "stop", within=2)
    dropped = clause.before(span.at, "omit", within=2) and not clause.has("shot")
    return (denied or dropped) and all(word.kind == "word" for word in clause.words[max(0, span.at - 2) : span.at])


def _with_move(scope: Scope, wheres: tuple[Selector, ...], kind: str) -> tuple[Selector, ...]:
    ids = tuple(dict.fromkeys(shot.id for where in wheres for _, shot in scope.shots(where) if shot.state.camera.move.kind == kind))
    return (Selector(shots=ids),) if ids else ()


def _lens(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    for at, word in enumerate(clause.words[:-1]):
        if at not in clause.used and word.kind == "number" and clause.words[at + 1].text in ("mm", "millimetre", "millimeter", "मिमी", "एमएम"):
            clause.used.update((at, at + 1))
            clause.take_all("lens")
            _set(target, scope, wish, "shot.state.camera.focal_mm", min(400.0, max(8.0, float(word.text))))
            return
    for concept, factor in (("long_lens", 1.6), ("wide_lens", 0.6)):
        if clause.take(concept):
            clause.take_all("lens")
            for where, focal in _by_value(scope, given(target, scope), lambda s, factor=factor: round(min(400.0, max(8.0, s.state.camera.focal_mm * factor)))):
                wish.add(where, (Edit(path="shot.state.camera.focal_mm", value=float(focal)),), scope.say("why_camera"))
            return
    for concept, stop in (("shallow_focus", 1.4), ("deep_focus", 11.0)):
        if clause.take(concept):
            _set(target, scope, wish, "shot.state.camera.f_stop", stop)
            return


def focus(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    """Frame somebody in shots that show them."""
    if not (target.people and clause.find("focus_on")):
        return
    clause.take_all("focus_on", "camera")
    for where in target.seen():
        wish.add(where, (Edit(path="shot.state.camera.subjects", value=list(target.people)),), scope.say("why_camera"))


def _set(target: Target, scope: Scope, wish: Wish, path: str, value: object) -> None:
    for where in given(target, scope):
        wish.add(where, (Edit(path=path, value=value),), scope.say("why_camera"))  # type: ignore[arg-type]


def _by_value(scope: Scope, wheres: tuple[Selector, ...], value_of):
    """(selector, value): one selector when all its shots get the same value, else one for each value, by shot ids."""
    made = []
    for where in wheres:
        groups: dict[object, list[str]] = {}
        for _, shot in scope.shots(where):
            groups.setdefault(value_of(shot), []).append(shot.id)
        if len(groups) == 1:
            made.append((where, next(iter(groups))))
        else:
            made += [(Selector(shots=tuple(ids)), value) for value, ids in groups.items()]
    return made
