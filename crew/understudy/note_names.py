"""The film's own names in a note: people, places and titles, in the script's letters and in Devanagari.

``रवि`` names RAVI: both are brought to one rough Latin spelling. A heading that is translated gives its
place a name in that language.
"""

from __future__ import annotations

import re
import unicodedata

from crew.understudy.note_text import Hit, normal, phrase
from crew.understudy.note_words import NoteWords
from film.base import text_in
from film.series import Scene, Series

_SETTING = re.compile(r"^\s*(?:int\.?\s*/\s*ext|int|ext|i/e|est|अंदर|बाहर|भीतर)\s*[.:/]?\s*", re.IGNORECASE)
_CONSONANTS = dict(
    zip("कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहळ",
        "k kh g gh n ch ch j jh n t t d d n t t d d n p f b b m y r l v sh sh s h l".split(), strict=True)
)  # fmt: skip
_VOWELS = dict(zip("अआइईउऊएऐओऔऋ", "a a i i u u e e o o ri".split(), strict=True))
_SIGNS = dict(zip("ािीुूेैोौृ", "a i i u u e e o o ri".split(), strict=True))
_LIKE = (("ee", "i"), ("oo", "u"), ("aa", "a"), ("ii", "i"), ("uu", "u"), ("ou", "o"), ("ai", "e"), ("au", "o"), ("ph", "f"), ("w", "v"),
         ("th", "t"), ("dh", "d"), ("bh", "b"), ("chh", "ch"), ("z", "j"), ("ck", "k"), ("c", "k"), ("q", "k"), ("kh", "k"), ("gh", "g"), ("x", "ks"))  # fmt: skip
SMALL = frozenset({"the", "a", "an", "of", "and", "in", "on", "at", "to", "old", "young", "new", "man", "woman"})
"""Words of a longer name that do not name it alone."""


def rough(name: str) -> str:
    """A spelling that the same name has in Latin letters and in Devanagari: ``meera``, ``मीरा`` -> ``mira``."""
    letters: list[str] = []
    text = normal(name)
    for at, c in enumerate(text):
        after = text[at + 1 : at + 2]
        if c in _CONSONANTS:
            last = not after or not ("\u0900" <= after <= "\u097f")
            letters.append(_CONSONANTS[c] + ("" if last or after in _SIGNS or after == "\u094d" else "a"))
        elif c == "\u0902":
            letters.append("n")
        elif c in _SIGNS or c in _VOWELS:
            letters.append(_SIGNS.get(c) or _VOWELS[c])
        elif c.isascii() and c.isalnum():
            letters.append(c)
        else:
            plain = unicodedata.normalize("NFD", c)[0]
            letters.append(plain if plain.isascii() and plain.isalnum() else "")
    latin = "".join(letters)
    latin = latin.replace("ch", "\u0001").replace("sh", "\u0002")
    for one, other in _LIKE:
        latin = latin.replace(one, other)
    latin = re.sub(r"(.)\1", r"\1", latin).replace("\u0001", "ch").replace("\u0002", "sh")
    return latin[:-1] if len(latin) > 3 and latin[-1] in "ea" else latin


def heading_place(heading: str) -> str:
    """The place of a heading: ``INT. KITCHEN - NIGHT`` -> ``KITCHEN``."""
    return _SETTING.sub("", heading).rpartition(" - ")[0].strip() or _SETTING.sub("", heading).strip()


def film_entries(series: Series, words: NoteWords) -> list[tuple[str, Hit]]:
    """Names of the film's people, places and episodes, as phrases with a meaning."""
    made: list[tuple[str, Hit]] = []
    shared: dict[str, set[str]] = {}
    for person in series.bible.characters:
        names = [person.name, *person.aliases]
        made += [(name, ("character", person.id)) for name in (*names, person.id.replace("-", " "))]
        for part in {part for name in names for part in phrase(name) if len(part) > 2 and part not in SMALL}:
            shared.setdefault(part, set()).add(person.id)
    made += [(part, ("character", next(iter(whose)))) for part, whose in shared.items() if len(whose) == 1]
    parts: dict[str, set[str]] = {}
    for place in series.bible.places:
        texts = [place.name, place.id.replace("-", " "), *place_headings(series, place.id)]
        made += [(text, ("place", place.id)) for text in texts]
        for part in {part for text in texts for part in phrase(text) if len(part) > 2 and part not in SMALL}:
            for word in (part, f"{part}s", *_translations(part, words)):
                parts.setdefault(word, set()).add(place.id)
    made += [(word, ("place", place_id)) for word, ids in parts.items() for place_id in sorted(ids)]
    for episode in series.episodes:
        made += [(title, ("title", episode.id)) for title in episode.title.values()]
    return made


def place_headings(series: Series, place_id: str) -> list[str]:
    """What the headings of a place's scenes call it, in every language."""
    found: dict[str, None] = {}
    for _, scene in scenes_of(series):
        try:
            at_place = series.bible.scene(scene.id).place_id == place_id
        except KeyError:
            continue
        if at_place:
            found.update({heading_place(text): None for text in scene.heading.values()})
    return [name for name in found if name]


def _translations(word: str, words: NoteWords) -> tuple[str, ...]:
    for english, others in words.place_words.items():
        if word == english or word in {normal(other) for other in others}:
            return (english, *others)
    return ()


def person_by_sound(word: str, series: Series) -> tuple[str, ...]:
    """People whose name is ``word`` in other letters."""
    sound = rough(word)
    if len(sound) < 2:
        return ()
    return tuple(
        person.id
        for person in series.bible.characters
        if any(rough(part) == sound for name in (person.name, *person.aliases) for part in (name, *name.split()))
    )


def scenes_of(series: Series) -> list[tuple[int, Scene]]:
    """Every scene with its place in its episode, from 1."""
    return [(at, scene) for episode in series.episodes for at, scene in enumerate(episode.scenes, 1)]


def name_of(series: Series, thing_id: str, language: str) -> str:
    """A scene, a shot, an episode, a person or a place as one says it: ``scene 2 of episode 1``."""
    hindi = language == "hi"
    for episode in series.episodes:
        number = episode.number
        many = len(series.episodes) > 1
        if episode.id == thing_id:
            return f"एपिसोड {number}" if hindi else f"episode {number}"
        for at, scene in enumerate(episode.scenes, 1):
            called = scene_called(series, scene, at)
            said = (f"एपिसोड {number} का दृश्य {called}" if many else f"दृश्य {called}") if hindi else (
                f"scene {called} of episode {number}" if many else f"scene {called}"
            )  # fmt: skip
            if scene.id == thing_id:
                return said
            for place, shot in enumerate(scene.shots, 1):
                if shot.id == thing_id:
                    return f"{said} का शॉट {place}" if hindi else f"shot {place} of {said}"
    for person in series.bible.characters:
        if person.id == thing_id:
            return person.name.title() if person.name.isupper() else person.name
    for place in series.bible.places:
        if place.id == thing_id:
            return place.name.title() if place.name.isupper() else place.name
    return thing_id


def scene_called(series: Series, scene: Scene, at: int) -> str:
    """The writer's own number, else its place in its episode."""
    return scene.number or str(at)


def scene_heading(scene: Scene, language: str) -> str:
    """What the scene is headed, in ``language`` when it is written in it."""
    return text_in(scene.heading, language) or next(iter(scene.heading.values()), scene.id)
