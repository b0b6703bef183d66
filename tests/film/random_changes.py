"""Changes drawn by seed, legal on the film that they are drawn for: what a hundred notes might ask."""

from __future__ import annotations

import random
from collections.abc import Callable

from film.changes import ChangeSet, Edit, Selector, apply
from film.errors import ChangeError
from film.series import Scene, Series
from film.state import SHOT_SIZES

COLOURS = ("#b02020", "#2050b0", "#20903c", "#e0c040")
TIMES = ("dawn", "morning", "day", "magic_hour", "dusk", "night")
WEATHERS = ("clear", "overcast", "rain", "fog", "snow", "storm")
MOODS = ("calm", "tense", "hopeful", "sad", "playful", "romantic", "eerie", "triumphant")
WORDS = "we must go now before the rain comes back to this old house and nobody knows why".split()
DRAWS = 200


def random_change(series: Series, seed: int) -> ChangeSet:
    """A ChangeSet that can be applied to ``series`` and changes something; the same for the same film and seed."""
    drawn = random.Random(seed)
    for _ in range(DRAWS):
        change = _drawn(series, drawn)
        if drawn.random() < 0.15:
            change = change.model_copy(update={"then": (_drawn(series, drawn),)})
        try:
            if apply(series, change) != series:
                return change.model_copy(update={"reason": f"drawn with seed {seed}"})
        except ChangeError:
            continue
    raise AssertionError(f"no legal change of {series.id} in {DRAWS} draws with seed {seed}")


def _drawn(series: Series, drawn: random.Random) -> ChangeSet:
    return drawn.choice(KINDS)(series, drawn)


def _where(series: Series, drawn: random.Random) -> Selector:
    """A shot, some shots, a scene, an episode, a person, a place, a size, or all but some."""
    scene = _scene(series, drawn)
    shots = [shot.id for shot in scene.shots]
    match drawn.randrange(9):
        case 0 | 1:
            return Selector(shots=(drawn.choice(shots),))
        case 2:
            return Selector(shots=tuple(drawn.sample(shots, min(2, len(shots)))))
        case 3 | 4:
            return Selector(scenes=(scene.id,))
        case 5:
            return Selector(episodes=(scene.id.split("/")[0],))
        case 6:
            return Selector(characters=(_person(series, drawn),), scenes=(scene.id,) if drawn.random() < 0.5 else ())
        case 7:
            return Selector(places=(drawn.choice(series.bible.places).id,))
        case _:
            return Selector(scenes=(scene.id,), but=Selector(shots=(drawn.choice(shots),)))


def _scene(series: Series, drawn: random.Random) -> Scene:
    return drawn.choice([scene for episode in series.episodes for scene in episode.scenes if scene.shots])


def _person(series: Series, drawn: random.Random) -> str:
    return drawn.choice([character.id for character in series.bible.characters] or ["nobody"])


def _one(where: Selector, path: str, value: object, op: str = "set") -> ChangeSet:
    return ChangeSet(where=where, edits=(Edit.model_validate({"path": path, "op": op, "value": value}),))


def _light_and_lens(series: Series, drawn: random.Random) -> ChangeSet:
    path, op, value = drawn.choice(
        [
            ("shot.state.light.exposure_stops", "adjust", drawn.choice((-1.0, -0.5, 0.5))),
            ("shot.state.light.key_kelvin", "set", drawn.choice((3200, 4300, 7500))),
            ("shot.state.camera.size", "adjust", drawn.choice((-1, 1, 2))),
            ("shot.state.camera.size", "set", drawn.choice(SHOT_SIZES)),
            ("shot.state.camera.angle", "set", drawn.choice(("low", "high", "dutch"))),
            ("shot.state.camera.focal_mm", "set", drawn.choice((24.0, 65.0, 85.0))),
            ("shot.state.camera.move.kind", "set", drawn.choice(("push_in", "pan", "handheld"))),
            ("shot.state.look.grain", "adjust", 0.1),
            ("shot.state.styles", "set", [{"style": drawn.choice(("noir", "watercolour")), "weight": 1.0}]),
            ("shot.roll", "adjust", 1),
        ]
    )
    return _one(_where(series, drawn), path, value, op)


def _length(series: Series, drawn: random.Random) -> ChangeSet:
    return _one(_where(series, drawn), "shot.duration_s", drawn.choice((-0.5, 0.5, 1.0)), "adjust")


def _grade(series: Series, drawn: random.Random) -> ChangeSet:
    path, value = drawn.choice(
        [("brightness_stops", -0.6), ("brightness_stops", 0.3), ("warmth", 0.35), ("contrast", 0.2), ("saturation", -0.5)]
    )
    return _one(_where(series, drawn), f"grade.{path}", value, "adjust")


def _pace(series: Series, drawn: random.Random) -> ChangeSet:
    path, value = drawn.choice([("speed", 1.5), ("speed", 0.5), ("head_s", 0.2), ("tail_s", 0.4)])
    return _one(_where(series, drawn), f"cut.{path}", value)


def _sound(series: Series, drawn: random.Random) -> ChangeSet:
    path, op, value = drawn.choice(
        [("gain_db", "adjust", -6.0), ("music_db", "adjust", 4.0), ("music_mood", "set", drawn.choice(MOODS)),
         ("voice_db", "set", 3.0)]
    )  # fmt: skip
    return _one(_where(series, drawn), f"sound.{path}", value, op)


