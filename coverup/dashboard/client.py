"""The calls of the dashboard: push a report, list, badge, and delete other branches' data.

Source: https://rakutentech.github.io/code-coverage-dashboard/API/
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from coverup.dashboard.answers import refusal, understood
from coverup.dashboard.archive import TOP, Archive
from coverup.dashboard.identity import Parameters
from coverup.dashboard.session import DashboardHttp
from coverup.errors import RefusedError
from coverup.values import Secret

STATUS: Final = "code coverage dashboard"
"""The commit status that the server sets on GitHub, to see whether the token may."""
_PER_PAGE: Final = 1000
_MAX_PAGES: Final = 100
_INVALID: Final = b">Invalid<"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A report that the dashboard knows."""

    org: str
    repo: str
    branch: str
    language: str
    percentage: float
    commit: str
    author: str
    when: str

    @classmethod
    def of(cls, row: object) -> "Row":
        """Return a row of the server's JSON.

        Raises:
            RefusedError: It is none.
        """
        known = row if isinstance(row, dict) else {}
        try:
            return cls(
                org=str(known["org_name"]),
                repo=str(known["repo_name"]),
                branch=str(known["branch_name"]),
                language=str(known["language"]),
                percentage=float(known["percentage"]),
                commit=str(known["commit_hash"]),
                author=str(known["commit_author"]),
                when=str(known["created_at"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            message = f"the dashboard's answer holds a report that cannot be read: {error}"
            raise RefusedError(message, hint="check --url") from None


@dataclass(frozen=True, slots=True)
class Pushed:
    """A report that the dashboard took.

    Attributes:
        percentage: What it made of it.
        languages: All languages that it now has of this branch.
    """

    percentage: float
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A dashboard's API.

    Attributes:
        url: Its address, without a slash at the end.
        http: The session.
    """

    url: str
    http: DashboardHttp

    def push(self, archive: Archive, filed: Parameters, token: Secret) -> Pushed:
        """Send a report, which replaces the branch's earlier one.

        Raises:
            NetworkError: No answer, or a fault of a proxy.
            RefusedError: The server refused; the message says if the earlier report is gone.
        """
        part = ("archive.tar.gz", archive.content, "application/gzip")
        query = {**filed, "coverage_xml_file_name": archive.xml_name}
        answer = self.http.post(
            self.url, params=query, files={"file": part}, headers=_authorization(token)
        )
        body = understood(answer, uploads=True)
        rows = body.get("data")
        all_rows = [Row.of(each) for each in rows] if isinstance(rows, list) else []
        here = (each.language for each in all_rows if each.branch == filed["branch_name"])
        return Pushed(Row.of(body.get("coverage")).percentage, tuple(dict.fromkeys(here)))

    def rows(self, wanted: Parameters, *, full: bool = False) -> Iterator[Row]:
        """Yield the reports that the dashboard knows, page by page.

        Args:
            wanted: `org_name`, `repo_name` and `commit_author`, as far as they matter.
            full: Whether earlier reports are wanted too.

        Raises:
            NetworkError: As in `push`.
            RefusedError: As in `push`.
        """
        query = {**wanted, "per_page": str(_PER_PAGE), **({"full": "true"} if full else {})}
        for page in range(1, _MAX_PAGES + 1):
            body = understood(self.http.get(self.url, params={**query, "p": str(page)}))
            data = body.get("data")
            for rows in data.values() if isinstance(data, dict) else ():
                yield from map(Row.of, rows if isinstance(rows, list) else ())
            if not body.get("has_next"):
                return

    def badge(self, wanted: Parameters) -> bytes:
        """Return the badge, an SVG.

        Raises:
            NetworkError: As in `push`.
            RefusedError: The dashboard has no such report, or as in `push`.
        """
        answer = self.http.get(self.badge_url(wanted))
        if not answer.ok:
            raise refusal(answer, uploads=False)
        if b"<svg" not in answer.body:
            message = "the answer is no badge, so that this is no dashboard's API"
            raise RefusedError(message, hint="check --url")
        if _INVALID in answer.body:
            what = f"{wanted['language']} report of {wanted['branch_name']}"
            hint = "`coverup dashboard list` shows what it has"
            raise RefusedError(f"the dashboard has no {what}", hint=hint)
        return answer.body

    def keep_only(self, branches: Sequence[str], filed: Parameters, token: Secret) -> None:
        """Delete all reports of a repository, history and pages, but those of some branches.

        Raises:
            NetworkError: As in `push`.
            RefusedError: As in `push`.
        """
        document = {**filed, "active_branches": list(branches)}
        understood(self.http.put(self.url, json=document, headers=_authorization(token)))

    def badge_url(self, wanted: Parameters) -> str:
        """Return the address of a badge."""
        names = ("org_name", "repo_name", "branch_name", "language")
        return f"{self.url}/badge?{urlencode({name: wanted[name] for name in names})}"

    def report_url(self, filed: Parameters) -> str:
        """Return the address at which the dashboard shows the HTML report of a branch."""
        branch = filed["branch_name"].replace("/", "_fs_")
        folders = (filed["org_name"], filed["repo_name"], branch, "archive", TOP)
        return f"{self.url}/assets/{'/'.join(quote(each, safe='') for each in folders)}/"


def _authorization(token: Secret) -> dict[str, str]:
    """Return the header with the bare token: the server itself puts `Bearer` in front."""
    return {"Authorization": token.reveal()}
