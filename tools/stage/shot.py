"""One take on the stage: a slate becomes a set, a light, people who act and a camera that moves.

Everything is drawn from the slate alone. What several takes share (sets, people in a level of detail) is kept by
the rooms that build it, so a second take in the same place starts at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from film.plan import Member, ShotPlan
from film.take import Slate
from tools.stage import moves
from tools.stage.blocking import Blocking, Stand, block, rehearsed
from tools.stage.framing import HEAD_SHARE, Composition, Head, compose, corrected
from tools.stage.ground import Ground, Point, Point3, ground_of
from tools.stage.look import bounce_of, grain_of, rig_of
from tools.stage.people.acting import Pose, pose_at
from tools.stage.people.person import Detail, Person, build_person, joints, pose_person
from tools.stage.people.skeleton import INDEX
from tools.stage.performing import Part, part_of, performance_at
from tools.stage.renderer import Frame, Renderer
from tools.stage.sets import build_set
from tools.stage.sightings import Sitter, account, head_triangles

_CLOSE_PX, _MEDIUM_PX = 110.0, 34.0
"""Height of a head in the rendered picture from which a person is built for a close-up or for a medium shot."""

_PAST_SHOULDER = 0.85
"""Share of a missed mark that goes unseen past a shoulder, where the camera is moved until it sees the face."""

_HEAD_BONES = tuple(INDEX[name] for name in ("head", "eye_l", "eye_r"))


class _Player(NamedTuple):
    """Somebody who is seen, ready to act."""

    part: Part
    person: Person
    head: np.ndarray
    """(T, 3) the triangles of head and hair."""


class ShotScene:
    """A shot ready to be rendered: ask it for any frame, in any order."""

    def __init__(self, slate: Slate, speech: Path, *, threads: int = 1) -> None:
        """Build the set, block the people, put up the camera and the light.

        Args:
            slate: the take to be made.
            speech: folder of recordings and their phonemes, for the mouths.
            threads: threads that share a picture; no picture depends on it.

        Raises:
            RenderError: an unknown set, or a recording without its phonemes.
        """
        plan, seed = slate.plan, slate.seed
        camera = plan.state.camera
        self._plan = plan
        self.size = (plan.render_width, plan.render_height)
        aspect = plan.width / plan.height
        stage_set = build_set(
            plan.place.set,
            seed=plan.place.seed,
            dressing=(*plan.place.dressing, "neon") if plan.place.neon else plan.place.dressing,
            time_of_day=plan.time_of_day,
            weather=plan.weather,
        )
        ground = ground_of(stage_set)
        blocking = block(plan, ground, seed)
        at_s = composed_at_s(plan, blocking)
        on_marks = rehearsed(blocking)
        rough = compose(camera, on_marks, ground, aspect, time_s=at_s, seed=seed)
        self._blocking, self._ground, self._lens = blocking, ground, rough.view.eye
        self._players = players = [_player(slate, member, blocking, ground, rough, speech) for member in plan.cast]
        heads = {player.part.stand.character_id: self._head(player, at_s) for player in players}
        unseen = _PAST_SHOULDER if camera.over in heads else 1.0
        misses = {who: _miss(blocking, on_marks, who, at_s, unseen) for who in heads}
        composed = compose(
            camera,
            on_marks,
            ground,
            aspect,
            time_s=at_s,
            seed=seed,
            heads={who: _moved(head, misses[who]) for who, head in heads.items()},
        )
        framed = [misses[who] for who in composed.subjects if who in misses]
        if framed:
            composed = corrected(composed, _mean(framed))
        self._path = moves.plan_path(composed, camera.move, plan.duration_s, ground, seed)
        self._drift = _Drift(plan, blocking, composed.subjects, at_s)
        self.cast = tuple(player.part.stand.character_id for player in players)
        self.moved = composed.moved + self._path.moved
        bounce = bounce_of(composed, plan.time_of_day, plan.mood, plan.state.light, interior=stage_set.interior)
        if bounce is not None:
            stage_set = stage_set._replace(practicals=(*stage_set.practicals, bounce))
        self._renderer = Renderer(
            *self.size,
            stage_set,
            rig_of(
                plan.time_of_day,
                plan.weather,
                plan.state.light,
                plan.state.look,
                interior=stage_set.interior,
                neon=plan.place.neon,
                axis_yaw_deg=stage_set.axis_yaw_deg,
            ),
            list(zip([p.person.mesh for p in players], _faces(players), strict=True)),
            grain=grain_of(plan.state.look),
            seed=seed % 65536,
            threads=threads,
        )

    def frame(self, index: int) -> Frame:
        """Frame ``index`` of the shot at render size."""
        time_s = index / self._plan.fps
        posed = [pose_person(player.person, self._pose(player, time_s)) for player in self._players]
        return self._renderer.frame(self.view(index), time_s, posed)

    def view(self, index: int) -> moves.View:
        """The camera at frame ``index``."""
        time_s = index / self._plan.fps
        composed = self._path.composition
        return moves.view_at(self._path, time_s, lambda at_s: self._drift.subject(composed, at_s))

    def account(self, index: int, frame: Frame) -> dict:
        """Who is where in a frame this scene rendered: see ``tools.stage.sightings.account``."""
        time_s = index / self._plan.fps
        return account([self._sitter(p, time_s) for p in self._players], self.view(index), frame.actor, index)

    def _pose(self, player: _Player, time_s: float) -> Pose:
        performance = performance_at(player.part, self._blocking, self._ground, self._lens, time_s)
        return pose_at(player.person, performance, time_s)

    def _head(self, player: _Player, time_s: float) -> Head:
        """The head as it is posed: better than the estimate from somebody's height."""
        found = joints(player.person, self._pose(player, time_s))
        x, y, z = (found["eye_l"] + found["eye_r"]) / 2
        stand = player.part.stand
        return Head(
            (float(x), float(y), float(z)), HEAD_SHARE * stand.height_m, float(found["crown"][1]), stand.place(time_s)
        )

    def _sitter(self, player: _Player, time_s: float) -> Sitter:
        pose = self._pose(player, time_s)
        found = joints(player.person, pose)
        eyes = (found["eye_l"] + found["eye_r"]) / 2
        facing = eyes - found["head"]
        positions, _ = pose_person(player.person, pose)
        who = player.part.stand.character_id
        return Sitter(who, positions, player.head, facing / np.linalg.norm(facing), eyes)


