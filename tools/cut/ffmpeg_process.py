"""The bundled ffmpeg as a child that dies with its parent and reports failure as RenderError.

A child fed through a pipe needs no help: when the parent dies its input ends, it closes its temp
file and exits. A child that reads files is started through a two-line launcher that asks the Linux
kernel to kill it with its parent (PR_SET_PDEATHSIG). ``preexec_fn`` could ask too, but it runs
Python between fork and exec, which may deadlock in a process with threads.

Trap: PDEATHSIG fires when the starting *thread* ends, so ``run`` waits in the calling thread.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import cache
from typing import IO

from film.errors import RenderError, SetupError

PDEATHSIG_LAUNCHER = (
    "import ctypes,os,sys\n"
    "ctypes.CDLL(None).prctl(1,9)\n"
    "os.getppid()==int(sys.argv[1]) and os.execv(sys.argv[2],sys.argv[2:])"
)


@cache
def binary() -> str:
    """Path of the ffmpeg that imageio-ffmpeg ships.

    Raises:
        SetupError: the wheel carries none for this machine.
    """
    import imageio_ffmpeg

    try:
        return imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        raise SetupError(
            f"imageio-ffmpeg has no ffmpeg for this machine ({error}); run: pip install imageio-ffmpeg==0.8.1"
        ) from error


def arguments(stream, *, before: tuple[str, ...] = ()) -> list[str]:
    """The command line of an ffmpeg-python ``stream``, quiet; ``before`` are options ahead of every input."""
    compiled = stream.overwrite_output().compile(cmd=binary())
    return [compiled[0], "-hide_banner", "-loglevel", "error", "-nostats", *before, *compiled[1:]]


def run(command: list[str], doing: str, *, timeout_s: float = 600.0) -> bytes:
    """Runs ``command`` to its end and returns its standard output. ``doing`` names the work in an error.

    Raises:
        RenderError: exit status not 0, or no end within ``timeout_s``.
    """
    if sys.platform == "linux":
        command = [sys.executable, "-I", "-S", "-c", PDEATHSIG_LAUNCHER, str(os.getpid()), *command]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, env=child_environment(), timeout=timeout_s
        )
    except subprocess.TimeoutExpired:
        raise RenderError(f"{doing}: ffmpeg did not end within {timeout_s:g} s; is the disk full or stalled?") from None
    if done.returncode != 0:
        raise RenderError(f"{doing}: ffmpeg ended with {done.returncode}: {last_words(done.stderr)}")
    return done.stdout


def feed(command: list[str]) -> tuple[subprocess.Popen, IO[bytes]]:
    """Starts ``command`` reading its standard input from us. Returns it and the open file with its messages."""
    messages = tempfile.TemporaryFile()  # noqa: SIM115 (the caller closes it)
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=messages, env=child_environment()
    )
    return child, messages


def child_environment() -> dict[str, str]:
    """Our environment with one locale: numbers and text come out alike everywhere."""
    return {**os.environ, "LC_ALL": "C", "LANGUAGE": "C"}


def last_words(messages: bytes) -> str:
    """The end of what a child said, on one line."""
    said = " | ".join(messages.decode("utf-8", "replace").strip().splitlines()[-4:])
    return said or "it gave no reason"
