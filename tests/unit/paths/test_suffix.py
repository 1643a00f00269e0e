from typing import Final

import pytest

from coverup.paths.suffix import Rebases, SuffixIndex

NOTHING: Final = Rebases({})


def placed(names: list[str], paths: list[str]) -> dict[str, tuple[str, ...]]:
    """Return what the report's paths are rebased to, together."""
    index = SuffixIndex(names)
    rebases = index.learn(paths)
    return {path: rebased(index, path, rebases) for path in paths}


def rebased(index: SuffixIndex, path: str, rebases: Rebases) -> tuple[str, ...]:
    return tuple(name for name, _ in index.rebased(path, rebases))


class TestLearning:
    @pytest.mark.parametrize(
        ("foreign", "own"),
        [("/app/", ""), ("/app/", "backend/"), ("D:/a/r/r/", ""), ("", "backend/"), ("x/", "y/")],
    )
    def test_the_front_of_a_report_is_learned_from_all_of_its_paths(
        self, foreign: str, own: str
    ) -> None:
        files = ["src/a.py", "src/b.py", "setup.py"]
        names = [own + each for each in files]
        found = placed(names, [foreign + each for each in files])
        assert found == {foreign + each: (own + each,) for each in files}

    def test_a_file_that_has_many_namesakes_is_placed_with_its_report(self) -> None:
        names = [f"packages/{p}/src/{f}.js" for p in "abc" for f in ("index", "util", f"only_{p}")]
        paths = [f"/app/src/{f}.js" for f in ("index", "util", "only_b")]
        assert placed(names, paths) == {
            path: (path.replace("/app", "packages/b"),) for path in paths
        }

    def test_a_report_about_several_packages_keeps_them_apart(self) -> None:
        names = [f"mono/packages/{p}/src/{f}.js" for p in "ab" for f in ("index", "util")]
        paths = [name.replace("mono", "/app") for name in names]
        assert placed(names, paths) == {path: (path.replace("/app", "mono"),) for path in paths}

    def test_one_package_of_several_alike_is_known_by_the_longer_ending(self) -> None:
        names = [f"mono/packages/{p}/src/{f}.js" for p in "ab" for f in ("index", "util")]
        paths = ["/app/packages/b/src/index.js", "/app/packages/b/src/util.js"]
        assert placed(names, paths) == {path: (path.replace("/app", "mono"),) for path in paths}

    def test_two_packages_that_fit_equally_well_are_both_named(self) -> None:
        names = ["backend/src/a.py", "backend/src/b.py", "worker/src/a.py", "worker/src/b.py"]
        found = placed(names, ["/app/src/a.py", "/app/src/b.py"])
        assert found["/app/src/a.py"] == ("backend/src/a.py", "worker/src/a.py")
        assert found["/app/src/b.py"] == ("backend/src/b.py", "worker/src/b.py")

    def test_of_two_that_fit_equally_well_the_root_is_meant(self) -> None:
        names = ["src/a.py", "src/b.py", "examples/src/a.py", "examples/src/b.py"]
        found = placed(names, ["/app/src/a.py", "/app/src/b.py"])
        assert found["/app/src/a.py"] == ("src/a.py",)

    def test_one_file_proves_nothing_however_often_it_is_listed(self) -> None:
        index = SuffixIndex(["backend/src/a.py"])
        assert index.learn(["/app/src/a.py"] * 9) == NOTHING

    def test_names_alone_prove_nothing(self) -> None:
        index = SuffixIndex(["x/index.js", "x/main.js"])
        assert index.learn(["/app/index.js", "/app/main.js"]) == NOTHING

    def test_a_name_that_is_everywhere_votes_by_a_longer_ending(self) -> None:
        index = SuffixIndex(f"p{number}/src/index.js" for number in range(100))
        rebases = index.learn([f"/app/p{number}/src/index.js" for number in range(2)])
        assert list(rebases.by_foreign) == ["/app"]
        assert rebased(index, "/app/p99/src/index.js", rebases) == ("p99/src/index.js",)

    def test_an_ending_that_is_everywhere_has_no_vote(self) -> None:
        names = [f"p{number}/src/{each}.js" for number in range(100) for each in ("index", "main")]
        assert SuffixIndex(names).learn(["/app/src/index.js", "/app/src/main.js"]) == NOTHING

    def test_a_report_with_very_many_paths_is_learned_from_too(self) -> None:
        names = [f"backend/src/f{number}.py" for number in range(5000)]
        index = SuffixIndex(names)
        rebases = index.learn([f"/app/src/f{number}.py" for number in range(5000)])
        assert rebased(index, "/app/src/f4999.py", rebases) == ("backend/src/f4999.py",)


