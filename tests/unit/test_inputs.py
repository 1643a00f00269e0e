import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import lcov
from coverup.formats.source import Source
from coverup.paths import Repository
from coverup.pipeline import inputs
from coverup.pipeline.inputs import Wanted, find_sources, identified, searched_folders

LINES = {"executed_lines": [1, 2], "missing_lines": [3], "excluded_lines": [], "summary": {}}
META = {"version": "7.6.1", "branch_coverage": False, "show_contexts": False}
REPORT = {"meta": META, "files": {"a.py": LINES}, "totals": {}}
LCOV = "SF:a.c\nDA:1,1\nend_of_record\n"


@dataclass
class Told:
    """A listener that keeps what it is told."""

    infos: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def info(self, text: str) -> None:
        self.infos.append(text)

    def detail(self, text: str) -> None:
        self.details.append(text)

    def warn(self, text: str) -> None:
        self.warnings.append(text)


def make(top: Path, **files: str) -> None:
    for name, content in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


def names(top: Path, *reports: str, format_name: str | None = None) -> list[str]:
    wanted = Wanted(reports=reports, format_name=format_name)
    return [each.name for each in find_sources(wanted, Repository(top, []), top)]


class TestFolders:
    @pytest.fixture
    def top(self, tmp_path: Path) -> Path:
        make(tmp_path, **{"out/a/lcov.info": LCOV, "out/b/lcov.info": LCOV, "out/x.txt": "x"})
        make(tmp_path, **{"out/report.xml": "<testsuites/>", "out/coverage.json": ""})
        return tmp_path

    @pytest.mark.parametrize("named", [["out"], ["out/"], ["."], ["out", "out/a/lcov.info"]])
    def test_all_reports_in_it_are_read_once(self, top: Path, named: list[str]) -> None:
        assert sorted(names(top, *named)) == ["out/a/lcov.info", "out/b/lcov.info"]

    def test_a_glob_means_files_and_folders_only_where_there_are_no_files(self, top: Path) -> None:
        assert names(top, "out/*") == ["out/coverage.json", "out/report.xml", "out/x.txt"]
        assert names(top, "ou?") == ["out/a/lcov.info", "out/b/lcov.info"]

    def test_of_a_forced_format_only_such_files_are_read(self, top: Path) -> None:
        assert len(names(top, "out", format_name="lcov")) == 2
        with pytest.raises(InvalidReportError, match="out: is a directory without"):
            names(top, "out", format_name="cobertura")

    def test_a_broken_report_in_it_is_to_be_complained_of(self, top: Path) -> None:
        make(top, **{"out/cov.json": '{"files": '})
        assert "out/cov.json" in names(top, "out")

    @pytest.mark.parametrize(
        ("reports", "folders"),
        [
            ((), [""]),
            (("out/a", "out/b/lcov.info", "-"), ["out/a"]),
            (("out/?",), ["out/a", "out/b"]),
            (("lcov.info",), []),
        ],
    )
    def test_what_was_searched_is_known(
        self, top: Path, reports: tuple[str, ...], folders: list[str]
    ) -> None:
        found = searched_folders(Wanted(reports=reports), top)
        assert list(found) == [top / each for each in folders]


def told_of(top: Path, *files: str) -> tuple[Told, list[str]]:
    told = Told()
    sources = [Source(top / name, name, top) for name in files]
    known = identified(sources, None, named=False, tell=told)
    return told, [source.name for _, source in known]


def test_files_of_one_kind_are_told_in_one_line(tmp_path: Path) -> None:
    v8 = {f"coverage-{n}-1-0.json": json.dumps({"result": [{"functions": []}]}) for n in range(5)}
    make(tmp_path, **v8, **{"lcov.info": LCOV})
    told, known = told_of(tmp_path, *v8, "lcov.info")
    assert known == ["lcov.info"]
    assert len(told.infos) == 1
    assert "coverage-2-1-0.json and 2 more: raw coverage of V8" in told.infos[0]
    assert not told.warnings


def test_an_empty_part_of_raw_data_is_no_warning(tmp_path: Path) -> None:
    make(tmp_path, **{".nyc_output/1.json": "{}", "coverage-final.json": "{}"})
    told, known = told_of(tmp_path, ".nyc_output/1.json", "coverage-final.json")
    assert (known, told.details) == ([], [".nyc_output/1.json: the report is empty"])
    assert told.warnings == ["coverage-final.json: the report is empty"]


def test_a_folder_that_cannot_be_searched_is_a_detail(tmp_path: Path) -> None:
    told = Told()
    gone = tmp_path / "gone"
    assert list(find_sources(Wanted(), Repository(tmp_path, []), gone, told)) == []
    assert told.details == [".: not searched: No such file or directory"]


@pytest.mark.parametrize("named", [True, False])
def test_only_some_of_many_reports_are_kept_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: bool
) -> None:
    """Parsed JSON takes ten times the report's size."""
    files = {f"{n}/coverage.json": json.dumps(REPORT) for n in range(10)}
    make(tmp_path, **files)
    monkeypatch.setattr(inputs, "_ROOM", 3 * len(json.dumps(REPORT)))
    wanted = Wanted(reports=(".",) if named else ())
    sources = find_sources(wanted, Repository(tmp_path, []), tmp_path)
    known = [source for _, source in identified(sources, None, named=named, tell=Told())]
    assert [source.held > 0 for source in known] == [True] * 3 + [False] * 7
    assert all(isinstance(source.json, dict) for source in known)


def test_a_report_is_identified_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, **{"lcov.info": LCOV})
    asked = []

    def sniff(source: Source) -> bool:
        asked.append(source.name)
        return True

    monkeypatch.setattr(lcov, "sniff", sniff)
    sources = find_sources(Wanted(reports=(".",)), Repository(tmp_path, []), tmp_path)
    [(form, _)] = identified(sources, None, named=True, tell=Told())
    assert (form.NAME, asked) == ("lcov", ["lcov.info"])
