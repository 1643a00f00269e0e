"""Situations: each status that a server, its proxy or Cloudflare answers with."""

from collections.abc import Callable
from typing import Final

from tests.network.faults.behaviours import reply, saying
from tests.network.faults.front import Connection
from tests.network.faults.scene import Arrange, Scene, meeting, planned
from tests.network.faults.situation import Place, Situation

PASSING: Final = (405, 408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530)
"""Each of them is a fault that is tried again; 405 is Coveralls' page for maintenance."""
GZIP: Final = 500
"""What opencov answers to gzip, so that the job is sent uncompressed at once."""
STORED_ALL_THE_SAME: Final = (500, 502, 503, 504, 520)
REFUSALS: Final = (400, 401, 402, 403, 404, 409, 410, 411, 413, 414, 415, 418, 422, 451)
WRONG_TOKEN: Final = b'{"message":"Couldn\'t find a repository matching this job.","error":true}'
UNABLE: Final = {
    400: b"",
    415: b"",
    422: b'{"message":"JSON file not found or failed to parse.","error":true}',
}
A_YEAR: Final = 365 * 86_400
SECONDS: Final = 7


def _outages() -> list[Situation]:
    return [
        Situation(
            name=f"every answer is {status}",
            arrange=planned(str(status)),
            code=5,
            place=Place.KEPT,
            said=f"{status}",
        )
        for status in PASSING
    ]


def _hiccups() -> list[Situation]:
    return [
        Situation(
            name=f"one answer is {status}",
            arrange=planned(f"{status},ok"),
            said="uncompressed" if status == GZIP else f"{status}",
            waits=int(status != GZIP),
        )
        for status in PASSING
    ]


def _stored_all_the_same() -> list[Situation]:
    """Return those in which the server has the job when it says that it failed."""
    return [
        Situation(
            name=f"the server stores the job, answers {status}, and gets it again",
            arrange=planned(f"stored+{status},ok"),
            words=("--parallel",),
            waits=int(status != GZIP),
        )
        for status in STORED_ALL_THE_SAME
    ]


def _refusals() -> list[Situation]:
    return [
        Situation(
            name=f"the server refuses with {status}",
            arrange=planned(str(status)),
            code=6,
            place=Place.KEPT,
            waits=0,
        )
        for status in REFUSALS
    ]


def _unable_to_gunzip() -> list[Situation]:
    """Return servers other than Coveralls that take a job only as it is."""
    return [
        Situation(
            name=f"the server cannot gunzip and says {status}",
            arrange=meeting(saying(reply(status, body)), times=1),
            tries=2,
            waits=0,
            said="does not read gzip",
        )
        for status, body in UNABLE.items()
    ]


def _asking_for_time(headers: Callable[[Scene], dict[str, str]]) -> Arrange:
    """Return a server that answers 429 once, with headers that name a time."""

    def arrange(scene: Scene) -> str:
        well = scene.passing_on()
        busy = saying(reply(429, b"{}", **headers(scene)))

        def behave(connection: Connection) -> None:
            (well if connection.number else busy)(connection)

        return scene.front(behave).url

    return arrange


SITUATIONS: Final = [
    *_outages(),
    *_hiccups(),
    *_stored_all_the_same(),
    *_refusals(),
    *_unable_to_gunzip(),
    Situation(
        name="the outage is over with the last try", arrange=planned("503,502,504,520,ok"), waits=4
    ),
    Situation(
        name="the outage is over when the job is sent again",
        arrange=planned("503,503,503,503,503,ok"),
        code=5,
        place=Place.KEPT,
        waits=4,
        resent=True,
    ),
    Situation(
        name="no further try is wanted",
        arrange=planned("503,ok"),
        words=("--retries", "0"),
        code=5,
        place=Place.KEPT,
        waits=0,
    ),
    Situation(
        name="the deadline is over before the tries are",
        arrange=planned("503"),
        words=("--retries", "1000", "--deadline", "60"),
        code=5,
        place=Place.KEPT,
        waited=(0.1, 60),
    ),
    Situation(
        name="the server stores each job and always says that it failed",
        arrange=planned("stored+503"),
        words=("--parallel",),
        code=5,
        place=Place.BOTH,
    ),
    Situation(
        name="an outage is only to be warned of",
        arrange=planned("503"),
        words=("--on-error", "warn"),
        place=Place.KEPT,
        said="503",
    ),
    Situation(
        name="an outage is to be ignored",
        arrange=planned("503"),
        words=("--on-error", "ignore"),
        place=Place.KEPT,
        said="503",
    ),
    Situation(
        name="405 as JSON is a refusal",
        arrange=meeting(saying(reply(405, b'{"message":"no","error":true}'))),
        code=6,
        place=Place.KEPT,
        tries=1,
    ),
    Situation(
        name="the token is wrong",
        arrange=meeting(saying(reply(422, WRONG_TOKEN))),
        code=6,
        place=Place.KEPT,
        tries=1,
        said="Couldn't find a repository",
    ),
    Situation(
        name="501 is a fault of the server", arrange=planned("501"), code=5, place=Place.KEPT
    ),
    Situation(
        name="429 asks for seconds",
        arrange=_asking_for_time(lambda _scene: {"Retry_After": str(SECONDS)}),
        waited=(SECONDS, 2 * SECONDS),
        waits=1,
    ),
    Situation(
        name="429 asks for a date",
        arrange=_asking_for_time(lambda scene: {"Retry_After": scene.time.date(SECONDS)}),
        waited=(SECONDS, 2 * SECONDS),
        waits=1,
    ),
    Situation(
        name="429 asks for a date that has passed",
        arrange=_asking_for_time(lambda scene: {"Retry_After": scene.time.date(-A_YEAR)}),
        waited=(0.1, SECONDS),
        waits=1,
    ),
    Situation(
        name="429 asks for a year",
        arrange=_asking_for_time(lambda _scene: {"Retry_After": str(A_YEAR)}),
        code=5,
        place=Place.KEPT,
        waits=0,
        said="365 days",
        resent=True,
    ),
    Situation(
        name="429 asks for a date in a year",
        arrange=_asking_for_time(lambda scene: {"Retry_After": scene.time.date(A_YEAR)}),
        code=5,
        place=Place.KEPT,
        waits=0,
        said="365 days",
    ),
    Situation(
        name="429 asks for no time that anybody understands",
        arrange=_asking_for_time(lambda _scene: {"Retry_After": "soon"}),
        waited=(0.1, SECONDS),
        waits=1,
    ),
    Situation(
        name="503 asks for longer than the deadline",
        arrange=planned("503+retry-after=61"),
        words=("--deadline", "60"),
        code=5,
        place=Place.KEPT,
        waits=0,
    ),
]
