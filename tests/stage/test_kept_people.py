"""Built people on disk: the same bytes with and without them, shared by processes, and never trusted when torn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from film.bible import Identity, Wardrobe
from tools.stage.people import kept, person
from tools.stage.people.person import Person, build_person

MARA = Identity(presents="woman", age=29, hair="short", face_seed=11)
COAT = Wardrobe(id="coat", garment="coat")


@pytest.fixture(autouse=True)
def empty_memory():
    """What a process keeps in memory must not answer for the disk."""
    person._built.cache_clear()
    yield
    person._built.cache_clear()


def arrays_of(who: Person) -> list[np.ndarray]:
    rig = who.rig
    return [
        *who.mesh,
        who.face_decal,
        who.bones,
        who.shares,
        rig.moving,
        rig.shifts,
        rig.tilts,
        *rig.lids,
        rig.lid_vertices,
    ]


def assert_equal(one: Person, other: Person) -> None:
    for a, b in zip(arrays_of(one), arrays_of(other), strict=True):
        assert a.dtype == b.dtype and a.tobytes() == b.tobytes()


def refuse(*args, **more):
    raise AssertionError("built again")


def test_a_kept_person_is_the_built_one_byte_for_byte_and_nobody_builds_twice(tmp_path: Path, monkeypatch):
    alone = build_person(MARA, COAT, detail="far")
    first = build_person(MARA, COAT, detail="far", folder=tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    person._built.cache_clear()
    monkeypatch.setattr(person, "build", refuse)
    second = build_person(MARA, COAT, detail="far", folder=tmp_path)
    assert_equal(alone, first)
    assert_equal(first, second)


@pytest.mark.parametrize("spoil", ["torn", "empty", "another", "flipped"])
def test_a_spoilt_file_is_built_anew(tmp_path: Path, spoil: str):
    whole = build_person(MARA, COAT, detail="far", folder=tmp_path)
    (file,) = tmp_path.iterdir()
    data = file.read_bytes()
    if spoil == "another":
        other = tmp_path / "other"
        build_person(MARA.model_copy(update={"face_seed": 12}), COAT, detail="far", folder=other)
        data = next(other.iterdir()).read_bytes()
    flipped = bytearray(data)
    flipped[len(data) // 2] ^= 0xFF
    file.write_bytes({"torn": data[: len(data) // 2], "empty": b"", "another": data, "flipped": bytes(flipped)}[spoil])
    person._built.cache_clear()
    assert_equal(build_person(MARA, COAT, detail="far", folder=tmp_path), whole)
    assert kept.fetch(tmp_path, file.stem) is not None, "the spoilt file was replaced"


def test_the_name_tells_words_detail_and_code_apart(monkeypatch):
    names = {kept.name_of("a", "b", "far"), kept.name_of("ab", "", "far"), kept.name_of("a", "b", "close")}
    monkeypatch.setattr(kept, "build_version", lambda: "another")
    assert len(names | {kept.name_of("a", "b", "far")}) == 4


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    build_person(MARA, COAT, detail="far", folder=tmp_path / "file")
