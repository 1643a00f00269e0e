"""The fault suite: whatever a server or the network does, no job is lost, doubled or betrayed.

Each situation runs `coverup report` against servers of this machine, on a clock that never waits.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.network.faults import answers, connections, secured, statuses
from tests.network.faults.certificates import Certificates, make
from tests.network.faults.scene import FakeTime, Scene
from tests.network.faults.situation import Place, Situation
from tests.network.faults.tally import COUNTS, SITUATION
from tests.network.faults.trial import (
    REPORT,
    SOURCE,
    Ran,
    kept_jobs,
    leaks,
    packed_token,
    report_words,
    resend_words,
    run,
    stored_jobs,
)

SITUATIONS = [
    *statuses.SITUATIONS,
    *connections.SITUATIONS,
    *answers.SITUATIONS,
    *secured.SITUATIONS,
]
AT_LEAST = 60

Command = Callable[[list[str]], Ran]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def scene(tmp_path: Path, certificates: Certificates) -> Iterator[Scene]:
    with ExitStack() as stack:
        folder = tmp_path / "scene"
        folder.mkdir()
        yield Scene(folder, certificates, FakeTime(), stack)


@pytest.fixture
def command(
    scene: Scene,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> Command:
    """Run commands in a small project; what they print includes what libraries log."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "a.py").write_text(SOURCE)
    (project / "lcov.info").write_text(REPORT)
    monkeypatch.chdir(project)
    caplog.set_level(logging.DEBUG)

    def command(words: list[str]) -> Ran:
        code = run(words, scene.time)
        return Ran(code, "".join(capsys.readouterr()) + caplog.text)

    return command


@pytest.mark.parametrize("situation", SITUATIONS, ids=[situation.name for situation in SITUATIONS])
def test_no_fault_loses_doubles_or_betrays_a_job(
    situation: Situation,
    scene: Scene,
    command: Command,
    record_property: Callable[[str, object], None],
) -> None:
    endpoint = situation.arrange(scene)
    ran = command([*report_words(scene, endpoint), *situation.words])
    stored, kept = stored_jobs(scene), kept_jobs(scene)
    leaked = leaks(scene, Path.home(), ran.printed)
    found = (not (stored or kept), stored > 1 or kept > 1, len(leaked))
    record_property(SITUATION, situation.name)
    for name, count in zip(COUNTS, found, strict=True):
        record_property(name, int(count))
    assert leaked == []
    assert (ran.code, Place((stored, kept))) == (situation.code, situation.place), ran.printed
    assert situation.said in ran.printed
    _check_course(situation, scene)
    if situation.resent:
        assert command(resend_words(scene, endpoint)).code == 0
        assert (stored_jobs(scene), kept_jobs(scene)) == Place.STORED.value


def _check_course(situation: Situation, scene: Scene) -> None:
    if situation.tries is not None:
        assert len(scene.insiders[0].connections) == situation.tries
    if situation.waits is not None:
        assert len(scene.time.waits) == situation.waits
    if situation.waited is not None:
        least, most = situation.waited
        assert least <= sum(scene.time.waits) <= most


def test_the_table_is_long_enough_and_says_nothing_twice() -> None:
    names = {situation.name for situation in SITUATIONS}
    assert len(names) == len(SITUATIONS) >= AT_LEAST


def test_a_packed_token_is_found_where_it_must_not_be(scene: Scene, command: Command) -> None:
    (scene.folder / "left behind").write_bytes(packed_token())
    assert leaks(scene, Path.home(), "") == [str(scene.folder / "left behind")]
    assert command(["--version"]).code == 0
