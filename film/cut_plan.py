"""The third projection of a Series: an episode put together, on one clock.

A CutPlan holds what the episode's film file depends on beside its takes: order, cards, grade, sound,
subtitles and chapters. The length of a shot does not change with how it comes in.
"""

from __future__ import annotations

from typing import Literal

from film.base import Frozen, Text, text_in
from film.bible import TimeOfDay, Weather
from film.canonical import sha256_of
from film.plan import Heard, frames_of, heard_in
from film.profile import Profile, frame_size
from film.series import Episode, Finish, Grade, Line, Mood, Scene, Series, Shot, Speech, WordTime


class CutShot(Frozen):
    """One shot in its place. Times are frames of the episode."""

    shot_id: str
    at: int
    """The first frame of the episode that shows it."""
    frames: int
    transition: Literal["cut", "dissolve", "fade"] = "cut"
    transition_frames: int = 0
    """Of its own first frames, how many are mixed with the end of the one before. The length does not change."""
    grade: Grade = Grade()


class CutCard(Frozen):
    """A title, scene or end card."""

    kind: Literal["title", "scene", "end"]
    text: str
    subtext: str = ""
    at: int
    frames: int


class Placement(Frozen):
    """A stretch of a recording in the episode."""

    line_id: str
    character_id: str
    track: str
    """Language tag of the sound track it is heard on."""
    language: str
    """The language it is spoken in: on the film's own track each line keeps its writer's."""
    speech_sha256: str
    at_s: float
    from_s: float
    to_s: float
    words: tuple[WordTime, ...] = ()
    """Of the stretch, in the episode's time."""


class MusicCue(Frozen):
    scene_id: str
    start_s: float
    end_s: float
    mood: Mood
    tempo_bpm: int
    seed: int


class Air(Frozen):
    """What is heard of the place itself."""

    start_s: float
    end_s: float
    set: str
    interior: bool
    weather: Weather
    time_of_day: TimeOfDay


class Chapter(Frozen):
    """A scene as a viewer skips to it."""

    scene_id: str
    title: str
    start_s: float


class CutPlan(Frozen):
    """An episode as it is put together from takes, cards and sound."""

    episode_id: str
    title: Text
    fps: int
    width: int
    height: int
    frames: int
    encoding_sha256: str
    shots: tuple[CutShot, ...]
    cards: tuple[CutCard, ...] = ()
    speech: tuple[Placement, ...] = ()
    tracks: tuple[str, ...] = ()
    """Language tags of the sound tracks; the first is the film's own."""
    subtitles: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """``line id: language`` of translations that do not exist."""
    captions: dict[str, Text] = {}
    """Line id -> its words by language, for subtitles."""
    music: tuple[MusicCue, ...] = ()
    music_files: tuple[str, ...] = ()
    air: tuple[Air, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    finish: Finish = Finish()


def plan_cut(series: Series, episode: Episode, profile: Profile) -> CutPlan:
    """The episode put together: frames, cards, sound and chapters on one clock."""
    fps = series.fps
    width, height = frame_size(series.aspect, profile.height)
    finish = episode.finish
    shots: list[CutShot] = []
    cards: list[CutCard] = []
    speech: list[Placement] = []
    music: list[MusicCue] = []
    air: list[Air] = []
    chapters: list[Chapter] = []
    missing: list[str] = []
    clock = 0
    if finish.title_card_s > 0:
        title = text_in(episode.title, series.language) or ""
        head = text_in(series.title, series.language) or series.id
        frames = round(finish.title_card_s * fps)
        cards.append(CutCard(kind="title", text=head, subtext=title if title != head else "", at=0, frames=frames))
        clock = frames
    for scene in episode.scenes:
        if not scene.shots:
            continue
        heading = text_in(scene.heading, series.language) or scene.id
        if finish.scene_cards:
            frames = round(1.5 * fps)
            cards.append(CutCard(kind="scene", text=heading, at=clock, frames=frames))
            clock += frames
        scene_start = clock
        for shot in scene.shots:
            frames = frames_of(shot, fps)
            mixed = 0
            if shot.transition_in != "cut" and (shots or shot.transition_in == "fade"):
                mixed = min(round(shot.transition_s * fps), frames // 2)
            at = clock
            grade = finish.shot_grades.get(shot.id, finish.scene_grades.get(scene.id, finish.grade))
            shots.append(
                CutShot(
                    shot_id=shot.id, at=at, frames=frames, transition=shot.transition_in if mixed else "cut",
                    transition_frames=mixed, grade=grade,
                )
            )  # fmt: skip
            speech += _placements(series, shot, scene, at / fps)
            clock = at + frames
        missing += [
            f"{line.id}: {tag}"
            for tag in (series.language, *series.translations())
            for line in scene.lines
            if text_in(line.text, tag) is None
        ]
        continuity = series.bible.scene(scene.id)
        place = series.bible.place(continuity.place_id)
        span = {"start_s": scene_start / fps, "end_s": clock / fps}
        music.append(
            MusicCue(scene_id=scene.id, mood=scene.mood, tempo_bpm=scene.tempo_bpm, seed=place.seed % 997, **span)
        )
        air.append(
            Air(
                set=place.set, interior=place.interior, weather=continuity.weather,
                time_of_day=continuity.time_of_day, **span,
            )
        )  # fmt: skip
        chapters.append(Chapter(scene_id=scene.id, title=heading, start_s=scene_start / fps))
    if finish.end_card_s > 0:
        frames = round(finish.end_card_s * fps)
        cards.append(CutCard(kind="end", text=text_in(series.title, series.language) or series.id, at=clock, frames=frames))
        clock += frames
    return CutPlan(
        episode_id=episode.id,
        title=episode.title,
        fps=fps,
        width=width,
        height=height,
        frames=clock,
        encoding_sha256=sha256_of(profile.encoding),
        shots=tuple(shots),
        cards=tuple(cards),
        speech=tuple(speech),
        tracks=(series.language, *series.dubs()),
        subtitles=(series.language, *series.translations()) if finish.subtitles else (),
        missing=tuple(missing),
        captions={line.id: line.text for scene in episode.scenes for line in scene.lines},
        music=tuple(music) if finish.music else (),
        music_files=tuple(asset.sha256 for asset in series.music),
        air=tuple(air),
        chapters=tuple(chapters),
        finish=finish,
    )


def _placements(series: Series, shot: Shot, scene: Scene, at_s: float) -> list[Placement]:
    """What is heard of a shot's lines on every sound track, in episode time.

    A dub starts where the writer's own words start; of a line that is split over shots it is heard
    whole from the first part.
    """
    placed = []
    for heard in heard_in(shot, scene):
        start_s = at_s + heard.start_s
        placed.append(_placement(heard.line, series.language, heard.line.language, heard.speech, start_s, heard))
        for dub in series.dubs():
            speech = heard.line.speech.get(dub)
            if speech is not None and heard.from_s == 0.0:
                whole = Heard(heard.line, speech, heard.start_s, 0.0, speech.duration_s, speech.words)
                placed.append(_placement(heard.line, dub, dub, speech, start_s, whole))
    return placed


def _placement(line: Line, track: str, language: str, speech: Speech, start_s: float, heard: Heard) -> Placement:
    shift = start_s - heard.from_s
    return Placement(
        line_id=line.id,
        character_id=line.character_id,
        track=track,
        language=language,
        speech_sha256=speech.sha256,
        at_s=start_s,
        from_s=heard.from_s,
        to_s=heard.to_s,
        words=tuple(
            WordTime(word=w.word, start_s=w.start_s + shift, end_s=w.end_s + shift) for w in heard.words
        ),
    )