class _Drift:
    """How far the subjects have walked from where the frame was composed."""

    def __init__(self, plan: ShotPlan, blocking: Blocking, subjects: tuple[str, ...], composed_at_s: float) -> None:
        self._walkers = []
        passing = {act.character_id for act in plan.doing if act.verb in ("enter", "leave")}
        for who in subjects:
            stand = blocking.stand(who)
            # Whoever comes in or goes out crosses the frame's edge; only a following camera goes with them.
            if stand and (who not in passing or plan.state.camera.move.kind == "follow"):
                self._walkers.append((stand, _smoothed(stand, composed_at_s)))
        self._share = 1.0 / max(1, len(subjects))

    def subject(self, composed: Composition, time_s: float) -> Point3:
        x, y, z = composed.subject
        for stand, start in self._walkers:
            here = _smoothed(stand, time_s)
            x, z = x + (here[0] - start[0]) * self._share, z + (here[1] - start[1]) * self._share
        return (x, y, z)


def _smoothed(stand: Stand, time_s: float) -> Point:
    """Where an operator takes somebody to be: neither a start nor a stop reaches the camera as a jolt."""
    near = [stand.place(time_s + 0.1 * step) for step in range(-5, 6)]
    return (sum(at[0] for at in near) / len(near), sum(at[1] for at in near) / len(near))


def composed_at_s(plan: ShotPlan, blocking: Blocking) -> float:
    """The moment for which the frame is set up: subjects on their marks, walkers half way."""
    verbs = {act.character_id: act.verb for act in plan.doing}
    for who in plan.state.camera.subjects:
        stand = blocking.stand(who)
        if stand and stand.moves:
            return plan.duration_s * {"enter": 1.0, "leave": 0.0}.get(verbs.get(who, ""), 0.55)
    return plan.duration_s * 0.4


def forget() -> None:
    """Let go of the sets and people that this process keeps."""
    from tools.stage import sets
    from tools.stage.people import person
    from tools.stage.staged import STAGES

    sets._built.cache_clear()
    person._built.cache_clear()
    STAGES.clear()


def _player(
    slate: Slate, member: Member, blocking: Blocking, ground: Ground, rough: Composition, speech: Path
) -> _Player:
    stand = blocking.stand(member.character_id)
    assert stand is not None, "everybody in the cast is blocked"
    detail = _detail(stand, rough, slate.plan.render_height)
    person = build_person(member.identity, member.wardrobe, detail=detail)
    on_head = np.isin(person.bones[:, 0], _HEAD_BONES) & (person.shares[:, 0] > 0.5)
    part = part_of(slate.plan, blocking, stand, ground, speech, slate.seed)
    return _Player(part, person, head_triangles(person.mesh, on_head))


def _miss(blocking: Blocking, on_marks: Blocking, who: str, time_s: float, share: float) -> Point3:
    """How far somebody stands off the mark that the camera was set up for, as far as that was not seen to."""
    stand, wanted = blocking.stand(who), on_marks.stand(who)
    assert stand is not None and wanted is not None
    here, mark = stand.place(time_s), wanted.place(time_s)
    return (share * (here[0] - mark[0]), 0.0, share * (here[1] - mark[1]))


def _moved(head: Head, miss: Point3) -> Head:
    """A posed head carried back onto its mark."""
    x, y, z = head.eyes
    return head._replace(eyes=(x - miss[0], y, z - miss[2]), feet=(head.feet[0] - miss[0], head.feet[1] - miss[2]))


def _mean(points: list[Point3]) -> Point3:
    x, y, z = np.mean(points, axis=0)
    return (float(x), float(y), float(z))


def _detail(stand: Stand, rough: Composition, lines: int) -> Detail:
    """As much as the picture shows: by the height of the head in pixels."""
    x, z = stand.place(0.0)
    away = max(0.4, float(np.hypot(x - rough.view.eye[0], z - rough.view.eye[2])))
    pixels = HEAD_SHARE * stand.height_m / away * rough.view.focal_mm / rough.view.sensor_mm * rough.aspect * lines
    return "close" if pixels > _CLOSE_PX else "medium" if pixels > _MEDIUM_PX else "far"


def _faces(players: list[_Player]) -> list[np.ndarray]:
    """Everybody's face decal at the size of the largest: the renderer stacks them."""
    import cv2

    size = max((p.person.face_decal.shape[0] for p in players), default=0)
    return [cv2.resize(p.person.face_decal, (size, size), interpolation=cv2.INTER_LINEAR) for p in players]
