"""Music, levels and voices: the mix is made again, nothing is shot."""

from __future__ import annotations

from crew.understudy.note_amounts import amount, sign_of
from crew.understudy.note_clauses import is_unwanted
from crew.understudy.note_picture import given
from crew.understudy.note_target import Scope, Target, Wish
from crew.understudy.note_text import Clause
from film.changes import Selector
from film.edits import Edit

MUSIC_DB, VOICE_DB, SCENE_DB, SILENCE_DB = 6.0, 6.0, 6.0, -60.0
MOODS = ("sad", "tense", "calm", "hopeful", "playful", "romantic", "eerie", "triumphant")


def sound(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    """Music first, then voices, then everything heard in a scene."""
    if clause.find("music") and target.people and clause.find("too_quiet"):
        clause.take_all("music")
        _voice(clause, target, scope, wish)
    elif clause.find("music"):
        _music(clause, target, scope, wish)
    elif target.people and clause.find("voice", "louder", "quieter", "mute", "sound", "too_loud", "too_quiet", *(("up", "down", "raise") if clause.find("voice") else ())) and not clause.find("new_voice", "deeper", "higher"):
        _voice(clause, target, scope, wish)
    elif clause.find("louder", "quieter", "mute", "too_loud", "too_quiet") or (clause.find("sound") and clause.find("more", "less", "no", "off", "up", "down")):
        _level(clause, target, scope, wish)


def _music(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    span = clause.find("music")
    assert span is not None
    clause.take_all("music")
    clause.take_all("sound")
    why = scope.say("why_sound")
    wheres = _heard(target, scope)
    for mood in MOODS:
        concept = clause.find(f"mood_{mood}")
        vocabulary = [s for s, value in clause.values("moods") + clause.values("expressions") if value == mood]
        if concept or (vocabulary and not clause.find("louder", "quieter", "more", "less")):
            if concept and mood == "calm" and clause.words[concept.at].text in ("शांत", "shaant"):
                pass
            if clause.find("too", "less", "not"):
                raise scope.ask("which_music")
            clause.take_all(f"mood_{mood}", "more", "change_verb")
            for each in vocabulary:
                clause.use(each)
            amount(clause)
            for where in wheres:
                wish.add(where, (Edit(path="sound.music_mood", value=mood),), why)
            return
    whole = _is_by_episode(target)
    decibels = _decibels(clause)
    if decibels:
        down = clause.find("omit", "less", "quieter", "down", "take_off", "too_loud")
        clause.take_all("too_loud", "too_quiet", "omit", "less", "quieter", "down", "take_off", "louder", "more", "up", "raise", "move")
        for where in wheres:
            path = "finish.music_gain_db" if whole else "sound.music_db"
            wish.add(where, (Edit(path=path, op="adjust", value=-decibels if down else decibels),), why)
        return
    off = clause.find("no", "omit", "mute", "off", "stop")
    if off is None and scope.language == "hi" and (not clause.has("do_verb") or is_unwanted(clause)):
        off = clause.find("not")
        clause.take_all("not")
    for concept, word in (("low_angle", "low"), ("high_angle", "high")):
        bare = clause.find(concept)
        if off is None and bare is not None and clause.words[bare.at].text == word:
            clause.use(bare)
            for where in wheres:
                path = "finish.music_gain_db" if whole else "sound.music_db"
                wish.add(where, (Edit(path=path, op="adjust", value=(-1 if word == "low" else 1) * MUSIC_DB * amount(clause)),), why)
            return
    if off is not None or (clause.find("take_off_garment") and scope.language == "hi" and clause.find("off")):
        clause.take_all("no", "omit", "mute", "off", "stop")
        for where in wheres:
            edit = Edit(path="finish.music", value=False) if whole else Edit(path="sound.music_db", value=SILENCE_DB)
            wish.add(where, (edit,), why)
        return
    if clause.find("too_loud", "too_quiet"):
        sign = -1 if clause.take("too_loud") else 1
        clause.take_all("too_quiet", "line_noun", "louder", "quieter")
        for where in wheres:
            path = "finish.music_gain_db" if whole else "sound.music_db"
            wish.add(where, (Edit(path=path, op="adjust", value=sign * MUSIC_DB),), why)
        return
    up, down, more, less = clause.find("louder", "faster"), clause.find("quieter", "slower"), clause.find("more"), clause.find("less")
    if up and clause.words[up.at].text in ("faster", "quicker"):
        raise scope.cannot("music_tempo")
    if down and clause.words[down.at].text in ("slower", "slow"):
        raise scope.cannot("music_tempo")
    sign = 0
    if up or down:
        chosen = up or down
        assert chosen is not None
        if up and down and not {clause.words[s.at].text for s in (up, down)} & {"turn", "bring"}:
            raise scope.ask("contradiction")
        sign = (1 if up else -1) * sign_of(clause, chosen, scope)
        clause.take_all("louder", "quieter", "faster", "slower", "more", "less")
    elif clause.find("up") or clause.find("down"):
        sign = 1 if clause.take("up") else -1
        clause.take_all("up", "down", "change_verb", "move")
    elif more or less or clause.find("too_much"):
        sign = -1 if less or clause.find("too_much") else 1
        clause.take_all("more", "less", "too_much")
    elif clause.find("restore", "add", "on", "undo"):
        clause.take_all("restore", "add", "on", "undo")
        for where in wheres:
            edits = (Edit(path="finish.music", value=True),) if whole else (Edit(path="sound.music_db", value=0.0),)
            wish.add(where, edits, why)
        return
    if not sign:
        raise scope.ask("which_music")
    value = sign * MUSIC_DB * amount(clause)
    for where in wheres:
        path = "finish.music_gain_db" if whole else "sound.music_db"
        edits = [Edit(path=path, op="adjust", value=value)]
        silent = any(not e.finish.music for e in scope.series.episodes if e.id in scope.selection(where).episodes)
        if sign > 0 and silent:
            edits.insert(0, Edit(path="finish.music", value=True))
        wish.add(where, tuple(edits), why)


def _decibels(clause: Clause) -> float:
    for at, word in enumerate(clause.words[:-1]):
        if word.kind == "number" and clause.words[at + 1].text in ("db", "decibel", "decibels", "डेसिबल"):
            clause.used.update((at, at + 1))
            return min(40.0, float(word.text))
    return 0.0


def _heard(target: Target, scope: Scope) -> tuple[Selector, ...]:
    """Sound that nobody places is that of the whole film."""
    if target.given:
        return tuple(Selector(scenes=scope.selection(w).scenes) if w.shots or w.sizes else w for w in target.wheres)
    if target.pronoun:
        return given(target, scope)
    return (Selector(),)


def _is_by_episode(target: Target) -> bool:
    return all(w == Selector(episodes=w.episodes) for w in target.wheres)


def _voice(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    span = clause.find("louder", "quieter", "mute", "more", "less", "too_loud", "too_quiet") or clause.find("up", "raise", "down")
    decibels = _decibels(clause)
    if span is None and scope.language == "hi":  # तेज़ and धीमी say how loud a voice is, not how fast
        span = clause.find("faster", "slower")
    if span is None:
        return
    if clause.find("too_loud", "too_quiet"):
        sign = -1 if clause.take("too_loud") else 1
        clause.take_all("too_quiet", "louder", "quieter", "more", "less")
        edit = Edit(path="sound.voice_db", op="adjust", value=sign * (decibels or VOICE_DB * amount(clause)))
        clause.take_all("up", "down", "raise")
    elif clause.take("mute"):
        edit = Edit(path="sound.voice_db", value=SILENCE_DB)
    else:
        up = span in clause.find_all("louder", "more", "faster", "up", "raise") and not clause.find("less")
        loud_and_less = clause.has("copula") and clause.find("louder") and clause.find("less")
        sign = -1 if loud_and_less else (1 if up else -1) * sign_of(clause, span, scope)
        if loud_and_less:
            clause.take_all("much", "too")
        clause.take_all("louder", "quieter", "more", "less", *(("faster", "slower") if scope.language == "hi" else ()))
        edit = Edit(path="sound.voice_db", op="adjust", value=sign * (decibels or VOICE_DB * amount(clause)))
    clause.take_all("voice", "sound", "line_noun", "up", "down", "raise")
    episodes = tuple(dict.fromkeys(e for w in target.wheres for e in scope.selection(w).episodes))
    if target.given and any(w != Selector(episodes=w.episodes) for w in target.wheres) and len(episodes) < len(scope.series.episodes):
        named = ", ".join(scope.name(e) for e in episodes)
        raise scope.ask("voice_of_episode", episode=named)
    where = Selector(characters=target.people, episodes=episodes if target.given else ())
    wish.add(where, (edit,), scope.say("why_sound"))


def _level(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    if clause.find("voice") and not target.people:
        people = tuple(p.id for p in scope.series.bible.characters)
        return _voice(clause, Target(wheres=target.wheres, people=people, pronoun=target.pronoun), scope, wish)
    span = clause.find("louder", "quieter", "mute")
    if clause.find("too_loud", "too_quiet"):
        silent, sign = False, -1 if clause.take("too_loud") else 1
        clause.take_all("too_quiet", "louder", "quieter")
    elif span is None:
        up = clause.take("more") or clause.take("up")
        sign, silent = (1 if up else -1), bool(clause.take("no") or clause.take("off"))
        clause.take_all("less", "down")
    else:
        silent = bool(clause.take("mute"))
        sign = 1 if silent else (1 if span in clause.find_all("louder") else -1) * sign_of(clause, span, scope)
        if clause.find("louder") and clause.find("quieter"):
            raise scope.ask("contradiction")
        clause.take_all("louder", "quieter", "up", "down")
    clause.take_all("sound", "voice")
    value = amount(clause)
    wheres = tuple(Selector(scenes=scope.selection(w).scenes) if w.shots or w.sizes else w for w in given(target, scope))
    for where in wheres:
        edit = Edit(path="sound.gain_db", value=SILENCE_DB) if silent else Edit(path="sound.gain_db", op="adjust", value=sign * SCENE_DB * value)
        wish.add(where, (edit,), scope.say("why_sound"))
