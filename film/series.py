"""Series > episode (acts) > scene > shot: the film as the crew planned it.

A Series is the whole film as data. Takes are not in it; what a shot was given by its user or by
its script (a prompt, a seed, a duration) is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from film.base import Frozen, LanguageTag, Text
from film.bible import Asset, Bible
from film.state import VisualState
from film.styles import Style

Aspect = Literal["16:9", "2.39:1", "1.85:1", "4:3", "1:1", "9:16"]
Mood = Literal["calm", "tense", "hopeful", "sad", "playful", "romantic", "eerie", "triumphant"]
Verb = Literal[
    "stand", "walk", "run", "sit", "turn", "reach", "point", "hold", "wave", "embrace", "nod",
    "laugh", "cry", "look", "kneel", "enter", "leave", "drink", "write", "fall", "shake_head", "kiss", "handshake",
    "dance", "lie", "sleep", "bow", "clap", "shrug",
]  # fmt: skip

HeldProp = Literal[
    "lantern", "candle", "torch", "cup", "glass", "bottle", "book", "letter", "phone", "bag", "suitcase", "umbrella",
    "stick", "sword", "gun", "knife", "flowers", "basket", "box", "key", "camera", "guitar", "broom", "toy", "tray",
]  # fmt: skip
"""What a hand may hold. ``torch`` is a flashlight; ``toy`` a child's stuffed bear."""

GainDb = Annotated[float, Field(ge=-96, le=24)]


class WordTime(Frozen):
    """One spoken word: where it stands in the text and when it is heard."""

    word: str
    start_s: float
    end_s: float


class Speech(Frozen):
    """A line as recorded or synthesised in one language: measured, not planned."""

    sha256: str
    """Of the mono wav in the run's ``speech/`` folder."""
    duration_s: float = Field(gt=0)
    words: tuple[WordTime, ...] = ()


class Line(Frozen):
    """A speech of a scene. The writer's words, never edited by the crew."""

    id: str
    character_id: str
    """``narrator`` for narration."""
    text: Text
    language: LanguageTag
    """Spoken in this language; other keys of ``text`` are translations."""
    delivery: str = ""
    """The parentheticals, joined."""
    off_screen: bool = False
    """V.O. or O.S.: heard, no mouth moves."""
    overlaps_previous: bool = False
    """The second voice of a dual dialogue."""
    recording: Asset | None = None
    """A file the user recorded; it replaces the synthesised one."""
    speech: dict[LanguageTag, Speech] = {}


class Spoken(Frozen):
    """The words of a line heard in a shot: ``first`` up to but not including ``end``. All of it when both None."""

    line_id: str
    first: int | None = None
    end: int | None = None


class Doing(Frozen):
    """What one person does during the shot."""

    character_id: str
    verb: Verb = "stand"
    toward: str | None = None
    """A character id, ``camera``, or an entrance of the set."""
    expression: Literal["neutral", "happy", "sad", "angry", "afraid", "surprised", "tender", "stern"] = "neutral"
    holding: HeldProp | None = None
    """In the right hand, or both, all through the shot."""


class Pin(Frozen):
    """A take that a person chose for a shot."""

    take: str
    """The take's folder name."""
    take_id: str


class Shot(Frozen):
    id: str
    """``ep01/sc003/sh0020``: given once, never renumbered."""
    slate: str = ""
    """What the user's own storyboard calls it; no picture depends on it."""
    kind: Literal[
        "establishing", "master", "two_shot", "single", "over_shoulder", "reaction", "insert", "follow", "still"
    ] = "master"
    brief: Text = {}
    """What the shot shows, in a sentence."""
    duration_s: float = Field(default=3.0, ge=0.2, le=60)
    at_s: float | None = Field(default=None, ge=-600, le=36000)
    """When it begins on its scene's own clock, given once when the scene is planned: a change of its length moves no
    other shot on the clock. None in a film that has no clock: whatever earlier shots began is over."""
    cast: tuple[str, ...] = ()
    """Character ids that must be seen."""
    doing: tuple[Doing, ...] = ()
    spoken: tuple[Spoken, ...] = ()
    lead_s: float = Field(default=0.25, ge=0, le=10)
    """Silence before the first word."""
    state: VisualState = VisualState()
    transition_in: Literal["cut", "dissolve", "fade"] = "cut"
    transition_s: float = Field(default=0.0, ge=0, le=4)
    prompt: str | None = None
    """The script's own prompt; honoured word for word."""
    negative_prompt: str | None = None
    seed: int | None = Field(default=None, ge=0, le=2**32 - 1)
    still: Asset | None = None
    """A picture that the shot shows or starts from."""
    start_from: str | None = None
    """Shot id whose last frame this one starts from: an explicit edge for ``touched``."""
    engine: str | None = None
    roll: int = Field(default=0, ge=0)
    """How often a person asked for another take: part of the plan, so that a re-roll is data."""
    omitted: bool = False
    """Taken out of the cut and kept here, so that its neighbours' pictures do not change and it can come back."""
    pin: Pin | None = None
    """Shown in place of what the gates would circle; dropped when the shot's plan changes."""


class Beat(Frozen):
    """One thing that happens, in the order of the script."""

    id: str
    kind: Literal["action", "dialogue"] = "action"
    text: str
    line_ids: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    intensity: float = Field(default=0.3, ge=0, le=1)
    """How heated: 0 calm, 1 the peak of the scene."""


