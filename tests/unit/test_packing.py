"""A text that is deflated in blocks by several threads is the text again when it is inflated."""

import zlib
from collections.abc import Iterator
from random import Random

import pytest

from coverup.coveralls.packing import BLOCK, RAW, block_of, pack

TEXT = bytes(Random(1).choices(b'[1,null,0,17]"src/a.py"', k=5 * BLOCK // 2))


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, len(TEXT)])
def test_a_packed_text_is_the_same_again_when_it_is_inflated(size: int) -> None:
    packed = pack([TEXT[:size]])
    assert zlib.decompress(packed.content, wbits=RAW) == TEXT[:size]
    assert (packed.size, packed.crc) == (size, zlib.crc32(TEXT[:size]))


@pytest.mark.parametrize("seed", range(5))
def test_the_bytes_do_not_depend_on_the_pieces(seed: int) -> None:
    random = Random(seed)
    cuts = sorted(random.choices(range(len(TEXT)), k=20))
    pieces = [TEXT[a:b] for a, b in zip([0, *cuts], [*cuts, len(TEXT)], strict=True)]
    assert pack(map(memoryview, pieces)) == pack([TEXT])


def test_any_block_can_stand_in_front() -> None:
    packed = pack([TEXT])
    joined = block_of(b"before ") + packed.content
    assert zlib.decompress(joined, wbits=RAW) == b"before " + TEXT


def test_blocks_cost_less_than_a_hundredth() -> None:
    whole = len(zlib.compress(TEXT, 4))
    assert len(pack([TEXT]).content) < 1.01 * whole


def test_a_failure_to_make_the_text_is_not_kept_back() -> None:
    def pieces() -> Iterator[bytes]:
        yield from (TEXT, TEXT)
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        pack(pieces())
