import gzip
import os
import socket
import sys
from pathlib import Path

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import source as source_module
from coverup.formats.source import HEAD_SIZE, Source, decode, encoding_of

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX file types")


def from_bytes(content: bytes) -> Source:
    return Source(Path("<stdin>"), "<stdin>", Path(), content=content)


def from_file(path: Path) -> Source:
    return Source(path, f"shown/{path.name}", path.parent)


def refused(path: Path) -> InvalidReportError:
    with pytest.raises(InvalidReportError) as caught:
        from_file(path).read()
    return caught.value


class TestOpening:
    def test_a_file_is_read_as_it_is(self, tmp_path: Path) -> None:
        (tmp_path / "lcov.info").write_bytes(b"TN:\r\nSF:a.c\n\0\xff")
        source = from_file(tmp_path / "lcov.info")
        assert source.read() == b"TN:\r\nSF:a.c\n\0\xff"
        with source.open() as stream:
            assert list(stream) == [b"TN:\r\n", b"SF:a.c\n", b"\0\xff"]

    def test_standard_input_is_read_as_often_as_needed(self) -> None:
        source = from_bytes(b"TN:\n")
        assert source.head == source.read() == source.read() == b"TN:\n"

    def test_a_missing_file_is_named_with_the_systems_reason(self, tmp_path: Path) -> None:
        error = refused(tmp_path / "gone.info")
        assert error.message == "shown/gone.info: cannot be opened: No such file or directory"
        assert error.path == "shown/gone.info"

    @posix
    def test_a_directory_is_no_report(self, tmp_path: Path) -> None:
        (tmp_path / "lcov.info").mkdir()
        assert "is a directory" in refused(tmp_path / "lcov.info").message

    @posix
    def test_a_fifo_is_refused_at_once_without_waiting_for_a_writer(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "lcov.info")
        assert "not a regular file" in refused(tmp_path / "lcov.info").message

    @posix
    def test_a_device_is_never_read(self, tmp_path: Path) -> None:
        (tmp_path / "lcov.info").symlink_to("/dev/zero")
        assert "not a regular file" in refused(tmp_path / "lcov.info").message

    @posix
    def test_a_socket_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("lcov.info")
            assert "shown/lcov.info: " in refused(Path("lcov.info")).message

    @posix
    def test_a_link_to_itself_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "lcov.info").symlink_to("lcov.info")
        assert "cannot be opened" in refused(tmp_path / "lcov.info").message

    def test_a_name_that_no_system_has_is_refused(self, tmp_path: Path) -> None:
        assert "cannot be opened" in refused(tmp_path / "lcov\0.info").message


