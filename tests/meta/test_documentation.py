"""Nothing that a user can type, set or meet is missing from the documentation."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import pytest

from coverup import errors
from coverup.ci import LOCAL, SERVICES
from coverup.cli.group import COMMANDS, cli
from coverup.errors import CoverupError
from coverup.formats import FORMATS
from coverup.formats.file_names import REPORTS
from coverup.settings.table import SETTINGS
from tests.meta.documents import (
    DOCS,
    PACKAGE,
    ROOT,
    anchors,
    headings,
    own_files,
    python_files,
)

REFERENCE: Final = DOCS / "reference"
VARIABLE: Final = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
NO_INPUT: Final = frozenset(
    {
        *("NODE_V8_COVERAGE", "MAX_CONTENT_LENGTH", "O_BINARY", "O_NONBLOCK", "LCOV_EXCL"),
        *("MAX_ANSWER", "MAX_REDIRECTS", "READ_TIMEOUT", "CONNECT_TIMEOUT", "PATH_INFO"),
        *("GIT_ALLOW_PROTOCOL", "GIT_NO_LAZY_FETCH", "GIT_NO_REPLACE_OBJECTS"),
        *("GIT_OPTIONAL_LOCKS", "GIT_DIR", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"),
    }
)
"""What looks like a variable that is read, and is another tool's, a constant, or set for git."""
UNSENT: Final = frozenset({"merge_commit"})
"""Columns of the table of CI services that only repeat what another column reads."""


def commands() -> list[tuple[str, click.Command]]:
    return [("coverup", cli), *below("coverup", cli)]


def below(typed: str, group: click.Group) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        yield f"{typed} {name}", command
        if isinstance(command, click.Group):
            yield from below(f"{typed} {name}", command)


def options() -> Iterator[tuple[str, click.Option]]:
    for name, command in commands():
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                yield f"{name} {parameter.opts[-1]}", parameter


def failures() -> list[type[CoverupError]]:
    classes = (each for each in vars(errors).values() if isinstance(each, type))
    return [each for each in classes if issubclass(each, CoverupError)]


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "command"), commands(), ids=str)
def test_a_command_says_what_it_does_and_has_its_place_in_the_documentation(
    name: str, command: click.Command
) -> None:
    assert (command.help or "").strip()
    assert name in headings(REFERENCE / "commands.md")


def test_every_option_says_what_it_does() -> None:
    assert [name for name, option in options() if not option.help] == []


def test_the_list_of_commands_says_of_each_what_its_own_help_begins_with() -> None:
    context = click.Context(cli)
    for name, listed in COMMANDS.items():
        command = cli.get_command(context, name)
        assert command is not None
        shown = click.Command(name, help=listed.help).get_short_help_str(limit=1000)
        assert shown == command.get_short_help_str(limit=1000)


def test_every_option_is_in_the_documentation() -> None:
    text = page("reference/commands.md")
    assert [name for name, option in options() if option.opts[-1] not in text] == []


def test_every_format_is_in_the_documentation() -> None:
    text = page("reference/formats.md")
    for each, names in zip(FORMATS, REPORTS.values(), strict=True):
        for word in (each.TITLE, f"`{each.NAME}`", each.TOOLS, *names, *each.ALIASES):
            assert word in text


def test_every_ci_service_has_its_section() -> None:
    titles = headings(REFERENCE / "ci-services.md")
    text = page("reference/ci-services.md")
    for service in (*SERVICES, LOCAL):
        assert service.title in titles
        assert f"`{service.name}`" in text
        assert f"]({service.url})" in text


def test_every_setting_is_in_the_documentation() -> None:
    text = page("reference/settings.md")
    for setting in SETTINGS:
        assert setting.help
        for word in (setting.name, setting.option, *setting.env, *setting.keys):
            assert word is None or f"`{word}`" in text


def test_every_environment_variable_in_the_code_is_in_the_documentation() -> None:
    text = "".join(page(f"reference/{name}.md") for name in ("environment", "ci-services"))
    documented = frozenset(VARIABLE.findall(text))
    missing = {name for path in python_files() for name in variables_in(path) - documented}
    assert missing - NO_INPUT == set()


def variables_in(path: Path) -> set[str]:
    """Return what looks like a variable in the texts of a module, docstrings left out."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    left_out = {
        id(part)
        for node in nodes
        if isinstance(node, ast.Expr) or (isinstance(node, ast.keyword) and node.arg in UNSENT)
        for part in ast.walk(node.value)
    }
    return {
        name
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in left_out
        for name in VARIABLE.findall(node.value)
    }


@pytest.mark.parametrize("failure", failures(), ids=lambda failure: failure.__name__)
def test_an_error_has_a_heading_and_its_exit_code_a_row(failure: type[CoverupError]) -> None:
    assert failure.slug in headings(REFERENCE / "errors.md")
    assert failure.slug in anchors(REFERENCE / "errors.md"), "the link in the message works"
    assert f"| {failure.exit_code} | " in page("reference/exit-codes.md")
    section = re.search(
        rf"^## {failure.slug}\n\n\((\d)\)", page("reference/errors.md"), re.MULTILINE
    )
    assert section
    assert int(section[1]) == failure.exit_code


def test_no_heading_of_errors_is_left_from_an_error_that_is_gone() -> None:
    title, *slugs = headings(REFERENCE / "errors.md")
    assert title == "Errors"
    assert set(slugs) == {failure.slug for failure in failures()}


@pytest.mark.parametrize("folder", ["reference", "how-to"])
def test_the_generated_parts_are_fresh(folder: str) -> None:
    pages = sorted((DOCS / folder).glob("*.md"))
    checked = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", *map(str, pages)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, f"run: cog -r docs/*/*.md\n{checked.stdout}{checked.stderr}"


def test_a_generated_part_that_is_not_fresh_is_noticed(tmp_path: Path) -> None:
    stale = tmp_path / "settings.md"
    stale.write_text(page("reference/settings.md").replace("COVERALLS_PARALLEL", "PARALLEL"))
    command = [sys.executable, "-m", "cogapp", "--check", str(stale)]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode != 0


def test_the_map_leads_to_every_page() -> None:
    linked = re.findall(r"\]\(([\w/-]+\.md)\)", page("index.md"))
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert len(linked) == len(set(linked))
    assert {*linked, "index.md"} == pages


def test_what_the_code_says_of_the_documentation_is_there() -> None:
    for path in own_files():
        if path.suffix in {".py", ".toml"}:
            for named in re.findall(r"\bdocs/[\w./-]+\.md\b", path.read_text(encoding="utf-8")):
                assert (ROOT / named).is_file(), f"{path} names {named}"


def test_every_dependency_is_used_and_its_reason_is_told() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["sandbox"]]
    modules = {"GitPython": "git", "PyYAML": "yaml"}
    code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    for requirement in wanted:
        name = re.split(r"[\[<>=~!]", requirement)[0]
        assert f"| {name} | " in page("development.md")
        module = modules.get(name, name)
        assert re.search(rf"^ *(?:import|from) {module}\b", code, re.MULTILINE), requirement
