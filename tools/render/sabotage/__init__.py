"""Faults that are planted into takes of the stage, so that tests and the bench know what the gates must catch."""
