"""The saboteur: every fault changes the picture and nothing but the picture, the same everywhere, and only where it is a fault."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from configs.style_files import built_in_styles
from film.errors import ConfigError
from film.plan import Mark, PlacePlan, ShotPlan
from film.series import Doing
from film.state import Camera, Move, VisualState
from film.take import Slate
from studio.options import settings_of
from tests.fakes.plans import member, shot_plan
from tests.render.sabotage_stage import FlatScene, on_flat_stage
from tools.cut.decode import read_frames
from tools.render.engine import CLIP, CLIP_CAST, KEYFRAME, KEYFRAME_CAST, KEYFRAME_MASK, Engine, Sources
from tools.render.registry import FORMS, open_engine
from tools.render.sabotage import other_plans, retouches, timelines
from tools.render.sabotage.faults import FAULTS
from tools.render.sabotage.planted import DoesNotApply, People, Planted, Shown
from tools.render.sabotage.saboteur import SaboteurEngine, is_planted
from tools.render.sabotage.visible import Seen, check_shows
from tools.render.stage import StageEngine
from tools.run import takes

STYLES = built_in_styles()
FRAMES = 16


def plan_of(*cast: str, size: str = "medium", move: str = "pan", **fields: Any) -> ShotPlan:
    """A shot 160x90 of people with sides, the first on the left."""
    sides = {who: "left" if at % 2 == 0 else "right" for at, who in enumerate(cast)}
    data: dict[str, Any] = {
        "cast": tuple(member(who, side=sides[who]) for who in cast),
        "present": tuple(Mark(character_id=who, side=sides[who]) for who in cast),
        "doing": tuple(Doing(character_id=who, verb="walk") for who in cast),
        "state": VisualState(camera=Camera(size=size, subjects=cast, move=Move(kind=move))),
        "frames": FRAMES, "width": 160, "height": 90, "render_width": 160, "render_height": 90,
    }  # fmt: skip
    return shot_plan(*cast, **{**data, **fields})


def people_of(plan: ShotPlan) -> People:
    scene = FlatScene(plan)
    return scene.account(0, scene.frame(0))["people"]


def shoot(engine: StageEngine, slate: Slate, folder: Path) -> dict[str, bytes]:
    """A whole take as jobs make it: every file of it by name."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = Sources(folder, folder)
    takes.write_slate(folder, slate)
    engine.keyframe(slate, sources, folder)
    engine.clip(slate, sources, folder)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def slate_of(engine: Engine, plan: ShotPlan, attempt: int = 1) -> Slate:
    return engine.slate(plan, asked_sha256="0" * 64, attempt=attempt, seed=5)


def test_there_are_at_least_sixteen_faults_and_each_says_what_it_is():
    assert len(FAULTS) >= 16
    assert all(fault.told for fault in FAULTS.values())


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_changes_the_picture_and_nothing_else_of_the_take(fault, tmp_path, monkeypatch):
    on_flat_stage(monkeypatch)
    monkeypatch.setattr(retouches, "_portrait", lambda member, folder: np.full((224, 224, 3), 240, np.uint8))
    plan = plan_of("mara", "jon", size="medium", move="lock_off" if fault == "flicker" else "pan")
    if fault == "extra_character":
        plan = plan_of("mara")
    clean = shoot(StageEngine(), slate_of(StageEngine(), plan), tmp_path / "clean")
    engine = SaboteurEngine(fault=fault, styles=STYLES)
    planted = shoot(engine, slate_of(engine, plan), tmp_path / "planted")
    assert set(planted) == set(clean), "no file more and none less"
    different = {name for name in clean if clean[name] != planted[name]}
    assert CLIP in different
    assert different <= {CLIP, KEYFRAME}, "slate, accounts and masks are those of the asked shot"
    if not FAULTS[fault].moves:
        assert KEYFRAME in different, "a fault of what is seen is in the judged picture already"
    elif fault != "style_drift":
        assert KEYFRAME not in different, "a fault of time leaves the keyframe as it should be"
    frames = [list(read_frames(tmp_path / name / CLIP)) for name in ("clean", "planted")]
    assert len(frames[0]) == len(frames[1]) == FRAMES, "the file is what was ordered"


