"""An engine that goes wrong on purpose: the stage, with a fault in some of its takes that nothing but the picture tells of.

The slate, the account of who is where and the masks are those of the shot that was asked, so a gate that read them would
be fooled; only the picture is wrong. Which takes, and what is wrong with them, follows from the slate: every process
plants the same. For tests and the bench; no film of anybody's is made with it.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from film.errors import ConfigError
from film.plan import ShotPlan
from film.profile import Encoding
from film.styles import Style
from film.take import Slate
from tools.render.engine import OnFrame, Sources
from tools.render.sabotage.faults import FAULTS
from tools.render.sabotage.faults import Stage as Circumstances
from tools.render.sabotage.planted import DoesNotApply, People, Planted
from tools.render.sabotage.visible import Seen, check_shows, check_stirs
from tools.render.stage import KEYFRAME_AT, StageEngine, evidence_frames

if TYPE_CHECKING:
    from tools.stage.frame import Frame
    from tools.stage.shot import ShotScene

ANY = "any"
"""A fault drawn among those that apply, in place of one by name."""


class SaboteurEngine(StageEngine):
    """The stage with faults planted. What it says of itself (abilities, slates, identity) is what the stage says."""

    def __init__(
        self,
        encoding: Encoding | None = None,
        threads: int = 1,
        *,
        fault: str | None = ANY,
        every: int = 1,
        styles: Sequence[Style] = (),
        keep: bool = False,
    ) -> None:
        """
        Args:
            fault: a name of ``FAULTS``; ``any`` draws one for each take; None plants nothing.
            every: one take in so many is planted, on average; 1 is every take.
            styles: what ``style_drift`` may drift into; without any it never applies.
            keep: keep the frames of the shot in hand, for several faults of one shot; costs its frames' memory.

        Raises:
            ConfigError: no such fault, or ``every`` under 1.
        """
        super().__init__(encoding, threads)
        if fault not in (None, ANY, *FAULTS) or every < 1:
            raise ConfigError(
                f"saboteur:{fault}@{every} plants nothing; legal: {', '.join(FAULTS)}, any; @ a number from 1"
            )
        self.fault = fault
        self._every, self._styles, self._keep = every, tuple(styles), keep
        self._part = "clip"
        self._shoots: dict[str, _Shoot] = {}
        self._decided: dict[tuple[str, str | None], Planted | None] = {}

    def keyframe(self, slate: Slate, sources: Sources, folder: Path) -> None:
        """The stage's keyframe, its picture with the fault.

        Raises:
            DoesNotApply: a fault that was asked for by name would not show in this shot.
            RenderError: as the stage's.
        """
        self._part = "keyframe"
        super().keyframe(slate, sources, folder)

    def clip(self, slate: Slate, sources: Sources, folder: Path, on_frame: OnFrame | None = None) -> None:
        """The stage's clip, its frames with the fault.

        Raises:
            DoesNotApply: as for the keyframe.
            RenderError: as the stage's.
        """
        self._part = "clip"
        super().clip(slate, sources, folder, on_frame)

    def planted(self, slate: Slate, sources: Sources) -> str | None:
        """Name of the fault that this take has; None for a clean one.

        Raises:
            DoesNotApply: a fault that was asked for by name would not show in this shot.
        """
        found = self._planted(slate, sources)
        return found.fault if found else None

    def applicable(self, slate: Slate, sources: Sources) -> tuple[str, ...]:
        """Every fault that could be planted into this take, as far as its clean keyframe tells."""
        return tuple(fault for fault in FAULTS if self._ready(fault, slate, sources) is not None)

    def close(self) -> None:
        self._shoots.clear()
        self._decided.clear()
        super().close()

    def _scene(self, slate: Slate, sources: Sources) -> ShotScene:
        clean = self._shoot(slate, slate.plan, sources)
        planted = self._planted(slate, sources)
        if planted is None:
            return cast("ShotScene", clean)
        other = self._shoot(slate, planted.other, sources) if planted.other else clean
        keyframe = self._part == "keyframe"
        witnessed = {_keyframe_index(slate.plan)} if keyframe else set(evidence_frames(slate.plan.frames))
        return cast("ShotScene", _PlantedScene(clean, other, planted, keyframe, frozenset(witnessed)))

    def _planted(self, slate: Slate, sources: Sources) -> Planted | None:
        key = (slate.take_id, self.fault)
        if key not in self._decided:
            self._decided[key] = self._decide(slate, sources)
        return self._decided[key]

    def _decide(self, slate: Slate, sources: Sources) -> Planted | None:
        if (
            self.fault is None
            or slate.plan.still_sha256
            or not is_planted(slate.plan.shot_id, slate.attempt, self._every)
        ):
            return None
        if self.fault != ANY:
            return self._checked(self.fault, slate, sources)
        order = list(FAULTS)
        random.Random(f"saboteur|{slate.plan.shot_id}|{slate.attempt}").shuffle(order)
        for fault in order:
            try:
                return self._checked(fault, slate, sources)
            except DoesNotApply:
                continue
        return None

    def _checked(self, fault: str, slate: Slate, sources: Sources) -> Planted:
        planted = self._plant(fault, slate, sources)
        clean, index = self._shoot(slate, slate.plan, sources), _keyframe_index(slate.plan)
        if planted.other is not None:
            other = self._shoot(slate, planted.other, sources)
            check_shows(planted, slate.plan, clean.seen(index), other.seen(index))
        if FAULTS[fault].of_order:
            check_stirs(
                planted, slate.plan, clean.frame(index).rgb, clean.frame(index + (2 if slate.plan.on_twos else 1)).rgb
            )
        return planted

    def _ready(self, fault: str, slate: Slate, sources: Sources) -> Planted | None:
        try:
            return self._plant(fault, slate, sources)
        except DoesNotApply:
            return None

    def _plant(self, fault: str, slate: Slate, sources: Sources) -> Planted:
        if slate.plan.still_sha256:
            raise DoesNotApply(f"{slate.plan.shot_id}: the script's own picture is not ours to spoil")
        people = self._shoot(slate, slate.plan, sources).people(_keyframe_index(slate.plan))
        draw = random.Random(f"saboteur|{fault}|{slate.take_id}")
        try:
            return FAULTS[fault].plant(Circumstances(slate.plan, people, draw, self._styles, sources.people))
        except DoesNotApply as reason:
            raise DoesNotApply(f"{slate.plan.shot_id}: {fault} does not apply, {reason}") from None

    def _shoot(self, slate: Slate, plan: ShotPlan, sources: Sources) -> _Shoot:
        """The scene of ``plan`` under the take's seed; the asked one and the last other one stay at hand."""
        from film.canonical import sha256_of

        key = sha256_of({"plan": plan, "seed": slate.seed})
        asked = sha256_of({"plan": slate.plan, "seed": slate.seed})
        if key not in self._shoots:
            for old in [name for name in self._shoots if name != asked]:
                del self._shoots[old]
            scene = super()._scene(slate.model_copy(update={"plan": plan}), sources)
            self._shoots[key] = _Shoot(scene, self._keep and key == asked)
        return self._shoots[key]


