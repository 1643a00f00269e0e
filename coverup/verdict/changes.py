"""Which lines a change adds or rewrites: by git, or by a diff that the user made.

The unified format: https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html
and https://git-scm.com/docs/diff-format#generate_patch_text_with_p for what git adds to it.
"""

import codecs
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from coverup import git
from coverup.errors import ConfigError
from coverup.git.diff import diff_since

if TYPE_CHECKING:
    from unidiff.patch import PatchedFile

Changed: TypeAlias = dict[str, frozenset[int] | None]
"""Line numbers by file, in the order of names; None where git takes the file for binary."""

NOTHING: Final = "/dev/null"
_PREFIX: Final = "b://"
_COMBINED: Final = re.compile(r"^diff --(?:cc|combined) |^@@@", re.MULTILINE)
_MAKE_ONE: Final = "git diff --merge-base main > change.diff, at the top of the repository"


def changed_lines(
    repository: git.Repository, base: str, *, remote_first: bool = False, exact: bool = False
) -> Changed:
    """Return the lines of the work tree that its merge base with a commit does not have.

    A file that only lost lines or only got another name has an empty set. Deleted files,
    submodules, symbolic links and files that git does not track are left out.

    Args:
        repository: The checkout.
        base: What the change is to be merged into: a branch, tag or commit.
        remote_first: Whether the branch of a remote goes before a local one of the same name, as
            it should where CI names the branch: the local one may be old.
        exact: Whether `base` is the merge base itself. So is the first parent of a temporary merge
            that CI has checked out, and GitLab's `CI_MERGE_REQUEST_DIFF_BASE_SHA`. Then no history
            is needed, only this one commit.

    Raises:
        ConfigError: The base or the merge base is not here; the hint is the fetch that would do.
    """
    diff = diff_since(repository.root, base, remote_first=remote_first, exact=exact)
    patched = _parsed(diff.decode("utf-8", "surrogateescape"))
    return _lines({_name(each).removeprefix(_PREFIX): each for each in patched})


def lines_of_diff(path: Path, root: Path) -> Changed:
    """Return the same of a unified diff, that of git, Mercurial, Subversion or `diff -u`.

    Args:
        path: The diff.
        root: The folder that its names are relative to.

    Raises:
        ConfigError: It cannot be read, is no diff, or is not of these files.
    """
    from unidiff.errors import UnidiffParseError

    try:
        text = _decoded(path.read_bytes())
        if _COMBINED.search(text):
            raise _refused(path, "a diff of a merge against several parents")
        patched = _parsed(text)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}", hint=f"make it: {_MAKE_ONE}") from error
    except (UnidiffParseError, UnicodeError) as error:
        raise _refused(path, f"no unified diff: {str(error).strip()}") from error
    if text.strip() and not patched:
        raise _refused(path, "no unified diff")
    named = _placed([(_name(each), each) for each in patched], root, path)
    for name, each in named.items():
        _refuse_other_content(each, root / name, path)
    return _lines(named)


def _parsed(text: str) -> "list[PatchedFile]":
    """Return the files that still are there after the change, without links and submodules.

    Raises:
        UnidiffParseError: This is no unified diff.
    """
    from unidiff.patch import PatchSet

    # Of a diff that was saved on Windows the headers end in CR too.
    patched = PatchSet(text.replace("\r\n", "\n"))
    return [
        each
        for each in patched
        if each.target_file != NOTHING and not each.is_symlink and not each.is_submodule
    ]


def _lines(named: "dict[str, PatchedFile]") -> Changed:
    return {
        name: None
        if named[name].is_binary_file
        else frozenset(
            line.target_line_no
            for hunk in named[name]
            for line in hunk
            if line.is_added and line.target_line_no is not None
        )
        for name in sorted(named)
    }


def _name(patched: "PatchedFile") -> str:
    r"""Return the new name; in quotes it is a string of C: `"b/\303\244.py"`."""
    name = patched.target_file
    if len(name) > 1 and name[0] == name[-1] == '"':
        escaped = name[1:-1].encode("utf-8", "surrogateescape")
        name = escaped.decode("unicode_escape").encode("latin-1").decode("utf-8", "surrogateescape")
    return name


def _decoded(content: bytes) -> str:
    """Decode a diff; PowerShell saves what git prints as UTF-16."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    return content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")


def _placed(
    named: "list[tuple[str, PatchedFile]]", root: Path, path: Path
) -> "dict[str, PatchedFile]":
    """Find out whether names start with a folder that is none, as git's `b/`, and drop it.

    Raises:
        ConfigError: There is none of these files, or a file more than once.
    """
    without = [name.partition("/")[2] for name, _ in named]
    as_they_are = [name for name, _ in named]
    found = [sum((root / name).is_file() for name in names) for names in (without, as_they_are)]
    if named and not any(found):
        raise _refused(path, f"not of this repository: it has no {named[0][0]}")
    names = without if found[0] >= found[1] else as_they_are
    placed = dict(zip(names, (patched for _, patched in named), strict=True))
    if len(placed) < len(named):
        twice = next(name for name in names if names.count(name) > 1)
        raise _refused(path, f"{twice} is changed twice: a series of diffs")
    return placed


def _refuse_other_content(patched: "PatchedFile", file: Path, path: Path) -> None:
    """Let pass a diff whose new lines are those on disk; others would be mapped wrong.

    Lines that are not ASCII are passed over: their encoding may have been changed on the way.
    """
    if not file.is_file():
        return
    content = file.read_bytes().split(b"\n")
    for line in (line for hunk in patched for line in hunk if line.is_added):
        number = line.target_line_no or 0
        expected = line.value.rstrip("\r\n")
        there = content[number - 1].rstrip(b"\r") if number <= len(content) else None
        if expected.isascii() and expected.encode() != there:
            raise _refused(path, f"of another version: line {number} of {file.name} is not as here")


def _refused(path: Path, problem: str) -> ConfigError:
    return ConfigError(f"{path}: {problem}", hint=f"make it anew: {_MAKE_ONE}")
