"""What circled takes show, and how it is compared: each comparison finds its fault and leaves what agrees alone."""

from __future__ import annotations

from statistics import median
from types import SimpleNamespace

import numpy as np
import pytest

from configs.review_bounds import review_bounds
from film.plan import ShotPlan
from film.series import Doing
from film.state import Camera, LightRig, Move, VisualState
from tests.fakes.plans import member, shot_plan
from tests.score import clips
from tools.score.continuity import features
from tools.score.continuity.agreement import MEASURES, Agreement, Bounds, misfit, said
from tools.score.continuity.comparing import CircledTake, compare, not_measured
from tools.score.continuity.features import (
    PersonFeatures,
    TakeFeatures,
    chest_colour,
    held_in_hand,
    order_of,
    with_article,
)
from tools.score.continuity.standing_out import spread

BOUNDS = Bounds(**review_bounds([], house=False))
ALIKE = 6


def unit(*numbers: float) -> tuple[float, ...]:
    vector = np.asarray(numbers, np.float64)
    return tuple(float(n) for n in vector / np.linalg.norm(vector))


def shown(**changes) -> TakeFeatures:
    """Mara in her coat, left of Jon, in the scene's light."""
    data = {
        "luma": 0.4, "warmth": 0.1, "colours": tuple(np.eye(96)[[10, 42, 74]].sum(0)), "looks": (unit(1, 0.1, 0),) * 3,
        "people": {"mara": person()}, "order": {"jon|mara": -1.0},
    }  # fmt: skip
    return TakeFeatures(**{**data, **changes})


def person(**changes) -> PersonFeatures:
    return PersonFeatures(**{"face": unit(1, 0.2, 0), "faces": 8, "clothes": (40, 30, 10), **changes})


def takes(*odd: TakeFeatures, plans: dict[int, ShotPlan] | None = None, count: int = ALIKE) -> list[CircledTake]:
    """Takes that agree, the odd ones last."""
    seen = [*[shown()] * (count - len(odd)), *odd]
    plain = shot_plan("mara", "jon")
    return [CircledTake(f"sh{at:02d}", "sc1", (plans or {}).get(at, plain), each) for at, each in enumerate(seen)]


def out(film: list[CircledTake], bounds: Bounds = BOUNDS) -> dict[str, tuple[str, ...]]:
    return {each.measure: each.stands_out for each in compare(film, bounds) if each.stands_out}


def test_takes_that_agree_are_compared_in_everything_they_show_and_none_stands_out():
    found = compare(takes(), BOUNDS)
    assert [each.measure for each in found] == [measure for measure in MEASURES if measure != "props"]
    assert all(each.stands_out == () and max(each.distance.values()) < 1e-3 for each in found)


@pytest.mark.parametrize(
    ("measure", "odd"),
    [
        ("identity", shown(people={"mara": person(face=unit(0.1, 1, 0))})),
        ("wardrobe", shown(people={"mara": person(clothes=(40, -20, -30))})),
        ("place", shown(looks=(unit(0, 1, 1),) * 3)),
        ("light", shown(luma=0.4 + 0.12 * 2.2)),
        ("warmth", shown(warmth=1.5)),
        ("colour", shown(colours=tuple(np.eye(96)[[10, 60, 90]].sum(0)))),
        ("direction", shown(order={"jon|mara": 1.0})),
    ],
)
def test_each_comparison_finds_its_own_fault(measure, odd):
    film = takes(odd)
    assert out(film) == {measure: (film[-1].shot_id,)}
    (fault,) = (each for each in compare(film, BOUNDS) if each.measure == measure)
    assert said(fault, film[-1].shot_id) and misfit([fault], film[-1].shot_id) > 1 > misfit([fault], film[0].shot_id)
    open_bound = BOUNDS.model_copy(update={measure: None})
    assert out(film, open_bound) == {}, "without a bound it is recorded and nobody stands out"
    assert any(each.measure == measure for each in compare(film, open_bound))


def test_the_order_of_comparison_is_fixed():
    odd = shown(luma=0.9, people={"mara": person(face=unit(0, 1, 0), clothes=(40, -20, -30))})
    found = [each.measure for each in compare(takes(odd), BOUNDS)]
    assert found == sorted(found, key=MEASURES.index)
    assert compare(takes(odd), BOUNDS) == compare(takes(odd), BOUNDS)


