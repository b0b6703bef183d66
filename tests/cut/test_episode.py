"""An episode from its CutPlan: sound, picture, subtitles and timeline on one clock."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import opentimelineio as otio
import pysubs2
import pytest

from film.bible import Voice
from film.cut_plan import Air, Chapter, CutCard, CutPlan, CutShot, MusicCue, Placement, picture_sha256, sound_of
from film.errors import RenderError
from film.series import Finish, WordTime
from tests.cut.pictures import ENCODING, FPS, SIZE, clip, difference
from tools.cut import decode, kept, picture
from tools.cut.decode import probe, read_frames
from tools.cut.film import KEPT, cut_episode, timeline_of
from tools.cut.sound import mix_episode
from tools.voice.synth import synthesise, write_speech

LINES = {"en": "Good night.", "hi": "शुभ रात्रि।"}
STREET_S = 12 / FPS


@pytest.fixture(scope="module")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> tuple[CutPlan, dict[str, Path], Path]:
    """(plan of 12 + 36 + 24 + 12 frames, clips by shot, speech folder)."""
    folder = tmp_path_factory.mktemp("run")
    speech, placed = folder / "speech", []
    for tag, text in LINES.items():
        kept = write_speech(synthesise(text, tag, Voice(rate_wpm=220)), speech)
        at_s = 2.3
        words = tuple(WordTime(word=w.word, start_s=at_s + w.start_s, end_s=at_s + w.end_s) for w in kept.words)
        placed.append(
            Placement(
                line_id="l1", character_id="mara", track=tag, language=tag, speech_sha256=kept.sha256, at_s=at_s,
                from_s=0.0, to_s=kept.duration_s, words=words,
            )
        )  # fmt: skip
    clips = {"sh1": clip(folder / "1.mp4", 36, 0), "sh2": clip(folder / "2.mp4", 24, 1)}
    plan = CutPlan(
        episode_id="ep01",
        title={"en": "Rain"},
        fps=FPS,
        width=SIZE[0],
        height=SIZE[1],
        frames=84,
        encoding_sha256="0" * 64,
        shots=(
            CutShot(shot_id="sh1", at=12, frames=36),
            CutShot(shot_id="sh2", at=48, frames=24, transition="dissolve", transition_frames=6),
        ),
        cards=(
            CutCard(kind="title", text="Rain", at=0, frames=12),
            CutCard(kind="end", text="End", at=72, frames=12),
        ),
        speech=tuple(placed),
        tracks=("en", "hi"),
        subtitles=("en", "hi"),
        captions={"l1": LINES},
        music=(MusicCue(scene_id="s", start_s=STREET_S, end_s=3.0, mood="calm", tempo_bpm=80, seed=3),),
        air=(Air(start_s=STREET_S, end_s=3.0, set="street", interior=False, weather="rain", time_of_day="night"),),
        chapters=(Chapter(scene_id="s", title="STREET", start_s=STREET_S),),
        finish=Finish(end_card_s=0.5),
    )
    return plan, clips, speech


def test_an_episode_is_exact_complete_and_the_same_in_two_folders(set_up, tmp_path: Path) -> None:
    plan, clips, speech = set_up
    made = []
    for name in ("a", "दूसरा"):
        sound = tmp_path / name / "sound"
        mix_episode(sound_of(plan), speech, tmp_path, sound)
        made.append(cut_episode(plan, clips, sound, ENCODING, tmp_path / name / "films"))
        assert [p.name for p in (tmp_path / name / "films").glob("*.mp4")] == [f"{made[-1].file_sha256}.mp4"]
    assert made[0] == made[1]
    facts = probe(tmp_path / "a" / "films" / f"{made[0].file_sha256}.mp4")
    assert facts.frames == made[0].frames == 84 and facts.duration_s == pytest.approx(84 / FPS, abs=0.001)
    assert [(s.kind, s.language) for s in facts.streams if s.kind != "data"] == [
        ("video", "und"), ("audio", "eng"), ("audio", "hin"), ("subtitle", "eng"), ("subtitle", "hin"),
    ]  # fmt: skip
    assert facts.chapters == ((0.0, "Rain"), (STREET_S, "STREET"))
    stems = {path.name for path in (tmp_path / "a" / "sound").iterdir()}
    assert {"narration_en.wav", "narration_hi.wav", "music.wav", "ambience.wav", "mix_en.wav"} <= stems


def test_subtitles_stand_with_the_voices_and_end_with_the_film(set_up, tmp_path: Path) -> None:
    plan, _, speech = set_up
    mix_episode(sound_of(plan), speech, tmp_path, tmp_path / "sound")
    for tag, text in LINES.items():
        (event,) = pysubs2.load(str(tmp_path / "sound" / f"{tag}.srt"))
        assert event.plaintext == text
        assert 2300 <= event.start <= 2450 and event.end <= 3500


def test_a_missing_clip_or_mix_is_an_error_and_leaves_no_film(set_up, tmp_path: Path) -> None:
    plan, clips, speech = set_up
    sound = tmp_path / "sound"
    mix_episode(sound_of(plan), speech, tmp_path, sound)
    with pytest.raises(RenderError, match=r"gone\.mp4"):
        cut_episode(plan, {**clips, "sh2": tmp_path / "gone.mp4"}, sound, ENCODING, tmp_path / "films")
    (sound / "mix_hi.wav").unlink()
    with pytest.raises(RenderError, match=r"mix_hi\.wav"):
        cut_episode(plan, clips, sound, ENCODING, tmp_path / "films")
    assert [path.name for path in (tmp_path / "films").iterdir() if path.name != KEPT] == []


def test_the_timeline_has_the_length_of_the_film(set_up, tmp_path: Path) -> None:
    plan, clips, _ = set_up
    timeline = otio.adapters.read_from_file(str(timeline_of(plan, clips, tmp_path / "ep01.otio")))
    assert timeline.tracks[0].duration().value == 84


def changed(plan: CutPlan) -> CutPlan:
    """The same length with the first shot trimmed and slowed, the second shown fast."""
    slow = plan.shots[0].model_copy(update={"first": 4, "speed": 0.5})
    fast = plan.shots[1].model_copy(update={"at": 48, "first": 0, "frames": 12, "speed": 2.0})
    held = CutShot(shot_id="sh3", at=60, frames=12, first=7)
    return plan.model_copy(update={"shots": (slow, fast, held)})


def test_trims_and_speeds_reach_the_film_frame_by_frame(set_up, tmp_path: Path) -> None:
    plan, clips, speech = set_up
    plan, clips = changed(plan), {**clips, "sh3": clips["sh2"]}
    mix_episode(sound_of(plan), speech, tmp_path, tmp_path / "sound")
    made = cut_episode(plan, clips, tmp_path / "sound", ENCODING, tmp_path / "films")
    film = list(read_frames(tmp_path / "films" / f"{made.file_sha256}.mp4"))
    slow, fast = list(read_frames(clips["sh1"])), list(read_frames(clips["sh2"]))
    assert len(film) == made.frames == 84
    assert difference(film[12], slow[4]) < 3 and difference(film[12 + 20], slow[14]) < 3
    assert difference(film[48 + 8], fast[16]) < 3
    assert difference(film[60], fast[7]) < 3 and np.array_equal(film[61 + 4], fast[12])


def test_the_timeline_carries_trims_and_speeds(set_up, tmp_path: Path) -> None:
    plan, clips, _ = set_up
    clips = {**clips, "sh3": clips["sh2"]}
    track = otio.adapters.read_from_file(str(timeline_of(changed(plan), clips, tmp_path / "ep01.otio"))).tracks[0]
    shown = {clip.name: clip for clip in track.find_clips()}
    assert track.duration().value == 84
    spans = {name: (c.source_range.start_time.value, c.source_range.duration.value) for name, c in shown.items()}
    assert (spans["sh1"], spans["sh2"], spans["sh3"]) == ((4, 36), (0, 12), (7, 12))
    assert [[e.time_scalar for e in shown[name].effects] for name in ("sh1", "sh2", "sh3")] == [[0.5], [2.0], []]
    assert shown["sh3"].media_reference.available_range.duration.value == 24


def test_other_music_draws_and_encodes_nothing_again(set_up, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, clips, speech = set_up
    softer = plan.model_copy(update={"finish": plan.finish.model_copy(update={"music_gain_db": -9.0})})
    assert picture_sha256(softer) == picture_sha256(plan)
    for version, name in ((plan, "a"), (softer, "b")):
        mix_episode(sound_of(version), speech, tmp_path, tmp_path / name)
    first = cut_episode(plan, clips, tmp_path / "a", ENCODING, tmp_path / "films")
    fresh = cut_episode(softer, clips, tmp_path / "b", ENCODING, tmp_path / "other")
    monkeypatch.setattr(picture, "draw", None)
    monkeypatch.setattr(kept, "frame_sha256s", None)
    after = cut_episode(softer, clips, tmp_path / "b", ENCODING, tmp_path / "films")
    assert after == fresh != first and after.picture_sha256 == first.picture_sha256
    assert after.picture_sha256 == decode.picture_sha256(tmp_path / "films" / f"{after.file_sha256}.mp4")
