"""Notes that ask or remark and change nothing: ``why is scene 2 dark?``, ``the kitchen is fine``."""

from __future__ import annotations

import re

from crew.answers.notes import NoteAnswer
from crew.understudy.note_acts import ACTS
from crew.understudy.note_names import scenes_of
from crew.understudy.note_places import find_target
from crew.understudy.note_target import Scope, Unclear
from crew.understudy.note_text import Clause, words_in
from film.changes import Selector

MOST_SCENES = 3


def is_question(scope: Scope) -> bool:
    """True when the note asks about the film; a polite wish ("can you make it darker?") does not."""
    clause = Clause(words_in(scope.note), scope.lexicon)
    marked = scope.note.rstrip().endswith(("?", "؟"))
    polite = clause.find("polite")
    if polite is not None and (polite.at <= 1 or scope.language == "hi") and not _asks_about(clause, polite.end):
        return scope.language == "hi" and marked and not clause.has("can_hi", "do_verb")
    if clause.has("can_hi"):
        return False
    asking = clause.find_all("ask")
    if scope.language == "hi":
        why = [s for s in asking if clause.words[s.at].text not in ("क्या", "kya", "is")]
        return bool(why) or (marked and bool(asking)) or (bool(asking) and asking[0].at == 0 and clause.words[0].text in ("क्या", "kya"))
    first = next((i for i, w in enumerate(clause.words) if w.kind != "break" and w.text not in ("so", "and", "but", "hey", "ok", "okay", "well")), 0)
    word = clause.words[first].text if clause.words else ""
    begins = any(s.at == first for s in asking)
    if begins and word in ("when", "which", "has", "did", "does", "who", "where"):
        return marked
    if begins:
        return True
    be = any(w.text == "be" for w in clause.words) and any(clause.values(table) for table in ("weather", "times"))
    if word in ("could", "can") and (clause.has(*ACTS) or clause.values("style") or be):
        return False
    return marked and word in ("should", "do", "have", "will", "shouldnt", "isnt", "arent", "doesnt", "wasnt", "any", "am", "could", "would", "can")


def _asks_about(clause: Clause, end: int) -> bool:
    """``can you tell me why``: polite, and still a question."""
    return any(clause.words[i].text in ("tell", "explain", "why") for i in range(end, len(clause.words)))


def answered_question(scope: Scope) -> NoteAnswer:
    """What the film's plan says about what is asked."""
    clause = Clause(words_in(scope.note), scope.lexicon)
    try:
        target = find_target(clause, scope)
    except Unclear as unclear:
        if unclear.answer.kind == "answer":
            raise
        target = None
    wheres = target.seen() if target else ()
    scenes = [s for where in wheres for s in scope.selection(where).scenes]
    if not scenes or len(scenes) > MOST_SCENES:
        chosen = scope.selection(wheres[0]) if wheres else scope.selection(Selector())
        seconds = round(sum(shot.duration_s for _, _, shot in scope.series.filmed() if shot.id in set(chosen.shots)))
        text = scope.say("about_film", episodes=len(chosen.episodes), scenes=len(chosen.scenes), shots=len(chosen.shots), seconds=seconds)
        return NoteAnswer(kind="answer", answer=text)
    return NoteAnswer(kind="answer", answer=" ".join(_told(scope, scene_id) for scene_id in dict.fromkeys(scenes)))


def _told(scope: Scope, scene_id: str) -> str:
    entry = scope.series.bible.scene(scene_id)
    episode = next(e for e in scope.series.episodes if any(s.id == scene_id for s in e.scenes))
    scene = next(s for _, s in scenes_of(scope.series) if s.id == scene_id)
    grade = episode.finish.scene_grades.get(scene_id, episode.finish.grade)
    return scope.say(
        "about_scene", scene=scope.name(scene_id), place=scope.name(entry.place_id), time=entry.time_of_day.replace("_", " "),
        weather=entry.weather, stops=f"{grade.brightness_stops:+g}", shots=len(scene.shots),
        seconds=round(sum(s.duration_s for s in scene.shots if not s.omitted)),
    )  # fmt: skip


_WOULD = re.compile(r"\s*(?:i|we)(?:['’]?d| would)\b", re.IGNORECASE)
_LIKED = re.compile(r"\s*(?:i|we)(?:['’]?d| would)(?: \w+)? (?:like|love|prefer)\b", re.IGNORECASE)
"""A wish, in the words of praise."""
_EXPECTED = re.compile(r"\b(?:thought|expected|assumed|imagined|figured)\b.*\bwould\b", re.IGNORECASE)
"""What somebody thought before they saw it is no wish."""


def _is_fond(clause: Clause) -> bool:
    """``I love the warm kitchen``: said of what is there, and nothing is compared or asked for."""
    words = [w.text for w in clause.words if w.kind == "word" and w.text not in ("really", "just", "do", "so", "absolutely", "also", "quite")]
    fond = len(words) > 2 and words[0] in ("i", "we") and words[1] in ("love", "like", "adore", "enjoy", "loved", "liked", "enjoyed") and words[2] in ("the", "how", "that", "this", "what", "when", "where", "it", "her", "his")
    return fond and not {"but", "more", "less", "bit", "little", "too", "to", "be", "better", "if", "though", "instead", "only", "just"} & set(words[3:])


def remark(scope: Scope) -> NoteAnswer | None:
    """Praise, thanks and "leave it" change nothing and are answered as such."""
    clause = Clause(words_in(scope.note), scope.lexicon)
    if clause.has("reported") or _EXPECTED.search(scope.note):
        raise scope.ask("what")
    if clause.has("if_word"):
        raise scope.ask("conditional")
    wanted = any(w.text.endswith("er") and any(s.at == at and s.value("concept") in ACTS for s in clause.spans) for at, w in enumerate(clause.words))
    asks = wanted or clause.has(*(ACTS - {"longer", "closer", "vague", "sound"}))
    if _is_fond(clause) and not wanted and not _WOULD.match(scope.note):
        return NoteAnswer(kind="answer", answer=scope.say("praised"))
    moods = any(span.value("expressions") or span.value("times") or span.value("weather") or span.value("garments") or span.value("look") for span in clause.spans)
    if clause.has("leave_alone") and not asks and not moods:
        return NoteAnswer(kind="answer", answer=scope.say("kept"))
    if _LIKED.match(scope.note):
        return None
    praised = clause.has("copula", "praise") and not clause.has(*(ACTS - {"vague", "sound", "music", "voice", "style", "title", "pace", "line_noun", "saturation", "contrast", "lens"}))
    if clause.has("praise") and (not asks or praised) and not moods and not clause.has("not", "more", "less", "do_verb", "only", "also"):
        return NoteAnswer(kind="answer", answer=scope.say("praised"))
    bare = [i for i in clause.left() if not any(s.at <= i < s.end for s in clause.find_all("yes_word", "no_word", "neither", "praise"))]
    if clause.has("yes_word", "no_word", "neither", "praise") and not bare and not asks and not moods and not clause.has("more", "less", "it", "a_bit"):
        return NoteAnswer(kind="answer", answer=scope.say("nothing_pending"))
    return None
