"""Listening: a recording to words, by a faster-whisper model from this disk. Nothing is ever downloaded.

    hear(path, model)    what a person said, for a spoken note
    load_ear, transcribe the same ears for whoever compares words (tools/score/speech_check.py)
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from film.errors import ConfigError, SetupError

GET_MODEL = (
    "fetch one once with: hf download Systran/faster-whisper-small --local-dir FOLDER, then give --whisper FOLDER"
)


def hear(path: Path, model: str | None, language: str | None = None) -> str:
    """What is said in a recording, in the words of ``language``.

    Args:
        path: any sound file.
        model: folder of a CTranslate2 Whisper model.
        language: BCP 47 tag, of which the language itself is used; None lets the model tell.

    Raises:
        SetupError: there is no model, the package is missing, or the model does not know the language.
        ConfigError: the file is missing, is no sound, or nothing is said in it.
    """
    if model is None:
        raise SetupError(f"a spoken note needs a speech model from this disk; {GET_MODEL}")
    if not path.is_file():
        raise ConfigError(f"--voice {path}: there is no such file")
    ear, _ = load_ear(model)
    import av

    try:
        with av.open(str(path)) as container:
            has_sound = bool(container.streams.audio)
        heard = " ".join(transcribe(ear, path, language).split()) if has_sound else ""
    except (av.error.FFmpegError, OSError) as error:
        raise ConfigError(f"--voice {path.name} is not a sound file that can be read ({error})") from error
    if not any(c.isalnum() for c in heard):
        raise ConfigError(f"--voice {path.name}: no words are heard in it; record it again or write the note")
    return heard


def model_files(folder: str) -> tuple[Path, ...]:
    """The files that make the model what it is.

    Raises:
        SetupError: model.bin or tokenizer.json is not there (the tokenizer would be fetched from a hub).
    """
    files = (Path(folder) / "model.bin", Path(folder) / "tokenizer.json")
    for path in files:
        if not path.is_file():
            raise SetupError(f"--whisper {folder!r} has no {path.name}, so it is no CTranslate2 Whisper model; {GET_MODEL}")
    return files


@cache
def load_ear(folder: str) -> tuple[Any, str]:
    """(model, its name by content): the model in ``folder``, on one CPU thread, loaded once per process.

    Raises:
        SetupError: the package is missing, or the model does not load.
    """
    files = model_files(folder)
    try:
        from faster_whisper import WhisperModel
    except ImportError as error:
        raise SetupError(f"listening needs the package faster-whisper ({error}); install it with: make film") from error
    try:
        ear = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)
    except (RuntimeError, ValueError) as error:
        raise SetupError(f"--whisper {folder!r} does not load ({error}); give a CTranslate2 Whisper model") from error
    with files[0].open("rb") as file:
        return ear, f"faster_whisper@{hashlib.file_digest(file, 'sha256').hexdigest()[:12]}"


def transcribe(ear: Any, recording: Path, language: str | None) -> str:
    """What is heard, greedily decoded, so that the same recording always reads the same.

    Args:
        ear: of ``load_ear``.
        language: BCP 47 tag; ``en-GB`` is heard as ``en``. None lets the model tell.

    Raises:
        SetupError: the model does not know ``language``.
    """
    spoken = language.replace("_", "-").split("-")[0].lower() if language else None
    known = ear.supported_languages
    if spoken is not None and spoken not in known:
        raise SetupError(f"the speech model knows {', '.join(known[:5])} and not {spoken!r}; give a multilingual one")
    segments, _ = ear.transcribe(
        str(recording), language=spoken, beam_size=1, temperature=0.0, condition_on_previous_text=False
    )
    return " ".join(segment.text for segment in segments)

