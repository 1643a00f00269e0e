"""The file in which GitHub Actions describes the event that started a run.

It knows what the variables do not: the head commit of a pull request, and everything about the run
that a `workflow_run` follows. Nothing about it can make an upload fail.
Source: https://docs.github.com/en/webhooks/webhook-events-and-payloads
"""

from typing import NamedTuple

from coverup.ci.files import read_small_file
from coverup.ci.texts import meaningful


class Event(NamedTuple):
    """What the event file says.

    Attributes:
        payload: Its content, None if it could not be read.
        problem: Why it could not be read.
    """

    payload: object = None
    problem: str | None = None

    def at(self, path: str) -> object:
        """Return what stands at a path such as `workflow_run.pull_requests.0.number`, or None."""
        found = self.payload
        for key in path.split("."):
            if isinstance(found, dict):
                found = found.get(key)
            elif isinstance(found, list) and key.isdecimal():
                found = found[int(key)] if int(key) < len(found) else None
            else:
                return None
        return found

    def text(self, path: str) -> str | None:
        """Return the text or whole number at a path; None if there is something else."""
        found = self.at(path)
        if isinstance(found, bool) or not isinstance(found, str | int):
            return None
        try:
            return meaningful(str(found))
        except ValueError:  # Python refuses to print a number of more than 4300 digits.
            return None


def read_event(path: str | None) -> Event:
    """Read the event file; whatever is wrong with it becomes the event's `problem`."""
    if path is None:
        return Event(problem="GITHUB_EVENT_PATH is not set")
    import json

    try:
        payload = json.loads(read_small_file(path))
    except OSError as error:
        return Event(problem=f"the event file {path} cannot be read: {error.strerror}")
    except (ValueError, RecursionError):
        return Event(problem=f"the event file {path} is not valid JSON")
    if not isinstance(payload, dict):
        return Event(problem=f"the event file {path} does not describe an event")
    return Event(payload)
