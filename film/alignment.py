"""Which scene of a script that is read again is which scene of the script before.

A reader numbers by position. Alignment gives every scene and every line the id that it had, however the
script was edited around it: ids are given once, follow the words, and are never renumbered or used twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple, TypeVar

from film.canonical import sha256_of
from film.ids import scene_id, slug
from film.screenplay import (
    Action,
    Dialogue,
    Element,
    Heading,
    Screenplay,
    ScreenplayEpisode,
    ScreenplayScene,
    Transition,
)

Item = TypeVar("Item")

SAME_SCENE = 0.5
"""Likeness from which an edited scene is still that scene: its heading kept, or most of its words."""
MOVED_SCENE = 0.75
"""From which it still is when it stands elsewhere as well: a twin elsewhere is rarer than a new scene."""
SAME_LINE = 0.4
"""Share of words from which an edited speech of the same person is still that speech."""
HEADING_WEIGHT = 0.4


def scene_sha256(scene: ScreenplayScene) -> str:
    """64 hex digits of the scene's words as filmed: heading and elements without ids, numbers, places in the file and
    the writer's notes. Equal for a scene that was moved or renumbered."""
    heading = scene.heading
    return sha256_of(
        {
            "heading": (heading.text, heading.setting, heading.place, heading.time),
            "elements": [words for words in map(_words_of, scene.elements) if words],
        }
    )


def aligned(screenplay: Screenplay, before: Screenplay, used: Collection[str] = ()) -> Screenplay:
    """``screenplay`` with the ids that its episodes, scenes and lines have in ``before``.

    Scenes of equal words are the same, wherever they stand. What is left between two of them is paired by heading
    and words. A scene or line that was not there gets a number above every one that its episode or scene ever had.

    Args:
        used: ids that were given at any time, by versions that do not stand too.
    """
    known = {episode.id: episode for episode in before.episodes}
    taken = {*used, *_ids_of(before)}
    episodes = [
        _aligned_episode(episode, known[episode.id], taken) if episode.id in known else episode
        for episode in screenplay.episodes
    ]
    return screenplay.model_copy(update={"episodes": tuple(episodes)})


def in_pairs(
    old: Sequence[Item], new: Sequence[Item], likeness: Callable[[Item, Item], float], at_least: float
) -> list[tuple[int, int]]:
    """Indices of those that belong together, in order on both sides: the pairs of the greatest total likeness.

    Args:
        likeness: 0 .. 1.
        at_least: below it two are never a pair.
    """
    rows, columns = len(old), len(new)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    alike = [[likeness(one, other) for other in new] for one in old]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= at_least else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < rows and j < columns:
        if alike[i][j] >= at_least and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def shared_words(one: str, other: str) -> float:
    """Share of words that two texts have in common, 0 .. 1, whatever their order; 1 when both are empty."""
    return _shared(Counter(_folded(one)), Counter(_folded(other)))


def above(prefix: str, taken: Collection[str]) -> int:
    """The highest number that an id of ``prefix`` (``ep01/sc``) has among ``taken``; 0 when there is none."""
    numbers = [0]
    for name in taken:
        if name.startswith(prefix) and name[len(prefix) :].isdecimal():
            numbers.append(int(name[len(prefix) :]))
    return max(numbers)


def _aligned_episode(episode: ScreenplayEpisode, before: ScreenplayEpisode, taken: set[str]) -> ScreenplayEpisode:
    pairs = _same_scenes(before.scenes, episode.scenes)
    number = above(f"{episode.id}/sc", taken)
    renamed: dict[str, str] = {}
    scenes = []
    for at, scene in enumerate(episode.scenes):
        if at in pairs:
            old = before.scenes[pairs[at]]
            scenes.append(_aligned_scene(scene, old, taken))
        else:
            number += 1
            scenes.append(_moved(scene, scene_id(episode.id, number)))
        renamed[scene.id] = scenes[-1].id
    acts = tuple((title, renamed.get(first, first)) for title, first in episode.acts)
    return episode.model_copy(update={"scenes": tuple(scenes), "acts": acts})


class _Page(NamedTuple):
    """A scene as it is compared: a script of 250 scenes makes 60,000 pairs."""

    heading: Heading
    place: str
    time: str
    words: Counter[str]


def _page(scene: ScreenplayScene) -> _Page:
    heading = scene.heading
    return _Page(heading, slug(heading.place or heading.text), slug(heading.time or "-"), Counter(_folded(_text_of(scene))))


def _same_scenes(before: Sequence[ScreenplayScene], after: Sequence[ScreenplayScene]) -> dict[int, int]:
    """Index of a new scene -> index of the old scene that it is."""
    hashes_old, hashes_new = [scene_sha256(scene) for scene in before], [scene_sha256(scene) for scene in after]
    old, new = [_page(scene) for scene in before], [_page(scene) for scene in after]
    same = _equal_in_order(hashes_old, hashes_new)
    left = [i for i in range(len(old)) if i not in same.values()]
    for j, wanted in enumerate(hashes_new):
        moved = next((i for i in left if hashes_old[i] == wanted), None) if j not in same else None
        if moved is not None:
            same[j] = moved
            left.remove(moved)
    same |= _between(old, new, same, _likeness_of_pages, SAME_SCENE)
    for j, scene in enumerate(new):
        free = [i for i in range(len(old)) if i not in same.values()]
        if j not in same and free:
            likeness, nearest = max((_likeness_of_pages(old[i], scene), -i) for i in free)
            if likeness >= MOVED_SCENE:
                same[j] = -nearest
    return same


