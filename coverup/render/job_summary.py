"""What GitHub Actions, and those that do as it does, are told of an outcome: outputs and a summary.

Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from coverup.ci import meaningful
from coverup.render.ci_messages import as_code
from coverup.render.console import Console, visible

Document = Mapping[str, object]

_OUTPUTS: Final = ("status", "url", "files", "spool")
"""Keys of an outcome that are outputs under their own names."""
_HEAD: Final = ("| | covered | relevant | % |", "| --- | ---: | ---: | ---: |")


def publish(console: Console, env: Mapping[str, str], document: Document, title: str) -> None:
    """Append an outcome to the files that the CI names for it.

    Args:
        console: Knows what must be masked.
        env: The environment.
        document: The outcome, in the shape of `--json`.
        title: The summary's heading.
    """
    _append(console, env, "GITHUB_OUTPUT", outputs(document))
    if document.get("status") != "dry-run":
        _append(console, env, "GITHUB_STEP_SUMMARY", summary(document, title))


def outputs(document: Document) -> Iterator[str]:
    """Yield a step's outputs: the main values of an outcome, those that it has."""
    found = {name: document.get(name) for name in _OUTPUTS}
    found["percent"] = _share(document, "lines").get("percent")
    verdict = _part(document, "verdict")
    found |= {f"verdict-{name}": verdict.get(name) for name in ("percent", "change")}
    found["error"] = _part(document, "error").get("slug")
    for name, value in found.items():
        if value not in (None, ""):
            yield f"{name}={_one_line(value)}"


def summary(document: Document, title: str) -> Iterator[str]:
    """Yield the Markdown of a job's summary."""
    yield f"### {title}\n"
    error = _part(document, "error")
    words = [str(error[name]) for name in ("message", "hint") if error.get(name)]
    if words:
        yield as_code(visible("\n".join(words))) + "\n"
    rows = [row for kind in ("lines", "branches") for row in _row(kind, _share(document, kind))]
    if rows:
        yield "\n".join((*_HEAD, *rows)) + "\n"
    verdict = _part(document, "verdict")
    told = [f"{name} {verdict[name]}" for name in ("percent", "change") if name in verdict]
    if told:
        yield f"Coveralls says: {', '.join(told)}\n"
    url = document.get("url")
    if isinstance(url, str) and url.startswith(("https://", "http://")):
        yield f"<{_one_line(url).replace('>', '%3E')}>\n"


def _row(kind: str, share: Document) -> Iterator[str]:
    percent = share.get("percent")
    if isinstance(percent, int | float):
        yield f"| {kind} | {share.get('covered')} | {share.get('relevant')} | {percent:.2f} |"


def _share(document: Document, kind: str) -> Document:
    return _part(_part(document, "totals"), kind)


def _part(document: Document, name: str) -> Document:
    part = document.get(name)
    return part if isinstance(part, Mapping) else {}


def _one_line(value: object) -> str:
    """Return a value that cannot begin a line of its own, which would be another output."""
    return visible(str(value)).replace("\n", " ")


def _append(console: Console, env: Mapping[str, str], variable: str, lines: Iterator[str]) -> None:
    name = meaningful(env.get(variable, ""))
    if name is None:
        return
    text = console.masked("".join(f"{line}\n" for line in lines))
    try:
        with Path(name).open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except OSError as error:
        # In a container the variable may be there, and the runner's folder not.
        console.detail(f"${variable} cannot be written to: {error.strerror}")
