"""The Bible: the script's words first, everybody apart, the user's records untouched, time and weather from words."""

from __future__ import annotations

import subprocess
import sys

import pytest

from crew.continuity import write_bible
from crew.continuity_reading import said_of
from crew.minds.understudy import Understudy
from crew.screenwriter import break_down, cast_of
from crew.understudy.casting import colour_distance
from crew.understudy.placing import sides
from film.bible import Bible, Character, Identity, Place, Voice
from film.canonical import sha256_of
from tests.crew.pages import STAGE, VOCABULARY, pages

KEEPER = """
EXT. LIGHTHOUSE ROCKS - DAWN

MARA, a weathered lighthouse keeper, 60s, white beard, navy coat, walks through the fog. He carries a lantern.

MARA
Is anybody there?
"""


def bible_of(text: str, given: Bible | None = None) -> Bible:
    screenplay = pages(text)
    mind = Understudy()
    cast = cast_of(screenplay)
    breakdowns = {s.id: break_down(mind, s, cast, "", {}, vocabulary=VOCABULARY) for s in screenplay.scenes}
    return write_bible(mind, screenplay, breakdowns, given or Bible(), VOCABULARY, STAGE.sets, {})


def test_identity_comes_from_the_scripts_words():
    mara = bible_of(KEEPER).character("mara")
    assert mara.identity.age == 62 and mara.identity.facial_hair == "beard" and mara.identity.presents == "man"
    assert mara.identity.hair_colour == "#e8e4dc"
    assert (mara.wardrobe[0].garment, mara.wardrobe[0].top_colour) == ("coat", "#1f2c4d")
    assert mara.description["en"] == "a weathered lighthouse keeper, 60s, white beard, navy coat"
    assert mara.voice.rate_wpm < 160, "an old man speaks slowly"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a woman of 58 in a red sari", {"presents": "woman", "age": 58, "garment": "sari", "top_colour": "#c8342c"}),
        ("a thin boy, 10, with freckles", {"presents": "man", "age": 10, "build": "slim", "freckles": True}),
        ("late 30s, bespectacled, tall", {"age": 38, "glasses": True, "height_m": 1.86}),
        ("(72), her grey hair in a bun", {"presents": "woman", "age": 72, "hair": "bun", "hair_colour": "#8d8f92"}),
        ("a young soldier", {"age": 25, "garment": "uniform"}),
        ("in a long black wool coat and a red scarf", {"garment": "coat", "top_colour": "#1d1e22", "accent_colour": "#c8342c"}),
        ("एक बूढ़ा आदमी, दाढ़ी", {"presents": "man", "age": 70, "facial_hair": "beard"}),
    ],
)  # fmt: skip
def test_words_to_facts(words, expected):
    said = said_of("SAM", [f"SAM, {words}"], VOCABULARY)
    assert {key: said.get(key) for key in expected} == expected


def test_characters_of_one_film_are_told_apart():
    names = ["ANNA", "BEN", "CARLA", "DEV", "EVE", "FRANK"]
    bible = bible_of("INT. ROOM - DAY\n\n" + "\n\n".join(f"{name}\nHello." for name in names))
    voices = [(c.voice.variant, c.voice.pitch) for c in bible.characters]
    assert len(set(voices)) == len(names)
    tops = [c.wardrobe[0].top_colour for c in bible.characters]
    assert all(colour_distance(a, b) > 40 for at, a in enumerate(tops) for b in tops[at + 1 :])
    looks = {(c.identity.hair, c.identity.hair_colour, c.identity.presents) for c in bible.characters}
    assert len(looks) == len(names)
    assert len({c.identity.face_seed for c in bible.characters}) == len(names)


def test_a_given_record_wins_untouched_and_is_matched_by_alias():
    mine = Character(
        id="the-keeper", name="Mara Quinn", aliases=("MARA",), given=True,
        identity=Identity(age=33, presents="woman"), voice=Voice(variant="f2"),
    )  # fmt: skip
    place = Place(id="rock", name="Lighthouse Rocks", set="valley", given=True)
    bible = bible_of(KEEPER, Bible(characters=(mine,), places=(place,)))
    assert bible.characters == (mine,) and bible.places == (place,)
    entry = bible.scene("ep01/sc001")
    assert entry.place_id == "rock" and list(entry.screen_side) == ["the-keeper"]


