"""What makes a job document large."""

from collections import Counter
from typing import Final

_DEPTH: Final = 2
"""Folders deeper than this are counted with theirs: nobody leaves out a leaf."""


def heaviest(document: bytes, shown: int = 3) -> list[tuple[str, int]]:
    """Return the folders that most bytes of a document are about, with these bytes.

    Bytes are counted before compression: the numbers of lines, and the text of sources if it is
    sent.
    """
    import orjson

    sizes: Counter[str] = Counter()
    for file in orjson.loads(document)["source_files"]:
        sizes[_folder(file["name"])] += len(orjson.dumps(file))
    return sizes.most_common(shown)


def _folder(name: str) -> str:
    folders = name.split("/")[:-1][:_DEPTH]
    return "".join(f"{folder}/" for folder in folders) or name
