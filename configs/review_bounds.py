"""The bounds of the scene review, from review.yaml."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field, ValidationError

from configs.settings import read_yaml
from film.base import Frozen
from film.errors import ConfigError
from film.verdict import Gate

SAME_PERSON = ("face_identity", "clip")
"""Measure and part of the gate that says what one person is to the face models in use."""


class _Entry(Frozen):
    bound: float | None = Field(ge=0)
    evidence: str = Field(min_length=1)


def review_bounds(gates: Sequence[Gate], *, house: bool) -> dict[str, float | None]:
    """Measure -> bound; None compares and orders nothing.

    Args:
        gates: the version's, as calibrated.
        house: whether the house's own CLIP serves.

    Raises:
        ConfigError: an entry of review.yaml is not legal.
    """
    file = read_yaml("review.yaml")
    bounds: dict[str, float | None] = {}
    for part in ("published", "house") if house else ("published",):
        for measure, entry in file[part].items():
            try:
                bounds[measure] = _Entry.model_validate(entry).bound
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                raise ConfigError(f"review.yaml: {part}.{measure}: {first['loc']}: {first['msg']}") from error
    for gate in gates:
        if (gate.measure, gate.part) == SAME_PERSON and gate.at_least is not None:
            bounds["identity"] = gate.at_least
    return bounds
