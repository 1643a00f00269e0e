"""The endpoint that takes coverage: https://docs.coveralls.io/api-jobs-endpoint."""

from typing import Final

import orjson
from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from coverup.sandbox.builds import add_job
from coverup.sandbox.job_rules import check
from coverup.sandbox.store import Store
from coverup.sandbox.understood import Findings, Refused, Upload
from coverup.sandbox.upload import read_upload

_NGINX: Final = """\
<html>
<head><title>{0}</title></head>
<body>
<center><h1>{0}</h1></center>
<hr><center>nginx</center>
</body>
</html>
"""


def routes(store: Store, url: str, *, max_bytes: int) -> Blueprint:
    """Return the endpoint.

    Args:
        store: Where jobs are kept.
        url: The address of the sandbox, for the addresses in answers.
        max_bytes: The largest request that is taken.
    """
    jobs = Blueprint("jobs_api", __name__)

    @jobs.post("/api/v1/jobs")
    def post_job() -> ResponseReturnValue:
        body = request.get_data(cache=False)
        upload = read_upload(request.headers.get("Content-Type", ""), body, max_bytes=max_bytes)
        findings = Findings()
        for remark in upload.remarks:
            findings.remark(remark)
        job = check(upload.document, findings)
        placed = add_job(store, job, request=_about_request(upload), findings=findings)
        message = f"Job #{placed.number}.{placed.position}"
        return jsonify(message=message, url=f"{url}/jobs/{placed.job_id}")

    @jobs.errorhandler(Refused)
    def refuse(refused: Refused) -> ResponseReturnValue:
        if refused.status == BadRequest.code:
            return _nginx(refused.status, refused.message)
        body = {"message": refused.message, "error": True, "url": "", "reasons": refused.reasons}
        return jsonify(body), refused.status

    @jobs.errorhandler(RequestEntityTooLarge)
    def refuse_size(_error: RequestEntityTooLarge) -> ResponseReturnValue:
        return _nginx(413, "Request Entity Too Large")

    return jobs


def _nginx(status: int, reason: str) -> ResponseReturnValue:
    """Answer as the web server before Coveralls does: with a page, not with JSON."""
    return _NGINX.format(f"{status} {reason}"), status, {"Content-Type": "text/html"}


def _about_request(upload: Upload) -> str:
    """Return what is kept about the request, as JSON: nothing that could be a token."""
    headers = {
        name: value
        for name, value in request.headers.items()
        if name.lower().startswith("x-coveralls-") and "token" not in name.lower()
    }
    about = {"bytes": upload.size, "encoding": upload.encoding, "headers": headers}
    return orjson.dumps(about).decode()
