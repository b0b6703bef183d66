"""What a worker can do: one verb, one function. Every verb may be repeated; a file that is there is not made again.

Jobs name files relative to the run; results are small JSON. The driver alone writes what was decided.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from film.canonical import canonical_json, sha256_of
from film.cut_plan import CutPlan, SoundPlan
from film.plan import ShotPlan, SpeechPlan
from film.profile import Encoding
from film.series import Grade
from film.take import Slate
from tools.run import takes
from tools.run.folder import RunFolder

Job = dict[str, Any]
Send = Callable[[dict[str, Any]], None]


def do(job: Job, send: Send) -> Any:
    """Do one job. Raises what the tool raises; KeyError for a verb that does not exist."""
    return VERBS[job["verb"]](job, send)


def about(job: Job, send: Send) -> dict[str, Any]:
    """What the engine can do, and the hashes of what renders and what scores."""
    engine = _engine(job)
    return {
        "abilities": engine.abilities.model_dump(mode="json"),
        "engine_sha256": sha256_of({"engine": engine.abilities.engine, **engine.identity()}),
        "scorers_sha256": _scorers(job).hash,
        "scorers": _scorers(job).names,
    }


def warm(job: Job, send: Send) -> None:
    """Load what the engine needs, ahead of its first picture."""
    load = getattr(_engine(job), "warm", None)
    if load is not None:
        load()


def fingerprint(job: Job, send: Send) -> dict[str, str]:
    return _engine(job).fingerprint()


def speak(job: Job, send: Send) -> dict[str, Any]:
    from tools.voice.synth import read_recording, synthesise, write_speech

    folder = RunFolder(Path(job["run"]))
    plan = SpeechPlan.model_validate(job["plan"])
    if plan.recording_sha256:
        utterance = read_recording(folder.assets / plan.recording_sha256, plan.text)
    else:
        utterance = synthesise(plan.text, plan.language, plan.voice)
    return write_speech(utterance, folder.speech).model_dump(mode="json")


def keyframe(job: Job, send: Send) -> dict[str, Any]:
    folder = RunFolder(Path(job["run"]))
    engine = _engine(job)
    plan = folder.get(job["plan"], ShotPlan)
    slate = engine.slate(plan, asked_sha256=job["asked"], attempt=job["attempt"], seed=job["seed"])
    take = folder.take_folder(slate)
    rendered = not (take / "keyframe.png").exists()
    if rendered:
        takes.write_slate(take, slate)
        with _counted(take, "keyframe"):
            engine.keyframe(slate, _sources(folder, take, job.get("start")), take)
    return {"take": take.name, "take_id": slate.take_id, "rendered": rendered}


def clip(job: Job, send: Send) -> dict[str, Any]:
    folder = RunFolder(Path(job["run"]))
    take = folder.root / job["take"]
    rendered = not (take / "clip.mp4").exists()
    slate = takes.read_slate(take)
    engine = _engine(job)
    began = time.monotonic()
    if rendered:
        with _counted(take, "clip") as count:
            _shoot(engine, slate, folder, take, job.get("start"), send, count)
    seconds = round(time.monotonic() - began, 3)
    files = _files(take, slate, engine.fingerprint()).model_dump(mode="json")
    return {"rendered": rendered, "seconds": seconds, "files": files}


def remake(job: Job, send: Send) -> dict[str, Any]:
    """A take again from its slate alone, into the run's (empty) takes."""
    folder = RunFolder(Path(job["run"]))
    slate = Slate.model_validate(job["slate"])
    take = folder.take_folder(slate)
    takes.write_slate(take, slate)
    engine = _engine(job)
    engine.keyframe(slate, _sources(folder, take, job.get("start")), take)
    _shoot(engine, slate, folder, take, job.get("start"), send)
    return _files(take, slate, engine.fingerprint()).model_dump(mode="json")


