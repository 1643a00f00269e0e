import gzip
import json
import zlib

import pytest

from coverup.sandbox.understood import Refused
from coverup.sandbox.upload import PARSE_FAILED, read_upload

DOCUMENT = {"repo_token": "x", "source_files": []}
PLAIN = json.dumps(DOCUMENT).encode()
GZIPPED = gzip.compress(PLAIN)
LIMIT = 100_000


def multipart(disposition: str, data: bytes, part_type: str | None = None) -> bytes:
    kind = f"Content-Type: {part_type}\r\n" if part_type else ""
    head = f"--B\r\nContent-Disposition: form-data; {disposition}\r\n{kind}\r\n"
    return head.encode() + data + b"\r\n--B--\r\n"


FILE = 'name="json_file"; filename="json_file"'
MULTIPART = "multipart/form-data; boundary=B"


@pytest.mark.parametrize(
    ("content_type", "body", "encoding"),
    [
        (MULTIPART, multipart(FILE, GZIPPED, "application/gzip"), "multipart json_file, gzip"),
        (MULTIPART, multipart(FILE, GZIPPED, "gzip/json"), "multipart json_file, gzip"),
        (MULTIPART, multipart(FILE, PLAIN), "multipart json_file, plain"),
        (MULTIPART, multipart(FILE, PLAIN, "text/plain"), "multipart json_file, plain"),
        (MULTIPART, multipart('name="json_file"', PLAIN), "multipart json_file, plain"),
        (MULTIPART, multipart('name="json_file"', GZIPPED), "multipart json_file, gzip"),
        (MULTIPART, multipart('name="json"', PLAIN), "multipart json, plain"),
        (
            "application/x-www-form-urlencoded; charset=utf-8",
            b"json=%7B%22repo_token%22%3A%22x%22%2C+%22source_files%22%3A%5B%5D%7D",
            "form field json, plain",
        ),
    ],
)
def test_every_encoding_of_the_real_clients_is_read(
    content_type: str, body: bytes, encoding: str
) -> None:
    upload = read_upload(content_type, body, max_bytes=LIMIT)
    assert upload.document == DOCUMENT
    assert upload.encoding == encoding
    assert not upload.remarks


@pytest.mark.parametrize(
    ("content_type", "body", "remark"),
    [
        ("gzip/json; boundary=B", multipart(FILE, GZIPPED), "should be multipart/form-data"),
        ("multipart/form-data, boundary=B", multipart(FILE, PLAIN), "should be a semicolon"),
        (MULTIPART, multipart(FILE, PLAIN, "gzip/json"), "its content is not gzip"),
    ],
)
def test_an_odd_request_is_read_with_a_remark(content_type: str, body: bytes, remark: str) -> None:
    upload = read_upload(content_type, body, max_bytes=LIMIT)
    assert upload.document == DOCUMENT
    assert [remark in each for each in upload.remarks] == [True]


@pytest.mark.parametrize(
    ("content_type", "body", "reason"),
    [
        (MULTIPART, multipart(FILE, zlib.compress(PLAIN)), "looks like a zlib stream"),
        (MULTIPART, multipart(FILE, GZIPPED[:-9]), "the gzip data is broken"),
        (MULTIPART, multipart(FILE, GZIPPED[:3]), "the gzip data is broken"),
        (MULTIPART, multipart(FILE, gzip.compress(bytes(30 * LIMIT))), "unpacks to more than"),
        (MULTIPART, multipart(FILE, b'{"a": NaN}'), "the data is not JSON"),
        (MULTIPART, multipart(FILE, b'{"a": "\xff"}'), "the data is not JSON"),
        (MULTIPART, multipart(FILE, b"[" * 50_000), "the data is not JSON"),
        (MULTIPART, multipart(FILE, b"[]"), "the document is not a JSON object"),
        (MULTIPART, multipart(FILE, b""), "no part named json_file or json has any content"),
        (MULTIPART, multipart('name="file"', PLAIN), "no part named json_file or json"),
        (MULTIPART, multipart(FILE, PLAIN)[:-8], "the multipart body is broken"),
        (MULTIPART, b"", "the multipart body is broken"),
        ("multipart/form-data", multipart(FILE, PLAIN), "neither multipart nor a form"),
        ("multipart/form-data; boundary=", multipart(FILE, PLAIN), "the multipart boundary is"),
        ("application/json", PLAIN, "application/json is neither multipart nor a form"),
        ("", PLAIN, "(none) is neither multipart nor a form"),
        ("application/x-www-form-urlencoded", b"a=b", "the form has no field named json"),
    ],
)
def test_what_cannot_be_read_is_refused_as_coveralls_does(
    content_type: str, body: bytes, reason: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_upload(content_type, body, max_bytes=LIMIT)
    assert (refused.value.status, refused.value.message) == (422, PARSE_FAILED)
    assert reason in refused.value.reasons[0]


def test_a_boundary_in_quotes_is_a_bad_request() -> None:
    with pytest.raises(Refused) as refused:
        read_upload('multipart/form-data; boundary="B"', multipart(FILE, PLAIN), max_bytes=LIMIT)
    assert refused.value.status == 400
