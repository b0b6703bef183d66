"""What people hold, read from the action: taken up in one sentence, held until it is put down or handed over.

The Director's answer says who is seen doing what; what they have in their hands meanwhile is a matter of the script's
words and of continuity, so it is read here for a model's answer and for the house's alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, get_args

from crew.answers.director import CoverFacts, PersonFact, SentenceFact
from crew.reading import NameFinder
from crew.understudy.vocabulary import Found, Vocabulary, words_of
from film.series import Doing, HeldProp, Shot

_REACH_WORDS = 7
"""How far behind its verb a thing may stand: "grips the rail of an old brass lantern"."""
_BEFORE_WORDS = 3
"""How far before it a thing may stand that is named first: "a suitcase in her hand"."""
_ALIKE = 0.55
"""Share of a sentence's words that a silent shot's brief repeats when it shows that sentence."""
_WITH = frozenset({"with", "under", "behind"})
_SOMEBODY = frozenset({"them", "him", "her", "it", "me", "us", "you"})
_TO = frozenset({"to", "को"})
_FROM = frozenset({"from"})
_NO = frozenset({"no", "not", "without", "never", "बिना", "नहीं"})

_IDLE = frozenset({"stand", "hold", "look"})

Hands = dict[str, HeldProp]
"""Character id -> what they hold."""


class _Event(NamedTuple):
    sentence: SentenceFact | None = None
    line: str = ""


def carried(shots: Sequence[Shot], facts: CoverFacts, vocabulary: Vocabulary) -> tuple[Shot, ...]:
    """The shots with what everybody in them holds at that moment of the scene."""
    events = [
        event
        for beat in facts.beats
        for event in (*(_Event(sentence=s) for s in beat.sentences), *(_Event(line=line.id) for line in beat.lines))
    ]
    hands: Hands = {}
    emptied: set[str] = set()
    at, told = -1, []
    for shot in shots:
        reached = _place_of(shot, events, at)
        for event in events[at + 1 : reached + 1]:
            if event.sentence is not None:
                before, hands = hands, after(event.sentence, hands, facts.people, vocabulary)
                emptied = (emptied | set(before)) - set(hands)
        at = max(at, reached)
        doing = tuple(_holding(act, hands, emptied) for act in shot.doing)
        if shot.kind == "insert":
            doing = tuple(_shown_close(act, shot, vocabulary) for act in doing)
        emptied -= {act.character_id for act in shot.doing}
        told.append(shot if doing == shot.doing else shot.model_copy(update={"doing": doing}))
    return tuple(told)


def after(sentence: SentenceFact, hands: Hands, people: Sequence[PersonFact], vocabulary: Vocabulary) -> Hands:
    """What everybody holds once ``sentence`` has happened."""
    words = words_of(sentence.text)
    things = vocabulary.found("held_props", sentence.text)
    taking, putting = vocabulary.found("taking", sentence.text), vocabulary.found("putting", sentence.text)
    handing = vocabulary.found("handing", sentence.text)
    finder = NameFinder({person.id: (person.name,) for person in people})
    named = [(len(words_of(sentence.text[: mention.at])), mention.who) for mention in finder.find(sentence.text)]
    held: Hands = dict(hands)
    for thing in things:
        prop = _prop(thing)
        owner = _owner(thing.at, named, sentence.people)
        if prop is None or owner is None:
            continue
        giver = _giver(thing, named, words)
        others = [*sentence.people, *(person.id for person in people if len(people) == 2)]
        if giver is not None:
            held.pop(giver, None)
            owner = next((who for who in others if who != giver), owner)
            held[owner] = prop
        elif _governed(thing, handing, words):
            owner = _hander(thing, handing, named, words) or owner
            receiver = _receiver(thing, handing, named, owner, others, words)
            held.pop(owner, None)
            if receiver is not None:
                held[receiver] = prop
        elif _governed(thing, putting, words):
            held = {who: what for who, what in held.items() if not (who == owner and what == prop)}
        elif _is_taken(thing, taking, words):
            held[owner] = prop
    if putting and not things:  # "she puts it down"
        held.pop(_owner(putting[0].at, named, sentence.people) or "", None)
    if handing and not things:  # "she hands it to him"
        giver = _owner(handing[0].at, named, sentence.people)
        given = held.pop(giver, None) if giver else None
        known = [*(who for _, who in named), *sentence.people, *(person.id for person in people if len(people) == 2)]
        others = [who for who in known if who != giver]
        if given is not None and others:
            held[others[-1]] = given
    return held


def _place_of(shot: Shot, events: Sequence[_Event], at: int) -> int:
    """Index of the event that a shot shows: its first line, or the sentence that its brief repeats."""
    for number, event in enumerate(events):
        if event.line and shot.spoken and event.line == shot.spoken[0].line_id:
            return number
    if shot.kind == "insert":  # what was just told, closer
        return at
    brief = {word for text in shot.brief.values() for word in words_of(text)}
    best, score = at, 0.0
    for number in range(max(at, 0), len(events)):
        sentence = events[number].sentence
        if sentence is None:
            continue
        wanted = set(words_of(sentence.text))
        share = len(wanted & brief) / max(1, len(wanted))
        if share > max(score, _ALIKE):
            best, score = number, share
    following = events[at + 1].sentence if at + 1 < len(events) else None
    if score == 0.0 and following is not None and {act.character_id for act in shot.doing} & set(following.people):
        return at + (shot.kind != "establishing")
    return best


def _holding(act: Doing, hands: Hands, emptied: set[str]) -> Doing:
    """The act with what is in hand; who has just let go of a thing reaches, which is how the stage empties hands."""
    if act.holding is not None:
        return act
    verb = "reach" if act.character_id in emptied and act.verb in _IDLE else act.verb
    return act.model_copy(update={"holding": hands.get(act.character_id), "verb": verb})


def _shown_close(act: Doing, shot: Shot, vocabulary: Vocabulary) -> Doing:
    """An insert of a thing in somebody's hands shows them holding it, whatever the action called what they do with it."""
    if act.verb != "hold" or act.holding is not None:
        return act
    things = [_prop(found) for text in shot.brief.values() for found in vocabulary.found("held_props", text)]
    return act.model_copy(update={"holding": next((prop for prop in things if prop is not None), None)})


