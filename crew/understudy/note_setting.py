"""When, in what weather and where a scene plays, and what stands in the place."""

from __future__ import annotations

from crew.answers.notes import Choice
from crew.understudy.note_picture import given
from crew.understudy.note_target import Scope, Target, Wish
from crew.understudy.note_text import Clause
from film.changes import Selector
from film.edits import Edit

_INTO = frozenset({"to", "in", "into", "at", "inside", "on"})


def asks_only_setting(clause: Clause, acts: frozenset[str]) -> bool:
    """True when an hour or a weather is the only thing that the clause can be asking for."""
    return not clause.has(*acts) and bool(clause.values("times") or clause.values("weather") or clause.values("lights") or clause.has("sunny", "daytime", "night_time"))


def new_place(clause: Clause, scope: Scope) -> Edit | None:
    """``set scene 2 in the kitchen``: the place is what is wanted, not where. Its words are used."""
    verb = clause.find("set_in", "move")
    scenes = clause.find("scene", "it", fresh=False)
    if verb is None or clause.find("before", "after", "camera"):
        return None
    for span, place_id in clause.values("place"):
        before = [clause.words[i].text for i in range(max(0, span.at - 2), span.at)]
        hindi = span.end < len(clause.words) and clause.words[span.end].text in ("में", "mein", "me", "par", "पर")
        if scenes is None and not (span.at > 1 and "to" in before):
            continue
        if (span.at > verb.at and _INTO & set(before)) or (hindi and scope.language == "hi"):
            clause.use(span)
            clause.use(verb)
            return Edit(path="continuity.place_id", value=place_id)
    known = [(span, value) for span, value in clause.values("sets") if span.value("concept") is None and span.at > verb.at]
    if clause.find("set_in") and known and not (clause.values("times") or clause.values("weather")):
        have = ", ".join(place.name.title() for place in scope.series.bible.places)
        raise scope.cannot("no_place", wanted=" ".join(w.text for w in clause.words[known[0][0].at : known[0][0].end]), have=have)
    return None


