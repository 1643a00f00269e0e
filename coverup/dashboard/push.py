"""From reports to a branch's page on the dashboard: measure, write, check, pack, send.

The server removes a branch's earlier report before it looks at the new one. So everything that it
would stumble over is looked for here, before anything is sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from coverup.dashboard.archive import Archive, check_size, packed
from coverup.dashboard.client import STATUS, Dashboard, Pushed
from coverup.dashboard.identity import Parameters, parameters
from coverup.dashboard.minimal_xml import XML_NAME, coverage_xml
from coverup.dashboard.own_xml import own_percentage, read_as_utf8
from coverup.dashboard.percentage import server_percentage
from coverup.errors import ReportError
from coverup.model import percent
from coverup.pipeline.gather import Gathered
from coverup.pipeline.html import measure
from coverup.pipeline.identity import Run
from coverup.pipeline.listener import Listener
from coverup.values import Secret

FILED: Final = (
    *("org_name", "repo_name", "branch_name", "commit_hash", "commit_author", "github_api_url"),
    "language",
)
"""What a report is filed under; the eighth parameter is the name of its XML."""
MAX_SIZE: Final = 100_000_000
_NGINX_LIMIT: Final = 1_048_576
_NEARLY: Final = 0.006
"""Percentages of two decimals that are nearer than this are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What there is to push.

    Attributes:
        reports: Reports that the user named; without any, those of the settings, else what is
            discovered, but of an own XML only that.
        html: The folder of the project's own HTML report, instead of coverup's.
        xml: The project's own XML, instead of coverup's.
        stdin: The bytes of standard input, when `-` is among the reports.
    """

    reports: Sequence[str] = ()
    html: Path | None = None
    xml: Path | None = None
    stdin: bytes | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A report that the server will take.

    Attributes:
        archive: What is sent.
        percentage: What the server will make of it.
        filed: Where it is filed.
    """

    archive: Archive
    percentage: float
    filed: Parameters


def prepare(run: Run, given: Given, tell: Listener) -> Ready:
    """Read, write, check and pack what there is to push.

    Raises:
        ConfigError: It is not known where to file it.
        ReportError: The reports cannot be read, or the server would not take them.
    """
    filed = parameters(run, *FILED)
    gathered = None if given.html and given.xml else _gathered(run, given, tell)
    name, xml = _xml(given, gathered)
    percentage = server_percentage(xml, name)
    if given.xml:
        _compare(run, given.xml, gathered, percentage, tell)
    with TemporaryDirectory(prefix="coverup-") as folder:
        html = given.html or _written(Path(folder, "html"), run, gathered)
        archive = packed(html, xml, name, within=[run.root], tell=tell)
    tell.info(check_size(archive, run.settings.number("dashboard_max_size", MAX_SIZE)))
    if len(archive.content) > _NGINX_LIMIT:
        tell.detail("an nginx in front of the dashboard takes 1 MiB unless its settings say more")
    return Ready(archive, percentage, filed)


def send(dashboard: Dashboard, ready: Ready, token: Secret, tell: Listener) -> Pushed:
    """Send what was prepared, and tell what it left behind.

    Raises:
        NetworkError: No answer, or a fault of a proxy.
        RefusedError: The server refused.
    """
    pushed = dashboard.push(ready.archive, ready.filed, token)
    if abs(pushed.percentage - ready.percentage) > _NEARLY:
        found = f"{pushed.percentage:.2f} % instead of {ready.percentage:.2f} %"
        tell.warn(f"the dashboard read {found}: is it of another version than coverup knows?")
    others = [each for each in pushed.languages if each != ready.filed["language"]]
    if others:
        tell.warn(
            f"the dashboard also has {', '.join(others)} of this branch: all languages of a branch "
            "share one HTML report, which is now the one just sent"
        )
    commit = ready.filed["commit_hash"]
    tell.info(f"the dashboard has set the status {STATUS!r} (success) on commit {commit}")
    return pushed


def _gathered(run: Run, given: Given, tell: Listener) -> Gathered:
    reports = given.reports or ((str(given.xml),) if given.xml else ())
    return measure(run, reports, tell, stdin=given.stdin)


def _xml(given: Given, gathered: Gathered | None) -> tuple[str, bytes]:
    if given.xml:
        return given.xml.name, read_as_utf8(given.xml)
    if gathered is None:
        raise TypeError(given)
    return XML_NAME, coverage_xml(gathered)


def _written(folder: Path, run: Run, gathered: Gathered | None) -> Path:
    from coverup.render.html import About, write_report

    if gathered is None:
        raise TypeError(folder)
    about = About(
        title=f"Coverage of {run.root.name}",
        branch=run.settings.text("service_branch"),
        commit=run.settings.text("commit_sha"),
        when=run.settings.text("run_at"),
    )
    return write_report(folder, gathered, about).parent


def _compare(
    run: Run, xml: Path, gathered: Gathered | None, percentage: float, tell: Listener
) -> None:
    """Warn if the dashboard will show another percentage than the lines of the reports have.

    Raises:
        ReportError: It will, and `--strict` forbids it.
    """
    if gathered is None:
        ours = own_percentage(xml, run.root)
    else:
        totals = gathered.totals()
        ours = percent(totals.covered_lines, totals.lines)
    if ours is None or abs(ours - percentage) <= _NEARLY:
        return
    message = (
        f"{xml}: the dashboard will show {percentage:.2f} %, what the XML says at its top, where "
        f"coverup counts {ours:.2f} % of the lines"
    )
    hint = "leave --xml out: coverup then writes one that says what it counts"
    if run.settings.flag("strict"):
        raise ReportError(message, hint=hint)
    tell.warn(f"{message}; {hint}")
