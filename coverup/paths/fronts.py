"""What the front of a path tells: a CI's checkout, or a place where other people's code lies.

Only fronts that are the checkout's root itself belong here. A container's `/app` may be any folder
of the repository, so it is learned from the report (`coverup.paths.suffix`).
"""

import re
from functools import cache, lru_cache
from typing import Final

FOREIGN_FOLDERS: Final = frozenset(
    {
        *("node_modules", "bower_components", "jspm_packages", ".yarn"),
        *("site-packages", "dist-packages", ".venv", "venv", ".tox", ".nox", ".eggs"),
        *("vendor", "Pods", "Carthage", ".build", "_deps"),
    }
)
"""Files in such folders are other people's, unless git tracks them."""

_REMEMBERED: Final = 2**16
"""So many answers are kept: the steps of a search ask again and again about the same paths."""
_ONE: Final = r"[^/]+"
_CHECKOUTS: Final = (
    # GitHub Actions and Azure Pipelines: hosted machines, containers, docker actions.
    rf"/(?:home|Users)/runner/(?:_?work)/{_ONE}/{_ONE}/",
    rf"/(?:home|Users)/vsts/(?:agent/[^/]+/)?_?work/{_ONE}/{_ONE}/",
    rf"(?:[A-Za-z]:|/[a-z])/a/(?:_work/)?{_ONE}/{_ONE}/",
    rf"(?:[A-Za-z]:)?/{_ONE}/_work/{_ONE}/{_ONE}/",
    rf"/__w/{_ONE}/{_ONE}/",
    r"/github/workspace/",
    # GitLab, CircleCI, Travis CI, Bitbucket, Drone, Woodpecker, Buildkite, AppVeyor.
    rf"/builds/{_ONE}/{_ONE}/",
    r"/(?:home/circleci|root)/project/",
    rf"/(?:home|Users)/travis/build/{_ONE}/{_ONE}/",
    r"/opt/atlassian/pipelines/agent/build/",
    r"/drone/src/",
    rf"/woodpecker/src/{_ONE}/{_ONE}/{_ONE}/",
    rf"/var/lib/buildkite-agent/builds/{_ONE}/{_ONE}/{_ONE}/",
    rf"[A-Za-z]:/projects/{_ONE}/",
    r"/bitrise/src/",
    rf"(?:[A-Za-z]:)?/(?:[^/]+/)*jenkins(?:_home)?/workspace/{_ONE}/",
    # Bazel runs compilers and tests in trees that mirror the workspace.
    rf"(?:/{_ONE})+/execroot/{_ONE}/",
    rf"(?:/{_ONE})+\.runfiles/{_ONE}/",
    # .NET's deterministic builds: https://github.com/dotnet/sourcelink
    r"/_\d*/",
    # SourceLink and source maps name the file on its server.
    rf"https?:/+raw\.githubusercontent\.com/{_ONE}/{_ONE}/{_ONE}/",
    rf"https?:/+github\.com/{_ONE}/{_ONE}/(?:raw|blob)/{_ONE}/",
    rf"https?:/+{_ONE}/(?:[^/]+/)+?-/(?:raw|blob)/{_ONE}/",
    rf"https?:/+{_ONE}/(?:[^/]+/)+?raw/[0-9a-f]{{40}}/",
    rf"https?:/+bitbucket\.org/{_ONE}/{_ONE}/(?:raw|src)/{_ONE}/",
    rf"https?:/+api\.bitbucket\.org/2\.0/repositories/{_ONE}/{_ONE}/src/{_ONE}/",
    r"https?:/+(?:localhost|127\.0\.0\.1)(?::[0-9]+)?/base/",
    r"https?:/+[^?]*/items\?(?:[^/]*&)?path=/",
)
_OTHERS: Final = r"""
    ^/(?:etc|proc|sys|dev|boot|s?bin)/
    | ^/usr/(?:include|lib|lib32|lib64|libexec|share|local)/
    | ^/(?:lib|lib64|nix/store|gnu/store|opt/hostedtoolcache|opt/homebrew|Library|Applications)/
    | ^/(?:System|snap)/
    | ^[A-Za-z]:/(?:Program\ Files|ProgramData|Windows|hostedtoolcache)\b
    | ^/rustc/[0-9a-f]+/
    | (?:^|/)\.(?:cargo|rustup|m2|gradle|ivy2|nuget|gem|bundle|pub-cache|conan2?|npm|pyenv|rbenv)/
    | (?:^|/)\.(?:rvm|asdf|nvm|sdkman|dub|hex|mix|opam|stack|cabal)/
    | /pkg/mod/ | /Xcode[^/]*\.app/ | /(?:gems|bundler)/[^/]+-[0-9][^/]*/
    | ^node: | ^https?:/+(?!localhost\b|127\.)
"""


@cache
def _checkouts() -> re.Pattern[str]:
    """Compile the fronts when first asked: where all paths fit, nobody asks, and it takes time."""
    return re.compile("|".join(_CHECKOUTS), re.IGNORECASE)


@cache
def _others() -> re.Pattern[str]:
    return re.compile(_OTHERS, re.VERBOSE)


@lru_cache(_REMEMBERED)
def below_checkout(path: str) -> str | None:
    """Return what follows the folder into which a CI checks the repository out; None elsewhere."""
    front = _checkouts().match(path)
    return path[front.end() :] if front else None


@lru_cache(_REMEMBERED)
def is_others(path: str) -> bool:
    """Tell whether a path leads into a toolchain, a package cache or a folder of dependencies."""
    if _others().search(path) and not _checkouts().match(path):
        return True
    return not FOREIGN_FOLDERS.isdisjoint(path.split("/")[:-1])
