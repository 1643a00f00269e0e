"""Made-up settings, a page of a server that is down, and a session that reaches nobody."""

from typing import Final

from coverup.ci import Detected
from coverup.http import Answer, Http
from coverup.settings import Settings
from coverup.settings.kinds import Value
from coverup.values import Secret, Sourced

TOKEN: Final = "s3cr3t-t0k3n"
PAGE: Final = (
    b"<!DOCTYPE html><html><head><title>\n 502 &ndash; Down </title></head><p>all of it</p>"
)


def settings_for(endpoint: str, **values: Value) -> Settings:
    known: dict[str, Value] = {"repo_token": Secret(TOKEN), "endpoint": endpoint, **values}
    sourced = {name: Sourced(value, f"--{name}") for name, value in known.items()}
    return Settings(values=sourced, detected=Detected())


class FakeHttp(Http):
    """Answers always the same, since the real coveralls.io is out of reach."""

    def __init__(self, status: int) -> None:
        super().__init__()
        self.status = status
        self.urls: list[str] = []

    def post(self, url: str, **_request: object) -> Answer:
        self.urls.append(url)
        return Answer(status=self.status, body=b"")