class _Shoot:
    """A scene whose people are told frame by frame, and whose frames are kept if wanted."""

    def __init__(self, scene: ShotScene, keep: bool) -> None:
        self.scene, self._keep = scene, keep
        self.size, self.cast, self.moved, self.lens = scene.size, scene.cast, scene.moved, scene.lens
        self._frames: dict[int, Frame] = {}
        self._people: dict[int, People] = {}

    def frame(self, index: int) -> Frame:
        frame = self._frames.get(index)
        if frame is None:
            if not self._keep:
                self._frames.clear()  # the one in hand may be asked for again
            rendered = self.scene.frame(index)
            frame = self._frames[index] = rendered._replace(depth=rendered.depth[:0], part=None, normals=None)
        return frame

    def people(self, index: int) -> People:
        """Who is where in that frame."""
        if index not in self._people:
            self._people[index] = self.scene.account(index, self.frame(index))["people"]
        return self._people[index]

    def seen(self, index: int) -> Seen:
        return Seen(self.frame(index).rgb, self.people(index))

    def account(self, index: int, frame: Frame) -> dict:
        return self.scene.account(index, frame)


class _PlantedScene:
    """What the stage renders from in place of the asked scene: wrong pictures, and the asked scene's masks and account."""

    def __init__(
        self, clean: _Shoot, other: _Shoot, planted: Planted, keyframe: bool, witnessed: frozenset[int]
    ) -> None:
        """
        Args:
            witnessed: frames that get a mask and an account: of these the asked scene is rendered too.
        """
        self._clean, self._other, self._planted = clean, other, planted
        self._keyframe, self._witnessed = keyframe, witnessed
        self.size, self.cast, self.moved, self.lens = clean.size, clean.cast, clean.moved, clean.lens

    def frame(self, index: int) -> Frame:
        shown = self._planted.shown(index, keyframe=self._keyframe)
        source = self._other if shown.other else self._clean
        frame = source.frame(shown.index)
        people = source.people(shown.index) if self._planted.retouch is not None else {}
        rgb = self._planted.retouched(frame.rgb, shown, people, keyframe=self._keyframe)
        told = self._clean.frame(index) if index in self._witnessed else frame
        return told._replace(rgb=rgb)

    def account(self, index: int, frame: Frame) -> dict:
        return self._clean.account(index, frame)


def is_planted(shot_id: str, attempt: int, every: int) -> bool:
    """Whether that take is among the one in ``every`` that get a fault: the same in every process, evenly spread."""
    digest = hashlib.sha256(f"planted|{shot_id}|{attempt}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % every == 0


def _keyframe_index(plan: ShotPlan) -> int:
    return round(KEYFRAME_AT * (plan.frames - 1))
