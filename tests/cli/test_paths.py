"""How a user says which files of the repository a report is about."""

import pytest

from tests.cli.conftest import Command, Make, write
from tests.cli.dry_runs import report


class TestPathMap:
    def test_it_is_taken_from_the_command_line(self, coverup: Command, make: Make) -> None:
        make("web/a.js", "api/a.js", "api/b.js", paths=("/one/a.js", "/two/a.js"))
        _, names = report(coverup, "--path-map", "/one=web", "--path-map", "/two=api")
        assert names == ["api/a.js", "web/a.js"]

    @pytest.mark.parametrize(
        "setting",
        [
            'path_map = ["/one=web", "/two="]',
            'path-map = ["/one=web", "/two=."]',
            'path_map = {"/one" = "web", "/two" = ""}',
            '[tool.coverup.path_map]\n"/one" = "web"\n"/two" = "."',
        ],
    )
    def test_it_is_taken_from_the_configuration_as_a_list_or_a_table(
        self, coverup: Command, make: Make, setting: str
    ) -> None:
        root = make("web/a.js", "api/a.js", "a.js", paths=("/one/a.js", "/two/api/a.js"))
        write(root / "pyproject.toml", f"[tool.coverup]\n{setting}\n")
        assert report(coverup)[1] == ["api/a.js", "web/a.js"]

    def test_the_command_line_goes_before_the_configuration(
        self, coverup: Command, make: Make
    ) -> None:
        root = make("web/a.js", "api/a.js", paths=("/one/a.js",))
        write(root / "pyproject.toml", '[tool.coverup]\npath_map = {"/one" = "web"}\n')
        assert report(coverup, "--path-map", "/one=api")[1] == ["api/a.js"]

    @pytest.mark.parametrize(
        ("rule", "said"),
        [
            ("/one", ("--path-map: '/one' is not FROM=TO", "--path-map /app=packages/web")),
            ("/one=/srv/web", ("'/srv/web' is not a folder of the repository", "an empty TO")),
            ("/one=../web", ("'../web' is not a folder of the repository", "an empty TO")),
        ],
    )
    @pytest.mark.parametrize("command", [("report", "--dry-run"), ("doctor",)])
    def test_a_wrong_rule_is_an_error_that_says_what_to_write(
        self,
        coverup: Command,
        make: Make,
        command: tuple[str, ...],
        rule: str,
        said: tuple[str, ...],
    ) -> None:
        make("web/a.js", paths=("/one/a.js",))
        ran = coverup(*command, "--path-map", rule)
        if command[0] == "report":
            assert ran.code == 3
        assert [words for words in said if words not in ran.out + ran.err] == []

    @pytest.mark.parametrize(
        ("setting", "said"),
        [
            ('path_map = ["/one"]', "path_map: '/one' is not FROM=TO"),
            ("path_map = [7]", "must be a list of texts"),
            ("path_map = 7", "must be a list of texts"),
        ],
    )
    def test_a_wrong_rule_of_the_configuration_is_told_with_its_place(
        self, coverup: Command, make: Make, setting: str, said: str
    ) -> None:
        root = make("web/a.js", paths=("/one/a.js",))
        write(root / "pyproject.toml", f"[tool.coverup]\n{setting}\n")
        ran, _ = report(coverup)
        assert ran.code == 3
        assert "pyproject.toml [tool.coverup]" in ran.err
        assert said in ran.err


class TestFolders:
    @pytest.mark.parametrize(
        ("words", "names"),
        [
            (("--base-path", "services/*"), ["services/api/a.py", "services/web/b.py"]),
            (("--base-path", "**/we*"), ["a.py", "services/web/b.py"]),
            (("--source-root", "services/api"), ["b.py", "services/api/a.py"]),
            (
                ("--source-root", "services/api", "--source-root", "services/web"),
                ["services/api/a.py", "services/web/b.py"],
            ),
            (("--base-path", "none/*"), ["a.py", "b.py"]),
        ],
    )
    def test_a_base_path_may_be_a_glob_and_source_roots_may_be_several(
        self, coverup: Command, make: Make, words: tuple[str, ...], names: list[str]
    ) -> None:
        make(
            *("a.py", "b.py", "services/api/a.py", "services/web/b.py", "services/web/c.py"),
            paths=("a.py", "b.py"),
        )
        assert report(coverup, *words)[1] == names

    def test_in_a_subfolder_paths_may_start_there_or_at_the_root(
        self, coverup: Command, make: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = make("api/src/a.py", "api/b.py", "c.py", paths=("src/a.py", "b.py", "c.py"))
        monkeypatch.chdir(root / "api")
        _, names = report(coverup, "../lcov.info")
        assert names == ["api/b.py", "api/src/a.py", "c.py"]

    def test_in_a_subfolder_a_base_path_is_relative_to_it_if_it_is_there(
        self, coverup: Command, make: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = make("api/src/a.py", "src/a.py", "web/a.py", paths=("a.py",))
        monkeypatch.chdir(root / "api")
        assert report(coverup, "--base-path", "src", "../lcov.info")[1] == ["api/src/a.py"]
        assert report(coverup, "--base-path", "web", "../lcov.info")[1] == ["web/a.py"]


class TestSelection:
    @pytest.mark.parametrize(
        ("words", "names"),
        [
            (("--exclude", "gen/"), ["src/a.py"]),
            (
                ("--exclude", "**/gen/*", "--exclude", "!keep.py"),
                ["src/a.py", "src/gen/keep.py"],
            ),
            (
                ("--exclude", "src/gen/*", "--exclude", "!src/gen/keep.py"),
                ["src/a.py", "src/gen/keep.py"],
            ),
            (("--include", "keep.py"), ["src/gen/keep.py"]),
            (("--include", "src/", "--exclude", "**/drop.*"), ["src/a.py", "src/gen/keep.py"]),
        ],
    )
    def test_files_are_chosen_by_patterns_as_in_gitignore(
        self, coverup: Command, make: Make, words: tuple[str, ...], names: list[str]
    ) -> None:
        tracked = ("src/a.py", "src/gen/keep.py", "src/gen/drop.py")
        make(*tracked, paths=tracked)
        ran, found = report(coverup, *words)
        assert found == names
        assert ": excluded (" in ran.err

    def test_patterns_may_be_in_the_configuration(self, coverup: Command, make: Make) -> None:
        root = make("src/a.py", "src/b.py", paths=("src/a.py", "src/b.py"))
        write(root / "pyproject.toml", '[tool.coverup]\nexclude = ["*", "!b.py"]\n')
        assert report(coverup)[1] == ["src/b.py"]

    @pytest.mark.parametrize("option", ["--include", "--exclude"])
    def test_a_pattern_that_is_none_is_an_error(
        self, coverup: Command, make: Make, option: str
    ) -> None:
        make("src/a.py", paths=("src/a.py",))
        ran, _ = report(coverup, option, "!")
        assert ran.code == 3
        assert f"error: {option}: " in ran.err
        assert "hint: write it as in .gitignore" in ran.err
