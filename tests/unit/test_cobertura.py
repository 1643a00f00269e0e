"""How a measurement is said in Cobertura's words."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from coverup.formats import cobertura as reader
from coverup.formats.source import Source
from coverup.model import FileCoverage
from coverup.render.cobertura import cobertura

SMALL = """\
<?xml version="1.0" encoding="UTF-8"?>
<coverage line-rate="0.6667" branch-rate="0.5" complexity="0" lines-valid="3" lines-covered="2" \
branches-valid="2" branches-covered="1" version="coverup VERSION" timestamp="7">
<sources>
<source>.</source>
</sources>
<packages>
<package name="src.calc" line-rate="0.6667" branch-rate="0.5" complexity="0">
<classes>
<class name="core.py" filename="src/calc/core.py" line-rate="0.6667" branch-rate="0.5" \
complexity="0">
<methods/>
<lines>
<line number="1" hits="3"/>
<line number="3" hits="1" branch="true" condition-coverage="50% (1/2)"/>
<line number="4" hits="0"/>
</lines>
</class>
</classes>
</package>
</packages>
</coverage>
"""


def measured(lines: list[int | None], branches: dict[int, tuple[int, int]]) -> FileCoverage:
    return FileCoverage("x", lines=lines, branch_counts=branches)


def root_of(files: dict[str, FileCoverage]) -> ET.Element:
    return ET.fromstring(cobertura(files, milliseconds=0))


def test_a_file_is_a_class_of_its_folder() -> None:
    from coverup import __version__

    files = {"src/calc/core.py": measured([3, None, 1, 0], {3: (2, 1)})}
    written = cobertura(files, milliseconds=7).decode()
    assert written == SMALL.replace("VERSION", __version__)


def test_each_folder_is_one_package_and_the_root_a_dot() -> None:
    files = {name: measured([1], {}) for name in ("a/b.py", "a/c/d.py", "a/e.py", "a.py")}
    packages = root_of(files).findall(".//package")
    found = [(p.get("name"), [c.get("filename") for c in p.iter("class")]) for p in packages]
    assert found == [(".", ["a.py"]), ("a", ["a/b.py", "a/e.py"]), ("a.c", ["a/c/d.py"])]


@pytest.mark.parametrize(
    ("covered", "relevant", "rate"),
    [
        (0, 0, "1"),
        (0, 3, "0"),
        (3, 3, "1"),
        (1, 100_000, "0.0001"),
        (99_999, 100_000, "0.9999"),
        (1, 3, "0.3333"),
    ],
)
def test_a_rate_is_never_rounded_up_to_all_or_down_to_none(
    covered: int, relevant: int, rate: str
) -> None:
    file = measured([*[1] * covered, *[0] * (relevant - covered)], {})
    assert root_of({"a": file}).get("line-rate") == rate


@pytest.mark.parametrize(
    ("total", "taken", "shown"),
    [
        (2, 0, "0% (0/2)"),
        (2, 2, "100% (2/2)"),
        (300, 1, "1% (1/300)"),
        (300, 299, "99% (299/300)"),
    ],
)
def test_a_line_says_how_many_of_its_branches_were_taken(
    total: int, taken: int, shown: str
) -> None:
    line = root_of({"a": measured([1], {1: (total, taken)})}).find(".//line")
    assert line is not None
    assert line.get("condition-coverage") == shown


def test_branches_of_a_line_that_is_not_relevant_are_an_instruction(tmp_path: Path) -> None:
    file = FileCoverage("x", lines=[None, 1], branches={(1, 0, 0): 0, (1, 0, 1): 1, (2, 0, 0): 1})
    written = cobertura({"a": file}, milliseconds=0)
    assert b"<?coverup-branches 1 (1/2)?>" in written
    assert ET.fromstring(written).get("branches-valid") == "3"
    (tmp_path / "w").write_bytes(written)
    (again,) = reader.read(Source(tmp_path / "w", "w", tmp_path))
    assert again.lines == [None, 1]
    assert again.branch_counts == {1: (2, 1), 2: (1, 1)}


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("a&b<c>\"d'.py", "a&b<c>\"d'.py"),
        ("дир/a b.py", "дир/a b.py"),
        ("tab\tnew\nline\r.py", "tab\tnew\nline\r.py"),
        ("bell\x07.py", r"bell\x07.py"),
        ("bytes\udce9.py", r"bytes\udce9.py"),
    ],
)
def test_any_name_gives_well_formed_xml(name: str, read: str, tmp_path: Path) -> None:
    path = tmp_path / "written.xml"
    path.write_bytes(cobertura({name: measured([1], {})}, milliseconds=0))
    assert [file.path for file in reader.read(Source(path, "w", tmp_path))] == [read]


def test_nothing_measured_is_a_report_without_packages() -> None:
    root = root_of({})
    assert root.find("packages") is not None
    assert root.findall(".//class") == []
