"""Films for tests, told in data: a small one of two people and three shots, and a big one of sixty."""

from __future__ import annotations

from film.bible import Bible, Character, Identity, Place, SceneContinuity, Voice, Wardrobe
from film.canonical import sha256_of
from film.plan import speech_plan
from film.rewrites import map_lines
from film.series import (
    Beat,
    Episode,
    Finish,
    Grade,
    Line,
    Pace,
    Scene,
    Series,
    Shot,
    Speech,
    Spoken,
    WordTime,
)
from film.state import Camera, VisualState


def speech(text: str, seconds_per_word: float = 0.4, sha: str = "a") -> Speech:
    words = text.split()
    times = tuple(
        WordTime(word=w, start_s=round(i * seconds_per_word, 3), end_s=round((i + 0.8) * seconds_per_word, 3)) for i, w in enumerate(words)
    )
    return Speech(sha256=sha * 64, duration_s=len(words) * seconds_per_word, words=times)


def line(number: int, who: str, text: str, *, language: str = "en", **more) -> Line:
    sha = "0123456789abcdef"[number % 16]
    return Line(
        id=f"ep01/sc001/ln{number * 10:04d}", character_id=who, text={language: text}, language=language,
        speech={language: speech(text, sha=sha)}, **more,
    )  # fmt: skip


def small_series(**changes) -> Series:
    scene = Scene(
        id="ep01/sc001",
        heading={"en": "EXT. STREET - DAY"},
        beats=(Beat(id="b1", kind="dialogue", text="They talk.", present=("mara", "jon")),),
        lines=(line(1, "mara", "You came back after all"), line(2, "jon", "I said I would")),
        shots=(
            Shot(id="ep01/sc001/sh0010", kind="establishing", duration_s=2.0),
            Shot(id="ep01/sc001/sh0020", kind="single", duration_s=2.5, cast=("mara",),
                 spoken=(Spoken(line_id="ep01/sc001/ln0010"),)),
            Shot(id="ep01/sc001/sh0030", kind="single", duration_s=2.0, cast=("jon",),
                 spoken=(Spoken(line_id="ep01/sc001/ln0020"),)),
        ),
    )  # fmt: skip
    bible = Bible(
        characters=(
            Character(id="mara", name="MARA", identity=Identity(presents="woman", face_seed=3), voice=Voice(variant="f2")),
            Character(id="jon", name="JON", identity=Identity(presents="man", face_seed=8)),
        ),
        places=(Place(id="street", name="STREET", set="street", seed=4),),
        scenes=(
            SceneContinuity(
                scene_id="ep01/sc001", place_id="street", screen_side={"mara": "left", "jon": "right"}
            ),
        ),
    )
    episode = Episode(id="ep01", number=1, title={"en": "Return"}, scenes=(scene,))
    made = Series(id="return", title={"en": "Return"}, bible=bible, episodes=(episode,))
    return made.model_copy(update=changes)


def recorded(series: Series) -> Series:
    """The film with a recording of every line that has none, in its own language: other words or voice, other sha256."""

    def record(line: Line) -> Line:
        if line.language in line.speech:
            return line
        plan = speech_plan(series, line, line.language)
        made = speech(line.text[line.language]).model_copy(update={"sha256": sha256_of(plan)})
        return line.model_copy(update={"speech": {**line.speech, line.language: made}})

    return map_lines(series, None, record)


PEOPLE = ("mara", "jon", "asha", "ravi")
PLACES = ("kitchen", "street", "station", "forest")


