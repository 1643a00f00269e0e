"""The analysis beneath coverage.py's reports says what they say."""

from pathlib import Path
from random import Random
from typing import cast

import pytest

from coverup.formats._coveragepy_entry import Entry
from coverup.formats._coveragepy_report import Reporter
from tests.fuzz.mutate import mutated
from tests.unit.formats.coveragepy_data import BRANCHING, reporting

TESTS = Path(__file__).parents[2]
SAMPLES = [
    *sorted((TESTS / "data/corpus/coveragepy-sqlite-branch-relative").rglob("*.py")),
    *sorted((TESTS.parent / "coverup/formats").glob("*.py")),
]
MUTATIONS = 60


def reported(reporter: Reporter, path: str) -> Entry | None:
    """Return what the JSON report says, None if it says nothing."""
    try:
        return reporter.reported(path)
    except Exception:  # noqa: BLE001 - its parser raises anything, and asserts
        return None


@pytest.mark.parametrize("has_branches", [True, False])
def test_the_analysis_says_what_the_json_report_says(tmp_path: Path, has_branches: bool) -> None:
    with reporting(SAMPLES, tmp_path, has_branches=has_branches) as reporter:
        for path in map(str, SAMPLES):
            entry = reporter.analysed(path)
            assert entry is not None
            assert entry == reporter.reported(path)
            assert has_branches is ("executed_branches" in entry)


@pytest.mark.parametrize("has_branches", [True, False])
@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_the_analysis_of_damaged_sources_says_what_the_json_report_says(
    tmp_path: Path, has_branches: bool
) -> None:
    random = Random(9)
    files = []
    for number in range(MUTATIONS):
        one, other = (random.choice(SAMPLES).read_bytes() for _ in range(2))
        files.append(tmp_path / f"{number}.py")
        files[-1].write_bytes(mutated(one, other, random))
    with reporting(files, tmp_path, has_branches=has_branches) as reporter:
        entries = [(reporter.analysed(path), reported(reporter, path)) for path in map(str, files)]
    assert all(quick in (None, careful) for quick, careful in entries)
    assert 0 < sum(quick is not None for quick, _ in entries) < MUTATIONS


class Mistaken(Reporter):
    """An analysis that has come to mean something else."""

    def analysed(self, path: str) -> Entry | None:
        entry = super().analysed(path)
        return entry and {**entry, "executed_lines": cast(list[int], entry["executed_lines"])[1:]}


def test_an_analysis_that_contradicts_the_json_report_is_not_believed(tmp_path: Path) -> None:
    paths = [tmp_path / "empty.py", tmp_path / "a.py", tmp_path / "b.py"]
    for path, text in zip(paths, ("", BRANCHING, BRANCHING), strict=True):
        path.write_text(text)
    with reporting(paths, tmp_path, has_branches=True) as reporter:
        mistaken = Mistaken(reporter._coverage, tmp_path)
        for each in map(str, paths):
            assert mistaken.entry(each, has_plugin=False) == reporter.reported(each)
        assert mistaken.analysed(str(paths[2])) != reporter.reported(str(paths[2]))
