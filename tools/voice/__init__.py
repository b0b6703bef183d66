"""Voices: lines to sound with word and phoneme times, and the user's own recordings."""
