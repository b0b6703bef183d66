"""Thresholds measured on a film's own circled takes, or on labelled pictures, for the scorers that the user has.

    of_run(run, wish)        the takes that stand and are not held      of_pictures(folder, wish)    a labelled folder
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from film.errors import ConfigError, RunError
from film.plan import ShotPlan
from film.thresholds import Calibrated
from film.verdict import Part
from graphs.request import load_request
from graphs.unit import STAGE_ENGINES, scorer_options
from graphs.work import OnEvent
from tools.render.engine import Sources
from tools.run import takes, versions
from tools.run.folder import RunFolder, RunLock
from tools.score.calibration import pairs as calibration_pairs
from tools.score.calibration import pictures as calibration_pictures
from tools.score.calibration import sheet as calibration_sheet
from tools.score.calibration import written as calibration_file
from tools.score.calibration.bounds import EVEN, FEWEST_GENUINE, calibrate
from tools.score.calibration.pairs import Found, Models, TakeRead, Values

FOLDER = "calibration"
"""Beside what was calibrated on, where nobody names another."""
PARTS: tuple[Part, ...] = ("keyframe", "clip")


class Wish(NamedTuple):
    """What is calibrated, and where it is written. None: the run's models, and ``calibration/`` beside the sample."""

    clip_model: str | None = None
    face_pack: str | None = None
    out: Path | None = None
    date: str = ""
    """Of today, for the record."""
    command: str = "filmcrew calibrate"


class Calibrations(NamedTuple):
    """What came of it."""

    sample: str
    found: tuple[Found, ...]
    few: dict[str, int]
    """Measures with too few pairs, and how many genuine ones they have: their published bounds stay."""
    files: tuple[Path, ...]
    """The YAML and the picture of every scorer that was calibrated."""
    folder: Path


def of_run(run: Path, wish: Wish = Wish(), *, on_event: OnEvent = lambda event: None) -> Calibrations:
    """Calibrate on the standing version's circled takes that are not held.

    Raises:
        RunError: there is no version, or no take of it stands unheld.
        ConfigError: there is no model to calibrate, or too few pairs for any bound.
        SetupError: a model does not load.
    """
    folder = RunFolder.open(run)
    with RunLock(folder):
        version = versions.standing(folder)
        if version is None:
            raise RunError(f"{folder.root.name} has no finished version to calibrate on; filmcrew resume finishes it")
        standing = [
            (plan, take)
            for shot, circled in sorted(version.circled.items())
            if not circled.held and (plan := takes.read_slate(take := folder.takes / shot / circled.take).plan)
        ]
        if not standing:
            raise RunError(f"every take of {folder.root.name} is held: there is nothing that is known to be good")
        settings = load_request(folder).settings
        options = scorer_options(settings, folder)
        models = _models(wish.clip_model or options["clip_path"], wish.face_pack or options["face_path"])
        draws = settings.engine.partition(":")[0] in STAGE_ENGINES
        sources = Sources(
            speech=folder.speech, assets=folder.assets, people=folder.people, plates=folder.plates if draws else None
        )
        values, same = _of_takes(standing, sources, models, on_event)
    sample = f"{len(standing)} circled takes of {folder.root.name}, version {version.number}"
    return _written(values, same, sample, models, folder.root / FOLDER, wish)


def of_pictures(folder: Path, wish: Wish = Wish()) -> Calibrations:
    """Calibrate on labelled pictures, see ``tools.score.calibration.pictures``.

    Raises:
        ConfigError: they are not laid out so, there is no model, or there are too few pairs for any bound.
        ScoreError: a picture cannot be read, or shows no face.
        SetupError: a model does not load.
    """
    models = _models(wish.clip_model, wish.face_pack)
    values = calibration_pictures.values_of_pictures(folder, models)
    return _written(values, None, f"labelled pictures of {folder.name}", models, folder / FOLDER, wish)


