"""The diff against the merge base, in real repositories and in clones as CI services make them."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from coverup.errors import ConfigError
from coverup.git.diff import diff_since

Git = Callable[..., str]

ABSENT: Final = "89e6c98d92887913cadf06b2adb97f26cde4849b"


def changed(
    root: Path, base: str, *, remote_first: bool = False, exact: bool = False
) -> dict[str, list[str]]:
    """Return the lines that the diff adds, by file."""
    diff = diff_since(root, base, remote_first=remote_first, exact=exact).decode()
    parts = re.split(r"^diff --git a://.+ b://(.+)\n", diff, flags=re.MULTILINE)[1:]
    return {
        name: [line[1:] for line in body.split("\n") if re.match(r"\+(?!\+\+ )", line)]
        for name, body in zip(parts[::2], parts[1::2], strict=True)
    }


def hint_of(root: Path, base: str, *, exact: bool = False) -> str:
    with pytest.raises(ConfigError) as caught:
        changed(root, base, exact=exact)
    return caught.value.hint or ""


@pytest.fixture
def topic(repo: Path, git: Git, commit: Callable[..., str]) -> Path:
    """Leave `main` at its second commit, add one on `topic`, then one that only main has."""
    git(repo, "checkout", "--quiet", "-b", "topic")
    (repo / "src" / "app.py").write_text("pass\nmore = 1\n")
    commit(repo)
    git(repo, "checkout", "--quiet", "main")
    (repo / "other.py").write_text("of_main = 1\n")
    git(repo, "add", "other.py")
    git(repo, "commit", "--quiet", "--message=of main alone")
    git(repo, "checkout", "--quiet", "topic")
    return repo


TOPIC: Final = {"file2.py": ["print(2)"], "src/app.py": ["more = 1"]}


class TestTheBase:
    @pytest.mark.parametrize("base", ["main", "refs/heads/main", "topic~1", "a-tag", "topic^"])
    def test_may_be_anything_that_git_knows_as_a_commit(
        self, topic: Path, git: Git, base: str
    ) -> None:
        git(topic, "tag", "--annotate", "--message=t", "a-tag", "main")
        assert changed(topic, base) == TOPIC

    def test_may_be_an_id_whole_or_abbreviated(self, topic: Path, git: Git) -> None:
        sha = git(topic, "rev-parse", "main")
        assert (
            changed(topic, sha) == changed(topic, sha[:9]) == changed(topic, sha.upper()) == TOPIC
        )

    def test_is_looked_for_at_the_remotes(self, topic: Path, git: Git, tmp_path: Path) -> None:
        git(tmp_path, "clone", "--quiet", "--branch=topic", str(topic), "work")
        assert changed(tmp_path / "work", "main") == TOPIC
        assert changed(tmp_path / "work", "refs/heads/main") == TOPIC

    def test_is_the_remotes_where_a_local_branch_is_old(
        self, topic: Path, git: Git, tmp_path: Path
    ) -> None:
        git(tmp_path, "clone", "--quiet", "--branch=topic", str(topic), "work")
        work = tmp_path / "work"
        git(work, "branch", "main", "HEAD~2")
        assert changed(work, "main", remote_first=True) == TOPIC
        assert list(changed(work, "main")) == ["file1.py", "file2.py", "src/app.py"]

    @pytest.mark.parametrize("base", ["", "--output=stolen", "-h", "a\0b"])
    def test_that_is_no_name_is_refused(self, topic: Path, base: str) -> None:
        assert hint_of(topic, base) == "--base main"
        assert not (topic / "stolen").exists()

    def test_that_is_not_here_is_to_be_fetched(self, topic: Path, git: Git) -> None:
        git(topic, "remote", "add", "upstream", "https://example.com/a/b.git")
        wish = "git fetch upstream"
        assert hint_of(topic, "next") == f"{wish} next:refs/remotes/upstream/next"
        assert hint_of(topic, "upstream/next") == f"{wish} next:refs/remotes/upstream/next"
        assert hint_of(topic, ABSENT) == f"{wish} {ABSENT}"
        assert hint_of(topic, "HEAD~50") == hint_of(topic, "abcdef0") == wish

    def test_without_a_common_commit_is_refused(self, topic: Path, git: Git) -> None:
        git(topic, "checkout", "--quiet", "--orphan", "apart")
        git(topic, "commit", "--quiet", "--message=apart")
        with pytest.raises(ConfigError, match="no commit in common"):
            changed(topic, "main")

    def test_of_two_merge_bases_one_is_taken(self, topic: Path, git: Git) -> None:
        identity = ("-c", "merge.conflictStyle=merge", "merge", "--quiet", "--strategy=ours")
        git(topic, "branch", "old-main", "main")
        git(topic, "checkout", "--quiet", "main")
        git(topic, *identity, "--message=x", "topic")
        git(topic, "checkout", "--quiet", "topic")
        git(topic, *identity, "--message=y", "old-main")
        assert len(git(topic, "merge-base", "--all", "main", "topic").split()) == 2
        git(topic, "checkout", "--quiet", "topic")
        best = git(topic, "merge-base", "HEAD", "main")
        assert changed(topic, "main") == changed(topic, best, exact=True)

    def test_needs_a_commit_to_compare_with(self, git: Git, tmp_path: Path) -> None:
        git(tmp_path, "init", "--quiet", "new")
        assert "git fetch" in hint_of(tmp_path / "new", "main")

    def test_needs_a_repository(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="no git repository"):
            changed(tmp_path, "main")


class TestTheWorkTree:
    def test_counts_as_it_is_staged_or_not(self, topic: Path, git: Git) -> None:
        (topic / "src" / "app.py").write_text("above = 1\npass\nmore = 1\n")
        git(topic, "add", "--all")
        (topic / "src" / "app.py").write_text("above = 2\npass\nmore = 1\n")
        (topic / "untracked.py").write_text("new = 1\n")
        expected = TOPIC | {"src/app.py": ["above = 2", "more = 1"]}
        assert changed(topic, "main") == expected

    def test_with_other_line_ends_is_not_changed(self, topic: Path) -> None:
        (topic / "src" / "app.py").write_bytes(b"pass\r\nmore = 1\r\nlast = 1\r\n")
        assert [line.strip() for line in changed(topic, "main")["src/app.py"]] == [
            "more = 1",
            "last = 1",
        ]

    def test_in_a_conflict_is_taken_as_it_is(self, topic: Path, git: Git) -> None:
        git(topic, "checkout", "--quiet", "main")
        (topic / "src" / "app.py").write_text("pass\nmore = 2\n")
        git(topic, "commit", "--quiet", "--all", "--message=conflicting")
        git(topic, "checkout", "--quiet", "topic")
        with pytest.raises(Exception, match="status 1"):
            git(topic, "merge", "main")
        assert "more = 1" in changed(topic, "main")["src/app.py"]

    def test_may_be_a_linked_one(self, topic: Path, git: Git, tmp_path: Path) -> None:
        git(topic, "worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"), "topic")
        (tmp_path / "linked" / "file2.py").write_text("print(3)\n")
        assert changed(tmp_path / "linked", "main")["file2.py"] == ["print(3)"]

    def test_has_no_lines_of_submodules(self, topic: Path, git: Git, tmp_path: Path) -> None:
        git(tmp_path, "clone", "--quiet", str(topic), "library")
        allow = ("-c", "protocol.file.allow=always")
        git(topic, *allow, "submodule", "--quiet", "add", str(tmp_path / "library"), "library")
        (topic / "library" / "file0.py").write_text("print('changed')\n")
        assert changed(topic, "main").keys() == TOPIC.keys() | {".gitmodules"}


@pytest.mark.parametrize(
    "setting",
    [
        "diff.noprefix=true",
        "diff.mnemonicPrefix=true",
        "diff.context=9",
        "diff.interHunkContext=9",
        "diff.relative=true",
        "diff.renames=false",
        "diff.orderFile=missing",
        "diff.algorithm=patience",
        "diff.wordRegex=.",
        "color.ui=always",
        "core.quotePath=true",
        "core.pager=false",
    ],
)
def test_the_users_own_settings_change_nothing(topic: Path, git: Git, setting: str) -> None:
    (topic / "twisted.py").write_text("d\nc\na\nb\nb\n")
    git(topic, "add", "twisted.py")
    git(topic, "commit", "--quiet", "--message=one more")
    (topic / "twisted.py").write_text("c\nb\nc\nd\nb\n")
    git(topic, "mv", "file0.py", "renamed.py")
    git(topic, "config", *setting.split("="))
    assert changed(topic, "HEAD") == {"renamed.py": [], "twisted.py": ["c", "d"]}
    assert changed(topic, "main").keys() == TOPIC.keys() | {"renamed.py", "twisted.py"}


@pytest.mark.parametrize(
    ("key", "attribute"),
    [
        ("diff.external", ""),
        ("diff.trap.command", "diff=trap"),
        ("diff.trap.textconv", "diff=trap"),
        ("filter.trap.clean", "filter=trap"),
        ("filter.trap.process", "filter=trap"),
        ("core.fsmonitor", ""),
        ("core.pager", ""),
    ],
)
@pytest.mark.parametrize("scope", ["--local", "--worktree"])
def test_no_program_of_the_repositorys_settings_is_run(
    topic: Path, git: Git, tmp_path: Path, key: str, attribute: str, scope: str
) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\nexit 1\n")
    program.chmod(0o755)
    git(topic, "config", "extensions.worktreeConfig", "true")
    git(topic, "config", scope, key, str(program))
    git(topic, "config", scope, "filter.trap.required", "true")
    (topic / ".git" / "info").mkdir(exist_ok=True)
    (topic / ".git" / "info" / "attributes").write_text(f"*.py {attribute}\n")
    (topic / "src" / "app.py").write_text("pass\nmore = 2\n")
    assert changed(topic, "main") == TOPIC | {"src/app.py": ["more = 2"]}
    assert not (tmp_path / "ran").exists()


class TestAShallowClone:
    """Each hint is followed to the letter, and then the diff is there."""

    @pytest.fixture
    def clone(self, topic: Path, git: Git, tmp_path: Path) -> Callable[..., Path]:
        """Fetch one ref as CI does; `merge` is the forge's merge of topic into main."""
        git(topic, "checkout", "--quiet", "--detach", "main")
        git(topic, "merge", "--quiet", "--no-ff", "--message=merge", "topic")
        git(topic, "update-ref", "refs/pull/42/merge", "HEAD")
        git(topic, "config", "uploadpack.allowAnySHA1InWant", "true")

        def fetch(ref: str, depth: int) -> Path:
            work = tmp_path / "work"
            git(tmp_path, "init", "--quiet", "work")
            git(work, "remote", "add", "origin", topic.as_uri())
            git(work, "fetch", "--quiet", f"--depth={depth}", "origin", ref)
            git(work, "checkout", "--quiet", "--detach", "FETCH_HEAD")
            return work

        return fetch

    def follow(self, git: Git, work: Path, hint: str) -> None:
        words = hint.partition(";")[0].split()
        assert words[:2] == ["git", "fetch"]
        git(work, *words[1:])

    def test_two_deep_has_the_first_parent_of_the_forges_merge(
        self, topic: Path, git: Git, clone: Callable[..., Path]
    ) -> None:
        assert changed(clone("refs/pull/42/merge", 2), git(topic, "rev-parse", "main")) == TOPIC

    @pytest.mark.parametrize("exact", [True, False])
    def test_one_deep_needs_that_parent_alone(
        self, topic: Path, git: Git, clone: Callable[..., Path], exact: bool
    ) -> None:
        main = git(topic, "rev-parse", "main")
        work = clone("refs/pull/42/merge", 1)
        hint = hint_of(work, main, exact=exact)
        self.follow(git, work, hint)
        assert changed(work, main, exact=exact) == TOPIC
        assert hint == f"git fetch --depth=1 origin {main}"

    def test_one_deep_needs_a_merge_base_that_is_told_alone(
        self, topic: Path, git: Git, clone: Callable[..., Path]
    ) -> None:
        base = git(topic, "merge-base", "main", "topic")
        work = clone("topic", 1)
        self.follow(git, work, hint_of(work, base, exact=True))
        assert changed(work, base, exact=True) == TOPIC

    @pytest.mark.parametrize("by_name", [True, False])
    def test_without_the_base_needs_its_history_too(
        self, topic: Path, git: Git, clone: Callable[..., Path], by_name: bool
    ) -> None:
        base = "main" if by_name else git(topic, "rev-parse", "main")
        work = clone("topic", 1)
        self.follow(git, work, hint_of(work, base))
        assert changed(work, base) == TOPIC

    def test_with_the_base_but_not_the_merge_base_needs_the_history(
        self, git: Git, clone: Callable[..., Path]
    ) -> None:
        work = clone("topic", 1)
        git(work, "fetch", "--depth=1", "origin", "main:refs/remotes/origin/main")
        with pytest.raises(ConfigError, match="is not in this shallow clone"):
            changed(work, "main")
        self.follow(git, work, hint_of(work, "main"))
        assert changed(work, "main") == TOPIC


def test_a_partial_clone_is_not_filled_up_but_told(topic: Path, git: Git, tmp_path: Path) -> None:
    git(topic, "config", "uploadpack.allowFilter", "true")
    words = ("clone", "--quiet", "--filter=blob:none", "--branch=topic")
    git(tmp_path, *words, topic.as_uri(), "work")
    shutil.move(topic, tmp_path / "gone")
    assert "git diff --merge-base main > change.diff" in hint_of(tmp_path / "work", "main")