def _equal_in_order(old: Sequence[Any], new: Sequence[Any]) -> dict[int, int]:
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {block.b + step: block.a + step for block in blocks for step in range(block.size)}


def _between(
    old: Sequence[Item],
    new: Sequence[Item],
    same: dict[int, int],
    likeness: Callable[[Item, Item], float],
    at_least: float,
) -> dict[int, int]:
    """Pairs of what is left, gap by gap: between two neighbours on the new side that keep the order of the old."""
    anchors, low = [(-1, -1)], -1
    for j in sorted(same):
        if same[j] > low:
            low = same[j]
            anchors.append((j, low))
    anchors.append((len(new), len(old)))
    found: dict[int, int] = {}
    for (from_new, from_old), (to_new, to_old) in zip(anchors, anchors[1:], strict=False):
        olds = [i for i in range(from_old + 1, to_old) if i not in same.values()]
        news = [j for j in range(from_new + 1, to_new) if j not in same]
        for i, j in in_pairs([old[i] for i in olds], [new[j] for j in news], likeness, at_least):
            found[news[j]] = olds[i]
    return found


def _aligned_scene(scene: ScreenplayScene, before: ScreenplayScene, taken: set[str]) -> ScreenplayScene:
    """The scene under the old id, each of its elements under the id of the element that it is."""
    elements: list[Element] = list(scene.elements)
    for kind, mark in ((Dialogue, "ln"), (Action, "ac")):
        old = [element for element in before.elements if isinstance(element, kind)]
        places = [at for at, element in enumerate(scene.elements) if isinstance(element, kind)]
        new = [scene.elements[at] for at in places]
        same = _equal_in_order([_words_of(e) for e in old], [_words_of(e) for e in new])
        same |= _between(old, new, same, _likeness_of_elements, SAME_LINE)
        number = above(f"{before.id}/{mark}", taken)
        for j, at in enumerate(places):
            if j in same:
                given = old[same[j]].id
            else:
                number = 10 * (number // 10 + 1)
                given = f"{before.id}/{mark}{number:04d}"
            elements[at] = elements[at].model_copy(update={"id": given})
    return scene.model_copy(update={"id": before.id, "elements": tuple(elements)})


def _moved(scene: ScreenplayScene, to: str) -> ScreenplayScene:
    """The scene under the id ``to``, and its elements with it."""
    elements = tuple(
        element.model_copy(update={"id": to + element.id.removeprefix(scene.id)})
        if isinstance(element, (Action, Dialogue))
        else element
        for element in scene.elements
    )
    return scene.model_copy(update={"id": to, "elements": elements})


def _words_of(element: Element) -> tuple:
    """What is filmed of an element, comparable; empty for what is not."""
    if isinstance(element, Action):
        return ("action", element.text, element.centred)
    if isinstance(element, Dialogue):
        texts = tuple(sorted(element.text.items()))
        said = (element.character, element.extension, element.parentheticals, texts, element.language)
        return ("dialogue", *said, element.dual, element.lyric)
    return ("transition", element.text) if isinstance(element, Transition) else ()


def _likeness_of_elements(one: Element, other: Element) -> float:
    if isinstance(one, Dialogue) and isinstance(other, Dialogue):
        if slug(one.character) != slug(other.character):
            return 0.0
        return shared_words(" ".join(one.text.values()), " ".join(other.text.values()))
    return shared_words(getattr(one, "text", ""), getattr(other, "text", ""))


def _likeness_of_pages(one: _Page, other: _Page) -> float:
    """How much two scenes look like one scene before and after an edit, 0 .. 1."""
    if one.place == other.place:
        heading = 0.6 + 0.2 * (one.heading.setting == other.heading.setting) + 0.2 * (one.time == other.time)
    else:
        heading = 0.5 * shared_words(one.heading.text, other.heading.text)
    return HEADING_WEIGHT * heading + (1 - HEADING_WEIGHT) * _shared(one.words, other.words)


def _shared(one: Counter[str], other: Counter[str]) -> float:
    count = one.total() + other.total()
    fewer, more = (one, other) if len(one) <= len(other) else (other, one)
    return 2 * sum(min(times, more[word]) for word, times in fewer.items() if word in more) / count if count else 1.0


def _text_of(scene: ScreenplayScene) -> str:
    spoken = [
        " ".join((element.character, *element.text.values())) if isinstance(element, Dialogue) else element.text
        for element in scene.elements
        if isinstance(element, (Action, Dialogue))
    ]
    return "\n".join(spoken)


def _folded(text: str) -> list[str]:
    return [word.strip(".,;:!?…।\"'()“”‘’-").casefold() for word in text.split()]


def _ids_of(screenplay: Screenplay) -> set[str]:
    scenes = {scene.id for scene in screenplay.scenes}
    elements = (e for scene in screenplay.scenes for e in scene.elements if isinstance(e, (Action, Dialogue)))
    return scenes | {element.id for element in elements}
