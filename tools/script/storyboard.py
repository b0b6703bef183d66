"""A storyboard in JSON to a Series whose shots keep every word and number they came with.

The shape is the one that storyboard writers for video models share::

    {"title": "…", "scenes": [{"scene_id": "1", "description": "…", "shots": [{"shot_id": "1a",
      "description": "…", "duration_sec": 4, "characters": ["Asha"], "style": "watercolour", "prompt": "…",
      "negative_prompt": "…", "seed": 7, "use_initial_image": true, "initial_image": "still.png"}]}]}

Only ``scenes``, and in each scene ``shots``, must be there. Beside these a board may say ``language``,
``aspect``, ``fps``, ``seed`` and ``look`` (looks by name: ``35mm, anamorphic``), which a shot may state for itself; a
shot may say ``framing`` (a shot size such as ``close``) and
``dialogue``, a list of ``{"character", "text"}`` whose text is words or words by language.

**What was stated, and what is left to plan.** A field of a shot that the board states is in the
shot's ``model_fields_set`` (for the framing, ``size`` in that of ``shot.state.camera``); everything
else stands at its default and is the crew's to decide. ``duration_s`` in the set, say, is a
duration to honour. A key that this room does not know is left alone and named in a reading.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple, get_args

from film.base import Text
from film.bible import Asset, Bible, Character
from film.errors import ScriptError
from film.ids import episode_id, scene_id, shot_id, slug
from film.series import Aspect, Episode, Line, Scene, Series, Shot, Spoken
from film.state import SHOT_SIZES, Camera, StyleWeight, VisualState
from tools.script.fields import PICTURE_SUFFIXES, Fields, asset_of
from tools.script.language import spoken_language
from tools.script.names import clean_name

NARRATOR = "narrator"
"""Who speaks a line that names nobody; heard, and never one of the cast."""

_ASPECTS: tuple[str, ...] = get_args(Aspect)


class Board(NamedTuple):
    """A storyboard as read."""

    series: Series
    assets: dict[str, Path]
    """sha256 -> the picture's place on this machine, for the run to copy."""
    readings: tuple[str, ...]


def parse_storyboard(data: dict[str, Any], name: str, folder: Path) -> Board:
    """The film that a storyboard describes: one episode, ids in the board's order.

    Args:
        data: the parsed JSON.
        name: what errors call the file.
        folder: where relative picture paths start.

    Raises:
        ScriptError: a field of the wrong type or out of its range (named by its JSON path), no shot at all, or a
            picture that is not there.
    """
    board = Fields(data, name)
    reader = _BoardReader(name, folder, board.text("look"))
    title = board.text("title") or Path(name).stem
    language = board.language("language") or spoken_language(title)
    titles: Text = {language: title}
    episode = episode_id(1)
    scenes = tuple(
        reader.scene(scene, scene_id(episode, number), language)
        for number, scene in enumerate(board.records("scenes"), start=1)
    )
    if not any(scene.shots for scene in scenes):
        raise ScriptError(name, None, "the storyboard has no shot", 'at least one scene with one shot in "shots"')
    stated = {
        "aspect": board.choice("aspect", _ASPECTS),
        "fps": board.whole("fps", 12, 60),
        "seed": board.whole("seed", 0, 2**32 - 1),
    }
    series = Series(
        id=slug(title),
        title=titles,
        language=language,
        bible=Bible(characters=tuple(reader.characters.values())),
        episodes=(Episode(id=episode, number=1, title=titles, scenes=scenes),),
        **{key: value for key, value in stated.items() if value is not None},
    )
    return Board(series, reader.assets, (*reader.readings, *board.unread()))


