"""The gates of a run: read from the settings, and held against a verdict."""

from collections.abc import Iterator
from fractions import Fraction

from coverup.model import Totals
from coverup.paths import Selection
from coverup.pipeline import split
from coverup.pipeline.listener import Listener
from coverup.settings import Settings
from coverup.verdict import GateFailure, Verdict
from coverup.verdict.gates import Gate, Gates, Unit, counts, failures

Pair = tuple[Gate, Totals]


def demands_of(settings: Settings) -> Gates:
    """Return the gates that the settings ask for."""
    read = _Reader(settings)
    drop = settings.values.get("max_drop")
    return Gates(
        lines=read.gate("fail_under", "lines"),
        branches=read.gate("fail_under_branches", "branches", "branch"),
        patch=read.gate("fail_under_patch", "changed lines"),
        max_drop=Fraction(str(drop.value)) if drop else None,
        drop_name=drop.source if drop else "",
        paths=dict(read.table("thresholds")),
        flags=dict(read.table("flag_thresholds")),
    )


def held(verdict: Verdict, gates: Gates, settings: Settings, tell: Listener) -> list[GateFailure]:
    """Return the gates that do not hold; one that nothing is measured for is told, and passes."""
    pairs = [
        *_of_all(verdict, gates),
        *_of_paths(verdict, gates, tell),
        *_of_flags(verdict, gates, settings, tell),
    ]
    for gate, totals in pairs:
        if not counts(totals, gate.unit)[1]:
            # A change of the documentation alone is nothing to be warned of.
            say = tell.info if gate is gates.patch else tell.warn
            say(f"{gate.name} says nothing: there are no {gate.subject} that count")
    return failures(pairs)


def _of_all(verdict: Verdict, gates: Gates) -> Iterator[Pair]:
    for gate in (gates.lines, gates.branches):
        if gate is not None:
            yield gate, verdict.totals
    if gates.patch is not None and verdict.patch is not None:
        yield gates.patch, verdict.patch.totals
    if verdict.previous is not None and verdict.previous.percent is not None:
        drop = gates.drop(verdict.previous.percent, verdict.previous.name)
        if drop is not None:
            yield drop, verdict.totals


def _of_paths(verdict: Verdict, gates: Gates, tell: Listener) -> Iterator[Pair]:
    """Yield each pattern's gate with the totals of the files that match it."""
    names = [file.name for file in verdict.files]
    for pattern, gate in gates.paths.items():
        out = Selection(include=(pattern,)).excluded(names)
        found = [file.totals for file in verdict.files if file.name not in out]
        if found:
            yield gate, sum(found, start=Totals())
        else:
            tell.warn(f"{gate.name}: no measured file matches it")


def _of_flags(verdict: Verdict, gates: Gates, settings: Settings, tell: Listener) -> Iterator[Pair]:
    """Yield each flag's gate with the totals of its files.

    A run has one flag, or one for each folder of `--split-flags`; gates of other flags are for
    other jobs of the build.
    """
    if not gates.flags:
        return
    totals = {file.name: file.totals for file in verdict.files}
    globs = split.globs_of(settings)
    flag = settings.text("flag_name")
    parts: dict[str | None, list[str]] = {flag: list(totals)}
    if globs:
        split_up = split.split(totals, globs, tell).items()
        parts = {split.settings_of(settings, part).text("flag_name"): n for part, n in split_up}
    for name, gate in gates.flags.items():
        if name in parts:
            yield gate, sum((totals[each] for each in parts[name]), start=Totals())
        else:
            tell.detail(f"{gate.name} is for another job: this one's flag is {flag or 'none'}")


class _Reader:
    """Reads gates from settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def gate(self, name: str, subject: str, unit: Unit = "line") -> Gate | None:
        """Return the gate that a setting is, if it has a value."""
        found = self._settings.values.get(name)
        if found is None:
            return None
        label = found.source if found.source.startswith("--") else f"{name} of {found.source}"
        return Gate(name=label, least=Fraction(str(found.value)), subject=subject, unit=unit)

    def table(self, name: str) -> Iterator[tuple[str, Gate]]:
        """Yield the gates of a table by their keys."""
        found = self._settings.values.get(name)
        for text in self._settings.items(name):
            key, _, percent = text.rpartition("=")
            source = found.source if found else name
            subject = f"lines of {key}"
            yield key, Gate(name=f"{source} {key}", least=Fraction(percent), subject=subject)
