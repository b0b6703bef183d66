"""Every first word of an edit's path: what it changes, what is made again, and what is refused."""

from __future__ import annotations

import pytest

from film.changes import ChangeSet, Edit, Selector, apply, diff, select
from film.errors import ChangeError
from film.plan import plan_shot
from film.profile import Profile
from film.rewrites import map_episodes, map_lines, map_shots
from film.series import Act, Grade, Pin, Series
from film.touched import touched
from tests.film.films import big_series

PROFILE = Profile(name="test", height=180, render_height=180)
BIG = big_series(60)
SCENE = "ep01/sc002"


def change(path: str, value=None, op: str = "set", **where) -> ChangeSet:
    return ChangeSet(where=Selector(**where), edits=(Edit.model_validate({"path": path, "op": op, "value": value}),))


def changed(path: str, value=None, op: str = "set", *, film: Series = BIG, **where) -> Series:
    return apply(film, change(path, value, op, **where))


def paths(after: Series, before: Series = BIG) -> set[str]:
    return {entry.path for entry in diff(before, after)}


def test_a_series_level_field():
    after = changed("series.standing_notes", "No red, ever.", "add")
    assert after.standing_notes == ("No red, ever.",) and touched(BIG, after, PROFILE) == ((), (), (), ())


def test_shots_are_changed_and_only_they_are_shot():
    after = changed("shot.state.camera.size", 1, "adjust", scenes=(SCENE,), characters=("asha",))
    meant = select(BIG, Selector(scenes=(SCENE,), characters=("asha",))).shots
    assert touched(BIG, after, PROFILE).takes == meant == (f"{SCENE}/sh0020", f"{SCENE}/sh0040")
    assert after.find(f"{SCENE}/sh0020")[2].state.camera.size == "medium_close"


def test_the_closest_cannot_come_closer_and_says_so():
    closest = changed("shot.state.camera.size", "extreme_close", shots=(f"{SCENE}/sh0040",))
    with pytest.raises(ChangeError, match="limit"):
        changed("shot.state.camera.size", 1, "adjust", film=closest, shots=(f"{SCENE}/sh0040",))


@pytest.mark.parametrize(
    ("path", "value", "where", "takes"),
    [
        ("continuity.time_of_day", "morning", {"scenes": (SCENE,)}, 5),  # the sixth is omitted
        ("scene.mood", "eerie", {"scenes": (SCENE,)}, 5),
        ("character.identity.hair", "bald", {"characters": ("mara",)}, 13),
        ("place.neon", True, {"places": ("street",)}, 17),
        ("grade.warmth", 0.4, {}, 0),
        ("cut.speed", 2, {"shots": ("sh0010",)}, 0),
        ("sound.gain_db", -6, {}, 0),
        ("finish.music", False, {}, 0),
        ("episode.title.en", "Home", {"episodes": ("1",)}, 0),
    ],
)
def test_what_each_part_of_a_film_shoots(path, value, where, takes):
    made = touched(BIG, changed(path, value, **where), PROFILE)
    assert len(made.takes) == takes
    assert made.cuts or made.mixes


def test_the_whole_episode_is_graded_with_all_that_overrides_it():
    after = changed("grade.brightness_stops", -0.6, "adjust", episodes=("1",))
    first, second = after.episodes
    assert first.finish.grade.brightness_stops == -0.6 and second.finish == BIG.episodes[1].finish
    assert first.finish.scene_grades["ep01/sc001"] == Grade(warmth=0.2, brightness_stops=-0.6)
    assert first.finish.shot_grades["ep01/sc001/sh0020"] == Grade(contrast=1.2, brightness_stops=-0.6)
    assert touched(BIG, after, PROFILE) == ((), (), ("ep01",), ())


def test_a_scene_and_a_shot_are_graded_from_what_is_in_force():
    after = changed("grade.brightness_stops", -0.6, "adjust", scenes=("1",), episodes=("1",))
    finish = after.episodes[0].finish
    assert finish.scene_grades["ep01/sc001"] == Grade(warmth=0.2, brightness_stops=-0.6)
    assert finish.shot_grades == {"ep01/sc001/sh0020": Grade(contrast=1.2, brightness_stops=-0.6)}
    one = changed("grade.brightness_stops", 0.5, "adjust", shots=("ep01/sc001/sh0030",)).episodes[0].finish
    assert one.shot_grades["ep01/sc001/sh0030"] == Grade(warmth=0.2, brightness_stops=0.5)
    assert one.scene_grades == BIG.episodes[0].finish.scene_grades


