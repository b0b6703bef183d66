"""History: versions beside their parents, and estimates from what this run's own work took."""

from __future__ import annotations

import pytest

from film.canonical import canonical_json
from film.changes import ChangeSet
from film.errors import RunError
from tests.run.runs import SHOTS, circled, film, version
from tools.run import audit, versions
from tools.run.history import CUT_S_PER_FRAME, MIX_S_PER_S, Past, estimate, history, past
from tools.whole import append_line

TIME = "2026-01-01T00:00:00Z"


def tell(folder, *events: dict) -> None:
    for event in events:
        append_line(folder.events, canonical_json(event))


def clip(frames: int, seconds: float, *, rendered: bool = True, width: int = 960, height: int = 540) -> dict:
    return {
        "kind": "clip", "shot": "s", "take": "t", "frames": frames, "seconds": seconds, "rendered": rendered,
        "width": width, "height": height,
    }  # fmt: skip


def test_a_run_without_a_past_knows_nothing_of_its_speed(folder):
    assert past(folder) == Past(None, 1.0, CUT_S_PER_FRAME, MIX_S_PER_S)


def test_speed_is_the_median_over_clips_that_were_made(folder):
    tell(folder, clip(10, 1), clip(10, 2), clip(10, 90), clip(10, 0, rendered=False), {"kind": "clip", "shot": "old"})
    assert past(folder).seconds_per_frame == pytest.approx(0.2)


def test_another_size_is_scaled_by_its_pixels_while_none_was_made_at_it(folder):
    tell(folder, clip(10, 1))
    assert past(folder, (1920, 1080)).seconds_per_frame == pytest.approx(0.4)
    tell(folder, clip(10, 3, width=1920, height=1080))
    assert past(folder, (1920, 1080)).seconds_per_frame == pytest.approx(0.3)
    assert past(folder, (960, 540)).seconds_per_frame == pytest.approx(0.1)


def test_takes_cuts_and_mixes_are_those_that_were_made(folder):
    tell(
        folder,
        {"kind": "circled", "shot": "a", "takes": 1, "held": False},
        {"kind": "circled", "shot": "b", "takes": 4, "held": True},
        {"kind": "circled", "shot": "c", "takes": 0, "held": False, "reused": True},
        {"kind": "joined", "episode": "ep01", "frames": 100, "seconds": 5.0},
        {"kind": "mixed", "episode": "ep01", "film_s": 20.0, "seconds": 5.0},
    )
    assert past(folder) == Past(None, 2.5, 0.05, 0.25)


def test_a_torn_last_event_is_left_out_and_a_damaged_one_named(folder):
    tell(folder, clip(10, 1))
    with open(folder.events, "ab") as file:
        file.write(b'{"kind":"cl')
    assert past(folder).seconds_per_frame == pytest.approx(0.1)
    folder.events.write_bytes(b"{\n" + folder.events.read_bytes())
    with pytest.raises(RunError, match=r"events\.jsonl:1"):
        past(folder)


def test_an_estimate_shares_shots_among_workers_and_splits_none():
    known = Past(seconds_per_frame=0.1, takes_per_shot=2.0, cut_s_per_frame=0.01, mix_s_per_s=0.5)
    assert estimate(known, [], [], 2, 9.0) == 0
    assert estimate(known, [50, 50], [], 1, 9.0) == pytest.approx(20)
    assert estimate(known, [50, 50], [], 2, 9.0) == pytest.approx(10)
    assert estimate(known, [100], [], 4, 9.0) == pytest.approx(20)
    assert estimate(known, [], [1000], 2, 9.0, [40.0]) == pytest.approx(30)
    assert estimate(known._replace(seconds_per_frame=None), [10], [], 1, 9.0) == pytest.approx(180)


def test_history_tells_each_version_beside_its_parent(folder):
    change = ChangeSet(note="darker", reason="a grade is enough")
    other = dict.fromkeys(SHOTS, circled(1)) | {SHOTS[1]: circled(2)}
    versions.finish(folder, version(1))
    versions.finish(folder, version(2, change=change, circled=other))
    versions.finish(folder, version(3, parent=2, circled=other, films={"ep01": film("2")}))
    versions.undo(folder, 2)
    versions.finish(folder, version(4, parent=1, take=3))
    versions.undo(folder)
    versions.write_draft(folder, version(5, parent=1, circled={}, films={}))
    for act, before, after in (("made", None, 1), ("changed", 1, 2), ("undone", 3, 2)):
        audit.record(folder, actor=f"{act} by", time=TIME, act=act, before=before, after=after)
    rows = history(folder)
    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row["place"] for row in rows] == ["stands", "aside", "aside", "future", "draft"]
    assert [row["shot"] for row in rows] == [list(SHOTS), [SHOTS[1]], [], list(SHOTS), []]
    assert [row["cut"] for row in rows] == [["ep01"], ["ep01"], [], ["ep01"], []]
    assert (rows[1]["note"], rows[1]["reason"]) == ("darker", "a grade is enough")
    assert (rows[1]["by"], rows[1]["act"], rows[1]["time"]) == ("changed by", "changed", TIME)
    assert rows[3]["by"] is None and rows[4]["parent"] == 1


def test_history_of_an_undone_version_still_leads_back(folder):
    for number in (1, 2, 3):
        versions.finish(folder, version(number))
    versions.undo(folder)
    assert [row["place"] for row in history(folder)] == ["past", "stands", "future"]
