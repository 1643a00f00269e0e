"""Which server, project and token the settings mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

from coverup.errors import ConfigError
from coverup.http import origin
from coverup.settings import Settings
from coverup.values import Secret

TokenType = Literal["private", "job", "bearer"]
DEFAULT_URL: Final = "https://gitlab.com"
_API: Final = "/api/v4"
_OF_A_JOB: Final = "$CI_JOB_TOKEN"
_JOB_TOKENS_START: Final = "glcbt-"
"""Source: https://docs.gitlab.com/security/tokens/#token-prefixes"""


@dataclass(frozen=True, slots=True)
class Credential:
    """A token and how GitLab wants it.

    Source: https://docs.gitlab.com/api/rest/authentication/
    """

    token: Secret
    kind: TokenType

    def headers(self) -> dict[str, str]:
        """Return the one header that carries the token."""
        text = self.token.reveal()
        match self.kind:
            case "private":
                return {"PRIVATE-TOKEN": text}
            case "job":
                return {"JOB-TOKEN": text}
            case "bearer":
                return {"Authorization": f"Bearer {text}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Where and as whom GitLab is asked.

    Attributes:
        api: The address of the API, without a slash at the end.
        project: Number or path of the project.
        credential: None for what a public project shows to everybody.
    """

    api: str
    project: str
    credential: Credential | None = None

    @classmethod
    def of(cls, settings: Settings, env: Mapping[str, str]) -> "Access":
        """Return what the settings mean.

        Raises:
            ConfigError: The address is none, or no project is known.
        """
        api = _api(settings)
        project = settings.text("gitlab_project")
        if project is None:
            hint = "name it with --project GROUP/NAME, or set GITLAB_PROJECT"
            raise ConfigError("no project on GitLab is known", hint=hint)
        credential = _credential(settings, api, env)
        return cls(api=api, project=project.strip("/"), credential=credential)


def _api(settings: Settings) -> str:
    text = (settings.text("gitlab_url") or DEFAULT_URL).rstrip("/")
    url = (text if "://" in text else f"https://{text}").removesuffix(_API)
    if not _is_server(url):
        source = settings.values["gitlab_url"].source
        hint = "give it as https://gitlab.example.com, the token with GITLAB_TOKEN"
        raise ConfigError(f"{source}: this is not the address of a GitLab server", hint=hint)
    return url + _API


def _is_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_web and "@" not in parts.netloc and not parts.query


def _credential(settings: Settings, api: str, env: Mapping[str, str]) -> Credential | None:
    """Return the token; that of a CI job is for the server of that CI and for no other."""
    found = settings.values.get("gitlab_token")
    if found is None or not isinstance(found.value, Secret):
        return None
    if found.source == _OF_A_JOB and origin(env.get("CI_API_V4_URL", "")) != origin(api):
        return None
    kind = settings.text("gitlab_token_type")
    if kind in {"private", "job", "bearer"}:
        return Credential(found.value, kind)  # type: ignore[arg-type] # mypy does not narrow `in`
    text = found.value.reveal()
    is_job = text == env.get("CI_JOB_TOKEN") or text.startswith(_JOB_TOKENS_START)
    return Credential(found.value, "job" if is_job else "private")
