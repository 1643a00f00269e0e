import json
from itertools import groupby
from pathlib import Path

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import dart, fastcov, gcov_json, gcovr_json, istanbul, llvm_json, xccov
from coverup.formats._base import Format
from coverup.formats.source import Source
from coverup.model import FileCoverage, merge
from tests.unit.formats.documents import CORPUS, relevant

GCOV = ("main.gcov.json.gz", "naïve café.gcov.json.gz", "never.gcov.json.gz")
REPORTS: list[tuple[Format, str, tuple[str, ...]]] = [
    (gcov_json, "gcov-json-gcc12", GCOV),
    (gcovr_json, "gcovr-all", ("gcovr.json",)),
    (fastcov, "fastcov", ("fastcov.json",)),
    (llvm_json, "llvm-cov-clang14", ("coverage.json",)),
    (llvm_json, "llvm-cov-clang14-cpp", ("coverage.json",)),
    (istanbul, "istanbul-nyc", ("coverage/coverage-final.json",)),
    (istanbul, "jest", ("coverage/coverage-final.json",)),
    (istanbul, "v8-c8", ("coverage/coverage-final.json",)),
    (istanbul, "vitest-v8", ("coverage/coverage-final.json",)),
]
OTHERS: list[tuple[Format, Path]] = [
    (istanbul, CORPUS / "codecov-json-monocart/repo/coverage/coverage-final.json"),
    (gcov_json, CORPUS.parent / "gcov-json/never.gcov.json"),
    (xccov, CORPUS.parent / "xccov/xccov.json"),
    (dart, CORPUS.parent / "dart/coverage/test/greet_test.dart.vm.json"),
]
OWNERS = {
    CORPUS / folder / "repo" / name: form for form, folder, names in REPORTS for name in names
}
OWNERS |= {path: form for form, path in OTHERS}
FORMS: tuple[Format, ...] = (*(dart, fastcov, gcov_json, gcovr_json, istanbul, llvm_json, xccov),)


def by_line(file: FileCoverage) -> dict[str, list[int]]:
    found = groupby(sorted(file.branches.items()), key=lambda item: item[0][0])
    taken = {line: [hits > 0 for _, hits in branches] for line, branches in found}
    return {str(line): [len(flags), sum(flags)] for line, flags in taken.items()}


@pytest.mark.parametrize(("form", "folder", "names"), REPORTS)
def test_a_real_report_gives_what_another_source_says(
    form: Format, folder: str, names: tuple[str, ...]
) -> None:
    files: list[FileCoverage] = []
    for name in names:
        source = Source(CORPUS / folder / "repo" / name, name, CORPUS)
        files += form.read(source)
        assert not source.notes.skipped
        assert not source.notes.remarks
    expected = json.loads((CORPUS / folder / "expected.json").read_bytes())["source_files"]
    for rel, wanted in expected.items():
        file = merge(each for each in files if f"/{each.path}".endswith(f"/{rel}"))
        lines = {
            line: hits for line, hits in relevant(file).items() if line <= wanted["line_count"]
        }
        assert {str(line): hits for line, hits in lines.items()} == wanted["hits"]
        assert by_line(file) == wanted["branches_by_line"]


def test_a_report_of_the_corpus_is_claimed_by_its_own_format_and_no_other() -> None:
    reports = [path for path in sorted(CORPUS.glob("*/*/**/*")) if path.is_file()]
    reports += [path for path in OWNERS if path not in reports]
    claims = {path: [form for form in FORMS if _claims(form, path)] for path in reports}
    assert {path: forms for path, forms in claims.items() if forms} == {
        path: [form] for path, form in OWNERS.items()
    }


def _claims(form: Format, path: Path) -> bool:
    try:
        return form.sniff(Source(path, path.name, path.parent))
    except InvalidReportError:  # .coveragerc begins with a bracket
        return False


def test_gcovs_own_files_are_of_the_folder_that_the_compiler_ran_in() -> None:
    source = Source(CORPUS / "gcov-json-gcc12/repo" / GCOV[0], GCOV[0], CORPUS)
    assert {file.bases for file in gcov_json.read(source)} == {
        ("/home/ci/builds/acme/gcov-json-gcc12/repo",)
    }
