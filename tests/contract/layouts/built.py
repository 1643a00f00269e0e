"""Makes a layout on disk and runs the command in it."""

import json
import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from tests.contract.layouts.layout import Layout, Report
from tests.contract.layouts.written import Lines, lines_of, text_of, written
from tests.invoked import coverup
from tests.needs import needs

ENVIRONMENT: Final = {
    "PATH": os.defpath,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}
COMMIT: Final = "1" * 40
"""The commit of a submodule, which nobody looks for."""
LENIENT: Final = ("--min-resolved", "0", "--allow-empty")

Hits: TypeAlias = dict[str, set[tuple[int, bool]]]
"""By the names in the job: relevant lines, and whether they are covered."""


@dataclass(frozen=True)
class Came:
    """What came of a run: exit code, everything it said, and the job, if it made one."""

    code: int
    err: str
    job: Hits | None
    dropped: tuple[tuple[str, str], ...]


class Checkout:
    """A layout on this machine, in a folder of its own."""

    def __init__(self, layout: Layout, folder: Path) -> None:
        self.layout = layout
        self.above = folder
        self.root = folder / "checkout"
        self.here = self.root / layout.cwd

    def build(self) -> None:
        """Make the files, the links and the reports, and have git track what it shall."""
        layout = self.layout
        tracked = set(layout.tracked)
        self.root.mkdir()
        self._write(name for name in layout.tracked if name not in layout.links)
        self._link(link for link in layout.links if link in tracked)
        if layout.git:
            self._git("init", "--quiet")
            self._git("add", "--force", ".")
        for folder in layout.submodules:
            self._git("update-index", "--add", "--cacheinfo", f"160000,{COMMIT},{folder}")
        self._write(set(layout.untracked) | (layout.files.keys() - tracked))
        self._link(link for link in layout.links if link not in tracked)
        self.here.mkdir(parents=True, exist_ok=True)
        for report, paths in self._numbered():
            place = self.root / report.place
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(
                self.real(written(report, paths)),
                encoding="utf-8",
            )

    def run(self) -> Came:
        """Run the command where the layout says."""
        layout = self.layout
        job = self.above / "job.json"
        reports = [os.path.relpath(self.root / each.place, self.here) for each in layout.reports]
        options = [*map(self.real, layout.options), *(LENIENT if layout.lenient else ())]
        before = Path.cwd()
        os.chdir(self.here)
        try:
            words = ("report", "--dry-run", "-o", str(job), "--json", *options, *reports)
            ran = coverup(ENVIRONMENT, *words)
        finally:
            os.chdir(before)
        dropped = json.loads(ran.out)["dropped"] if ran.out else []
        pairs = tuple((each["path"], each["reason"]) for each in dropped)
        return Came(ran.code, ran.err, _hits(job) if job.exists() else None, pairs)

    def real(self, text: str) -> str:
        """Return a text of the layout with this machine's folders in it."""
        return text.replace("{root}", str(self.root)).replace("{above}", str(self.above))

    def expected_job(self) -> Hits:
        """Return what the job must have; the lines tell from which path a file came."""
        wanted: Hits = {}
        for report, paths in self._numbered():
            for path, (covered, missed) in paths:
                if path in report.placed:
                    name = report.placed[path]
                    length = text_of(self.layout, name).count("\n")
                    lines = ((covered, True), (missed, False))
                    hits = wanted.setdefault(name, set())
                    hits.update(each for each in lines if each[0] <= length)
        return wanted

    def _numbered(self) -> Iterable[tuple[Report, list[tuple[str, Lines]]]]:
        index = 0
        for report in self.layout.reports:
            paths = []
            for path in report.paths:
                paths.append((path, lines_of(index)))
                index += 1
            yield report, paths

    def _write(self, names: Iterable[str]) -> None:
        for name in names:
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.real(text_of(self.layout, name)), encoding="utf-8")

    def _link(self, links: Iterable[str]) -> None:
        for link in links:
            path = self.root / link
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(self.layout.links[link])

    def _git(self, *words: str) -> None:
        command = [needs("git"), "-C", str(self.root), *words]
        subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True)


def _hits(job: Path) -> Hits:
    return {
        file["name"]: {
            (line, hits > 0) for line, hits in enumerate(file["coverage"], 1) if hits is not None
        }
        for file in json.loads(job.read_bytes())["source_files"]
    }
