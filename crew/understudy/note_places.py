"""Where a wish applies: episodes, scenes, shots, places, hours, sizes and words of the film, found in a clause."""
from __future__ import annotations

from crew.understudy.note_acts import ACTS
from crew.understudy.note_called import scenes_called
from crew.understudy.note_counting import bound, counted, episodes_meant, scenes_meant, shots_meant
from crew.understudy.note_ends import at_ends, edge, ends, nth_at_place, nth_of, titled
from crew.understudy.note_moments import moments
from crew.understudy.note_names import scenes_of
from crew.understudy.note_people import people_by_pronoun, people_described, people_named
from crew.understudy.note_shots import (
    one_of_size,
    scenes_at,
    scenes_told,
    shots_of_kind,
    shots_of_moment,
    shots_saying,
    sizes_named,
    told_beside,
    told_words,
)
from crew.understudy.note_target import Scope, Target, scene_choices, thing_choices
from crew.understudy.note_text import Clause, Span
from film.changes import Selector
from film.errors import ChangeError
from film.series import Episode, Scene, Shot
from film.words import stems


def find_target(clause: Clause, scope: Scope, *, wants_setting: bool = False, wants_size: bool = False) -> Target:
    """The target that the words of ``clause`` name; the words are used.

    Args:
        wants_setting: the clause asks for an hour or a weather and nothing else, so that ``night`` is no target.
        wants_size: the clause asks for nothing but a size of shot, so that ``a close-up`` is no target.

    Raises:
        Unclear: what is named does not exist, or fits several things.
    """
    episode_mentions = counted(clause, scope, "episode")
    scene_mentions = counted(clause, scope, "scene")
    shot_mentions = counted(clause, scope, "shot")
    spare = list(episode_mentions)
    order: list[tuple[int, str, str]] = []
    scenes: list[Scene] = []
    ids = _ids(clause, scope, order)
    beside = [e for chosen in ids if chosen.episodes for e in scope.series.episodes if e.id in chosen.episodes]
    ids = [chosen for chosen in ids if not chosen.episodes]
    for mention in scene_mentions:
        outer = bound(clause, mention, episode_mentions)
        within = episodes_meant(clause, scope, outer) if outer else beside or titled(clause, scope)
        if outer in spare:
            spare.remove(outer)  # type: ignore[arg-type]
        for scene in nth_at_place(clause, scope, mention, within) or scenes_meant(clause, scope, mention, within):
            scenes.append(scene)
            order.append((mention.at, "scene", scene.id))
    named = [who for _, who in clause.values("character")]
    inside = beside + [e for mention in spare for e in episodes_meant(clause, scope, mention)]
    for scene in scenes_called(clause, scope, {s.id for e in inside for s in e.scenes}, named):
        scenes.append(scene)
    scenes += ends(clause, scope, spare, order)
    shots: list[Shot] = []
    episodes: list[Episode] = list(beside)
    for mention in spare:
        for episode in episodes_meant(clause, scope, mention):
            episodes.append(episode)
            order.append((mention.at, "episode", episode.id))
    for episode in titled(clause, scope):
        if not scenes:
            episodes.append(episode)
    people = people_named(clause, scope)
    places = _places(clause, scope)
    times = _times(clause, strict=wants_setting, after_place=scope.language == "hi" and bool(clause.values("weather")))
    weather = _rainy(clause, scope)
    interior = _interior(clause)
    told_of: list[Scene] | None = None
    for mention in shot_mentions:
        within = scenes or _scenes_by_id(scope, ids) or ([scene for e in episodes for scene in e.scenes] if episodes else scenes_at(scope, places, times))
        within = within or [scene for _, scene in scenes_of(scope.series) if scene.id in weather]
        if not within and clause.has("whole") and len(mention.numbers) == 1 and mention.numbers[0] in (1, -1):
            filmed = [scene for _, scene in scenes_of(scope.series) if any(not s.omitted for s in scene.shots)]
            within = filmed[:1] if mention.numbers[0] == 1 else filmed[-1:]
        if not within and told_of is None:
            told_of = scenes_told(clause, scope)
        order_within = within or told_of or []
        for shot in shots_meant(clause, scope, mention, order_within):
            shots.append(shot)
            order.append((mention.at, "shot", shot.id))
    ids = [chosen for chosen in ids if chosen.shots or not (shots and set(chosen.scenes) <= {shot.id.rsplit("/", 1)[0] for shot in shots})]
    shots += shots_saying(clause, scope)
    if not shots:
        beside = {s.id for s in scenes} or {s.id for e in episodes for s in e.scenes} or {s.id for s in scenes_at(scope, places, times)} or set(weather)
        moment = moments(clause, scope, beside, people, wants_size=wants_size)
        shots += moment.shots
        scenes += [scene for scene in moment.scenes if scene not in scenes]
    shots += shots_of_kind(clause, scope, scenes, episodes, places, people)
    sizes = () if wants_size else sizes_named(clause)
    told = told_words(clause, scope) if not shots else ()
    if shots:
        told_beside(clause, scope, shots)
    shots += one_of_size(clause, scope, sizes, scenes, episodes, places, told, people)
    shots += shots_of_moment(clause, scope, scenes, episodes, places, told, people)
    if len(shots) == 1 and not order and clause.has("to_start", "to_end"):
        order.append((0, "shot", shots[0].id))
    if clause.has("before", "after", "swap"):
        order += _ordered(clause, scope, order, places, told, tuple(e.id for e in episodes))
    wheres = _composed(scope, scenes, episodes, places, times, weather, interior, sizes, told, shots, ids)
    wheres = nth_of(clause, scope, wheres) or _singular(clause, scope, wheres, scenes, episodes, places, times, told)
    wheres = at_ends(clause, scope, wheres)
    people += people_described(clause, scope, tuple(wheres))
    by_pronoun = people_by_pronoun(clause, scope, tuple(wheres) or scope.last, tuple(who for _, who in people))
    if by_pronoun and not wheres and clause.has(*_SHOWN) and all(any(who in where.characters for where in scope.last) for _, who in by_pronoun):
        wheres = [where for where in scope.last if any(who in where.characters for _, who in by_pronoun)]
    people += by_pronoun
    side = edge(clause)
    if side and wheres and not shots:
        held = [shot for where in wheres for shot in scope.selection(where).shots]
        shots = _seen_at_edge(scope, held, side, {who for _, who in people})
        wheres = [Selector(shots=(shots[0].id,))] if shots else wheres
    if side and wheres and not shots:
        raise scope.ask("which_shot", thing_choices(scope, held if side > 0 else held[::-1], None))
    whole = bool(clause.take_all("whole"))
    pronoun_span = clause.find("it")
    pronoun = bool(clause.take_all("it")) and not wheres
    if pronoun and not whole:
        wheres = _it(scope, " ".join(w.text for w in clause.words[pronoun_span.at : pronoun_span.end])) if pronoun_span else []
    if whole and not wheres:
        wheres = [Selector()]
    return Target(
        wheres=tuple(wheres),
        people=tuple(dict.fromkeys(who for _, who in sorted(people))),
        scenes_named=bool(wheres),
        whole=whole and wheres == [Selector()],
        pronoun=pronoun,
        order=tuple((kind, thing) for _, kind, thing in sorted(order)),
        level="shot" if shots or ids else "scene" if scenes or told or places or times or weather else "film" if wheres else "none",
    )


