import os
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from coverup.discover import discover, discover_raw_data, unique


def make(top: Path, *names: str) -> None:
    for name in names:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text("")


def found(top: Path) -> Sequence[str]:
    return [path.relative_to(top).as_posix() for path in discover(top)]


@pytest.mark.parametrize(
    "name",
    [
        "lcov.info",
        "coverage/lcov.info",
        "packages/a/coverage/lcov.info",
        "build/reports/coverage.xml",
        "target/cobertura.xml",
        "out.lcov",
        "LCOV.INFO",
        ".coverage",
        ".coverage.host.123.456",
        "coverage.json",
        "naïve café/дир/lcov.info",
        "a\nb.lcov",
        *("coverage.lcov", "coverage/coverage-final.json", "coverage/clover.xml"),
        *("coverage/cobertura-coverage.xml", ".nyc_output/out.json", ".nyc_output/3b-1.json"),
        *("coverage/.resultset.json", "coverage/coverage.json", "coverage/lcov/project.lcov"),
        *("coverage.out", "cover.out", "c.out", "coverage.txt", "profile.cov", "x.coverprofile"),
        *("target/site/jacoco/jacoco.xml", "target/site/jacoco-aggregate/jacoco.xml"),
        *("build/reports/jacoco/test/jacocoTestReport.xml", "build/reports/kover/report.xml"),
        *("target/site/cobertura/coverage.xml", "target/site/clover/clover.xml"),
        *("build/logs/clover.xml", "coverage.info", "coverage.filtered.info", "x/coverage.dat"),
        *("_coverage/_coverage_report.dat", "src#main.c.gcov", "main.gcov.json.gz", "cov.json"),
        *("tarpaulin-report.json", "TestResults/5f-3a/coverage.cobertura.xml"),
        *("coverage.opencover.xml", "luacov.report.out", "cover/excoveralls.json"),
        *("kcov-merged/cobertura.xml", "x/codecov.json", "x/sonarqube.xml", "src-main.lst"),
        "target/scala-2.13/scoverage-report/scoverage.xml",
        "target/scala-2.13/coverage-report/cobertura.xml",
    ],
)
def test_a_file_is_found_by_the_name_that_tools_give_it(tmp_path: Path, name: str) -> None:
    make(tmp_path, name)
    assert found(tmp_path) == [name]


@pytest.mark.parametrize(
    "name",
    [
        ".coveragerc",
        ".coverage.lock",
        "coverage.py",
        "coverage.xml.md",
        "test_coverage.ts",
        "lcov.info.bak",
        "notes.txt",
        ".nyc_output/processinfo/3b-1.json",
        ".nyc_output/processinfo/index.json",
        "nyc_output/3b-1.json",
        "coverage/coverage-final.js",
    ],
)
def test_other_files_are_not_even_looked_at(tmp_path: Path, name: str) -> None:
    make(tmp_path, name)
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    "folder",
    ["node_modules/lcov-parse", "sub/node_modules/x", ".git/x", "vendor/x", ".tox/py/x", ".venv"],
)
def test_other_peoples_folders_are_not_searched(tmp_path: Path, folder: str) -> None:
    make(tmp_path, f"{folder}/lcov.info", "coverage/lcov.info")
    assert found(tmp_path) == ["coverage/lcov.info"]


def test_the_inside_of_a_bundle_is_not_searched(tmp_path: Path) -> None:
    make(tmp_path, "App.xcresult/Data/lcov.info", "App.xcresult/x.gcda")
    assert found(tmp_path) == []
    assert discover_raw_data(tmp_path) == [tmp_path / "App.xcresult"]


def test_raw_data_is_found_by_its_names_in_own_folders(tmp_path: Path) -> None:
    names = ["a/x.gcda", "covmeta.12", "jacoco.exec", "p/default.profraw", "x.profdata"]
    make(tmp_path, *names, "node_modules/y.gcda", "lcov.info", "execute.py")
    assert discover_raw_data(tmp_path) == sorted(tmp_path / name for name in names)


def test_a_virtual_environment_is_left_out_whatever_its_name(tmp_path: Path) -> None:
    make(tmp_path, "py311/pyvenv.cfg", "py311/lib/coverage.xml")
    assert found(tmp_path) == []


