"""Go: import paths of one module or several, major versions, replaced and foreign modules."""

from typing import Final

from tests.contract.layouts.layout import EITHER, NOT_HERE, Layout, each, under

TOOL: Final = ("go.mod", "main.go", "internal/run.go", "cmd/tool/main.go")
MONO: Final = (
    *("go.mod", "root.go", "api/go.mod", "api/server.go", "api/v1/types.go"),
    *("api-gateway/go.mod", "api-gateway/server.go"),
)


def _mod(name: str) -> str:
    return f"module {name}\n\ngo 1.22\n"


LAYOUTS: Final = (
    Layout(
        "a module at the root",
        TOOL,
        under("github.com/acme/tool/", "main.go", "internal/run.go", "cmd/tool/main.go"),
        report="coverage.out",
        kind="go",
        files={"go.mod": _mod("github.com/acme/tool")},
    ),
    Layout(
        "a module's name may have one part",
        TOOL,
        under("tool/", "main.go", "internal/run.go"),
        report="coverage.out",
        kind="go",
        files={"go.mod": _mod("tool")},
    ),
    Layout(
        "a module's name need not be the repository's",
        ("go.mod", "zapcore/core.go", "logger.go", "exp/logger.go"),
        under("go.uber.org/zap/", "zapcore/core.go", "logger.go"),
        report="c.out",
        kind="go",
        files={"go.mod": _mod("go.uber.org/zap")},
    ),
    Layout(
        "a major version is part of the name and not of the path",
        TOOL,
        under("github.com/acme/tool/v2/", "main.go", "internal/run.go"),
        report="coverage.out",
        kind="go",
        files={"go.mod": _mod("github.com/acme/tool/v2")},
    ),
    Layout(
        "a major version in a folder of its own",
        ("go.mod", "run.go", "v2/go.mod", "v2/run.go"),
        {"github.com/acme/tool/run.go": "run.go", "github.com/acme/tool/v2/run.go": "v2/run.go"},
        report="coverage.out",
        kind="go",
        files={
            "go.mod": _mod("github.com/acme/tool"),
            "v2/go.mod": _mod("github.com/acme/tool/v2"),
        },
    ),
    Layout(
        "the longest module's name wins, by whole parts",
        MONO,
        {
            "example.com/mono/root.go": "root.go",
            "example.com/mono/api/server.go": "api/server.go",
            "example.com/mono/api/v1/types.go": "api/v1/types.go",
            "example.com/gateway/server.go": "api-gateway/server.go",
        },
        report="coverage.out",
        kind="go",
        files={
            "go.mod": _mod("example.com/mono"),
            "api/go.mod": _mod("example.com/mono/api"),
            "api-gateway/go.mod": _mod("example.com/gateway"),
        },
    ),
    Layout(
        "a module in a subfolder that does not name it",
        ("frontend/package.json", "backend/go.mod", "backend/main.go", "backend/db/db.go"),
        {
            "example.com/shop/main.go": "backend/main.go",
            "example.com/shop/db/db.go": "backend/db/db.go",
        },
        report="backend/coverage.out",
        kind="go",
        files={"backend/go.mod": _mod("example.com/shop")},
    ),
    Layout(
        "a module's line may be quoted, in a block or commented",
        ("a/go.mod", "a/x.go", "b/go.mod", "b/x.go", "c/go.mod", "c/x.go"),
        {
            "example.com/a/x.go": "a/x.go",
            "example.com/b/x.go": "b/x.go",
            "example.com/c/x.go": "c/x.go",
        },
        report="coverage.out",
        kind="go",
        files={
            "a/go.mod": '// Deprecated: use b\nmodule "example.com/a"\n',
            "b/go.mod": "module (\n\texample.com/b\n)\n",
            "c/go.mod": "module example.com/c // moved\r\ngo 1.21\r\n",
        },
    ),
    Layout(
        "a replaced module is in the folder that replaces it",
        ("go.mod", "main.go", "third_party/yaml/go.mod", "third_party/yaml/decode.go", "decode.go"),
        {
            "example.com/tool/main.go": "main.go",
            "gopkg.in/yaml.v3/decode.go": "third_party/yaml/decode.go",
        },
        report="coverage.out",
        kind="go",
        files={
            "go.mod": _mod("example.com/tool")
            + "replace (\n\tgopkg.in/yaml.v3 v3.0.1 => ./third_party/yaml\n)\n",
            "third_party/yaml/go.mod": _mod("github.com/fork/yaml"),
        },
    ),
    Layout(
        "a module of others is not taken for a file of the same ending",
        TOOL,
        under("github.com/acme/tool/", "main.go"),
        each(
            EITHER,
            "github.com/other/lib/internal/run.go",
            "github.com/acme/toolbox/internal/run.go",
            "golang.org/x/tools/cmd/tool/main.go",
        ),
        report="coverage.out",
        kind="go",
        files={"go.mod": _mod("github.com/acme/tool")},
    ),
    Layout(
        "the module cache and Go itself are others'",
        TOOL,
        under("/go/src/github.com/acme/tool/", "main.go", "internal/run.go"),
        each(
            "outside the repository",
            "/go/pkg/mod/github.com/other/lib@v1.2.3/internal/run.go",
            "/usr/local/go/src/internal/run.go",
        ),
        files={"go.mod": _mod("github.com/acme/tool")},
    ),
    Layout(
        "files that Go or its tools generate",
        TOOL,
        under("github.com/acme/tool/", "main.go"),
        each(
            NOT_HERE,
            "github.com/acme/tool/_cgo_gotypes.go",
            "github.com/acme/tool/api/api.pb.go",
        ),
        untracked=("api/api.pb.go",),
        report="coverage.out",
        kind="go",
        files={"go.mod": _mod("github.com/acme/tool")},
    ),
    Layout(
        "without go.mod the longest ending is taken",
        ("server.go", "internal/run.go", "internal/db/run.go"),
        under("github.com/acme/tool/", "internal/run.go", "internal/db/run.go"),
        report="coverage.out",
        kind="go",
    ),
    Layout(
        "paths that somebody edited already",
        ("frontend/cli-go/go.mod", "frontend/cli-go/internal/app/app.go", "app/app.go"),
        {"frontend/cli-go/internal/app/app.go": "frontend/cli-go/internal/app/app.go"},
        report="coverage.out",
        kind="go",
        files={"frontend/cli-go/go.mod": _mod("example.com/cli-go")},
    ),
    Layout(
        "gocover-cobertura is relative to its source",
        TOOL,
        {"internal/run.go": "internal/run.go", "cmd/tool/main.go": "cmd/tool/main.go"},
        report="coverage.xml",
        kind="cobertura",
        sources=("/go/src/github.com/acme/tool",),
        files={"go.mod": _mod("github.com/acme/tool")},
    ),
    Layout(
        "a module named in testdata is not the repository's",
        ("go.mod", "main.go", "testdata/other/go.mod", "testdata/other/main.go"),
        {"example.com/tool/main.go": "main.go"},
        report="coverage.out",
        kind="go",
        files={
            "go.mod": _mod("example.com/tool"),
            "testdata/other/go.mod": _mod("example.com/tool"),
        },
    ),
)
