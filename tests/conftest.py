"""What holds for every test: nobody's environment, nobody's home, and no network.

A test that passes only on its author's machine, or only in CI, is worth nothing: coverup itself
reads CI variables, git settings and configuration files, so all of them are taken away here.
"""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import settings

from tests.network.faults.tally import (
    pytest_terminal_summary,  # noqa: F401 - pytest finds it here
)

KEPT: Final = frozenset({"PATH", "PATHEXT", "SYSTEMROOT", "COMSPEC", "LD_LIBRARY_PATH"})
"""What programs need to start at all; the last four are Windows' and setup-python's."""
KEPT_PREFIXES: Final = ("COVERAGE_", "PYTEST_")
"""coverage.py measures subprocesses by its variables; pytest takes its own away again itself."""
LOOPBACK: Final = ("localhost", "127.", "::1")

settings.register_profile(
    "coverup",
    deadline=None,
    database=None,
    derandomize=bool(os.environ.get("CI")),  # noqa: TID251 - pytest's own CI, not the tested code's
)
settings.load_profile("coverup")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes after their argument: workers must agree on ids, and a gzip holds the time."""
    return argname if isinstance(val, bytes) else None


class NetworkRefusedError(Exception):
    """A test wanted to leave the machine; no OSError, which the tested code would handle."""


@pytest.fixture(autouse=True)
def _own_place(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Start each test in an empty folder, at home in another, with nearly no variables.

    Programs that a test starts import this checkout's coverup, wherever they run.
    """
    for name in list(os.environ):  # noqa: TID251 - this is where it is emptied
        if name.upper() not in KEPT and not name.startswith(KEPT_PREFIXES):
            monkeypatch.delenv(name)
    home = str(tmp_path_factory.mktemp("home"))
    for name in ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, home)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse names and connections of other machines; this process' own are enough to watch."""
    lookup = socket.getaddrinfo

    def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        if isinstance(host, str) and host.endswith(".invalid"):
            # RFC 2606: never exists; this is how tests make a name that cannot be resolved.
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        _refuse_far(host)
        return lookup(host, *arguments, **options)

    def guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
        def connect_near(self: socket.socket, address: Any) -> Any:
            _refuse_far(address[0] if isinstance(address, tuple) else None)
            return connect(self, address)

        return connect_near

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))


def _refuse_far(host: Any) -> None:
    """Let pass loopback addresses, and None or "", which mean this machine."""
    name = host.decode() if isinstance(host, bytes) else host
    if name and not name.startswith(LOOPBACK):
        raise NetworkRefusedError(f"tests only talk to this machine, not to {name}")
