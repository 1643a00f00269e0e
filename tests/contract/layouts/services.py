"""CI services: the folder that each checks out to makes even a single path exact."""

from typing import Final

from tests.contract.layouts.layout import Layout, under

FILES: Final = ("index.js", "lib/index.js", "lib/lib/index.js")
"""A path with an unknown front would be ambiguous: every name is also the ending of another."""

FRONTS: Final = {
    **{
        f"GitHub on {system}": f"/{homes}/runner/work/shop/shop/"
        for system, homes in (("Linux", "home"), ("macOS", "Users"))
    },
    "GitHub on Windows": "D:\\a\\shop\\shop\\",
    "GitHub on Windows with slashes": "D:/a/shop/shop/",
    "GitHub on Windows under MSYS": "/d/a/shop/shop/",
    "GitHub in a container": "/__w/shop/shop/",
    "GitHub in an action's container": "/github/workspace/",
    "GitHub on a machine of one's own": "/home/ci/actions-runner/_work/shop/shop/",
    "GitLab": "/builds/acme/shop/",
    "GitLab on a machine of one's own": "/home/gitlab-runner/builds/x9YzAbC1/0/acme/shop/",
    "GitLab on Windows": "C:\\GitLab-Runner\\builds\\acme\\shop\\",
    "Azure on Linux": "/home/vsts/work/1/s/",
    "Azure on macOS": "/Users/runner/work/1/s/",
    "Azure on Windows": "D:\\a\\1\\s\\",
    "Azure in a container": "/__w/1/s/",
    "CircleCI": "/home/circleci/project/",
    "CircleCI as root": "/root/project/",
    "Travis": "/home/travis/build/acme/shop/",
    "Jenkins": "/var/jenkins_home/workspace/shop/",
    "Jenkins as a service": "/var/lib/jenkins/workspace/shop_PR-12/",
    "Jenkins' agent": "/home/jenkins/agent/workspace/shop_main@2/",
    "Jenkins on Windows": "C:\\Jenkins\\workspace\\shop\\",
    "Buildkite": "/var/lib/buildkite-agent/builds/agent-1/acme/shop/",
    "Bitbucket": "/opt/atlassian/pipelines/agent/build/",
    "Drone": "/drone/src/",
    "AppVeyor": "C:\\projects\\shop\\",
    "Bazel": "/home/me/.cache/bazel/_bazel_me/0123456789abcdef/execroot/_main/",
    "Bazel on macOS": "/private/var/tmp/_bazel_me/0123456789abcdef/execroot/shop/",
    "Bazel's current folder": "/proc/self/cwd/",
}


def _paths(front: str, name: str) -> dict[str, str]:
    return {front + (name.replace("/", "\\") if "\\" in front else name): name}


LAYOUTS: Final = (
    *(
        Layout(f"one path of {service}", FILES, _paths(front, "lib/index.js"))
        for service, front in FRONTS.items()
    ),
    *(
        Layout(f"one path at the root of {service}", FILES, _paths(front, "index.js"))
        for service, front in FRONTS.items()
        if service in {"GitHub on Linux", "GitLab", "Azure on Windows", "Jenkins", "Bazel"}
    ),
    Layout(
        "GitLab's groups may be nested",
        FILES,
        under("/builds/acme/web/team/shop/", "index.js", "lib/index.js", "lib/lib/index.js"),
    ),
    Layout(
        "Jenkins' jobs may be in folders",
        FILES,
        under("/var/jenkins_home/workspace/team/shop/main/", *FILES),
    ),
    Layout(
        "GitHub's checkout may have a folder of its own",
        FILES,
        under("/Users/runner/work/shop/shop/source/", *FILES),
    ),
)
