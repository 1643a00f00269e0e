"""Where the files of a report lie in the repository, on real files."""

from pathlib import Path

import pytest

from coverup.model import FileCoverage
from coverup.paths import Dropped, Repository
from tests.unit.paths.placing import place, place_one, reason, write


class TestExact:
    @pytest.mark.parametrize(
        "path", ["src/a.py", "./src/a.py", r"src\a.py", " src/a.py\r", "x/../src/a.py"]
    )
    def test_a_path_below_the_root_is_a_name(self, root: Path, path: str) -> None:
        write(root, "src/a.py")
        assert place_one(root, path) == "src/a.py"

    def test_an_absolute_path_below_the_root_is_a_name(self, root: Path) -> None:
        write(root, "src/a.py")
        assert place_one(root, str(root / "src/a.py")) == "src/a.py"
        assert place_one(root, (root / "src/a.py").as_uri()) == "src/a.py"

    def test_a_name_with_spaces_and_other_scripts_is_a_name(self, root: Path) -> None:
        write(root, "src/дир ectory/naïve café.py")
        assert place_one(root, "src/дир ectory/naïve café.py") == "src/дир ectory/naïve café.py"

    def test_an_untracked_file_is_not_the_repositorys(self, root: Path) -> None:
        write(root, "src/a.py", "build/gen.py")
        placed = place_one(root, "build/gen.py", tracked=["src/a.py"])
        assert reason(placed) == "not in the repository (git does not track it)"

    def test_an_untracked_file_is_taken_by_wish(self, root: Path) -> None:
        write(root, "src/a.py", "build/gen.py", "node_modules/x/a.js")
        repository = Repository(root, ["src/a.py"], include_untracked=True)
        files = [FileCoverage("build/gen.py"), FileCoverage("node_modules/x/a.js")]
        done = repository.place_all(files, root / "lcov.info")
        assert [name for _, name in done.placed] == ["build/gen.py"]
        assert [dropped.reason for _, dropped in done.dropped] == ["outside the repository"]

    def test_a_file_of_a_submodule_is_not_the_repositorys(self, root: Path) -> None:
        write(root, "src/a.py", "libs/sub/src/b.py")
        placed = place_one(root, "libs/sub/src/b.py", tracked=["src/a.py", "libs/sub/"])
        assert reason(placed) == "not in the repository (it belongs to a submodule)"

    def test_the_files_come_with_their_measurements(self, root: Path) -> None:
        write(root, "src/a.py", "src/b.py")
        files = [FileCoverage("src/b.py"), FileCoverage("gone.py"), FileCoverage("src/a.py")]
        done = Repository(root).place_all(files, root / "lcov.info")
        both = [file for file, _ in done.placed] + [file for file, _ in done.dropped]
        assert {id(file) for file in both} == {id(file) for file in files}
        assert [name for _, name in done.placed] == ["src/b.py", "src/a.py"]


