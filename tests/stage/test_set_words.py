"""From the words of a heading to a set of the stage, in English and Hindi; unknown places get neutral ground."""

import pytest

from crew.continuity_reading import place_readings
from crew.understudy.placing import INDOOR_SETS, STAND_INS, choose_place
from tests.crew.pages import VOCABULARY
from tools.stage.sets import SET_NAMES


def _set_of(heading: str) -> str:
    setting, name = heading.split(". ")
    return choose_place(name, setting, place_readings((), name, VOCABULARY), SET_NAMES).set


@pytest.mark.parametrize(
    ("words", "set_"),
    [
        ("INT. KITCHEN", "kitchen"), ("INT. रसोई", "kitchen"), ("INT. RASOI", "kitchen"), ("INT. MASTER BEDROOM", "bedroom"),
        ("INT. शयनकक्ष", "bedroom"), ("INT. POLICE STATION", "office"), ("INT. दफ़्तर", "office"), ("INT. HOSPITAL CORRIDOR", "hospital"),
        ("INT. अस्पताल", "hospital"), ("INT. CLASSROOM", "classroom"), ("INT. स्कूल", "classroom"), ("INT. TRAIN COMPARTMENT", "train"),
        ("INT. ट्रेन", "train"), ("EXT. RAILWAY PLATFORM", "station"), ("INT. RAILWAY STATION", "station"), ("EXT. स्टेशन", "station"),
        ("INT. CHAPEL", "church"), ("INT. गिरजाघर", "church"), ("INT. SHRINE", "temple"), ("INT. मंदिर", "temple"),
        ("EXT. BAZAAR", "market"), ("EXT. बाज़ार", "market"), ("EXT. ROOFTOP", "rooftop"), ("EXT. छत", "rooftop"), ("EXT. CITY PARK", "park"),
        ("EXT. बगीचा", "park"), ("EXT. DESERT", "desert"), ("EXT. रेगिस्तान", "desert"), ("INT. CAVE", "cave"), ("INT. गुफा", "cave"),
        ("EXT. CAVE", "valley"), ("EXT. CHURCH", "street"), ("INT. WAREHOUSE", "warehouse"), ("INT. गोदाम", "warehouse"),
        ("INT. PRISON CELL", "cell"), ("INT. जेल", "cell"), ("EXT. HARBOUR", "quay"), ("EXT. बंदरगाह", "quay"),
        ("INT. CAR", "car"), ("INT. TAXI", "car"), ("INT. गाड़ी", "car"), ("EXT. CAR", "street"), ("INT. BUS", "train"),
        ("EXT. FISHING BOAT", "deck"), ("EXT. नाव", "deck"), ("INT. LIGHTHOUSE LAMP ROOM", "lamp_room"), ("EXT. LIGHTHOUSE", "shore"),
        ("EXT. LIMBO", "neutral"), ("INT. SPACESHIP ZORG", "room"),
    ],
)  # fmt: skip
def test_headings_in_english_and_hindi_find_their_set(words: str, set_: str) -> None:
    assert _set_of(words) == set_


@pytest.mark.parametrize("name", sorted(STAND_INS))
def test_an_engine_with_fewer_sets_gets_the_nearest_it_knows(name: str) -> None:
    few = ("street", "room", "cafe", "forest", "shore", "valley", "neutral")
    setting = "INT" if name in INDOOR_SETS else "EXT"
    chosen = choose_place("somewhere", setting, {"set_in_heading": name, "set_in_action": None}, few)
    assert chosen.set == STAND_INS[name]
    assert name in SET_NAMES


def test_every_set_but_neutral_is_named_in_both_languages() -> None:
    assert set(VOCABULARY.sets) == set(SET_NAMES) - {"neutral"}
    for name, phrases in VOCABULARY.sets.items():
        assert any(phrase.isascii() for phrase in phrases), name
        assert any(not phrase.isascii() for phrase in phrases), name


def test_no_phrase_names_two_sets() -> None:
    named = [phrase for phrases in VOCABULARY.sets.values() for phrase in set(phrases)]
    assert len(named) == len(set(named))
