"""Sentences that describe a shot: camera, place and look are read, and nothing is read into sentences that tell."""

from __future__ import annotations

import pytest

from configs.look_files import built_in_looks
from configs.settings import read_yaml
from crew.described import as_described, described, describes_shots, in_one_look, place_described, screenplay_of_shots
from crew.understudy.vocabulary import Vocabulary
from film.screenplay import Story
from film.series import Shot
from film.state import Camera, VisualState

LOOKS = {look.name: tuple(word for spoken in look.words.values() for word in spoken) for look in built_in_looks()}
VOCABULARY = Vocabulary.model_validate({**read_yaml("vocabulary.yaml"), "looks": LOOKS})
TOKYO = "Slow tracking shot of a neon-drenched Tokyo street, 35mm grain, anamorphic lens flare, raining"


def _shot(**camera) -> Shot:
    return Shot(id="ep01/sc001/sh0010", kind="establishing", state=VisualState(camera=Camera(**camera)))


def test_the_sentence() -> None:
    shot = as_described(_shot(size="extreme_wide"), [TOKYO], VOCABULARY)
    move = shot.state.camera.move
    assert (move.kind, move.direction) == ("dolly", "in") and move.speed < 0.7
    assert shot.state.looks == ("35mm", "anamorphic")
    assert place_described(TOKYO, VOCABULARY) == "neon-drenched Tokyo street"


@pytest.mark.parametrize(
    ("text", "kind", "size", "angle"),
    [
        ("Wide shot of a desert at dawn, sepia.", None, "wide", None),
        ("Low angle shot of a church tower.", None, None, "low"),
        ("Drone shot over a forest in autumn colours.", "drone", None, None),
        ("Extreme close-up of an eye.", None, "extreme_close", None),
        ("Handheld camera through a crowded market.", "handheld", None, None),
    ],
)
def test_other_descriptions(text: str, kind: str | None, size: str | None, angle: str | None) -> None:
    found = described(text, VOCABULARY)
    assert found is not None
    assert (found.camera.move if found.camera else None, found.size, found.angle) == (kind, size, angle)


@pytest.mark.parametrize(
    "text",
    [
        "She puts the pan on the stove.", "He follows her slowly down the street.", "A golden ring lies in the box.",
        "They are close now.", "Rain falls on the empty market.", "The old film grain of the table shows.",
    ],
)  # fmt: skip
def test_what_tells_is_no_description(text: str) -> None:
    assert described(text, VOCABULARY) is None
    assert as_described(_shot(), [text], VOCABULARY) == _shot()


def test_a_followed_person_is_followed() -> None:
    shot = as_described(_shot(subjects=("mara",)), ["Tracking shot of Mara along the pier."], VOCABULARY)
    assert shot.state.camera.move.kind == "follow"


def test_a_text_of_shots_is_filmed_and_not_told() -> None:
    text = f"{TOKYO}. Close-up of a red lantern. Wide shot of a snowy forest."
    assert describes_shots(text, VOCABULARY)
    story = Story(title={"en": "Neon"}, language="en", paragraphs=(text,))
    sentences = [f"{TOKYO}.", "Close-up of a red lantern.", "Wide shot of a snowy forest."]
    screenplay = screenplay_of_shots(story, sentences, VOCABULARY)
    assert [scene.heading.text for scene in screenplay.scenes] == [
        "EXT. NEON-DRENCHED TOKYO STREET - NIGHT", "EXT. SNOWY FOREST - NIGHT",
    ]  # fmt: skip
    assert [len(scene.elements) for scene in screenplay.scenes] == [2, 1] and not screenplay.lines


def test_a_look_holds_for_the_scene() -> None:
    first = as_described(_shot(), [TOKYO], VOCABULARY)
    assert [shot.state.looks for shot in in_one_look([first, _shot()])] == [("35mm", "anamorphic")] * 2
