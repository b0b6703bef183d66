"""Cleaning spares what any version, lock or work in flight needs, and frees the rest."""

from __future__ import annotations

import pytest

from film.canonical import sha256_of
from film.cut_plan import plan_cut, sound_of
from film.series import Pin
from tests.film.films import small_series
from tests.run.runs import PROFILE, SHOTS, circled, version
from tools.run import inbox, locks, versions
from tools.run.clean import clean
from tools.run.folder import RunFolder

TAKES = (1, 2, 3, 4)


def film_with_takes(folder: RunFolder) -> None:
    for shot in SHOTS:
        for number in TAKES:
            take = folder.takes / shot / circled(number).take
            take.mkdir(parents=True)
            (take / "slate.json").write_text("{}")
            (take / "clip.mp4").write_bytes(b"x" * 1000)
    folder.films.mkdir()
    for letter in "0123456789":
        folder.film_path(letter * 64).write_bytes(b"film")


def takes_left(folder: RunFolder, shot: str = SHOTS[0]) -> list[int]:
    return [number for number in TAKES if (folder.takes / shot / circled(number).take).exists()]


def films_left(folder: RunFolder) -> str:
    return "".join(sorted(path.name[0] for path in folder.films.glob("*.mp4")))


def test_takes_and_films_of_every_version_stay(folder):
    film_with_takes(folder)
    for number in (1, 2, 3):
        versions.finish(folder, version(number, take=number))
    versions.undo(folder, 2)
    report = clean(folder)
    assert takes_left(folder) == [1, 2, 3] and films_left(folder) == "123"
    assert (report["takes"], report["films"], report["sounds"]) == (3, 7, 0) and report["bytes"] > 3000


@pytest.mark.parametrize(("words", "takes", "films"), [(("ep01",), [1, 2], "12"), (("sh0010",), [1, 2], "2")])
def test_what_is_locked_stays_without_a_version(folder, words, takes, films):
    film_with_takes(folder)
    versions.finish(folder, version(1, take=2))
    locks.lock(folder, words)
    (folder.versions / "0001.json").unlink()
    versions.finish(folder, version(2, take=1))
    clean(folder)
    assert takes_left(folder) == takes and films_left(folder) == films and folder.locks_file.exists()


def test_a_take_that_a_person_chose_stays(folder):
    film_with_takes(folder)
    series = small_series()
    scene = series.episodes[0].scenes[0]
    chosen = Pin(take=circled(4).take, take_id=circled(4).take_id)
    shots = tuple(s.model_copy(update={"pin": chosen}) if s.id == SHOTS[0] else s for s in scene.shots)
    episode = series.episodes[0].model_copy(update={"scenes": (scene.model_copy(update={"shots": shots}),)})
    versions.finish(folder, version(1, series.model_copy(update={"episodes": (episode,)})))
    clean(folder)
    assert takes_left(folder, SHOTS[0]) == [1, 4] and takes_left(folder, SHOTS[1]) == [1]


@pytest.mark.parametrize("work", ["draft", "note"])
def test_while_there_is_work_in_flight_nothing_goes_but_waste(folder, work):
    film_with_takes(folder)
    versions.finish(folder, version(1))
    folder.checkpoints.write_bytes(b"work")
    folder.plans.mkdir()
    (folder.plans / "x.json.77.partial").write_text("half")
    (folder.previews / "x").mkdir(parents=True)
    if work == "draft":
        versions.write_draft(folder, version(2))
    else:
        inbox.post(folder, actor="mara", time="2026-01-01T00:00:00Z", note="darker")
    assert clean(folder) == {"takes": 0, "films": 0, "sounds": 0, "bytes": 0}
    assert takes_left(folder) == list(TAKES) and folder.checkpoints.exists()
    assert (folder.previews / "x").exists() and len(inbox.items(folder)) == (work == "note")
    assert not list(folder.plans.iterdir())


def test_pictures_that_compared_versions_go_when_nothing_waits(folder):
    versions.finish(folder, version(1))
    (folder.previews / "0001-0002").mkdir(parents=True)
    (folder.previews / "0001-0002" / "sheet.png").write_bytes(b"picture")
    folder.checkpoints.write_bytes(b"work")
    assert clean(folder)["bytes"] == len(b"picture") + len(b"work")
    assert not folder.previews.exists() and not folder.checkpoints.exists()


def test_sound_that_no_version_has_goes_and_what_is_shown_stays(folder):
    versions.finish(folder, version(1))
    series = small_series()
    needed = folder.sound_folder(sha256_of(sound_of(plan_cut(series, series.episodes[0], PROFILE))))
    shown, stale = folder.sound / "shown", folder.sound / "stale"
    for sound in (needed, shown, stale):
        sound.mkdir(parents=True)
        (sound / "mix_en.wav").write_bytes(b"sound")
    folder.link_out("ep01.mix_en.wav", shown / "mix_en.wav")
    assert clean(folder)["sounds"] == 1
    assert needed.exists() and shown.exists() and not stale.exists()


def test_the_sound_folder_of_a_plan_is_the_one_that_is_mixed_into(folder):
    """Else cleaning would delete every sound: the name that ``put`` gives is the plan's own hash."""
    series = small_series()
    plan = sound_of(plan_cut(series, series.episodes[0], PROFILE))
    assert folder.put(plan) == sha256_of(plan)


def test_an_empty_run_is_clean(folder):
    assert clean(folder) == {"takes": 0, "films": 0, "sounds": 0, "bytes": 0}
