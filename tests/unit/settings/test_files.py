from pathlib import Path

import pytest

from coverup.errors import ConfigError
from coverup.settings.files import ConfigFile, find, read


def write(folder: Path, name: str, content: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content, encoding="utf-8")
    return folder / name


def loaded(path: Path) -> ConfigFile:
    file = read(path)
    assert file is not None
    return file


def problem(path: Path) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        read(path)
    return caught.value


class TestPyproject:
    def test_tool_coverup_holds_settings(self, tmp_path: Path) -> None:
        text = '[tool.coverup]\nendpoint = "https://c.example"\nparallel = true\nreports = ["a"]\n'
        file = loaded(write(tmp_path, "pyproject.toml", text))
        assert file.name == "pyproject.toml [tool.coverup]"
        assert file.values == {
            "endpoint": "https://c.example",
            "parallel": True,
            "reports": ["a"],
        }

    def test_keys_may_be_written_with_hyphens(self, tmp_path: Path) -> None:
        path = write(tmp_path, "pyproject.toml", '[tool.coverup]\nbase-path = "src"\n')
        assert loaded(path).values == {"base_path": "src"}

    def test_a_key_that_does_not_exist_is_a_mistake(self, tmp_path: Path) -> None:
        path = write(tmp_path, "pyproject.toml", '[tool.coverup]\nparalel = true\nbas_path = ""\n')
        message = problem(path).message
        assert "unknown key 'paralel', did you mean 'parallel'?" in message
        assert "unknown key 'bas_path', did you mean 'base_path'?" in message

    def test_a_key_that_is_like_no_other_is_a_mistake_too(self, tmp_path: Path) -> None:
        path = write(tmp_path, "pyproject.toml", "[tool.coverup]\nxyzzy = 1\n")
        assert problem(path).message == "pyproject.toml [tool.coverup]: unknown key 'xyzzy'"

    @pytest.mark.parametrize("text", ["", "[project]\nname = 'x'\n", "tool = 1\n", "[tool.ruff]\n"])
    def test_in_a_project_without_it_nothing_is_said(self, tmp_path: Path, text: str) -> None:
        write(tmp_path, "pyproject.toml", text)
        assert find([tmp_path]) == []

    @pytest.mark.parametrize("text", ["", 'service_name = "x"\n', "[tool.ruff]\n"])
    def test_a_file_that_the_user_names_must_have_it(self, tmp_path: Path, text: str) -> None:
        assert "has no [tool.coverup]" in problem(write(tmp_path, "coverup.toml", text)).message

    def test_it_must_be_a_table(self, tmp_path: Path) -> None:
        path = write(tmp_path, "pyproject.toml", "[tool]\ncoverup = 5\n")
        assert "[tool.coverup]: must hold keys and values, not a int" in problem(path).message

    def test_bad_toml_is_told_with_its_place(self, tmp_path: Path) -> None:
        path = write(tmp_path, "pyproject.toml", "[tool.coverup]\nparallel = yes\n")
        message = problem(path).message
        assert message.startswith(f"{path}: not valid TOML: ")
        assert "line 2" in message

    @pytest.mark.parametrize("text", ["x = " + "[" * 2_000, "x = " + "9" * 5000])
    def test_absurd_toml_is_refused(self, tmp_path: Path, text: str) -> None:
        assert "not valid TOML" in problem(write(tmp_path, "pyproject.toml", text)).message