class TestRebasing:
    def test_a_similar_front_is_another_folder(self) -> None:
        index = SuffixIndex(["src/a.py", "src/b.py", "2/src/a.py"])
        rebases = index.learn(["/home/u/project/src/a.py", "/home/u/project/src/b.py"])
        assert rebased(index, "/home/u/project2/src/a.py", rebases) == ()

    def test_a_file_that_is_not_there_is_not_made_up(self) -> None:
        index = SuffixIndex(["src/a.py", "src/b.py"])
        rebases = index.learn(["/app/src/a.py", "/app/src/b.py"])
        assert rebased(index, "/app/src/c.py", rebases) == ()


class TestLongestEnding:
    NAMES = ("src/a.py", "lib/src/b.py", "x/util.js", "y/util.js", "setup.py", "deep/x/y/only.py")

    @pytest.mark.parametrize(
        ("path", "found"),
        [
            pytest.param("/app/src/a.py", ("src/a.py",), id="a complete name"),
            pytest.param("D:/a/r/src/a.py", ("src/a.py",), id="a complete name on Windows"),
            pytest.param("/app/lib/src/b.py", ("lib/src/b.py",), id="a complete deep name"),
            pytest.param("src/b.py", ("lib/src/b.py",), id="a complete relative path"),
            pytest.param("only.py", ("deep/x/y/only.py",), id="a lone name that is unique"),
            pytest.param("util.js", ("x/util.js", "y/util.js"), id="a lone name that is not"),
            pytest.param("/app/src/b.py", (), id="neither name nor path is complete"),
            pytest.param("/app/setup.py", (), id="one component of an absolute path"),
            pytest.param("other/a.py", (), id="only the last component"),
            pytest.param("rc/a.py", (), id="half a component"),
            pytest.param("src/A.py", (), id="another case"),
            pytest.param("", (), id="nothing"),
        ],
    )
    def test_only_whole_endings_count(self, path: str, found: tuple[str, ...]) -> None:
        assert sorted(SuffixIndex(self.NAMES).longest(path, partly=False)) == sorted(found)

    @pytest.mark.parametrize(
        ("path", "found"),
        [
            pytest.param("/app/src/b.py", ["lib/src/b.py"], id="two components"),
            pytest.param("/app/setup.py", ["setup.py"], id="one of which there is no other"),
            pytest.param("/app/z/only.py", ["deep/x/y/only.py"], id="one below another folder"),
            pytest.param("/app/z/util.js", [], id="one of which there are two"),
            pytest.param("other/a.py", [], id="a part of a relative path"),
            pytest.param("/app/dist/a.py", [], id="made of it, perhaps"),
            pytest.param("/app/dist/src/b.py", [], id="two components of what is made"),
            pytest.param("/app/dist/setup.py", ["setup.py"], id="a copy of the whole"),
        ],
    )
    def test_of_an_absolute_path_a_part_may_do(self, path: str, found: list[str]) -> None:
        assert list(SuffixIndex(self.NAMES).longest(path, partly=True)) == found

    def test_the_longest_of_several_complete_names_is_taken(self) -> None:
        index = SuffixIndex(["src/a.py", "core/src/a.py", "x/core/src/a.py"])
        assert list(index.longest("/app/core/src/a.py", partly=False)) == ["core/src/a.py"]

    def test_a_submodule_is_no_file(self) -> None:
        index = SuffixIndex(["libs/sub/", "a.py"])
        assert list(index.namesakes("x/")) == []
        assert list(index.longest("/app/libs/sub/", partly=True)) == []


def test_an_index_knows_its_names() -> None:
    index = SuffixIndex(["src/a.py"])
    assert "src/a.py" in index
    assert "a.py" not in index


class TestMadeFiles:
    def test_what_is_made_is_not_taken_for_what_it_is_made_of(self) -> None:
        names = ["src/a.js", "src/b.js", "src/util/c.js"]
        paths = [name.replace("src", "/app/dist") for name in names]
        assert set(placed(names, paths).values()) == {()}

    def test_a_checkout_may_be_called_build(self) -> None:
        names = ["src/a.js", "src/b.js"]
        assert placed(names, ["/x/build/src/a.js", "/x/build/src/b.js"]) == {
            "/x/build/src/a.js": ("src/a.js",),
            "/x/build/src/b.js": ("src/b.js",),
        }


def test_what_is_learned_does_not_depend_on_the_order_of_many_paths() -> None:
    index = SuffixIndex(f"p{number % 7}/src/f{number}.py" for number in range(6000))
    paths = [f"/app/src/f{number}.py" for number in range(6000)]
    assert index.learn(paths) == index.learn(reversed(paths))
