"""The storyboard: what a panel says, a drawing for every move, pages on which nothing lies on anything, one HTML file."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from film.errors import RenderError
from film.profile import Profile
from film.series import Series
from film.state import Move, MoveKind
from tests.cut.pictures import frames
from tests.film.films import big_series, small_series
from tools.cut import board_pages
from tools.cut.board import HTML, Board, BoardEpisode, BoardScene, Panel, Said, alt_of, board_of, write_board
from tools.cut.board_moves import strokes_of, words_of
from tools.cut.cards import load_font
from tools.cut.stills import png_bytes, read_still

PROFILE = Profile(name="draft", height=360, render_height=180)
HINDI = "चलो! आज कोई अकेला नहीं डूबेगा, क्योंकि दीया अब भी जल रहा है।"
LONG = " ".join(["nevertheless, the lighthouse keeper's granddaughter refuses"] * 8)
MAKE_BOARD = """
import sys
from pathlib import Path
from tests.cut.test_board import told
from tools.cut.board import write_board
write_board(told(), Path(sys.argv[1]), Path(sys.argv[2]), columns=2)
"""


def panel(count: int, **more) -> Panel:
    facts = {
        "shot_id": f"ep01/sc001/sh{count * 10:04d}", "slate": f"1 · {count}", "still": f"{count % 3}.png",
        "framing": "medium close, 60 mm", "move": Move(), "at_s": 2.5 * count, "duration_s": 2.5,
    }  # fmt: skip
    return Panel(**{**facts, **more})


def told(kinds: tuple[str, ...] = get_args(MoveKind)) -> Board:
    """Twelve panels with every move, long briefs, Hindi, a word wider than its cell, and a shot without a still."""
    panels = [
        panel(count, move=Move(kind=kind), brief=LONG if count % 4 == 0 else "She waits.")
        for count, kind in enumerate(kinds, start=1)
    ]
    panels.append(panel(len(panels) + 1, still=None, note="no picture: the engine is gone"))
    panels.append(
        panel(
            len(panels) + 1, brief="x" * 200,
            said=(Said(speaker="दादी", words=HINDI, language="hi", manner="whispering"),
                  Said(speaker="MEERA & CO", words="<b>No</b> “never”", language="en")),
        )
    )  # fmt: skip
    scene = BoardScene(id="ep01/sc001", number="1", heading="EXT. समुद्र - NIGHT & DAY", about="night, rain", panels=tuple(panels))
    return Board(
        title="आख़िरी दीया", language="hi", says="version 1", width=640, height=360,
        episodes=(BoardEpisode(id="ep01", title="The Order", scenes=(scene,)),),
    )  # fmt: skip


@pytest.fixture(scope="module")
def stills(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stills")
    for scene in range(3):
        (folder / f"{scene}.png").write_bytes(png_bytes(next(frames(1, scene, (320, 180)))))
    return folder


def panels_of(series: Series) -> dict[str, Panel]:
    board = board_of(series, PROFILE, {}, says="version 1")
    return {panel.shot_id: panel for e in board.episodes for scene in e.scenes for panel in scene.panels}


def test_a_panel_says_what_the_cut_and_the_script_say():
    film = small_series()
    found = panels_of(film)["ep01/sc001/sh0020"]
    assert (found.slate, found.duration_s, found.at_s) == ("1 · 2", 2.5, film.episodes[0].finish.title_card_s + 2.0)
    assert found.framing == "medium, 40 mm, f/4"
    assert [(said.speaker, said.words, said.language) for said in found.said] == [("MARA", "You came back after all", "en")]


def test_shots_are_counted_as_a_note_counts_them_and_omitted_ones_are_not_there():
    film = big_series(12)
    omitted = {shot.id for _, _, shot in film.walk() if shot.omitted}
    found = panels_of(film)
    assert omitted and not omitted & found.keys()
    for episode in film.episodes:
        for position, scene in enumerate(episode.scenes, start=1):
            shown = [found[shot.id].slate for shot in scene.shots if not shot.omitted]
            assert shown == [f"{scene.number or position} · {n}" for n in range(1, len(shown) + 1)]


def test_a_line_that_is_split_is_told_in_its_parts():
    film = big_series(12)
    words = {line.id: next(iter(line.text.values())).split() for line in film.lines()}
    found = panels_of(film)
    split = [(s, shot) for _, _, shot in film.filmed() for s in shot.spoken if s.first is not None or s.end is not None]
    assert split
    for spoken, shot in split:
        part = " ".join(words[spoken.line_id][spoken.first or 0 : spoken.end])
        said = next(said.words for said in found[shot.id].said if part in said.words)
        assert said.startswith("… ") == bool(spoken.first)
        assert said.endswith(" …") == (spoken.end is not None and spoken.end < len(words[spoken.line_id]))


def test_a_line_in_another_language_is_told_in_the_films_too():
    film = small_series()
    scene = film.episodes[0].scenes[0]
    first = scene.lines[0].model_copy(update={"language": "hi", "text": {"hi": "तुम लौट आए", "en": "You came back"}, "speech": {}})
    scene = scene.model_copy(update={"lines": (first, *scene.lines[1:])})
    film = film.model_copy(update={"episodes": (film.episodes[0].model_copy(update={"scenes": (scene,)}),)})
    found = panels_of(film)
    said = found["ep01/sc001/sh0020"].said[0]
    assert (said.words, said.language, said.meaning) == ("तुम लौट आए", "hi", "You came back")
    assert found["ep01/sc001/sh0030"].said[0].meaning == ""


@pytest.mark.parametrize("aspect", [16 / 9, 2.39, 1.0, 9 / 16], ids=lambda a: f"{a:.2f}")
@pytest.mark.parametrize("kind", get_args(MoveKind))
def test_every_move_has_a_drawing_inside_the_frame(kind: str, aspect: float):
    for direction in ("left", "right", "up", "down", "in", "out"):
        strokes = strokes_of(Move(kind=kind, direction=direction), aspect)
        if kind == "lock_off":
            assert strokes == ()
            continue
        assert strokes and any(stroke.filled for stroke in strokes) == (kind != "handheld")
        points = np.array([point for stroke in strokes for point in stroke.points])
        assert points.min() >= 0 and points[:, 0].max() <= aspect and points[:, 1].max() <= 1


@pytest.mark.parametrize(
    ("move", "way"),
    [
        (Move(kind="pan", direction="left"), (-1, 0)), (Move(kind="pan", direction="right"), (1, 0)),
        (Move(kind="tilt", direction="up"), (0, -1)), (Move(kind="tilt", direction="down"), (0, 1)),
        (Move(kind="dolly", direction="left"), (-1, 0)), (Move(kind="dolly", direction="in"), (0, -1)),
        (Move(kind="dolly", direction="out"), (0, 1)), (Move(kind="orbit", direction="left"), (-1, 0)),
        (Move(kind="drone", direction="up"), (1, -1)), (Move(kind="drone", direction="down"), (1, 1)),
        (Move(kind="crane", direction="up"), (0, -1)), (Move(kind="crane", direction="down"), (0, 1)),
        (Move(kind="whip_pan", direction="left"), (-1, 0)), (Move(kind="whip_pan", direction="right"), (1, 0)),
    ],
    ids=lambda value: words_of(value) if isinstance(value, Move) else None,
)  # fmt: skip
def test_the_arrow_points_where_the_camera_goes(move: Move, way: tuple[int, int]):
    shafts = [stroke for stroke in strokes_of(move, 16 / 9) if not stroke.filled and len(stroke.points) > 1]
    head = next(stroke for stroke in strokes_of(move, 16 / 9) if stroke.filled)
    start = shafts[0].points[0] if move.kind == "drone" else shafts[-1].points[0]
    for axis in (0, 1):
        if way[axis]:
            assert np.sign(head.points[0][axis] - start[axis]) == way[axis]


def test_a_move_without_a_sign_of_its_own_gets_a_plain_arrow_the_way_it_goes():
    ways = {"left": (0, -1), "right": (0, 1), "up": (1, -1), "down": (1, 1), "in": (1, -1), "out": (1, 1)}
    for direction, (axis, sign) in ways.items():
        *_, shaft, head = strokes_of(Move.model_construct(kind="zip_line", direction=direction), 16 / 9)
        assert head.filled and np.sign(head.points[0][axis] - shaft.points[0][axis]) == sign
    assert words_of(Move.model_construct(kind="zip_line", direction="left")) == "zip line"
    assert words_of(Move(kind="whip_pan", direction="left")) == "whip pan left"
    assert words_of(Move(kind="dolly_zoom", direction="out")) == "dolly zoom, out"


def test_a_push_in_points_to_the_smaller_frame_and_a_pull_back_out_of_it():
    for kind, sign in (("push_in", -1), ("pull_back", 1)):
        heads = [np.array(stroke.points) for stroke in strokes_of(Move(kind=kind), 16 / 9) if stroke.filled]
        assert len(heads) == 4
        middle = np.array([8 / 9, 0.5])
        for head in heads:
            tip, back = np.abs(head[0] - middle), np.abs(head[1:].mean(0) - middle)
            assert (np.sign(tip - back) == sign).all()


def test_the_ink_is_read_on_black_and_on_white():
    strokes = strokes_of(Move(kind="pan"), 16 / 9)
    for level in (0, 255):
        ground = np.full((180, 320, 3), level, np.uint8)
        inked = board_pages.inked(ground, strokes)
        far = np.abs(inked.astype(int) - level).max(-1)
        assert (far > 150).sum() > 400 and np.array_equal(inked[:60], ground[:60])
    assert np.array_equal(board_pages.inked(ground, ()), ground)


@pytest.mark.parametrize("columns", [1, 2, 3, 5])
def test_no_word_leaves_its_cell_and_no_strip_its_page(columns: int):
    board = told()
    cell_px = (board_pages.WIDTH - 2 * board_pages.MARGIN - (columns - 1) * board_pages.GUTTER) // columns
    pages = board_pages.pages_of(board.episodes[0], columns, cell_px, 300)
    shown = []
    for page in pages:
        assert not page[0].cells and page[-1].cells
        top = board_pages.TOP
        for strip in page:
            gap = board_pages.ROW_GAP if strip.cells else board_pages.HEADING_GAP
            for cell in strip.cells:
                shown.append(cell.panel.slate)
                assert cell.text_px <= strip.height_px - 300
                for row in cell.rows[1:]:
                    assert row.text.endswith(" …") or load_font(row.size_px, row.weight).getlength(row.text) <= cell_px - row.indent_px
            top += strip.height_px + gap
        assert top - gap <= board_pages.HEIGHT - board_pages.FOOT
    assert shown == [panel.slate for panel in board.episodes[0].scenes[0].panels]


def test_a_word_that_is_wider_than_its_cell_is_broken_and_nothing_of_it_is_lost():
    for word in ("x" * 200, "दीया" * 40):
        rows = board_pages._wrapped(board_pages.Row(word, 21, 420, board_pages.INK), 300)
        font = load_font(21, 420)
        assert len(rows) > 2 and "".join(row.text for row in rows) == word
        assert all(font.getlength(row.text) <= 300 for row in rows)
        assert not any(unicodedata.category(row.text[0])[0] == "M" for row in rows)


def test_between_the_columns_and_rows_the_paper_is_white(stills: Path, tmp_path: Path):
    board = told(("pan",) * 6)
    _, *pages = write_board(board, stills, tmp_path, columns=3)
    for path in pages:
        page = read_still(path)
        below = page[board_pages.TOP + board_pages.HEADING + 4 :]
        cell_px = (board_pages.WIDTH - 2 * board_pages.MARGIN - 2 * board_pages.GUTTER) // 3
        for at in (1, 2):
            left = board_pages.MARGIN + at * (cell_px + board_pages.GUTTER)
            assert (below[:, left - board_pages.GUTTER + 2 : left - 2] == 255).all(), path.name
        assert (page[:, : board_pages.MARGIN - 2] == 255).all() and (page[-board_pages.FOOT + 4 :] == 255).all()


def test_a_shorter_board_leaves_no_page_of_a_longer_one(stills: Path, tmp_path: Path):
    many = write_board(told(), stills, tmp_path, columns=1)
    mine = tmp_path / "board-notes.png"
    mine.write_bytes(b"mine")
    few = write_board(told(("pan",)), stills, tmp_path, columns=5)
    assert len(few) < len(many) and sorted(tmp_path.iterdir()) == sorted((*few, mine))


class Reader(HTMLParser):
    """Collects the document's tags and its text; every tag that is opened must be closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_html_file_holds_everything_and_fetches_nothing(stills: Path, tmp_path: Path):
    board = told()
    text = write_board(board, stills, tmp_path)[0].read_text("utf-8")
    page = Reader(text)
    assert not page.open
    pictures = [attrs for tag, attrs in page.tags if tag == "img"]
    panels = board.episodes[0].scenes[0].panels
    assert [attrs["alt"] for attrs in pictures] == [alt_of(p) for p in panels if p.still]
    assert all((attrs["src"] or "").startswith("data:image/jpeg;base64,") for attrs in pictures)
    assert not {"link", "script", "iframe"} & {tag for tag, _ in page.tags}
    assert not re.search(r"https?:|url\(.(?!data:)|@import", text) and str(stills) not in text
    assert ("html", {"lang": "en"}) in page.tags and ("h1", {"lang": "hi"}) in page.tags
    assert ("span", {"lang": "hi"}) in page.tags and ("p", {"class": "said", "lang": "hi"}) in page.tags
    assert "font/ttf" in text, "Devanagari is shown on a machine without a font for it"
    assert HINDI in page.words and "<b>No</b> “never”" in page.words and "no picture: the engine is gone" in page.words
    arrows = [tag for tag, _ in page.tags if tag == "svg"]
    assert len(arrows) == sum(p.move.kind != "lock_off" for p in panels)
    for p in panels:
        assert words_of(p.move) in page.words and p.framing in page.words


def test_a_damaged_still_is_one_sentence(stills: Path, tmp_path: Path):
    (tmp_path / "0.png").write_bytes(b"torn")
    board = told(("pan",))
    with pytest.raises(RenderError, match=r"\.png"):
        write_board(board, tmp_path, tmp_path / "out")


def test_two_processes_write_the_same_bytes(stills: Path, tmp_path: Path):
    made = []
    for name in ("one", "two"):
        subprocess.run(
            [sys.executable, "-c", MAKE_BOARD, str(stills), str(tmp_path / name)], check=True,
            cwd=Path(__file__).resolve().parents[2], env={"PATH": "/usr/bin:/bin", "PYTHONHASHSEED": str(len(name) + len(made))},
        )  # fmt: skip
        made.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert made[0] == made[1] and HTML in made[0] and len(made[0]) > 2
