"""A film that came as JSON: what its data states stands, what it leaves open the house rules fill.

A storyboard names people and describes scenes, but has no Bible; a full Series needs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from crew.bible_writing import write_bible
from crew.minds.understudy import Understudy
from crew.screenwriter import break_down, cast_of
from crew.stated import stated_over
from crew.understudy.vocabulary import Vocabulary
from film.base import Text, text_in
from film.bible import Bible, Character, Place, SceneContinuity
from film.draft import Breakdown, people_by_slug
from film.ids import slug
from film.screenplay import Action, Dialogue, Heading, Screenplay, ScreenplayEpisode, ScreenplayScene
from film.series import Scene, Series


def complete_series(series: Series, given: Bible, vocabulary: Vocabulary, sets: Sequence[str]) -> Series:
    """The series with a Bible for everybody and every scene, and beats where a scene has none.

    Args:
        given: the user's own records; they win over the series' own, and those over house rules.
        sets: set names that the engine knows.
    """
    pages = _pages(series)
    own = Bible(
        characters=_joined(given.characters, series.bible.characters),
        places=_joined(given.places, series.bible.places),
        props=_joined(given.props, series.bible.props),
        scenes=(
            *given.scenes,
            *(s for s in series.bible.scenes if s.scene_id not in {g.scene_id for g in given.scenes}),
        ),
    )
    cast = tuple(dict.fromkeys([*(c.name for c in own.characters), *cast_of(pages)]))
    mind = Understudy()
    breakdowns = {
        scene.id: break_down(mind, scene, cast, "", {}, vocabulary=vocabulary, language=series.language)
        for scene in pages.scenes
    }
    settled = {c.id for c in given.characters} | {c.id for c in own.characters if c.given or _is_whole(c)}
    written = write_bible(
        mind, pages, breakdowns,
        Bible(characters=tuple(c for c in own.characters if c.id in settled), props=own.props, scenes=own.scenes,
              places=tuple(p for p in own.places if p.given or "set" in p.model_fields_set)),
        vocabulary, sets, {},
    )  # fmt: skip
    by_id = {character.id: character for character in written.characters}
    stated = {character.id: character for character in own.characters}
    characters = [
        stated_over(stated[who], by_id[who]) if who in stated and who in by_id else by_id.get(who) or stated[who]
        for who in dict.fromkeys([*stated, *by_id])
    ]
    bible = Bible(
        characters=tuple(characters),
        places=_joined(written.places, own.places),
        props=own.props,
        scenes=tuple(_with_sides(entry, series, characters) for entry in written.scenes),
    )
    known = people_by_slug(bible)
    return series.model_copy(
        update={
            "bible": bible,
            "episodes": tuple(
                episode.model_copy(
                    update={
                        "scenes": tuple(_with_beats(scene, breakdowns[scene.id], known) for scene in episode.scenes)
                    }
                )
                for episode in series.episodes
            ),
        }
    )


def _is_whole(character: Character) -> bool:
    return {"identity", "wardrobe", "voice"} <= character.model_fields_set


def _joined(first: Sequence, then: Sequence) -> tuple:
    """Records by id, the first list's before the second's."""
    ids = {record.id for record in first}
    return (*first, *(record for record in then if record.id not in ids))


def _pages(series: Series) -> Screenplay:
    """The series as pages: headings, briefs and beats as action, its lines as dialogue; ids kept."""
    names = {character.id: character.name for character in series.bible.characters}
    places = {place.id: place for place in series.bible.places}
    continuity = {entry.scene_id: entry for entry in series.bible.scenes}
    episodes = []
    for episode in series.episodes:
        scenes = []
        for scene in episode.scenes:
            entry = continuity.get(scene.id)
            place = places.get(entry.place_id) if entry else None
            heading = _words(scene.heading, series.language)
            scenes.append(
                ScreenplayScene(
                    id=scene.id,
                    heading=_heading(heading, place),
                    elements=(*_actions(scene, series.language), *_dialogue(scene, names)),
                )
            )
        episodes.append(ScreenplayEpisode(id=episode.id, title=episode.title, scenes=tuple(scenes)))
    return Screenplay(title=series.title, language=series.language, episodes=tuple(episodes))


def _heading(text: str, place: Place | None) -> Heading:
    """A heading as typed in a script, or a description of the scene taken whole as its place."""
    typed = text.upper()
    setting = "INT" if typed.startswith("INT") else "EXT" if typed.startswith("EXT") else ""
    if place is not None:
        return Heading(text=text, setting="INT" if place.interior else "EXT", place=place.name)
    if not setting:
        return Heading(text=text, place=text[:80] or "somewhere")
    rest = text.partition(".")[2].strip() or text
    name, dash, time = rest.rpartition(" - ")
    return Heading(text=text, setting=setting, place=name if dash else rest, time=time if dash else "")


def _actions(scene: Scene, language: str) -> list[Action]:
    texts = [beat.text for beat in scene.beats if beat.kind == "action"]
    texts += [_words(shot.brief, language) for shot in scene.shots]
    return [Action(id=f"{scene.id}/ac{10 * at:04d}", text=text) for at, text in enumerate(texts, 1) if text]


def _dialogue(scene: Scene, names: dict[str, str]) -> list[Dialogue]:
    return [
        Dialogue(
            id=line.id,
            character=names.get(line.character_id, line.character_id.upper()),
            extension="V.O." if line.off_screen else "",
            parentheticals=(line.delivery,) if line.delivery else (),
            text=line.text,
            language=line.language,
            dual=line.overlaps_previous,
        )
        for line in scene.lines
    ]


def _words(text: Text, language: str) -> str:
    return text_in(text, language) or next(iter(text.values()), "")


def _with_beats(scene: Scene, breakdown: Breakdown, known: dict[str, str]) -> Scene:
    """The scene with beats, mood, tempo and synopsis where it states none; its shots' people are present."""
    update = {
        name: getattr(breakdown, name)
        for name in ("mood", "tempo_bpm", "synopsis")
        if name not in scene.model_fields_set
    }
    if not scene.beats:
        update["beats"] = tuple(
            beat.model_copy(update={"present": tuple(dict.fromkeys(known.get(slug(who), who) for who in beat.present))})
            for beat in breakdown.beats
        )
    return scene.model_copy(update=update)


def _with_sides(entry: SceneContinuity, series: Series, characters: Sequence[Character]) -> SceneContinuity:
    """The entry with a side and an outfit for everybody whom the scene's own shots show."""
    shown = [
        who
        for episode in series.episodes for scene in episode.scenes if scene.id == entry.scene_id
        for shot in scene.shots for who in shot.cast
    ]  # fmt: skip
    sides, wardrobe = dict(entry.screen_side), dict(entry.wardrobe)
    dressed = {character.id: character.wardrobe[0].id for character in characters if character.wardrobe}
    for who in dict.fromkeys(shown):
        taken = list(sides.values())
        sides.setdefault(who, "left" if taken.count("left") <= taken.count("right") else "right")
        if who in dressed:
            wardrobe.setdefault(who, dressed[who])
    return entry.model_copy(update={"screen_side": sides, "wardrobe": wardrobe})
