"""What makes a document large is told from its pieces, wherever they are cut."""

from random import Random

import pytest

from coverup.coveralls import job
from coverup.coveralls.weights import heaviest

NAMES = ("src/web/a.js", "src/web/deep/b.js", "src/api/c.py", 'src/api/{"name":"x"}.py', "top.py")
FILES = [
    {
        "name": name,
        "source_digest": "0" * 32,
        "coverage": [1, None] * 10 * number,
        "source": 'say("{\\"name\\":", {"name":1})\n' * number,
    }
    for number, name in enumerate(NAMES, 1)
]
REMOTES = {"remotes": [{"name": "origin", "url": "https://git.example.com/a/b.git"}]}
DOCUMENT = b"".join(job.encode({"git": REMOTES, "source_files": iter(FILES)}))


def test_bytes_are_counted_by_folder_and_the_largest_come_first() -> None:
    told = heaviest([DOCUMENT])
    assert [folder for folder, _ in told] == ["src/api/", "top.py", "src/web/"]
    assert sum(size for _, size in told) == pytest.approx(len(DOCUMENT), rel=0.1)


@pytest.mark.parametrize("seed", range(20))
def test_pieces_change_nothing(seed: int) -> None:
    cuts = sorted(Random(seed).sample(range(1, len(DOCUMENT)), 30))
    pieces = [DOCUMENT[a:b] for a, b in zip([0, *cuts], [*cuts, len(DOCUMENT)], strict=True)]
    assert heaviest(pieces) == heaviest([DOCUMENT])


@pytest.mark.parametrize("document", [b"", b"{}", b'{"source_files":[]}'])
def test_without_files_there_is_nothing_to_tell(document: bytes) -> None:
    assert heaviest([document]) == []
