"""What delivering one job does beside sending it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from coverup.coveralls import ledger, spool, weights
from coverup.coveralls.client import Delivery
from coverup.coveralls.document import Document
from coverup.errors import ClosedBuildError, NetworkError
from coverup.http import Answer, Http
from coverup.pipeline.deliver import deliver
from coverup.settings import Settings
from tests.network.fakes import TOKEN, FakeHttp, settings_for

ENDPOINT: Final = "https://coveralls.example.com"
FILES: Final = [
    {"name": "packages/web/src/a.ts", "source_digest": "", "coverage": [1] * 50},
    {"name": "packages/web/b.ts", "source_digest": "", "coverage": [1] * 50},
    {"name": "packages/api/c.ts", "source_digest": "", "coverage": [1] * 50},
    {"name": "top.ts", "source_digest": "", "coverage": [1]},
]
DOCUMENT: Final = json.dumps(
    {"service_name": "a", "service_number": "5", "parallel": True, "source_files": FILES},
    separators=(",", ":"),
).encode()


@dataclass
class Heard:
    """A listener that remembers."""

    told: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)

    def info(self, text: str) -> None:
        self.told.append(text)

    detail = info

    def warn(self, text: str) -> None:
        self.warned.append(text)


class Interrupted(Http):
    """A session that somebody ends with Ctrl-C."""

    def post(self, url: str, **_request: object) -> Answer:
        raise KeyboardInterrupt(url)


class Closed(Http):
    """Answers that the build is closed."""

    def post(self, url: str, **_request: object) -> Answer:
        return Answer(status=422, body=f'{{"message":"already closed: {url}"}}'.encode())


def settings(**values: str | bool) -> Settings:
    return settings_for(ENDPOINT, spool="spool", **values)


def delivered(
    http: Http, chosen: Settings, on_spooled: Callable[[Path], None] | None = None
) -> tuple[Delivery | None, Heard]:
    heard = Heard()
    done = deliver(chosen, Document.of(DOCUMENT), http, heard, headers={}, on_spooled=on_spooled)
    return done, heard


class Taking(FakeHttp):
    """Takes every job."""

    def __init__(self) -> None:
        super().__init__(200)

    def post(self, url: str, **request: object) -> Answer:
        super().post(url, **request)
        return Answer(status=200, body=b'{"message":"Job #1"}')


def test_sizes_are_told_before_and_to_who_asks() -> None:
    heard, sizes = Heard(), []
    deliver(
        settings(),
        Document.of(DOCUMENT),
        Taking(),
        heard,
        headers={},
        on_sized=lambda plain, packed: sizes.append((plain, packed)),
    )
    [(plain, packed)] = sizes
    assert plain == len(DOCUMENT) + len(f'"repo_token":"{TOKEN}",')
    assert 0 < packed < plain
    assert f"{packed} B gzipped" in heard.told[0]
    assert not heard.warned


def test_a_large_job_is_warned_of_with_what_makes_it_large() -> None:
    _, heard = delivered(Taking(), settings(max_size="100"))
    assert "larger than 100 B (--max-size)" in heard.warned[0]
    assert "packages/web/" in heard.warned[1]
    assert [folder for folder, _ in weights.heaviest(Document.of(DOCUMENT))] == [
        *("packages/web/", "packages/api/", "top.ts")
    ]


def test_a_fault_names_the_file_that_the_job_is_kept_in() -> None:
    kept: list[Path] = []
    with pytest.raises(NetworkError) as raised:
        delivered(FakeHttp(503), settings(), kept.append)
    assert str(kept[0]) in raised.value.message
    assert f"coverup resend {kept[0]}" in (raised.value.hint or "")
    assert spool.read(kept[0]).document() == DOCUMENT


def test_an_interrupted_job_is_kept_too() -> None:
    with pytest.raises(KeyboardInterrupt):
        delivered(Interrupted(), settings())
    assert len(spool.entries(Path("spool"))) == 1


def test_a_delivered_job_is_written_to_the_ledger_and_nowhere_else() -> None:
    chosen = settings(service_number="5", parallel=True, flag_name="unit")
    delivered(Taking(), chosen)
    assert [part.flag for part in ledger.sent(Path("spool"), chosen)] == ["unit"]
    assert spool.entries(Path("spool")) == []


def test_a_closed_build_is_an_error_unless_it_may_be_skipped() -> None:
    with pytest.raises(ClosedBuildError):
        delivered(Closed(), settings())
    done, heard = delivered(Closed(), settings(on_closed="skip"))
    assert done is None
    assert "--on-closed skip" in heard.warned[-1]
    assert len(spool.entries(Path("spool"))) == 1
