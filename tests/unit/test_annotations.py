"""Notes at changed lines that are not covered: which, how many, and how each CI is told."""

import io
from pathlib import Path
from typing import Final

import pytest

from coverup.model import FileCoverage
from coverup.render.annotations import Note, annotate, chosen
from coverup.render.console import Console
from coverup.verdict import FileVerdict, Verdict
from coverup.verdict.patch import PatchFile, PatchVerdict

ODD: Final = "a,b:c%d;e]'f|é.py"
CHANGED: Final = PatchFile("src/a.py", missed=(2, 3, 6), partial=(8,), not_relevant=(4, 5))


def judged(*files: PatchFile) -> Verdict:
    taken = FileCoverage("x", lines=[1] * 8, branch_counts={8: (3, 1)})
    return Verdict(
        files=[FileVerdict.of(file.name, taken) for file in files],
        patch=PatchVerdict(files=files),
    )


def told(env: dict[str, str], verdict: Verdict, most: int = 10) -> tuple[str, str]:
    console = Console(io.StringIO(), io.StringIO())
    console.hide(["t0ken-1234"])
    annotate(console, {"PATH": "", **env}, verdict, most)
    out, err = console.out, console.err
    assert isinstance(out, io.StringIO)
    assert isinstance(err, io.StringIO)
    return out.getvalue(), err.getvalue()


def test_a_run_of_missed_lines_is_one_note() -> None:
    assert list(chosen(judged(CHANGED)).chosen) == [
        Note("src/a.py", 2, 6, "lines 2 to 6 are not covered by any test"),
        Note("src/a.py", 8, 8, "2 branches of line 8 were never taken"),
    ]


@pytest.mark.parametrize(
    ("file", "ranges"),
    [
        (PatchFile("a", missed=(1, 2, 4)), [(1, 2), (4, 4)]),
        (PatchFile("a", missed=(1, 5), not_relevant=(2, 3, 4)), [(1, 5)]),
        (PatchFile("a", missed=(1, 5), not_relevant=(2, 4)), [(1, 1), (5, 5)]),
        (PatchFile("a", missed=(1, 3), covered=(2,)), [(1, 1), (3, 3)]),
        (PatchFile("a", missed=(1, 3), partial=(2,)), [(1, 1), (2, 2), (3, 3)]),
        (PatchFile("a", covered=(1, 2), not_relevant=(3,)), []),
    ],
)
def test_a_note_spans_no_line_that_is_covered_or_unchanged(
    file: PatchFile, ranges: list[tuple[int, int]]
) -> None:
    assert [(note.first, note.last) for note in chosen(judged(file)).chosen] == ranges


def test_the_longest_are_noted_when_there_are_too_many_and_it_is_said() -> None:
    verdict = judged(PatchFile("b", missed=(1, 4, 5, 6, 9)), PatchFile("a", missed=(7, 8)))
    notes = chosen(verdict, most=2)
    assert [(note.name, note.first, note.last) for note in notes.chosen] == [
        ("a", 7, 8),
        ("b", 4, 6),
    ]
    assert notes.left_out == "2 of 4 places noted, the longest; the table lists all"
    assert chosen(verdict, most=4).left_out == ""


def test_without_changed_lines_nothing_is_noted() -> None:
    assert chosen(Verdict()).chosen == ()
    assert told({"GITHUB_ACTIONS": "true"}, Verdict()) == ("", "")
    assert told({}, judged(PatchFile("a", covered=(1,)))) == ("", "")


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        (
            "GITHUB_ACTIONS",
            (
                "::warning file=a%2Cb%3Ac%25d;e]'f|é.py,line=2,endLine=3,title=Not covered::"
                "lines 2 to 3 are not covered by any test\n"
                "::notice title=Not covered::1 of 2 places noted, the longest; "
                "the table lists all\n"
            ),
        ),
        (
            "TF_BUILD",
            (
                "##vso[task.logissue type=warning;sourcepath=a,b:c%AZP25d%3Be%5D'f|é.py;"
                "linenumber=2;columnnumber=1;code=not-covered]"
                "a,b:c%AZP25d%3Be%5D'f|é.py:2: lines 2 to 3 are not covered by any test\n"
            ),
        ),
        (
            "TEAMCITY_VERSION",
            (
                "##teamcity[inspectionType id='coverup' name='Changed lines that are not covered' "
                "category='Coverage' description='No test runs these lines, or not all of their "
                "branches.']\n"
                "##teamcity[inspection typeId='coverup' message='lines 2 to 3 are not covered by "
                "any test' file='a,b:c%d;e|]|'f|||0x00e9.py' line='2' SEVERITY='WARNING']\n"
            ),
        ),
    ],
)
def test_each_note_is_one_command_whatever_the_name(variable: str, expected: str) -> None:
    out, err = told({variable: "true"}, judged(PatchFile(ODD, missed=(2, 3, 6))), most=1)
    assert out == expected
    assert err == "1 of 2 places noted, the longest; the table lists all\n"


@pytest.mark.parametrize("variable", ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION", "OTHER"])
def test_a_name_cannot_begin_a_command_or_hold_a_token(variable: str) -> None:
    name = "x\n::set-output name=a::##vso[b]\x1b[31m t0ken-1234"
    out, err = told({variable: "1"}, judged(PatchFile(name, missed=(1,))))
    lines = (out + err).splitlines()
    commands = [line for line in lines if line.lstrip().startswith(("::", "##"))]
    assert all(
        line.startswith(("::warning ", "##vso[task.log", "##teamcity[")) for line in commands
    )
    assert "t0ken" not in out + err
    assert "\x1b" not in out + err


@pytest.mark.parametrize("env", [{}, {"GITLAB_CI": "true"}])
def test_where_the_ci_has_no_way_the_places_are_in_the_log(env: dict[str, str]) -> None:
    out, err = told(env, judged(CHANGED))
    assert out == ""
    assert err == (
        "src/a.py:2: lines 2 to 6 are not covered by any test\n"
        "src/a.py:8: 2 branches of line 8 were never taken\n"
    )


def test_buildkite_gets_one_annotation_for_all(tmp_path: Path) -> None:
    agent = tmp_path / "buildkite-agent"
    agent.write_text(f'#!/bin/sh\n{{ echo "$@"; cat; }} > "{tmp_path}/said"\n')
    agent.chmod(0o755)
    env = {"BUILDKITE": "true", "PATH": f"{tmp_path}:/usr/bin:/bin"}
    told(env, judged(PatchFile("a`b.py", missed=(2, 3, 6))), most=1)
    assert (tmp_path / "said").read_text() == (
        "annotate --style warning --context coverup-lines\n"
        "**Changed lines that are not covered**\n\n"
        "- ``a`b.py:2``: lines 2 to 3 are not covered by any test\n\n"
        "1 of 2 places noted, the longest; the table lists all\n"
    )


def test_an_agent_that_fails_is_told_and_stops_nothing(tmp_path: Path) -> None:
    agent = tmp_path / "buildkite-agent"
    agent.write_text("#!/bin/sh\nexit 3\n")
    agent.chmod(0o755)
    env = {"BUILDKITE": "true", "PATH": str(tmp_path)}
    assert (
        "buildkite-agent made no annotation: CalledProcessError\n" in told(env, judged(CHANGED))[1]
    )
