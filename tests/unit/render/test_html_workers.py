import multiprocessing
import os
from functools import partial
from pathlib import Path

import pytest

from coverup.render.html.workers import WORTH_IT, each, processes


def note(folder: Path, name: str) -> None:
    (folder / name).write_text(str(os.getpid()))


def fail(_thing: int) -> None:
    raise OSError(28, "No space left on device")


def die(folder: Path, name: str) -> None:
    """Do the work here, and end any other process as a system does that runs out of memory."""
    if multiprocessing.parent_process() is not None:
        os._exit(9)
    note(folder, name)


@pytest.mark.parametrize("count", [1, 2])
def test_the_work_is_done_on_each_thing(tmp_path: Path, count: int) -> None:
    names = [str(i) for i in range(40)]
    each(partial(note, tmp_path), names, count)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    ours = {path.read_text() for path in tmp_path.iterdir()} == {str(os.getpid())}
    assert ours == (count == 1)


@pytest.mark.parametrize("count", [1, 2])
def test_an_error_of_the_work_is_an_error_here(count: int) -> None:
    with pytest.raises(OSError, match="No space left"):
        each(fail, range(40), count)


def test_where_other_processes_die_this_one_does_the_work(tmp_path: Path) -> None:
    each(partial(die, tmp_path), ["a", "b"], 2)
    assert (tmp_path / "b").read_text() == str(os.getpid())


def test_a_small_project_is_no_work_for_many() -> None:
    assert processes(WORTH_IT - 1) == 1
    assert processes(WORTH_IT) <= 8
