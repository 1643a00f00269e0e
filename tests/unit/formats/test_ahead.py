"""Large reports are read in pieces, by several processes: the same as in one go, whatever fails."""

import errno
import gzip
import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import _ahead, _helpers, _lcov_sections, cobertura, lcov
from coverup.formats._base import Format
from coverup.formats._board import Board
from coverup.formats._cobertura_runs import find_runs
from coverup.formats.notes import Notes
from coverup.formats.source import Source
from coverup.model import FileCoverage
from tests.fuzz.mutate import mutated
from tests.fuzz.reports import DATA

Result = tuple[list[FileCoverage], str, Notes]

FILES: Final = 120
MUTATIONS: Final = 120
HUGE: Final = 1 << 60


def lcov_report(files: int = FILES) -> bytes:
    sections = []
    for number in range(files):
        lines = "".join(f"DA:{line},{line * number % 7}\n" for line in range(1, 60))
        branches = "".join(f"BRDA:{line},0,{line % 2},-\n" for line in range(1, 40))
        sections.append(f"TN:\nSF:src/f{number}.c\n{lines}{branches}end_of_record\n")
    return "".join(sections).encode()


def cobertura_report(files: int = FILES * 10) -> bytes:
    classes = ""
    for number in range(files):
        lines = "".join(
            f'<line number="{n}" hits="{n * number % 7}"/>\n'
            f'<line number="{n + 1}" hits="2" branch="true" condition-coverage="50% (1/2)"/>\n'
            for n in range(1, 60, 2)
        )
        classes += f'<class filename="src/f{number}.py"><lines>{lines}</lines></class>\n'
    return f'<coverage line-rate="1"><packages>{classes}</packages></coverage>'.encode()


REPORTS: Final = {"lcov": lcov_report(), "cobertura": cobertura_report()}
FORMATS: Final[dict[str, Format]] = {"lcov": lcov, "cobertura": cobertura}


