"""The ledger of jobs that were sent."""

import os
import time
from pathlib import Path

import pytest

from coverup.coveralls import ledger
from coverup.coveralls.ledger import Part
from coverup.settings import Settings
from coverup.settings.kinds import Value
from tests.network.fakes import TOKEN, settings_for

HOST = "https://coveralls.io"


def build(*, at: str = HOST, **values: Value) -> Settings:
    return settings_for(at, **{"service_number": "17", "parallel": True, **values})


def record(spool: Path, settings: Settings) -> bool:
    return ledger.record(spool, settings, settings.job_fields())


def test_jobs_of_a_build_are_found_again(tmp_path: Path) -> None:
    for flag in ("unit", "e2e"):
        assert record(tmp_path, build(flag_name=flag, service_job_id="3"))
    assert set(ledger.sent(tmp_path, build())) == {Part("unit", "3"), Part("e2e", "3")}


def test_a_job_that_is_sent_again_counts_once(tmp_path: Path) -> None:
    for _ in range(2):
        assert record(tmp_path, build(flag_name="unit"))
    assert ledger.sent(tmp_path, build()) == (Part("unit", None),)


def test_jobs_without_flag_and_id_are_several(tmp_path: Path) -> None:
    for _ in range(3):
        record(tmp_path, build())
    assert ledger.sent(tmp_path, build()) == (Part(None, None),) * 3


@pytest.mark.parametrize(
    "other",
    [
        build(service_number="18"),
        build(service_attempt="2"),
        build(repo_name="other/repository"),
        build(at="https://coveralls.example.com"),
    ],
)
def test_another_build_has_another_ledger(tmp_path: Path, other: Settings) -> None:
    record(tmp_path, build(flag_name="unit"))
    assert ledger.sent(tmp_path, other) == ()


@pytest.mark.parametrize("settings", [build(parallel=False), build(service_number="")])
def test_what_no_done_will_close_is_not_noted(tmp_path: Path, settings: Settings) -> None:
    assert not record(tmp_path, settings)
    assert list(tmp_path.iterdir()) == []


def test_neither_names_nor_files_hold_the_token_and_nobody_else_can_read_them(
    tmp_path: Path,
) -> None:
    spool = tmp_path / "state" / "spool"
    record(spool, build(flag_name="unit"))
    [path] = [path for path in spool.rglob("*") if path.is_file()]
    assert TOKEN not in f"{path}{path.read_text()}"
    for private in (path, *spool.rglob("*"), spool):
        assert private.stat().st_mode & 0o077 == 0


def test_a_ledger_that_cannot_be_written_does_not_stop_an_upload(tmp_path: Path) -> None:
    (tmp_path / ledger.FOLDER).write_text("in the way")
    assert not record(tmp_path, build(flag_name="unit"))
    assert ledger.sent(tmp_path, build()) == ()


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff"])
def test_a_broken_record_is_passed_over(tmp_path: Path, content: bytes) -> None:
    record(tmp_path, build(flag_name="unit"))
    [folder] = (tmp_path / ledger.FOLDER).iterdir()
    (folder / "broken.json").write_bytes(content)
    assert ledger.sent(tmp_path, build()) == (Part("unit", None),)


def test_builds_of_long_ago_are_forgotten(tmp_path: Path) -> None:
    record(tmp_path, build(flag_name="unit"))
    [folder] = (tmp_path / ledger.FOLDER).iterdir()
    long_ago = time.time() - ledger.KEPT - 60
    os.utime(folder, (long_ago, long_ago))
    record(tmp_path, build(service_number="18", flag_name="unit"))
    assert ledger.sent(tmp_path, build()) == ()
    assert ledger.sent(tmp_path, build(service_number="18")) == (Part("unit", None),)
