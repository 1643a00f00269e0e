"""Data that is merged at once says what it says when its files are added one after the other."""

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from coverup.errors import InvalidReportError
from coverup.formats._coveragepy_analysis import Analyst, Batch, Findings, Located, batches
from coverup.formats._coveragepy_config import Project
from coverup.formats._coveragepy_data import opened
from coverup.formats.source import Source
from tests.unit.formats.coveragepy_data import data_at

CODE = "for x in [1, 2]:\n    if x > 1:\n        continue\n    y = 1\n"
NAMES = ("a.py", "b.py", "back\\slash.py", "never.py")
ARCS = [(-1, 1), (1, 2), (2, 3), (3, 1), (1, -1)]
OTHER_ARCS = [(-1, 1), (1, 2), (2, 4), (4, 1)]
BRANCHES = {"a.py": ARCS, "b.py": OTHER_ARCS, "never.py": []}
LINES = {"a.py": [1, 2, 3], "b.py": [1, 2, 4], "never.py": []}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path.resolve() / "repo"
    root.mkdir()
    for name in NAMES:
        (root / name).write_text(CODE)
    return root


def write_branches(path: Path, files: dict[str, list[tuple[int, int]]], context: str = "") -> None:
    with data_at(path) as data:
        data.set_context(context)
        data.add_arcs(files)
        data.touch_files(files)


def write_lines(path: Path, files: dict[str, list[int]], context: str = "") -> None:
    with data_at(path) as data:
        data.set_context(context)
        data.add_lines(files)


def analysed(root: Path, scratch: Path, *, at_once: bool) -> tuple[list[Findings] | str, set[bool]]:
    """Return what is found in the data of a project, or the error, and which data was merged."""
    scratch.mkdir()
    paths = sorted(root.glob(".coverage.*"))
    source = Source(paths[0], "data", root, parts=tuple(paths))
    with opened(source, scratch) as parts:
        located: list[Located] = [
            (part, {path: _local(root, path) for path in part.data.measured_files()})
            for part in parts
        ]
        dealt = batches(located)
        data = [part.data for part in parts]
        project = Project(source, root, scratch)
        with Analyst(source, project, scratch, data, dealt if at_once else ()) as analyst:
            found = _found(analyst, dealt)
            return found, {kind for kind, each in analyst._open.items() if each.is_merged}


def _local(root: Path, path: str) -> str:
    return str(root / path.removeprefix("old/"))


def _found(analyst: Analyst, dealt: Sequence[Batch]) -> list[Findings] | str:
    try:
        return [analyst.findings(batch) for batch in dealt]
    except InvalidReportError as error:
        return error.message


def twins(root: Path, tmp_path: Path) -> tuple[list[Findings] | str, set[bool]]:
    """Analyse both ways, see that they agree, and return what was found and what was merged."""
    slow, none = analysed(root, tmp_path / "scratch", at_once=False)
    shutil.rmtree(tmp_path / "scratch")  # Some messages name it.
    quick, merged = analysed(root, tmp_path / "scratch", at_once=True)
    assert quick == slow
    assert not none
    return quick, merged


def test_branches_of_several_runs_are_merged(root: Path, tmp_path: Path) -> None:
    write_branches(root / ".coverage.1", BRANCHES, "linux")
    write_branches(root / ".coverage.2", {"a.py": OTHER_ARCS}, "windows")
    found, merged = twins(root, tmp_path)
    assert merged == {True}
    assert isinstance(found, list)
    [(path, entry), *_] = [each for one in found for each in one.entries]
    assert path == str(root / "a.py")
    assert entry["executed_branches"] == [[1, -1], [1, 2], [2, 3], [2, 4]]


