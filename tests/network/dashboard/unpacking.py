"""What the dashboard makes of an archive, and of the XML in it, told from its source and runs.

Nothing here is coverup's own: this is the other side, against which coverup is held.
Source: upload_service.go and coverage_service.go of
https://github.com/rakutentech/code-coverage-dashboard
"""

import io
import math
import os
import re
import tarfile
from pathlib import Path, PurePosixPath
from typing import Final
from xml.etree import ElementTree as ET

_ENCODING: Final = re.compile(rb"\A\s*<\?xml[^>]*encoding=[\"']([^\"']+)[\"']")


class FailureError(Exception):
    """The server's own words, and the status that it sends with them."""

    def __init__(self, status: int, error: object) -> None:
        super().__init__(error)
        self.status = status
        self.error = error


def unpack(content: bytes, folder: Path) -> None:
    """Unpack as the server does: links become empty files, and no name leads out."""
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:*") as tar:
            for entry in tar:
                parts = [
                    each for each in PurePosixPath(entry.name).parts if each not in {"/", ".."}
                ]
                target = folder.joinpath(*parts)
                if entry.isdir():
                    target.mkdir(parents=True, exist_ok=True)
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                file = tar.extractfile(entry) if entry.isreg() else None
                target.write_bytes(file.read() if file else b"")
    except (tarfile.TarError, EOFError):
        raise FailureError(422, "EOF") from None


def percentage_in(folder: Path, name: str) -> float:
    """Return what the server makes of the last file of this name, in the order of a walk."""
    found = sorted(str(path) for path in folder.rglob("*") if path.name == name)
    if not found:
        raise FailureError(500, "open : no such file or directory")
    if os.path.isdir(found[-1]):  # noqa: PTH112 - a text, as in the walk
        raise FailureError(500, f"read {found[-1]}: is a directory")
    return percentage_of(Path(found[-1]).read_bytes())


def percentage_of(content: bytes) -> float:
    """Return the first percentage above 0 of the three that the server looks for."""
    declared = _ENCODING.match(content)
    if declared and declared[1].lower() != b"utf-8":
        name = declared[1].decode()
        message = f'xml: encoding "{name}" declared but Decoder.CharsetReader is nil'
        raise FailureError(500, message)
    try:
        root = ET.fromstring(content)
        tries = (_cobertura(root), _clover(root), _jacoco(root))
    except (ET.ParseError, ValueError) as error:
        raise FailureError(500, f"XML syntax error: {error}") from None
    for each in tries:
        if each > 0:
            return each
    raise FailureError(500, "unable to parse coverage file")


def _cobertura(root: ET.Element) -> float:
    return round_nearest(float(root.get("line-rate", "0").strip()) * 100)


def _clover(root: ET.Element) -> float:
    metrics = root.find("project/metrics")
    if metrics is None or not int(metrics.get("statements", "0")):
        return 0.0
    covered, statements = (metrics.get(each, "0") for each in ("coveredstatements", "statements"))
    return round_nearest(int(covered) / int(statements) * 100)


def _jacoco(root: ET.Element) -> float:
    for counter in root.findall("counter"):
        if counter.get("type") == "LINE":
            covered, missed = int(counter.get("covered", "0")), int(counter.get("missed", "0"))
            return round_nearest(covered / (covered + missed) * 100) if covered + missed else 0.0
    return 0.0


def round_nearest(number: float) -> float:
    """Round as Go's math.Round does: to a whole number of hundredths, halves away from zero."""
    scaled = number * 100
    whole = math.trunc(scaled)
    if abs(scaled - whole) >= 0.5:
        whole += 1 if scaled > 0 else -1
    return whole / 100
