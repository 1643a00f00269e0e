"""Installed copies of the repository's own Python packages."""

import pytest

from coverup.paths.pypackages import PythonProjects

NAMES = (
    "pyproject.toml",
    "src/shop/cart.py",
    "flat.py",
    "tools/setup.py",
    "tools/till/tax.py",
    "old/setup.cfg",
    "old/lib/shop/cart.py",
    "none/shop/cart.py",
    "src/shop/fast.pyx",
)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (
            "/x/.tox/py/lib/python3.12/site-packages/shop/cart.py",
            ("src/shop/cart.py", "old/lib/shop/cart.py"),
        ),
        ("/usr/lib/python3/dist-packages/till/tax.py", ("tools/till/tax.py",)),
        ("C:/x/Lib/site-packages/flat.py", ("flat.py",)),
        ("site-packages/shop/fast.pyx", ("src/shop/fast.pyx",)),
        ("/x/site-packages/requests/api.py", ()),
        ("/x/site-packages/shop/data.txt", ()),
        ("/x/my-site-packages/flat.py", ()),
        ("src/shop/cart.py", ()),
    ],
)
def test_an_installed_file_is_one_of_a_project_that_has_it(
    path: str, names: tuple[str, ...]
) -> None:
    assert PythonProjects(NAMES).place(path) == names


def test_a_repository_without_projects_has_no_copies() -> None:
    assert PythonProjects(["shop/cart.py"]).place("/x/site-packages/shop/cart.py") == ()
