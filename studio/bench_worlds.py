"""The shots that scores are benched on, and no others: nothing that sets a threshold or trains a scorer may use them.

Two kinds: shots of three short films of our own, planned by the crew without any model, and worlds drawn from numbers that
are kept for the bench.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from film.canonical import seed_for
from film.plan import ShotPlan
from film.styles import Style
from tools.training.draws import world_plans

HOUSE = Path(__file__).resolve().parent.parent
SCRIPTS = HOUSE / "tests" / "studio" / "bench_scripts"
BENCH_WORLDS = range(70000, 70040)
"""Numbers of ``tools.training.draws.world_plans("held", n)``."""
BENCH_SEED = 6007
"""The film seed that the seeds of benched takes come from."""
WIDTH, HEIGHT = 640, 360
FRAMES = (24, 30, 36)
"""Lengths of the benched clips, in turn."""
SHOTS_OF_A_WORLD = (0, 3, 6, 9)
CLOSE_ENOUGH = frozenset(("full", "medium_full", "medium", "medium_close", "close"))
"""Sizes in which most faults could show; one shot of each world is chosen among them."""


class BenchShot(NamedTuple):
    """One shot of the bench."""

    plan: ShotPlan
    source: Literal["film", "world"]
    speech: Path
    """Folder of what is heard in it, for the mouths."""

    def seed(self, attempt: int) -> int:
        """Of that take of it."""
        return seed_for(BENCH_SEED, self.plan.shot_id, attempt, "stage")


def bench_shots(folder: Path, styles: Sequence[Style]) -> tuple[BenchShot, ...]:
    """Every shot of the bench: the films' and the worlds', in turn, so that any beginning of the list is a fair mixture.

    Args:
        folder: where the films are planned, and planned again for nothing if they were.
        styles: those that some of the worlds are painted in.

    Raises:
        SetupError: the scripts are not there: filmcrew is installed, not checked out.
    """
    films = list(film_shots(folder))
    random.Random(BENCH_SEED).shuffle(films)
    worlds = tuple(BenchShot(plan, "world", folder) for plan in world_shots(styles))
    mixed: list[BenchShot] = []
    for at in range(max(len(films), len(worlds))):
        mixed += [*films[at : at + 1], *worlds[at : at + 1]]
    return tuple(_shortened(shot, FRAMES[at % len(FRAMES)]) for at, shot in enumerate(mixed))


def world_shots(styles: Sequence[Style] = ()) -> tuple[ShotPlan, ...]:
    """Those of the worlds: first one of each world in which somebody is near, then some more of each as they come."""
    near, more = [], []
    for number in BENCH_WORLDS:
        plans = world_plans("held", number, styles)
        chosen = next((plan for plan in plans if plan.cast and plan.state.camera.size in CLOSE_ENOUGH), None)
        if chosen is not None:
            near.append(chosen)
        more += [plans[at] for at in SHOTS_OF_A_WORLD if plans[at] is not chosen]
    return (*near, *more)


def film_shots(folder: Path) -> tuple[BenchShot, ...]:
    """Those of the films, as the crew plans them with the understudy; their lines are spoken, nothing is shot.

    Raises:
        SetupError: as ``bench_shots``.
    """
    from configs.settings import Settings
    from film.errors import SetupError
    from film.plan import plan_of
    from graphs import session

    scripts = sorted(SCRIPTS.glob("*.fountain"))
    if not scripts:
        raise SetupError(
            "the bench's scripts are not here (tests/studio/bench_scripts); run it in a checkout of filmcrew"
        )
    shots: list[BenchShot] = []
    for script in scripts:
        settings = Settings(mind="understudy", profile="draft", workers=1)
        made = session.make(settings, [script], runs=folder / "films", plan_only=True, fresh=True)
        assert made.version is not None
        series, profile = made.version.series, made.version.profile
        for _, scene, shot in series.filmed():
            plan = plan_of(series, scene, shot, profile)
            named = {"shot_id": f"{script.stem}/{plan.shot_id}", "scene_id": f"{script.stem}/{plan.scene_id}"}
            shots.append(BenchShot(plan.model_copy(update=named), "film", made.folder.speech))
    return tuple(shots)


def _shortened(shot: BenchShot, frames: int) -> BenchShot:
    """A second or so of the shot, small: what is wrong with a take shows in that."""
    size = {"width": WIDTH, "height": HEIGHT, "render_width": WIDTH, "render_height": HEIGHT}
    return shot._replace(plan=shot.plan.model_copy(update={**size, "frames": min(frames, shot.plan.frames)}))
