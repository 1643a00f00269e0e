"""C, C++ and Rust: build folders, ../ paths, system headers, toolchains, crates of others."""

from typing import Final

from tests.contract.layouts.layout import EITHER, NOT_HERE, OUTSIDE, Layout, each, same, under

CMAKE: Final = ("CMakeLists.txt", "src/main.c", "src/io/file.c", "include/io.h", "tests/main.c")
CARGO: Final = ("Cargo.toml", "src/lib.rs", "src/main.rs", "src/io/mod.rs")
WORKSPACE: Final = (
    *("Cargo.toml", "crates/a/Cargo.toml", "crates/a/src/lib.rs", "crates/a/src/io/mod.rs"),
    *("crates/b/Cargo.toml", "crates/b/src/lib.rs", "crates/b/src/io/mod.rs"),
)

SANDBOX: Final = "/home/me/.cache/bazel/_bazel_me/0a1b/sandbox/linux-sandbox/12/execroot/_main"

LAYOUTS: Final = (
    Layout(
        "paths that leave the build folder which the report is in",
        CMAKE,
        {"../src/main.c": "src/main.c", "../include/io.h": "include/io.h"},
        report="build/coverage.info",
    ),
    Layout(
        "paths that leave a deep build folder",
        CMAKE,
        {"../../src/main.c": "src/main.c", "../../src/io/file.c": "src/io/file.c"},
        report="build/debug/coverage.info",
    ),
    Layout(
        "paths that leave a build folder which the report is no longer in",
        CMAKE,
        {
            "../src/main.c": "src/main.c",
            "../src/io/file.c": "src/io/file.c",
            "../tests/main.c": "tests/main.c",
        },
        report="lcov.info",
    ),
    Layout(
        "paths through the build folder and out again",
        CMAKE,
        {
            "/__w/tool/tool/build/../src/main.c": "src/main.c",
            "/__w/tool/tool/build/src/../../include/io.h": "include/io.h",
            "build/../src/io/file.c": "src/io/file.c",
        },
    ),
    Layout(
        "a build folder beside the checkout",
        CMAKE,
        {"../checkout/src/main.c": "src/main.c", "../checkout/include/io.h": "include/io.h"},
        report="../build/coverage.info",
    ),
    Layout(
        "gcovr's Cobertura is relative to a source that is only a dot",
        CMAKE,
        same("src/main.c", "include/io.h"),
        report="build/coverage.xml",
        kind="cobertura",
        sources=(".",),
    ),
    Layout(
        "headers of the system are others'",
        (*CMAKE, "third_party/bits/stl_vector.h"),
        under("/src/tool/", "src/main.c", "include/io.h"),
        each(
            OUTSIDE,
            "/usr/include/c++/12/bits/stl_vector.h",
            "/usr/include/x86_64-linux-gnu/bits/stdio2.h",
            "/usr/lib/gcc/x86_64-linux-gnu/12/include/emmintrin.h",
            "/usr/local/include/gtest/gtest.h",
            "/opt/homebrew/include/boost/any.hpp",
            "/Library/Developer/CommandLineTools/SDKs/MacOSX.sdk/usr/include/io.h",
            r"C:\Program Files (x86)\Windows Kits\10\Include\10.0.22621.0\ucrt\io.h",
        ),
    ),
    Layout(
        "what CMake fetches and generates is not in the repository",
        (*CMAKE, "src/gtest.cc"),
        under("/__w/tool/tool/", "src/main.c"),
        each(
            EITHER,
            "/__w/tool/tool/build/_deps/googletest-src/googletest/src/gtest.cc",
            "/__w/tool/tool/build/app_autogen/EWIEGA46WW/moc_main.cpp",
        ),
    ),
    Layout(
        "a header that is in two folders of another machine",
        ("a/include/config.h", "b/include/config.h", "a/a.c", "b/b.c"),
        under("/box/x/", "a/include/config.h", "b/include/config.h", "a/a.c"),
    ),
    Layout(
        "Bazel's sandbox is the checkout",
        ("src/main.cc", "lib/main.cc", "lib/io.h"),
        {
            "/proc/self/cwd/src/main.cc": "src/main.cc",
            f"{SANDBOX}/lib/main.cc": "lib/main.cc",
            "/private/var/tmp/_bazel_me/0a1b/execroot/tool/lib/io.h": "lib/io.h",
        },
    ),
    Layout(
        "paths that leave the repository for a neighbour",
        CMAKE,
        same("src/main.c"),
        {"../other/src/io/file.c": OUTSIDE, "../../../../../etc/passwd": OUTSIDE},
        files={"../other/src/io/file.c": "other\n"},
    ),
    Layout(
        "a folder whose name begins like the checkout's is another",
        CMAKE,
        {"{root}/src/main.c": "src/main.c"},
        {"{root}2/src/gone.c": EITHER},
    ),
    Layout(
        "a crate on another machine",
        CARGO,
        under("/project/", "src/lib.rs", "src/main.rs", "src/io/mod.rs"),
    ),
    Layout(
        "crates of a workspace share their files' names",
        WORKSPACE,
        under(
            "/volume/",
            "crates/a/src/lib.rs",
            "crates/a/src/io/mod.rs",
            "crates/b/src/lib.rs",
            "crates/b/src/io/mod.rs",
        ),
    ),
    Layout(
        "crates of others are not taken for the repository's lib.rs",
        CARGO,
        {"/home/me/tool/src/main.rs": "src/main.rs"},
        each(
            OUTSIDE,
            "/home/me/.cargo/registry/src/index.crates.io-6f17d22bba15001f/serde-1.0.0/src/lib.rs",
            "/usr/local/cargo/registry/src/index.crates.io-1cd66030c949c28d/mio-0.8.0/src/io/mod.rs",
            "/home/me/.cargo/git/checkouts/tokio-1f2e3d/4c5b6a/src/lib.rs",
            "/rustc/9fc6b43126469e3858e2fe86cafb4f0fd5068869/library/std/src/lib.rs",
            "/root/.rustup/toolchains/stable-x86_64-unknown-linux-gnu/lib/rustlib/src/rust/library/"
            "core/src/io/mod.rs",
        ),
    ),
    Layout(
        "what a build script writes is not in the repository",
        CARGO,
        same("src/lib.rs"),
        {"target/debug/build/tool-0a1b2c3d/out/table.rs": NOT_HERE},
        untracked=("target/debug/build/tool-0a1b2c3d/out/table.rs",),
    ),
    Layout(
        "files of a submodule are another repository's",
        ("src/main.c", "src/util.c"),
        same("src/main.c"),
        {"libs/sub/src/util.c": NOT_HERE, "{root}/libs/sub/src/io.c": NOT_HERE},
        submodules=("libs/sub",),
        untracked=("libs/sub/src/util.c", "libs/sub/src/io.c"),
    ),
    Layout(
        "a submodule of another machine is not taken for the repository's files",
        ("src/main.c", "src/util.c", "src/io.c"),
        under("/__w/tool/tool/", "src/main.c", "src/io.c"),
        {"/__w/tool/tool/libs/sub/src/util.c": NOT_HERE},
        submodules=("libs/sub",),
    ),
)
