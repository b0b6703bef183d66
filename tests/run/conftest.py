"""An empty run for each test."""

from __future__ import annotations

import pytest

from tools.run.folder import RunFolder


@pytest.fixture
def folder(tmp_path) -> RunFolder:
    return RunFolder.create(tmp_path / "film", "film")
