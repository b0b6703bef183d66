"""Style files: the schema that ships, a person's own by path or folder, and notes that ask for one."""

import json
from pathlib import Path

import pytest

from configs.settings import Settings, read_yaml
from configs.style_files import FOLDER, SCHEMA, built_in_styles, known_styles, read_style, schema, styles_in
from crew import notes
from crew.understudy.vocabulary import Vocabulary
from film.engine import Abilities
from film.errors import ConfigError
from film.styles import Style
from graphs.own_styles import own_styles
from graphs.work import _note_words
from tests.film.films import small_series
from tools.run.folder import RunFolder


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return RunFolder.create(tmp_path / "film", "film")


def written(folder: Path, name: str = "mine", **fields) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"$schema": "x", "name": name, "words": {"en": ["my look"]}, "passes": [{"kind": "lines"}], **fields}), "utf-8")
    return path


def test_the_schema_file_is_the_models():
    assert json.loads(SCHEMA.read_text("utf-8")) == schema(), "run python -m configs.style_files"


def test_every_style_file_is_named_after_its_style():
    assert [style.name for style in built_in_styles()] == sorted(p.stem for p in FOLDER.glob("*.json") if p != SCHEMA)


def test_a_file_by_path_is_kept_in_the_run_and_known_to_it(run, tmp_path):
    path = written(tmp_path / "own")
    settings = own_styles(run, Settings(style=str(path)))
    path.unlink()
    assert settings.style == "mine" and "mine" in {style.name for style in known_styles(run.styles)}


def test_a_folder_of_files_is_kept_in_the_run(run, tmp_path):
    written(tmp_path / "own", "one")
    written(tmp_path / "own", "two")
    settings = own_styles(run, Settings(style_folder=str(tmp_path / "own"), style="two"))
    assert settings.style == "two" and settings.style_folder is None
    assert [style.name for style in styles_in(run.styles)] == ["one", "two"]


def test_a_persons_own_style_wins_over_one_that_ships(run, tmp_path):
    own_styles(run, Settings(style=str(written(tmp_path / "own", "oil", version=7))))
    assert next(style for style in known_styles(run.styles) if style.name == "oil").version == 7


@pytest.mark.parametrize(("said", "meant"), [("Water Colour", "watercolour"), ("जलरंग", "watercolour"), ("noir", "film_noir"), ("cubist", "cubist")])
def test_a_style_may_be_called_by_its_words(run, said, meant):
    assert own_styles(run, Settings(style=said)).style == meant


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is not JSON"),
        ('{"name": "mine", "passes": [{"kind": "smudge"}]}', "passes.0"),
        ('{"name": "mine", "passes": [{"kind": "lines", "width_px": 99}]}', "width_px"),
        ('{"passes": []}', "name"),
    ],
)
def test_a_file_that_is_no_style_says_where(tmp_path, text, says):
    path = tmp_path / "bad.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=says):
        read_style(path)


def test_what_is_not_there_says_so(run, tmp_path):
    with pytest.raises(ConfigError, match=r"gone\.json cannot be read"):
        own_styles(run, Settings(style=str(tmp_path / "gone.json")))
    with pytest.raises(ConfigError, match="no style file"):
        own_styles(run, Settings(style_folder=str(tmp_path)))


@pytest.mark.parametrize(
    ("note", "style"),
    [
        ("make it a watercolour", "watercolour"),
        ("make episode 1 look like stained glass", "stained_glass"),
        ("episode 1 in ink", "pen_and_ink"),
        ("make it an oil painting", "oil"),
        ("paper cut style please", "paper_cut"),
        ("make it film noir", "film_noir"),
        ("make it hand drawn", "hand_drawn"),
        ("इसे जलरंग में बनाओ", "watercolour"),
        ("एपिसोड 1 को रंगीन काँच जैसा बनाओ", "stained_glass"),
        ("scene 1 ko comic jaisa banao", "comic"),
        ("make it a linocut", "mine"),
    ],
)
def test_a_note_asks_for_a_style_by_its_files_words(note, style):
    styles = (*built_in_styles(), Style(name="mine", words={"en": ("linocut", "a linocut")}))
    names = tuple(each.name for each in styles)
    answer = notes.read_note(
        notes.scope_of(
            note, small_series(), notes.Told(styles=names),
            vocabulary=Vocabulary.model_validate(read_yaml("vocabulary.yaml")), words=_note_words(styles),
            abilities=Abilities(engine="stage", styles=names),
        )
    )  # fmt: skip
    assert answer.change is not None, answer
    asked = [edit.value for edit in answer.change.edits if edit.path == "shot.state.styles"]
    assert asked == [[{"style": style, "weight": 1.0}]]
