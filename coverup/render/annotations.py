"""Notes at the changed lines that are not covered, where people read the change.

Only changed lines, and only so many: notes at all lines that were never covered drown out
everything else, and are switched off.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from coverup.ci import meaningful
from coverup.pipeline.wording import counted
from coverup.render import buildkite
from coverup.render.console import Console, visible
from coverup.render.escapes import (
    of_azure,
    of_github,
    of_github_property,
    of_markdown,
    of_teamcity,
)
from coverup.verdict import Verdict
from coverup.verdict.patch import PatchFile

MOST: Final = 10
"""Notes: GitHub shows no more warnings of one step.

Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of lines that follow one another.

    Attributes:
        name: The file in the repository.
        first: The first line.
        last: The last one.
        text: A sentence.
    """

    name: str
    first: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class Notes:
    """What is noted.

    Attributes:
        chosen: The notes, in the order of names and lines.
        found: How many there would be without a limit.
    """

    chosen: Sequence[Note]
    found: int

    @property
    def left_out(self) -> str:
        """What is said about the limit, empty if nothing was left out."""
        if len(self.chosen) == self.found:
            return ""
        places = counted(self.found, "place")
        return f"{len(self.chosen)} of {places} noted, the longest; the table lists all"


def annotate(console: Console, env: Mapping[str, str], verdict: Verdict, most: int = MOST) -> None:
    """Note the changed lines that are not covered, in the way of the CI.

    Where a CI has no way, they go to the log: `src/calc.py:12: line 12 is not covered`.

    Args:
        console: Where commands and lines go.
        env: The environment.
        verdict: What was found; without changed lines nothing is noted.
        most: How many notes there may be.
    """
    notes = chosen(verdict, most)
    if not notes.chosen:
        return
    ways = [way for marker, way in _WAYS.items() if meaningful(env.get(marker, ""))]
    for way in ways:
        for line in way(notes):
            console.command(line)
    if meaningful(env.get("BUILDKITE", "")):
        buildkite.annotate(console, env, "warning", "coverup-lines", _markdown(notes))
    if not ways:
        for note in notes.chosen:
            console.info(f"{note.name}:{note.first}: {note.text}")
    if notes.left_out:
        console.info(notes.left_out)


def chosen(verdict: Verdict, most: int = MOST) -> Notes:
    """Return the notes on a change, the longest if there are too many."""
    if verdict.patch is None:
        return Notes((), 0)
    missed_branches = {file.name: file.partial for file in verdict.files}
    found = [
        note
        for file in verdict.patch.files
        for note in (*_missed(file), *_partial(file, missed_branches.get(file.name, {})))
    ]
    # Sorting is stable: of two that are as long, the one that comes first is taken.
    longest = sorted(found, key=lambda note: note.first - note.last)[:most]
    return Notes(sorted(longest, key=lambda note: (note.name, note.first)), len(found))


def _missed(file: PatchFile) -> Iterator[Note]:
    """Yield runs of missed lines, over changed lines between them that are not relevant."""
    between = frozenset(file.not_relevant)
    runs: list[tuple[int, int]] = []
    for line in file.missed:
        if runs and all(each in between for each in range(runs[-1][1] + 1, line)):
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    for first, last in runs:
        lines = f"line {first} is" if first == last else f"lines {first} to {last} are"
        yield Note(file.name, first, last, f"{lines} not covered by any test")


def _partial(file: PatchFile, missed: Mapping[int, int]) -> Iterator[Note]:
    for line in file.partial:
        number = missed.get(line, 1)
        never = "was" if number == 1 else "were"
        branches = "branch" if number == 1 else "branches"
        yield Note(file.name, line, line, f"{number} {branches} of line {line} {never} never taken")


def _github(notes: Notes) -> Iterator[str]:
    """Yield annotations of the workflow run, which are shown in the diff too.

    Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
    """
    for note in notes.chosen:
        file = of_github_property(visible(note.name))
        place = f"file={file},line={note.first},endLine={note.last}"
        yield f"::warning {place},title=Not covered::{of_github(note.text)}"
    if notes.left_out:
        yield f"::notice title=Not covered::{of_github(notes.left_out)}"


def _azure(notes: Notes) -> Iterator[str]:
    """Yield issues of the pipeline's run.

    Source: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
    """
    for note in notes.chosen:
        name = visible(note.name)
        place = f"sourcepath={of_azure(name)};linenumber={note.first};columnnumber=1"
        text = of_azure(f"{name}:{note.first}: {note.text}")
        yield f"##vso[task.logissue type=warning;{place};code=not-covered]{text}"


def _teamcity(notes: Notes) -> Iterator[str]:
    """Yield inspections, which have a tab of their own on the build's page.

    Source: https://www.jetbrains.com/help/teamcity/service-messages.html#Reporting+Inspections
    """
    yield (
        "##teamcity[inspectionType id='coverup' name='Changed lines that are not covered' "
        "category='Coverage' description='No test runs these lines, or not all of their branches.']"
    )
    for note in notes.chosen:
        file, text = of_teamcity(visible(note.name)), of_teamcity(note.text)
        place = f"file='{file}' line='{note.first}'"
        yield f"##teamcity[inspection typeId='coverup' message='{text}' {place} SEVERITY='WARNING']"


def _markdown(notes: Notes) -> str:
    lines = ["**Changed lines that are not covered**", ""]
    for note in notes.chosen:
        place = of_markdown(f"{visible(note.name)}:{note.first}")
        lines.append(f"- {place}: {note.text}")
    if notes.left_out:
        lines += ["", notes.left_out]
    return "\n".join((*lines, ""))


_WAYS: Final[Mapping[str, Callable[[Notes], Iterator[str]]]] = {
    "GITHUB_ACTIONS": _github,
    "TF_BUILD": _azure,
    "TEAMCITY_VERSION": _teamcity,
}
"""By the variable that each of them sets."""