def test_a_grade_stops_at_its_limit_and_then_says_so():
    dark = changed("grade.brightness_stops", -9, "adjust")
    assert dark.episodes[1].finish.grade.brightness_stops == -4
    with pytest.raises(ChangeError, match="limit"):
        changed("grade.brightness_stops", -1, "adjust", film=dark)
    with pytest.raises(ChangeError, match="greater than or equal to -4"):
        changed("grade.brightness_stops", -9)


def test_lips_keep_their_time():
    with pytest.raises(ChangeError, match="lips"):
        changed("cut.speed", 2, shots=(f"{SCENE}/sh0030",))
    after = changed("cut.speed", 2, scenes=(SCENE,))
    assert {i.split("/")[-1] for i, pace in after.episodes[0].finish.shot_paces.items() if pace.speed == 2} == {
        "sh0010", "sh0020", "sh0060"
    }  # fmt: skip


def test_a_trim_spares_words_and_what_can_be_seen():
    after = changed("cut.tail_s", 9, scenes=(SCENE,))
    paces = after.episodes[0].finish.shot_paces
    assert paces[f"{SCENE}/sh0010"].tail_s == pytest.approx(3.0 - 0.4)
    # Four words of 0.4 s after 0.25 s of silence: the last ends at 0.25 + 1.52 s of 2.5 s.
    assert paces[f"{SCENE}/sh0030"].tail_s == pytest.approx(2.5 - 1.77)
    with pytest.raises(ChangeError, match="cut words"):
        changed("cut.tail_s", 9, film=after, scenes=(SCENE,))
    back = changed("cut.tail_s", 0, film=after, scenes=(SCENE,))
    assert back == BIG


def test_a_head_is_trimmed_to_the_first_word():
    paces = changed("cut.head_s", 2, scenes=(SCENE,)).episodes[0].finish.shot_paces
    assert paces[f"{SCENE}/sh0030"].head_s == pytest.approx(0.25) and paces[f"{SCENE}/sh0020"].head_s == 2


@pytest.mark.parametrize(("path", "value"), [("scene.heading.en", "EXT. PIER"), ("episode.title.en", "Home")])
def test_what_a_player_shows_of_a_film_makes_its_file_again(path, value):
    bare = changed("finish.title_card_s", 0)
    after = changed(path, value, film=bare, scenes=("ep01/sc001",))
    assert touched(bare, after, PROFILE) == ((), (), ("ep01",), ())


def test_a_light_that_nobody_set_is_not_adjusted_to_its_limit():
    with pytest.raises(ChangeError, match="1500"):
        changed("shot.state.light.key_kelvin", 500, "adjust", shots=(f"{SCENE}/sh0010",))


def test_levels_of_scenes_and_voices():
    after = changed("sound.music_db", -6, "adjust", scenes=("1",))
    assert [e.finish.scene_music_db for e in after.episodes] == [{"ep01/sc001": -6.0}, {"ep02/sc001": -6.0}]
    after = changed("sound.voice_db", 3, characters=("jon",), episodes=("2",))
    assert [e.finish.voice_gains_db for e in after.episodes] == [{}, {"jon": 3.0}]
    assert touched(BIG, after, PROFILE) == ((), (), (), ("ep02",))
    told = map_lines(BIG, (f"{SCENE}/ln0010",), lambda line: line.model_copy(update={"character_id": "narrator"}))
    unseen = changed("sound.voice_db", -4, "adjust", film=told, characters=("narrator",), episodes=("1",))
    assert [e.finish.voice_gains_db for e in unseen.episodes] == [{"narrator": -4.0}, {}]
    with pytest.raises(ChangeError, match="calm"):
        changed("sound.music_mood", "jolly")


def test_an_outfit_is_changed_where_it_is_meant():
    alone = changed("outfit.top_colour", "#ff0000", characters=("mara",), scenes=("ep01/sc001",))
    assert alone.bible.character("mara").wardrobe[1].top_colour == "#ff0000", "her coat is worn in that scene only"
    some = changed("outfit.top_colour", "#ff0000", characters=("mara",), scenes=("ep01/sc005",))
    assert some.bible.worn("mara", "ep01/sc005").id == "mara/2"
    assert some.bible.worn("mara", "ep02/sc004") == BIG.bible.worn("mara", "ep02/sc004")
    assert {i.rpartition("/")[0] for i in touched(BIG, some, PROFILE).takes} == {"ep01/sc005"}
    more = changed("outfit.garment", "suit", film=some, characters=("mara",), scenes=("ep01/sc005",))
    assert more.bible.worn("mara", "ep01/sc005").id == "mara/2", "her own outfit of that scene is edited in place"
    everywhere = changed("outfit.headwear", "hat", characters=("mara",))
    assert [outfit.id for outfit in everywhere.bible.character("mara").wardrobe] == ["mara/shirt", "mara/coat"]
    with pytest.raises(ChangeError, match="nothing to wear"):
        changed("outfit.top_colour", "#ff0000", characters=("ravi",), scenes=("ep01/sc001",))


