"""A stage of flat colours for tests of the saboteur: as quick as an array, and like the real one in what it tells of people."""

from __future__ import annotations

from typing import Any

import numpy as np

from film.canonical import sha256_of
from film.plan import ShotPlan
from film.take import Slate
from tools.render.engine import Sources
from tools.render.stage import StageEngine
from tools.stage.frame import Frame

SIZE = (160, 90)


class FlatScene:
    """Every picture is drawn from the plan's own content: another plan is another picture; people are boxes side by side."""

    moved: tuple[str, ...] = ()
    lens: dict[str, float] = {"focal_mm": 40.0, "f_stop": 4.0, "focus_m": 2.0}

    def __init__(self, plan: ShotPlan) -> None:
        self._plan = plan
        self.size = SIZE
        self.cast = tuple(member.character_id for member in plan.cast)
        digest = bytes.fromhex(sha256_of({"plan": plan}))
        self._coarse = np.frombuffer(digest * 2, np.uint8)[:54].reshape(3, 6, 3)

    def frame(self, index: int) -> Frame:
        import cv2

        picture = cv2.resize(self._coarse, SIZE, interpolation=cv2.INTER_LINEAR).astype(np.int16)
        rgb = np.clip(np.roll(picture, 4 * index, axis=1), 20, 235).astype(np.uint8)
        actor = np.zeros((SIZE[1], SIZE[0]), np.uint8)
        for number, who in enumerate(self.cast, start=1):
            x0, y0, x1, y1 = self._box(who)
            actor[round(y0 * 90) : round(y1 * 90), round(x0 * 160) : round(x1 * 160)] = number
        return Frame(rgb, np.zeros((90, 160), np.float32), actor, None, None)

    def account(self, index: int, frame: Frame) -> dict[str, Any]:
        people = {}
        for number, who in enumerate(self.cast, start=1):
            x0, y0, x1, y1 = box = self._box(who)
            head = (x0, y0, x1, y0 + 0.6 * (y1 - y0))
            solo = (head[2] - head[0]) * (head[3] - head[1])
            people[who] = {
                "box": box, "head": head, "visible": round(float((frame.actor == number).mean()), 6),
                "head_visible": solo, "head_solo": solo, "facing_deg": 30.0,
            }  # fmt: skip
        return {"index": index, "people": people}

    def _box(self, who: str) -> tuple[float, float, float, float]:
        at = self.cast.index(who)
        tall = {"wide": 0.12, "full": 0.2, "medium_full": 0.3, "medium": 0.5, "medium_close": 0.7, "close": 0.8}
        height = tall.get(self._plan.state.camera.size, 0.5)
        return (0.2 + 0.3 * at, 0.1, 0.2 + 0.3 * at + 0.18, 0.1 + height)


def on_flat_stage(monkeypatch: Any) -> None:
    """Every engine that is a stage renders flat scenes until the test is over."""

    def scene(self: StageEngine, slate: Slate, sources: Sources) -> FlatScene:
        return FlatScene(slate.plan)

    monkeypatch.setattr(StageEngine, "_scene", scene)
