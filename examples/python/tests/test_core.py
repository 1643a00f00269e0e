from calculator.core import describe, divide
from calculator.history import History


def test_division() -> None:
    assert divide(6, 3) == 2
    assert divide(1, 0) is None


def test_description() -> None:
    assert describe(3) == "positive and whole"


def test_history_keeps_the_newest_first() -> None:
    history = History()
    history.add(1)
    history.add(2)
    assert history.results == [2, 1]
