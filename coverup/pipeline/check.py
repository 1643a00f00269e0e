"""`check`: the verdict on a measurement, made here and now; `report` asks for the same.

Nothing is asked of a server, unless the comparison with Coveralls' own numbers is wanted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from coverup.http import Http
from coverup.model import Totals
from coverup.pipeline.demands import demands_of, held
from coverup.pipeline.earlier_result import earlier_result
from coverup.pipeline.gather import Gathered, gather
from coverup.pipeline.identity import Run
from coverup.pipeline.inputs import MIN_RESOLVED, Wanted
from coverup.pipeline.jumps import jumps_of
from coverup.pipeline.listener import Listener
from coverup.pipeline.patch import patch_of
from coverup.pipeline.telling import tell_gathered
from coverup.verdict import Verdict
from coverup.verdict.totals import file_verdicts, folder_verdicts


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """What is asked for beside the settings.

    Attributes:
        diff: A unified diff to take the changed lines from, instead of git.
        changed: Whether it is an error not to know the changed lines.
        http: Opens the session for Coveralls, which is only done to compare with its numbers.
        waits: Whether Coveralls' own verdict is waited for: then `--fail-under` and `--max-drop`
            are held against that.
        is_aside: Whether changed lines are only told if CI happens to have what it takes.
    """

    diff: Path | None = None
    changed: bool = False
    http: Callable[[], Http] | None = None
    waits: bool = False
    is_aside: bool = False


def wanted_of(run: Run, named: Sequence[str], *, stdin: bytes | None = None) -> Wanted:
    """Return what is read: what the user named, or the settings, or what is discovered.

    Args:
        run: Where coverup runs, and with which settings.
        named: The reports that the user named.
        stdin: The bytes of standard input, when `-` is among the reports.
    """
    settings = run.settings
    return Wanted(
        reports=tuple(named) or settings.items("reports"),
        format_name=settings.text("format"),
        stdin=stdin,
        allow_empty=settings.flag("allow_empty"),
        lcov_exclusions=settings.flag("lcov_exclusions"),
        strict=settings.flag("strict"),
        selection=run.selection(),
        min_resolved=settings.number("min_resolved", MIN_RESOLVED),
    )


def check(
    run: Run,
    wanted: Wanted,
    tell: Listener,
    options: CheckOptions,
    show: Callable[[Gathered], None] = lambda _: None,
) -> Verdict:
    """Read reports and judge them; `Verdict.hold` refuses what does not hold against the gates.

    Args:
        run: Where coverup runs, and with which settings.
        wanted: Which reports to read.
        tell: Who is told about the course.
        options: What is asked for.
        show: Gets what was gathered, also where it is refused for being too little.

    Raises:
        CoverupError: A report cannot be read, or what the verdict needs is not there.
    """

    def gathered_is(found: Gathered) -> None:
        tell_gathered(found, tell)
        show(found)

    gathered = gather(wanted, run.files(), run.top, tell, gathered_is)
    return judge(run, gathered, tell, options)


def judge(run: Run, gathered: Gathered, tell: Listener, options: CheckOptions) -> Verdict:
    """Judge what was gathered; `report` calls it before it uploads.

    Raises:
        ConfigError: The changed lines are needed and not known.
        NetworkError: Coveralls' numbers are needed, and it does not tell them.
    """
    demands = demands_of(run.settings)
    if options.waits:
        demands = replace(demands, lines=None, max_drop=None)
    files = file_verdicts(gathered.files, jumps_of(gathered, run.root))
    must_know = options.changed or demands.patch is not None
    verdict = Verdict(
        totals=sum((file.totals for file in files), start=Totals()),
        files=files,
        folders=folder_verdicts(files),
        patch=patch_of(
            *(run, gathered, tell),
            diff=options.diff,
            needed=must_know,
            is_aside=options.is_aside,
        ),
        previous=earlier_result(run, tell, options.http, needed=demands.max_drop is not None),
    )
    verdict.failures = held(verdict, demands, run.settings, tell)
    return verdict
