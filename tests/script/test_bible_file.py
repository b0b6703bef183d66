"""cast.yaml: the user's own bible, and errors that name file, key, value and what is legal."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from film.bible import Bible
from film.errors import ConfigError
from tools.script import read_bible

CAST = """
language: en
characters:
  - name: MEERA
    aliases: [THE KEEPER]
    description: {en: A keeper., hi: रखवाली।}
    identity: {presents: woman, age: 34, hair_colour: "#1A1310"}
    wardrobe:
      - {garment: coat, top_colour: "#D9A520", description: A yellow coat.}
      - {id: meera/night, garment: knit}
    voice: {variant: f2}
    references: [meera.png]
  - name: दादी
    description: एक दादी।
places:
  - {name: LAMP ROOM, set: room, interior: true}
props:
  - {name: brass key, owner: meera}
"""


def read(folder: Path, text: str) -> tuple[Bible, dict[str, Path]]:
    (folder / "cast.yaml").write_text(text, encoding="utf-8")
    return read_bible(folder / "cast.yaml")


def test_the_whole_of_it(tmp_path: Path):
    (tmp_path / "meera.png").write_bytes(b"face")
    bible, pictures = read(tmp_path, CAST)
    meera, dadi = bible.characters
    assert (meera.id, meera.name, meera.aliases, meera.given) == ("meera", "MEERA", ("THE KEEPER",), True)
    assert meera.description == {"en": "A keeper.", "hi": "रखवाली।"}
    assert (meera.identity.age, meera.identity.hair_colour) == (34, "#1a1310")
    assert meera.identity.model_fields_set == {"presents", "age", "hair_colour"}
    assert [(w.id, w.garment) for w in meera.wardrobe] == [("meera/outfit1", "coat"), ("meera/night", "knit")]
    assert meera.wardrobe[0].top_colour == "#d9a520"
    sha256 = hashlib.sha256(b"face").hexdigest()
    assert [asset.sha256 for asset in meera.references] == [sha256]
    assert pictures == {sha256: tmp_path / "meera.png"}
    assert (dadi.id, dadi.description) == ("दादी", {"hi": "एक दादी।"})
    assert "identity" not in dadi.model_fields_set
    assert (bible.places[0].id, bible.places[0].given, bible.props[0].owner) == ("lamp-room", True, "meera")


@pytest.mark.parametrize(
    ("text", "key", "legal"),
    [
        ("characters: [{name: A, identity: {hair: mohawk}}]", "characters[0].identity.hair is 'mohawk'", "'bob'"),
        ("characters: [{name: A, identity: {age: 400}}]", "characters[0].identity.age is 400", "100"),
        ("characters: [{name: A, nose: long}]", "characters[0].nose is 'long'", "a field"),
        ("characters: [{id: a}]", "characters[0].name is None", "a name"),
        ("characters: [{name: A, id: ../a}]", "characters[0].id is '../a'", "letters"),
        ("characters: [{name: A, 1: b}]", "characters[0][1] is 1", "strings"),
        ("characters: {A: {}}", "characters is {", "a list"),
        (
            "characters: [{name: A, wardrobe: [{top_colour: red}]}]",
            "characters[0].wardrobe[0].top_colour is 'red'",
            "#",
        ),
        ("characters: [{name: A, references: [gone.png]}]", "characters[0].references is 'gone.png'", "a picture"),
        ("characters: [{name: A}, {name: B, aliases: [a]}]", "characters is 'a'", "one record only"),
        ("people: []", "people is", "characters, places, props"),
        ("language: Klingon", "language is 'Klingon'", "en or hi"),
        ("- a list", "the file is ['a list']", "a mapping"),
        ("characters: [", "cast.yaml:1: the YAML is broken", "examples/cast.yaml"),
        ("characters: [&a {name: A}, *a]", "an alias", "examples/cast.yaml"),
        ("", "the file is empty", "a bible in YAML"),
    ],
)
def test_wrong_bibles(tmp_path: Path, text: str, key: str, legal: str):
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    message = str(caught.value)
    assert message.startswith(str(tmp_path / "cast.yaml"))
    assert key in message and legal in message


def test_a_bible_that_is_not_there(tmp_path: Path):
    with pytest.raises(ConfigError, match=r"nowhere\.yaml: the bible cannot be read"):
        read_bible(tmp_path / "nowhere.yaml")


YAML = st.sampled_from(
    [
        "characters:", "places:", "\n", "\n  ", "- ", "name: ", "A", "{", "}", "[", "]", ", ", "id: ", "wardrobe: ",
        "references: ", "identity: ", "1", "null", "&a", "*a", "!!set", '"', "description: ", "? ", "2020-01-01",
        ".nan", "<<: ",
    ]
)  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(YAML, max_size=25).map("".join)))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_bible_or_refused_by_name(tmp_path: Path, text: str):
    (tmp_path / "cast.yaml").write_bytes(text.encode("utf-8", "replace"))
    with suppress(ConfigError):
        read_bible(tmp_path / "cast.yaml")


def test_an_object_is_never_built(tmp_path: Path):
    with pytest.raises(ConfigError, match="broken"):
        read(tmp_path, "characters: !!python/object/apply:os.getcwd []")
