"""What a command asks for where it says nothing: what the series has already."""

from __future__ import annotations

from typing import Any

from crew.director import Taste
from film.inheritance import scenes_of, shared_look
from film.look_naming import looks_asked
from film.named_looks import wearing
from film.series import Series
from film.state import Look, StyleWeight
from graphs.memory import Past, recall
from graphs.request import Request
from graphs.unit import Unit

SETTINGS_OF_THE_SERIES = ("seed", "fps", "aspect")


def past_of(unit: Unit, request: Request) -> Past | None:
    """What the request is planned on top of; None for a film made from nothing."""
    return None if request.base is None else recall(unit.folder, request.base)


def left_open(script: Series | None, request: Request, past: Past | None) -> dict[str, Any]:
    """Fields of the series that the script leaves open: as the command states them, else as the series has them."""
    settings = request.settings
    if past is None:
        unstated = (n for n in SETTINGS_OF_THE_SERIES if script is not None and n not in script.model_fields_set)
        return {name: getattr(settings, name) for name in unstated}
    update: dict[str, Any] = {"standing_notes": past.planned.standing_notes}
    whole = {episode.id for episode in past.planned.episodes} <= {*request.episodes}
    own = script.model_fields_set if script is not None else {"title", "language"}
    for name in ("title", "language", "music", *SETTINGS_OF_THE_SERIES):
        if not (whole and name in own):  # a further episode's title is not the series'
            update[name] = getattr(settings if name in request.stated else past.planned, name)
    return update


def look_asked(unit: Unit, names: str | None) -> Look | None:
    """The look that ``--look`` asks for, as numbers; None when it asks for none."""
    return wearing(Look(), looks_asked(names, unit.looks)[0]) if names else None


def taste_of(
    unit: Unit, request: Request, past: Past | None, language: str, scene_id: str
) -> Taste:
    """What is wanted of every shot: the style and look that all the series has, unless the command states another."""
    styles: tuple[StyleWeight, ...] | None = None
    look = None
    if past is not None:
        edited = scene_id in scenes_of(past.planned)
        styles, look = shared_look(past.planned if edited else past.film)
    style = unit.settings.style if past is None else request.stated_style
    look = look_asked(unit, unit.settings.look if past is None else request.stated_look) or look
    if style is not None:
        styles = (StyleWeight(style=style),)
    return Taste(
        max_shot_s=min(unit.profile.max_shot_s, unit.abilities.max_clip_s),
        styles=styles or (),
        look=look,
        language=language,
    )
