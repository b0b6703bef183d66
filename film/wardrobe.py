"""Changes of what people wear and of what places look like, in some of their scenes or in all of them."""

from __future__ import annotations

from collections.abc import Iterable

from film.bible import Character, SceneContinuity, Wardrobe
from film.edits import Attempts, Edit, edit
from film.errors import ChangeError
from film.selector import Selection
from film.series import Series


def change_outfits(series: Series, selection: Selection, change: Edit) -> Series:
    """What the selected people wear in the selected scenes.

    An outfit that is worn in no other scene is edited in place; of one that is, a copy with a fresh id is edited
    and worn in the selected scenes only.

    Raises:
        ChangeError: nobody of them is seen in a selected scene, or the edit is not legal.
    """
    if change.path == "id":
        raise ChangeError("outfit.id cannot be edited: ids are given once")
    seen: dict[str, list[str]] = {}
    for _, scene, shot in series.walk():
        for who in shot.cast:
            if scene.id not in seen.setdefault(who, []):
                seen[who].append(scene.id)
    characters = {character.id: character for character in series.bible.characters}
    scenes = {entry.scene_id: entry for entry in series.bible.scenes}
    dressed = False
    for who in selection.characters:
        chosen = [scene_id for scene_id in seen.get(who, ()) if scene_id in selection.scenes and scene_id in scenes]
        if not chosen or who not in characters:
            continue
        dressed = True
        others = [scene_id for scene_id in seen[who] if scene_id not in chosen and scene_id in scenes]
        worn_elsewhere = {series.bible.worn(who, scene_id).id for scene_id in others}
        for outfit in dict.fromkeys(series.bible.worn(who, scene_id).id for scene_id in chosen):
            wearing = [scene_id for scene_id in chosen if series.bible.worn(who, scene_id).id == outfit]
            record = series.bible.worn(who, wearing[0])
            edited = edit(record, change, clamp=True)
            if edited == record:
                continue
            if outfit in worn_elsewhere:
                edited = edited.model_copy(update={"id": _fresh_outfit(characters[who])})
                scenes |= {scene_id: _wearing(scenes[scene_id], who, edited.id) for scene_id in wearing}
            characters[who] = _with_outfit(characters[who], edited)
    if not dressed:
        raise ChangeError(
            f"{', '.join(selection.characters)} is seen in none of {', '.join(selection.scenes) or 'the chosen scenes'}: "
            "there is nothing to wear there"
        )
    bible = series.bible.model_copy(
        update={
            "characters": tuple(characters[character.id] for character in series.bible.characters),
            "scenes": tuple(scenes[entry.scene_id] for entry in series.bible.scenes),
        }
    )
    return series.model_copy(update={"bible": bible})


def change_places(series: Series, selection: Selection, change: Edit) -> Series:
    """The selected places; in some of a place's scenes only, a copy of it with a fresh id, where those then are."""
    if change.path == "id":
        raise ChangeError("place.id cannot be edited: ids are given once")
    filmed = {scene.id for episode in series.episodes for scene in episode.scenes}
    places = list(series.bible.places)
    entries = list(series.bible.scenes)
    attempts = Attempts(change)
    for place in series.bible.places:
        if place.id not in selection.places:
            continue
        at = [entry.scene_id for entry in entries if entry.place_id == place.id and entry.scene_id in filmed]
        chosen = [scene_id for scene_id in at if scene_id in selection.scenes]
        edited = attempts(place)
        if edited == place:
            continue
        if len(chosen) == len(at):
            places = [edited if each.id == place.id else each for each in places]
        elif chosen:
            copy = edited.model_copy(update={"id": _free(place.id, (each.id for each in places), "-")})
            places.append(copy)
            entries = [
                entry.model_copy(update={"place_id": copy.id}) if entry.scene_id in chosen else entry for entry in entries
            ]
    attempts.settle()
    bible = series.bible.model_copy(update={"places": tuple(places), "scenes": tuple(entries)})
    return series.model_copy(update={"bible": bible})


def _with_outfit(character: Character, outfit: Wardrobe) -> Character:
    """The outfit in place of the one with its id, else after all others."""
    known = [each.id for each in character.wardrobe]
    if outfit.id in known:
        outfits = tuple(outfit if each.id == outfit.id else each for each in character.wardrobe)
    elif not known and not outfit.id.endswith("/plain"):
        # The first outfit is worn wherever a scene names no other: the plain one that was worn so far stays first.
        outfits = (Wardrobe(id=f"{character.id}/plain"), outfit)
    else:
        outfits = (*character.wardrobe, outfit)
    return character.model_copy(update={"wardrobe": outfits})


def _wearing(entry: SceneContinuity, who: str, outfit: str) -> SceneContinuity:
    return entry.model_copy(update={"wardrobe": {**entry.wardrobe, who: outfit}})


def _fresh_outfit(character: Character) -> str:
    return _free(character.id, (outfit.id for outfit in character.wardrobe), "/")


def _free(stem: str, taken: Iterable[str], joint: str) -> str:
    """``stem/2`` or the next number that nobody has."""
    known = set(taken)
    number = 2
    while f"{stem}{joint}{number}" in known:
        number += 1
    return f"{stem}{joint}{number}"
