"""Who is meant: by name, in other letters, by description ("the old man") or by pronoun."""

from __future__ import annotations

from crew.understudy.note_names import person_by_sound
from crew.understudy.note_target import Scope, thing_choices
from crew.understudy.note_text import Clause, normal
from film.bible import Character
from film.changes import ChangeSet, Selector
from film.words import holds_phrase, stems

_DEFINITE = frozenset({"the", "that", "this", "her", "his", "their", "वह", "उस", "वो", "us", "woh", "वही"})
_INDEFINITE = frozenset({"a", "an", "as", "like", "into", "एक", "ek", "some"})
_POSTPOSITIONS = frozenset({"को", "का", "की", "के", "ने", "से", "ko", "ka", "ki", "ke", "ne", "se", "s"})
OLD, YOUNG = 60, 25


def people_named(clause: Clause, scope: Scope) -> list[tuple[int, str]]:
    """(place in the clause, character id) of everybody named outright; their words are used."""
    found: list[tuple[int, str]] = []
    for span, who in clause.values("character"):
        commonplace = span.value("concept") is not None
        raw = scope.note[clause.words[span.at].start]
        if commonplace and not raw.isupper():
            continue
        found.append((span.at, who))
        clause.use(span)
    known = {i for span in clause.spans if span.value("concept") for i in range(span.at, span.end)}
    for at, word in enumerate(clause.words):
        if word.kind == "word" and at not in known and at not in clause.used and not word.text.isascii():
            whose = person_by_sound(word.text, scope.series)
            if len(whose) == 1:
                found.append((at, whose[0]))
                clause.used.add(at)
    return sorted(dict.fromkeys(found))


def people_described(clause: Clause, scope: Scope, within: tuple[Selector, ...]) -> list[tuple[int, str]]:
    """People meant by what they are: ``the old man``, ``the fisherman``. Several that fit equally are a question."""
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(clause.words):
        length = _description_at(clause, scope, at)
        if not length:
            at += 1
            continue
        words = [clause.words[i].text for i in range(at, at + length)]
        fit = _fitting(clause, scope, at, length, within)
        if len(fit) == 1:
            found.append((at, fit[0].id))
            clause.used.update(range(at, at + length))
        elif len(fit) > 1:
            old = (clause.words[max(0, at - 1)].start if at and clause.words[at - 1].text in _DEFINITE else clause.words[at].start, clause.words[at + length - 1].end)
            raise scope.ask("which_person", thing_choices(scope, [p.id for p in fit], old), wanted=" ".join(words))
        at += length
    return found


def _description_at(clause: Clause, scope: Scope, at: int) -> int:
    """How many words from ``at`` describe somebody in particular; 0 when none do."""
    if at in clause.used or clause.words[at].kind != "word":
        return 0
    before = clause.words[at - 1].text if at else ""
    end = at
    while end < len(clause.words) and end not in clause.used and _describes(clause, scope, end):
        end += 1
    if end == at or not any(_is_noun(clause, scope, i) for i in range(at, end)):
        return 0
    after = clause.words[end].text if end < len(clause.words) else ""
    if before in _INDEFINITE:
        return 0
    return end - at if before in _DEFINITE or after in _POSTPOSITIONS else 0


def _describes(clause: Clause, scope: Scope, at: int) -> bool:
    return any(
        span.at <= at < span.end and any(table in ("presents", "ages", "builds", "heights") for table, _ in span.hits)
        for span in clause.spans
    ) or _is_noun(clause, scope, at)


def _is_noun(clause: Clause, scope: Scope, at: int) -> bool:
    if any(span.at <= at < span.end and span.value("presents") for span in clause.spans):
        return clause.words[at].text not in ("she", "he", "her", "his", "him", "hers", "herself", "himself")
    word = clause.words[at].text
    if any(table == "presents" for table, _ in scope.lexicon.meanings(word)) and word not in ("she", "he", "her", "his", "him", "hers"):
        return True
    if len(word) < 4 or any(s.at <= at < s.end and s.value("concept") for s in clause.spans):
        return False
    asked = stems(word)
    return any(asked <= stems(" ".join(person.description.values())) for person in scope.series.bible.characters) and not any(
        span.at <= at < span.end and any(t in ("garments", "colours", "headwear", "facial_hair", "hair_styles", "marks", "times", "weather", "place", "sets") for t, _ in span.hits)
        for span in clause.spans
    )


