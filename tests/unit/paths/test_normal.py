import posixpath
from itertools import product

import pytest

from coverup.paths.normal import collapse, is_absolute, join, normalise


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("src/a.c", "src/a.c"),
        ("./src/a.c", "src/a.c"),
        ("src//x/./a.c", "src/x/a.c"),
        ("src/x/../a.c", "src/a.c"),
        ("../a.c", "../a.c"),
        ("../../x/../a.c", "../../a.c"),
        ("x/../../a.c", "../a.c"),
        ("/proj//src/./a.c", "/proj/src/a.c"),
        ("src/", "src"),
        ("", ""),
        (".", ""),
        ("/", "/"),
        ("  src/a.c\r\n", "src/a.c"),
        ("\ufeffsrc/a.c", "src/a.c"),
        ("src/with space/naïve.c", "src/with space/naïve.c"),
        ("src/100%20/a.c", "src/100%20/a.c"),
    ],
    ids=repr,
)
def test_a_posix_path_loses_what_means_nothing(written: str, normal: str) -> None:
    assert normalise(written) == normal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        (r"C:\proj\src\a.c", "C:/proj/src/a.c"),
        ("C:/proj/src/a.c", "C:/proj/src/a.c"),
        (r"C:\proj/src\.\a.c", "C:/proj/src/a.c"),
        (r"src\x\a.c", "src/x/a.c"),
        (r".\src\a.c", "src/a.c"),
        (r".\src\..\a.c", "a.c"),
        (r"./src\a.c", "src/a.c"),
        (r"\\server\share\a.c", "/server/share/a.c"),
        (r"src/odd\name.c", r"src/odd\name.c"),
        (r"/proj/odd\name.c", r"/proj/odd\name.c"),
    ],
)
def test_backslashes_separate_where_a_path_is_from_windows(written: str, normal: str) -> None:
    assert normalise(written) == normal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("file:///proj/src/a.js", "/proj/src/a.js"),
        ("file://localhost/proj/a.js", "/proj/a.js"),
        ("FILE:///proj/a%20b/%C3%A9.js", "/proj/a b/é.js"),
        ("file:///C:/proj/a.js", "C:/proj/a.js"),
        ("webpack:///./src/a.js", "src/a.js"),
        ("webpack:///src/a.js", "src/a.js"),
        ("webpack://my-app/./src/a.js", "src/a.js"),
        ("webpack://_N_E/src/a%20b.js", "src/a%20b.js"),
        ("webpack:////proj/src/a.js", "/proj/src/a.js"),
    ],
)
def test_a_url_becomes_the_path_in_it(written: str, normal: str) -> None:
    assert normalise(written) == normal


@pytest.mark.parametrize(
    ("path", "absolute"),
    [
        ("/a.c", True),
        ("C:/a.c", True),
        ("c:\\a.c", True),
        ("C:a.c", False),
        ("a/C:/a.c", False),
        ("a.c", False),
        ("", False),
    ],
)
def test_a_drive_or_a_slash_makes_a_path_absolute(path: str, *, absolute: bool) -> None:
    assert is_absolute(path) is absolute


@pytest.mark.parametrize(
    ("base", "path", "joined"),
    [
        ("src", "a.c", "src/a.c"),
        ("/app/src", "a.c", "/app/src/a.c"),
        ("C:/proj", "src/a.c", "C:/proj/src/a.c"),
        ("src/x", "../a.c", "src/a.c"),
        ("src", "../../a.c", "../a.c"),
        ("", "a.c", "a.c"),
        (".", "a.c", "a.c"),
        ("src", "/proj/a.c", "/proj/a.c"),
        ("src", "C:/proj/a.c", "C:/proj/a.c"),
        ("/", "etc/passwd", "/etc/passwd"),
    ],
)
def test_a_path_is_below_a_base_unless_it_is_absolute(base: str, path: str, joined: str) -> None:
    assert join(base, path) == joined


def test_parent_folders_without_a_folder_before_them_stay() -> None:
    assert collapse("../../a/../b") == "../../b"


def test_a_relative_path_is_collapsed_as_posix_says() -> None:
    paths = ("".join(letters) for length in range(8) for letters in product("a./", repeat=length))
    for path in paths:
        if not path.startswith("/"):
            expected = posixpath.normpath(path)
            assert collapse(path) == ("" if expected == "." else expected)
