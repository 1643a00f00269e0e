import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coverup.git import Commit, Repository, find
from coverup.git.commits import parse_commit

Git = Callable[..., str]
Commits = Callable[..., str]


def found(start: Path) -> Repository:
    repository = find(start)
    assert repository is not None
    return repository


def test_the_head_is_told_whole(git: Git, repo: Path) -> None:
    assert found(repo).head() == Commit(
        id=git(repo, "rev-parse", "HEAD"),
        author_name="Ada Lovelace",
        author_email="ada@example.com",
        committer_name="Grace Hopper",
        committer_email="grace@example.com",
        message="the second\n\nWith a body.",
        parents=(git(repo, "rev-parse", "HEAD~1"),),
    )


def test_before_the_first_commit_there_is_no_head(git: Git, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=trunk")
    repository = found(tmp_path)
    assert repository.head() is None
    assert repository.branch() == "trunk"
    assert repository.tracked() == ()
    assert not repository.shallow


@pytest.mark.parametrize("digits", [40, 12, 7, 5])
@pytest.mark.parametrize("is_packed", [False, True])
def test_a_commit_is_found_by_some_of_its_digits(
    git: Git, repo: Path, digits: int, is_packed: bool
) -> None:
    if is_packed:
        git(repo, "gc", "--quiet")
    sha = git(repo, "rev-parse", "HEAD~1")
    for text in (sha[:digits], sha[:digits].upper()):
        commit = found(repo).commit(text)
        assert commit is not None
        assert (commit.id, commit.message) == (sha, "the first")


@pytest.mark.parametrize(
    "text", ["", "HEAD", "main", "--help", "abc", "g" * 40, "1" * 40, "a" * 65]
)
def test_what_is_no_id_of_a_commit_here_is_none(repo: Path, text: str) -> None:
    assert found(repo).commit(text) is None


def test_a_tag_stands_for_its_commit_and_a_tree_for_none(git: Git, repo: Path) -> None:
    git(repo, "tag", "--annotate", "--message=a tag", "v1")
    repository = found(repo)
    assert repository.commit(git(repo, "rev-parse", "v1")) == repository.head()
    assert repository.commit(git(repo, "rev-parse", "HEAD^{tree}")) is None


def test_a_branch_that_is_called_like_an_id_is_none(git: Git, repo: Path) -> None:
    sha = git(repo, "rev-parse", "HEAD~1")
    other = "abcdef" if not sha.startswith("abcdef") else "fedcba"
    for name in (sha[:7], other):
        git(repo, "branch", name, "HEAD")
    commit = found(repo).commit(sha[:7])
    assert commit is not None
    assert commit.id == sha
    assert found(repo).commit(other) is None


def test_both_parents_of_a_merge_are_told_in_a_clone_of_depth_1(
    git: Git, repo: Path, commit: Commits
) -> None:
    git(repo, "checkout", "--quiet", "-b", "topic", "HEAD~1")
    commit(repo, "on topic")
    git(repo, "checkout", "--quiet", "main")
    git(repo, "merge", "--quiet", "--no-ff", "--message=Merge topic", "topic")
    git(repo, "clone", "--quiet", "--depth=1", repo.as_uri(), "../clone")
    clone = repo.parent / "clone"
    assert git(clone, "rev-parse", "HEAD^@") == ""
    repository = found(clone)
    head = repository.head()
    assert head is not None
    assert head.parents == tuple(git(repo, "rev-parse", "main^1", "main^2").split())
    assert repository.commit(head.parents[1]) is None
    assert (repository.shallow, found(repo).shallow) == (True, False)


def test_a_linked_work_tree_and_a_submodule_may_be_shallow_too(
    git: Git, repo: Path, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", repo.as_uri(), "clone")
    git(tmp_path / "clone", "worktree", "add", "--quiet", "--detach", "../linked")
    git(tmp_path, "init", "--quiet", "outer")
    wish = ("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "--depth=1")
    git(tmp_path / "outer", *wish, repo.as_uri(), "sub")
    git(repo, "worktree", "add", "--quiet", "--detach", "../whole")
    assert [
        found(tmp_path / name).shallow for name in ("linked", "outer/sub", "whole", "outer")
    ] == [
        True,
        True,
        False,
        False,
    ]


def test_a_commit_of_a_sha256_repository_is_read(git: Git, tmp_path: Path, commit: Commits) -> None:
    git(tmp_path, "init", "--quiet", "--object-format=sha256")
    commit(tmp_path)
    sha = commit(tmp_path)
    repository = found(tmp_path)
    head = repository.head()
    assert head is not None
    assert (head.id, head.message, len(head.parents[0])) == (sha, "a change", 64)
    assert repository.commit(sha[:10]) == repository.commit(sha) == head


def test_alternates_may_be_relative(git: Git, repo: Path) -> None:
    git(repo, "clone", "--quiet", "--shared", str(repo), "../borrower")
    objects = repo.parent / "borrower" / ".git" / "objects"
    (objects / "info" / "alternates").write_text("../../../repo/.git/objects\n")
    assert found(repo.parent / "borrower").head() == found(repo).head() is not None


def test_another_object_in_the_place_of_a_commit_is_not_taken_for_it(git: Git, repo: Path) -> None:
    head, parent = git(repo, "rev-parse", "HEAD", "HEAD~1").split()
    objects = repo / ".git" / "objects"
    place = objects / head[:2] / head[2:]
    place.unlink()
    shutil.copy(objects / parent[:2] / parent[2:], place)
    assert found(repo).commit(head) is None


def test_text_is_decoded_by_the_encoding_that_the_commit_names(git: Git, repo: Path) -> None:
    (repo / "message").write_bytes("Größe\n".encode("iso-8859-1"))
    latin = ("-c", "i18n.commitEncoding=ISO-8859-1")
    git(repo, *latin, "commit", "--quiet", "--allow-empty", "--file=message")
    head = found(repo).head()
    assert head is not None
    assert head.message == "Größe"


def raw_commit(
    *headers: bytes, message: bytes = b"text\n", author: bytes = b"A <a@b> 1 +0"
) -> bytes:
    lines = (b"tree " + b"1" * 40, b"author " + author, b"committer C <c@d> 1 +0000", *headers)
    return b"\n".join(lines) + b"\n\n" + message


@pytest.mark.parametrize(
    ("encoding", "message", "text"),
    [
        (b"windows-1252", b"5 \x80", "5 €"),
        (b"ISO-2022-JP", "日本".encode("iso-2022-jp"), "日本"),
        (b"utf-8", b"Gr\xf6\xdfe", "Gr\ufffd\ufffde"),
        (b"no-such-encoding", "é".encode(), "é"),
        (b"hex", b"6162", "6162"),
        (b"undefined", b"plain", "plain"),
        (b"utf-7", b"half a pair +2AA-", "half a pair ?"),
        (b"\xff\0", b"plain", "plain"),
    ],
)
def test_any_encoding_gives_text_that_can_be_sent(
    encoding: bytes, message: bytes, text: str
) -> None:
    assert parse_commit(raw_commit(b"encoding " + encoding, message=message)).message == text


def test_only_the_newlines_at_the_end_of_a_message_go() -> None:
    assert parse_commit(raw_commit(message=b"  one\r\n\n two \n\n")).message == "  one\r\n\n two "


def test_a_signature_is_no_part_of_the_message() -> None:
    signature = (
        b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n parent 123\n -----END PGP SIGNATURE-----"
    )
    commit = parse_commit(raw_commit(b"encoding utf-8", signature))
    assert (commit.message, commit.parents) == ("text", ())


@pytest.mark.parametrize(
    ("author", "name", "email"),
    [
        (b"Ada <ada@example.com> 1 +0000", "Ada", "ada@example.com"),
        (b"<ada@example.com> 1 +0000", "", "ada@example.com"),
        (b"Ada <> 1 +0000", "Ada", ""),
        (b"Ada <ada <at> home> 1 +0000", "Ada", "ada <at"),
        (b"", "", ""),
    ],
)
def test_a_persons_name_and_address_may_be_odd(author: bytes, name: str, email: str) -> None:
    commit = parse_commit(raw_commit(author=author))
    assert (commit.author_name, commit.author_email) == (name, email)


@pytest.mark.parametrize("raw", [b"", b"object 1\ntype commit\n\n", b"100644 a\0bcd", b"\n\n"])
def test_what_is_no_commit_object_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="not a commit object"):
        parse_commit(raw)
