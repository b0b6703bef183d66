"""The threshold files: bounds that were calibrated for one scorer, the shipped ones and a user's own.

    configs/gates.yaml              published defaults, for a model that nobody calibrated
    configs/thresholds/*.yaml       measured for the house's own scorers
    --thresholds FILE               measured by the user, with filmcrew calibrate

A file serves where its scorer takes the scores, and nowhere else: other weights are another scorer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from film.errors import ConfigError
from film.thresholds import Thresholds
from film.verdict import Gate

FOLDER = Path(__file__).parent / "thresholds"


def read_thresholds(path: Path) -> Thresholds:
    """The bounds in a file.

    Raises:
        ConfigError: it cannot be read or breaks the form; the message names the key.
    """
    try:
        return Thresholds.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except OSError as error:
        raise ConfigError(f"{path.name} cannot be read ({error.strerror}); write one with filmcrew calibrate") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name} is not YAML ({str(error).splitlines()[0]}); write one with filmcrew calibrate") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ConfigError(f"{path.name}: {key} = {first['input']!r:.80}: {first['msg']}") from error


def thresholds_in(folder: Path) -> tuple[Thresholds, ...]:
    """Those of a folder, in the order of their names; none when there is no such folder. Raises ConfigError."""
    return tuple(read_thresholds(path) for path in sorted(folder.glob("*.yaml"))) if folder.is_dir() else ()


@cache
def shipped_thresholds() -> tuple[Thresholds, ...]:
    """Those that ship, read once."""
    return thresholds_in(FOLDER)


def overlaid(gates: Sequence[Gate], files: Sequence[Thresholds], scorers: Collection[str]) -> tuple[Gate, ...]:
    """``gates`` with the bounds of every file whose scorer is in use; of one gate the later file's.

    Raises:
        ConfigError: a file that is in use bounds a measure that has no gate in that part of a take.
    """
    bounds = {(gate.measure, gate.part): gate for gate in gates}
    for file in files:
        if file.scorer not in scorers:
            continue
        for found in file.gates:
            if (found.measure, found.part) not in bounds:
                raise ConfigError(
                    f"the thresholds of {file.scorer} bound {found.measure!r} of a {found.part}, which has no gate; "
                    f"legal: {', '.join(sorted({gate.measure for gate in gates}))}"
                )
            # A side that was not calibrated keeps its published bound.
            measured = found.model_dump(include=set(Gate.model_fields), exclude_none=True)
            bounds[found.measure, found.part] = bounds[found.measure, found.part].model_copy(update=measured)
    return tuple(bounds.values())
