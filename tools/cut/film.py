"""An episode's film file from its CutPlan: pictures joined, sound laid, chapters and subtitles set, hashed."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from film.base import text_in
from film.cut_plan import CutPlan
from film.errors import RenderError
from film.profile import Encoding
from film.version import Film
from tools.cut.decode import pcm_sha256, probe
from tools.cut.kept import joined_sha256, sweep
from tools.cut.master import encode_sound, mux
from tools.cut.parts import Card, Clip, Part
from tools.cut.picture import assemble
from tools.cut.timeline import Marker, TimelineClip, write_otio
from tools.run.folder import MIXED
from tools.whole import file_sha256

FADE_OUT_S = 1.0
KEPT = ".kept"
"""Folder beside the films of what the next cut of an episode need not make again; see ``kept.py``."""


def cut_episode(plan: CutPlan, clips: dict[str, Path], sound: Path, encoding: Encoding, films: Path) -> Film:
    """Writes ``films/<sha256>.mp4``. What the episode's next cut need not make again is left in ``films/.kept``.

    Args:
        clips: shot id -> its clip.
        sound: the folder that ``mix_episode`` filled with the plan's ``sound_of``.

    Raises:
        RenderError: a clip or a mix is missing or damaged, or the film came out with another length.
    """
    if not (sound / MIXED).exists():
        raise RenderError(f"the sound of {plan.episode_id} is not mixed; filmcrew resume mixes it")
    films.mkdir(parents=True, exist_ok=True)
    work = films / f".{plan.episode_id.replace('/', '-')}.{os.getpid()}.partial"
    work.mkdir(exist_ok=True)
    # In the plan's order: the film's own sound first.
    mixes = {track: sound / f"mix_{track}.wav" for track in plan.tracks}
    subtitles = {tag: sound / f"{tag}.srt" for tag in plan.subtitles if (sound / f"{tag}.srt").stat().st_size > 0}
    chapters = [(chapter.start_s, chapter.title) for chapter in plan.chapters]
    title = text_in(plan.title, plan.tracks[0]) or plan.episode_id
    size = (plan.width, plan.height)
    kept = films / KEPT / plan.episode_id.replace("/", "-")
    try:
        with ThreadPoolExecutor(1) as beside:
            encoded = beside.submit(lambda: {track: encode_sound(wav) for track, wav in mixes.items()})
            picture = assemble(
                parts_of(plan, clips), work / "picture.mp4", encoding, size, plan.fps,
                fade_out_frames=round(FADE_OUT_S * plan.fps) if plan.finish.end_card_s >= FADE_OUT_S else 0,
                kept=kept,
            )  # fmt: skip
            if picture.frames != plan.frames:
                raise RenderError(f"{plan.episode_id} was cut to {picture.frames} frames; its plan has {plan.frames}")
            seen = beside.submit(joined_sha256, picture.files, size, kept)
            film = mux(picture.path, encoded.result(), subtitles, chapters, work / "film.mp4", title)
            sha256 = file_sha256(film)
            made = Film(
                file_sha256=sha256,
                picture_sha256=seen.result(),
                pcm_sha256=pcm_sha256(mixes[plan.tracks[0]]),
                frames=probe(film).frames,
                seconds=round(plan.frames / plan.fps, 6),
            )
        os.replace(film, films / f"{sha256}.mp4")
        sweep(kept, [path for path, _, _ in picture.files])
    finally:
        for path in work.iterdir():
            path.unlink(missing_ok=True)
        work.rmdir()
    return made


def parts_of(plan: CutPlan, clips: dict[str, Path]) -> list[Part]:
    """Cards and shots of the plan in the order they are seen."""
    language = plan.tracks[0]
    parts: list[tuple[int, Part]] = [
        (
            card.at,
            Card(
                card.kind,
                {language: card.text},
                {language: card.subtext} if card.subtext else {},
                language,
                card.frames,
            ),
        )
        for card in plan.cards
    ]
    for shot in plan.shots:
        clip = Clip(
            clips[shot.shot_id], shot.first, shot.frames, shot.speed, shot.grade, shot.transition,
            shot.transition_frames,
        )  # fmt: skip
        parts.append((shot.at, clip))
    return [part for _, part in sorted(parts, key=lambda entry: entry[0])]


def timeline_of(plan: CutPlan, clips: dict[str, Path], out: Path) -> Path:
    """The episode as an OpenTimelineIO file: cards without media, shots by relative path with their trims and speed, a
    marker per scene.

    Raises:
        RenderError: a clip is missing or damaged.
    """
    cards = [(card.at, TimelineClip(card.text, None, 0, card.frames)) for card in plan.cards]
    shots = [
        (
            shot.at,
            TimelineClip(
                shot.shot_id, os.path.relpath(clips[shot.shot_id], out.parent), shot.first, shot.frames,
                shot.transition, shot.transition_frames, probe(clips[shot.shot_id]).frames, shot.speed,
            ),
        )
        for shot in plan.shots
    ]  # fmt: skip
    entries = [entry for _, entry in sorted(cards + shots, key=lambda pair: pair[0])]
    markers = [Marker(round(chapter.start_s * plan.fps), chapter.title) for chapter in plan.chapters]
    return write_otio(out, text_in(plan.title, plan.tracks[0]) or plan.episode_id, plan.fps, entries, markers)