class TestFoldersOfTheReport:
    @pytest.mark.parametrize("base", ["src", "./src/", "src/../src"])
    def test_a_relative_source_folder_is_below_the_root(self, root: Path, base: str) -> None:
        write(root, "src/pkg/a.py", "pkg/a.py")
        assert place_one(root, "pkg/a.py", bases=(base,)) == "src/pkg/a.py"

    def test_an_absolute_source_folder_is_taken_as_it_is(self, root: Path) -> None:
        write(root, "src/pkg/a.py", "pkg/a.py")
        assert place_one(root, "pkg/a.py", bases=(str(root / "src"),)) == "src/pkg/a.py"

    def test_each_source_folder_is_tried(self, root: Path) -> None:
        write(root, "src/a.py", "tests/test_a.py")
        placed = place(root, ["a.py", "test_a.py"], bases=("src", str(root / "tests")))
        assert placed == {"a.py": "src/a.py", "test_a.py": "tests/test_a.py"}

    @pytest.mark.parametrize("base", ["/app/src", r"D:\a\proj\src", "file:///app/src"])
    def test_a_foreign_source_folder_is_known_by_its_end(self, root: Path, base: str) -> None:
        write(root, "src/pkg/a.py")
        assert place_one(root, "pkg/a.py", bases=(base,)) == "src/pkg/a.py"

    def test_base_path_comes_first(self, root: Path) -> None:
        write(root, "backend/src/a.py", "src/a.py")
        assert place_one(root, "src/a.py", base_path="backend") == "backend/src/a.py"
        above = str(root / "backend")
        assert place_one(root, "src/a.py", base_path=above) == "backend/src/a.py"

    def test_a_file_that_is_not_below_base_path_is_still_found(self, root: Path) -> None:
        write(root, "backend/a.py", "lib/b.py")
        assert place_one(root, "lib/b.py", base_path="backend") == "lib/b.py"
        assert place_one(root, "lib/b.py", base_path=str(root / "backend")) == "lib/b.py"

    @pytest.mark.parametrize(
        ("report", "path"),
        [
            ("packages/web/lcov.info", "src/a.js"),
            ("packages/web/coverage/unit/lcov.info", "src/a.js"),
            ("packages/web/coverage/unit/lcov.info", "../../src/a.js"),
            ("packages/lcov.info", "web/src/a.js"),
        ],
    )
    def test_the_reports_own_folder_and_its_parents_are_tried(
        self, root: Path, report: str, path: str
    ) -> None:
        write(root, "packages/web/src/a.js", "packages/app/src/a.js", report)
        assert place_one(root, path, report=report) == "packages/web/src/a.js"

    def test_the_package_that_has_most_of_the_files_goes_before_the_root(self, root: Path) -> None:
        write(root, "lib/index.js", "packages/web/lib/index.js", "packages/web/lib/app.js")
        paths = ["lib/index.js", "lib/app.js"]
        placed = place(root, paths, report="packages/web/coverage/lcov.info")
        assert list(placed.values()) == ["packages/web/lib/index.js", "packages/web/lib/app.js"]

    def test_on_equal_terms_the_root_goes_before_the_package(self, root: Path) -> None:
        write(root, "lib/index.js", "packages/web/lib/index.js")
        report = "packages/web/coverage/lcov.info"
        assert place_one(root, "lib/index.js", report=report) == "lib/index.js"

    def test_a_report_outside_the_repository_gives_no_folder(self, root: Path) -> None:
        write(root, "src/a.py")
        write(root.parent, "out/src/a.py", "out/b.py")
        placed = place(root, ["src/a.py", "b.py"], report="../out/lcov.info")
        assert placed["src/a.py"] == "src/a.py"
        assert reason(placed["b.py"]) == "not in the repository"


class TestForeignRoot:
    @pytest.mark.parametrize("own", ["", "backend/"])
    @pytest.mark.parametrize("front", ["/app/", "D:\\a\\r\\r\\", "C:/r/", "file:///builds/x/"])
    def test_it_is_learned_from_the_report_as_a_whole(
        self, root: Path, own: str, front: str
    ) -> None:
        files = ["src/a.py", "src/b.py", "setup.py"]
        write(root, *(own + each for each in files))
        separator = "\\" if "\\" in front else "/"
        paths = {front + each.replace("/", separator): own + each for each in files}
        assert place(root, list(paths)) == paths

    def test_a_relative_report_of_a_subfolder_is_learned_too(self, root: Path) -> None:
        write(root, "backend/src/a.py", "backend/src/b.py", "backend/setup.py", "web/setup.py")
        placed = place(root, ["src/a.py", "src/b.py", "setup.py"])
        assert list(placed.values()) == ["backend/src/a.py", "backend/src/b.py", "backend/setup.py"]

    def test_a_single_file_is_known_by_its_complete_name(self, root: Path) -> None:
        write(root, "src/a.py", "other/src/a.py")
        assert place_one(root, "/app/src/a.py") == "src/a.py"

    @pytest.mark.parametrize("path", ["lib/a.py", "/app/dist/a.py", "/app/lib/b.py"])
    def test_a_name_that_is_only_half_the_same_is_another_file(self, root: Path, path: str) -> None:
        write(root, "backend/src/a.py", "x/b.py", "y/b.py")
        assert reason(place_one(root, path)) == "not in the repository"

    def test_two_files_that_fit_equally_well_are_told_and_none_is_taken(self, root: Path) -> None:
        names = [f"{each}/src/{file}.py" for each in ("backend", "worker") for file in "ab"]
        write(root, *names)
        placed = place(root, ["/app/src/a.py", "/app/src/b.py"])
        assert placed["/app/src/a.py"] == Dropped(
            "/app/src/a.py", "ambiguous: backend/src/a.py, worker/src/a.py"
        )

    def test_a_relative_name_that_fits_several_files_is_ambiguous(self, root: Path) -> None:
        write(root, "x/util.js", "y/util.js")
        assert reason(place_one(root, "util.js")) == "ambiguous: x/util.js, y/util.js"

    def test_a_flat_project_is_found_below_a_foreign_source_folder(self, root: Path) -> None:
        write(root, "main.py", "test_main.py")
        placed = place(root, ["main.py", "test_main.py"], bases=("/app",))
        assert placed == {"main.py": "main.py", "test_main.py": "test_main.py"}

    def test_an_untracked_file_is_known_below_a_foreign_source_folder_too(self, root: Path) -> None:
        write(root, "build/gen.py")
        placed = place_one(root, "build/gen.py", bases=("/app",), tracked=["src/a.py"])
        assert reason(placed) == "not in the repository (git does not track it)"

    def test_a_tracked_file_that_is_not_on_disk_is_not_taken(self, root: Path) -> None:
        write(root, "src/b.py")
        placed = place_one(root, "/app/src/a.py", tracked=["src/a.py", "src/b.py"])
        assert reason(placed) == "not in the repository"


