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
from tools.stage.blocking import Blocking, Stand, block, marks_of_scene
from tools.stage.control.surfaces import Surfaces
from tools.stage.extras import extras_of
from tools.stage.flames import flames_of
from tools.stage.framing import HEAD_SHARE, Composition, Head, compose, people_at
from tools.stage.free_floor import FLOORS
from tools.stage.ground import Point3, ground_of
from tools.stage.kinds import asked
from tools.stage.lamp_shadows import CUBES
from tools.stage.lanterns import burning_at, with_held_lights
from tools.stage.look import rig_of, stock_of
from tools.stage.people.acting import Pose, pose_at
from tools.stage.people.person import Detail, Person, build_person, joints, pose_person
from tools.stage.people.skeleton import INDEX
from tools.stage.performing import Part, part_of, performance_at
from tools.stage.playing import number_of
from tools.stage.renderer import Frame, Renderer
from tools.stage.rigging import rigged
from tools.stage.sets import build_set
from tools.stage.sightings import Sitter, account, head_triangles
from tools.stage.styles.styler import Styler

_LEAST_PROP_M = 0.24
"""How tall a thing in hand is taken to be at least when the camera is set up on it: its hand is seen too."""
_CLOSE_PX, _MEDIUM_PX = 110.0, 34.0
"""Height of a head in the rendered picture from which a person is built for a close-up or for a medium shot."""

SHUTTER = 0.5
"""Share of a frame's time that the shutter is open: the usual half turn, 180 degrees."""

_PROP_BONES = (INDEX["prop_l"], INDEX["prop_r"])
_HEAD_BONES = tuple(INDEX[name] for name in ("head", "eye_l", "eye_r"))


class _Player(NamedTuple):
    """Somebody who is seen, ready to act."""

    part: Part
    person: Person
    head: np.ndarray
    """(T, 3) the triangles of head and hair."""


