"""Clothes: right ones pass in any light, others fail, and what is not seen is not judged."""

from __future__ import annotations

import numpy as np
import pytest

from film.bible import Wardrobe
from film.state import Camera, Look, StyleWeight, VisualState
from tests.fakes.fake_eye import FakeEye
from tests.fakes.plans import member, shot_plan
from tools.render.engine import Sources
from tools.score.clip import clothes_colour, wardrobe
from tools.score.clip.outfit_plates import OutfitPlate
from tools.score.face.reading import FaceTrack, FoundFace
from tools.score.footage import footage_of

WIDTH, HEIGHT = 160, 120
FACE = (64.0, 16.0, 94.0, 54.0)
SKIN, RED, GREEN, NAVY = (196, 142, 116), (168, 38, 40), (46, 122, 60), (38, 46, 84)
DAY, DUSK, NIGHT = (1.0, 1.0, 1.0), (0.72, 0.42, 0.24), (0.10, 0.15, 0.30)


def figure(top, under=None, light=DAY, skin=SKIN) -> np.ndarray:
    """(h, w, 3) uint8: a face over shoulders in cloth with folds and a strip of another below, in some light."""
    linear = np.full((HEIGHT, WIDTH, 3), 0.25)
    cloth = clothes_colour._linear(np.array(top, np.uint8))
    folds = 0.75 + 0.25 * np.sin(np.arange(WIDTH) / 5)[None, :, None]
    linear[58:, 30:130] = cloth * folds[:, 30:130]
    if under is not None:
        linear[58:, 74:84] = clothes_colour._linear(np.array(under, np.uint8))
    linear[16:54, 64:94] = clothes_colour._linear(np.array(skin, np.uint8))
    shown = clothes_colour._encoded(np.clip(linear * np.array(light), 0, 1))
    noise = np.random.default_rng(3).normal(0, 2, shown.shape)
    return np.clip(shown * 255 + noise, 0, 255).astype(np.uint8)


def likeness(frame: np.ndarray, plate: np.ndarray) -> float:
    found = clothes_colour.likeness(frame, FACE, plate, FACE)
    assert found is not None
    return found


@pytest.mark.parametrize("light", [DAY, DUSK, NIGHT])
def test_light_changes_no_clothes(light):
    plate = figure(RED, NAVY)
    assert likeness(figure(RED, NAVY, light), plate) > 0.85
    for other in (GREEN, NAVY, (235, 232, 228), (18, 18, 18)):
        assert likeness(figure(other, NAVY, light), plate) < 0.6


def test_without_the_skin_dusk_would_pass_for_other_clothes():
    """What the measure is worth: the same pictures compared as they are look like different cloth."""
    plate, dusk = figure(RED, NAVY), figure(RED, NAVY, DUSK)
    as_they_are = clothes_colour.colours(clothes_colour._linear(dusk[60:, 40:120].reshape(-1, 3)[:200]))
    drawn = clothes_colour.colours(clothes_colour._linear(plate[60:, 40:120].reshape(-1, 3)[:200]))
    assert 1 - clothes_colour._moved(as_they_are, drawn) < likeness(dusk, plate) - 0.1


def test_shares_of_the_same_colours_count():
    plate = figure(RED, NAVY)
    assert likeness(figure(NAVY, RED), plate) < likeness(figure(RED, NAVY), plate) - 0.2


def test_clothes_that_are_cut_off_or_unlit_say_nothing():
    plate = figure(RED)
    assert clothes_colour.likeness(figure(RED)[:60], FACE, plate, FACE) is None
    assert clothes_colour.likeness(figure(RED, light=(1e-4,) * 3), FACE, plate, FACE) is None
    assert clothes_colour.likeness(figure(RED, light=(9.0,) * 3), FACE, plate, FACE) is None


def face(who: str | None = "mara", box=FACE, yaw_deg: float = 0.0) -> FoundFace:
    return FoundFace(box, np.zeros((5, 2), np.float32), 0.9, np.ones(4, np.float32) / 2, yaw_deg, who)


def judged(plan, frames, faces, monkeypatch, tmp_path, eye=None, top=RED, plates=True):
    monkeypatch.setattr(wardrobe, "outfit_plate", lambda member, sources: OutfitPlate(figure(top), FACE))
    footage = footage_of(frames, 8)
    track = (
        None
        if faces is None
        else FaceTrack((tuple(faces),) * len(frames), footage.at, (WIDTH, HEIGHT), "insightface@x")
    )
    sources = Sources(tmp_path, tmp_path, plates=tmp_path / "plates" if plates else None)
    by_words, by_colour = wardrobe.score(plan, footage, track, sources, eye, "no CLIP model" if eye is None else "")
    assert (by_words.measure, by_colour.measure) == wardrobe.MEASURES
    return by_words, by_colour


def clip(top, frames=6, light=DAY) -> np.ndarray:
    return np.stack([figure(top, light=light)] * frames)


