"""The pipelines in examples/ci: the commands in them, job by job."""

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import yaml

from tests.cli.services import SERVICES, Ci
from tests.meta.documents import ROOT

EXAMPLES: Final = ROOT / "examples/ci"
KINDS: Final = ("single", "parallel", "monorepo")

_COMMAND: Final = re.compile(r"(?:\S*/)?coverup (?:report|done)\b.*")
_JENKINS_SHELL: Final = re.compile(r"\bsh '([^']*)'")
_JENKINS_VARIABLE: Final = re.compile(r'(\w+) = "\$\{env\.(\w+)\}"')


@dataclass(frozen=True)
class Varied:
    """What is another value in each job of a matrix: as it is written, and where the values are."""

    written: str
    values: Callable[[Any], Iterable[str]]


@dataclass(frozen=True)
class Pipeline:
    """One file of the examples."""

    ci: Ci
    path: Path

    @property
    def name(self) -> str:
        """Return the file's name below the examples."""
        return self.path.relative_to(EXAMPLES).as_posix()

    @property
    def kind(self) -> str:
        """Return `single`, `parallel` or `monorepo`."""
        return self.path.stem

    @property
    def text(self) -> str:
        """Return the file's content."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def document(self) -> Any:
        """Return the parsed YAML; of a Jenkinsfile the content itself."""
        return self.text if self.path.suffix == ".Jenkinsfile" else yaml.safe_load(self.text)

    def shell_lines(self) -> list[str]:
        """Return the lines that a shell is given, each once, as they are written."""
        if self.path.suffix == ".Jenkinsfile":
            return _JENKINS_SHELL.findall(self.text)
        lines = (line for text in texts(self.document) for line in text.splitlines())
        return list(dict.fromkeys(line.strip() for line in lines))

    def written_commands(self) -> list[str]:
        """Return the lines that run coverup."""
        return [line for line in self.shell_lines() if _COMMAND.fullmatch(line)]

    def commands(self) -> list[list[str]]:
        """Return the words after `coverup` in each job, the jobs of a matrix one by one."""
        return [shlex.split(line)[1:] for line in self._expanded(self.written_commands())]

    def _expanded(self, lines: Iterable[str]) -> Iterator[str]:
        varied = VARIED.get(self.name)
        for line in lines:
            if varied and varied.written in line:
                for value in varied.values(self.document):
                    yield line.replace(varied.written, value)
            else:
                yield line

    def variables(self, build: int, job: int) -> dict[str, str]:
        """Return the variables of one job: the service's, and those that the file adds."""
        env = self.ci.variables(build, job)
        added = _JENKINS_VARIABLE.findall(self.text)
        return env | {name: env[source] for name, source in added}


def texts(node: Any) -> Iterator[str]:
    """Yield the texts in a YAML document, which are values and not keys."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)


PIPELINES: Final = tuple(
    Pipeline(ci, path) for ci in SERVICES for path in sorted((EXAMPLES / ci.folder).glob("*"))
)

VARIED: Final[Mapping[str, Varied]] = {
    "github-actions/parallel.yml": Varied(
        "${{ matrix.python }}",
        lambda document: document["jobs"]["test"]["strategy"]["matrix"]["python"],
    ),
    "github-actions/monorepo.yml": Varied(
        "${{ matrix.package }}",
        lambda document: yaml.safe_load(document["jobs"]["changes"]["steps"][1]["with"]["filters"]),
    ),
    "gitlab-ci/parallel.yml": Varied(
        "$SUITE", lambda document: document["test"]["parallel"]["matrix"][0]["SUITE"]
    ),
    "gitlab-ci/monorepo.yml": Varied(
        "$PACKAGE",
        lambda document: [
            job["variables"]["PACKAGE"] for job in document.values() if "extends" in job
        ],
    ),
    "circleci/parallel.yml": Varied(
        "$SUITE", lambda document: _circle_matrix(document, "SUITE", "suite")
    ),
    "circleci/monorepo.yml": Varied(
        "$PACKAGE", lambda document: _circle_matrix(document, "PACKAGE", "package")
    ),
    "jenkins/parallel.Jenkinsfile": Varied(
        "$SUITE", lambda text: re.findall(r"'(\w+)'", re.findall(r"name 'SUITE'\s+(.*)", text)[0])
    ),
    "travis/parallel.yml": Varied("$TRAVIS_PYTHON_VERSION", lambda document: document["python"]),
    "travis/monorepo.yml": Varied(
        "$PACKAGE", lambda document: [env.removeprefix("PACKAGE=") for env in document["env"]]
    ),
    "azure-pipelines/parallel.yml": Varied(
        "$(suite)", lambda document: _azure_matrix(document, "suite")
    ),
    "azure-pipelines/monorepo.yml": Varied(
        "$(package)", lambda document: _azure_matrix(document, "package")
    ),
    "buildkite/parallel.yml": Varied("{{matrix}}", lambda document: document["steps"][0]["matrix"]),
}


def _circle_matrix(document: Any, variable: str, parameter: str) -> list[str]:
    job = document["jobs"]["test"]
    assert job["environment"] == {variable: f"<< parameters.{parameter} >>"}
    matrix: dict[str, list[str]]
    matrix = document["workflows"]["test"]["jobs"][0]["test"]["matrix"]["parameters"]
    return matrix[parameter]


def _azure_matrix(document: Any, variable: str) -> list[str]:
    return [leg[variable] for leg in document["jobs"][0]["strategy"]["matrix"].values()]