class TestNamesakes:
    def test_the_relative_part_of_a_foreign_source_does_not_take_one_at_the_root(
        self, root: Path
    ) -> None:
        write(root, "pkg/a.py", "backend/src/pkg/a.py", "backend/src/pkg/b.py")
        placed = place(root, ["pkg/a.py", "pkg/b.py"], bases=("/app/src",))
        assert list(placed.values()) == ["backend/src/pkg/a.py", "backend/src/pkg/b.py"]

    def test_nor_when_the_report_is_too_small_to_learn_from(self, root: Path) -> None:
        write(root, "main.py", "backend/src/main.py")
        assert place_one(root, "main.py", bases=("/app/src",)) == "backend/src/main.py"
        placed = place_one(root, "main.py", bases=("/app/lib",))
        assert reason(placed) == "ambiguous: backend/src/main.py, main.py"

    def test_nor_when_the_file_is_not_where_the_report_says(self, root: Path) -> None:
        write(root, "setup.py", "backend/src/pkg/a.py", "backend/src/pkg/b.py")
        placed = place(root, ["pkg/a.py", "pkg/b.py", "setup.py"], bases=("/app/src",))
        assert reason(placed["setup.py"]) == "not in the repository"

    @pytest.mark.parametrize(
        "path",
        [
            "/app/node_modules/left/src/index.js",
            "../node_modules/left/src/index.js",
            "/usr/lib/python3/site-packages/src/index.js",
            r"C:\Python\Lib\site-packages\src\index.js",
            "/app/.venv/lib/src/index.js",
        ],
    )
    def test_other_peoples_files_are_never_matched_by_their_ends(
        self, root: Path, path: str
    ) -> None:
        write(root, "src/index.js", "src/main.js")
        main = path.replace("index", "main")
        assert {reason(each) for each in place(root, [path, main]).values()} == {
            "outside the repository"
        }

    def test_other_peoples_files_in_the_repository_are_not_the_projects(self, root: Path) -> None:
        write(root, "node_modules/left/index.js", "vendor/x/a.go")
        placed = place(root, ["node_modules/left/index.js", "vendor/x/a.go"], tracked=["src/b.go"])
        assert {reason(each) for each in placed.values()} == {"outside the repository"}

    def test_unless_git_tracks_them(self, root: Path) -> None:
        write(root, "vendor/x/a.go")
        assert place_one(root, "vendor/x/a.go", tracked=["vendor/x/a.go"]) == "vendor/x/a.go"

    def test_a_neighbour_whose_name_starts_alike_is_outside(self, root: Path) -> None:
        write(root.parent, "proj2/src/a.py")
        write(root, "src/b.py")
        placed = place_one(root, str(root.parent / "proj2/src/a.py"))
        assert reason(placed) == "outside the repository"
