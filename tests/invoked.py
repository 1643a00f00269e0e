"""Running the command in this process with an environment of which every variable is known."""

import io
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from coverup.cli import run


@dataclass(frozen=True)
class Invoked:
    """What a command left behind."""

    code: int
    out: str
    err: str


def coverup(env: Mapping[str, str], *words: str) -> Invoked:
    """Run `coverup` with this environment and no other variable at all."""
    out, err = _stream(), _stream()
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):  # noqa: TID251 - this is where it is emptied
            patch.delenv(name)
        for name, value in env.items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        code = run(list(words))
    return Invoked(code, _text(out), _text(err))


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    content = stream.buffer
    assert isinstance(content, io.BytesIO)
    return content.getvalue().decode()