def score(job: Job, send: Send) -> list[dict[str, Any]]:
    from tools.score import scorers

    folder = RunFolder(Path(job["run"]))
    take = folder.root / job["take"]
    plan = takes.read_slate(take).plan
    measure = scorers.score_keyframe if job["part"] == "keyframe" else scorers.score_clip
    found = measure(plan, take, _judged_by(folder, take, job), _scorers(job))
    return [entry.model_dump(mode="json") for entry in found]


def features(job: Job, send: Send) -> dict[str, Any]:
    """What a circled take shows, for the review of its scene."""
    from tools.score.continuity.features import features_of

    folder = RunFolder(Path(job["run"]))
    take = folder.root / job["take"]
    found = features_of(takes.read_slate(take).plan, take, _judged_by(folder, take, job), _scorers(job))
    return found.model_dump(mode="json")


def mix(job: Job, send: Send) -> dict[str, Any]:
    from tools.cut.sound import mix_episode

    began = time.monotonic()
    folder = RunFolder(Path(job["run"]))
    plan = folder.get(job["plan"], SoundPlan)
    mix_episode(plan, folder.speech, folder.assets, folder.sound_folder(job["plan"]))
    return {"seconds": round(time.monotonic() - began, 3)}


def cut(job: Job, send: Send) -> dict[str, Any]:
    from tools.cut.film import cut_episode

    began = time.monotonic()
    folder = RunFolder(Path(job["run"]))
    plan = folder.get(job["plan"], CutPlan)
    clips = {shot: folder.takes / shot / take / "clip.mp4" for shot, take in job["takes"].items()}
    film = cut_episode(plan, clips, folder.sound_folder(job["sound"]), _encoding(job), folder.films)
    return {"film": film.model_dump(mode="json"), "seconds": round(time.monotonic() - began, 3)}


def deliver(job: Job, send: Send) -> list[str]:
    """Fill ``out/``: the film by its episode's name, subtitles, stems and the timeline."""
    from tools.cut.film import timeline_of

    folder = RunFolder(Path(job["run"]))
    plan = folder.get(job["plan"], CutPlan)
    names = [folder.link_out(f"{plan.episode_id}.mp4", folder.film_path(job["film"])).name]
    for path in sorted(folder.sound_folder(job["sound"]).iterdir()):
        if path.suffix in (".wav", ".srt", ".vtt"):
            names.append(folder.link_out(f"{plan.episode_id}.{path.name}", path).name)
    clips = {shot: folder.takes / shot / take / "clip.mp4" for shot, take in job["takes"].items()}
    names.append(timeline_of(plan, clips, folder.out / f"{plan.episode_id}.otio").name)
    return names


def still(job: Job, send: Send) -> str:
    """A take's picture as the cut would show it, for a preview. ``out`` is relative to the run."""
    from tools.cut.stills import graded_still

    folder = RunFolder(Path(job["run"]))
    out = folder.root / job["out"]
    if not out.exists():
        graded_still(folder.root / job["take"], Grade.model_validate(job["grade"]), out)
    return job["out"]


def frames(job: Job, send: Send) -> str:
    """Sampled frames of a take on one picture, for a mind that sees. ``out`` is relative to the run."""
    from tools.cut.frames_sheet import frames_sheet

    folder = RunFolder(Path(job["run"]))
    out = folder.root / job["out"]
    if not out.exists():
        frames_sheet(folder.root / job["take"], job["part"], out)
    return job["out"]


def sheet(job: Job, send: Send) -> str:
    """Stills before and after, side by side on one page. Paths are relative to the run."""
    from tools.cut.sheet import side_by_side

    folder = RunFolder(Path(job["run"]))
    pairs = [
        (caption, folder.root / before if before else None, folder.root / after if after else None)
        for caption, before, after in job["pairs"]
    ]
    side_by_side(pairs, folder.root / job["out"])
    return job["out"]


def board(job: Job, send: Send) -> list[str]:
    """The storyboard: names of what was written into ``out``, the HTML file first. Its stills lie in the run."""
    from tools.cut.board import Board, write_board

    folder = RunFolder(Path(job["run"]))
    files = write_board(folder.get(job["board"], Board), folder.root, folder.root / job["out"], columns=job["columns"])
    return [path.name for path in files]


