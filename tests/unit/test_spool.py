import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coverup.coveralls import claims, job, spool, whole
from coverup.coveralls.document import Document
from coverup.errors import InvalidReportError
from tests.network.fakes import settings_for

DOCUMENT = (
    b'{"service_name":"jenkins","service_number":"5","flag_name":"unit","parallel":true,'
    b'"run_at":"2026-11-20T08:00:00Z","git":{"remotes":[{"name":"origin",'
    b'"url":"git@github.com:Owner/Name.git"}]},"source_files":[]}'
)
ENDPOINT = "https://coveralls.example.com"
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


def kept(folder: Path, document: bytes = DOCUMENT, now: datetime | None = None) -> Path:
    packed = job.encode(json.loads(document))
    return spool.keep(folder, packed, ENDPOINT, {"X-Coveralls-CI": "jenkins"}, now)


def test_a_job_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    entry = spool.read(kept(tmp_path, now=datetime(2026, 11, 21, 8, 0, tzinfo=UTC)))
    assert entry.document() == DOCUMENT
    assert entry.spooled
    assert entry.endpoint == ENDPOINT
    assert entry.created == "2026-11-21T08:00:00Z"
    assert entry.repository == "owner/name"
    assert entry.headers == {"X-Coveralls-CI": "jenkins"}
    assert entry.fields["service_number"] == "5"
    assert entry.fields["flag_name"] == "unit"


def test_names_sort_by_time(tmp_path: Path) -> None:
    moments = [datetime(2026, 11, 21, 8, 0, second, tzinfo=UTC) for second in (7, 3, 5)]
    paths = [kept(tmp_path, now=moment) for moment in moments]
    assert spool.entries(tmp_path) == [paths[1], paths[2], paths[0]]


def test_two_jobs_of_the_same_moment_are_two_files(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 21, tzinfo=UTC)
    assert kept(tmp_path, now=moment) != kept(tmp_path, now=moment)


@posix
def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "spool"
    path = kept(folder)
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_nothing_else_is_left_in_the_folder(tmp_path: Path) -> None:
    path = kept(tmp_path)
    assert list(tmp_path.iterdir()) == [path]


def test_the_first_line_says_what_it_is_without_unpacking(tmp_path: Path) -> None:
    head = json.loads(kept(tmp_path).read_bytes().partition(b"\n")[0])
    assert head["endpoint"] == ENDPOINT
    assert head["job"]["service_name"] == "jenkins"


def test_a_saved_job_document_is_read_too_and_loses_a_token(tmp_path: Path) -> None:
    path = tmp_path / "job.json"
    path.write_bytes(b'{"repo_token":"s3cr3t-t0k3n",' + DOCUMENT[1:])
    entry = spool.read(path)
    assert not entry.spooled
    assert entry.created == "2026-11-20T08:00:00Z"
    assert entry.document() == DOCUMENT


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "no job document"),
        (b"\x00\xff", "no job document"),
        (b"[1]", "no job document"),
        (b'{"no": "files"}', "no job document"),
        (b'{"coverup_spool": 2}\nwhatever', "newer coverup"),
        (b'{"coverup_spool": 1, "endp', "no job document"),
    ],
)
def test_what_is_no_job_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "x.job"
    path.write_bytes(content)
    with pytest.raises(InvalidReportError, match=problem):
        spool.read(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidReportError, match=r"x\.job: no such file"):
        spool.read(tmp_path / "x.job")


def test_a_cut_file_is_not_delivered(tmp_path: Path) -> None:
    path = kept(tmp_path)
    path.write_bytes(path.read_bytes()[:-6])
    with pytest.raises(InvalidReportError, match="not whole"):
        spool.read(path).document()


def test_a_file_cannot_smuggle_in_headers(tmp_path: Path) -> None:
    path = spool.keep(
        tmp_path, Document.of(DOCUMENT), ENDPOINT, {"Host": "evil", "X-Coveralls-CI": "a"}
    )
    path.write_bytes(path.read_bytes().replace(b"X-Coveralls-CI", b"Authorization"))
    assert not spool.read(path).headers


