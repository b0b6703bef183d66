"""Which part of a film is meant, in the words that people use."""

from __future__ import annotations

import pytest

from film.changes import Selector, select
from film.errors import ChangeError
from film.rewrites import map_lines, map_scenes, map_shots
from film.words import stem
from tests.film.films import PEOPLE, big_series

BIG = big_series(60)
SHOTS = [shot.id for _, _, shot in BIG.walk()]


def shots(**where) -> tuple[str, ...]:
    return select(BIG, Selector(**where)).shots


def test_nothing_asked_is_all_of_the_film_in_its_order():
    found = select(BIG, Selector())
    assert found.shots == tuple(SHOTS)
    assert found.scenes == tuple(f"ep{e:02d}/sc{s:03d}" for e in (1, 2) for s in range(1, 6))
    assert found.episodes == ("ep01", "ep02") and found.characters == PEOPLE
    assert len(found.lines) == 30


@pytest.mark.parametrize("word", ["ep02", "2", "episode 2", "Return", "the return", "EP2"])
def test_an_episode_by_id_number_or_title(word):
    assert select(BIG, Selector(episodes=(word,))).episodes == ("ep02",)


@pytest.mark.parametrize("word", ["ep01/sc003", "sc003", "sc3", "3", "scene 3", "०३"])
def test_a_scene_by_id_or_by_its_count_in_the_episode(word):
    assert select(BIG, Selector(scenes=(word,), episodes=("1",))).scenes == ("ep01/sc003",)


def test_a_number_means_the_writers_own_where_there_are_some():
    numbered = map_scenes(BIG, ("ep02/sc004",), lambda scene: scene.model_copy(update={"number": "12A"}))
    assert select(numbered, Selector(scenes=("12a",))).scenes == ("ep02/sc004",)
    with pytest.raises(ChangeError, match="names no scene"):
        select(numbered, Selector(scenes=("3",)))


def test_a_shot_by_id_slate_or_its_place():
    slated = map_shots(BIG, ("ep01/sc002/sh0040",), lambda _, shot: shot.model_copy(update={"slate": "7B"}))
    for word in ("ep01/sc002/sh0040", "sc002/sh0040", "7b"):
        assert select(slated, Selector(shots=(word,), episodes=("1",))).shots == ("ep01/sc002/sh0040",)
    assert shots(shots=("sh0040",), scenes=("ep01/sc002",)) == ("ep01/sc002/sh0040",)
    assert shots(shots=("shot 2",), scenes=("ep01/sc003",)) == ("ep01/sc003/sh0020",)
    # Counted in the episode as one sees it: the sixth shot of the second scene is omitted.
    assert shots(shots=("12",), episodes=("1",)) == ("ep01/sc003/sh0010",)


@pytest.mark.parametrize("word", ["mara", "MARA", "मारा", "Mara"])
def test_a_person_by_name_or_alias_in_any_script(word):
    found = select(BIG, Selector(characters=(word,)))
    assert found.characters == ("mara",) and found.shots
    assert all("mara" in BIG.find(shot_id)[2].cast for shot_id in found.shots)
    assert {line.character_id for line in BIG.lines() if line.id in found.lines} == {"mara"}


def test_a_part_of_a_name_that_nobody_else_has_is_enough():
    assert select(BIG, Selector(characters=("Reed",))).characters == ("jon",)
    two = BIG.bible.characters[0].model_copy(update={"aliases": ("Doctor Reed",)})
    both = BIG.model_copy(update={"bible": BIG.bible.model_copy(update={"characters": (two, *BIG.bible.characters[1:])})})
    with pytest.raises(ChangeError, match="more than one person: jon, mara"):
        select(both, Selector(characters=("Reed",)))


def test_lines_by_their_words_and_the_shots_that_speak_them():
    found = select(BIG, Selector(lines=("wait with me 2",)))
    assert found.lines == ("ep01/sc003/ln0020",) and found.shots == ("ep01/sc003/sh0040",)
    assert select(BIG, Selector(lines=("अब घर चलते हैं 4",))).lines == ("ep01/sc005/ln0030",)


def test_a_voice_that_is_never_seen_has_lines_and_no_shots():
    told = map_lines(BIG, ("ep01/sc002/ln0010",), lambda line: line.model_copy(update={"character_id": "narrator"}))
    found = select(told, Selector(characters=("the narrator",)))
    assert found.characters == ("narrator",) and found.lines == ("ep01/sc002/ln0010",) and found.shots == ()


@pytest.mark.parametrize("word", ["the chase", "chasing", "chased crowds", "the chase scene"])
def test_the_chase_is_the_scene_that_tells_of_it(word):
    assert select(BIG, Selector(words=(word,))).scenes == ("ep01/sc004",)
    assert len(shots(words=(word,))) == 6


def test_words_of_a_brief_mean_the_shots_where_no_scene_tells_of_them():
    assert shots(words=("two shot of asha",), episodes=("1",)) == ("ep01/sc002/sh0020", "ep01/sc003/sh0020")


def test_every_list_must_match_by_any_of_its_words():
    found = shots(characters=("mara", "jon"), scenes=("ep01/sc001", "ep01/sc002"), sizes=("close",))
    assert found == ("ep01/sc001/sh0040",)
    assert shots(times_of_day=("night",), interior=True) == tuple(f"ep01/sc005/sh00{n}0" for n in range(1, 7))
    assert shots(places=("the forest",), interior=True) == ()


def test_what_is_left_out_is_left_out_and_an_emptied_scene_with_it():
    found = select(BIG, Selector(episodes=("ep01",), but=Selector(scenes=("ep01/sc001", "ep01/sc002"))))
    assert found.scenes == ("ep01/sc003", "ep01/sc004", "ep01/sc005")
    found = select(BIG, Selector(scenes=("ep01/sc001",), but=Selector(shots=("ep01/sc001/sh0010",))))
    assert found.scenes == ("ep01/sc001",) and len(found.shots) == 5
    assert select(BIG, Selector(but=Selector(episodes=("2",)))).episodes == ("ep01",)


@pytest.mark.parametrize(
    ("where", "named"),
    [({"characters": ("Marta",)}, "mara"), ({"places": ("kichen",)}, "kitchen"), ({"scenes": ("sc9",)}, "sc00"),
     ({"shots": ("sh0099",)}, "sh00"), ({"episodes": ("Retrun",)}, "Return"), ({"lines": ("wait for me",)}, "wait with me"),
     ({"words": ("zeppelin",)}, "EXT")],
)  # fmt: skip
def test_a_word_that_names_nothing_is_refused_with_the_nearest(where, named):
    with pytest.raises(ChangeError, match=named):
        select(BIG, Selector(**where))


@pytest.mark.parametrize(
    "family", ["chase chased chasing chases", "run running runs", "carry carried carries", "house houses", "kiss kissed"]
)
def test_forms_of_a_word_share_a_stem(family):
    assert len({stem(word) for word in family.split()}) == 1
    assert stem("dark") != stem("day")
