"""Bad reports beside a checkout with src/a.c (5 lines), and what is to become of each."""

import gzip
from dataclasses import dataclass

GOOD = b"DA:1,3\nDA:2,3\nDA:3,1\nDA:4,2\nend_of_record\n"
SECTION = b"TN:\nSF:src/a.c\n" + GOOD
TAKEN = {1: 3, 2: 3, 3: 1, 4: 2}
HEAD = '<?xml version="1.0"?>'


def _xml(lines: str, *, filename: str = "src/a.c", source: str = ".", head: str = HEAD) -> bytes:
    return (
        f'{head}<coverage line-rate="1">'
        f"<sources><source>{source}</source></sources><packages><package name='p'><classes>"
        f'<class filename="{filename}"><lines>{lines}</lines></class>'
        "</classes></package></packages></coverage>"
    ).encode()


LINE = '<line number="1" hits="1"/>'


@dataclass(frozen=True)
class Row:
    """A bad report and what is to become of it.

    Attributes:
        name: The report's file name.
        content: Its bytes.
        lines: The hits of src/a.c when the report is usable; None when it is refused.
        said: What the messages say.
    """

    name: str
    content: bytes
    lines: dict[int, int] | None
    said: str = ""


ROWS = {
    "only newlines": Row("lcov.info", b"\n\n\r\n", None, "the report is empty"),
    "only a mark": Row("coverage.xml", b"\xef\xbb\xbf", None, "the report is empty"),
    "binary": Row("lcov.info", bytes(range(256)) * 64, None, "not a known coverage format"),
    "picture": Row("coverage.xml", b"\x89PNG\r\n\x1a\n" + bytes(200), None, "not a known"),
    "web page": Row("coverage.xml", b"<!DOCTYPE html><html><body>404</body></html>", None, "HTML"),
    "LFS pointer": Row(
        "lcov.info",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
        None,
        "git lfs pull",
    ),
    "test results": Row(
        "test-coverage.xml",
        b'<testsuites><testsuite name="s" tests="1"/></testsuites>',
        None,
        "test results",
    ),
    "execution data": Row("jacoco.lcov", b"\x01\xc0\xc0\x10\x07\x10", None, "JaCoCo"),
    "raw profile": Row("default.lcov", b"\x81rforpl\xff" + bytes(64), None, "llvm-cov export"),
    "raw gcov": Row("a.lcov", b"adcg*22B" + bytes(64), None, "gcov"),
    "truncated gzip": Row("a.lcov", gzip.compress(SECTION)[:30], None, "truncated gzip"),
    "gzip": Row("a.lcov", gzip.compress(SECTION), TAKEN),
    "scalar": Row("coverage.json", b"42", None, "not a known coverage format"),
    "NaN": Row("coverage.json", b'{"meta": {"format": NaN}, "files": {}}', None, "not valid JSON"),
    "truncated JSON": Row("coverage.json", b'{"meta": {"format": 3,', None, "coverage.json:1: "),
    "deep JSON": Row("coverage.json", b"[" * 200_000, None, "not valid JSON"),
    "garbage": Row(
        "lcov.info",
        b"TN:\nSF:src/a.c\nhello\nDA\nDA:\nDA:x,y\nXYZ:1\n" + GOOD,
        TAKEN,
        "5 records skipped or corrected",
    ),
    "no end": Row("lcov.info", SECTION.removesuffix(b"end_of_record\n"), TAKEN, "truncated"),
    "DA before SF": Row("lcov.info", b"DA:1,1\n" + SECTION, TAKEN, "DA before SF"),
    "line 0": Row("lcov.info", b"SF:src/a.c\nDA:0,5\n" + GOOD, TAKEN, "out of range"),
    "negative line": Row("lcov.info", b"SF:src/a.c\nDA:-1,5\n" + GOOD, TAKEN, "out of range"),
    "line 1e12": Row("lcov.info", b"SF:src/a.c\nDA:1000000000000,1\n" + GOOD, TAKEN, "range"),
    "beyond the end": Row(
        "lcov.info", b"SF:src/a.c\nDA:9999999,1\n" + GOOD, TAKEN, "beyond the end"
    ),
    "huge hits": Row(
        "lcov.info",
        b"SF:src/a.c\nDA:1,9223372036854775808\nDA:3,0\nend_of_record\n",
        {1: 2**53 - 1, 3: 0},
        "too large",
    ),
    "negative hits": Row("lcov.info", b"SF:src/a.c\nDA:1,-11\nend_of_record\n", {1: 0}, "negative"),
    "float hits": Row(
        "lcov.info",
        b"SF:src/a.c\nDA:1,1e+06\nDA:2,2.0\nDA:3,nan\nDA:4,inf\nend_of_record\n",
        {1: 1_000_000, 2: 2},
        "not a number",
    ),
    "repeated lines": Row(
        "lcov.info", b"SF:src/a.c\nDA:1,0\nDA:1,2\nDA:1,3\nend_of_record\n", {1: 5}
    ),
    "repeated file": Row(
        "lcov.info",
        b"SF:src/a.c\nDA:1,0\nDA:2,1\nend_of_record\nSF:src/a.c\nDA:1,2\nDA:3,0\nend_of_record\n",
        {1: 2, 2: 1, 3: 0},
    ),
    "Windows path": Row("lcov.info", b"SF:C:\\proj\\src\\a.c\n" + GOOD, TAKEN),
    "CRLF": Row("lcov.info", SECTION.replace(b"\n", b"\r\n"), TAKEN),
    "CR": Row("lcov.info", SECTION.replace(b"\n", b"\r"), TAKEN),
    "mark": Row("lcov.info", b"\xef\xbb\xbf" + SECTION, TAKEN),
    "UTF-16": Row("lcov.info", SECTION.decode().encode("utf-16"), TAKEN),
    "NUL": Row("lcov.info", b"SF:src/a.c\nDA:1,3\n\0\0DA:2,3\nend_of_record\n", {1: 3}, "unknown"),
    "traversal": Row("lcov.info", b"SF:../../etc/passwd\n" + GOOD, None, "../../etc/passwd"),
    "outside": Row("lcov.info", b"SF:/etc/passwd\n" + GOOD, None, "outside the repository"),
    "folder": Row("lcov.info", b"SF:src\n" + GOOD, None, "not in the repository"),
    "NUL in a path": Row("lcov.info", b"SF:src/a\0.c\n" + GOOD, None, r"a\x00.c"),
    "no UTF-8 in a path": Row("lcov.info", b"SF:src/caf\xe9.c\n" + GOOD, None, r"caf\udce9.c"),
    "control characters": Row("lcov.info", b"SF:src/\x1b[31ma.c\n" + GOOD, None, r"\x1b[31ma.c"),
    "very long path": Row("lcov.info", b"SF:" + b"a/" * 20_000 + b"a.c\n" + GOOD, None, "a/a/a/a/"),
    "truncated XML": Row("coverage.xml", _xml(LINE)[:-40], None, "coverage.xml:1: not well-formed"),
    "entities": Row(
        "coverage.xml",
        b'<!DOCTYPE coverage [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + _xml(LINE)[21:],
        None,
        "entity declarations are refused",
    ),
    "external entity": Row(
        "coverage.xml",
        b'<!DOCTYPE coverage [<!ENTITY x SYSTEM "file:///etc/passwd">]><coverage line-rate="1"/>',
        None,
        "entity declarations are refused",
    ),
    "external DTD": Row(
        "coverage.xml",
        b'<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">'
        + _xml(LINE)[21:],
        {1: 1},
    ),
    "XML in UTF-16": Row(
        "coverage.xml",
        _xml(LINE, head='<?xml version="1.0" encoding="utf-16"?>').decode().encode("utf-16"),
        {1: 1},
    ),
    "XML with mark and CRLF": Row("coverage.xml", b"\xef\xbb\xbf" + _xml(LINE), {1: 1}),
    "invalid UTF-8": Row(
        "coverage.xml",
        _xml(LINE, source="caf\udce9"[:3]).replace(b"caf", b"caf\xe9"),
        None,
        "not well-formed",
    ),
    "comment first": Row("coverage.xml", b"\n<!-- made\nby x -->\n" + _xml(LINE)[21:], {1: 1}),
    "declaration after space": Row("coverage.xml", b"  " + _xml(LINE), {1: 1}),
    "two documents": Row("coverage.xml", _xml(LINE) + _xml(LINE), None, "not well-formed"),
    "deep XML": Row(
        "coverage.xml", b"<coverage><packages>" + b"<package>" * 100_000, None, "not well-formed"
    ),
    "unknown root": Row("coverage.xml", b"<foo><bar/></foo>", None, "not a known coverage format"),
    "no packages": Row("coverage.xml", b'<coverage line-rate="0"/>', None, "no files"),
    "odd lines": Row(
        "coverage.xml",
        _xml(
            '<line number="undefined" hits="1"/><line number="-1" hits="1"/><line hits="1"/>'
            '<line number="3" hits="1.0"/><line number="4" hits="99999999999999999999"/>'
        ),
        {3: 1, 4: 2**53 - 1},
        "records skipped",
    ),
    "lines listed twice": Row(
        "coverage.xml",
        _xml('<line number="2" hits="1"/><line number="2" hits="0"/>'),
        {2: 1},
    ),
    "XML traversal": Row(
        "coverage.xml", _xml(LINE, filename="../../../etc/passwd"), None, "passwd"
    ),
    "source is the root": Row(
        "coverage.xml",
        _xml(LINE, filename="etc/passwd", source="/"),
        None,
        "outside the repository",
    ),
    "damaged data": Row(".coverage", b"SQLite format 3\0" + bytes(500), None, "damaged"),
    "old data": Row(
        ".coverage",
        b'!coverage.py: This is a private format, don\'t read it directly!{"lines":{}}',
        None,
        "coverage xml",
    ),
}
