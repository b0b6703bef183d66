"""Numbered things in a note: ``episodes 1 and 2``, ``the last scene``, ``shot 3 of scene 2``, ``दृश्य 2``."""

from __future__ import annotations

from typing import NamedTuple

from crew.understudy.note_names import scenes_of
from crew.understudy.note_target import Scope, scene_choices, thing_choices
from crew.understudy.note_text import Clause, Span
from film.series import Episode, Scene, Shot

_RANGE = frozenset({"to", "through", "till", "until", "से"})
_JOIN = frozenset({"and", "or", ",", "&", "और", "aur", "तथा", "व", "+"})
_NUMBER_SIGNS = frozenset({"number", "no", "nr", "नंबर", "नम्बर", "nambar"})
_WALA = frozenset({"वाला", "वाली", "वाले", "wala", "wali", "wale"})
_OF = frozenset({"of", "in", "from", "का", "के", "की", "में", "ka", "ke", "ki", "mein", "me", "s", "the"})


class Counted(NamedTuple):
    """A numbered mention: ``numbers`` of a kind, with the words it takes up."""

    kind: str
    numbers: tuple[int, ...]
    at: int
    end: int
    ordinal: bool


def counted(clause: Clause, scope: Scope, kind: str) -> list[Counted]:
    """The mentions of ``kind`` (episode, scene, shot, take_noun, version) that carry numbers; their words are used."""
    found = []
    for span in clause.find_all(kind):
        mention = _after(clause, scope, span, kind) or _before(clause, scope, span, kind)
        if mention:
            found.append(mention)
            clause.used.update(range(mention.at, mention.end))
    return found


def number_at(clause: Clause, scope: Scope, at: int) -> float | None:
    """The number that word ``at`` says, or None."""
    if not 0 <= at < len(clause.words):
        return None
    word = clause.words[at]
    if word.kind == "number":
        return float(word.text)
    return scope.words.numbers_by_word.get(word.text) if word.kind == "word" else None


def _after(clause: Clause, scope: Scope, span: Span, kind: str) -> Counted | None:
    at = span.end
    while at < len(clause.words) and clause.words[at].text in _NUMBER_SIGNS:
        at += 1
    first = number_at(clause, scope, at)
    if first is None or first != int(first) or _counts_time(clause, at + 1):
        return None
    if clause.words[at].text in ("do", "दो") and at + 1 >= len(clause.words):
        return None
    numbers, at = [int(first)], at + 1
    while at < len(clause.words):
        step = at
        text = clause.words[at].text
        ranged = text in _RANGE or text in ("-", "–", "—")
        while step < len(clause.words) and (clause.words[step].text in _JOIN or clause.words[step].text in _RANGE or clause.words[step].text in ("–", "—", "-")):
            step += 1
        gap = scope.note[clause.words[at - 1].end : clause.words[at].start].strip()
        if step == at and gap not in ("-", "–"):
            break
        ranged = ranged or gap in ("-", "–")
        more = number_at(clause, scope, step)
        if any(s.at <= step < s.end or s.at <= at < s.end for s in clause.find_all("before", "after", fresh=False) if s.end > at):
            break
        if more is None or more != int(more) or more < 1 or _counts_time(clause, step + 1) or _noun(clause, step + 1):
            break
        numbers += range(numbers[-1] + 1, int(more) + 1) if ranged and more > numbers[-1] else [int(more)]
        at = step + 1
    return Counted(kind, tuple(numbers), span.at, at, False)


def _before(clause: Clause, scope: Scope, span: Span, kind: str) -> Counted | None:
    at = span.at - 1
    while at > 0 and clause.words[at].text in _WALA:
        at -= 1
    number = number_at(clause, scope, at)
    if kind == "scene" and clause.words[at].text in ("opening", "closing"):
        return None
    if number is None or number != int(number) or at in clause.used:
        return None
    word = clause.words[at]
    if word.kind == "word" and word.text in scope.words.cardinals:
        start = number_at(clause, scope, at - 1)
        if start in (1, -1) and number > 1:  # the first two, the last three
            many = range(1, int(number) + 1) if start == 1 else range(-int(number), 0)
            return Counted(kind, tuple(many), at - 1, span.end, True)
        return None
    numbers = [int(number)]
    while at - 2 >= 0 and clause.words[at - 1].text in _JOIN and number_at(clause, scope, at - 2) is not None:
        numbers.insert(0, int(number_at(clause, scope, at - 2) or 0))
        at -= 2
    return Counted(kind, tuple(numbers), at, span.end, word.kind == "word" or scope.language == "en")


def _counts_time(clause: Clause, at: int) -> bool:
    return any(span.at == at for span in clause.find_all("seconds", fresh=False))


def _noun(clause: Clause, at: int) -> bool:
    return any(span.at == at for span in clause.find_all("episode", "scene", "shot", "take_noun", fresh=False))


def bound(clause: Clause, inner: Counted, outer: list[Counted]) -> Counted | None:
    """The mention of ``outer`` that ``inner`` belongs to: ``scene 2 of episode 1``, ``episode 1, scene 2``."""
    for mention in outer:
        between = clause.words[inner.end : mention.at] if mention.at >= inner.end else clause.words[mention.end : inner.at]
        if all(word.text in _OF or word.text == "," for word in between):
            return mention
    return outer[0] if len(outer) == 1 else None