def _prop(thing: Found) -> HeldProp | None:
    return next((known for known in get_args(HeldProp) if known == thing.value), None)


def _owner(at: int, named: Sequence[tuple[int, str]], people: Sequence[str]) -> str | None:
    """Who is meant by a word: the person named last before it, else the first that the sentence is about."""
    before = [who for place, who in named if place <= at]
    return before[-1] if before else people[0] if people else named[0][1] if named else None


def _governed(thing: Found, verbs: Sequence[Found], words: Sequence[str]) -> bool:
    """Whether one of the verbs acts on the thing: it stands shortly before it, or behind it as Hindi verbs do."""
    latin = words[thing.at].isascii()
    return any(
        0 < thing.at - verb.at <= _REACH_WORDS if latin else -_REACH_WORDS <= thing.at - verb.at <= _REACH_WORDS
        for verb in verbs
    )


def _is_taken(thing: Found, taking: Sequence[Found], words: Sequence[str]) -> bool:
    before = words[max(0, thing.at - _BEFORE_WORDS - 1) : thing.at]
    if _NO & set(before):
        return False
    if _accompanied(before) or _governed(thing, taking, words):
        return True
    # "a suitcase in her hand", "umbrella up"
    behind = words[thing.at + thing.words : thing.at + thing.words + _BEFORE_WORDS + 1]
    return bool({"hand", "hands", "arm", "arms", "shoulder", "हाथ", "हाथों"} & {*behind, *before})


def _accompanied(before: Sequence[str]) -> bool:
    """"with an umbrella", "behind a newspaper"; not "behind them the lamp", where somebody else stands between."""
    at = max((place for place, word in enumerate(before) if word in _WITH), default=None)
    return at is not None and not _SOMEBODY & set(before[at + 1 :])


def _giver(thing: Found, named: Sequence[tuple[int, str]], words: Sequence[str]) -> str | None:
    """From whom a thing is taken: "the suitcase from Jon"."""
    end = thing.at + thing.words
    if end < len(words) and words[end] in _FROM:
        return next((who for place, who in named if end < place <= end + 2), None)
    return None


def _hander(
    thing: Found, handing: Sequence[Found], named: Sequence[tuple[int, str]], words: Sequence[str]
) -> str | None:
    """Who hands the thing over: named last before the verb, and not as the one it goes to."""
    verb = min(handing, key=lambda found: abs(found.at - thing.at))
    givers = [
        who for place, who in named if place < verb.at and not (place + 1 < len(words) and words[place + 1] in _TO)
    ]
    return givers[-1] if givers else None


def _receiver(
    thing: Found, handing: Sequence[Found], named: Sequence[tuple[int, str]], owner: str, people: Sequence[str],
    words: Sequence[str],
) -> str | None:  # fmt: skip
    """Who is given the thing: named after "to", or between the verb and the thing; else the other one there."""
    verb = min(handing, key=lambda found: abs(found.at - thing.at))
    for place, who in named:
        if who != owner and (place > verb.at or (place + 1 < len(words) and words[place + 1] in _TO)):
            return who
    others = [who for who in people if who != owner]
    return others[-1] if others else None