_SHOWN = (
    "closer", "wider", "longer", "shorter", "slower", "faster", "darker", "brighter", "warmer", "colder", "roll", "handheld", "push_in", "low_angle",
    "high_angle", "another_angle", "pull_back",
)  # fmt: skip
"""What is asked of the shots in which somebody was last talked of, and not of the person."""


def _ids(clause: Clause, scope: Scope, order: list[tuple[int, str, str]]) -> list[Selector]:
    """Ids as the film writes them: ``ep01/sc002/sh0030``, ``sh0030``."""
    found = []
    for at, word in enumerate(clause.words):
        if word.kind != "id":
            continue
        clause.used.add(at)
        named = word.text
        if at and clause.words[at - 1].kind == "id" and "/" not in clause.words[at - 1].text and named.startswith("sc"):
            named = f"{clause.words[at - 1].text}/{named}"
        last = named.split("/")[-1]
        kind = "shots" if last.startswith("sh") else "scenes" if last.startswith("sc") else "episodes"
        try:
            chosen = scope.selection(Selector.model_validate({kind: (named,)}))
        except ChangeError:
            raise scope.cannot("no_id", wanted=word.text) from None
        ids = list(getattr(chosen, kind))
        if kind == "shots" and len(ids) > 1:
            raise scope.ask("which_scenes_shot", thing_choices(scope, ids, (word.start, word.end)), wanted=word.text)
        if kind == "scenes" and len(ids) > 1:
            raise scope.ask("which_scene", scene_choices(scope, ids, (word.start, word.end)), wanted=word.text)
        order += [(at, kind[:-1], thing) for thing in ids]
        found.append(Selector.model_validate({kind: tuple(ids)}))
    return [f for f in found if not (f.episodes and any(o is not f and (o.scenes or o.shots) for o in found))]


