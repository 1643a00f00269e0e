"""What an HTML report is made of: everything that was measured, with the text of the sources."""

from collections.abc import Sequence

from coverup.pipeline.gather import Gathered, gather
from coverup.pipeline.identity import Run
from coverup.pipeline.inputs import MIN_RESOLVED, STDIN, Wanted
from coverup.pipeline.listener import Listener
from coverup.pipeline.telling import tell_gathered


def measure(
    run: Run, named: Sequence[str], tell: Listener, *, stdin: bytes | None = None
) -> Gathered:
    """Read reports as an upload would, and keep the text of the sources.

    Args:
        run: Where coverup runs, and with which settings.
        named: The reports that the user named; without any, those of the settings, else what is
            discovered.
        tell: Who is told about the course.
        stdin: The bytes of standard input, when `-` is among the reports.

    Raises:
        CoverupError: There is nothing to show, or a report cannot be read, as in `gather`.
    """
    settings = run.settings
    wanted = Wanted(
        reports=tuple(named) or settings.items("reports"),
        format_name=settings.text("format"),
        stdin=stdin,
        allow_empty=settings.flag("allow_empty"),
        lcov_exclusions=settings.flag("lcov_exclusions"),
        strict=settings.flag("strict"),
        keep_sources=True,
        selection=run.selection(),
        min_resolved=settings.number("min_resolved", MIN_RESOLVED),
    )
    return gather(wanted, run.files(), run.top, tell, lambda found: tell_gathered(found, tell))


def reads_stdin(run: Run, named: Sequence[str]) -> bool:
    """Tell whether standard input is one of the reports."""
    return STDIN in (tuple(named) or run.settings.items("reports"))
