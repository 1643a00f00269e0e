"""Packages of JavaScript, by their package.json."""

import json
from collections.abc import Mapping

import pytest

from coverup.paths.npm import NpmPackages, package_of

MANIFESTS: Mapping[str, str] = {
    "package.json": '{"name": "shop"}',
    "packages/ui/package.json": '{"name": "@shop/ui"}',
    "packages/old/package.json": '{"name": "@shop/ui"}',
    "packages/bare/package.json": "{}",
    "packages/list/package.json": '["@shop/list"]',
    "packages/number/package.json": '{"name": 7}',
    "packages/broken/package.json": '{"name": "@shop/broken"',
    "packages/deep/package.json": "[" * 100_000,
}
FILES = ("src/a.js", "packages/ui/src/a.js", "packages/old/src/a.js", "packages/old/src/b.js")


def packages() -> NpmPackages:
    return NpmPackages([*MANIFESTS, *FILES, "packages/gone/package.json"], read)


def read(name: str) -> str:
    if name not in MANIFESTS:
        raise FileNotFoundError(name)
    return MANIFESTS[name]


@pytest.mark.parametrize(
    ("package", "rest", "names"),
    [
        ("shop", "src/a.js", ("src/a.js",)),
        ("@shop/ui", "src/a.js", ("packages/old/src/a.js", "packages/ui/src/a.js")),
        ("@shop/ui", "src/b.js", ("packages/old/src/b.js",)),
        ("@shop/ui", "src/c.js", ()),
        ("left-pad", "src/a.js", ()),
    ],
)
def test_a_file_of_a_package_is_below_the_folder_whose_manifest_has_its_name(
    package: str, rest: str, names: tuple[str, ...]
) -> None:
    assert packages().place(package, rest) == names


@pytest.mark.parametrize("package", ["@shop/broken", "@shop/list", "7", "", "gone"])
def test_a_manifest_that_cannot_be_understood_names_no_package(package: str) -> None:
    assert package not in packages()


def test_a_name_with_escapes_is_the_name() -> None:
    name = json.dumps({"name": "@shop/ü"})
    assert "@shop/ü" in NpmPackages(["package.json"], lambda _: name)


@pytest.mark.parametrize(
    ("written", "path", "package"),
    [
        ("webpack://@shop/ui/./src/a.ts?1f", "src/a.ts", ("@shop/ui", "src/a.ts")),
        ("webpack://shop/./src/a.ts", "src/a.ts", ("shop", "src/a.ts")),
        ("webpack:///./src/a.ts", "src/a.ts", ("", "")),
        (
            "node_modules/@shop/ui/src/a.js",
            "node_modules/@shop/ui/src/a.js",
            ("@shop/ui", "src/a.js"),
        ),
        ("/x/node_modules/left/i.js", "/x/node_modules/left/i.js", ("left", "i.js")),
        ("node_modules/.pnpm/x/i.js", "node_modules/.pnpm/x/i.js", ("", "")),
        (
            "node_modules/.pnpm/x@1/node_modules/x/i.js",
            "node_modules/.pnpm/x@1/node_modules/x/i.js",
            ("x", "i.js"),
        ),
        ("src/a.js", "src/a.js", ("", "")),
    ],
)
def test_a_package_is_named_by_a_bundlers_url_or_by_where_it_is_installed(
    written: str, path: str, package: tuple[str, str]
) -> None:
    assert package_of(written, path) == package
