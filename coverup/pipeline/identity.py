"""Which build, commit and branch a run belongs to: settings, CI and git brought together."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coverup.ci import Detected, meaningful
from coverup.errors import ConfigError
from coverup.settings import Settings, files, resolve
from coverup.settings.resolve import Options
from coverup.values import Sourced

if TYPE_CHECKING:
    # `done` names no files and asks no repository, so it need not import what does.
    from coverup import git
    from coverup.paths import Repository, Selection

FULL_SHA: Final = 40
JENKINS: Final = "nobody@nowhere"
"""Who commits the merges that Jenkins makes of a pull request for a build, and never pushes.

Source: https://github.com/jenkinsci/git-plugin, MergeWithGitSCMExtension
"""
_AUTHORS: Final = {
    "author_name": "CI_AUTHOR_NAME",
    "author_email": "CI_AUTHOR_EMAIL",
    "committer_name": "CI_COMMITTER_NAME",
    "committer_email": "CI_COMMITTER_EMAIL",
    "message": "CI_COMMIT_MESSAGE",
}
"""Variables that speak of the commit when git cannot."""


@dataclass(kw_only=True)
class Run:
    """Where and with what a command runs.

    Attributes:
        env: The environment.
        top: The current folder.
        options: What was said on the command line, by setting.
        config_path: The one configuration file to read, if the user names it.
        now: The time, as run_at wants it.
        use_git: Whether the run needs the checkout; `done` does not.
    """

    env: Mapping[str, str]
    top: Path
    options: Options
    now: str
    config_path: Path | None = None
    use_git: bool = True

    @cached_property
    def repository(self) -> "git.Repository | None":
        """The git repository around the current folder."""
        if not self.use_git:
            return None
        from coverup import git

        return git.find(self.top)

    @property
    def root(self) -> Path:
        """The repository's root, or the current folder without one."""
        return self.repository.root if self.repository else self.top

    @cached_property
    def settings(self) -> Settings:
        """All settings of this run."""
        if self.config_path is not None:
            read = files.read(self.top / self.config_path)
            found = [read] if read else []
        else:
            found = files.find([self.top, self.root])
        settings = resolve(self.options, self.env, found, self._git_fields)
        values = dict(settings.values)
        values.setdefault("run_at", Sourced(self.now, "clock"))
        if commit := self._better_commit(values.get("commit_sha"), settings.detected):
            values["commit_sha"] = commit
        return replace(settings, values=values)

    def files(self) -> "Repository":
        """Return the files that the job may name.

        Raises:
            ConfigError: A `--path-map` is none.
        """
        from coverup.paths import PathRule, Repository

        settings = self.settings
        base_path = settings.text("base_path")
        bases = ((base_path,) if base_path else ()) + settings.items("source_root")
        source = settings.values["path_map"].source if settings.items("path_map") else ""
        return Repository(
            self.root,
            (self.repository.tracked() if self.repository else None) or None,
            tuple(self._below_root(each) for each in bases),
            tuple(PathRule.parse(each, source) for each in settings.items("path_map")),
            include_untracked=settings.flag("include_untracked"),
            top=self.top,
        )

    def selection(self) -> "Selection":
        """Return which of these files belong to the job."""
        from coverup.paths import Selection

        return Selection(self.settings.items("include"), self.settings.items("exclude"))

    def _below_root(self, folder: str) -> str:
        """Return a folder that is there below the current folder as one below the root."""
        here = self.top / folder
        if self.top == self.root or Path(folder).is_absolute() or not here.exists():
            return folder
        return os.path.relpath(here, self.root)

    def git_data(self) -> dict[str, object]:
        """Return the job document's `git`: the commit that is sent, its branch, the remotes."""
        head = self._head()
        data: dict[str, object] = {"head": head} if head else {}
        if branch := self.settings.text("service_branch"):
            data["branch"] = branch
        if self.repository and (remotes := self.repository.remotes()):
            data["remotes"] = [{"name": each.name, "url": each.url} for each in remotes]
        return data

    def _head(self) -> dict[str, str]:
        sha = self.settings.text("commit_sha")
        if sha is None:
            return {}
        commit = self.repository.commit(sha) if self.repository else None
        if commit is None:
            return {"id": sha, **self._told_of(sha)}
        return {
            "id": commit.id,
            "author_name": commit.author_name,
            "author_email": commit.author_email,
            "committer_name": commit.committer_name,
            "committer_email": commit.committer_email,
            "message": commit.subject,
        }

    def _told_of(self, sha: str) -> dict[str, str]:
        """Return what variables say of a commit that git does not have."""
        said = {key: meaningful(self.env.get(name, "")) for key, name in _AUTHORS.items()}
        if self.env.get("CI_COMMIT_SHA", sha) != sha:
            # GitLab sets the message too, for the temporary merge that it tests.
            del said["message"]
        return {key: text for key, text in said.items() if text}

    def _git_fields(self) -> dict[str, Sourced[str]]:
        if self.repository is None:
            return {}
        head = self.repository.head()
        found = {
            "commit_sha": head.id if head else None,
            "service_branch": self.repository.branch(),
        }
        return {name: Sourced(value, "git") for name, value in found.items() if value}

    def _better_commit(
        self, chosen: Sourced[object] | None, detected: Detected
    ) -> Sourced[str] | None:
        """Return the head in place of a merge commit, or a whole hash for a short one."""
        if chosen is None or self.repository is None or not isinstance(chosen.value, str):
            return None
        commit = self.repository.commit(chosen.value)
        if commit is None:
            return None
        if len(commit.parents) > 1:
            if chosen.value == detected.merge_commit:
                return Sourced(commit.parents[1], f"git: second parent of {chosen.source}")
            if commit.committer_email == JENKINS:
                return Sourced(commit.parents[0], f"git: first parent of {chosen.source}")
        if len(chosen.value) < FULL_SHA:
            return Sourced(commit.id, f"git: {chosen.source}")
        return None


def require_build_number(settings: Settings) -> None:
    """Refuse to go on without the number that joins a build's jobs.

    Raises:
        ConfigError: There is no build number.
    """
    if settings.text("service_number") is None:
        hint = "give the number that `report` used: --build-number or COVERALLS_SERVICE_NUMBER"
        raise ConfigError("no build number is known, so its build cannot be named", hint=hint)
