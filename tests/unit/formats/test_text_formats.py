"""What holds for all text formats, over real reports and over what is made of them."""

import json
from pathlib import Path
from random import Random

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import dlang, gcov, gcov_intermediate, gocover, lcov, llvm_text, luacov
from coverup.formats._base import Format
from coverup.formats.source import Source
from coverup.model import MAX_HITS, MAX_LINE
from tests.unit.formats.xml_reports import DATA, by_line, merged, relevant, report

FORMATS: tuple[Format, ...] = (*(lcov, gocover, gcov, gcov_intermediate, luacov, dlang, llvm_text),)
CORPUS = DATA / "corpus"
GCOV = tuple(
    f"{name}.gcov"
    for name in (
        *("include#util.h", "src#main.c", "src#never.c"),
        "src#\u0434\u0438\u0440 ectory#na\u00efve caf\u00e9.c",
    )
)
REAL: list[tuple[Format, str, tuple[str, ...]]] = [
    (gocover, "gocover-atomic", ("coverage.out",)),
    (gocover, "gocover-count", ("coverage.out",)),
    (gocover, "gocover-set", ("coverage.out",)),
    (gcov, "gcov-text-gcc12", GCOV),
    (luacov, "luacov", ("luacov.report.out",)),
    (dlang, "dlang-lst", ("source-app.lst",)),
]
OTHERS: list[tuple[Format, Path]] = [
    (gcov, DATA / "gcov/template.cpp.gcov"),
    (gcov, CORPUS / "gcov-json-gcc12/second/gcov.txt"),
    (llvm_text, DATA / "llvm-text/coverage.show.txt"),
    *((llvm_text, path) for path in sorted((DATA / "llvm-text/cpp").glob("show*.txt"))),
]
OWNED = [(form, CORPUS / at / "repo" / name) for form, at, names in REAL for name in names]
OWNED += OTHERS
INTERMEDIATE = (
    b"version:8.3.0\nfile:src/a.c\nfunction:3,5,2,main\nlcount:3,2,1\nbranch:3,taken\n"
    b"branch:3,nottaken\nlcount:4,0,0\nfile:src/b.h\nlcount:9,1\nlcount:10,0\n"
)
NOT_LISTED = {("gcov-text-gcc12", "include/util.h")}
"""gcov lists no branches of an inline function that several objects have."""


@pytest.mark.parametrize(
    ("form", "folder", "names"), REAL, ids=lambda each: each if isinstance(each, str) else ""
)
def test_a_real_report_gives_what_another_source_says(
    form: Format, folder: str, names: tuple[str, ...]
) -> None:
    sources = [Source(CORPUS / folder / "repo" / name, name, CORPUS) for name in names]
    files = merged(file for source in sources for file in form.read(source))
    assert not any(source.notes.skipped or source.notes.remarks for source in sources)
    document = json.loads((CORPUS / folder / "expected.json").read_bytes())["source_files"]
    assert len(files) == len(document)
    for rel, expected in document.items():
        (file,) = (each for path, each in files.items() if f"/{path}".endswith(f"/{rel}"))
        lines = relevant(file)
        assert [line for line, hits in lines.items() if hits] == expected["covered"]
        assert [line for line, hits in lines.items() if not hits] == expected["missed"]
        if "hits" in expected:
            assert lines == {int(line): hits for line, hits in expected["hits"].items()}
        branches = {} if (folder, rel) in NOT_LISTED else expected.get("branches_by_line", {})
        assert by_line(file) == {int(line): counts for line, counts in branches.items()}


def test_a_report_is_claimed_by_its_own_format_and_no_other() -> None:
    every = {path for path in DATA.rglob("*") if path.is_file()}
    claims = {path: [form for form in FORMATS[1:] if _claims(form, path)] for path in every}
    owners = {path: [form] for form, path in OWNED}
    assert {path: forms for path, forms in claims.items() if forms} == owners
    assert not any(_claims(lcov, path) for path in owners)


def _claims(form: Format, path: Path) -> bool:
    return form.sniff(Source(path, path.name, path.parent))


@pytest.mark.parametrize("form", FORMATS[1:], ids=lambda form: form.NAME)
def test_whatever_happens_to_a_report_it_is_read_or_refused(form: Format) -> None:
    random = Random(form.NAME)
    contents = [path.read_bytes() for each, path in OWNED if each is form] or [INTERMEDIATE]
    assert sum(_lines_of(form, _mutated(random.choice(contents), random)) for _ in range(300))


def _lines_of(form: Format, content: bytes) -> int:
    """Return how many lines a report has, if any, and look whether they can be sent."""
    source = report(content)
    form.sniff(source)
    try:
        files = list(form.read(source))
    except InvalidReportError:
        return 0
    for file in files:
        assert file.path
        assert all(0 <= hits <= MAX_HITS for hits in relevant(file).values())
        assert all(0 < line <= MAX_LINE for line in file.far)
        assert all(0 <= hits <= MAX_HITS for hits in file.branches.values())
    return sum(len(relevant(file)) for file in files)


def _mutated(content: bytes, random: Random) -> bytes:
    data = bytearray(content)
    for _ in range(random.randint(1, 4)):
        if not data:
            break
        start = random.randrange(len(data))
        end = min(len(data), start + random.randint(1, 60))
        match random.choice(["flip", "digit", "cut", "double", "end"]):
            case "flip":
                data[start] ^= 1 << random.randrange(8)
            case "digit":
                digits = [at for at, byte in enumerate(data) if chr(byte).isdigit()]
                data[random.choice(digits or [start])] = random.choice(b"-0x9ek.*#=")
            case "cut":
                del data[start:end]
            case "double":
                data[start:start] = data[start:end] * random.choice([1, 30])
            case _:
                del data[max(start, 20) :]
    return bytes(data)
