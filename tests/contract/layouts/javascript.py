"""JavaScript and TypeScript: bundlers' URLs, workspaces, node_modules, compiled output."""

from typing import Final

from tests.contract.layouts.layout import (
    EITHER,
    NOT_HERE,
    OUTSIDE,
    UNPLACED,
    UNTRACKED,
    Layout,
    each,
    inside,
    same,
    under,
)

APP: Final = ("package.json", "src/index.ts", "src/App.vue", "src/util/money.ts")
UI: Final = ("packages/ui/package.json", "packages/ui/src/index.ts", "packages/ui/src/button.ts")
WEB: Final = ("packages/web/package.json", "packages/web/src/index.ts", "packages/web/src/page.ts")
PACKAGES: Final = {
    "package.json": '{"private": true, "workspaces": ["packages/*"]}',
    "packages/ui/package.json": '{"name": "@acme/ui"}',
    "packages/web/package.json": '{"name": "web"}',
}
STORE: Final = "/app/node_modules/.pnpm"
MONO: Final = ("package.json", *UI, *WEB)

LAYOUTS: Final = (
    Layout(
        "Jest's report is below the root that its paths are relative to",
        APP,
        same("src/index.ts", "src/util/money.ts"),
        report="coverage/lcov.info",
    ),
    Layout(
        "a package's report is below the folder that its paths are relative to",
        MONO,
        inside("packages/ui", "src/index.ts", "src/button.ts"),
        report="packages/ui/coverage/lcov.info",
        files=PACKAGES,
    ),
    Layout(
        "webpack's paths without a namespace are relative to the root",
        APP,
        {
            "webpack:///./src/index.ts": "src/index.ts",
            "webpack:///src/util/money.ts": "src/util/money.ts",
        },
        each(UNPLACED, "webpack:///webpack/bootstrap", 'webpack:///external "react"'),
    ),
    Layout(
        "webpack's namespace is the name of the package",
        MONO,
        {
            "webpack://@acme/ui/./src/index.ts": "packages/ui/src/index.ts",
            "webpack://web/./src/index.ts": "packages/web/src/index.ts",
            "webpack://web/src/page.ts": "packages/web/src/page.ts",
        },
        files=PACKAGES,
    ),
    Layout(
        "webpack's namespace of a single package is passed over",
        APP,
        {"webpack://shop/./src/index.ts": "src/index.ts"},
        {"webpack://shop/./node_modules/lodash/lodash.js": OUTSIDE},
    ),
    Layout(
        "webpack marks parts of a file with a query",
        APP,
        {"webpack:///./src/App.vue?6a3d": "src/App.vue"},
    ),
    Layout(
        "webpack leaves the package for a neighbour",
        MONO,
        {
            "webpack:///../ui/src/button.ts": "packages/ui/src/button.ts",
            "webpack:///./src/page.ts": "packages/web/src/page.ts",
        },
        report="packages/web/coverage/lcov.info",
        files=PACKAGES,
    ),
    Layout(
        "a workspace's copy in node_modules is the workspace",
        MONO,
        {
            "node_modules/@acme/ui/src/index.ts": "packages/ui/src/index.ts",
            "/app/node_modules/@acme/ui/src/button.ts": "packages/ui/src/button.ts",
            "/app/node_modules/web/src/index.ts": "packages/web/src/index.ts",
        },
        {"/app/node_modules/react/src/index.ts": OUTSIDE},
        files=PACKAGES,
    ),
    Layout(
        "a workspace's link in node_modules leads to the workspace",
        MONO,
        {"node_modules/@acme/ui/src/index.ts": "packages/ui/src/index.ts"},
        files=PACKAGES,
        links={"node_modules/@acme/ui": "../../packages/ui"},
    ),
    Layout(
        "pnpm's store holds workspaces and packages of others",
        MONO,
        {
            f"{STORE}/@acme+ui@file+packages+ui/node_modules/@acme/ui/src/index.ts": (
                "packages/ui/src/index.ts"
            ),
            "/app/packages/web/src/page.ts": "packages/web/src/page.ts",
        },
        {f"{STORE}/lodash@4.17.21/node_modules/lodash/lodash.js": OUTSIDE},
        files=PACKAGES,
    ),
    Layout(
        "a package of others is not taken for a file of the same ending",
        ("package.json", "lib/index.js", "lib/parse.js", "index.js"),
        under("/__w/shop/shop/", "index.js", "lib/parse.js"),
        each(
            OUTSIDE,
            "/__w/shop/shop/node_modules/qs/lib/parse.js",
            "node_modules/qs/lib/index.js",
            "/usr/local/lib/node_modules/npm/lib/index.js",
            "/home/me/.yarn/berry/cache/qs-npm-6.11.0-10c0.zip/node_modules/qs/lib/parse.js",
        ),
    ),
    Layout(
        "Yarn's virtual paths end in the workspace",
        MONO,
        {
            "/ci/mono/.yarn/__virtual__/@acme-ui-virtual-1f2e/1/packages/ui/src/button.ts": (
                "packages/ui/src/button.ts"
            ),
        },
        files=PACKAGES,
    ),
    Layout(
        "file URLs are decoded",
        ("src/two words.js", "src/über.js", "src/plain.js"),
        {
            "file:///__w/shop/shop/src/two%20words.js": "src/two words.js",
            "file:///__w/shop/shop/src/%C3%BCber.js": "src/über.js",
            "file:///__w/shop/shop/src/plain.js": "src/plain.js",
        },
    ),
    Layout(
        "a file URL of this checkout",
        ("src/plain.js",),
        {"file://{root}/src/plain.js": "src/plain.js"},
    ),
    Layout(
        "Vite's file system prefix is passed over",
        APP,
        under("/@fs/__w/shop/shop/", "src/index.ts", "src/util/money.ts"),
    ),
    Layout(
        "modules of Deno from the web are others'",
        ("mod.ts", "testing/asserts.ts"),
        {"file:///home/me/shop/mod.ts": "mod.ts"},
        {"https://deno.land/std@0.200.0/testing/asserts.ts": OUTSIDE},
    ),
    Layout(
        "compiled output that is not tracked is not the source of its name",
        ("package.json", "src/index.js", "src/parse.js"),
        {"src/index.js": "src/index.js"},
        {"dist/index.js": UNTRACKED, "dist/parse.js": NOT_HERE},
        untracked=("dist/index.js",),
    ),
    Layout(
        "compiled output of another machine is not the source of its name",
        ("package.json", "src/index.js", "src/parse.js", "src/core/money.js"),
        {"/app/src/index.js": "src/index.js"},
        each(
            NOT_HERE,
            "/app/dist/parse.js",
            "/app/build/parse.js",
            "/app/lib/parse.js",
            "/app/out/core/money.js",
        ),
    ),
    Layout(
        "a package's compiled output is not the source of its name",
        ("package.json", "packages/ui/src/button.js", "packages/ui/package.json"),
        dropped=each(NOT_HERE, "/app/packages/ui/lib/button.js", "/app/packages/ui/dist/button.js"),
    ),
    Layout(
        "compiled output that is tracked is placed",
        ("package.json", "src/index.js", "dist/index.js", "lib/index.js"),
        under("/__w/shop/shop/", "dist/index.js", "lib/index.js", "src/index.js"),
    ),
    Layout(
        "Next.js' output is not a page",
        ("app/page.js", "app/layout.js", "lib/db.js"),
        same("app/layout.js"),
        each(NOT_HERE, ".next/server/app/page.js", "/app/.next/server/lib/db.js"),
    ),
    Layout(
        "names of routes in brackets are names",
        (
            "app/[slug]/page.tsx",
            "app/(shop)/@modal/page.tsx",
            "app/[...all]/page.tsx",
            "app/page.tsx",
        ),
        under(
            "/vercel/path0/",
            "app/[slug]/page.tsx",
            "app/(shop)/@modal/page.tsx",
            "app/[...all]/page.tsx",
            "app/page.tsx",
        ),
    ),
    Layout(
        "Clover's path goes before its name, which is only the last part",
        ("src/index.js", "src/cart/index.js", "src/till/index.js"),
        under("/builds/acme/shop/", "src/index.js", "src/cart/index.js", "src/till/index.js"),
        report="coverage/clover.xml",
        kind="clover",
        names={
            "/builds/acme/shop/src/index.js": "index.js",
            "/builds/acme/shop/src/cart/index.js": "index.js",
            "/builds/acme/shop/src/till/index.js": "index.js",
        },
    ),
    Layout(
        "Istanbul's Cobertura is relative to its source",
        MONO,
        inside("packages/web", "src/index.ts", "src/page.ts"),
        report="artifacts/cobertura-coverage.xml",
        kind="cobertura",
        sources=("/home/circleci/project/packages/web",),
        files=PACKAGES,
    ),
    Layout(
        "scripts in the browser have the server's URL in front",
        APP,
        under("http://localhost:5173/", "src/index.ts", "src/util/money.ts"),
        {"http://localhost:5173/@vite/client": EITHER},
    ),
)
