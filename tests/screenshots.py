"""Makes the pictures of the documentation: `python -m tests.screenshots`.

They show a real report: what some of the unit tests cover of the packages that they are about.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.chromium import Page, chromium
from tests.png import with_palette

ROOT: Final = Path(__file__).parents[1]
IMAGES: Final = ROOT / "docs/images"
PACKAGES: Final = ("ci", "git", "paths", "values.py")
TESTS: Final = (
    "tests/unit/paths",
    "tests/unit/ci/test_detection.py",
    "tests/unit/git/test_branch.py",
)
SHOWN: Final = "coverup/git/reader.py"
TITLE: Final = "Coverage of coverup"
EARLIER: Final = (80.4, 82.1, 81.7, 84.0, 84.6)
"""Percentages of made-up earlier runs."""


def main() -> None:
    """Measure, write the report, and take the pictures."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        report = measured(folder)
        with chromium(folder / "profile") as browser:
            page = browser.page()
            IMAGES.mkdir(exist_ok=True)
            take(page, report)


def measured(folder: Path) -> Path:
    """Return the folder of an HTML report on a real measurement."""
    data = folder / ".coverage"
    tests = ["-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *TESTS]
    measure = ["-m", "coverage", "run", "--branch", "--source=coverup", f"--data-file={data}"]
    measure.append(f"--rcfile={os.devnull}")
    earlier = [word for path in earlier_runs(folder) for word in ("--previous", str(path))]
    report = folder / "report"
    write = [
        "-m",
        "coverup",
        "html",
        str(data),
        "-o",
        str(report),
        "--title",
        TITLE,
        "--include-untracked",
        *earlier,
    ]
    write += [f"--include=coverup/{name}" for name in PACKAGES]
    for words in ([*measure, *tests], write):
        subprocess.run([sys.executable, *words], cwd=ROOT, check=True)
    return report


def earlier_runs(folder: Path) -> list[Path]:
    """Write outcomes of earlier runs and return their files."""
    paths = []
    for i, percent in enumerate(EARLIER, start=1):
        share = {"relevant": 1000, "covered": round(percent * 10)}
        path = folder / f"run-{i}.json"
        path.write_text(json.dumps({"totals": {"lines": share, "branches": share}}))
        paths.append(path)
    return paths


def take(page: Page, report: Path) -> None:
    """Take the pictures of an index and of a file, light and dark, wide and narrow."""
    index = (report / "index.html").as_uri()
    page.size(1200, 760)
    page.visit(index)
    shot(page, "html-index")
    page.media(scheme="dark")
    page.visit(index)
    file = page.run(f"[...document.links].find(link => link.textContent === '{SHOWN}').href")
    page.visit(file)
    page.press("n", "n")
    page.run("document.activeElement.querySelector('details')?.setAttribute('open', '')")
    shot(page, "html-file-dark")
    page.media(scheme="light")
    page.size(400, 760)
    page.visit(file)
    page.press("n")
    shot(page, "html-file-narrow")


def shot(page: Page, name: str) -> None:
    """Keep a picture in the documentation."""
    path = IMAGES / f"{name}.png"
    path.write_bytes(with_palette(page.shot()))
    sys.stdout.write(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