def test_the_right_outfit_passes_and_a_swapped_one_does_not(monkeypatch, tmp_path):
    plan = shot_plan("mara")
    _, right = judged(plan, clip(RED, light=DUSK), [face()], monkeypatch, tmp_path)
    _, wrong = judged(plan, clip(GREEN, light=DUSK), [face()], monkeypatch, tmp_path)
    assert right.value > 0.85 > 0.6 > wrong.value
    assert right.evidence == {"who": "mara", "pictures": wardrobe.SIGHTINGS}
    assert right == judged(plan, clip(RED, light=DUSK), [face()], monkeypatch, tmp_path)[1]


def test_the_worst_dressed_decides(monkeypatch, tmp_path):
    plan = shot_plan("mara", "elias")
    frames = np.concatenate([clip(RED), clip(GREEN)], axis=2)
    other = face("elias", (FACE[0] + WIDTH, FACE[1], FACE[2] + WIDTH, FACE[3]))
    _, score = judged(plan, frames, [face(), other], monkeypatch, tmp_path)
    assert score.evidence["who"] == "elias"
    assert score.value < 0.6


def test_clothes_are_read_in_words_too(monkeypatch, tmp_path):
    """A hand-made eye sees what the test says: the planned coat above zero, another colour and another garment below."""
    plan = shot_plan("mara", cast=(member("mara", wardrobe=Wardrobe(id="w", garment="coat", top_colour="#b42828")),))
    monkeypatch.setattr(wardrobe, "person_crop", lambda frame, box: frame)

    def worn(outfit: str):
        eye = FakeEye()
        shown = eye.showing(f"a person wearing {outfit}", 4, HEIGHT, WIDTH)
        return judged(plan, shown, [face()], monkeypatch, tmp_path, eye)[0]

    assert worn("a red coat").value > 0.2
    green, dress = worn("a green coat"), worn("a red dress")
    assert green.value < -0.2
    assert green.evidence["taken_for"] == "wearing a green coat"
    assert dress.value < -0.2
    assert dress.evidence["taken_for"] == "wearing a red dress"


def test_only_outfits_that_look_otherwise_are_called_wrong():
    red_coat = member("mara", wardrobe=Wardrobe(id="w", garment="coat", top_colour="#b42828"))
    wrong = wardrobe.other_outfits(red_coat)
    assert {"wearing a green coat", "wearing a red dress", "wearing a white coat"} <= set(wrong)
    assert not {"wearing a red coat", "wearing a dark red coat", "wearing a red jacket", "wearing a blond coat"} & set(
        wrong
    )


@pytest.mark.parametrize(
    ("faces", "why"),
    [
        ([], "nobody's clothes"),
        ([face(who=None)], "nobody's clothes"),
        ([face(yaw_deg=80.0)], "nobody's clothes"),
        ([face(box=(70.0, 20.0, 77.0, 29.0))], "nobody's clothes"),
        ([face(), face("elias", (60.0, 50.0, 90.0, 85.0))], "nobody's clothes"),
    ],
)
def test_clothes_that_no_known_face_shows_are_not_judged(faces, why, monkeypatch, tmp_path):
    words, colour = judged(shot_plan("mara"), clip(RED), faces, monkeypatch, tmp_path, FakeEye())
    for score in (words, colour):
        assert score.status == "not_applicable"
        assert why in score.evidence["why"]


@pytest.mark.parametrize(
    ("fields", "words", "colour"),
    [
        ({"still_sha256": "a" * 64}, "not_applicable", "not_applicable"),
        ({"kind": "insert"}, "not_applicable", "not_applicable"),
        ({"state": VisualState(camera=Camera(size="extreme_close"))}, "not_applicable", "not_applicable"),
        ({"state": VisualState(look=Look(monochrome=1.0))}, "measured", "not_applicable"),
        ({"state": VisualState(styles=(StyleWeight(style="oil"),))}, "measured", "not_applicable"),
        ({}, "measured", "measured"),
    ],
)
def test_where_colours_are_not_those_of_the_cloth_only_words_judge(fields, words, colour, monkeypatch, tmp_path):
    eye = FakeEye()
    monkeypatch.setattr(wardrobe, "person_crop", lambda frame, box: frame)
    eye.showing("a person wearing a red coat")
    frames = clip(RED)
    frames[:, 0, 0, 0] = 0
    found = judged(shot_plan("mara", **fields), frames, [face()], monkeypatch, tmp_path, eye)
    assert [score.status for score in found] == [words, colour]


def test_without_models_it_is_unknown_and_says_what_to_give(monkeypatch, tmp_path):
    words, colour = judged(shot_plan("mara"), clip(RED), None, monkeypatch, tmp_path)
    assert (words.status, colour.status) == ("unknown", "unknown")
    assert "--face-pack" in colour.evidence["why"]
    words, colour = judged(shot_plan("mara"), clip(RED), [face()], monkeypatch, tmp_path)
    assert (words.status, colour.status) == ("unknown", "measured"), "colour needs no CLIP model"
    _, undrawn = judged(shot_plan("mara"), clip(RED), [face()], monkeypatch, tmp_path, plates=False)
    assert undrawn.status == "not_applicable"
