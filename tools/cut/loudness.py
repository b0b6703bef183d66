"""Loudness as broadcasters measure it, true peak, and a limiter that keeps it under a ceiling.

Everything runs in blocks, so that memory does not grow with the film beyond the sound itself.

Source: ITU-R BS.1770-5 (K weighting, gating, true peak by 4x oversampling); EBU R 128. The filters' analogue
parameters are those of libebur128, which reproduce the recommendation's 48 kHz coefficients at any rate.
"""

from __future__ import annotations

import math

import numpy as np

from film.errors import ScoreError

BLOCK_S, STEP_S = 0.4, 0.1
ABSOLUTE_GATE_LUFS, RELATIVE_GATE_LU = -70.0, -10.0
CHUNK_STEPS = 100
"""Blocks of ten seconds: enough to keep numpy busy, little enough to stay in memory."""
OVERSAMPLING, TAPS_PER_PHASE = 4, 12
LOOK_AHEAD_S = 0.005
MARGIN_DB = 0.2
"""Kept under the ceiling: a moving gain and rounding to 16 bits each lift a peak a little."""


def integrated_lufs(samples: np.ndarray, rate_hz: int = 48000) -> float:
    """Programme loudness in LUFS, gated: about -23 in broadcast, -16 on the web; -inf when all of it is silence.

    Args:
        samples: (N, channels) or (N,) float, full scale 1. One or two channels, each with weight 1.

    Raises:
        ScoreError: shorter than one block of 0.4 s.
    """
    powers = _block_powers(samples, rate_hz)
    loud = powers[powers > _power(ABSOLUTE_GATE_LUFS)]
    if not len(loud):
        return -math.inf
    gated = loud[loud > loud.mean() * 10 ** (RELATIVE_GATE_LU / 10)]
    return _lufs(float(gated.mean()))


def true_peak(samples: np.ndarray, rate_hz: int = 48000) -> float:
    """Highest level between and on the samples, full scale 1 (0 dBTP); 0 for silence."""
    step = CHUNK_STEPS * int(STEP_S * rate_hz)
    return max((float(_peaks(samples, at, step).max()) for at in range(0, len(samples), step)), default=0.0)


def limit(samples: np.ndarray, ceiling_dbtp: float, rate_hz: int = 48000) -> None:
    """Turns (N, channels) float32 down in place wherever its true peak would pass ``ceiling_dbtp``, all channels alike.

    The gain falls ahead of a peak and recovers after it over ``LOOK_AHEAD_S`` each way.
    """
    from scipy.ndimage import minimum_filter1d, uniform_filter1d

    reach = int(LOOK_AHEAD_S * rate_hz)
    step = CHUNK_STEPS * int(STEP_S * rate_hz)
    ceiling = 10 ** ((ceiling_dbtp - MARGIN_DB) / 20)
    gains = []
    for at in range(0, len(samples), step):
        before = min(at, 2 * reach)
        peaks = _peaks(samples, at - before, before + step + 2 * reach)
        if peaks.max(initial=0.0) <= ceiling:
            gains.append(None)
            continue
        needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
        smooth = uniform_filter1d(
            minimum_filter1d(needed, 2 * reach + 1, mode="nearest"), 2 * reach + 1, mode="nearest"
        )
        gains.append(smooth[before : before + step])
    for at, gain in zip(range(0, len(samples), step), gains, strict=True):
        if gain is not None:
            block = samples[at : at + step]
            block *= gain[: len(block), None].astype(np.float32)


def _block_powers(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    """Mean square, summed over channels, of each K-weighted block of 0.4 s, one every 0.1 s."""
    from scipy.signal import sosfilt

    samples = samples[:, None] if samples.ndim == 1 else samples
    step = int(STEP_S * rate_hz)
    if len(samples) < BLOCK_S * rate_hz:
        raise ScoreError(f"loudness needs {BLOCK_S} s of sound, got {len(samples) / rate_hz:.3f} s")
    filters = k_weighting(rate_hz)
    state = np.zeros((len(filters), 2, samples.shape[1]))
    squares = []
    for at in range(0, len(samples) - step + 1, CHUNK_STEPS * step):
        block = samples[at : at + CHUNK_STEPS * step].astype(np.float64)
        weighted, state = sosfilt(filters, block, axis=0, zi=state)
        steps = len(weighted) // step
        squares.append((weighted[: steps * step] ** 2).reshape(steps, -1).sum(1) / step)
    sums = np.concatenate(squares)
    overlap = round(BLOCK_S / STEP_S)
    return np.convolve(sums, np.ones(overlap), "valid") / overlap


def k_weighting(rate_hz: int) -> np.ndarray:
    """(2, 6) second-order sections: the head's high shelf, then the low cut."""
    shelf_hz, shelf_q, shelf_db = 1681.974450955533, 0.7071752369554196, 3.999843853973347
    cut_hz, cut_q = 38.13547087602444, 0.5003270373238773
    k, high = math.tan(math.pi * shelf_hz / rate_hz), 10 ** (shelf_db / 20)
    band, a0 = high**0.4996667741545416, 1 + k / shelf_q + k * k
    shelf = [
        (high + band * k / shelf_q + k * k) / a0, 2 * (k * k - high) / a0, (high - band * k / shelf_q + k * k) / a0,
        1.0, 2 * (k * k - 1) / a0, (1 - k / shelf_q + k * k) / a0,
    ]  # fmt: skip
    k = math.tan(math.pi * cut_hz / rate_hz)
    a0 = 1 + k / cut_q + k * k
    cut = [1.0, -2.0, 1.0, 1.0, 2 * (k * k - 1) / a0, (1 - k / cut_q + k * k) / a0]
    return np.array([shelf, cut])


def _peaks(samples: np.ndarray, at: int, count: int) -> np.ndarray:
    """True peak about each of the samples ``at`` up to ``at + count`` (fewer at the end), the louder channel's."""
    from scipy.signal import firwin, upfirdn

    samples = samples[:, None] if samples.ndim == 1 else samples
    first, last = max(0, at - TAPS_PER_PHASE), min(len(samples), at + count + TAPS_PER_PHASE)
    block = samples[first:last].astype(np.float64)
    length = min(len(samples), at + count) - at
    skip = at - first
    plain = _loudest(block[skip : skip + length])
    if plain.max(initial=0.0) < 0.5:
        return plain
    taps = firwin(OVERSAMPLING * TAPS_PER_PHASE + 1, 1 / OVERSAMPLING, window="hann") * OVERSAMPLING
    delay = OVERSAMPLING * TAPS_PER_PHASE // 2
    fine = _loudest(upfirdn(taps, block, up=OVERSAMPLING, axis=0))[delay:]
    fine = fine[: len(block) * OVERSAMPLING].reshape(-1, OVERSAMPLING)
    around = np.maximum(_loudest(fine), np.concatenate([[0.0], _loudest(fine[:-1, 1:])]))
    return np.maximum(plain, around[skip : skip + length])


def _loudest(block: np.ndarray) -> np.ndarray:
    """(N,): the highest level in each row of (N, few). Column by column: numpy's ``max`` is slow along so short an axis."""
    loudest = np.abs(block[:, 0])
    for column in range(1, block.shape[1]):
        np.maximum(loudest, np.abs(block[:, column]), out=loudest)
    return loudest


def _power(lufs: float) -> float:
    return 10 ** ((lufs + 0.691) / 10)


def _lufs(power: float) -> float:
    return -0.691 + 10 * math.log10(power)
