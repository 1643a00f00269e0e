"""What the front of a path tells."""

import pytest

from coverup.paths.fronts import below_checkout, is_others


@pytest.mark.parametrize(
    "front",
    [
        *(f"/{homes}/runner/work/shop/shop/" for homes in ("home", "Users")),
        "/__w/shop/shop/",
        "/github/workspace/",
        "D:/a/shop/shop/",
        "D:/a/_work/1/s/",
        "/d/a/shop/shop/",
        "/home/vsts/work/1/s/",
        "/Users/vsts/agent/2.1/work/1/s/",
        "/builds/group/shop/",
        "/home/circleci/project/",
        "/root/project/",
        "/home/travis/build/owner/shop/",
        "/opt/atlassian/pipelines/agent/build/",
        "/drone/src/",
        "/woodpecker/src/github.com/owner/shop/",
        "/var/lib/buildkite-agent/builds/host-1/org/shop/",
        "C:/projects/shop/",
        "/bitrise/src/",
        "/var/lib/jenkins/workspace/shop/",
        "/var/jenkins_home/workspace/shop/",
        "C:/ProgramData/Jenkins/workspace/shop/",
        "/root/.cache/bazel/_bazel_root/0f/execroot/_main/",
        "/_/",
        "/_1/",
        "https://raw.githubusercontent.com/owner/shop/3f78685/",
        "https:/github.com/owner/shop/blob/main/",
        "https://gitlab.example.com/group/sub/shop/-/raw/main/",
        "http://localhost:9876/base/",
    ],
)
def test_the_checkout_of_a_ci_service_is_the_root(front: str) -> None:
    assert below_checkout(f"{front}src/a.py") == "src/a.py"
    assert not is_others(f"{front}src/a.py")


@pytest.mark.parametrize(
    "path",
    [
        *(
            "src/a.py",
            "/app/src/a.py",
            "/builds/a.py",
            "/home/runner/a.py",
            "/srv/github/workspace",
        ),
        *("/home/me/project/a.py", "E:/shop/a.py", "Users/runner/work/shop/shop/a.py"),
    ],
)
def test_another_front_may_be_any_folder(path: str) -> None:
    assert below_checkout(path) is None


@pytest.mark.parametrize(
    "path",
    [
        *("/usr/include/stdio.h", "/usr/lib/go/src/fmt/print.go", "/opt/hostedtoolcache/x/a.py"),
        *("C:/Program Files/VC/vector", "/rustc/9fc6b43/library/core/src/a.rs", "/nix/store/x/a.c"),
        *("/home/me/.cargo/registry/src/x/a.rs", "/root/go/pkg/mod/example.com/m@v1/a.go"),
        *("/usr/local/bundle/gems/rack-3.0/lib/rack.rb", "/Applications/Xcode.app/a.swift"),
        *("node_modules/x/a.js", "x/node_modules/a.js", "/app/.venv/lib/a.py", "vendor/x/a.go"),
        *("site-packages/a.py", ".tox/py/lib/a.py", "Pods/X/a.m", "node:internal/fs"),
        *("build/_deps/googletest/a.cc", "https://unpkg.com/react/index.js"),
    ],
)
def test_toolchains_caches_and_dependencies_are_other_peoples(path: str) -> None:
    assert is_others(path)


@pytest.mark.parametrize(
    "path",
    [
        *("src/a.py", "vendor", "my_vendor/a.go", "src/vendor.js", "/home/me/shop/a.py"),
        *("user/lib/a.py", "/srv/usr/lib/a.py", "http://localhost:9876/base/a.js", "npm/a.js"),
    ],
)
def test_what_is_only_called_alike_is_not(path: str) -> None:
    assert not is_others(path)
