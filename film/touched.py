"""What a change makes again: the plans of two films compared by hash, and nothing else."""

from __future__ import annotations

from typing import NamedTuple

from film.canonical import sha256_of
from film.cut_plan import plan_cut
from film.plan import plan_shot, speech_plan
from film.profile import Profile
from film.series import Series


class Touched(NamedTuple):
    """What a change makes again, by id, sorted."""

    lines: tuple[str, ...]
    takes: tuple[str, ...]
    cuts: tuple[str, ...]


def touched(before: Series, after: Series, profile: Profile) -> Touched:
    """What must be made again to get from one film to the other: plan hashes compared, nothing else.

    Takes are the closure over ``start_from``: a shot that starts from another's last frame is made
    again with it.
    """
    spoken_before = _speech_hashes(before)
    lines = {key for key, value in _speech_hashes(after).items() if spoken_before.get(key) != value}
    old = {shot.id: sha256_of(plan_shot(before, shot.id, profile)) for _, _, shot in before.walk()}
    new = {shot.id: plan_shot(after, shot.id, profile) for _, _, shot in after.walk()}
    takes = {shot_id for shot_id, plan in new.items() if old.get(shot_id) != sha256_of(plan)}
    while grown := {i for i, plan in new.items() if plan.start_from in takes and i not in takes}:
        takes |= grown
    cuts_before = {e.id: sha256_of(plan_cut(before, e, profile)) for e in before.episodes}
    cuts = {
        e.id
        for e in after.episodes
        if cuts_before.get(e.id) != sha256_of(plan_cut(after, e, profile)) or any(shot.id in takes for shot in e.shots)
    }
    return Touched(tuple(sorted(lines)), tuple(sorted(takes)), tuple(sorted(cuts)))


def _speech_hashes(series: Series) -> dict[str, str]:
    dubs = series.dubs()
    return {
        f"{line.id}: {language}": sha256_of(speech_plan(series, line, language))
        for line in series.lines()
        for language in dict.fromkeys((line.language, *dubs))
    }
