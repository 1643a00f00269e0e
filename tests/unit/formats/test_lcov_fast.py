"""What is read at once and what with care; that both say the same, tests/fuzz holds at large."""

from pathlib import Path

import pytest

from coverup.formats import lcov
from coverup.formats._lcov_fast import FIRST_NAMED, read_section
from coverup.formats._lcov_sections import sections
from coverup.formats._text import LONGEST
from coverup.formats.source import Source
from coverup.model import MAX_BRANCHES, MAX_HITS, NEAR, FileCoverage

PLAIN = FIRST_NAMED
USUAL = (
    "DA:1,5\nDA:3,0",
    "BRDA:1,0,0,-\nBRDA:1,0,1,7",
    "BRDA:1,0,0,1\nBRDA:1,0,1,-\nBRF:2\nBRH:1\nDA:1,1\nLF:1\nLH:1",
    "FN:1,main\nFNDA:1,main\nFNF:1\nFNH:1\nDA:1,1\nBRDA:1,0,0,1\nLF:1",
    "BRDA:9,0,0,1\nBRDA:3,0,0,1",
    "DA:1,5,1fgpxQuutO0c5qRADdcQqA\nDA:2,0,K+kBerp/Q9LdH==,more",
    "DA:1,5,checksum\nDA:2,0",
    "BRDA:1,f0,0,1\nBRDA:1,0,1,-\nBRDA:2,e1,0,3",
    f"DA:{NEAR},{MAX_HITS - NEAR}",
    f"BRDA:1,0,0,{MAX_HITS}\nBRDA:1,{PLAIN - 1},{PLAIN - 1},0",
    "FN:1,f",
)
ODD = (
    *("DA:3,0\nDA:1,5", "DA:1,2\nDA:0,5\nDA:3,1"),
    *("DA:1,5\nDA:1,5", "DA:1,1\nDA:2,1,checksum", "DA:1,x,sum", "DA:1,1,sum\rDA:2,1"),
    *("DA:1,1,5\nDA:7", "DA:1\nDA:2,3,4", "DA:,1", "DA:1,"),
    *("DA:0,1", "DA:-1,1", "DA:1,-1", "DA:01,1", "DA:1,1.5", "DA:1,1e3", "DA:x,1", " DA:1,1"),
    *("DA:1,1 ", "da:1,1", "DA:1,1\r", "DA:1,1\rDA:2,1", "DA:1,1\n\nDA:2,1", "DA:1,1\n# x"),
    *(
        f"DA:{NEAR + 1},1",
        f"DA:1,{MAX_HITS}",
        f"DA:1,{MAX_HITS + 1}",
        "DA:1," + "9" * 30,
        "D1A:1,1",
        "1DA:1,1",
    ),
    *("DA:1,1\nLF:1\nDA:2,1", "DA:1,1\n1DA:2,1", "DA:1,1\nD1A:2,1", "DA:1,-", "DA:1,1\nSF:b.c"),
    *("BRDA:1,0,0,1\nBRDA:1,0,0,1", "BRDA:1,0,e5,1", "BRDA:1,f0,0,1\nBRDA:1,0,0,1"),
    *("BRDA:1,U0,0,1", "BRDA:1,0,a < b,1"),
    *("BRDA:1,0,-,1", "BRDA:-,0,0,1", "BRDA:1,0,-\nBRDA:1,0,0,0,1", "BRDA:0,0,0,1", "BRDA:1,0,0,"),
    *(f"BRDA:1,{PLAIN},0,1", f"BRDA:1,0,{PLAIN},1", "BRDA:1,4294967295,0,1", "BRDA:1,0,0,--"),
    *(f"BRDA:{NEAR + 1},0,0,1", f"BRDA:1,0,0,{MAX_HITS + 1}", "DA:1,1\nBRDA:1,0,0,1\nDA:2,1"),
    "\n".join(f"BRDA:1,0,{n},1" for n in range(MAX_BRANCHES + 1)),
)


def report(content: str | bytes) -> Source:
    data = content if isinstance(content, bytes) else content.encode()
    return Source(Path("lcov.info"), "lcov.info", Path(), content=data)


def section(records: str) -> str:
    return f"TN:\nSF:a.c\n{records}\nend_of_record\n"


def results(content: str | bytes) -> tuple[list[FileCoverage], list[FileCoverage]]:
    """Read at once and with care; the notes have to be the same, too."""
    one, other = report(content), report(content)
    fast, careful = list(lcov.read(one)), list(lcov.read_carefully(other))
    assert one.notes == other.notes
    return fast, careful


@pytest.mark.parametrize("records", USUAL)
def test_a_section_of_the_usual_shape_is_read_at_once(records: str) -> None:
    file = read_section(section(records).encode())
    assert [file] == list(lcov.read_carefully(report(section(records))))


@pytest.mark.parametrize("records", ODD)
def test_any_other_is_left_to_the_careful_reader(records: str) -> None:
    assert read_section(section(records).encode()) is None
    fast, careful = results(section(records) * 2)
    assert fast == careful


@pytest.mark.parametrize(
    "text",
    [
        "SF:\nDA:1,1\nend_of_record\n",
        "SF: \nDA:1,1\nend_of_record\n",
        "KF:a.c\nDA:1,1\nend_of_record\n",
        "DA:1,1\nSF:a.c\nend_of_record\n",
        "SF:a.c\nDA:1,1\nend_of_record",
        "SF:a.c\nDA:1,1\n",
        "SF:a.c\nDA:1,1\nEND_OF_RECORD\n",
        "SF:a.c\nDA:1,1\nSF:b.c\nDA:1,2\nend_of_record\n",
    ],
)
def test_a_section_without_its_usual_head_or_end_is_read_with_care(text: str) -> None:
    assert read_section(text.encode()) is None
    fast, careful = results(text + section("DA:1,x") + text)
    assert fast == careful


def test_branches_that_are_not_in_order_are_put_in_order() -> None:
    file = read_section(section("BRDA:9,0,0,1\nBRDA:3,0,0,0").encode())
    assert file is not None
    assert list(file.all_branches()) == [(3, 0, 0), (9, 0, 0)]


def test_windows_line_ends_are_read_at_once_and_lines_are_counted() -> None:
    text = (section("DA:1,1\nDA:2,1") + section("DA:x,1")).replace("\n", "\r\n")
    assert next(sections(report(text))).file is not None
    source = report(text)
    list(lcov.read(source))
    assert source.notes.places == {"line number is not a number": 8}


def test_a_file_whose_branches_were_numbered_by_name_stays_with_the_careful_reader() -> None:
    named = section("BRDA:1,0,jump to line 2,1")
    plain = section("BRDA:1,0,7,1")
    for text in (named + plain, plain + named, plain + plain + named + plain):
        fast, careful = results(text)
        assert fast == careful


@pytest.mark.parametrize("size", [LONGEST - 7, LONGEST, 3 * LONGEST])
def test_sections_that_no_piece_of_the_file_holds_are_read_whole(size: int) -> None:
    small = section("DA:1,1\nDA:2,0\nBRDA:1,0,0,1")
    large = section("DA:1,1\n" + "FN:1,a_function\n" * (size // 16) + "DA:x,1\nDA:2,2")
    fast, careful = results(small * 3 + large + small * (LONGEST // len(small)) + large + small)
    assert fast == careful
    assert len(fast) == LONGEST // len(small) + 6


def test_a_line_without_end_costs_only_itself() -> None:
    text = section("DA:1,1") + "SF:" + "a" * (3 * LONGEST) + "\nDA:1,1\n" + section("DA:2,x")
    fast, careful = results(text)
    assert fast == careful
