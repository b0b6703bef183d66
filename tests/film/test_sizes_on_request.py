"""``--size``: 1080, 2160 and 4320 lines, and how many of them are rendered."""

from __future__ import annotations

import pytest

from configs.settings import Settings, profile
from film.profile import frame_size


@pytest.mark.parametrize(
    ("name", "asked", "rendered"),
    [
        ("final", None, 1080), ("final", 720, 720), ("final", 2160, 2160), ("final", 4320, 4320), ("draft", 2160, 2160),
        ("default", None, 540), ("default", 720, 360), ("default", 360, 180), ("default", 2160, 1080), ("default", 4320, 1080),
    ],
)  # fmt: skip
def test_a_profile_renders_natively_or_its_share(name, asked, rendered):
    found = profile(Settings(profile=name, height=asked))
    assert found.render_height == rendered
    assert found.height == (asked or 1080)


def test_the_largest_picture_has_the_cinema_width():
    assert frame_size("16:9", 4320) == (7680, 4320)
