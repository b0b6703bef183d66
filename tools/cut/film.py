"""An episode's film file from its CutPlan: pictures joined, sound laid, chapters and subtitles set, hashed."""

from __future__ import annotations

import os
from pathlib import Path

from film.base import text_in
from film.cut_plan import CutPlan
from film.errors import RenderError
from film.profile import Encoding
from film.version import Film
from tools.cut.decode import pcm_sha256, picture_sha256, probe
from tools.cut.master import mux
from tools.cut.parts import Card, Clip, Part
from tools.cut.picture import assemble
from tools.cut.sound import DONE
from tools.cut.timeline import Marker, TimelineClip, write_otio
from tools.whole import file_sha256

FADE_OUT_S = 1.0


def cut_episode(plan: CutPlan, clips: dict[str, Path], sound: Path, encoding: Encoding, films: Path) -> Film:
    """Writes ``films/<sha256>.mp4``.

    Args:
        clips: shot id -> its clip.
        sound: the folder that ``mix_episode`` filled for this plan.

    Raises:
        RenderError: a clip or a mix is missing or damaged, or the film came out with another length.
    """
    films.mkdir(parents=True, exist_ok=True)
    work = films / f".{plan.episode_id.replace('/', '-')}.{os.getpid()}.partial"
    work.mkdir(exist_ok=True)
    try:
        fade_out = round(FADE_OUT_S * plan.fps) if plan.finish.end_card_s >= FADE_OUT_S else 0
        picture = assemble(
            parts_of(plan, clips), work / "picture.mp4", encoding, (plan.width, plan.height), plan.fps,
            fade_out_frames=fade_out,
        )  # fmt: skip
        if picture.frames != plan.frames:
            raise RenderError(f"{plan.episode_id} was cut to {picture.frames} frames; its plan has {plan.frames}")
        if not (sound / DONE).exists():
            raise RenderError(f"the sound of {plan.episode_id} is not mixed; filmcrew resume mixes it")
        mixes = {track: f"mix_{track}.wav" for track in plan.tracks}  # in the plan's order: the film's own sound first
        subtitles = {tag: sound / f"{tag}.srt" for tag in plan.subtitles if (sound / f"{tag}.srt").stat().st_size > 0}
        chapters = [(chapter.start_s, chapter.title) for chapter in plan.chapters]
        title = text_in(plan.title, plan.tracks[0]) or plan.episode_id
        film = mux(
            picture.path, {track: sound / name for track, name in mixes.items()}, subtitles, chapters,
            work / "film.mp4", title,
        )  # fmt: skip
        sha256 = file_sha256(film)
        made = Film(
            file_sha256=sha256,
            picture_sha256=picture_sha256(film),
            pcm_sha256=pcm_sha256(sound / mixes[plan.tracks[0]]),
            frames=probe(film).frames,
            seconds=round(plan.frames / plan.fps, 6),
        )
        os.replace(film, films / f"{sha256}.mp4")
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
            clips[shot.shot_id], 0, shot.frames, grade=shot.grade, transition_in=shot.transition,
            transition_frames=shot.transition_frames,
        )  # fmt: skip
        parts.append((shot.at, clip))
    return [part for _, part in sorted(parts, key=lambda entry: entry[0])]


def timeline_of(plan: CutPlan, clips: dict[str, Path], out: Path) -> Path:
    """The episode as an OpenTimelineIO file: cards without media, shots by relative path, a marker per scene."""
    cards = [(card.at, TimelineClip(card.text, None, 0, card.frames)) for card in plan.cards]
    shots = [
        (
            shot.at,
            TimelineClip(
                shot.shot_id, os.path.relpath(clips[shot.shot_id], out.parent), 0, shot.frames, shot.transition,
                shot.transition_frames, shot.frames,
            ),
        )
        for shot in plan.shots
    ]  # fmt: skip
    entries = [entry for _, entry in sorted(cards + shots, key=lambda pair: pair[0])]
    markers = [Marker(round(chapter.start_s * plan.fps), chapter.title) for chapter in plan.chapters]
    return write_otio(out, text_in(plan.title, plan.tracks[0]) or plan.episode_id, plan.fps, entries, markers)
