"""Whether every word of a wish is accounted for, and what is asked when one is not.

Where a wish and its place are clear, everyday words are passed over. What could change the note is not: a number, a
name, a thing that stands where a target or an object stands, a denial, a second thing that is asked for.
"""

from __future__ import annotations

from crew.answers.notes import Choice
from crew.understudy.note_acts import ACTS
from crew.understudy.note_names import scenes_of
from crew.understudy.note_target import Scope, Wish
from crew.understudy.note_text import Clause, distance, phrase

_HARMLESS = (
    "a_bit", "much", "more", "less", "it", "camera", "shot", "scene", "episode", "change_verb", "add", "use", "on", "look", "polite", "do_verb", "conj",
    "yes_word", "too", "title", "weather", "sound", "copula", "part", "angle", "whole", "standing", "also", "only", "image", "set_in", "up", "down", "keep",
    "back", "both", "saturation",
)  # fmt: skip
_IDLE = ("hair", "heavier", "vague", "praise", "again", "face", "she", "he", "they", "it", "ask", "meant", "yes_word", "still", "enough", "off", "to_start", "times_noun", "stop_noun", "say", "history", "not_hi", "opening")
"""Concepts that, left over beside a wish that is made, ask for nothing more."""
_WEIGHTY = frozenset({"hardly", "barely", "scarcely", "unless", "until", "till", "almost", "rather", "instead", "without", "half", "never", "nobody", "nothing", "only", "if", "not", "no", "dont",
                      "नहीं", "मत", "nahi", "nahin", "mat", "बिना", "अगर", "जब", "तब", "jab", "tab", "bina", "agar"})  # fmt: skip
_BEFORE_THINGS = frozenset({"the", "a", "an", "this", "that", "of", "in", "on", "at", "to", "into", "with", "for", "from", "her", "his", "their", "more", "less", "add", "and", "और", "aur", "एक", "ek", "some", "any", "like"})
_AFTER_THINGS = frozenset({"को", "ko", "का", "ka", "की", "ki", "के", "ke", "में", "mein", "me", "पर", "par", "pe", "और", "aur", "and", "से", "se", "वाला", "वाले", "wala", "wale"})


def all_explained(clause: Clause, scope: Scope, wish: Wish, *, placed: bool) -> None:
    """Raises Unclear when a word is left that nothing explains and that may change what is meant."""
    left = [i for i in clause.left() if clause.words[i].kind != "quote"]
    left = [i for i in left if not _harmless(clause, i)]
    if wish.changes:
        left = [i for i in left if not _is_idle(clause, i, scope)]
    if placed and wish.changes:
        left = [i for i in left if not _is_stray(clause, i, scope)]
    if clause.quotes():
        raise scope.cannot("not_understood")
    if not left and wish.changes:
        return
    vague = clause.find("vague", fresh=True)
    if vague is not None and not wish.changes:
        raise scope.ask("vague", _quality_choices(scope, clause, vague))
    if not left:
        if clause.find("change_verb", "do_verb", "more", "less", "it", "whole", "roll", "use", "move", "swap") or wish.changes:
            raise scope.ask("what")
        raise scope.cannot("not_understood")
    _ask_about(clause, scope, wish, left)


def _ask_about(clause: Clause, scope: Scope, wish: Wish, left: list[int]) -> None:
    """Raises Unclear: what one of the words that are ``left`` may be, or that it is not understood."""
    for i in left:
        near = () if clause.meant(i) else near_words(scope, clause.words[i].text)
        if near:
            old = (clause.words[i].start, clause.words[i].end)
            labels = [_spoken(scope, name) for name in near[:3]]
            choices = tuple(Choice(label=label, note=scope.note_with(old, label)) for label in labels)
            raise scope.ask("did_you_mean", choices, word=scope.note[old[0] : old[1]], near=labels[0])
    if not wish.changes:
        raise scope.cannot("not_understood")
    i = left[0]
    texts = [scope.note[clause.words[i].start : clause.words[i].end] for i in left]
    stop = clause.words[left[-1]].end if left == list(range(left[0], left[-1] + 1)) else clause.words[i].end
    without = " ".join((scope.note[: clause.words[i].start] + scope.note[stop:]).split())
    raise scope.ask("unknown_word", (Choice(label=without, note=without),), word=" ".join(texts))


def _harmless(clause: Clause, at: int) -> bool:
    return any(span.at <= at < span.end for span in clause.find_all(*_HARMLESS, fresh=False))


def _is_idle(clause: Clause, at: int, scope: Scope) -> bool:
    """True for an everyday word, or one whose meaning asks for nothing by itself."""
    word = clause.words[at]
    if word.kind != "word" or word.text in _WEIGHTY:
        return False
    spans = [span for span in clause.spans if span.at <= at < span.end]
    if not spans:
        return scope.words.is_common(word.text, scope.language)
    concepts = {value for span in spans for table, value in span.hits if table == "concept"}
    tables = {table for span in spans for table, _ in span.hits} - {"concept"}
    if "face" in concepts:
        return True
    if concepts:
        return concepts <= set(_IDLE) and not concepts & ACTS - {"vague", "say", "heavier"}
    return tables <= {"actions", "moods", "verbs", "presents", "expressions", "ages"} and scope.words.is_common(word.text, scope.language)


def _is_stray(clause: Clause, at: int, scope: Scope) -> bool:
    """True for a word that cannot be a thing or a name: it stands where neither does."""
    word = clause.words[at]
    if word.kind != "word" or clause.meant(at) or word.text in _WEIGHTY:
        return False
    before = clause.words[at - 1].text if at else ""
    after = clause.words[at + 1].text if at + 1 < len(clause.words) else ""
    owned = before in ("my", "our", "your", "मेरे", "mere", "meri")
    thing = before in _BEFORE_THINGS or after in _AFTER_THINGS
    name = scope.note[word.start].isupper() and at > 0 and clause.words[at - 1].kind != "break"
    return owned or (not thing and not name and not near_words(scope, word.text))


def near_words(scope: Scope, word: str) -> tuple[str, ...]:
    """What ``word`` is probably a misspelling of: names and places first, then what scenes tell of, then anything."""
    if scope.words.is_common(word, scope.language) or len(word) < 4:
        return ()
    named = scope.lexicon.near(word, ("character", "place"))
    if named or not word.isascii():
        return named
    if len(word) < 5:
        return ()
    limit = 1 if len(word) < 8 else 2
    told = {w for _, scene in scenes_of(scope.series) for text in scene.synopsis.values() for w in phrase(text) if len(w) > 4}
    close = sorted(w for w in told if 0 < distance(word, w, limit) <= limit)
    return (*close, *scope.lexicon.near(word, ("concept", "title", "weather", "times", "garments", "colours")))


def _spoken(scope: Scope, word: str) -> str:
    """A word of the lexicon as the film writes it."""
    for person in scope.series.bible.characters:
        if word in [part.casefold() for name in (person.name, *person.aliases) for part in name.split()]:
            return scope.name(person.id)
    return word


def _quality_choices(scope: Scope, clause: Clause, vague) -> tuple[Choice, ...]:
    old = (clause.words[vague.at].start, clause.words[vague.end - 1].end)
    return tuple(
        Choice(label=scope.say(name), note=scope.note_with(old, scope.say(name)))
        for name in ("word_darker", "word_colder", "word_slower", "word_faster", "word_closer")
    )
