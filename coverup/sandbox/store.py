"""Where the sandbox keeps builds: one SQLite database, in memory or in a file.

No token is kept: a repository is known by a hash of its token, salted with a value of this store.
"""

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Final, cast

from coverup.errors import ConfigError

_APPLICATION_ID: Final = 0x434F5655
"""Marks an SQLite file as a sandbox store (https://sqlite.org/pragma.html#pragma_application_id)."""
_VERSION: Final = 1
_SCHEMA: Final = """
CREATE TABLE salt (value BLOB NOT NULL);
CREATE TABLE builds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    repo TEXT NOT NULL,
    number TEXT NOT NULL,
    attempt TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    calculated_at TEXT,
    lines INTEGER NOT NULL DEFAULT 0,
    covered_lines INTEGER NOT NULL DEFAULT 0,
    branches INTEGER NOT NULL DEFAULT 0,
    covered_branches INTEGER NOT NULL DEFAULT 0,
    UNIQUE (repo, number, attempt)
);
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    build_id INTEGER NOT NULL REFERENCES builds,
    position INTEGER NOT NULL,
    flag_name TEXT,
    service_job_id TEXT,
    parallel INTEGER NOT NULL,
    carried_from INTEGER,
    received_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    fields TEXT NOT NULL,
    git TEXT NOT NULL,
    remarks TEXT NOT NULL,
    request TEXT NOT NULL,
    lines INTEGER NOT NULL,
    covered_lines INTEGER NOT NULL,
    branches INTEGER NOT NULL,
    covered_branches INTEGER NOT NULL
);
CREATE INDEX jobs_of_build ON jobs (build_id, position);
CREATE TABLE files (
    job_id INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
    name TEXT NOT NULL,
    digest TEXT,
    coverage TEXT NOT NULL,
    branches TEXT NOT NULL,
    source TEXT,
    PRIMARY KEY (job_id, name)
) WITHOUT ROWID;
"""


class Store:
    """The database, shared by the server's threads: one of them uses it at a time."""

    def __init__(self, path: Path | None = None) -> None:
        """Open a store, or make a new one.

        Args:
            path: The file; None keeps everything in memory.

        Raises:
            ConfigError: The file cannot be opened, or is something other than a sandbox store.
        """
        self._lock = threading.RLock()
        self._db = _connect(path)
        self._salt = cast(bytes, self._db.execute("SELECT value FROM salt").fetchone()["value"])

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the connection to one thread; what it changes is kept unless it raises."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.rollback()
                raise
            self._db.commit()

    def repo_of(self, token: str) -> str:
        """Return the name under which the repository of a token is known here."""
        return blake2b(token.encode(), key=self._salt, digest_size=16).hexdigest()

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._db.close()


def _connect(path: Path | None) -> sqlite3.Connection:
    db: sqlite3.Connection | None = None
    try:
        db = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA temp_store = MEMORY")
        if _is_new(db):
            _create(db)
    except (sqlite3.Error, ConfigError) as failed:
        if db is not None:
            db.close()
        hint = "name a new file, or one that the sandbox has written (--store)"
        raise ConfigError(f"{path} cannot be used as a store: {failed}", hint=hint) from failed
    return db


def _is_new(db: sqlite3.Connection) -> bool:
    application = _pragma(db, "application_id")
    if application == _APPLICATION_ID:
        if _pragma(db, "user_version") != _VERSION:
            raise ConfigError("another version of coverup has written it")
        return False
    if application or db.execute("SELECT count(*) AS n FROM sqlite_master").fetchone()["n"]:
        raise ConfigError("it is a database, but not the sandbox's")
    return True


def _create(db: sqlite3.Connection) -> None:
    db.executescript(f"BEGIN; {_SCHEMA}")
    db.execute("INSERT INTO salt VALUES (?)", (secrets.token_bytes(32),))
    db.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {_VERSION}")
    db.commit()


def _pragma(db: sqlite3.Connection, name: str) -> int:
    return cast(int, db.execute(f"PRAGMA {name}").fetchone()[0])