def test_held_takes_are_neither_judged_nor_believed():
    film = [take._replace(held=True) for take in takes(shown(luma=0.9))]
    assert compare(film, BOUNDS) == () and "held" in not_measured(film, ())["light"]


def test_a_shade_is_no_other_coat_and_a_step_of_light_no_other_light():
    assert out(takes(shown(people={"mara": person(clothes=(62, 33, 12))}))) == {}
    assert out(takes(shown(luma=0.5))) == {}


def test_another_outfit_another_hour_and_another_look_are_no_faults():
    dressed = shot_plan("mara", "jon", cast=(member("mara", wardrobe=member("jon").wardrobe), member("jon")))
    blue = shown(people={"mara": person(clothes=(40, -20, -30))})
    assert out(takes(blue, plans={ALIKE - 1: dressed})) == {}
    night = shot_plan("mara", "jon", time_of_day="night")
    dark = shown(luma=0.05, warmth=-1.5, looks=(unit(0, 1, 1),) * 3)
    assert out(takes(dark, plans={ALIKE - 1: night})) == {}
    lit = shot_plan("mara", "jon", state=VisualState(light=LightRig(preset="candle")))
    assert out(takes(shown(luma=0.9, warmth=2.0), plans={ALIKE - 1: lit})) == {}


def test_an_insert_and_a_view_of_the_place_have_a_light_of_their_own():
    for kind in ("establishing", "insert"):
        assert out(takes(shown(luma=0.9), plans={ALIKE - 1: shot_plan("mara", "jon", kind=kind)})) == {}


def test_sides_may_swap_when_the_camera_crosses_or_somebody_walks():
    swapped = shown(order={"jon|mara": 1.0})
    across = shot_plan("mara", "jon", camera={"side": "right"})
    assert out(takes(swapped, plans={ALIKE - 1: across})) == {}
    walks = shot_plan("mara", "jon", doing=(Doing(character_id="mara", verb="walk"),))
    assert out(takes(swapped, plans={ALIKE - 1: walks})) == {}
    orbit = shot_plan("mara", "jon", state=VisualState(camera=Camera(move=Move(kind="orbit"))))
    assert out(takes(swapped, plans={ALIKE - 1: orbit})) == {}
    assert out(takes(shown(order={"jon|mara": 0.2}))) == {}, "who passes the other within the take has no side"


def test_of_two_takes_that_disagree_the_plan_decides_and_else_the_later_one_stands_out():
    right_way = shot_plan("mara", "jon", cast=(member("mara", side="right"), member("jon", side="left")))
    wrong, right = shown(order={"jon|mara": -1.0}), shown(order={"jon|mara": 1.0})
    both = {0: right_way, 1: right_way}
    assert out(takes(wrong, right, plans=both, count=2)) == {"direction": ("sh00",)}
    assert out(takes(right, wrong, plans=both, count=2)) == {"direction": ("sh01",)}
    assert out(takes(right, wrong, count=2)) == {"direction": ("sh01",)}


def test_the_bibles_face_decides_between_two_takes():
    reference = unit(0, 1, 0)
    right, wrong = person(face=unit(0.1, 1, 0), reference=reference), person(face=unit(1, 0.05, 0), reference=reference)
    film = takes(shown(people={"mara": wrong}), shown(people={"mara": right}), count=2)
    assert out(film)["identity"] == ("sh00",)
    alone = takes(shown(people={"mara": wrong}), count=1)
    assert out(alone) == {"identity": ("sh00",)}


def test_a_face_seen_once_is_not_compared():
    assert out(takes(shown(people={"mara": person(face=unit(0, 1, 0), faces=1)}))) == {}


def with_lantern(*margins: float | None, size: str = "medium") -> list[CircledTake]:
    holding = shot_plan("mara", size=size, doing=(Doing(character_id="mara", verb="hold", holding="lantern"),))
    seen = [shown(order={}, people={"mara": person(prop=margin)}) for margin in margins]
    return takes(*seen, plans=dict.fromkeys(range(len(seen)), holding), count=len(seen))