def test_a_place_is_copied_for_some_of_its_scenes():
    some = changed("place.neon", True, scenes=("ep01/sc002",))
    assert some.bible.scene("ep01/sc002").place_id == "street-2" and not some.bible.place("street").neon
    assert select(some, Selector(places=("the street",))).scenes == ("ep01/sc002", "ep02/sc001", "ep02/sc005")
    assert changed("place.neon", True, places=("street",)).bible.place("street").neon


def test_a_line_said_anew_is_whole_in_its_first_shot():
    after = changed("line.text.en", "Wait.", lines=("I told you to wait number 1 here",))
    line = next(line for line in after.lines() if line.id == f"{SCENE}/ln0010")
    assert line.text == {"en": "Wait."} and line.speech == {}
    speaking = {s.id: s.spoken for _, scene, s in after.walk() if scene.id == SCENE and s.spoken}
    assert [(each.line_id[-6:], each.first) for each in speaking[f"{SCENE}/sh0030"]] == [("ln0010", None)]
    assert [each.line_id[-6:] for each in speaking[f"{SCENE}/sh0040"]] == ["ln0020"]
    made = touched(BIG, after, PROFILE)
    assert made.lines == (f"{SCENE}/ln0010: en",) and made.takes == (f"{SCENE}/sh0030", f"{SCENE}/sh0040")


def test_a_translation_keeps_the_recording():
    after = changed("line.text.hi", "रुको", lines=(f"{SCENE}/ln0010",))
    assert touched(BIG, after, PROFILE) == ((), (), (), ("ep01",)), "its episode is subtitled in one more language"


def test_another_voice_is_recorded_again():
    made = touched(BIG, changed("character.voice.pitch", 70, characters=("mara",)), PROFILE)
    assert len(made.lines) == 8 and len(made.takes) == 11  # three lines are split over two shots


def test_a_new_line_gets_a_fresh_id_a_beat_and_a_shot():
    added = {"character_id": "Asha", "text": "Not here.", "after": "ln0010", "delivery": "whispers"}
    after = changed("scene.lines", added, "add", scenes=(SCENE,))
    scene = after.find(f"{SCENE}/sh0040")[1]
    assert [line.id[-6:] for line in scene.lines] == ["ln0010", "ln0040", "ln0020", "ln0030"]
    assert scene.beats[1].line_ids[1] == f"{SCENE}/ln0040"
    assert [s.line_id[-6:] for s in scene.shots[3].spoken] == ["ln0010", "ln0040", "ln0020"]
    seen = changed("scene.lines", {"character_id": "Asha", "text": "Go.", "after": "ln0030"}, "add", scenes=(SCENE,))
    assert [s.line_id[-6:] for s in seen.find(f"{SCENE}/sh0050")[2].spoken] == ["ln0030", "ln0040"], "nobody shows her then"


def test_a_shot_that_is_to_speak_a_new_line_is_shot_again_before_it_is_recorded():
    after = changed("scene.lines", {"character_id": "jon", "text": "Go.", "after": "ln0030"}, "add", scenes=(SCENE,))
    assert touched(BIG, after, PROFILE) == (
        (f"{SCENE}/ln0040: en",), (f"{SCENE}/sh0050",), ("ep01",), ("ep01",),
    )  # fmt: skip
    assert touched(after, changed("grade.warmth", 0.2, film=after), PROFILE).takes == ()
    hindi = changed("scene.lines", {"character_id": "jon", "text": "चलो", "after": "ln0010"}, "add", scenes=(SCENE,))
    assert touched(BIG, hindi, PROFILE).lines == (f"{SCENE}/ln0040: hi",)


def test_a_line_taken_out_is_taken_out_of_shots_and_beats():
    after = changed("scene.lines", "ln0010", "remove", scenes=(SCENE,))
    scene = after.find(f"{SCENE}/sh0030")[1]
    assert len(scene.lines) == 2 and not scene.shots[2].spoken and len(scene.beats[1].line_ids) == 2


