"""A script as the film's scenes: broken down, cast and given lines; nothing is directed yet."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from crew import continuity, screenwriter
from film.base import text_in
from film.bible import Bible
from film.draft import series_from
from film.errors import ConfigError, ScriptError
from film.inheritance import scenes_of, with_scenes
from film.look_naming import strange_looks
from film.references import strangers
from film.screenplay import Screenplay
from film.series import Series
from film.styling import in_known_styles
from graphs import memory
from graphs.asked import left_open
from graphs.request import Request
from graphs.unit import Unit


class Drafted(NamedTuple):
    """The script's own episodes as a film without shots, but for those that a storyboard gives."""

    series: Series
    fresh: list[str]
    """Ids of the scenes that are to be planned."""
    stated: set[str]
    """Ids of people, places and props that the user's own data states."""


def drafted(unit: Unit, request: Request, past: memory.Past | None, kind: str, source: str) -> Drafted:
    """The script cast, on top of what the series knows.

    Args:
        source: name of the Screenplay or Series in the run's plans.

    Raises:
        ScriptError: a film that came as data mentions somebody whom no bible knows.
    """
    given = unit.folder.get(request.bible, Bible) if request.bible else Bible()
    if kind == "series":
        return _of_data(unit, request, past, unit.folder.get(source, Series), given)
    screenplay = unit.folder.get(source, Screenplay)
    fresh = memory.fresh_scenes(memory.sources_of(screenplay), past)
    found = breakdowns(unit, screenplay, past, fresh)
    bible = continuity.write_bible(
        unit.mind, screenplay, found, memory.inherited(given, past, fresh), unit.vocabulary,
        unit.abilities.sets, unit.transcript, memory.settled(past),
    )  # fmt: skip
    settings = unit.settings
    series = series_from(
        screenplay, found, bible, id=request.series, aspect=settings.aspect, fps=settings.fps, seed=settings.seed
    )
    series = series.model_copy(update=left_open(None, request, past))
    return Drafted(series, fresh, memory.stated_records(given))


def _of_data(unit: Unit, request: Request, past: memory.Past | None, script: Series, given: Bible) -> Drafted:
    sources = memory.sources_of(script)
    fresh = memory.fresh_scenes(sources, past)
    script = in_known_styles(script, unit.styles)
    own = memory.stated_records(script.bible)
    known = memory.inherited(given, past, fresh, but=own)
    series = continuity.complete_series(script, known, unit.vocabulary, unit.abilities.sets)
    series = series.model_copy(update={"id": request.series, **left_open(script, request, past)})
    for problem in strangers(series):
        raise ScriptError(script.id, None, problem, "an id of the film's own bible, or of --bible")
    hashed = (scene.model_copy(update={"source_sha256": sources[name]}) for name, scene in scenes_of(series).items())
    return Drafted(with_scenes(series, tuple(hashed)), fresh, own | memory.stated_records(given))


def breakdowns(
    unit: Unit, screenplay: Screenplay, past: memory.Past | None, fresh: Collection[str]
) -> dict[str, screenwriter.Breakdown]:
    """Scene id -> breakdown of the fresh scenes. Answered questions come from the transcript, so asking again is free."""
    known = past.film.bible.characters if past else ()
    names = tuple(dict.fromkeys([*screenwriter.cast_of(screenplay), *(character.name for character in known)]))
    standing = scenes_of(past.film) if past else {}
    found: dict[str, screenwriter.Breakdown] = {}
    story_so_far = memory.story_before(past, screenplay.episodes[0].id) if past else ""
    for scene in screenplay.scenes:
        if scene.id in fresh:
            broken = screenwriter.break_down(
                unit.mind, scene, names, story_so_far, unit.transcript, vocabulary=unit.vocabulary,
                language=screenplay.language,
            )  # fmt: skip
            found[scene.id] = broken
            told = text_in(broken.synopsis, screenplay.language)
        else:
            told = text_in(standing[scene.id].synopsis, screenplay.language) if scene.id in standing else None
        story_so_far = f"{story_so_far} {told or ''}".strip()[-memory.STORY_SO_FAR :]
    return found


def check_places_and_styles(unit: Unit, series: Series) -> None:
    """Raises ConfigError when a place names a set that the engine has not; says which styles it cannot do."""
    sets = unit.abilities.sets
    for place in series.bible.places:
        if sets and place.set not in sets:
            raise ConfigError(f"place {place.name!r}: set {place.set!r} is not one of {', '.join(sets)}")
    for name in strange_looks(series, unit.looks):
        unit.emit("reading", text=f"there is no look {name!r} (there are {', '.join(look.name for look in unit.looks)}): shot without")
    styles = sorted({weight.style for _, _, shot in series.walk() for weight in shot.state.styles})
    if styles and unit.abilities.prompt_tokens is None and not set(styles) <= set(unit.abilities.styles):
        strange = [name for name in styles if name not in unit.abilities.styles]
        have = ", ".join(unit.abilities.styles) or "none"
        unit.emit(
            "reading", text=f"the {unit.abilities.engine} engine has no style {', '.join(strange)} (it has {have}): shot without"
        )
