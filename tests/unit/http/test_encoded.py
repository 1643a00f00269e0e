"""What becomes of parameters and of bodies."""

from typing import Final

import pytest

from coverup.http.encoded import Query, encoded, with_query

URL: Final = "https://coveralls.io/webhook"
QUERIES: Final[list[tuple[str, Query | None, str]]] = [
    (URL, None, URL),
    (URL, {}, URL),
    (URL, {"a": "1", "b": ""}, f"{URL}?a=1&b="),
    (f"{URL}?x=1", {"a": "1"}, f"{URL}?x=1&a=1"),
    (f"{URL}?#there", {"a": "1"}, f"{URL}?a=1#there"),
    (
        URL,
        [("scope[]", "failed"), ("scope[]", "success")],
        f"{URL}?scope%5B%5D=failed&scope%5B%5D=success",
    ),
    (URL, {"t": "a b&c=d/é~%+"}, f"{URL}?t=a+b%26c%3Dd%2F%C3%A9~%25%2B"),
]


@pytest.mark.parametrize(("url", "params", "whole"), QUERIES)
def test_parameters_stand_behind_those_of_the_address(
    url: str, params: Query | None, whole: str
) -> None:
    assert with_query(url, params) == whole


def test_a_request_may_have_no_body() -> None:
    assert encoded(None, None) is None
    assert encoded({}, None) is None


@pytest.mark.parametrize(
    ("document", "body"), [({}, b"{}"), ({"a": "é"}, b'{"a": "\\u00e9"}'), (False, b"false")]
)
def test_a_document_is_sent_as_json(document: object, body: bytes) -> None:
    assert encoded(None, document) == (body, "application/json")


def test_a_number_that_json_has_not_is_never_sent() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        encoded(None, {"percent": float("nan")})


def test_a_file_is_sent_as_a_part_of_a_form() -> None:
    form = encoded({"json_file": ("job.gz", b"\x1f\x8b\r\n--", "application/gzip")}, {"a": 1})
    assert form is not None
    body, content_type = form
    kind, _, boundary = content_type.partition("; boundary=")
    assert kind == "multipart/form-data"
    assert (
        body
        == (
            f"--{boundary}\r\n"
            'Content-Disposition: form-data; name="json_file"; filename="job.gz"\r\n'
            "Content-Type: application/gzip\r\n\r\n"
        ).encode()
        + b"\x1f\x8b\r\n--"
        + f"\r\n--{boundary}--\r\n".encode()
    )
