import copy
import pickle
from collections.abc import Callable

import pytest

from coverup.values import Secret, Sourced

TOKEN = Secret("tOkEn-0123456789")


@pytest.mark.parametrize(
    "shown",
    [
        str(TOKEN),
        repr(TOKEN),
        f"{TOKEN}",
        "%s %r" % (TOKEN, TOKEN),  # noqa: UP031 - one of the ways to print it
        repr({"repo_token": TOKEN}),
        repr(Sourced(TOKEN, "$COVERALLS_REPO_TOKEN")),
        str(ValueError(TOKEN)),
    ],
)
def test_no_way_of_printing_a_secret_shows_it(shown: str) -> None:
    assert "tOkEn" not in shown
    assert "***" in shown


def test_only_reveal_gives_it_away() -> None:
    assert TOKEN.reveal() == "tOkEn-0123456789"


@pytest.mark.parametrize("keep", [pickle.dumps, copy.deepcopy])
def test_a_secret_is_written_into_no_pickle(keep: Callable[[object], object]) -> None:
    with pytest.raises(TypeError, match="not pickled"):
        keep(TOKEN)


def test_equal_secrets_are_equal_and_nothing_else_is() -> None:
    assert Secret("tOkEn-0123456789") == TOKEN
    assert len({TOKEN, Secret("tOkEn-0123456789")}) == 1
    assert Secret("other") != TOKEN
    assert TOKEN != "tOkEn-0123456789"


def test_a_sourced_value_is_its_value_and_its_source() -> None:
    assert Sourced("main", "$CIRCLE_BRANCH") == Sourced("main", "$CIRCLE_BRANCH")
    assert Sourced("main", "$CIRCLE_BRANCH") != Sourced("main", "git")
