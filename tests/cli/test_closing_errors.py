"""What is said at the end when a search brought nothing."""

from pathlib import Path

from tests.cli.conftest import Command

BROKEN = "<coverage><packages>"


def test_broken_reports_are_not_said_to_be_missing(coverup: Command, project: Path) -> None:
    (project / "lcov.info").unlink()
    (project / "coverage.xml").write_text(BROKEN)
    (project / "cobertura.xml").write_text(BROKEN)
    ran = coverup("report", "--dry-run")
    assert ran.code == 4
    assert "error: all 2 reports that were found here cannot be read: cobertura.xml, cov" in ran.err
    assert coverup("report", "--dry-run", "--allow-empty").code == 0


def test_raw_data_is_told_when_nothing_else_was_found(coverup: Command, project: Path) -> None:
    (project / "lcov.info").unlink()
    (project / "default.profraw").write_bytes(b"\x81rforpl\xff")
    ran = coverup("report", "--dry-run")
    assert ran.code == 4
    assert "found raw data that is not yet a report: ." in ran.err
    assert "run llvm-profdata merge" in ran.err


def test_two_formats_of_a_run_in_a_named_folder_count_once(coverup: Command, project: Path) -> None:
    (project / "coverage").mkdir()
    (project / "lcov.info").rename(project / "coverage/lcov.info")
    hits = "".join(f'<line number="{n}" hits="{h}"/>' for n, h in ((1, 3), (2, 0), (4, 1)))
    other = "".join(f'<line number="{n}" hits="1"/>' for n in (1, 2))
    (project / "coverage/cobertura.xml").write_text(
        '<coverage line-rate="1"><packages><package name="p"><classes>'
        f'<class filename="src/a.c"><lines>{hits}</lines></class>'
        f'<class filename="src/b.py"><lines>{other}</lines></class>'
        "</classes></package></packages></coverage>"
    )
    ran = coverup("report", "--dry-run", "coverage")
    assert "cobertura.xml (cobertura) passed over: same run as coverage" in ran.err