def test_what_the_saboteur_says_of_itself_is_what_the_stage_says():
    plan, stage, saboteur = plan_of("mara"), StageEngine(), SaboteurEngine(fault="blur")
    assert slate_of(saboteur, plan) == slate_of(stage, plan)
    assert saboteur.abilities == stage.abilities
    assert saboteur.identity() == stage.identity()
    assert saboteur.fingerprint() == stage.fingerprint()
    assert isinstance(saboteur, Engine)


def test_a_take_is_planted_by_shot_and_attempt_alone(tmp_path, monkeypatch):
    on_flat_stage(monkeypatch)
    plan = plan_of("mara", "jon")
    found = []
    for attempt in range(1, 41):
        engine = SaboteurEngine(fault="any", every=5, styles=STYLES)
        name = engine.planted(slate_of(engine, plan, attempt), Sources(tmp_path, tmp_path))
        again = SaboteurEngine(fault="any", every=5, styles=STYLES)
        assert again.planted(slate_of(again, plan, attempt), Sources(tmp_path, tmp_path)) == name
        assert (name is not None) == is_planted(plan.shot_id, attempt, 5)
        found.append(name)
    assert len({name for name in found if name}) > 2, "not one fault for all"
    share = sum(is_planted(f"ep01/sc{number:03d}/sh0010", 1, 5) for number in range(2000)) / 2000
    assert 0.17 < share < 0.23


def test_a_clean_take_of_the_saboteur_is_the_stages_own(tmp_path, monkeypatch):
    on_flat_stage(monkeypatch)
    plan = plan_of("mara")
    attempt = next(number for number in range(1, 99) if not is_planted(plan.shot_id, number, 5))
    engine = SaboteurEngine(every=5)
    mine = shoot(engine, slate_of(engine, plan, attempt), tmp_path / "mine")
    assert mine == shoot(StageEngine(), slate_of(StageEngine(), plan, attempt), tmp_path / "theirs")


def test_kept_frames_change_nothing(tmp_path, monkeypatch):
    on_flat_stage(monkeypatch)
    plan = plan_of("mara", "jon")
    for fault in ("looped", "mirrored", "cut_inside"):
        one, other = SaboteurEngine(fault=fault, keep=True), SaboteurEngine(fault=fault)
        kept = shoot(one, slate_of(one, plan), tmp_path / "kept" / fault)
        assert kept == shoot(other, slate_of(other, plan), tmp_path / "not" / fault)


@pytest.mark.parametrize(
    ("fault", "plan"),
    [
        ("other_person", plan_of("mara", size="wide")),
        ("wardrobe_swapped", plan_of("mara", size="close")),
        ("wrong_time", plan_of("mara", place=PlacePlan(place_id="c", set="cell", interior=True, seed=1, neon=False))),
        ("missing_character", plan_of()),
        ("extra_character", plan_of("mara", size="extreme_close")),
        ("wrong_place", plan_of("mara", size="extreme_close")),
        ("wrong_size", plan_of()),
        ("face_hidden", plan_of("mara", size="wide")),
        ("mirrored", plan_of("mara", doing=(Doing(character_id="mara", toward="camera"),))),
        ("mirrored", plan_of("mara", doing=(Doing(character_id="mara", verb="sleep"),))),
        ("mirrored", plan_of()),
        ("pasted_reference", plan_of("mara", size="full")),
        ("looped", plan_of("mara", move="lock_off", doing=())),
        ("judder", plan_of("mara", move="lock_off", doing=())),
        ("frozen", plan_of(move="lock_off")),
        ("flicker", plan_of("mara", move="pan")),
        ("black_frames", plan_of("mara", frames=6)),
        ("style_drift", plan_of("mara")),
        ("blur", plan_of("mara", still_sha256="ab")),
    ],
)  # fmt: skip
def test_a_fault_that_would_be_none_is_refused(fault, plan, tmp_path, monkeypatch):
    on_flat_stage(monkeypatch)
    engine = SaboteurEngine(fault=fault)
    with pytest.raises(DoesNotApply, match=r"ep01/sc001/sh0010"):
        if plan.still_sha256:
            engine._plant(fault, slate_of(engine, plan), Sources(tmp_path, tmp_path))
        engine.keyframe(slate_of(engine, plan), Sources(tmp_path, tmp_path), tmp_path)
    assert list(tmp_path.iterdir()) == [], "nothing is written of a take that cannot be planted"