def _seen_at_edge(scope: Scope, held: list[str], side: int, people: set[str]) -> list[Shot]:
    """``Meera at the end of the argument``: the last shot, when it shows nobody else; the first one at a start."""
    inside = [shot for _, _, shot in scope.series.filmed() if shot.id in set(held)]
    chosen = inside[0 if side > 0 else -1 :][:1]
    return [shot for shot in chosen if people and set(shot.cast) == people]


def _scenes_by_id(scope: Scope, ids: list[Selector]) -> list[Scene]:
    named = {scene for chosen in ids for scene in chosen.scenes}
    return [scene for _, scene in scenes_of(scope.series) if scene.id in named]


def _singular(clause: Clause, scope: Scope, wheres, scenes, episodes, places, times, told) -> list[Selector]:
    """``the market scene`` is one scene: of several at the place the one that tells of it, else a question."""
    if scope.language == "hi" or len(places) != 1 or scenes or times or told or len(wheres) != 1 or wheres[0].sizes:
        return wheres
    at = places[0][0]
    noun = next((s for s in clause.find_all("scene", "it", fresh=False) if "scene" in clause.words[s.end - 1].text and (0 < s.at - at <= 2 or 0 < at - s.end <= 2)), None)
    ids = list(scope.selection(wheres[0]).scenes)
    every = at and clause.words[at - 1].text in ("all", "every", "both", "each", "any")
    if noun is None or clause.words[noun.end - 1].text.endswith("s") or len(ids) < 2 or every:
        return wheres
    wanted = stems(clause.words[at].text)
    by_id = {scene.id: scene for _, scene in scenes_of(scope.series)}
    told_of = [i for i in ids if wanted <= stems(" ".join([*by_id[i].synopsis.values(), *(b.text for b in by_id[i].beats)]))]
    if len(told_of) == 1:
        return [Selector(scenes=(told_of[0],))]
    old = (clause.words[min(at, noun.at)].start, clause.words[max(at, noun.end - 1)].end)
    raise scope.ask("which_scene", scene_choices(scope, ids, old), wanted=scope.note[old[0] : old[1]])


def _places(clause: Clause, scope: Scope) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for span in clause.spans:
        ids = [value for table, value in span.hits if table == "place"]
        if not ids or clause.is_used(span):
            continue
        used = {scope.series.bible.scene(s.id).place_id for _, s in scenes_of(scope.series) if _has_continuity(scope, s)}
        ids = [place for place in ids if place in used] or ids
        if len(ids) > 1:
            old = (clause.words[span.at].start, clause.words[span.end - 1].end)
            raise scope.ask("which_place", thing_choices(scope, ids, old), wanted=scope.note[old[0] : old[1]])
        clause.use(span)
        found.append((span.at, ids[0]))
    return found


def _has_continuity(scope: Scope, scene: Scene) -> bool:
    return any(entry.scene_id == scene.id for entry in scope.series.bible.scenes)


