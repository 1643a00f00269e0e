"""Why there is no token, and which kind of token one is."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from coverup import ci
from coverup.ci import Detected
from coverup.values import Secret

_GITHUB: Final = re.compile(r"gh[a-z]_|github_pat_")
"""How GitHub's tokens start; see
https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
"""
SET_IT: Final = "set COVERALLS_REPO_TOKEN (the repository's page on Coveralls shows it)"


class Advice(NamedTuple):
    """Why a token is missing, and what to type about it."""

    reason: str
    hint: str


NOT_SET: Final = Advice("no token for Coveralls is set", SET_IT)


def advice(env: Mapping[str, str], detected: Detected) -> Advice:
    """Say why there is no token, as far as the environment shows it."""
    if ci.github_token_allowed(detected):
        where = "add `env: GITHUB_TOKEN: ${{ secrets.GITHUB_TOKEN }}` to the step"
        return Advice("no token for Coveralls is set", where)
    if "COVERALLS_REPO_TOKEN" in env and ci.meaningful(env["COVERALLS_REPO_TOKEN"]) is None:
        reason = "COVERALLS_REPO_TOKEN is there, but empty or an unexpanded macro"
        return Advice(reason, "define the secret in the CI's settings and pass it to this step")
    if detected.fork:
        reason = f"no token for Coveralls is set: forks ({detected.fork.value}) get no secrets"
        hint = "add --no-fail for pull requests from forks, or upload in a later, trusted job"
        return Advice(reason, hint)
    if ci.meaningful(env.get("CI_COMMIT_REF_PROTECTED", "")) == "false":
        reason = "no token for Coveralls is set: protected variables are kept from this branch"
        return Advice(reason, "unprotect the variable COVERALLS_REPO_TOKEN, or protect the branch")
    if env.get("GITHUB_TOKEN"):
        reason = "no token for Coveralls is set: GITHUB_TOKEN is one on GitHub Actions only"
        return Advice(reason, SET_IT)
    return NOT_SET


def is_github_token(token: Secret) -> bool:
    """Tell whether a token is one of GitHub's, by how it starts."""
    return _GITHUB.match(token.reveal()) is not None
