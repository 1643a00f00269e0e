"""Pieces of a large report, read in order while helpers are ahead with those that come next.

What a piece says by itself is worked out by a pure function from its bytes to what `marshal` can
write: `work`. It takes nearly all of the time, so that several processes share it. Each takes the
next piece that nobody has; what a helper should do and does not, this process does.
"""

import marshal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeAlias

from coverup.formats._board import Board
from coverup.formats._helpers import IsAnyWorking, helpers, spare_processors
from coverup.formats.source import Source, encoding_of

WORTH_IT: Final = 6_000_000
"""Bytes of a report that are worth a helper, which starts in a third of their time."""
MOST: Final = 3
LEAD: Final = 100
"""Pieces that helpers are ahead at most: what they found takes room, and /tmp may be in memory."""
_PATIENCE: Final = 0.0005
"""Seconds between two looks at what another process does."""

Span: TypeAlias = tuple[int, int]
"""Where a piece of the report begins and ends, in bytes."""
Work: TypeAlias = Callable[[bytes], Any]


def is_worth_it(source: Source) -> bool:
    """Tell whether a report is large, and a file of which any piece can be read by itself."""
    if source.content is not None or source.is_gzip or encoding_of(source.head) == "utf-16":
        return False
    try:
        return source.path.stat().st_size >= WORTH_IT
    except OSError:
        return False  # Reading will tell.


@dataclass(slots=True)
class Pieces:
    """The pieces of a report, worked out by this process alone if there are no helpers.

    Attributes:
        source: The report.
        spans: Where the pieces are.
        work: What is done with each.
        board: Who does which.
        is_any_working: Whether a helper may still put something there.
    """

    source: Source
    spans: Sequence[Span]
    work: Work
    board: Board | None = None
    is_any_working: IsAnyWorking = bool  # False: there are none
    _own: dict[int, Any] = field(default_factory=dict)
    _next: int = 0
    _finished: int = 0

    def content(self, number: int) -> bytes:
        """Return a piece itself.

        Raises:
            InvalidReportError: The report cannot be opened any more.
        """
        start, end = self.spans[number]
        with self.source.open() as file:
            file.seek(start)
            return file.read(end - start)

    def result(self, number: int) -> Any:  # noqa: ANN401 - whatever `work` returns
        """Return what `work` says of a piece; each is asked for once at most, in order.

        Raises:
            InvalidReportError: The report cannot be opened any more.
        """
        told = None
        try:
            if self.board is not None:
                told = self._told(number, self.board)
        except OSError:  # There is no room for the board: from here on, this process is alone.
            self.board = None
        if told is not None:
            return marshal.loads(told)  # noqa: S302 - written by a helper of ours
        return self._own.pop(number) if number in self._own else self.work(self.content(number))

    def _told(self, number: int, board: Board) -> bytes | None:
        """Return what a helper says of a piece; None if this process has it, or has to do it."""
        told = self._waited_for(number, board)
        # Those before it may not have been asked for.
        for each in range(self._finished, number + 1):
            board.finish(each)
        self._finished = number + 1
        return told

    def _waited_for(self, number: int, board: Board) -> bytes | None:
        while number not in self._own:
            # Asked before the board, since they put there what they did last.
            have_ended = not self.is_any_working()
            told = board.get(number)
            if told is not None:
                return told
            if self._take_next(board):
                continue
            if have_ended:
                break
            time.sleep(_PATIENCE)
        return None

    def _take_next(self, board: Board) -> bool:
        """Work out the next piece that nobody has; tell whether there was any."""
        while self._next < len(self.spans):
            number = self._next
            self._next += 1
            if board.take(number):
                self._own[number] = self.work(self.content(number))
                return True
        return False


@contextmanager
def pieces(source: Source, spans: Sequence[Span], work: Work) -> Iterator[Pieces]:
    """Work out the pieces of a report together with as many helpers as there are processors.

    Args:
        source: The report, a file.
        spans: Its pieces in order.
        work: A function of a module, which helpers find by its name.
    """
    alone = Pieces(source, spans, work)
    count = min(spare_processors(), MOST, len(spans) - 1)
    if count <= 0:
        yield alone
        return
    with ExitStack() as stack:
        try:
            board = Board(stack.enter_context(_scratch()))
            keywords = {
                "path": str(source.path.absolute()),
                "spans": spans,
                "module": work.__module__,
                "name": work.__qualname__,
                "folder": str(board.folder),
            }
            started = helpers(count, read_ahead, keywords, board.folder)
            is_any_working = stack.enter_context(started)
        except OSError:  # There is no room for a board, or no file may be opened any more.
            yield alone
            return
        yield Pieces(source, spans, work, board, is_any_working)


@contextmanager
def _scratch() -> Iterator[Path]:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="coverup-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def read_ahead(*, path: str, spans: Sequence[Span], module: str, name: str, folder: str) -> None:
    """Work out pieces until nobody lacks any."""
    work: Work = getattr(import_module(module), name)
    board = Board(Path(folder))
    with open(path, "rb") as file:  # noqa: PTH123 - the name as it was given
        for number, (start, end) in enumerate(spans):
            while number >= LEAD and not board.is_finished(number - LEAD):
                time.sleep(_PATIENCE)
            if board.take(number):
                file.seek(start)
                board.put(number, marshal.dumps(work(file.read(end - start))))
