"""A film keeps the definitions of its styles; a plan holds what of them a picture depends on, and no more."""

import pytest
from pydantic import ValidationError

from configs.style_files import built_in_styles
from film.canonical import sha256_of
from film.passes import Brush
from film.plan import plan_shot
from film.profile import Profile
from film.series import Series
from film.state import StyleWeight, VisualState
from film.styles import Style
from film.styling import in_known_styles, style_named, with_definitions
from film.touched import touched
from tests.film.films import small_series

PROFILE = Profile(name="test", height=180, render_height=180)
OIL = Style(name="oil", passes=(Brush(),), prompt="oil painting", words={"en": ("oils",), "hi": ("तैल चित्र",)})
INK = Style(name="ink", words={"en": ("pen and ink",)})
SHOT = "ep01/sc001/sh0020"


def styled(name: str, series: Series | None = None) -> Series:
    """The small film with one of its shots in a style."""
    series = series or small_series()

    def scene_of(scene):
        shots = (
            shot.model_copy(update={"state": VisualState(styles=(StyleWeight(style=name),))}) if shot.id == SHOT else shot
            for shot in scene.shots
        )
        return scene.model_copy(update={"shots": tuple(shots)})

    episodes = (
        e.model_copy(update={"scenes": tuple(scene_of(scene) for scene in e.scenes)}) for e in series.episodes
    )
    return series.model_copy(update={"episodes": tuple(episodes)})


@pytest.mark.parametrize("said", ["oil", "Oils", "OIL", "तैल चित्र"])
def test_a_style_is_found_by_any_word_for_it(said):
    assert style_named(said, (INK, OIL)) == OIL


def test_hyphens_and_spaces_do_not_matter():
    assert style_named("Pen-and-Ink", (OIL, INK)) == INK and style_named("cubist", (OIL, INK)) is None


def test_no_two_built_in_styles_answer_to_one_word():
    for style in built_in_styles():
        for word in (style.name, *(word for words in style.words.values() for word in words)):
            assert style_named(word, built_in_styles()) == style, word


def test_the_plan_holds_the_treatment_of_the_styles_it_names():
    film = with_definitions(styled("oil"), (INK, OIL), anew=True)
    assert film.styles == (OIL,)
    assert plan_shot(film, SHOT, PROFILE).styles == (OIL.treatment,)
    assert plan_shot(film, "ep01/sc001/sh0010", PROFILE).styles == ()


def test_a_style_drawn_otherwise_makes_its_takes_stale_and_no_others():
    film = with_definitions(styled("oil"), (OIL,), anew=True)
    for change in ({"version": 2}, {"passes": (Brush(radius_px=9),)}, {"prompt": "thick oil"}, {"boil_hz": 12.0}):
        after = with_definitions(film, (OIL.model_copy(update=change),), anew=True)
        assert touched(film, after, PROFILE).takes == (SHOT,), change


def test_better_words_for_a_style_render_nothing():
    film = with_definitions(styled("oil"), (OIL,), anew=True)
    reworded = OIL.model_copy(update={"description": {"en": "Thick."}, "words": {"en": ("impasto",)}, "title": {"en": "Oil"}})
    after = with_definitions(film, (reworded,), anew=True)
    assert after != film and touched(film, after, PROFILE).takes == ()


def test_a_note_keeps_the_definition_that_the_film_has():
    film = with_definitions(styled("oil"), (OIL,), anew=True)
    later = (OIL.model_copy(update={"version": 2}), INK)
    assert with_definitions(film, later, anew=False) == film
    assert [s.version for s in with_definitions(film, later, anew=True).styles] == [2]


def test_a_definition_goes_with_the_last_shot_that_names_it():
    film = with_definitions(styled("oil"), (OIL, INK), anew=True)
    assert with_definitions(styled("ink", film), (OIL, INK), anew=False).styles == (INK,)


def test_a_style_without_a_file_is_only_a_word():
    film = with_definitions(styled("cubist"), (OIL,), anew=True)
    assert film.styles == () and plan_shot(film, SHOT, PROFILE).styles == ()


def test_a_storyboards_words_become_names():
    film = in_known_styles(styled("Pen and ink"), (INK, OIL))
    assert film.find(SHOT)[2].state.styles == (StyleWeight(style="ink"),)
    assert film.find("ep01/sc001/sh0010")[2] == small_series().find("ep01/sc001/sh0010")[2]


def test_a_treatment_has_a_hash_of_its_own_content():
    assert sha256_of(OIL.treatment) == sha256_of(OIL.model_copy(update={"words": {}}).treatment)
    assert sha256_of(OIL.treatment) != sha256_of(OIL.model_copy(update={"version": 2}).treatment)


@pytest.mark.parametrize("wrong", [{"name": "Oil Paint"}, {"passes": ({"kind": "blur"},)}, {"boil_hz": 99}, {"colour": 1}])
def test_a_style_out_of_bounds_is_refused(wrong):
    with pytest.raises(ValidationError):
        Style.model_validate({"name": "mine", **wrong})
