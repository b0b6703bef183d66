"""How long and how fast: the cut where it can, the camera where the film has no more picture.

A shot in which nobody speaks is sped up or slowed down in the cut. One that is spoken keeps its time, because lips
do: its silences are tightened, or it is held longer.
"""

from __future__ import annotations

from crew.answers.notes import Choice
from crew.understudy.note_amounts import amount, percent, sign_of
from crew.understudy.note_picture import given
from crew.understudy.note_target import Scope, Target, Wish
from crew.understudy.note_text import Clause
from film.changes import Selector
from film.edits import Edit
from film.plan import heard_in
from film.series import Pace, Scene, Shot

SPEED = 0.25
"""How much a silent shot is sped up; slowed down it is SPEED times 0.8."""
KEPT_SILENCE_S = 0.15
"""What stays before the first word and after the last when silences are tightened."""
SHORTEST_S = 0.6
SHARE = 0.25
"""How much of a shot "shorter" and "longer" are about."""
LEAST_S = 0.1
GRID_S = 0.05


def pace(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    """Slower and faster."""
    for complaint, way in (("too_slow", "faster"), ("too_fast", "slower")):
        if clause.take(complaint):
            clause.take_all("slower", "faster", "pace", "down", "up")
            times = amount(clause)
            for where in given(target, scope):
                _paced(scope, where, way == "faster", times, wish)
            return
    if clause.find("tighter") and not clause.find("slower", "faster", "pace") and any(w.text in _FRAMED for w in clause.words):
        return
    if clause.find("tighter") and not clause.find("slower", "faster", "pace"):
        words = scope.note_words(clause, clause.find("tighter"))
        choices = tuple(Choice(label=scope.say(name), note=scope.note_with(words, scope.say(name))) for name in ("word_faster", "word_closer"))
        raise scope.ask("which_tighter", choices)
    span = clause.find("slower", "faster")
    if span is None:
        if not (clause.find("pace") and clause.find("more", "less", "up", "down", "change_verb")):
            return
        clause.take("pace")
        faster = bool(clause.take("more") or clause.take("up"))
        clause.take("less"), clause.take("down")
    else:
        both = clause.find("slower") and clause.find("faster")
        if both:
            raise scope.ask("contradiction")
        faster = (sign_of(clause, span, scope) > 0) == (span in clause.find_all("faster"))
        clause.use(span)
    clause.take_all("pace", "down", "up")
    share = percent(clause)
    times = amount(clause) if share is None else min(share, 2.0) / (SPEED if faster else SPEED * 0.8)
    before = len(wish.changes)
    for where in given(target, scope):
        _paced(scope, where, faster, times, wish)
    if len(wish.changes) == before:
        raise scope.cannot("no_silence")


def _paced(scope: Scope, where: Selector, faster: bool, times: float, wish: Wish) -> None:
    shots = scope.shots(where)
    silent = [shot for scene, shot in shots if not heard_in(shot, scene) and not shot.spoken]
    spoken = [(scene, shot) for scene, shot in shots if shot.spoken]
    step = round(SPEED * times if faster else -SPEED * 0.8 * times, 3)
    if silent:
        wish.add(where, (Edit(path="cut.speed", op="adjust", value=step),), scope.say("why_speed"))
    if not spoken:
        return
    if faster:
        trims: dict[tuple[float, float], list[str]] = {}
        for scene, shot in spoken:
            head, tail = slack(scope, scene, shot)
            most = shot.duration_s * step / (1 + step)
            trim = (_grid(min(head, most / 2)), _grid(min(tail, most)))
            if max(trim) >= LEAST_S:
                trims.setdefault(trim, []).append(shot.id)
        for (head, tail), ids in trims.items():
            edits = [Edit(path=f"cut.{name}", op="adjust", value=v) for name, v in (("head_s", head), ("tail_s", tail)) if v >= LEAST_S]
            wish.add(Selector(shots=tuple(ids)), tuple(edits), scope.say("why_tighten"))
    elif not silent:
        ids = tuple(shot.id for _, shot in spoken)
        wish.add(Selector(shots=ids), (Edit(path="shot.duration_s", op="adjust", value=round(0.6 * times, 2)),), scope.say("why_hold"))


def slack(scope: Scope, scene: Scene, shot: Shot) -> tuple[float, float]:
    """Seconds that the front and the end of a shot can spare: silence around its words, or part of a silent shot."""
    cut = pace_of(scope, shot)
    heard = heard_in(shot, scene)
    if not heard and not shot.spoken:
        return 0.0, max(0.0, shot.duration_s - cut.head_s - cut.tail_s - SHORTEST_S)
    if not heard:
        return 0.0, 0.0
    first = min(each.start_s for each in heard)
    last = max(each.start_s + each.to_s - each.from_s for each in heard)
    head = max(0.0, first - cut.head_s - KEPT_SILENCE_S)
    return head, max(0.0, shot.duration_s - cut.tail_s - last - KEPT_SILENCE_S)


def pace_of(scope: Scope, shot: Shot) -> Pace:
    episode, _, _ = scope.series.find(shot.id)
    return episode.finish.shot_paces.get(shot.id, Pace())


def _grid(seconds: float) -> float:
    return round(int(seconds / GRID_S + 1e-6) * GRID_S, 2)


_WORN = ("garments", "headwear", "facial_hair")
"""What may be longer or shorter and is no time."""


def length(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    """Shorter and longer, by an amount or by seconds."""
    span = clause.find("shorter", "longer")
    if span is not None and target.people and any(clause.values(table, fresh=False) for table in _WORN):
        raise scope.cannot("not_understood")
    seconds = _seconds(clause, scope)
    to_length = seconds is not None and not clause.find("more", "less", "add", "omit", "take_off") and _says_length(clause, seconds)
    if span is not None and to_length:
        clause.take_all("shorter", "longer")
        span = None
    if span is None:
        if seconds is None:
            return
        if clause.find("more") and not clause.find("add", "less", "omit", "take_off") and _was_trimmed(scope):
            clause.take_all("more", "also", "again")
            for where in given(target, scope):
                _shortened(scope, where, scope.shots(where), seconds, 0.0, wish)
            return
        if not clause.find("omit", "take_off", "add", "more", "less"):
            if clause.has(*_OTHER_ACTS):
                raise scope.ask("what")
            for s, _ in clause.values("verbs"):
                clause.use(s)
            clause.take_all("do_verb")
            _set_to(scope, given(target, scope), seconds, wish)
            return
        shorter = clause.find("add", "more") is None or clause.find("less") is not None
        clause.take_all("omit", "take_off", "add", "more", "less")
    else:
        if clause.find("shorter") and clause.find("longer"):
            raise scope.ask("contradiction")
        if target.people and not target.given and clause.words[span.at].text == "shorter" and not clause.has("shot", "scene"):
            who = " ".join(scope.name(p) for p in target.people)
            raise scope.ask("person_or_shots", who=who)
        shorter = (sign_of(clause, span, scope) > 0) == (span in clause.find_all("shorter"))
        clause.take_all("shorter", "longer", "more", "take_off", "off", "to_end")
    times = amount(clause)
    if (part := percent(clause)) is not None:
        times = part / SHARE
    wheres = given(target, scope)
    share = SHARE * times
    end = _end(clause)
    if seconds is not None and any(w.text in ("every", "each", "all") for w in clause.words) and all(w.shots or w.sizes or clause.has("shot") for w in wheres):
        seconds *= max(1, sum(len(scope.shots(where)) for where in wheres))
    for where in wheres:
        shots = scope.shots(where)
        if shorter and end and seconds is not None and len(shots) == 1:
            _trimmed(scope, shots[0], end, seconds, wish)
        elif shorter:
            _shortened(scope, where, shots, seconds, share, wish)
        else:
            _lengthened(scope, where, shots, seconds, share, wish)


def _set_to(scope: Scope, wheres: tuple[Selector, ...], seconds: float, wish: Wish) -> None:
    """One shot made to run ``seconds`` in the cut."""
    shots = [entry for where in wheres for entry in scope.shots(where)]
    if len(shots) != 1:
        raise scope.ask("length_of_which")
    ((scene, shot),) = shots
    cut = pace_of(scope, shot)
    now = (shot.duration_s - cut.head_s - cut.tail_s) / cut.speed
    change_s = round((seconds - now) * cut.speed, 2)
    if change_s < 0:
        _shortened(scope, Selector(shots=(shot.id,)), [(scene, shot)], -change_s, 0.0, wish)
    elif change_s > 0:
        _lengthened(scope, Selector(shots=(shot.id,)), [(scene, shot)], change_s, 0.0, wish)
    else:
        raise scope.cannot("so_already")


def _says_length(clause: Clause, seconds: float) -> bool:
    """``hold it for 3 seconds``, ``trim it to 2 seconds``: how long it shall be, not by how much it changes."""
    at = next((i for i, w in enumerate(clause.words) if w.kind == "number" and float(w.text) == seconds), None)
    before = clause.words[at - 1].text if at else ""
    return before in ("to", "for", "at", "exactly", "only", "max", "maximum", "till") or any(w.text in ("exactly", "max", "maximum", "tops", "total") for w in clause.words)


def _was_trimmed(scope: Scope) -> bool:
    """True when the last change made something shorter, so that "another second" is one more off."""
    last = next((turn.answer.change for turn in reversed(scope.turns) if turn.answer.change is not None), None)
    return last is not None and any(e.path in ("cut.head_s", "cut.tail_s") and isinstance(e.value, (int, float)) and e.value > 0 for e in last.edits)


def _end(clause: Clause) -> str:
    """``head_s`` or ``tail_s`` when the note says at which end of the shot; its words are used."""
    for words, name in ((("head", "front", "top", "beginning", "start"), "head_s"), (("tail",), "tail_s")):
        at = next((i for i, w in enumerate(clause.words) if w.text in words), None)
        if at is not None:
            clause.used.add(at)
            return name
    return ""


def _trimmed(scope: Scope, entry: tuple[Scene, Shot], end: str, seconds: float, wish: Wish) -> None:
    """One shot trimmed at one end."""
    scene, shot = entry
    head, tail = slack(scope, scene, shot)
    spare = head or (0.0 if heard_in(shot, scene) else tail) if end == "head_s" else tail
    if spare + 1e-6 < seconds:
        raise scope.cannot("cannot_spare", wanted=f"{seconds:g}", have=f"{max(0.0, spare):.1f}")
    wish.add(Selector(shots=(shot.id,)), (Edit(path=f"cut.{end}", op="adjust", value=seconds),), scope.say("why_trim"))


_FRAMED = frozenset({"frame", "framing", "framed", "size", "sizes", "composition", "crop"})
"""Words beside which tighter is said of the frame."""
_OTHER_ACTS = ("darker", "brighter", "warmer", "colder", "music", "omit", "roll", "dissolve", "fade", "line_noun", "title_card", "end_card")


def _seconds(clause: Clause, scope: Scope) -> float | None:
    span = clause.find("half_second")
    if span is not None:
        clause.use(span)
        return 0.5
    for span in clause.find_all("seconds"):
        at = span.at - 1
        if clause.words[span.at].text == "s" and clause.words[at].kind != "number":
            continue
        if at >= 0 and clause.words[at].kind == "number":
            value = float(clause.words[at].text)
        elif at >= 0 and clause.words[at].text in ("a", "an", "one", "एक", "ek"):
            value = 1.0
        elif at >= 0 and (found := scope.words.numbers_by_word.get(clause.words[at].text)) and found > 0:
            value = found
        else:
            continue
        clause.used.update((at, span.at))
        if at >= 2 and [w.text for w in clause.words[at - 2 : at]] == ["half", "a"]:
            value = 0.5
        for s in clause.find_all("half"):
            clause.use(s)
        return value
    return None


def _shortened(scope: Scope, where: Selector, shots, seconds: float | None, share: float, wish: Wish) -> None:
    room = {shot.id: slack(scope, scene, shot) for scene, shot in shots}
    if seconds is None:
        wanted = {shot.id: min(shot.duration_s * share, sum(room[shot.id])) for _, shot in shots}
    else:
        most = sum(sum(pair) for pair in room.values())
        if most + 1e-6 < seconds:
            raise scope.cannot("cannot_spare", wanted=f"{seconds:g}", have=f"{max(0.0, most):.1f}")
        wanted = {shot.id: seconds * sum(room[shot.id]) / most for _, shot in shots}
    trims: dict[tuple[float, float], list[str]] = {}
    for _, shot in shots:
        head, tail = room[shot.id]
        from_tail = min(wanted[shot.id], tail)
        trim = (round(min(head, wanted[shot.id] - from_tail), 2), round(from_tail, 2))
        if sum(trim) >= 0.04:
            trims.setdefault(trim, []).append(shot.id)
    if not trims:
        raise scope.cannot("no_silence")
    everything = len(trims) == 1 and len(next(iter(trims.values()))) == len(shots)
    for (head, tail), ids in trims.items():
        edits = tuple(Edit(path=f"cut.{name}", op="adjust", value=v) for name, v in (("tail_s", tail), ("head_s", head)) if v > 0)
        wish.add(where if everything else Selector(shots=tuple(ids)), edits, scope.say("why_trim"))


def _lengthened(scope: Scope, where: Selector, shots, seconds: float | None, share: float, wish: Wish) -> None:
    if seconds is None:
        wanted = {shot.id: round(max(0.5, shot.duration_s * share), 1) for _, shot in shots}
    else:
        total = sum(shot.duration_s for _, shot in shots)
        wanted = {shot.id: round(seconds * shot.duration_s / total, 2) for _, shot in shots}
    give_back: dict[float, list[str]] = {}
    shoot: dict[float, list[str]] = {}
    for _, shot in shots:
        if pace_of(scope, shot).tail_s >= wanted[shot.id] > 0:
            give_back.setdefault(-wanted[shot.id], []).append(shot.id)
            continue
        if shot.duration_s + wanted[shot.id] > 60:
            raise scope.cannot("too_long", shot=scope.name(shot.id))
        shoot.setdefault(wanted[shot.id], []).append(shot.id)
    one = len(give_back) + len(shoot) == 1
    for value, ids in give_back.items():
        wish.add(where if one else Selector(shots=tuple(ids)), (Edit(path="cut.tail_s", op="adjust", value=value),), scope.say("why_trim"))
    for value, ids in shoot.items():
        wish.add(where if one else Selector(shots=tuple(ids)), (Edit(path="shot.duration_s", op="adjust", value=value),), scope.say("why_longer"))