def big_series(shots: int = 60) -> Series:
    """Two episodes of six-shot scenes, with all that a change can trip over.

    Dialogue in two languages, a line split over two shots, a shot that starts from another, one that is omitted,
    outfits worn in one scene only, and grades and paces that are there already.
    """
    count = max(2, shots // 6)
    half = count - count // 2
    episodes, continuity = [], []
    for number, of_episode in ((1, range(half)), (2, range(half, count))):
        scenes = []
        for at, index in enumerate(of_episode, start=1):
            scene = _big_scene(f"ep{number:02d}/sc{at:03d}", index)
            who, other = _pair(index)
            scenes.append(scene)
            continuity.append(
                SceneContinuity(
                    scene_id=scene.id, place_id=PLACES[index % 4], time_of_day=("day", "night", "dusk")[index % 3],
                    wardrobe={who: f"{who}/coat"} if index % 5 == 0 else {}, screen_side={who: "left", other: "right"},
                )
            )  # fmt: skip
        finish = Finish(
            scene_grades={scenes[0].id: Grade(warmth=0.2)}, shot_grades={scenes[0].shots[1].id: Grade(contrast=1.2)},
            shot_paces={scenes[-1].shots[0].id: Pace(head_s=0.25)},
        )  # fmt: skip
        title = {"en": ("Away", "Return")[number - 1]}
        episodes.append(Episode(id=f"ep{number:02d}", number=number, title=title, scenes=tuple(scenes), finish=finish))
    bible = Bible(
        characters=tuple(
            Character(
                id=who, name=who.upper(), aliases=(ALIASES[who],), identity=Identity(face_seed=seed),
                voice=Voice(variant=f"f{seed}"), wardrobe=(Wardrobe(id=f"{who}/shirt"), Wardrobe(id=f"{who}/coat", garment="coat")),
            )
            for seed, who in enumerate(PEOPLE, start=1)
        ),
        places=tuple(Place(id=p, name=f"{p.upper()}", set="room" if p == "kitchen" else "street", interior=p == "kitchen", seed=i) for i, p in enumerate(PLACES)),
        scenes=tuple(continuity),
    )  # fmt: skip
    return Series(id="big", title={"en": "Big"}, bible=bible, episodes=tuple(episodes))


ALIASES = {"mara": "मारा", "jon": "Captain Reed", "asha": "Doctor", "ravi": "रवि"}


def _pair(index: int) -> tuple[str, str]:
    return PEOPLE[index % 4], PEOPLE[(index + 1) % 4]


def _big_scene(scene_id: str, index: int) -> Scene:
    who, other = _pair(index)
    said = (
        (who, "en", f"I told you to wait number {index} here"), (other, "en", f"Then wait with me {index}"),
        (who, "hi", f"चलो अब घर चलते हैं {index}"),
    )  # fmt: skip
    lines = tuple(
        Line(id=f"{scene_id}/ln{at * 10:04d}", character_id=speaker, text={tag: text}, language=tag,
             speech={tag: speech(text, sha="0123456789abcdef"[(index * 3 + at) % 16])})
        for at, (speaker, tag, text) in enumerate(said, start=1)
    )  # fmt: skip
    ids = [line.id for line in lines]

    def shot(at: int, kind: str, size: str, cast: tuple[str, ...], duration_s: float, **more) -> Shot:
        state = VisualState(camera=Camera(size=size, subjects=cast))
        return Shot(
            id=f"{scene_id}/sh{at * 10:04d}", kind=kind, cast=cast, duration_s=duration_s, state=state,
            brief={"en": f"{kind} of {' and '.join(cast) or 'the place'}"}, **more,
        )  # fmt: skip

    return Scene(
        id=scene_id,
        heading={"en": f"{'INT' if index % 4 == 0 else 'EXT'}. {PLACES[index % 4].upper()} - {index}"},
        synopsis={"en": "A chase through the crowd." if index == 3 else "They talk it over."},
        beats=(
            Beat(id=f"{scene_id}/bt010", text="They meet.", present=(who, other)),
            Beat(id=f"{scene_id}/bt020", kind="dialogue", text="They talk.", present=(who, other), line_ids=tuple(ids)),
        ),
        lines=lines,
        shots=(
            shot(1, "establishing", "wide", (), 3.0),
            shot(2, "two_shot", "medium", (who, other), 3.0),
            shot(3, "single", "medium_close", (who,), 2.5, spoken=(Spoken(line_id=ids[0], first=0, end=4),)),
            shot(4, "single", "close", (other,), 4.5, spoken=(Spoken(line_id=ids[0], first=4, end=8), Spoken(line_id=ids[1]))),
            shot(5, "single", "medium_close", (who,), 3.5, spoken=(Spoken(line_id=ids[2]),)),
            shot(6, "insert", "close", (), 2.0, omitted=index == 1,
                 start_from=f"{scene_id}/sh0010" if index % 3 == 0 else None),
        ),
    )  # fmt: skip