class _BoardReader:
    """What a board's scenes share: its people, its pictures and the ids it uses itself."""

    def __init__(self, name: str, folder: Path, look: str) -> None:
        self.name, self.folder, self.look = name, folder, look
        self.characters: dict[str, Character] = {}
        self.assets: dict[str, Path] = {}
        self.readings: list[str] = []

    def scene(self, fields: Fields, own_id: str, language: str) -> Scene:
        number = fields.text("scene_id", numbers=True)
        description = fields.text("description")
        lines: list[Line] = []
        shots = tuple(
            self._shot(shot, shot_id(own_id, 10 * place), number, language, lines)
            for place, shot in enumerate(fields.records("shots"), start=1)
        )
        self.readings.extend(fields.unread())
        return Scene(
            id=own_id,
            heading={spoken_language(description, language): description} if description else {},
            number=number,
            shots=shots,
            lines=tuple(lines),
        )

    def _shot(self, fields: Fields, own_id: str, scene: str, language: str, lines: list[Line]) -> Shot:
        description, style = fields.text("description"), fields.text("style")
        spoken = tuple(self._line(line, own_id, language, lines) for line in fields.records("dialogue", needed=False))
        stated: dict[str, Any] = {
            "slate": "/".join(filter(None, (scene, fields.text("shot_id", numbers=True)))) or own_id,
            "brief": {spoken_language(description, language): description} if description else None,
            "duration_s": fields.number("duration_sec", 0.2, 60),
            "cast": self._cast(fields),
            "prompt": fields.text("prompt") or None,
            "negative_prompt": fields.text("negative_prompt") or None,
            "seed": fields.whole("seed", 0, 2**32 - 1),
            "still": self._still(fields),
            "state": _state(style, fields.choice("framing", SHOT_SIZES), fields.text("look") or self.look),
            "spoken": spoken or None,
        }
        self.readings.extend(fields.unread())
        return Shot(id=own_id, **{key: value for key, value in stated.items() if value is not None})

    def _cast(self, fields: Fields) -> tuple[str, ...] | None:
        names = fields.texts("characters")
        return None if names is None else tuple(dict.fromkeys(self._character(name) for name in names))

    def _character(self, name: str) -> str:
        name = clean_name(name)
        character_id = slug(name)
        self.characters.setdefault(character_id, Character(id=character_id, name=name))
        return character_id

    def _line(self, fields: Fields, shot: str, language: str, lines: list[Line]) -> Spoken:
        text = fields.by_language("text", language)
        speaker = fields.text("character")
        speaker_id = NARRATOR if slug(speaker or NARRATOR) == NARRATOR else self._character(speaker)
        line_id = f"{shot.rpartition('/')[0]}/ln{len(lines) * 10 + 10:04d}"
        lines.append(Line(id=line_id, character_id=speaker_id, text=text, language=next(iter(text))))
        self.readings.extend(fields.unread())
        return Spoken(line_id=line_id)

    def _still(self, fields: Fields) -> Asset | None:
        """The picture a shot starts from. ``use_initial_image`` false leaves it, true without a picture is the usual
        way of work: the crew makes the keyframe itself."""
        wanted, place = fields.flag("use_initial_image"), fields.text("initial_image")
        if not place or wanted is False:
            return None
        path = self.folder / place
        if path.suffix.lower() not in PICTURE_SUFFIXES or not path.is_file():
            found = f"{fields.path('initial_image')}: there is no picture {place!r}"
            raise ScriptError(self.name, None, found, "a .png, .jpg or .webp file, relative to the storyboard")
        asset = asset_of(path, "still")
        self.assets[asset.sha256] = path
        return asset


def _state(style: str, framing: str | None, look: str) -> VisualState | None:
    stated: dict[str, Any] = {}
    if framing is not None:
        stated["camera"] = Camera(size=framing)  # pyright: ignore[reportArgumentType]  # checked against SHOT_SIZES
    if style:
        stated["styles"] = (StyleWeight(style=style),)
    if look:
        stated["looks"] = tuple(part.strip() for part in look.split(",") if part.strip())
    return VisualState(**stated) if stated else None
