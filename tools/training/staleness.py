"""Do the house scorers still know the stage's pictures: a few small ones, kept when the scorers were made, drawn again.

Bytes may differ between machines and builds by a little; a stage that draws otherwise differs by more.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np

from film.errors import SetupError
from film.plan import ShotPlan
from film.take import Slate
from tools.render.stage import STAGE_VERSION
from tools.training.draws import FRAMES, take_seed, world_plans

PROBED = ((4, 4), (7, 2), (11, 4))
"""World and shot of the training split that are drawn: people near and far, indoors and out."""
WIDTH, HEIGHT = 160, 90
KEPT_WIDTH, KEPT_HEIGHT = 32, 18
MOST_LEVELS = 4.0
"""Mean difference, of 255 levels, from which on a picture is another one."""
STALE = (
    "the stage's pictures have changed since the house scorers were trained: remake them with "
    "`python -m tools.training all`"
)


def probe() -> dict[str, Any]:
    """The stage's version, and what it draws of a few plans, small: to be kept beside the weights."""
    return {
        "version": STAGE_VERSION,
        "pictures": [base64.b64encode(_drawn(plan).tobytes()).decode("ascii") for plan in probed_plans()],
    }


def why_stale(kept: dict[str, Any]) -> str | None:
    """Why scorers that were made when ``kept`` was probed no longer fit; None when they do."""
    if kept["version"] != STAGE_VERSION:
        return f"{STALE} (stage {kept['version']} then, {STAGE_VERSION} today)"
    for at, (told, plan) in enumerate(zip(kept["pictures"], probed_plans(), strict=True)):
        then = np.frombuffer(base64.b64decode(told), np.uint8).reshape(KEPT_HEIGHT, KEPT_WIDTH, 3)
        levels = difference(then, _drawn(plan))
        if levels > MOST_LEVELS:
            return f"{STALE} (picture {at} differs by {levels:.1f} levels of 255)"
    return None


def why_house_stale(house: Path) -> str | None:
    """``why_stale`` for the scorers in ``house``.

    Raises:
        SetupError: they have no marks, or marks without a probe.
    """
    try:
        kept = json.loads((house / "marks.json").read_text("utf-8"))["stage"]
    except (OSError, ValueError, KeyError) as error:
        raise SetupError(
            f"{house}/marks.json has no probe ({error}); run: python -m tools.training evaluate"
        ) from error
    return why_stale(kept)


def difference(then: np.ndarray, today: np.ndarray) -> float:
    """Mean absolute difference of two uint8 pictures, in levels."""
    return float(np.abs(then.astype(np.float32) - today.astype(np.float32)).mean())


def probed_plans() -> list[ShotPlan]:
    """The plans that are drawn, small."""
    small = {"width": WIDTH, "height": HEIGHT, "render_width": WIDTH, "render_height": HEIGHT}
    return [world_plans("train", world)[shot].model_copy(update=small) for world, shot in PROBED]


def _drawn(plan: ShotPlan) -> np.ndarray:
    import cv2

    from tools.stage.shot import ShotScene

    seed = take_seed(plan)
    slate = Slate(plan=plan, asked_sha256="", attempt=1, seed=seed, engine="stage")
    rgb = ShotScene(slate, Path(".")).frame(seed % FRAMES).rgb
    return cv2.resize(rgb, (KEPT_WIDTH, KEPT_HEIGHT), interpolation=cv2.INTER_AREA)
