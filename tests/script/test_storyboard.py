"""JSON: storyboards whose statements are kept, our own records, and errors that name the JSON path."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from film.errors import ScriptError
from film.screenplay import Screenplay, Story
from film.series import Series
from tools.script.fountain import parse_fountain
from tools.script.json_script import parse_json
from tools.script.storyboard import Board, parse_storyboard

SHOT = {
    "shot_id": "1a", "description": "Asha waits.", "duration_sec": 4.5, "characters": ["Asha", "BEN"], "style": "ink",
    "prompt": "a woman waits,  grain", "negative_prompt": "text", "seed": 7,
}  # fmt: skip


def board(shot: dict[str, Any] | None = None, scene: dict[str, Any] | None = None, **top: Any) -> dict[str, Any]:
    first = {"scene_id": "S1", "description": "EXT. SHORE - DAY", "shots": [SHOT if shot is None else shot]}
    return {"title": "The Wait", "scenes": [first | (scene or {})]} | top


def read(data: dict[str, Any], folder: Path = Path()) -> Board:
    return parse_storyboard(data, "board.json", folder)


def test_what_a_shot_states_is_kept_word_for_word():
    series, _, readings = read(board())
    shot = series.episodes[0].shots[0]
    assert (shot.prompt, shot.negative_prompt, shot.seed, shot.duration_s) == ("a woman waits,  grain", "text", 7, 4.5)
    assert (shot.cast, shot.brief) == (("asha", "ben"), {"en": "Asha waits."})
    assert [style.style for style in shot.state.styles] == ["ink"]
    assert [(shot.id, shot.slate) for _, _, shot in series.walk()] == [("ep01/sc001/sh0010", "S1/1a")]
    assert (series.id, series.title, series.episodes[0].scenes[0].number) == ("the-wait", {"en": "The Wait"}, "S1")
    assert [(c.id, c.name) for c in series.bible.characters] == [("asha", "Asha"), ("ben", "BEN")]
    assert readings == ()


def test_what_is_not_stated_is_left_to_the_crew():
    shot = read(board({"description": "Waves.", "seed": None})).series.episodes[0].shots[0]
    assert shot.model_fields_set == {"id", "slate", "brief"}
    framed = read(board({"framing": "close"})).series.episodes[0].shots[0]
    assert framed.model_fields_set == {"id", "slate", "state"}
    assert framed.state.camera.model_fields_set == {"size"}
    nobody = read(board({"characters": []})).series.episodes[0].shots[0]
    assert "cast" in nobody.model_fields_set


def test_ids_follow_the_order():
    scene = {"shots": [{}, {}]}
    series = read({"scenes": [scene, scene]}).series
    assert [shot.id for shot in series.episodes[0].shots] == [
        f"ep01/{scene}/{shot}" for scene in ("sc001", "sc002") for shot in ("sh0010", "sh0020")
    ]


def test_an_initial_picture_is_an_asset_by_content(tmp_path: Path):
    (tmp_path / "still.png").write_bytes(b"picture")
    sha256 = hashlib.sha256(b"picture").hexdigest()
    series, assets, _ = read(board({"use_initial_image": True, "initial_image": "still.png"}), tmp_path)
    still = series.episodes[0].shots[0].still
    assert still is not None and (still.sha256, still.kind, still.name) == (sha256, "still", "still.png")
    assert assets == {sha256: tmp_path / "still.png"}


@pytest.mark.parametrize("said", [{"use_initial_image": False, "initial_image": "x.png"}, {"use_initial_image": True}])
def test_no_picture_is_used_when_none_is_wanted_or_named(said: dict):
    assert "still" not in read(board(said)).series.episodes[0].shots[0].model_fields_set


def test_dialogue_becomes_lines_each_in_its_shot():
    said = {
        "dialogue": [{"character": "Asha", "text": "Come."}, {"character": "Ben", "text": {"hi": "आओ", "en": "Come"}}]
    }
    scene = read(board(said)).series.episodes[0].scenes[0]
    assert [(line.id, line.character_id, line.language) for line in scene.lines] == [
        ("ep01/sc001/ln0010", "asha", "en"), ("ep01/sc001/ln0020", "ben", "hi"),
    ]  # fmt: skip
    assert [spoken.line_id for spoken in scene.shots[0].spoken] == [line.id for line in scene.lines]


def test_a_line_without_a_speaker_is_narrated():
    series = read(board({"dialogue": [{"text": "Once."}, {"character": "Narrator", "text": "Twice."}]})).series
    assert [line.character_id for line in series.episodes[0].scenes[0].lines] == ["narrator", "narrator"]
    assert series.bible.characters == ()


def test_settings_of_the_board():
    series = read(board(language="hi", fps=25, aspect="9:16", seed="12")).series
    assert (series.language, series.fps, series.aspect, series.seed) == ("hi", 25, "9:16", 12)
    assert series.title == {"hi": "The Wait"}


def test_numbers_in_quotes_are_numbers():
    shot = read(board({"duration_sec": "4.5", "seed": "7"})).series.episodes[0].shots[0]
    assert (shot.duration_s, shot.seed) == (4.5, 7)


def test_a_key_that_nobody_knows_is_named():
    assert "scenes[0].shots[0].lens" in read(board({"lens": 35})).readings[0]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (board({"duration_sec": "four"}), "scenes[0].shots[0].duration_sec is 'four'"),
        (board({"duration_sec": 0}), "scenes[0].shots[0].duration_sec is 0"),
        (board({"duration_sec": True}), "scenes[0].shots[0].duration_sec is True"),
        (board({"duration_sec": "nan"}), "scenes[0].shots[0].duration_sec is 'nan'"),
        (board({"seed": -1}), "scenes[0].shots[0].seed is -1"),
        (board({"seed": 2**32}), "scenes[0].shots[0].seed is 4294967296"),
        (board({"seed": True}), "scenes[0].shots[0].seed is True"),
        (board({"seed": 1.5}), "scenes[0].shots[0].seed is 1.5"),
        (board({"prompt": 5}), "scenes[0].shots[0].prompt is 5"),
        (board({"characters": [1]}), "scenes[0].shots[0].characters is a list of 1"),
        (board({"use_initial_image": "yes"}), "scenes[0].shots[0].use_initial_image is 'yes'"),
        (board({"initial_image": "absent.png"}), "scenes[0].shots[0].initial_image: there is no picture"),
        (board({"initial_image": __file__}), "scenes[0].shots[0].initial_image: there is no picture"),
        (board({"framing": "huge"}), "scenes[0].shots[0].framing is 'huge'"),
        (board({"dialogue": [{"character": "A"}]}), "scenes[0].shots[0].dialogue[0].text is missing"),
        (board(scene={"shots": None}), "scenes[0].shots is missing"),
        (board(scene={"shots": [3]}), "scenes[0].shots[0] is 3"),
        (board(scene={"shots": []}), "no shot"),
        ({"scenes": {}}, "scenes is an object"),
        (board(title=[]), "title is a list of 0"),
        (board(fps=500), "fps is 500"),
    ],
)
def test_wrong_values_are_named_by_their_path(data: dict, place: str):
    with pytest.raises(ScriptError) as caught:
        read(data)
    assert caught.value.found.startswith(place) or place in caught.value.found
    assert caught.value.expected


def test_our_own_series_comes_back_equal():
    series = read(board()).series
    again = parse_json(series.model_dump_json(), "film.json", Path())
    assert isinstance(again, Board) and again.series == series


def test_ids_of_any_script_are_ids():
    series = read(board(title="आख़िरी दीया")).series
    assert isinstance(parse_json(series.model_dump_json(), "film.json", Path()), Board)


def test_our_own_screenplay_comes_back_equal():
    screenplay = parse_fountain("Title: X\n\nINT. A - DAY\n\nBOB\nHi.\n[[hi: आओ]]\n\nRain.\n\nCUT TO:", "x")
    again = parse_json(screenplay.model_dump_json(), "film.json", Path())
    assert isinstance(again, Screenplay) and again == screenplay


def test_our_own_story_comes_back_equal():
    story = Story(title={"en": "X"}, paragraphs=("One.", "Two."))
    assert parse_json(story.model_dump_json(), "film.json", Path()) == story


def test_the_files_of_a_series_are_looked_for_beside_it(tmp_path: Path):
    (tmp_path / "still.png").write_bytes(b"picture")
    series = read(board({"initial_image": "still.png"}), tmp_path).series
    again = parse_json(series.model_dump_json(), "film.json", tmp_path)
    assert isinstance(again, Board)
    assert (list(again.assets.values()), again.readings) == ([tmp_path / "still.png"], ())
    (tmp_path / "still.png").write_bytes(b"another")
    lost = parse_json(series.model_dump_json(), "film.json", tmp_path)
    assert isinstance(lost, Board)
    assert (lost.assets, len(lost.readings)) == ({}, 1)


def test_a_wrong_series_is_named_by_its_path():
    data = json.loads(read(board()).series.model_dump_json())
    data["episodes"][0]["scenes"][0]["shots"][0]["duration_s"] = "3"
    with pytest.raises(ScriptError, match=r"episodes\[0\]\.scenes\[0\]\.shots\[0\]\.duration_s is '3'"):
        parse_json(json.dumps(data), "film.json", Path())


@pytest.mark.parametrize("shot_id", ["../../etc/passwd", "", "a b", "/ep01"])
def test_an_id_that_cannot_name_a_folder_is_refused(shot_id: str):
    data = json.loads(read(board()).series.model_dump_json())
    data["episodes"][0]["scenes"][0]["shots"][0]["id"] = shot_id
    with pytest.raises(ScriptError, match="cannot name a folder"):
        parse_json(json.dumps(data), "film.json", Path())


def test_an_id_used_twice_is_refused():
    series = read(board(scene={"shots": [{}, {}]})).series
    with pytest.raises(ScriptError, match="used 2 times"):
        parse_json(series.model_dump_json().replace("sh0020", "sh0010"), "film.json", Path())


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ('{"scenes": [\n{"shots": [', 2, "broken at column"),
        ("[1, 2]", 1, "the JSON is a list"),
        ('{"a": 1}', 1, "the keys a"),
        ("{}", 1, "(none)"),
        ('{"scenes": NaN}', 1, "NaN"),
        ('{"scenes": ' + "[" * 100_000, 1, "nested"),
        ('{"scenes": [], "x": ' + "9" * 5000 + "}", 1, "number"),
        ('{"scenes": [], "title": "\\ud800"}', None, "surrogate"),
    ],
)  # fmt: skip
def test_broken_json(text: str, line: int | None, found: str):
    with pytest.raises(ScriptError) as caught:
        parse_json(text, "film.json", Path())
    assert caught.value.line == line
    assert found in caught.value.found


def test_a_series_keeps_which_fields_were_stated():
    data = {"id": "x", "title": {"en": "X"}, "episodes": [{"id": "ep01", "number": 1, "title": {}, "scenes": [
        {"id": "ep01/sc001", "heading": {"en": "EXT. SHORE"}, "shots": [{"id": "ep01/sc001/sh0010", "seed": 3}]},
    ]}]}  # fmt: skip
    film = parse_json(json.dumps(data), "film.json", Path())
    assert isinstance(film, Board) and isinstance(film.series, Series)
    assert film.series.episodes[0].shots[0].model_fields_set == {"id", "seed"}
