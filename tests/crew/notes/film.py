"""The film that the table of notes is about: two episodes, eight scenes, thirty-four shots, nothing to render.

    ep01  sc001 kitchen, night (the letter)     sc002 street, day (the market)
          sc003 street, night, rain (the chase) sc004 harbour, dusk (the nets)
    ep02  sc001 rooftop, day (the kite)         sc002 kitchen, day (the argument)
          sc003 harbour, night, fog (the lamp)  sc004 rooftop, dusk (the ending)
"""

from __future__ import annotations

from typing import NamedTuple

from film.bible import Bible, Character, Identity, Place, SceneContinuity, TimeOfDay, Voice, Wardrobe, Weather
from film.canonical import sha256_of
from film.series import Beat, Doing, Episode, Line, Mood, Scene, Series, Shot, Speech, Spoken, Verb, WordTime
from film.state import Angle, Camera, LightRig, Move, MoveKind, ShotSize, VisualState

WORD_S, GAP_S = 0.32, 0.06


class Take(NamedTuple):
    """A shot as the table's author wrote it down."""

    kind: str
    size: ShotSize
    cast: tuple[str, ...]
    brief: str
    verb: Verb = "stand"
    says: tuple[int, ...] = ()
    """Places of its lines in the scene."""
    move: MoveKind = "lock_off"
    angle: Angle = "eye_level"
    duration_s: float = 3.0


class Page(NamedTuple):
    """A scene as the table's author wrote it down."""

    heading: str
    hindi: str
    place: str
    time: TimeOfDay
    weather: Weather
    mood: Mood
    synopsis: str
    beats: tuple[str, ...]
    lines: tuple[tuple[str, str, str], ...]
    """Who, in English, in Hindi."""
    shots: tuple[Take, ...]


PEOPLE = (
    Character(
        id="meera",
        name="MEERA",
        aliases=("Dr. Rao",),
        description={"en": "Meera Rao, a doctor of thirty-four with a red coat and short hair."},
        identity=Identity(presents="woman", age=34, skin_tone=6, hair="bob", face_seed=3, height_m=1.66),
        wardrobe=(
            Wardrobe(id="meera/coat", garment="coat", top_colour="#c8342c"),
            Wardrobe(id="meera/knit", garment="knit", top_colour="#e0b53a"),
        ),
        voice=Voice(variant="f2", pitch=58),
    ),
    Character(
        id="asha",
        name="ASHA",
        description={"en": "Asha, Meera's sister, twenty-two, long hair, a green kurta."},
        identity=Identity(presents="woman", age=22, skin_tone=5, hair="long", face_seed=8, height_m=1.62),
        wardrobe=(Wardrobe(id="asha/kurta", garment="kurta", top_colour="#3f7d4a"),),
        voice=Voice(variant="f4", pitch=64),
    ),
    Character(
        id="kabir",
        name="KABIR",
        description={"en": "Kabir, a policeman of forty with a beard, in a navy jacket."},
        identity=Identity(presents="man", age=40, skin_tone=7, facial_hair="beard", face_seed=5, height_m=1.82),
        wardrobe=(Wardrobe(id="kabir/jacket", garment="jacket", top_colour="#1f2c4d"),),
        voice=Voice(variant="m3", pitch=42),
    ),
    Character(
        id="raghu",
        name="RAGHU",
        aliases=("Baba",),
        description={"en": "Old Raghu, a fisherman of seventy-two with white hair and a grey knit."},
        identity=Identity(presents="man", age=72, skin_tone=8, hair_colour="#e8e4dc", face_seed=13, height_m=1.7),
        wardrobe=(Wardrobe(id="raghu/knit", garment="knit", top_colour="#7d8288", headwear="cap"),),
        voice=Voice(variant="m7", pitch=34, rate_wpm=140),
    ),
)