@pytest.mark.parametrize(
    ("heading", "set_", "interior"),
    [
        ("EXT. HARBOUR - DAY", "quay", False), ("INT. TEA HOUSE - DAY", "cafe", True), ("EXT. PINE FOREST - DAY", "forest", False),
        ("INT. KITCHEN - DAY", "kitchen", True), ("EXT. KITCHEN GARDEN - DAY", "park", False), ("EXT. MOUNTAIN PASS - DAY", "valley", False),
        ("EXT. OLD MARKET STREET - DAY", "street", False), ("INT. SPACESHIP ZORG - DAY", "room", True), ("EXT. LIMBO - DAY", "neutral", False),
        ("EXT. जंगल - रात", "forest", False), ("EXT. FARMHOUSE - DAY", "neutral", False),
    ],
)  # fmt: skip
def test_the_set_is_chosen_from_the_heading(heading, set_, interior):
    (place,) = bible_of(heading).places
    assert (place.set, place.interior) == (set_, interior)


def test_a_house_from_inside_and_outside_is_two_places():
    bible = bible_of("INT. HOUSE - DAY\n\nEXT. HOUSE - DAY\n\nINT. HOUSE - NIGHT")
    assert [place.id for place in bible.places] == ["house-inside", "house-outside"]
    assert bible.scene("ep01/sc003").place_id == "house-inside"


def test_neon_and_dressing_are_read_from_the_words():
    (place,) = bible_of("EXT. ALLEY - NIGHT\n\nNeon signs buzz over a row of stalls and a bicycle.").places
    assert place.neon and {"stalls", "bicycle"} <= set(place.dressing)


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("DAY", "day"), ("NIGHT", "night"), ("DAWN", "dawn"), ("DUSK", "dusk"), ("MORNING", "morning"), ("EVENING", "dusk"),
        ("SUNSET", "magic_hour"), ("MAGIC HOUR", "magic_hour"), ("DIN", "day"), ("RAAT", "night"), ("SUBAH", "morning"),
        ("SHAAM", "dusk"), ("दिन", "day"), ("रात", "night"), ("सुबह", "morning"), ("शाम", "dusk"), ("NEXT MORNING", "morning"),
        ("XYZZY", "day"),
    ],
)  # fmt: skip
def test_time_of_day_from_the_heading(time, expected):
    assert bible_of(f"EXT. FIELD - {time}").scenes[0].time_of_day == expected


def test_continuous_and_later_go_on_from_the_scene_before():
    bible = bible_of(
        "EXT. FIELD - NIGHT\n\nHeavy rain.\n\nINT. HUT - CONTINUOUS\n\nEXT. FIELD - LATER\n\nEXT. SHORE - DAY"
    )
    assert [entry.time_of_day for entry in bible.scenes] == ["night", "night", "night", "day"]
    assert [entry.weather for entry in bible.scenes] == ["rain", "rain", "clear", "clear"]


@pytest.mark.parametrize(
    ("action", "weather"),
    [("Rain.", "rain"), ("Thick fog.", "fog"), ("It is snowing.", "snow"), ("Thunder.", "storm"), ("बारिश हो रही है।", "rain"),
     ("Zor ki baarish.", "rain"), ("Nothing.", "clear")],
)  # fmt: skip
def test_weather_from_the_action(action, weather):
    assert bible_of(f"EXT. FIELD - DAY\n\n{action}").scenes[0].weather == weather


def test_who_talks_together_stands_opposite_and_keeps_the_side():
    left, right = sides(["anna", "ben", "anna", "carla", "anna"], ["dev"], None)
    assert ("anna" in left) != ("ben" in left) and ("anna" in left) != ("carla" in left)
    assert sorted([*left, *right]) == ["anna", "ben", "carla", "dev"]
    kept = sides(["ben", "anna"], [], {"left": ["ben"], "right": ["anna"]})
    assert kept == (["ben"], ["anna"])


def test_hostile_names_are_only_names():
    names = ["SYSTEM", "../../ETC/PASSWD", "👩", "X" * 300, "मीरा"]
    bible = bible_of("INT. ../../ROOM - DAY\n\n" + "\n\n".join(f"{name}\nHello." for name in names))
    ids = [character.id for character in bible.characters]
    assert len(set(ids)) == 5 and all("/" not in i and "." not in i and 0 < len(i) <= 40 for i in ids)
    assert "/" not in bible.places[0].id


def test_the_bible_is_the_same_in_another_process_with_another_hash_seed():
    code = (
        "from tests.crew.test_bible import bible_of, KEEPER\n"
        "from film.canonical import sha256_of\nprint(sha256_of(bible_of(KEEPER)))"
    )
    import os

    env = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Kolkata"}
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert other.stdout.strip() == sha256_of(bible_of(KEEPER))