def setting(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    """Hour and weather hold for a whole scene: asked of a single shot they are a question."""
    edits: list[Edit] = []
    values = {"time": "", "weather": ""}
    stopped = clause.find("no", "stop", "less", "omit")
    stopping: list[str] = []
    for span, value in clause.values("weather"):
        if clause.is_used(span) or span.value("concept") in ("key_light", "lamp", "light"):
            continue
        clause.use(span)
        if stopped is not None:
            clause.take_all("no", "stop", "omit")
            stopping.append(value)
            value = "clear"
        elif value == "rain" and clause.take("heavier"):
            value = "storm"
        if values["weather"] not in ("", value):
            raise scope.ask("contradiction")
        values["weather"] = value
    if not values["weather"] and clause.take("sunny"):
        values["weather"] = "clear"
    for span, value in clause.values("times"):
        if clause.is_used(span) or (span.at and clause.words[span.at - 1].text == "the" and not clause.has("do_verb", "set_in", "move")):
            continue
        clause.use(span)
        instead = span.at and clause.words[span.at - 1].text in ("से", "se", "to")
        if values["time"] not in ("", value) and value != "dawn" and not instead:
            raise scope.ask("contradiction")
        values["time"] = value
    if clause.take("daytime"):
        values["time"] = values["time"] or "day"
    if clause.take("night_time"):
        values["time"] = values["time"] or "night"
    light = _kind_of_light(clause)
    if light:
        edits.append(Edit(path="continuity.light", value=light))
    elif any(_gives_way(entry.light, values) for entry in scope.series.bible.scenes):
        edits.append(Edit(path="continuity.light", value=None))
    if values["time"]:
        edits.append(Edit(path="continuity.time_of_day", value=values["time"]))
    if values["weather"]:
        edits.append(Edit(path="continuity.weather", value=values["weather"]))
    if not edits:
        return
    clause.take_all("weather", "add", "change_verb", "light")
    if light:
        clause.take_all("neon", "key_light", "lamp", "set_in")
    for span, verb in clause.values("verbs"):
        if values["weather"] and verb == "fall":
            clause.use(span)
    if stopped is not None and stopping and not (target.given or target.people):
        ids = tuple(e.scene_id for e in scope.series.bible.scenes if e.weather in stopping)
        if not ids:
            raise scope.cannot("no_such_weather")
        wish.add(Selector(scenes=ids), tuple(edits), scope.say("why_weather"))
        return
    because = "why_time" if values["time"] or light else "why_weather"
    for where in given(target, scope):
        wish.add(scenes_of_shots(where, target, scope), tuple(edits), scope.say(because))


def _gives_way(light: str | None, values: dict[str, str]) -> bool:
    """A new hour replaces a kind of light, and a new weather those that are weathers themselves."""
    return light is not None and bool(values["time"] or (values["weather"] and light in ("hard_noon", "overcast", "storm")))


def _kind_of_light(clause: Clause) -> str:
    """``lit by a single candle``; "" where a light that is there is to be more or less."""
    bent = clause.has("darker", "brighter", "warmer", "colder", "less", "more", "soften", "deepen", "off", "omit", "no")
    for span, value in clause.values("lights"):
        if not clause.is_used(span) and not (bent and span.value("concept")):
            clause.use(span)
            return value
    return ""


def placed(edit: Edit, target: Target, scope: Scope, wish: Wish) -> None:
    """The scene moved to another place that the film has."""
    for where in given(target, scope):
        wish.add(scenes_of_shots(where, target, scope), (edit,), scope.say("why_place"))


def scenes_of_shots(where: Selector, target: Target, scope: Scope) -> Selector:
    """The selector, when it means whole scenes. Raises Unclear (the whole scene?) when it means only some shots."""
    chosen = scope.selection(where)
    in_scene = {shot.id for _, scene, shot in scope.series.walk() if scene.id in chosen.scenes}
    if set(chosen.shots) == in_scene:
        return where
    if target.pronoun:
        return Selector(scenes=chosen.scenes)
    names = [scope.name(scene) for scene in chosen.scenes[:3]]
    raise scope.ask(
        "whole_scene",
        (Choice(label=", ".join(names), note=f"{_without_shots(scope)} {scope.say('in_the_whole', scene=' + '.join(names))}".strip()),),
        scene=", ".join(names),
    )


def _without_shots(scope: Scope) -> str:
    """The note's wish without where: said again of whole scenes."""
    from crew.understudy.note_counting import counted
    from crew.understudy.note_people import people_named
    from crew.understudy.note_text import words_in

    clause = Clause(words_in(scope.note), scope.lexicon)
    for kind in ("shot", "scene", "episode"):
        counted(clause, scope, kind)
    clause.take_all("it", "shot", "scene")
    people_named(clause, scope)
    kept = [scope.note[w.start : w.end] for i, w in enumerate(clause.words) if i not in clause.used and w.text not in ("of", "in", "का", "के", "ka", "ke")]
    return " ".join(kept)


def dressing(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    """Neon, and things that a place shows."""
    neon = clause.find("neon")
    if neon is not None:
        clause.use(neon)
        off = clause.take("no") or clause.take("omit") or clause.take("off") or clause.take("less")
        clause.take_all("add", "more", "on", "light")
        for where in given(target, scope):
            wish.add(scenes_of_shots(where, target, scope), (Edit(path="place.neon", value=not off),), scope.say("why_place"))
    things = [(span, clause.words[span.at].text) for span, _ in clause.values("dressing") if span.value("concept") is None or clause.find("add")]
    add = clause.find("add")
    gone = clause.find("omit", "no")
    if not things or not (add or gone) or not (target.given or target.pronoun):
        return
    for span, _ in things:
        word = " ".join(w.text for w in clause.words[span.at : span.end])
        clause.use(span)
        clause.take_all("add", "omit", "no", "more")
        for where in given(target, scope):
            for place_id in scope.selection(where).places:
                shown = scope.series.bible.place(place_id).dressing
                if gone and word not in shown:
                    raise scope.cannot("not_there", thing=word, place=scope.name(place_id), have=", ".join(shown) or "-")
                if not gone and word in shown:
                    raise scope.cannot("there_already", thing=word, place=scope.name(place_id))
            edit = Edit(path="place.dressing", op="remove" if gone else "add", value=word)
            wish.add(scenes_of_shots(where, target, scope), (edit,), scope.say("why_place"))
