"""A person's gains in the finished mix: what they asked for changes, all else stays; no gain changes no bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from film.bible import Voice
from film.cut_plan import Air, MusicCue, Placement, SoundPlan
from tools.cut.levels import RAMP_S, RATE_HZ, Level, duck, shape
from tools.cut.loudness import integrated_lufs, true_peak
from tools.cut.mix import EDGE_S, Placed, at_48k, mix
from tools.cut.sound import mix_episode
from tools.music.score import Cue, compose
from tools.voice.synth import synthesise, write_speech
from tools.voice.wav import read_wav

FPS = 24
SCENES = (("sc1", 0.0, 5.0), ("sc2", 5.0, 10.0), ("sc3", 10.0, 15.0))
CUT_S = 0.5
"""Left out about a cut when a scene is measured: ramps, reverberation and the place's cross-fade."""


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, float]:
    """(folder, sha256, seconds) of a spoken line."""
    folder = tmp_path_factory.mktemp("speech")
    kept = write_speech(synthesise("The city never sleeps.", "en", Voice()), folder)
    return folder, kept.sha256, kept.duration_s


def planned(
    speech: tuple[Path, str, float],
    *,
    scene: float = 0.0,
    music: float = 0.0,
    voice: float = 0.0,
    music_gain_db: float = 0.0,
    loudness_lufs: float = -16.0,
) -> SoundPlan:
    """Three scenes with two lines each. Gains in dB of all that is heard in scene 2, of its music alone, of one voice."""
    _, sha256, duration_s = speech
    gains = {"sc2": scene}
    return SoundPlan(
        episode_id="ep01", fps=FPS, frames=15 * FPS, tracks=("en",),
        speech=tuple(
            Placement(
                line_id=f"{id}-{nth}", character_id=who, track="en", language="en", speech_sha256=sha256,
                at_s=start_s + 0.6 + 2.1 * nth, from_s=0.0, to_s=duration_s,
                gain_db=gains.get(id, 0.0) + (voice if who == "ravi" else 0.0),
            )
            for id, start_s, _ in SCENES
            for nth, who in enumerate(("mara", "ravi"))
        ),
        music=tuple(
            MusicCue(
                scene_id=id, start_s=start_s, end_s=end_s, mood="hopeful", tempo_bpm=84, seed=3,
                gain_db=gains.get(id, 0.0) + (music if id == "sc2" else 0.0),
            )
            for id, start_s, end_s in SCENES
        ),
        air=tuple(
            Air(
                start_s=start_s, end_s=end_s, set="street", interior=False, weather="rain", time_of_day="night",
                gain_db=gains.get(id, 0.0),
            )
            for id, start_s, end_s in SCENES
        ),
        music_gain_db=music_gain_db, loudness_lufs=loudness_lufs,
    )  # fmt: skip


def heard(plan: SoundPlan, speech: tuple[Path, str, float], folder: Path) -> dict[str, np.ndarray]:
    """The mix and its stems as written: name -> (N, 2) float."""
    mix_episode(plan, speech[0], folder, folder)
    return {path.stem: read_wav(path)[0] / 32768 for path in folder.glob("*.wav")}


def lufs(sound: np.ndarray) -> list[float]:
    """Of each scene, its edges left out."""
    return [
        integrated_lufs(sound[round((start_s + CUT_S) * RATE_HZ) : round((end_s - CUT_S) * RATE_HZ)])
        for _, start_s, end_s in SCENES
    ]


@pytest.fixture(scope="module")
def before(speech, tmp_path_factory: pytest.TempPathFactory) -> dict[str, np.ndarray]:
    return heard(planned(speech), speech, tmp_path_factory.mktemp("before"))


@pytest.mark.parametrize("gain_db", [-6.0, -12.0])
def test_a_scenes_gain_moves_that_scene_by_as_much_and_no_other(speech, before, tmp_path: Path, gain_db) -> None:
    after = heard(planned(speech, scene=gain_db), speech, tmp_path)
    moved = np.subtract(lufs(after["mix_en"]), lufs(before["mix_en"]))
    assert moved[1] == pytest.approx(gain_db, abs=0.7)
    assert np.abs(moved[[0, 2]]).max() < 0.2


def test_a_louder_scene_is_held_under_the_ceiling(speech, before, tmp_path: Path) -> None:
    after = heard(planned(speech, scene=8.0), speech, tmp_path)
    moved = np.subtract(lufs(after["mix_en"]), lufs(before["mix_en"]))
    assert 1.5 < moved[1] < 8.5
    assert np.abs(moved[[0, 2]]).max() < 0.2
    assert 20 * np.log10(true_peak(after["mix_en"])) <= -0.9


def test_the_episodes_music_gain_changes_the_music_and_leaves_the_voices(speech, before, tmp_path: Path) -> None:
    after = heard(planned(speech, music_gain_db=-9.0), speech, tmp_path)
    assert np.array_equal(after["narration_en"], before["narration_en"])
    assert np.array_equal(after["ambience"], before["ambience"])
    assert integrated_lufs(after["music"]) == pytest.approx(integrated_lufs(before["music"]) - 9, abs=0.1)


