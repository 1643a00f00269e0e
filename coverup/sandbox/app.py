"""The sandbox as a Flask application: Coveralls' API and pages of what was understood."""

import re
from typing import Final, cast

from flask import Flask, Response, jsonify, render_template, request
from flask.json.provider import DefaultJSONProvider
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden, HTTPException

from coverup.sandbox import builds_api, jobs_api, pages
from coverup.sandbox.store import Store

_LOCAL: Final = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?", re.IGNORECASE)
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def create_app(store: Store, url: str, *, max_bytes: int) -> Flask:
    """Return the application.

    Args:
        store: Where builds are kept.
        url: The address under which clients reach it, for the addresses in answers.
        max_bytes: The largest request that is taken.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = max_bytes
    cast(DefaultJSONProvider, app.json).sort_keys = False
    app.jinja_env.filters["percentage"] = _percentage
    app.before_request(_refuse_other_hosts)
    app.after_request(_add_headers)
    app.register_error_handler(HTTPException, _error_page)
    app.register_blueprint(jobs_api.routes(store, url, max_bytes=max_bytes))
    app.register_blueprint(builds_api.routes(store, url))
    app.register_blueprint(pages.routes(store))
    return app


def _refuse_other_hosts() -> None:
    """Answer only to local names: a page elsewhere may point its own name here (DNS rebinding)."""
    if not _LOCAL.fullmatch(request.headers.get("Host", "")):
        raise Forbidden("The sandbox answers to 127.0.0.1 and localhost only.")


def _add_headers(response: Response) -> Response:
    response.headers.update(_HEADERS)
    return response


def _error_page(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if request.path.endswith(".json"):
        return jsonify(error=error.name, message=error.description), code
    return render_template("error.html", error=error), code


def _percentage(value: float | None) -> str:
    return "none" if value is None else f"{value:.2f} %"
