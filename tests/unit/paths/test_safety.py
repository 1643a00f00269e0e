"""Nothing outside the repository is taken or opened, whatever a report names."""

import os
from pathlib import Path

import pytest

from coverup.paths import Dropped, Repository
from tests.unit.paths.placing import place, place_one, posix, reason, write


@pytest.mark.parametrize(
    ("path", "bases"),
    [
        ("../secret.txt", ()),
        ("src/../../secret.txt", ()),
        ("secret.txt", ("..",)),
        ("../secret.txt", ("src",)),
    ],
)
def test_a_path_out_of_the_repository_is_refused(
    root: Path, path: str, bases: tuple[str, ...]
) -> None:
    write(root.parent, "secret.txt")
    write(root, "src/a.py")
    assert isinstance(place_one(root, path, bases=bases), Dropped)


@posix
@pytest.mark.parametrize(
    ("path", "bases"),
    [("/etc/passwd", ()), ("etc/passwd", ("/",)), ("../" * 40 + "etc/passwd", ())],
)
def test_a_file_of_the_system_is_outside(root: Path, path: str, bases: tuple[str, ...]) -> None:
    write(root, "src/a.py")
    assert reason(place_one(root, path, bases=bases)) == "outside the repository"


@posix
def test_a_link_out_of_the_repository_is_not_followed(root: Path) -> None:
    (root / "src").mkdir()
    (root / "src/a.c").symlink_to("/etc/passwd")
    (root / "etc").symlink_to("/etc")
    placed = place(root, ["src/a.c", "etc/passwd"], tracked=["src/a.c", "etc"])
    assert {reason(each) for each in placed.values()} == {"outside the repository"}
    assert isinstance(place_one(root, "/app/src/a.c", tracked=["src/a.c"]), Dropped)


@posix
def test_a_link_within_the_repository_leads_to_the_files_own_name(root: Path) -> None:
    write(root, "src/a.c")
    (root / "build").symlink_to("src")
    (root / "b.c").symlink_to("src/a.c")
    assert set(place(root, ["build/a.c", "b.c"]).values()) == {"src/a.c"}


@posix
def test_a_link_to_itself_is_no_file(root: Path) -> None:
    (root / "a.c").symlink_to("a.c")
    assert reason(place_one(root, "a.c")) == "not in the repository"


@posix
def test_a_root_behind_a_link_is_the_same_root(root: Path) -> None:
    write(root, "src/a.py")
    link = root.parent / "link"
    link.symlink_to(root)
    for top in (root, link):
        for path in (root / "src/a.py", link / "src/a.py"):
            assert place_one(top, str(path)) == "src/a.py"
        assert place_one(top, "a.py", bases=(str(link / "src"),)) == "src/a.py"


@pytest.mark.parametrize("path", [".git/config", "sub/.git/config", "sub/.git"])
def test_gits_own_files_are_refused(root: Path, path: str) -> None:
    write(root, path)
    assert reason(place_one(root, path, tracked=["a.py"])) == "inside .git"


@pytest.mark.parametrize(
    "path", ["src", "", ".", "/", "src/a\0.c", "\0", "x" * 80_000, "x/" * 40_000, "a\ud800.c"]
)
def test_what_is_no_file_is_dropped(root: Path, path: str) -> None:
    write(root, "src/a.c")
    assert reason(place_one(root, path)) == "not in the repository"


def test_a_dropped_file_is_named_as_the_report_names_it(root: Path) -> None:
    assert place_one(root, "src/\x1b[31mred.c") == Dropped(
        "src/\x1b[31mred.c", "not in the repository"
    )


@posix
def test_a_fifo_is_never_opened(root: Path) -> None:
    os.mkfifo(root / "a.c")
    assert reason(place_one(root, "a.c")) == "not in the repository"


class TestLocate:
    def test_the_file_on_disk_is_found_for_readers_that_need_it(self, root: Path) -> None:
        write(root, "src/a.py")
        located = Repository(root).locate(str(root / "src/a.py"))
        assert located == root / "src/a.py"

    def test_nothing_outside_is_given_away(self, root: Path) -> None:
        write(root.parent, "secret.txt")
        assert Repository(root).locate("../secret.txt") is None


@posix
def test_a_go_mod_that_leads_out_of_the_repository_is_not_read(root: Path) -> None:
    write(root, "cart.go")
    write(root.parent, "elsewhere/go.mod")
    (root.parent / "elsewhere/go.mod").write_text("module example.com/shop\n")
    (root / "go.mod").symlink_to(root.parent / "elsewhere/go.mod")
    placed = place_one(root, "example.com/shop/cart.go", tracked=["go.mod", "cart.go"])
    assert reason(placed) == "not in the repository"


def test_a_go_import_path_is_placed_by_the_module(root: Path) -> None:
    write(root, "backend/cart/cart.go", "tools/cart/cart.go")
    (root / "backend/go.mod").write_text("module example.com/shop/v2\n")
    path = "example.com/shop/v2/cart/cart.go"
    assert place_one(root, path) == "backend/cart/cart.go"
