"""A project whose verdict has all that a table can show: long names, many ranges, branches."""

import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

LONG: Final = "services/accounting/src/main/java/org/example/ledger/import/BankStatementReader.java"
WIDE: Final = "docs/例え/計算.py"
GIT: Final = ("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com")

Hits = Mapping[int, int]


def lcov(files: Mapping[str, Hits], branches: Mapping[str, Iterable[tuple[int, int]]]) -> str:
    """Return a report: hits by line, and (line, hits) of each branch."""
    parts = []
    for name, hits in files.items():
        parts.append(f"SF:{name}\n")
        parts += [f"DA:{line},{count}\n" for line, count in hits.items()]
        told = enumerate(branches.get(name, ()))
        parts += [f"BRDA:{line},0,{number},{count}\n" for number, (line, count) in told]
        parts.append("end_of_record\n")
    return "".join(parts)


FILES: Final[Mapping[str, Hits]] = {
    "src/app.py": dict.fromkeys(range(1, 12), 1) | {12: 0, 13: 0, 15: 0, 40: 0, 52: 3},
    "src/core/all.py": {1: 1, 2: 1},
    "src/core/none.py": {},
    LONG: {line: int(line % 4 == 0) for line in range(1, 400)},
    WIDE: {1: 1, 2: 0, 3: 1},
}
BRANCHES: Final = {"src/app.py": [(52, 1), (52, 0), (3, 2), (3, 2)], "src/core/all.py": [(1, 1)]}


def make_project(folder: Path) -> None:
    """Write the sources and their report."""
    for name, hits in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"line {n}\n" for n in range(1, max(hits, default=3) + 1)))
    (folder / "lcov.info").write_text(lcov(FILES, BRANCHES))


def git(folder: Path, *words: str) -> str:
    """Run git and return what it prints."""
    ran = subprocess.run([*GIT, *words], cwd=folder, check=True, capture_output=True, text=True)
    return ran.stdout


def commit_all(folder: Path, message: str = "Change") -> str:
    """Commit everything and return the commit."""
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message)
    return git(folder, "rev-parse", "HEAD").strip()
