from hashlib import md5
from typing import Any

import pytest

from coverup.sandbox.file_rules import check_files
from coverup.sandbox.understood import Findings, SourceFile

DIGEST = "1eb14b3a053f951ca925f2fd4d633eeb"
FILE = {"name": "lib/example.rb", "source_digest": DIGEST, "coverage": [None, 1, 0, 1, 1, None]}


def check(*files: object) -> tuple[list[SourceFile], Findings]:
    findings = Findings()
    return check_files(list(files), findings), findings


def test_the_documents_example_breaks_no_rule() -> None:
    [file], findings = check(FILE)
    assert file.measured.lines == [None, 1, 0, 1, 1, None]
    assert file.digest == DIGEST
    assert not findings.problems
    assert not findings.remarks()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": ""}, "source_files[0].name must be a string with content"),
        ({"name": 3}, "source_files[0].name must be a string with content"),
        ({"name": "/src/a.py"}, "is an absolute path"),
        ({"name": "C:/src/a.py"}, "is an absolute path"),
        ({"name": "src\\a.py"}, "has a backslash"),
        ({"name": "./a.py"}, "has an empty, '.' or '..' part"),
        ({"name": "../a.py"}, "has an empty, '.' or '..' part"),
        ({"name": "src/../a.py"}, "has an empty, '.' or '..' part"),
        ({"name": "src//a.py"}, "has an empty, '.' or '..' part"),
        ({"name": "src/"}, "has an empty, '.' or '..' part"),
        ({"source_digest": None}, "source_digest is missing, and there is no source either"),
        ({"source_digest": "abc"}, 'must be 32 hexadecimal digits, the MD5 of the file, not "abc"'),
        ({"source_digest": 7}, "must be 32 hexadecimal digits"),
        ({"source": "x\n"}, "source_digest is not the MD5 of source"),
        ({"source": ["x"]}, 'source must be a string, not ["x"]'),
        ({"coverage": None}, "coverage is missing or not an array"),
        ({"coverage": {"1": 1}}, "coverage is missing or not an array"),
        ({"coverage": [None, True]}, "coverage[1] is true; an item must be null or an integer"),
        ({"coverage": [1.0]}, "coverage[0] is 1.0"),
        ({"coverage": ["1"]}, 'coverage[0] is "1"'),
        ({"coverage": [0, -1, -2]}, "coverage[1] is -1 (and 1 more)"),
        ({"branches": {}}, "branches must be an array, not {}"),
        ({"branches": [1, 0, 0]}, "branches has 3 items; each branch is line, block, branch, hits"),
        ({"branches": [[1, 0, 0, 1]]}, "branches[0] is [1, 0, 0, 1]; an item must be an integer"),
        ({"branches": [1, 0, 0, True]}, "branches[3] is true"),
        ({"branches": [1, 0, 0, None]}, "branches[3] is null"),
        ({"branches": [1, 0, 0, -1]}, "branches[3] is -1"),
        ({"branches": [0, 0, 0, 1]}, "a branch is in line 0; lines count from 1"),
    ],
)
def test_a_broken_rule_has_its_reason(changes: dict[str, Any], reason: str) -> None:
    _, findings = check({**FILE, **changes})
    [problem] = findings.problems
    assert reason in problem


def test_a_name_must_be_unique_in_the_job() -> None:
    _, findings = check(FILE, {**FILE, "name": "b.rb"}, FILE)
    assert findings.problems == ["lib/example.rb: the name is not unique in the job (2 times)"]


def test_an_entry_that_is_no_object_is_named_by_its_index() -> None:
    _, findings = check(FILE, "b.rb")
    assert findings.problems == ['source_files[1] must be an object, not "b.rb"']


def test_source_files_must_be_an_array() -> None:
    findings = Findings()
    assert check_files({"a.py": [1]}, findings) == []
    assert findings.problems == ["source_files is missing or not an array"]


def test_all_broken_rules_of_a_file_are_told() -> None:
    _, findings = check({"name": "/a", "coverage": [True], "branches": [1]})
    assert len(findings.problems) == 4


def test_source_stands_in_for_the_digest() -> None:
    [file], findings = check({"name": "a.py", "source": "x = 1\n", "coverage": [1]})
    assert file.source == "x = 1\n"
    assert not findings.problems
    assert findings.remarks() == ["a source file has source, but no source_digest (a.py)"]


def test_a_digest_may_be_in_capitals() -> None:
    digest = md5("é\n".encode(), usedforsecurity=False).hexdigest().upper()
    [file], findings = check(
        {"name": "a", "source": "é\n", "source_digest": digest, "coverage": []}
    )
    assert file.digest == digest.lower()
    assert not findings.problems


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        ({"lines": []}, 'unknown key "lines" in a source file'),
        ({"branches": [9, 0, 0, 1]}, "a branch is in a line beyond the end of coverage"),
        ({"branches": [2, 0, 0, 1, 2, 0, 0, 1]}, "a branch appears twice; its hits are added"),
        (
            {"source": "x", "source_digest": "9dd4e461268c8034f5c8564e155c67a6"},
            "coverage has more items than source has lines",
        ),
    ],
)
def test_what_is_odd_but_understood_is_remarked(changes: dict[str, Any], remark: str) -> None:
    _, findings = check({**FILE, **changes})
    assert not findings.problems
    assert [remark in each for each in findings.remarks()] == [True]


def test_a_remark_on_many_files_is_made_once() -> None:
    files = ({"name": f"{i}.py", "source": "", "coverage": []} for i in range(3))
    _, findings = check(*files)
    assert findings.remarks() == [
        "a source file has source, but no source_digest (0.py and 2 more)"
    ]


def test_branches_are_understood_by_line_block_and_branch() -> None:
    [file], _ = check({**FILE, "branches": [2, 0, 0, 5, 2, 0, 1, 0]})
    assert file.measured.branches == {(2, 0, 0): 5, (2, 0, 1): 0}
