"""The casting sheet's facts and pages; the pictures are tokens, except where the stage itself is looked at."""

from __future__ import annotations

import io
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from PIL import Image

from film.bible import Bible, Character, Identity, Wardrobe
from film.series import Episode, Scene, Series, Shot
from tools.cut.cast_pages import EXPRESSIONS, HEIGHT, VIEWS, WIDTH, draw_page
from tools.cut.cast_sheet import cast_of, colour_word, write_cast
from tools.stage import sitting
from tools.stage.people import person

COAT, SARI = Wardrobe(id="c", garment="coat", top_colour="#a8782a"), Wardrobe(id="s", garment="sari")
PEOPLE = (
    Character(id="pip", name="PIP", identity=Identity(presents="man", age=7, height_m=1.2, freckles=True)),
    Character(
        id="mara", name="MARA", description={"en": "A ferry pilot."}, wardrobe=(COAT, SARI),
        identity=Identity(presents="woman", age=62, hair="ponytail", hair_colour="#b9b6b0", glasses=True),
    ),
)  # fmt: skip


def series(people: tuple[Character, ...] = PEOPLE) -> Series:
    shots = (Shot(id="ep01/sc001/sh0010", kind="single", duration_s=3.0, cast=("mara",)),)
    scene = Scene(id="ep01/sc001", heading={"en": "EXT. QUAY - DAY"}, shots=shots)
    episode = Episode(id="ep01", number=1, title={"en": "One"}, scenes=(scene,))
    return Series(id="lamp", title={"en": "The Lamp"}, bible=Bible(characters=people), episodes=(episode,))


class Asked(NamedTuple):
    size: tuple[int, int]
    yaw_deg: float
    expression: str
    garment: str


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch) -> list[Asked]:
    """A studio whose pictures are one grey; returns what was asked of it."""
    asked: list[Asked] = []

    class Token(NamedTuple):
        rgb: np.ndarray

    def portrait(who, framing, *, size, yaw_deg=0.0, expression="neutral"):
        asked.append(Asked(size, yaw_deg, expression, who.garment))
        return Token(np.full((size[1], size[0], 3), 128, np.uint8))

    monkeypatch.setattr(sitting, "portrait", portrait)
    monkeypatch.setattr(person, "build_person", lambda identity, wardrobe, **more: wardrobe)
    return asked


def test_whoever_is_in_most_scenes_comes_first_with_facts_in_words():
    cast = cast_of(series(), says="version 1")
    mara, pip = cast.members
    assert (mara.name, mara.scenes, pip.scenes) == ("MARA", 1, 0)
    assert mara.facts == "woman, 62  ·  1.70 m  ·  average  ·  silver ponytail  ·  glasses"
    assert pip.facts.startswith("boy, 7") and mara.words == "A ferry pilot."
    assert [outfit.name for outfit in pip.outfits] == ["shirt"], "whoever owns nothing wears something plain"


def test_every_view_expression_and_outfit_is_photographed(studio: list[Asked]):
    cast = cast_of(series(), says="version 1")
    page = Image.open(io.BytesIO(draw_page(cast, cast.members[0], 1, None)))
    assert page.size == (WIDTH, HEIGHT)
    heads = {asked.yaw_deg for asked in studio if asked.expression == "neutral"}
    assert {yaw for _, yaw in VIEWS} <= heads
    assert set(EXPRESSIONS) <= {asked.expression for asked in studio}
    assert {"coat", "sari"} <= {asked.garment for asked in studio if asked.size[1] > 1.8 * asked.size[0]}


def test_pages_are_written_whole_and_those_of_a_longer_cast_go(studio: list[Asked], tmp_path: Path):
    pages = write_cast(cast_of(series(), says="version 1"), tmp_path)
    assert [page.name for page in pages] == ["cast.png", "cast-01-mara.png", "cast-02-pip.png"]
    first = [page.read_bytes() for page in pages]
    assert [page.read_bytes() for page in write_cast(cast_of(series(), says="version 1"), tmp_path)] == first
    alone = write_cast(cast_of(series(PEOPLE[:1]), says="version 2"), tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(alone)


def test_colours_of_hair_have_names():
    assert [colour_word(c) for c in ("#15110f", "#8d8f92", "#d8b66a", "#8c3b1f", "#e8e4dc")] == [
        "black", "grey", "blond", "auburn", "white",
    ]  # fmt: skip
