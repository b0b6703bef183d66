"""The ids that people's words stand for: how forgiving a name may be is said here and nowhere else.

Each function raises ChangeError, naming the nearest few, for a word that names nothing, and gives None where no
word was given; ``meant_by``, which looks among files, gives None for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from film.base import Text
from film.errors import ChangeError
from film.ids import slug
from film.series import Scene, Series
from film.words import holds_phrase, nearest, stems, tokens, told


class Called(Protocol):
    """Something that a file defines: a look, a style."""

    @property
    def name(self) -> str:
        """Its id."""
        ...

    @property
    def title(self) -> Text:
        """Its name for people, by language."""
        ...

    @property
    def words(self) -> Mapping[str, tuple[str, ...]]:
        """What people call it, by language."""
        ...


Named = TypeVar("Named", bound=Called)


def meant_by(text: str, known: Sequence[Named]) -> Named | None:
    """The one that ``text`` means: its name, its title or one of its words, in any language and case."""
    wanted = _spelt(text)
    for each in known:
        if wanted == _spelt(each.name):
            return each
    for each in known:
        called = (*each.title.values(), *(word for words in each.words.values() for word in words))
        if wanted in {_spelt(word) for word in called}:
            return each
    return None


def _spelt(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def episodes_named(series: Series, words: tuple[str, ...]) -> frozenset[str] | None:
    """By id, number or title."""
    names = {e.id: [e.id, str(e.number), *e.title.values()] for e in series.episodes}
    return _named(words, "episode", names)


def scenes_named(series: Series, words: tuple[str, ...]) -> frozenset[str] | None:
    """By id, its end, the writer's number (where no scene has one, counted in the episode) or the heading."""
    return _named(words, "scene", _scene_names(series))


def shots_named(series: Series, words: tuple[str, ...], *, counted_in_scene: bool) -> frozenset[str] | None:
    """By id, its end, slate, or number: counted in the scene or in the episode, as one sees it."""
    return _named(words, "shot", _shot_names(series, counted_in_scene))


def character_named(series: Series, word: str) -> str:
    """The id of the one person that ``word`` names. Raises ChangeError when it names nobody, or several."""
    return _only(people_named(series, (word,)), "people", word)


def place_named(series: Series, word: str) -> str:
    """The id of the one place that ``word`` names. Raises ChangeError when it names none, or several."""
    exact = [place.id for place in series.bible.places if place.id == word or place.id == slug(word)]
    return exact[0] if exact else _only(places_named(series, (word,)), "places", word)


def shot_named(scene: Scene, word: str) -> str:
    """The id of the shot of ``scene`` that ``word`` names: its id, ``sh0020``, its slate, or its number in the scene."""
    shown = [shot.id for shot in scene.shots if not shot.omitted]
    for shot in scene.shots:
        if word in (shot.id, shot.id.split("/")[-1]) or (shot.slate and tokens(word) == tokens(shot.slate)):
            return shot.id
    number = told(word)
    if len(number) == 1 and number[0].isdecimal() and 1 <= int(number[0]) <= len(shown):
        return shown[int(number[0]) - 1]
    raise ChangeError(f"{word!r} is no shot of {scene.id}; there are {nearest(word, (shot.id for shot in scene.shots))}")


def scenes_of(series: Series) -> Iterable[Scene]:
    """Every scene, in the order of the film."""
    return (scene for episode in series.episodes for scene in episode.scenes)


def everybody(series: Series) -> tuple[str, ...]:
    """Everyone of the Bible, then voices that it does not know."""
    known = [character.id for character in series.bible.characters]
    return tuple(dict.fromkeys([*known, *(line.character_id for line in series.lines())]))


def _named(words: tuple[str, ...], kind: str, names: Mapping[str, Iterable[str]]) -> frozenset[str] | None:
    """The ids whose names hold one of ``words``; None when no word was given."""
    if not words:
        return None
    folded = {id: {_unpadded(name) for name in known if told(name)} for id, known in names.items()}
    found: set[str] = set()
    for word in words:
        exact = {id for id in names if id == word}
        meant = exact or {id for id, known in folded.items() if _unpadded(word) in known}
        if not meant:
            have = nearest(word, (name for known in names.values() for name in known))
            raise ChangeError(f"{word!r} names no {kind} of this film; the nearest are {have}")
        found |= meant
    return frozenset(found)


def _unpadded(name: str) -> tuple[str, ...]:
    """``told`` with the numbers of ids in short: ``sc003`` is ``sc3``."""
    return tuple(re.sub(r"^(ep|sc|sh)0*(?=\d)", r"\1", word) for word in told(name))


