"""Reports of five formats, made from hits by file and line."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Final

Hits = Mapping[str, Mapping[int, int]]


def lcov(hits: Hits) -> str:
    def records() -> Iterator[str]:
        for name, lines in hits.items():
            yield f"SF:{name}\n"
            yield from (f"DA:{line},{count}\n" for line, count in lines.items())
            yield "end_of_record\n"

    return "".join(records())


def cobertura(hits: Hits) -> str:
    def classes() -> Iterator[str]:
        for name, lines in hits.items():
            marks = "".join(f'<line number="{at}" hits="{n}"/>' for at, n in lines.items())
            yield f'<class name="c" filename="{name}"><lines>{marks}</lines></class>'

    inner = "".join(classes())
    return (
        '<?xml version="1.0"?><coverage line-rate="1" version="1"><packages><package name="p">'
        f"<classes>{inner}</classes></package></packages></coverage>"
    )


def clover(hits: Hits) -> str:
    def files() -> Iterator[str]:
        for name, lines in hits.items():
            marks = (f'<line num="{at}" type="stmt" count="{n}"/>' for at, n in lines.items())
            yield f'<file name="{name}" path="{name}">{"".join(marks)}</file>'

    inner = "".join(files())
    return (
        '<?xml version="1.0"?><coverage generated="1"><project timestamp="1">'
        f"{inner}</project></coverage>"
    )


def codecov(hits: Hits) -> str:
    lines = {name: {str(at): n for at, n in found.items()} for name, found in hits.items()}
    return json.dumps({"coverage": lines})


def gocover(hits: Hits) -> str:
    blocks = (
        f"{name}:{at}.1,{at}.5 1 {n}\n" for name, lines in hits.items() for at, n in lines.items()
    )
    return f"mode: count\n{''.join(blocks)}"


FORMATS: Final[Mapping[str, tuple[str, Callable[[Hits], str]]]] = {
    "lcov": ("coverage/lcov.info", lcov),
    "cobertura": ("build/reports/coverage.xml", cobertura),
    "clover": ("clover.xml", clover),
    "codecov": ("out/codecov.json", codecov),
    "gocover": ("coverage.out", gocover),
}
"""Where a job leaves the report, and how it is written."""