class ShotScene:
    """A shot ready to be rendered: ask it for any frame, in any order."""

    def __init__(
        self, slate: Slate, speech: Path, *, assets: Path | None = None, people: Path | None = None, threads: int = 1
    ) -> None:
        """Build the set, block the people, put up the camera and the light.

        Args:
            slate: the take to be made.
            speech: folder of recordings and their phonemes, for the mouths.
            assets: folder of the user's files by sha256, for a look with a .cube of its own.
            people: folder where built people are kept between processes; no picture depends on it.
            threads: threads that share a picture; no picture depends on it.

        Raises:
            RenderError: an unknown set, or a recording without its phonemes.
        """
        plan, seed = slate.plan, slate.seed
        camera = plan.state.camera
        self._plan = plan
        self._shown: Frame | None = None
        self._shown_at = -1
        self.size = (plan.render_width, plan.render_height)
        aspect = plan.width / plan.height
        lit = asked(plan.time_of_day, plan.weather, neon=plan.place.neon, preset=plan.state.light.preset)
        stage_set = build_set(
            plan.place.set,
            seed=plan.place.seed,
            dressing=(*plan.place.dressing, "neon") if lit.neon else plan.place.dressing,
            time_of_day=lit.hour,
            weather=lit.weather,
        )
        ground = ground_of(stage_set)
        blocking = block(plan, ground)
        at_s = composed_at_s(plan, blocking)
        rough = compose(camera, blocking, ground, aspect, time_s=at_s, seed=seed)
        self._blocking, self._ground, self._lens = blocking, ground, rough.view.eye
        self._players: list[_Player] = []  # eyes meet eyes: looked for while the first is made
        self._players = players = [_player(plan, member, blocking, rough, speech, people) for member in plan.cast]
        heads = {player.part.stand.character_id: self._head(player, at_s) for player in players}
        composed = compose(camera, blocking, ground, aspect, time_s=at_s, seed=seed, heads=heads)
        self._drift = drift = _Drift(plan, blocking, composed.subjects, at_s)
        self._path = moves.plan_path(
            *(composed, camera.move, plan.duration_s, ground, seed),
            subject=lambda time_s: drift.subject(composed, plan.at_s + time_s),
            people=lambda time_s: people_at(blocking, ground, plan.at_s + time_s),
        )
        self.cast = tuple(player.part.stand.character_id for player in players)
        self.moved = composed.moved + self._path.moved
        view = composed.view
        self.lens = {"focal_mm": round(view.focal_mm, 2), "f_stop": view.f_stop, "focus_m": round(view.focus_m, 3)}
        stage_set, casting = rigged(stage_set, lit, composed, blocking, mood=plan.mood, wishes=plan.state.light)
        stage_set, self._lanterns = with_held_lights(stage_set, [player.person.holding for player in players])
        # A style that was only a word when the film was planned stays one: an older version looks as it did.
        defined = {treatment.name for treatment in plan.styles}
        weights = [weight for weight in plan.state.styles if weight.style in defined]
        middle = self.view(round(0.4 * (plan.frames - 1)))
        self._styler = Styler(weights, plan.styles, *self.size, seed=plan.place.seed, cut_for=middle)
        self._extras = extras_of(
            stage_set,
            blocking,
            hour=lit.hour,
            weather=lit.weather,
            mood=plan.mood,
            seed=number_of(f"extras|{plan.place.seed}|{plan.scene_id}") % 65536,
            opened=marks_of_scene(plan, ground),
            folder=people,
        )
        rig = rig_of(
            lit.hour,
            lit.weather,
            plan.state.light,
            plan.state.look,
            interior=stage_set.interior,
            neon=lit.neon,
            axis_yaw_deg=stage_set.axis_yaw_deg,
        )
        self._renderer = Renderer(
            *self.size,
            stage_set,
            rig,
            list(zip([p.person.mesh for p in players], _faces(players), strict=True)),
            stock=stock_of(plan.state.look, rig.grade, assets),
            # Of the scene: flames and rain are the same in every shot of a moment.
            seed=number_of(f"{plan.place.seed}|{plan.scene_id}") % 65536,
            threads=threads,
            casting=casting,
            movers=stage_set.movers + flames_of(stage_set, lit.weather) + self._extras,
        )

    def frame(self, index: int) -> Frame:
        """Frame ``index`` of the shot at render size."""
        if self._plan.on_twos and index % 2:
            return self._shown if self._shown_at == index - 1 and self._shown is not None else self.frame(index - 1)
        time_s = self._scene_s(index)
        poses = [self._pose(player, time_s) for player in self._players]
        posed = [pose_person(player.person, pose) for player, pose in zip(self._players, poses, strict=True)]
        for lamp, holder in self._lanterns:
            self._renderer.carry(lamp, burning_at(self._players[holder].person, poses[holder]))
        frame = self._renderer.frame(self.view(index), time_s, posed, under=self._styler.paints)
        if frame.under is not None:
            painted = self._styler.paint(frame, self.view(index), index / self._plan.fps)
            frame = frame._replace(rgb=self._renderer.grained(painted, time_s), under=None)
        if self._plan.on_twos:
            self._shown, self._shown_at = frame, index
        return frame

    def view(self, index: int) -> moves.View:
        """The camera at frame ``index``."""
        at_s = self._plan.at_s
        time_s = self._scene_s(index) - at_s
        composed = self._path.composition
        return moves.view_at(
            self._path,
            time_s,
            lambda shot_s: self._drift.subject(composed, at_s + shot_s),
            shutter_s=SHUTTER / self._plan.fps,
        )

    def account(self, index: int, frame: Frame) -> dict:
        """Who is where in a frame this scene rendered: see ``tools.stage.sightings.account``."""
        time_s = self._scene_s(index)
        return account([self._sitter(p, time_s) for p in self._players], self.view(index), frame.actor, index)

    def surfaces(self, index: int) -> Surfaces:
        """What every pixel of frame ``index`` sees, for control maps."""
        time_s = self._scene_s(index)
        posed = [pose_person(player.person, self._pose(player, time_s)) for player in self._players]
        return self._renderer.surfaces(self.view(index), posed, time_s)

    def skeletons(self, index: int) -> dict[str, dict[str, np.ndarray]]:
        """Everybody's joints (3,) in world metres at frame ``index``, by character id in the order of ``cast``."""
        time_s = self._scene_s(index)
        return {
            player.part.stand.character_id: joints(player.person, self._pose(player, time_s))
            for player in self._players
        }

    def extras(self, index: int) -> tuple[np.ndarray, ...]:
        """(V, 3) vertices in world metres of every extra at frame ``index``: nobody of the cast, and yet people."""
        time_s = self._scene_s(index)
        return tuple(extra.posed(time_s)[0] for extra in self._extras)

    def _scene_s(self, index: int) -> float:
        """The moment of the scene that frame ``index`` shows: on twos every moment is shown twice."""
        held = index - index % 2 if self._plan.on_twos else index
        return self._plan.at_s + held / self._plan.fps

    def _pose(self, player: _Player, time_s: float) -> Pose:
        """The pose at a moment of the scene, eyes on the others' eyes where those are posed."""
        part, stage = player.part, (self._blocking, self._ground, self._lens)
        performance = performance_at(part, *stage, time_s, lambda who: self._eyes_of(who, time_s))
        return pose_at(player.person, performance, time_s)

    def _eyes_of(self, who: str, time_s: float) -> Point3 | None:
        """Between somebody's eyes as they look themselves; None for whoever is not in the picture."""
        player = next((each for each in self._players if each.part.stand.character_id == who), None)
        if player is None:
            return None
        stage = (self._blocking, self._ground, self._lens)
        found = joints(player.person, pose_at(player.person, performance_at(player.part, *stage, time_s), time_s))
        x, y, z = (found["eye_l"] + found["eye_r"]) / 2
        return (float(x), float(y), float(z))

    def _head(self, player: _Player, time_s: float) -> Head:
        """The head as it is posed: better than the estimate from somebody's height."""
        stand = player.part.stand
        if self._plan.kind == "insert" and player.person.holding is not None:
            return self._in_hand(player, time_s)
        found = joints(player.person, self._pose(player, time_s))
        x, y, z = (found["eye_l"] + found["eye_r"]) / 2
        return Head(
            (float(x), float(y), float(z)), HEAD_SHARE * stand.height_m, float(found["crown"][1]), stand.place(time_s)
        )

    def _in_hand(self, player: _Player, time_s: float) -> Head:
        """What somebody holds, for a camera that is set up on it as on a face."""
        person = player.person
        positions, _ = pose_person(person, self._pose(player, time_s))
        thing = positions[np.isin(person.bones[:, 0], _PROP_BONES) & (person.shares[:, 0] > 0.5)]
        low, high = thing.min(0), thing.max(0)
        x, y, z = (float(value) for value in (low + high) / 2)
        tall = max(_LEAST_PROP_M, 1.15 * float(high[1] - low[1]))
        return Head((x, y, z), tall, y + tall / 2, player.part.stand.place(time_s))

    def _sitter(self, player: _Player, time_s: float) -> Sitter:
        pose = self._pose(player, time_s)
        found = joints(player.person, pose)
        eyes = (found["eye_l"] + found["eye_r"]) / 2
        facing = eyes - found["head"]
        positions, _ = pose_person(player.person, pose)
        who = player.part.stand.character_id
        return Sitter(who, positions, player.head, facing / np.linalg.norm(facing), eyes)