class TestGzip:
    CONTENT = b"SF:a.c\n" * 50_000

    def test_it_is_known_by_its_first_bytes_and_unpacked(self, tmp_path: Path) -> None:
        (tmp_path / "lcov.info").write_bytes(gzip.compress(self.CONTENT))
        source = from_file(tmp_path / "lcov.info")
        assert source.is_gzip
        assert source.head == self.CONTENT[:HEAD_SIZE]
        assert source.read() == self.CONTENT

    def test_several_members_are_read_one_after_the_other(self) -> None:
        packed = gzip.compress(b"TN:one\n") + gzip.compress(b"TN:two\n")
        assert from_bytes(packed).read() == b"TN:one\nTN:two\n"

    def test_zeros_behind_the_end_are_padding(self) -> None:
        assert from_bytes(gzip.compress(b"TN:\n") + bytes(512)).read() == b"TN:\n"

    @pytest.mark.parametrize("keep", [2, 9, 200, -1])
    def test_a_truncated_file_is_refused(self, keep: int) -> None:
        packed = gzip.compress(os.urandom(1000))
        with pytest.raises(InvalidReportError, match="<stdin>: truncated gzip file"):
            from_bytes(packed[:keep]).read()

    @pytest.mark.parametrize(
        "damaged",
        [
            b"\x1f\x8b\x07" + bytes(50),
            gzip.compress(CONTENT)[:-8] + bytes(8),
            gzip.compress(CONTENT) + b"and more",
        ],
        ids=["header", "checksum", "tail"],
    )
    def test_a_damaged_file_is_refused(self, damaged: bytes) -> None:
        with pytest.raises(InvalidReportError, match="<stdin>: damaged gzip file"):
            from_bytes(damaged).read()

    def test_a_bomb_is_refused_before_it_fills_the_memory(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # The true limit would take seconds to reach.
        monkeypatch.setattr(source_module, "MAX_UNPACKED", 2**20)
        with pytest.raises(InvalidReportError, match="unpacks to more than 1 MiB"):
            from_bytes(gzip.compress(bytes(2**20 + 1))).read()
        assert len(from_bytes(gzip.compress(bytes(2**20))).read()) == 2**20

    def test_an_empty_one_is_empty(self) -> None:
        assert from_bytes(gzip.compress(b"")).head == b""


class TestText:
    @pytest.mark.parametrize(
        "content",
        [
            "<cov/>é".encode(),
            "<cov/>é".encode("utf-8-sig"),
            "<cov/>é".encode("utf-16"),
            "\ufeff<cov/>é".encode("utf-16-be"),
            "\n \t<cov/>é".encode(),
        ],
    )
    def test_the_head_is_text_whatever_mark_or_space_is_in_front(self, content: bytes) -> None:
        assert from_bytes(content).text_head == "<cov/>é"

    def test_bytes_that_are_no_text_are_kept_as_surrogates(self) -> None:
        assert decode(b"caf\xe9.c").encode(errors="surrogateescape") == b"caf\xe9.c"

    def test_half_a_utf_16_character_is_no_failure(self) -> None:
        assert decode(b"\xff\xfea\0b").startswith("a")

    @pytest.mark.parametrize(
        ("content", "encoding"),
        [(b"\xef\xbb\xbfx", "utf-8-sig"), (b"\xfe\xff\0x", "utf-16"), (b"x", None), (b"", None)],
    )
    def test_only_a_mark_tells_the_encoding(self, content: bytes, encoding: str | None) -> None:
        assert encoding_of(content) == encoding


def test_a_line_end_in_a_name_does_not_break_the_messages(tmp_path: Path) -> None:
    with pytest.raises(InvalidReportError, match=r"^co\\nv\.lcov: cannot be opened"):
        Source(tmp_path / "co\nv.lcov", "co\nv.lcov", tmp_path).read()


class TestJson:
    @pytest.mark.parametrize(
        ("content", "value"),
        [
            (b'{"a": [1, null]}', {"a": [1, None]}),
            (b" \n[]", []),
            ('{"é": 1}'.encode("utf-8-sig"), {"é": 1}),
            ('{"é": 1}'.encode("utf-16"), {"é": 1}),
            (gzip.compress(b'{"a": 1}', mtime=0), {"a": 1}),
            (rb'{"\ud800": "\uDC00x"}', {"\ufffd": "\ufffdx"}),
            (rb'["\ud83d\ude00", "\ud83d\ud83d\ude00"]', ["\U0001f600", "\ufffd\U0001f600"]),
            (rb'["\\ud800", "\\\ud800", "\n\ud800"]', ["\\ud800", "\\\ufffd", "\n\ufffd"]),
            (b"42", None),
            (b"<coverage/>", None),
            (b"", None),
        ],
    )
    def test_objects_and_lists_are_parsed_and_nothing_else_is_json(
        self, content: bytes, value: object
    ) -> None:
        assert from_bytes(content).json == value

    def test_it_is_parsed_once(self) -> None:
        source = from_bytes(b'{"a": 1}')
        assert source.json is source.json

    @pytest.mark.parametrize(
        "content",
        [
            b'{"a": NaN}',
            b'{"a": -Infinity}',
            b'{"a": ',
            b"[" * 100_000,
            b"[" + b"9" * 5000 + b"]",
            b'{"a": "\xff"}',
            b'\xef\xbb\xbf{"a": "\xff"}',
            b'{"a": 1} trailing',
        ],
    )
    def test_what_only_starts_like_json_is_refused(self, content: bytes) -> None:
        with pytest.raises(InvalidReportError, match=r"^<stdin>:\d+: not valid JSON: "):
            _ = from_bytes(content).json

    def test_the_refusal_tells_the_line(self) -> None:
        with pytest.raises(InvalidReportError) as caught:
            _ = from_bytes(b'{\n"a": 1,\n"b" 2}').json
        assert caught.value.line == 3
