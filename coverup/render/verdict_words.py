"""Parts of a verdict in words, for all who show one."""

from coverup.model import Totals, percent
from coverup.render.console import visible
from coverup.verdict import Previous
from coverup.verdict.gates import Unit, counts
from coverup.verdict.patch import PatchVerdict

NONE = "-"
"""Stands where nothing is relevant."""


def percent_text(totals: Totals, unit: Unit = "line") -> str:
    """Return the share of covered lines or branches, with two decimals."""
    share = percent(*counts(totals, unit))
    return NONE if share is None else f"{share:.2f}"


def share_words(totals: Totals, what: str = "lines") -> str:
    """Return how much is covered: `18 of 23 lines covered (78.26 %), 4 of 8 branches ...`."""
    words = [_share(what, totals.covered_lines, totals.lines)]
    if totals.branches:
        words.append(_share("branches", totals.covered_branches, totals.branches))
    return ", ".join(words)


def patch_words(patch: PatchVerdict) -> str:
    """Return what the changed lines come to."""
    if not patch.files and not patch.unmeasured and not patch.unknown:
        return "patch: nothing changed"
    if not patch.totals.lines:
        return "patch: no changed line counts"
    return f"patch: {share_words(patch.totals, 'changed lines')}"


def change_words(previous: Previous, totals: Totals) -> str:
    """Return how the coverage of lines compares with that of an earlier result."""
    change = previous.change(totals)
    name = visible(previous.name)
    if change is None or previous.percent is None:
        return f"{name}: nothing to compare with"
    before = float(previous.percent)
    if not change:
        return f"as in {name}: {before:.2f} %"
    return f"{signed(float(change))} points against {name} ({before:.2f} %)"


def signed(change: float) -> str:
    """Return a change with its sign; one that is not zero is never shown as zero."""
    size = max(abs(change), 0.01)
    return f"{'-' if change < 0 else '+'}{size:.2f}"


def _share(what: str, covered: int, relevant: int) -> str:
    share = percent(covered, relevant)
    shown = "" if share is None else f" ({share:.2f} %)"
    return f"{covered} of {relevant} {what} covered{shown}"
