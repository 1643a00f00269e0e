import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from coverup.errors import ConfigError
from coverup.sandbox.builds import add_job
from coverup.sandbox.job_rules import check
from coverup.sandbox.shown import builds
from coverup.sandbox.store import Store
from coverup.sandbox.understood import Findings

TOKEN = "Very-Secret-Token-7f3a"


def put_job(store: Store) -> None:
    findings = Findings()
    document = {"repo_token": TOKEN, "service_name": "ci", "source_files": [], TOKEN[:4]: TOKEN}
    add_job(store, check(document, findings), request="{}", findings=findings)


def database(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()
    return path


def test_a_store_keeps_its_builds(tmp_path: Path) -> None:
    for expected in (1, 2):
        store = Store(tmp_path / "builds.db")
        put_job(store)
        assert len(builds(store)) == expected
        store.close()


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "builds.db"
    path.touch()
    Store(path).close()
    assert path.read_bytes().startswith(b"SQLite format 3")


def test_no_token_is_written_and_nothing_beside_the_store(tmp_path: Path) -> None:
    folder = tmp_path / "only"
    folder.mkdir()
    store = Store(folder / "builds.db")
    put_job(store)
    store.close()
    assert [path.name for path in folder.iterdir()] == ["builds.db"]
    assert TOKEN.encode() not in (folder / "builds.db").read_bytes()


def test_a_repository_has_another_name_in_every_store() -> None:
    one, other = Store(), Store()
    assert one.repo_of(TOKEN) == one.repo_of(TOKEN) != other.repo_of(TOKEN)
    one.close()
    other.close()


def test_what_is_no_sandbox_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("these are my notes " * 100)
    other = database(tmp_path / "other.db", "CREATE TABLE mine (x)")
    marked = database(tmp_path / "marked.db", "PRAGMA application_id = 7")
    newer = tmp_path / "newer.db"
    Store(newer).close()
    database(newer, "PRAGMA user_version = 2")
    for path in (text, other, marked, newer, tmp_path, tmp_path / "no" / "folder.db"):
        before = path.read_bytes() if path.is_file() else None
        with pytest.raises(ConfigError, match="cannot be used as a store") as refused:
            Store(path)
        assert refused.value.hint
        assert (path.read_bytes() if path.is_file() else None) == before


def fail_after_a_change(store: Store) -> None:
    with store.transaction() as db:
        db.execute("INSERT INTO builds (repo, number, attempt) VALUES ('r', '1', '')")
        raise KeyError


def test_a_change_that_fails_is_not_kept() -> None:
    store = Store()
    with pytest.raises(KeyError):
        fail_after_a_change(store)
    assert builds(store) == []
    store.close()
