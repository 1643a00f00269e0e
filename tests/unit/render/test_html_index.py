import pytest

from coverup.model import Totals
from coverup.pipeline.earlier import Earlier
from coverup.render.html.shares import Share, Shares
from coverup.render.html.tree import Folder, trail, tree
from coverup.render.html.trend import HEIGHT, WIDTH, trend


def counted(covered: int, lines: int) -> Totals:
    return Totals(lines=lines, covered_lines=covered)


def drawn(folders: list[Folder]) -> list[object]:
    return [
        (each.label, each.files, each.shares.lines.text, *drawn(each.children()))
        for each in folders
    ]


def test_folders_have_the_sums_of_what_is_below_them() -> None:
    root = tree({"a/b/x": counted(1, 2), "a/c/y": counted(3, 3), "a/z": counted(0, 5)})
    assert drawn(root.children()) == [
        ("a/", 3, "40.00 %", ("b/", 1, "50.00 %"), ("c/", 1, "100.00 %"))
    ]
    assert root.totals == counted(4, 10)


def test_a_folder_that_only_holds_a_folder_is_joined_with_it() -> None:
    root = tree({"src/main/java/a/X": counted(1, 1), "src/main/java/b/Y": counted(1, 1)})
    assert drawn(root.children()) == [
        ("src/main/java/", 2, "100.00 %", ("a/", 1, "100.00 %"), ("b/", 1, "100.00 %"))
    ]
    (java,) = root.children()
    assert (java.path, java.address) == ("src/main/java/", "dir=src%2Fmain%2Fjava%2F")


def test_a_folder_with_a_file_of_its_own_is_not_joined() -> None:
    root = tree({"a/b/x": counted(1, 1), "a/y": counted(1, 1)})
    assert drawn(root.children()) == [("a/", 2, "100.00 %", ("b/", 1, "100.00 %"))]


def test_a_project_without_folders_has_none() -> None:
    assert tree({"x": counted(1, 1)}).children() == []
    assert tree({}).children() == []


def test_the_way_to_a_file_names_each_folder_above_it() -> None:
    assert trail("a/b&c/x.py") == [("a", "dir=a%2F"), ("b&c", "dir=a%2Fb%26c%2F")]
    assert trail("x.py") == []


def test_a_name_that_is_no_unicode_has_an_address_all_the_same() -> None:
    assert trail("caf\udce9/x") == [("caf\\udce9", "dir=caf%5Cudce9%2F")]


@pytest.mark.parametrize(
    ("covered", "relevant", "text", "level"),
    [
        (0, 0, "\N{EN DASH}", "poor"),
        (0, 1, "0.00 %", "poor"),
        (1, 2, "50.00 %", "fair"),
        (4, 5, "80.00 %", "good"),
        (99_999, 100_000, "99.99 %", "good"),
    ],
)
def test_a_share_never_rounds_to_all_or_nothing(
    covered: int, relevant: int, text: str, level: str
) -> None:
    share = Share(covered, relevant)
    assert (share.text, share.level) == (text, level)


def test_the_trend_ends_with_this_run_and_tells_the_change() -> None:
    found = trend(
        [Earlier("a.json", counted(1, 2)), Earlier("b.json", counted(3, 4))], counted(1, 2)
    )
    assert found is not None
    assert [name for name, _ in found.runs] == ["a.json", "b.json", "this run"]
    assert found.change == "\N{MINUS SIGN}25.00 points"
    xs, ys = zip(*found.points, strict=True)
    assert list(xs) == sorted(xs)
    assert ys[0] == ys[2] > ys[1], "higher coverage is drawn higher"
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in found.points)


def test_a_trend_that_goes_nowhere_is_a_flat_line() -> None:
    found = trend([Earlier("a", counted(1, 3))], counted(1, 3))
    assert found is not None
    assert (found.change, {y for _, y in found.points}) == ("no change", {HEIGHT / 2})


@pytest.mark.parametrize(
    ("earlier", "now"),
    [([], counted(1, 1)), ([counted(0, 0)], counted(1, 1)), ([counted(1, 1)], counted(0, 0))],
)
def test_without_two_figures_there_is_no_trend(earlier: list[Totals], now: Totals) -> None:
    assert trend([Earlier("a", each) for each in earlier], now) is None


def test_of_many_runs_the_latest_are_shown() -> None:
    found = trend([Earlier(str(i), counted(i, 100)) for i in range(100)], counted(1, 1))
    assert found is not None
    assert (len(found.runs), found.runs[0][0]) == (30, "71")


def test_shares_are_of_lines_and_branches() -> None:
    shares = Shares.of(Totals(lines=4, covered_lines=3, branches=2, covered_branches=1))
    assert (shares.lines.missed, shares.branches.missed_text) == (1, "1")
    assert Shares.of(Totals()).branches.missed_text == "\N{EN DASH}"
