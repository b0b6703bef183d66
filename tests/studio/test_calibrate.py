"""``filmcrew calibrate``: from takes that are on disk to bounds that the next film is judged by."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from configs import settings as configuration
from configs.settings import Settings
from configs.threshold_files import read_thresholds
from film.bible import Identity
from film.errors import ConfigError, RunError, ScoreError
from film.take import Slate
from film.version import Circled, Version
from graphs import calibrate
from graphs.own_thresholds import kept_thresholds, own_thresholds
from graphs.request import Request
from studio import bench_worlds, calibrate_house
from studio.bench_shots import long_series
from studio.calibrating import _lines
from tests.fakes.fake_faces import COLOURS, FakeFaces, picture_of
from tests.fakes.plans import member, shot_plan
from tools.cut.encode import ClipWriter
from tools.render.engine import CLIP, KEYFRAME
from tools.run import takes, versions
from tools.run.folder import RunFolder
from tools.score.calibration import pairs as calibration_pairs
from tools.score.calibration import pictures as calibration_pictures
from tools.score.face import identity
from tools.score.face import scoring as faces
from tools.whole import write_json

FRAMES = 6


@pytest.fixture(autouse=True)
def reader(monkeypatch) -> FakeFaces:
    """Hand-made face models behind every door that opens some."""
    made = FakeFaces()
    identity._read.cache_clear()
    for room in (calibration_pairs, calibration_pictures, faces):
        monkeypatch.setattr(room, "open_reader", lambda spec: made)
    monkeypatch.setattr(faces, "reader_name", lambda spec: made.name)
    return made


def keep(folder: RunFolder, picture: np.ndarray) -> str:
    data = cv2.imencode(".png", picture[..., ::-1])[1].tobytes()
    sha256 = hashlib.sha256(data).hexdigest()
    folder.assets.mkdir(exist_ok=True)
    (folder.assets / sha256).write_bytes(data)
    return sha256


def film_of(root: Path, cast: list[str], *, held: tuple[int, ...] = ()) -> RunFolder:
    """A run whose k-th circled take shows ``cast[k]``, shot by another engine, with the Bible's pictures of everybody."""
    folder = RunFolder.create(root, root.name)
    plates = {who: keep(folder, picture_of(who, size=(160, 160), face_px=90)) for who in COLOURS}
    circled = {}
    for number, who in enumerate(cast):
        them = member(who, references=(plates[who],), identity=Identity(face_seed=sorted(COLOURS).index(who)))
        plan = shot_plan(who, cast=(them,), shot_id=f"ep01/sc001/sh{number:04d}", frames=FRAMES, kind="single")
        slate = Slate(plan=plan, asked_sha256="0", attempt=1, seed=number, engine="test")
        take = folder.take_folder(slate)
        takes.write_slate(take, slate)
        picture = picture_of(who, seed=number)
        cv2.imwrite(str(take / KEYFRAME), picture[..., ::-1])
        with ClipWriter(take / CLIP, size=(320, 180), fps=24) as clip:
            for at in range(FRAMES):
                clip.write(np.roll(picture, at, axis=1))
        circled[plan.shot_id] = Circled(take=take.name, take_id=slate.take_id, held=number in held)
    profile = configuration.profile(Settings())
    version = Version(
        number=1, series=long_series(1), profile=profile, gates=configuration.gates(), engine="test", mind="test",
        circled=circled,
    )  # fmt: skip
    versions.finish(folder, version)
    asked = Settings(engine="test", face_pack="/models/faces")
    request = Request(series="film", kind="series", source="x", scripts=(), settings=asked)
    write_json(folder.root / "request.json", request.model_dump(mode="json"))
    return folder


@pytest.fixture(scope="module")
def cast() -> list[str]:
    return ["mara"] * 6 + ["jon"] * 6


def test_a_films_circled_takes_give_bounds_a_picture_and_the_words_to_use_them(tmp_path, cast):
    folder = film_of(tmp_path / "lamp", cast)
    made = calibrate.of_run(folder.root, calibrate.Wish(date="2026-11-20"))
    told = {(each.part, each.measure): each.calibration for each in made.found}
    bound = told["clip", "face_identity"]
    # 15 pairs of takes of each of two people, and 12 takes against the Bible; 36 pairs of two people, 12 against others.
    assert (bound.genuine, bound.impostor) == (42, 48)
    assert bound.separable and 0.5 < bound.threshold < 1 and bound.far == 0
    assert ("clip", "face_coverage") not in told and made.few["face_coverage of a clip"] == 12
    yaml, picture = made.files
    assert (yaml, picture) == (folder.root / "calibration" / "faces.yaml", folder.root / "calibration" / "faces.png")
    assert cv2.imread(str(picture)).shape[0] > 300
    bounds = read_thresholds(yaml)
    assert bounds.scorer == FakeFaces.name and bounds.calibrated.date == "2026-11-20"
    assert bounds.same_person == pytest.approx(bound.threshold, abs=1e-3)
    assert "12 circled takes of lamp, version 1" in bounds.calibrated.sample
    said = "\n".join(_lines(made))
    assert "face_identity of a clip" in said and "face_coverage of a clip (12)" in said and "--thresholds" in said
    assert json.loads(json.dumps(calibrate.report(made)))["too_few"]["face_coverage of a clip"] == 12


