"""Every error a door may show, named by what its reader must do next.

FilmError
├── SetupError       something is not installed or not configured; the message holds the command to run
├── ScriptError      the script cannot be read: file, line, what was expected
├── ConfigError      a setting is wrong: file, key, value, legal values
├── RenderError      an engine could not make a picture or a sound
├── ScoreError       a measure could not be taken (never stored as a score)
├── MindError        a mind could not answer and nothing may answer for it
├── ChangeError      a note cannot be carried out on this film
├── RunError         the run folder is torn or incomplete
│   └── RunBusy      another process works on it: follow it, or leave a note in its inbox
└── BudgetSpent      the recorded spend has reached the limit the user set

A message says what happened, with which values (``{value!r}``), and what to do next.
Errors are caught once, at the door.
"""

from __future__ import annotations


class FilmError(Exception):
    """Base of every error that is shown to the user as one sentence."""

    exit_code = 1


class SetupError(FilmError):
    """Something is missing on this machine; the message holds the command that mends it."""


class ScriptError(FilmError):
    """The script cannot be read as the film's source."""

    exit_code = 2

    def __init__(self, path: str, line: int | None, found: str, expected: str) -> None:
        self.path, self.line, self.found, self.expected = path, line, found, expected
        where = path if line is None else f"{path}:{line}"
        super().__init__(f"{where}: {found}; expected {expected}")


class ConfigError(FilmError):
    """A setting or an option has a value that is not legal."""

    exit_code = 2


class RenderError(FilmError):
    """An engine failed to make what its plan asks for."""


class ScoreError(FilmError):
    """A measure could not be taken on these files."""


class MindError(FilmError):
    """A mind gave no usable answer."""


class ChangeError(FilmError):
    """A change cannot be applied to this film."""

    exit_code = 2


class RunError(FilmError):
    """The run folder cannot be used as it is."""


class RunBusy(RunError):
    """Another process works on the run."""


class BudgetSpent(FilmError):
    """The spend limit is reached; what is made so far is kept."""
