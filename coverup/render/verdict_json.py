"""The verdict in its machine-readable shape (docs/reference/json.md)."""

from collections.abc import Sequence
from fractions import Fraction

from coverup.errors import CoverupError
from coverup.paths import Dropped
from coverup.render.json import Json, error, totals
from coverup.verdict import FileVerdict, FolderVerdict, GateFailure, Previous, Verdict
from coverup.verdict.patch import PatchFile, PatchVerdict


def verdict(
    found: Verdict | None, dropped: Sequence[Dropped], failure: CoverupError | None
) -> Json:
    """Return a verdict, with all files in the order of their names.

    Args:
        found: The verdict, None if it did not come to one.
        dropped: Files of the reports that are not judged.
        failure: What went wrong, or the gates that do not hold.
    """
    judged = found or Verdict()
    return {
        "status": "failed" if failure else "passed",
        "files": len(judged.files),
        "dropped": [{"path": each.path, "reason": each.reason} for each in dropped],
        "totals": totals(judged.totals),
        "patch": _patch(judged.patch),
        "previous": _previous(judged.previous, judged),
        "failures": [_gate(each) for each in judged.failures],
        "folders": [_folder(each) for each in judged.folders],
        "source_files": [_file(each) for each in judged.files],
        "error": error(failure),
    }


def _file(file: FileVerdict) -> Json:
    partial = [{"line": line, "missed": missed} for line, missed in file.partial.items()]
    return {
        "name": file.name,
        "totals": totals(file.totals),
        "uncovered": file.uncovered,
        "partial": partial,
    }


def _folder(folder: FolderVerdict) -> Json:
    return {"name": folder.name, "files": folder.files, "totals": totals(folder.totals)}


def _patch(patch: PatchVerdict | None) -> Json | None:
    if patch is None:
        return None
    return {
        "totals": totals(patch.totals),
        "source_files": [_changed(file) for file in patch.files],
        "unmeasured": list(patch.unmeasured),
        "unknown": list(patch.unknown),
    }


def _changed(file: PatchFile) -> Json:
    return {
        "name": file.name,
        "totals": totals(file.totals),
        "covered": list(file.covered),
        "partial": list(file.partial),
        "missed": list(file.missed),
        "not_relevant": list(file.not_relevant),
    }


def _previous(previous: Previous | None, found: Verdict) -> Json | None:
    if previous is None:
        return None
    return {
        "name": previous.name,
        "percent": _number(previous.percent),
        "change": _number(previous.change(found.totals)),
        "totals": totals(previous.totals) if previous.totals else None,
    }


def _gate(failure: GateFailure) -> Json:
    return {
        "name": failure.name,
        "subject": failure.subject,
        "wanted": _number(failure.wanted),
        "got": _number(failure.got),
        "missing": failure.missing,
        "unit": failure.unit,
        "message": str(failure),
    }


def _number(value: Fraction | None) -> float | None:
    """Return a number of percent or points with all its digits."""
    return None if value is None else float(value)
