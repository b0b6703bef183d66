"""Whether every id that a film mentions is there: checked once, before anything is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from film.series import Series


def loose_ends(series: Series) -> Iterator[str]:
    """Sentences on ids that the script's own data mentions and does not have. People and places may still be written."""
    ids = [shot.id for _, _, shot in series.walk()]
    for kind, names in (("shot", ids), ("line", [line.id for line in series.lines()])):
        for name, count in Counter(names).items():
            if count > 1:
                yield f"{kind} id {name!r} is used {count} times"
    sources = {shot.id: shot.start_from for _, _, shot in series.walk() if shot.start_from is not None}
    for _, scene, shot in series.walk():
        lines = {line.id: line for line in scene.lines}
        for spoken in shot.spoken:
            if spoken.line_id not in lines:
                yield f"{shot.id} speaks {spoken.line_id!r}, which is no line of {scene.id}"
        if shot.start_from is not None and shot.start_from not in ids:
            yield f"{shot.id} starts from {shot.start_from!r}, which is no shot"
    for shot_id in sources:
        seen, at = {shot_id}, sources[shot_id]
        while at in sources and at not in seen:
            seen.add(at)
            at = sources[at]
        if at == shot_id:
            yield f"{shot_id} starts, by way of others, from itself"


def strangers(series: Series) -> Iterator[str]:
    """Sentences on people, places and scenes that the Bible does not know. None are left once it is written."""
    people = {character.id for character in series.bible.characters}
    places = {place.id for place in series.bible.places}
    known = {entry.scene_id: entry for entry in series.bible.scenes}
    for _, scene, shot in series.walk():
        if scene.id not in known:
            yield f"the bible says nothing of {scene.id}"
        elif known[scene.id].place_id not in places:
            yield f"{scene.id} is at {known[scene.id].place_id!r}, which is no place of the bible"
        named = [*shot.cast, *(doing.character_id for doing in shot.doing), *shot.state.camera.subjects]
        for who in dict.fromkeys([*named, *([shot.state.camera.over] if shot.state.camera.over else [])]):
            if who not in people:
                yield f"{shot.id} shows {who!r}, who is not in the bible"
