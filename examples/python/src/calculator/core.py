"""The calculator's arithmetic."""


def divide(dividend: float, divisor: float) -> float | None:
    """Divide; None if there is no answer."""
    if divisor == 0:
        return None
    return dividend / divisor


def sign(number: float) -> str:
    """Say which side of zero a number is on."""
    if number > 0:
        return "positive"
    if number < 0:
        return "negative"
    return "zero"


def describe(number: float) -> str:
    """Describe a number in words."""
    kind = "whole" if number == int(number) else "fractional"
    return f"{sign(number)} and {kind}"