def _fitting(clause: Clause, scope: Scope, at: int, length: int, within: tuple[Selector, ...]) -> list[Character]:
    people = list(scope.series.bible.characters)
    if within:
        seen = {who for where in within for who in scope.selection(where).characters}
        people = [person for person in people if person.id in seen] or people
    for span in clause.spans:
        if not at <= span.at < at + length:
            continue
        presents, age = span.value("presents"), span.value("ages")
        text = normal(" ".join(w.text for w in clause.words[span.at : span.end]))
        if age is not None:
            old = int(age) >= OLD
            people = [p for p in people if (p.identity.age >= OLD if old else p.identity.age <= YOUNG)]
        elif presents is not None and not _told_of(people, text):
            people = [p for p in people if p.identity.presents == presents]
    for i in range(at, at + length):
        sex = next((value for table, value in scope.lexicon.meanings(clause.words[i].text) if table == "presents"), None)
        if sex is not None and not _told_of(people, clause.words[i].text):
            people = [p for p in people if p.identity.presents == sex]
    covered = {i for span in clause.spans if span.value("presents") or span.value("ages") for i in range(span.at, span.end)}
    for i in range(at, at + length):
        text = clause.words[i].text
        if i not in covered or _told_of(people, text):
            people = [p for p in people if stems(text) <= stems(" ".join(p.description.values()))] or people
    return people


def _told_of(people: list[Character], text: str) -> bool:
    return any(stems(text) <= stems(" ".join(p.description.values())) for p in people)


def people_by_pronoun(
    clause: Clause, scope: Scope, within: tuple[Selector, ...], named: tuple[str, ...] = ()
) -> list[tuple[int, str]]:
    """She, he or they: whoever was last talked of and fits, else the one who fits in the target; else a question."""
    span = clause.find("she", "he", "they", "person_hi")
    if span is None:
        return []
    if clause.has("music", "sound") and span in clause.find_all("person_hi"):
        clause.use(span)
        return []
    presents = "woman" if span in clause.find_all("she") else "man" if span in clause.find_all("he") else None
    if presents is None and span in clause.find_all("they"):
        return _several(clause, scope, span, within)
    people = {p.id: p for p in scope.series.bible.characters}
    here = [*named, *_speakers(clause, scope)]
    if here and all(presents is None or people[who].identity.presents in (presents, "androgynous") for who in here if who in people):
        for each in clause.find_all("she", "he", "they", "person_hi"):
            clause.use(each)
        return [] if named else [(span.at, who) for who in dict.fromkeys(here)]
    fits = [p for p in people.values() if presents is None or p.identity.presents in (presents, "androgynous")]
    for group in people_talked_of(scope):
        fit = [who for who in group if any(p.id == who for p in fits)]
        if len(fit) == 1:
            clause.use(span)
            return [(span.at, fit[0])]
        if fit:
            fits = [people[who] for who in fit]
            break
    if within:
        seen = {who for where in within for who in scope.selection(where).characters}
        fits = [p for p in fits if p.id in seen] or fits
    if len(fits) == 1:
        clause.use(span)
        return [(span.at, fits[0].id)]
    old = (clause.words[span.at].start, clause.words[span.end - 1].end)
    raise scope.ask("who", _named_choices(scope, [p.id for p in fits or people.values()], old))


def _speakers(clause: Clause, scope: Scope) -> list[str]:
    """Who says the lines that the clause quotes."""
    quotes = [clause.words[i].text for i in clause.quotes(fresh=False)]
    said = [line.character_id for line in scope.series.lines() for quote in quotes if quote and any(holds_phrase(t, quote) for t in line.text.values())]
    return list(dict.fromkeys(said)) if len(set(said)) == 1 else []


def _named_choices(scope: Scope, ids: list[str], old: tuple[int, int]):
    word = scope.note[old[0] : old[1]].casefold()
    choices = thing_choices(scope, ids, old)
    if word in ("her", "his", "their"):
        after = scope.note[old[1] :].strip().split(" ")[0].casefold() if scope.note[old[1] :].strip() else ""
        owning = word in ("his", "their") or after not in ("", "a", "an", "the", "in", "smile", "run", "walk", "sit", "look", "be", "cry", "laugh", "older", "younger", "say", "wear")
        if owning:
            choices = tuple(c.model_copy(update={"note": scope.note_with(old, f"{c.label}'s")}) for c in choices)
    return choices


def _several(clause: Clause, scope: Scope, span, within: tuple[Selector, ...]) -> list[tuple[int, str]]:
    for group in people_talked_of(scope):
        if len(group) > 1:
            clause.use(span)
            return [(span.at, who) for who in group]
    return []


def people_talked_of(scope: Scope) -> list[tuple[str, ...]]:
    """The people of the earlier exchanges, the latest first: those changed or shown, else those the note names."""
    found = []
    known = {p.id for p in scope.series.bible.characters}
    for turn in reversed(scope.turns):
        named = dict.fromkeys(_in_change(turn.answer.change)) if turn.answer.change else {}
        if not named:
            words = Clause(_words(turn.note), scope.lexicon)
            named = dict.fromkeys(who for _, who in people_named(words, scope))
        group = tuple(who for who in named if who in known)
        if group:
            found.append(group)
    return found


def _words(note: str):
    from crew.understudy.note_text import words_in

    return words_in(note)


def _in_change(change: ChangeSet) -> list[str]:
    return [who for part in (change, *change.then) for who in part.where.characters]
