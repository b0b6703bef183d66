"""Locks: what a client approved. They lie apart from the versions, so that undo and redo leave them as they are.

A locked shot keeps its take and its look in the cut in every later version, a locked episode keeps its film
file. Whoever locks or unlocks owns the run (``RunLock``).
"""

from __future__ import annotations

from pydantic import ValidationError

from film.base import Frozen
from film.canonical import plain
from film.cut_plan import CutShot, plan_cut
from film.errors import ChangeError, ConfigError, RunError
from film.profile import Profile
from film.series import Grade, Pace, Series, Shot
from film.touched import Touched
from film.version import Circled, Film, Version
from tools.run import versions
from tools.run.folder import RunFolder
from tools.run.versions import find_shot
from tools.whole import write_json


class LockedShot(Frozen):
    """A shot as it stood when it was locked."""

    version: int
    take: str
    """The take's folder name."""
    take_id: str
    held: bool = False
    why: str = ""
    grade: Grade = Grade()
    """As the cut graded it, whether the shot, its scene or its episode said so."""
    pace: Pace = Pace()


class LockedEpisode(Frozen):
    """An episode as it was delivered when it was locked."""

    version: int
    film: Film
    circled: dict[str, Circled] = {}
    """Of its shots."""


class Locks(Frozen):
    """Everything that is locked, by id."""

    shots: dict[str, LockedShot] = {}
    episodes: dict[str, LockedEpisode] = {}


def read(folder: RunFolder) -> Locks:
    """What is locked; nothing when nobody ever locked. Raises RunError when the file is damaged."""
    if not folder.locks_file.exists():
        return Locks()
    try:
        return Locks.model_validate_json(folder.locks_file.read_bytes())
    except ValidationError as error:
        raise RunError(f"{folder.locks_file} is damaged ({error.error_count()} faults); restore it from a copy") from error


def lock(folder: RunFolder, words: tuple[str, ...]) -> tuple[str, ...]:
    """Lock shots and episodes as the standing version has them. All of the words or none.

    Args:
        words: ids of shots, scenes (all their shots) and episodes, or endings of them that fit one alone.

    Returns:
        The ids of all that the words name, locked before or not, in the order of the words.

    Raises:
        RunError: no version stands.
        ConfigError: a word names nothing in it.
        ChangeError: a shot is taken out of the cut, or is locked as it was in another version.
    """
    version = _standing(folder)
    held = read(folder)
    shots, episodes = dict(held.shots), dict(held.episodes)
    ids = _ids(version, words)
    for locked_id in ids:
        if locked_id in version.films:
            _keep(episodes, locked_id, _episode(version, locked_id))
        else:
            _keep(shots, locked_id, _shot(version, locked_id))
    _write(folder, held, Locks(shots=shots, episodes=episodes))
    return ids


def unlock(folder: RunFolder, words: tuple[str, ...]) -> tuple[str, ...]:
    """Free what is locked. All of the words or none; a scene frees those of its shots that are locked.

    Returns:
        The ids that were freed.

    Raises:
        ConfigError: a word names nothing.
        ChangeError: a word names something that is not locked.
    """
    version = _standing(folder)
    held = read(folder)
    locked = {*held.shots, *held.episodes}
    freed: dict[str, None] = {}
    for word in words:
        named = (word,) if word in locked else _ids(version, (word,))  # what is locked may have left the film
        found = [one for one in named if one in locked]
        if not found:
            raise ChangeError(_not_locked(word, named, held))
        freed |= dict.fromkeys(found)
    _write(
        folder,
        held,
        Locks(
            shots={one: kept for one, kept in held.shots.items() if one not in freed},
            episodes={one: kept for one, kept in held.episodes.items() if one not in freed},
        ),
    )
    return tuple(freed)


def meets(locks: Locks, touched: Touched, before: Series, after: Series, profile: Profile) -> tuple[str, ...]:
    """The locked ids that a change would touch, in the order of the film before it; empty when it may go ahead.

    A shot is touched when its take, grade, pace, transition, pin or place in the film changes; an episode when
    anything of its picture or its sound does.
    """
    changed = {shot.id: shot for _, _, shot in after.filmed()}
    looks_before, looks_after = _looks(before, locks, profile), _looks(after, locks, profile)
    spoken_anew = _spoken_anew(after, touched)
    episodes = {
        episode.id
        for episode in before.episodes
        if episode.id in (*touched.cuts, *touched.mixes)
        or all(later.id != episode.id for later in after.episodes)
        or any(line.id in spoken_anew for scene in episode.scenes for line in scene.lines)
    }
    shots = {
        shot.id
        for _, _, shot in before.filmed()
        if shot.id in locks.shots
        and (
            shot.id not in changed
            or shot.id in touched.takes
            or any(spoken.line_id in spoken_anew for spoken in shot.spoken)
            or looks_before[shot.id] != looks_after[shot.id]
            or not _same_choice(shot, changed[shot.id], locks.shots[shot.id])
        )
    }
    in_order = [*(episode.id for episode in before.episodes), *(shot.id for _, _, shot in before.walk())]
    return tuple(one for one in in_order if one in shots or (one in episodes and one in locks.episodes))