def test_a_prop_that_is_gone_between_two_shots_is_found():
    assert out(with_lantern(0.05, -0.04, 0.06)) == {"props": ("sh01",)}
    assert out(with_lantern(0.05, 0.04, 0.06)) == {}
    assert out(with_lantern(-0.04, -0.05, -0.04)) == {}, "CLIP does not see it anywhere: nothing to compare"
    assert out(with_lantern(0.05, -0.04, 0.06, size="close")) == {}, "a close-up shows no hands"
    assert out(with_lantern(0.05, None, 0.06)) == {}


def test_what_is_not_measured_says_why():
    blind = TakeFeatures(luma=0.4, why={"faces": "no face model: give one", "clip": "no CLIP model: give one"})
    film = takes(*[blind] * 4, count=4)
    why = not_measured(film, compare(film, BOUNDS))
    assert why["identity"].startswith("no face") and why["place"].startswith("no CLIP") and "light" not in why


def test_the_majority_is_right_and_a_scattered_group_has_no_outlier():
    def far(a: float, b: float) -> float:
        return abs(a - b)

    assert spread([0, 0, 0, 9], median, far, 1).out == (3,)
    assert spread([9, 0, 0, 8, 0], median, far, 1).out == (0, 3)
    assert spread([0, 5, 10, 15, 20, 25], median, far, 1).out == (), "nothing here is usual"
    assert spread([0, 9], median, far, 1).out == (1,) and spread([0, 9], median, far, 1, anchor=9).out == (0,)
    assert spread([0, 0, 9, 9, 9], median, far, None).out == ()
    assert spread([], median, far, 1).distance == () and spread([4], median, far, 1).distance == (0.0,)
    many = [0.0] * 40 + [9.0]
    assert spread(many, median, far, 1) == ((*[0.0] * 40, 9.0), (40,))


@pytest.mark.parametrize("seed", range(20))
def test_never_more_than_half_of_a_group_stands_out(seed):
    values = np.random.default_rng(seed).uniform(-10, 10, 3 + seed).tolist()
    found = spread(values, median, lambda a, b: abs(a - b), 0.5)
    assert len(found.out) <= len(values) // 2 and len(set(found.out)) == len(found.out)


def test_clothes_are_read_under_the_chin():
    frame = np.full((120, 160, 3), 90, np.uint8)
    frame[20:50, 70:90] = (220, 180, 150)
    frame[58:120, 50:110] = (150, 30, 30)
    colour = chest_colour(frame, (70, 20, 90, 50))
    assert colour is not None and colour[1] > 35, "red"
    assert chest_colour(frame, (70, 85, 90, 118)) is None, "the frame ends at the chin"


def test_who_is_right_of_whom():
    def spot(frame: int, who: str, x: float):
        return features._Spot(frame, who, (x, 0, x + 10, 10))

    assert order_of([spot(0, "a", 10), spot(0, "b", 50), spot(1, "a", 12), spot(1, "b", 40)]) == {"a|b": 1.0}
    assert order_of([spot(0, "b", 10), spot(0, "a", 50), spot(1, "a", 12), spot(1, "b", 40)]) == {"a|b": 0.0}
    assert order_of([spot(0, "a", 10), spot(1, "b", 50)]) == {}


def test_what_the_plan_puts_in_hands_is_asked_for_in_words():
    plan = shot_plan("mara", "jon", doing=(Doing(character_id="mara", verb="hold", holding="umbrella"),))
    assert held_in_hand(plan) == {"mara": "umbrella"} and with_article("umbrella") == "an umbrella"
    assert with_article("flowers") == "flowers" and with_article("lantern") == "a lantern"


