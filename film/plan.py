"""Two of the three pure projections of a Series: what a recording and a picture depend on.

    SpeechPlan -> one wav      ShotPlan -> one take      (film/cut_plan.py: CutPlan -> one episode file)

``film.touched`` compares their hashes and nothing else. What a projection leaves out may change without
making that thing again: shot ids' order, slate text, titles and translations are not in a ShotPlan.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from pydantic import Field

from film.base import Frozen, text_in
from film.bible import Identity, TimeOfDay, Voice, Wardrobe, Weather
from film.canonical import sha256_of
from film.profile import Profile, frame_size
from film.series import Doing, Line, Mood, Scene, Series, Shot, Speech, WordTime
from film.staging import MEETINGS, WAYS, Station, stations
from film.state import LightKind, VisualState
from film.styles import Treatment, treatments_of

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
    station: Station = Station()


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


class Tuning(Frozen):
    """What the Critic turned on an engine that did not get there by itself. An engine follows what its abilities name."""

    emphasis: tuple[str, ...] = ()
    """Said before anything else of the prompt, the weightiest first."""
    identity_strength: float | None = Field(default=None, ge=0, le=1)
    """Weight of a person's references, LoRA or adapter; None is the engine's own."""
    length: float = Field(default=1.0, gt=0, le=1)
    """Share of its usual frames that the engine makes; they are spread over the shot, whose length stays."""


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
    on_twos: bool = False
    """Each picture is shown for two frames."""
    place: PlacePlan
    time_of_day: TimeOfDay
    weather: Weather
    mood: Mood
    at_s: float = 0.0
    """When the shot begins on its scene's clock: what is played then is played in every shot of that moment."""
    for_s: float = 0.0
    """How long it was planned, where somebody is under way: how far they go does not follow from a later cut. 0 is its
    own length."""
    present: tuple[Mark, ...] = ()
    cast: tuple[Member, ...] = ()
    doing: tuple[Doing, ...] = ()
    mouths: tuple[Mouthing, ...] = ()
    state: VisualState
    styles: tuple[Treatment, ...] = ()
    """What the styles of ``state`` are; one that is missing here is only a word for engines that read."""
    brief: str = ""
    prompt: str | None = None
    negative_prompt: str | None = None
    seed: int | None = None
    still_sha256: str | None = None
    start_from: str | None = None
    start_take: str | None = None
    """Id of the take that ``start_from`` was given; filled when that is circled, so that another take is another plan."""
    engine: str | None = None
    """Name of another engine than the film's, of those that are set up: ``stage``."""
    roll: int = 0
    tuning: Tuning = Field(default=Tuning(), exclude_if=lambda tuning: tuning == Tuning())
    """Left out of what is written while nothing is turned: a plan without it is the same plan."""

    @property
    def duration_s(self) -> float:
        return self.frames / self.fps


class Heard(NamedTuple):
    """A stretch of a line inside one shot, seconds of that shot."""

    line: Line
    speech: Speech
    start_s: float
    from_s: float
    to_s: float
    words: tuple[WordTime, ...]
    """Of the stretch, in the recording's time."""


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


def end_of_words(shot: Shot, scene: Scene) -> float:
    """Shot time in seconds at which the last recording ends; 0 when nobody is heard."""
    return max((heard.start_s + heard.to_s - heard.from_s for heard in heard_in(shot, scene)), default=0.0)


def awaited_in(shot: Shot, scene: Scene) -> tuple[str, ...]:
    """Ids of the lines that the shot speaks and that are not recorded yet: its plan is not the one it will be shot by."""
    unrecorded = {line.id for line in scene.lines if line.language not in line.speech}
    return tuple(spoken.line_id for spoken in shot.spoken if spoken.line_id in unrecorded)


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
    return plan_of(series, scene, shot, profile)


def plan_of(series: Series, scene: Scene, shot: Shot, profile: Profile) -> ShotPlan:
    """The plan of a shot that is already in hand with its scene: whoever walks the film need not search it for each."""
    continuity = series.bible.scene(scene.id)
    place = series.bible.place(continuity.place_id)
    width, height = frame_size(series.aspect, profile.height)
    render_width, render_height = frame_size(series.aspect, profile.render_height)
    in_beats = [who for beat in scene.beats for who in beat.present]
    # Sorted, and with omitted shots: the marks must not depend on which shots are shown, nor in which order.
    present = dict.fromkeys([*in_beats, *sorted({who for other in scene.shots for who in other.cast})])
    here, found = stations(scene, shot, tuple(present))
    under_way = any(act.verb in WAYS or act.verb in MEETINGS for act in shot.doing)
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
        on_twos=profile.on_twos,
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
        at_s=here.at_s,
        for_s=here.for_s if under_way else 0.0,
        present=tuple(
            Mark(
                character_id=who,
                side=continuity.screen_side.get(who),
                height_m=series.bible.character(who).identity.height_m,
                station=found[who],
            )
            for who in present
        ),
        cast=tuple(_member(series, who, scene.id) for who in shot.cast),
        doing=shot.doing,
        mouths=mouths,
        state=_unnamed(_lit(shot.state, continuity.light)),
        styles=treatments_of(shot.state.styles, series.styles),
        brief=text_in(shot.brief, series.language) or "",
        prompt=shot.prompt,
        negative_prompt=shot.negative_prompt,
        seed=shot.seed,
        still_sha256=shot.still.sha256 if shot.still else None,
        start_from=shot.start_from,
        engine=shot.engine,
        roll=shot.roll,
    )


def _lit(state: VisualState, kind: LightKind | None) -> VisualState:
    """The state with the scene's kind of light, unless the shot has one of its own."""
    if kind is None or state.light.preset is not None:
        return state
    return state.model_copy(update={"light": state.light.model_copy(update={"preset": kind})})


def _unnamed(state: VisualState) -> VisualState:
    """The state with its colour table known by content alone: what the file is called changes no picture."""
    lut = state.look.lut
    if lut is None:
        return state
    plain = lut.model_copy(update={"id": "lut", "name": ""})
    return state.model_copy(update={"look": state.look.model_copy(update={"lut": plain})})


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
