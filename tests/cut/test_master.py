"""The finished file and the timeline."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import opentimelineio as otio
import pytest

from film.errors import RenderError
from tests.cut.pictures import FPS, clip
from tools.cut.decode import pcm_sha256, picture_sha256, probe
from tools.cut.ffmpeg_process import binary, run
from tools.cut.master import iso_639_2, mux
from tools.cut.subtitles import Heard, write_subtitles
from tools.cut.timeline import Marker, TimelineClip, write_otio
from tools.voice.wav import wav_bytes


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reel")
    made = {"video": clip(folder / "video.mp4", 36)}
    for hz, name in ((220, "en"), (330, "hi")):
        made[name] = folder / f"{name}.wav"
        made[name].write_bytes(wav_bytes(0.3 * np.sin(np.arange(72000) * hz / 7000), 48000))
        text = "Good night." if name == "en" else "शुभ रात्रि।"
        made[f"{name}.srt"] = write_subtitles([Heard(text, 0.2, 1.0)], folder, name, 1.5)[0]
    return made


def finished(reel: dict[str, Path], out: Path, **changes) -> Path:
    given = {
        "video": reel["video"],
        "audio_by_language": {"en": reel["en"], "hi": reel["hi"]},
        "subtitles": {"en": reel["en.srt"], "hi": reel["hi.srt"]},
        "chapters": [(0.0, "STREET = night; #1"), (0.75, "कमरा")],
        "title": "Rain: a film",
        **changes,
    }
    return mux(out=out, **given)


def test_the_file_holds_picture_sound_and_subtitles_by_language(reel: dict[str, Path], tmp_path: Path) -> None:
    facts = probe(finished(reel, tmp_path / "film.mp4"))
    assert [(s.kind, s.codec, s.language) for s in facts.streams if s.kind != "data"] == [
        ("video", "h264", "und"),
        ("audio", "aac", "eng"),
        ("audio", "aac", "hin"),
        ("subtitle", "mov_text", "eng"),
        ("subtitle", "mov_text", "hin"),
    ]
    assert [s.is_default for s in facts.streams[:5]] == [True, True, False, True, False]
    assert facts.chapters == ((0.0, "STREET = night; #1"), (0.75, "कमरा"))
    assert facts.frames == 36 and facts.duration_s == pytest.approx(1.5, abs=0.001)
    assert (facts.colour_matrix, facts.colour_range) == (1, 1)


def test_pictures_and_sound_come_through(reel: dict[str, Path], tmp_path: Path) -> None:
    import av

    film = finished(reel, tmp_path / "film.mp4")
    assert picture_sha256(film) == picture_sha256(reel["video"])
    with av.open(str(film)) as container:
        heard = np.concatenate([f.to_ndarray()[0] for f in container.decode(container.streams.audio[1])])
    spectrum = np.abs(np.fft.rfft(heard[4800:52800]))
    assert spectrum.argmax() == pytest.approx(330 / 7000 * 48000 / (2 * np.pi), abs=1)
    with av.open(str(film)) as container:
        assert container.metadata["title"] == "Rain: a film"
        said = [bytes(p) for p in container.demux(container.streams.subtitles[1]) if p.size]
    assert any("शुभ रात्रि।".encode() in packet for packet in said)


def test_sound_is_encoded_as_a_processor_without_vector_units_would(reel: dict[str, Path], tmp_path: Path) -> None:
    plain = tmp_path / "plain.mp4"
    run(
        [binary(), "-v", "error", "-cpuflags", "0", "-i", str(reel["en"]), "-c:a", "aac", "-b:a", "192k",
         "-flags:a", "+bitexact", "-fflags", "+bitexact", str(plain)],
        "a plain encode",
    )  # fmt: skip
    assert _sound_packets(finished(reel, tmp_path / "film.mp4")) == _sound_packets(plain)


def test_equal_inputs_give_equal_files_in_two_folders(reel: dict[str, Path], tmp_path: Path) -> None:
    first = finished(reel, tmp_path / "a" / "film.mp4")
    second = finished(reel, tmp_path / "दो b" / "other.mp4")
    assert first.read_bytes() == second.read_bytes()
    assert [path.name for path in first.parent.iterdir()] == ["film.mp4"]


def test_a_film_without_sound_subtitles_or_chapters(reel: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "empty.srt").write_text("")
    bare = {"audio_by_language": {}, "subtitles": {"en": tmp_path / "empty.srt"}, "chapters": []}
    facts = probe(finished(reel, tmp_path / "film.mp4", **bare))
    assert [s.kind for s in facts.streams] == ["video"] and facts.chapters == ()


def test_a_missing_or_damaged_input_is_an_error_and_leaves_nothing(reel: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "out" / "film.mp4"
    with pytest.raises(RenderError, match=r"gone\.wav"):
        finished(reel, out, audio_by_language={"en": tmp_path / "gone.wav"})
    (tmp_path / "bad.wav").write_text("RIFF?")
    with pytest.raises(RenderError, match=r"film\.mp4"):
        finished(reel, out, audio_by_language={"en": tmp_path / "bad.wav"})
    assert list(out.parent.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_an_ffmpeg_that_reads_files_dies_with_its_parent() -> None:
    source = "-nostats -loglevel quiet -re -f lavfi -i testsrc2=size=64x64:rate=24 -t 20 -f null -"
    code = f"from tools.cut.ffmpeg_process import binary, run\nrun([binary(), *{source.split()!r}], 'a long job')"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    crew = subprocess.Popen([sys.executable, "-c", code], env=env)
    child = _first_child(crew.pid)
    os.kill(crew.pid, signal.SIGKILL)
    crew.wait()
    assert _is_gone(child)


@pytest.mark.parametrize(("tag", "code"), [("en", "eng"), ("hi-IN", "hin"), ("kok", "kok"), ("xx", "und")])
def test_language_codes(tag: str, code: str) -> None:
    assert iso_639_2(tag) == code


def test_pcm_hash_is_of_samples_not_of_files(reel: dict[str, Path], tmp_path: Path) -> None:
    mono = 0.3 * np.sin(np.arange(72000) * 220 / 7000)
    assert pcm_sha256(reel["en"]) == pcm_sha256(mono) != pcm_sha256(mono * 0.5)


def test_the_timeline_opens_again_with_its_cuts_dissolves_and_markers(tmp_path: Path) -> None:
    clips = [
        TimelineClip("title", None, 0, 60),
        TimelineClip("ep01/sc001/sh0010", "../takes/a/clip.mp4", 0, 72, media_frames=72),
        TimelineClip("ep01/sc001/sh0020", "../takes/b/clip.mp4", 4, 48, "dissolve", 12, 60),
    ]
    paths = [write_otio(tmp_path / n / "ep01.otio", "Rain", FPS, clips, [Marker(60, "STREET")]) for n in ("a", "b")]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    timeline = otio.adapters.read_from_file(str(paths[0]))
    track = timeline.tracks[0]
    assert track.duration() == otio.opentime.RationalTime(60 + 72 + 48, FPS)
    assert [type(item).__name__ for item in track] == ["Clip", "Clip", "Transition", "Clip"]
    assert track[3].media_reference.target_url == "../takes/b/clip.mp4"
    assert track[3].source_range.start_time.value == 4
    assert timeline.tracks.markers[0].marked_range.start_time.value == 60
    assert str(tmp_path) not in paths[0].read_text("utf-8")


def _sound_packets(path: Path) -> list[bytes]:
    import av

    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(container.streams.audio[0]) if packet.size]


def _first_child(process_id: int) -> int:
    for _ in range(200):
        children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
        if children and b"ffmpeg" in Path(f"/proc/{children[0]}/cmdline").read_bytes().split(b"\0")[0]:
            return int(children[0])
        time.sleep(0.05)
    raise AssertionError("ffmpeg did not start")


def _is_gone(process_id: int) -> bool:
    for _ in range(100):
        stat = Path(f"/proc/{process_id}/stat")
        if not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_scene_of_many_seconds_keeps_its_chapter(reel: dict[str, Path], tmp_path: Path) -> None:
    """24 fps, 48 kHz and subtitles have a common clock so fine that 11 s of it overflow 32 bits."""
    frames = 24 * 30
    sound = tmp_path / "long.wav"
    sound.write_bytes(wav_bytes(np.zeros(48000 * 30), 48000))
    film = mux(
        clip(tmp_path / "long.mp4", frames),
        {"en": sound},
        {"en": reel["en.srt"]},
        [(0.0, "title"), (2.5, "ONE"), (21.0, "TWO")],
        tmp_path / "film.mp4",
        "Long",
    )
    assert probe(film).chapters == ((0.0, "title"), (2.5, "ONE"), (21.0, "TWO"))
