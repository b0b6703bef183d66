"""Rehearsal: the graphs run with token files in place of pictures, at once and in this process.

The same interface as ``Workers``. Tests use it to follow paths and kills, ``make bench`` to measure
what orchestration alone costs. What a take scores is a function of its seed, or what the test says.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from film.cut_plan import CutPlan, SoundPlan
from film.engine import Abilities
from film.plan import ShotPlan
from film.series import Speech, WordTime
from film.take import Slate
from film.verdict import Gate
from tools.run import takes
from tools.run.folder import MIXED, RunFolder
from tools.whole import write_whole

ABILITIES = Abilities(engine="rehearsal", sets=("street", "room", "neutral"), moves=("lock_off",), masks=True)

Passes = Callable[[str, int], bool]
"""(shot id, attempt) -> whether that take's clip passes its gates."""


class RehearsalWorkers:
    """Answers jobs at once.

    Args:
        gates: the run's gates; a take that passes scores inside every bound.
        passes: which takes do.
        stop_before: the number of the effect (from 0) before which KeyboardInterrupt is raised, as a kill would.
        durable: whether token files are synced to the disk.
        seconds: what a keyframe and a clip are said to have taken.

    ``log`` holds every effect, verb and subject, in order.
    """

    def __init__(
        self,
        gates: Sequence[Gate],
        passes: Passes = lambda shot_id, attempt: True,
        *,
        stop_before: int | None = None,
        durable: bool = True,
        seconds: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        self.gates = tuple(gates)
        self.passes = passes
        self.stop_before = stop_before
        self.durable = durable
        self.seconds = seconds
        self.log: list[tuple[str, str]] = []
        self.delivered: list[str] = []

    async def __aenter__(self) -> RehearsalWorkers:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def run(self, job: dict[str, Any], on_event: Callable[[dict[str, Any]], None] = lambda event: None) -> Any:
        await asyncio.sleep(0)
        return getattr(self, f"_{job['verb']}")(RunFolder(Path(job["run"])), job)

    def _about(self, folder: RunFolder, job: dict[str, Any]) -> dict[str, Any]:
        return {
            "abilities": ABILITIES.model_dump(mode="json"), "engine_sha256": "rehearsal", "scorers_sha256": "rehearsal",
            "scorers": {},
        }  # fmt: skip

    def _warm(self, folder: RunFolder, job: dict[str, Any]) -> None:
        return None

    def _speak(self, folder: RunFolder, job: dict[str, Any]) -> dict[str, Any]:
        sha256 = hashlib.sha256(repr(sorted(job["plan"].items())).encode()).hexdigest()
        self._write(folder.speech / f"{sha256}.wav", b"sound")
        words = job["plan"]["text"].split()
        pace_s = (1.0 + len(job["plan"]["text"]) / 15) / max(1, len(words))
        times = tuple(
            WordTime(word=word, start_s=at * pace_s, end_s=(at + 0.8) * pace_s) for at, word in enumerate(words)
        )
        return Speech(sha256=sha256, duration_s=max(1, len(words)) * pace_s, words=times).model_dump(mode="json")

    def _keyframe(self, folder: RunFolder, job: dict[str, Any]) -> dict[str, Any]:
        plan = folder.get(job["plan"], ShotPlan)
        slate = Slate(
            plan=plan, asked_sha256=job["asked"], attempt=job["attempt"], seed=job["seed"], engine="rehearsal"
        )
        take = folder.take_folder(slate)
        rendered = not (take / "keyframe.png").exists()
        if rendered:
            takes.write_slate(take, slate)
            self._effect("keyframe", f"{plan.shot_id} {job['attempt']}")
            self._write(take / "keyframe.png", slate.take_id.encode())
            takes.add_spent(take, "keyframe", self.seconds[0])
        return {"take": take.name, "take_id": slate.take_id, "rendered": rendered}

    def _clip(self, folder: RunFolder, job: dict[str, Any]) -> dict[str, Any]:
        take = folder.root / job["take"]
        slate = takes.read_slate(take)
        rendered = not (take / "clip.mp4").exists()
        if rendered:
            self._effect("clip", f"{slate.plan.shot_id} {slate.attempt}")
            self._write(take / "clip.mp4", b"clip " + slate.take_id.encode())
            takes.add_spent(take, "clip", self.seconds[1])
        return {"rendered": rendered, "seconds": 0.0, "files": {"frames": slate.plan.frames}}

    def _score(self, folder: RunFolder, job: dict[str, Any]) -> list[dict[str, Any]]:
        slate = takes.read_slate(folder.root / job["take"])
        part = job["part"]
        good = part == "keyframe" or self.passes(slate.plan.shot_id, slate.attempt)
        return [
            {"measure": gate.measure, "value": _inside(gate) if good else _outside(gate), "scorer": "rehearsal"}
            for gate in self.gates
            if gate.part == part
        ]

    def _features(self, folder: RunFolder, job: dict[str, Any]) -> dict[str, Any]:
        return {}

    def _mix(self, folder: RunFolder, job: dict[str, Any]) -> dict[str, Any]:
        self._effect("mix", folder.get(job["plan"], SoundPlan).episode_id)
        self._write(folder.sound_folder(job["plan"]) / MIXED, b"{}")
        return {"seconds": 0.0}

    def _cut(self, folder: RunFolder, job: dict[str, Any]) -> dict[str, Any]:
        content = b"".join(
            (folder.takes / shot / take / "clip.mp4").read_bytes() for shot, take in job["takes"].items()
        )
        content += f"{job['plan']} {job['sound']}".encode()
        sha256 = hashlib.sha256(content).hexdigest()
        self._effect("cut", folder.get(job["plan"], CutPlan).episode_id)
        self._write(folder.film_path(sha256), content)
        film = {"file_sha256": sha256, "picture_sha256": sha256, "pcm_sha256": sha256, "frames": 1, "seconds": 1.0}
        return {"film": film, "seconds": 0.0}

    def _deliver(self, folder: RunFolder, job: dict[str, Any]) -> list[str]:
        self.delivered.append(job["film"])
        return []

    def _still(self, folder: RunFolder, job: dict[str, Any]) -> str:
        self._write(folder.root / job["out"], b"still")
        return job["out"]

    _sheet = _frames = _still

    def _board(self, folder: RunFolder, job: dict[str, Any]) -> list[str]:
        self._effect("board", job["board"])
        self._write(folder.root / job["out"] / "board.html", b"board")
        return ["board.html"]

    def _cast(self, folder: RunFolder, job: dict[str, Any]) -> list[str]:
        self._effect("cast", job["cast"])
        self._write(folder.root / job["out"] / "cast.png", b"cast")
        return ["cast.png"]

    def _effect(self, verb: str, subject: str) -> None:
        if self.stop_before is not None and len(self.log) >= self.stop_before:
            raise KeyboardInterrupt
        self.log.append((verb, subject))

    def _write(self, path: Path, data: bytes) -> None:
        if self.durable:
            write_whole(path, data)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def _inside(gate: Gate) -> float:
    if gate.at_least is not None:
        return gate.at_least + 2 * gate.guard  # scores are rounded before they are judged
    return (gate.at_most or 0.0) - 2 * gate.guard


def _outside(gate: Gate) -> float:
    if gate.at_least is not None:
        return gate.at_least - 0.1
    return (gate.at_most or 0.0) + 0.1
