"""Archives that somebody made to do harm, or that broke on the way."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.errors import CoverupError, InvalidReportError
from coverup.gitlab.archive import Archive
from coverup.gitlab.names import escapes, is_odd, slug, wanted_by
from tests.invoked import coverup
from tests.network.gitlab.standin import gitlab
from tests.network.gitlab.world import LCOV, PATH, PRIVATE, FakeJob, World, archive

LIMIT: Final = 50_000_000


def zipped(write: Callable[[zipfile.ZipFile], None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        write(packed)
    return out.getvalue()


def named(*names: str) -> bytes:
    """Return an archive with files of these names, whatever they are."""

    def write(packed: zipfile.ZipFile) -> None:
        for name in names:
            packed.writestr(zipfile.ZipInfo(name), LCOV)

    return zipped(write)


def special(kind: int, target: str = "/etc/passwd") -> bytes:
    """Return an archive with a report that is a link or a device."""
    info = zipfile.ZipInfo("lcov.info")
    info.create_system = 3
    info.external_attr = (kind | 0o777) << 16
    return zipped(lambda packed: packed.writestr(info, target))


def through_a_link() -> bytes:
    """Return an archive with a link to a folder, and a report in that folder."""
    info = zipfile.ZipInfo("out")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16

    def write(packed: zipfile.ZipFile) -> None:
        packed.writestr(info, "..")
        packed.writestr("out/lcov.info", LCOV)

    return zipped(write)


def twice() -> bytes:
    names = named("a/lcov.info", "b/lcov.info")
    return names.replace(b"b/lcov.info", b"a/lcov.info")


def encrypted() -> bytes:
    content = bytearray(archive({"lcov.info": LCOV}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    return bytes(content)


def lying_about_its_size() -> bytes:
    """Return an archive whose directory calls a large file a small one."""
    content = bytearray(archive({"lcov.info": bytes(60_000_000)}))
    struct.pack_into("<I", content, content.index(b"PK\x01\x02") + 24, 1000)
    return bytes(content)


def endless_list() -> bytes:
    content = bytearray(archive({"lcov.info": LCOV}))
    struct.pack_into("<I", content, content.rindex(b"PK\x05\x06") + 12, 4_000_000_000)
    return bytes(content)


def endless_wide_list() -> bytes:
    content = archive({"lcov.info": LCOV})
    end = content.rindex(b"PK\x05\x06")
    wide = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 1 << 40, 0)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    return content[:end] + wide + locator + content[end:]


BAD: Final = {
    "the parent folder": (named("../lcov.info"), "leads out of its folder"),
    "the parent folder, later": (named("a/../../lcov.info"), "leads out of its folder"),
    "the root": (named("/srv/lcov.info"), "leads out of its folder"),
    "a drive": (named("C:/lcov.info"), "leads out of its folder"),
    "backslashes": (named("..\\lcov.info"), "leads out of its folder"),
    "an escape of a file that nobody wants": (
        named("lcov.info", "../../.bashrc"),
        "leads out of its folder",
    ),
    "a link": (special(stat.S_IFLNK), "a link or a device"),
    "a device": (special(stat.S_IFCHR), "a link or a device"),
    "a pipe": (special(stat.S_IFIFO), "a link or a device"),
    "the same name twice": (twice(), "is there twice"),
    "a file and a folder of one name": (
        named("lcov.info", "lcov.info/lcov.info"),
        "has the place of another file",
    ),
    "an escape sequence": (named("a\x1b[2J/lcov.info"), "is an odd name"),
    "a line end": (named("a\n/lcov.info"), "is an odd name"),
    "an empty part": (named("a//lcov.info"), "is an odd name"),
    "a name that is too long": (named("a" * 300 + "/lcov.info"), "is an odd name"),
    "encrypted": (encrypted(), "is encrypted"),
    "too large": (archive({"lcov.info": bytes(60_000_000)}), "have more than 50.0 MB"),
    "a bomb": (archive({"lcov.info": bytes(40_000_000)}), "more than 250 times its size"),
    "a bomb that lies": (lying_about_its_size(), "cannot be unpacked"),
    "a list of files that fills the memory": (endless_list(), "its list of files is too long"),
    "the same in a wide archive": (endless_wide_list(), "its list of files is too long"),
    "a cut archive": (archive({"lcov.info": LCOV})[:-30], "cannot be unpacked"),
    "a damaged file": (
        archive({"lcov.info": LCOV * 9}).replace(b"lcov.info", b"lcov.info", 1)[:45]
        + b"\xff\xff"
        + archive({"lcov.info": LCOV * 9})[47:],
        "cannot be unpacked",
    ),
    "no archive": (b"<html>no archive</html>", "cannot be unpacked"),
    "nothing": (b"", "cannot be unpacked"),
}


@pytest.mark.parametrize(("content", "reason"), BAD.values(), ids=BAD)
def test_an_archive_that_is_not_honest_is_refused_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, reason: str
) -> None:
    here = tmp_path / "so/deep/that/escapes/stay/in/sight"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    before = everything(tmp_path)
    with gitlab(World(jobs=[FakeJob(1, "unit", archive=content)])) as (server, _):
        env = {"GITLAB_URL": server.url, "GITLAB_PROJECT": PATH, "GITLAB_TOKEN": PRIVATE}
        words = ("--pipeline", "100", "--out", "got", "--max-archive", "50MB", "--retries", "0")
        ran = coverup(env, "gitlab", "collect", *words)
    assert ran.code == 4, ran.err
    assert "error: artifacts of unit: " in ran.err
    assert reason in ran.err
    assert everything(tmp_path) - {here / "got"} == before


def everything(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if "home" not in path.parts}


def test_a_link_to_a_folder_is_never_made(tmp_path: Path) -> None:
    with pytest.raises(InvalidReportError, match="a link"):
        unpack(through_a_link(), tmp_path / "in", ("**",))
    (found,) = unpack(through_a_link(), tmp_path / "in", ("out/*",))
    assert found == tmp_path / "in/out/lcov.info"
    assert not found.parent.is_symlink()


def test_links_beside_the_reports_do_no_harm(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("node_modules/.bin/jest")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16

    def write(packed: zipfile.ZipFile) -> None:
        packed.writestr(info, "../jest/bin/jest.js")
        packed.writestr("coverage/lcov.info", LCOV)

    (found,) = unpack(zipped(write), tmp_path / "in")
    assert found.read_text() == LCOV
    assert not (tmp_path / "in/node_modules").exists()


def unpack(content: bytes, folder: Path, globs: tuple[str, ...] = ()) -> list[Path]:
    folder.mkdir(exist_ok=True)
    path = folder.parent / "artifacts.zip"
    path.write_bytes(content)
    return Archive(path, "artifacts", LIMIT).unpack(wanted_by(globs), folder)


@given(
    names=st.lists(
        st.one_of(
            st.text("./\\ab:", min_size=1, max_size=12),
            st.text(min_size=1, max_size=8).filter(lambda text: text.isprintable()),
        ),
        min_size=1,
        max_size=5,
        unique=True,
    )
)
def test_whatever_the_names_are_nothing_is_written_outside(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    top = tmp_path_factory.mktemp("names")
    try:
        content = named(*names)
    except UnicodeEncodeError:
        return
    try:
        found = unpack(content, top / "in", ("**/*",))
    except CoverupError:
        found = []
    outside = {path for path in top.rglob("*") if not path.is_relative_to(top / "in")}
    assert outside == {top / "artifacts.zip"}
    assert all(path.resolve().is_relative_to(top / "in") for path in found)


@pytest.mark.parametrize(
    "name", ["../a", "a/..", "/a", "\\a", "C:a", "C:\\a", "\\\\host\\a", "a\\..\\b"]
)
def test_a_name_that_escapes_on_any_system_is_known(name: str) -> None:
    assert escapes(name)


@pytest.mark.parametrize("name", ["a..b/c", "..a", "a/b.xml", "test:unit.xml", "дир ectory/é"])
def test_an_unusual_name_is_neither_odd_nor_an_escape(name: str) -> None:
    assert not escapes(name)
    assert not is_odd(name)


@given(st.text())
def test_the_folder_of_a_job_is_one_plain_name(name: str) -> None:
    found = slug(name)
    assert found
    assert not found.startswith(".")
    assert found.isascii()
    assert not set(found) & set("/\\: \n\0")


@pytest.mark.parametrize(
    ("glob", "path", "is_meant"),
    [
        ("*.xml", "deep/down/a.xml", True),
        ("coverage/*.xml", "coverage/a.xml", True),
        ("coverage/*.xml", "coverage/deep/a.xml", False),
        ("coverage/**/*.xml", "coverage/deep/a.xml", True),
        ("coverage/**", "coverage/deep/a.xml", True),
        ("coverage/", "coverage/a.xml", True),
        ("./coverage/a.xml", "coverage/a.xml", True),
        ("a.xml", "b.xml", False),
    ],
)
def test_a_glob_means_what_it_means_in_gitlabs_own_paths(
    glob: str, path: str, is_meant: bool
) -> None:
    assert wanted_by([glob])(path) is is_meant


@pytest.mark.parametrize(
    ("path", "is_report"),
    [("a/lcov.info", True), ("node_modules/x/lcov.info", False), ("a/main.py", False)],
)
def test_without_globs_what_is_named_like_a_report_is_meant(path: str, is_report: bool) -> None:
    assert wanted_by(())(path) is is_report
