import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.errors import InvalidReportError
from coverup.formats import dlang
from coverup.formats.source import Source
from tests.unit.formats.xml_reports import relevant, report

END = "source/app.d is 50% covered\n"


def column(hits: int | None) -> str:
    return " " * 7 if hits is None else f"{hits:7}" if hits else "0" * 7


def read(content: str) -> tuple[dict[str, dict[int, int]], Source]:
    source = report(content)
    return {file.path: relevant(file) for file in dlang.read(source)}, source


@pytest.mark.parametrize(
    ("line", "hits"),
    [
        ("       |int x;", None),
        ("      3|int x;", 3),
        ("0000000|int x;", 0),
        ("123456789012|int x;", 123_456_789_012),
        ("      1|a | b || c", 1),
        ("      1|x is 5% covered", 1),
        ("      1|", 1),
    ],
)
def test_a_count_is_read(line: str, hits: int | None) -> None:
    files, source = read(f"       |\n{line}\n      9|y;\n{END}")
    assert files == {"source/app.d": {2: hits, 3: 9} if hits is not None else {3: 9}}
    assert not source.notes.skipped


@pytest.mark.parametrize("path", ["source/app.d", "C:\\x\\app.d", "naïve café|x is 1% covered.d"])
@pytest.mark.parametrize("said", ["is 100% covered", "is 0% covered", "has no code"])
def test_the_last_line_names_the_source(path: str, said: str) -> None:
    content = f"       |module app;\n{path} {said}\n"
    assert dlang.sniff(report(content))
    assert list(read(content)[0]) == [path]


def test_a_long_listing_is_recognised_by_its_two_ends() -> None:
    assert dlang.sniff(report("      1|x;\n" * 20_000 + END))


def test_listings_joined_by_cat_are_read() -> None:
    files, _ = read(f"      1|x;\n{END}       |\n0000000|y;\nb.d is 0% covered\n")
    assert files == {"source/app.d": {1: 1}, "b.d": {2: 0}}


def test_an_odd_line_is_counted_and_those_after_it_keep_their_numbers() -> None:
    files, source = read(f"      1|x;\nhello\n      2|y;\n{END}")
    assert files == {"source/app.d": {1: 1, 3: 2}}
    assert source.notes.skipped == {"unknown record": 1}
    assert source.notes.places == {"unknown record": 2}


def test_a_listing_that_was_cut_short_is_refused() -> None:
    content = "      1|x;\n      2|y;\n"
    assert not dlang.sniff(report(content))
    with pytest.raises(InvalidReportError, match="the last line, which names the source file"):
        read(content)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "hello\n",
        "      1:x\nb.d is 0% covered\n",
        "| a | b |\n|---|---|\nit has no code\n",
        END,
    ],
)
def test_another_file_is_not_claimed(content: str) -> None:
    assert not dlang.sniff(report(content))


@given(st.lists(st.tuples(st.none() | st.integers(0, 10**9), st.text("a| 1", max_size=4))))
def test_what_is_written_is_read(lines: list[tuple[int | None, str]]) -> None:
    written = "".join(f"{column(hits)}|{text}\n" for hits, text in lines)
    files, _ = read(written + END)
    assert files["source/app.d"] == {
        number: hits for number, (hits, _) in enumerate(lines, start=1) if hits is not None
    }
