"""The text of a source file as lines that can be shown, whatever its bytes are."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import Final

_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]"
)
"""Control characters, and those that reorder or hide text (CVE-2021-42574, Trojan Source)."""
_PICTURES: Final = 0x2400
"""The first of Unicode's pictures for control characters."""
_DELETE: Final = 0x7F
_LAST_CONTROL: Final = 0x1F


def visible_text(content: bytes) -> str:
    r"""Return a text of which every character can be seen; lines end in `\n` alone.

    Bytes that are no UTF-8 become U+FFFD, control characters their pictures.
    """
    is_wide = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    text = content.decode("utf-16" if is_wide else "utf-8-sig", errors="replace")
    return _HIDDEN.sub(_picture, text.replace("\r\n", "\n"))


def lines_of(text: str) -> list[str]:
    r"""Return the lines of a text; a last `\n` starts no further line."""
    return text.removesuffix("\n").split("\n") if text else []


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= _LAST_CONTROL:
        return chr(_PICTURES + code)
    return "\N{SYMBOL FOR DELETE}" if code == _DELETE else f"<U+{code:04X}>"
