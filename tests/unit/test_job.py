import gzip
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.coveralls import job
from coverup.coveralls.checksum import crc_of_both
from coverup.coveralls.document import Document
from coverup.model import FileCoverage
from coverup.packed import PackedBranches
from coverup.values import Secret


def measured() -> FileCoverage:
    file = FileCoverage("a.py", lines=[1, None, 0])
    file.take((3, 1, 0), 0)
    file.take((1, 0, 1), 4)
    return file


class TestSourceFile:
    def test_it_has_name_digest_and_lines(self) -> None:
        entry = job.source_file("src/a.py", "d41d8", FileCoverage("x", lines=[1, None]))
        assert entry == {"name": "src/a.py", "source_digest": "d41d8", "coverage": [1, None]}

    def test_branches_are_flat_fours_in_the_order_of_lines(self) -> None:
        entry = job.source_file("src/a.py", "d41d8", measured())
        assert entry["branches"] == [1, 0, 1, 4, 3, 1, 0, 0]

    def test_packed_branches_go_into_the_document_as_they_are(self) -> None:
        packed = PackedBranches(b"[1,0,1,4,3,1,0,0]", total=2, taken=1, last_line=3)
        file = FileCoverage("a.py", lines=[1, None, 0], branches=packed)
        fast, careful = (job.source_file("a.py", "", each) for each in (file, measured()))
        assert job.encode({"source_files": [fast]}).plain() == (
            job.encode({"source_files": [careful]}).plain()
        )

    def test_counted_branches_are_spread_out(self) -> None:
        file = FileCoverage("a.py", lines=[5])
        file.count_branches(1, 2, 1)
        assert job.source_file("a.py", "", file)["branches"] == [1, 0, 0, 5, 1, 0, 1, 0]

    @pytest.mark.parametrize(
        ("content", "text"), [(b"", ""), ("é\r\n".encode(), "é\r\n"), (b"caf\xe9", "caf\ufffd")]
    )
    def test_the_source_is_there_only_if_it_is_asked_for(self, content: bytes, text: str) -> None:
        assert "source" not in job.source_file("a.py", "", FileCoverage("a.py"))
        assert job.source_file("a.py", "", FileCoverage("a.py"), content)["source"] == text


class TestBuild:
    def test_the_keys_come_in_their_documented_order(self) -> None:
        fields: dict[str, str | bool] = {
            "service_name": "github",
            "commit_sha": "f" * 40,
            "parallel": True,
        }
        document = job.build(fields, {"branch": "main"}, [])
        assert list(document) == ["service_name", "commit_sha", "parallel", "git", "source_files"]

    def test_what_is_not_known_is_left_out(self) -> None:
        document = job.build({"service_name": "", "parallel": False}, {}, [])
        assert document == {"source_files": []}

    def test_a_flag_is_a_boolean_and_a_number_a_text(self) -> None:
        document = job.build({"service_number": "0", "parallel": True}, {}, [])
        assert document["service_number"] == "0"
        assert document["parallel"] is True


class TestEncode:
    def test_the_token_is_the_first_key_and_only_if_it_is_given(self) -> None:
        document = job.build({"service_name": "x"}, {}, [])
        sent = json.loads(job.encode(document).plain(Secret("t0ken")))
        assert next(iter(sent.items())) == ("repo_token", "t0ken")
        assert b"token" not in job.encode(document).plain()
        assert "repo_token" not in document

    @pytest.mark.parametrize("place", ["name", "message", "branch"])
    def test_text_that_is_no_unicode_is_replaced(self, place: str) -> None:
        broken = b"caf\xe9".decode(errors="surrogateescape")
        head = {"message": broken if place == "message" else "fine"}
        git = {"head": head, "branch": broken if place == "branch" else "main"}
        name = broken if place == "name" else "a.py"
        entry = job.source_file(name, "d41d8", measured())
        sent = json.loads(job.encode(job.build({}, git, [entry])).plain().decode("utf-8"))
        assert "caf?" in json.dumps(sent)
        assert sent["source_files"][0]["coverage"] == [1, None, 0]

    @pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 200])
    def test_it_is_the_same_json_as_if_it_were_encoded_at_once(self, count: int) -> None:
        files = [job.source_file(f"src/{n}.py", "d41d8", measured()) for n in range(count)]
        document = job.encode(job.build({"service_name": "x"}, {"branch": "main"}, iter(files)))
        whole = job.build({"service_name": "x"}, {"branch": "main"}, files)
        assert document.plain() == json.dumps(whole, separators=(",", ":")).encode()
        assert document.fields == {"service_name": "x", "git": {"branch": "main"}}

    def test_a_document_of_source_files_alone_has_no_stray_comma(self) -> None:
        assert job.encode({"source_files": []}).plain() == b'{"source_files":[]}'


TEXTS = [b"{}", b'{"source_files":[]}', b'{"a":"' + bytes(range(65, 91)) * 9999 + b'"}']
TOKENS = [None, Secret("t0ken"), Secret('with "quotes" and \u00e9'), Secret("caf\udce9")]


class TestDocument:
    @pytest.mark.parametrize("text", TEXTS, ids=len)
    @pytest.mark.parametrize("token", TOKENS, ids=str)
    def test_compressed_or_not_it_is_the_same_text(self, text: bytes, token: Secret | None) -> None:
        document = Document.of(text)
        plain = document.plain(token)
        assert gzip.decompress(document.gzipped(token)) == plain
        assert len(plain) == (document.size if token is None else document.size_with(token))
        if token is None:
            assert plain == text == b"".join(document)

    @pytest.mark.parametrize("token", TOKENS, ids=str)
    def test_readers_that_know_only_one_gzip_member_read_all_of_it(
        self, token: Secret | None
    ) -> None:
        reader = zlib.decompressobj(wbits=31)
        document = Document.of(TEXTS[1])
        assert reader.decompress(document.gzipped(token)) == document.plain(token)
        assert reader.eof
        assert reader.unused_data == b""

    def test_the_same_document_always_gives_the_same_bytes(self) -> None:
        packed = Document.of(TEXTS[2]).gzipped()
        assert packed[4:8] == bytes(4)
        assert packed == Document.of(TEXTS[2]).gzipped()
        assert len(packed) < len(TEXTS[2]) / 50

    def test_its_pieces_can_be_asked_for_twice(self) -> None:
        document = Document.of(TEXTS[2])
        assert b"".join(document) == b"".join(document)
        assert len(list(document)) > 2

    @given(st.binary(), st.binary())
    def test_the_checksum_of_two_parts_is_that_of_the_whole(
        self, first: bytes, second: bytes
    ) -> None:
        both = crc_of_both(zlib.crc32(first), zlib.crc32(second), len(second))
        assert both == zlib.crc32(first + second)
