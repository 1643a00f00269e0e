"""Twelve packages that share all their files' names."""

from typing import Final

from tests.contract.layouts.layout import (
    AMBIGUOUS,
    NOT_HERE,
    Layout,
    Report,
    all_of,
    each,
    inside,
    same,
    under,
)

NUMBERS: Final = tuple(f"p{number:02}" for number in range(1, 13))
FOLDERS: Final = tuple(f"packages/{number}" for number in NUMBERS)
SOURCES: Final = ("src/index.ts", "src/utils.ts", "src/model/types.ts")
FILES: Final = (
    *("package.json", "index.ts", "src/index.ts"),
    *all_of(FOLDERS, "package.json", *SOURCES),
)
PACKAGES: Final = {
    f"packages/{number}/package.json": f'{{"name": "@acme/{number}"}}' for number in NUMBERS
}
CODE: Final = all_of(FOLDERS, *SOURCES)
JAVA: Final = ("com/acme/Main.java", "com/acme/Config.java")
MODULES: Final = tuple(f"svc-{number}" for number in NUMBERS)
JAVA_FILES: Final = all_of((f"{each}/src/main/java" for each in MODULES), *JAVA)
PYTHON: Final = tuple(f"libs/{number}/src/acme_{number}" for number in NUMBERS)


def _reports(place: str) -> tuple[Report, ...]:
    return tuple(
        Report(place=place.format(number), placed=inside(f"packages/{number}", *SOURCES))
        for number in NUMBERS[1:]
    )


LAYOUTS: Final = (
    Layout(
        "twelve reports, each in its package",
        FILES,
        inside("packages/p01", *SOURCES),
        report="packages/p01/coverage/lcov.info",
        more=_reports("packages/{}/coverage/lcov.info"),
        files=PACKAGES,
    ),
    Layout(
        "twelve reports in folders that repeat the packages' places, as Nx has them",
        FILES[:1] + FILES[3:],
        inside("packages/p01", *SOURCES),
        report="coverage/packages/p01/lcov.info",
        more=_reports("coverage/packages/{}/lcov.info"),
        files=PACKAGES,
    ),
    Layout("one report with the whole names", FILES, same(*CODE), files=PACKAGES),
    Layout(
        "a collected report of one package is ambiguous",
        FILES[:1] + FILES[3:],
        dropped=each(AMBIGUOUS, *SOURCES),
        report="reports/seventh.info",
    ),
    Layout(
        "a collected report of one package has a base path",
        FILES,
        inside("packages/p07", *SOURCES),
        options=("--base-path", "packages/p07"),
        report="reports/seventh.info",
    ),
    Layout(
        "a collected report of one package has a source root",
        FILES,
        inside("packages/p07", *SOURCES),
        options=("--source-root", "packages/p07"),
        report="reports/seventh.info",
    ),
    Layout(
        "a collected report of one package is mapped",
        FILES,
        inside("packages/p07", *SOURCES),
        options=("--path-map", "src=packages/p07/src"),
        report="reports/seventh.info",
    ),
    Layout(
        "a container holds the whole repository",
        FILES,
        under("/app/", "index.ts", "src/index.ts", *CODE),
    ),
    Layout(
        "a container holds one package",
        FILES,
        {f"/app/{name}": f"packages/p03/{name}" for name in SOURCES},
        report="packages/p03/coverage/lcov.info",
    ),
    Layout(
        "a container holds one package and the map says which",
        FILES,
        {f"/app/{name}": f"packages/p03/{name}" for name in SOURCES},
        options=("--path-map", "/app=packages/p03"),
    ),
    Layout(
        "a file of its own tells which package a container holds",
        (*FILES, "packages/p03/src/only.ts"),
        {
            "/app/src/index.ts": "packages/p03/src/index.ts",
            "/app/src/model/types.ts": "packages/p03/src/model/types.ts",
            "/app/src/only.ts": "packages/p03/src/only.ts",
        },
    ),
    Layout(
        "the package that holds most of a report wins over the root",
        (*FILES, "packages/p03/src/only.ts"),
        inside("packages/p03", *SOURCES, "src/only.ts"),
        report="packages/p03/lcov.info",
    ),
    Layout(
        "one path of a CI service is exact",
        FILES,
        under("/__w/mono/mono/", "packages/p05/src/index.ts"),
    ),
    Layout(
        "one path of the root of a CI service is exact",
        FILES,
        under("/__w/mono/mono/", "src/index.ts"),
    ),
    Layout(
        "a file that is gone is not taken for another package's",
        (*FILES, "packages/p01/src/only.ts"),
        under("/__w/mono/mono/", *CODE),
        {"/__w/mono/mono/packages/p02/src/only.ts": NOT_HERE},
    ),
    Layout(
        "Windows has every package",
        FILES,
        {"D:\\a\\mono\\mono\\" + name.replace("/", "\\"): name for name in CODE},
    ),
    Layout(
        "webpack names every package",
        FILES,
        {
            f"webpack://@acme/{number}/./src/index.ts": f"packages/{number}/src/index.ts"
            for number in NUMBERS
        },
        files=PACKAGES,
    ),
    Layout(
        "node_modules has every package",
        FILES,
        {
            f"/app/node_modules/@acme/{number}/src/utils.ts": f"packages/{number}/src/utils.ts"
            for number in NUMBERS
        },
        files=PACKAGES,
    ),
    Layout(
        "the command runs in a package",
        FILES,
        inside("packages/p09", *SOURCES),
        report="packages/p09/lcov.info",
        cwd="packages/p09",
    ),
    Layout(
        "twelve modules of Maven in one aggregate",
        (*all_of(MODULES, "pom.xml"), *JAVA_FILES),
        {
            f"{module}>{name}": f"{module}/src/main/java/{name}"
            for module in MODULES
            for name in JAVA
        },
        report="aggregate/target/site/jacoco-aggregate/jacoco.xml",
        kind="jacoco",
    ),
    Layout(
        "twelve modules of Go in one profile",
        all_of(MODULES, "go.mod", "main.go", "store/store.go"),
        {
            f"acme.dev/{number}/{name}": f"svc-{number}/{name}"
            for number in NUMBERS
            for name in ("main.go", "store/store.go")
        },
        report="coverage.out",
        kind="go",
        files={f"svc-{number}/go.mod": f"module acme.dev/{number}\n" for number in NUMBERS},
    ),
    Layout(
        "twelve packages of Python in one tox",
        (
            *(f"libs/{number}/pyproject.toml" for number in NUMBERS),
            *all_of(PYTHON, "__init__.py", "core.py"),
        ),
        {
            f"/w/.tox/py/lib/python3.12/site-packages/acme_{number}/{name}": (
                f"libs/{number}/src/acme_{number}/{name}"
            )
            for number in NUMBERS
            for name in ("__init__.py", "core.py")
        },
    ),
    Layout(
        "a file of its own tells which of the globs' folders a report is of",
        (*FILES[:1], *FILES[3:], "packages/p03/lib/only.ts"),
        inside("packages/p03", "lib/only.ts", "src/utils.ts"),
        options=("--base-path", "packages/*"),
        report="reports/third.info",
    ),
    Layout(
        "files that all of the globs' folders have are ambiguous",
        (*FILES[:1], *FILES[3:]),
        dropped=each(AMBIGUOUS, *SOURCES),
        options=("--base-path", "packages/*"),
        report="reports/any.info",
    ),
)
