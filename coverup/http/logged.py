"""What the libraries log of a request: never its query, where tokens may be."""

import logging
import re
from typing import Final

_QUERY: Final = re.compile(r"\?\S*")
_LOGGERS: Final = ("urllib3.connectionpool", "urllib3.poolmanager", "urllib3.util.retry")


class _WithoutQuery(logging.Filter):
    """Takes the queries out of the addresses in a line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the line, and let it pass."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                _QUERY.sub("?...", each) if isinstance(each, str) else each for each in record.args
            )
        return True


_FILTER: Final = _WithoutQuery()


def keep_queries_out() -> None:
    """Keep queries out of what urllib3 logs, for whoever has switched its logging on."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_FILTER)
