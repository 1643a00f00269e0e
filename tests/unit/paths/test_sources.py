import hashlib
from pathlib import Path

import pytest

from coverup.paths.sources import SourceText, list_files, read_source
from tests.unit.paths.placing import write


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"", 0),
        (b"a", 1),
        (b"a\n", 1),
        (b"a\nb", 2),
        (b"\n\n", 2),
        (b"a\r\nb\r\n", 2),
        (b"a\rb\rc", 1),
        (b"a\x0c\x0bb\x1cc\n", 1),
        ("a\u2028b\x85c\u2029d\n".encode(), 1),
    ],
)
def test_lines_end_where_coverage_tools_say(tmp_path: Path, content: bytes, lines: int) -> None:
    (tmp_path / "a.c").write_bytes(content)
    assert read_source(tmp_path / "a.c").line_count == lines


def test_the_digest_is_that_of_the_bytes_on_disk(tmp_path: Path) -> None:
    content = b"caf\xe9\r\n"
    (tmp_path / "a.c").write_bytes(content)
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    assert read_source(tmp_path / "a.c") == SourceText(digest, 1)
    assert read_source(tmp_path / "a.c", keep_text=True) == SourceText(digest, 1, content)


def test_a_file_that_cannot_be_read_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_source(tmp_path / "gone.c")


def test_the_files_of_a_folder_are_listed_without_other_peoples(tmp_path: Path) -> None:
    write(tmp_path, "a.c", "src/b c.py", "src/node_modules/x.js", ".git/config", "git/d.c")
    listed = list_files(tmp_path, frozenset({".git", "node_modules"}))
    assert sorted(listed) == ["a.c", "git/d.c", "src/b c.py"]
