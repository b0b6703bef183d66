"""A scene's own clock, and what a shot finds of what people did before it."""

from __future__ import annotations

import pytest

from film.bible import Bible, Character, Identity, Place, SceneContinuity
from film.edits import Edit
from film.merging import likeness_of_shots
from film.plan import plan_shot
from film.profile import Profile
from film.restructuring import change_shots_of
from film.selector import Selector, select
from film.series import Beat, Doing, Episode, Scene, Series, Shot
from film.staging import on_clock, stations, with_clock
from film.touched import touched

PROFILE = Profile(name="test", height=180, render_height=180)
SCENE = "ep01/sc001"


def act(who: str, verb: str, toward: str | None = None, **more) -> Doing:
    return Doing(character_id=who, verb=verb, toward=toward, **more)


def scene_of(*doings: tuple[Doing, ...], clock: bool = True, seconds: float = 3.0) -> Scene:
    """A scene with a shot for each of ``doings``, of whoever does something in it."""
    shots = tuple(
        Shot(id=f"{SCENE}/sh{10 * n:04d}", duration_s=seconds, doing=acts, cast=tuple(a.character_id for a in acts))
        for n, acts in enumerate(doings, start=1)
    )
    beats = (Beat(id="b1", text="They meet.", present=("ada", "ben")),)
    return Scene(id=SCENE, heading={"en": "INT. ROOM"}, beats=beats, shots=with_clock(shots) if clock else shots)


def film_of(scene: Scene) -> Series:
    bible = Bible(
        characters=tuple(Character(id=who, name=who.upper(), identity=Identity()) for who in ("ada", "ben")),
        places=(Place(id="room", name="ROOM", set="room", seed=4),),
        scenes=(SceneContinuity(scene_id=SCENE, place_id="room", screen_side={"ada": "left", "ben": "right"}),),
    )
    episode = Episode(id="ep01", number=1, title={"en": "One"}, scenes=(scene,))
    return Series(id="one", title={"en": "One"}, bible=bible, episodes=(episode,))


def takes_touched(before: Scene, after: Scene) -> list[str]:
    return [i[-4:] for i in touched(film_of(before), film_of(after), PROFILE).takes]


def shot_with(scene: Scene, at: int, **update) -> Scene:
    shots = list(scene.shots)
    shots[at] = shots[at].model_copy(update=update)
    return scene.model_copy(update={"shots": tuple(shots)})


def station(scene: Scene, at: int, who: str):
    return stations(scene, scene.shots[at], ("ada", "ben"))[1][who]


TALK = (
    (act("ada", "nod"), act("ben", "stand")),
    (act("ada", "stand"),),
    (act("ben", "stand"),),
    (act("ada", "stand"),),
)


def test_shots_follow_one_another_on_the_clock():
    assert [shot.at_s for shot in scene_of(*TALK).shots] == [0.0, 3.0, 6.0, 9.0]


def test_a_nod_that_becomes_a_laugh_touches_its_own_shot_only():
    before = scene_of(*TALK)
    after = shot_with(before, 0, doing=(act("ada", "laugh"), act("ben", "stand")))
    assert takes_touched(before, after) == ["0010"]


def test_who_no_longer_sits_down_is_shot_again_wherever_they_are():
    before = scene_of((act("ada", "look"),), (act("ada", "sit"),), (act("ada", "nod"),), (act("ben", "nod"),))
    after = shot_with(before, 1, doing=(act("ada", "look"),))
    assert takes_touched(before, after) == ["0020", "0030", "0040"]


@pytest.mark.parametrize("change", [{"duration_s": 2.5}, {"duration_s": 6.0}])
def test_a_shorter_or_longer_shot_touches_no_other(change):
    before = scene_of((act("ada", "walk", "ben"),), (act("ada", "nod"),), (act("ada", "sit"),), (act("ada", "nod"),))
    for at, name in ((0, "0010"), (2, "0030")):
        assert takes_touched(before, shot_with(before, at, **change)) == [name]


def test_the_order_of_the_cut_is_not_the_order_of_the_story():
    before = scene_of((act("ada", "look"),), (act("ada", "sit"),), (act("ada", "nod"),))
    after = before.model_copy(update={"shots": before.shots[::-1]})
    assert takes_touched(before, after) == []
    assert takes_touched(before, shot_with(before, 1, omitted=True)) == []


def test_what_moves_nobody_is_not_told_on():
    scene = scene_of((act("ada", "sit"),), (act("ada", "sit"),), (act("ada", "drink"),), (act("ada", "sit"),))
    assert station(scene, 3, "ada").opens == "sit"
    assert station(scene, 3, "ada").steps == ()


def test_who_was_seen_standing_sits_down_and_gets_up():
    scene = scene_of(
        (act("ada", "look"),), (act("ada", "sit"),), (act("ada", "laugh"),), (act("ada", "walk"),), TALK[1]
    )
    assert station(scene, 1, "ada") == station(scene, 0, "ada")
    assert [step.verb for step in station(scene, 2, "ada").steps] == ["sit"]
    assert [(step.verb, step.at_s) for step in station(scene, 4, "ada").steps] == [("sit", 3.0), ("walk", 9.0)]