def result(form: Format, path: Path) -> Result:
    source = Source(path, path.name, path.parent)
    files: list[FileCoverage] = []
    try:
        files += form.read(source)
    except InvalidReportError as error:
        return files, f"{error} {error.line}", source.notes
    return files, "", source.notes


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let all reports be read in small pieces, together with so many helpers."""

    def change(helpers: int) -> None:
        monkeypatch.setattr(_ahead, "WORTH_IT", 0)
        monkeypatch.setattr(_ahead, "spare_processors", lambda: helpers)
        monkeypatch.setattr(_lcov_sections, "PIECE", 4096)

    return change


@pytest.mark.parametrize("helpers", [0, 1, 3])
@pytest.mark.parametrize("name", FORMATS)
def test_a_large_report_says_the_same_with_helpers(
    tmp_path: Path, in_pieces: Callable[[int], None], name: str, helpers: int
) -> None:
    path = tmp_path / "report"
    path.write_bytes(REPORTS[name])
    whole = result(FORMATS[name], path)
    in_pieces(helpers)
    assert result(FORMATS[name], path) == whole
    assert len(whole[0]) > FILES - 1


def report_of(path: Path, start: bytes, size: int) -> Source:
    with path.open("wb") as file:
        file.write(start)
        file.truncate(size)
    return Source(path, path.name, path.parent)


@pytest.mark.parametrize(
    ("start", "size", "is_worth_it"),
    [
        (b"SF:a.c\n", _ahead.WORTH_IT, True),
        (b"\xef\xbb\xbfSF:a.c\n", _ahead.WORTH_IT, True),
        (b"SF:a.c\n", _ahead.WORTH_IT - 1, False),
        (b"\x1f\x8b", _ahead.WORTH_IT, False),
        ("\ufeffSF:a.c\n".encode("utf-16-le"), _ahead.WORTH_IT, False),
    ],
    ids=["large", "marked", "small", "gzipped", "UTF-16"],
)
def test_helpers_are_for_large_reports_that_can_be_read_from_anywhere(
    tmp_path: Path, start: bytes, size: int, is_worth_it: bool
) -> None:
    source = report_of(tmp_path / "report", start, size)
    if start.startswith(b"\x1f"):
        source.path.write_bytes(gzip.compress(b"SF:a.c\n") + bytes(size))
    assert _ahead.is_worth_it(source) is is_worth_it


def test_standard_input_is_read_by_one_process(tmp_path: Path) -> None:
    content = bytes(_ahead.WORTH_IT)
    assert not _ahead.is_worth_it(
        Source(tmp_path / "<stdin>", "<stdin>", tmp_path, content=content)
    )


ODD: Final = {
    "Windows line ends": lambda text: text.replace(b"\n", b"\r\n"),
    "a few Windows line ends": lambda text: text.replace(b"\nSF:src/f7", b"\r\nSF:src/f7"),
    "a byte order mark": lambda text: b"\xef\xbb\xbf" + text,
    "a byte order mark within": lambda text: text.replace(b"TN:\nSF:src/f60", b"\xef\xbb\xbfSF:x"),
    "UTF-16": lambda text: text.decode().encode("utf-16"),
    "broken records": lambda text: text.replace(b"DA:17,", b"DA:17;"),
    "names of branches": lambda text: text.replace(b"BRDA:9,0,1", b"BRDA:9,0,jump to line 3"),
    "a file again and again": lambda text: text.replace(b"/f3", b"/f1"),
    "named, then numbered": lambda text: text.replace(b"BRDA:9,0,1", b"BRDA:9,0,name", 1) + text,
    "no end of a section": lambda text: text.replace(b"end_of_record\nTN:\nSF:src/f50", b"SF:y"),
    "no end": lambda text: text[:-30],
    "a section of more than a piece": lambda text: text.replace(
        b"SF:src/f40", b"FN:1,f\n" * 200_000 + b"SF:src/f40"
    ),
    "a line of more than a piece": lambda text: text.replace(
        b"SF:src/f4", b"SF:" + b"x" * (3 << 20)
    ),
    "blank lines in front": lambda text: b"\n" * 300_000 + text,
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", FORMATS)
def test_odd_pieces_are_read_as_in_one_go(
    tmp_path: Path, in_pieces: Callable[[int], None], name: str, odd: str
) -> None:
    path = tmp_path / "report"
    path.write_bytes(ODD[odd](REPORTS[name]))
    whole = result(FORMATS[name], path)
    in_pieces(0)
    assert result(FORMATS[name], path) == whole


def samples(name: str) -> Iterator[bytes]:
    for path in sorted(DATA.rglob("*")):
        if path.is_file() and path.suffix in {".info", ".xml", ".lcov"}:
            source = Source(path, path.name, path.parent)
            if FORMATS[name].sniff(source):
                yield path.read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_damaged_reports_are_read_in_pieces_as_in_one_go(
    tmp_path: Path, in_pieces: Callable[[int], None], name: str
) -> None:
    random = Random(11)
    contents = list(samples(name))
    assert len(contents) > 10
    paths = []
    for number in range(MUTATIONS):
        paths.append(tmp_path / str(number))
        damaged = mutated(random.choice(contents), random.choice(contents), random)
        rest = REPORTS[name] if name == "lcov" else b""
        paths[-1].write_bytes(damaged + rest + damaged)
    whole = [result(FORMATS[name], path) for path in paths]
    in_pieces(0)
    for path, expected in zip(paths, whole, strict=True):
        assert result(FORMATS[name], path) == expected


def test_helpers_are_ahead_only_so_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_ahead, "spare_processors", lambda: 2)
    monkeypatch.setattr(_helpers, "can_fork", lambda: False)
    path = tmp_path / "report"
    path.write_bytes(b"x" * 3 * _ahead.LEAD)
    spans = [(start, start + 1) for start in range(3 * _ahead.LEAD)]
    with _ahead.pieces(Source(path, "report", tmp_path), spans, find_runs) as pieces:
        assert pieces.board is not None
        folder = pieces.board.folder
        deadline = time.monotonic() + 30
        while len(list(folder.glob("*.result"))) < _ahead.LEAD and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.2)
        assert len(list(folder.glob("*.result"))) == _ahead.LEAD
        # Of these pieces not all are asked for.
        for number in range(1, len(spans), 3):
            assert pieces.result(number) == []
            deadline = time.monotonic() + 30
            further = min(number + 1 + _ahead.LEAD, len(spans))
            while not (folder / f"{further - 1}.taken").exists():
                assert time.monotonic() < deadline
                time.sleep(0.001)


def fail(_content: bytes) -> object:
    raise ValueError("in a helper and here")


def die_in_helpers(content: bytes) -> object:
    if os.getpid() != PARENT:
        os.kill(os.getpid(), signal.SIGKILL)
    return find_runs(content)


PARENT = os.getpid()


def test_what_a_dead_helper_leaves_is_done_here(tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.write_bytes(REPORTS["cobertura"])
    spans = [(start, start + 100_000) for start in range(0, len(REPORTS["cobertura"]), 100_000)]
    source = Source(path, path.name, path.parent)
    with _ahead.pieces(source, spans, die_in_helpers) as pieces:
        for number, (start, end) in enumerate(spans):
            assert pieces.result(number) == find_runs(REPORTS["cobertura"][start:end])


@pytest.mark.parametrize("after", [0, 1, 7])
def test_on_a_full_disk_this_process_goes_on_alone(
    tmp_path: Path,
    in_pieces: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
    after: int,
) -> None:
    path = tmp_path / "report"
    path.write_bytes(REPORTS["lcov"])
    whole = result(lcov, path)
    in_pieces(1)
    taken = count()
    take = Board.take

    def full(board: Board, number: int) -> bool:
        if next(taken) >= after:
            raise OSError(errno.ENOSPC, "No space left on device")
        return take(board, number)

    monkeypatch.setattr(Board, "take", full)
    assert result(lcov, path) == whole


def test_without_a_folder_for_a_board_this_process_is_alone(
    tmp_path: Path, in_pieces: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report"
    path.write_bytes(REPORTS["cobertura"])
    whole = result(cobertura, path)
    in_pieces(1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not there"))
    assert result(cobertura, path) == whole


def test_a_fault_in_a_piece_is_told_and_leaves_no_process(tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.write_bytes(b"x" * 100)
    source = Source(path, path.name, path.parent)
    with (
        pytest.raises(ValueError, match="in a helper and here"),
        _ahead.pieces(source, [(0, 50), (50, 100)], fail) as pieces,
    ):
        pieces.result(0)
    assert not pieces.is_any_working()