def test_a_scenes_music_can_be_silenced_without_a_click(speech, before, tmp_path: Path) -> None:
    after = heard(planned(speech, music=-60.0), speech, tmp_path)["music"]
    edge = RAMP_S / 2 + 0.01
    assert not after[round((5 + edge) * RATE_HZ) : round((10 - edge) * RATE_HZ)].any()
    for start_s, end_s in ((0, 5 - edge), (10 + edge, 15)):
        part = slice(round(start_s * RATE_HZ), round(end_s * RATE_HZ))
        assert np.array_equal(after[part], before["music"][part])
    assert np.abs(np.diff(after, axis=0)).max() <= np.abs(np.diff(before["music"], axis=0)).max() * 1.05


def test_one_voice_is_lowered_against_the_other(speech, tmp_path: Path) -> None:
    after, was = (
        heard(planned(speech, voice=gain_db, loudness_lufs=-26.0), speech, tmp_path / str(gain_db))["narration_en"]
        for gain_db in (-8.0, 0.0)
    )
    for _, start_s, _ in SCENES:
        mara = slice(round((start_s + 0.6) * RATE_HZ), round((start_s + 2.6) * RATE_HZ))
        ravi = slice(round((start_s + 2.7) * RATE_HZ), round((start_s + 4.8) * RATE_HZ))
        assert np.array_equal(after[mara], was[mara])
        assert np.abs(after[ravi]).max() / np.abs(was[ravi]).max() == pytest.approx(10 ** (-8 / 20), abs=0.01)


def test_under_a_silenced_line_the_music_does_not_step_back(speech) -> None:
    folder, sha256, duration_s = speech
    music = compose([Cue(0, 6, "calm", 80, 1)], 6.0)
    spoken, silent, none = (
        mix(placed, music, None, 6 * RATE_HZ).stems["music"]
        for placed in ([Placed(2, folder / f"{sha256}.wav")], [Placed(2, folder / f"{sha256}.wav", -60.0)], [])
    )
    middle = slice(round(2.2 * RATE_HZ), round((2 + duration_s - 0.2) * RATE_HZ))
    share = np.abs(silent[middle]).max() / np.abs(silent).max()
    assert share == pytest.approx(np.abs(none[middle]).max() / np.abs(none).max(), rel=1e-3)
    assert np.abs(spoken[middle]).max() / np.abs(spoken).max() < 0.8 * share


def test_levels_hold_from_their_start_and_meet_in_a_ramp() -> None:
    sound = np.ones((10 * RATE_HZ, 2), np.float32)
    shape(sound, [Level(1.0, 0.0), Level(4.0, -20.0), Level(4.1, -60.0), Level(8.0, 6.0)])
    level = {at_s: float(sound[round(at_s * RATE_HZ), 0]) for at_s in (0.0, 3.9, 4.05, 4.2, 7.8, 8.0, 8.2, 9.9)}
    assert level[0.0] == level[3.9] == 1.0
    assert level[4.05] == pytest.approx(0.1, abs=1e-3) and level[4.2] == level[7.8] == 0.0
    assert level[8.0] == pytest.approx(level[8.2] / 2, abs=1e-3) and level[8.2] == level[9.9] == pytest.approx(
        1.995, abs=1e-3
    )
    assert np.abs(np.diff(sound[:, 0])).max() < 1e-3


def test_without_a_gain_the_mix_is_the_measured_sum_to_the_bit(speech) -> None:
    """Against the plain sum written out here: what gains do must cost a film without any of them nothing."""
    draw, samples = np.random.default_rng(5), 5 * RATE_HZ
    music, air = (draw.standard_normal((samples, 2)).astype(np.float32) * np.float32(level) for level in (0.2, 0.02))
    path = speech[0] / f"{speech[1]}.wav"
    for levels in ((), (Level(0.0, 0.0), Level(2.0, 0.0))):
        made = mix(
            [Placed(1.0, path)], music, air, samples, loudness_lufs=-30, music_levels=levels, ambience_levels=levels
        )
        stems = {"narration_en": spoken_at(path, 1.0, samples), "music": music.copy(), "ambience": air.copy()}
        for (name, stem), target in zip(stems.items(), (-17.0, -22.0, -37.0), strict=True):
            stem *= np.float32(10 ** ((target - integrated_lufs(stem)) / 20))
            if name != "narration_en":
                duck(stem, [(1.0, 1.0 + len(at_48k(*read_wav(path))) / RATE_HZ)], 0.3 if name == "music" else 0.6)
        total = stems["narration_en"] + stems["music"] + stems["ambience"]
        gain_db = -30 - integrated_lufs(total)
        assert np.array_equal(made.mix, total * np.float32(10 ** (gain_db / 20))), "so soft that nothing is limited"
        for name, stem in stems.items():
            assert np.array_equal(made.stems[name], stem * np.float32(10 ** (gain_db / 20)))


def spoken_at(path: Path, start_s: float, samples: int) -> np.ndarray:
    """(samples, 2) float32 with the recording in it, its ends faded as the mix does."""
    sound, track = at_48k(*read_wav(path)), np.zeros((samples, 2), np.float32)
    ramp = np.linspace(0, 1, int(EDGE_S * RATE_HZ))
    sound[: len(ramp)] *= ramp
    sound[-len(ramp) :] *= ramp[::-1]
    first = round(start_s * RATE_HZ)
    track[first : first + len(sound)] += sound[:, None].astype(np.float32)
    return track
