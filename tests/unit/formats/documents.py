"""Reports as JSON documents, and what was read of them."""

import json
from pathlib import Path
from typing import Any

from coverup.formats._base import Format
from coverup.formats.source import Source
from coverup.model import FileCoverage

CORPUS = Path(__file__).parents[2] / "data" / "corpus"


def source_of(document: Any, name: str = "report.json") -> Source:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return Source(Path(name), name, Path(), content=content)


def read(form: Format, document: Any) -> tuple[list[FileCoverage], dict[str, int]]:
    """Return the files of a document, and what was noted."""
    source = source_of(document)
    return list(form.read(source)), dict(source.notes.skipped)


def relevant(file: FileCoverage) -> dict[int, int]:
    return {line: hits for line, hits in enumerate(file.lines, start=1) if hits is not None}
