from collections.abc import Callable
from pathlib import Path

import pytest

from coverup.git import Remote, find
from coverup.git.urls import without_credentials

Git = Callable[..., str]


def remotes(start: Path) -> tuple[Remote, ...]:
    repository = find(start)
    assert repository is not None
    return repository.remotes()


def test_a_repository_without_remotes_has_none(repo: Path) -> None:
    assert remotes(repo) == ()


def test_remotes_are_told_in_the_order_of_the_settings(git: Git, repo: Path) -> None:
    git(repo, "remote", "add", "up", "git@example.com:a/b.git")
    git(repo, "remote", "add", "origin", "https://me:secret@example.com/c/b.git")
    assert remotes(repo) == (
        Remote(name="up", url="git@example.com:a/b.git"),
        Remote(name="origin", url="https://example.com/c/b.git"),
    )


def test_of_several_urls_the_first_is_fetched_from(git: Git, repo: Path) -> None:
    git(repo, "remote", "add", "origin", "first")
    git(repo, "remote", "set-url", "--add", "origin", "second")
    git(repo, "remote", "set-url", "--push", "origin", "third")
    assert remotes(repo) == (Remote(name="origin", url="first"),)


@pytest.mark.parametrize("url", ["1.0", "true", "../up", "a%20b/%(c)s"])
def test_a_url_is_text_whatever_it_looks_like(git: Git, repo: Path, url: str) -> None:
    git(repo, "config", "remote.origin.url", url)
    assert remotes(repo) == (Remote(name="origin", url=url),)


def test_a_remote_without_url_is_left_out(git: Git, repo: Path) -> None:
    git(repo, "config", "remote.half.fetch", "+refs/heads/*:refs/remotes/half/*")
    git(repo, "config", "remote.empty.url", "")
    assert remotes(repo) == ()


def test_an_included_file_is_read(git: Git, repo: Path) -> None:
    (repo / ".git/more").write_text('[remote "origin"]\n\turl = https://example.com/a/b\n')
    git(repo, "config", "include.path", "more")
    assert remotes(repo) == (Remote(name="origin", url="https://example.com/a/b"),)


@pytest.mark.parametrize(
    "damage", [b"[core\n", b"= x\n", b'[remote "a"]\n\turl = \xff\n', b'[a "b\n']
)
def test_settings_that_cannot_be_read_give_no_remotes(git: Git, repo: Path, damage: bytes) -> None:
    git(repo, "remote", "add", "origin", "https://example.com/a/b.git")
    config = repo / ".git/config"
    config.write_bytes(damage + config.read_bytes())
    assert remotes(repo) == ()


def test_settings_that_are_not_utf8_do_not_hide_the_remotes_from_git(git: Git, repo: Path) -> None:
    git(repo, "remote", "add", "origin", "https://example.com/a/b.git")
    with (repo / ".git/config").open("ab") as config:
        config.write(b"[user]\n\tname = J\xf6rg\n")
    assert remotes(repo) == (Remote(name="origin", url="https://example.com/a/b.git"),)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.com/a/b.git", "https://example.com/a/b.git"),
        ("https://me:secret@example.com/a/b.git", "https://example.com/a/b.git"),
        ("https://secret@example.com:8443/a/b.git", "https://example.com:8443/a/b.git"),
        ("HTTPS://oauth2:secret@example.com/a", "HTTPS://example.com/a"),
        ("https://me:sec@ret@example.com/a", "https://example.com/a"),
        ("https://me:sec?r#et@example.com/a", "https://example.com/a"),
        ("https://:secret@[::1]:80/a", "https://[::1]:80/a"),
        ("https://example.com/a.git?private_token=secret", "https://example.com/a.git"),
        ("http://example.com/a.git#secret", "http://example.com/a.git"),
        ("https://example.com/@scope/a", "https://example.com/@scope/a"),
        ("ssh://git@example.com:22/a/b.git", "ssh://git@example.com:22/a/b.git"),
        ("ssh://git:secret@example.com/a/b.git", "ssh://git@example.com/a/b.git"),
        ("git+ssh://:secret@example.com/a", "git+ssh://example.com/a"),
        ("git@example.com:a/b.git", "git@example.com:a/b.git"),
        ("me:secret@example.com:a/b.git", "me@example.com:a/b.git"),
        ("example.com:a@b/c.git", "example.com:a@b/c.git"),
        ("ftp://me:secret@example.com/a", "ftp://example.com/a"),
        ("helper::https://me:secret@example.com/a", "helper::https://example.com/a"),
        ("/srv/git/a@b.git", "/srv/git/a@b.git"),
        ("file:///srv/git/a@b.git", "file:///srv/git/a@b.git"),
        (r"C:\repos\a", r"C:\repos\a"),
        ("https://[half:secret@example.com/a", "https://example.com/a"),
        ("", ""),
    ],
)
def test_credentials_are_taken_out_of_a_url(url: str, shown: str) -> None:
    assert without_credentials(url) == shown
