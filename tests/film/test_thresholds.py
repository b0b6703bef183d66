"""Bounds by scorer: a file serves where its scorer takes the scores and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from configs import settings, threshold_files
from configs.threshold_files import overlaid, read_thresholds, shipped_thresholds
from film.errors import ConfigError
from film.thresholds import Thresholds
from film.verdict import Gate

SCORER = "open_clip@0123456789ab"
FACES = "insightface@ba9876543210"
GATES = (
    Gate(measure="clip_text", part="clip", at_least=0.22, guard=0.002, evidence="published"),
    Gate(measure="clip_text", part="keyframe", at_least=0.22, evidence="published"),
    Gate(measure="clip_plate", part="clip", at_least=0.6, at_most=0.999, evidence="published"),
)


def entry(measure: str = "clip_text", part: str = "clip", at_least: float = 0.31, **fields) -> dict:
    sample = {"genuine": 120, "impostor": 300, "low": 0.3, "high": 0.32, "far": 0.0, "frr": 0.004, "eer": 0.001}
    return {"measure": measure, "part": part, "at_least": at_least, "spread": 0.04, "evidence": "measured", **sample, **fields}


def thresholds(scorer: str = SCORER, *gates: dict, **fields) -> dict:
    calibrated = {"date": "2026-11-20", "command": "filmcrew calibrate RUN", "sample": "120 takes"}
    return {"scorer": scorer, "calibrated": calibrated, "gates": list(gates) or [entry()], **fields}


def written(path: Path, data: dict) -> Path:
    path.write_text(yaml.safe_dump(data), "utf-8")
    return path


def test_bounds_of_the_scorer_in_use_replace_the_published_ones_and_no_other(tmp_path):
    file = read_thresholds(written(tmp_path / "mine.yaml", thresholds()))
    calibrated = overlaid(GATES, [file], [SCORER, "insightface@ba9876543210"])
    assert calibrated[0] == Gate(
        measure="clip_text", part="clip", at_least=0.31, guard=0.0, spread=0.04, evidence="measured"
    )
    assert type(calibrated[0]) is Gate, "a version freezes the bound, not the sample"
    assert calibrated[1:] == GATES[1:]
    assert overlaid(GATES, [file], ["open_clip@ffffffffffff"]) == GATES


def test_a_side_that_was_not_calibrated_keeps_its_published_bound():
    file = Thresholds.model_validate(thresholds(SCORER, entry("clip_plate", at_least=0.8)))
    bound = next(gate for gate in overlaid(GATES, [file], [SCORER]) if gate.measure == "clip_plate")
    assert (bound.at_least, bound.at_most) == (0.8, 0.999)


def test_the_users_file_wins_over_the_shipped_one(monkeypatch):
    shipped = Thresholds.model_validate(thresholds(SCORER, entry("face_identity", at_least=0.5)))
    own = Thresholds.model_validate(thresholds(SCORER, entry("face_identity", at_least=0.6)))
    monkeypatch.setattr(settings, "shipped_thresholds", lambda: (shipped,))

    def bound(*files: Thresholds, scorers: tuple[str, ...] = (SCORER,)) -> float | None:
        return next(g.at_least for g in settings.gates(scorers, files) if (g.measure, g.part) == ("face_identity", "clip"))

    assert (bound(), bound(own), bound(own, scorers=())) == (0.5, 0.6, 0.4)


def test_what_one_person_is_comes_with_the_face_models_and_the_users_file_wins(monkeypatch):
    shipped, own = (
        Thresholds.model_validate(thresholds(FACES, entry("face_identity"), same_person=bound)) for bound in (0.5, 0.6)
    )
    monkeypatch.setattr(settings, "shipped_thresholds", lambda: (shipped, Thresholds.model_validate(thresholds())))
    assert settings.same_person() == {FACES: 0.5}
    assert settings.same_person((own,)) == {FACES: 0.6}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (thresholds("open_clip"), "scorer"),
        (thresholds(SCORER, entry(genuine=0)), r"gates\.0\.genuine"),
        (thresholds(SCORER, entry(part="film")), r"gates\.0\.part"),
        ({"gates": []}, "scorer"),
        ([1, 2], "the file"),
    ],
)
def test_a_file_that_breaks_the_form_is_refused_by_its_key(tmp_path, data, words):
    with pytest.raises(ConfigError, match=rf"mine\.yaml: {words}"):
        read_thresholds(written(tmp_path / "mine.yaml", data))


def test_a_file_that_is_no_yaml_or_not_there_is_refused(tmp_path):
    (tmp_path / "torn.yaml").write_text("scorer: [", "utf-8")
    with pytest.raises(ConfigError, match=r"torn\.yaml is not YAML"):
        read_thresholds(tmp_path / "torn.yaml")
    with pytest.raises(ConfigError, match=r"gone\.yaml cannot be read.*filmcrew calibrate"):
        read_thresholds(tmp_path / "gone.yaml")


def test_a_bound_on_what_has_no_gate_is_refused():
    file = Thresholds.model_validate(thresholds(SCORER, entry("clip_txt")))
    with pytest.raises(ConfigError, match="'clip_txt' of a clip, which has no gate"):
        overlaid(GATES, [file], [SCORER])


def test_what_ships_is_whole_and_bounds_only_what_has_a_gate():
    threshold_files.shipped_thresholds.cache_clear()
    for file in shipped_thresholds():
        assert settings.gates([file.scorer])
        assert file.calibrated.command and file.calibrated.date
        for gate in file.gates:
            assert gate.low <= gate.high and gate.evidence
