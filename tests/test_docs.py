"""The page about the stage names what the stage has: every member, and nothing that is gone."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import get_args

import pytest

from configs.look_files import built_in_looks
from configs.style_files import built_in_styles
from film.bible import FacialHair, Footwear, Garment, HairStyle, Headwear, Legwear, Pattern, Service, TimeOfDay, Weather
from film.series import Aspect, Doing, HeldProp, Verb
from film.state import Angle, LightKind, MoveKind, ShotSize
from tools.render.stage import MOVES
from tools.stage.extras import USUAL
from tools.stage.set_names import SET_NAMES

HOUSE = Path(__file__).resolve().parents[1]
PAGE = HOUSE / "docs" / "STAGE.md"
LONGEST = 120

LISTS: dict[str, Collection[str]] = {
    "Sets": SET_NAMES, "Extras": USUAL, "Hours": get_args(TimeOfDay), "Weather": get_args(Weather),
    "Light by name": get_args(LightKind), "Moves": get_args(MoveKind), "Sizes": get_args(ShotSize), "Angles": get_args(Angle),
    "Formats": get_args(Aspect), "Hair": get_args(HairStyle), "Facial hair": get_args(FacialHair),
    "Garments": get_args(Garment), "Legs": get_args(Legwear), "Shoes": get_args(Footwear), "Headwear": get_args(Headwear),
    "Patterns": get_args(Pattern), "Uniforms": get_args(Service), "Verbs": get_args(Verb),
    "Expressions": get_args(Doing.model_fields["expression"].annotation), "Held things": get_args(HeldProp),
    "Styles": [style.name for style in built_in_styles()], "Looks": [look.name for look in built_in_looks()],
}  # fmt: skip
OTHERS = {"Styles": {"animation"}}
"""Names in a paragraph that are no members: a profile."""


def _named(label: str) -> list[str]:
    """What the paragraph that begins with a label in bold has in code type; options are no names."""
    text = PAGE.read_text("utf-8")
    (paragraph,) = re.findall(rf"^\*\*{label}\.?\*\*(.*?)(?:\n\n|\Z)", text, re.DOTALL | re.MULTILINE)
    return [name for name in re.findall(r"`([^`]+)`", paragraph) if not name.startswith("-")]


@pytest.mark.parametrize("label", LISTS)
def test_a_list_of_the_stage_page_is_what_the_code_has(label: str) -> None:
    named = [name for name in _named(label) if name not in OTHERS.get(label, ())]
    assert sorted(named) == sorted(LISTS[label])


def test_the_stage_page_stays_short_and_the_stage_makes_every_move() -> None:
    assert len(PAGE.read_text("utf-8").splitlines()) <= LONGEST
    assert set(MOVES) == set(get_args(MoveKind))


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", *sorted(f"docs/{path.name}" for path in (HOUSE / "docs").glob("*.md"))]
)
def test_links_lead_to_files(page: str) -> None:
    text = (HOUSE / page).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in link]
    assert not [link for link in links if not (HOUSE / page).parent.joinpath(link).exists()]


def test_the_readme_names_every_style_and_counts_the_sets() -> None:
    readme = (HOUSE / "README.md").read_text("utf-8")
    assert not [style.name for style in built_in_styles() if f"`{style.name}`" not in readme]
    assert f"{len(SET_NAMES)} sets" in readme
