"""TeamCity names the branch in a file of properties, not in a variable.

Source: https://www.jetbrains.com/help/teamcity/predefined-build-parameters.html
"""

import re

from coverup.ci.env import Env
from coverup.ci.files import read_small_file
from coverup.ci.rules import Found
from coverup.values import Sourced

BRANCH = "teamcity.build.branch"
ALL_PARAMETERS = "teamcity.configuration.properties.file"


def branch(env: Env) -> Found:
    """`teamcity.build.branch` of the build's properties.

    The file that TEAMCITY_BUILD_PROPERTIES_FILE names holds some parameters, and the path of
    another one with all of them. `<default>` is how TeamCity calls an unnamed default branch.
    """
    properties = _properties(env.get("TEAMCITY_BUILD_PROPERTIES_FILE"))
    name = properties.get(BRANCH) or _properties(properties.get(ALL_PARAMETERS)).get(BRANCH)
    return Sourced(name, BRANCH) if name and name != "<default>" else None


def _properties(path: str | None) -> dict[str, str]:
    """Read a Java properties file of simple lines; an empty dictionary if there is none."""
    try:
        content = read_small_file(path) if path else b""
    except OSError:
        return {}
    pairs = (line.partition("=") for line in content.decode("latin-1").splitlines())
    return {key.strip(): _unescaped(value.strip()) for key, _, value in pairs}


def _unescaped(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = match[1]
        return chr(int(code[1:], 16)) if len(code) > 1 else code

    return re.sub(r"\\(u[0-9a-fA-F]{4}|.)", character, text)
