"""`coverup check`: the verdict, here and now."""

import sys
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import click

from coverup.cli import gates, options, verdict_outputs
from coverup.cli.app import App, app_of
from coverup.errors import ConfigError, CoverupError
from coverup.pipeline.check import CheckOptions, check, wanted_of
from coverup.pipeline.gather import Gathered
from coverup.pipeline.html import reads_stdin
from coverup.pipeline.identity import Run
from coverup.verdict import Verdict
from coverup.verdict.view import View

if TYPE_CHECKING:
    from coverup.http import Http

_FORMATS: Final = ("text", "markdown", "json")


@dataclass
class Checked:
    """What a check came to, filled in on the way, so that a failure leaves what is known."""

    gathered: Gathered = field(default_factory=Gathered)
    verdict: Verdict | None = None
    view: View = field(default_factory=View)
    error: CoverupError | None = None

    def take(self, gathered: Gathered) -> None:
        """Keep what was gathered."""
        self.gathered = gathered


def _output_format(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Take the output's format; for other commands `--format` is that of the reports."""
    if value in _FORMATS:
        return value
    from coverup.formats import FORMATS

    if any(value in {form.NAME, *form.ALIASES} for form in FORMATS):
        message = f"{value!r} is a format of reports: give it as --report-format {value}"
        raise click.BadParameter(message)
    message = f"{value!r} is not one of {', '.join(_FORMATS)}"
    raise click.BadParameter(message)


@click.command("check")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("-f", "--file", "more_files", multiple=True, hidden=True)
@click.option("--report-format", "format", metavar="FORMAT", help="Force the reports' format.")
@options.paths
@options.demands
@click.option("-j", "--job-flag", "flag_name", metavar="FLAG", help="This job's flag.")
@click.option("--split-flags", multiple=True, metavar="GLOB", help="Each such folder is a flag.")
@gates.totals
@gates.further
@click.option(
    "--sort",
    type=click.Choice(["name", "percent", "branches", "missed"]),
    help="The order of files: by name, lowest share first, or most missed lines first (name).",
)
@click.option("--below", metavar="PERCENT", help="Show only files with less coverage than this.")
@click.option("--changed", is_flag=True, help="Show only files that the change touches.")
@click.option("--folders", is_flag=True, help="Show folders in place of files.")
@click.option(
    "--format",
    "output_format",
    callback=_output_format,
    default="text",
    metavar="|".join(_FORMATS),
    help="How the verdict is printed (text).",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@verdict_outputs.outputs
@options.switches
@click.pass_context
def command(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """Judge coverage reports here and now: totals, changed lines, thresholds.

    Needs no account and no network. Without FILE the reports are discovered. `-` is standard
    input, with --report-format. Below a threshold the exit code is 7.
    """
    app = app_of(context)
    checked = Checked()
    if parameters["as_json"]:
        parameters["output_format"] = "json"
    try:
        _check(app, parameters, checked)
        checked.error = checked.verdict.refusal() if checked.verdict else None
    except CoverupError as error:
        checked.error = error
        raise
    finally:
        _print(app, checked, parameters["output_format"])
    if checked.verdict is not None:
        wishes = verdict_outputs.Wishes.of(parameters)
        files = checked.gathered.files
        verdict_outputs.spread(app, checked.verdict, checked.view, wishes, files)
        checked.verdict.hold()


def _check(app: App, parameters: dict[str, Any], checked: Checked) -> None:
    run = app.run(options.settings_of(parameters))
    if parameters["changed"] and parameters["folders"]:
        message = "--changed shows files and --folders shows folders"
        raise ConfigError(message, hint="leave one of them out")
    named = (*parameters["files"], *parameters["more_files"])
    stdin = sys.stdin.buffer.read() if reads_stdin(run, named) else None

    def http() -> "Http":
        return app.http(run.settings)

    wanted = wanted_of(run, named, stdin=stdin)
    diff, changed = parameters["diff"], parameters["changed"]
    asked = CheckOptions(diff=diff, changed=changed, http=http)
    checked.verdict = check(run, wanted, app.console, asked, checked.take)
    checked.view = _view(run, parameters, checked.verdict)


def _view(run: Run, parameters: dict[str, Any], verdict: Verdict) -> View:
    below = run.settings.text("below")
    touched = verdict.patch.files if verdict.patch and parameters["changed"] else None
    return View(
        sort=run.settings.text("sort") or "name",
        below=None if below is None else Fraction(below),
        only=None if touched is None else frozenset(file.name for file in touched),
        folders=parameters["folders"],
    )


def _print(app: App, checked: Checked, output_format: str) -> None:
    console, found = app.console, checked.verdict
    if output_format == "json":
        from coverup.render import json, verdict_json

        document = verdict_json.verdict(found, checked.gathered.dropped, checked.error)
        console.document(json.to_text(document))
    elif found is not None and output_format == "markdown":
        console.document(verdict_outputs.markdown(found, checked.view).rstrip("\n"))
    elif found is not None:
        verdict_outputs.print_verdict(app, found, checked.view)