@pytest.mark.parametrize(
    ("document", "repository"),
    [
        ({"repo_name": "Owner/Name"}, "owner/name"),
        ({"git": {"remotes": [{"name": "o", "url": "https://h.io/g/s/n.git"}]}}, "g/s/n"),
        ({"git": {"remotes": [{"name": "o", "url": "ssh://git@h.io:22/a/b"}]}}, "a/b"),
        ({"git": {"remotes": [{"name": "o", "url": "git@h.io:a/b.git"}]}}, "a/b"),
        ({"git": {}}, ""),
        ({"repo_name": None}, ""),
    ],
)
def test_a_repository_is_known_by_its_name_or_its_remote(
    document: dict[str, object], repository: str
) -> None:
    assert spool.repository_of(document) == repository


def test_the_folder_is_the_named_one_or_the_place_for_state(tmp_path: Path) -> None:
    assert spool.folder_of(settings_for(ENDPOINT, spool="here")) == Path("here")
    usual = spool.folder_of(settings_for(ENDPOINT))
    assert usual.name == "spool"
    assert "coverup" in usual.parts
    assert tmp_path not in usual.parents


def test_a_file_is_held_by_one_only(tmp_path: Path) -> None:
    path = kept(tmp_path)
    with claims.claimed(path) as first, claims.claimed(path) as second:
        assert first
        assert not second
    with claims.claimed(path) as later:
        assert later


def test_a_file_that_was_sent_is_held_by_nobody(tmp_path: Path) -> None:
    path = kept(tmp_path)
    with claims.claimed(path) as mine:
        assert mine
        claims.settle(path)
    claims.tidy(path)
    assert not path.exists()
    with claims.claimed(path) as again:
        assert not again


@posix
def test_who_comes_too_late_sees_that_the_file_was_sent(tmp_path: Path) -> None:
    path = kept(tmp_path)
    with path.open("r+b") as late:
        claims.settle(path)
        assert claims._is_settled(late)


def test_an_emptied_file_counts_as_sent(tmp_path: Path) -> None:
    path = tmp_path / "x.job"
    path.touch()
    with claims.claimed(path) as mine:
        assert not mine
    claims.tidy(path)
    assert not path.exists()


def test_the_claim_of_a_killed_process_ends_with_it(tmp_path: Path) -> None:
    path = kept(tmp_path)
    program = (
        "import sys, pathlib; from coverup.coveralls import claims\n"
        "with claims.claimed(pathlib.Path(sys.argv[1])) as mine:\n"
        "    print(mine, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(path)]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "True"
        with claims.claimed(path) as mine:
            assert not mine
        holder.kill()
    with claims.claimed(path) as mine:
        assert mine


@pytest.mark.parametrize("nameless", [True, False])
def test_a_file_is_written_whole_on_each_kind_of_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nameless: bool
) -> None:
    if not nameless:
        monkeypatch.setattr(whole, "_write_nameless", lambda *_arguments: False)
    path = tmp_path / "x.job"
    whole.write(path, b"all of it")
    assert path.read_bytes() == b"all of it"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files without a name")
def test_on_linux_there_is_never_a_part_that_could_be_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    sync = os.fsync

    def listing(descriptor: int) -> None:
        names.extend(each.name for each in tmp_path.iterdir())
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", listing)
    whole.write(tmp_path / "x.job", b"all of it")
    assert names == ["x.job"], "the folder is empty until the file is whole"


@pytest.mark.parametrize("nameless", [True, False])
def test_a_file_takes_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nameless: bool
) -> None:
    if not nameless:
        monkeypatch.setattr(whole, "_write_nameless", lambda *_arguments: False)
    path = tmp_path / "job.json"
    for content in (b"old", b"new"):
        whole.replace(path, content)
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_parts_of_killed_processes_are_swept_once_they_are_old(tmp_path: Path) -> None:
    part = tmp_path / ".x.job.1234.part"
    part.touch()
    now = part.stat().st_mtime
    whole.sweep(tmp_path, now + 60)
    assert part.exists()
    whole.sweep(tmp_path, now + 2 * 3600)
    assert not part.exists()
