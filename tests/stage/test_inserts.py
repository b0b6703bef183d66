"""An insert is set up on the thing in somebody's hands, whole and large, and passes the gates of its cast."""

from pathlib import Path

import numpy as np
import pytest

from film.plan import ShotPlan
from film.series import Doing
from film.state import Camera
from film.take import Slate
from tests.stage.floor_plans import shot_plan
from tools.score.cast import cast_seen, cast_size
from tools.score.evidence import CastEvidence, SeenFrame
from tools.stage.lens import project
from tools.stage.people.person import pose_person
from tools.stage.people.skeleton import INDEX
from tools.stage.shot import ShotScene


def _insert(holding: str) -> ShotPlan:
    plan = shot_plan(
        cast=("ada",), camera=Camera(size="extreme_close", subjects=("ada",)), size=(320, 180), frames=48,
        doing=(Doing(character_id="ada", verb="hold", holding=holding),),  # type: ignore[arg-type]
    )  # fmt: skip
    return plan.model_copy(update={"kind": "insert"})


@pytest.mark.parametrize("holding", ["letter", "lantern", "phone", "suitcase"])
def test_the_thing_in_hand_fills_the_frame(holding: str, tmp_path: Path) -> None:
    plan = _insert(holding)
    scene = ShotScene(Slate(plan=plan, asked_sha256="", attempt=1, seed=5, engine="stage"), tmp_path)
    index = 19
    (player,) = scene._players
    positions, _ = pose_person(player.person, scene._pose(player, scene._scene_s(index)))
    on_prop = np.isin(player.person.bones[:, 0], (INDEX["prop_l"], INDEX["prop_r"])) & (player.person.shares[:, 0] > 0.5)
    seen = project(scene.view(index), 320 / 180, positions[on_prop])
    low, high = seen[:, :2].min(0), seen[:, :2].max(0)
    assert (low > -0.1).all() and (high < 1.1).all(), "the frame's edge cuts it"
    assert high[1] - low[1] > 0.3, "it is small in the frame"
    frame = scene.frame(index)
    evidence = CastEvidence(size=(320, 180), cast=("ada",), frames=(SeenFrame.model_validate(scene.account(index, frame)),))
    for measure, least in ((cast_seen, 1.0), (cast_size, 0.6)):
        found = measure(plan, evidence)
        assert found is None or found.value >= least, measure.__name__
