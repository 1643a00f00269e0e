"""Python: src layouts, installed copies of the project, relative and absolute names."""

from typing import Final

from tests.contract.layouts.layout import (
    AMBIGUOUS,
    EITHER,
    NOT_HERE,
    OUTSIDE,
    UNTRACKED,
    Layout,
    Report,
    each,
    inside,
    same,
    under,
)

FLAT: Final = ("pyproject.toml", "shop/__init__.py", "shop/cart.py", "tests/test_cart.py")
SRC: Final = ("pyproject.toml", "src/shop/__init__.py", "src/shop/cart.py", "tests/test_cart.py")
SITE: Final = "lib/python3.11/site-packages"
DJANGO: Final = (
    "backend/manage.py",
    "backend/cart/models.py",
    "backend/users/models.py",
    "backend/users/views.py",
    "frontend/package.json",
)

LAYOUTS: Final = (
    Layout(
        "coverage.py's JSON names files relative to the root",
        FLAT,
        same("shop/__init__.py", "shop/cart.py", "tests/test_cart.py"),
        report="coverage.json",
        kind="coveragepy-json",
    ),
    Layout(
        "coverage.xml is relative to its absolute source",
        SRC,
        inside("src", "shop/__init__.py", "shop/cart.py"),
        report="coverage.xml",
        kind="cobertura",
        sources=("/__w/shop/shop/src",),
    ),
    Layout(
        "coverage.xml of relative_files has a relative source",
        SRC,
        inside("src/shop", "__init__.py", "cart.py"),
        report="coverage.xml",
        kind="cobertura",
        sources=("src/shop",),
    ),
    Layout(
        "of several sources the one that has the file is taken",
        (*SRC, "plugins/gift/wrap.py", "plugins/gift/__init__.py"),
        {"shop/cart.py": "src/shop/cart.py", "gift/wrap.py": "plugins/gift/wrap.py"},
        report="coverage.xml",
        kind="cobertura",
        sources=("{root}/src", "{root}/plugins"),
    ),
    Layout(
        "a name that two sources have is ambiguous",
        ("one/__init__.py", "one/a.py", "two/__init__.py", "two/b.py"),
        {"a.py": "one/a.py", "b.py": "two/b.py"},
        {"__init__.py": f"{AMBIGUOUS}one/__init__.py, two/__init__.py"},
        report="coverage.xml",
        kind="cobertura",
        sources=("{root}/one", "{root}/two"),
    ),
    Layout(
        "a source goes before the bare path",
        ("cart.py", "lib/cart.py", "lib/till.py"),
        inside("lib", "cart.py", "till.py"),
        report="coverage.xml",
        kind="cobertura",
        sources=("/usr/src/app/lib",),
    ),
    Layout(
        "a report in a subfolder is relative to it",
        ("backend/pyproject.toml", "backend/shop/cart.py", "backend/shop/till.py", "tools/run.py"),
        inside("backend", "shop/cart.py", "shop/till.py"),
        report="backend/coverage.json",
        kind="coveragepy-json",
    ),
    Layout(
        "the folder that holds most of a report's files wins as a whole",
        ("shop/cart.py", "backend/shop/cart.py", "backend/shop/till.py", "backend/shop/vat.py"),
        inside("backend", "shop/cart.py", "shop/till.py", "shop/vat.py"),
        report="backend/coverage.json",
        kind="coveragepy-json",
    ),
    Layout(
        "the root goes before the report's folder where both hold all files",
        ("shop/cart.py", "shop/till.py", "backend/shop/cart.py", "backend/shop/till.py"),
        same("shop/cart.py", "shop/till.py"),
        report="backend/coverage.json",
        kind="coveragepy-json",
    ),
    Layout(
        "tox's copy of the project is the project",
        SRC,
        {
            f"/__w/shop/shop/.tox/py311/{SITE}/shop/cart.py": "src/shop/cart.py",
            f"/__w/shop/shop/.tox/py311/{SITE}/shop/__init__.py": ("src/shop/__init__.py"),
            "/__w/shop/shop/tests/test_cart.py": "tests/test_cart.py",
        },
        {f"/__w/shop/shop/.tox/py311/{SITE}/requests/api.py": OUTSIDE},
    ),
    Layout(
        "relative names of tox's copy are the project",
        SRC,
        {f".tox/py311/{SITE}/shop/cart.py": "src/shop/cart.py"},
        {f".tox/py311/{SITE}/pluggy/_hooks.py": OUTSIDE},
        report="coverage.json",
        kind="coveragepy-json",
    ),
    Layout(
        "tox's copy on Windows is the project",
        SRC,
        {
            r"D:\a\shop\shop\.tox\py311\Lib\site-packages\shop\cart.py": "src/shop/cart.py",
            r"D:\a\shop\shop\.tox\py311\Lib\site-packages\shop\__init__.py": "src/shop/__init__.py",
        },
    ),
    Layout(
        "nox's copy of a flat project is the project",
        FLAT,
        under(f"/builds/acme/shop/.nox/tests-3-11/{SITE}/", "shop/cart.py", "shop/__init__.py"),
    ),
    Layout(
        "a package that was installed in a container is the project",
        ("setup.py", "shop/__init__.py", "shop/cart.py"),
        under(f"/usr/local/{SITE}/", "shop/cart.py"),
        {f"/usr/local/{SITE}/django/utils/timezone.py": OUTSIDE},
    ),
    Layout(
        "a venv's lib64 and Debian's dist-packages hold the project too",
        ("setup.cfg", "lib/shop/cart.py", "lib/shop/till.py"),
        {
            "/opt/venv/lib64/python3.12/site-packages/shop/cart.py": "lib/shop/cart.py",
            "/usr/lib/python3/dist-packages/shop/till.py": "lib/shop/till.py",
        },
    ),
    Layout(
        "an installed package is not taken for a file of the same name",
        (*SRC, "src/shop/utils.py", "src/shop/api.py"),
        {"/app/src/shop/cart.py": "src/shop/cart.py"},
        each(
            OUTSIDE,
            f"/usr/local/{SITE}/requests/utils.py",
            f"/usr/local/{SITE}/requests/api.py",
        ),
    ),
    Layout(
        "a namespace that the project shares with others",
        ("pyproject.toml", "acme/cloud/shop/cart.py", "acme/cloud/shop/__init__.py"),
        under(f"/venv/{SITE}/", "acme/cloud/shop/cart.py"),
        {f"/venv/{SITE}/acme/auth/token.py": OUTSIDE},
    ),
    Layout(
        "a module of one file that was installed",
        ("setup.py", "wrapper.py", "tests/test_wrapper.py"),
        under(f"/venv/{SITE}/", "wrapper.py"),
        {f"/venv/{SITE}/six.py": OUTSIDE},
    ),
    Layout(
        "packages of one repository installed in the tox of another",
        (
            *("libs/a/pyproject.toml", "libs/a/src/acme_a/core.py", "libs/a/src/acme_a/util.py"),
            *("libs/b/pyproject.toml", "libs/b/src/acme_b/core.py", "libs/b/src/acme_b/util.py"),
        ),
        {
            f"/ci/mono/libs/a/.tox/py/{SITE}/acme_a/core.py": "libs/a/src/acme_a/core.py",
            f"/ci/mono/libs/a/.tox/py/{SITE}/acme_b/core.py": "libs/b/src/acme_b/core.py",
        },
        report="libs/a/lcov.info",
    ),
    Layout(
        "the standard library is not taken for a file of the same ending",
        ("shop/cart.py", "shop/json/decoder.py"),
        {"/code/shop/cart.py": "shop/cart.py"},
        each(
            OUTSIDE,
            "/usr/lib/python3.11/json/decoder.py",
            "/opt/hostedtoolcache/Python/3.11.9/x64/lib/python3.11/json/scanner.py",
        ),
    ),
    Layout(
        "code without a file is left out",
        FLAT,
        same("shop/cart.py"),
        each(EITHER, "<frozen importlib._bootstrap>", "<string>", "/run/ipykernel_41/123.py"),
        report="coverage.json",
        kind="coveragepy-json",
    ),
    Layout(
        "Django's apps share names in a container that holds only the backend",
        DJANGO,
        {
            "/app/manage.py": "backend/manage.py",
            "/app/cart/models.py": "backend/cart/models.py",
            "/app/users/models.py": "backend/users/models.py",
            "/app/users/views.py": "backend/users/views.py",
        },
    ),
    Layout(
        "a generated module is not tracked",
        FLAT,
        same("shop/cart.py"),
        {"shop/_version.py": UNTRACKED, "shop/old.py": NOT_HERE},
        untracked=("shop/_version.py",),
        report="coverage.json",
        kind="coveragepy-json",
    ),
    Layout(
        "Bazel's runfiles of a test are the repository's files",
        ("pkg/shop/cart.py", "pkg/shop/__init__.py", "pkg/__init__.py"),
        under(
            "/home/me/.cache/bazel/_bazel_me/0a1b/execroot/_main/bazel-out/k8-fastbuild/bin/pkg/"
            "cart_test.runfiles/_main/",
            "pkg/shop/cart.py",
            "pkg/__init__.py",
        ),
    ),
    Layout(
        "sources of two reports with the same package names stay apart",
        ("api/shop/core.py", "api/shop/db.py", "jobs/shop/core.py", "jobs/shop/db.py"),
        inside("api/shop", "core.py", "db.py"),
        report="out/api.xml",
        kind="cobertura",
        sources=("{root}/api/shop",),
        more=(
            Report(
                place="out/jobs.xml",
                kind="cobertura",
                sources=("/builds/acme/mono/jobs/shop",),
                placed=inside("jobs/shop", "core.py", "db.py"),
            ),
        ),
    ),
)