def episodes_meant(clause: Clause, scope: Scope, mention: Counted) -> list[Episode]:
    """Raises Unclear when the film has no such episode."""
    episodes = list(scope.series.episodes)
    found = []
    for number in mention.numbers:
        if number < 0:
            fit = episodes[number:][:1] if -number <= len(episodes) else []
        else:
            fit = [e for e in episodes if e.number == number] or ([episodes[number - 1]] if mention.ordinal and 0 < number <= len(episodes) else [])
        if not fit:
            raise scope.cannot("no_episode", wanted=number, have=", ".join(str(e.number) for e in episodes))
        found += fit
    return found


def scenes_meant(clause: Clause, scope: Scope, mention: Counted, within: list[Episode]) -> list[Scene]:
    """The scenes that a mention means; several of one number and no episode to go by is a question."""
    found: list[Scene] = []
    for number in mention.numbers:
        fit = _scenes_numbered(scope, number, within or list(scope.series.episodes), in_order=mention.ordinal or bool(within))
        if not fit:
            have = "; ".join(_scene_numbers(scope, episode) for episode in (within or scope.series.episodes))
            raise scope.cannot("no_scene", wanted=number, have=have)
        if len(fit) > 1:
            near = _of_last_episode(scope, fit)
            if near is None:
                old = (clause.words[mention.at].start, clause.words[mention.end - 1].end)
                if len(mention.numbers) > 1:
                    raise scope.ask("which_episode", thing_choices(scope, [e.id for e in scope.series.episodes], None))
                raise scope.ask("which_scene", scene_choices(scope, [scene.id for scene in fit], old), wanted=number)
            fit = [near]
        found += fit
    return found


def _scenes_numbered(scope: Scope, number: int, episodes: list[Episode], in_order: bool) -> list[Scene]:
    if number < 0:
        scenes = [scene for episode in episodes for scene in episode.scenes]
        return scenes[number:][:1] if -number <= len(scenes) else []
    fit = [scene for episode in episodes for scene in episode.scenes if scene.number == str(number)]
    numbered = any(scene.number for _, scene in scenes_of(scope.series))
    if not fit and (in_order or not numbered):
        fit = [episode.scenes[number - 1] for episode in episodes if 0 < number <= len(episode.scenes)]
        if in_order and number == 1 and len(episodes) > 1:
            fit = fit[:1]
    return fit


def _scene_numbers(scope: Scope, episode: Episode) -> str:
    numbers = ", ".join(scene.number or str(at) for at, scene in enumerate(episode.scenes, 1))
    return f"{scope.name(episode.id)}: {numbers}"


def _of_last_episode(scope: Scope, scenes: list[Scene]) -> Scene | None:
    """The one scene of the episode that was last talked of."""
    if not scope.last:
        return None
    episodes = {episode for where in scope.last for episode in scope.selection(where).episodes}
    fit = [scene for scene in scenes if scene.id.split("/")[0] in episodes]
    return fit[0] if len(episodes) == 1 and len(fit) == 1 else None


def shots_meant(clause: Clause, scope: Scope, mention: Counted, within: list[Scene]) -> list[Shot]:
    """The shots that a mention means; without a scene to go by it is the last one talked of, or a question."""
    scenes = within or _scenes_of_last(scope)
    if not scenes and all(number < 0 for number in mention.numbers):
        scenes = [scene for _, scene in scenes_of(scope.series) if scene.shots][-1:]
    if not scenes and len(scenes_of(scope.series)) == 1:
        scenes = [scenes_of(scope.series)[0][1]]
    if not scenes:
        slated = [shot for _, _, shot in scope.series.filmed() if shot.slate in [str(n) for n in mention.numbers]]
        if len(slated) == len(mention.numbers):
            return slated
        old = (clause.words[mention.at].start, clause.words[mention.end - 1].end)
        fit = [_in_scene(scene, mention.numbers[0]) for _, scene in scenes_of(scope.series)]
        ids = [shot.id for shot in fit if shot is not None]
        if not ids:
            most = max((len(scene.shots) for _, scene in scenes_of(scope.series)), default=0)
            raise scope.cannot("no_shot_anywhere", wanted=mention.numbers[0], have=most)
        raise scope.ask("which_scenes_shot", thing_choices(scope, ids, old), wanted=mention.numbers[0])
    found = []
    for number in mention.numbers:
        chosen = scenes
        if number < 0 and len(scenes) > 1:
            chosen = scenes[-1:]
        elif number == 1 and mention.ordinal and len(scenes) > 1:
            chosen = scenes[:1]
        for scene in chosen:
            shot = _in_scene(scene, number)
            if shot is None:
                have = len([each for each in scene.shots if not each.omitted])
                raise scope.cannot("no_shot", wanted=number, scene=scope.name(scene.id), have=have)
            found.append(shot)
    if len(found) > len(mention.numbers):
        old = (clause.words[mention.at].start, clause.words[mention.end - 1].end)
        raise scope.ask("which_scenes_shot", thing_choices(scope, [s.id for s in found], old), wanted=mention.numbers[0])
    return found


def _in_scene(scene: Scene, number: int) -> Shot | None:
    shots = [shot for shot in scene.shots if not shot.omitted]
    if number < 0:
        return shots[number] if -number <= len(shots) else None
    slated = [shot for shot in shots if shot.slate == str(number)]
    if slated:
        return slated[0]
    by_id = [shot for shot in scene.shots if shot.id.endswith(f"/sh{number:04d}")]
    return shots[number - 1] if 0 < number <= len(shots) else (by_id[0] if by_id else None)


def _scenes_of_last(scope: Scope) -> list[Scene]:
    ids = {scene_id for where in scope.last for scene_id in scope.selection(where).scenes}
    scenes = [scene for _, scene in scenes_of(scope.series) if scene.id in ids]
    return scenes if len(scenes) == 1 else []
