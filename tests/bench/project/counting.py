"""`python counting.py PROGRAM FOLDER`: runs a program, and prints how often it took which jumps.

coverage.py remembers only whether a line was run; reports of other tools have counts. Prints, as
JSON, a list of `[file, function, from, to, count]` for files whose path has the folder in it. A
function is called by its first line, the body of a module or of a class 1; what is entered comes
from 0, and what is left goes to the negative number of its first line, as in coverage.py's jumps.
"""

import json
import runpy
import sys
from collections import Counter
from collections.abc import Callable
from inspect import CO_OPTIMIZED
from types import FrameType
from typing import Any


def main() -> None:
    """Run the program, and print the counts."""
    program, folder = sys.argv[1:]
    counts: Counter[tuple[str, int, int, int]] = Counter()

    def called(frame: FrameType, _event: str, _value: object) -> Callable[..., Any] | None:
        file, first = frame.f_code.co_filename, frame.f_code.co_firstlineno
        if folder not in file:
            return None
        function = first if frame.f_code.co_flags & CO_OPTIMIZED else 1
        previous = 0

        def within(frame: FrameType, event: str, _value: object) -> Callable[..., Any]:
            nonlocal previous
            if event in {"line", "return"}:
                reached = frame.f_lineno if event == "line" else -first
                counts[file, function, previous, reached] += 1
                previous = reached
            return within

        return within

    sys.settrace(called)
    runpy.run_path(program)
    sys.settrace(None)
    print(json.dumps([[*jump, count] for jump, count in counts.items()]))


if __name__ == "__main__":
    main()