def _times(clause: Clause, *, strict: bool, after_place: bool = False) -> list[str]:
    """Hours that say which scenes are meant: ``the night scenes``, ``the kitchen at night``."""
    found = []
    for span, value in clause.values("times"):
        noun_after = any(s.at == span.end for s in clause.find_all("scene", "shot", "interiors", "exteriors", fresh=False)) or (span.end < len(clause.words) and clause.words[span.end].text in ("one", "ones", "stuff", "bits", "parts"))
        hindi_noun = any(0 < s.at - span.end <= 1 for s in clause.find_all("scene", "shot", fresh=False))
        hindi_noun = hindi_noun or (span.end < len(clause.words) and clause.words[span.end].text in ("वाला", "वाली", "वाले", "wala", "wali", "wale"))
        article = span.at and clause.words[span.at - 1].text in ("a", "an")
        text = clause.words[span.at].text
        of_place = after_place and any(s.value("place") and 0 < span.at - s.end <= 1 for s in clause.spans) and span.end < len(clause.words) and clause.words[span.end].text in ("में", "mein", "me")
        at = of_place or text == "at" or (span.at and clause.words[span.at - 1].text in ("at", "by", "during", "in"))
        definite = span.at and clause.words[span.at - 1].text in ("the", "all", "every", "those", "these")
        if strict:
            hindi = (clause.words[span.at].text not in ("night", "day") and not clause.words[span.at].text.isascii()) or clause.has("glue_hi")
            placed = clause.values("weather") and at and any(span.at - s.end in (0, 1) for s in clause.spans if s.value("place"))
            meant = placed or of_place or (noun_after and definite) or (hindi_noun and hindi and len(clause.values("times")) + len(clause.values("weather")) > 1)
        else:
            meant = noun_after or hindi_noun or at or _is_heading(clause, span)
        if meant and not article:
            found.append(value)
            clause.use(span)
    for concept, hours in (("daytime", ("morning", "day")), ("night_time", ("night",))):
        span = clause.find(concept)
        of_place = span is not None and after_place and any(s.value("place") and 0 < span.at - s.end <= 1 for s in clause.spans)
        if span is not None and (of_place or (not strict and clause.words[span.at].text in ("by", "in"))):
            clause.use(span)
            found += hours
    return found


def _is_heading(clause: Clause, span: Span) -> bool:
    """``night: cooler``, ``bluer nights``, ``whenever it is night``: an hour that says where, not what."""
    text = clause.words[span.at].text
    after = clause.words[span.end] if span.end < len(clause.words) else None
    before = {w.text for w in clause.words[max(0, span.at - 3) : span.at]}
    headed = span.at == 0 and after is not None and (after.kind == "break" or any(s.at == span.end and s.value("concept") for s in clause.spans))
    return text in ("nights", "days", "evenings", "mornings") or bool(before & {"anywhere", "whenever", "wherever", "everywhere"}) or headed


_BESIDE_WEATHER = tuple(ACTS - {"sunny", "daytime", "night_time", "heavier", "omit", "recast", "move"})
"""Asked for "in the fog", these are asked where the fog is."""


def _rainy(clause: Clause, scope: Scope) -> list[str]:
    """Ids of the scenes with a weather that is said beside the word scene: ``the rain scene``."""
    found = []
    for span, value in clause.values("weather"):
        noun = any(0 <= s.at - span.end <= 1 and (s.value("concept") == "scene" or clause.words[s.at].text == "shots") for s in clause.find_all("scene", "shot", fresh=False))
        noun = noun or (span.end < len(clause.words) and clause.words[span.end].text in ("stuff", "bit", "part", "one", "bits", "parts"))
        definite = span.at and clause.words[span.at - 1].text in ("the", "all", "every", "that")
        definite = definite or (span.end < len(clause.words) and clause.words[span.end].text in ("वाले", "वाला", "वाली", "wale", "wala", "wali"))
        during = definite and span.at and clause.words[span.at - 1].text == "the" and clause.has(*_BESIDE_WEATHER) and not clause.has("omit", "add", "stop", "no", "heavier")
        if (noun and definite) or during:
            ids = [e.scene_id for e in scope.series.bible.scenes if e.weather == value]
            if ids:
                found += ids
                clause.use(span)
    return found