def _models(clip: str | None, faces: str | None) -> Models:
    if clip is None and faces is None:
        raise ConfigError("there is no model to calibrate: give --clip-model FOLDER, --face-pack FOLDER, or both")
    return Models(clip, faces)


def _of_takes(
    standing: Sequence[tuple[ShotPlan, Path]], sources: Sources, models: Models, on_event: OnEvent
) -> tuple[Values, float | None]:
    """Identity over all takes first: what one person is settles who is there and who is a stranger."""
    plans = [plan for plan, _ in standing]
    read: list[tuple[int, TakeRead]] = []
    for at, (plan, take) in enumerate(standing):
        on_event({"kind": "calibrating", "shot": plan.shot_id, "done": at + 1, "total": 2 * len(standing)})
        read += [(at, calibration_pairs.read_take(part, plan, take, sources, models)) for part in PARTS]
    values = calibration_pairs.values_between([each for _, each in read], models)
    for at, each in read:
        values.join(calibration_pairs.identity_values(each, _others(plans, at), models))
    same = _same_person(values)
    before: dict[Part, TakeRead] = {}
    for at, each in read:
        on_event({"kind": "calibrating", "shot": each.plan.shot_id, "done": len(plans) + at + 1, "total": 2 * len(plans)})
        values.join(
            calibration_pairs.fact_values(each, _others(plans, at), models, same=same, before=before.get(each.part))
        )
        before[each.part] = each
    return values, same


def _others(plans: Sequence[ShotPlan], at: int) -> tuple[ShotPlan, ...]:
    return (*plans[at + 1 :], *plans[:at])


def _same_person(values: Values) -> float | None:
    """The cosine from which two faces are one person's; None with too few pairs to say so."""
    genuine, impostor = (sample.get(("clip", "face_identity"), []) for sample in (values.genuine, values.impostor))
    if len(genuine) < FEWEST_GENUINE or not impostor:
        return None
    return calibrate(genuine, impostor, rule=EVEN).threshold


def _written(
    values: Values, same: float | None, sample: str, models: Models, beside: Path, wish: Wish
) -> Calibrations:
    found, few = calibration_pairs.bounds_of(values, EVEN)
    if not found:
        most = max(few.values(), default=0)
        raise ConfigError(
            f"{sample} give {most} genuine pairs at most, and a threshold needs {FEWEST_GENUINE}: circle more takes, or "
            "give a folder of labelled pictures; until then the published bounds stay"
        )
    out = wish.out or beside
    same = _same_person(values) if same is None else same
    files = tuple(_files(found, same, sample, out, wish))
    return Calibrations(sample, found, few, files, out)


def _files(found: Sequence[Found], same: float | None, sample: str, out: Path, wish: Wish) -> Iterator[Path]:
    calibrated = Calibrated(date=wish.date, command=wish.command, sample=sample)
    for scorer in sorted({each.scorer for each in found}):
        mine = [each for each in found if each.scorer == scorer]
        kind = "faces" if any(each.measure in calibration_pairs.FACES for each in mine) else "clip"
        bounds = calibration_file.thresholds_of(scorer, mine, calibrated, same if kind == "faces" else None)
        path = out / f"{kind}.yaml"
        calibration_file.write_thresholds(path, bounds)
        yield path
        yield calibration_sheet.draw_sheet(mine, f"{scorer}, {sample}", path.with_suffix(".png"))


def report(made: Calibrations) -> dict[str, Any]:
    """The object that ``--json`` prints."""
    return {
        "sample": made.sample,
        "files": [str(path) for path in made.files],
        "use": f"--thresholds {made.folder}",
        "measures": [
            {
                "measure": each.measure, "part": each.part, "scorer": each.scorer,
                **{name: round(value, 4) if isinstance(value, float) else value for name, value in each.calibration._asdict().items()},
            }
            for each in made.found
        ],
        "too_few": made.few,
    }  # fmt: skip
