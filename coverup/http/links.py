"""The pages that an answer names in its `Link` header."""

import re
from collections.abc import Mapping
from typing import Final

_LINK: Final = re.compile(r'<([^>]*)>((?:[^,"]|"[^"]*")*)')
"""An address and its parameters; a comma within quotes ends neither."""
_RELATION: Final = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s;"]+))', re.IGNORECASE)


def next_page(headers: Mapping[str, str]) -> str | None:
    """Return where the next page of a list is, as the server wrote it.

    Source: https://www.rfc-editor.org/rfc/rfc8288#section-3
    """
    for address, parameters in _LINK.findall(headers.get("Link", "")):
        relation = _RELATION.search(parameters)
        if relation and "next" in (relation[1] or relation[2]).lower().split():
            return str(address)
    return None
