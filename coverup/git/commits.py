"""Reading the commit object, whose text is what the commit's id is made of.

The stored text is the only place that still names both parents of a merge in a clone of depth 1.
Its form is told by the source: https://git-scm.com/docs/gitformat-signature and
https://git-scm.com/docs/git-commit#_discussion (encodings).
"""

import hashlib
from typing import Final

from coverup.git.metadata import Commit

SHA1_DIGITS: Final = 40


def parse_commit(raw: bytes) -> Commit:
    """Read a commit object.

    Text is decoded by the commit's own encoding, else as UTF-8; what does not fit is replaced.

    Raises:
        ValueError: This is not a commit object.
    """
    head, _, message = raw.partition(b"\n\n")
    headers: dict[bytes, list[bytes]] = {}
    for line in head.split(b"\n"):
        key, _, value = line.partition(b" ")
        headers.setdefault(key, []).append(value)
    if not headers.keys() >= {b"tree", b"author", b"committer"}:
        raise ValueError("not a commit object")
    encoding = headers.get(b"encoding", [b"utf-8"])[0].decode("ascii", "replace")
    author_name, author_email = _person(_text(headers[b"author"][0], encoding))
    committer_name, committer_email = _person(_text(headers[b"committer"][0], encoding))
    return Commit(
        id=_object_id(raw, digits=len(headers[b"tree"][0])),
        author_name=author_name,
        author_email=author_email,
        committer_name=committer_name,
        committer_email=committer_email,
        message=_text(message, encoding).rstrip("\n"),
        parents=tuple(parent.decode("ascii") for parent in headers.get(b"parent", [])),
    )


def _object_id(raw: bytes, *, digits: int) -> str:
    """Compute the id, by the hash that the tree's id was made with."""
    new_hash = hashlib.sha1 if digits == SHA1_DIGITS else hashlib.sha256
    return new_hash(b"commit %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


def _person(line: str) -> tuple[str, str]:
    """Split `Ada Lovelace <ada@example.com> 1700000000 +0100` into name and address."""
    name, _, rest = line.partition("<")
    return name.strip(), rest.partition(">")[0].strip()


def _text(raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding, "replace")
    except (LookupError, ValueError):
        text = raw.decode("utf-8", "replace")
    # UTF-7 can spell half a surrogate pair, which no JSON writer takes.
    return text.encode("utf-8", "replace").decode()
