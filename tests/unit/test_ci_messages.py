"""How a warning is written for each CI, with nothing in it that the CI takes for something else."""

import io

import pytest

from coverup.render import ci_messages
from coverup.render.console import Console

ODD = "a;b]c[d|e'f%g:h,i\nsecond ::set-output é😀 ##vso[x]"


def told(env: dict[str, str], text: str = ODD, *, title: str = "Not sent: 5 %, sorry") -> str:
    out, err = io.StringIO(), io.StringIO()
    console = Console(out, err)
    console.hide(["t0ken-1234"])
    ci_messages.warn(console, {"PATH": "", **env}, title, text, clock=lambda: 1_700_000_000.9)
    assert err.getvalue() == ""
    return out.getvalue()


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        (
            "GITHUB_ACTIONS",
            (
                "::warning title=Not sent%3A 5 %25%2C sorry::"
                "a;b]c[d|e'f%25g:h,i%0A  second ::set-output é😀 # #vso[x]\n"
            ),
        ),
        (
            "TF_BUILD",
            (
                "##vso[task.logissue type=warning]Not sent: 5 %AZP25, sorry: "
                "a%3Bb%5Dc[d|e'f%AZP25g:h,i%0A  second ::set-output é😀 # #vso[x%5D\n"
            ),
        ),
        (
            "TEAMCITY_VERSION",
            (
                "##teamcity[message text='Not sent: 5 %, sorry: a;b|]c|[d||e|'f%g:h,i|n  second "
                "::set-output |0x00e9|0xd83d|0xde00 # #vso|[x|]' status='WARNING']\n"
                "##teamcity[buildStatus text='{build.status.text}; Not sent: 5 %, sorry']\n"
            ),
        ),
        (
            "GITLAB_CI",
            (
                "\x1b[0Ksection_start:1700000000:coverup_warning\r\x1b[0K"
                "\x1b[1;33mNot sent: 5 %, sorry\x1b[0m\n"
                "a;b]c[d|e'f%g:h,i\n  second ::set-output é😀 # #vso[x]\n"
                "\x1b[0Ksection_end:1700000000:coverup_warning\r\x1b[0K\n"
            ),
        ),
        (
            "BUILDKITE",
            (
                "+++ :warning: Not sent: 5 %, sorry\n"
                "a;b]c[d|e'f%g:h,i\n  second ::set-output é😀 # #vso[x]\n"
            ),
        ),
    ],
)
def test_a_warning_is_one_command_whatever_is_in_it(variable: str, expected: str) -> None:
    assert told({variable: "true"}) == expected


@pytest.mark.parametrize("env", [{}, {"GITHUB_ACTIONS": ""}, {"CIRCLECI": "true"}])
def test_where_the_ci_has_no_way_of_its_own_nothing_is_added(env: dict[str, str]) -> None:
    assert told(env) == ""


@pytest.mark.parametrize(
    "variable", ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION", "GITLAB_CI", "BUILDKITE"]
)
def test_no_token_and_no_control_character_gets_into_a_command(variable: str) -> None:
    said = told({variable: "1"}, "with t0ken-1234\r\x1b[31m\x07", title="x")
    assert "t0ken" not in said
    assert "***" in said
    assert r"\x1b" in said.replace("|", "")
    assert "\x07" not in said


def test_commands_leave_a_document_on_stdout_alone() -> None:
    out, err = io.StringIO(), io.StringIO()
    console = Console(out, err)
    console.command("::warning::1")
    console.document("{}")
    console.command("::warning::2")
    assert (out.getvalue(), err.getvalue()) == ("::warning::1\n{}\n", "::warning::2\n")


def test_text_is_shown_as_it_is_in_markdown() -> None:
    assert ci_messages.as_code("# a\n```\n<b>") == "    # a\n    ```\n    <b>"
