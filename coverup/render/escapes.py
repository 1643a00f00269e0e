"""How text is written into XML, and into the commands of CIs, so that it stays text."""

import re
from collections.abc import Mapping
from typing import Final

_XML: Final = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "'": "&#39;",
        "\t": "&#9;",
        "\n": "&#10;",
        "\r": "&#13;",
    }
)
_NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, however it is spelled: https://www.w3.org/TR/xml/#charsets"""


def of_xml(text: str) -> str:
    r"""Return a text for an attribute or an element.

    Characters that XML cannot hold are shown by their number, as in `\x01`.
    """
    return _NOT_XML.sub(_numbered, text).translate(_XML)


def of_github(text: str) -> str:
    """Return the text of a workflow command.

    Source: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
    """
    return replaced(text, {"%": "%25", "\r": "%0D", "\n": "%0A"})


def of_github_property(text: str) -> str:
    """Return the value of a workflow command's property."""
    return replaced(of_github(text), {":": "%3A", ",": "%2C"})


def of_azure(text: str) -> str:
    """Return the text, or the value of a property, of a logging command.

    Source: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
    """
    marks = {"%": "%AZP25", "\r": "%0D", "\n": "%0A", ";": "%3B", "]": "%5D"}
    return replaced(text, marks)


def of_teamcity(text: str) -> str:
    """Return the value of an attribute of a service message.

    Source: https://www.jetbrains.com/help/teamcity/service-messages.html#Escaped+Values
    """
    marks = {"|": "||", "'": "|'", "\r": "|r", "\n": "|n", "[": "|[", "]": "|]"}
    return re.sub(r"[^\x00-\x7f]", _teamcity_unicode, replaced(text, marks))


def of_markdown(text: str) -> str:
    """Return a text of one line as code: nothing in it is Markdown or HTML."""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    edge = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{edge}{text}{edge}{fence}"


def replaced(text: str, marks: Mapping[str, str]) -> str:
    """Return a text with characters replaced, all at once, so that none is replaced twice."""
    return "".join(marks.get(character, character) for character in text)


def _numbered(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape", errors="surrogatepass").decode("ascii")


def _teamcity_unicode(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", errors="replace").hex()
    return "".join(f"|0x{units[at : at + 4]}" for at in range(0, len(units), 4))
