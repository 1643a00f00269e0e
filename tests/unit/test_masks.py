"""Secrets are masked in JSON without breaking it, whatever they are."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.render.masks import masked, masked_document

SECRETS = ("000\\", 'a"b"c', "nabcd", "u00e9", "\udce9-token", "é-token", "line\nend")


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("ensure_ascii", [True, False])
def test_json_stays_json(secret: str, ensure_ascii: bool) -> None:
    values = [secret, f"before {secret} after", f"\n{secret}", f'"{secret}"', "untouched\n"]
    text = json.dumps({"values": values}, ensure_ascii=ensure_ascii, indent=2)
    told = json.loads(masked_document(text, {secret}))["values"]
    assert told == ["***", "before *** after", "\n***", '"***"', "untouched\n"]


@given(st.lists(st.text()), st.sets(st.text(min_size=2)))
def test_what_is_masked_in_json_is_what_is_masked_in_its_texts(
    values: list[str], secrets: set[str]
) -> None:
    told = json.loads(masked_document(json.dumps({"values": values}), secrets))
    assert list(told.values()) == [[masked(each, secrets) for each in values]]


@pytest.mark.parametrize("text", ["[badge](s3cret)", "{s3cret}", 's3cret "a"', '"s3cret\n'])
def test_what_is_no_json_is_masked_as_a_text(text: str) -> None:
    assert masked_document(text, {"s3cret"}) == text.replace("s3cret", "***")


def test_numbers_and_names_of_json_are_no_secrets_but_keys_are() -> None:
    text = '{"true": true, "n": 12345}'
    assert masked_document(text, {"true", "12345"}) == '{"***": true, "n": 12345}'
