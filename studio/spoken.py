"""A spoken note: a sound file to the words that were heard, by a faster-whisper model from this disk."""

from __future__ import annotations

from pathlib import Path

from film.errors import ConfigError


def heard(voice: Path, whisper: str | None, run: Path) -> str:
    """The words in ``voice``; the model tells the language.

    Args:
        whisper: a faster-whisper folder; None takes the one that the run was made with.

    Raises:
        ConfigError: there is no such file, no model, or nothing is said in it.
        SetupError: the model cannot be loaded.
    """
    from graphs.request import load_request
    from tools.run.folder import RunFolder
    from tools.voice.listening import hear

    if not voice.is_file():
        raise ConfigError(f"--voice {str(voice)!r} is not a file; give a recording, such as note.wav")
    model = whisper or load_request(RunFolder.open(run)).settings.whisper
    if model is None:
        raise ConfigError(f"--voice {str(voice)!r} needs --whisper FOLDER, a faster-whisper model on this disk")
    words = " ".join(hear(voice, str(Path(model).expanduser())).split())
    if not any(letter.isalnum() for letter in words):
        raise ConfigError(f"no word is heard in {str(voice)!r}; speak closer, or type the note")
    return words
