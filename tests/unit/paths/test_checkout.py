"""What is really there in the repository's folder."""

import os
from pathlib import Path

import pytest

from coverup.paths.checkout import Checkout
from tests.unit.paths.placing import posix, write


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("src/a.py", "src/a.py"),
        ("src/./../src/a.py", "src/a.py"),
        ("../proj/src/a.py", "src/a.py"),
        ("../out.py", "../out.py"),
        ("{root}/src/a.py", "src/a.py"),
        ("{root}/../out.py", "../out.py"),
        ("src", None),
        ("src/gone.py", None),
        ("src/a.py/b.py", None),
        ("gone/a.py", None),
        ("", None),
        ("a\0b", None),
        ("a\0b/c", None),
    ],
)
def test_a_path_is_the_name_of_a_regular_file_or_none(
    root: Path, path: str, name: str | None
) -> None:
    write(root, "src/a.py", "../out.py")
    assert Checkout(root).real_name(path.replace("{root}", str(root))) == name


@posix
def test_links_lead_to_the_names_of_what_they_mean(root: Path) -> None:
    write(root, "src/a.py", "../out.py")
    (root / "link").symlink_to("src")
    (root / "a.py").symlink_to("link/a.py")
    (root / "out.py").symlink_to("../out.py")
    (root / "gone.py").symlink_to("nothing")
    checkout = Checkout(root)
    asked = ("link/a.py", "a.py", "out.py", "gone.py")
    assert [checkout.real_name(each) for each in asked] == [
        "src/a.py",
        "src/a.py",
        "../out.py",
        None,
    ]


@posix
def test_a_folder_that_leads_elsewhere_leads_there_for_all_its_files(root: Path) -> None:
    write(root, "../away/a.py", "../away/b.py")
    (root / "src").symlink_to("../away")
    checkout = Checkout(root)
    assert {checkout.real_name(f"src/{each}.py") for each in "ab"} == {
        "../away/a.py",
        "../away/b.py",
    }


def test_an_absolute_path_that_is_spelled_below_the_root_is_relative_to_it(root: Path) -> None:
    checkout = Checkout(root)
    assert checkout.relative(f"{root.as_posix()}/src/gone.py") == "src/gone.py"
    assert checkout.relative(f"{root.as_posix()}2/a.py") == f"{root.as_posix()}2/a.py"
    assert checkout.relative("src/a.py") == "src/a.py"


@posix
def test_a_root_behind_a_link_is_known_by_both_spellings(root: Path) -> None:
    link = root.parent / "link"
    link.symlink_to(root)
    checkout = Checkout(link)
    assert [checkout.relative(f"{each}/a.py") for each in (root, link)] == ["a.py", "a.py"]


def test_a_folder_below_the_root_has_a_name_and_others_have_none(root: Path) -> None:
    write(root, "src/a.py")
    checkout = Checkout(root)
    assert checkout.below(root / "src") == "src"
    assert checkout.below(root) == ""
    assert checkout.below(root.parent) is None
    assert checkout.below(root.parent / "proj2") is None


@posix
def test_two_names_of_one_file_are_the_same(root: Path) -> None:
    write(root, "a.py", "c.py")
    os.link(root / "a.py", root / "b.py")
    checkout = Checkout(root)
    assert checkout.is_same("a.py", "b.py")
    assert not checkout.is_same("a.py", "c.py")
    assert not checkout.is_same("a.py", "gone.py")
