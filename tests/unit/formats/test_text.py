from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.formats import _text
from coverup.formats.source import Source


def source(content: bytes) -> Source:
    return Source(Path("a.txt"), "a.txt", Path(), content=content)


@pytest.mark.parametrize("chunk", [1, 2, 3, 1000])
@given(st.lists(st.sampled_from([b"a", b"\n", b"\r", b"\r\n", b"\0", b"\x0c", b"\xc2\x85"])))
def test_lines_end_at_lf_crlf_and_cr_only(chunk: int, parts: list[bytes]) -> None:
    content = b"".join(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_text, "CHUNK", chunk)
        assert list(_text.lines(source(content))) == content.splitlines()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_a_byte_order_mark_is_obeyed_and_dropped(encoding: str) -> None:
    assert list(_text.lines(source("é\nb".encode(encoding)))) == ["é".encode(), b"b"]


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_line_that_is_too_long_is_noted_and_leaves_its_place_empty(end: bytes) -> None:
    long = b"x" * (2 * _text.CHUNK + 5)
    report = source(b"first\n" + long + b"\nlast" + end)
    assert list(_text.lines(report)) == [b"first", b"", b"last"]
    assert report.notes.skipped == {"line too long": 1}


def test_a_file_that_is_one_endless_line_has_no_lines() -> None:
    report = source(b"x" * (3 * _text.CHUNK))
    assert list(_text.lines(report)) == []
    assert report.notes.skipped == {"line too long": 1}
