"""How bright, warm, contrasty and colourful: the finish does it, unless the note names a light. And grain and style."""

from __future__ import annotations

import math

from crew.answers.notes import Choice
from crew.remedies import COLD_KELVIN, WARM_KELVIN, WARMTH
from crew.understudy.note_amounts import amount, sign_of
from crew.understudy.note_target import Scope, Target, Wish, where_choices
from crew.understudy.note_text import Clause
from film.changes import Selector
from film.edits import Edit

BRIGHTNESS_STOPS, CONTRAST, SATURATION, LOOK = 0.6, 0.2, 0.3, 0.2
AXES = {
    "darker": ("brightness", -1), "brighter": ("brightness", 1), "warmer": ("warmth", 1), "colder": ("warmth", -1),
    "punchier": ("contrast", 1), "flatter": ("contrast", -1), "colourful": ("saturation", 1), "pale": ("saturation", -1),
    "too_dark": ("brightness", 1), "too_bright": ("brightness", -1),
}  # fmt: skip
STEPS = {
    "brightness": ("grade.brightness_stops", BRIGHTNESS_STOPS), "warmth": ("grade.warmth", WARMTH),
    "contrast": ("grade.contrast", CONTRAST), "saturation": ("grade.saturation", SATURATION),
}  # fmt: skip
NOUNS = (
    ("contrast", "contrast"), ("saturation", "saturation"), ("brightness_noun", "brightness"), ("lamp", "brightness"), ("key_light", "brightness"),
    ("fill_light", "brightness"), ("light", "brightness"), ("stop_noun", "brightness"),
)  # fmt: skip
LIGHTS = {"lamp": "practical_stops", "key_light": "key_stops", "fill_light": "fill_stops"}
NATURAL = ("natural", "default", "normal", "none")


