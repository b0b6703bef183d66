"""A storyboard: one still per shot with what a crew must know of it, as PNG pages and as one HTML file.

``board_of`` reads the facts out of a film, ``write_board`` draws them. Equal stills and facts give equal bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from film.base import Frozen, LanguageTag, text_in
from film.cut_plan import CutShot, plan_cut
from film.plan import heard_in
from film.profile import Profile, frame_size
from film.series import Episode, Line, Scene, Series, Shot, Spoken
from film.state import Move
from tools.cut.board_moves import words_of
from tools.whole import write_whole

HTML = "board.html"
PAGE = "board-{number:02d}.png"
COLUMNS, UPRIGHT_COLUMNS = 3, 5
"""Stills side by side when nobody says how many: of a wide picture, and of an upright one."""


class Said(Frozen):
    """What is heard of one line in one shot."""

    speaker: str
    words: str
    language: LanguageTag
    meaning: str = ""
    """The same in the film's language, where the writer translated the line and all of it is heard."""
    manner: str = ""
    """How it is said, and whether the speaker is off screen."""


class Panel(Frozen):
    """One shot."""

    shot_id: str
    slate: str
    """Scene and shot as a person counts them, or as their own storyboard names them: ``12A · 3``."""
    still: str | None
    """Path of a picture, relative to where the stills lie; None leaves an empty frame."""
    note: str = ""
    """What to know of the still: why there is none, or that it is held."""
    framing: str
    """Size, lens and angle in words."""
    move: Move
    brief: str = ""
    said: tuple[Said, ...] = ()
    at_s: float
    """When it comes in its episode."""
    duration_s: float


class BoardScene(Frozen):
    id: str
    number: str
    heading: str
    about: str
    """Time of day and weather."""
    panels: tuple[Panel, ...]

    @property
    def seconds(self) -> float:
        return sum(panel.duration_s for panel in self.panels)


class BoardEpisode(Frozen):
    id: str
    title: str
    scenes: tuple[BoardScene, ...]


class Board(Frozen):
    title: str
    language: LanguageTag
    """Of headings, briefs and titles; a line of dialogue has its own."""
    says: str
    """Which film this is: ``version 3``, ``a plan that waits``."""
    width: int
    height: int
    """The picture's shape."""
    episodes: tuple[BoardEpisode, ...]

    @property
    def aspect(self) -> float:
        return self.width / self.height


def board_of(
    series: Series, profile: Profile, stills: Mapping[str, str], *, says: str, notes: Mapping[str, str] | None = None
) -> Board:
    """The board of a film as it is cut: times are those of the cut, shots that are taken out are not on it.

    Args:
        stills: shot id -> path of its picture.
        notes: shot id -> what to know of it.
    """
    width, height = frame_size(series.aspect, profile.height)
    return Board(
        title=_in_film(series.title, series) or series.id,
        language=series.language,
        says=says,
        width=width,
        height=height,
        episodes=tuple(_episode(series, episode, profile, stills, notes or {}) for episode in series.episodes),
    )


def write_board(board: Board, stills: Path, out: Path, *, columns: int | None = None) -> tuple[Path, ...]:
    """Write ``board.html`` and ``board-01.png``…, each whole; pages of an earlier, longer board go.

    Args:
        stills: the folder that the panels' paths are relative to.
        columns: stills side by side; ``COLUMNS`` or ``UPRIGHT_COLUMNS`` when None.

    Returns:
        The HTML file, then the pages in order.

    Raises:
        RenderError: a still is missing or no picture.
        SetupError: the cards' font is not there.
    """
    from tools.cut.board_html import html_of
    from tools.cut.board_pages import draw_pages

    columns = columns or (COLUMNS if board.aspect >= 1 else UPRIGHT_COLUMNS)
    write_whole(out / HTML, html_of(board, stills, columns).encode("utf-8"))
    pages = []
    for number, png in enumerate(draw_pages(board, stills, columns), start=1):
        pages.append(out / PAGE.format(number=number))
        write_whole(pages[-1], png)
    for stale in sorted(out.glob("board-[0-9][0-9]*.png")):
        if stale not in pages:
            stale.unlink()
    return (out / HTML, *pages)


def clock(seconds: float) -> str:
    """``0:07``, ``12:45``, to the nearest second."""
    whole = int(seconds + 0.5)
    return f"{whole // 60}:{whole % 60:02d}"