def test_lines_of_several_runs_are_merged_and_kept_from_branches(
    root: Path, tmp_path: Path
) -> None:
    write_lines(root / ".coverage.1", LINES)
    write_lines(root / ".coverage.2", {"a.py": [4]})
    write_branches(root / ".coverage.3", BRANCHES)
    found, merged = twins(root, tmp_path)
    assert merged == {True, False}
    assert isinstance(found, list)
    entries = [entry for one in found for _, entry in one.entries]
    assert ["executed_branches" in entry for entry in entries] == [True] * 3 + [False] * 3
    assert entries[3]["executed_lines"] == [1, 2, 3, 4]


def test_two_names_of_one_file_in_several_runs_are_merged(root: Path, tmp_path: Path) -> None:
    write_branches(root / ".coverage.1", BRANCHES)
    write_branches(root / ".coverage.2", {"old/a.py": OTHER_ARCS})
    assert twins(root, tmp_path)[1] == {True}


def test_two_names_of_one_file_in_one_run_are_added_one_by_one(root: Path, tmp_path: Path) -> None:
    write_branches(root / ".coverage.1", {**BRANCHES, "old/a.py": OTHER_ARCS})
    write_lines(root / ".coverage.2", {**LINES, "old/a.py": [2]})
    assert twins(root, tmp_path)[1] == set()


def test_a_backslash_in_a_name_stays_one(root: Path, tmp_path: Path) -> None:
    write_branches(root / ".coverage.1", {**BRANCHES, "back\\slash.py": OTHER_ARCS})
    found, _ = twins(root, tmp_path)
    assert isinstance(found, list)
    assert str(root / "back\\slash.py") in {path for one in found for path, _ in one.entries}


def test_many_contexts_are_not_merged(root: Path, tmp_path: Path) -> None:
    for context in ("one", "two"):
        write_branches(root / ".coverage.1", BRANCHES, context)
        write_lines(root / ".coverage.2", LINES, context)
    assert twins(root, tmp_path)[1] == set()


def test_what_plugins_measured_is_not_merged(root: Path, tmp_path: Path) -> None:
    write_branches(root / ".coverage.1", BRANCHES)
    with data_at(root / ".coverage.1") as data:
        data.add_file_tracers({"b.py": "wanting.Plugin"})
    found, merged = twins(root, tmp_path)
    assert merged == set()
    assert isinstance(found, list)
    assert [each for one in found for each in one.unplugged] == [("wanting.Plugin", "b.py")]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE arc SET context_id = 9",
        "UPDATE arc SET context_id = NULL",
        "UPDATE arc SET file_id = 9 WHERE file_id = 1",
        "UPDATE OR IGNORE arc SET fromno = 'many', tono = x'00'",
        "UPDATE OR IGNORE arc SET tono = 1.5",
        "UPDATE line_bits SET context_id = 9",
        "UPDATE line_bits SET context_id = NULL",
        "UPDATE line_bits SET numbits = 'many'",
        "UPDATE line_bits SET numbits = 7",
        "UPDATE line_bits SET numbits = NULL",
        "UPDATE line_bits SET numbits = x''",
        "DELETE FROM arc",
        "DELETE FROM line_bits",
        "DELETE FROM context",
        "DELETE FROM meta",
        "UPDATE meta SET value = 1 - value WHERE key = 'has_arcs'",
        "INSERT OR IGNORE INTO line_bits SELECT id, 1, x'02' FROM file",
        "INSERT OR IGNORE INTO arc SELECT id, 1, 1, 2 FROM file",
        "INSERT INTO tracer VALUES (1, NULL)",
        "DROP TABLE tracer",
        "ALTER TABLE arc RENAME TO arcs",
    ],
)
@pytest.mark.parametrize("has_branches", [True, False])
def test_damage_is_told_as_if_nothing_were_merged(
    root: Path, tmp_path: Path, damage: str, has_branches: bool
) -> None:
    path = root / ".coverage.1"
    if has_branches:
        write_branches(path, BRANCHES)
    else:
        write_lines(path, LINES)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(damage)
    twins(root, tmp_path)