class Scene(Frozen):
    id: str
    heading: Text
    synopsis: Text = {}
    mood: Mood = "calm"
    tempo_bpm: int = Field(default=80, ge=40, le=180)
    beats: tuple[Beat, ...] = ()
    lines: tuple[Line, ...] = ()
    shots: tuple[Shot, ...] = ()
    number: str = ""
    """The writer's own scene number."""
    source_sha256: str = ""
    """Of the writer's words for this scene, ids left out: tells an edited scene when the script is read again."""


class Act(Frozen):
    title: Text
    first_scene_id: str


class Grade(Frozen):
    """The finish: what can change without shooting."""

    brightness_stops: float = Field(default=0.0, ge=-4, le=4)
    contrast: float = Field(default=1.0, ge=0.5, le=2)
    warmth: float = Field(default=0.0, ge=-1, le=1)
    saturation: float = Field(default=1.0, ge=0, le=2)


class Pace(Frozen):
    """How a shot runs in the cut, without shooting it again."""

    speed: float = Field(default=1.0, ge=0.25, le=4)
    """2 is twice as fast. Only of a shot in which nobody is heard: lips keep their time."""
    head_s: float = Field(default=0.0, ge=0, le=60)
    """Cut off the front, in shot time."""
    tail_s: float = Field(default=0.0, ge=0, le=60)


class Finish(Frozen):
    """One episode's cut beyond its shots: cards, grade, pace, sound levels."""

    title_card_s: float = Field(default=2.5, ge=0, le=10)
    scene_cards: bool = False
    end_card_s: float = Field(default=2.0, ge=0, le=10)
    grade: Grade = Grade()
    scene_grades: dict[str, Grade] = {}
    """Scene id -> its own grade, in place of the episode's."""
    shot_grades: dict[str, Grade] = {}
    """Shot id -> its own, in place of the scene's."""
    shot_paces: dict[str, Pace] = {}
    scene_gains_db: dict[str, GainDb] = {}
    """Scene id -> gain of everything heard in it."""
    scene_music_db: dict[str, GainDb] = {}
    """Scene id -> gain of its music, beside the episode's; -60 and below is silence."""
    scene_music_moods: dict[str, Mood] = {}
    """Scene id -> what its music is like, where that is not the scene's own mood."""
    voice_gains_db: dict[str, GainDb] = {}
    """Character id -> gain of what they say."""
    music: bool = True
    music_gain_db: float = Field(default=0.0, ge=-40, le=12)
    music_under_voice: float = Field(default=0.3, ge=0, le=1)
    """How much of the music's level is left while somebody speaks."""
    loudness_lufs: float = Field(default=-16.0, ge=-40, le=-8)
    subtitles: bool = True

    def grade_of(self, shot_id: str, scene_id: str) -> Grade:
        """The grade in force: the shot's own, else its scene's, else the episode's."""
        return self.shot_grades.get(shot_id, self.scene_grades.get(scene_id, self.grade))


class Episode(Frozen):
    id: str
    number: int = Field(ge=1)
    title: Text
    acts: tuple[Act, ...] = ()
    scenes: tuple[Scene, ...] = ()
    finish: Finish = Finish()

    @property
    def shots(self) -> tuple[Shot, ...]:
        return tuple(shot for scene in self.scenes for shot in scene.shots)


class Series(Frozen):
    id: str
    """A slug: also the run folder's name."""
    title: Text
    language: LanguageTag = "en"
    """The language of the film's own voices; mouths move to it."""
    aspect: Aspect = "16:9"
    fps: int = Field(default=24, ge=12, le=60)
    seed: int = Field(default=1, ge=0, le=2**32 - 1)
    bible: Bible = Bible()
    episodes: tuple[Episode, ...] = ()
    music: tuple[Asset, ...] = ()
    """The user's own music, played instead of the made score, in order."""

    styles: tuple[Style, ...] = ()
    """Definitions of the styles that its shots name, as they were when the film was planned."""
    standing_notes: tuple[str, ...] = ()
    """What the person wants of every episode, in their own words: later scripts of the series inherit it."""

    def walk(self) -> Iterator[tuple[Episode, Scene, Shot]]:
        """Every shot with its scene and episode, in the order of the film; omitted ones too."""
        for episode in self.episodes:
            for scene in episode.scenes:
                for shot in scene.shots:
                    yield episode, scene, shot

    def filmed(self) -> Iterator[tuple[Episode, Scene, Shot]]:
        """``walk`` without the shots that are taken out of the cut."""
        return (entry for entry in self.walk() if not entry[2].omitted)

    def find(self, shot_id: str) -> tuple[Episode, Scene, Shot]:
        """Raises KeyError when the film has no such shot."""
        for found in self.walk():
            if found[2].id == shot_id:
                return found
        raise KeyError(shot_id)

    def lines(self, episode: Episode | None = None) -> Iterator[Line]:
        """Every line, in the order of the film; of one episode when it is given."""
        for each in self.episodes if episode is None else (episode,):
            for scene in each.scenes:
                yield from scene.lines

    def translations(self, episode: Episode | None = None) -> tuple[str, ...]:
        """Languages other than the film's own that some line is translated into, sorted.

        An episode is subtitled and dubbed in its own: what another one is translated into does not touch it.
        """
        found = {tag for line in self.lines(episode) for tag in line.text if tag != line.language}
        return tuple(sorted(found - {self.language}))

    def dubs(self, episode: Episode | None = None) -> tuple[str, ...]:
        """The translations that are complete: every line can be heard in them. Only these get a sound track."""
        lines = tuple(self.lines(episode))
        return tuple(tag for tag in self.translations(episode) if all(tag in line.text for line in lines))
