"""Data files that cannot be read, or not in full: an error or a remark, and never a silent 0 %."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from fnmatch import fnmatch
from pathlib import Path

import pytest
from coverage import CoverageData

from coverup.errors import InvalidReportError
from coverup.formats import coveragepy
from coverup.formats.file_names import REPORTS
from coverup.formats.source import Source
from coverup.model import FileCoverage

MAGIC = b"SQLite format 3\0"
CORPUS = Path(__file__).parents[2] / "data/corpus/coveragepy-sqlite-branch-relative/repo"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "repo"
    folder.mkdir()
    (folder / "good.py").write_text("x = 1\nif x > 1:\n    x = 2\n")
    return folder.resolve()


def measure(path: Path, lines: Mapping[str, list[int]], tracer: str = "") -> Path:
    """Write a data file that says that these lines of these files were executed."""
    data = CoverageData(str(path))
    data.add_lines(lines)
    if tracer:
        data.add_file_tracers(dict.fromkeys(lines, tracer))
    data.write()
    return path


def source_of(root: Path, *parts: Path) -> Source:
    return Source(parts[0], parts[0].name, root, parts=parts if len(parts) > 1 else ())


def read(root: Path, *parts: Path) -> tuple[dict[str, FileCoverage], list[str]]:
    source = source_of(root, *parts)
    files = {Path(file.path).name: file for file in coveragepy.read(source)}
    return files, source.notes.remarks


def refusal(root: Path, *parts: Path) -> InvalidReportError:
    with pytest.raises(InvalidReportError) as caught:
        list(coveragepy.read(source_of(root, *parts)))
    assert caught.value.path == parts[0].name
    return caught.value


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (MAGIC + bytes(500), "damaged coverage.py data"),
        (MAGIC, "damaged coverage.py data"),
        (b"!coverage.py: This is a private format, don't read it directly!{}", "before 5.0"),
        (b"TN:\nSF:a.py\n", "not an SQLite database"),
        (b"", "not an SQLite database"),
    ],
)
def test_what_is_no_data_file_is_refused(root: Path, content: bytes, problem: str) -> None:
    path = root / ".coverage"
    path.write_bytes(content)
    assert problem in refusal(root, path).message


def test_another_database_is_not_claimed_and_refused_when_forced(root: Path) -> None:
    path = root / ".coverage"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE places (url TEXT)")
    assert not coveragepy.sniff(source_of(root, path))
    assert "without the table coverage_schema" in refusal(root, path).message


def test_data_of_an_unknown_schema_is_refused_under_the_name_of_the_file(root: Path) -> None:
    path = measure(root / ".coverage", {"good.py": [1]})
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE coverage_schema SET version = 99")
    error = refusal(root, path)
    assert "'.coverage': wrong schema: 99" in error.message
    assert "coverage xml" in str(error.hint)


@pytest.mark.parametrize("kept", [100, 5_000, 17_000, 30_000, 50_000, 53_247])
def test_a_cut_data_file_is_claimed_and_refused(root: Path, kept: int) -> None:
    path = root / ".coverage"
    path.write_bytes((CORPUS / ".coverage").read_bytes()[:kept])
    source = Source(path, ".coverage", CORPUS)
    assert coveragepy.sniff(source)
    with pytest.raises(InvalidReportError):
        list(coveragepy.read(source))


def test_one_damaged_part_is_left_out_and_told(root: Path) -> None:
    good = measure(root / ".coverage.1", {"good.py": [1]})
    bad = root / ".coverage.2"
    bad.write_bytes(good.read_bytes()[:4096])
    files, [remark] = read(root, good, bad)
    assert files["good.py"].lines == [1, 0, 0]
    assert remark.startswith(f"left out: {bad}: ")


@pytest.mark.parametrize("name", [None, b"good.py", b"\xff" * 5000])
def test_a_measured_file_whose_name_is_no_text_is_damage(root: Path, name: bytes | None) -> None:
    path = measure(root / ".coverage", {"good.py": [1], "other.py": [1]})
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE file SET path = ? WHERE id = 1", (name,))
    error = refusal(root, path)
    assert "cannot be read: the name of a file is" in error.message
    assert len(error.message) < 200


def test_parts_that_contradict_each_other_are_refused(root: Path) -> None:
    (root / "named.py").write_text("def coverage_init(reg, options):\n    pass\n")
    (root / ".coveragerc").write_text("[run]\nplugins = named\n")
    one = measure(root / ".coverage.1", {"good.py": [1]}, tracer="named.One")
    two = measure(root / ".coverage.2", {"good.py": [1]}, tracer="named.Two")
    error = refusal(root, one, two)
    assert "contradictory data: Conflicting file tracer name" in error.message


def test_data_of_which_no_file_is_here_is_refused_with_the_ways_out(root: Path) -> None:
    gone = {"/app/a.py": [1], "C:\\b.py": [1], "c\0.py": [1], "d/" * 9999 + "d.py": [1]}
    error = refusal(root, measure(root / ".coverage", gone))
    assert "4 of 4 measured files are not here: /app/a.py, " in error.message
    assert "and 1 more" in error.message
    for way in ("[paths]", "relative_files = true", "coverage xml"):
        assert way in str(error.hint)


def test_data_of_which_no_file_can_be_parsed_is_refused(root: Path) -> None:
    (root / "good.py").write_text("print 'Python 2'\n")
    error = refusal(root, measure(root / ".coverage", {"good.py": [1]}))
    assert "cannot be analysed with Python 3" in error.message
    assert "good.py" in error.message
    assert "coverage xml" in str(error.hint)


def test_a_file_that_this_python_cannot_parse_does_not_take_the_others_along(root: Path) -> None:
    (root / "old.py").write_text("print 'Python 2'\n")
    (root / "escape.py").write_text("pattern = '\\d'\n")
    lines = {"old.py": [1], "escape.py": [1], "good.py": [1]}
    files, [remark] = read(root, measure(root / ".coverage", lines))
    assert files.keys() == {"escape.py", "good.py"}
    assert "old.py" in remark
    assert "run `coverage xml` with the Python that ran the tests" in remark


def test_warnings_of_coverage_become_remarks(root: Path) -> None:
    (root / ".coveragerc").write_text("[run]\nbranches = true\n")
    _, [remark] = read(root, measure(root / ".coverage", {"good.py": [1]}))
    assert "Unrecognized option '[run] branches='" in remark


def test_data_without_files_gives_none(root: Path) -> None:
    assert read(root, measure(root / ".coverage", {})) == ({}, [])


def test_a_file_that_the_project_omits_is_left_out_without_a_word(root: Path) -> None:
    (root / ".coveragerc").write_text("[report]\nomit = good.py\n")
    assert read(root, measure(root / ".coverage", {"good.py": [1]})) == ({}, [])


def test_executed_lines_are_never_reported_as_missed(root: Path) -> None:
    data = measure(root / ".coverage", {"good.py": [1, 2]})
    (root / "good.py").write_text("# one\n# two\n# three\nx = 1\n")
    error = refusal(root, data)
    assert "none of the lines that were executed is a line of code in" in error.message


def test_a_file_of_which_only_excluded_lines_were_executed_is_fine(root: Path) -> None:
    (root / "good.py").write_text("x = 1  # pragma: no cover\nif 0:\n    y = 1\n    z = 2\n")
    files, _ = read(root, measure(root / ".coverage", {"good.py": [1]}))
    assert files["good.py"].lines[0] is None


def test_docstrings_and_excluded_lines_are_not_relevant_though_executed(root: Path) -> None:
    (root / "good.py").write_text(
        "'doc'\nclass A:\n    'doc'\n    x = 1\ny = 1  # pragma: no cover\n"
    )
    files, _ = read(root, measure(root / ".coverage", {"good.py": [1, 2, 3, 4, 5]}))
    assert files["good.py"].lines == [None, 1, None, 1]


def test_what_is_measured_but_not_python_is_told(root: Path) -> None:
    (root / "page.txt").write_text("if then else\n")
    files, [remark] = read(root, measure(root / ".coverage", {"page.txt": [1], "good.py": [1]}))
    assert files.keys() == {"good.py"}
    assert f"{root / 'page.txt'}: not Python" in remark


def test_output_that_the_project_configures_is_not_made(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    config = "[run]\ndata_file = new/data\ndebug = config\ndebug_file = debug.txt\n"
    (root / ".coveragerc").write_text(config + "[report]\ncontexts = other\n")
    data = measure(root / ".coverage", {"good.py": [1]})
    monkeypatch.chdir(root)
    files, _ = read(root, data)
    assert files["good.py"].lines == [1, 0, 0]
    assert {path.name for path in root.iterdir()} == {".coverage", ".coveragerc", "good.py"}
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        (".coveragerc", "[run]\nbranch = perhaps\n", ".coveragerc"),
        (".coveragerc", "no section\n", ".coveragerc"),
        (".coveragerc", "[paths]\nsource =\n    src\n    /app/*\n", "end with wildcards"),
        (".coveragerc", "[report]\nexclude_lines = (\n", "exclude_lines"),
        (".coveragerc", "\udcff\n", "codec can't decode"),
        ("pyproject.toml", "[tool.coverage\n", "pyproject.toml"),
    ],
)
def test_a_configuration_that_coverage_refuses_is_named(
    root: Path, name: str, text: str, problem: str
) -> None:
    (root / name).write_text(text, encoding="utf-8", errors="surrogateescape")
    error = refusal(root, measure(root / ".coverage", {"good.py": [1]}))
    assert f"coverage.py refuses the configuration in {root}: " in error.message
    assert problem in error.message


def test_without_its_plugin_a_file_is_left_out_and_told(root: Path) -> None:
    (root / "page.html").write_text("<p>\n")
    (root / ".coveragerc").write_text("[run]\nplugins = no_such_plugin\n")
    page = measure(root / ".coverage.1", {"page.html": [1]}, tracer="no_such_plugin.Plugin")
    files, remarks = read(root, page, measure(root / ".coverage.2", {"good.py": [1]}))
    assert files.keys() == {"good.py"}
    assert remarks[0].startswith("coverage.py's plugin no_such_plugin is not installed")
    assert "measured by no_such_plugin.Plugin, a plugin that is not installed" in remarks[1]
    assert "page.html; run `coverage xml`" in remarks[1]
    assert "no_such_plugin.Plugin" in refusal(root, page).message


def test_a_plugin_of_the_project_configures_and_its_output_is_no_result(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "local_coverage_plugin.py").write_text(
        "import coverage\n"
        "class Plugin(coverage.CoveragePlugin):\n"
        "    def configure(self, config):\n"
        "        print('configured')\n"
        "        config.set_option('report:exclude_lines', ['x = 2'])\n"
        "def coverage_init(reg, options):\n"
        "    reg.add_configurer(Plugin())\n"
    )
    (root / ".coveragerc").write_text("[run]\nplugins = local_coverage_plugin\n")
    files, remarks = read(root, measure(root / ".coverage", {"good.py": [1]}))
    assert files["good.py"].lines == [1, 0]
    assert not remarks
    assert capsys.readouterr() == ("", "configured\n")


def test_a_plugin_that_fails_is_a_refused_configuration(root: Path) -> None:
    (root / "failing_coverage_plugin.py").write_text("raise RuntimeError('no settings')\n")
    (root / ".coveragerc").write_text("[run]\nplugins = failing_coverage_plugin\n")
    assert "no settings" in refusal(root, measure(root / ".coverage", {"good.py": [1]})).message


def test_the_configuration_of_coverage_is_no_data_file() -> None:
    assert any(fnmatch(".coverage.host.pid1.Xabc", glob) for glob in REPORTS["coveragepy"])
    assert not any(fnmatch(".coveragerc", glob) for glob in REPORTS["coveragepy"])
