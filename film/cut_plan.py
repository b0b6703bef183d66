"""The third projection of a Series: an episode put together, on one clock.

A CutPlan holds what the episode's film file depends on beside its takes: order, pace, cards, grade, sound,
subtitles and chapters. The length of a shot does not change with how it comes in. ``sound_of`` and
``picture_sha256`` tell its two halves apart, so that another grade mixes nothing and another music joins no picture.
"""

from __future__ import annotations

from typing import Literal

from film.base import Frozen, Text, text_in
from film.bible import TimeOfDay, Weather
from film.canonical import sha256_of
from film.plan import Heard, frames_of, heard_in
from film.profile import Profile, frame_size
from film.series import Episode, Finish, Grade, Mood, Pace, Scene, Series, Shot, WordTime

SCENE_CARD_S = 1.5


class CutShot(Frozen):
    """One shot in its place. Times are frames of the episode."""

    shot_id: str
    at: int
    """The first frame of the episode that shows it."""
    frames: int
    """In the cut: what is left of the take after head and tail, at its speed."""
    first: int = 0
    """Frames of the take that are cut off its front."""
    speed: float = 1.0
    """Take frames per frame of the cut."""
    take: str | None = None
    """Id of the take that a person chose; None shows the one that is circled."""
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
    gain_db: float = 0.0
    """Of the voice and of the scene together."""


class MusicCue(Frozen):
    scene_id: str
    start_s: float
    end_s: float
    mood: Mood
    tempo_bpm: int
    seed: int
    gain_db: float = 0.0
    """Of the scene's music and of the scene together, beside the episode's; -60 and below is silence."""


class Air(Frozen):
    """What is heard of the place itself."""

    start_s: float
    end_s: float
    set: str
    interior: bool
    weather: Weather
    time_of_day: TimeOfDay
    gain_db: float = 0.0
    """The scene's."""


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


class SoundPlan(Frozen):
    """All that an episode's mixes and subtitles depend on, and nothing that is only seen."""

    episode_id: str
    fps: int
    frames: int
    tracks: tuple[str, ...] = ()
    speech: tuple[Placement, ...] = ()
    subtitles: tuple[str, ...] = ()
    captions: dict[str, Text] = {}
    """Of the lines that are heard."""
    music: tuple[MusicCue, ...] = ()
    music_files: tuple[str, ...] = ()
    air: tuple[Air, ...] = ()
    music_gain_db: float = 0.0
    music_under_voice: float = 0.3
    loudness_lufs: float = -16.0


def sound_of(plan: CutPlan) -> SoundPlan:
    """The half of the plan that is heard and read: two cuts with equal ones share their mixes and subtitles."""
    heard = {placed.line_id for placed in plan.speech}
    return SoundPlan(
        episode_id=plan.episode_id,
        fps=plan.fps,
        frames=plan.frames,
        tracks=plan.tracks,
        speech=plan.speech,
        subtitles=plan.subtitles,
        captions={line_id: text for line_id, text in plan.captions.items() if line_id in heard} if plan.subtitles else {},
        music=plan.music,
        music_files=plan.music_files,
        air=plan.air,
        music_gain_db=plan.finish.music_gain_db,
        music_under_voice=plan.finish.music_under_voice,
        loudness_lufs=plan.finish.loudness_lufs,
    )


def picture_sha256(plan: CutPlan) -> str:
    """Hash of all that the joined picture depends on beside the bytes of its takes; nothing heard is in it."""
    return sha256_of(
        {
            "shots": plan.shots,
            "cards": plan.cards,
            "language": plan.tracks[0],  # cards are set in its script
            "size": (plan.width, plan.height),
            "fps": plan.fps,
            "frames": plan.frames,
            "end_card_s": plan.finish.end_card_s,  # a long one fades out
            "encoding": plan.encoding_sha256,
        }
    )


def plan_cut(series: Series, episode: Episode, profile: Profile) -> CutPlan:
    """The episode put together: frames, cards, sound and chapters on one clock. Omitted shots are not in it."""
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
        shown = [shot for shot in scene.shots if not shot.omitted]
        if not shown:
            continue
        heading = text_in(scene.heading, series.language) or scene.id
        if finish.scene_cards:
            frames = round(SCENE_CARD_S * fps)
            cards.append(CutCard(kind="scene", text=heading, at=clock, frames=frames))
            clock += frames
        scene_start = clock
        for shot in shown:
            entry = _cut_shot(series, finish, scene, shot, clock, is_first=not shots)
            shots.append(entry)
            speech += _placements(series, episode, scene, shot, entry)
            clock += entry.frames
        missing += [
            f"{line.id}: {tag}"
            for tag in (series.language, *series.translations(episode))
            for line in scene.lines
            if text_in(line.text, tag) is None
        ]
        music.append(_cue(series, finish, scene, scene_start / fps, clock / fps))
        air.append(_air(series, finish, scene, scene_start / fps, clock / fps))
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
        tracks=(series.language, *series.dubs(episode)),
        subtitles=(series.language, *series.translations(episode)) if finish.subtitles else (),
        missing=tuple(missing),
        captions={line.id: line.text for scene in episode.scenes for line in scene.lines},
        music=tuple(music) if finish.music else (),
        music_files=tuple(asset.sha256 for asset in series.music) if finish.music else (),
        air=tuple(air),
        chapters=tuple(chapters),
        finish=finish,
    )


