"""What holds for all XML formats, over real reports and over what is made of them."""

import json
from pathlib import Path
from random import Random

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import (
    clover,
    cobertura,
    dotcover,
    jacoco,
    opencover,
    scoverage,
    sonarqube,
    visual_studio,
)
from coverup.formats._base import Format
from coverup.formats.source import Source
from tests.unit.formats.xml_reports import DATA, by_line, merged, relevant, report

FORMATS: tuple[Format, ...] = (
    *(cobertura, clover, jacoco, sonarqube, scoverage, opencover, visual_studio, dotcover),
)
CORPUS = DATA / "corpus"
REAL = [
    (clover, "gcovr-all", "clover.xml"),
    (clover, "istanbul-nyc", "coverage/clover.xml"),
    (clover, "jest", "coverage/clover.xml"),
    (clover, "phpunit-xdebug", "clover.xml"),
    (clover, "phpunit-xdebug-path", "clover.xml"),
    (clover, "v8-c8", "coverage/clover.xml"),
    (clover, "vitest-v8", "coverage/clover.xml"),
    (jacoco, "jacoco-ant", "target/site/jacoco/jacoco.xml"),
    (jacoco, "jacoco-ant", "target/site/jacoco-aggregate/jacoco.xml"),
    (sonarqube, "gcovr-all", "sonarqube.xml"),
]
NO_BRANCHES = {("gcovr-all", "clover.xml")}
SAMPLES = [
    (form, path)
    for form in FORMATS
    for path in sorted((DATA / form.__name__.rpartition(".")[2]).glob("*.xml"))  # type: ignore[attr-defined]
]


def source_of(path: Path) -> Source:
    return Source(path, path.name, path.parent)


@pytest.mark.parametrize(("form", "folder", "name"), REAL)
def test_a_real_report_gives_what_another_source_says(form: Format, folder: str, name: str) -> None:
    source = source_of(CORPUS / folder / "repo" / name)
    files = merged(form.read(source))
    assert not source.notes.skipped
    document = json.loads((CORPUS / folder / "expected.json").read_bytes())
    assert document["source_files"]
    for rel, plain in document["source_files"].items():
        expected = plain | document.get("overrides", {}).get(name, {}).get(rel, {})
        (file,) = (
            each
            for path, each in files.items()
            if f"/{path}".endswith(f"/{rel}") or f"/{rel}".endswith(f"/{path}")
        )
        within = {k: v for k, v in relevant(file).items() if k <= expected["line_count"]}
        assert [line for line, hits in within.items() if hits] == expected["covered"]
        assert [line for line, hits in within.items() if not hits] == expected["missed"]
        if "hits" in expected and file.counted:
            assert within == {int(line): hits for line, hits in expected["hits"].items()}
        counts = {int(line): count for line, count in expected.get("branches_by_line", {}).items()}
        # XML has no place for branches of lines that are not relevant (V8 counts some).
        counts = {line: count for line, count in counts.items() if line in within}
        assert by_line(file) == ({} if (folder, name) in NO_BRANCHES else counts)


def test_no_two_formats_claim_the_same_report() -> None:
    claimed: set[tuple[str, str]] = set()
    for path in sorted(each for each in CORPUS.rglob("*") if each.is_file()):
        owners = [form.NAME for form in FORMATS if form.sniff(source_of(path))]
        assert len(owners) <= 1, path
        claimed.update((path.suffix, owner) for owner in owners)
    assert claimed == {(".xml", name) for name in ("clover", "cobertura", "jacoco", "sonarqube")}


@pytest.mark.parametrize(("form", "path"), SAMPLES, ids=lambda each: getattr(each, "stem", ""))
def test_a_sample_is_claimed_by_its_format_alone(form: Format, path: Path) -> None:
    assert [each.NAME for each in FORMATS if each.sniff(source_of(path))] == [form.NAME]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.NAME)
