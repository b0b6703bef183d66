"""Small films for tests: two people, two places, three lines, told in data."""

from __future__ import annotations

from film.bible import Bible, Character, Identity, Place, SceneContinuity, Voice
from film.series import Beat, Episode, Line, Scene, Series, Shot, Speech, Spoken, WordTime


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