def _spoken_anew(after: Series, touched: Touched) -> set[str]:
    """Lines whose own recording is made again: mouths move to it, though no plan has it before it is spoken."""
    return {line.id for line in after.lines() if f"{line.id}: {line.language}" in touched.lines}


def _looks(series: Series, locks: Locks, profile: Profile) -> dict[str, tuple]:
    """Locked shot -> all that the cut does to its take, wherever in the episode it stands."""
    cuts: list[CutShot] = []
    for episode in series.episodes:
        if any(shot.id in locks.shots for shot in episode.shots):
            cuts += plan_cut(series, episode, profile).shots
    return {cut.shot_id: (cut.grade, cut.first, cut.frames, cut.speed, *_joint(series, cut)) for cut in cuts}


def _joint(series: Series, cut: CutShot) -> tuple[str, float]:
    """How the shot asks to come in; what its neighbours make of that is not its own."""
    shot = series.find(cut.shot_id)[2]
    return shot.transition_in, shot.transition_s


def _same_choice(shot: Shot, changed: Shot, locked: LockedShot) -> bool:
    """Pinning the very take that is locked changes nothing."""
    return shot.pin == changed.pin or (changed.pin is not None and changed.pin.take_id == locked.take_id)


def _ids(version: Version, words: tuple[str, ...]) -> tuple[str, ...]:
    """Shot and episode ids that the words name in ``version``, each once."""
    scenes = {scene.id: scene for episode in version.series.episodes for scene in episode.scenes}
    found: dict[str, None] = {}
    for word in words:
        endings = [scene_id for scene_id in scenes if scene_id == word or scene_id.endswith("/" + word)]
        if word in version.films:
            found[word] = None
        elif len(endings) > 1:
            raise ConfigError(f"{word!r} could be {', '.join(endings[:6])}; name one")
        elif endings:
            shown = [shot.id for shot in scenes[endings[0]].shots if not shot.omitted]
            if not shown:
                raise ChangeError(f"{endings[0]} has no shot in the cut of version {version.number}; nothing to lock")
            found |= dict.fromkeys(shown)
        else:
            found[find_shot(version, word)] = None
    return tuple(found)


def _keep(kept: dict, locked_id: str, record: LockedShot | LockedEpisode) -> None:
    """Put ``record`` under its id, unless the same is there from an earlier version."""
    there = kept.get(locked_id)
    if there is None:
        kept[locked_id] = record
    elif there.model_copy(update={"version": record.version}) != record:
        raise ChangeError(
            f"{locked_id} is locked as it was in version {there.version}, and version {record.version} shows it "
            f"differently; unlock it first to approve it as it stands"
        )


def _shot(version: Version, shot_id: str) -> LockedShot:
    episode, _, shot = version.series.find(shot_id)
    circled = version.circled.get(shot_id)
    if shot.omitted or circled is None:
        raise ChangeError(f"{shot_id} is not in the cut of version {version.number}; bring it back before it is locked")
    cut = next(c for c in plan_cut(version.series, episode, version.profile).shots if c.shot_id == shot_id)
    return LockedShot(
        version=version.number,
        **circled.model_dump(exclude={"capped"}),
        grade=cut.grade,
        pace=episode.finish.shot_paces.get(shot_id, Pace()),
    )


def _episode(version: Version, episode_id: str) -> LockedEpisode:
    episode = next(e for e in version.series.episodes if e.id == episode_id)
    return LockedEpisode(
        version=version.number,
        film=version.films[episode_id],
        circled={shot.id: version.circled[shot.id] for shot in episode.shots if shot.id in version.circled},
    )


def _standing(folder: RunFolder) -> Version:
    version = versions.standing(folder)
    if version is None:
        raise RunError(f"{folder.root.name} has no finished film to lock; filmcrew resume {folder.root.name} finishes it")
    return version


def _not_locked(word: str, named: tuple[str, ...], held: Locks) -> str:
    episode = named[0].split("/")[0]
    if episode in held.episodes and named[0] != episode:
        return f"{word!r} is locked with its episode; unlock {episode}"
    there = [*held.episodes, *held.shots]
    return f"{word!r} is not locked; " + (f"locked are {', '.join(there[:6])}" if there else "nothing is")


def _write(folder: RunFolder, before: Locks, after: Locks) -> None:
    if after != before:
        write_json(folder.locks_file, plain(after), at_once=True)