def _cards(series: Series, drawn: random.Random) -> ChangeSet:
    path, value = drawn.choice(
        [("title_card_s", 0.0), ("end_card_s", 1.0), ("scene_cards", True), ("music", False), ("subtitles", False),
         ("music_gain_db", -9.0)]
    )  # fmt: skip
    return _one(Selector(episodes=(drawn.choice(series.episodes).id,)), f"finish.{path}", value)


def _order(series: Series, drawn: random.Random) -> ChangeSet:
    scene = _scene(series, drawn)
    if drawn.random() < 0.3:
        episode = drawn.choice(series.episodes)
        ids = [one.id for one in episode.scenes]
        return _one(Selector(episodes=(episode.id,)), "episode.scenes", drawn.sample(ids, len(ids)), "reorder")
    ids = [shot.id for shot in scene.shots]
    return _one(Selector(scenes=(scene.id,)), "scene.shots", drawn.sample(ids, len(ids)), "reorder")


def _out_and_in(series: Series, drawn: random.Random) -> ChangeSet:
    scene = _scene(series, drawn)
    shot = drawn.choice(scene.shots)
    match drawn.randrange(4):
        case 0:
            return _one(Selector(shots=(shot.id,)), "shot.omitted", not shot.omitted)
        case 1:
            return _one(Selector(scenes=(scene.id,)), "scene.shots", shot.id, "remove")
        case 2:
            return _one(Selector(episodes=(scene.id.split("/")[0],)), "episode.scenes", scene.id, "remove")
        case _:
            cast = list(drawn.choice(scene.shots).cast)
            added = {"kind": "insert", "duration_s": 1.5, "cast": cast, "brief": {"en": "A detail"}, "after": shot.id}
            return _one(Selector(scenes=(scene.id,)), "scene.shots", added, "add")


def _story(series: Series, drawn: random.Random) -> ChangeSet:
    where = Selector(scenes=(_scene(series, drawn).id,))
    path, value = drawn.choice(
        [("continuity.time_of_day", drawn.choice(TIMES)), ("continuity.weather", drawn.choice(WEATHERS)),
         ("continuity.place_id", drawn.choice(series.bible.places).id), ("scene.mood", drawn.choice(MOODS)),
         ("scene.synopsis.en", "They part."), ("scene.tempo_bpm", drawn.choice((60, 120)))]
    )  # fmt: skip
    return _one(where, path, value)


def _people(series: Series, drawn: random.Random) -> ChangeSet:
    scene = _scene(series, drawn)
    where = Selector(characters=(_person(series, drawn),), scenes=(scene.id,) if drawn.random() < 0.6 else ())
    path, value = drawn.choice(
        [("outfit.top_colour", drawn.choice(COLOURS)), ("outfit.garment", drawn.choice(("coat", "suit", "sari"))),
         ("character.identity.hair", drawn.choice(("bob", "bald", "long"))), ("character.identity.age", 60),
         ("character.voice.rate_wpm", 200)]
    )  # fmt: skip
    return _one(where, path, value)


def _cast(series: Series, drawn: random.Random) -> ChangeSet:
    scene = _scene(series, drawn)
    shot = drawn.choice(scene.shots)
    present = sorted({who for beat in scene.beats for who in beat.present} | set(shot.cast))
    who = drawn.choice(present) if present else _person(series, drawn)
    return _one(Selector(shots=(shot.id,)), "shot.cast", who, "remove" if who in shot.cast else "add")


def _places(series: Series, drawn: random.Random) -> ChangeSet:
    place = drawn.choice(series.bible.places)
    scene = _scene(series, drawn)
    where = Selector(scenes=(scene.id,)) if drawn.random() < 0.5 else Selector(places=(place.id,))
    path, op, value = drawn.choice([("neon", "set", True), ("seed", "adjust", 1), ("dressing", "add", "ladder")])
    return _one(where, f"place.{path}", value, op)


def _words(series: Series, drawn: random.Random) -> ChangeSet:
    scene = _scene(series, drawn)
    said = " ".join(drawn.choices(WORDS, k=drawn.randint(3, 7))).capitalize()
    if not scene.lines:
        return _one(Selector(scenes=(scene.id,)), "scene.synopsis.en", said)
    line = drawn.choice(scene.lines)
    match drawn.randrange(4):
        case 0:
            return _one(Selector(lines=(line.id,)), f"line.text.{line.language}", said)
        case 1:
            return _one(Selector(lines=(line.id,)), "line.text.fr", "Attends-moi ici")
        case 2:
            added = {"character_id": line.character_id, "text": said, "after": line.id}
            return _one(Selector(scenes=(scene.id,)), "scene.lines", added, "add")
        case _:
            return _one(Selector(scenes=(scene.id,)), "scene.lines", line.id, "remove")


KINDS: tuple[Callable[[Series, random.Random], ChangeSet], ...] = (
    _light_and_lens, _light_and_lens, _length, _grade, _grade, _pace, _sound, _cards, _order, _out_and_in, _story,
    _people, _cast, _places, _words,
)  # fmt: skip
