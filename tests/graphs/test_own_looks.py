"""Looks of a person's own: a table under any name, and a look file that needs a table which is not there."""

import json
from pathlib import Path

import pytest

from configs.look_files import known_looks
from configs.settings import Settings
from film.errors import ConfigError
from graphs.own_looks import own_looks
from tools.run.folder import RunFolder

TABLE = "LUT_1D_SIZE 2\n0 0 0\n0.2 1 0.2\n"


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return RunFolder.create(tmp_path / "film", "film")


@pytest.mark.parametrize("name", ["kodak 2383.cube", "मेरा रंग.cube", f"{'long' * 20}.CUBE"])
def test_a_table_may_have_any_name(run: RunFolder, tmp_path: Path, name: str):
    (tmp_path / name).write_text(TABLE, "utf-8")
    asked = own_looks(run, Settings(look=f"16mm,{tmp_path / name}"))
    first, mine = (asked.look or "").split(",")
    (kept,) = (look for look in known_looks(run.looks) if look.name == mine)
    assert first == "16mm" and kept.look.lut is not None and kept.look.lut.name == name
    assert (run.assets / kept.look.lut.sha256).read_text("utf-8") == TABLE
    assert own_looks(run, asked) == asked, "names alone need no file"


def test_a_look_file_brings_its_table(run: RunFolder, tmp_path: Path):
    (tmp_path / "green.cube").write_text(TABLE, "utf-8")
    (tmp_path / "mine.json").write_text(json.dumps({"name": "mine", "look": {"grain": 0.1}, "lut_file": "green.cube"}), "utf-8")
    own_looks(run, Settings(look=str(tmp_path / "mine.json")))
    (kept,) = (look for look in known_looks(run.looks) if look.name == "mine")
    assert kept.lut_file is None and kept.look.lut is not None and kept.look.model_fields_set == {"grain", "lut"}


def test_a_table_of_another_run_is_refused_at_the_door(run: RunFolder, tmp_path: Path):
    lut = {"id": "lut", "sha256": "a" * 64, "kind": "lut", "name": "gone.cube"}
    (tmp_path / "mine.json").write_text(json.dumps({"name": "mine", "look": {"lut": lut}}), "utf-8")
    with pytest.raises(ConfigError, match=r"gone\.cube.*lut_file"):
        own_looks(run, Settings(look=str(tmp_path / "mine.json")))
