"""The display counts what is shot and says each thing once."""

from __future__ import annotations

from studio.progress import QUIET_IN_A_CHANGE, Display

EVENTS = (
    {"kind": "mind", "why": "The understudy plays by house rules."},
    {"kind": "understood", "answer": "change", "reason": ""},
    {"kind": "still", "shot": "ep01/sc001/sh0010", "before": "previews/b.png", "after": "previews/a.png"},
    {"kind": "planned", "episodes": 1, "shots": 1},
    {"kind": "circled", "shot": "ep01/sc001/sh0020", "takes": 0, "held": False, "reused": True},
    {"kind": "circled", "shot": "ep01/sc001/sh0010", "takes": 2, "held": False},
    {"kind": "finished", "version": 2},
)


def shown(display: Display, capsys) -> list[str]:
    with display:
        for event in EVENTS:
            display(event)
    return capsys.readouterr().err.splitlines()


def test_a_film_names_every_shot(capsys):
    display = Display()
    lines = shown(display, capsys)
    assert "ep01/sc001/sh0020  kept" in lines and "version 2 stands" in lines and display._done == 2


def test_a_change_counts_what_is_shot(capsys):
    display = Display(quiet=QUIET_IN_A_CHANGE)
    lines = shown(display, capsys)
    assert lines == [
        "The understudy plays by house rules.",
        "ep01/sc001/sh0010  still: previews/a.png",
        "planned: 1 episode(s), 1 shots",
        "ep01/sc001/sh0010  circled after 2 take(s)",
    ]
    assert display._done == 1


def test_silence_when_it_is_not_enabled(capsys):
    assert shown(Display(enabled=False), capsys) == []