PLACES = (
    Place(id="kitchen", name="KITCHEN", set="room", interior=True, dressing=("lamp", "table", "window")),
    Place(id="street", name="MARKET STREET", set="street", dressing=("stalls", "cart", "signs"), neon=True),
    Place(id="harbour", name="HARBOUR", set="shore", dressing=("boats", "nets", "crates")),
    Place(id="rooftop", name="ROOFTOP", set="street", dressing=("water tank", "clothes line")),
)

FIRST = (
    Page(
        "INT. KITCHEN - NIGHT", "अंदर. रसोई - रात", "kitchen", "night", "clear", "tense",
        "Meera finds a letter from her lost father; Asha wants to know what it says.",
        ("Meera sits at the table and opens the letter.", "Asha comes in and asks about it."),
        (
            ("asha", "What does the letter say?", "चिट्ठी में क्या लिखा है?"),
            ("meera", "He is alive.", "वह ज़िंदा हैं।"),
        ),
        (
            Take("establishing", "wide", ("meera",), "The dark kitchen, one lamp on the table.", "sit"),
            Take("insert", "extreme_close", (), "The letter under the lamp.", duration_s=2.0),
            Take("two_shot", "medium", ("asha", "meera"), "Asha comes in.", "enter", (0,)),
            Take("single", "close", ("meera",), "Meera looks up from the letter.", "look", (1,), "push_in"),
        ),
    ),
    Page(
        "EXT. MARKET STREET - DAY", "बाहर. बाज़ार - दिन", "street", "day", "clear", "playful",
        "Meera asks Kabir about her father among the stalls of the market.",
        ("Meera walks through the market.", "Kabir drinks tea and does not want to answer."),
        (
            ("meera", "You knew my father.", "आप मेरे पिता को जानते थे।"),
            ("kabir", "Everybody knew your father.", "सब आपके पिता को जानते थे।"),
            ("meera", "Then where is he?", "तो वह कहाँ हैं?"),
        ),
        (
            Take("establishing", "extreme_wide", (), "The market at noon.", move="drone"),
            Take("follow", "full", ("meera",), "Meera walks between the stalls.", "walk", (), "follow"),
            Take("over_shoulder", "medium_close", ("kabir", "meera"), "Kabir over Meera's shoulder.", "drink", (0, 1)),
            Take("single", "medium_close", ("meera",), "Meera asks again.", "stand", (2,)),
        ),
    ),
    Page(
        "EXT. MARKET STREET - NIGHT", "बाहर. बाज़ार - रात", "street", "night", "rain", "tense",
        "The chase: Kabir runs after a thief who has Meera's bag, through the rain.",
        ("Kabir chases the thief through the rain.", "He falls, gets up and runs on.", "The chase ends at the wall."),
        (("kabir", "Stop!", "रुको!"),),
        (
            Take("establishing", "wide", (), "Rain on the empty street.", move="pan"),
            Take("follow", "full", ("kabir",), "Kabir runs.", "run", (0,), "follow"),
            Take("single", "medium", ("kabir",), "Kabir falls and gets up.", "fall", (), "handheld"),
            Take("insert", "close", (), "Feet in the puddles.", duration_s=1.5),
            Take("master", "wide", ("kabir",), "He stops at the wall: the chase is over.", "stand", (), "pull_back"),
        ),
    ),
    Page(
        "EXT. HARBOUR - DUSK", "बाहर. बंदरगाह - शाम", "harbour", "dusk", "clear", "sad",
        "Raghu mends his nets and tells Meera about the boat that never came back.",
        ("Raghu mends the nets.", "Meera sits down with him."),
        (
            ("raghu", "The sea keeps what it takes.", "समंदर जो लेता है, रख लेता है।"),
            ("meera", "Not this time, Baba.", "इस बार नहीं, बाबा।"),
        ),
        (
            Take("establishing", "extreme_wide", ("raghu",), "Boats against the evening sky.", "sit", (), "drone"),
            Take("single", "medium", ("raghu",), "Raghu mends the nets.", "sit", (0,)),
            Take("two_shot", "medium", ("meera", "raghu"), "Meera sits down with him.", "sit", (), "dolly"),
            Take("reaction", "close", ("meera",), "Meera looks at the water.", "look", (1,)),
        ),
    ),
)

