"""What becomes of a report's files."""

import pytest

from coverup.model import FileCoverage
from coverup.paths.placed import (
    AMBIGUOUS,
    EXCLUDED,
    INSIDE_GIT,
    NO_LINES,
    NOT_HERE,
    OUTSIDE,
    SUBMODULE,
    UNTRACKED,
    Dropped,
    Mapping,
    Placement,
)


@pytest.mark.parametrize(
    ("reason", "is_unresolved"),
    [
        (NOT_HERE, True),
        (UNTRACKED, True),
        (SUBMODULE, True),
        (f"{AMBIGUOUS}a/x.py, b/x.py", True),
        (OUTSIDE, False),
        (INSIDE_GIT, False),
        (EXCLUDED, False),
        (NO_LINES, False),
        ("cannot be read: Permission denied", False),
    ],
)
def test_what_should_have_been_found_is_unresolved(reason: str, *, is_unresolved: bool) -> None:
    assert Dropped("x.py", reason).is_unresolved is is_unresolved


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (Mapping("/app", "web"), "/app -> web"),
        (Mapping("/app", ""), "/app -> ."),
        (Mapping("", "web"), ". -> web"),
    ],
)
def test_a_mapping_is_said_with_a_dot_for_the_root(mapping: Mapping, said: str) -> None:
    assert str(mapping) == said


def test_a_file_that_is_left_out_keeps_the_reports_path() -> None:
    placement = Placement()
    placement.drop(FileCoverage("/x/a.py"), NOT_HERE)
    assert [each for _, each in placement.dropped] == [Dropped("/x/a.py", NOT_HERE)]


def test_doubles_are_files_under_several_paths_and_not_parts_of_one() -> None:
    placed = [("/x/a.py", "a.py"), ("a.py", "a.py"), ("b.py", "b.py"), ("b.py", "b.py")]
    placement = Placement([(FileCoverage(path), name) for path, name in placed])
    assert placement.doubles() == {"a.py": ["/x/a.py", "a.py"]}
