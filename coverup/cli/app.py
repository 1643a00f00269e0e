"""What every command shares: the streams, the environment, and the switches given anywhere."""

import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from coverup.render.console import Console

if TYPE_CHECKING:
    from coverup.http import Http
    from coverup.pipeline.identity import Run
    from coverup.settings import Settings
    from coverup.settings.resolve import Options

TOKEN_VARIABLES: Final = (
    "COVERALLS_REPO_TOKEN",
    "GITHUB_TOKEN",
    "GH_TOKEN",
    "GITLAB_TOKEN",
    "CI_JOB_TOKEN",
    "COVERUP_DASHBOARD_TOKEN",
)


@dataclass
class App:
    """The surroundings of one invocation.

    Attributes:
        console: Where output goes.
        env: The environment; nothing below the command line reads it by itself.
        argv: The command line, for bug reports.
        debug: Whether tracebacks and a redacted dump are wanted.
        no_fail: Whether errors of coverup answer 0 all the same.
        config_path: The configuration file that was named, if any.
        ran: The run of this invocation, once a command has asked for it.
        clock: Says the time in seconds, from any start.
        sleep: Waits for so many seconds.
    """

    console: Console
    env: Mapping[str, str]
    argv: list[str] = field(default_factory=list)
    debug: bool = False
    no_fail: bool = False
    config_path: Path | None = None
    ran: "Run | None" = None
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    @classmethod
    def of_process(cls, argv: list[str]) -> "App":
        """Take streams and environment from the process."""
        env = dict(os.environ)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        console = Console(sys.stdout, sys.stderr, env)
        console.hide(env.get(name) for name in TOKEN_VARIABLES)
        return cls(console, env, argv)

    def run(self, options: "Options", *, use_git: bool = True) -> "Run":
        """Return the run that these options describe, with its token masked from now on."""
        from coverup.pipeline.identity import Run

        token = options.get("repo_token")
        self.console.hide([token] if isinstance(token, str) else [])
        now = datetime.now(tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        run = self.ran = Run(
            env=self.env,
            top=Path.cwd(),
            options=options,
            now=now,
            config_path=self.config_path,
            use_git=use_git,
        )
        if run.settings.token:
            self.console.hide([run.settings.token.reveal()])
        return run

    def http(
        self, settings: "Settings", *, allow_http: bool = False, ca_bundle: str | None = None
    ) -> "Http":
        """Return the session for the servers, which trusts what the usual variables name.

        Raises:
            ConfigError: The proxy or a time cannot be used.
        """
        from coverup.cli.sessions import http_of

        return http_of(self, settings, allow_http=allow_http, ca_bundle=ca_bundle)


def app_of(context: click.Context) -> App:
    """Return the App of a command."""
    app = context.find_object(App)
    if app is None:
        message = "a command runs below the coverup group"
        raise RuntimeError(message)
    return app
