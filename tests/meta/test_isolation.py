"""The guards of conftest.py themselves."""

import os
import socket
from pathlib import Path

import pytest


def test_a_test_starts_in_an_empty_folder_away_from_home(tmp_path: Path) -> None:
    assert Path.cwd() == tmp_path
    assert not list(tmp_path.iterdir())
    assert Path.home() != tmp_path


def test_no_variable_of_a_ci_or_of_coveralls_reaches_a_test() -> None:
    prefixes = ("CI", "GITHUB_", "COVERALLS_", "GITLAB_", "RUNNER_")
    assert not [name for name in os.environ if name.startswith(prefixes)]  # noqa: TID251 - the point


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80, 0, 0)])
def test_a_connection_to_another_machine_is_refused(address: tuple[str | int, ...]) -> None:
    family = socket.AF_INET6 if ":" in str(address[0]) else socket.AF_INET
    with socket.socket(family) as far, pytest.raises(Exception, match="only talk to this machine"):
        far.connect(address)


def test_a_name_of_another_machine_is_not_looked_up() -> None:
    with pytest.raises(Exception, match="only talk to this machine"):
        socket.create_connection(("coveralls.io", 443))


def test_loopback_is_open() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        assert client.getpeername() == server.getsockname()


def test_a_name_that_cannot_exist_fails_as_it_does_in_the_world() -> None:
    with pytest.raises(socket.gaierror):
        socket.create_connection(("coveralls.invalid", 443))