SECOND = (
    Page(
        "EXT. ROOFTOP - DAY", "बाहर. छत - दिन", "rooftop", "day", "clear", "hopeful",
        "Asha flies a kite and Kabir brings her news.",
        ("Asha flies a kite.", "Kabir climbs the stairs and tells her that a boat was seen."),
        (
            ("kabir", "Somebody saw the boat.", "किसी ने नाव देखी है।"),
            ("asha", "Does Meera know?", "क्या मीरा को पता है?"),
        ),
        (
            Take("establishing", "wide", ("asha",), "Asha and her kite over the roofs.", "hold", (), "drone"),
            Take("single", "medium", ("asha",), "Asha laughs.", "laugh", (), "lock_off", "low"),
            Take("two_shot", "medium_full", ("asha", "kabir"), "Kabir comes up.", "enter", (0, 1)),
            Take("insert", "close", (), "The kite in the sky.", duration_s=2.0),
        ),
    ),
    Page(
        "INT. KITCHEN - DAY", "अंदर. रसोई - दिन", "kitchen", "day", "clear", "tense",
        "The argument: Meera and Asha shout at each other about the letter.",
        ("The sisters argue about the letter.", "Asha leaves in tears."),
        (
            ("asha", "You never listen.", "तुम कभी सुनती नहीं।"),
            ("meera", "You are a child.", "तुम बच्ची हो।"),
            ("asha", "I am going to the harbour.", "मैं बंदरगाह जा रही हूँ।"),
        ),
        (
            Take("master", "wide", ("asha", "meera"), "The sisters on two sides of the table.", "stand"),
            Take("over_shoulder", "medium_close", ("asha", "meera"), "Asha over Meera's shoulder.", "point", (0,)),
            Take("over_shoulder", "medium_close", ("meera", "asha"), "Meera over Asha's shoulder.", "stand", (1,)),
            Take("single", "close", ("asha",), "Asha cries.", "cry", (2,), "push_in"),
            Take("reaction", "close", ("meera",), "Meera alone.", "look"),
        ),
    ),
    Page(
        "EXT. HARBOUR - NIGHT", "बाहर. बंदरगाह - रात", "harbour", "night", "fog", "eerie",
        "Raghu lights his lamp in the fog and Asha waits beside him.",
        ("Raghu lights the lamp.", "Asha sees a light on the water."),
        (
            ("asha", "Is that a light?", "क्या वह रोशनी है?"),
            ("raghu", "That is a boat.", "वह नाव है।"),
        ),
        (
            Take("establishing", "extreme_wide", (), "Fog over the harbour."),
            Take("single", "medium_close", ("raghu",), "Raghu lights the lamp.", "reach"),
            Take("two_shot", "medium", ("asha", "raghu"), "They look at the water.", "look", (0, 1), "push_in"),
            Take("insert", "wide", (), "A light far out in the fog.", move="tilt"),
        ),
    ),
    Page(
        "EXT. ROOFTOP - DUSK", "बाहर. छत - शाम", "rooftop", "dusk", "clear", "hopeful",
        "The ending: the sisters embrace while Kabir and Raghu watch the boat come home.",
        ("Meera and Asha embrace.", "Kabir and Raghu look at the boat."),
        (
            ("meera", "I am sorry.", "मुझे माफ़ कर दो।"),
            ("raghu", "Look. He is home.", "देखो। वह घर आ गया।"),
        ),
        (
            Take("two_shot", "medium", ("asha", "meera"), "The sisters embrace.", "embrace", (0,), "orbit"),
            Take("two_shot", "medium_full", ("kabir", "raghu"), "The men at the parapet.", "look", (1,)),
            Take("single", "close", ("asha",), "Asha smiles.", "look"),
            Take("master", "extreme_wide", ("asha", "kabir", "meera", "raghu"), "All four over the town.", "stand", (), "pull_back"),
        ),
    ),
)  # fmt: skip


