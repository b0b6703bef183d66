"""Every verb as a film sees it: at 24 pictures a second nothing jerks, feet stay put, hands stay out of bodies."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from film.bible import Identity, Wardrobe
from film.plan import ShotPlan
from film.series import Doing, Verb
from film.staging import Opening, Station
from tests.stage.floor_plans import PARLOUR, shot_plan
from tools.stage.blocking import Blocking, block
from tools.stage.people.acting import Pose, pose_at
from tools.stage.people.gait import track_of
from tools.stage.people.person import Person, build_person, joints
from tools.stage.performing import part_of, performance_at

FPS, FRAMES = 24, 120
LENS = (0.0, 1.6, 6.0)
OPENS: dict[str, Opening] = {"enter": "off"}
MEETINGS = ("embrace", "kiss", "handshake")

MOST_M_S2 = {"head": 22.0, "chest": 16.0, "hip": 16.0, "wrist": 62.0, "elbow": 56.0, "knee": 60.0}
"""Second differences at 24 fps. A walker's knee makes 30 m/s2, a waving hand 40; a jerk of 5 cm in one frame is 29."""
FASTER = {"run": 2.2, "fall": 1.6}


@pytest.fixture(scope="module")
def people(tmp_path_factory) -> dict[str, Person]:
    wears = Wardrobe(id="w", garment="shirt")
    return {
        "ada": build_person(Identity(presents="woman", height_m=1.66, face_seed=3), wears, detail="far"),
        "ben": build_person(Identity(presents="man", height_m=1.80, face_seed=1), wears, detail="far"),
    }


class Played:
    """A shot's people, asked for at any moment."""

    def __init__(self, plan: ShotPlan, people: dict[str, Person], speech) -> None:
        self.plan, self.people = plan, people
        self.blocking: Blocking = block(plan, PARLOUR)
        self.parts = {s.character_id: part_of(plan, self.blocking, s, speech) for s in self.blocking.stands}

    def pose(self, who: str, time_s: float, met: bool = True) -> Pose:
        eyes = (lambda other: self.eyes(other, time_s)) if met else None
        act = performance_at(self.parts[who], self.blocking, PARLOUR, LENS, time_s, eyes)
        return pose_at(self.people[who], act, time_s)

    def eyes(self, who: str, time_s: float):
        found = joints(self.people[who], self.pose(who, time_s, met=False))
        return tuple(float(v) for v in (found["eye_l"] + found["eye_r"]) / 2)

    def joints(self, who: str, time_s: float) -> dict[str, np.ndarray]:
        return joints(self.people[who], self.pose(who, time_s, met=False))


def played(verb: str, people, speech, frames: int = FRAMES, **more) -> Played:
    toward = "ben" if verb in (*MEETINGS, "reach", "point", "look") else None
    doing = (Doing(character_id="ada", verb=verb, toward=toward), Doing(character_id="ben"))
    stations = {"ada": Station(opens=OPENS.get(verb, "stand"))}
    return Played(shot_plan(doing=doing, stations=stations, frames=frames, **more), people, speech)


@pytest.mark.parametrize("verb", get_args(Verb))
def test_nothing_jerks(verb: str, people, tmp_path):
    shot = played(verb, people, tmp_path)
    most = FASTER.get(verb, 1.0)
    for who in ("ada", "ben") if verb in MEETINGS else ("ada",):
        frames = [shot.joints(who, frame / FPS) for frame in range(FRAMES)]
        for joint, limit in MOST_M_S2.items():
            for name in [joint] if joint in ("head", "chest", "hip") else [f"{joint}_l", f"{joint}_r"]:
                way = np.array([each[name] for each in frames])
                jerk = np.linalg.norm(np.diff(way, 2, axis=0), axis=1) * FPS**2
                assert jerk.max() < limit * most, (who, name, int(jerk.argmax()), float(jerk.max()))


@pytest.mark.parametrize("verb", [v for v in get_args(Verb) if v not in ("fall", "lie", "sleep", "run")])
def test_planted_feet_stay_put(verb: str, people, tmp_path):
    """Ankle over a planted foot: the sole does not slide as far as an eye sees, 2.5 cm."""
    shot = played(verb, people, tmp_path)
    m = people["ada"].measures
    part = shot.parts["ada"].performance
    track = track_of(part.path, float(m.joints["thigh_l"][1]), float(m.joints["foot_l"][0]) * 0.98, part.seed)
    for number, side in enumerate("lr"):
        stood: list[np.ndarray] = []
        for frame in range(FRAMES):
            time_s = frame / FPS
            if any(step.start_s < time_s < step.end_s for step in track.steps[number][1:]):
                stood = []
                continue
            stood.append(shot.joints("ada", time_s)[f"toe_{side}"])
            assert np.ptp(np.array(stood)[:, [0, 2]], axis=0).max() < 0.025, (frame, side)


