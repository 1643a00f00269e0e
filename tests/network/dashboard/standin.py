"""A stand-in for code-coverage-dashboard that answers, wipes and fails as the server does.

Source: https://github.com/rakutentech/code-coverage-dashboard (the Go server), and runs of it.
"""

import math
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import requests
from flask import Flask, Response, jsonify, request
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.network.dashboard.unpacking import FailureError, percentage_in, unpack
from tests.network.servers import HOST, Reply, Request, serve

LANGUAGES: Final = ("go", "php", "js", "java", "clover")
FILED: Final = (
    *("org_name", "repo_name", "branch_name", "commit_hash", "commit_author"),
    *("github_api_url", "language", "coverage_xml_file_name"),
)
TOKEN: Final = "ghp_good-token"
REPOSITORY: Final = "acme/calc"
WRONG_LANGUAGE: Final = "language must be either go or php or js or java or clover"


@dataclass
class Stored:
    """A row of its database."""

    id: int
    org_name: str
    repo_name: str
    branch_name: str
    commit_hash: str
    commit_author: str
    language: str
    percentage: float
    created_at: str = "2026-11-21T09:00:00Z"
    updated_at: str = "2026-11-21T09:00:00Z"
    deleted: bool = field(default=False, repr=False)

    def shown(self, percentage: float) -> dict[str, Any]:
        known = {**asdict(self), "percentage": percentage}
        del known["deleted"]
        return known


@dataclass
class GitHub:
    """The GitHub that the dashboard asks: one token, one repository, and all commits but zeros."""

    statuses: list[str] = field(default_factory=list)

    def answer(self, asked: Request) -> Reply:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply(401)
        _, repos, *repository, statuses, commit = asked.path.split("/")
        if (repos, statuses) != ("repos", "statuses") or "/".join(repository) != REPOSITORY:
            return Reply(404)
        if not commit.strip("0"):
            return Reply(422)
        self.statuses.append(commit)
        return Reply(201)


