"""Camera directions of a script: read where they are meant, honoured in the coverage, and used with taste by the house."""

from __future__ import annotations

import pytest

from crew.directions import read_direction
from tests.crew.pages import VOCABULARY, planned
from tools.script.fountain import parse_fountain


def read(sentence, named=()):
    return read_direction(sentence, [(who, sentence.index(name)) for who, name in named], VOCABULARY).camera


@pytest.mark.parametrize(
    ("sentence", "move", "direction"),
    [
        ("CRANE UP.", "crane", "up"), ("CRANE DOWN to the two of them.", "crane", "down"), ("Crane up over the roofs.", "crane", "up"),
        ("The camera cranes up.", "crane", "up"), ("WHIP PAN TO BIRA.", "whip_pan", None), ("We whip pan left to the door.", "whip_pan", "left"),
        ("RACK FOCUS TO BIRA", "rack_focus", None), ("The focus shifts: rack focus to the window.", "rack_focus", None),
        ("ZOLLY on Maya as she sees the blood.", "dolly_zoom", "in"), ("A dolly zoom out: the corridor stretches.", "dolly_zoom", "out"),
        ("Vertigo effect.", "dolly_zoom", "in"), ("Aerial shot of the valley.", "drone", "up"), ("AERIAL VIEW.", "drone", "up"),
        ("Tracking shot with Maya along the ridge.", "follow", None), ("The camera follows her.", "follow", None),
        ("PUSH IN ON her face.", "push_in", "in"), ("Pull back to reveal the ships.", "pull_back", None), ("PAN RIGHT.", "pan", "right"),
        ("The camera pans across the room.", "pan", None), ("HANDHELD.", "handheld", None), ("क्रेन शॉट।", "crane", "up"),
        ("डॉली ज़ूम, माया पर।", "dolly_zoom", "in"), ("व्हिप पैन बीरा पर।", "whip_pan", None), ("रैक फोकस बीरा पर।", "rack_focus", None),
    ],
)  # fmt: skip
def test_a_direction_is_read(sentence, move, direction):
    camera = read(sentence)
    assert camera is not None and (camera.move, camera.direction) == (move, direction)


@pytest.mark.parametrize(
    "sentence",
    [
        "She washes the pan and the crane lifts a box.", "He puts the pan to the fire.", "They push in through the door.",
        "She pulls back the curtain.", "A drone hums over the field.", "He follows her.", "They orbit each other, dancing.",
        "Dolly sits down.", "He tilts up his hat to her.",
    ],
)  # fmt: skip
def test_a_thing_or_a_deed_is_no_direction(sentence):
    assert read(sentence) is None


def test_a_direction_names_whom_it_ends_on_and_how_fast_it_goes():
    assert read("RACK FOCUS TO BIRA.", [("bira", "BIRA")]).target == "bira"
    assert read("Maya waits. WHIP PAN to Bira.", [("maya", "Maya"), ("bira", "Bira")]).target == "bira"
    assert read("Slow push in on Maya.", [("maya", "Maya")]).speed == 0.5
    assert read("The camera slowly pushes in.").speed == 0.5
    assert read("A rapid dolly zoom.").speed == 1.7
    assert read("WHIP PAN TO:").alone and not read("ZOLLY on Maya.", [("maya", "Maya")]).alone


SCRIPT = """INT. KITCHEN - NIGHT

MAYA stirs a pot. BIRA stands at the door.

RACK FOCUS TO BIRA.

MAYA
You came back. I did not think you would ever come back to this house.

WHIP PAN TO:

BIRA drops his bag. ZOLLY on Bira as he sees the blood.

EXT. HILL - DUSK

MAYA walks up the hill. Bira and Maya stand together on the hilltop. CRANE UP.

EXT. QUAY - DAY

A crane lifts a box. MAYA runs along the quay.
"""


@pytest.fixture(scope="module")
def shots():
    return [shot for _, _, shot in planned(parse_fountain(SCRIPT, "x")).walk()]


def of(shots, kind):
    return [shot for shot in shots if shot.state.camera.move.kind == kind]


def test_the_directions_of_a_script_are_shot(shots):
    (rack,) = of(shots, "rack_focus")
    assert rack.state.camera.subjects == ("maya", "bira") and rack.state.camera.move.target == "bira"
    (whip,) = of(shots, "whip_pan")
    assert whip.state.camera.move.target == "bira" and whip.brief["en"].startswith("BIRA drops")
    (zolly,) = of(shots, "dolly_zoom")
    assert zolly.state.camera.subjects == ("bira",)
    (crane,) = of(shots, "crane")
    assert crane.id.startswith("ep01/sc002")
    assert set(crane.cast) == {"maya", "bira"}


def test_no_sentence_is_lost_to_a_direction(shots):
    told = " ".join(shot.brief["en"] for shot in shots)
    for sentence in ("stirs a pot", "stands at the door", "drops his bag", "stand together on the hilltop", "A crane lifts a box"):
        assert sentence in told


def test_a_camera_direction_is_no_transition_and_no_cue():
    screenplay = parse_fountain("INT. ROOM - DAY\n\nAnna waits.\n\nWHIP PAN TO:\n\nBen runs.\n\nCUT TO:\n\nINT. HALL - DAY\n\nNight.\n", "x")
    kinds = [element.kind for element in screenplay.episodes[0].scenes[0].elements]
    assert kinds == ["action", "action", "action", "transition"]


def test_the_house_cranes_up_at_the_end_of_an_episode_and_nowhere_else():
    from crew.answers.director import BeatFact, CoverFacts, DeedFact, LimitFact, PersonFact, SceneFact, SentenceFact
    from crew.understudy.coverage import cover

    def last_move(last, interior):
        scene = SceneFact(
            heading="EXT. HILL - DUSK", place="HILL", set="valley", interior=interior, time_of_day="dusk", weather="clear", mood="hopeful",
            first_of_episode=False, place_changed=False, time_jump=False, last_of_episode=last,
        )  # fmt: skip
        deed = SentenceFact(text="Maya waits alone.", people=("maya",), deeds=(DeedFact(who="maya", verb="wave"),))
        beat = BeatFact(id="b", kind="action", present=("maya",), sentences=(deed,))
        facts = CoverFacts(
            scene=scene, people=(PersonFact(id="maya", name="MAYA"),), beats=(beat,), limits=LimitFact(min_shot_s=1.5, max_shot_s=10, max_cast=4)
        )  # fmt: skip
        return cover(facts).shots[-1].move

    assert last_move(True, False) == "crane"
    assert last_move(False, False) != "crane"
    assert last_move(True, True) != "crane"
