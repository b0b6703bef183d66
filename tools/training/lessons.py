"""How every model of the school learns: one thread, one seed, a rate that rises and falls, and a place to go on from.

A lesson that was killed goes on where its last checkpoint stands and ends in the same weights: everything that is drawn
at random comes from one generator whose state is kept with the weights.
"""

from __future__ import annotations

import io
import math
import random
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from film.errors import RenderError
from tools.whole import write_whole

KEPT_EVERY = 250
"""Steps from one checkpoint to the next."""
SAID_EVERY = 50
Say = Callable[[str], None]


def start(seed: int) -> Any:
    """The device to learn on, after the seed is set: CUDA where there is one, else one thread of the CPU.

    One thread of a CPU gives the same weights for the same seed, machine and build; CUDA gives them nearly.
    """
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(seed)
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def share_of_rate(step: int, steps: int, rise: int = 100) -> float:
    """Share of the full rate at a step: a straight rise, then half a cosine down to nothing."""
    rise = min(rise, max(1, steps // 5))
    if step < rise:
        return (step + 1) / rise
    return 0.5 * (1.0 + math.cos(math.pi * (step - rise) / max(1, steps - rise)))


def teach(
    name: str,
    kept: Mapping[str, Any],
    draw: random.Random,
    out: Path,
    one_step: Callable[[int], float],
    *,
    steps: int,
    batch: int,
    say: Say = print,
) -> list[float]:
    """Take every step that is left, with a line of progress now and then. Returns the loss of every step.

    Args:
        name: of the lesson; also of its checkpoint, ``out/NAME.lesson``, which is removed at the end.
        kept: modules and optimisers by name: what a checkpoint holds.
        one_step: takes one step and says its loss.
        batch: examples of a step, to say how many are seen in a second.

    Raises:
        RenderError: the checkpoint is of another lesson or torn, or the loss is no number.
    """
    path = out / f"{name}.lesson"
    losses = _go_on(path, kept, draw, steps)
    began_s, began_at = time.perf_counter(), len(losses)
    for step in range(len(losses), steps):
        loss = one_step(step)
        if not math.isfinite(loss):
            raise RenderError(f"{name}: the loss is {loss} at step {step}; learn with a lower rate or another seed")
        losses.append(loss)
        done = step + 1
        if done % SAID_EVERY == 0 or done == steps:
            recent = losses[-SAID_EVERY:]
            pace = batch * (done - began_at) / max(1e-9, time.perf_counter() - began_s)
            say(f"{name} step {done}/{steps} loss {sum(recent) / len(recent):.4f} {pace:.1f} examples/s")
        if done % KEPT_EVERY == 0 and done < steps:
            _keep(path, kept, draw, losses, steps)
    path.unlink(missing_ok=True)
    return losses


def _keep(path: Path, kept: Mapping[str, Any], draw: random.Random, losses: list[float], steps: int) -> None:
    import torch

    store = io.BytesIO()
    states = {name: part.state_dict() for name, part in kept.items()}
    torch.save(
        {"states": states, "draw": draw.getstate(), "torch": torch.get_rng_state(), "losses": losses, "steps": steps},
        store,
    )
    write_whole(path, store.getvalue())


def _go_on(path: Path, kept: Mapping[str, Any], draw: random.Random, steps: int) -> list[float]:
    """The losses so far: of the checkpoint, or none."""
    if not path.exists():
        return []
    import torch

    try:
        found = torch.load(path, weights_only=True)
        if found["steps"] != steps:
            raise ValueError(f"it is of a lesson of {found['steps']} steps, not {steps}")
        for name, part in kept.items():
            part.load_state_dict(found["states"][name])
    except Exception as error:  # a torn checkpoint fails in whatever its reader trips over
        raise RenderError(f"{path.name} cannot be gone on from ({error}); delete it and learn again") from error
    draw.setstate(found["draw"])
    torch.set_rng_state(found["torch"])
    return found["losses"]
