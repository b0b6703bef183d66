"""People: what they wear, who plays them, how they sound, what they do and feel in a shot."""

from __future__ import annotations

from dataclasses import replace

from crew.answers.notes import Choice
from crew.understudy.note_amounts import amount
from crew.understudy.note_people import people_talked_of
from crew.understudy.note_target import Scope, Target, Wish, scene_choices, thing_choices
from crew.understudy.note_text import Clause, Span
from film.base import Frozen
from film.bible import Character
from film.changes import Selector
from film.edits import Edit
from film.series import Doing

YEARS, HEIGHT_M = 15, 0.08
VOICES = {"woman": ("f2", "f4", "f1", "f3", "f5"), "man": ("m3", "m1", "m7", "m5", "m2"), "androgynous": ("m3", "f2", "m1", "f4")}
BUILDS = ("slim", "average", "athletic", "heavy")
_HAIR_NEAR = 3
_PRONOUNS = frozenset({"she", "he", "her", "his", "him", "hers"})
_EVERYBODY = frozenset({"them", "they", "everyone", "everybody", "people", "सबको", "सब", "उन्हें", "sabko", "sab", "unhe"})
ACTING_VERBS = ("stand", "walk", "run", "sit", "turn", "reach", "point", "hold", "wave", "embrace", "nod", "laugh", "cry", "kneel", "enter", "leave", "drink", "write", "fall", "look", "shake_head", "kiss", "handshake", "dance", "lie", "sleep", "bow", "clap", "shrug")


class Redress(Frozen):
    """Edits found for one person, by the root that they belong to."""

    outfit: tuple[Edit, ...] = ()
    character: tuple[Edit, ...] = ()


