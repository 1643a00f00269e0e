"""The patch coverage of a run: which base it is found against, and what to do without one."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from coverup.errors import ConfigError
from coverup.pipeline.gather import Gathered
from coverup.pipeline.identity import Run
from coverup.pipeline.listener import Listener
from coverup.values import Sourced
from coverup.verdict.changes import changed_lines, lines_of_diff
from coverup.verdict.patch import PatchVerdict, patch_verdict

MERGE_BASE: Final = "CI_MERGE_REQUEST_DIFF_BASE_SHA"
"""GitLab's variable for the commit that a merge request's branch was cut from."""
_NO_BASE: Final = "give --base main, or --diff FILE with a unified diff"
Changed = Mapping[str, frozenset[int] | None]


def patch_of(
    run: Run,
    gathered: Gathered,
    tell: Listener,
    *,
    diff: Path | None,
    needed: bool,
    is_aside: bool = False,
) -> PatchVerdict | None:
    """Return the verdict on the changed lines, None where there is nothing to find them against.

    Args:
        run: Whose checkout and CI tell what changed.
        gathered: What was measured.
        tell: Is told why there is none, where CI or the user named a base.
        diff: A unified diff that says what changed.
        needed: Whether it is an error to have none.
        is_aside: Whether nobody asked, so that a base that is not here is no warning.

    Raises:
        ConfigError: The verdict is needed, or a base was named with an option, and it is not here.
    """
    if diff is not None:
        changed: Changed = lines_of_diff(run.top / diff, run.root)
        return patch_verdict(changed, gathered.files)
    bases = list(bases_of(run))
    if not bases:
        if needed:
            raise ConfigError(
                "the changed lines are not known: no base to compare with", hint=_NO_BASE
            )
        return None
    try:
        changed = _against(run, bases)
    except ConfigError as error:
        if needed or bases[0].source == "--base":
            raise
        hint = f" ({error.hint})" if error.hint else ""
        say = tell.detail if is_aside else tell.warn
        say(f"no patch coverage: {error.message}{hint}")
        return None
    return patch_verdict(changed, gathered.files, _untracked(run, gathered))


def bases_of(run: Run) -> Iterator[Sourced[str]]:
    """Yield what the changed lines can be found against, the best first.

    A branch goes before a commit of it: on GitHub the commit is the branch's head of the time when
    the pull request was opened, and what the branch got since then is no change of the request.
    """
    given = run.settings.values.get("base")
    if given is not None and isinstance(given.value, str):
        yield Sourced(given.value, given.source)
        return
    yield from _merged_onto(run)
    for name in _base_names(run):
        found = run.settings.values.get(name) or run.settings.detected.base.get(name)
        if found is not None and isinstance(found.value, str):
            yield Sourced(found.value, found.source)


def _base_names(run: Run) -> tuple[str, str]:
    """Return what to ask first: GitLab's commit is the merge base, which is in a shallow clone."""
    sha = run.settings.detected.base.get("compare_sha")
    if sha is not None and MERGE_BASE in sha.source:
        return "compare_sha", "compare_ref"
    return "compare_ref", "compare_sha"


def _merged_onto(run: Run) -> Iterator[Sourced[str]]:
    """Yield the first parent of the checkout, where that is CI's temporary merge into the base.

    Then the commit under test is the other parent. The first one is the merge base itself: no
    history is needed, only this commit, and it is what the merge was made with.
    """
    head = run.repository.head() if run.repository else None
    if head is not None and run.settings.text("commit_sha") in head.parents[1:]:
        yield Sourced(head.parents[0], "git: first parent of the merge")


def _against(run: Run, bases: list[Sourced[str]]) -> Changed:
    """Return the changed lines against the first base that is here.

    Raises:
        ConfigError: None is; what is said is about the first.
    """
    if run.repository is None:
        hint = "run it in the checkout, or give --diff FILE with a unified diff"
        raise ConfigError("the changed lines are not known: this is no git repository", hint=hint)
    problems: list[ConfigError] = []
    for base in bases:
        try:
            by_ci = base.source != "--base"
            exact = MERGE_BASE in base.source
            return changed_lines(run.repository, base.value, remote_first=by_ci, exact=exact)
        except ConfigError as error:
            problems.append(error)
    raise problems[0]


def _untracked(run: Run, gathered: Gathered) -> list[str]:
    tracked = frozenset(run.repository.tracked() if run.repository else ())
    return [name for name in gathered.files if name not in tracked] if tracked else []
