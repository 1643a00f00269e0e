from coverup.formats.notes import Notes


def test_nothing_left_out_needs_no_sentence() -> None:
    assert Notes().summary() is None


def test_one_record_is_told_with_its_place() -> None:
    notes = Notes()
    notes.skip("DA before SF", 3)
    assert notes.summary() == "1 record skipped or corrected: 1x DA before SF (first at line 3)"


def test_many_records_are_told_in_one_sentence_with_the_most_frequent_problem_first() -> None:
    notes = Notes()
    notes.skip("unknown record", 9)
    for line in (4, 2, 7):
        notes.skip("line number out of range", line)
    assert notes.summary() == (
        "4 records skipped or corrected: 3x line number out of range (first at line 4), "
        "1x unknown record (first at line 9)"
    )


def test_a_format_without_lines_gives_no_place() -> None:
    notes = Notes()
    notes.skip("statement without a line")
    assert notes.summary() == "1 record skipped or corrected: 1x statement without a line"


def test_a_remark_is_kept_once() -> None:
    notes = Notes()
    for text in ("truncated", "old format", "truncated"):
        notes.remark(text)
    assert notes.remarks == ["truncated", "old format"]
    assert notes.summary() is None