def cast(job: Job, send: Send) -> list[str]:
    """The casting sheet: names of the pages written into ``out``, the line-up first."""
    from tools.cut.cast_sheet import Cast, write_cast

    folder = RunFolder(Path(job["run"]))
    pages = write_cast(folder.get(job["cast"], Cast), folder.root / job["out"], people=folder.people)
    return [path.name for path in pages]


VERBS: dict[str, Callable[[Job, Send], Any]] = {
    verb.__name__: verb
    for verb in (
        about, warm, fingerprint, speak, keyframe, clip, remake, score, features, mix, cut, deliver, still, sheet, frames,
        board, cast,
    )
}  # fmt: skip


def _shoot(
    engine: Any, slate: Slate, folder: RunFolder, take: Path, start: str | None, send: Send,
    count: Callable[[], None] = lambda: None,
) -> None:  # fmt: skip
    def on_frame(done: int, total: int) -> None:
        if done % 12 == 0 or done == total:
            send({"shot": slate.plan.shot_id, "done": done, "total": total})
            count()

    engine.clip(slate, _sources(folder, take, start), take, on_frame)


@contextmanager
def _counted(take: Path, part: str) -> Iterator[Callable[[], None]]:
    """Write down what the part of the take costs: whenever it is asked to, and at the end however that comes."""
    began = time.monotonic()

    def count() -> None:
        nonlocal began
        now = time.monotonic()
        takes.add_spent(take, part, now - began)
        began = now

    try:
        yield count
    finally:
        count()


def _files(take: Path, slate: Slate, made_with: dict[str, str]) -> Any:
    from film.take import TakeFiles

    known = takes.read_files(take)
    found = takes.hash_files(take)
    if known is not None and known.sha256 == found:
        return known
    return TakeFiles(sha256=found, frames=slate.plan.frames, fingerprint=made_with)


def _sources(folder: RunFolder, take: Path, start: str | None) -> Any:
    """Where a slate's inputs lie; the last frame of the take it starts from is put beside it."""
    from tools.render.engine import Sources

    picture = None
    if start is not None:
        picture = take / "start.png"
        if not picture.exists():
            _last_frame(folder.root / start / "clip.mp4", picture)
    return Sources(speech=folder.speech, assets=folder.assets, start_frame=picture, people=folder.people)


def _judged_by(folder: RunFolder, take: Path, job: Job) -> Any:
    """Where the pictures lie that a take is judged by: the stage draws those that the Bible lacks, no other engine can."""
    draws = _engine(job).abilities.engine == "stage"
    return _sources(folder, take, None)._replace(plates=folder.plates if draws else None)


def _last_frame(clip_path: Path, picture: Path) -> None:
    import cv2

    from tools.cut.decode import probe, read_frames
    from tools.whole import write_whole

    frames = probe(clip_path).frames
    for rgb in read_frames(clip_path, start=frames - 1):
        done, data = cv2.imencode(".png", rgb[..., ::-1])
        assert done
        write_whole(picture, data.tobytes())


def _engine(job: Job) -> Any:
    encoding = canonical_json(job.get("encoding") or Encoding().model_dump(mode="json"))
    return _warm_engine(job["engine"], encoding)


@cache
def _warm_engine(spec: str, encoding: str) -> Any:
    """Kept for the life of the worker: models and meshes stay loaded."""
    from tools.render.registry import open_engine

    return open_engine(spec, {"encoding": Encoding.model_validate_json(encoding)})


def _scorers(job: Job) -> Any:
    return _warm_scorers(canonical_json(job["scorers"]))


@cache
def _warm_scorers(options: str) -> Any:
    from tools.score.scorers import Scorers

    return Scorers.model_validate_json(options)


def _encoding(job: Job) -> Encoding:
    return Encoding.model_validate(job["encoding"])
