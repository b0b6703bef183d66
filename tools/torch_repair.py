"""The one place that makes CPU torch and PyPI's torchvision import together.

PyPI builds torchvision against CUDA torch. Beside a CPU torch its C++ library cannot load, and
``import torchvision`` ends in ``operator torchvision::nms does not exist``; open_clip, and
transformers' and diffusers' CLIP classes, fail with it. Declaring the two operators first lets
the rest of torchvision (transforms, models) import; ``torchvision.ops.nms`` itself stays absent.
Every lazy loader calls ``ensure_torchvision`` before its heavy import. Upstream: pytorch/vision
issues 9077 and 9085.
"""

from __future__ import annotations

from typing import Any

from film.errors import SetupError

_declared: Any = None
"""The operator library. It must stay referenced: torch forgets the operators with it."""


def ensure_torchvision() -> bool:
    """Make ``import torchvision`` work in this process.

    Returns:
        True when torchvision is whole; False when it was repaired and its C++ operators are absent.

    Raises:
        SetupError: torch or torchvision is not installed.
    """
    global _declared
    try:
        import torch
    except ImportError as error:
        raise SetupError(f"torch does not import ({error}); install the packages: make .venv") from error
    try:
        import torchvision
    except ImportError as error:
        raise SetupError(
            f"torchvision does not import ({error}); install the project's packages: make .venv"
        ) from error
    except RuntimeError as error:
        if "torchvision::" not in str(error):
            raise
        _declared = torch.library.Library("torchvision", "FRAGMENT")
        for operator in ("nms", "qnms"):
            _declared.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        import torchvision  # noqa: F401
    return _declared is None
