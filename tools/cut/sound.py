"""An episode's sound from its SoundPlan: every track mixed, stems and subtitles written, exact to the frame."""

from __future__ import annotations

from pathlib import Path

from film.base import text_in
from film.cut_plan import SoundPlan
from tools.cut.levels import RATE_HZ, Level
from tools.cut.mix import Placed, mix, write_stems
from tools.cut.subtitles import Heard, write_subtitles
from tools.music.ambience import ambience
from tools.music.score import Cue, compose, play_files
from tools.run.folder import MIXED


def mix_episode(plan: SoundPlan, speech: Path, assets: Path, folder: Path) -> dict[str, str]:
    """Writes ``mix_<track>.wav``, its stems, ``<language>.srt`` and ``.vtt`` into ``folder``.

    Args:
        speech: folder of ``<sha256>.wav``.
        assets: folder of the user's files by sha256.

    Returns:
        Language tag -> name of the mixed wav, the film's own track first.

    Raises:
        RenderError: a recording is missing or damaged.
    """
    from tools.whole import write_json

    mixes = {track: f"mix_{track}.wav" for track in plan.tracks}
    if (folder / MIXED).exists():
        return mixes
    duration_s = plan.frames / plan.fps
    samples = round(duration_s * RATE_HZ)
    music = _music(plan, assets, duration_s)
    air = ambience(plan.air, duration_s)
    music_levels = [Level(cue.start_s, cue.gain_db + plan.music_gain_db) for cue in plan.music]
    air_levels = [Level(stretch.start_s, stretch.gain_db) for stretch in plan.air]
    for track in plan.tracks:
        placed = [
            Placed(entry.at_s, speech / f"{entry.speech_sha256}.wav", entry.gain_db, entry.from_s, entry.to_s)
            for entry in plan.speech
            if entry.track == track
        ]
        made = mix(
            placed, music, air, samples, language=track, under_voice=plan.music_under_voice,
            loudness_lufs=plan.loudness_lufs, music_levels=music_levels, ambience_levels=air_levels,
        )  # fmt: skip
        write_stems(made, folder, track)
    for language in plan.subtitles:
        write_subtitles(captions_of(plan, language), folder, language, duration_s)
    write_json(folder / MIXED, mixes)
    return mixes


def captions_of(plan: SoundPlan, language: str) -> list[Heard]:
    """The lines of the film as read in ``language``, timed by the voices one hears.

    A line that is spoken in ``language`` keeps its true word times; a translation is shared out over
    the line's span. On the film's own track a line without a translation is shown as it is spoken;
    in another language it is left out.
    """
    track = language if language in plan.tracks else plan.tracks[0]
    spans: dict[str, list] = {}
    for entry in plan.speech:
        if entry.track == track:
            spans.setdefault(entry.line_id, []).append(entry)
    lines = []
    for line_id, entries in spans.items():
        text = text_in(plan.captions[line_id], language)
        if text is None and language == plan.tracks[0]:
            text = text_in(plan.captions[line_id], entries[0].language)
        if text is None:
            continue
        start_s, end_s = entries[0].at_s, entries[-1].at_s + entries[-1].to_s - entries[-1].from_s
        spoken_so = text_in(plan.captions[line_id], entries[0].language) == text
        words = tuple(word for entry in entries for word in entry.words) if spoken_so else ()
        lines.append(Heard(text, start_s, end_s, words))
    return lines


def _music(plan: SoundPlan, assets: Path, duration_s: float):
    if not plan.music:
        return None
    if plan.music_files:
        return play_files([assets / sha256 for sha256 in plan.music_files], duration_s)
    cues = [
        Cue(cue.start_s, cue.end_s, cue.mood, cue.tempo_bpm, cue.seed) for cue in plan.music if cue.end_s > cue.start_s
    ]
    return compose(cues, duration_s)
