"""What a report measured by the repository's names, and what is odd about it."""

import hashlib
import os
from pathlib import Path

import pytest

from coverup.formats import by_name
from coverup.formats.source import Source
from coverup.paths import Dropped, Repository, Selection
from coverup.pipeline.placing import Placer
from coverup.pipeline.same_run import Measured


def make(top: Path, **lengths: int) -> None:
    for name, lines in lengths.items():
        (top / f"{name}.py").write_text("x\n" * lines)


def lcov(**lines: int) -> str:
    """Return a report that has the first lines of some files covered."""
    text = ""
    for name, count in lines.items():
        hits = "".join(f"DA:{line},1\n" for line in range(1, count + 1))
        text += f"SF:{name}.py\n{hits}end_of_record\n"
    return text


def measure(top: Path, report: str, placer: Placer | None = None) -> Measured:
    path = top / "lcov.info"
    path.write_text(report)
    placer = placer or Placer(Repository(top))
    return placer.measure(by_name("lcov"), Source(path, path.name, top))


def test_the_parts_of_a_report_have_the_repositorys_names_and_the_sources_length(
    tmp_path: Path,
) -> None:
    make(tmp_path, a=5)
    measured = measure(tmp_path, lcov(a=3).replace("a.py", "./a.py"))
    (part,) = measured.parts
    assert (part.path, part.lines) == ("a.py", [1, 1, 1, None, None])
    assert (measured.dropped, measured.warnings) == ([], [])


def test_a_source_is_read_once_for_all_reports(tmp_path: Path) -> None:
    make(tmp_path, a=2)
    placer = Placer(Repository(tmp_path))
    measure(tmp_path, lcov(a=2), placer)
    (tmp_path / "a.py").write_text("changed\n" * 9)
    measure(tmp_path, lcov(a=2), placer)
    digest = hashlib.md5(b"x\nx\n", usedforsecurity=False).hexdigest()
    assert (placer.sources["a.py"].digest, placer.sources["a.py"].line_count) == (digest, 2)


@pytest.mark.parametrize(
    ("length", "measured_lines", "reason", "said"),
    [
        (9, 9, None, []),
        (9, 10, None, ["1x lines beyond the end of a.py"]),
        (
            4,
            10,
            None,
            ["the report is of another version", "6 records", "6x lines beyond the end of a.py"],
        ),
        (0, 3, "no lines", ["another version", "3x lines beyond the end of a.py"]),
    ],
)
def test_lines_beyond_the_end_of_the_source_are_cut_and_counted(
    tmp_path: Path, length: int, measured_lines: int, reason: str | None, said: list[str]
) -> None:
    make(tmp_path, a=length)
    measured = measure(tmp_path, lcov(a=measured_lines))
    assert measured.dropped == ([Dropped("a.py", reason)] if reason else [])
    assert [len(part.lines) for part in measured.parts] == ([] if reason else [length])
    told = "\n".join(measured.warnings)
    assert [words for words in said if words not in told] == []
    assert bool(measured.warnings) is bool(said)


def test_a_file_without_lines_stays(tmp_path: Path) -> None:
    make(tmp_path, a=0)
    measured = measure(tmp_path, lcov(a=0))
    assert [part.path for part in measured.parts] == ["a.py"]


def test_what_is_excluded_is_not_read(tmp_path: Path) -> None:
    make(tmp_path, a=1, b=1)
    placer = Placer(Repository(tmp_path), Selection(exclude=("b.py",)))
    measured = measure(tmp_path, lcov(a=1, b=1), placer)
    assert measured.dropped == [Dropped("b.py", "excluded")]
    assert list(placer.sources) == ["a.py"]
    assert placer.found == {"a.py": "a.py", "b.py": "b.py"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_source_that_may_not_be_read_is_left_out_with_the_systems_reason(tmp_path: Path) -> None:
    make(tmp_path, a=1)
    (tmp_path / "a.py").chmod(0)
    measured = measure(tmp_path, lcov(a=1))
    assert measured.dropped == [Dropped("a.py", "cannot be read: Permission denied")]


def test_one_file_under_several_paths_is_told_with_the_paths(tmp_path: Path) -> None:
    make(tmp_path, a=1)
    measured = measure(tmp_path, lcov(a=1) + lcov(a=1).replace("a.py", f"{tmp_path}/a.py"))
    (warning,) = measured.warnings
    assert "1 file is in the report under several paths, and merged" in warning
    assert f"(a.py as {tmp_path}/a.py and a.py)" in warning
    assert len(measured.parts) == 2


@pytest.mark.parametrize(
    ("paths", "said"),
    [
        (["SRC/A.py"], "1 file is spelled in another case"),
        (["SRC/A.py", "SRC/B.py"], "2 files are spelled in another case"),
    ],
)
def test_another_case_is_told_with_an_example(tmp_path: Path, paths: list[str], said: str) -> None:
    (tmp_path / "src").mkdir()
    make(tmp_path / "src", a=1, b=1)
    report = "".join(f"SF:{path}\nDA:1,1\nend_of_record\n" for path in paths)
    placer = Placer(Repository(tmp_path, ["src/a.py", "src/b.py"]))
    (warning,) = measure(tmp_path, report, placer).warnings
    assert said in warning
    assert "(SRC/A.py is src/a.py)" in warning


def test_a_report_without_files_is_told(tmp_path: Path) -> None:
    assert measure(tmp_path, "TN:\n").warnings == ["lcov.info: the report has no files"]
