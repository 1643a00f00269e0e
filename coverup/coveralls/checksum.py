"""The CRC-32 of two parts of a text, from the CRC-32 of each: neither has to be read again.

A CRC is a remainder of polynomials over GF(2), so that appending n bits to a text multiplies its
remainder by x^n. Source: RFC 1952, section 8 (the polynomial), and zlib's `crc32_combine`
(https://zlib.net/manual.html), which Python does not offer.
"""

from typing import Final

_POLYNOMIAL: Final = 0xEDB88320
"""Of CRC-32. The highest bit stands for x^0, as everywhere here."""
_ONE: Final = 1 << 31
_X: Final = 1 << 30


def crc_of_both(first: int, second: int, length: int) -> int:
    """Return the CRC-32 of two parts in one.

    Args:
        first: CRC-32 of the first part.
        second: CRC-32 of the second part.
        length: Bytes of the second part.
    """
    return _product(first, _power_of_x(8 * length)) ^ second


def _power_of_x(exponent: int) -> int:
    power, square = _ONE, _X
    while exponent:
        if exponent & 1:
            power = _product(power, square)
        square = _product(square, square)
        exponent >>= 1
    return power


def _product(left: int, right: int) -> int:
    """Multiply two polynomials, modulo that of CRC-32."""
    product = 0
    bit = _ONE
    while bit:
        if left & bit:
            product ^= right
        right = (right >> 1) ^ (_POLYNOMIAL if right & 1 else 0)
        bit >>= 1
    return product
