"""torchvision, open_clip, and transformers' and diffusers' CLIP classes import on this machine."""

from __future__ import annotations

import subprocess
import sys

import pytest

REPAIRED_IMPORTS = (
    "from tools.torch_repair import ensure_torchvision\n"
    "assert ensure_torchvision() == ensure_torchvision()\n"
    "import torchvision.transforms, open_clip\n"
    "from transformers import CLIPImageProcessor, CLIPModel\n"
)


@pytest.mark.film
def test_everything_that_needs_torchvision_imports_in_a_fresh_process():
    subprocess.run([sys.executable, "-c", REPAIRED_IMPORTS], check=True, timeout=120)


def test_a_missing_package_is_a_setup_error():
    code = (
        "import sys\n"
        "sys.modules['torch'] = None\n"
        "from film.errors import SetupError\n"
        "from tools.torch_repair import ensure_torchvision\n"
        "try:\n    ensure_torchvision()\n"
        "except SetupError as error:\n    assert 'install' in str(error)\n"
        "else:\n    raise AssertionError('no error')\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
