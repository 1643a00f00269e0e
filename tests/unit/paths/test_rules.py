"""What the user says about paths, read and applied."""

import pytest

from coverup.errors import ConfigError
from coverup.paths.rules import PathRule, Selection, base_folders, folders_of

NAMES = ("src/a.py", "src/gen/keep.py", "src/gen/drop.py", "lib/a.py", "a b/ü.py", "#x.py")


class TestPathRule:
    @pytest.mark.parametrize(
        ("rule", "path", "mapped"),
        [
            ("/app=", "/app/src/a.py", "src/a.py"),
            ("/app=.", "/app/src/a.py", "src/a.py"),
            ("/app=web", "/app/src/a.py", "web/src/a.py"),
            ("/app/=web/", "/app/src/a.py", "web/src/a.py"),
            ("/app=web", "/application/src/a.py", None),
            ("/app=web", "/x/app/src/a.py", None),
            ("/app=web", "app/src/a.py", None),
            ("/x/gen.py=src/a.py", "/x/gen.py", "src/a.py"),
            ("src=lib", "src/a.py", "lib/a.py"),
            ("../x=lib", "../x/a.py", "lib/a.py"),
            ("=lib", "a.py", "lib/a.py"),
            ("=lib", "/a.py", None),
            ("=lib", "C:/a.py", None),
            ("=lib", "https://example.com/a.py", None),
            ("/ci/*/shop=", "/ci/17/shop/a.py", "a.py"),
            ("/ci/*/shop=", "/ci/17/18/shop/a.py", None),
            ("/ci/job-*=", "/ci/job-17/a.py", "a.py"),
            ("/a+b(c)=", "/a+b(c)/a.py", "a.py"),
            (r"D:\agent\7=", "d:/Agent/7/a.cs", "a.cs"),
            ("/Agent=", "/agent/a.cs", None),
            ("https://example.com/code=", "https:/example.com/code/a.js", "a.js"),
            ("/app=a=b", "/app/x.py", "a=b/x.py"),
        ],
    )
    def test_a_rule_replaces_the_front_of_a_path_by_whole_folders(
        self, rule: str, path: str, mapped: str | None
    ) -> None:
        assert PathRule.parse(rule, "--path-map").apply(path) == mapped

    @pytest.mark.parametrize(
        ("rule", "problem", "hint"),
        [
            ("/app", "'/app' is not FROM=TO", "--path-map /app=packages/web"),
            ("", "'' is not FROM=TO", "--path-map /app=packages/web"),
            ("/app=/srv", "'/srv' is not a folder of the repository", "below the repository's"),
            (r"/app=C:\x", r"'C:\\x' is not a folder of the repository", "below the repository's"),
            ("/app=..", "'..' is not a folder of the repository", "an empty TO is the root"),
            ("/app=a/../../b", "is not a folder of the repository", "an empty TO is the root"),
        ],
    )
    def test_a_rule_that_is_none_is_told_with_its_source_and_what_to_write(
        self, rule: str, problem: str, hint: str
    ) -> None:
        with pytest.raises(ConfigError) as caught:
            PathRule.parse(rule, "pyproject.toml [tool.coverup]: path_map")
        assert caught.value.message.startswith("pyproject.toml [tool.coverup]: path_map: ")
        assert problem in caught.value.message
        assert hint in (caught.value.hint or "")


class TestSelection:
    @pytest.mark.parametrize(
        ("include", "exclude", "left_out"),
        [
            ((), (), set()),
            ((), ("lib/",), {"lib/a.py"}),
            ((), ("a.py",), {"src/a.py", "lib/a.py"}),
            ((), ("/a.py",), set()),
            ((), ("src/gen/*", "!src/gen/keep.py"), {"src/gen/drop.py"}),
            ((), ("!src/gen/keep.py", "src/gen/*"), {"src/gen/keep.py", "src/gen/drop.py"}),
            ((), ("**/drop.py",), {"src/gen/drop.py"}),
            ((), ("# a comment", ""), set()),
            ((), (r"\#x.py",), {"#x.py"}),
            ((), ("a b/",), {"a b/ü.py"}),
            ((), ("ü.py",), {"a b/ü.py"}),
            (("src",), (), {"lib/a.py", "a b/ü.py", "#x.py"}),
            (("src",), ("gen/",), set(NAMES) - {"src/a.py"}),
            (("none",), (), set(NAMES)),
        ],
    )
    def test_patterns_are_those_of_gitignore(
        self, include: tuple[str, ...], exclude: tuple[str, ...], left_out: set[str]
    ) -> None:
        assert Selection(include, exclude).excluded(NAMES) == left_out

    @pytest.mark.parametrize(
        ("selection", "option"),
        [(Selection(include=("!",)), "--include"), (Selection(exclude=("!",)), "--exclude")],
    )
    def test_a_pattern_that_is_none_is_told_with_its_option(
        self, selection: Selection, option: str
    ) -> None:
        with pytest.raises(ConfigError) as caught:
            selection.excluded(NAMES)
        assert caught.value.message.startswith(f"{option}: ")
        assert ".gitignore" in (caught.value.hint or "")


class TestBaseFolders:
    TREE = (
        "services/one/src/x.py",
        "services/two/src/y.py",
        "services/two/deep/src/z.py",
        "a[1]/b",
    )

    @pytest.mark.parametrize(
        ("wanted", "folders"),
        [
            ("services/*/src", ("services/one/src", "services/two/src")),
            ("services/t?o", ("services/two",)),
            ("services/[to]*", ("services/one", "services/two")),
            ("**/src", ("services/one/src", "services/two/deep/src", "services/two/src")),
            ("services/**/src", ("services/one/src", "services/two/deep/src", "services/two/src")),
            ("*/src", ()),
            ("none/*", ()),
        ],
    )
    def test_a_glob_is_every_folder_that_it_fits(
        self, wanted: str, folders: tuple[str, ...]
    ) -> None:
        assert base_folders([wanted], self.TREE) == [folders]

    def test_a_folder_without_a_glob_is_itself_whether_or_not_it_is_there(self) -> None:
        assert base_folders(["none", "/abs"], self.TREE) == [("none",), ("/abs",)]

    def test_folders_are_those_of_all_depths(self) -> None:
        assert folders_of(["a/b/c.py", "a/d.py", "e.py"]) == {"a", "a/b"}
