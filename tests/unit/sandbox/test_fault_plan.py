import pytest

from coverup.sandbox.fault_plan import Fault, Plan

SOON = Fault(status=503, retry_after="7")


def handed_out(text: str, count: int = 4) -> list[Fault]:
    plan = Plan.parse(text)
    return [plan.next() for _ in range(count)]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("ok", [Fault()] * 4),
        ("503", [Fault(status=503)] * 4),
        ("503,429,ok", [Fault(status=503), Fault(status=429), Fault(), Fault()]),
        (
            "cut, drop ,html",
            [Fault(ending="cut"), Fault(ending="dropped"), *[Fault(html=True)] * 2],
        ),
        ("delay=0.5", [Fault(delay=0.5)] * 4),
        ("503+retry-after=7,ok", [SOON, Fault(), Fault(), Fault()]),
        ("delay=2+stored+503", [Fault(status=503, stored=True, delay=2.0)] * 4),
        ("redirect=/login", [Fault(status=307, location="/login")] * 4),
        ("302+redirect=http://[::1]/", [Fault(status=302, location="http://[::1]/")] * 4),
        ("refuse-after=2", [Fault(), *[Fault(last=True)] * 3]),
        ("503,refuse-after=1", [Fault(status=503), *[Fault(last=True)] * 3]),
    ],
)
def test_a_plan_is_handed_out_word_by_word_and_its_last_one_goes_on(
    text: str, faults: list[Fault]
) -> None:
    assert handed_out(text) == faults


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "an empty word is no fault; known are a status such as 503, ok, html, cut"),
        ("503,,ok", "an empty word is no fault"),
        ("sometimes", "sometimes is no fault"),
        ("999", "999 is no fault"),
        ("cut=1", "cut=1 is no fault"),
        ("delay", "delay is no fault"),
        ("delay=long", "delay=long: seconds are wanted, up to 3600"),
        ("delay=-1", "delay=-1: seconds are wanted"),
        ("delay=nan", "delay=nan: seconds are wanted"),
        ("redirect=elsewhere", "redirect=elsewhere: the target is no address"),
        ("refuse-after=0", "refuse-after=0: a number of requests is wanted, 1 or more"),
        ("refuse-after", "refuse-after: a number of requests is wanted"),
        ("refuse-after=2,ok", "refuse-after=2 is no fault"),
    ],
)
def test_what_is_no_plan_is_refused_with_the_word(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Plan.parse(text)


@pytest.mark.parametrize(
    ("text", "is_carried_out"),
    [
        ("ok", True),
        ("delay=1", True),
        ("cut", True),
        ("503", False),
        ("html", False),
        ("drop", False),
        ("503+cut", False),
        ("stored+drop", True),
        ("stored+503", True),
    ],
)
def test_a_request_has_its_effect_unless_the_fault_comes_first(
    text: str, is_carried_out: bool
) -> None:
    assert Plan.parse(text).next().is_carried_out is is_carried_out
