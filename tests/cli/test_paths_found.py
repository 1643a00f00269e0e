"""What a user sees of the files that a report is about, and of those that are missing."""

import re
import shlex

import pytest

from tests.cli.conftest import Command, Make, write
from tests.cli.dry_runs import doctor, report

LENIENT = ("--min-resolved", "0", "--allow-empty")


class TestHowMuch:
    def test_an_untracked_file_is_named_and_taken_when_asked_for(
        self, coverup: Command, make: Make
    ) -> None:
        root = make("a.py", paths=("a.py", "gen.py"))
        write(root / "gen.py")
        ran, names = report(coverup)
        assert names == ["a.py"]
        assert "gen.py: not in the repository (git does not track it)" in ran.err
        ran, names = report(coverup, "--include-untracked")
        assert names == ["a.py", "gen.py"]

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            ((), 4),
            (("--min-resolved", "33"), 0),
            (("--min-resolved", "34%"), 4),
            (("--min-resolved", "0"), 0),
            (("--min-resolved", "101"), 3),
            (("--min-resolved", "most"), 3),
        ],
    )
    def test_the_share_of_files_that_must_be_found_can_be_said(
        self, coverup: Command, make: Make, words: tuple[str, ...], code: int
    ) -> None:
        make("a.py", paths=("a.py", "gone.py", "away.py"))
        ran, names = report(coverup, *words)
        assert ran.code == code
        assert names == ([] if code else ["a.py"])
        if code == 4:
            assert "only 1 of 3 files of the reports are in this repository" in ran.err
            assert "--min-resolved 0 goes on all the same" in ran.err


class TestProposal:
    @pytest.mark.parametrize(
        ("tracked", "paths"),
        [
            (("api/src/a.py", "web/src/a.py", "web/b.py"), ("/x/src/a.py",)),
            (("my api/src/a.py", "web/src/a.py"), ("/my x/src/a.py",)),
            (("api/src/a.py", "web/src/a.py"), ("C:\\x\\src\\a.py",)),
            (("api/a.py", "web/a.py"), ("a.py",)),
            (("deep/in/a.py", "b.py"), ("old/a.py", "b.py")),
            (
                ("api/a.py", "api/b.py", "web/a.py", "web/b.py", "c.py"),
                ("/x/a.py", "/x/b.py", "c.py"),
            ),
        ],
    )
    def test_what_it_says_would_place_files_does_so_when_it_is_typed(
        self, coverup: Command, make: Make, tracked: tuple[str, ...], paths: tuple[str, ...]
    ) -> None:
        make(*tracked, paths=paths)
        before, names = report(coverup, *LENIENT)
        proposed = re.search(r"(--path-map .*) would place (?:(\d+) of them|it)", before.err)
        assert proposed, before.err
        _, more = report(coverup, *LENIENT, *shlex.split(proposed[1]))
        assert len(more) == len(names) + int(proposed[2] or 1)

    def test_it_works_for_paths_that_leave_the_reports_folder(
        self, coverup: Command, make: Make
    ) -> None:
        make("api/a.py", "web/a.py", paths=("../lost/a.py",), report="build/lcov.info")
        ran, _ = report(coverup)
        assert "--path-map ../lost=api would place it" in ran.err
        assert report(coverup, "--path-map", "../lost=api")[1] == ["api/a.py"]

    def test_it_is_the_hint_when_nothing_is_found(self, coverup: Command, make: Make) -> None:
        make("api/a.py", "web/a.py", paths=("/x/a.py",))
        ran, _ = report(coverup)
        assert ran.code == 4
        assert "hint: --path-map /x=api would place it, for example" in ran.err


class TestWarnings:
    def test_a_report_of_windows_is_read(self, coverup: Command, make: Make) -> None:
        front = "C:\\Agent\\7\\shop\\"
        make(
            *("src/Cart.cs", "src/Till/Tax.cs", "src/Till/Sum.cs"),
            paths=(
                f"{front}src\\Cart.cs",
                f"{front}SRC\\till\\TAX.cs",
                f"{front}src\\Till\\Sum.cs",
            ),
        )
        ran, names = report(coverup)
        assert names == ["src/Cart.cs", "src/Till/Sum.cs", "src/Till/Tax.cs"]
        assert "1 file is spelled in another case than in the repository" in ran.err
        assert "TAX.cs is src/Till/Tax.cs)" in ran.err

    def test_a_file_that_is_there_twice_is_told(self, coverup: Command, make: Make) -> None:
        make("src/a.py", "src/b.py", paths=("src/a.py", "/builds/me/shop/src/a.py"))
        ran, names = report(coverup)
        assert names == ["src/a.py"]
        assert "1 file is in the report under several paths, and merged (src/a.py as " in ran.err

    def test_coverage_beyond_the_end_of_a_file_is_told_with_numbers(
        self, coverup: Command, make: Make
    ) -> None:
        root = make("a.py", paths=("a.py",))
        lines = "".join(f"DA:{line},1\n" for line in range(1, 8))
        write(root / "lcov.info", f"SF:a.py\n{lines}end_of_record\n")
        ran, _ = report(coverup)
        assert "4x lines beyond the end of a.py" in ran.err
        assert "a.py: the report is of another version of this file" in ran.err
        assert report(coverup, "--strict")[0].code == 4


class TestDoctor:
    TRACKED = ("web/src/a.js", "web/src/b.js", "api/c.js")
    PATHS = ("/x/src/a.js", "/x/src/b.js", "/x/src/gone.js", "/usr/include/d.h")

    def test_json_has_files_what_is_left_out_and_the_mappings(
        self, coverup: Command, make: Make
    ) -> None:
        make(*self.TRACKED, paths=self.PATHS)
        found = doctor(coverup)
        assert (found["files"], found["left_out"]) == (2, 2)
        assert found["mappings"] == {"/x -> web": 2}

    def test_the_text_has_them_too_and_a_check_names_what_is_missed(
        self, coverup: Command, make: Make
    ) -> None:
        make(*self.TRACKED, paths=self.PATHS)
        out = coverup("doctor").out
        assert re.search(r"lcov\.info  \(lcov, .*, 2 files, 2 left out\)", out)
        assert "    /x -> web  (2 files)" in out
        assert "1 of the reports' files are not found" in out
        assert "/x/src/gone.js (not in the repository)" in out

    def test_it_takes_the_options_so_that_they_can_be_tried(
        self, coverup: Command, make: Make
    ) -> None:
        make(*self.TRACKED, paths=("/y/c.js", "/y/src/a.js"))
        assert doctor(coverup, "--path-map", "/y=web")["files"] == 1
        assert doctor(coverup, "--exclude", "web/")["left_out"] == 1
