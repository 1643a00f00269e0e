"""Damaged reports and odd documents are read as far as they go, or refused; never a traceback."""

import json
import random
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.errors import InvalidReportError
from coverup.formats import dart, fastcov, gcov_json, gcovr_json, istanbul, llvm_json, xccov
from coverup.formats._base import Format
from coverup.model import MAX_HITS, MAX_LINE
from tests.unit.formats.documents import CORPUS, source_of

REPORTS: list[tuple[Format, str]] = [
    (gcov_json, "corpus/gcov-json-gcc12/repo/never.gcov.json.gz"),
    (gcov_json, "gcov-json/never.gcov.json"),
    (gcovr_json, "corpus/gcovr-all/repo/gcovr.json"),
    (fastcov, "corpus/fastcov/repo/fastcov.json"),
    (llvm_json, "corpus/llvm-cov-clang14-cpp/repo/coverage.json"),
    (istanbul, "corpus/istanbul-nyc/repo/coverage/coverage-final.json"),
    (xccov, "xccov/xccov.json"),
    (dart, "dart/coverage/test/greet_test.dart.vm.json"),
]
ODD: list[Any] = [
    *(None, True, -1, 0, 1.5, 1e300, 10**12, 2**64 - 1, "", "x", "7", "1-9"),
    *([], {}, [[]], [None], {"": None}, {"0": [{}]}),
]


def read(form: Format, content: Any) -> None:
    """Read a report, and look whether what it gives can be sent."""
    source = source_of(content)
    try:
        form.sniff(source)
        files = list(form.read(source))
    except InvalidReportError:
        return
    for file in files:
        assert file.path
        assert all(0 <= hits <= MAX_HITS for hits in file.lines if hits is not None)
        assert all(0 < line <= MAX_LINE for line in file.far)
        assert all(0 <= hits <= MAX_HITS for hits in file.branches.values())
        assert all(0 < line <= MAX_LINE for line, _, _ in file.branches)
        assert all(min(key) >= 0 and max(key) <= MAX_HITS for key in file.branches)


@pytest.mark.parametrize(("form", "name"), REPORTS)
def test_flipped_cut_and_doubled_bytes_are_read_or_refused(form: Format, name: str) -> None:
    content = (CORPUS.parent / name).read_bytes()
    chance = random.Random(name)
    for _ in range(60):
        read(form, _damaged(content, chance))


@pytest.mark.parametrize(("form", "name"), REPORTS[1:])
def test_any_value_may_be_any_other(form: Format, name: str) -> None:
    content = (CORPUS.parent / name).read_bytes()
    chance = random.Random(name)
    for _ in range(120):
        document = json.loads(content)
        _replace(document, chance)
        read(form, document)


@pytest.mark.parametrize("form", [each for each, _ in REPORTS[1:]], ids=lambda form: form.NAME)
@given(
    document=st.recursive(
        st.none() | st.booleans() | st.integers(-1, 2**64 - 1) | st.text(max_size=3),
        lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=2), each),
        max_leaves=8,
    )
)
def test_any_document_is_read_or_refused(form: Format, document: Any) -> None:
    read(form, document)


def _damaged(content: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.sample(range(len(content)), 2))
    match chance.randrange(3):
        case 0:
            flipped = bytearray(content)
            for _ in range(chance.randint(1, 3)):
                flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
            return bytes(flipped)
        case 1:
            return content[:start] + content[end:]
        case _:
            return content[:end] + content[start:]


def _replace(document: Any, chance: random.Random) -> None:
    """Put something odd in the place of one to three values, however deep they are."""
    for _ in range(chance.randint(1, 3)):
        holder = chance.choice([each for each in (document, *_within(document)) if each])
        key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        holder[key] = deepcopy(chance.choice(ODD))


def _within(value: Any) -> list[Any]:
    """Return all objects and arrays within a value."""
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    inner = [each for each in items if isinstance(each, dict | list)]
    return inner + [deeper for each in inner for deeper in _within(each)]
