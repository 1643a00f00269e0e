r"""Windows: drives, backslashes, network shares, and the case that it does not mind."""

from typing import Final

from tests.contract.layouts.layout import (
    EITHER,
    OUTSIDE,
    Layout,
    backslashed,
    each,
    same,
)

FILES: Final = ("src/Cart.cs", "src/Till/Cart.cs", "src/Till/Tax.cs", "Cart.cs")

LAYOUTS: Final = (
    Layout("a drive and backslashes", FILES, backslashed("C:\\Users\\me\\shop\\", *FILES)),
    Layout("a drive in lower case", FILES, backslashed("c:\\users\\me\\shop\\", *FILES)),
    Layout("a drive and slashes", FILES, {f"C:/Users/me/shop/{name}": name for name in FILES}),
    Layout(
        "slashes and backslashes in one path",
        FILES,
        {
            r"C:/Users\me/shop\src/Cart.cs": "src/Cart.cs",
            r"C:\Users\me\shop/src\Till/Cart.cs": "src/Till/Cart.cs",
            r"C:\Users\me\shop\src\Till\Tax.cs": "src/Till/Tax.cs",
        },
    ),
    Layout("a network share", FILES, backslashed("\\\\server\\share\\shop\\", *FILES)),
    Layout("a long path", FILES, backslashed("\\\\?\\C:\\Users\\me\\shop\\", *FILES)),
    Layout("relative backslashes", FILES, backslashed("", *FILES)),
    Layout("relative backslashes after a dot", FILES, backslashed(".\\", *FILES)),
    Layout(
        "backslashes that leave the build folder",
        FILES,
        {r"..\src\Cart.cs": "src/Cart.cs", r"..\src\Till\Tax.cs": "src/Till/Tax.cs"},
        report="build/lcov.info",
    ),
    Layout(
        "a file URL with a drive",
        FILES,
        {f"file:///C:/Users/me/shop/{name}": name for name in FILES},
    ),
    Layout(
        "paths that lack their drive",
        FILES,
        {f"/Users/me/shop/{name}": name for name in FILES},
        report="coverage.xml",
        kind="cobertura",
        sources=("C:",),
    ),
    Layout("the drive of MSYS", FILES, {f"/c/Users/me/shop/{name}": name for name in FILES}),
    Layout("the drive of Cygwin", FILES, {f"/cygdrive/c/shop/{name}": name for name in FILES}),
    Layout(
        "a drive in two cases is one drive",
        ("src/a.cs", "src/b.cs", "a.cs"),
        {
            "C:\\shop\\src\\a.cs": "src/a.cs",
            "c:\\shop\\src\\b.cs": "src/b.cs",
            "c:\\shop\\a.cs": "a.cs",
        },
        unsaid=("case",),
    ),
    Layout(
        "a case that git does not have is taken and said",
        FILES,
        {"C:\\SHOP\\SRC\\TILL\\TAX.CS": "src/Till/Tax.cs"},
        said=("case", "src/Till/Tax.cs"),
    ),
    Layout(
        "relative paths in another case are taken and said",
        FILES,
        {"SRC\\till\\tax.cs": "src/Till/Tax.cs"},
        said=("case", "src/Till/Tax.cs"),
    ),
    Layout(
        "a case that two files have is ambiguous",
        ("src/Cart.cs", "src/cart.cs"),
        dropped={"SRC/CART.CS": "ambiguous: src/Cart.cs, src/cart.cs"},
    ),
    Layout(
        "files that differ only in case are told apart where the case is exact",
        ("src/Cart.cs", "src/cart.cs", "Makefile", "makefile"),
        same("src/Cart.cs", "src/cart.cs", "Makefile", "makefile"),
        unsaid=("case",),
    ),
    Layout(
        "an exact ending goes before one in another case",
        ("a/src/cart.cs", "b/src/Cart.cs"),
        {"/x/src/Cart.cs": "b/src/Cart.cs"},
        unsaid=("case",),
    ),
    Layout(
        "programs and users' caches are others'",
        (*FILES, "src/vector", "lib/json/decoder.py"),
        {"D:\\a\\shop\\shop\\src\\Cart.cs": "src/Cart.cs"},
        each(
            OUTSIDE,
            r"C:\hostedtoolcache\windows\Python\3.11.9\x64\Lib\json\decoder.py",
            r"C:\Users\me\.cargo\registry\src\index.crates.io-6f17d22bba15001f\x-1.0\src\vector",
            r"C:\Program Files\Microsoft Visual Studio\2022\VC\Tools\MSVC\14.38\include\vector",
        ),
    ),
    Layout(
        "a path of another drive is not the repository's",
        FILES,
        {"D:\\a\\shop\\shop\\src\\Cart.cs": "src/Cart.cs"},
        {"E:\\secret\\plan.txt": EITHER},
    ),
    Layout(
        "a drive is mapped",
        FILES,
        backslashed("D:\\agent\\7\\", "Cart.cs", "src/Cart.cs"),
        options=("--path-map", "D:\\agent\\7=."),
    ),
    Layout(
        "a drive is mapped whatever its case and slashes",
        FILES,
        backslashed("d:\\agent\\7\\", "Cart.cs", "src/Cart.cs"),
        options=("--path-map", "D:/agent/7="),
    ),
)
