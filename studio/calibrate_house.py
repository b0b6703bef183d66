"""Thresholds of the house's own scorers: clean takes of the stage, rendered small, and false accounts of them.

    python -m studio.calibrate_house --folder runs/calibration

Renders what is not there yet, measures what these scorers have not measured yet, and writes
``configs/thresholds/house-clip.yaml`` and ``house-faces.yaml`` with their pictures in ``docs/pictures/``. Stopped, it
goes on where it was. No film and no world of a bench is among the takes.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from film.canonical import content_id, sha256_of
from film.errors import FilmError, RenderError
from film.plan import ShotPlan
from film.state import Move, MoveKind
from film.thresholds import Calibrated
from film.verdict import Part
from tools.render.engine import CLIP, CLIP_CAST, CLIP_MASKS, KEYFRAME_CAST, KEYFRAME_MASK, Sources
from tools.score.calibration import pairs as calibration_pairs
from tools.score.calibration import sheet as calibration_sheet
from tools.score.calibration import written as calibration_file
from tools.score.calibration.bounds import FRUGAL, calibrate
from tools.score.calibration.pairs import Found, Models, TakeRead, Values

HOUSE = Path(__file__).resolve().parent.parent
CALIBRATION_WORLDS = range(40000, 40081)
"""Numbers of ``tools.training.draws.world_plans("held", n)``; those of the benches are others (``studio.bench_worlds``)."""
FILMS = ("the_last_lamp.fountain", "the_night_tram.json", "the_valley_bell.md", "first_snow.json")
FRAMES = 24
WIDTH, HEIGHT = 640, 360
PARTS: tuple[Part, ...] = ("keyframe", "clip")
OTHERS = 24
"""Plans that a take is made false by: the ones after it in the list."""
MOVES: tuple[MoveKind, ...] = ("lock_off", "lock_off", "push_in", "pan", "handheld", "dolly", "pull_back")


def calibration_plans() -> tuple[ShotPlan, ...]:
    """The shots: one of every world, and those of the example films with their sound left out."""
    return (*world_shots(), *film_shots())


def world_shots() -> Iterator[ShotPlan]:
    """One shot of each world, some under a moving camera."""
    from configs.style_files import built_in_styles
    from tools.training.draws import SHOTS_OF_A_WORLD, world_plans

    for number in CALIBRATION_WORLDS:
        draw = random.Random(f"calibration|{number}")
        plan = world_plans("held", number, built_in_styles())[draw.randrange(SHOTS_OF_A_WORLD)]
        camera = plan.state.camera.model_copy(update={"move": Move(kind=draw.choice(MOVES))})
        yield _small(plan.model_copy(update={"state": plan.state.model_copy(update={"camera": camera})}))


def film_shots() -> Iterator[ShotPlan]:
    """Every shot of the example films as the understudy plans them."""
    from configs import settings as configuration
    from configs.settings import Settings
    from film.plan import plan_shot
    from graphs import session
    from graphs.rehearsal import RehearsalWorkers
    from tools.render.stage import StageEngine

    class Planning(RehearsalWorkers):
        """A rehearsal of the stage: it plans for all of its sets and moves, and shoots nothing."""

        def _about(self, folder, job):
            return super()._about(folder, job) | {"abilities": StageEngine.abilities.model_dump(mode="json")}

    for name in FILMS:
        asked = Settings(mind="understudy", engine="stage", profile="draft")
        with tempfile.TemporaryDirectory() as runs:
            made = session.make(
                asked, [HOUSE / "examples" / name], runs=Path(runs), plan_only=True,
                hire=lambda _: Planning(configuration.published_gates(), durable=False),
            )  # fmt: skip
        assert made.version is not None and made.profile is not None
        for _, _, shot in made.version.series.filmed():
            plan = plan_shot(made.version.series, shot.id, made.profile)
            if plan.start_from is None and plan.still_sha256 is None:
                yield _small(plan.model_copy(update={"scene_id": f"{Path(name).stem}/{plan.scene_id}"}))


def render(plan: ShotPlan, folder: Path, people: Path) -> bool:
    """Make the take's keyframe and clip unless they are there; False where the stage finds no place for the camera."""
    from film.profile import Encoding
    from film.take import Slate
    from tools.render.stage import StageEngine

    if (folder / CLIP).exists():
        return True
    engine = StageEngine(Encoding(crf=20))
    slate = Slate(plan=plan, asked_sha256="", attempt=1, seed=int(content_id(plan)[:8], 16), engine="stage")
    folder.mkdir(parents=True, exist_ok=True)
    sources = Sources(speech=folder, assets=folder, people=people)
    try:
        engine.keyframe(slate, sources, folder)
        engine.clip(slate, sources, folder)
    except RenderError:
        return False
    return True


