"""Real data files by the real coverage.py, read and compared with its own `coverage json`."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from coverage import CoverageData

from coverup.formats import coveragepy
from coverup.formats.source import Source
from coverup.model import FileCoverage, merge

CORPUS = Path(__file__).parents[2] / "data" / "corpus"

CALC = """\
# Arithmetic.


def sign(x):
    if x < 0:
        return -1
    return 1


def debug():  # pragma: no cover
    print("never")


def kind(x):
    match x:
        case 0:
            return "zero"
        case 1:
            return "one"
        case _:
            return "many"


def first(xs):
    for x in xs:
        if x: return x
"""
MAIN = "from calc import {0}\n{0}({1})\n"
FILES = {
    "src/calc/__init__.py": CALC,
    "src/calc/empty.py": "",
    "src/calc/never.py": "x = 1\nif x:\n    y = 2\n",
    "tests/sign.py": MAIN.format("sign", "-5"),
    "tests/kind.py": MAIN.format("kind", "1"),
    "tests/first.py": MAIN.format("first", "[0, 2]"),
}
PATH = "import sys; sys.path.insert(0, 'src')\n"


def write(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PATH + text if name.startswith("tests/") else text, encoding="utf-8")


def run(folder: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "coverage", *arguments]
    done = subprocess.run(command, cwd=folder, env={}, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def snapshot(folder: Path) -> dict[Path, tuple[int, bytes]]:
    return {
        path: (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
    }


def read(root: Path, *parts: Path, **fields: Any) -> tuple[dict[str, FileCoverage], Source]:
    """Read data files, see that everything stays as it was, and name files from the root."""
    source = Source(parts[0], parts[0].name, root, parts=parts if len(parts) > 1 else (), **fields)
    before = Path.cwd(), sys.path.copy(), snapshot(root), set(Path.cwd().iterdir())
    assert coveragepy.sniff(source)
    files: dict[str, list[FileCoverage]] = {}
    for file in coveragepy.read(source):
        assert Path.cwd() == before[0]
        files.setdefault(Path(file.path).relative_to(root).as_posix(), []).append(file)
    assert before == (Path.cwd(), sys.path, snapshot(root), set(Path.cwd().iterdir()))
    return {name: merge(parts) for name, parts in files.items()}, source


def reported(folder: Path, data: Path, tmp_path: Path) -> dict[str, Any]:
    """Return what `coverage json` says, run in the folder on a copy of the data."""
    copy = tmp_path / "copy"
    copy.write_bytes(data.read_bytes())
    run(folder, "json", "-q", f"--data-file={copy}", f"-o{tmp_path / 'report.json'}")
    files: dict[str, Any] = json.loads((tmp_path / "report.json").read_bytes())["files"]
    return files


def covered(entry: dict[str, Any]) -> set[int]:
    # Before coverage.py 7.13.1, excluded lines are among the executed ones.
    return {*entry["executed_lines"]} - {*entry["excluded_lines"]}


def assert_same(files: dict[str, FileCoverage], expected: dict[str, Any]) -> None:
    assert files.keys() == expected.keys()
    for name, entry in expected.items():
        file = files[name]
        assert {n for n, hits in enumerate(file.lines, 1) if hits == 1} == covered(entry)
        assert [n for n, hits in enumerate(file.lines, 1) if hits == 0] == entry["missing_lines"]
        executed, missing = entry.get("executed_branches", []), entry.get("missing_branches", [])
        wanted = [(line, abs(target), 1) for line, target in executed]
        wanted += [(line, abs(target), 0) for line, target in missing]
        assert sorted((k[0], k[2], hits) for k, hits in file.branches.items()) == sorted(wanted)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "repo"
    write(folder, FILES)
    return folder.resolve()


@pytest.mark.parametrize("name", ["coveragepy-parallel", "coveragepy-sqlite-branch-relative"])
def test_the_corpus_gives_the_expected_result(name: str) -> None:
    root = CORPUS / name / "repo"
    expected = json.loads((CORPUS / name / "expected.json").read_bytes())
    files, source = read(root, *(root / report for report in expected["reports"]))
    second = json.loads((CORPUS / name / "second" / "coverage.json").read_bytes())
    assert_same(files, second["files"])
    for path, wanted in expected["source_files"].items():
        hits = dict(enumerate(files[path].lines, 1))
        assert [line for line in hits if hits[line] == 1] == wanted["covered"]
        assert [line for line in hits if hits[line] == 0] == wanted["missed"]
        by_line: dict[str, list[int]] = {}
        for (line, _, _), taken in files[path].branches.items():
            total = by_line.setdefault(str(line), [0, 0])
            by_line[str(line)] = [total[0] + 1, total[1] + taken]
        assert by_line == wanted["branches_by_line"]
    assert not source.notes.remarks
    assert all(not file.counted for file in files.values())


@pytest.mark.parametrize(
    ("config", "text"),
    [
        (".coveragerc", "[run]\nbranch = true\nrelative_files = true\nsource = src\n"),
        (".coveragerc", "[run]\nbranch = true\nsource = src\n"),
        (".coveragerc", "[run]\nrelative_files = true\n[report]\nomit = tests/*\n"),
        (".coveragerc", "[run]\nbranch = true\n[report]\ninclude = src/calc/__init__.py\n"),
        (".coveragerc", "[report]\nexclude_also =\n    case 1\nomit = never.py\n"),
        (".coveragerc", "[run]\nbranch = true\ndata_file = deep/down/.coverage\n"),
        ("setup.cfg", "[coverage:run]\nbranch = true\n[coverage:report]\nomit = tests/*\n"),
        ("tox.ini", "[coverage:run]\nrelative_files = true\nbranch = true\n"),
        ("pyproject.toml", "[tool.coverage]\nrun.branch = true\nreport.omit = ['*/kind.py']\n"),
    ],
)
def test_the_configuration_of_the_repository_is_honoured_from_any_folder(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: str, text: str
) -> None:
    (root / config).write_text(text)
    run(root, "run", "--data-file=.coverage", "tests/kind.py")
    expected = reported(root, root / ".coverage", tmp_path)
    monkeypatch.chdir(tmp_path)
    files, source = read(root, root / ".coverage")
    assert_same(files, expected)
    assert not source.notes.remarks


def test_parallel_data_is_combined_and_the_files_stay(root: Path, tmp_path: Path) -> None:
    (root / ".coveragerc").write_text("[run]\nbranch = true\nparallel = true\nsource = src\n")
    for name in ("sign", "kind", "first"):
        run(root, "run", f"tests/{name}.py")
    parts = sorted(root.glob(".coverage.*"))
    assert len(parts) == 3
    combined = tmp_path / "combined"
    run(root, "combine", "-q", "--keep", f"--data-file={combined}", *map(str, parts))
    files, _ = read(root, *parts)
    assert_same(files, reported(root, combined, tmp_path))


def test_data_with_and_without_branches_is_read_apart(root: Path, tmp_path: Path) -> None:
    run(root, "run", "--branch", "--data-file=.coverage.1", "tests/sign.py")
    run(root, "run", "--data-file=.coverage.2", "tests/kind.py")
    files, _ = read(root, root / ".coverage.1", root / ".coverage.2")
    sign = reported(root, root / ".coverage.1", tmp_path)["src/calc/__init__.py"]
    kind = reported(root, root / ".coverage.2", tmp_path)["src/calc/__init__.py"]
    calc = files["src/calc/__init__.py"]
    lines = {line for line, hits in enumerate(calc.lines, 1) if hits}
    assert lines == covered(sign) | covered(kind)
    assert sum(calc.branches.values()) == len(sign["executed_branches"])


def test_a_data_file_in_a_subfolder_is_read_by_the_configuration_there(
    tmp_path: Path,
) -> None:
    root = tmp_path.resolve() / "mono"
    package = root / "packages" / "a"
    write(package, FILES)
    (package / ".coveragerc").write_text("[run]\nbranch = true\nrelative_files = true\n")
    run(package, "run", "--source=src", "tests/sign.py")
    expected = reported(package, package / ".coverage", tmp_path)
    files, _ = read(root, package / ".coverage")
    assert_same(files, {f"packages/a/{name}": entry for name, entry in expected.items()})


def test_relative_paths_are_found_without_any_configuration(root: Path, tmp_path: Path) -> None:
    config = tmp_path / "relative"
    config.write_text("[run]\nrelative_files = true\n")
    run(root, "run", f"--rcfile={config}", "tests/sign.py")
    (tmp_path / "artifacts").mkdir()
    data = (root / ".coverage").rename(tmp_path / "artifacts" / ".coverage")
    files, _ = read(root, data)
    assert files["src/calc/__init__.py"].lines[4:7] == [1, 1, 0]


def test_a_jump_and_an_exit_of_one_number_are_two_branches(root: Path, tmp_path: Path) -> None:
    write(root, {"loop.py": "for x in [1, 2]:\n    if x: break\n"})
    run(root, "run", "--branch", "loop.py")
    entry = reported(root, root / ".coverage", tmp_path)["loop.py"]
    assert [2, -1] in entry["executed_branches"]
    assert [2, 1] in entry["missing_branches"]
    files, _ = read(root, root / ".coverage")
    assert files["loop.py"].branches == {(1, 0, 1): 0, (1, 0, 2): 1, (2, 0, 0): 1, (2, 0, 1): 0}


@pytest.mark.parametrize("relative", ["true", "false"])
def test_paths_of_another_place_are_mapped_by_the_configuration(
    root: Path, tmp_path: Path, relative: str
) -> None:
    docker = tmp_path / "docker" / "app"
    root.rename(tmp_path / "there")
    write(docker, FILES)
    run(docker, "run", "--branch", "--source=src", "tests/kind.py")
    expected = reported(docker, docker / ".coverage", tmp_path)
    (tmp_path / "there").rename(root)
    config = f"[run]\nrelative_files = {relative}\n[paths]\nsource =\n    src\n    */app/src\n"
    (root / ".coveragerc").write_text(config)
    data = (docker / ".coverage").rename(root / ".coverage")
    files, _ = read(root, data)
    # The mapping wins although the files are still there, too.
    assert_same(files, expected)


def relocated(data: Path, target: Path, prefix: str, separator: str = "/") -> Path:
    """Write the data as if it had been measured below the prefix."""
    old, new = CoverageData(str(data)), CoverageData(str(target))
    old.read()
    for path in old.measured_files():
        name = separator.join(Path(path).parts[-3:])
        new.add_arcs({prefix + name: old.arcs(path) or []})
        new.touch_file(prefix + name)
    new.write()
    return target


@pytest.mark.parametrize(
    ("prefix", "separator"),
    [("/no/such/place/", "/"), ("C:\\work\\", "\\"), ("", "\\"), ("", "/")],
)
def test_paths_of_another_machine_are_found_in_the_repository(
    root: Path, tmp_path: Path, prefix: str, separator: str
) -> None:
    run(root, "run", "--branch", "--source=src", "tests/kind.py")
    expected = reported(root, root / ".coverage", tmp_path)
    data = relocated(root / ".coverage", tmp_path / ".coverage", prefix, separator)

    def locate(path: str) -> Path | None:
        found = root.joinpath(*path.replace("\\", "/").split("/")[-3:])
        return found if found.is_file() else None

    files, source = read(root, data, locate=locate)
    assert_same(files, expected)
    assert not source.notes.remarks


def test_what_is_not_here_is_told_and_the_rest_is_read(root: Path) -> None:
    run(root, "run", "--source=src,tests", "tests/kind.py")
    (root / "tests" / "first.py").unlink()
    files, source = read(root, root / ".coverage")
    assert "src/calc/__init__.py" in files
    [remark] = source.notes.remarks
    assert remark.startswith("1 of 6 measured files are not here: ")
    assert remark.endswith("tests/first.py")


def test_data_from_standard_input_and_in_a_read_only_folder_is_read(root: Path) -> None:
    run(root, "run", "tests/sign.py")
    piped = Source(Path("-"), "standard input", root, content=(root / ".coverage").read_bytes())
    assert len(list(coveragepy.read(piped))) == 2
    (root / ".coverage").chmod(0o444)
    root.chmod(0o555)
    try:
        assert len(read(root, root / ".coverage")[0]) == 2
    finally:
        root.chmod(0o755)


def test_the_configuration_nearest_to_the_data_counts(tmp_path: Path) -> None:
    write(tmp_path, {".coveragerc": "[run]\nomit = */part.py\n"})
    package = tmp_path / "packages/a"
    write(package, {".coveragerc": "[run]\nrelative_files = true\n", "part.py": "x = 1\n"})
    run(package, "run", "part.py")
    files, _ = read(tmp_path, package / ".coverage")
    assert [file.lines for file in files.values()] == [[1]]
