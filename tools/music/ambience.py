"""The sound of places and weather: quiet beds of filtered noise and small events, made by numpy alone.

Beds follow one another with a cross-fade; several may sound at once (a street in the rain). They are felt more than
heard: the mix sets them far below the voices.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

import numpy as np

from film.cut_plan import Air
from film.errors import RenderError

RATE_HZ = 48000
CROSS_S = 0.8
Kind = Literal["room", "rain", "storm", "wind", "street", "waves", "birds", "crickets", "crowd", "fire", "snow"]
KINDS: tuple[str, ...] = get_args(Kind)
OUTDOORS: dict[str, tuple[Kind, float]] = {
    "street": ("street", 0.0), "shore": ("waves", 0.0), "forest": ("wind", -6.0), "valley": ("wind", -2.0),
    "market": ("crowd", -2.0), "station": ("crowd", -7.0), "rooftop": ("street", -6.0), "quay": ("waves", -4.0),
    "park": ("wind", -8.0), "desert": ("wind", 0.0), "deck": ("waves", 0.0),
}  # fmt: skip
"""The stage's sets under open sky: what each is heard by, and its level in dB. Any other is wind."""
GREEN = ("forest", "valley", "park")
"""Sets with birds by day and crickets by night."""


class Bed(NamedTuple):
    """One sound of the surroundings over one stretch."""

    start_s: float
    end_s: float
    kind: Kind
    seed: int
    gain_db: float = 0.0


def ambience(air: Sequence[Air], duration_s: float) -> np.ndarray:
    """What is heard of a film's places and weather; see ``lay_beds``."""
    return lay_beds([bed for stretch in air for bed in beds_of(stretch)], duration_s)


def beds_of(air: Air) -> list[Bed]:
    """The sounds of one place at one time in one weather. A place sounds alike whenever the film comes back to it."""
    is_dark = air.time_of_day in ("dusk", "night")
    is_wet = air.weather in ("rain", "storm")
    heard: list[tuple[Kind, float]] = []
    if air.interior:
        heard.append(("room", 0.0))
        if air.set == "cafe":
            heard.append(("crowd", -4.0))
        if is_wet:
            heard.append(("rain", -9.0))
        if air.set == "street":
            heard.append(("street", -8.0))
    else:
        heard.append(OUTDOORS.get(air.set, ("wind", -4.0)))
        if air.set in GREEN and not is_wet:
            heard.append(("crickets", -3.0) if is_dark else ("birds", 0.0))
        if is_wet:
            heard.append(("storm" if air.weather == "storm" else "rain", 0.0))
        elif air.weather == "snow":
            heard.append(("snow", 0.0))
        elif air.weather == "fog":
            heard.append(("wind", -7.0))
    return [
        Bed(air.start_s, air.end_s, kind, zlib.crc32(f"{air.set}|{kind}".encode()), gain_db) for kind, gain_db in heard
    ]


