"""Shots as long as what is said in them, after lines were recorded anew."""

from __future__ import annotations

from film.applying import SHORTEST_S, without_stale_pins
from film.plan import end_of_words
from film.rewrites import map_shots
from film.series import Line, Scene, Series, Shot

LONGEST_S = 60.0
TAIL_S = 0.35
"""Silence after the last word of a shot in which nobody spoke before."""


def retimed(before: Series, after: Series) -> Series:
    """``after`` with the durations that its recordings ask for.

    A shot that hears (or heard) a line whose recording changed grows or shrinks by as much as what is heard in it
    did; the silence that was directed stays. Lines that ``after`` has not recorded yet leave their shots as they are.
    A duration that ``after`` changes itself is kept, as long as all words are heard, so that retiming twice changes
    nothing. A shot whose plan changed so loses the take chosen for it.
    """
    was = {shot.id: (scene, shot) for _, scene, shot in before.walk()}
    recorded = {line.id: _recording(line) for line in before.lines()}
    changed = {line.id for line in after.lines() if _recording(line) not in (None, recorded.get(line.id))}
    changed |= recorded.keys() - {line.id for line in after.lines()}

    def retime(scene: Scene, shot: Shot) -> Shot:
        old_scene, old = was.get(shot.id, (scene, None))
        spoken = {entry.line_id for entry in (*shot.spoken, *(old.spoken if old else ()))}
        if not spoken & changed:
            return shot
        end_s = end_of_words(shot, scene)
        old_end_s = end_of_words(old, old_scene) if old else 0.0
        if old is None or old.duration_s != shot.duration_s:
            duration_s = max(shot.duration_s, end_s)
        elif old_end_s == 0:
            duration_s = max(shot.duration_s, end_s + TAIL_S if end_s else 0.0)
        else:
            duration_s = max(SHORTEST_S, old.duration_s + end_s - old_end_s)
        return shot.model_copy(update={"duration_s": round(min(duration_s, LONGEST_S), 3)})

    return without_stale_pins(before, map_shots(after, None, retime))


def _recording(line: Line) -> str | None:
    speech = line.speech.get(line.language)
    return speech.sha256 if speech else None

