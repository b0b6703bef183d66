"""The run folder. This file alone knows where things lie in it.

    run.json                which version stands          versions/0004.json     the film as data
    inbox/                  notes that wait               locks.json             what a client approved
    previews/               stills of a waiting change    sound/<sha>/           mixes, stems and subtitles
    takes/ep01/sc003/sh0020/tk02-1f3a9c04/                slate, pictures, scores of one take
    speech/<sha>.wav        recordings                    assets/<sha>           the user's files
    plans/<sha>.json        plans and drafts by content   script/                the script as given
    styles/<name>.json      the user's own styles         looks/<name>.json      the user's own looks
    transcript.jsonl        questions, answers, circlings audit.jsonl            who changed what
    checkpoints.sqlite      work in flight                events.jsonl           progress, for followers
    films/<sha>.mp4         finished films                out/                   links to them, subtitles, stems
    people/<sha>.npz        built people, kept to save time
    plates/                 pictures that the stage drew to judge takes by
    thresholds/<name>.yaml  the user's own bounds on scores
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from film.canonical import canonical_json
from film.errors import ConfigError, RunBusy, RunError
from film.series import Speech
from film.take import Slate
from tools.whole import TEMPORARY, file_sha256, write_json, write_whole

Model = TypeVar("Model", bound=BaseModel)

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

FORMAT = 1
"""Of the folder. A run of a later format is refused with a sentence."""


MIXED = "mixed.json"
"""Written last into a folder of sound: one that has it is complete."""


class Standing(NamedTuple):
    """Which version stands, and the ones that undo and redo lead to."""

    number: int | None
    past: tuple[int, ...] = ()
    """What stood before, the oldest first: undo goes to the last."""
    future: tuple[int, ...] = ()
    """What was undone, the next first: redo goes to the first."""


class RunFolder:
    """One film's folder. Making the object touches nothing; ``create`` and ``open`` do."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root).resolve()
        self.run_file = self.root / "run.json"
        self.versions = self.root / "versions"
        self.takes = self.root / "takes"
        self.speech = self.root / "speech"
        self.assets = self.root / "assets"
        self.plans = self.root / "plans"
        self.script = self.root / "script"
        self.styles = self.root / "styles"
        self.looks = self.root / "looks"
        self.thresholds = self.root / "thresholds"
        self.plates = self.root / "plates"
        self.films = self.root / "films"
        self.out = self.root / "out"
        self.sound = self.root / "sound"
        self.transcript = self.root / "transcript.jsonl"
        self.audit = self.root / "audit.jsonl"
        self.audit_head = self.root / "audit.head.json"
        self.checkpoints = self.root / "checkpoints.sqlite"
        self.events = self.root / "events.jsonl"
        self.inbox = self.root / "inbox"
        self.previews = self.root / "previews"
        self.locks_file = self.root / "locks.json"
        self.lock_file = self.root / "run.lock"
        self.chat_history = self.root / "chat.history"
        self.people = self.root / "people"

    @classmethod
    def create(cls, root: Path, series_id: str) -> RunFolder:
        """A new run folder, or the one that is already there for the same series."""
        folder = cls(root)
        if folder.run_file.exists():
            return cls.open(root)
        if root.exists() and (not root.is_dir() or any(TEMPORARY not in path.name for path in root.iterdir())):
            raise ConfigError(f"{root} exists and is not a run folder; choose another with --series or --runs")
        # First: a folder that has it is a run, however early its maker was killed.
        write_json(folder.run_file, {"format": FORMAT, "series": series_id, "standing": None})
        return folder

    @classmethod
    def open(cls, root: Path) -> RunFolder:
        """Raises RunError when ``root`` is not a run folder or was written by a later filmcrew."""
        folder = cls(root)
        if not folder.run_file.exists():
            raise ConfigError(f"{root} is not a run folder (it has no run.json); filmcrew make writes one")
        found = folder.read_run().get("format")
        if found != FORMAT:
            raise RunError(f"{root} has run format {found!r}; this filmcrew reads format {FORMAT}")
        return folder

    def read_run(self) -> dict:
        try:
            return json.loads(self.run_file.read_text("utf-8"))
        except ValueError as error:
            raise RunError(f"{self.run_file} is damaged ({error}); restore it from a copy") from error

    def read_standing(self) -> Standing:
        run = self.read_run()
        return Standing(run["standing"], tuple(run.get("past", ())), tuple(run.get("future", ())))

    def write_standing(self, standing: Standing) -> None:
        """One rename, so that undo and redo are instant and a power cut leaves the old or the new."""
        changed = {"standing": standing.number, "past": list(standing.past), "future": list(standing.future)}
        write_json(self.run_file, {**self.read_run(), **changed}, at_once=True)

    def set_standing(self, number: int) -> None:
        """Make ``number`` the version that stands: undo leads back to the one before it, and nothing is left to redo."""
        now = self.read_standing()
        if number != now.number:
            before = () if now.number is None else (now.number,)
            self.write_standing(Standing(number, past=(*now.past, *before)))

    def take_folder(self, slate: Slate) -> Path:
        return self.takes / slate.plan.shot_id / slate.name

    def takes_of(self, shot_id: str) -> list[Path]:
        """Folders of every take of a shot, in order of name."""
        folder = self.takes / shot_id
        return sorted(path for path in folder.iterdir() if (path / "slate.json").exists()) if folder.exists() else []

    def put(self, record: BaseModel, *, stated_only: bool = False) -> str:
        """Keep ``record`` by content; the name to get it back with.

        Args:
            stated_only: leave out fields that nobody set, so that ``model_fields_set`` still tells
                afterwards what a script stated and what is left to plan.
        """
        data = canonical_json(record.model_dump(mode="json", exclude_unset=stated_only)).encode("utf-8")
        name = hashlib.sha256(data).hexdigest()
        path = self.plans / f"{name}.json"
        if not path.exists():
            write_whole(path, data)
        return name

    def get(self, name: str, kind: type[Model]) -> Model:
        path = self.plans / f"{name}.json"
        if not path.exists():
            raise RunError(f"{self.root.name} has lost plans/{name}.json; run filmcrew make again to plan anew")
        return kind.model_validate_json(path.read_bytes())

    def speech_of(self, plan_sha256: str) -> Speech | None:
        """The recording made for a SpeechPlan, when its sound is still there."""
        path = self.speech / "plans" / f"{plan_sha256}.json"
        if not path.exists():
            return None
        speech = Speech.model_validate_json(path.read_bytes())
        return speech if (self.speech / f"{speech.sha256}.wav").exists() else None

    def keep_speech(self, plan_sha256: str, speech: Speech) -> None:
        write_whole(self.speech / "plans" / f"{plan_sha256}.json", canonical_json(speech).encode("utf-8"))

    def keep_asset(self, source: Path) -> str:
        """Copy a user's file into the run by content. Returns its sha256."""
        sha256 = file_sha256(source)
        target = self.assets / sha256
        if not target.exists():
            write_whole(target, source.read_bytes())
        return sha256

    def sound_folder(self, plan_name: str) -> Path:
        """Where the mixes, stems and subtitles of a SoundPlan lie."""
        return self.sound / plan_name[:16]

    def is_mixed(self, plan_name: str) -> bool:
        return (self.sound_folder(plan_name) / MIXED).exists()

    def film_path(self, file_sha256_: str) -> Path:
        return self.films / f"{file_sha256_}.mp4"

    def link_out(self, name: str, target: Path) -> Path:
        """``out/<name>`` shows ``target``: a relative link, or a copy where links are not to be had."""
        self.out.mkdir(parents=True, exist_ok=True)
        link = self.out / name
        fresh = self.out / f".{name}.{os.getpid()}{TEMPORARY}"
        fresh.unlink(missing_ok=True)
        try:
            fresh.symlink_to(os.path.relpath(target, self.out))
        except OSError:
            shutil.copyfile(target, fresh)
        os.replace(fresh, link)
        return link

    def keep_out(self, names: list[str]) -> None:
        """Take from ``out/`` what another version put there: episode files not among ``names``. A person's own stay."""
        for path in sorted(self.out.glob("ep[0-9][0-9]*.*")):
            if path.name not in names and not (path.is_dir() and not path.is_symlink()):
                path.unlink()

    def sweep(self) -> int:
        """Delete files that a killed process left half made. Only the owner of the lock may. Returns how many.

        The inbox is left alone: other doors write into it while this one owns the run.
        """
        swept = 0
        for path in sorted(self.root.rglob(f"*{TEMPORARY}*")):
            if path.is_relative_to(self.inbox):
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
            swept += 1
        return swept


class RunLock:
    """One process owns a run. The lock is the operating system's, so that a killed owner leaves none behind."""

    def __init__(self, folder: RunFolder) -> None:
        self.folder = folder
        self._file = None

    def __enter__(self) -> RunLock:
        self.folder.root.mkdir(parents=True, exist_ok=True)
        file = open(self.folder.lock_file, "a+", encoding="utf-8")
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                file.seek(0)
                owner = file.read().strip() or "another process"
                file.close()
                raise RunBusy(
                    f"{self.folder.root.name} is being worked on by {owner}; follow it with filmcrew status"
                ) from error
        file.seek(0)
        file.truncate()
        file.write(f"process {os.getpid()}\n")
        file.flush()
        self._file = file
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
