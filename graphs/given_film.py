"""A film given as data (a storyboard, a Series in JSON): what it states stands, what its Bible lacks is written.

The Screenwriter and the Continuity Supervisor work on scripts, so the given film is shown to them as
one: headings, the shots' briefs as action, the lines as they are.
"""

from __future__ import annotations

from collections.abc import Mapping

from crew import continuity, screenwriter
from film.base import text_in
from film.bible import Bible
from film.screenplay import Action, Dialogue, Screenplay, ScreenplayEpisode, ScreenplayScene
from film.series import Scene, Series
from graphs.unit import Unit
from tools.script.headings import parse_heading


def completed(series: Series, given: Bible, unit: Unit) -> Series:
    """The series with a Bible that knows everybody, every place and every scene.

    The user's Bible wins over the film's own, and both over what the crew writes.
    """
    own = merged(given, series.bible)
    if _is_whole(series, own):
        return series.model_copy(update={"bible": own})
    screenplay = screenplay_of(series, own)
    names = tuple(dict.fromkeys(line.character for line in screenplay.lines))
    breakdowns: dict[str, screenwriter.Breakdown] = {}
    so_far = ""
    for scene in screenplay.scenes:
        found = screenwriter.break_down(
            unit.mind, scene, names, so_far, unit.transcript, vocabulary=unit.vocabulary, language=series.language
        )
        breakdowns[scene.id] = found
        so_far = f"{so_far} {text_in(found.synopsis, series.language) or ''}".strip()[-1200:]
    written = continuity.write_bible(
        unit.mind, screenplay, breakdowns, own, unit.vocabulary, unit.abilities.sets, unit.transcript
    )
    return _with_beats(series.model_copy(update={"bible": merged(own, written)}), breakdowns)


def merged(first: Bible, second: Bible) -> Bible:
    """Both Bibles' records by id; where both have one, the first's stands."""

    def union(ours: tuple, theirs: tuple, key: str) -> tuple:
        known = {getattr(record, key) for record in ours}
        return (*ours, *(record for record in theirs if getattr(record, key) not in known))

    return Bible(
        characters=union(first.characters, second.characters, "id"),
        places=union(first.places, second.places, "id"),
        props=union(first.props, second.props, "id"),
        scenes=union(first.scenes, second.scenes, "scene_id"),
    )


def screenplay_of(series: Series, bible: Bible) -> Screenplay:
    """The film as a script: every shot's brief is an action, every line stays."""
    names = {character.id: character.name for character in bible.characters}
    return Screenplay(
        title=series.title,
        language=series.language,
        episodes=tuple(
            ScreenplayEpisode(
                id=episode.id,
                title=episode.title,
                scenes=tuple(_scene(scene, series.language, names) for scene in episode.scenes),
            )
            for episode in series.episodes
        ),
    )


def _scene(scene: Scene, language: str, names: Mapping[str, str]) -> ScreenplayScene:
    def name(character_id: str) -> str:
        return names.get(character_id, character_id.replace("-", " ").upper())

    actions = []
    for shot in scene.shots:
        seen = ", ".join(name(who) for who in shot.cast)
        words = text_in(shot.brief, language) or next(iter(shot.brief.values()), "")
        text = f"{seen}. {words}" if seen and not any(name(who).casefold() in words.casefold() for who in shot.cast) else words
        if text:
            actions.append(Action(id=shot.id.replace("/sh", "/ac"), text=text))
    lines = [
        Dialogue(
            id=line.id, character=name(line.character_id), text=line.text, language=line.language,
            extension="V.O." if line.off_screen else "", dual=line.overlaps_previous,
        )
        for line in scene.lines
    ]  # fmt: skip
    heading = text_in(scene.heading, language) or next(iter(scene.heading.values()), "")
    return ScreenplayScene(id=scene.id, heading=parse_heading(heading), elements=(*actions, *lines))


def _with_beats(series: Series, breakdowns: Mapping[str, screenwriter.Breakdown]) -> Series:
    episodes = []
    for episode in series.episodes:
        scenes = []
        for scene in episode.scenes:
            found = breakdowns[scene.id]
            update = {
                name: getattr(found, name)
                for name in ("synopsis", "mood", "tempo_bpm", "beats")
                if name not in scene.model_fields_set
            }
            scenes.append(scene.model_copy(update=update))
        episodes.append(episode.model_copy(update={"scenes": tuple(scenes)}))
    return series.model_copy(update={"episodes": tuple(episodes)})


def _is_whole(series: Series, bible: Bible) -> bool:
    people = {character.id for character in bible.characters}
    scenes = {entry.scene_id for entry in bible.scenes}
    seen = {who for _, _, shot in series.walk() for who in shot.cast} | {
        line.character_id for line in series.lines() if not line.off_screen
    }
    return seen <= people and {s.id for e in series.episodes for s in e.scenes} <= scenes