def clean_parts(plan: ShotPlan, folder: Path) -> tuple[Part, ...]:
    """The parts of a take in which nothing is wrong that masks can tell."""
    from tools.score.evidence import read_evidence
    from tools.score.ground_truth import is_clean
    from tools.score.scorers import cast_scores

    accounts = {"keyframe": (KEYFRAME_CAST, KEYFRAME_MASK), "clip": (CLIP_CAST, CLIP_MASKS)}
    found = []
    for part in PARTS:
        account, masks = accounts[part]
        if is_clean(cast_scores(plan, read_evidence(folder / account, folder / masks)), part):
            found.append(part)
    return tuple(found)


def measured(plans: Sequence[ShotPlan], folder: Path, models: Models) -> tuple[Values, float | None, int]:
    """Values of all clean takes, the cosine from which two faces are one person's, and how many takes there were."""
    kept = folder / "values" / sha256_of([calibration_names(models), calibration_revisions()])[:12]
    people, plates = folder / "people", folder / "plates"
    takes: list[tuple[int, ShotPlan, Path, tuple[Part, ...]]] = []
    for at, plan in enumerate(plans):
        take = folder / "takes" / content_id(plan)
        if render(plan, take, people) and (parts := clean_parts(plan, take)):
            takes.append((at, plan, take, parts))
        _say(f"take {at + 1} of {len(plans)}")
    values = Values()

    def read(plan: ShotPlan, take: Path, part: Part) -> TakeRead:
        sources = Sources(speech=take, assets=take, people=people, plates=plates)
        return calibration_pairs.read_take(part, plan, take, sources, models)

    for at, plan, take, parts in takes:
        path = kept / f"{content_id(plan)}-identity.json"
        if not path.exists():
            found = Values()
            for part in parts:
                found.join(calibration_pairs.identity_values(read(plan, take, part), _others(plans, at), models))
            _keep(path, found)
        values.join(Values.of_json(json.loads(path.read_text("utf-8"))))
        _say(f"faces of take {at + 1} of {len(plans)}")
    same = same_person(values)
    before: dict[Part, TakeRead] = {}
    for at, plan, take, parts in takes:
        path = kept / f"{content_id(plan)}-facts-{'' if same is None else f'{same:.4f}'}.json"
        if not path.exists():
            found = Values()
            for part in parts:
                now = read(plan, take, part)
                found.join(
                    calibration_pairs.fact_values(now, _others(plans, at), models, same=same, before=before.get(part))
                )
                before[part] = now
            _keep(path, found)
        values.join(Values.of_json(json.loads(path.read_text("utf-8"))))
        _say(f"facts of take {at + 1} of {len(plans)}")
    return values, same, len(takes)


def same_person(values: Values) -> float | None:
    """The cosine at which false acceptance and rejection of faces are as frequent; None without enough pairs."""
    samples = [sample.get(("clip", "face_identity"), []) for sample in (values.genuine, values.impostor)]
    try:
        return round(calibrate(*samples, rule=FRUGAL).eer_threshold, calibration_file.DIGITS)
    except FilmError:
        return None


