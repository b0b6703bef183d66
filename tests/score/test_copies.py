"""A picture that a take is judged by is found in it, as the frame or pasted; likeness alone is no copy."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from film.errors import ScoreError
from tests.score import clips
from tools.score.pixels.copies import Reference, copied, picture_hash, same_file

GOOD = clips.good_clip(9)
PLATE = Reference("plate 1 of the place", clips.street(9))
BOUND = 0.97


def portrait() -> np.ndarray:
    picture = np.full((120, 100, 3), (150, 160, 170), np.uint8)
    cv2.ellipse(picture, (50, 60), (28, 40), 0, 0, 360, (205, 160, 130), -1, cv2.LINE_AA)
    cv2.ellipse(picture, (50, 32), (30, 18), 0, 0, 360, (50, 30, 20), -1, cv2.LINE_AA)
    for x in (38, 62):
        cv2.circle(picture, (x, 56), 4, (30, 30, 30), -1, cv2.LINE_AA)
    cv2.line(picture, (40, 82), (60, 82), (150, 60, 60), 2, cv2.LINE_AA)
    return picture


FACE = Reference("reference 1 of anna", portrait())


def with_pasted(frames: np.ndarray, height: int, x: int = 90, y: int = 20) -> np.ndarray:
    small = cv2.resize(FACE.rgb, (round(height * 100 / 120), height), interpolation=cv2.INTER_AREA)
    broken = frames.copy()
    broken[:, y : y + height, x : x + small.shape[1]] = small
    return broken


def test_a_good_clip_is_no_copy():
    assert copied(GOOD, [PLATE, FACE]).value < 0.93
    assert copied(GOOD, []).value == 0


def test_a_plate_as_a_frame_is_a_copy_even_after_it_was_encoded():
    soft = clips.noisy(np.repeat(PLATE.rgb[None], 9, axis=0), 3)
    shown = np.concatenate([GOOD[:6], soft[6:]])
    found = copied(shown, [FACE, PLATE])
    assert found.value > BOUND
    assert (found.name, found.frame >= 6, found.pasted) == (PLATE.name, True, False)


@pytest.mark.parametrize("height", [48, 66, 90, 120, 150])
def test_a_reference_pasted_into_the_frame_is_found_at_any_size(height):
    found = copied(clips.noisy(with_pasted(GOOD, height), 3), [PLATE, FACE])
    assert found.value > BOUND and found.pasted and found.name == FACE.name


def test_the_same_person_drawn_otherwise_is_no_paste():
    other = FACE.rgb.copy()
    other[95:] = (120, 30, 30)
    cv2.circle(other, (50, 60), 9, (190, 120, 100), -1, cv2.LINE_AA)
    cv2.rectangle(other, (0, 0), (18, 119), (40, 90, 50), -1)
    broken = GOOD.copy()
    broken[:, 20:140, 90:190] = other
    assert copied(broken, [FACE]).value < 0.95


def test_hashes_of_one_picture_agree_and_of_two_do_not():
    def hashed(picture: np.ndarray) -> np.ndarray:
        return picture_hash(picture.astype(np.float32).mean(axis=2))

    first = hashed(GOOD[0])
    assert np.count_nonzero(first != hashed(clips.noisy(GOOD[:1], 4)[0])) <= 4
    assert np.count_nonzero(first != hashed(PLATE.rgb)) > 10


def test_two_takes_of_the_same_bytes_are_found(tmp_path):
    files = [tmp_path / name for name in ("a.mp4", "b.mp4", "c.mp4", "d.mp4")]
    for path, content in zip(files, (b"one", b"two", b"longer", b"one"), strict=True):
        path.write_bytes(content)
    assert same_file(files[0], [tmp_path / "none.mp4", *files]) == files[3]
    assert same_file(files[1], files) is None


def test_no_frames_are_an_error():
    with pytest.raises(ScoreError):
        copied(GOOD[:0], [PLATE])
