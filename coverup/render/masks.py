"""Masking secrets in what is printed."""

import re
from collections.abc import Collection
from typing import Final

from coverup.values import MASK

_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"')


def masked(text: str, secrets: Collection[str]) -> str:
    """Return a text with all secrets masked."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text


def masked_document(text: str, secrets: Collection[str]) -> str:
    """Return a document with all secrets masked; JSON stays JSON, whatever is in them.

    A secret that ends with a backslash, or begins with the letter of an escape, would otherwise
    take a part of JSON's own spelling with it.
    """
    import json

    if not any(form in text for secret in secrets for form in (secret, *_escaped(secret))):
        return text
    try:
        json.loads(text)
    except ValueError:
        return masked(text, secrets)
    return _STRING.sub(lambda found: _masked_string(found[0], secrets), text)


def _masked_string(text: str, secrets: Collection[str]) -> str:
    import json

    value = json.loads(text)
    hidden = masked(value, secrets)
    return text if hidden == value else json.dumps(hidden)


def _escaped(text: str) -> tuple[str, str]:
    """Return how JSON spells a text within its quotes."""
    import json

    return json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]