def picture(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    """Grade edits, or light edits when the note names a light."""
    wanted: dict[str, int] = {}
    spans = {}
    for concept, (axis, sign) in AXES.items():
        for span in clause.find_all(concept):
            sign_here = sign if concept.startswith("too_") else sign * sign_of(clause, span, scope)
            if wanted.get(axis, sign_here) != sign_here:
                raise scope.ask("contradiction", where_choices(scope)[:0])
            if axis == "contrast" and any(0 <= s.at - span.end <= 0 for s in clause.find_all("saturation")):
                axis = "saturation"
            wanted[axis], spans[axis] = sign_here, span
            clause.use(span)
    shadows = clause.find("fill_light")
    if shadows is not None and not wanted:
        softer = clause.find("soften", "less", "raise", "quieter")
        deeper = clause.find("deepen", "more", "deeper")
        if (softer or deeper) and any("shadow" in w.text for w in clause.words[shadows.at : shadows.end]):
            clause.use(shadows)
            clause.take_all("soften", "less", "raise", "quieter", "deepen", "more", "deeper")
            value = (0.9 if softer else -0.9) * amount(clause)
            for where in picture_wheres(clause, target, scope):
                wish.add(where, (Edit(path="shot.state.light.fill_stops", op="adjust", value=value),), scope.say("why_light"))
            return
    for noun, axis in NOUNS:
        span = clause.find(noun)
        if noun == "saturation" and "warmth" in wanted and span is not None:
            clause.use(span)
            continue
        if span is None or axis in wanted or (noun in LIGHTS and wanted):
            continue
        sign = _signed(clause, scope, span) if noun == "stop_noun" else 0
        sign = sign or _more_or_less(clause, of_light=noun in LIGHTS)
        if sign:
            wanted[axis], spans[axis] = sign, span
            if noun not in LIGHTS:
                clause.use(span)
    _fixed_colour(clause, target, scope, wish)
    if not wanted:
        return
    light = next((name for name in LIGHTS if clause.find(name)), None)
    if light and not ({"brightness", "warmth"} & set(wanted)):
        light = None
    clause.take_all("light")
    wheres = picture_wheres(clause, target, scope)
    edits, because = [], []
    for axis, sign in wanted.items():
        path, step = STEPS[axis]
        value = round(sign * _step(clause, scope, spans[axis], axis, step), 3)
        if light and axis == "brightness":
            edits.append(Edit(path=f"shot.state.light.{LIGHTS[light]}", op="adjust", value=round(value * 1.5, 3)))
        elif light and axis == "warmth":
            edits.append(Edit(path="shot.state.light.key_kelvin", value=WARM_KELVIN if sign > 0 else COLD_KELVIN))
        else:
            edits.append(Edit(path=path, op="adjust", value=value))
    because.append(scope.say("why_light" if light else "why_grade"))
    if light:
        clause.take_all(light)
    for where in wheres:
        wish.add(where, tuple(edits), because[0])


def picture_wheres(clause: Clause, target: Target, scope: Scope) -> tuple[Selector, ...]:
    """Where a look applies. Nothing named, or only a person, is a question."""
    if target.people and not target.given and not clause.has("shot", "scene"):
        who = " ".join(scope.name(p) for p in target.people)
        said = scope.say("shots_of", who=who)
        raise scope.ask("person_or_shots", (Choice(label=said, note=f"{scope.note.rstrip('.!')}: {said}"),), who=who)
    return given(target, scope)


def given(target: Target, scope: Scope) -> tuple[Selector, ...]:
    """The selectors of the target, else what was last talked of. Raises Unclear (where?) when there is neither."""
    if target.given or target.people:
        return target.seen()
    if scope.last:
        return scope.last
    raise scope.ask("where", where_choices(scope))


def _signed(clause: Clause, scope: Scope, span) -> int:
    """The sign that is written before a number of stops: ``+1 stop``."""
    if span.at and clause.words[span.at - 1].kind == "number":
        before = scope.note[: clause.words[span.at - 1].start].rstrip()[-1:]
        sign = {"+": 1, "-": -1, "−": -1, "–": -1}.get(before, 0)
        after = clause.words[span.end].text if span.end < len(clause.words) else ""
        needed = any(w.text in ("use", "need", "needs", "give", "wants") for w in clause.words)
        return sign or {"over": 1, "under": -1}.get(after, 0) or (1 if needed and not clause.has("less", "down", "quieter") else 0)
    return 0


def _more_or_less(clause: Clause, *, of_light: bool = False) -> int:
    """1 or -1 by a word for more or less, up or down; 0 when there is none."""
    if clause.find("less", "down", "quieter", "no"):
        clause.take_all("less", "down", "quieter", "no", "move", "change_verb")
        return -1
    if (span := clause.find("omit")) and clause.words[span.at].text in ("drop", "cut", "lose", "kill"):
        clause.use(span)
        return -1
    if of_light and clause.find("off", "omit"):
        clause.take_all("off", "omit")
        return -1
    verb = next((i for i, w in enumerate(clause.words) if w.text in ("take", "pull", "drain", "suck", "bring")), None)
    out = next((i for i, w in enumerate(clause.words) if w.text == "out"), None)
    if verb is not None and out is not None and verb < out:
        clause.used.update((verb, out))
        return -1
    if clause.find("more", "much", "add", "up", "louder", "raise"):
        clause.take_all("more", "add", "up", "louder", "raise", "move", "change_verb")
        return 1
    return 0


def _step(clause: Clause, scope: Scope, span, axis: str, step: float) -> float:
    number = next((i for i, w in enumerate(clause.words) if w.kind == "number" and i not in clause.used), None)
    if number is not None:
        unit = clause.words[number + 1].text if number + 1 < len(clause.words) else ""
        value = float(clause.words[number].text)
        if unit in ("stop", "stops", "स्टॉप") and axis == "brightness":
            clause.used.update((number, number + 1))
            return min(value, 4.0)
        if unit in ("percent", "प्रतिशत", "फीसदी", "pratishat") or scope.note[clause.words[number].end :].lstrip().startswith("%"):
            clause.used.update({number, number + 1} if unit in ("percent", "प्रतिशत", "फीसदी", "pratishat") else {number})
            share = value / 100
            darker = ("concept", "darker") in span.hits
            if axis == "brightness":
                return abs(math.log2(max(0.1, 1 - share if darker else 1 + share)))
            return share
    word = next(iter(clause.find_all("stop_noun", fresh=False)), None)
    if word is not None and axis == "brightness":
        before = clause.words[word.at - 1].text if word.at else ""
        clause.use(word)
        clause.take("half")
        if word.at:
            clause.used.add(word.at - 1)
        return 0.5 if "half" in (before, clause.words[max(0, word.at - 2)].text) else scope.words.numbers_by_word.get(before, 1.0)
    return step * amount(clause)


def _fixed_colour(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    for concept, value in (("monochrome", 0.0), ("in_colour", 1.0)):
        span = clause.find(concept)
        if span is None:
            continue
        clause.use(span)
        clause.take_all("look", "style")
        for where in picture_wheres(clause, target, scope):
            wish.add(where, (Edit(path="grade.saturation", value=value),), scope.say("why_grade"))


def stock(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    """Grain, vignette and bloom: what lens and film stock do while it is shot."""
    for name in ("grain", "vignette", "bloom"):
        span = clause.find(name)
        if span is None:
            continue
        clause.use(span)
        if clause.take("no") or clause.take("omit") or clause.take("off") or clause.take("stop"):
            edit = Edit(path=f"shot.state.look.{name}", value=0.0)
        else:
            sign = -1 if clause.take("less") or sign_of(clause, span, scope) < 0 else 1
            clause.take("more"), clause.take("add")
            edit = Edit(path=f"shot.state.look.{name}", op="adjust", value=round(sign * LOOK * amount(clause), 3))
        for where in picture_wheres(clause, target, scope) if target.given or target.people or target.pronoun else (Selector(),):
            wish.add(where, (edit,), scope.say("why_stock"))


def style(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    """A style that the engine has; another is an answer that lists them."""
    named = clause.values("style")
    for span in clause.find_all("style_name") if not named else ():
        within = [(s, s.value("style")) for word in clause.words[span.at : span.end] for s in scope.lexicon.spans((word,))]
        named = [(span, value) for _, value in within if value is not None]
    unknown = clause.find("style_name")
    asked = clause.find("style")
    if not named and asked and not unknown and clause.has("dutch", "low_angle", "high_angle", "handheld", "overhead", "wear", "hair"):
        clause.use(asked)
        return
    if not named and not unknown and not asked:
        return
    have = ", ".join(name.replace("_", " ") for name in scope.styles) or scope.say("no_styles")
    if not named:
        natural = next((i for i in clause.left() if clause.words[i].text in NATURAL), None)
        if natural is not None and asked:
            clause.used.add(natural)
            clause.use(asked)
            chosen: list = []
        else:
            left = unknown or asked
            wanted = " ".join(clause.words[i].text for i in (clause.left() or range(left.at, left.end)))  # type: ignore[union-attr]
            if clause.take("change_verb") and not clause.left():
                raise scope.ask("which_style", tuple(Choice(label=s, note=f"{scope.note.rstrip('.!?')}: {s.replace('_', ' ')} style") for s in scope.styles), have=have)
            raise scope.cannot("unknown_style", wanted=wanted, have=have)
    else:
        span, value = named[0]
        clause.use(span)
        chosen = [{"style": value, "weight": 1.0}]
    clause.take_all("style", "look", "change_verb")
    for where in target.seen() if target.given or target.people else (Selector(),):
        wish.add(where, (Edit(path="shot.state.styles", value=chosen),), scope.say("why_style"))
