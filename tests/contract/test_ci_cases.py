"""Every documented environment through the real command: `coverup doctor --json`.

A case of `ci_cases.json` or `ci_traps.json` holds a complete environment, perhaps the event file of
GitHub Actions, and what must come out: a value, or null for a field that must be absent. Relations
compare it with other cases. The cases are the reviewers' page; this is the proof that the whole way
from the environment to the printed value keeps them.
"""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from coverup.settings import resolve
from tests.invoked import coverup

DATA: Final = Path(__file__).parents[1] / "data"
Case = dict[str, Any]
CASES: Final[dict[str, Case]] = {
    case["name"]: case
    for file in ("ci_cases.json", "ci_traps.json")
    for case in json.loads((DATA / file).read_text(encoding="utf-8"))
}
RELATED: Final = [name for name, case in CASES.items() if "relations" in case]
TOKENS: Final = [name for name, case in CASES.items() if "repo_token" in case["expect"]]
MASK: Final = "***"


def environment(case: Case, folder: Path) -> dict[str, str]:
    """Return the case's variables; its event is written to a file that one of them names."""
    env = dict(case["env"])
    if "event" in case:
        path = folder / "event.json"
        path.write_text(json.dumps(case["event"]), encoding="utf-8")
        env["GITHUB_EVENT_PATH"] = str(path)
    return env


def told(case: Case, folder: Path) -> dict[str, Any]:
    """Return the fields that doctor prints for a case."""
    ran = coverup(environment(case, folder), "doctor", "--json")
    assert ran.code == 0, ran.err
    return {name: field["value"] for name, field in json.loads(ran.out)["fields"].items()}


def expected(case: Case) -> dict[str, Any]:
    """Return what doctor must print: of a secret only that there is one."""
    wanted = dict(case["expect"])
    if wanted.get("repo_token"):
        wanted["repo_token"] = MASK
    return wanted


def test_no_case_was_lost() -> None:
    assert len(CASES) == 104 + 47


@pytest.mark.parametrize("name", CASES)
def test_doctor_tells_what_the_documented_environment_means(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    fields = {"parallel": False} | told(case, tmp_path)
    found = {field: fields.get(field) for field in case["expect"]}
    assert found == expected(case), f"{name}: {case['env']} {case.get('note', '')}"


@pytest.mark.parametrize("name", CASES)
def test_no_field_is_told_without_a_value_and_a_source(name: str, tmp_path: Path) -> None:
    ran = coverup(environment(CASES[name], tmp_path), "doctor", "--json")
    for field, each in json.loads(ran.out)["fields"].items():
        assert each["value"] not in (None, "", []), field
        assert each["source"], field


@pytest.mark.parametrize("name", RELATED)
def test_jobs_of_a_build_share_its_number_and_differ_among_themselves(
    name: str, tmp_path: Path
) -> None:
    found = told(CASES[name], tmp_path)
    for relation in CASES[name]["relations"]:
        other = told(CASES[relation["case"]], tmp_path)
        for field in relation.get("same", ()):
            assert found[field] == other[field], field
        for field in relation.get("different", ()):
            assert found[field] != other[field], field


@pytest.mark.parametrize("name", TOKENS)
def test_the_token_behind_the_mask_is_the_right_one(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    token = resolve({}, environment(case, tmp_path), []).token
    assert (token.reveal() if token else None) == case["expect"]["repo_token"]


def test_where_there_is_no_ci_the_service_is_coverup_itself() -> None:
    fields = json.loads(coverup({}, "doctor", "--json").out)["fields"]
    assert fields["service_name"] == {"value": "coverup", "source": "default"}
    assert set(fields) == {"service_name", "endpoint", "run_at"}