def inside(point: np.ndarray, found: dict[str, np.ndarray], slack: float) -> bool:
    """Whether a point lies in somebody's trunk or head: an elliptic column from hip to neck, and a ball."""
    low, high = found["hip"], found["neck"]
    axis = high - low
    share = float(np.clip((point - low) @ axis / (axis @ axis), 0.0, 1.0))
    across = found["shoulder_l"] - found["shoulder_r"]
    across = across / np.linalg.norm(across)
    off = point - (low + share * axis)
    side = float(off @ across)
    depth = float(np.linalg.norm(off - side * across))
    in_trunk = 0.02 < share < 0.92 and (side / (0.145 - slack)) ** 2 + (depth / (0.100 - slack)) ** 2 < 1.0
    return in_trunk or float(np.linalg.norm(point - found["head"])) < 0.085 - slack


@pytest.mark.parametrize("verb", get_args(Verb))
def test_no_hand_goes_through_a_body(verb: str, people, tmp_path):
    shot = played(verb, people, tmp_path)
    for frame in range(0, FRAMES, 4):
        doers = ("ada", "ben") if verb in (*MEETINGS, "reach", "point", "walk", "run") else ("ada",)
        found = {who: shot.joints(who, frame / FPS) for who in doers}
        for who, hands in found.items():
            for name in ("wrist_l", "wrist_r", "hand_l", "hand_r"):
                for whose, body in found.items():
                    assert not inside(hands[name], body, 0.02), (frame / FPS, who, name, whose)


@pytest.mark.parametrize("verb", ["reach", "handshake"])
def test_hands_reach_what_they_reach_for(verb: str, people, tmp_path):
    shot = played(verb, people, tmp_path)
    best = 1.0
    for frame in range(FRAMES):
        act = performance_at(shot.parts["ada"], shot.blocking, PARLOUR, LENS, frame / FPS)
        hands = [shot.joints("ada", frame / FPS)[f"{place}_{side}"] for side in "lr" for place in ("wrist", "hand")]
        best = min(best, *(float(np.linalg.norm(hand - np.array(act.target))) for hand in hands))
    assert best < 0.06


def test_two_who_shake_hands_take_each_others(people, tmp_path):
    shot = played("handshake", people, tmp_path)
    gaps = []
    for frame in range(FRAMES):
        ada, ben = (shot.joints(who, frame / FPS)["hand_r"] for who in ("ada", "ben"))
        gaps.append(float(np.linalg.norm(ada - ben)))
    assert min(gaps) < 0.13 < gaps[0]


def test_arms_of_an_embrace_are_round_the_other(people, tmp_path):
    shot = played("embrace", people, tmp_path)
    for who, other in (("ada", "ben"), ("ben", "ada")):
        mine, theirs = shot.joints(who, 5.0), shot.joints(other, 5.0)
        toward = theirs["chest"] - mine["chest"]
        toward[1] = 0.0
        toward /= np.linalg.norm(toward)
        beyond = [float((mine[f"hand_{side}"] - theirs["chest"]) @ toward) for side in "lr"]
        assert min(beyond) > 0.0, (who, beyond)
        assert np.linalg.norm(mine["head"] - theirs["head"]) > 0.17


@pytest.mark.parametrize("verb", ["stand", "laugh", "nod"])
def test_eyes_meet_in_talk(verb: str, people, tmp_path):
    """The line of the eyes against the line to the other's eyes, while somebody speaks and neither looks away."""
    import json

    from film.plan import Mouthing

    phonemes = [[n * 0.2, n * 0.2 + 0.2, s] for n, s in enumerate("mɑpimɑtiumɑ")]
    (tmp_path / f"{'a' * 64}.json").write_text(json.dumps({"words": [], "phonemes": phonemes}))
    said = Mouthing(
        line_id="l1", character_id="ben", speech_sha256="a" * 64, start_s=0.3, from_s=0.0, to_s=2.2, seen=True
    )
    shot = played(verb, people, tmp_path, frames=72, mouths=(said,))
    off = []
    for who, other in (("ada", "ben"), ("ben", "ada")):
        for time_s in np.arange(0.6, 2.4, 0.2):
            pose = shot.pose(who, float(time_s))
            here = shot.eyes(who, float(time_s))
            line = np.array(joints(shot.people[other], shot.pose(other, float(time_s)))["eye_l"]) - here
            looks = gaze_of(shot.people[who], pose)
            off.append(float(np.degrees(np.arccos(np.clip(looks @ line / np.linalg.norm(line), -1, 1)))))
    assert max(off) < 6.0


def gaze_of(person: Person, pose: Pose) -> np.ndarray:
    """The direction in which the left eye looks."""
    from tools.stage.people.person import _bones
    from tools.stage.people.skeleton import INDEX

    _, turned = _bones(person, pose)
    return turned[INDEX["eye_l"]] @ np.array([0.0, 0.0, 1.0])


def test_elders_stoop_and_children_bounce():
    def posed(age: int, height_m: float) -> dict[str, np.ndarray]:
        from tools.stage.people.acting import Performance, Waypoint

        made = build_person(Identity(age=age, height_m=height_m, face_seed=2), Wardrobe(id="w"), detail="far")
        return joints(made, pose_at(made, Performance((Waypoint(0.0, 0, 0, 0, 0.0),), seed=3), 0.5))

    grown, old = posed(30, 1.7), posed(84, 1.7)
    assert old["neck"][2] - old["hip"][2] > grown["neck"][2] - grown["hip"][2] + 0.03
    assert old["crown"][1] < grown["crown"][1] - 0.005
