"""The endpoints that close a build and calculate it again.

Contracts: https://docs.coveralls.io/api-parallel-build-webhook and
https://docs.coveralls.io/api-introduction (rerun). The token and `carryforward` may be in the query
as documented, or in the body as the official client sends them.
"""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Request, jsonify, request
from flask.typing import ResponseReturnValue

from coverup.sandbox.builds import Calculated, Which, close_build, rerun_build
from coverup.sandbox.carryforward import flags_in
from coverup.sandbox.job_rules import NO_REPOSITORY
from coverup.sandbox.store import Store
from coverup.sandbox.understood import Refused
from coverup.sandbox.values import shown

_NO_PAYLOAD: Final = "payload is missing: build_num and status go into an object of this name"


def routes(store: Store, url: str) -> Blueprint:
    """Return the endpoints.

    Args:
        store: Where builds are kept.
        url: The address of the sandbox, for the addresses in answers.
    """
    api = Blueprint("builds_api", __name__)

    @api.post("/webhook")
    def post_webhook() -> ResponseReturnValue:
        given = _given(request)
        payload = _payload(given)
        if payload.get("status") != "done":
            status = shown(payload.get("status"))
            raise Refused(f'payload[status] must be "done", the only valid value, not {status}')
        flags = flags_in(_text(given, "carryforward"))
        return _answer(close_build(store, _which(given, payload.get("build_num")), flags))

    @api.route("/rerun_build", methods=["GET", "POST"])
    def post_rerun() -> ResponseReturnValue:
        given = _given(request)
        return _answer(rerun_build(store, _which(given, given.get("build_num"))))

    @api.errorhandler(Refused)
    def refuse(refused: Refused) -> ResponseReturnValue:
        return jsonify(error=refused.message), refused.status

    def _answer(build: Calculated) -> ResponseReturnValue:
        address = f"{url}/builds/{build.build_id}"
        answer = {"done": build.done, "url": address, "jobs": build.jobs}
        return jsonify({**answer, "remarks": build.remarks} if build.remarks else answer)

    return api


def _given(request: Request) -> dict[str, object]:
    """Return what the body says, and over it what the query says."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        body = request.form.to_dict()
    return {**body, **request.args.to_dict()}


def _payload(given: Mapping[str, object]) -> Mapping[str, object]:
    payload = given.get("payload")
    if isinstance(payload, dict):
        return payload
    names = {name: f"payload[{name}]" for name in ("build_num", "status")}
    form = {name: given[key] for name, key in names.items() if key in given}
    if not form:
        raise Refused(_NO_PAYLOAD, status=404)
    return form


def _which(given: Mapping[str, object], number: object) -> Which:
    token = _text(given, "repo_token").strip()
    if not token:
        raise Refused(NO_REPOSITORY)
    if isinstance(number, bool) or not isinstance(number, str | int) or number == "":
        raise Refused(f"build_num must be the service_number of the jobs, not {shown(number)}")
    return Which(token, str(number), _text(given, "service_attempt") or None)


def _text(given: Mapping[str, object], name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) else ""