def test_what_was_measured_judges_the_next_film_and_is_kept_in_the_run(tmp_path, cast):
    made = calibrate.of_run(film_of(tmp_path / "lamp", cast).root)
    run = RunFolder.create(tmp_path / "next", "next")
    asked = own_thresholds(run, Settings(face_pack="/models/faces", thresholds=str(made.folder)))
    for path in made.files:
        path.unlink()
    assert own_thresholds(run, asked) == asked, "a name that the run has stays"
    own = kept_thresholds(run, asked)
    bound = next(gate for gate in own[0].gates if (gate.part, gate.measure) == ("clip", "face_identity"))
    calibrated, published = (
        next(g for g in configuration.gates(names, own) if (g.part, g.measure) == ("clip", "face_identity"))
        for names in ((FakeFaces.name,), ("insightface@ffffffffffff",))
    )
    assert (calibrated.at_least, calibrated.spread) == (bound.at_least, bound.spread)
    assert published.at_least == 0.4
    assert configuration.same_person(own)[FakeFaces.name] == own[0].same_person


def test_calibrating_twice_writes_the_same_bytes(tmp_path, cast):
    folder = film_of(tmp_path / "lamp", cast)
    first, second = (
        calibrate.of_run(folder.root, calibrate.Wish(out=tmp_path / name, date="2026-11-20")) for name in "ab"
    )
    assert [path.read_bytes() for path in first.files] == [path.read_bytes() for path in second.files]


def test_held_takes_are_nobodys_example(tmp_path, cast):
    folder = film_of(tmp_path / "lamp", [*cast, "mara"], held=(12,))
    assert calibrate.of_run(folder.root).sample.startswith("12 circled takes")
    nothing = film_of(tmp_path / "sad", ["mara"], held=(0,))
    with pytest.raises(RunError, match="every take of sad is held"):
        calibrate.of_run(nothing.root)


def test_too_few_pairs_are_refused_with_how_many_there_are(tmp_path):
    folder = film_of(tmp_path / "short", ["mara", "mara", "jon"])
    with pytest.raises(ConfigError, match=r"3 circled takes of short, version 1 give 4 genuine pairs at most.*needs 30"):
        calibrate.of_run(folder.root)
    assert not (folder.root / "calibration").exists()


def test_without_a_model_there_is_nothing_to_calibrate(tmp_path):
    with pytest.raises(ConfigError, match="--clip-model FOLDER, --face-pack FOLDER"):
        calibrate.of_pictures(tmp_path)


def labelled(folder: Path, people: dict[str, int]) -> Path:
    for who, count in people.items():
        (folder / "faces" / who).mkdir(parents=True)
        for number in range(count):
            picture = picture_of(who, size=(200, 200), face_px=100, seed=number)
            cv2.imwrite(str(folder / "faces" / who / f"{number}.png"), picture[..., ::-1])
    return folder


def test_labelled_pictures_serve_as_well(tmp_path):
    folder = labelled(tmp_path / "album", {"mara": 6, "jon": 6, "asha": 3})
    made = calibrate.of_pictures(folder, calibrate.Wish(face_pack="/models/faces"))
    bound = next(each.calibration for each in made.found if each.part == "clip")
    assert (bound.genuine, bound.impostor) == (15 + 15 + 3, 36 + 18 + 18)
    assert bound.separable
    assert {path.name for path in made.files} == {"faces.yaml", "faces.png"}


def test_a_folder_that_is_laid_out_otherwise_is_refused(tmp_path):
    wish = calibrate.Wish(face_pack="/models/faces")
    with pytest.raises(ConfigError, match=r"faces/NAME/\*\.png"):
        calibrate.of_pictures(tmp_path, wish)
    empty = labelled(tmp_path / "album", {"mara": 2})
    cv2.imwrite(str(empty / "faces" / "mara" / "9.png"), np.full((100, 100, 3), 90, np.uint8))
    with pytest.raises(ScoreError, match=r"no face was found in mara/9\.png"):
        calibrate.of_pictures(empty, wish)
    (empty / "faces" / "mara" / "9.png").write_bytes(b"torn")
    with pytest.raises(ScoreError, match=r"mara/9\.png is no picture"):
        calibrate.of_pictures(empty, wish)


def test_no_world_and_no_film_of_a_bench_sets_a_threshold():
    assert set(calibrate_house.CALIBRATION_WORLDS).isdisjoint(bench_worlds.BENCH_WORLDS)
    of_benches, mine = bench_worlds.world_shots(), tuple(calibrate_house.world_shots())
    assert {plan.place.seed for plan in of_benches}.isdisjoint(plan.place.seed for plan in mine)
    faces_there, faces_here = (
        {member.identity.face_seed for plan in plans for member in plan.cast} for plans in (of_benches, mine)
    )
    assert faces_there and faces_here and faces_there.isdisjoint(faces_here)
    scripts = {path.name for path in (Path(__file__).parent / "bench_scripts").iterdir()}
    assert scripts.isdisjoint(calibrate_house.FILMS)
    for name in calibrate_house.FILMS:
        assert (calibrate_house.HOUSE / "examples" / name).is_file()


def test_thresholds_that_are_none_are_refused_at_the_door(tmp_path):
    run = RunFolder.create(tmp_path / "run", "run")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigError, match=r"holds no \.yaml file"):
        own_thresholds(run, Settings(thresholds=str(tmp_path / "empty")))
    with pytest.raises(ConfigError, match=r"gone\.yaml cannot be read"):
        own_thresholds(run, Settings(thresholds=str(tmp_path / "gone.yaml")))