def test_a_folder_is_ignored_by_its_whole_name_only(tmp_path: Path) -> None:
    make(tmp_path, "vendors/lcov.info", "my_node_modules/lcov.info")
    assert found(tmp_path) == ["my_node_modules/lcov.info", "vendors/lcov.info"]


def test_the_folder_itself_may_have_the_name_of_an_ignored_one(tmp_path: Path) -> None:
    make(tmp_path, "vendor/lcov.info")
    assert found(tmp_path / "vendor") == ["lcov.info"]


def test_the_order_is_the_same_on_every_machine(tmp_path: Path) -> None:
    make(tmp_path, "b/lcov.info", "a/lcov.info", "a/coverage.xml", "lcov.info")
    assert found(tmp_path) == ["a/coverage.xml", "a/lcov.info", "b/lcov.info", "lcov.info"]


def test_a_folder_with_the_name_of_a_report_is_searched_not_taken(tmp_path: Path) -> None:
    make(tmp_path, "coverage.xml/lcov.info")
    assert found(tmp_path) == ["coverage.xml/lcov.info"]


def test_nothing_there_is_nothing_found(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX file types")
class TestLinks:
    def test_a_link_to_a_folder_is_not_followed(self, tmp_path: Path) -> None:
        make(tmp_path, "a/lcov.info")
        (tmp_path / "loop").symlink_to(".")
        (tmp_path / "b").symlink_to("a")
        assert found(tmp_path) == ["a/lcov.info"]

    @pytest.mark.parametrize("link", [os.link, os.symlink])
    def test_a_report_with_two_names_is_found_once(
        self, tmp_path: Path, link: Callable[[Path, Path], None]
    ) -> None:
        make(tmp_path, "b.lcov")
        link(tmp_path / "b.lcov", tmp_path / "c.lcov")
        assert found(tmp_path) == ["b.lcov"]

    def test_a_link_that_leads_nowhere_or_to_itself_is_passed_over(self, tmp_path: Path) -> None:
        (tmp_path / "coverage.xml").symlink_to("nowhere.xml")
        (tmp_path / "lcov.info").symlink_to("lcov.info")
        assert found(tmp_path) == []

    def test_a_fifo_a_device_or_a_socket_is_passed_over(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)  # The name of a socket may have about 100 bytes.
        os.mkfifo("lcov.info")
        os.mkfifo("x.gcda")
        Path("coverage.xml").symlink_to("/dev/zero")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("coverage.json")
            assert found(tmp_path) == []
        assert discover_raw_data(tmp_path) == []

    def test_bazels_report_is_found_behind_its_link(self, tmp_path: Path) -> None:
        report = "_coverage/_coverage_report.dat"
        make(tmp_path, f"cache/{report}", "project/WORKSPACE")
        (tmp_path / "project/bazel-out").symlink_to("../cache")
        (tmp_path / "project/bazel-bin").symlink_to("../cache")
        assert found(tmp_path / "project") == [f"bazel-out/{report}"]


@pytest.mark.skipif(sys.platform != "linux", reason="the length of a path is Linux'")
def test_a_folder_that_cannot_be_looked_into_does_not_hide_the_others(tmp_path: Path) -> None:
    # Permissions do not stop root, which tests may run as; a path of 4096 characters does.
    make(tmp_path, "lcov.info")
    deep = tmp_path
    while len(str(deep)) < 4096 - 220:
        deep = deep / ("d" * 200)
    deep = deep / ("d" * (4096 - len(str(deep)) - 8))
    deep.mkdir(parents=True)
    assert found(tmp_path) == ["lcov.info"]


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path) -> None:
    complaints: list[OSError] = []
    assert discover(tmp_path / "gone", complaints.append) == []
    assert [each.filename for each in complaints] == [str(tmp_path / "gone")]


class TestUnique:
    def test_a_file_that_is_named_twice_is_read_once(self, tmp_path: Path) -> None:
        make(tmp_path, "a/lcov.info", "b/lcov.info")
        one, other = tmp_path / "a/lcov.info", tmp_path / "b/lcov.info"
        same = tmp_path / "b/../a/lcov.info"
        assert list(unique([one, other, one, same])) == [one, other]

    @pytest.mark.parametrize("name", ["gone.info", "nul\0.info"])
    def test_what_is_missing_stays_to_be_complained_of(self, tmp_path: Path, name: str) -> None:
        assert list(unique([tmp_path / name, tmp_path / name])) == [tmp_path / name]
