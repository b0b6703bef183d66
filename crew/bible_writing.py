"""The Bible, written: one narrow question for each person, each place, each scene.

A record that was given, by the user or by earlier episodes, is never asked about and wins untouched.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from crew.answers.continuity import Look, PersonAnswer, PlaceAnswer, SceneAnswer
from crew.ask import Question, ask
from crew.continuity_reading import place_readings, said_of, sentences_about, talk, time_readings
from crew.minds.mind import Mind
from crew.outfit_reading import outfit_details, service_look
from crew.reading import NameFinder
from crew.screenwriter import cast_of
from crew.script_of_text import scripts_for
from crew.understudy.casting import cast_person, cast_voice, draw, number
from crew.understudy.placing import choose_place, choose_scene
from crew.understudy.vocabulary import Vocabulary
from film.bible import Bible, Character, Identity, Place, SceneContinuity, Voice, Wardrobe
from film.decision import Decision
from film.draft import NARRATOR, Breakdown, people_by_slug
from film.ids import slug
from film.screenplay import Screenplay, ScreenplayScene

OTHERS_TOLD = 8
"""People already cast that a question names: enough to keep faces apart, and it does not grow with the cast."""
AGE_LEEWAY = 12
"""Years: "young" and "old" are read as numbers too."""
EYE_COLOURS = ("#4a3520", "#2e2118", "#5b7fa3", "#5f7a55", "#7a6a45")


@dataclass(frozen=True)
class Known:
    """What earlier scripts of the series have settled."""

    places: Mapping[tuple[str, bool], str] = field(default_factory=dict)
    """(slug of a place's name, whether the heading says INT) -> place id."""
    outfits: Mapping[str, str] = field(default_factory=dict)
    """Character id -> the outfit that they usually wear."""
    scenes: Mapping[str, SceneContinuity] = field(default_factory=dict)
    """Scene id -> continuity of a scene that is written again because the script was edited: it goes on from itself."""


NOTHING_KNOWN = Known()


def write_bible(
    mind: Mind,
    screenplay: Screenplay,
    breakdowns: Mapping[str, Breakdown],
    given: Bible,
    vocabulary: Vocabulary,
    sets: Sequence[str],
    transcript: MutableMapping[str, Decision],
    known: Known = NOTHING_KNOWN,
) -> Bible:
    """The film's Bible: everybody who speaks or is present, every place, every scene's continuity.

    Args:
        breakdowns: by scene id; who is present comes from them.
        given: the user's own records and those of earlier episodes, by name or alias of the script.
        sets: set names that the engine knows; empty when it reads descriptions.
        known: what earlier scripts of the series have settled.
    """
    characters = _characters(mind, screenplay, breakdowns, given, vocabulary, transcript)
    bible = Bible(characters=characters, props=given.props)
    places, place_of = _places(mind, screenplay, given, known, vocabulary, sets, transcript)
    scenes = _scenes(mind, screenplay, breakdowns, bible, given, known, place_of, vocabulary, transcript)
    return Bible(characters=characters, places=places, props=given.props, scenes=scenes)


def _characters(
    mind: Mind,
    screenplay: Screenplay,
    breakdowns: Mapping[str, Breakdown],
    given: Bible,
    vocabulary: Vocabulary,
    transcript: MutableMapping[str, Decision],
) -> tuple[Character, ...]:
    ours = people_by_slug(given)
    names: dict[str, str] = {}
    for name in cast_of(screenplay):
        names.setdefault(slug(name), name)
    for breakdown in breakdowns.values():
        for who in (who for beat in breakdown.beats for who in beat.present):
            names.setdefault(who, who.replace("-", " ").upper())
    about = sentences_about(screenplay, NameFinder({who: (name,) for who, name in names.items()}))
    cast = list(given.characters)
    looks = [_look(character) for character in cast]
    for who, name in names.items():
        if who in ours or who == NARRATOR:
            continue
        character = _character(
            mind, who, name, about.get(who, []), looks, cast, screenplay.language, vocabulary, transcript
        )
        cast.append(character)
        looks.append(_look(character))
    return tuple(cast)


def _character(
    mind: Mind,
    who: str,
    name: str,
    sentences: Sequence[str],
    looks: Sequence[Look],
    cast: Sequence[Character],
    language: str,
    vocabulary: Vocabulary,
    transcript: MutableMapping[str, Decision],
) -> Character:
    facts = {
        "name": name,
        "language": language,
        "said": said_of(name, sentences, vocabulary),
        "others": [look.model_dump(mode="json") for look in looks[-OTHERS_TOLD:]],
    }
    decision = ask(
        mind,
        Question(
            agent="continuity",
            task="cast",
            subject=who,
            facts=facts,
            answer_type=PersonAnswer,
            check=lambda answer: _against_the_script(answer, facts["said"]),
            house=lambda told: cast_person(
                told["name"], told["said"], [Look.model_validate(each) for each in told["others"]], told["language"]
            ),
            language=language,
            worded=("description", "wardrobe"),
        ),
        transcript,
    )
    answer = PersonAnswer.model_validate(decision.answer)
    details = outfit_details(name, sentences, answer.garment, vocabulary)
    outfit = Wardrobe(
        id=f"{who}/first", garment=answer.garment, top_colour=answer.top_colour, under_colour=answer.under_colour,
        legs_colour=answer.legs_colour, accent_colour=answer.accent_colour, headwear=answer.headwear,
        description={language: answer.wardrobe},
    )  # fmt: skip
    return Character(
        id=who,
        name=name,
        description={language: answer.description},
        identity=Identity(
            presents=answer.presents, age=answer.age, skin_tone=answer.skin_tone, hair=answer.hair,
            hair_colour=answer.hair_colour, facial_hair=answer.facial_hair, eye_colour=draw(name, "eyes", EYE_COLOURS),
            glasses=answer.glasses, freckles=answer.freckles, build=answer.build, height_m=answer.height_m,
            face_seed=number(name, "face") % 100_000,
        ),
        wardrobe=(outfit.model_copy(update={**details, **service_look(details, facts["said"])}),),
        voice=_voice(name, answer, [character.voice for character in cast]),
    )  # fmt: skip


def _against_the_script(answer: PersonAnswer, said: Mapping[str, Any]) -> list[str]:
    """What the script states of a person stands; what was read from loose words may be some years off."""
    wrong = []
    if said.get("age") is not None and abs(answer.age - float(said["age"])) > AGE_LEEWAY:
        wrong.append(f"age is {answer.age}; the script says about {int(float(said['age']))}.")
    if said.get("presents") in ("woman", "man") and answer.presents in {"woman", "man"} - {said["presents"]}:
        wrong.append(f"presents is {answer.presents}; the script says {said['presents']}.")
    if not answer.description.strip() or not answer.wardrobe.strip():
        wrong.append("description and wardrobe must say something: one sentence, and a few words.")
    return wrong


def _voice(name: str, answer: PersonAnswer, taken: Sequence[Voice]) -> Voice:
    return cast_voice(name, answer.presents, answer.age, taken)


def _look(character: Character) -> Look:
    identity = character.identity
    top = character.wardrobe[0].top_colour if character.wardrobe else Wardrobe(id="plain").top_colour
    return Look(
        name=character.name, presents=identity.presents, hair=identity.hair, hair_colour=identity.hair_colour,
        skin_tone=identity.skin_tone, top_colour=top,
    )  # fmt: skip


def _places(
    mind: Mind,
    screenplay: Screenplay,
    given: Bible,
    known: Known,
    vocabulary: Vocabulary,
    sets: Sequence[str],
    transcript: MutableMapping[str, Decision],
) -> tuple[tuple[Place, ...], dict[str, str]]:
    """The places, and scene id -> place id. A house seen from inside and from outside is two places, unless the user's
    own bible has it as one."""
    inherited = {*known.places.values()}
    own = [place for place in given.places if place.given or place.id not in inherited]
    ours = {slug(key): place.id for place in own for key in (place.name, place.id)}
    groups: dict[tuple[str, bool], list[ScreenplayScene]] = {}
    for scene in screenplay.scenes:
        groups.setdefault((_place_name(scene), scene.heading.setting == "INT"), []).append(scene)
    places, place_of = list(given.places), {}
    used = {place.id for place in given.places}
    for (name, inside), scenes in groups.items():
        place_id = ours.get(slug(name)) or known.places.get((slug(name), inside))
        if place_id is None:
            both = (name, not inside) in groups or (slug(name), not inside) in known.places
            place_id = f"{slug(name)}-{'inside' if inside else 'outside'}" if both else slug(name)
            if place_id not in used:
                used.add(place_id)
                language = screenplay.language
                places.append(_place(mind, place_id, name, scenes, language, vocabulary, sets, transcript))
        for scene in scenes:
            place_of[scene.id] = place_id
    return tuple(places), place_of


def _place_name(scene: ScreenplayScene) -> str:
    return (scene.heading.place or scene.heading.text or "somewhere").strip().casefold()


def _place(
    mind: Mind,
    place_id: str,
    name: str,
    scenes: Sequence[ScreenplayScene],
    language: str,
    vocabulary: Vocabulary,
    sets: Sequence[str],
    transcript: MutableMapping[str, Decision],
) -> Place:
    setting = scenes[0].heading.setting
    facts = {
        "name": name,
        "setting": "INT" if setting == "INT/EXT" else setting,
        "readings": place_readings(scenes, name, vocabulary),
        "sets": list(sets),
    }
    decision = ask(
        mind,
        Question(
            agent="continuity",
            task="place",
            subject=place_id,
            facts=facts,
            answer_type=PlaceAnswer,
            check=lambda answer: (
                [] if not sets or answer.set in sets else [f"{answer.set!r} is not a set; choose one of {list(sets)}."]
            ),
            house=lambda told: choose_place(told["name"], told["setting"], told["readings"], told["sets"]),
            language="en",
            # Kept as English. A film in another script does not read it: not worth a repair there.
            worded=("description",) if scripts_for(language) == scripts_for("en") else (),
        ),
        transcript,
    )
    answer = PlaceAnswer.model_validate(decision.answer)
    return Place(
        id=place_id,
        name=scenes[0].heading.place or name.title(),
        set=answer.set,
        interior=answer.interior,
        description={"en": answer.description},
        dressing=tuple(answer.dressing),
        seed=number(name, "place") % 100_000,
        neon=answer.neon,
    )


def _scenes(
    mind: Mind,
    screenplay: Screenplay,
    breakdowns: Mapping[str, Breakdown],
    bible: Bible,
    given: Bible,
    known: Known,
    place_of: Mapping[str, str],
    vocabulary: Vocabulary,
    transcript: MutableMapping[str, Decision],
) -> tuple[SceneContinuity, ...]:
    ours = {entry.scene_id: entry for entry in given.scenes}
    ids = people_by_slug(bible)
    written: list[SceneContinuity] = []
    for episode in screenplay.episodes:
        last: SceneContinuity | None = None
        for scene in episode.scenes:
            if scene.id in ours:
                last = ours[scene.id]
            else:
                before = known.scenes.get(scene.id, last)
                last = _scene(
                    mind, scene, breakdowns.get(scene.id), ids, before, place_of[scene.id], bible, known, vocabulary,
                    transcript,
                )  # fmt: skip
            written.append(last)
    return tuple(written)


def _scene(
    mind: Mind,
    scene: ScreenplayScene,
    breakdown: Breakdown | None,
    ids: Mapping[str, str],
    last: SceneContinuity | None,
    place_id: str,
    bible: Bible,
    known: Known,
    vocabulary: Vocabulary,
    transcript: MutableMapping[str, Decision],
) -> SceneContinuity:
    speaking = talk(scene, ids)
    there = [ids.get(who, who) for beat in (breakdown.beats if breakdown else ()) for who in beat.present]
    people = list(dict.fromkeys([*speaking, *there]))
    facts: dict[str, Any] = {
        "heading": scene.heading.text,
        "readings": time_readings(scene, vocabulary),
        "before": None
        if last is None
        else {
            "time_of_day": last.time_of_day,
            "weather": last.weather,
            "same_place": last.place_id == place_id,
            "left": [who for who, side in last.screen_side.items() if side == "left"],
            "right": [who for who, side in last.screen_side.items() if side == "right"],
        },
        "talk": speaking[:60],
        "people": people,
    }
    decision = ask(
        mind,
        Question(
            agent="continuity",
            task="scene",
            subject=scene.id,
            facts=facts,
            answer_type=SceneAnswer,
            check=lambda answer: _wrong_sides(answer, people),
            house=lambda told: choose_scene(told["readings"], told["before"], told["talk"], told["people"]),
        ),
        transcript,
    )
    answer = SceneAnswer.model_validate(decision.answer)
    sides: dict[str, Literal["left", "right"]] = dict.fromkeys(answer.left, "left")
    sides.update(dict.fromkeys(answer.right, "right"))
    return SceneContinuity(
        scene_id=scene.id,
        place_id=place_id,
        time_of_day=answer.time_of_day,
        weather=answer.weather,
        light=answer.light,
        wardrobe={who: _outfit(bible.character(who), scene.id, known) for who in people if _dressed(bible, who)},
        screen_side=sides,
    )


def _outfit(character: Character, scene_id: str, known: Known) -> str:
    """What somebody wears in a scene: what they wore in it before, else what they usually wear, else their first."""
    worn = known.scenes[scene_id].wardrobe if scene_id in known.scenes else {}
    wanted = worn.get(character.id) or known.outfits.get(character.id)
    there = [outfit.id for outfit in character.wardrobe]
    return wanted if wanted in there else there[0]


def _dressed(bible: Bible, who: str) -> bool:
    return any(character.id == who and character.wardrobe for character in bible.characters)


def _wrong_sides(answer: SceneAnswer, people: Sequence[str]) -> list[str]:
    placed = [*answer.left, *answer.right]
    wrong = []
    if sorted(placed) != sorted(people):
        wrong.append(f"left and right together must name each of {list(people)} once.")
    return wrong
