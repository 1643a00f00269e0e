"""What the tests about the network share."""

from collections.abc import Iterator
from typing import Final

import pytest

from coverup.http import Http

PATIENT: Final = 30.0
"""Seconds: longer than any machine is busy, so that only a real hang runs into it."""
HASTY: Final = 0.2


@pytest.fixture
def http() -> Iterator[Http]:
    session = Http(connect_timeout=PATIENT, read_timeout=PATIENT, retries=0)
    yield session
    session.close()


@pytest.fixture
def hasty() -> Iterator[Http]:
    """A session for servers that never answer."""
    session = Http(connect_timeout=HASTY, read_timeout=HASTY, retries=0)
    yield session
    session.close()
