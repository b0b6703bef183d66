"""Are the words that are heard the words of the line, by a faster-whisper model from this disk.

spoken_words   the worst recording heard in the shot against its own line
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal

from film.errors import ScoreError
from film.plan import ShotPlan
from film.verdict import Score
from tools.voice.listening import load_ear, transcribe

REVISION = "speech_check@1"
NO_MODEL = "no speech model: give a faster-whisper folder with --whisper FOLDER"


def score(plan: ShotPlan, speech: Path, folder: str | None) -> Score:
    """``spoken_words`` of the shot: its least understood recording. Does not apply when nobody is heard.

    Args:
        speech: folder of ``<sha256>.wav``, and ``.json`` with the words that were to be spoken.

    Raises:
        SetupError: the model cannot be loaded.
        ScoreError: a recording or its words are missing.
    """
    if not plan.mouths:
        return Score(
            measure="spoken_words", status="not_applicable", evidence={"why": "nobody speaks"}, scorer=REVISION
        )
    if folder is None:
        return _unmeasured("unknown", NO_MODEL)
    lines = {mouthing.speech_sha256: mouthing.line_id for mouthing in plan.mouths}
    worst: Score | None = None
    for sha256, line_id in lines.items():
        text = _words_to_speak(speech / f"{sha256}.json")
        if not words_of(text):
            continue
        heard = _check_once(str(speech / f"{sha256}.wav"), text, _script_language(text), folder)
        if worst is None or (heard.value or 0) < (worst.value or 0):
            worst = heard.model_copy(update={"evidence": {**heard.evidence, "line": line_id}})
    if worst is None:
        return _unmeasured("not_applicable", "no words")
    return worst


def check_speech(wav: Path, text: str, language: str | None, folder: str) -> Score:
    """``spoken_words`` of one recording: how many of the line's words are heard, 1 all in order .. 0 none.

    1 - word error rate, not under 0. Case and punctuation do not count.

    Args:
        wav: the recording.
        text: what should be heard.
        language: BCP 47 tag, of which the language itself is used; None lets the model tell.
        folder: where the model is.

    Raises:
        SetupError: the model cannot be loaded or does not know the language.
        ScoreError: the recording is missing or the line has no word.
    """
    wanted = words_of(text)
    if not wanted:
        raise ScoreError(f"the line {text!r} has no word that could be heard")
    if not wav.is_file():
        raise ScoreError(f"{wav.name} is missing; synthesise the line again")
    ear, name = load_ear(folder)
    heard = words_of(transcribe(ear, wav, language))
    wrong = edit_distance(wanted, heard)
    return Score(
        measure="spoken_words",
        value=round(max(0.0, 1 - wrong / len(wanted)), 6),
        evidence={"wrong": wrong, "words": len(wanted), "heard": " ".join(heard)[:200]},
        scorer=name,
    )


def _unmeasured(status: Literal["unknown", "not_applicable"], why: str) -> Score:
    return Score(measure="spoken_words", status=status, evidence={"why": why}, scorer=REVISION)


@cache
def _check_once(wav: str, text: str, language: str | None, folder: str) -> Score:
    """A recording is named by its content, and several takes of a shot hear the same one."""
    return check_speech(Path(wav), text, language, folder)


def _words_to_speak(path: Path) -> str:
    try:
        return " ".join(str(word) for word, _, _ in json.loads(path.read_text("utf-8"))["words"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScoreError(f"{path.name} has no readable words ({error}); synthesise the line again") from error


def _script_language(text: str) -> str | None:
    """``hi`` for a line in Devanagari, which is how the voice speaks it; None for the model to tell."""
    letters = [c for c in text if c.isalpha()]
    return "hi" if sum("\u0900" <= c <= "\u097f" for c in letters) > len(letters) / 2 else None


def words_of(text: str) -> list[str]:
    """The words of ``text`` in lower case without punctuation; combining marks stay (Devanagari vowels are marks)."""
    folded = unicodedata.normalize("NFC", text).casefold()
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else " " if c not in "'’" else "" for c in folded)
    return kept.split()


def edit_distance(wanted: list[str], heard: list[str]) -> int:
    """The fewest words to insert, delete or replace to get from one to the other (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(wanted, start=1):
        above, row[0] = row[0], i
        for j, other in enumerate(heard, start=1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (word != other))
    return row[-1]
