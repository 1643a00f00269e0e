import json
from pathlib import Path

import pytest

from coverup.errors import OutputError
from coverup.render.html import write_report
from coverup.render.html.folder import KEY, MARK, OWN, replaced
from tests.html_samples import gathered, measured, small_project


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_report_has_nothing_at_its_top_but_what_it_is_known_by(tmp_path: Path) -> None:
    page = write_report(tmp_path / "a/b", small_project())
    assert page == tmp_path / "a/b/index.html"
    assert names(tmp_path / "a/b") == OWN
    assert names(tmp_path / "a") == {"b"}
    mark = json.loads((tmp_path / "a/b" / MARK).read_bytes())
    assert list(mark) == [KEY, "files", "totals"]
    assert mark["totals"]["lines"] == {"relevant": 17, "covered": 8, "percent": 47.06}


def test_an_earlier_report_is_replaced_as_a_whole(tmp_path: Path) -> None:
    write_report(tmp_path / "out", small_project())
    write_report(tmp_path / "out", gathered((measured("only.py", 1), b"x\n")))
    assert len(names(tmp_path / "out/files")) == 1
    assert names(tmp_path) == {"out"}


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write_report(tmp_path / "out", small_project())
    assert names(tmp_path / "out") == OWN


def test_the_folder_that_a_link_leads_to_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write_report(tmp_path / "link", small_project())
    assert (tmp_path / "link").is_symlink()
    assert names(tmp_path / "real") == OWN


@pytest.mark.parametrize("strange", ["notes.txt", ".git", "files/notes.txt", "files/sub.html/x"])
def test_a_folder_with_somebodys_file_in_it_is_left_alone(tmp_path: Path, strange: str) -> None:
    out = tmp_path / "out"
    write_report(out, small_project())
    before = (out / "index.html").stat().st_ino
    (out / strange).parent.mkdir(exist_ok=True)
    (out / strange).write_text("mine")
    with pytest.raises(OutputError, match="coverup did not write") as caught:
        write_report(out, small_project())
    assert caught.value.hint is not None
    assert "-o DIR" in caught.value.hint
    assert (out / strange).read_text() == "mine"
    assert (out / "index.html").stat().st_ino == before
    assert names(tmp_path) == {"out"}


@pytest.mark.parametrize("mark", [None, "", "[]", "{}", "3", '{"other": 1}'])
def test_a_folder_without_the_mark_is_not_ours(tmp_path: Path, mark: str | None) -> None:
    (tmp_path / "index.html").write_text("mine")
    if mark is not None:
        (tmp_path / MARK).write_text(mark)
    with pytest.raises(OutputError):
        write_report(tmp_path, small_project())
    assert (tmp_path / "index.html").read_text() == "mine"


def test_a_file_is_not_replaced_by_a_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(OutputError, match="Not a directory"):
        write_report(tmp_path / "out", small_project())
    with pytest.raises(OutputError):
        write_report(tmp_path / "out/below", small_project())
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.parametrize("failure", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_on_a_failure_the_earlier_report_stays_and_no_half_one_is_left(
    tmp_path: Path, failure: BaseException
) -> None:
    write_report(tmp_path / "out", small_project())

    def fail() -> None:
        with replaced(tmp_path / "out") as new:
            (new / "index.html").write_text("half")
            raise failure

    with pytest.raises((KeyboardInterrupt, OutputError)):
        fail()
    assert names(tmp_path) == {"out"}
    assert "Coverage" in (tmp_path / "out/index.html").read_text()


def test_others_may_read_a_report_as_far_as_the_umask_lets_them(tmp_path: Path) -> None:
    write_report(tmp_path / "out", small_project())
    (tmp_path / "plain").mkdir()
    modes = {path: path.stat().st_mode for path in (tmp_path / "out", tmp_path / "plain")}
    assert len(set(modes.values())) == 1
