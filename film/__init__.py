"""What a film is: frozen data and pure functions. No I/O, no clock, no randomness, no engine, no mind.

Every other room talks in the words defined here. Nothing in this package imports another room.
"""
