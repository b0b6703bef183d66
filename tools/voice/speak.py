"""The worker that speaks one line with espeak-ng and ends: JSON on stdin, JSON and samples on stdout.

A process per line, for two measured reasons (facts/media.md 2): within one process the library's second call gives
other samples than its first; and the library is GPL-3, so it stays outside ours.

Request: ``{"text", "voices": [names to try], "pitch": 0..99, "rate_wpm"}``. Answer: one line of JSON
``{"voice", "rate_hz", "samples", "words": [[start_ms, first letter, letters]], "phonemes": [[start_ms, ipa]]}``,
then ``samples`` little-endian int16. Letters count from 0. Any failure: exit status 1 and a sentence on stderr.

Knows nothing of films; needs the standard library and espeakng-loader alone.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys

SYNCHRONOUS = 2
PHONEME_EVENTS, PHONEMES_IN_IPA, DO_NOT_EXIT = 0x0001, 0x0002, 0x8000
UTF8 = 1
RATE, PITCH = 1, 3
WORD, PHONEME = 1, 7
NOISE_SEED = 1


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    ]


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


def speak(request: dict) -> tuple[dict, bytes]:
    """The answer's header and its samples. Call once per process.

    Raises:
        ValueError: no such voice, or the library refused.
    """
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    options = PHONEME_EVENTS | PHONEMES_IN_IPA | DO_NOT_EXIT
    rate_hz = library.espeak_Initialize(SYNCHRONOUS, 0, str(espeakng_loader.get_data_path()).encode(), options)
    if rate_hz <= 0:
        raise ValueError("espeak-ng did not start")
    # Breathy voices draw noise from a generator that the library seeds with the clock.
    library.espeak_ng_SetRandSeed(ctypes.c_long(NOISE_SEED))
    voice = next((v for v in request["voices"] if library.espeak_SetVoiceByName(v.encode()) == 0), None)
    if voice is None:
        raise ValueError(f"espeak-ng has none of the voices {request['voices']}")
    library.espeak_SetParameter(RATE, int(request["rate_wpm"]), 0)
    library.espeak_SetParameter(PITCH, int(request["pitch"]), 0)

    samples, words, phonemes = bytearray(), [], []

    def hear(wave, count, events):
        if wave and count > 0:
            samples.extend(ctypes.string_at(wave, count * 2))
        index = 0
        while events[index].type:
            event = events[index]
            if event.type == WORD:
                words.append([event.audio_position, event.text_position - 1, event.length])
            elif event.type == PHONEME:
                phonemes.append([event.audio_position, event.id.string.decode("utf-8", "ignore")])
            index += 1
        return 0

    callback = _Callback(hear)
    library.espeak_SetSynthCallback(callback)
    text = request["text"].encode("utf-8") + b"\0"
    if library.espeak_Synth(text, len(text), 0, 1, 0, UTF8, None, None) != 0:
        raise ValueError("espeak-ng refused the text")
    library.espeak_Synchronize()
    header = {"voice": voice, "rate_hz": rate_hz, "samples": len(samples) // 2, "words": words, "phonemes": phonemes}
    return header, bytes(samples)


def main() -> int:
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # the library may print on stdout; that must not reach the answer
    try:
        header, samples = speak(json.loads(sys.stdin.buffer.read()))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    answer.write(json.dumps(header).encode() + b"\n" + samples)
    answer.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
