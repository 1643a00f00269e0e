"""Files and functions stay small enough to be read."""

import ast
from statistics import median
from typing import Final

from tests.meta.documents import PACKAGE, python_files

LONGEST_FILE: Final = 300
MEDIAN_FILE: Final = 130
LONGEST_FUNCTION: Final = 45


def test_no_file_of_the_package_is_long() -> None:
    sizes = {
        path.relative_to(PACKAGE).as_posix(): _lines(path.read_bytes()) for path in python_files()
    }
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}
    assert median(sizes.values()) < MEDIAN_FILE


def test_no_function_of_the_package_is_long() -> None:
    long = {
        f"{path.relative_to(PACKAGE).as_posix()}: {node.name}": size
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def _lines(content: bytes) -> int:
    return content.count(b"\n")
