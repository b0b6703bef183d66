"""Three pure projections of a Series: what a recording, a picture and a film file depend on.

    SpeechPlan -> one wav      ShotPlan -> one take      CutPlan -> one episode file

``touched`` compares their hashes and nothing else. What a projection leaves out may change without
making that thing again: shot ids' order, slate text, titles and translations are not in a ShotPlan.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from film.base import Frozen, Text, text_in
from film.bible import Identity, TimeOfDay, Voice, Wardrobe, Weather
from film.canonical import sha256_of
from film.profile import Profile, frame_size
from film.series import Doing, Episode, Finish, Grade, Line, Mood, Scene, Series, Shot, Speech, WordTime
from film.state import VisualState

WORD_GAP_S = 0.35
"""Silence between two speeches of one shot: a beat at a conversational pace."""


class SpeechPlan(Frozen):
    """One line in one language."""

    line_id: str
    language: str
    text: str
    voice: Voice
    recording_sha256: str | None = None


class Member(Frozen):
    """Somebody who is seen."""

    character_id: str
    identity: Identity
    wardrobe: Wardrobe
    description: str
    """In the film's language, for engines that read words."""
    side: Literal["left", "right"] | None = None
    references: tuple[str, ...] = ()
    """sha256 of the Bible's plates of this person."""


class Mark(Frozen):
    """Somebody who is present in the scene, seen or not: they keep their place."""

    character_id: str
    side: Literal["left", "right"] | None = None
    height_m: float = 1.7


class PlacePlan(Frozen):
    place_id: str
    set: str
    interior: bool
    seed: int
    neon: bool
    dressing: tuple[str, ...] = ()
    description: str = ""
    references: tuple[str, ...] = ()


class Mouthing(Frozen):
    """A stretch of a recording heard in the shot while its speaker's mouth moves."""

    line_id: str
    character_id: str
    speech_sha256: str
    start_s: float
    """In shot time."""
    from_s: float
    to_s: float
    """The stretch of the recording."""
    seen: bool
    """False for V.O. and O.S.: heard, no mouth moves."""


class ShotPlan(Frozen):
    """Everything that one take's picture depends on, but its seed and its engine."""

    shot_id: str
    scene_id: str
    kind: str
    frames: int
    fps: int
    width: int
    height: int
    render_width: int
    render_height: int
    encoding_sha256: str
    place: PlacePlan
    time_of_day: TimeOfDay
    weather: Weather
    mood: Mood
    present: tuple[Mark, ...] = ()
    cast: tuple[Member, ...] = ()
    doing: tuple[Doing, ...] = ()
    mouths: tuple[Mouthing, ...] = ()
    state: VisualState
    brief: str = ""
    prompt: str | None = None
    negative_prompt: str | None = None
    seed: int | None = None
    still_sha256: str | None = None
    start_from: str | None = None
    engine: str | None = None
    roll: int = 0

    @property
    def duration_s(self) -> float:
        return self.frames / self.fps


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
    """A scene as a viewer skips to it. The first one begins with the film: players expect no gap before it."""

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


class Heard(NamedTuple):
    """A stretch of a line inside one shot, seconds of that shot."""

    line: Line
    speech: Speech
    start_s: float
    from_s: float
    to_s: float
    words: tuple[WordTime, ...]
    """Of the stretch, in the recording's time."""


class Touched(NamedTuple):
    """What a change makes again, by id, sorted."""

    lines: tuple[str, ...]
    takes: tuple[str, ...]
    cuts: tuple[str, ...]


def heard_in(shot: Shot, scene: Scene) -> tuple[Heard, ...]:
    """The stretches of recordings heard in ``shot``, each in its own language, one after the other from ``lead_s``.

    A second voice of a dual dialogue starts with the line before it. A line that has no recording
    yet is left out.
    """
    lines = {line.id: line for line in scene.lines}
    placed: list[Heard] = []
    clock = shot.lead_s
    for spoken in shot.spoken:
        line = lines[spoken.line_id]
        speech = line.speech.get(line.language)
        if speech is None:
            continue
        first = spoken.first or 0
        end = len(speech.words) if spoken.end is None else min(spoken.end, len(speech.words))
        from_s = 0.0 if first == 0 or not speech.words else _seam(speech.words, first)
        to_s = speech.duration_s if end >= len(speech.words) else _seam(speech.words, end)
        start = placed[-1].start_s if placed and line.overlaps_previous else clock
        placed.append(Heard(line, speech, start, from_s, to_s, speech.words[first:end]))
        clock = max(clock, start + to_s - from_s + WORD_GAP_S)
    return tuple(placed)


def _seam(words: tuple[WordTime, ...], at: int) -> float:
    """The middle of the silence before word ``at``: where a line may be cut between two shots."""
    return (words[at - 1].end_s + words[at].start_s) / 2


