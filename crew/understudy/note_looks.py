"""Looks in notes: "like an old 16mm film", "teal and orange", "add anamorphic flares", "no halation"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crew.understudy.note_target import Scope, Target, Wish
from crew.understudy.note_text import Clause, Hit, Lexicon, phrase
from film.canonical import plain
from film.changes import Selector
from film.edits import Edit
from film.named_looks import NamedLook
from film.state import Look


def look_entries(looks: Sequence[NamedLook], lexicon: Lexicon) -> list[tuple[str, Hit]]:
    """What notes call each look. A phrase that means something already keeps its meaning; a bare length is a lens's."""
    found: list[tuple[str, Hit]] = []
    for look in looks:
        called: Iterable[str] = (look.name.replace("_", " "), *look.title.values(), *(w for ws in look.words.values() for w in ws))
        for text in dict.fromkeys(called):
            key = phrase(text)
            is_length = len(key) == 2 and key[0].isdigit()
            if key and not is_length and not lexicon.means(key):
                found.append((text, ("look", look.name)))
    return found


def look(clause: Clause, target: Target, scope: Scope, wish: Wish) -> None:
    """The look that the note names, written over the shots; with "no" before it, what it does is taken back."""
    known = {each.name: each for each in scope.looks}
    for span, name in clause.values("look"):
        if name not in known:
            continue
        clause.use(span)
        stated = known[name].look
        fields = sorted(stated.model_fields_set)
        if clause.take("no", "omit", "off", "stop", "less"):
            stated = Look()
        clause.take_all("style", "look", "change_verb", "more", "add", "much")
        edits = tuple(Edit(path=f"shot.state.look.{field}", value=plain(getattr(stated, field))) for field in fields)
        for where in target.seen() if target.given or target.people else (Selector(),):
            wish.add(where, edits, scope.say("why_stock"))
