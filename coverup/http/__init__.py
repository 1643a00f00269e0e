"""One safe HTTP session for every server that coverup talks to.

TLS is verified for every host. Credentials come from the caller only (no .netrc), and go to the
origin that was asked for and to no other. Faults of a server are met with further tries until a
deadline. Messages never hold a query, where tokens may be.
"""

from coverup.http.addresses import origin
from coverup.http.answer import MAX_ANSWER, Answer, FilePart, is_fault
from coverup.http.client import (
    CONNECT_TIMEOUT,
    DEADLINE,
    MAX_REDIRECTS,
    READ_TIMEOUT,
    RETRIES,
    Http,
)

__all__ = [
    "CONNECT_TIMEOUT",
    "DEADLINE",
    "MAX_ANSWER",
    "MAX_REDIRECTS",
    "READ_TIMEOUT",
    "RETRIES",
    "Answer",
    "FilePart",
    "Http",
    "is_fault",
    "origin",
]