def test_shots_put_in_taken_out_and_swapped():
    added = {"kind": "insert", "duration_s": 1.5, "after": f"{SCENE}/sh0020"}
    after = changed("scene.shots", added, "add")
    assert after.find(f"{SCENE}/sh0025")[2].kind == "insert"
    assert touched(BIG, after, PROFILE).takes == (f"{SCENE}/sh0025",)
    out = changed("scene.shots", f"{SCENE}/sh0020", "remove")
    assert out.find(f"{SCENE}/sh0020")[2].omitted and touched(BIG, out, PROFILE)[:3] == ((), (), ("ep01",))
    ids = ["sh0010", "sh0020", "sh0040", "sh0030", "sh0050"]
    swapped = changed("scene.shots", ids, "reorder", scenes=(SCENE,))
    assert [s.id[-6:] for s in swapped.find(f"{SCENE}/sh0010")[1].shots] == [*ids, "sh0060"]
    assert touched(BIG, swapped, PROFILE).takes == ()
    with pytest.raises(ChangeError, match="each of them once"):
        changed("scene.shots", ids[:3], "reorder", scenes=(SCENE,))


def test_scenes_in_another_order_and_one_less():
    ids = [scene.id for scene in BIG.episodes[1].scenes]
    after = changed("episode.scenes", [ids[1], ids[0], *ids[2:]], "reorder")
    assert [scene.id for scene in after.episodes[1].scenes][:2] == ["ep02/sc002", "ep02/sc001"]
    assert touched(BIG, after, PROFILE) == ((), (), ("ep02",), ("ep02",))
    acts = (Act(title={"en": "I"}, first_scene_id=ids[0]), Act(title={"en": "II"}, first_scene_id=ids[2]))
    film = map_episodes(BIG, ("ep02",), lambda episode: episode.model_copy(update={"acts": acts}))
    less = changed("episode.scenes", "ep02/sc003", "remove", film=film)
    assert [act.first_scene_id for act in less.episodes[1].acts] == [ids[0], ids[3]]
    assert len(less.episodes[1].scenes) == 4 and touched(BIG, less, PROFILE).takes == ()


def test_a_new_scene_is_where_its_neighbour_is_unless_it_says_otherwise():
    added = {
        "heading": {"en": "EXT. FOREST - NIGHT"}, "after": "ep01/sc002",
        "continuity": {"place_id": "the forest", "time_of_day": "night"},
        "shots": [{"id": "ep01/sc006/sh0010", "kind": "establishing"}],
    }  # fmt: skip
    after = changed("episode.scenes", added, "add", episodes=("1",))
    assert [scene.id[-5:] for scene in after.episodes[0].scenes] == ["sc001", "sc002", "sc006", "sc003", "sc004", "sc005"]
    assert (after.bible.scene("ep01/sc006").place_id, after.bible.scene("ep01/sc006").weather) == ("forest", "clear")
    assert touched(BIG, after, PROFILE).takes == ("ep01/sc006/sh0010",)


def test_ids_are_fresh_where_neighbours_leave_no_room():
    film = BIG
    for _ in range(12):
        film = changed("scene.shots", {"kind": "insert", "after": f"{SCENE}/sh0010"}, "add", film=film)
    ids = [shot.id for shot in film.find(f"{SCENE}/sh0010")[1].shots]
    assert len(set(ids)) == 18 and ids[0] == f"{SCENE}/sh0010" and max(ids) > f"{SCENE}/sh0060"


def test_what_some_places_have_already_is_added_to_the_others():
    once = changed("place.dressing", "lantern", "add", places=("street",))
    both = changed("place.dressing", "lantern", "add", film=once, places=("street", "forest"))
    assert both.bible.place("street").dressing == both.bible.place("forest").dressing == ("lantern",)
    with pytest.raises(ChangeError, match="already"):
        changed("place.dressing", "lantern", "add", film=both, places=("street", "forest"))


def test_who_leaves_a_shot_leaves_its_frame():
    after = changed("shot.cast", "Jon", "remove", shots=("ep01/sc001/sh0020",)).find("ep01/sc001/sh0020")[2]
    assert after.cast == ("mara",) and after.state.camera.subjects == ("mara",)


def test_a_chosen_take_goes_with_its_plan():
    pin = Pin(take="tk02-1f3a9c04", take_id="1f3a9c04")
    film = map_shots(BIG, (f"{SCENE}/sh0020",), lambda _, shot: shot.model_copy(update={"pin": pin}))
    assert changed("grade.warmth", 0.3, film=film).find(f"{SCENE}/sh0020")[2].pin == pin
    assert changed("shot.roll", 1, "adjust", film=film, scenes=(SCENE,)).find(f"{SCENE}/sh0020")[2].pin is None
    unpinned = changed("shot.pin", None, film=film, shots=(f"{SCENE}/sh0020",))
    assert touched(film, unpinned, PROFILE) == ((), (), ("ep01",), ())


