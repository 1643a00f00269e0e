"""Names that are odd but legal, Unicode, links, and paths that must not lead out."""

import unicodedata
from typing import Final

from tests.contract.layouts.layout import (
    AMBIGUOUS,
    EITHER,
    NOT_HERE,
    NOTHING_RESOLVED,
    OUTSIDE,
    UNPLACED,
    Layout,
    Report,
    each,
    same,
    under,
)

ODD: Final = (
    "src/two words.py",
    "src/ inner /space.py",
    'src/"quoted".py',
    "src/it's.py",
    "src/[id].py",
    "src/{a,b}.py",
    "src/a=b.py",
    "src/a,b.py",
    "src/#1.py",
    "src/100%.py",
    "src/a%20b.py",
    "src/a&b<c>.py",
    "src/a:b.py",
    "src/a;b.py",
    "src/$HOME.py",
    "src/~.py",
    "src/*.py",
    "src/what?.py",
    "src/a|b.py",
    "src/@scope/+page.py",
)
NFC: Final = "src/café.py"
NFD: Final = unicodedata.normalize("NFD", NFC)
DEEP: Final = "/".join(["d"] * 80) + "/deep.py"

LAYOUTS: Final = (
    Layout("odd names as they are", ODD, same(*ODD)),
    Layout("odd names of another machine", ODD, under("/app/", *ODD)),
    Layout("odd names in this checkout", ODD, under("{root}/", *ODD)),
    Layout(
        "odd names in XML",
        ODD,
        under("/builds/acme/shop/", *ODD),
        report="clover.xml",
        kind="clover",
    ),
    Layout(
        "names that begin with dashes",
        ("-x.py", "--help/-v.py", "src/--.py"),
        same("-x.py", "--help/-v.py") | under("/app/", "src/--.py"),
    ),
    Layout(
        "names that begin with a dot",
        (".eslintrc.js", ".storybook/main.js", ".github/scripts/run.py", "..hidden/x.js"),
        same(".eslintrc.js", ".storybook/main.js", ".github/scripts/run.py", "..hidden/x.js"),
    ),
    Layout("a deep path", (DEEP, "deep.py"), under("/app/", DEEP, "deep.py")),
    Layout("a deep path as it is", (DEEP,), same(DEEP)),
    Layout(
        "a backslash in a name that git has",
        ("src/odd\\name.c", "src/odd/name.c"),
        same("src/odd\\name.c", "src/odd/name.c"),
    ),
    Layout(
        "dots, double slashes and steps back",
        ("src/a.py", "src/b.py", "src/c.py", "src/d.py"),
        {
            "./src/a.py": "src/a.py",
            "src//b.py": "src/b.py",
            "src/./c.py": "src/c.py",
            "src/x/../d.py": "src/d.py",
        },
    ),
    Layout("decomposed letters are composed in silence", (NFC,), {NFD: NFC}, unsaid=("case",)),
    Layout(
        "composed letters of another machine for decomposed ones in git",
        (NFD, "src/b.py"),
        {f"/app/{NFC}": NFD, "/app/src/b.py": "src/b.py"},
    ),
    Layout("composed and decomposed names are exact", (NFC, NFD), same(NFC, NFD)),
    Layout(
        "letters of every alphabet",
        ("исходники/корзина.py", "源码/购物车.py", "src/🛒.py"),
        same("源码/购物车.py") | under("/app/", "исходники/корзина.py", "src/🛒.py"),
    ),
    Layout(
        "a link to a folder is the folder",
        ("releases/1/a.py", "releases/1/b.py", "current"),
        {"current/a.py": "releases/1/a.py", "{root}/current/b.py": "releases/1/b.py"},
        links={"current": "releases/1"},
    ),
    Layout(
        "a link to a file is the file",
        ("src/real.py", "src/alias.py"),
        {"src/alias.py": "src/real.py"},
        links={"src/alias.py": "real.py"},
    ),
    Layout(
        "a link that leaves the repository is not followed",
        ("src/a.py", "out", "src/passwd.py"),
        same("src/a.py"),
        {"out/secret.py": OUTSIDE, "src/passwd.py": OUTSIDE},
        links={"out": "../elsewhere", "src/passwd.py": "../../elsewhere/secret.py"},
        files={"../elsewhere/secret.py": "secret\n"},
    ),
    Layout(
        "links that lead nowhere or in circles",
        ("src/a.py", "loop", "src/gone.py"),
        same("src/a.py"),
        each(EITHER, "loop/x.py", "src/gone.py"),
        links={"loop": "loop", "src/gone.py": "nowhere.py"},
    ),
    Layout(
        "the checkout is reached by a link",
        ("src/a.py", "a.py"),
        {"{above}/link/src/a.py": "src/a.py", "{root}/a.py": "a.py"},
        links={"../link": "checkout"},
        cwd="../link",
    ),
    Layout(
        "paths that lead out of the repository",
        ("src/a.py",),
        same("src/a.py"),
        each(
            OUTSIDE,
            "../../../../../../../../../etc/passwd",
            "src/../../elsewhere.py",
        )
        | each(EITHER, "/etc/passwd"),
        files={"../elsewhere.py": "secret\n"},
    ),
    Layout(
        "files of git itself",
        ("src/a.py", "hooks/pre-commit"),
        same("src/a.py"),
        each("inside .git", ".git/config", "{root}/.git/HEAD", "src/../.git/index")
        | each(("inside .git", NOT_HERE), ".GIT/config"),
    ),
    Layout(
        "folders are not files",
        ("src/shop/a.py",),
        same("src/shop/a.py"),
        each(NOT_HERE, "src/shop", "src", "."),
    ),
    Layout(
        "two names of one file in one report add up and are said",
        ("src/a.py", "src/b.py"),
        {
            "src/a.py": "src/a.py",
            "/__w/s/s/src/a.py": "src/a.py",
            "src/b.py": "src/b.py",
        },
        said=("src/a.py", "2"),
    ),
    Layout(
        "two reports of one file add up in silence",
        ("src/a.py",),
        same("src/a.py"),
        report="unit/lcov.info",
        more=(Report(place="e2e/lcov.info", placed=under("/app/", "src/a.py")),),
        unsaid=("twice", "2 times"),
    ),
    Layout(
        "a source without lines has none to cover",
        ("src/a.py", "src/__init__.py"),
        same("src/a.py"),
        {"src/__init__.py": "no lines"},
        files={"src/__init__.py": ""},
    ),
    Layout(
        "coverage beyond the end of a source is cut and said",
        ("src/a.py", "src/short.py"),
        {"src/short.py": "src/short.py", "src/a.py": "src/a.py"},
        files={"src/short.py": "".join(f"{n}\n" for n in range(15))},
        said=("src/short.py", "1"),
    ),
    Layout(
        "a relative path that is the whole ending of one file",
        ("a/src/shop/cart.py", "b/src/till.py"),
        {"shop/cart.py": "a/src/shop/cart.py", "till.py": "b/src/till.py"},
    ),
    Layout(
        "a relative path that is the ending of two files",
        ("a/x.py", "b/x.py"),
        dropped={"x.py": f"{AMBIGUOUS}a/x.py, b/x.py"},
    ),
    Layout(
        "a relative path of which only a part is an ending",
        ("a/src/cart.py", "a/src/till.py"),
        dropped=each(UNPLACED, "other/src/cart.py", "shop/web/till.py"),
    ),
    Layout(
        "an ending is whole parts of a path",
        ("src/mycart.py", "src/shop/b.py"),
        dropped=each(UNPLACED, "/app/x/cart.py", "/app/z/yb.py"),
    ),
    Layout(
        "the tie of one name between folders of a strange machine",
        ("a/src/x.py", "b/src/x.py", "a/src/y.py"),
        {"/q/a/src/y.py": "a/src/y.py", "/q/b/src/x.py": "b/src/x.py"},
    ),
    Layout(
        "nothing that is the repository's is a failure",
        ("src/a.py",),
        dropped=each(OUTSIDE, "/usr/include/stdio.h"),
        lenient=False,
        code=NOTHING_RESOLVED,
    ),
)
