"""The machine-readable shapes, which users' scripts stand on (docs/reference/json.md)."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from coverup.errors import CoverupError
from coverup.model import Totals, percent
from coverup.values import MASK, Secret

if TYPE_CHECKING:
    from collections.abc import Sequence

    # Each command has one of these outcomes, and should not pay for the others.
    from coverup.pipeline.doctor import Diagnosis
    from coverup.pipeline.lifecycle import Verdict
    from coverup.pipeline.report import Outcome
    from coverup.pipeline.sending import Upload
    from coverup.pipeline.stages import Stages

Json = dict[str, object]


def to_text(value: Json) -> str:
    r"""Return JSON text, indented for people who look at it too.

    A path that is no Unicode has its strange bytes as `\udce9`: the text is always valid UTF-8.
    """
    import orjson

    try:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
    except TypeError:
        return orjson.dumps(_unicode(value), option=orjson.OPT_INDENT_2).decode()


def totals(counted: Totals) -> Json:
    """Return totals of lines and branches; `percent` is null when nothing is relevant."""

    def share(relevant: int, covered: int) -> Json:
        return {"relevant": relevant, "covered": covered, "percent": percent(covered, relevant)}

    return {
        "lines": share(counted.lines, counted.covered_lines),
        "branches": share(counted.branches, counted.covered_branches),
    }


def outcome(found: "Outcome") -> Json:
    """Return what became of a report."""
    settings, uploads = found.settings, found.uploads
    return {
        "status": found.status,
        "message": found.message,
        "url": found.url,
        "files": found.files,
        "dropped": [{"path": _text(each.path), "reason": each.reason} for each in found.dropped],
        "totals": totals(found.totals),
        "build": {
            "service_name": settings.text("service_name") if settings else None,
            "service_number": settings.text("service_number") if settings else None,
            "flag_name": settings.text("flag_name") if settings else None,
            "parallel": found.is_split or (settings is not None and settings.flag("parallel")),
        },
        "request": _request(uploads),
        "spool": _path(found.spool),
        **({"jobs": [_job(upload) for upload in uploads]} if found.is_split else {}),
        **({"verdict": verdict(found.verdict)} if found.verdict else {}),
        **_timings(found.stages),
        "error": error(found.error),
    }


def verdict(found: "Verdict | None") -> Json | None:
    """Return what Coveralls made of a build, null if it was not waited for."""
    return None if found is None else {"percent": found.percent, "change": found.change}


def _job(upload: "Upload") -> Json:
    return {
        "flag_name": upload.flag,
        "status": upload.status,
        "message": upload.message,
        "url": upload.url,
        "files": upload.files,
        "totals": totals(upload.totals),
        "request": _request([upload]),
        "spool": _path(upload.spool),
        "error": error(upload.error),
    }


def _request(uploads: "Sequence[Upload]") -> Json:
    return {
        "bytes": sum(upload.size for upload in uploads),
        "compressed_bytes": sum(upload.compressed_size for upload in uploads),
        "attempts": sum(upload.attempts for upload in uploads),
    }


def _timings(stages: "Stages") -> Json:
    if not stages.started:
        return {}
    return {"timings": {name: round(spent, 6) for name, spent in stages.seconds().items()}}


def _path(path: Path | None) -> str | None:
    return None if path is None else _text(str(path))


def done(status: str, message: str | None, url: str | None, failure: CoverupError | None) -> Json:
    """Return what became of closing a build."""
    return {"status": status, "message": message, "url": url, "error": error(failure)}


def error(failure: CoverupError | None) -> Json | None:
    """Return an error, null if there is none."""
    if failure is None:
        return None
    return {"slug": failure.slug, "message": _text(failure.message), "hint": failure.hint}


def diagnosis(found: "Diagnosis") -> Json:
    """Return what doctor found; a field without a value is absent."""
    return {
        "fields": {
            name: {
                "value": MASK if isinstance(each.value, Secret) else each.value,
                "source": each.source,
            }
            for name, each in found.fields.items()
        },
        "git": found.git,
        "reports": [asdict(report) for report in found.reports],
        "checks": [asdict(check) for check in found.checks],
    }


def _unicode(value: object) -> object:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return {key: _unicode(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_unicode(each) for each in value]
    return value


def _text(text: str) -> str:
    return text.encode("utf-8", errors="backslashreplace").decode()
