"""What HTML reports are made of in tests."""

from typing import Final

from coverup.model import FileCoverage
from coverup.paths import Dropped
from coverup.paths.sources import SourceText
from coverup.pipeline.gather import Gathered

ENGINE: Final = b"""\
def thrust(power):
    if power > 9000 and "<b>" != '&amp;':
        return 'too much'
    return power


# what follows is never called
def brake(power):
    while power:
        power -= 1
    return True
"""
ATTACK: Final = "<img src=x onerror=alert(1)>"
HOSTILE_NAMES: Final = (
    f"src/{ATTACK}.py",
    "src/\"><script>alert('1')</script>/a.js",
    "src/a&amp;b 'c' `d`.c",
    "src/two\nlines\tand\x1b[31m\u202egnp.exe.py",
    "src/caf\udce9.c",
    "src/{{ 7 * 7 }}{% raw %}.html",
    "javascript:alert(1)",
    "src/" + "long" * 60 + ".py",
    "src/CON.txt",
    "src/#q?dir=%2e%2e&sort=lines.down",
)
HOSTILE_TEXT: Final = (
    b"</td></table></script><script>alert(1)</script>\n"
    + f"x = '{ATTACK}'\n".encode()
    + b'"""</i><style>*{display:none}</style>\n{{ 7 * 7 }}\n"""\n'
    + b"\x00\x07\x1b[2J\xff\xfe \xe2\x80\xae reversed\r\n"
    + b"<!-- \n" * 2
    + b"<![CDATA[ &lt; &#60;\n"
)


def measured(path: str, *hits: int | None, counted: bool = True) -> FileCoverage:
    return FileCoverage(path, lines=list(hits), counted=counted)


def source(content: bytes) -> SourceText:
    return SourceText("0" * 32, content.count(b"\n"), content)


def engine() -> FileCoverage:
    """Ten lines: a branch that is taken on one side, and a function that is never called."""
    file = measured("src/engine/thrust.py", 1, 4, 0, 4, None, None, None, 1, 0, 0, 0)
    file.branches = {(2, 0, 0): 4, (2, 0, 1): 0, (9, 0, 0): 0, (9, 0, 1): 0}
    return file


def gathered(*files: tuple[FileCoverage, bytes | None]) -> Gathered:
    """Return what a report on these files and their texts is made of."""
    found = Gathered(dropped=[Dropped("<b>gone</b>.py", "not in the repository")])
    for file, content in files:
        found.files[file.path] = file
        if content is not None:
            found.sources[file.path] = source(content)
    return found


def hostile() -> Gathered:
    """Return files of which every name and every text wants to break the page."""
    return gathered(*((measured(name, 0, 1, 0), HOSTILE_TEXT) for name in HOSTILE_NAMES))


def small_project() -> Gathered:
    """Return a project of a few files in folders."""
    files = [
        (engine(), ENGINE),
        (measured("src/engine/nozzle.py", 1, 1, 0, 0), b"a = 1\nb = 2\nc = 3\nd = 4\n"),
        (measured("src/pilot.py", 1, 1), b"x = 1\ny = 2\n"),
        (measured("lib/io/read.js", 0, 0, 0), b"a();\nb();\nc();\n"),
        (measured("setup.py", None), b"# nothing\n"),
    ]
    return gathered(*sorted(files, key=lambda each: each[0].path))