class Standin:
    """The server's state, and its answers.

    Attributes:
        url: The address of its API.
        github_url: The address of its GitHub.
        assets: The folder in which it keeps reports.
        rows: Its database.
        calls: Method and status of each request.
        faults: Answers of a proxy in front of it, each for one request.
        limit: The largest body that the proxy lets pass.
    """

    def __init__(self, assets: Path, github_url: str, github: GitHub) -> None:
        self.assets = assets
        self.github_url = github_url
        self.github = github
        self.url = ""
        self.rows: list[Stored] = []
        self.calls: list[tuple[str, int]] = []
        self.seen: list[dict[str, str]] = []
        self.faults: list[Response] = []
        self.limit: int | None = None

    def folder(self, org: str, repo: str, branch: str) -> Path:
        return self.assets / org / repo / branch.replace("/", "_fs_")

    def live(self, org: str, repo: str) -> list[Stored]:
        rows = (row for row in self.rows if (row.org_name, row.repo_name) == (org, repo))
        return [row for row in rows if not row.deleted]

    def push(self) -> Any:
        told = {**request.form, **request.args}
        self.seen.append({**told, "Authorization": request.headers.get("Authorization", "")})
        missing = {name: f"{name} is required" for name in FILED if not told.get(name)}
        if missing:
            raise FailureError(422, missing)
        if told["language"] not in LANGUAGES:
            raise FailureError(422, {"language": WRONG_LANGUAGE})
        self._check_token(told)
        file = request.files.get("file")
        if file is None:
            raise FailureError(422, "http: no such file")
        folder = self.folder(told["org_name"], told["repo_name"], told["branch_name"])
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "archive").mkdir(parents=True)
        content = file.read()
        (folder / "archive.tar.gz").write_bytes(content)
        unpack(content, folder / "archive")
        percentage = percentage_in(folder / "archive", told["coverage_xml_file_name"])
        return self._store(told, percentage)

    def _check_token(self, told: dict[str, Any]) -> None:
        token = request.headers.get("Authorization")
        if not token:
            raise FailureError(401, "github token is required")
        place = f"repos/{told['org_name']}/{told['repo_name']}/statuses/{told['commit_hash']}"
        url = f"{told['github_api_url']}/{place}"
        headers = {"Authorization": f"Bearer {token}"}
        try:
            answer = requests.post(url, json={"state": "success"}, headers=headers, timeout=30)
        except requests.ConnectionError:
            refused = f'error: Post "{url}": dial tcp: connect: connection refused'
            raise FailureError(401, refused) from None
        words = {401: "Unauthorized", 404: "Not Found", 422: "Unprocessable Entity"}
        if answer.status_code != 201:
            said = f"error: {answer.status_code} {words[answer.status_code]}"
            raise FailureError(401, said)

    def _store(self, told: dict[str, Any], percentage: float) -> Any:
        for old in self.live(told["org_name"], told["repo_name"]):
            if (old.branch_name, old.language) == (told["branch_name"], told["language"]):
                old.deleted = True
        known = {name: told[name] for name in FILED if name in Stored.__dataclass_fields__}
        row = Stored(id=len(self.rows) + 1, percentage=percentage, **known)
        self.rows.append(row)
        rows = [each.shown(each.percentage) for each in self.live(row.org_name, row.repo_name)]
        return jsonify({"coverage": row.shown(percentage), "data": rows})

    def listed(self) -> Any:
        asked = request.args
        try:
            per_page, page = int(asked.get("per_page", "10")), int(asked.get("p", "1"))
        except ValueError:
            raise FailureError(400, "strconv.ParseInt: invalid syntax") from None
        if page < 0:
            raise FailureError(422, {"p": "p greater than 0"})
        rows = [row for row in self.rows if asked.get("full") == "true" or not row.deleted]
        for name in ("org_name", "repo_name", "commit_author"):
            if asked.get(name):
                rows = [row for row in rows if getattr(row, name) == asked[name]]
        start = max(page - 1, 0) * per_page
        data: dict[str, list[dict[str, Any]]] = {}
        for row in rows[start : start + per_page]:
            floored = math.floor(row.percentage * 100) / 100
            data.setdefault(f"{row.org_name}/{row.repo_name}", []).append(row.shown(floored))
        return jsonify({"data": data, "has_next": start + per_page < len(rows)})

    def kept_only(self) -> Any:
        told = request.get_json()
        self._check_token(told)
        rows = (row for row in self.rows if row.org_name == told["org_name"])
        gone = [row for row in rows if row.repo_name == told["repo_name"]]
        for row in gone:
            if row.branch_name not in told["active_branches"]:
                self.rows.remove(row)
                folder = self.folder(row.org_name, row.repo_name, row.branch_name)
                shutil.rmtree(folder, ignore_errors=True)
        return jsonify({"success": "1"})

    def badge(self) -> Any:
        asked = request.args
        rows = self.live(asked.get("org_name", ""), asked.get("repo_name", ""))
        wanted = (asked.get("branch_name"), asked.get("language"))
        found = [row for row in rows if (row.branch_name, row.language) == wanted]
        said = f"{found[0].percentage:.2f}%" if found else "Invalid"
        return Response(f"<svg><text>{said}</text></svg>", content_type="image/svg+xml")


class _Quiet(WSGIRequestHandler):
    def log(self, *_arguments: object) -> None:
        """Print nothing."""


def _app(standin: Standin) -> Flask:
    app = Flask("dashboard")
    api = "/coverages-api"
    app.add_url_rule(api, "push", standin.push, methods=["POST"], strict_slashes=False)
    app.add_url_rule(api, "listed", standin.listed, methods=["GET"], strict_slashes=False)
    app.add_url_rule(api, "kept_only", standin.kept_only, methods=["PUT"], strict_slashes=False)
    app.add_url_rule(f"{api}/badge", "badge", standin.badge)

    @app.before_request
    def proxy() -> Response | None:
        if standin.limit is not None and (request.content_length or 0) > standin.limit:
            return Response("<html><title>413 Request Entity Too Large</title></html>", 413)
        return standin.faults.pop(0) if standin.faults else None

    @app.errorhandler(FailureError)
    def failed(failure: FailureError) -> Any:
        return jsonify({"error": failure.error}), failure.status

    @app.errorhandler(404)
    def unknown(_error: object) -> Any:
        return jsonify({"error": "Not Found"}), 404

    @app.errorhandler(405)
    def wrong_method(_error: object) -> Any:
        return jsonify({"error": "Method Not Allowed"}), 405

    @app.after_request
    def noted(answer: Response) -> Response:
        standin.calls.append((request.method, answer.status_code))
        return answer

    return app


@contextmanager
def running(assets: Path) -> Iterator[Standin]:
    """Run the stand-in, and the GitHub that it asks."""
    github = GitHub()
    with serve(github.answer) as other:
        standin = Standin(assets, other.url, github)
        server = make_server(HOST, 0, _app(standin), threaded=True, request_handler=_Quiet)
        standin.url = f"http://{HOST}:{server.server_port}/coverages-api"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield standin
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