def film() -> Series:
    """The whole film with everything measured that a note can be about; equal on every machine."""
    told = {"ep01": FIRST, "ep02": SECOND}
    titles = {"ep01": {"en": "The Letter", "hi": "चिट्ठी"}, "ep02": {"en": "The Tide", "hi": "ज्वार"}}
    episodes, continuity = [], []
    for number, (episode_id, scenes) in enumerate(told.items(), 1):
        made = []
        for at, scene in enumerate(scenes, 1):
            scene_id = f"{episode_id}/sc{at:03d}"
            made.append(_scene(scene_id, str(at), scene))
            continuity.append(_continuity(scene_id, scene))
        episodes.append(Episode(id=episode_id, number=number, title=titles[episode_id], scenes=tuple(made)))
    return Series(
        id="harbour-lights",
        title={"en": "Harbour Lights", "hi": "बंदरगाह की रोशनी"},
        seed=7,
        bible=Bible(characters=PEOPLE, places=PLACES, scenes=tuple(continuity)),
        episodes=tuple(episodes),
    )


def _scene(scene_id: str, number: str, told: Page) -> Scene:
    lines = tuple(_line(f"{scene_id}/ln{at * 10:04d}", *line) for at, line in enumerate(told.lines, 1))
    present = tuple(sorted({who for shot in told.shots for who in shot.cast}))
    return Scene(
        id=scene_id,
        number=number,
        heading={"en": told.heading, "hi": told.hindi},
        synopsis={"en": told.synopsis},
        mood=told.mood,
        beats=tuple(
            Beat(id=f"{scene_id}/bt{at * 10:04d}", text=text, present=present, intensity=0.3 + 0.1 * at)
            for at, text in enumerate(told.beats, 1)
        ),
        lines=lines,
        shots=tuple(_shot(f"{scene_id}/sh{at * 10:04d}", shot, lines) for at, shot in enumerate(told.shots, 1)),
    )


def _line(line_id: str, who: str, english: str, hindi: str) -> Line:
    text = {"en": english, "hi": hindi}
    return Line(
        id=line_id,
        character_id=who,
        text=text,
        language="en",
        speech={language: _speech(line_id, language, words) for language, words in text.items()},
    )


def _speech(line_id: str, language: str, text: str) -> Speech:
    words = tuple(
        WordTime(word=word, start_s=round(at * (WORD_S + GAP_S), 3), end_s=round(at * (WORD_S + GAP_S) + WORD_S, 3))
        for at, word in enumerate(text.split())
    )
    return Speech(sha256=sha256_of([line_id, language, text]), duration_s=words[-1].end_s + 0.1, words=words)


def _shot(shot_id: str, told: Take, lines: tuple[Line, ...]) -> Shot:
    spoken = tuple(lines[at] for at in told.says)
    heard_s = sum(line.speech["en"].duration_s + 0.35 for line in spoken)
    camera = Camera(
        size=told.size,
        angle=told.angle,
        subjects=told.cast[:2],
        over=told.cast[1] if told.kind == "over_shoulder" else None,
        move=Move(kind=told.move),
    )
    return Shot(
        id=shot_id,
        kind=told.kind,  # type: ignore[arg-type]
        brief={"en": told.brief},
        duration_s=round(max(told.duration_s, heard_s + 0.5), 2),
        cast=told.cast,
        doing=tuple(Doing(character_id=who, verb=told.verb) for who in told.cast),
        spoken=tuple(Spoken(line_id=line.id) for line in spoken),
        state=VisualState(camera=camera, light=LightRig()),
    )


def _continuity(scene_id: str, told: Page) -> SceneContinuity:
    present = sorted({who for shot in told.shots for who in shot.cast})
    return SceneContinuity(
        scene_id=scene_id,
        place_id=told.place,
        time_of_day=told.time,
        weather=told.weather,
        wardrobe={who: "meera/knit" for who in present if who == "meera" and told.place == "kitchen"},
        screen_side={who: "left" if at % 2 == 0 else "right" for at, who in enumerate(present)},
    )
