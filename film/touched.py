"""What a change makes again: the plans of two films compared by hash, and nothing else."""

from __future__ import annotations

from typing import NamedTuple

from film.canonical import sha256_of
from film.cut_plan import CutPlan, picture_sha256, plan_cut, sound_of
from film.plan import ShotPlan, awaited_in, plan_of, speech_plan
from film.profile import Profile
from film.series import Series


class Touched(NamedTuple):
    """What a change makes again, by id, sorted. An episode in neither ``cuts`` nor ``mixes`` keeps its film file."""

    lines: tuple[str, ...]
    """``line id: language`` of recordings."""
    takes: tuple[str, ...]
    """Shots that are shot."""
    cuts: tuple[str, ...]
    """Episodes whose picture is joined again, or whose film is titled otherwise."""
    mixes: tuple[str, ...]
    """Episodes whose sound or subtitles are made again."""


def touched(before: Series, after: Series, profile: Profile) -> Touched:
    """What must be made again to get from one film to the other: plan hashes compared, nothing else.

    Takes are the closure over ``start_from``: a shot that starts from another's last frame is made again with it.
    Omitted shots are not shot; one that comes back with the plan it went with has its takes still. A shot that is
    to speak a line which is not recorded yet is made again: its plan will be another once it is.
    """
    spoken_before = _speech_hashes(before)
    lines = {key for key, value in _speech_hashes(after).items() if spoken_before.get(key) != value}
    old = {shot.id: plan_of(before, scene, shot, profile) for _, scene, shot in before.walk()}
    new = {shot.id: plan_of(after, scene, shot, profile) for _, scene, shot in after.filmed()}
    awaited_before = {shot.id: awaited_in(shot, scene) for _, scene, shot in before.walk()}
    awaited = {shot.id: awaited_in(shot, scene) for _, scene, shot in after.filmed()}
    speaking_anew = {shot_id for shot_id, lines in awaited.items() if lines and lines != awaited_before.get(shot_id)}
    takes = {shot_id for shot_id, plan in new.items() if _differ(old.get(shot_id), plan)} | speaking_anew
    while grown := {i for i, plan in new.items() if plan.start_from in takes and i not in takes}:
        takes |= grown
    cuts_before = {episode.id: plan_cut(before, episode, profile) for episode in before.episodes}
    cuts: set[str] = set()
    mixes: set[str] = set()
    for episode in after.episodes:
        was, plan = cuts_before.get(episode.id), plan_cut(after, episode, profile)
        shown = {entry.shot_id for entry in plan.shots}
        reshot = bool(shown & takes)
        if was is None or reshot or _seen_sha256(was) != _seen_sha256(plan):
            cuts.add(episode.id)
        if was is None or shown & speaking_anew or sha256_of(sound_of(was)) != sha256_of(sound_of(plan)):
            mixes.add(episode.id)
    return Touched(*(tuple(sorted(found)) for found in (lines, takes, cuts, mixes)))


def _differ(was: ShotPlan | None, plan: ShotPlan) -> bool:
    """Equal plans have equal hashes: only where they are not equal are the hashes made."""
    return was is None or (was != plan and sha256_of(was) != sha256_of(plan))


def _seen_sha256(plan: CutPlan) -> str:
    """The picture, and what a player shows of the film: its title and its chapters."""
    return sha256_of({"picture": picture_sha256(plan), "title": plan.title, "chapters": plan.chapters})


def _speech_hashes(series: Series) -> dict[str, str]:
    return {
        f"{line.id}: {language}": sha256_of(speech_plan(series, line, language))
        for episode, dubs in ((episode, series.dubs(episode)) for episode in series.episodes)
        for line in series.lines(episode)
        for language in dict.fromkeys((line.language, *dubs))
    }
