"""How film data is said in a prompt: tables from the vocabulary of film/ to plain English."""

from __future__ import annotations

from film.state import MoveKind, ShotSize

SIZES: dict[ShotSize, str] = {
    "extreme_wide": "extreme wide shot", "wide": "wide shot", "full": "full body shot",
    "medium_full": "medium full shot from the knees up", "medium": "medium shot from the waist up",
    "medium_close": "medium close-up from the chest up", "close": "close-up of the face",
    "extreme_close": "extreme close-up of the eyes",
}  # fmt: skip
ANGLES = {
    "eye_level": "", "low": "low angle", "high": "high angle", "overhead": "overhead view",
    "dutch": "tilted dutch angle",
}  # fmt: skip
MOVES: dict[MoveKind, str] = {
    "lock_off": "static camera", "pan": "panning camera", "tilt": "tilting camera", "push_in": "slow push-in",
    "pull_back": "camera pulling back", "dolly": "dolly shot", "orbit": "camera orbiting", "drone": "aerial drone shot",
    "handheld": "handheld camera", "follow": "tracking shot", "crane": "crane shot", "whip_pan": "whip pan with motion blur",
    "rack_focus": "rack focus, shallow depth of field", "dolly_zoom": "dolly zoom, vertigo effect",
}  # fmt: skip
TIMES = {
    "dawn": "at dawn", "morning": "in the morning", "day": "in daylight", "magic_hour": "at golden hour",
    "dusk": "at dusk", "night": "at night",
}  # fmt: skip
WEATHERS = {
    "clear": "", "overcast": "overcast sky", "rain": "rain", "fog": "fog", "snow": "falling snow",
    "storm": "thunderstorm",
}  # fmt: skip
MOODS = {
    "calm": "calm mood", "tense": "tense mood", "hopeful": "hopeful mood", "sad": "melancholic mood",
    "playful": "playful mood", "romantic": "romantic mood", "eerie": "eerie mood", "triumphant": "triumphant mood",
}  # fmt: skip
VERBS = {
    "stand": "standing", "walk": "walking", "run": "running", "sit": "sitting", "turn": "turning around",
    "reach": "reaching out", "point": "pointing", "hold": "holding something", "wave": "waving",
    "embrace": "embracing", "nod": "nodding", "laugh": "laughing", "cry": "crying", "look": "looking",
    "kneel": "kneeling", "enter": "entering", "leave": "walking away", "drink": "drinking", "write": "writing",
    "fall": "falling",
}  # fmt: skip
HAIR = {
    "short": "short {colour} hair", "quiff": "{colour} hair in a quiff", "bun": "{colour} hair in a bun",
    "bob": "a {colour} bob", "long": "long {colour} hair", "curly": "curly {colour} hair",
    "braided": "braided {colour} hair", "bald": "a bald head", "covered": "covered hair",
    "ponytail": "{colour} hair in a ponytail", "afro": "a {colour} afro", "dreadlocks": "{colour} dreadlocks",
    "undercut": "{colour} hair in an undercut", "wavy": "wavy {colour} hair",
}  # fmt: skip
SKIN_TONES = (
    (2.5, "fair skin"),
    (4.5, "light skin"),
    (6.5, "brown skin"),
    (8.5, "dark brown skin"),
    (11.0, "black skin"),
)
"""Upper end on the Monk scale, words."""
COLOURS = {
    "black": (25, 22, 22), "white": (240, 238, 232), "grey": (128, 128, 130), "silver": (190, 190, 195),
    "red": (180, 40, 40), "dark red": (105, 28, 32), "orange": (215, 120, 45), "yellow": (220, 195, 70),
    "green": (60, 130, 70), "olive": (105, 105, 60), "teal": (40, 120, 125), "blue": (50, 90, 170),
    "navy": (35, 45, 80), "slate blue": (75, 90, 115), "purple": (110, 60, 140), "pink": (220, 140, 160),
    "brown": (90, 60, 40), "dark brown": (48, 32, 24), "auburn": (120, 60, 35), "blond": (205, 170, 105),
    "beige": (200, 190, 165),
}  # fmt: skip
WARM_KELVIN, COOL_KELVIN = 3800, 7000
NEGATIVE = "text, watermark, logo, deformed hands, blurry"


def colour_name(colour: str) -> str:
    """The nearest named colour to ``#rrggbb``, by distance in display RGB; green weighs most, as for the eye."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))

    def distance(name: str) -> float:
        r, g, b = COLOURS[name]
        return 2 * (red - r) ** 2 + 4 * (green - g) ** 2 + 3 * (blue - b) ** 2

    return min(COLOURS, key=distance)


def skin(tone: float) -> str:
    return next(words for upto, words in SKIN_TONES if tone <= upto)
