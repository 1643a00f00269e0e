"""The two streams that a person or a script reads: results on stdout, all else on stderr.

Every line passes through here, so this is where tokens are masked and where control characters of
file names are made visible: a path in a report must not be able to steer a terminal, or to speak
to GitHub (`::set-output`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TextIO

from coverup.render import masks

ColorWhen = Literal["auto", "always", "never"]
_STYLES: Final = {"error": "1;31", "warning": "33", "hint": "36", "dim": "2"}
_COMMAND: Final = re.compile(r"^ *:(?=:)|#(?=#\w*\[)", re.MULTILINE)
"""How commands to a CI start: `::` before all else in a line, `##[` and `##vso[` anywhere in it.

Source: `TryParseV2` and `TryParse` in
https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
"""
_LONGEST_LINE: Final = 1000
"""Characters; a path in a broken report may be much longer."""
_SHORTEST_SECRET: Final = 4
_WORDS_OF_JSON: Final = frozenset({"true", "false", "null"})
"""Masking shorter texts would garble words without protecting anything."""


@dataclass
class Console:
    """Where output goes.

    Attributes:
        out: For results.
        err: For everything else.
        env: For NO_COLOR, FORCE_COLOR and TERM.
        quiet: Whether only warnings, errors and asked-for documents are shown.
        verbose: Whether details are shown.
        color: When to use colour.
        outcome: What the command came to, in its JSON shape: the boundary tells it to the CI.
    """

    out: TextIO
    err: TextIO
    env: Mapping[str, str] = field(default_factory=dict)
    quiet: bool = False
    verbose: bool = False
    color: ColorWhen = "auto"
    outcome: Mapping[str, object] | None = None
    _has_document: bool = False
    _secrets: set[str] = field(default_factory=set, repr=False)

    def hide(self, secrets: Iterable[str | None]) -> None:
        """Mask these texts from now on, wherever they appear."""
        texts = (each.strip() for each in secrets if each)
        self._secrets.update(each for each in texts if _may_be_secret(each))

    def masked(self, text: str) -> str:
        """Return a text with all known secrets masked."""
        return masks.masked(text, self._secrets)

    def info(self, text: str) -> None:
        """Tell about the normal course, on stderr."""
        if not self.quiet:
            self._write(self.err, text)

    def detail(self, text: str) -> None:
        """Tell what only matters with `-v`, on stderr."""
        if self.verbose and not self.quiet:
            self._write(self.err, text, style="dim")

    def warn(self, text: str) -> None:
        """Warn, on stderr."""
        self._write(self.err, text, label="warning")

    def error(self, text: str, hint: str | None = None, link: str | None = None) -> None:
        """Tell what went wrong, what to type, and where to read more, on stderr."""
        self._write(self.err, text, label="error")
        if hint:
            self._write(self.err, hint, label="hint")
        if link:
            self._write(self.err, f"see {link}", style="dim")

    def result(self, text: str) -> None:
        """Print a result on stdout, unless quiet."""
        if not self.quiet:
            self._write(self.out, text)

    def keep_stdout(self) -> None:
        """Keep stdout for a document that is still to come: nothing else is written there."""
        self._has_document = True

    def document(self, text: str) -> None:
        """Print what was asked for explicitly, such as JSON, on stdout."""
        self._has_document = True
        self.out.write(masks.masked_document(text, self._secrets) + "\n")
        self.out.flush()

    def command(self, line: str) -> None:
        """Give a command to the CI, which only its own renderer may write.

        CIs document that they read commands from stdout; where that holds a document, stderr, which
        most of them read as well, has to do.
        """
        stream = self.err if self._has_document else self.out
        stream.write(self.masked(line) + "\n")
        stream.flush()

    def _write(self, stream: TextIO, text: str, *, label: str = "", style: str = "") -> None:
        shown = visible(self.masked(text))
        prefix = f"{self._styled(stream, label, label + ':')} " if label else ""
        stream.write(f"{prefix}{self._styled(stream, style, shown)}\n")
        stream.flush()

    def _styled(self, stream: TextIO, style: str, text: str) -> str:
        if style in _STYLES and self._is_colored(stream):
            return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"
        return text

    def _is_colored(self, stream: TextIO) -> bool:
        if self.color != "auto":
            return self.color == "always"
        if self.env.get("NO_COLOR"):
            return False
        if self.env.get("FORCE_COLOR", "0") not in {"", "0"}:
            return True
        return stream.isatty() and self.env.get("TERM") != "dumb"


def visible(text: str) -> str:
    r"""Return a text with control characters as `\x1b`, and nothing that a CI takes for a command.

    Line ends stay; the lines after the first are indented. What starts a command gets a space
    into it.
    """
    first, *rest = (_shortened("".join(map(_shown, line))) for line in text.split("\n"))
    shown = "\n".join([first, *(f"  {line.lstrip()}" for line in rest)])
    return _COMMAND.sub(r"\g<0> ", shown)


def _shortened(line: str) -> str:
    if len(line) <= _LONGEST_LINE:
        return line
    return f"{line[: _LONGEST_LINE // 2]} ... {line[-_LONGEST_LINE // 4 :]}"


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape", errors="surrogatepass").decode("ascii")


def _may_be_secret(text: str) -> bool:
    """Tell whether a text is worth masking; masked numbers and words of JSON would break it."""
    is_word = text.isdecimal() or text.lower() in _WORDS_OF_JSON
    return len(text) >= _SHORTEST_SECRET and not is_word
