"""A worker process: reads JSON jobs from its input, does them, writes events and answers to its output.

It keeps engines warm between jobs and dies with its parent: the end of its input ends it, wherever
it is, and on Linux so does the death of the parent itself. Nothing but JSON lines leaves by its
standard output; whatever a library prints goes to standard error.
"""

from __future__ import annotations

import ctypes
import json
import os
import queue
import signal
import sys
import threading
import traceback

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Serve jobs until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the driver's to answer
    _die_with_parent()
    # One thread each: two workers on two cores do more than one worker with two threads, and
    # sums do not depend on how many there are.
    for name in ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", buffering=1)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    jobs: queue.SimpleQueue[dict] = queue.SimpleQueue()
    threading.Thread(target=_read_jobs, args=(jobs,), daemon=True).start()

    from film.errors import FilmError
    from graphs import jobs as verbs

    def send(message: dict) -> None:
        answers.write(json.dumps(message, ensure_ascii=False) + "\n")

    while True:
        job = jobs.get()
        try:
            result = verbs.do(job, lambda event: send({"event": event}))
            send({"answer": result})
        except FilmError as error:
            send({"error": str(error), "kind": type(error).__name__})
        except Exception as error:  # a whole job: the driver records a failed take or stops with the sentence
            traceback.print_exc(file=sys.stderr)
            send({"error": f"{type(error).__name__}: {error}", "kind": "RenderError"})


def _read_jobs(jobs: queue.SimpleQueue[dict]) -> None:
    for line in sys.stdin:
        jobs.put(json.loads(line))
    os._exit(0)  # the parent is gone or done with us; a half-written file has a temporary name


def _die_with_parent() -> None:
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        os._exit(0)


if __name__ == "__main__":
    main()