def test_a_fault_that_hardly_shows_is_not_planted():
    plan = plan_of("mara")
    people, picture = people_of(plan), np.full((90, 160, 3), 90, np.uint8)
    darker = Seen(picture - 10, people)
    with pytest.raises(DoesNotApply, match="does not show"):
        check_shows(Planted("wrong_time"), plan, Seen(picture, people), darker)
    check_shows(Planted("wrong_time"), plan, Seen(picture, people), Seen(picture - 60, people))
    with pytest.raises(DoesNotApply, match="two sizes off"):
        check_shows(Planted("wrong_size"), plan, Seen(picture, people), Seen(picture - 60, people))
    with pytest.raises(DoesNotApply, match="stranger"):
        check_shows(Planted("extra_character"), plan, Seen(picture, people), Seen(picture - 60, people))
    with pytest.raises(DoesNotApply, match="face is seen"):
        check_shows(Planted("face_hidden"), plan, Seen(picture, people), Seen(picture - 60, people))


def test_other_plans_change_what_they_say_and_keep_the_rest():
    plan = plan_of("mara", "jon")
    people = people_of(plan)
    asked = {m.character_id: m for m in plan.cast}
    for number in range(20):
        other = other_plans.other_person(plan, people, random.Random(number))
        changed = [m for m in other.cast if m != asked[m.character_id]]
        assert len(changed) == 1
        assert changed[0].wardrobe == asked[changed[0].character_id].wardrobe
        assert changed[0].identity.face_seed != asked[changed[0].character_id].identity.face_seed
        assert changed[0].identity.presents == asked[changed[0].character_id].identity.presents
        swapped = other_plans.wardrobe_swapped(plan, people, random.Random(number))
        worn = [m for m in swapped.cast if m != asked[m.character_id]]
        assert len(worn) == 1
        assert worn[0].identity == asked[worn[0].character_id].identity
        fewer = other_plans.missing_character(plan, people, random.Random(number))
        assert len(fewer.cast) == 1
        assert fewer.present == plan.present
        assert fewer.state == plan.state
        more = other_plans.extra_character(plan, people, random.Random(number))
        assert more.cast[:2] == plan.cast
        assert more.cast[2].character_id == other_plans.STRANGER in more.state.camera.subjects
        night = other_plans.wrong_time(plan, people, random.Random(number))
        assert night.time_of_day == "night"
        elsewhere = other_plans.wrong_place(plan, people, random.Random(number))
        assert elsewhere.place.set not in ("street", "market", "station", "quay", "rooftop", "neutral")
        sized = other_plans.wrong_size(plan, people, random.Random(number))
        assert sized.state.camera.size in ("wide", "full", "close")
    assert other_plans.wrong_time(
        plan.model_copy(update={"time_of_day": "night"}), people, random.Random(1)
    ).time_of_day in ("day", "morning")


def test_somebody_else_looks_like_somebody_else():
    like = member("mara").identity
    for number in range(50):
        found = other_plans.double(like, random.Random(number))
        assert abs(found.skin_tone - like.skin_tone) >= 2.4
        assert found.hair != like.hair
        assert (found.age, found.height_m, found.build) == (like.age, like.height_m, like.build)


@pytest.mark.parametrize("seed", range(12))
def test_timelines_do_what_they_are_called(seed):
    frames = 30
    draw = lambda: random.Random(seed)  # noqa: E731
    as_asked = [Shown(at) for at in range(frames)]
    frozen = timelines.frozen(frames, draw())
    assert len({shown.index for shown in frozen}) == 1
    looped = timelines.looped(frames, draw())
    length = len({shown.index for shown in looped})
    assert length <= frames // 3
    assert all(looped[at].index == looped[at - length].index for at in range(length, frames))
    judder = timelines.judder(frames, draw())
    assert sum(shown != asked for shown, asked in zip(judder, as_asked, strict=True)) >= frames / 3
    assert all(0 <= shown.index < frames for shown in judder)
    flicker = timelines.flicker(frames, draw())
    assert [shown.index for shown in flicker] == list(range(frames))
    assert {shown.gain > 1 for shown in flicker} == {True, False}
    black = timelines.black_frames(frames, draw())
    assert 1 <= sum(shown.gain == 0 for shown in black) <= 5
    assert black[0].gain == black[-1].gain == 1
    cut = timelines.cut_inside(frames, draw())
    first = next(at for at, shown in enumerate(cut) if shown.other)
    assert all(shown.other == (at >= first) for at, shown in enumerate(cut))
    assert round(0.4 * (frames - 1)) < first < 0.65 * frames