def test_who_enters_was_not_there_before():
    scene = scene_of((act("ben", "look"),), (act("ada", "enter"),), (act("ada", "nod"), act("ben", "leave")), TALK[1])
    assert station(scene, 0, "ada").opens == "off"
    assert station(scene, 0, "ben").opens == "stand"
    assert [step.verb for step in station(scene, 3, "ben").steps] == ["leave"]


def test_a_lamp_taken_up_is_carried_on_until_it_is_put_down():
    acts = [act("ada", "hold", holding="lantern"), act("ada", "nod"), act("ada", "reach"), act("ada", "nod")]
    scene = scene_of(*((each,) for each in acts))
    assert [station(scene, at, "ada").holding for at in range(4)] == [None, "lantern", "lantern", None]


def test_a_film_without_a_clock_has_nobody_under_way():
    scene = scene_of((act("ada", "walk", "ben"),), (act("ada", "nod"),), clock=False)
    (walk,) = station(scene, 1, "ada").steps
    here, _ = stations(scene, scene.shots[1], ("ada",))
    assert here.at_s - walk.at_s > 30
    assert takes_touched(scene, shot_with(scene, 0, duration_s=1.0)) == ["0010"]


@pytest.mark.parametrize("moved", [TALK[1], (act("ada", "walk", "ben"),), (act("ada", "sit"),)])
def test_a_shot_put_in_gets_its_place_and_moves_no_other(moved):
    film = film_of(scene_of(TALK[0], moved, *TALK[2:]))
    new = {"kind": "single", "duration_s": 2.0, "cast": ["ada"], "after": "sh0020"}
    after = change_shots_of(film, select(film, Selector(scenes=(SCENE,))), Edit(path="shots", op="add", value=new))
    times = {shot.id[-4:]: shot.at_s for shot in after.episodes[0].scenes[0].shots}
    assert 3.0 < times.pop("0025") < 6.0
    assert times == {"0010": 0.0, "0020": 3.0, "0030": 6.0, "0040": 9.0}
    assert touched(film, after, PROFILE).takes == (f"{SCENE}/sh0025",)


def test_a_scene_covered_again_keeps_its_times():
    before = scene_of(*TALK).shots
    again = tuple(shot.model_copy(update={"at_s": None, "duration_s": 5.0}) for shot in before)
    assert [shot.at_s for shot in with_clock(again, before)] == [0.0, 3.0, 6.0, 9.0]
    fresh = Shot(id=f"{SCENE}/sh0090", duration_s=2.0)
    assert [s.at_s for s in with_clock((fresh, *again[1:]), before)] == [1.0, 3.0, 6.0, 9.0]
    assert likeness_of_shots(before[1], again[1].model_copy(update={"duration_s": 3.0})) == 1.0


def test_what_an_inserted_shot_begins_is_over_in_the_next():
    shots = scene_of((act("ada", "look"),), (act("ada", "nod"),)).shots
    walk = Shot(id=f"{SCENE}/sh0015", duration_s=4.0, cast=("ada",), doing=(act("ada", "walk", "ben"),))
    scene = scene_of().model_copy(update={"shots": with_clock((shots[0], walk, shots[1]))})
    (step,) = station(scene, 2, "ada").steps
    assert shots[1].at_s - step.at_s == pytest.approx(3.0)


def test_two_cameras_at_one_moment_find_the_same():
    scene = scene_of((act("ada", "walk", "ben"), act("ben", "sit")), (act("ada", "nod"), act("ben", "nod")))
    other = scene.shots[1].model_copy(update={"id": f"{SCENE}/sh0025", "cast": ("ben",), "duration_s": 7.0})
    scene = scene.model_copy(update={"shots": (*scene.shots, other)})
    one, two = (plan_shot(film_of(scene), i, PROFILE) for i in (scene.shots[1].id, other.id))
    assert one.at_s == two.at_s
    assert one.present == two.present
    assert [each.at_s for each in on_clock(scene)] == [0.0, 3.0, 3.0]


def test_another_camera_on_a_moment_sees_what_is_done_in_it():
    scene = scene_of((act("ada", "look"),), (act("ada", "sit"), act("ben", "nod")))
    other = scene.shots[1].model_copy(update={"id": f"{SCENE}/sh0025", "doing": (act("ben", "nod"),)})
    scene = scene.model_copy(update={"shots": (*scene.shots, other)})
    assert [(step.verb, step.at_s) for step in station(scene, 2, "ada").steps] == [("sit", 3.0)]


def test_a_colour_table_is_known_by_its_content() -> None:
    from film.assets import Asset
    from film.plan import _unnamed
    from film.state import Look, VisualState

    def look(name: str) -> VisualState:
        return VisualState(look=Look(lut=Asset(id=f"lut-{name}", sha256="a" * 64, kind="lut", name=name)))

    assert _unnamed(look("one.cube")) == _unnamed(look("two.cube"))
