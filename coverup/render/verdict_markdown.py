"""The verdict as Markdown, for a comment or a page: short above, the files folded below."""

from collections.abc import Iterator, Sequence
from typing import Final

from coverup.model import Totals
from coverup.pipeline.wording import counted
from coverup.render.console import visible
from coverup.render.escapes import of_markdown
from coverup.render.verdict_text import summary
from coverup.render.verdict_words import percent_text
from coverup.verdict import FileVerdict, Verdict
from coverup.verdict.patch import PatchFile
from coverup.verdict.ranges import shown_lines
from coverup.verdict.view import Row, View

MOST_FILES: Final = 200
"""GitHub takes 65,536 characters in a comment, GitLab a million."""
_LONGEST: Final = 120
"""Characters of one file's uncovered lines."""
_ESCAPED: Final = str.maketrans({each: f"\\{each}" for each in "\\`*_[]<>|~#!&"})


def verdict(found: Verdict, view: View) -> Iterator[str]:
    """Yield the lines of a Markdown document."""
    rows = view.rows(found.files, found.folders)
    yield "### Coverage"
    yield ""
    yield from _totals(found)
    yield ""
    for line in summary(found, len(rows), view):
        yield f"- {_sentence(line)}"
    for failure in found.failures:
        yield f"- **below a gate:** {_sentence(str(failure))}"
    yield ""
    if found.patch is not None:
        yield from _changed(found.patch.files)
    yield from _files(rows, view, branches=bool(found.totals.branches))


def _totals(found: Verdict) -> Iterator[str]:
    yield "| | lines | % | branches | % |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    yield f"| all | {_cells(found.totals, branches=True)} |"
    if found.patch is not None:
        yield f"| changed lines | {_cells(found.patch.totals, branches=True)} |"
    if found.previous is not None and found.previous.totals is not None:
        yield f"| {_name(found.previous.name)} | {_cells(found.previous.totals, branches=True)} |"


def _changed(files: Sequence[PatchFile]) -> Iterator[str]:
    lacking = [file for file in files if file.missed or file.partial]
    if not lacking:
        return
    yield "| changed file | missed lines | partly covered |"
    yield "| --- | --- | --- |"
    for file in lacking[:MOST_FILES]:
        missed, partial = shown_lines(file.missed), shown_lines(file.partial)
        yield f"| {_name(file.name)} | {_short(missed)} | {_short(partial)} |"
    yield from _more(len(lacking), "changed file")
    yield ""


def _files(rows: Sequence[Row], view: View, *, branches: bool) -> Iterator[str]:
    if not rows:
        return
    what = "folder" if view.folders else "file"
    heads = [what, "lines", "%", *(("branches", "%") if branches else ()), "not covered"]
    aligned = ["---", *["---:"] * (len(heads) - 2), "---"]
    yield f"<details><summary>{counted(len(rows), what)}</summary>"
    yield ""
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join(aligned)} |"
    for row in rows[:MOST_FILES]:
        uncovered = _short(row.uncovered) if isinstance(row, FileVerdict) else ""
        name = _name(row.name or ".")
        yield f"| {name} | {_cells(row.totals, branches=branches)} | {uncovered} |"
    yield from _more(len(rows), what)
    yield ""
    yield "</details>"


def _more(number: int, what: str) -> Iterator[str]:
    if number > MOST_FILES:
        yield ""
        yield f"{counted(number - MOST_FILES, f'more {what}')} left out here."


def _cells(totals: Totals, *, branches: bool) -> str:
    cells = [f"{totals.covered_lines}/{totals.lines}", percent_text(totals)]
    if branches:
        cells += [f"{totals.covered_branches}/{totals.branches}", percent_text(totals, "branch")]
    return " | ".join(cells)


def _short(text: str) -> str:
    """Return a list of lines that is cut between two of them."""
    if len(text) > _LONGEST:
        items = text.split(", ")
        kept = text[:_LONGEST].rpartition(", ")[0]
        text = f"{kept} and {len(items) - kept.count(', ') - 1} more"
    return text.replace(">", "&gt;")


def _name(text: str) -> str:
    """Return a name for a cell of a table, in which only a bar means something within code."""
    return of_markdown(visible(text).replace("\n", " ").replace("|", "\\|"))


def _sentence(text: str) -> str:
    """Return a text that is no Markdown, no HTML and no mention of anybody."""
    shown = visible(text).replace("\n", " ").translate(_ESCAPED)
    return shown.replace("@", "@\N{ZERO WIDTH SPACE}")