def calibration_names(models: Models) -> dict[str, str | None]:
    from tools.score.scorers import Scorers

    return Scorers(clip_path=models.clip, face_path=models.faces).names


def calibration_revisions() -> list[str]:
    from tools.score.clip import plates
    from tools.score.clip import scoring as clip_score
    from tools.score.face import scoring as faces

    return [clip_score.REVISION, faces.REVISION, plates.REVISION]


def write(
    values: Values, same: float | None, takes: int, models: Models, date: str, command: str, out: Path, pictures: Path
) -> list[Path]:
    """The YAML and the picture of each scorer that has enough pairs, for the measures that have a gate."""
    from configs import settings as configuration

    found, few = calibration_pairs.bounds_of(values, FRUGAL)
    for measure, pairs in few.items():
        _say(f"{measure}: {pairs} genuine pairs, too few; the published default stays", last=True)
    files = []
    gated = {(gate.measure, gate.part) for gate in configuration.published_gates()}
    for kind, name in calibration_names(models).items():
        mine: list[Found] = [each for each in found if each.scorer == name and (each.measure, each.part) in gated]
        if name is None or not mine:
            continue
        calibrated = Calibrated(date=date, command=command, sample=f"{takes} clean takes of the stage, {WIDTH}x{HEIGHT}")
        bounds = calibration_file.thresholds_of(name, mine, calibrated, same if kind == "faces" else None)
        path = out / f"house-{kind}.yaml"
        calibration_file.write_thresholds(path, bounds)
        files += [path, calibration_sheet.draw_sheet(mine, f"{name}, {calibrated.sample}", pictures / f"calibration_{kind}.png")]
    return files


def main(arguments: Sequence[str] | None = None) -> int:
    from configs import settings as configuration

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("runs/calibration"), help="takes and values are kept here")
    parser.add_argument("--clip-model", default=configuration.house_clip())
    parser.add_argument("--face-pack", default=configuration.house_faces())
    parser.add_argument("--takes", type=int, default=None, help="only so many of the shots, evenly picked")
    parser.add_argument("--out", type=Path, default=HOUSE / "configs" / "thresholds")
    parser.add_argument("--pictures", type=Path, default=HOUSE / "docs" / "pictures")
    asked = parser.parse_args(arguments)
    models = Models(asked.clip_model, asked.face_pack)
    if models == Models(None, None):
        print("there are no house scorers in configs/house; train them with python -m tools.training", file=sys.stderr)
        return 1
    plans = calibration_plans()
    if asked.takes is not None:
        plans = plans[:: max(1, len(plans) // asked.takes)][: asked.takes]
    values, same, takes = measured(plans, asked.folder, models)
    date = time.strftime("%Y-%m-%d", time.gmtime())
    command = "python -m studio.calibrate_house" + (f" --takes {asked.takes}" if asked.takes else "")
    for path in write(values, same, takes, models, date, command, asked.out, asked.pictures):
        _say(str(path), last=True)
    return 0


def _small(plan: ShotPlan) -> ShotPlan:
    """The plan as it is shot here: small, short and silent."""
    return plan.model_copy(
        update={
            "frames": FRAMES, "width": WIDTH, "height": HEIGHT, "render_width": WIDTH, "render_height": HEIGHT, "mouths": (),
        }
    )  # fmt: skip


def _others(plans: Sequence[ShotPlan], at: int) -> tuple[ShotPlan, ...]:
    """The plans after one, round the end."""
    return tuple(plans[(at + step) % len(plans)] for step in range(1, min(OTHERS, len(plans) - 1) + 1))


def _keep(path: Path, values: Values) -> None:
    from tools.whole import write_json

    path.parent.mkdir(parents=True, exist_ok=True)
    write_json(path, values.as_json())


def _say(words: str, *, last: bool = False) -> None:
    print(words, end="\n" if last or not sys.stderr.isatty() else "\r", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