def alt_of(panel: Panel) -> str:
    """The panel's picture in words, for who cannot see it."""
    who = f": {panel.brief}" if panel.brief else ""
    return f"Shot {panel.slate}, {panel.framing}, {words_of(panel.move)}{who}"


def _in_film(text: dict[str, str], series: Series) -> str:
    return text_in(text, series.language) or next(iter(text.values()), "")


def _episode(
    series: Series, episode: Episode, profile: Profile, stills: Mapping[str, str], notes: Mapping[str, str]
) -> BoardEpisode:
    in_cut = {entry.shot_id: entry for entry in plan_cut(series, episode, profile).shots}
    scenes = []
    for position, scene in enumerate(episode.scenes, start=1):
        number = scene.number or str(position)
        shown = (shot for shot in scene.shots if not shot.omitted)
        panels = tuple(
            _panel(
                series, scene, shot, f"{number} · {shot.slate or count}", in_cut[shot.id], stills.get(shot.id),
                notes.get(shot.id, ""),
            )
            for count, shot in enumerate(shown, start=1)  # as a note counts them: shot 2 of scene 3
        )  # fmt: skip
        if panels:
            heading = _in_film(scene.heading, series) or scene.id
            about = _about(series, scene)
            scenes.append(BoardScene(id=scene.id, number=number, heading=heading, about=about, panels=panels))
    return BoardEpisode(id=episode.id, title=_in_film(episode.title, series), scenes=tuple(scenes))


def _panel(
    series: Series, scene: Scene, shot: Shot, slate: str, entry: CutShot, still: str | None, note: str
) -> Panel:
    return Panel(
        shot_id=shot.id,
        slate=slate,
        still=still,
        note=note,
        framing=_framing(series, shot),
        move=shot.state.camera.move,
        brief=_in_film(shot.brief, series),
        said=tuple(_said(series, scene, shot, spoken) for spoken in shot.spoken),
        at_s=entry.at / series.fps,
        duration_s=entry.frames / series.fps,
    )


def _framing(series: Series, shot: Shot) -> str:
    """``medium close, 60 mm, low angle``; ``over`` and the coming in by name where there is one."""
    camera = shot.state.camera
    words = [camera.size.replace("_", " "), f"{camera.focal_mm:g} mm", f"f/{camera.f_stop:g}"]
    if camera.angle != "eye_level":
        words.append(camera.angle if camera.angle in ("overhead", "dutch") else f"{camera.angle} angle")
    if camera.over is not None:
        words.append(f"over {_name(series, camera.over)}")
    if shot.transition_in != "cut":
        words.append(f"{shot.transition_in} in")
    return ", ".join(words)


def _about(series: Series, scene: Scene) -> str:
    continuity = series.bible.scene(scene.id)
    weather = "" if continuity.weather == "clear" else f", {continuity.weather}"
    return continuity.time_of_day.replace("_", " ") + weather


def _said(series: Series, scene: Scene, shot: Shot, spoken: Spoken) -> Said:
    line = next(line for line in scene.lines if line.id == spoken.line_id)
    manner = [line.delivery.strip("() "), "off screen" if line.off_screen else ""]
    words = _words(scene, shot, line, spoken)
    meant = text_in(line.text, series.language) if words == text_in(line.text, line.language) else None
    return Said(
        speaker=_name(series, line.character_id),
        words=words,
        language=line.language,
        meaning=meant if meant and line.language != series.language else "",
        manner=", ".join(word for word in manner if word),
    )


def _words(scene: Scene, shot: Shot, line: Line, spoken: Spoken) -> str:
    """The writer's words of the stretch that is heard, with an ellipsis where it is cut off."""
    whole = text_in(line.text, line.language) or ""
    heard = next((heard for heard in heard_in(shot, scene) if heard.line.id == line.id), None)
    if heard is None or not heard.words or (spoken.first in (None, 0) and spoken.end is None):
        return whole
    written = whole.split()
    first, end = spoken.first or 0, spoken.end
    if len(written) != len(heard.speech.words):
        part = " ".join(word.word for word in heard.words)
    else:
        part = " ".join(written[first:end])
    return ("… " if first else "") + part + (" …" if end is not None and end < len(heard.speech.words) else "")


def _name(series: Series, character_id: str) -> str:
    known = {character.id: character.name for character in series.bible.characters}
    return known.get(character_id, character_id.replace("_", " ").upper())