def speech_plan(series: Series, line: Line, language: str) -> SpeechPlan | None:
    """What the recording of ``line`` in ``language`` depends on; None when it is not written in it."""
    text = text_in(line.text, language)
    if text is None:
        return None
    try:
        voice = series.bible.character(line.character_id).voice
    except KeyError:
        voice = Voice(variant="m7", rate_wpm=150)
    recording = line.recording.sha256 if line.recording and language == line.language else None
    return SpeechPlan(line_id=line.id, language=language, text=text, voice=voice, recording_sha256=recording)


def plan_shot(series: Series, shot_id: str, profile: Profile) -> ShotPlan:
    """The plan of one shot. Raises KeyError when the film has no such shot."""
    _, scene, shot = series.find(shot_id)
    continuity = series.bible.scene(scene.id)
    place = series.bible.place(continuity.place_id)
    width, height = frame_size(series.aspect, profile.height)
    render_width, render_height = frame_size(series.aspect, profile.render_height)
    present = dict.fromkeys(
        [*(who for beat in scene.beats for who in beat.present), *(who for s in scene.shots for who in s.cast)]
    )
    mouths = tuple(
        Mouthing(
            line_id=heard.line.id,
            character_id=heard.line.character_id,
            speech_sha256=heard.speech.sha256,
            start_s=heard.start_s,
            from_s=heard.from_s,
            to_s=heard.to_s,
            seen=not heard.line.off_screen and heard.line.character_id in shot.cast,
        )
        for heard in heard_in(shot, scene)
    )
    return ShotPlan(
        shot_id=shot.id,
        scene_id=scene.id,
        kind=shot.kind,
        frames=frames_of(shot, series.fps),
        fps=series.fps,
        width=width,
        height=height,
        render_width=min(width, render_width),
        render_height=min(height, render_height),
        encoding_sha256=sha256_of(profile.encoding),
        place=PlacePlan(
            place_id=place.id,
            set=place.set,
            interior=place.interior,
            seed=place.seed,
            neon=place.neon,
            dressing=place.dressing,
            description=text_in(place.description, series.language) or "",
            references=tuple(asset.sha256 for asset in place.references),
        ),
        time_of_day=continuity.time_of_day,
        weather=continuity.weather,
        mood=scene.mood,
        present=tuple(
            Mark(
                character_id=who,
                side=continuity.screen_side.get(who),
                height_m=series.bible.character(who).identity.height_m,
            )
            for who in present
        ),
        cast=tuple(_member(series, who, scene.id) for who in shot.cast),
        doing=shot.doing,
        mouths=mouths,
        state=shot.state,
        brief=text_in(shot.brief, series.language) or "",
        prompt=shot.prompt,
        negative_prompt=shot.negative_prompt,
        seed=shot.seed,
        still_sha256=shot.still.sha256 if shot.still else None,
        start_from=shot.start_from,
        engine=shot.engine,
        roll=shot.roll,
    )


def _member(series: Series, character_id: str, scene_id: str) -> Member:
    character = series.bible.character(character_id)
    return Member(
        character_id=character_id,
        identity=character.identity,
        wardrobe=series.bible.worn(character_id, scene_id).model_copy(update={"description": {}}),
        description=text_in(character.description, series.language) or "",
        side=series.bible.scene(scene_id).screen_side.get(character_id),
        references=tuple(asset.sha256 for asset in character.references),
    )


def frames_of(shot: Shot, fps: int) -> int:
    return max(1, round(shot.duration_s * fps))


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
        chapters.append(Chapter(scene_id=scene.id, title=heading, start_s=scene_start / fps if chapters else 0.0))
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
        subtitles=(series.language, *series.translations()),
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


def touched(before: Series, after: Series, profile: Profile) -> Touched:
    """What must be made again to get from one film to the other: plan hashes compared, nothing else.

    Takes are the closure over ``start_from``: a shot that starts from another's last frame is made
    again with it.
    """
    spoken_before = _speech_hashes(before)
    lines = {key for key, value in _speech_hashes(after).items() if spoken_before.get(key) != value}
    old = {shot.id: sha256_of(plan_shot(before, shot.id, profile)) for _, _, shot in before.walk()}
    new = {shot.id: plan_shot(after, shot.id, profile) for _, _, shot in after.walk()}
    takes = {shot_id for shot_id, plan in new.items() if old.get(shot_id) != sha256_of(plan)}
    while grown := {i for i, plan in new.items() if plan.start_from in takes and i not in takes}:
        takes |= grown
    cuts_before = {e.id: sha256_of(plan_cut(before, e, profile)) for e in before.episodes}
    cuts = {
        e.id
        for e in after.episodes
        if cuts_before.get(e.id) != sha256_of(plan_cut(after, e, profile)) or any(shot.id in takes for shot in e.shots)
    }
    return Touched(tuple(sorted(lines)), tuple(sorted(takes)), tuple(sorted(cuts)))


def _speech_hashes(series: Series) -> dict[str, str]:
    dubs = series.dubs()
    return {
        f"{line.id}: {language}": sha256_of(speech_plan(series, line, language))
        for line in series.lines()
        for language in dict.fromkeys((line.language, *dubs))
    }
