"""A plan in words: everything that is seen is said, the script's own words win, and the limit holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from film.plan import Tuning
from film.series import Doing
from film.state import Camera, LightRig, StyleWeight, VisualState
from tests.fakes.plans import member, shot_plan
from tools.render.wording import prompt_for
from tools.render.words import COLOURS, colour_name

RICH = shot_plan(
    "mara",
    "jon",
    time_of_day="night",
    weather="rain",
    mood="tense",
    brief="Mara finds the letter",
    doing=(Doing(character_id="mara", verb="reach", expression="afraid"),),
    state=VisualState(
        camera=Camera(size="close", angle="low", subjects=("jon",)),
        light=LightRig(key_kelvin=2800, exposure_stops=-1),
        styles=(StyleWeight(style="oil", weight=0.8), StyleWeight(style="ink", weight=0.1)),
    ),
)


def words(text: str) -> int:
    return len(text.replace(",", " ").split()) + 2


def test_everything_that_is_seen_is_said():
    prompt = prompt_for(RICH).prompt
    for said in (
        "close-up", "low angle", "34 year old woman", "hair in a bun", "coat", "reaching out, afraid", "street",
        "at night", "rain", "warm light", "low-key", "oil style", "tense mood", "Mara finds the letter",
    ):  # fmt: skip
        assert said in prompt
    assert "ink" not in prompt, "a style of little weight is not asked for in words"
    assert prompt_for(RICH).dropped == ()


def test_a_description_of_the_users_own_replaces_the_identity_in_words():
    told = member("mara", description="a tall woman with a scar over her left eye")
    prompt = prompt_for(shot_plan("mara", cast=(told,))).prompt
    assert "scar over her left eye" in prompt
    assert "34 year old" not in prompt


def test_the_scripts_own_prompt_wins_word_for_word():
    plan = shot_plan("mara", prompt="A red Kite,  over (the) Dunes", negative_prompt="birds")
    assert prompt_for(plan)[:2] == ("A red Kite,  over (the) Dunes", "birds")


def test_the_least_important_clauses_go_first():
    full, tight = prompt_for(RICH), prompt_for(RICH, 50, words)
    assert tight.dropped[0] == "40 mm lens"
    assert "close-up of the face" in tight.prompt
    assert "at night" in tight.prompt
    assert set(tight.dropped) <= set(full.prompt.replace("oil style", "oil style").split(", ")) | {
        clause for clause in tight.dropped if clause in full.prompt
    }


def test_what_the_critic_stresses_is_said_first_and_dropped_last():
    stressed = RICH.model_copy(update={"tuning": Tuning(emphasis=("a harbour at night", "two people"))})
    assert prompt_for(stressed).prompt.startswith("a harbour at night, two people, ")
    assert prompt_for(stressed, 7, words).prompt == "a harbour at night"


def test_an_own_prompt_beyond_the_limit_is_cut_at_a_word_and_said():
    cut = prompt_for(shot_plan(prompt=" ".join(f"word{i}" for i in range(200))), 77, words)
    assert words(cut.prompt) == 77
    assert cut.dropped == (" ".join(f"word{i}" for i in range(75, 200)),)


def test_an_empty_frame_asks_for_no_people():
    assert prompt_for(shot_plan()).negative.startswith("people")
    assert not prompt_for(shot_plan("mara")).negative.startswith("people")


@given(limit=st.integers(3, 120), own=st.none() | st.text(max_size=300), brief=st.text(max_size=300))
def test_no_prompt_is_over_the_limit(limit, own, brief):
    made = prompt_for(
        RICH.model_copy(update={"prompt": own, "brief": brief}), limit, lambda text: len(text.split()) + 2
    )
    assert len(made.prompt.split()) + 2 <= limit
    assert len(made.negative.split()) + 2 <= limit


def test_colours_are_named_by_the_nearest():
    for name, rgb in COLOURS.items():
        assert colour_name("#{:02x}{:02x}{:02x}".format(*rgb)) == name
    assert colour_name("#101010") == "black"
    assert colour_name("#b02a2a") == "red"


@pytest.mark.parametrize(("age", "noun"), [(9, "girl"), (34, "woman")])
def test_children_are_named_as_children(age, noun):
    young = member("mara", identity=member("mara").identity.model_copy(update={"age": age}))
    assert f"{age} year old {noun}" in prompt_for(shot_plan("mara", cast=(young,))).prompt