def test_words_are_heard_to_their_end():
    shorter = changed("shot.duration_s", -2, "adjust", shots=(f"{SCENE}/sh0030",)).find(f"{SCENE}/sh0030")[2]
    assert shorter.duration_s == pytest.approx(0.25 + 4 * 0.4 - 0.04), "the line is cut in the middle of a silence"
    with pytest.raises(ChangeError, match="words are heard"):
        changed("shot.duration_s", 1, shots=(f"{SCENE}/sh0030",))


def test_more_of_the_same_breath_in_order():
    first = change("shot.roll", 1, "adjust", shots=(f"{SCENE}/sh0010",))
    both = first.model_copy(update={"then": (change("grade.warmth", 0.2, scenes=(SCENE,)), first)})
    after = apply(BIG, both)
    assert after.find(f"{SCENE}/sh0010")[2].roll == 2 and SCENE in after.episodes[0].finish.scene_grades


@pytest.mark.parametrize(
    ("path", "op", "value", "where", "says"),
    [
        ("shot.state.camera.sise", "set", "wide", {}, "'size'"),
        ("shots.roll", "set", 1, {}, "begins with no part"),
        ("state.camera.size", "set", "wide", {}, "'shot.state.camera.size'"),
        ("shot", "set", 1, {}, "names no field"),
        ("shot.id", "set", "x", {}, "given once"),
        ("shot.cast", "add", "Nobody", {}, "names no person"),
        ("shot.cast", "remove", "jon", {"shots": ("ep01/sc001/sh0010",)}, "no member 'jon'"),
        ("shot.start_from", "set", "ep09/sc001/sh0010", {"shots": ("ep01/sc001/sh0010",)}, "which is no shot"),
        ("shot.omitted", "set", True, {"shots": ("ep01/sc001/sh0010",)}, "starts from the last frame"),
        ("shot.spoken", "add", {"line_id": "ep01/sc001/ln0990"}, {"shots": ("ep01/sc001/sh0020",)}, "no line of"),
        ("continuity.place_id", "set", "moon", {}, "names no place"),
        ("continuity.time_of_day", "set", "noon", {}, "magic_hour"),
        ("line.text.en", "set", "Hello", {"scenes": ("ep01/sc001",)}, "say which"),
        ("line.text.en", "set", "  ", {"lines": ("ep01/sc001/ln0010",)}, "needs its words"),
        ("scene.shots", "add", {"kind": "insert"}, {}, "10 are meant"),
        ("episode.scenes", "remove", "sc009", {}, "there are ep01/sc001"),
        ("scene.shots", "set", [], {"scenes": ("ep01/sc001",)}, "add, remove and reorder"),
        ("scene.lines", "add", {"character_id": "jon", "text": ""}, {"scenes": ("ep01/sc001",)}, "needs its words"),
        ("scene.beats", "add", {"id": "b9", "text": "x", "present": ["ghost"]}, {"scenes": (SCENE,)}, "'ghost'"),
        ("sound.bass_db", "set", 1, {}, "there are gain_db"),
        ("sound.gain_db", "set", 99, {}, "less than or equal to 24"),
        ("finish.grade.warmth", "set", 1, {}, "grade.…"),
        ("cut.pace", "set", 1, {}, "speed, head_s and tail_s"),
        ("episode.finish.music", "set", False, {}, "finish.…"),
        ("series.bible", "set", {}, {}, "cannot be edited"),
        ("grade.warmth", "set", 0.1, {"characters": ("mara",), "places": ("forest",), "episodes": ("2",), "sizes": ("full",)}, "none"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(path, op, value, where, says):
    with pytest.raises(ChangeError) as refused:
        changed(path, value, op, **where)
    assert says in str(refused.value)


def test_a_place_in_the_order_is_no_part_of_a_picture():
    plans = {shot.id: plan_shot(BIG, shot.id, PROFILE) for _, _, shot in BIG.walk()}
    reversed_scenes = apply(BIG, change("scene.shots", [f"sh00{n}0" for n in (5, 4, 3, 2, 1)], "reorder", scenes=(SCENE,)))
    assert {shot.id: plan_shot(reversed_scenes, shot.id, PROFILE) for _, _, shot in reversed_scenes.walk()} == plans