def test_retouches_change_the_picture_where_they_say():
    rgb = np.random.default_rng(3).integers(60, 200, (90, 160, 3), dtype=np.uint8)
    people = {"mara": {"head": (0.4, 0.2, 0.6, 0.7)}}
    assert np.array_equal(retouches.mirrored()(rgb, people, 0), rgb[:, ::-1])
    assert retouches.blurred(random.Random(1))(rgb, people, 0).std() < 0.6 * rgb.std()
    marked = retouches.burnt_in_text(random.Random(1))(rgb, people, 0)
    assert 0.01 < (marked != rgb).any(axis=2).mean() < 0.35
    for seed in range(9):
        hidden = retouches.hidden_face("mara", random.Random(seed))(rgb, people, 0)
        face = np.s_[27:54, 70:90]
        assert (hidden[face] != rgb[face]).any(axis=2).mean() > 0.9
        assert hidden[face].astype(float).std() < 0.8 * rgb[face].astype(float).std(), "what stands there has no face"
        assert np.array_equal(hidden[:, :20], rgb[:, :20])
    assert np.array_equal(retouches.hidden_face("jon", random.Random(1))(rgb, people, 0), rgb), "nobody to hide"


def test_a_pasted_portrait_covers_the_face_and_leaves_the_rest(monkeypatch):
    portrait = np.full((224, 224, 3), (250, 10, 10), np.uint8)
    monkeypatch.setattr(retouches, "_portrait", lambda member, folder: portrait)
    rgb = np.full((90, 160, 3), 90, np.uint8)
    people = {"mara": {"head": (0.4, 0.2, 0.6, 0.7)}}
    pasted = retouches.pasted_portrait(member("mara"), None)(rgb, people, 0)
    assert tuple(pasted[42, 80]) == (250, 10, 10)
    assert np.array_equal(pasted[:, :60], rgb[:, :60])
    assert np.array_equal(pasted[:15], rgb[:15])


def test_only_the_bench_can_name_the_saboteur():
    engine = open_engine("saboteur:frozen@4", {})
    assert isinstance(engine, SaboteurEngine)
    assert engine.fault == "frozen"
    assert "saboteur" not in FORMS
    for spec in (
        "saboteur:",
        "saboteur",
        "saboteur:frozen@",
        "saboteur:frozen@x",
        "saboteur:nonsense",
        "saboteur:blur@0",
    ):
        with pytest.raises(ConfigError):
            open_engine(spec, {})
    with pytest.raises(ConfigError, match="is not an engine"):
        settings_of(only=None, engine="saboteur:frozen")


@pytest.mark.film
def test_what_is_pasted_is_the_portrait_that_takes_are_judged_by(tmp_path):
    from tools.score.face.references import draw_portraits

    drawn = cv2.imread(str(draw_portraits(member("mara"), tmp_path)[0]))[..., ::-1]
    assert np.array_equal(retouches._portrait(member("mara"), None), drawn)


@pytest.mark.film
@pytest.mark.parametrize("fault", ["other_person", "wrong_time", "extra_character", "cut_inside"])
def test_another_process_plants_the_same_pixels_on_the_real_stage(fault, tmp_path):
    mine = real_take(fault, tmp_path / "mine")
    code = (
        "import sys\nfrom pathlib import Path\nfrom tests.render.test_saboteur import real_take\n"
        "real_take(sys.argv[1], Path(sys.argv[2]))\n"
    )
    subprocess.run(
        [sys.executable, "-c", code, fault, str(tmp_path / "theirs")],
        check=True, timeout=300, env={"PYTHONHASHSEED": "77", "NUMBA_NUM_THREADS": "1"},
    )  # fmt: skip
    for name in (KEYFRAME, KEYFRAME_CAST, KEYFRAME_MASK, CLIP, CLIP_CAST):
        assert (tmp_path / "theirs" / name).read_bytes() == mine[name], name
    clean = cv2.imread(str(tmp_path / "mine" / KEYFRAME_MASK), cv2.IMREAD_UNCHANGED)
    assert set(np.unique(clean)) <= {0, 1}, "the mask is of the asked plan"


def real_take(fault: str, folder: Path) -> dict[str, bytes]:
    plan = plan_of("mara", move="push_in", doing=(), frames=12)
    engine = SaboteurEngine(fault=fault)
    return shoot(engine, slate_of(engine, plan), folder)