class TestCoverallsYml:
    def test_it_holds_settings(self, tmp_path: Path) -> None:
        text = "repo_token: abc\nservice_name: x\nparallel: true\n"
        file = loaded(write(tmp_path, ".coveralls.yml", text))
        assert file.name == ".coveralls.yml"
        assert file.values == {"repo_token": "abc", "service_name": "x", "parallel": True}
        assert file.warnings == ()

    def test_a_strange_key_is_only_warned_about(self, tmp_path: Path) -> None:
        file = loaded(write(tmp_path, ".coveralls.yml", "repo_tokn: a\n1: b\nflag_name: c\n"))
        assert file.values == {"flag_name": "c"}
        assert file.warnings == (
            ".coveralls.yml: unknown key 'repo_tokn', did you mean 'repo_token'?",
            ".coveralls.yml: unknown key '1'",
        )

    @pytest.mark.parametrize("key", ["coverage_clover", "json_path", "src_dir"])
    def test_keys_of_other_clients_are_fine(self, tmp_path: Path, key: str) -> None:
        file = loaded(write(tmp_path, ".coveralls.yml", f"{key}: build/logs\n"))
        assert (file.values, file.warnings) == ({}, ())

    def test_a_warning_does_not_show_the_value(self, tmp_path: Path) -> None:
        file = loaded(write(tmp_path, ".coveralls.yml", "token: s3cr3t\n"))
        assert file.warnings
        assert "s3cr3t" not in repr(file)

    @pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "---\n", "\ufeff"])
    def test_an_empty_file_says_nothing(self, tmp_path: Path, text: str) -> None:
        assert loaded(write(tmp_path, ".coveralls.yml", text)).values == {}

    @pytest.mark.parametrize(
        ("text", "kind"), [("- a\n- b\n", "list"), ("token\n", "str"), ("42\n", "int")]
    )
    def test_anything_but_keys_and_values_is_refused(
        self, tmp_path: Path, text: str, kind: str
    ) -> None:
        message = problem(write(tmp_path, ".coveralls.yml", text)).message
        assert message == f".coveralls.yml: must hold keys and values, not a {kind}"

    @pytest.mark.parametrize(
        ("text", "line"), [("a: b\nc: [\n", 3), ("a: b\n\tc: d\n", 2), ("a: b\nc: d: e\n", 2)]
    )
    def test_bad_yaml_is_told_with_its_place(self, tmp_path: Path, text: str, line: int) -> None:
        path = write(tmp_path, ".coveralls.yml", text)
        assert problem(path).message.startswith(f"{path}:{line}: not valid YAML: ")

    @pytest.mark.parametrize(
        "text", ["a: \x07", "a: 2024-99-99", "[" * 2_000, "? {a: b}\n: c", "a: !!python/name:os"]
    )
    def test_absurd_yaml_is_refused(self, tmp_path: Path, text: str) -> None:
        assert "not valid YAML" in problem(write(tmp_path, ".coveralls.yml", text)).message


class TestNamedByTheUser:
    def test_a_missing_file_is_an_error(self, tmp_path: Path) -> None:
        error = problem(tmp_path / "gone.yml")
        assert "gone.yml: cannot be read: No such file or directory" in error.message
        assert error.hint == "give the file's path with -c/--config-path"

    def test_a_folder_is_an_error(self, tmp_path: Path) -> None:
        assert "cannot be read" in problem(tmp_path).message

    def test_a_file_that_is_no_text_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "c.yml").write_bytes(b"repo_token: caf\xe9")
        assert "cannot be read" in problem(tmp_path / "c.yml").message

    def test_any_name_will_do(self, tmp_path: Path) -> None:
        assert loaded(write(tmp_path, "my.conf", "flag_name: x\n")).values == {"flag_name": "x"}


class TestFinding:
    def test_tool_coverup_comes_before_coveralls_yml(self, tmp_path: Path) -> None:
        write(tmp_path, ".coveralls.yml", "flag_name: a\n")
        write(tmp_path, "pyproject.toml", "[tool.coverup]\nflag_name = 'b'\n")
        assert [file.values["flag_name"] for file in find([tmp_path])] == ["b", "a"]

    def test_the_first_folder_that_has_one_wins(self, tmp_path: Path) -> None:
        inner = tmp_path / "inner"
        write(tmp_path, ".coveralls.yml", "flag_name: outer\n")
        write(inner, ".coveralls.yml", "flag_name: inner\n")
        assert [file.values for file in find([inner, tmp_path])] == [{"flag_name": "inner"}]

    def test_each_kind_is_looked_for_by_itself(self, tmp_path: Path) -> None:
        inner = tmp_path / "inner"
        write(tmp_path, ".coveralls.yml", "flag_name: outer\n")
        write(inner, "pyproject.toml", "[tool.coverup]\nparallel = true\n")
        found = [file.values for file in find([inner, tmp_path])]
        assert found == [{"parallel": True}, {"flag_name": "outer"}]

    def test_a_pyproject_about_other_things_does_not_hide_the_roots(self, tmp_path: Path) -> None:
        inner = tmp_path / "inner"
        write(tmp_path, "pyproject.toml", "[tool.coverup]\nflag_name = 'root'\n")
        write(inner, "pyproject.toml", "[project]\nname = 'x'\n")
        assert [file.values for file in find([inner, tmp_path])] == [{"flag_name": "root"}]

    def test_a_file_that_is_not_needed_is_not_read(self, tmp_path: Path) -> None:
        inner = tmp_path / "inner"
        write(tmp_path, ".coveralls.yml", "broken: [\n")
        write(inner, ".coveralls.yml", "flag_name: inner\n")
        assert len(find([inner, tmp_path])) == 1

    def test_a_folder_that_is_named_twice_is_read_once(self, tmp_path: Path) -> None:
        write(tmp_path, ".coveralls.yaml", "flag_name: x\n")
        assert len(find([tmp_path, tmp_path])) == 1

    def test_nothing_there_is_nothing_found(self, tmp_path: Path) -> None:
        assert find([tmp_path]) == []
