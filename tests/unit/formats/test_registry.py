"""The table of the formats: it names every module, and no two formats answer to one name."""

from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from coverup import formats
from coverup.errors import ConfigError
from coverup.formats import (
    clover,
    cobertura,
    codecov_json,
    covdir,
    coveragepy,
    coveragepy_json,
    coveralls_json,
    dart,
    dlang,
    dotcover,
    fastcov,
    gcov,
    gcov_intermediate,
    gcov_json,
    gcovr_json,
    gocover,
    istanbul,
    jacoco,
    lcov,
    llvm_json,
    llvm_text,
    luacov,
    opencover,
    scoverage,
    simplecov,
    simplecov_json,
    sonarqube,
    tarpaulin,
    visual_studio,
    xccov,
)
from coverup.formats._base import Format
from coverup.formats.file_names import REPORTS
from coverup.pipeline import jumps, same_run

MODULES: Final[tuple[Format, ...]] = (
    clover,
    cobertura,
    codecov_json,
    covdir,
    coveragepy,
    coveragepy_json,
    coveralls_json,
    dart,
    dlang,
    dotcover,
    fastcov,
    gcov,
    gcov_intermediate,
    gcov_json,
    gcovr_json,
    gocover,
    istanbul,
    jacoco,
    lcov,
    llvm_json,
    llvm_text,
    luacov,
    opencover,
    scoverage,
    simplecov,
    simplecov_json,
    sonarqube,
    tarpaulin,
    visual_studio,
    xccov,
)
"""Modules are imported by name, where mypy sees no type; here it sees that each is a Format."""


def test_every_format_is_in_the_table_and_held_against_the_protocol() -> None:
    assert {id(each) for each in formats.FORMATS} == {id(each) for each in MODULES}
    assert len(MODULES) == len(REPORTS)


def test_every_module_that_sniffs_is_in_the_table() -> None:
    folder = Path(str(formats.__file__)).parent
    modules = [path for path in folder.glob("[a-z]*.py") if "\ndef sniff(" in path.read_text()]
    assert {path.stem for path in modules} == set(REPORTS)


def test_the_formats_can_be_gone_through_again_and_are_the_same() -> None:
    assert list(map(id, formats.FORMATS)) == list(map(id, formats.FORMATS))


def test_no_two_formats_answer_to_one_name() -> None:
    names = Counter(name for each in MODULES for name in (each.NAME, *each.ALIASES))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("form", MODULES, ids=lambda form: form.NAME)
def test_a_format_is_found_by_its_name_and_by_each_alias(form: Format) -> None:
    for name in (form.NAME, *form.ALIASES):
        assert formats.by_name(name) is form
        assert formats.by_name(f" {name.upper()} ") is form


def test_a_name_that_is_none_is_answered_with_the_closest_or_with_all() -> None:
    with pytest.raises(ConfigError) as close:
        formats.by_name("lcow")
    assert close.value.hint == "did you mean --format lcov?"
    with pytest.raises(ConfigError) as far:
        formats.by_name("?")
    known = [name for each in formats.FORMATS for name in (each.NAME, *each.ALIASES)]
    assert far.value.hint == f"known: {', '.join(known)}"


def test_names_that_are_written_out_elsewhere_are_names_of_formats() -> None:
    names = [*same_run.MADE_BY_NYC, *jumps.FORMATS]
    assert [formats.by_name(name).NAME for name in names] == names
