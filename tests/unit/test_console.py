import io

import pytest

from coverup.render.console import ColorWhen, Console, visible


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def console(
    *,
    terminal: bool = False,
    env: dict[str, str] | None = None,
    color: ColorWhen = "auto",
    quiet: bool = False,
    verbose: bool = False,
) -> Console:
    out, err = (Terminal(), Terminal()) if terminal else (io.StringIO(), io.StringIO())
    return Console(out, err, env or {}, quiet=quiet, verbose=verbose, color=color)


def said(one: Console) -> tuple[str, str]:
    assert isinstance(one.out, io.StringIO)
    assert isinstance(one.err, io.StringIO)
    return one.out.getvalue(), one.err.getvalue()


class TestStreams:
    @pytest.mark.parametrize(
        ("quiet", "verbose", "out", "err"),
        [
            (False, False, "result\njson\n", "info\nwarning: warn\nerror: failed\n"),
            (False, True, "result\njson\n", "info\ndetail\nwarning: warn\nerror: failed\n"),
            (True, False, "json\n", "warning: warn\nerror: failed\n"),
            (True, True, "json\n", "warning: warn\nerror: failed\n"),
        ],
    )
    def test_results_go_to_stdout_and_all_else_to_stderr(
        self, *, quiet: bool, verbose: bool, out: str, err: str
    ) -> None:
        one = console(quiet=quiet, verbose=verbose)
        one.info("info")
        one.detail("detail")
        one.warn("warn")
        one.error("failed")
        one.result("result")
        one.document("json")
        assert said(one) == (out, err)

    def test_an_error_tells_what_to_type_and_where_to_read_more(self) -> None:
        one = console()
        one.error("no token", hint="set COVERALLS_REPO_TOKEN", link="https://example.com/#no-token")
        assert said(one)[1].splitlines() == [
            "error: no token",
            "hint: set COVERALLS_REPO_TOKEN",
            "see https://example.com/#no-token",
        ]


class TestSecrets:
    def test_a_secret_is_masked_in_everything_that_is_written(self) -> None:
        one = console(verbose=True)
        one.hide(["t0ken-1234"])
        for write in (one.info, one.detail, one.warn, one.error, one.result, one.document):
            write("with t0ken-1234 in it")
        one.error("x", hint="t0ken-1234", link="https://x/?repo_token=t0ken-1234")
        assert "t0ken" not in "".join(said(one))
        assert "with *** in it" in said(one)[0]

    @pytest.mark.parametrize("secret", [None, "", "abc", "  a  "])
    def test_nothing_and_short_words_are_no_secrets(self, secret: str | None) -> None:
        one = console()
        one.hide([secret])
        assert one.masked("abc a  b") == "abc a  b"

    def test_a_secret_that_holds_another_is_masked_as_a_whole(self) -> None:
        one = console()
        one.hide(["abcd", "abcd-efgh"])
        assert one.masked("abcd-efgh") == "***"

    def test_a_secret_with_a_line_end_behind_it_is_masked_without_one_too(self) -> None:
        one = console()
        one.hide(["t0ken-1234\n"])
        assert one.masked("sent t0ken-1234 there") == "sent *** there"

    def test_the_secrets_are_not_in_its_representation(self) -> None:
        one = console()
        one.hide(["t0ken-1234"])
        assert "t0ken" not in repr(one)


class TestVisible:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("src/naïve café дир.c", "src/naïve café дир.c"),
            ("\x1b[31mred\x07", r"\x1b[31mred\x07"),
            ("a\rb\tc\0", r"a\rb\tc\x00"),
            ("a\x85b\u2028c\u202ed", r"a\x85b\u2028c\u202ed"),
            (b"caf\xe9".decode(errors="surrogateescape"), r"caf\udce9"),
        ],
    )
    def test_control_characters_cannot_steer_a_terminal(self, text: str, shown: str) -> None:
        assert visible(text) == shown

    def test_the_lines_after_the_first_are_indented(self) -> None:
        assert visible("2 problems:\n  - a\n- b") == "2 problems:\n  - a\n  - b"

    @pytest.mark.parametrize(
        "text",
        [
            "::set-output name=x::y",
            "  ::error::x",
            "file\n::add-path::/tmp",
            "file\n   ::stop-commands::x",
            "\u3000::warning::x",
            "##[add-mask]x",
            "dropped src/##[set-env name=x]y.c",
            "src/##vso[task.setvariable variable=x]y: not in the repository",
            "##teamcity[buildProblem description='x']",
            "####[add-path]/tmp",
        ],
    )
    def test_nothing_that_a_ci_takes_for_a_command_stays_one(self, text: str) -> None:
        one = console()
        one.info(text)
        one.document(text)
        shown = said(one)[1]
        assert not [line for line in shown.splitlines() if line.strip().startswith("::")]
        assert not [mark for mark in ("##[", "##vso[", "##teamcity[") if mark in shown]

    def test_of_a_very_long_line_both_ends_are_shown(self) -> None:
        shown = visible("path " + "x" * 80_000 + " end")
        assert shown.startswith("path xxx")
        assert shown.endswith("xxx end")
        assert len(shown) < 1000

    @pytest.mark.parametrize("text", ["std::vector<int>::at", "a::b", "# 1 ## 2", "C::x"])
    def test_what_only_looks_alike_stays_as_it_is(self, text: str) -> None:
        assert visible(text) == text


class TestColor:
    @pytest.mark.parametrize(
        ("terminal", "env", "color", "colored"),
        [
            (True, {}, "auto", True),
            (False, {}, "auto", False),
            (True, {"NO_COLOR": "1"}, "auto", False),
            (True, {"NO_COLOR": ""}, "auto", True),
            (True, {"TERM": "dumb"}, "auto", False),
            (False, {"FORCE_COLOR": "1"}, "auto", True),
            (False, {"FORCE_COLOR": "0"}, "auto", False),
            (False, {"FORCE_COLOR": ""}, "auto", False),
            (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, "auto", False),
            (False, {"NO_COLOR": "1"}, "always", True),
            (True, {"FORCE_COLOR": "1"}, "never", False),
        ],
    )
    def test_it_is_for_terminals_unless_somebody_says_otherwise(
        self, *, terminal: bool, env: dict[str, str], color: ColorWhen, colored: bool
    ) -> None:
        one = console(terminal=terminal, env=env, color=color)
        one.warn("x")
        expected = "\x1b[33mwarning:\x1b[0m x\n" if colored else "warning: x\n"
        assert said(one)[1] == expected

    def test_a_document_is_never_colored(self) -> None:
        one = console(color="always")
        one.document("{}")
        assert said(one)[0] == "{}\n"


@pytest.mark.parametrize("value", ["false", "TRUE", "null", "12345678"])
def test_what_is_no_secret_does_not_break_json(value: str) -> None:
    out = io.StringIO()
    console = Console(out, io.StringIO(), {})
    console.hide([value])
    console.document(f'{{"a": {value}}}')
    assert out.getvalue() == f'{{"a": {value}}}\n'
