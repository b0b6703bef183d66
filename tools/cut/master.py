"""The finished MP4: the picture copied, a sound track and a subtitle per language, chapters; equal in, equal out.

Sound is encoded with ``-cpuflags 0`` because AAC's floating point differs between processors' vector units
(facts/media.md 1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from film.errors import RenderError
from tools.cut.decode import probe
from tools.cut.encode import TICKS_PER_FRAME
from tools.cut.ffmpeg_process import arguments, run
from tools.cut.publish import partial_of, remove, whole

ISO_639_2 = {
    "ar": "ara", "bn": "ben", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa",
    "fa": "fas", "fi": "fin", "fr": "fra", "gu": "guj", "he": "heb", "hi": "hin", "hu": "hun", "id": "ind",
    "it": "ita", "ja": "jpn", "kn": "kan", "ko": "kor", "ml": "mal", "mr": "mar", "ms": "msa", "ne": "nep",
    "nl": "nld", "no": "nor", "or": "ori", "pa": "pan", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus",
    "sa": "san", "sv": "swe", "sw": "swa", "ta": "tam", "te": "tel", "th": "tha", "tr": "tur", "uk": "ukr",
    "ur": "urd", "vi": "vie", "zh": "zho",
}  # fmt: skip
AUDIO_BITRATE = "192k"
ENCODED_SUFFIX = ".m4a"


MOVIE_TIMESCALE = 48000
"""Units a second of the film's own clock: exact for its sound, and good for twelve hours."""


def mux(
    video: Path,
    audio_by_language: Mapping[str, Path],
    subtitles: Mapping[str, Path],
    chapters: Sequence[tuple[float, str]],
    out: Path,
    title: str,
) -> Path:
    """Writes ``out``, whole or not at all.

    Args:
        video: H.264 MP4; its packets are copied.
        audio_by_language: BCP 47 tag -> wav, or what ``encode_sound`` made of it, which gives the same bytes sooner; the
            first is the default track.
        subtitles: BCP 47 tag -> srt; soft (mov_text), the first is the default; one without captions is left out.
        chapters: (start_s, title) in order. May be empty. Where the first starts later than the film (MP4 would
            move it to 0) a chapter with the film's title stands before it.
        title: of the film, shown by players.

    Raises:
        RenderError: an input is missing or ffmpeg failed.
    """
    import ffmpeg

    for path in (video, *audio_by_language.values(), *subtitles.values()):
        if not path.is_file():
            raise RenderError(f"{path.name} is missing; make the episode's sound and picture again")
    facts = probe(video)
    if chapters and chapters[0][0] > 0:
        chapters = [(0.0, title), *chapters]
    captioned = {tag: path for tag, path in subtitles.items() if path.stat().st_size > 0}
    streams = [ffmpeg.input(str(video))["v:0"]]
    streams += [ffmpeg.input(str(path))["a:0"] for path in audio_by_language.values()]
    streams += [ffmpeg.input(str(path), format="srt")["s:0"] for path in captioned.values()]
    options: dict[str, object] = {
        "format": "mp4",
        "c:v": "copy",
        "map_metadata:g": -1,
        "map_metadata:s": -1,
        "map_chapters": len(streams) if chapters else -1,
        "movflags": "+faststart",
        "fflags": "+bitexact",
        "flags:a": "+bitexact",
        "video_track_timescale": int(facts.fps * TICKS_PER_FRAME),
        # Else the least common multiple of all tracks' scales: a chapter of over 11 s would overflow 32 bits.
        "movie_timescale": MOVIE_TIMESCALE,
        "metadata": f"title={title}",
        "metadata:s:v:0": "handler_name=Picture",
        "disposition:v:0": "default",
    }
    if audio_by_language:
        options |= {"c:a": "aac", "b:a": AUDIO_BITRATE}
    for index, path in enumerate(audio_by_language.values()):
        if path.suffix == ENCODED_SUFFIX:
            options[f"c:a:{index}"] = "copy"
    if captioned:
        options["c:s"] = "mov_text"
    for index, tag in enumerate(audio_by_language):
        options[f"metadata:s:a:{index}"] = f"language={iso_639_2(tag)}"
        options[f"disposition:a:{index}"] = "default" if index == 0 else "0"
    for index, tag in enumerate(captioned):
        options[f"metadata:s:s:{index}"] = f"language={iso_639_2(tag)}"
        options[f"disposition:s:{index}"] = "default" if index == 0 else "0"
    notes = partial_of(out.with_name(f"{out.name}.chapters"))
    try:
        with whole(out) as partial:
            command = arguments(ffmpeg.output(*streams, str(partial), **options), before=("-cpuflags", "0"))
            if chapters:
                notes.write_text(_chapter_file(chapters, facts.duration_s), encoding="utf-8", newline="\n")
                # ffmpeg-python knows no input without a stream: the chapters go in as the last input.
                first_output = command.index("-map")
                command[first_output:first_output] = ["-f", "ffmetadata", "-i", str(notes)]
            run(command, f"finishing {out.name}")
    finally:
        remove(notes)
    return out


def encode_sound(wav: Path) -> Path:
    """The sound of ``wav`` as films carry it, beside it as ``.m4a``; made once.

    A picture that is cut again and again over the same sound then waits for no sound encoder.

    Raises:
        RenderError: the wav is missing or ffmpeg failed.
    """
    import ffmpeg

    out = wav.with_suffix(ENCODED_SUFFIX)
    if not wav.is_file():
        raise RenderError(f"{wav.name} is missing; make the episode's sound again")
    if not out.exists():
        options = {"format": "mp4", "c:a": "aac", "b:a": AUDIO_BITRATE, "map_metadata": -1}
        options |= {"fflags": "+bitexact", "flags:a": "+bitexact"}
        with whole(out) as partial:
            stream = ffmpeg.output(ffmpeg.input(str(wav))["a:0"], str(partial), **options)
            run(arguments(stream, before=("-cpuflags", "0")), f"encoding {wav.name}")
    return out


def iso_639_2(tag: str) -> str:
    """The three-letter language code that MP4 keeps, of a BCP 47 tag; ``und`` when none is known."""
    primary = tag.split("-")[0].lower()
    return primary if len(primary) == 3 else ISO_639_2.get(primary, "und")


def _chapter_file(chapters: Sequence[tuple[float, str]], end_s: float) -> str:
    """ffmetadata: each chapter up to the next one's start."""
    lines = [";FFMETADATA1"]
    starts = [start_s for start_s, _ in chapters] + [end_s]
    for (start_s, title), next_s in zip(chapters, starts[1:], strict=True):
        last = max(round(next_s * 1000), round(start_s * 1000) + 1)
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={round(start_s * 1000)}", f"END={last}"]
        lines.append(f"title={_escaped(title)}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "=;#\\" else c for c in " ".join(text.split()))
