"""Words of the action put things into hands, and outfits on people: in English and in Hindi."""

from __future__ import annotations

import pytest

from crew.answers.director import PersonFact, SentenceFact
from crew.holding import after
from film.bible import Wardrobe
from film.series import Series
from tests.crew.pages import VOCABULARY, planned

MARA, JON = PersonFact(id="mara", name="Mara"), PersonFact(id="jon", name="Jon")
MEERA, RAVI = PersonFact(id="मीरा", name="मीरा"), PersonFact(id="रवि", name="रवि")


def told(text: str, *people: str, hands: dict | None = None, cast=(MARA, JON)) -> dict:
    return after(SentenceFact(text=text, people=people or ("mara",)), hands or {}, cast, VOCABULARY)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("She grips an old lantern.", "lantern"),
        ("Mara waits with a battered leather suitcase.", "suitcase"),
        ("Mara, a teddy bear in her arms, watches.", "toy"),
        ("Mara picks up the rusty key.", "key"),
        ("Mara stands under a black umbrella.", "umbrella"),
        ("She leans on her cane.", "stick"),
        ("Mara sips her tea.", "cup"),
        ("Mara reads the newspaper.", "letter"),
        ("She raises the pistol.", "gun"),
        ("Mara carries a tray of glasses.", "tray"),
    ],
)
def test_a_thing_is_taken_in_hand(text, held):
    assert told(text) == {"mara": held}


@pytest.mark.parametrize(
    "text",
    [
        "A lantern hangs over the door.",
        "Mara looks at the suitcase by the wall.",
        "Mara goes out without her umbrella.",
        "The phone rings.",
        "Mara sits down beside the basket.",
        "They stand in silence. Behind them the lamp is burning again.",
    ],
)
def test_what_is_only_there_is_not(text):
    assert told(text) == {}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Mara puts the lantern down on the step.", {}),
        ("She sets it down.", {}),
        ("She drops the lantern.", {}),
        ("Mara hands the lantern to Jon.", {"jon": "lantern"}),
        ("Mara gives Jon the lantern.", {"jon": "lantern"}),
        ("She hands it to him.", {"jon": "lantern"}),
        ("Jon takes the lantern from Mara.", {"jon": "lantern"}),
        ("Mara looks out to sea.", {"mara": "lantern"}),
        ("She takes the key.", {"mara": "key"}),
    ],
)
def test_it_stays_in_hand_until_it_is_put_down_or_handed_over(text, left):
    people = ("jon",) if text.startswith("Jon") else ("mara",)
    assert told(text, *people, hands={"mara": "lantern"}) == left


@pytest.mark.parametrize(
    ("text", "hands", "left"),
    [
        ("मीरा लालटेन थामे खड़ी है।", {}, {"मीरा": "lantern"}),
        ("मीरा सूटकेस लेकर आती है।", {}, {"मीरा": "suitcase"}),
        ("मीरा लालटेन रखती है।", {"मीरा": "lantern"}, {}),
        ("मीरा रवि को चिट्ठी देती है।", {"मीरा": "letter"}, {"रवि": "letter"}),
    ],
)
def test_hindi_says_it_after_the_thing(text, hands, left):
    assert told(text, "मीरा", hands=hands, cast=(MEERA, RAVI)) == left


PIER = """EXT. PIER - NIGHT

MARA, 30, in a torn red raincoat and a wool hat, grips an old lantern.

JON, 40, a policeman, walks toward her with a suitcase.

MARA
You came.

JON
I had to.

Mara puts the lantern down.

Mara walks away into the fog."""


@pytest.fixture(scope="module")
def pier() -> Series:
    return planned(PIER)


def test_what_is_held_runs_through_the_scenes_shots(pier: Series):
    shots = [shot for _, _, shot in pier.walk()]
    speaking = [shot for shot in shots if shot.spoken]
    assert {act.holding for shot in speaking for act in shot.doing if act.character_id == "mara"} == {"lantern"}
    assert {act.holding for shot in speaking for act in shot.doing if act.character_id == "jon"} == {"suitcase"}
    last = [act for act in shots[-1].doing if act.character_id == "mara"]
    assert last and last[0].holding is None


def worn(series: Series, name: str) -> Wardrobe:
    return next(c for c in series.bible.characters if c.name == name).wardrobe[0]


def test_an_outfit_is_read_whole(pier: Series):
    mara, jon = worn(pier, "MARA"), worn(pier, "JON")
    assert (mara.garment, mara.top_colour, mara.headwear, mara.torn) == ("coat", "#c8342c", "beanie", True)
    assert (jon.garment, jon.service, jon.headwear, jon.torn) == ("uniform", "police", "peaked_cap", False)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("in a striped t-shirt, blue jeans and sneakers", {"garment": "tshirt", "legs": "jeans", "legs_colour": "#2f5fa8", "pattern": "striped", "footwear": "trainers"}),
        ("wearing a blue sari", {"garment": "sari", "top_colour": "#2f5fa8"}),
        ("in a grey hoodie and boots", {"garment": "hoodie", "top_colour": "#7d8288", "footwear": "boots"}),
        ("in a black skirt", {"garment": "shirt", "legs": "skirt", "legs_colour": "#1d1e22"}),
        ("a nurse", {"garment": "uniform", "service": "nurse", "top_colour": "#a8cdd8"}),
        ("in dungarees, barefoot", {"garment": "overalls", "footwear": "barefoot"}),
        ("लाल सलवार कमीज़ में", {"garment": "salwar", "top_colour": "#c8342c"}),
    ],
)  # fmt: skip
def test_words_become_clothes(words, expected):
    series = planned(f"INT. ROOM - DAY\n\nANNA, 30, {words}, waits.\n\nANNA\nHello.")
    outfit = worn(series, "ANNA").model_dump()
    assert {field: outfit[field] for field in expected} == expected


def test_an_insert_of_something_in_hand_shows_it_held():
    series = planned("INT. OFFICE - DAY\n\nMARA nails a paper to the door. She turns.\n\nMARA\nDone.\n")
    inserts = [shot for _, _, shot in series.walk() if shot.kind == "insert"]
    assert [(act.verb, act.holding) for shot in inserts for act in shot.doing] == [("hold", "letter")]