def _interior(clause: Clause) -> bool | None:
    if clause.take_all("interiors"):
        return True
    return False if clause.take_all("exteriors") else None


def _it(scope: Scope, word: str) -> list[Selector]:
    """What was last talked of; ``this scene`` is its scene, ``this episode`` its episode."""
    if not scope.last:
        return []
    chosen = [scope.selection(where) for where in scope.last]
    if "scene" in word or any(w in word for w in ("दृश्य", "सीन", "scene")):
        ids = tuple(dict.fromkeys(scene for part in chosen for scene in part.scenes))
        return [Selector(scenes=ids)]
    if "episode" in word or "एपिसोड" in word:
        ids = tuple(dict.fromkeys(episode for part in chosen for episode in part.episodes))
        return [Selector(episodes=ids)]
    return list(scope.last)


def _ordered(clause: Clause, scope: Scope, order: list, places: list[tuple[int, str]], told: tuple[str, ...], episodes: tuple[str, ...]) -> list[tuple[int, str, str]]:
    """Scenes that an order names by what they tell or where they are: ``the chase before the market``."""
    found: list[tuple[int, str, str]] = []
    for text in told:
        ids = scope.selection(Selector(words=(text,), episodes=episodes)).scenes
        at = next((i for i, w in enumerate(clause.words) if scope.words.in_english(w.text) == text.split(" ")[0]), 0)
        found += [(at, "scene", ids[0])] if len(ids) == 1 else []
    held = {thing for _, _, thing in (*order, *found)}
    episodes = episodes or tuple(dict.fromkeys(thing.split("/")[0] for thing in held if "/" in thing))
    for at, place in places:
        ids = [i for i in scope.selection(Selector(places=(place,), episodes=episodes)).scenes if i not in held]
        found += [(at, "scene", ids[0])] if len(ids) == 1 else []
    return found


def _composed(scope, scenes, episodes, places, times, weather, interior, sizes, told, shots, ids) -> list[Selector]:
    if shots or ids:
        by_id = tuple(dict.fromkeys(shot.id for shot in shots))
        return [*ids, *([Selector(shots=by_id)] if by_id else [])]
    scene_ids = tuple(dict.fromkeys([*(scene.id for scene in scenes), *weather]))
    place_ids = tuple(dict.fromkeys(place for _, place in places))
    common = {
        "episodes": tuple(dict.fromkeys(e.id for e in episodes)), "times_of_day": tuple(times), "interior": interior,
        "sizes": sizes,
    }  # fmt: skip
    if scene_ids and place_ids:
        inside = set(scope.selection(Selector(places=place_ids)).scenes)
        if set(scene_ids) <= inside or not (set(scene_ids) & inside):
            place_ids = place_ids if not (set(scene_ids) & inside) else ()
    if scene_ids and told and set(scene_ids) & set(scope.selection(Selector(words=told)).scenes):
        told = ()
    if scene_ids and (place_ids or told):
        found = [Selector(scenes=scene_ids, **{**common, "episodes": ()})]
        if place_ids:
            found.append(Selector(places=place_ids, **common))
        if told:
            found.append(Selector(words=told, **{**common, "episodes": ()}))
        return found
    if scene_ids:
        if common["episodes"]:
            both = {s.id for e in episodes for s in e.scenes}
            if not both & set(scene_ids):
                return [Selector(episodes=common["episodes"]), Selector(scenes=scene_ids, **{**common, "episodes": ()})]
        return [Selector(scenes=scene_ids, **{**common, "episodes": ()})]
    made = Selector(places=place_ids, words=told, **common)
    if told and place_ids and not scope.selection(made).shots:
        return [Selector(places=place_ids, **common), Selector(words=told, **common)]
    return [made] if made != Selector() else []