def kept_of(shot: Shot, pace: Pace, fps: int) -> tuple[int, int]:
    """(frames cut off the front, frames of the take that are used): at least one is."""
    frames = frames_of(shot, fps)
    first = min(round(pace.head_s * fps), frames - 1)
    return first, max(1, frames - first - round(pace.tail_s * fps))


def _cut_shot(series: Series, finish: Finish, scene: Scene, shot: Shot, at: int, is_first: bool) -> CutShot:
    """The shot from frame ``at`` of the episode on. The first of an episode has nothing to dissolve from."""
    pace = finish.shot_paces.get(shot.id, Pace())
    first, kept = kept_of(shot, pace, series.fps)
    frames = max(1, round(kept / pace.speed))
    mixed = 0
    if shot.transition_in == "fade" or (shot.transition_in == "dissolve" and not is_first):
        mixed = min(round(shot.transition_s * series.fps), frames // 2)
    return CutShot(
        shot_id=shot.id,
        at=at,
        frames=frames,
        first=first,
        speed=pace.speed,
        take=shot.pin.take_id if shot.pin else None,
        transition=shot.transition_in if mixed else "cut",
        transition_frames=mixed,
        grade=finish.grade_of(shot.id, scene.id),
    )


def _cue(series: Series, finish: Finish, scene: Scene, start_s: float, end_s: float) -> MusicCue:
    place = series.bible.place(series.bible.scene(scene.id).place_id)
    return MusicCue(
        scene_id=scene.id,
        start_s=start_s,
        end_s=end_s,
        mood=finish.scene_music_moods.get(scene.id, scene.mood),
        tempo_bpm=scene.tempo_bpm,
        seed=place.seed % 997,
        gain_db=finish.scene_music_db.get(scene.id, 0.0) + finish.scene_gains_db.get(scene.id, 0.0),
    )


def _air(series: Series, finish: Finish, scene: Scene, start_s: float, end_s: float) -> Air:
    continuity = series.bible.scene(scene.id)
    place = series.bible.place(continuity.place_id)
    return Air(
        start_s=start_s,
        end_s=end_s,
        set=place.set,
        interior=place.interior,
        weather=continuity.weather,
        time_of_day=continuity.time_of_day,
        gain_db=finish.scene_gains_db.get(scene.id, 0.0),
    )


def _placements(series: Series, episode: Episode, scene: Scene, shot: Shot, entry: CutShot) -> list[Placement]:
    """What is heard of a shot's lines on every sound track, in episode time.

    What is cut off the shot is cut off its recording too. A dub starts where the writer's own words
    start; of a line that is split over shots it is heard whole from the first part.
    """
    finish, dubs = episode.finish, series.dubs(episode)
    at_s, head_s = entry.at / series.fps, entry.first / series.fps
    has_tail = finish.shot_paces.get(shot.id, Pace()).tail_s > 0
    placed = []
    for heard in heard_in(shot, scene):
        gain_db = finish.voice_gains_db.get(heard.line.character_id, 0.0) + finish.scene_gains_db.get(scene.id, 0.0)
        start_s = (heard.start_s - head_s) / entry.speed
        end_s = entry.frames / series.fps if has_tail else None
        kept = _kept(heard, start_s, end_s)
        if kept is not None:
            own, late_s = kept
            placed.append(_placement(own, series.language, heard.line.language, at_s + start_s + late_s, gain_db))
        for dub in dubs:
            speech = heard.line.speech.get(dub)
            if speech is not None and heard.from_s == 0.0:
                whole = Heard(heard.line, speech, heard.start_s, 0.0, speech.duration_s, speech.words)
                placed.append(_placement(whole, dub, dub, at_s + max(0.0, start_s), gain_db))
    return placed


def _kept(heard: Heard, start_s: float, end_s: float | None) -> tuple[Heard, float] | None:
    """(the stretch between the shot's two ends, how much later it starts), None when nothing of it is left.

    Args:
        start_s: when the stretch would start, in seconds of the shot as cut; before 0 it is cut off.
        end_s: where the shot was cut off; None lets the recording run on over the next shot.
    """
    late_s = max(0.0, -start_s)
    from_s = heard.from_s + late_s
    to_s = heard.to_s if end_s is None else min(heard.to_s, heard.from_s + end_s - start_s)
    if to_s <= from_s:
        return None
    words = tuple(word for word in heard.words if word.start_s >= from_s and word.end_s <= to_s)
    if from_s == heard.from_s and to_s == heard.to_s:
        words = heard.words
    return heard._replace(from_s=from_s, to_s=to_s, words=words), late_s


def _placement(heard: Heard, track: str, language: str, start_s: float, gain_db: float) -> Placement:
    shift = start_s - heard.from_s
    return Placement(
        line_id=heard.line.id,
        character_id=heard.line.character_id,
        track=track,
        language=language,
        speech_sha256=heard.speech.sha256,
        at_s=start_s,
        from_s=heard.from_s,
        to_s=heard.to_s,
        words=tuple(
            WordTime(word=w.word, start_s=w.start_s + shift, end_s=w.end_s + shift) for w in heard.words
        ),
        gain_db=gain_db,
    )
