"""The percentage: what the server answers is what coverup says, for every report there is."""

from pathlib import Path
from typing import Final

import pytest

from coverup.dashboard.client import Dashboard
from coverup.dashboard.minimal_xml import coverage_xml
from coverup.dashboard.percentage import server_percentage
from coverup.dashboard.push import Given, prepare, send
from coverup.dashboard.session import DashboardHttp
from coverup.errors import InvalidReportError
from coverup.formats import cobertura, read
from coverup.formats.source import Source
from coverup.http import Http
from coverup.model import FileCoverage, Totals, percent
from coverup.pipeline.gather import Gathered
from coverup.pipeline.html import measure
from coverup.pipeline.identity import Run
from coverup.pipeline.listener import Silence
from coverup.values import Secret
from tests.contract.checkouts import CORPUS, checked_out
from tests.contract.test_corpus import CASES
from tests.network.dashboard.conftest import COMMIT
from tests.network.dashboard.standin import TOKEN, Standin
from tests.network.dashboard.unpacking import FailureError, percentage_of

SAMPLES: Final = sorted(
    each
    for folder in (CORPUS, *(CORPUS.parent / name for name in ("cobertura", "clover", "jacoco")))
    for each in folder.rglob("*.xml")
)

A_THIRD: Final = '<metrics statements="3" coveredstatements="1"/>'
A_HALF: Final = '<counter type="LINE" missed="1" covered="1"/>'


def run_in(top: Path, github_api: str) -> Run:
    options = {
        "dashboard_org": "acme",
        "dashboard_repo": "calc",
        "dashboard_language": "js",
        "dashboard_author": "Ada",
        "dashboard_github_api": github_api,
        "service_branch": "main",
        "commit_sha": COMMIT,
    }
    return Run(env={}, top=top, options=options, now="2026-01-01T00:00:00Z")


@pytest.mark.parametrize(("folder", "reports"), CASES)
def test_the_servers_percentage_of_a_report_is_coverups(
    folder: Path, reports: tuple[str, ...], tmp_path: Path, standin: Standin, http: Http
) -> None:
    run = run_in(checked_out(folder, tmp_path / "checkout"), standin.github_url)
    ready = prepare(run, Given(reports=reports), Silence())
    dashboard = Dashboard(standin.url, DashboardHttp.like(http))
    pushed = send(dashboard, ready, Secret(TOKEN), Silence())
    dashboard.http.close()
    totals = measure(run, reports, Silence()).totals()
    assert pushed.percentage == ready.percentage == percent(totals.covered_lines, totals.lines)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: "/".join(path.parts[-2:]))
def test_the_servers_percentage_of_an_own_xml_is_foretold(path: Path) -> None:
    content = path.read_bytes()
    try:
        expected = percentage_of(content)
    except FailureError:
        with pytest.raises(InvalidReportError):
            server_percentage(content, path.name)
    else:
        assert server_percentage(content, path.name) == expected


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('<coverage line-rate="0.76845"/>', 76.85),
        ('<coverage line-rate="1"/>', 100.0),
        ('<any line-rate=" 0.5 "/>', 50.0),
        (f'<a line-rate="0"><project>{A_THIRD}</project></a>', 33.33),
        (f"<a><project><file>{A_THIRD}</file></project>{A_HALF}</a>", 50.0),
        (f'<a><counter type="BRANCH" missed="0" covered="9"/>{A_HALF}</a>', 50.0),
        (f"<a><package>{A_HALF}</package><project>{A_THIRD}</project></a>", 33.33),
        ('<?xml version="1.0" encoding="utf-8"?><a line-rate="0.00005"/>', 0.01),
    ],
)
def test_the_three_places_are_tried_in_the_servers_order(xml: str, expected: float) -> None:
    assert server_percentage(xml.encode(), "a.xml") == percentage_of(xml.encode()) == expected


@pytest.mark.parametrize(
    ("covered", "lines"), [(1, 100_000), (19_999, 20_000), (1, 3), (2, 3), (1, 1), (1, 16)]
)
def test_coverups_xml_never_rounds_to_none_or_all(covered: int, lines: int) -> None:
    file = FileCoverage("a.py", lines=[*([1] * covered), *([0] * (lines - covered))])
    xml = coverage_xml(Gathered(files={"a.py": file}))
    assert percentage_of(xml) == percent(covered, lines)


def test_every_thousandth_share_is_the_same_on_both_sides() -> None:
    for covered in range(1, 1001):
        rate = f'<coverage line-rate="{(percent(covered, 1000) or 0) / 100:.4f}"/>'.encode()
        assert server_percentage(rate, "a") == percentage_of(rate) == percent(covered, 1000)


def test_coverups_xml_holds_what_was_measured_under_any_name(tmp_path: Path) -> None:
    name = "src/<&\"'é\x01 .py"
    file = FileCoverage(name, lines=[None, 3, 0])
    file.count_branches(2, 4, 3)
    path = tmp_path / "coverage.xml"
    path.write_bytes(coverage_xml(Gathered(files={name: file})))
    source = Source(path, path.name, tmp_path)
    assert cobertura.sniff(source)
    (again,) = read(cobertura, source)
    assert again.path == name.replace("\x01", "\ufffd")
    assert again.lines == [None, 3, 0]
    assert again.totals() == Totals(lines=2, covered_lines=1, branches=4, covered_branches=3)
