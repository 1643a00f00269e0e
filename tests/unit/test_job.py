import gzip
import json

import pytest

from coverup.coveralls import job
from coverup.model import FileCoverage
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
        sent = json.loads(job.with_token(job.encode(document), Secret("t0ken")))
        assert next(iter(sent.items())) == ("repo_token", "t0ken")
        assert b"token" not in job.encode(document)
        assert "repo_token" not in document

    @pytest.mark.parametrize("place", ["name", "message", "branch"])
    def test_text_that_is_no_unicode_is_replaced(self, place: str) -> None:
        broken = b"caf\xe9".decode(errors="surrogateescape")
        head = {"message": broken if place == "message" else "fine"}
        git = {"head": head, "branch": broken if place == "branch" else "main"}
        name = broken if place == "name" else "a.py"
        entry = job.source_file(name, "d41d8", measured())
        sent = json.loads(job.encode(job.build({}, git, [entry])).decode("utf-8"))
        assert "caf?" in json.dumps(sent)
        assert sent["source_files"][0]["coverage"] == [1, None, 0]


class TestGzip:
    def test_a_document_comes_back_as_it_was(self) -> None:
        assert gzip.decompress(job.gzip(b'{"source_files":[]}')) == b'{"source_files":[]}'

    def test_the_same_document_always_gives_the_same_bytes(self) -> None:
        packed = job.gzip(b"x" * 1000)
        assert packed[4:8] == bytes(4)
        assert packed == job.gzip(b"x" * 1000)
