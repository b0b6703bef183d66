"""Face models by a path: two kinds of them, and every way in which they can be missing or broken."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from film.errors import ScoreError, SetupError
from tests.fakes import tiny_models
from tests.fakes.plans import member, shot_plan
from tests.score import clips
from tools.render.engine import Sources
from tools.score.face import reading as face_reading
from tools.score.face import scoring as faces
from tools.score.face.models import input_size
from tools.score.footage import footage_of


def portrait(seed: int) -> np.ndarray:
    """(320, 320, 3) a bright picture with a face-like pattern in its middle, another for each seed."""
    coarse = np.random.default_rng(seed).integers(120, 255, (12, 12, 3), dtype=np.uint8)
    return cv2.resize(coarse, (320, 320), interpolation=cv2.INTER_CUBIC)


DARK = np.full((320, 320, 3), 5, np.uint8)


@pytest.fixture(scope="session")
def pack(tmp_path_factory) -> Path:
    return tiny_models.face_pack(tmp_path_factory.mktemp("models") / "faces")


@pytest.fixture(scope="session")
def permissive(tmp_path_factory) -> Path:
    return tiny_models.opencv_faces(tmp_path_factory.mktemp("models") / "opencv")


@pytest.fixture
def plan_and_sources(tmp_path):
    """A close-up of mara, whose picture is in the Bible."""
    data = cv2.imencode(".png", portrait(1)[..., ::-1])[1].tobytes()
    sha256 = hashlib.sha256(data).hexdigest()
    (tmp_path / sha256).write_bytes(data)
    plan = shot_plan("mara", size="close", cast=(member("mara", references=(sha256,)),))
    return plan, Sources(tmp_path, tmp_path)


def scores(plan, sources, pictures: np.ndarray, spec: Path | None):
    footage = footage_of(pictures, 8)
    look = faces.look(plan, footage, sources, None if spec is None else str(spec))
    return {score.measure: score for score in faces.score(plan, look, footage)}


@pytest.mark.film
@pytest.mark.parametrize("kind", ["insightface", "opencv"])
def test_the_same_face_is_alike_another_less_and_noise_in_between(kind, pack, permissive, plan_and_sources):
    spec = pack if kind == "insightface" else permissive
    found = [
        scores(*plan_and_sources, picture[None], spec)["face_identity"]
        for picture in (portrait(1), clips.noisy(portrait(1)[None], 40)[0], portrait(2))
    ]
    same, noisy, other = (score.value for score in found)
    assert same == pytest.approx(1, abs=1e-4)
    assert same > noisy > other
    assert all(score.scorer.startswith(f"{kind}@") for score in found)


@pytest.mark.film
@pytest.mark.parametrize("kind", ["insightface", "opencv"])
def test_a_dark_picture_has_no_face_and_scores_repeat_to_the_bit(kind, pack, permissive, plan_and_sources):
    spec = pack if kind == "insightface" else permissive
    dark = scores(*plan_and_sources, DARK[None], spec)
    assert dark["face_identity"].status == "unknown"
    assert dark["face_coverage"].value == 0
    reader = face_reading.open_reader(str(spec))
    first, again = (face_reading.read_picture(reader, portrait(3)) for _ in range(2))
    assert len(first) == 1
    assert np.array_equal(first[0].embedding, again[0].embedding)
    assert first[0].box == again[0].box
    assert np.linalg.norm(first[0].embedding) == pytest.approx(1)


@pytest.mark.film
def test_models_are_known_by_content_and_not_by_place(pack, tmp_path):
    copied = Path(shutil.copytree(pack, tmp_path / "elsewhere"))
    assert faces.scorer_name(str(copied)) == faces.scorer_name(str(pack))
    (copied / "rec.onnx").write_bytes((copied / "rec.onnx").read_bytes() + b"\0")
    face_reading.reader_name.cache_clear()
    assert faces.scorer_name(str(copied)) != faces.scorer_name(str(pack))


def _without(name: str):
    return lambda folder: (folder / name).unlink()


def _torn(name: str):
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:300])


def _nonsense(folder: Path) -> None:
    (folder / "det.onnx").write_bytes(b"this is no model")


def _empty(folder: Path) -> None:
    (folder / "rec.onnx").write_bytes(b"")


def _not_a_number(folder: Path) -> None:
    """Every weight of the detector: it never finds a face, and nothing it says looks like an error."""
    import onnx

    model = onnx.load(folder / "det.onnx")
    for weights in (
        *model.graph.initializer,
        *(a.t for node in model.graph.node for a in node.attribute if a.HasField("t")),
    ):
        if weights.data_type == onnx.TensorProto.FLOAT:
            values = onnx.numpy_helper.to_array(weights)
            weights.CopyFrom(onnx.numpy_helper.from_array(np.full_like(values, np.nan), weights.name))
    onnx.save(model, folder / "det.onnx")


@pytest.mark.film
@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (_without("det.onnx"), "no face detector"),
        (_without("rec.onnx"), "no face recogniser"),
        (_torn("det.onnx"), "do not load"),
        (_torn("rec.onnx"), "do not load"),
        (_nonsense, "do not load"),
        (_empty, "do not load"),
        (_not_a_number, "gives no numbers"),
    ],
)
def test_a_broken_pack_is_unknown_in_one_sentence(broken, told, pack, tmp_path, plan_and_sources):
    folder = Path(shutil.copytree(pack, tmp_path / "broken"))
    broken(folder)
    found = scores(*plan_and_sources, portrait(1)[None], folder)
    assert {score.status for score in found.values()} == {"unknown"}
    why = str(found["face_identity"].evidence["why"])
    assert told in why
    assert "\n" not in why


@pytest.mark.film
def test_half_of_the_permissive_pair_is_unknown_in_one_sentence(permissive, tmp_path, plan_and_sources):
    folder = tmp_path / "half"
    folder.mkdir()
    shutil.copy(permissive / "a.onnx", folder)
    found = scores(*plan_and_sources, portrait(1)[None], folder)
    assert "needs one recogniser beside it" in str(found["face_identity"].evidence["why"])
    shutil.copy(permissive / "b.onnx", folder)
    (folder / "b.onnx").write_bytes(b"torn")
    found = scores(*plan_and_sources, portrait(1)[None], folder)
    assert "do not load" in str(found["face_identity"].evidence["why"])


def test_a_folder_without_models_is_unknown_and_says_what_to_give(tmp_path, plan_and_sources):
    for spec in (None, tmp_path / "none", tmp_path):
        found = scores(*plan_and_sources, portrait(1)[None], spec)
        assert {score.status for score in found.values()} == {"unknown"}
        assert "--face-pack" in str(found["face_identity"].evidence["why"])
    with pytest.raises(SetupError, match="face-pack"):
        faces.model_files(str(tmp_path))


class Reader:
    """Stands in for models: one face, whose vector it is told."""

    name = "insightface@stub"

    def __init__(self, vector: np.ndarray) -> None:
        self.vector = vector

    def look(self, rgb: np.ndarray):
        from tools.score.face.geometry import TEMPLATE
        from tools.score.face.models import RawFace

        return [RawFace((10.0, 10.0, 90.0, 110.0), TEMPLATE, 0.9, self.vector)]


@pytest.mark.parametrize("vector", [np.full(8, np.nan), np.full(8, np.inf), np.zeros(8)])
def test_a_recogniser_that_gives_no_direction_is_told_as_broken(vector):
    with pytest.raises(ScoreError, match="weights are broken"):
        face_reading.read_picture(Reader(vector.astype(np.float32)), portrait(1))


def test_not_a_number_makes_every_measure_unknown(monkeypatch, tmp_path, plan_and_sources):
    monkeypatch.setattr(faces, "open_reader", lambda spec: Reader(np.full(8, np.nan, np.float32)))
    found = scores(*plan_and_sources, portrait(1)[None], tmp_path)
    assert {score.status for score in found.values()} == {"unknown"}
    assert "weights are broken" in str(found["face_identity"].evidence["why"])


def test_a_plate_that_shows_no_face_is_unknown_and_names_the_plate(monkeypatch, plan_and_sources):
    class Blind(Reader):
        def look(self, rgb):
            return super().look(rgb) if rgb.shape[0] == 300 else []

    plan, sources = plan_and_sources
    monkeypatch.setattr(faces, "open_reader", lambda spec: Blind(np.ones(8, np.float32)))
    found = scores(plan, sources, portrait(1)[None, :300], Path("any"))
    assert found["face_identity"].status == "unknown"
    assert "shows no face; give a clearer picture of mara" in str(found["face_identity"].evidence["why"])
    assert found["face_coverage"].value == 1


def test_a_reference_is_searched_at_several_sizes(monkeypatch, tmp_path):
    class Finicky(Reader):
        """Finds a face only in pictures of one size."""

        def look(self, rgb):
            return super().look(rgb) if max(rgb.shape[:2]) == 240 else []

    from tools.score.face.identity import references_of

    picture = cv2.resize(portrait(1), (900, 1200))
    data = cv2.imencode(".png", picture)[1].tobytes()
    (tmp_path / "b").write_bytes(data)
    someone = member("mara", references=("b",))
    found = references_of(Finicky(np.ones(8, np.float32)), someone, Sources(tmp_path, tmp_path))
    assert found is not None
    assert found.faces.shape == (1, 112, 112, 3)


def test_nobodys_picture_is_asked_for_by_name_where_no_engine_draws(monkeypatch, tmp_path):
    monkeypatch.setattr(faces, "open_reader", lambda spec: Reader(np.ones(8, np.float32)))
    found = scores(shot_plan("mara"), Sources(tmp_path, tmp_path), portrait(1)[None], Path("any"))
    assert found["face_identity"].status == "unknown"
    assert found["face_identity"].evidence["why"] == (
        "nobody can say what mara looks like: give a picture of them in the Bible (references)"
    )


def test_faces_read_before_are_not_read_again(monkeypatch, plan_and_sources):
    plan, sources = plan_and_sources
    reader = Reader(np.ones(8, np.float32))
    monkeypatch.setattr(faces, "open_reader", lambda spec: reader)
    footage = footage_of(portrait(1)[None], 8)
    track = faces.look(plan, footage, sources, "any").track
    monkeypatch.setattr(faces, "read_faces", lambda *_: pytest.fail("read again"))
    other = shot_plan("jon", size="close", cast=(member("jon", references=plan.cast[0].references),))
    named = faces.look(other, footage, sources, "any", track=track).track
    assert [face.who for face in named.frames[0]] == ["jon"]


def test_the_detectors_input_holds_the_picture_pixel_for_pixel():
    assert input_size(480, 270) == (480, 288)
    assert input_size(270, 480) == (288, 480)
    assert input_size(320, 180) == (320, 192)
