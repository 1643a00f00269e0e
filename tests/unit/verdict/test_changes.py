"""Changed lines by git, and by diffs that were made elsewhere."""

import os
import subprocess
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

import pytest

from coverup import git
from coverup.errors import ConfigError
from coverup.verdict.changes import changed_lines, lines_of_diff
from tests.needs import needs

Changed = Mapping[str, Collection[int] | None]

IDENTITY: Final = (
    *("-c", "user.name=Ada", "-c", "user.email=ada@example.com"),
    *("-c", "init.defaultBranch=main", "-c", "core.autocrlf=false"),
)
TEN: Final = b"".join(b"line %d\n" % number for number in range(1, 11))


def run_git(folder: Path, *words: str) -> bytes:
    command = [needs("git"), "-C", str(folder), *IDENTITY, *words]
    return subprocess.run(command, check=True, capture_output=True).stdout


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a repository with one file of ten lines in `src`."""
    root = tmp_path / "repo"
    (root / "src").mkdir(parents=True)
    (root / "src" / "ten.py").write_bytes(TEN)
    run_git(root, "init", "--quiet")
    save(root)
    return root


def save(root: Path) -> None:
    run_git(root, "add", "--all")
    run_git(root, "commit", "--quiet", "--allow-empty", "--message=one")


def changed(root: Path, base: str = "HEAD") -> Changed:
    repository = git.find(root)
    assert repository is not None
    return changed_lines(repository, base)


def by_diff(root: Path, diff: bytes | str) -> Changed:
    path = root / "change.diff"
    path.write_bytes(diff if isinstance(diff, bytes) else diff.encode())
    return lines_of_diff(path, root)


class TestLines:
    @pytest.mark.parametrize(
        ("after", "lines"),
        [
            (TEN + b"more\n", {11}),
            (b"first\n" + TEN, {1}),
            (TEN.replace(b"line 5\n", b"line five\nand six\n"), {5, 6}),
            (TEN.replace(b"line 5\n", b""), set()),
            (TEN.replace(b"line 2\n", b"2\n").replace(b"line 9\n", b""), {2}),
            (TEN.removesuffix(b"\n"), None),
            (TEN.replace(b"\n", b"\r\n"), None),
            (TEN.replace(b"line 3\n", b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n"), {3, 4, 5}),
            (TEN.replace(b"line 3\n", b"form\x0cfeed\x85\xe2\x80\xa8\rend\n"), {3}),
            (b"", set()),
            (TEN, None),
        ],
    )
    def test_are_those_that_are_added_or_rewritten(
        self, root: Path, after: bytes, lines: set[int] | None
    ) -> None:
        (root / "src" / "ten.py").write_bytes(after)
        expected = {} if lines is None else {"src/ten.py": lines}
        assert changed(root) == expected

    def test_of_a_new_file_are_all(self, root: Path) -> None:
        (root / "new.py").write_bytes(b"1\n2\n3")
        (root / "empty.py").touch()
        save(root)
        assert changed(root, "HEAD~1") == {"empty.py": set(), "new.py": {1, 2, 3}}

    def test_of_a_renamed_file_are_those_that_changed_too(self, root: Path) -> None:
        run_git(root, "mv", "src", "lib")
        (root / "lib" / "ten.py").write_bytes(TEN.replace(b"line 7\n", b"seven\n"))
        assert changed(root) == {"lib/ten.py": {7}}

    def test_of_a_copy_are_all(self, root: Path) -> None:
        (root / "copy.py").write_bytes(TEN)
        save(root)
        assert changed(root, "HEAD~1") == {"copy.py": set(range(1, 11))}

    def test_of_a_file_only_made_executable_are_none(self, root: Path) -> None:
        run_git(root, "update-index", "--chmod=+x", "src/ten.py")
        (root / "src" / "ten.py").chmod(0o755)
        save(root)
        assert changed(root, "HEAD~1") == {"src/ten.py": set()}

    def test_of_a_deleted_file_there_are_none(self, root: Path) -> None:
        (root / "src" / "ten.py").unlink()
        assert changed(root) == {}

    def test_of_a_binary_file_are_not_known(self, root: Path) -> None:
        (root / "src" / "ten.py").write_bytes(TEN + b"\0")
        assert changed(root) == {"src/ten.py": None}

    @pytest.mark.skipif(os.name == "nt", reason="Windows needs a permission for links")
    def test_of_symbolic_links_there_are_none(self, root: Path) -> None:
        (root / "link.py").symlink_to("src/ten.py")
        save(root)
        (root / "src" / "ten.py").unlink()
        (root / "src" / "ten.py").symlink_to("../link.py")
        assert changed(root, "HEAD~1") == {}

    @pytest.mark.parametrize(
        "name",
        [
            "a c/c d.py",
            "b/a/x.py",
            "x a/y.py",
            "ä/日本.py",
            "--x.py",
            "-- a.py",
        ],
    )
    def test_are_found_under_any_name(self, root: Path, name: str) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(TEN)
        save(root)
        assert changed(root, "HEAD~1") == {name: set(range(1, 11))}
        assert by_diff(root, run_git(root, "diff", "HEAD~1")) == {name: set(range(1, 11))}

    def test_of_a_name_that_git_writes_like_two_are_not_mistaken(self, root: Path) -> None:
        (root / "x b").mkdir()
        (root / "x b" / "y.py").write_bytes(b"1\n")
        save(root)
        assert changed(root, "HEAD~1") == {"x b/y.py": {1}}
        with pytest.raises(ConfigError, match="no unified diff"):
            by_diff(root, run_git(root, "diff", "HEAD~1"))

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
    @pytest.mark.parametrize("name", [b'"quoted".py', b"tab\t.py", b"back\\slash\n.py", b"\xff.py"])
    def test_are_found_under_names_that_git_quotes(self, root: Path, name: bytes) -> None:
        decoded = os.fsdecode(name)
        (root / decoded).write_bytes(b"1\n")
        save(root)
        assert changed(root, "HEAD~1") == {decoded: {1}}
        assert by_diff(root, run_git(root, "diff", "HEAD~1")) == {decoded: {1}}


CHANGED: Final = TEN.replace(b"line 2\n", b"two\nand three\n").replace(
    b"line 9\n", b"nine \xc3\xa4\n"
)
EXPECTED: Final = {"src/ten.py": {2, 3, 10}}


class TestADiffFile:
    @pytest.fixture
    def edited(self, root: Path) -> Path:
        (root / "src" / "ten.py").write_bytes(CHANGED)
        return root

    @pytest.mark.parametrize(
        "options",
        [
            (),
            ("--unified=0",),
            ("--no-prefix",),
            ("--src-prefix=i/", "--dst-prefix=w/"),
            ("--stat", "--patch"),
            ("--function-context",),
            ("--binary", "--full-index"),
        ],
    )
    def test_of_git_may_be_made_with_any_options(
        self, edited: Path, options: tuple[str, ...]
    ) -> None:
        assert by_diff(edited, run_git(edited, "diff", *options)) == EXPECTED

    @pytest.mark.parametrize(
        "head",
        [
            "--- src/ten.py\t2024-01-02 03:04:05\n+++ src/ten.py\t2024-01-02 03:04:05\n",
            "--- ./src/ten.py\n+++ ./src/ten.py\n",
            "\ufeff--- src/ten.py\n+++ src/ten.py\n",
            "Index: src/ten.py\n===\n--- src/ten.py\t(revision 1)\n+++ src/ten.py\t(local)\n",
            "diff -r 0123456789ab src/ten.py\n--- a/src/ten.py\tMon\n+++ b/src/ten.py\tTue\n",
            "diff -ru old/src/ten.py new/src/ten.py\n--- old/src/ten.py\n+++ new/src/ten.py\n",
        ],
    )
    def test_may_be_another_tools(self, edited: Path, head: str) -> None:
        body = run_git(edited, "diff").partition(b"@@")
        assert by_diff(edited, head.encode() + body[1] + body[2]) == EXPECTED

    def test_may_be_saved_by_windows(self, edited: Path) -> None:
        diff = run_git(edited, "diff", "HEAD").replace(b"\n", b"\r\n")
        for encoded in (diff, b"\xef\xbb\xbf" + diff, diff.decode().encode("utf-16")):
            assert by_diff(edited, encoded) == EXPECTED

    def test_may_have_lost_its_encoding_on_the_way(self, edited: Path) -> None:
        diff = run_git(edited, "diff").replace("ä".encode(), b"?\xc2\xa4")
        assert by_diff(edited, diff) == EXPECTED

    def test_may_be_of_a_file_with_the_line_ends_of_windows(self, edited: Path) -> None:
        diff = run_git(edited, "diff")
        (edited / "src" / "ten.py").write_bytes(CHANGED.replace(b"\n", b"\r\n"))
        assert by_diff(edited, diff) == EXPECTED

    def test_may_be_a_mail(self, edited: Path) -> None:
        save(edited)
        assert by_diff(edited, run_git(edited, "format-patch", "-1", "--stdout")) == EXPECTED

    def test_may_delete_and_rename_files_and_move_submodules(self, edited: Path) -> None:
        (edited / "old.py").write_bytes(b"1\n2\n3\n4\n")
        (edited / "gone.py").write_bytes(b"gone\n")
        save(edited)
        run_git(edited, "mv", "old.py", "new.py")
        (edited / "gone.py").unlink()
        (edited / "picture.png").write_bytes(b"\0")
        run_git(edited, "add", "--all")
        sha = run_git(edited, "rev-parse", "HEAD").decode().strip()
        run_git(edited, "update-index", "--add", "--cacheinfo", f"160000,{sha},library")
        diff = run_git(edited, "diff", "--cached", "HEAD")
        assert by_diff(edited, diff) == {"new.py": set(), "picture.png": None}

    def test_may_be_empty(self, edited: Path) -> None:
        assert by_diff(edited, b"") == by_diff(edited, b"\n") == {}

    @pytest.mark.parametrize(
        ("diff", "problem"),
        [
            ("src/ten.py | 3 ++-\n", "no unified diff"),
            ("+++ b/src/ten.py\n@@ -1 +1 @@\n", "no unified diff"),
            ("--- a/src/ten.py\n+++ b/src/ten.py\n@@ -1 +1,2 @@\n+two\n", "no unified diff"),
            (
                "--- a/src/ten.py\n+++ b/src/ten.py\n@@ -1 +2 @@\n-x\n+2\n",
                "line 2 of ten.py is not",
            ),
            ("--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-x\n+two\n", "it has no b/x.py"),
            ("diff --cc src/ten.py\n@@@ -1 -1 +1 @@@\n- x\n", "several parents"),
            (2 * "--- a/src/ten.py\n+++ b/src/ten.py\n@@ -2 +2 @@\n-x\n+two\n", "twice"),
            (b"\xff\xfe\x00", "no unified diff"),
        ],
    )
    def test_that_would_be_mapped_wrong_is_refused(
        self, edited: Path, diff: bytes | str, problem: str
    ) -> None:
        with pytest.raises(ConfigError, match=problem) as caught:
            by_diff(edited, diff)
        assert "git diff --merge-base main > change.diff" in (caught.value.hint or "")

    def test_that_is_not_there_is_refused(self, edited: Path) -> None:
        with pytest.raises(ConfigError, match="No such file"):
            lines_of_diff(edited / "missing.diff", edited)
