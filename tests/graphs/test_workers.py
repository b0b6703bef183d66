"""Worker processes: they answer, they are replaced when they die, and they die with their parent."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from film.bible import Voice
from film.errors import RenderError
from film.plan import SpeechPlan
from film.series import Speech
from graphs.workers import HOUSE, Workers


def speak(folder: Path, text: str = "Hello there") -> dict:
    plan = SpeechPlan(line_id="l", language="en", text=text, voice=Voice())
    return {"verb": "speak", "run": str(folder), "plan": plan.model_dump(mode="json")}


def test_a_job_is_answered_and_its_file_is_there(tmp_path):
    async def one():
        async with Workers(1) as workers:
            return Speech.model_validate(await workers.run(speak(tmp_path)))

    speech = asyncio.run(one())
    assert (tmp_path / "speech" / f"{speech.sha256}.wav").exists()
    assert [word.word for word in speech.words] == ["Hello", "there"]


def test_an_error_comes_back_as_itself_and_the_worker_goes_on(tmp_path):
    async def two():
        async with Workers(1) as workers:
            bad = speak(tmp_path)
            bad["plan"]["recording_sha256"] = "0" * 64
            with pytest.raises(RenderError):
                await workers.run(bad)
            return await workers.run(speak(tmp_path))

    assert asyncio.run(two())["duration_s"] > 0.3


def test_a_worker_that_dies_is_replaced_and_its_job_done(tmp_path):
    async def one():
        async with Workers(1) as workers:
            task = asyncio.create_task(workers.run(speak(tmp_path)))
            while not workers._all:
                await asyncio.sleep(0.01)
            first = workers._all[0]._process.pid
            workers._all[0]._process.kill()
            answer = await task
            return first, workers._all[0]._process.pid, answer

    first, second, answer = asyncio.run(one())
    assert first != second and answer["duration_s"] > 0.3


PARENT = """
import asyncio, sys
from graphs.workers import Workers
from tests.graphs.test_workers import speak
from pathlib import Path

async def main():
    async with Workers(1) as workers:
        await workers.run(speak(Path(sys.argv[1])))
        print(workers._all[0]._process.pid, flush=True)
        await asyncio.sleep(600)

asyncio.run(main())
"""


def test_a_worker_dies_with_its_parent(tmp_path):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)], cwd=HOUSE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    assert alive(worker)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 20
    while alive(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(worker)


def alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process_id}/status")
    return not status.exists() or "State:\tZ" not in status.read_text()
