"""Every `coverup` command line that the documentation shows is one that coverup takes."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import pytest

from coverup.cli.group import cli
from tests.meta.documents import ROOT, fences, markdown_files, prose

_TYPED: Final = re.compile(r"(?:^|[\s/])(coverup [^#'|<&;\n]*)", re.MULTILINE)
"""A command line, up to a comment, the end of a quoted one, or where the shell goes on."""
_INLINE: Final = re.compile(r"`(coverup [^`|<&;\\]+)")
_PLACEHOLDERS: Final = frozenset({"COMMAND", "..."})


def typed_in(page: Path) -> Iterator[str]:
    """Yield the command lines in the shell's blocks and in running text."""
    for fence in fences(page):
        if fence.info in {"sh", "yaml", "groovy"}:
            yield from _TYPED.findall(fence.body)
    yield from _INLINE.findall(prose(page))


def understand(words: list[str]) -> None:
    """Parse a command line, without looking at its values or running anything."""
    command: click.Command = cli
    while True:
        context = click.Context(command)
        _, words, _ = command.make_parser(context).parse_args(words)
        if not isinstance(command, click.Group) or not words:
            return
        name, *words = words
        below = command.get_command(context, name)
        assert below is not None, name
        command = below


@pytest.mark.parametrize(
    "page", markdown_files(), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_a_page_shows_only_options_that_exist(page: Path) -> None:
    for typed in typed_in(page):
        _, *words = shlex.split(typed)
        if not _PLACEHOLDERS.intersection(words):
            understand(words)


def test_an_option_that_does_not_exist_is_noticed() -> None:
    with pytest.raises(click.UsageError):
        understand(["report", "--no-such-option"])


def test_the_pages_show_many_commands() -> None:
    assert sum(1 for page in markdown_files() for _ in typed_in(page)) > 50
