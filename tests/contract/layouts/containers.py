"""Containers: the repository, or a part of it, under another root."""

from typing import Final

from tests.contract.layouts.layout import AMBIGUOUS, UNPLACED, Layout, Report, same, under

APP: Final = ("index.js", "lib/index.js", "lib/db/index.js", "test/index.js")
SERVICES: Final = (
    *("api/main.py", "api/core/models.py", "api/core/db.py", "worker/main.py"),
    *("worker/core/models.py", "worker/core/db.py", "main.py"),
)
ROOTS: Final = (
    "/app",
    "/usr/src/app",
    "/code",
    "/src",
    "/srv/www",
    "/opt/app-root/src",
    "/workspace",
    "/workspaces/shop",
    "/home/node/app",
    "/mnt/c/Users/me/shop",
    "/build/0a1b2c",
    "/codebuild/output/src123/src/git-codecommit.eu-west-1.amazonaws.com/v1/repos/shop",
)


def _part(front: str, folder: str, *names: str) -> dict[str, str]:
    return {f"{front}/{name}": f"{folder}/{name}" for name in names}


LAYOUTS: Final = (
    *(Layout(f"the repository is in {root}", APP, under(f"{root}/", *APP)) for root in ROOTS),
    Layout(
        "a part of the repository is the whole of a container",
        SERVICES,
        _part("/app", "api", "main.py", "core/models.py", "core/db.py"),
        report="api/lcov.info",
    ),
    Layout(
        "two containers with the same paths, each report in its folder",
        SERVICES,
        _part("/app", "api", "main.py", "core/models.py"),
        report="api/lcov.info",
        more=(
            Report(
                place="worker/lcov.info",
                placed=_part("/app", "worker", "main.py", "core/models.py"),
            ),
        ),
    ),
    Layout(
        "two parts that a container could hold are ambiguous",
        SERVICES,
        dropped={"/app/core/models.py": AMBIGUOUS, "/app/core/db.py": AMBIGUOUS},
        report="reports/lcov.info",
    ),
    Layout(
        "a container with two mounts",
        ("backend/core/a.py", "backend/core/b.py", "libs/shared/util.py", "libs/shared/log.py"),
        _part("/app", "backend", "core/a.py", "core/b.py")
        | _part("/shared", "libs/shared", "util.py", "log.py"),
    ),
    Layout(
        "one file whose name is unique",
        ("lib/db/pool.js", "lib/index.js", "index.js"),
        {"/somewhere/else/pool.js": "lib/db/pool.js"},
    ),
    Layout(
        "one file whose name is not unique",
        ("lib/index.js", "test/index.js"),
        dropped={"/somewhere/else/index.js": UNPLACED},
    ),
    Layout(
        "the root is learned from the files that are certain",
        ("index.js", "a/index.js", "b/index.js", "b/certain.js"),
        under("/x/y/z/", "b/certain.js", "a/index.js", "index.js"),
    ),
    Layout(
        "absolute paths of this checkout",
        APP,
        under("{root}/", *APP),
    ),
    Layout(
        "absolute and relative paths of one report",
        APP,
        same("index.js") | under("/app/", "lib/index.js", "lib/db/index.js"),
    ),
    Layout(
        "a root that is nested in itself",
        ("app/index.js", "app/app/index.js", "app/app/app.js"),
        under("/app/", "app/index.js", "app/app/index.js", "app/app/app.js"),
    ),
    Layout(
        "a report outside the repository",
        APP,
        same("index.js", "lib/index.js"),
        report="../artifacts/lcov.info",
    ),
    Layout(
        "a report outside the repository with paths of the container",
        APP,
        under("/app/", "index.js", "lib/index.js", "lib/db/index.js"),
        report="../artifacts/lcov.info",
    ),
    Layout(
        "without git the files on disk are the repository's",
        (),
        same("src/a.py") | under("/app/", "src/b.py"),
        untracked=("src/a.py", "src/b.py"),
        git=False,
    ),
    Layout(
        "without git a file that is nowhere is left out",
        (),
        same("src/a.py"),
        {"src/gone.py": UNPLACED, "{above}/other/x.py": "outside the repository"},
        untracked=("src/a.py",),
        files={"../other/x.py": "x\n"},
        git=False,
    ),
)
