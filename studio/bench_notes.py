"""The notes that ``make bench`` measures: how many of the table's are understood without any model.

The table is a test (``tests/crew/notes``), so this runs in a checkout only.
"""

from __future__ import annotations

import importlib
from collections import Counter

from film.errors import SetupError


def measure_notes() -> dict[str, float]:
    """Every note of the three tables, each in a session of its own with the understudy.

    Returns:
        ``notes_total``, ``notes_understood`` and ``notes_wrong`` (applied, and not what was meant), in notes.

    Raises:
        SetupError: the tests are not there: filmcrew is installed, not checked out.
    """
    try:
        judging = importlib.import_module("tests.crew.notes.judging")
        seat = importlib.import_module("tests.crew.notes.understudy_session")
    except ModuleNotFoundError as error:
        raise SetupError(f"the table of notes is not here ({error}); run make bench in a checkout of filmcrew") from error
    count = Counter(
        judging.judge(entry, seat.session()).outcome for table in judging.TABLES for entry in judging.entries(table)
    )
    return {
        "notes_total": count.total(),
        "notes_understood": count["understood"],
        "notes_wrong": count["wrong"],
    }
