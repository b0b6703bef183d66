"""Captions: readable, in time, never two at once."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pysubs2
import pytest

from film.series import WordTime
from tools.cut.subtitles import ROW_LETTERS, Heard, timed, write_subtitles
from tools.voice.words import spread

LONG = (
    "The city sleeps, and Mira walks into the rain without looking back, because nobody has ever told her that the "
    "last tram leaves at midnight. She would have run. She would have laughed, too; it is that kind of night."
)


def spoken(text: str, start_s: float, end_s: float) -> Heard:
    return Heard(text, start_s, end_s, spread(text.split(), start_s, end_s))


def check(captions, lines: list[Heard]) -> None:
    for caption in captions:
        assert 1 <= len(caption.rows) <= 2
        assert all(0 < len(row) <= ROW_LETTERS or "ा" in row for row in caption.rows)
        assert caption.end_s > caption.start_s
    for before, after in pairwise(captions):
        assert before.end_s < after.start_s
    shown = " ".join(row for caption in captions for row in caption.rows).split()
    assert [w for w in shown if w != "–"] == [w for line in lines for w in line.text.split()]


def test_a_long_line_is_split_at_clauses_and_each_part_stands_with_its_words() -> None:
    line = spoken(LONG, 2.0, 15.0)
    captions = timed([line])
    check(captions, [line])
    assert len(captions) >= 3
    assert all(caption.rows[-1][-1] in ",.;" for caption in captions)
    words = iter(line.words)
    for caption in captions:
        count = len(" ".join(caption.rows).split())
        mine = [next(words) for _ in range(count)]
        assert caption.start_s == pytest.approx(mine[0].start_s, abs=0.1)
        assert caption.end_s >= mine[-1].end_s - 0.1


def test_rows_are_about_even() -> None:
    (caption,) = timed([spoken("I came here to tell you that the bridge is gone.", 0.0, 3.0)])
    assert len(caption.rows) == 2
    assert abs(len(caption.rows[0]) - len(caption.rows[1])) < 12


def test_a_short_word_stays_a_second_and_a_fast_line_lingers() -> None:
    short = timed([spoken("No.", 5.0, 5.2)])[0]
    assert short.end_s - short.start_s >= 1.0 and short.start_s == 5.0
    fast = timed([spoken("I came here to tell you that the bridge is gone.", 0.0, 1.2)])[0]
    assert 48 / (fast.end_s - fast.start_s) <= 17.5


def test_a_short_word_before_another_line_comes_up_early_rather_than_overlap() -> None:
    lines = [spoken("Wait for me here.", 1.0, 2.0), spoken("No.", 3.5, 3.7), spoken("Yes, you will.", 4.2, 5.0)]
    captions = timed(lines)
    check(captions, lines)
    assert captions[1].start_s == pytest.approx(3.12, abs=0.05) and captions[1].end_s <= 4.2


def test_a_pause_begins_a_new_caption() -> None:
    words = (*spread(["Wait."], 0.0, 0.5), *spread(["Listen."], 2.5, 3.0))
    captions = timed([Heard("Wait. Listen.", 0.0, 3.0, words)])
    assert [caption.rows for caption in captions] == [("Wait.",), ("Listen.",)]
    assert captions[1].start_s == 2.5


def test_lines_heard_at_once_share_a_caption_with_dashes() -> None:
    (caption,) = timed([spoken("Stop!", 1.0, 2.2), spoken("Go!", 1.1, 2.0)])
    assert caption.rows == ("– Stop!", "– Go!")


def test_a_translation_without_times_is_spread_over_the_lines_span() -> None:
    text = "शहर सो रहा है। मीरा बारिश में चलती है, और कोई उसे नहीं बताता कि आख़िरी ट्राम आधी रात को जाती है।"
    captions = timed([Heard(text, 4.0, 10.0)])
    check(captions, [Heard(text, 4.0, 10.0)])
    assert captions[0].start_s == 4.0 and captions[-1].end_s >= 10.0 and len(captions) >= 2


def test_nothing_stays_beyond_the_films_end() -> None:
    captions = timed([spoken("Good night.", 9.0, 9.8)], 10.0)
    assert captions[-1].end_s == 10.0


@pytest.mark.parametrize("seed", range(8))
def test_any_dialogue_keeps_the_house_rules(seed: int) -> None:
    draw = random.Random(seed)
    lines, clock = [], 0.0
    for _ in range(40):
        count = draw.randint(1, 40)
        text = " ".join("".join(draw.choice("aeioustrnl") for _ in range(draw.randint(1, 12))) for _ in range(count))
        length_s = count * draw.uniform(0.15, 0.5)
        lines.append(spoken(text + draw.choice(".?!,"), clock, clock + length_s))
        clock += length_s + draw.choice([0.05, 0.3, 2.0])
    captions = timed(lines)
    check(captions, lines)
    for before, short, after in zip([None, *captions], captions, [*captions[1:], None], strict=False):
        if short.end_s - short.start_s < 1.0:  # only where it is hemmed in on both sides, or as early as allowed
            assert after is not None and after.start_s - short.end_s < 0.11
            word_s = next(w.start_s for line in lines for w in line.words if w.start_s >= short.start_s - 1e-6)
            assert (before is not None and short.start_s - before.end_s < 0.11) or word_s - short.start_s > 0.39


def test_a_quick_exchange_shares_a_caption() -> None:
    lines = [spoken("No!", 1.0, 1.3), spoken("Yes.", 1.4, 2.0), spoken("Why?", 4.0, 4.5)]
    captions = timed(lines)
    assert [c.rows for c in captions] == [("– No!", "– Yes."), ("Why?",)]


def test_a_word_longer_than_a_row_is_cut_not_lost() -> None:
    (caption,) = timed([Heard("x" * 60, 0.0, 2.0)])
    assert caption.rows == ("x" * 42, "x" * 18)


def test_srt_and_vtt_say_the_same_and_are_written_alike_twice(tmp_path: Path) -> None:
    lines = [spoken(LONG, 2.0, 15.0), Heard("शहर सो रहा है।", 16.0, 18.0)]
    srt, vtt = write_subtitles(lines, tmp_path, "ep01.en")
    again, _ = write_subtitles(lines, tmp_path / "again", "ep01.en")
    assert srt.read_bytes() == again.read_bytes()
    assert vtt.read_text("utf-8").startswith("WEBVTT")
    first, second = (pysubs2.load(str(path)) for path in (srt, vtt))
    assert [(e.start, e.end, e.plaintext) for e in first] == [(e.start, e.end, e.plaintext) for e in second]
    assert first[-1].plaintext == "शहर सो रहा है।" and first[-1].start == 16000
    empty, _ = write_subtitles([], tmp_path, "none")
    assert empty.read_bytes() == b""


def test_a_word_in_braces_is_shown_and_is_no_style(tmp_path: Path) -> None:
    for path in write_subtitles([Heard("a {b} <i>c</i>", 0.0, 2.0)], tmp_path, "x"):
        assert "a (b) ‹i›c‹/i›" in path.read_text("utf-8")


def test_words_are_models_of_the_film() -> None:
    assert isinstance(spoken("a b", 0, 1).words[0], WordTime)
