"""What coverage tools leave that is not yet a report: whole folders of it.

What a file is, its content tells (`coverup.formats.foreign`); a folder is told by what lies in it.
"""

import re
from pathlib import Path
from typing import Final

from coverup.formats.file_names import XCRESULT
from coverup.formats.foreign import LLVM_EXPORT, Foreign

XCODE: Final = Foreign(
    "a result bundle of Xcode, not a report",
    "run xcrun xccov view --archive --json FOLDER > coverage.json",
)
FOLDERS: Final = (
    (
        re.compile(r"cov(?:meta|counters)\..+"),
        Foreign(
            "a folder of binary coverage data of Go (GOCOVERDIR), not a profile",
            "run go tool covdata textfmt -i=FOLDER -o=coverage.out",
        ),
    ),
    (
        re.compile(r".+\.profraw"),
        Foreign(
            "a folder of raw LLVM profiles, not a report",
            f"run llvm-profdata merge -o cov.profdata FOLDER/*.profraw, then {LLVM_EXPORT}",
        ),
    ),
    (
        re.compile(r"coverage-[0-9]+-[0-9]+-[0-9]+\.json"),
        Foreign(
            "a folder of raw coverage of V8 (NODE_V8_COVERAGE), not a report",
            "run c8 report --temp-directory FOLDER --reporter=lcov",
        ),
    ),
)
"""What the names of the files in a folder tell of the folder."""


def folder_kind(folder: Path, shown: str) -> Foreign | None:
    """Return what a folder is if it is raw data as a whole, None otherwise.

    Args:
        folder: Where it is.
        shown: How the hint is to call it.

    Raises:
        OSError: The folder cannot be listed.
    """
    if folder.suffix == XCRESULT:
        kind: Foreign | None = XCODE
    else:
        names = [each.name for each in folder.iterdir()]
        kind = next((kind for name, kind in FOLDERS if any(map(name.fullmatch, names))), None)
    return kind and Foreign(kind.what, kind.hint.replace("FOLDER", shown))
