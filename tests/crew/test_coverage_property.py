"""Random scenes: whatever the script, every word is heard once, in order, and the shots can be watched."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crew.director import Taste
from crew.shooting import estimated, heard_s, speech_of
from film.screenplay import Action, Dialogue, Heading, Screenplay, ScreenplayEpisode, ScreenplayScene
from film.series import Scene
from tests.crew.pages import planned

NAMES = ("MARA", "ELI", "NINA QUINN", "OLD MAN", "मीरा", "SYSTEM", "../../etc", "👩‍🚀", "X" * 300)
WORDS = ("the", "sea", "No!", "wait,", "MARA", "Eli", "letter", "runs", "silence.", "नहीं।", "why?", "—", "storm", "कल")

speeches = st.builds(
    dict,
    who=st.sampled_from(NAMES),
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=70),
    extension=st.sampled_from(("", "", "", "V.O.", "O.S.", "CONT'D")),
    dual=st.booleans(),
)
actions = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40)
scenes = st.lists(st.one_of(speeches, actions), max_size=12)


def script(scene: list) -> Screenplay:
    elements = []
    for at, item in enumerate(scene):
        if isinstance(item, dict):
            after_speech = at > 0 and isinstance(scene[at - 1], dict)
            elements.append(
                Dialogue(
                    id=f"ep01/sc001/ln{at:04d}", character=item["who"], extension=item["extension"],
                    text={"en": " ".join(item["words"])}, dual=item["dual"] and after_speech,
                )
            )  # fmt: skip
        else:
            elements.append(Action(id=f"ep01/sc001/ac{at:04d}", text=" ".join(item)))
    heading = Heading(text="INT. ROOM - NIGHT", setting="INT", place="ROOM", time="NIGHT")
    only = ScreenplayScene(id="ep01/sc001", heading=heading, elements=tuple(elements))
    return Screenplay(episodes=(ScreenplayEpisode(id="ep01", scenes=(only,)),))


def heard_words(scene: Scene) -> list[tuple[str, int]]:
    """(line id, word index) in the order they are heard."""
    counts = {line.id: len(speech_of(line).words) for line in scene.lines}
    return [
        (spoken.line_id, word)
        for shot in scene.shots
        for spoken in shot.spoken
        for word in range(spoken.first or 0, counts[spoken.line_id] if spoken.end is None else spoken.end)
    ]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenes, st.sampled_from((3.0, 6.0, 10.0)))
def test_every_word_is_heard_once_in_order(scene, max_shot_s):
    planned_scene = planned(script(scene), taste=Taste(max_shot_s=max_shot_s)).episodes[0].scenes[0]
    every = [(line.id, word) for line in planned_scene.lines for word in range(len(speech_of(line).words))]
    assert heard_words(planned_scene) == every


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenes)
def test_shots_can_be_watched(scene):
    planned_scene = planned(script(scene)).episodes[0].scenes[0]
    known = {line.character_id for line in planned_scene.lines} | {
        who for b in planned_scene.beats for who in b.present
    }
    shots = planned_scene.shots
    assert shots and len({shot.id for shot in shots}) == len(shots)
    for shot in shots:
        assert set(shot.cast) <= known
        assert shot.duration_s >= heard_s(shot, planned_scene) - 1e-3, "a shot ends before its last word"
        overlapping = any(line.overlaps_previous for line in planned_scene.lines)
        assert overlapping or shot.duration_s <= 10.5
        goes_on = shot.spoken and shot.spoken[-1].end is not None
        assert goes_on or shot.duration_s >= 1.5
    for before, after in zip(shots, shots[1:], strict=False):
        one, other = before.state.camera, after.state.camera
        same = (one.size, one.subjects, one.over) == (other.size, other.subjects, other.over)
        assert not same, f"two equal framings in a row: {before.id} {after.id}"
    assert len({shot.state.camera.side for shot in shots}) == 1


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60))
def test_an_estimate_spans_every_word(words):
    speech = estimated(" ".join(words))
    assert [time.word for time in speech.words] == words
    ends = [time.end_s for time in speech.words]
    assert ends == sorted(ends) and abs(ends[-1] - speech.duration_s) < 1e-6
