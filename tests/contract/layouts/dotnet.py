""".NET: deterministic builds, SourceLink, coverlet's sources, packages and generated code."""

from typing import Final

from tests.contract.layouts.layout import (
    EITHER,
    NOT_HERE,
    OUTSIDE,
    UNTRACKED,
    Layout,
    backslashed,
    each,
    under,
)

SHOP: Final = (
    *("Shop.sln", "src/Shop/Cart.cs", "src/Shop/Program.cs", "src/Web/Program.cs"),
    *("src/Web/Pages/Index.cshtml", "test/Shop.Tests/CartTests.cs"),
)
SHA: Final = "0123456789abcdef0123456789abcdef01234567"
WHERE: Final = "test/Shop.Tests/TestResults/5f0c/coverage.cobertura.xml"

LAYOUTS: Final = (
    Layout(
        "a deterministic build has only an underscore in front",
        SHOP,
        under("/_/", "src/Shop/Cart.cs", "src/Web/Program.cs", "src/Web/Pages/Index.cshtml"),
    ),
    Layout(
        "one file of a deterministic build at the root",
        ("Program.cs", "src/Program.cs"),
        under("/_/", "Program.cs"),
    ),
    Layout(
        "SourceLink's URLs on GitHub",
        SHOP,
        under(
            f"https://raw.githubusercontent.com/acme/shop/{SHA}/",
            "src/Shop/Program.cs",
            "src/Web/Program.cs",
        ),
    ),
    Layout(
        "one SourceLink URL of a file at the root",
        ("Program.cs", "src/Program.cs"),
        under(f"https://raw.githubusercontent.com/acme/shop/{SHA}/", "Program.cs"),
    ),
    Layout(
        "SourceLink's URLs on GitLab",
        SHOP,
        under(f"https://gitlab.com/acme/shop/-/raw/{SHA}/", "src/Shop/Program.cs")
        | under(f"https://gitlab.example.com/acme/shop/raw/{SHA}/", "src/Web/Program.cs"),
    ),
    Layout(
        "SourceLink's URLs on Bitbucket and Azure",
        SHOP,
        under(
            f"https://api.bitbucket.org/2.0/repositories/acme/shop/src/{SHA}/",
            "src/Shop/Program.cs",
        )
        | {
            "https://dev.azure.com/acme/shop/_apis/git/repositories/shop/items?api-version=1.0"
            f"&versionType=commit&version={SHA}&path=/src/Web/Program.cs": "src/Web/Program.cs",
        },
    ),
    Layout(
        "SourceLink's URLs of another repository",
        SHOP,
        under(f"https://raw.githubusercontent.com/acme/shop/{SHA}/", "src/Shop/Cart.cs"),
        {
            f"https://raw.githubusercontent.com/dotnet/runtime/{SHA}/src/libraries/System/Uri.cs": (
                EITHER
            ),
        },
    ),
    Layout(
        "coverlet's source is the root of a Linux machine",
        SHOP,
        {
            "__w/shop/shop/src/Shop/Program.cs": "src/Shop/Program.cs",
            "__w/shop/shop/src/Web/Program.cs": "src/Web/Program.cs",
        },
        report=WHERE,
        kind="cobertura",
        sources=("/",),
    ),
    Layout(
        "coverlet's source is a drive",
        SHOP,
        backslashed(r"a\shop\shop" + "\\", "src/Shop/Program.cs", "src/Web/Program.cs"),
        report=WHERE,
        kind="cobertura",
        sources=("D:\\",),
    ),
    Layout(
        "coverlet's source is a folder of Windows",
        SHOP,
        {"Cart.cs": "src/Shop/Cart.cs", "Program.cs": "src/Shop/Program.cs"},
        report=WHERE,
        kind="cobertura",
        sources=(r"C:\agent\_work\7\s\src\Shop" + "\\",),
    ),
    Layout(
        "coverlet's sources are projects",
        SHOP,
        {
            r"Shop\Program.cs": "src/Shop/Program.cs",
            r"Web\Pages\Index.cshtml": "src/Web/Pages/Index.cshtml",
        },
        report=WHERE,
        kind="cobertura",
        sources=("D:\\a\\1\\s\\src\\",),
    ),
    Layout(
        "absolute paths of a container",
        SHOP,
        under("/source/", "src/Shop/Program.cs", "src/Web/Program.cs"),
        report=WHERE,
        kind="cobertura",
    ),
    Layout(
        "packages of NuGet and the runtime are others'",
        (*SHOP, "src/Polyfill.cs"),
        {r"D:\a\shop\shop\src\Shop\Cart.cs": "src/Shop/Cart.cs"},
        each(
            OUTSIDE,
            "/root/.nuget/packages/polyfill/1.0.0/contentFiles/cs/net8.0/src/Polyfill.cs",
            r"C:\Users\me\.nuget\packages\polyfill\1.0.0\src\Polyfill.cs",
        ),
    ),
    Layout(
        "what the compiler generates is not in the repository",
        SHOP,
        under("/Users/runner/work/shop/shop/", "src/Shop/Cart.cs"),
        {
            "/__w/shop/shop/src/Shop/obj/Debug/net8.0/Shop.AssemblyInfo.cs": NOT_HERE,
            "src/Shop/obj/Debug/net8.0/Regex.g.cs": UNTRACKED,
        },
        untracked=("src/Shop/obj/Debug/net8.0/Regex.g.cs",),
    ),
)
