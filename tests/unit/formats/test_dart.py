import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import dart
from coverup.formats.source import Source
from coverup.model import merge
from coverup.paths import Repository
from tests.unit.formats.documents import CORPUS, read, relevant, source_of

SAMPLE = CORPUS.parent / "dart"
REPORT = "coverage/test/greet_test.dart.vm.json"


def document(**entry: Any) -> dict[str, Any]:
    return {"type": "CodeCoverage", "coverage": [{"source": "file:///w/a.dart", **entry}]}


def test_the_isolates_of_a_script_add_up() -> None:
    source = Source(SAMPLE / REPORT, "r", SAMPLE)
    first, second, test = dart.read(source)
    greet = merge([first, second])
    assert (greet.path, first.bases) == ("lib/src/greet.dart", (str(SAMPLE),))
    assert (relevant(greet), greet.branches) == ({1: 3, 2: 3, 3: 1}, {(1, 0, 0): 2, (2, 0, 0): 1})
    assert test.path == "file:///home/runner/build/greeter/greeter/test/greet_test.dart"


def test_scripts_of_other_packages_are_noted_and_darts_own_left_out() -> None:
    source = Source(SAMPLE / REPORT, "r", SAMPLE)
    assert len(list(dart.read(source))) == 3
    [(note, count)] = source.notes.skipped.items()
    assert (note.startswith("script of another package"), count) == (True, 1)


def test_a_package_is_found_in_a_folder_around_the_report(tmp_path: Path) -> None:
    package = tmp_path / "packages/greeter"
    shutil.copytree(SAMPLE, package)
    (tmp_path / "pubspec.yaml").write_text("# the workspace\nname: 'whole'\n")
    content = document(source="package:whole/x.dart", hits=[1, 1])
    content["coverage"] += json.loads((package / REPORT).read_text())["coverage"][:1]
    (package / REPORT).write_text(json.dumps(content))
    whole, greet = dart.read(Source(package / REPORT, "r", tmp_path))
    assert (whole.path, whole.bases) == ("lib/x.dart", (str(tmp_path.resolve()),))
    [(_, placed)] = Repository(tmp_path).place_all([greet], package / REPORT).placed
    assert placed == "packages/greeter/lib/src/greet.dart"


def test_a_report_outside_the_root_is_of_the_package_of_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "pubspec.yaml").write_text('name: "mine"\n')
    report = tmp_path / "a.vm.json"
    report.write_text(json.dumps(document(source="package:mine/x.dart", hits=[1, 1])))
    [file] = dart.read(Source(report, "r", tmp_path / "elsewhere"))
    assert file.bases == (str(tmp_path.resolve()),)


def test_nothing_above_the_root_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "pubspec.yaml").write_text("name: outside\n")
    (tmp_path / "root").mkdir()
    report = tmp_path / "root/a.vm.json"
    report.write_text(json.dumps(document(source="package:outside/x.dart", hits=[1, 1])))
    assert not list(dart.read(Source(report, "r", tmp_path / "root")))


@pytest.mark.parametrize("text", [None, "version: 1\n", "name:\n", "  name: x\n", b"\xff\xfe\0"])
def test_a_pubspec_without_a_name_names_no_package(tmp_path: Path, text: Any) -> None:
    if text is not None:
        (tmp_path / "pubspec.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    report = tmp_path / "a.vm.json"
    report.write_text(json.dumps(document(source="package:x/x.dart", hits=[1, 1])))
    assert not list(dart.read(Source(report, "r", tmp_path)))


def test_a_range_of_lines_is_spread_out() -> None:
    [file], skipped = read(dart, document(hits=["3-5", 2, 4, 1]))
    assert (relevant(file), skipped) == ({3: 2, 4: 3, 5: 2}, {})


@pytest.mark.parametrize(
    ("entry", "note"),
    [
        ({"hits": [0, 1]}, "line number out of range"),
        ({"hits": ["x", 1]}, "line number is not a number"),
        ({"hits": [1, None]}, "hit count is not a number"),
        ({"hits": ["5-3", 1]}, "range of lines is not believable"),
        ({"hits": ["1-99999999", 1]}, "range of lines is not believable"),
        ({"hits": [1, 1, 2]}, "hits are not pairs of line and count"),
        ({"hits": None}, "hits are not pairs of line and count"),
        ({"hits": [], "branchHits": 5}, "hits are not pairs of line and count"),
        ({"hits": [], "branchHits": [0, 1]}, "line number out of range"),
    ],
)
def test_a_broken_record_is_noted_and_left_out(entry: dict[str, Any], note: str) -> None:
    [file], skipped = read(dart, document(**entry))
    assert (relevant(file), file.branches, skipped) == ({}, {}, {note: 1})


@pytest.mark.parametrize("source", [None, "", 5])
def test_a_script_without_a_source_is_noted_and_left_out(source: Any) -> None:
    assert read(dart, document(source=source)) == ([], {"script without a source": 1})


@pytest.mark.parametrize(
    "other", [{"type": "CodeCoverage"}, {"type": "x", "coverage": []}, {"coverage": []}, [], b"42"]
)
def test_another_document_is_neither_recognised_nor_read(other: Any) -> None:
    assert not dart.sniff(source_of(other))
    with pytest.raises(InvalidReportError, match="not a coverage report of the Dart VM"):
        list(dart.read(source_of(other)))
