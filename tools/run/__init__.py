"""The run folder: where a film's versions, takes, transcript and audit log lie, and how they are read."""
