"""Environments as CI services really set them, from their documentation and from users' issues.

Each case has a complete environment, perhaps an event file, and what must come out of it: a value,
or null for none. `ci_cases.json` goes through the services, `ci_traps.json` through their variables
that look right and are not.
"""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from coverup.ci import detect, github_token_allowed

DATA: Final = Path(__file__).parents[2] / "data"
CASES: Final[dict[str, dict[str, Any]]] = {
    case["name"]: case
    for file in ("ci_cases.json", "ci_traps.json")
    for case in json.loads((DATA / file).read_text(encoding="utf-8"))
}
OF_SETTINGS: Final = {"repo_token", "flag_name", "parallel"}
OVERRIDDEN: Final = {
    "travis-pro through COVERALLS_SERVICE_NAME": {"service_name"},
    "COVERALLS_SERVICE_NAME beats both": {"service_name"},
}
"""Fields that a COVERALLS_* variable of the case decides; the tests of the settings check them."""


def fields_of(case: dict[str, Any], folder: Path) -> dict[str, str]:
    env = dict(case["env"])
    if "event" in case:
        path = folder / "event.json"
        path.write_text(json.dumps(case["event"]), encoding="utf-8")
        env["GITHUB_EVENT_PATH"] = str(path)
    detected = detect(env)
    merged = {**detected.generic, **detected.fields}
    return {field: found.value for field, found in merged.items()}


@pytest.mark.parametrize("name", CASES)
def test_a_documented_environment_gives_the_expected_fields(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    found = fields_of(case, tmp_path)
    checked = case["expect"].keys() - OF_SETTINGS - OVERRIDDEN.get(name, set())
    assert {field: found.get(field) for field in checked} == {
        field: case["expect"][field] for field in checked
    }


@pytest.mark.parametrize("name", [name for name in CASES if "relations" in CASES[name]])
def test_parallel_jobs_share_the_number_and_differ_in_the_job(name: str, tmp_path: Path) -> None:
    found = fields_of(CASES[name], tmp_path)
    for relation in CASES[name]["relations"]:
        other = fields_of(CASES[relation["case"]], tmp_path)
        for field in relation.get("same", ()):
            assert found[field] == other[field]
        for field in relation.get("different", ()):
            assert found.get(field) != other.get(field)


TOKENS: Final = [
    name
    for name, case in CASES.items()
    if "GITHUB_TOKEN" in case["env"] and "COVERALLS_REPO_TOKEN" not in case["env"]
]


@pytest.mark.parametrize("name", TOKENS)
def test_a_github_token_is_a_repo_token_on_github_alone(name: str) -> None:
    case = CASES[name]
    expected = case["expect"]["repo_token"] is not None
    assert github_token_allowed(detect(case["env"])) is expected


def test_no_service_means_no_github_token() -> None:
    assert not github_token_allowed(detect({"GITHUB_TOKEN": "ghp_personal"}))
