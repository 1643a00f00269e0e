"""Cobertura reports are read the same with runs of lines taken out and without."""

from pathlib import Path
from random import Random
from typing import Final

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import cobertura
from coverup.formats._xml import CHUNK
from coverup.formats.source import Source
from tests.fuzz.mutate import mutated
from tests.fuzz.reports import DATA

HEAD: Final = '<?xml version="1.0"?>\n<coverage><sources><source>src</source></sources><packages>'
PLAIN: Final = '<line number="1" hits="2"/>\n<line number="3" hits="0"/>\n'
BRANCHES: Final = (
    '  <line number="5" hits="1" branch="True" condition-coverage="50% (1/2)"/>\r\n'
    '  <line number="6" hits="1" branch="true" condition-coverage="0% (0/0)" />\r\n'
    '<line number="7" hits="1" branch="true" condition-coverage="50% (1/2)" missing-branches="9"/>'
    '<line number="8" hits="1" branch="false"/>'
)
MUTATIONS: Final = 60


def report(lines: str, head: str = HEAD) -> str:
    body = f'<class filename="a.c"><methods/><lines>{lines}</lines></class>'
    return f"{head}<package><classes>{body}</classes></package></packages></coverage>"


REPORTS: Final = {
    "plain": report(PLAIN),
    "branches": report(BRANCHES + PLAIN),
    "a line twice": report(PLAIN + BRANCHES + PLAIN),
    "in methods": report("").replace("<methods/>", f"<methods><method>{PLAIN}</method></methods>"),
    "in both": report(PLAIN).replace("<methods/>", f"<methods><lines>{PLAIN}</lines></methods>"),
    "line 0": report('<line number="2" hits="1"/>\n<line number="0" hits="1"/>\n' + PLAIN),
    "far lines": report('<line number="2" hits="1"/>\n<line number="900000" hits="1"/>\n' + PLAIN),
    "more taken than there are": report(PLAIN + BRANCHES.replace("1/2", "3/2")),
    "outside a class": report(PLAIN).replace("</packages>", f"</packages>\n{PLAIN}{BRANCHES}"),
    "in a comment": report(f"<!-- {PLAIN} -->{BRANCHES}"),
    "in CDATA": report(f"<![CDATA[{PLAIN}]]>{BRANCHES}"),
    "in a source": report(BRANCHES + f"<source>x{PLAIN}  {PLAIN} y</source>" + PLAIN),
    "in a line": report(f'<line number="2" hits="1" branch="true">{PLAIN}</line>{BRANCHES}'),
    "lone carriage returns": report(PLAIN.replace("\n", "\r") * 2 + '<line number="x"/>' + PLAIN),
    "other quotes": report(PLAIN.replace('"', "'") + BRANCHES),
    "other attributes": report(PLAIN.replace("/>", ' type="x"/>') + BRANCHES),
    "attributes by default": report(
        PLAIN,
        '<?xml version="1.0"?>\n<!DOCTYPE coverage [<!ATTLIST line branch CDATA "true">]>\n'
        "<coverage><packages>",
    ),
    "Latin-1": report(BRANCHES, HEAD.replace("?>", ' encoding="iso-8859-1"?>')),
    "another encoding": report(BRANCHES, HEAD.replace("?>", ' encoding="cp037"?>')),
    "a fault": report(f"{PLAIN}<line></class>"),
    "a fault on the line of a run": report(f"{PLAIN.strip()} & <line>"),
    "no end": report(PLAIN).partition("</lines>")[0],
    "an attribute without an end": report(f'<line number="{PLAIN}'),
    "an attribute twice": report(f'{PLAIN}<line number="1" hits="1" hits="2"/>{PLAIN}'),
}
LEFT_AS_IS: Final = {"in a source", "in CDATA", "attributes by default", "another encoding"}


def spaced(content: bytes) -> bytes:
    """Put the lines into pieces of their own, since pieces with sources are left as they are."""
    before, lines, after = content.partition(b"<line")
    return before + b" " * 2 * CHUNK + lines + after


def outcome(path: Path, *, is_usual: bool) -> tuple[object, bool]:
    """Return all that reading tells, and whether runs were taken out."""
    source = Source(path, path.name, path.parent)
    reader = cobertura._Reader(source)
    reader.runs._is_usual &= is_usual
    try:
        told: object = [*cobertura._read(source, reader)]
    except InvalidReportError as error:
        told = str(error), error.line
    return (told, source.notes), reader.runs.are_used


def compare(path: Path) -> bool:
    """See that both ways tell the same; return whether they are two."""
    told, are_used = outcome(path, is_usual=True)
    assert outcome(path, is_usual=False) == (told, False)
    return are_used


@pytest.mark.parametrize("name", REPORTS)
def test_runs_change_nothing(tmp_path: Path, name: str) -> None:
    path = tmp_path / "cobertura.xml"
    path.write_bytes(spaced(REPORTS[name].encode()))
    assert compare(path) is (name not in LEFT_AS_IS)


def test_runs_that_are_cut_by_the_pieces_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cobertura.xml"
    for shift in range(0, len(BRANCHES), 31):
        head = HEAD + " " * (2 * CHUNK) + "\n" * shift
        path.write_text(report((PLAIN + BRANCHES) * 2000, head), newline="")
        assert compare(path)


def test_runs_in_the_long_text_of_a_source_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cobertura.xml"
    text = f"<source>x{' ' * 2 * CHUNK}{PLAIN}  {PLAIN} y</source>"
    path.write_text(report(f"{PLAIN}{text}{' ' * 2 * CHUNK}{PLAIN}"))
    assert compare(path)


def samples() -> list[Path]:
    paths = [path for path in sorted(DATA.rglob("*")) if path.suffix == ".xml"]
    return [path for path in paths if cobertura.sniff(Source(path, path.name, path.parent))]


def test_runs_change_nothing_in_real_reports(tmp_path: Path) -> None:
    copy = tmp_path / "cobertura.xml"
    used = 0
    for path in samples():
        copy.write_bytes(spaced(path.read_bytes()))
        used += compare(copy)
    assert used > len(samples()) / 2


def test_runs_change_nothing_in_damaged_reports(tmp_path: Path) -> None:
    random = Random(5)
    contents = [*(path.read_bytes() for path in samples()), *(t.encode() for t in REPORTS.values())]
    copy = tmp_path / "cobertura.xml"
    used = 0
    for _ in range(MUTATIONS):
        one, other = random.choice(contents), random.choice(contents)
        copy.write_bytes(spaced(mutated(one, other, random)))
        used += compare(copy)
    assert used > MUTATIONS / 4