def test_whatever_happens_to_a_report_it_is_read_or_refused(form: Format) -> None:
    random = Random(form.NAME)
    contents = [path.read_bytes() for each, path in SAMPLES if each is form]
    contents += [
        (CORPUS / at / "repo" / name).read_bytes() for each, at, name in REAL if each is form
    ]
    mutants = (_mutated(random.choice(contents), random) for _ in range(300))
    refused = sum(_is_refused(form, mutant) for mutant in mutants)
    assert 0 < refused < 300


def _is_refused(form: Format, content: bytes) -> bool:
    try:
        list(form.read(report(content)))
    except InvalidReportError:
        return True
    return False


def _mutated(content: bytes, random: Random) -> bytes:
    data = bytearray(content)
    for _ in range(random.randint(1, 3)):
        start = random.randrange(len(data))
        end = min(len(data), start + random.randint(1, 60))
        match random.choice(["flip", "digit", "cut", "double", "end"]):
            case "flip":
                data[start] ^= 1 << random.randrange(8)
            case "digit":
                digits = [at for at, byte in enumerate(data) if chr(byte).isdigit()]
                data[random.choice(digits or [start])] = random.choice(b"-0x9e.")
            case "cut":
                del data[start:end]
            case "double":
                data[start:start] = data[start:end]
            case _:
                del data[max(start, 20) :]
    return bytes(data)


HEAD = '<!DOCTYPE r [<!ENTITY a "aaaa">]>'
BODIES = {
    "clover": '<coverage generated="1"><project><file name="{}"/></project></coverage>',
    "jacoco": '<report><package name="p"><sourcefile name="{}"/></package></report>',
    "sonarqube": '<coverage version="1"><file path="{}"/></coverage>',
    "scoverage": '<scoverage><statement source="{}" line="1" invocation-count="1"/></scoverage>',
    "opencover": (
        '<CoverageSession><Module><File uid="1" fullPath="{}"/>'
        '<SequencePoint vc="1" sl="1" fileid="1"/></Module></CoverageSession>'
    ),
    "visual-studio": (
        '<results><modules><module><range source_id="1" covered="yes" start_line="1"/>'
        '<source_file id="1" path="{}"/></module></modules></results>'
    ),
    "dotcover": (
        '<Root ReportType="DetailedXml"><File Index="1" Name="{}"/>'
        '<Statement FileIndex="1" Line="1" Covered="True"/></Root>'
    ),
}


@pytest.mark.parametrize("form", FORMATS[1:], ids=lambda form: form.NAME)
class TestBadInput:
    def test_entities_are_refused(self, form: Format) -> None:
        with pytest.raises(InvalidReportError, match="entity declarations are refused"):
            list(form.read(report(HEAD + BODIES[form.NAME].format("&a;"))))

    def test_a_cut_report_is_refused_with_its_place(self, form: Format) -> None:
        with pytest.raises(InvalidReportError, match=r"^report\.xml:2: not well-formed XML"):
            list(form.read(report("\n" + BODIES[form.NAME].format("a")[:-3])))

    def test_two_documents_in_one_are_refused(self, form: Format) -> None:
        with pytest.raises(InvalidReportError, match="junk after document element"):
            list(form.read(report(BODIES[form.NAME].format("a") * 2)))

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
    def test_marks_and_carriage_returns_are_read_over(self, form: Format, encoding: str) -> None:
        content = BODIES[form.NAME].format("naïve café.c").replace("><", ">\r\n<")
        source = report(f'<?xml version="1.0" encoding="{encoding}"?>{content}'.encode(encoding))
        assert form.sniff(source)
        assert [file.path.rpartition("/")[2] for file in form.read(source)] == ["naïve café.c"]

    def test_deep_nesting_does_no_harm(self, form: Format) -> None:
        root = BODIES[form.NAME].split(">")[0]
        with pytest.raises(InvalidReportError, match="not well-formed"):
            list(form.read(report(f"{root}>" + "<package>" * 100_000)))
