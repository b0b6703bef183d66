"""The Continuity Supervisor holds a further script against the series.

Decides: which of its statements about known people and places are against the Bible. May not: settle
them. The Bible stays as it is, the film is made by it, and a person is told with both sides quoted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, MutableMapping, Sequence
from typing import Any, NamedTuple

from crew.answers.contradictions import ContradictionsAnswer
from crew.ask import Question, ask
from crew.continuity import Conflict
from crew.continuity_reading import said_of
from crew.minds.mind import Mind
from crew.reading import NameFinder, sentences_of
from crew.understudy.contradicting import find_contradictions
from crew.understudy.vocabulary import Vocabulary
from film.bible import Bible, Character
from film.decision import Decision
from film.draft import NARRATOR
from film.ids import slug
from film.screenplay import Action, Dialogue, Screenplay, ScreenplayScene

EARLIER_TOLD = 2
"""Earlier statements about one person that a question quotes."""
_LASTING = ("age", "presents", "hair", "hair_colour", "facial_hair", "build", "glasses", "freckles")
"""What stays with a person from scene to scene. Clothes do not: another coat is another day's coat."""
_DRESS = "top_colour"
"""Held against the Bible where the script says that somebody always wears it; else against what they wore when no time
has passed: in the same scene, or in the one before when this one follows at once."""
_OF_THE_BODY = ("hair", "hair_colour", "facial_hair", "freckles")
"""What "her …" may tell of a person: her brother, her old coat and her glasses on the table tell nothing."""
_IS = re.compile(r"\s*(?:is|wears|always wears|has)\b", re.IGNORECASE)
_OWNS = re.compile(r"\s*['’]s\b")
_WORN = re.compile(r"\b(?:wears|wearing)\b", re.IGNORECASE)
_ALWAYS = re.compile(r"\b(?:always|as ever|never without|his usual|her usual|their usual)\b", re.IGNORECASE)
_IS_AGED = re.compile(r"\s*is (\d{1,2})(?=[.,;!]|$| years?\b)", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d|['’]?s\b)")
_BARE = re.compile(
    r"\b(?:without|no)(?: (?:his|her|their|a|any))? (glasses|spectacles|beard|moustache)\b|\bclean[- ]shaven\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:(he|his)|(she|her)|they|their)\b", re.IGNORECASE)
_OWNERS = re.compile(r"\b(?:his|her|their|hers)\b", re.IGNORECASE)
_NAME_WORDS = 4


class Statement(NamedTuple):
    """What a script's words say of somebody, in one place."""

    who: str
    scene: str
    words: str
    reads: dict[str, Any]
    """Trait -> value, of the fields of ``Identity`` and ``Wardrobe``."""
    exact: bool
    """Whether an age is a number, and no word for one."""
    always: bool = False
    """Whether it says that they always look so."""
    worn: dict[str, Any] | None = None
    """What they were said to wear when no time has passed since: ``scene``, ``words``, ``top_colour``."""

    def told(self) -> dict[str, Any]:
        """As a question tells it, JSON-able."""
        facts = {"who": self.who, "scene": self.scene, "words": self.words, "reads": self.reads, "exact": self.exact}
        return {**facts, "worn": self.worn} if self.worn else facts


def contradictions(
    mind: Mind,
    bible: Bible,
    screenplay: Screenplay,
    transcript: MutableMapping[str, Decision],
    *,
    before: Screenplay | None,
    scenes: Collection[str],
    vocabulary: Vocabulary,
) -> tuple[Conflict, ...]:
    """What the script says against the series, scene by scene, in order.

    Args:
        screenplay: the script that is read now, under the ids of the film.
        before: the scripts read before; None when this is the first, whose episodes are then held against each other.
        scenes: ids of the scenes that are new or edited; the others were looked at when they were.
    """
    people = {character.id: character for character in bible.characters}
    finder = NameFinder({who: (person.name, *person.aliases) for who, person in people.items()})
    settled = [scene for scene in (before.scenes if before else ()) if scene.id not in scenes]
    found: list[Conflict] = []
    for episode in screenplay.episodes:
        earlier = _first_told([s for scene in settled for s in statements(scene, finder, people, vocabulary)])
        here = [scene for scene in episode.scenes if scene.id in scenes]
        before_it = _scenes_before(episode.scenes, settled)
        seen: set[tuple[str, str]] = set()
        for scene in here if settled else ():
            last = before_it[scene.id] if vocabulary.found("same_time", scene.heading.text) else None
            worn = statements(last, finder, people, vocabulary) if last else []
            told = _held(statements(scene, finder, people, vocabulary), worn)
            place = _seen_otherwise(scene, here, settled, bible)
            if place is not None and (place["id"], place["now"]) in seen:
                place = None
            if place is not None:
                seen.add((place["id"], place["now"]))
            if told or place:
                found += _asked(mind, scene, told, people, earlier, place, transcript)
        known = {scene.id for scene in settled}
        settled += [scene for scene in episode.scenes if scene.id not in known]
    return tuple(found)


def _scenes_before(
    scenes: Sequence[ScreenplayScene], settled: Sequence[ScreenplayScene]
) -> dict[str, ScreenplayScene | None]:
    """Scene id -> the scene that the audience saw before it; the first one's is the last of the scripts before."""
    ids = {scene.id for scene in scenes}
    last = next((scene for scene in reversed(settled) if scene.id not in ids), None)
    return dict(zip((scene.id for scene in scenes), (last, *scenes[:-1]), strict=True))


def _held(stated: Sequence[Statement], worn_before: Sequence[Statement]) -> list[Statement]:
    """What is held against the series: everything lasting, and clothes where they may not have changed."""
    worn = {each.who: each for each in worn_before if _DRESS in each.reads}
    held = []
    for each in stated:
        reads, on = each.reads, worn.get(each.who)
        if _DRESS in reads:
            worn[each.who] = each
        if _DRESS in reads and not each.always:
            if on is None:
                reads = {trait: value for trait, value in reads.items() if trait != _DRESS}
            else:
                each = each._replace(worn={"scene": on.scene, "words": on.words, _DRESS: on.reads[_DRESS]})
        if reads:
            held.append(each._replace(reads=reads))
    return held


def statements(
    scene: ScreenplayScene, finder: NameFinder, people: dict[str, Character], vocabulary: Vocabulary
) -> list[Statement]:
    """What the scene states of known people's lasting looks, and of the clothes they are described in."""
    found = []
    for element in scene.elements:
        last: str | None = None
        for sentence in sentences_of(_told(element)):
            named = finder.find(sentence)
            for at, mention in enumerate(named):
                end = named[at + 1].at if at + 1 < len(named) else len(sentence)
                found.append(_read(mention.who, scene.id, sentence[mention.at : end], people, vocabulary))
            if not named and last is not None:
                found.append(_read_on(people[last], scene.id, sentence, vocabulary))
            if named:
                last = named[0].who if len({mention.who for mention in named}) == 1 else None
    return [statement for statement in found if statement is not None and statement.reads]


def _read(who: str, scene: str, part: str, people: dict[str, Character], vocabulary: Vocabulary) -> Statement | None:
    """A mention as a statement: ``NORA, 45, a nurse, enters``, ``Nora is bald``, ``Nora always wears green``."""
    head = re.match(r"[^,(:;.!?]*", part)
    name = head.group().strip() if head else ""
    rest = part[len(name) :]
    if rest.lstrip().startswith((",", "(")) and len(name.split()) <= _NAME_WORDS and _is_name(name, people[who]):
        words = _apposition(rest, vocabulary)
        return _statement(who, scene, f"{name}, {words}", words, (*_LASTING, _DRESS), vocabulary) if words else None
    form = next((f for f in _forms(people[who]) if part.casefold().startswith(f)), "")
    return (
        _clause(who, scene, part, part[len(form) :], bool(_OWNS.match(part[len(form) :])), vocabulary) if form else None
    )


def _read_on(person: Character, scene: str, sentence: str, vocabulary: Vocabulary) -> Statement | None:
    """A sentence that goes on about the one named before it: ``She is 45.`` Another pronoun is somebody else's."""
    pronoun = _PRONOUN.match(sentence)
    if pronoun is None:
        return None
    sex = "man" if pronoun.group(1) else "woman" if pronoun.group(2) else "androgynous"
    if "androgynous" not in (sex, person.identity.presents) and sex != person.identity.presents:
        return None
    owned = pronoun.group().casefold() in ("his", "her", "their")
    return _clause(person.id, scene, sentence, sentence[pronoun.end() :], owned, vocabulary)


def _clause(who: str, scene: str, words: str, after: str, owned: bool, vocabulary: Vocabulary) -> Statement | None:
    """What follows on a name or a pronoun as a statement, when it says what somebody is, has or wears."""
    if not owned and not _IS.match(after):
        return None
    clause = re.split(r"[,;]", after)[0]
    traits = _OF_THE_BODY if owned else tuple(each for each in _LASTING if each not in ("build", "glasses"))
    if _WORN.search(clause):
        traits = (*traits, "glasses", _DRESS)
    elif _ALWAYS.search(clause):
        traits = (*traits, _DRESS)
    return _statement(who, scene, words.strip(" ,;"), clause, traits, vocabulary)


def _statement(who: str, scene: str, words: str, text: str, traits: Sequence[str], vocabulary: Vocabulary) -> Statement:
    said = said_of("", [f", {_OWNERS.sub('', text)}"], vocabulary)
    aged = _IS_AGED.match(text)
    if aged:
        said["age"] = int(aged.group(1))
    for bare in _BARE.finditer(text):
        if bare.group(1) in ("glasses", "spectacles"):
            said["glasses"] = False
        else:
            said["facial_hair"] = "none"
    reads = {trait: said[trait] for trait in traits if trait in said}
    return Statement(who, scene, words, reads, exact=bool(_NUMBER.search(text)), always=bool(_ALWAYS.search(text)))


def _apposition(rest: str, vocabulary: Vocabulary) -> str:
    """``45, a nurse`` of ``, 45, a nurse, enters``: the description without the deed."""
    kept = []
    for part in re.split(r"[,()]+", rest):
        words = part.strip(" .!?…।")
        if not words:
            continue
        verbs = vocabulary.found("verbs", words)
        if verbs and verbs[0].at == 0:
            break
        kept.append(words)
    return ", ".join(kept)


def _is_name(name: str, person: Character) -> bool:
    words = {word for form in (person.name, *person.aliases) for word in form.casefold().split()}
    return bool(name) and all(
        word.casefold() in words or word.casefold() in ("the", "old", "young") for word in name.split()
    )


def _forms(person: Character) -> list[str]:
    """Names that a sentence may begin with, folded, the longest first."""
    whole = {form.casefold() for form in (person.name, *person.aliases)}
    parts = {word for form in whole for word in form.split() if len(word) > 2}
    return sorted(whole | parts, key=lambda form: (-len(form), form))


def _told(element: Any) -> str:
    """Words that describe: action, and the narrator's."""
    if isinstance(element, Action):
        return element.text
    if isinstance(element, Dialogue) and slug(element.character) == NARRATOR:
        return element.text.get(element.language, "")
    return ""


def _first_told(told: Sequence[Statement]) -> list[Statement]:
    """The first statements about each person: introductions. What somebody only wore in a scene is none."""
    counts: dict[str, int] = {}
    kept = []
    for statement in told:
        if set(statement.reads) == {_DRESS} and not statement.always:
            continue
        counts[statement.who] = counts.get(statement.who, 0) + 1
        if counts[statement.who] <= EARLIER_TOLD:
            kept.append(statement)
    return kept


def _seen_otherwise(
    scene: ScreenplayScene, here: Sequence[ScreenplayScene], settled: Sequence[ScreenplayScene], bible: Bible
) -> dict[str, Any] | None:
    """The scene's place when earlier scripts had it only as the other of INT and EXT, and this one never so."""
    name, now = slug(scene.heading.place), scene.heading.setting
    if not name or now not in ("INT", "EXT"):
        return None
    other = "EXT" if now == "INT" else "INT"
    earlier = {each.heading.setting for each in settled if slug(each.heading.place) == name}
    mine = {each.heading.setting for each in here if slug(each.heading.place) == name}
    if earlier != {other} or mine != {now}:
        return None
    known = next((place.id for place in bible.places if slug(place.name) == name), name)
    return {"id": known, "name": scene.heading.place, "heading": scene.heading.text, "now": now, "seen": other}


def _asked(
    mind: Mind,
    scene: ScreenplayScene,
    told: Sequence[Statement],
    people: dict[str, Character],
    earlier: Sequence[Statement],
    place: dict[str, Any] | None,
    transcript: MutableMapping[str, Decision],
) -> list[Conflict]:
    who = list(dict.fromkeys(statement.who for statement in told))
    about = {*who, *([place["id"]] if place else [])}
    decision = ask(
        mind,
        Question(
            agent="continuity",
            task="contradictions",
            subject=scene.id,
            facts={
                "heading": scene.heading.text,
                "stated": [statement.told() for statement in told],
                "known": [_known(people[each]) for each in who],
                "earlier": [statement.told() for statement in earlier if statement.who in who],
                "place": place,
            },
            answer_type=ContradictionsAnswer,
            check=lambda answer: [
                f"{each.about!r} is not one of {sorted(about)}."
                for each in answer.contradictions
                if each.about not in about
            ],
            house=lambda facts: find_contradictions(facts["stated"], facts["known"], facts["earlier"], facts["place"]),
        ),
        transcript,
    )
    answer = ContradictionsAnswer.model_validate(decision.answer)
    return [Conflict(scene_id=scene.id, shot_id="", sentence=each.sentence) for each in answer.contradictions]


def _known(person: Character) -> dict[str, Any]:
    identity = person.identity
    return {
        "id": person.id,
        "name": person.name,
        **{trait: getattr(identity, trait) for trait in _LASTING},
        "colours": [outfit.top_colour for outfit in person.wardrobe],
    }
