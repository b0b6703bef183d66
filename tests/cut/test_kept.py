"""What one cut leaves for the next: a change draws what it changed, and the film is the one a first cut would make."""

from __future__ import annotations

from pathlib import Path

import pytest

from film.series import Grade
from tests.cut.pictures import ENCODING, FPS, SIZE, clip
from tools.cut.decode import picture_sha256
from tools.cut.kept import joined_sha256, sweep
from tools.cut.parts import Card, Clip, Part, Transition, total_frames
from tools.cut.picture import Assembly, assemble

DARK, WARM = Grade(brightness_stops=-0.6), Grade(warmth=0.5)


@pytest.fixture(scope="module")
def takes(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("takes")
    return [clip(folder / f"{scene}.mp4", 24, scene) for scene in range(3)]


def film_of(takes: list[Path], *grades: Grade, title: str = "Rain") -> list[Part]:
    """A card and a shot with each of the grades, the second dissolving in, the third fading in."""
    ways: tuple[tuple[Transition, int], ...] = (("cut", 0), ("dissolve", 4), ("fade", 6))
    shots = [
        Clip(take, 0, 24, grade=grade, transition_in=way, transition_frames=frames)
        for take, grade, (way, frames) in zip(takes, grades, ways, strict=True)
    ]
    return [Card("title", {"en": title}, {}, "en", 9), *shots]


def cut(parts: list[Part], folder: Path, kept: Path | None) -> Assembly:
    return assemble(parts, folder / "film.mp4", ENCODING, SIZE, FPS, kept=kept)


def test_a_second_cut_draws_nothing_and_gives_the_same_bytes(takes: list[Path], tmp_path: Path) -> None:
    parts = film_of(takes, DARK, Grade(), WARM)
    first = cut(parts, tmp_path / "a", tmp_path / "kept")
    again = cut(parts, tmp_path / "b", tmp_path / "kept")
    plain = cut(parts, tmp_path / "c", None)
    assert first.drawn == plain.drawn == total_frames(parts) - first.copied and again.drawn == 0
    assert first.path.read_bytes() == again.path.read_bytes() == plain.path.read_bytes()


@pytest.mark.parametrize(
    ("changed", "drawn"),
    [
        ((DARK, DARK, WARM), 24),  # the last shot; a fade shows nothing of the one before
        ((WARM, DARK, DARK), 24 + 24),  # the second too: it dissolves out of the first
        ((DARK, Grade(), DARK), 8 + 8),  # of a shot without a grade, its dissolve in and its fade out alone
    ],
)
def test_a_change_draws_what_it_changed(takes: list[Path], tmp_path: Path, changed, drawn: int) -> None:
    cut(film_of(takes, DARK, DARK, DARK), tmp_path / "a", tmp_path / "kept")
    made = cut(film_of(takes, *changed), tmp_path / "b", tmp_path / "kept")
    assert made.drawn == drawn
    assert made.path.read_bytes() == cut(film_of(takes, *changed), tmp_path / "c", None).path.read_bytes()


def test_a_stretch_is_known_wherever_it_stands(takes: list[Path], tmp_path: Path) -> None:
    parts = film_of(takes, DARK, DARK, WARM)
    cut(parts, tmp_path / "a", tmp_path / "kept")
    moved: list[Part] = [Clip(takes[2], 0, 8), parts[1], parts[2], parts[3], parts[0]]
    assert cut(moved, tmp_path / "b", tmp_path / "kept").drawn == 0
    retitled = film_of(takes, DARK, DARK, WARM, title="Snow")
    assert cut(retitled, tmp_path / "c", tmp_path / "kept").drawn == 9


def test_the_hash_of_a_cut_is_that_of_its_file_from_what_is_kept_too(takes: list[Path], tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    for name, parts in (("a", film_of(takes, DARK, Grade(), WARM)), ("b", film_of(takes, Grade(), Grade(), Grade()))):
        made = cut(parts, tmp_path / name, kept)
        fresh, known = (joined_sha256(made.files, SIZE, kept) for _ in range(2))
        assert fresh == known == picture_sha256(made.path)


def test_sweeping_keeps_what_the_last_cut_used(takes: list[Path], tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    for grade in (DARK, WARM):
        made = cut(film_of(takes, grade, grade, grade), tmp_path / "a", kept)
        joined_sha256(made.files, SIZE, kept)
    (kept / ".torn.partial").write_bytes(b"x")
    before = len(list(kept.iterdir()))
    sweep(kept, [path for path, _, _ in made.files])
    assert len(list(kept.iterdir())) == 2 * 4 < before
    assert cut(film_of(takes, WARM, WARM, WARM), tmp_path / "b", kept).drawn == 0
