"""The sound of places and weather."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from film.cut_plan import Air
from film.errors import RenderError
from tools.music.ambience import KINDS, MAKERS, Bed, Kind, ambience, beds_of, lay_beds

RATE_HZ = 48000


def air(**facts) -> Air:
    plain = {
        "start_s": 0.0,
        "end_s": 2.0,
        "set": "neutral",
        "interior": False,
        "weather": "clear",
        "time_of_day": "day",
    }
    return Air(**{**plain, **facts})


def test_every_kind_can_be_made_is_quiet_and_follows_its_seed() -> None:
    assert set(MAKERS) == set(get_args(Kind))
    for kind in KINDS:
        one, again, other = (lay_beds([Bed(0, 2, kind, seed)], 2.0) for seed in (1, 1, 2))
        assert np.array_equal(one, again) and not np.array_equal(one, other)
        level_db = 20 * np.log10(np.sqrt(np.mean(one**2)))
        assert -55 < level_db < -20, kind
        assert np.abs(one).max() < 0.9


def test_a_bed_sounds_in_its_stretch_and_fades_across_its_edges() -> None:
    sound = lay_beds([Bed(1.0, 2.0, "rain", 3)], 4.0)
    assert sound.shape == (4 * RATE_HZ, 2)
    assert not sound[: int(0.55 * RATE_HZ)].any() and not sound[int(2.45 * RATE_HZ) :].any()
    middle, edge = sound[int(1.4 * RATE_HZ) : int(1.6 * RATE_HZ)], sound[int(0.6 * RATE_HZ) : int(0.7 * RATE_HZ)]
    assert np.abs(middle).mean() > 3 * np.abs(edge).mean()


@pytest.mark.parametrize(
    ("facts", "heard"),
    [
        ({"set": "street", "weather": "rain"}, ["street", "rain"]),
        ({"set": "street", "interior": True, "weather": "rain"}, ["room", "rain", "street"]),
        ({"set": "cafe", "interior": True}, ["room", "crowd"]),
        ({"set": "forest"}, ["wind", "birds"]),
        ({"set": "forest", "time_of_day": "night"}, ["wind", "crickets"]),
        ({"set": "forest", "weather": "storm"}, ["wind", "storm"]),
        ({"set": "shore", "weather": "fog"}, ["waves", "wind"]),
        ({"weather": "snow"}, ["wind", "snow"]),
    ],
)
def test_what_a_place_sounds_like(facts: dict, heard: list[str]) -> None:
    assert [bed.kind for bed in beds_of(air(**facts))] == heard


def test_rain_is_softer_indoors_and_a_place_sounds_alike_when_the_film_returns() -> None:
    inside = next(bed for bed in beds_of(air(interior=True, weather="rain")) if bed.kind == "rain")
    outside = next(bed for bed in beds_of(air(weather="rain")) if bed.kind == "rain")
    assert inside.gain_db < outside.gain_db
    assert beds_of(air(start_s=5, end_s=9))[0].seed == beds_of(air())[0].seed
    assert ambience([air()], 2.0).any() and not ambience([], 1.0).any()


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(RenderError, match="vuvuzela"):
        lay_beds([Bed(0, 1, "vuvuzela", 1)], 1.0)  # pyright: ignore[reportArgumentType]
