"""Measured projects with a history, and what diff-cover (PyPI) says of their last change."""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from diff_cover import diff_cover_tool  # type: ignore[import-untyped]

from coverup import git as repositories
from coverup.pipeline.gather import Gathered, gather
from coverup.pipeline.identity import Run
from coverup.pipeline.inputs import Wanted
from coverup.pipeline.listener import Silence
from coverup.verdict.changes import changed_lines
from coverup.verdict.patch import PatchVerdict, patch_verdict
from tests.contract.conftest import git

Lines = dict[str, tuple[list[int], list[int]]]
"""Covered and missed lines by file."""
Quirks = dict[str, tuple[set[int], set[int]]]
"""By a report's path: lines that only diff-cover counts, and lines that only it has as covered."""

SOURCES: Final = {".c", ".cpp", ".go", ".h", ".hpp", ".java", ".js", ".php", ".py", ".rb", ".ts"}
MEASURED_IN: Final = re.compile(r"/home/ci/builds/acme/[^/]+/repo")
"""Where the reports of the corpus were made."""


class History:
    """A repository with a commit tagged `base` and a change after it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        git(root, "init", "--quiet", "--initial-branch=main")
        git(root, "config", "core.autocrlf", "false")

    def make(self, project: Path, seed: int) -> None:
        """Commit older versions of a project's sources, then the project itself.

        One source is new, and one was renamed.
        """
        chance = random.Random(seed)
        files = {
            path.relative_to(project): path.read_bytes()
            for path in sorted(project.rglob("*"))
            if path.is_file()
        }
        sources = [path for path in files if path.suffix in SOURCES]
        new, renamed, *others = chance.sample(sources, len(sources))
        for path in (renamed, *others):
            place = Path("before") / path if path == renamed else path
            self.write(place, older(files[path], chance))
        self.commit("the base")
        git(self.root, "tag", "base")
        git(self.root, "rm", "-r", "--quiet", ".")
        for path, content in files.items():
            self.write(path, content)
        self.commit(f"the change, with {new}")

    def write(self, name: str | Path, content: bytes) -> None:
        """Write a file."""
        place = self.root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)

    def commit(self, message: str) -> None:
        """Commit all files."""
        git(self.root, "add", "--all", "--force")
        git(self.root, "commit", "--quiet", f"--message={message}")

    def gathered(self, *reports: str) -> Gathered:
        """Return what was measured."""
        run = Run(env={}, top=self.root, options={}, now="2026-01-01T00:00:00Z")
        return gather(Wanted(reports=reports), run.files(), self.root, Silence())

    def judged(self, *reports: str) -> PatchVerdict:
        """Return our verdict on the change."""
        repository = repositories.find(self.root)
        assert repository is not None
        return patch_verdict(changed_lines(repository, "base"), self.gathered(*reports).files)

    def by_diff_cover(self, report: str) -> Lines:
        """Return diff-cover's verdict; the current folder must be the root.

        It reads a copy of the report that speaks of this folder, since it does not find files by
        the paths of another machine.
        """
        copy = self.root.with_name(Path(report).name)
        text = (self.root / report).read_text("utf-8")
        copy.write_text(MEASURED_IN.sub(self.root.as_posix(), text), "utf-8")
        answer = self.root.with_name("diff-cover.json")
        options = ("--compare-branch=base", "--format", f"json:{answer}", "--quiet")
        diff_cover_tool.main(["diff-cover", str(copy), *options])
        stats: dict[str, Any] = json.loads(answer.read_text("utf-8"))["src_stats"]
        return {
            name: (file["covered_lines"], file["violation_lines"]) for name, file in stats.items()
        }


def older(content: bytes, chance: random.Random) -> bytes:
    """Return a text in which every fourth line is missing, another one, or has one before it."""
    ways = [[b"%b"], [], [b"old\n"], [b"gone\n", b"%b"]]
    lines = content.splitlines(keepends=True)
    chosen = chance.choices(ways, [9, 1, 1, 1], k=len(lines))
    return b"".join(
        line if each == b"%b" else each
        for line, way in zip(lines, chosen, strict=True)
        for each in way
    )


def lines_of(verdict: PatchVerdict) -> Lines:
    """Return our verdict as diff-cover tells it: without files that have no relevant line in it."""
    return {
        file.name: (sorted(file.covered + file.partial), list(file.missed))
        for file in verdict.files
        if file.totals.lines
    }


def quirks_of(report: Path) -> Quirks:
    """Find the lines of functions and branches, which docs/explanation/patch-coverage.md names."""
    text = report.read_text("utf-8")
    return dict(_clover_methods(text) if report.suffix == ".xml" else _lcov_functions(text))


def _clover_methods(text: str) -> Iterator[tuple[str, tuple[set[int], set[int]]]]:
    for path, body in re.findall(r'<file .*?name="([^"]+)".*?>((?s:.*?))</file>', text):
        yield path, ({int(n) for n in re.findall(r'<line num="(\d+)" type="method"', body)}, set())


def _lcov_functions(text: str) -> Iterator[tuple[str, tuple[set[int], set[int]]]]:
    for record in text.split("end_of_record"):
        for path in re.findall("^SF:(.+)$", record, re.MULTILINE):
            counts = dict(re.findall(r"^DA:(\d+),(\d+)", record, re.MULTILINE))
            told = set(re.findall(r"^(?:FN|BRDA):(\d+)", record, re.MULTILINE))
            taken = set(re.findall(r"^BRDA:(\d+),.*,[1-9]\d*$", record, re.MULTILINE))
            revived = {line for line in taken if counts.get(line) == "0"}
            yield path, (set(map(int, told - counts.keys())), set(map(int, revived)))


def corrected(found: Lines, quirks: Quirks) -> Lines:
    """Return diff-cover's verdict without its quirks."""
    right: Lines = {}
    for name, (covered, missed) in found.items():
        extra, revived = next(
            (quirk for path, quirk in quirks.items() if path.endswith(name)), (set(), set())
        )
        ran = [line for line in covered if line not in extra | revived]
        not_run = sorted({*missed, *(revived & {*covered})} - extra)
        if ran or not_run:
            right[name] = (ran, not_run)
    return right
