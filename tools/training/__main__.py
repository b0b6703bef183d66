"""The school's door: pictures, models, marks and the card, each by one command, or all of them.

    python -m tools.training all                             everything, into configs/house; about 4 hours of one CPU core
    python -m tools.training data --kind worlds --split train --first 0 --last 400        a share of the pictures
    python -m tools.training detector --seed 1               one model
    python -m tools.training evaluate                        held-out figures of the models that are there

What is there already is not made again, and a lesson that was killed goes on. Every process has one thread; pictures
are made by ``--workers`` of them, and models learn on a GPU where torch finds one.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from film.errors import ConfigError, FilmError
from film.styles import Style
from tools.training import recipe


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 when it was done, else 1 with one sentence on the error stream."""
    asked = _parser().parse_args(arguments)
    try:
        styles = _styles(asked.styles)
        if asked.what in ("data", "all"):
            recipe.make_data(
                asked.data,
                styles,
                workers=asked.workers,
                kind=asked.kind,
                split=asked.split,
                first=asked.first,
                last=asked.last,
            )
        for lesson, count in recipe.STEPS.items():
            if asked.what in (lesson, "all"):
                recipe.learn(lesson, asked.data, asked.out, styles, steps=asked.steps or count, seed=asked.seed)
        if asked.what in ("evaluate", "all"):
            recipe.evaluate(asked.data, asked.out, seed=asked.seed)
        if asked.what in ("evaluate", "card", "all"):
            recipe.write_card(asked.out)
    except FilmError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.training", description="Make the house scorers.")
    parser.add_argument("what", choices=("data", *recipe.STEPS, "evaluate", "card", "all"))
    parser.add_argument("--data", type=Path, default=Path("runs/school"), help="folder of the pictures, about 600 MB")
    parser.add_argument("--out", type=Path, default=Path("configs/house"), help="folder of the models")
    parser.add_argument("--styles", type=Path, default=Path("configs/styles"), help="folder of style files")
    parser.add_argument("--seed", type=int, default=1, help="of the lessons; pictures have seeds of their own")
    parser.add_argument("--steps", type=int, help="of a lesson, instead of the recipe's")
    parser.add_argument("--workers", type=int, default=2, help="processes that make pictures")
    parser.add_argument("--kind", choices=recipe.KINDS, help="make only these")
    parser.add_argument("--split", choices=recipe.SPLITS, help="make only this one's")
    parser.add_argument("--first", type=int, default=0, help="first number to make")
    parser.add_argument("--last", type=int, help="number after the last to make")
    return parser


def _styles(folder: Path) -> tuple[Style, ...]:
    """The style files of a folder, by name.

    Raises:
        ConfigError: there is none, or one breaks the schema.
    """
    paths = [path for path in sorted(folder.glob("*.json")) if path.stem != "schema"]
    if not paths:
        raise ConfigError(f"{folder} holds no style files; give the folder with --styles")
    try:
        return tuple(Style.model_validate_json(path.read_text("utf-8")) for path in paths)
    except ValueError as error:
        raise ConfigError(f"{folder}: {error}") from error


if __name__ == "__main__":
    raise SystemExit(main())