class _Drift:
    """How far the subjects have gone from where the frame was composed: across the floor, and down or up. Scene time."""

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
            x, y, z = (v + (h - s) * self._share for v, h, s in zip((x, y, z), here, start, strict=True))
        return (x, y, z)


def _smoothed(stand: Stand, time_s: float) -> Point3:
    """Where an operator takes somebody's eyes to be: neither a start nor a stop reaches the camera as a jolt."""
    moments = [time_s + 0.1 * step for step in range(-5, 6)]
    near = [(*stand.place(moment), stand.eyes_at(moment)) for moment in moments]
    x, z, y = (sum(each[axis] for each in near) / len(near) for axis in range(3))
    return (x, y, z)


def composed_at_s(plan: ShotPlan, blocking: Blocking) -> float:
    """The moment of the scene for which the frame is set up: subjects on their marks, walkers half way."""
    verbs = {act.character_id: act.verb for act in plan.doing}
    for who in plan.state.camera.subjects:
        stand = blocking.stand(who)
        if stand and stand.moves:
            return plan.at_s + plan.duration_s * {"enter": 1.0, "leave": 0.0}.get(verbs.get(who, ""), 0.55)
    return plan.at_s + plan.duration_s * 0.4


def forget() -> None:
    """Let go of the sets and people that this process keeps."""
    from tools.stage import crowd, sets
    from tools.stage.people import person
    from tools.stage.staged import STAGES

    sets._built.cache_clear()
    person._built.cache_clear()
    person._carrying.cache_clear()
    crowd.baked_person.cache_clear()
    STAGES.clear()
    CUBES.clear()
    FLOORS.clear()


def _player(
    plan: ShotPlan, member: Member, blocking: Blocking, rough: Composition, speech: Path, people: Path | None
) -> _Player:
    stand = blocking.stand(member.character_id)
    assert stand is not None, "everybody in the cast is blocked"
    detail = _detail(stand, plan.at_s, rough, plan.render_height)
    person = build_person(member.identity, member.wardrobe, detail=detail, folder=people, holding=stand.holding)
    on_head = np.isin(person.bones[:, 0], _HEAD_BONES) & (person.shares[:, 0] > 0.5)
    return _Player(part_of(plan, blocking, stand, speech), person, head_triangles(person.mesh, on_head))


def _detail(stand: Stand, time_s: float, rough: Composition, lines: int) -> Detail:
    """As much as the picture shows: by the height of the head in pixels."""
    x, z = stand.place(time_s)
    away = max(0.4, float(np.hypot(x - rough.view.eye[0], z - rough.view.eye[2])))
    pixels = HEAD_SHARE * stand.height_m / away * rough.view.focal_mm / rough.view.sensor_mm * rough.aspect * lines
    return "close" if pixels > _CLOSE_PX else "medium" if pixels > _MEDIUM_PX else "far"


def _faces(players: list[_Player]) -> list[np.ndarray]:
    """Everybody's face decal at the size of the largest: the renderer stacks them."""
    import cv2

    size = max((p.person.face_decal.shape[0] for p in players), default=0)
    return [cv2.resize(p.person.face_decal, (size, size), interpolation=cv2.INTER_LINEAR) for p in players]
