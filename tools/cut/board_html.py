"""The storyboard as one HTML file: pictures, style and arrows are in it, nothing is fetched, and it prints."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np

from film.errors import RenderError
from tools.cut.board import Board, BoardScene, Panel, Said, alt_of, clock
from tools.cut.board_moves import Stroke, scale_of, strokes_of, words_of
from tools.cut.cards import font_file
from tools.cut.stills import read_still

STILL_PX = 960
"""The longer side of an embedded picture: sharp at a third of a page in print, about 80 KB."""
JPEG_QUALITY = 84
MOVE, HALO = "#c8321e", 0.0065
"""Colour of a move's drawing; white on either side of its strokes, in frame heights, less in a narrow frame."""
UNIT = 1000
"""A frame height in the arrows' coordinates."""

STYLE = """
:root { --ink: #17181a; --soft: #5c5f63; --paper: #fff; --band: #efefec; --empty: #e9e9e6; --move: #c8321e; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1680px; padding: 32px; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 15px/1.4 Board, "Noto Sans", "Helvetica Neue", Arial, "Noto Sans Devanagari", "Nirmala UI", sans-serif; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 2em; border-bottom: 2px solid; }
h1 { font-size: 1.9em; line-height: 1.2; margin: 0 0 .3em; }
h2 { font-size: 1.35em; margin: 1.4em 0 0; }
h3 { display: flex; gap: 1em; align-items: baseline; margin: 1.4em 0 .9em; padding: .4em .8em; background: var(--band);
  font-size: 1.05em; break-after: avoid; }
h3 .about { font-weight: 400; font-size: .9em; margin-left: auto; text-align: right; }
header p, .about, .framing, .at, .note, .manner { color: var(--soft); }
.shots { display: grid; gap: 1.6em 1.5em; list-style: none; margin: 0; padding: 0; }
.shots > li { break-inside: avoid; }
.frame { position: relative; border: 1px solid var(--ink); background: var(--empty); }
.frame img { display: block; width: 100%; height: auto; }
.frame svg { position: absolute; top: 0; left: 0; width: 100%; height: 100%; }
.frame .none { position: absolute; inset: 0; display: flex; align-items: center; justify-content: center; padding: 1em;
  margin: 0; color: var(--soft); text-align: center; }
p { margin: .15em 0; }
.slate { display: flex; justify-content: space-between; align-items: baseline; margin: .5em 0 0; }
.slate b { font-size: 1.2em; } .slate span b { font-size: 1em; } .at { font-size: .87em; margin-left: .6em; }
.move { color: var(--move); font-weight: 600; margin-left: .3em; white-space: nowrap; }
.said { margin: .3em 0 0 1em; } .said b { font-size: .87em; letter-spacing: .04em; } .said b:lang(hi) { letter-spacing: 0; }
.note { font-style: italic; }
@media screen and (max-width: 800px) { body { padding: 16px; } .shots { grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); } }
@page { size: A4 landscape; margin: 11mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9px sans-serif; } }
@media print { body { padding: 0; font-size: 10px; max-width: none; } .episode + .episode { break-before: page; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""


def html_of(board: Board, stills: Path, columns: int) -> str:
    """The whole document.

    Raises:
        RenderError: a still is missing or no picture.
        SetupError: the board has Devanagari and the cards' font is not there.
    """
    shots = sum(len(scene.panels) for episode in board.episodes for scene in episode.scenes)
    seconds = sum(scene.seconds for episode in board.episodes for scene in episode.scenes)
    rows = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(board.title)}: storyboard</title>",
        f"<style>{_font(board)}\n.shots {{ grid-template-columns: repeat({columns}, minmax(0, 1fr)); }}",
        f".frame.empty {{ padding-top: {100 / board.aspect:.2f}%; }}{STYLE}</style></head>",
        "<body>",
        f'<header><h1 lang="{board.language}">{escape(board.title)}</h1>'
        f"<p>storyboard of {escape(board.says)}: {shots} shots, {clock(seconds)}</p></header>",
        "<main>",
    ]
    for episode in board.episodes:
        rows.append(f'<section class="episode" id="{episode.id}">')
        if len(board.episodes) > 1 or episode.title != board.title:
            rows.append(f'<h2 lang="{board.language}">{escape(episode.title or episode.id)}</h2>')
        for scene in episode.scenes:
            rows += _scene(board, scene, stills)
        rows.append("</section>")
    return "\n".join([*rows, "</main>", "</body>", "</html>", ""])


def _scene(board: Board, scene: BoardScene, stills: Path) -> list[str]:
    about = f"{scene.about}, {len(scene.panels)} shots, {clock(scene.seconds)}"
    return [
        f'<section id="{escape(scene.id)}">',
        f'<h3><span>{escape(scene.number)}</span><span lang="{board.language}">{escape(scene.heading)}</span>'
        f'<span class="about">{escape(about)}</span></h3>',
        '<ol class="shots">',
        *(_panel(board, panel, stills) for panel in scene.panels),
        "</ol>",
        "</section>",
    ]


def _panel(board: Board, panel: Panel, stills: Path) -> str:
    if panel.still is None:
        frame = f'<div class="frame empty"><p class="none">{escape(panel.note or "no picture")}</p>'
    else:
        frame = f'<div class="frame"><img alt="{escape(alt_of(panel))}" {_picture(stills / panel.still)}>'
    rows = [
        f'<li id="{escape(panel.shot_id)}">{frame}{_arrows(board, panel)}</div>',
        f'<p class="slate"><b>{escape(panel.slate)}</b><span><b>{panel.duration_s:.1f} s</b>'
        f'<span class="at">at {clock(panel.at_s)}</span></span></p>',
        f'<p class="framing">{escape(panel.framing)} <span class="move">{escape(words_of(panel.move))}</span></p>',
    ]
    if panel.still is not None and panel.note:
        rows.append(f'<p class="note">{escape(panel.note)}</p>')
    if panel.brief:
        rows.append(f'<p lang="{board.language}">{escape(panel.brief)}</p>')
    rows += [_said(said, board.language) for said in panel.said]
    return "".join(rows) + "</li>"


def _said(said: Said, language: str) -> str:
    manner = f' <span class="manner" lang="{said.language}">({escape(said.manner)})</span>' if said.manner else ""
    meaning = f'<br><span class="manner">{escape(said.meaning)}</span>' if said.meaning else ""
    words = f'<span lang="{said.language}">{escape(said.words)}</span>'
    return f'<p class="said" lang="{language}"><b>{escape(said.speaker)}</b>{manner} {words}{meaning}</p>'


def _arrows(board: Board, panel: Panel) -> str:
    """The move as SVG: every stroke under white, then in colour, so that it is read on any picture."""
    strokes = strokes_of(panel.move, board.aspect)
    if not strokes:
        return ""
    box = f"0 0 {round(board.aspect * UNIT)} {UNIT}"
    inks = "".join(_ink(strokes, colour, more) for colour, more in (("#ffffff", HALO * scale_of(board.aspect)), (MOVE, 0.0)))
    return f'<svg viewBox="{box}" preserveAspectRatio="none" aria-hidden="true">{inks}</svg>'


def _ink(strokes: Sequence[Stroke], colour: str, more: float) -> str:
    """All strokes in one colour, each ``more`` frame heights wider on either side. Attributes: not every reader styles SVG."""
    heads = "".join(f"M{_points(stroke)}Z" for stroke in strokes if stroke.filled)
    lines = "".join(
        f'<path d="M{_points(stroke)}" stroke-width="{(stroke.width + 2 * more) * UNIT:.0f}"/>'
        for stroke in strokes
        if not stroke.filled
    )
    head = f'<path d="{heads}" fill="{colour}" stroke-width="{2 * more * UNIT:.0f}"/>' if heads else ""
    return f'<g fill="none" stroke="{colour}" stroke-linecap="round" stroke-linejoin="round">{lines}{head}</g>'


def _points(stroke: Stroke) -> str:
    return "L".join(f"{x * UNIT:.0f} {y * UNIT:.0f}" for x, y in stroke.points)


def _font(board: Board) -> str:
    """The cards' font, where the board has Devanagari: not every machine that opens it can write that."""
    if not any("\u0900" <= letter <= "\u097f" for letter in board.model_dump_json()):
        return ""
    data = base64.b64encode(font_file().read_bytes()).decode("ascii")
    return f'@font-face {{ font-family: Board; font-weight: 100 900; src: url("data:font/ttf;base64,{data}"); }}'


def _picture(path: Path) -> str:
    """Attributes of an ``img`` with the picture in it, its longer side ``STILL_PX`` at most."""
    import cv2

    rgb = read_still(path)
    scale = min(1.0, STILL_PX / max(rgb.shape[:2]))
    height, width = (max(1, round(side * scale)) for side in rgb.shape[:2])
    if scale < 1:
        rgb = cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA)
    return f'width="{width}" height="{height}" src="data:image/jpeg;base64,{base64.b64encode(_jpeg(rgb)).decode("ascii")}"'


def _jpeg(rgb: np.ndarray) -> bytes:
    """A JPEG file of (H, W, 3) uint8 display RGB."""
    import cv2

    done, data = cv2.imencode(".jpg", np.ascontiguousarray(rgb[..., ::-1]), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not done:
        raise RenderError(f"a picture of {rgb.shape[1]}x{rgb.shape[0]} could not be written as JPEG")
    return data.tobytes()