def cast(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    """Everything that a clause says of the people it names."""
    if not target.people and not target.given and any(clause.values(t) for t in ("garments", "headwear", "marks", "facial_hair", "hair_styles", "accents")):
        talked_of = people_talked_of(scope)
        target = replace(target, people=talked_of[0] if talked_of and len(talked_of[0]) == 1 else ())
    if not target.people:
        return
    outfit = _outfit(clause, scope)
    recast = clause.take("recast")
    person = _identity(clause, target, scope, recast=recast is not None)
    voice = _voice(clause, target, scope)
    if recast is not None and not person and not voice:
        raise scope.ask("recast_as", who=_names(scope, target.people))
    clause.take_all(*(("wear", "hair", "skin", "change_verb", "add", "look", "take_off_garment", "omit", "on") if outfit or person or voice else ()))
    if outfit:
        for where in target.seen():
            if target.scenes_named and not scope.shots(where):
                raise scope.cannot("not_seen", who=_names(scope, target.people))
            wish.add(where, tuple(outfit), scope.say("why_wardrobe"))
    if person or voice:
        if target.given and not target.whole and not _sees_everything(target, scope):
            raise scope.ask(
                "person_everywhere",
                (Choice(label=scope.say("everywhere"), note=_everywhere(scope)),),
                who=_names(scope, target.people),
            )
        where = Selector(characters=target.people)
        wish.add(where, (*person, *voice), scope.say("why_voice" if voice and not person else "why_cast"))


def _everywhere(scope: Scope) -> str:
    from crew.understudy.note_counting import counted
    from crew.understudy.note_text import words_in

    clause = Clause(words_in(scope.note), scope.lexicon)
    for kind in ("shot", "scene", "episode"):
        counted(clause, scope, kind)
    for span, _ in clause.values("place"):
        clause.use(span)
    kept = [scope.note[w.start : w.end] for i, w in enumerate(clause.words) if i not in clause.used]
    return " ".join([*kept, scope.say("whole_film_in")])


def _sees_everything(target: Target, scope: Scope) -> bool:
    everywhere = set(scope.selection(Selector(characters=target.people)).shots)
    return everywhere <= {shot for where in target.seen() for shot in scope.selection(where).shots}


def _names(scope: Scope, people: tuple[str, ...]) -> str:
    return ", ".join(scope.name(who) for who in people)


def _outfit(clause: Clause, scope: Scope) -> list[Edit]:
    edits: dict[str, Edit] = {}
    colours = [(s, v) for s, v in clause.values("colours") if not _of_hair(clause, s)]
    for span, garment in clause.values("garments"):
        if span.value("concept") == "wear" and span.end in clause.used:
            continue
        off = _taken_off(clause, span)
        clause.use(span)
        if off:
            raise scope.ask("wear_instead", thing=" ".join(w.text for w in clause.words[span.at : span.end]))
        edits["outfit.garment"] = Edit(path="outfit.garment", value=garment)
    for span, headwear in clause.values("headwear"):
        if clause.is_used(span):
            continue
        off = _taken_off(clause, span)
        clause.use(span)
        edits["outfit.headwear"] = Edit(path="outfit.headwear", value="none" if off else headwear)
    if clause.take("bareheaded"):
        edits["outfit.headwear"] = Edit(path="outfit.headwear", value="none")
    trousers, accents = clause.find("trousers"), clause.values("accents")
    for span, colour in colours:
        if clause.is_used(span) or not (edits or clause.find("wear") or trousers or accents or clause.find("change_verb")):
            continue
        clause.use(span)
        if trousers is not None and trousers.at >= span.at and trousers.at - span.at <= 2:
            edits["outfit.legs_colour"] = Edit(path="outfit.legs_colour", value=colour)
            clause.use(trousers)
        elif accents and not clause.is_used(accents[0][0]):
            clause.use(accents[0][0])
            edits["outfit.accent_colour"] = Edit(path="outfit.accent_colour", value=colour)
        elif "outfit.headwear" in edits and "outfit.garment" not in edits and not clause.has("wear"):
            raise scope.ask("wear_instead", thing=str(edits["outfit.headwear"].value))
        else:
            edits["outfit.top_colour"] = Edit(path="outfit.top_colour", value=colour)
    if edits:
        clause.take_all("wear", "saturation")
    return list(edits.values())


def _taken_off(clause: Clause, span: Span) -> bool:
    return any(0 < span.at - s.end + 1 <= 3 for s in clause.find_all("take_off_garment", "no", "omit", fresh=False)) or any(
        0 <= s.at - span.end <= 2 for s in clause.find_all("take_off_garment", "omit", fresh=False)
        if clause.words[s.at].text not in ("no", "without")
    )  # fmt: skip


def _of_hair(clause: Clause, span: Span) -> bool:
    """A colour that stands before hair, or ``dye her hair red``."""
    if span.value("hair_colours") is None:
        return False
    nouns = [s.at for s in clause.find_all("hair", fresh=False)]
    nouns += [s.at for s, _ in clause.values("facial_hair", fresh=False)]
    garments = [s.at for s, _ in (*clause.values("garments", fresh=False), *clause.values("headwear", fresh=False))]
    near = [at for at in nouns if abs(at - span.at) <= _HAIR_NEAR]
    return bool(near) and not any(0 < at - span.at <= 2 for at in garments)


def _identity(clause: Clause, target: Target, scope: Scope, *, recast: bool) -> list[Edit]:
    edits: dict[str, object] = {}
    people = [p for p in scope.series.bible.characters if p.id in target.people]
    for span, colour in clause.values("hair_colours"):
        if _of_hair(clause, span) and not clause.is_used(span):
            clause.use(span)
            edits["hair_colour"] = colour
    for span, style in clause.values("hair_styles"):
        clause.use(span)
        edits["hair"] = style
    if "hair" not in edits and clause.find("hair") and (grown := clause.take("longer", "shorter")) is not None:
        edits["hair"] = "long" if grown.value("concept") == "longer" else "short"
    if clause.take("clean_shaven"):
        edits["facial_hair"] = "none"
    for span, hair in clause.values("facial_hair"):
        clause.use(span)
        edits["facial_hair"] = "none" if _taken_off(clause, span) else hair
    if clause.take("no_glasses"):
        edits["glasses"] = False
    for span, mark in clause.values("marks"):
        clause.use(span)
        edits[mark] = not _taken_off(clause, span)
    for span, build in clause.values("builds"):
        if span.value("concept") in (None, "thinner", "fatter"):
            clause.use(span)
            edits["build"] = build
    for concept, way in (("thinner", -1), ("fatter", 1)):
        if clause.take(concept):
            edits["build"] = "slim" if way < 0 else "heavy"
    _age(clause, scope, people, edits, recast)
    for span, height in clause.values("heights"):
        if (recast or edits or clause.find("do_verb", fresh=False)) and span.value("concept") in (None, "taller", "smaller"):
            clause.use(span)
            edits["height_m"] = float(height)
    for concept, way in (("taller", HEIGHT_M), ("smaller", -HEIGHT_M)):
        if clause.take(concept):
            edits["height_m"] = ("adjust", way * amount(clause))
    if recast and "age" in edits:
        for word in clause.words:
            sex = next((s.value("presents") for s in scope.lexicon.spans((word,)) if s.value("presents")), None)
            if sex is not None and word.text not in _PRONOUNS:
                edits["presents"] = sex
    presents = [(s, v) for s, v in clause.values("presents") if clause.words[s.at].text not in _PRONOUNS]
    if presents and (recast or edits):
        clause.use(presents[0][0])
        edits["presents"] = presents[0][1]
    if recast and edits and "face_seed" not in edits:
        edits["face_seed"] = ("adjust", 1)
    if recast and not edits and clause.find("recast", fresh=False):
        edits["face_seed"] = ("adjust", 1)
        clause.take_all("recast")
    return [
        Edit(path=f"character.identity.{name}", op="adjust", value=value[1]) if isinstance(value, tuple)
        else Edit(path=f"character.identity.{name}", value=value)  # type: ignore[arg-type]
        for name, value in edits.items()
    ]  # fmt: skip


def _age(clause: Clause, scope: Scope, people: list[Character], edits: dict[str, object], recast: bool) -> None:
    for at, word in enumerate(clause.words):
        number = float(word.text) if word.kind == "number" else scope.words.numbers_by_word.get(word.text)
        if number is None or at in clause.used or not 4 <= number <= 100:
            continue
        after = [s for s in clause.find_all("years_old", "years", "older", "younger") if 0 < s.at - at <= 1]
        before = at and clause.words[at - 1].text in ("aged", "age", "उम्र")
        way = next((sign for word, sign in (("up", 1), ("down", -1)) if any(w.text == word for w in clause.words)), 0)
        if way and any(w.text in ("age", "aged") for w in clause.words) and any(s.at == at + 1 for s in clause.find_all("years", fresh=False)):
            clause.used.update(i for i, w in enumerate(clause.words) if w.text in ("age", "aged", "up", "down", "years", "by") or i == at)
            edits["age"] = ("adjust", int(way * number))
            return
        made = _is_made(clause, at)
        if not after and not before and not made:
            continue
        clause.used.add(at)
        relative = clause.find("older", "younger")
        for span in clause.find_all("years_old", "years"):
            clause.use(span)
        if relative is not None and not made and not (after and after[0] in clause.find_all("years_old", fresh=False)):
            way = 1 if relative in clause.find_all("older") else -1
            clause.use(relative)
            edits["age"] = ("adjust", int(way * number))
        else:
            clause.take_all("older", "younger")
            edits["age"] = int(number)
        return
    for concept, way in (("older", 1), ("younger", -1)):
        span = clause.find(concept)
        if span is not None:
            clause.use(span)
            for s, _ in clause.values("ages"):
                clause.use(s)
            edits["age"] = ("adjust", int(way * YEARS * amount(clause)))
            return
    ages = clause.values("ages")
    if ages and (recast or edits or clause.find("do_verb", fresh=False)):
        for span, age in ages[:1]:
            clause.use(span)
            edits["age"] = int(age)


def _is_made(clause: Clause, at: int) -> bool:
    """``make her 30``: a number and nothing after it, said of somebody."""
    ended = at + 1 == len(clause.words) or clause.words[at + 1].kind == "break"
    who = clause.words[at - 1].text in ("her", "him") or any(s.end == at and s.value("character") for s in clause.spans)
    made = any(word.text in ("make", "made", "be") for word in clause.words[max(0, at - 3) : at])
    return bool(at) and ended and who and made


def _voice(clause: Clause, target: Target, scope: Scope) -> list[Edit]:
    people = [p for p in scope.series.bible.characters if p.id in target.people]
    if clause.take("new_voice") or (clause.find("voice") and clause.find("change_verb")):
        clause.take_all("voice", "change_verb")
        choices = VOICES[people[0].identity.presents]
        now = people[0].voice.variant
        fresh = next(v for v in choices if v != now)
        return [Edit(path="character.voice.variant", value=fresh)]
    for concept, way in (("deeper", -15), ("higher", 15)):
        span = clause.find(concept)
        if span is not None and (clause.find("voice", "sound") or "voice" in " ".join(w.text for w in clause.words[span.at : span.end])):
            clause.use(span)
            clause.take_all("voice", "sound")
            return [Edit(path="character.voice.pitch", op="adjust", value=way)]
    if clause.find("slower", "faster") and clause.find("say", *(() if scope.language == "hi" else ("voice",))):
        slow = bool(clause.take("slower"))
        slow = slow != bool(clause.take("too"))
        clause.take("faster"), clause.take_all("say", "voice")
        return [Edit(path="character.voice.rate_wpm", op="adjust", value=-25 if slow else 25)]
    return []


def acting(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    """What people do and feel, in the shots that show them. Nowhere said where: the one talked of, else a question."""
    if not target.people and target.given and any(word.text in _EVERYBODY for word in clause.words):
        target = replace(target, people=tuple(who for where in target.wheres for who in scope.selection(where).characters))
    if not target.people:
        return
    verbs = [(s, v) for s, v in clause.values("verbs") if v in ACTING_VERBS and s.value("concept") in (None, "act", "emotion_word")]
    feelings = [(s, v) for s, v in clause.values("expressions") if s.value("concept") not in ("colder", "warmer", "darker", "brighter") or clause.has("emotion_word", "face")]
    if scope.language == "en":
        verbs = [(s, v) for s, v in verbs if s.at and clause.words[s.at - 1].text not in ("be", "been", "is", "are", "was")]
    if scope.language == "en" and not clause.has("do_verb", "stop", "not", "no"):
        verbs = [(s, v) for s, v in verbs if not clause.words[s.at].text.endswith("ing")]
    if not verbs and not feelings:
        return
    stopped = clause.find("stop", "not", "no")
    update: dict[str, object] = {}
    if feelings:
        span, value = feelings[0]
        clause.use(span)
        update["expression"] = "neutral" if stopped else value
    for span, value in verbs:
        if clause.is_used(span):
            continue
        clause.use(span)
        if not feelings or value not in ("laugh", "cry", "look"):
            update["verb"] = "stand" if stopped else value
    if feelings and clause.words[feelings[0][0].at].text.startswith(("laugh", "cry", "cries")):
        update["verb"] = "laugh" if clause.words[feelings[0][0].at].text.startswith("laugh") else "cry"
    clause.take_all("stop", "emotion_word", "look", "more", "act", "no", "change_verb", "instead")
    amount(clause)
    wheres = target.seen() if target.given else _where_last_seen(target, scope)
    shots = [shot for where in wheres for _, shot in scope.shots(where)]
    if not shots:
        raise scope.cannot("not_seen", who=_names(scope, target.people))
    groups: dict[tuple[Doing, ...], list[str]] = {}
    for shot in shots:
        doing = {each.character_id: each for each in shot.doing}
        for who in target.people:
            if who in shot.cast:
                doing[who] = doing.get(who, Doing(character_id=who)).model_copy(update=update)
        groups.setdefault(tuple(doing.values()), []).append(shot.id)
    for doing, ids in groups.items():
        value = [each.model_dump(mode="json") for each in doing]
        wish.add(Selector(shots=tuple(ids)), (Edit(path="shot.doing", value=value),), scope.say("why_action"))


def _where_last_seen(target: Target, scope: Scope) -> tuple[Selector, ...]:
    last = [w.model_copy(update={"characters": ()}) for w in scope.last]
    seen = tuple(Target(wheres=tuple(last), people=target.people).seen()) if last else ()
    if seen and not all(w == Selector(characters=w.characters) for w in seen) and any(scope.shots(w) for w in seen):
        return seen
    ids = list(scope.selection(Selector(characters=target.people)).scenes)
    if len(ids) == 1:
        return (Selector(scenes=tuple(ids), characters=target.people),)
    shots = list(scope.selection(Selector(characters=target.people)).shots)
    if len(shots) <= 3:
        raise scope.ask("which_shot", thing_choices(scope, shots, None))
    raise scope.ask("which_scene_for", scene_choices(scope, ids, None), who=_names(scope, target.people))
