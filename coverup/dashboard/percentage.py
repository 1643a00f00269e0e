"""The percentage that the dashboard finds in a coverage XML, found in the same way.

The server looks at three places, whatever the language is said to be, and takes the first that
gives more than 0:

1. `line-rate` of the root (Cobertura);
2. `statements` and `coveredstatements` of `project/metrics` (Clover);
3. `covered` and `missed` of the root's own `counter` of type LINE (JaCoCo).

Source: `ParseCoveragePercentage` in https://github.com/rakutentech/code-coverage-dashboard
"""

import math
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from coverup.errors import InvalidReportError

MAKE_IT_AGAIN: Final = "make the XML again, or leave --xml out: coverup then writes one"
_ALL: Final = 100


def server_percentage(content: bytes, name: str) -> float:
    """Return the percentage that the server makes of an XML, with two decimals.

    Args:
        content: The XML, in UTF-8.
        name: How messages call it.

    Raises:
        InvalidReportError: The server would fail on it, or find 0 %, which is the same to it.
    """
    places = _Places()
    try:
        _parse(content, places)
        found = _first_above_zero(places)
    except expat.ExpatError as error:
        problem = f"not well-formed XML: {expat.ErrorString(error.code)}"
        raise InvalidReportError(name, problem, line=error.lineno, hint=MAKE_IT_AGAIN) from None
    except ValueError as error:
        problem = f"the dashboard cannot read this XML: {error}"
        raise InvalidReportError(name, problem, hint=MAKE_IT_AGAIN) from None
    if found is None:
        raise InvalidReportError(
            name,
            "the dashboard would find no coverage above 0 % in this XML, and takes that for an "
            "error after it has removed the branch's earlier report",
            hint="send it when some line is covered",
        )
    if not found <= _ALL:
        raise InvalidReportError(name, f"{found} % is no percentage", hint=MAKE_IT_AGAIN)
    return found


def rounded(percentage: float) -> float:
    """Return a percentage with two decimals; halves go up, as the server rounds."""
    hundredths = percentage * 100
    if not math.isfinite(hundredths):
        return hundredths
    whole, part = math.floor(hundredths), hundredths - math.floor(hundredths)
    return (whole + (part >= 0.5)) / 100  # noqa: PLR2004 - a half


@dataclass(slots=True)
class _Places:
    """The attributes at the three places; of several elements at one place the last counts."""

    root: dict[str, str] = field(default_factory=dict)
    metrics: dict[str, str] = field(default_factory=dict)
    counter: dict[str, str] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        path = self.path
        path.append(tag.rpartition(":")[2])
        if len(path) == 1:
            self.root = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        elif path[1:] == ["project", "metrics"]:
            self.metrics.update(attributes)
        elif path[1:] == ["counter"] and attributes.get("type") == "LINE":
            self.counter = attributes

    def end(self, _tag: str) -> None:
        self.path.pop()


def _parse(content: bytes, places: _Places) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = places.start
    parser.EndElementHandler = places.end
    parser.EntityDeclHandler = _refuse_entities
    parser.XmlDeclHandler = _refuse_others
    parser.Parse(content, True)


def _first_above_zero(places: _Places) -> float | None:
    statements = _whole(places.metrics, "statements")
    lines = _whole(places.counter, "covered") + _whole(places.counter, "missed")
    found = (
        rounded(_decimal(places.root, "line-rate") * 100),
        _share(_whole(places.metrics, "coveredstatements"), statements),
        _share(_whole(places.counter, "covered"), lines),
    )
    return next((each for each in found if each > 0), None)


def _share(covered: int, all_of_them: int) -> float:
    return rounded(covered / all_of_them * 100) if all_of_them else 0.0


def _decimal(attributes: dict[str, str], name: str) -> float:
    text = attributes.get(name, "")
    try:
        return float(text or 0)
    except ValueError:
        message = f"{name}={text!r} is no number"
        raise ValueError(message) from None


def _whole(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "")
    try:
        return int(text or 0)
    except ValueError:
        message = f"{name}={text!r} is no whole number"
        raise ValueError(message) from None


def _refuse_entities(*_declaration: object) -> None:
    message = "it declares entities, which the server does not know"
    raise ValueError(message)


def _refuse_others(version: str, encoding: str | None, _standalone: int) -> None:
    if version != "1.0" or (encoding or "utf-8").lower() != "utf-8":
        message = f"it declares version {version} and encoding {encoding}, not 1.0 and UTF-8"
        raise ValueError(message)
