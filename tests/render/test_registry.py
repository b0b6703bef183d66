"""From --engine to an engine, and what is said when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from film.errors import ConfigError
from film.profile import Encoding
from tools.render.registry import open_engine, read_diffusers

OPTIONS = {"encoding": Encoding()}


def test_families_and_settings_are_read():
    read = read_diffusers("sdxl=/models/a,svd=/models/b,steps=20,frames=25")
    assert read.models == {"sdxl": Path("/models/a"), "svd": Path("/models/b")}
    assert read.settings == {"keyframe_steps": 20, "native_frames": 25}


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("crayon", "crayon"),
        ("diffusers", "legal: stage"),
        ("diffusers:", "legal: stage"),
        ("stage:fast", "stage:fast"),
        ("diffusers:sdxl", "is not FAMILY=PATH"),
        ("diffusers:sdxl=/a,sdxl=/b", "named twice"),
        ("diffusers:sdxl=/a,svd=/b,steps=many", "whole number"),
        ("diffusers:sdxl=/a", "for the clip"),
        ("diffusers:svd=/a", "for the keyframe"),
        ("diffusers:sdxl=/a,sd=/b,svd=/c", "exactly one"),
        ("diffusers:sdxl=/a,svd=/c,pixart=/d", "pixart"),
    ],
)
def test_what_is_no_engine_is_refused_in_one_sentence(spec, told):
    with pytest.raises(ConfigError, match=told):
        open_engine(spec, OPTIONS)


def test_a_diffusers_engine_opens_without_importing_torch():
    import subprocess
    import sys

    code = (
        "import sys\n"
        "from film.profile import Encoding\n"
        "from tools.render.registry import open_engine\n"
        "engine = open_engine('diffusers:sdxl=/a,svd=/b', {'encoding': Encoding()})\n"
        "assert engine.abilities.engine == 'diffusers:sdxl+svd', engine.abilities\n"
        "heavy = {'torch', 'diffusers', 'transformers'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
