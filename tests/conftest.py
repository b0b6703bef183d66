"""The test run: no network but loopback, no hub, one torch thread, nothing left behind."""

from __future__ import annotations

import ipaddress
import os
import socket

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("LANGSMITH_TRACING", "false")
os.environ.setdefault("OMP_NUM_THREADS", "1")

_connect = socket.socket.connect


def _loopback_only(self: socket.socket, address):
    if self.family in (socket.AF_INET, socket.AF_INET6):
        host = address[0]
        try:
            near = ipaddress.ip_address(host).is_loopback
        except ValueError:
            near = host == "localhost"
        if not near:
            raise PermissionError(f"a test tried to reach {host!r}; tests may only use loopback")
    return _connect(self, address)


@pytest.fixture(autouse=True, scope="session")
def no_network():
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", _loopback_only)
    yield
    patch.undo()