@pytest.fixture
def seen(monkeypatch, tmp_path):
    """A take on which everything is measured by models made of arithmetic: a CLIP that knows red and lanterns."""
    from tools.score import footage
    from tools.score.clip import model as clip_model
    from tools.score.face import scoring as faces

    clip = footage.footage_of(clips.good_clip(12), 24)

    def look(plan, few, sources, spec):
        if spec is None:
            return SimpleNamespace(track=None, why="no face model: give one with --face-pack FOLDER", references={})
        face = SimpleNamespace(box=(60.0, 40.0, 84.0, 70.0), who="mara")
        track = SimpleNamespace(frames=((face,),) * len(few.colour))
        return SimpleNamespace(track=track, why="", references={"mara": SimpleNamespace(embeddings=np.eye(4)[:2])})

    def embed(eye, frames):
        return np.stack([np.asarray(unit(float(frame[..., 0].mean()), 100.0)) for frame in frames])

    monkeypatch.setattr(features, "read_clip", lambda path: clip)
    monkeypatch.setattr(faces, "look", look)
    monkeypatch.setattr(faces, "features_of", lambda look: {"mara": SimpleNamespace(embedding=np.eye(4)[0], faces=8)})
    monkeypatch.setattr(clip_model, "load_eye", lambda spec: spec)
    monkeypatch.setattr(clip_model, "embed_frames", embed)
    monkeypatch.setattr(
        clip_model, "embed_text", lambda eye, words: np.asarray([1.0 if "lantern" in words else 0.5, 0.0])
    )
    plan = shot_plan("mara", doing=(Doing(character_id="mara", verb="hold", holding="lantern"),))

    def measure(clip_path: str | None = "clip", face_path: str | None = "faces") -> TakeFeatures:
        return features.features_of(
            plan, tmp_path, SimpleNamespace(), SimpleNamespace(clip_path=clip_path, face_path=face_path)
        )

    return measure


def test_everything_is_measured_once_and_the_same_every_time(seen):
    found = seen()
    mara = found.people["mara"]
    assert len(found.looks) == 3 and len(found.colours) == 96 and found.luma and found.why == {}
    assert mara.faces == 8 and len(mara.clothes) == 3 and mara.reference == (0.7071, 0.7071, 0.0, 0.0)
    assert mara.prop == pytest.approx(0.5 * found.looks[0][0], abs=0.2)
    assert seen().model_dump_json() == found.model_dump_json() and len(found.model_dump_json()) < 20_000
    assert TakeFeatures.model_validate_json(found.model_dump_json()) == found


def test_what_a_missing_model_cannot_measure_is_said_and_the_rest_is_there(seen):
    found = seen(clip_path=None, face_path=None)
    assert found.luma and found.colours and not found.looks and not found.people
    assert "--clip-model" in found.why["clip"] and "--face-pack" in found.why["faces"]


def test_a_broken_clip_model_is_a_sentence_and_no_crash(seen, monkeypatch):
    from film.errors import SetupError
    from tools.score.clip import model as clip_model

    def broken(spec):
        raise SetupError("it does not load")

    monkeypatch.setattr(clip_model, "load_eye", broken)
    found = seen()
    assert found.why == {"clip": "it does not load"} and found.people["mara"].prop is None and found.looks == ()


def test_agreements_tell_how_far_in_units_of_their_bound():
    each = Agreement(measure="light", about="sc1", bound=2.0, value={"a": 3.0}, distance={"a": 3.0})
    assert each.miss("a") == 1.5 and each.miss("b") is None
    assert each.model_copy(update={"bound": None}).miss("a") is None and misfit([each], "b") == 0.0


@pytest.mark.film
def test_models_of_any_kind_are_loaded_by_the_code_that_scores_takes(tmp_path, monkeypatch):
    import hashlib

    import cv2

    from tests.fakes import tiny_models
    from tools.render.engine import Sources
    from tools.score.footage import footage_of
    from tools.score.scorers import Scorers

    coarse = np.random.default_rng(1).integers(120, 255, (12, 12, 3), dtype=np.uint8)
    picture = cv2.resize(coarse, (320, 320), interpolation=cv2.INTER_CUBIC)
    data = cv2.imencode(".png", picture[..., ::-1])[1].tobytes()
    sha256 = hashlib.sha256(data).hexdigest()
    (tmp_path / sha256).write_bytes(data)
    monkeypatch.setattr(features, "read_clip", lambda path: footage_of(np.stack([picture] * 6), 24))
    scorers = Scorers(
        clip_path=str(tiny_models.open_clip_folder(tmp_path / "clip")),
        face_path=str(tiny_models.face_pack(tmp_path / "faces")),
    )
    plan = shot_plan("mara", size="close", cast=(member("mara", references=(sha256,)),))
    found = features.features_of(plan, tmp_path, Sources(tmp_path, tmp_path), scorers)
    mara = found.people["mara"]
    assert found.why == {} and len(found.looks) == 3 and found.looks[0] == found.looks[2]
    assert mara.faces >= 2 and np.dot(mara.face, mara.reference) == pytest.approx(1, abs=1e-3)
    assert features.features_of(plan, tmp_path, Sources(tmp_path, tmp_path), scorers) == found
