"""Portraits that the stage draws from the Bible: of the person alone, the same for ever, made once."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from film.bible import Identity
from tests.fakes.plans import member
from tools.render.engine import Sources
from tools.score.face import references
from tools.score.face.references import SITTINGS, SIZE_PX, draw_portraits, reference_pictures

WHO = member("mara", identity=Identity(presents="woman", age=34, hair="short", face_seed=7))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return draw_portraits(WHO, tmp_path_factory.mktemp("plates"))


@pytest.mark.film
def test_portraits_show_all_sides_and_little_light(drawn):
    pictures = [cv2.imread(str(path)) for path in drawn]
    assert len(pictures) == len(SITTINGS) == 9
    assert {picture.shape for picture in pictures} == {(SIZE_PX[1], SIZE_PX[0], 3)}
    studio = [picture.mean() for picture, sitting in zip(pictures, SITTINGS, strict=True) if sitting.light == "studio"]
    dim = [picture.mean() for picture, sitting in zip(pictures, SITTINGS, strict=True) if sitting.light != "studio"]
    assert max(dim) < min(studio)
    assert len({picture.tobytes() for picture in pictures}) == 9


@pytest.mark.film
def test_portraits_are_the_same_bytes_in_another_folder_and_are_made_once(drawn, tmp_path, monkeypatch):
    few = SITTINGS[:1] + SITTINGS[-1:]
    monkeypatch.setattr(references, "SITTINGS", few)
    again = draw_portraits(WHO, tmp_path)
    assert [path.read_bytes() for path in again] == [drawn[0].read_bytes(), drawn[-1].read_bytes()]
    made = [path.stat().st_mtime_ns for path in again]
    assert draw_portraits(WHO, tmp_path) == again
    assert [path.stat().st_mtime_ns for path in again] == made


@pytest.mark.film
def test_portraits_are_of_the_identity_and_not_of_clothes_side_or_shot(tmp_path, monkeypatch):
    written: list = []
    monkeypatch.setattr(references, "write_whole", lambda path, data: written.append(path))
    monkeypatch.setattr(references, "SITTINGS", SITTINGS[:1])
    for each in (WHO, WHO.model_copy(update={"side": "right", "wardrobe": member("jon").wardrobe})):
        draw_portraits(each, tmp_path)
    other = WHO.model_copy(update={"identity": WHO.identity.model_copy(update={"face_seed": 8})})
    draw_portraits(other, tmp_path)
    assert written[0] == written[1] != written[2]


def test_the_users_own_pictures_come_first_and_nobody_draws_where_no_stage_is(tmp_path):
    picture = np.random.default_rng(1).integers(0, 255, (40, 30, 3), dtype=np.uint8)
    (tmp_path / "a").write_bytes(cv2.imencode(".png", picture[..., ::-1])[1].tobytes())
    given = WHO.model_copy(update={"references": ("a",)})
    found = reference_pictures(given, Sources(tmp_path, tmp_path, plates=tmp_path / "plates"))
    assert np.array_equal(found[0], picture)
    assert not (tmp_path / "plates").exists()
    assert reference_pictures(WHO, Sources(tmp_path, tmp_path)) == ()
