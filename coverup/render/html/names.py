"""Names as pages show them, and names of pages."""

import hashlib
import os
import re
from typing import Final

FILES: Final = "files"
"""The folder of the pages of files, below the index."""
_LONGEST: Final = 60
"""Characters of a file's name in its page's name: file systems allow 255, archives fewer."""
_ODD: Final = re.compile(r"[^A-Za-z0-9._]+")


def shown(name: str) -> str:
    r"""Return a name on one line, with what cannot be seen as `\n`, `\x1b` or `\u202e`."""
    return name if name.isprintable() else "".join(map(_visible, name))


def page_of(name: str) -> str:
    """Return the address of a file's page, relative to the index.

    It is the same in every run, and different for any two files: also where a file system knows
    no case, or has names that it keeps for itself.
    """
    digest = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
    plain = _ODD.sub("-", name)[-_LONGEST:].strip("-.")
    return f"{FILES}/{digest}-{plain}.html"


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape", errors="surrogatepass").decode("ascii")
