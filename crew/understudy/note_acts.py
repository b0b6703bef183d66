"""What asks for something: concepts and tables whose words make a stretch of a note a wish."""

from __future__ import annotations

ACTS = frozenset({
    "darker", "brighter", "warmer", "colder", "contrast", "punchier", "flatter", "saturation", "colourful", "pale", "monochrome", "in_colour", "grain",
    "vignette", "bloom", "style", "slower", "faster", "shorter", "longer", "closer", "wider", "another_angle", "other_side", "swing", "low_angle",
    "high_angle", "overhead", "dutch", "eye_level", "push_in", "pull_back", "pan", "tilt", "dolly", "orbit", "drone", "crane", "whip_pan", "rack_focus", "dolly_zoom", "handheld", "lock_off",
    "follow_move", "lens", "long_lens", "wide_lens", "shallow_focus", "deep_focus", "sunny", "neon", "music", "louder", "quieter", "mute", "recast", "new_voice",
    "older", "younger", "wear", "clean_shaven", "bareheaded", "no_glasses", "omit", "restore", "swap", "move", "roll", "take_noun", "dissolve", "fade",
    "line_noun", "say", "title", "title_card", "scene_cards", "end_card", "subtitles", "new_title", "undo", "redo", "daytime", "night_time",
    "taller", "smaller", "thinner", "fatter", "deeper", "higher", "size_close", "size_wide", "size_medium", "size_full", "size_extreme_close",
    "tighter", "too_dark", "too_bright", "too_slow", "too_fast", "too_loud", "too_quiet", "size_extreme_wide", "size_medium_close", "vague", "heavier", "focus_on", "hard_cut", "half_second", "pace", "voice", "sound",
})  # fmt: skip
"""Concepts that ask for something."""
WEAK_ACTS = frozenset({"move", "take_noun"})
"""Ask for something only with a place or a number: ``bring him up`` asks nothing by itself."""
COMPLAINTS = ("too_dark", "too_bright", "too_slow", "too_fast", "too_loud", "too_quiet")
"""Words that say what is wrong, and so what is wanted."""
ACTING_TABLES = ("times", "weather", "lights", "garments", "headwear", "hair_styles", "facial_hair", "marks", "expressions", "verbs", "ages", "colours", "dressing", "builds", "style", "look")