def lay_beds(beds: Sequence[Bed], duration_s: float) -> np.ndarray:
    """All ``beds`` together.

    Returns:
        (N, 2) float32 at 48 kHz, N = round(duration_s * 48000); about -30 dBFS RMS where one bed sounds.

    Raises:
        RenderError: an unknown kind.
    """
    sound = np.zeros((round(duration_s * RATE_HZ), 2), np.float32)
    for bed in sorted(beds):
        if bed.kind not in MAKERS:
            raise RenderError(f"no ambience is called {bed.kind!r}; there are {', '.join(KINDS)}")
        first = max(0, round((bed.start_s - CROSS_S / 2) * RATE_HZ))
        last = min(len(sound), round((bed.end_s + CROSS_S / 2) * RATE_HZ))
        if first >= last:
            continue
        made = MAKERS[bed.kind](last - first, np.random.default_rng(bed.seed))
        edge = min(int(CROSS_S * RATE_HZ), (last - first) // 2)
        if edge:
            ramp = np.sin(np.linspace(0, np.pi / 2, edge, dtype=np.float32))[:, None]
            made[:edge] *= ramp
            made[-edge:] *= ramp[::-1]
        sound[first:last] += made * np.float32(10 ** (bed.gain_db / 20))
    return sound


@lru_cache(maxsize=32)
def _band(low_hz: float, high_hz: float) -> np.ndarray:
    from scipy.signal import butter

    return np.asarray(butter(1, [low_hz, high_hz], "band", fs=RATE_HZ, output="sos"))


def _noise(count: int, draw: np.random.Generator, low_hz: float, high_hz: float, level: float) -> np.ndarray:
    """(count, 2) float32 of band-passed noise with RMS ``level``, the channels apart. Made in ten-second blocks."""
    from scipy.signal import sosfilt

    filters = _band(low_hz, high_hz)
    state = np.zeros((len(filters), 2, 2))
    out = np.empty((count, 2), np.float32)
    for at in range(0, count, 10 * RATE_HZ):
        white = draw.standard_normal((min(10 * RATE_HZ, count - at), 2))
        out[at : at + len(white)], state = sosfilt(filters, white, axis=0, zi=state)
    return out * np.float32(level / max(1e-9, float(np.sqrt(np.mean(out[: 10 * RATE_HZ].astype(np.float64) ** 2)))))


def _drift(count: int, draw: np.random.Generator, period_s: float, low: float, high: float) -> np.ndarray:
    """(count, 1) float32 wandering between ``low`` and ``high``, a new aim every ``period_s``."""
    aims = draw.uniform(low, high, int(count / RATE_HZ / period_s) + 3)
    places = np.arange(count) / (RATE_HZ * period_s)
    return np.interp(places, np.arange(len(aims)), aims).astype(np.float32)[:, None]


def _scattered(
    sound: np.ndarray, draw: np.random.Generator, per_second: float, event: Callable[[], np.ndarray]
) -> None:
    """Adds events, each placed between the loudspeakers, at random moments."""
    for _ in range(int(draw.poisson(per_second * len(sound) / RATE_HZ))):
        at = int(draw.integers(0, max(1, len(sound))))
        made = event()[: len(sound) - at]
        pan = draw.uniform(0, np.pi / 2)
        sound[at : at + len(made), 0] += (made * np.cos(pan)).astype(np.float32)
        sound[at : at + len(made), 1] += (made * np.sin(pan)).astype(np.float32)


def _room(count: int, draw: np.random.Generator) -> np.ndarray:
    hum = np.sin(2 * np.pi * 100 * np.arange(count) / RATE_HZ).astype(np.float32)[:, None] * np.float32(0.002)
    return _noise(count, draw, 60, 500, 0.02) + hum


def _rain(count: int, draw: np.random.Generator) -> np.ndarray:
    sound = _noise(count, draw, 900, 9000, 0.026) * _drift(count, draw, 2.5, 0.8, 1.1)
    sound += _noise(count, draw, 120, 600, 0.010)

    def drop() -> np.ndarray:
        time = np.arange(int(0.03 * RATE_HZ)) / RATE_HZ
        return np.sin(2 * np.pi * draw.uniform(1800, 5200) * time) * np.exp(-time * 190) * draw.uniform(0.01, 0.07)

    _scattered(sound, draw, 26, drop)
    return sound


def _storm(count: int, draw: np.random.Generator) -> np.ndarray:
    sound = _rain(count, draw) * np.float32(1.2) + _wind(count, draw) * np.float32(0.7)

    def thunder() -> np.ndarray:
        length = int(4.5 * RATE_HZ)
        time = np.arange(length) / RATE_HZ
        rumble = _noise(length, draw, 25, 130, 0.2)[:, 0]
        return rumble * np.minimum(1, time / 0.15) * np.exp(-time * 0.9) * draw.uniform(0.5, 1.0)

    _scattered(sound, draw, 0.06, thunder)
    return sound


def _wind(count: int, draw: np.random.Generator) -> np.ndarray:
    low = _noise(count, draw, 90, 420, 0.032) * _drift(count, draw, 1.9, 0.3, 1.4)
    return low + _noise(count, draw, 500, 1100, 0.011) * _drift(count, draw, 1.3, 0.0, 1.3)


def _snow(count: int, draw: np.random.Generator) -> np.ndarray:
    return _noise(count, draw, 150, 900, 0.014) * _drift(count, draw, 3.1, 0.5, 1.2)


def _street(count: int, draw: np.random.Generator) -> np.ndarray:
    sound = _noise(count, draw, 50, 260, 0.028) * _drift(count, draw, 3.0, 0.7, 1.2)

    def passing_car() -> np.ndarray:
        length = int(draw.uniform(3.0, 5.0) * RATE_HZ)
        near = np.hanning(length) ** 2
        return _noise(length, draw, 180, 1400, 0.05)[:, 0] * near * draw.uniform(0.4, 1.0)

    _scattered(sound, draw, 0.22, passing_car)
    return sound


def _waves(count: int, draw: np.random.Generator) -> np.ndarray:
    sound = _noise(count, draw, 60, 300, 0.016)

    def breaker() -> np.ndarray:
        length = int(draw.uniform(5.0, 7.5) * RATE_HZ)
        time = np.linspace(0, 1, length)
        return _noise(length, draw, 250, 4200, 0.06)[:, 0] * np.minimum(1, time / 0.35) ** 2 * (1 - time) ** 1.3

    _scattered(sound, draw, 0.30, breaker)
    return sound


def _birds(count: int, draw: np.random.Generator) -> np.ndarray:
    sound = _noise(count, draw, 300, 2500, 0.008) * _drift(count, draw, 2.2, 0.5, 1.2)

    def phrase() -> np.ndarray:
        calls = []
        base, rise = draw.uniform(2400, 4600), draw.uniform(-900, 1300)
        for _ in range(int(draw.integers(2, 6))):
            time = np.arange(int(draw.uniform(0.05, 0.13) * RATE_HZ)) / RATE_HZ
            tone = np.sin(2 * np.pi * (base * time + rise * time**2 * 4)) * np.hanning(len(time))
            calls += [tone, np.zeros(int(draw.uniform(0.04, 0.12) * RATE_HZ))]
        return np.concatenate(calls) * draw.uniform(0.015, 0.06)

    _scattered(sound, draw, 0.8, phrase)
    return sound


def _crickets(count: int, draw: np.random.Generator) -> np.ndarray:
    sound = _noise(count, draw, 200, 1200, 0.008)
    time = np.arange(count) / RATE_HZ
    for side, (hz, rate) in enumerate(((4310.0, 2.3), (4650.0, 2.7))):
        pulses = np.clip(np.sin(2 * np.pi * rate * time + side), 0, 1) ** 2 * (np.sin(2 * np.pi * 31 * time) > 0)
        sound[:, side] += (0.022 * pulses * np.sin(2 * np.pi * hz * time)).astype(np.float32)
    return sound


def _crowd(count: int, draw: np.random.Generator) -> np.ndarray:
    sound = np.zeros((count, 2), np.float32)
    for low_hz, high_hz in ((180, 420), (400, 900), (900, 1900)):
        sound += _noise(count, draw, low_hz, high_hz, 0.016) * _drift(count, draw, 0.17, 0.2, 1.3)
    return sound


def _fire(count: int, draw: np.random.Generator) -> np.ndarray:
    sound = _noise(count, draw, 60, 400, 0.018) * _drift(count, draw, 0.6, 0.5, 1.2)

    def crackle() -> np.ndarray:
        length = int(draw.uniform(0.004, 0.02) * RATE_HZ)
        return draw.standard_normal(length) * np.exp(-np.arange(length) / (0.2 * length)) * draw.uniform(0.02, 0.12)

    _scattered(sound, draw, 9, crackle)
    return sound


MAKERS: dict[str, Callable[[int, np.random.Generator], np.ndarray]] = {
    "room": _room,
    "rain": _rain,
    "storm": _storm,
    "wind": _wind,
    "street": _street,
    "waves": _waves,
    "birds": _birds,
    "crickets": _crickets,
    "crowd": _crowd,
    "fire": _fire,
    "snow": _snow,
}
