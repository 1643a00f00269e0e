"""Report paths of every language, CI service and container, and the repository's files they are."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.contract.layouts import (
    c_family,
    containers,
    dotnet,
    go,
    javascript,
    jvm,
    monorepo,
    names,
    options,
    others,
    python,
    services,
    windows,
)
from tests.contract.layouts.built import Came, Checkout
from tests.contract.layouts.layout import Layout

MODULES = (
    *(python, javascript, jvm, go, c_family, dotnet, others),
    *(monorepo, containers, services, windows, names, options),
)
LAYOUTS: tuple[Layout, ...] = tuple(layout for module in MODULES for layout in module.LAYOUTS)
ENOUGH = 120


def _cases() -> list[Any]:
    return [pytest.param(layout, id=layout.title) for layout in LAYOUTS]


def test_there_are_enough_layouts_and_each_has_a_title_of_its_own() -> None:
    titles = Counter(layout.title for layout in LAYOUTS)
    assert len(titles) >= ENOUGH
    assert [title for title, count in titles.items() if count > 1] == []


@pytest.mark.parametrize("layout", _cases())
def test_every_path_of_a_layout_is_placed_or_left_out_for_the_reason(
    layout: Layout, tmp_path: Path
) -> None:
    checkout = Checkout(layout, tmp_path)
    checkout.build()
    came = checkout.run()
    assert came.code == layout.code, came.err
    if came.job is not None:
        assert came.job == checkout.expected_job(), came
    assert _wrong_reasons(checkout, came) == {}, came
    said = came.err.lower()
    assert [words for words in layout.said if words.lower() not in said] == [], came.err
    assert [words for words in layout.unsaid if words.lower() in said] == [], came.err


def _wrong_reasons(checkout: Checkout, came: Came) -> dict[str, str]:
    """Return paths that were left out for no reason, for a wrong one, or without being told."""
    wanted = {
        checkout.real(path.rpartition(">")[2] if report.kind == "jacoco" else path): reason
        for report in checkout.layout.reports
        for path, reason in report.dropped.items()
    }
    told = {path: reason for path, reason in came.dropped if path not in wanted}
    reasons = {path: reason for path, reason in came.dropped if path in wanted}
    for path, reason in wanted.items():
        given = reasons.get(path)
        if given is None or not given.startswith(reason):
            told[path] = f"{given}, not {reason}"
    return told