def _scene_names(series: Series) -> dict[str, list[str]]:
    numbered = any(scene.number for scene in scenes_of(series))
    return {
        scene.id: [
            scene.id,
            scene.id.split("/")[-1],
            scene.number if numbered else str(at),
            *scene.heading.values(),
        ]
        for episode in series.episodes
        for at, scene in enumerate(episode.scenes, start=1)
    }


def _shot_names(series: Series, counted_in_scene: bool) -> dict[str, list[str]]:
    """A plain number counts what is seen: in its scene when the selector names scenes, else in its episode."""
    names = {}
    for episode in series.episodes:
        seen = 0
        for scene in episode.scenes:
            seen = 0 if counted_in_scene else seen
            for shot in scene.shots:
                parts = shot.id.split("/")
                names[shot.id] = [shot.id, "/".join(parts[-2:]), parts[-1], shot.slate]
                if not shot.omitted:
                    seen += 1
                    names[shot.id].append(str(seen))
    slated = any(shot.slate.isdecimal() for _, _, shot in series.walk())
    if slated:  # the user's own numbers come before ours
        names = {shot_id: [name for name in known if not name.isdecimal() or name == known[3]] for shot_id, known in names.items()}
    return names


def people_named(series: Series, words: tuple[str, ...]) -> frozenset[str] | None:
    """By id, name or alias, in any script; by a part of the name that nobody else has."""
    known = {who: [who] for who in everybody(series)}
    for character in series.bible.characters:
        known[character.id] = [character.id, character.name, *character.aliases]
    return _by_name(words, "person", known)


def places_named(series: Series, words: tuple[str, ...]) -> frozenset[str] | None:
    """By id or name. A place that was changed for some of its scenes is two of one name, and both are meant."""
    return _by_name(words, "place", {place.id: [place.id, place.name] for place in series.bible.places})


def _only(found: frozenset[str] | None, kind: str, word: str) -> str:
    if not found or len(found) > 1:
        raise ChangeError(f"{word!r} names {len(found or ())} {kind}: {', '.join(sorted(found or ()))}; say which")
    return next(iter(found))


def _by_name(words: tuple[str, ...], kind: str, names: Mapping[str, list[str]]) -> frozenset[str] | None:
    """Names as people shorten them: all of a name, else the one name that has all of the words."""
    if not words:
        return None
    found: set[str] = set()
    for word in words:
        said = told(word)
        if not said:
            raise ChangeError(f"{word!r} names no {kind}; there are {nearest(word, names)}")
        meant = {id for id, known in names.items() if any(told(name) == said for name in known)}
        if not meant:
            meant = {id for id, known in names.items() if any(set(said) <= set(told(name)) for name in known)}
            if len(meant) > 1:
                raise ChangeError(f"{word!r} names more than one {kind}: {', '.join(sorted(meant))}; say which")
        if not meant:
            have = nearest(word, (name for known in names.values() for name in known))
            raise ChangeError(f"{word!r} names no {kind} of this film; the nearest are {have}")
        found |= meant
    return frozenset(found)


def lines_named(series: Series, words: tuple[str, ...]) -> frozenset[str] | None:
    """By id, its end, or words of the line that stand together, in any of its languages."""
    if not words:
        return None
    found: set[str] = set()
    for word in words:
        meant = {line.id for line in series.lines() if word in (line.id, line.id.split("/")[-1])}
        meant = meant or {line.id for line in series.lines() if any(holds_phrase(t, word) for t in line.text.values())}
        if not meant:
            have = nearest(word, (text for line in series.lines() for text in line.text.values()))
            raise ChangeError(f"nobody says {word!r} in this film; the nearest lines are {have}")
        found |= meant
    return frozenset(found)


def told_by(series: Series, words: tuple[str, ...]) -> frozenset[str] | None:
    """Scenes whose own words hold all stems of one of ``words``; where no scene does, shots whose brief does."""
    if not words:
        return None
    scenes = {scene.id: stems(" ".join(_scene_text(scene))) for scene in scenes_of(series)}
    shots = {shot.id: stems(" ".join(shot.brief.values())) for _, _, shot in series.walk()}
    found: set[str] = set()
    for word in words:
        asked = stems(word)
        meant = {id for id, known in scenes.items() if asked <= known} or {
            id for id, known in shots.items() if asked <= known
        }
        if not meant:
            have = nearest(word, (text for scene in scenes_of(series) for text in scene.heading.values()))
            raise ChangeError(f"no scene and no shot tells of {word!r}; the nearest scenes are {have}")
        found |= meant
    return frozenset(found)


def _scene_text(scene: Scene) -> list[str]:
    return [*scene.heading.values(), *scene.synopsis.values(), *(beat.text for beat in scene.beats)]
