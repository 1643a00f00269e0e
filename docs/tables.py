"""The parts of the documentation that are made from the code: `cog -r docs/*/*.md` writes them.

Each function returns Markdown. A page calls one in a cog block and never repeats by hand what the
code already says; `cog --check docs/*/*.md` tells whether the pages are fresh.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
# The documentation is about this checkout, not about a coverup that is installed somewhere.
sys.path.insert(0, str(ROOT))

import click  # noqa: E402 - after the path is set

from coverup.ci import SERVICES, Service  # noqa: E402
from coverup.ci.rules import Rules, describe  # noqa: E402
from coverup.ci.service import BASE_FIELDS, JOB_FIELDS  # noqa: E402
from coverup.ci.services import GENERIC, LOCAL  # noqa: E402
from coverup.cli.group import cli  # noqa: E402
from coverup.formats import FORMATS  # noqa: E402
from coverup.formats.file_names import REPORTS  # noqa: E402
from coverup.formats.foreign import KINDS  # noqa: E402
from coverup.formats.raw_data import FOLDERS, XCODE  # noqa: E402
from coverup.settings.setting import Setting  # noqa: E402
from coverup.settings.table import SETTINGS  # noqa: E402

WIDTH: Final = 80
KIND_NAMES: Final = {
    "text": "text",
    "path": "a path",
    "flag": "true or false",
    "token": "secret text",
    "branch": "a branch, or a ref of one",
    "pull_request": "a number, or a ref or URL with one",
    "commit": "7 to 64 hexadecimal digits",
    "auto": "`auto`",
    "url": "an http or https URL",
    "endpoint": "a URL; without a scheme `https://` is put in front",
    "list": "a list; in variables separated by commas",
    "map": "a list of `FROM=TO`, or a table",
    "percent": "a number from 0 to 100",
    "percents": "a list of `NAME=PERCENT`, or a table",
    "number": "a whole number",
    "seconds": "seconds, or with a unit: `30s`, `10m`, `1h`",
    "size": "bytes, or with a unit: `500kB`, `20MB`",
    "choice": "one of a few words",
}
_CODE: Final = re.compile(r"`[^`]*`|\b(?:[A-Z0-9]+_)+[A-Z0-9]+\b|\b[a-z]+(?:\.[a-z]+)+\b")
"""In a described rule: what is code already, a variable's name, or a parameter's name."""
LANGUAGES: Final = {".yml": "yaml", ".toml": "toml", ".Jenkinsfile": "groovy"}


def commands() -> str:
    """Return every command's help text, as a terminal of 80 columns shows it."""
    return "\n".join(_command(name, command) for name, command in all_commands())


def all_commands() -> Iterator[tuple[str, click.Command]]:
    """Yield the group and every command below it, by what the user types."""
    yield "coverup", cli
    yield from _below("coverup", cli)


def _below(typed: str, group: click.Group) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        yield f"{typed} {name}", command
        if isinstance(command, click.Group):
            yield from _below(f"{typed} {name}", command)


def _command(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH)
    return f"## {name}\n\n{_fenced('text', command.get_help(context))}"


def settings() -> str:
    """Return the table of settings."""
    head = ("setting", "option", "variables", "keys in files", "what it is")
    return _table(head, (_setting(each) for each in SETTINGS))


def _setting(setting: Setting) -> tuple[str, ...]:
    return (
        f"`{setting.name}`",
        _code([setting.option] if setting.option else []),
        _code(setting.env),
        _code(setting.keys),
        f"{setting.help} ({KIND_NAMES[setting.kind]})",
    )


def setting_variables() -> str:
    """Return the table of variables that are settings."""
    rows = ((f"`{name}`", f"`{each.name}`", each.help) for each in SETTINGS for name in each.env)
    return _table(("variable", "setting", "what it is"), rows)


def generic_variables() -> str:
    """Return the table of the generic CI variables."""
    rows = ((_rules(rules), f"`{field}`") for field, rules in GENERIC.items())
    return _table(("variable", "setting"), rows)


def formats() -> str:
    """Return the table of formats."""
    rows = (
        (each.TITLE, f"`{each.NAME}`", _code(each.ALIASES), each.TOOLS, _code(names))
        for each, names in zip(FORMATS, REPORTS.values(), strict=True)
    )
    return _table(("format", "`--format`", "other spellings", "written by", "found as"), rows)


def mappings() -> str:
    """Return what is read of each format, an entry for each."""
    return "\n".join(f"- **{each.TITLE}**: {each.MAPPING}" for each in FORMATS)


def foreign_files() -> str:
    """Return the table of files that are recognised and refused."""
    head = ("what the file is", "what to do")
    kinds = (*(foreign for _, foreign in (*KINDS, *FOLDERS)), XCODE)
    rows = dict.fromkeys((foreign.what, foreign.hint) for foreign in kinds)
    return _table(head, rows)


def services() -> str:
    """Return the table of CI services, in the order in which they are looked for."""
    head = ("service", "`service_name`", "told by", "build number in parallel builds")
    rows = (
        (
            f"[{each.title}](#{anchor(each.title)})",
            f"`{each.name}`",
            ", ".join(f"`{marker}`" for marker in each.markers),
            each.parallel,
        )
        for each in (*SERVICES, LOCAL)
    )
    return _table(head, rows)


def service_fields() -> str:
    """Return a section for each CI service: where each field is looked for."""
    return "\n".join(_service(each) for each in (*SERVICES, LOCAL))


def _service(service: Service) -> str:
    columns = {**JOB_FIELDS, **BASE_FIELDS}
    rules = {field: getattr(service, column) for field, column in columns.items()}
    rows = [(f"`{field}`", _rules(found)) for field, found in rules.items() if found]
    if service.event_type:
        rows.append(("`service_event_type`", f"always `{service.event_type}`"))
    if service.fork:
        rows.append(("a pull request's fork", _rules(service.fork)))
    notes = [f"[The vendor's page]({service.url})."]
    if service.needs_flags:
        notes.append("Parallel jobs may have the same job id: give each its own `--job-flag`.")
    table = _table(("field", "first of"), rows) if rows else ""
    return f"### {service.title}\n\n{' '.join(notes)}\n\n{table}"


def _rules(rules: Rules) -> str:
    return "; ".join(_rule(describe(rule)) for rule in rules)


def _rule(text: str) -> str:
    """Return a rule with names and templates in code; what is described in words stays prose."""
    if " " not in text:
        return f"`{text}`"
    if text.startswith("event file: "):
        return f"event file `{text.removeprefix('event file: ')}`"
    prose = text.rstrip(".")
    prose = prose[0].lower() + prose[1:] if prose[1].islower() else prose
    return _CODE.sub(lambda match: f"`{match[0].strip('`')}`", prose)


def example(name: str) -> str:
    """Return a file of examples/ as fenced text."""
    path = ROOT / "examples" / name
    content = path.read_text(encoding="utf-8").rstrip()
    return _fenced(LANGUAGES[path.suffix], content)


def anchor(heading: str) -> str:
    """Return the anchor that Markdown renderers give a heading."""
    kept = (each for each in heading.lower().replace("`", "") if each.isalnum() or each in " -_")
    return "".join(kept).replace(" ", "-")


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text}\n```\n"


def _code(texts: Iterable[str]) -> str:
    return ", ".join(f"`{text}`" for text in texts)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (head, ["---"] * len(head), *rows)
    return "".join(f"| {' | '.join(_cell(each) for each in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
