"""Each moment counts for one stage."""

from collections.abc import Iterator

import pytest

from coverup.pipeline.stages import STAGES, Stages


class Clock:
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def slow(clock: Clock, count: int) -> Iterator[int]:
    for number in range(count):
        clock.now += 5
        yield number


def break_down(clock: Clock) -> None:
    clock.now += 1
    raise RuntimeError


def test_a_stage_within_another_interrupts_it() -> None:
    clock = Clock()
    stages = Stages(clock)
    stages.start()
    clock.now += 1
    with stages.running("paths"):
        clock.now += 2
        with stages.running("digests"):
            clock.now += 4
        clock.now += 8
    clock.now += 16
    seconds = stages.seconds()
    assert seconds == {**dict.fromkeys(STAGES, 0.0), "paths": 10, "digests": 4, "other": 17}


def test_items_count_for_the_stage_that_makes_them_and_not_for_the_one_that_uses_them() -> None:
    clock = Clock()
    stages = Stages(clock)
    stages.start()
    with stages.running("paths"):
        for _ in stages.each("reading", slow(clock, 3)):
            clock.now += 1
    assert stages.seconds()["reading"] == 15
    assert stages.seconds()["paths"] == 3


def test_an_error_ends_its_stage() -> None:
    clock = Clock()
    stages = Stages(clock)
    stages.start()
    with pytest.raises(RuntimeError), stages.running("network"):
        break_down(clock)
    clock.now += 2
    assert (stages.seconds()["network"], stages.seconds()["other"]) == (1, 2)


def test_nothing_is_measured_before_the_start() -> None:
    clock = Clock()
    stages = Stages(clock)
    items = [1, 2]
    with stages.running("paths"):
        clock.now += 1
        assert stages.each("reading", items) is items
    assert not stages.started
    assert not any(stages.seconds().values())
