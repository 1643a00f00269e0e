"""Taking credentials out of the URLs of remotes."""

import re
from typing import Final

USER: Final = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<user>[^/]*)@", re.IGNORECASE)
SCP_PASSWORD: Final = re.compile(r"^(?P<user>[^/@:]+):[^/@]*@(?=[^/:]+:)")
HTTP_QUERY: Final = re.compile(r"(?<=^http)(s?:[^?#]*)[?#].*", re.IGNORECASE)


def without_credentials(url: str) -> str:
    """Return a remote's URL without user, password and token.

    In an SSH address the user is part of the place (`git@host:path`): only a password goes. The
    query of an HTTP URL goes too, since some servers take tokens there. These are the forms of
    https://git-scm.com/docs/git-fetch#_git_urls
    """
    if "://" not in url:
        return SCP_PASSWORD.sub(r"\g<user>@", url)
    return HTTP_QUERY.sub(r"\1", USER.sub(_without_secret, url))


def _without_secret(found: re.Match[str]) -> str:
    scheme, user = found["scheme"], found["user"].partition(":")[0]
    return f"{scheme}://{user}@" if "ssh" in scheme.lower() and user else f"{scheme}://"
