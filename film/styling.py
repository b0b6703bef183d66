"""The styles of a film: what its shots name, and the definitions that it keeps of them."""

from __future__ import annotations

from collections.abc import Sequence

from film.canonical import plain
from film.naming import meant_by
from film.series import Scene, Series, Shot
from film.styles import Style


def style_named(text: str, known: Sequence[Style]) -> Style | None:
    """The style that ``text`` means: its name, its title or one of its words, in any language and case."""
    return meant_by(text, known)


def in_known_styles(series: Series, known: Sequence[Style]) -> Series:
    """``series`` whose shots call their styles by name where the script calls them by another of their words."""

    def renamed(shot: Shot) -> Shot:
        found = [(weight, style_named(weight.style, known)) for weight in shot.state.styles]
        styles = tuple(w if style is None else w.model_copy(update={"style": style.name}) for w, style in found)
        if styles == shot.state.styles:
            return shot
        # Kept as stated fields: what a script left open is planned later.
        return Shot.model_validate(
            {**shot.model_dump(exclude_unset=True), "state": {**shot.state.model_dump(exclude_unset=True), "styles": plain(styles)}}
        )

    def scene_of(scene: Scene) -> Scene:
        return scene.model_copy(update={"shots": tuple(renamed(shot) for shot in scene.shots)})

    if not any(shot.state.styles for _, _, shot in series.walk()):
        return series
    return series.model_copy(
        update={
            "episodes": tuple(
                episode.model_copy(update={"scenes": tuple(scene_of(scene) for scene in episode.scenes)})
                for episode in series.episodes
            )
        }
    )


def with_definitions(series: Series, known: Sequence[Style], *, anew: bool) -> Series:
    """``series`` with the definition of every style that its shots name, and of no other.

    Args:
        known: the styles as their files define them today.
        anew: take them from ``known`` where it has them; False keeps those that the film has.
    """
    kept, today = {style.name: style for style in series.styles}, {style.name: style for style in known}
    first, then = (today, kept) if anew else (kept, today)
    named = sorted({weight.style for _, _, shot in series.walk() for weight in shot.state.styles})
    styles = tuple(first.get(name) or then[name] for name in named if name in first or name in then)
    return series if styles == series.styles else series.model_copy(update={"styles": styles})
