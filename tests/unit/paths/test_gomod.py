from collections.abc import Mapping

import pytest

from coverup.paths.gomod import GoModules


def modules(files: Mapping[str, str]) -> GoModules:
    return GoModules.of(files, files.__getitem__)


class TestPlacing:
    REPOSITORY = modules(
        {
            "go.mod": "module example.com/shop/v2\n\ngo 1.22\n",
            "cart/cart.go": "",
            "main.go": "",
            "tools/go.mod": "module example.com/shop/v2/tools\n",
            "tools/gen/gen.go": "",
            "services/mail/go.mod": "module mail\n",
            "services/mail/send.go": "",
        }
    )

    @pytest.mark.parametrize(
        ("path", "name"),
        [
            pytest.param("example.com/shop/v2/cart/cart.go", "cart/cart.go", id="a package"),
            pytest.param("example.com/shop/v2/main.go", "main.go", id="the root's package"),
            pytest.param("example.com/shop/v2/tools/gen/gen.go", "tools/gen/gen.go", id="nested"),
            pytest.param("mail/send.go", "services/mail/send.go", id="one component"),
            pytest.param("example.com/shop/v2/zz_gen.go", "zz_gen.go", id="not tracked"),
            pytest.param("example.com/shop/cart/cart.go", None, id="without its major version"),
            pytest.param("example.com/shop/v22/cart.go", None, id="half a component"),
            pytest.param("example.com/other/cart.go", None, id="another module"),
            pytest.param("example.com/shop/v2/../../x.go", None, id="a way out"),
            pytest.param("/home/ci/cart/cart.go", None, id="an absolute path"),
            pytest.param("./cart/cart.go", None, id="a relative path"),
            pytest.param("cart.go", None, id="a name alone"),
            pytest.param("", None, id="nothing"),
        ],
    )
    def test_an_import_path_is_below_the_folder_of_its_module(
        self, path: str, name: str | None
    ) -> None:
        assert self.REPOSITORY.place(path) == name

    def test_of_two_modules_of_one_name_the_one_that_has_the_file_is_meant(self) -> None:
        found = modules(
            {
                "testdata/a/go.mod": "module example.com/m\n",
                "testdata/a/x.go": "",
                "testdata/b/go.mod": "module example.com/m\n",
                "testdata/b/y.go": "",
            }
        )
        assert found.place("example.com/m/x.go") == "testdata/a/x.go"
        assert found.place("example.com/m/y.go") == "testdata/b/y.go"

    def test_a_module_in_test_data_does_not_hide_a_folder_of_the_same_name(self) -> None:
        found = modules(
            {
                "go.mod": "module example.com/m\n",
                "sub/x.go": "",
                "internal/testdata/go.mod": "module example.com/m/sub\n",
            }
        )
        assert found.place("example.com/m/sub/x.go") == "sub/x.go"

    def test_of_two_files_the_one_near_the_root_is_meant(self) -> None:
        files = {"go.mod": "module m\n", "x.go": "", "copy/go.mod": "module m\n", "copy/x.go": ""}
        assert modules(files).place("m/x.go") == "x.go"


class TestModuleLine:
    @pytest.mark.parametrize(
        "text",
        [
            "module example.com/m",
            "module example.com/m // Deprecated: use v2\r\n",
            '// A comment\nmodule "example.com/m"\n',
            "module `example.com/m`\n",
            "module (\n\texample.com/m\n)\n",
            "go 1.20\n\tmodule\texample.com/m\n",
        ],
    )
    def test_every_spelling_is_read(self, text: str) -> None:
        assert modules({"a/go.mod": text}).place("example.com/m/x.go") == "a/x.go"

    @pytest.mark.parametrize(
        "text", ["", "module", "module // x", "modules example.com/m", "// module example.com/m"]
    )
    def test_a_file_without_one_is_no_module(self, text: str) -> None:
        assert modules({"go.mod": text}).folders == {}

    def test_only_files_of_that_name_are_read(self) -> None:
        files = {"go.mod.bak": "module m\n", "a/xgo.mod": "module m\n", "go.sum": "module m\n"}
        assert modules(files).folders == {}

    def test_a_file_that_cannot_be_read_is_left_out(self) -> None:
        def read(name: str) -> str:
            if name == "go.mod":
                raise FileNotFoundError(name)
            return b"module \xff\n".decode() if name == "a/go.mod" else "module m\n"

        found = GoModules.of(["go.mod", "a/go.mod", "b/go.mod"], read)
        assert found.place("m/x.go") == "b/x.go"


class TestReplacements:
    @pytest.mark.parametrize(
        "line",
        [
            "replace example.com/lib => ../lib",
            "replace example.com/lib v1.2.3 => ../lib // for now",
            "replace (\n\texample.com/z => ../z\n\texample.com/lib => ../lib\n)",
            "replace(\n\texample.com/lib => ../lib/\n)",
            'replace "example.com/lib" => `..\\lib`',
        ],
    )
    def test_a_replacement_in_the_repository_is_followed(self, line: str) -> None:
        found = modules({"app/go.mod": f"module example.com/app\n{line}\n", "lib/x.go": ""})
        assert found.place("example.com/lib/x.go") == "lib/x.go"

    @pytest.mark.parametrize(
        "line",
        [
            "replace example.com/lib => example.com/fork v1.0.0",
            "replace example.com/lib => ../../lib",
            "replace example.com/lib => /opt/lib",
            "replace example.com/lib => C:/lib",
            "replace example.com/lib ../lib",
            "replace",
        ],
    )
    def test_any_other_is_not(self, line: str) -> None:
        found = modules({"app/go.mod": f"module example.com/app\n{line}\n"})
        assert found.place("example.com/lib/x.go") is None

    def test_a_replacement_by_the_root_itself_is_followed(self) -> None:
        found = modules({"app/go.mod": "module a\nreplace example.com/m => ../\n", "x.go": ""})
        assert found.place("example.com/m/x.go") == "x.go"

    def test_the_module_line_comes_before_a_replacement(self) -> None:
        found = modules(
            {
                "go.mod": "module a\nreplace example.com/m => ./fork\n",
                "fork/x.go": "",
                "own/go.mod": "module example.com/m\n",
                "own/x.go": "",
            }
        )
        assert found.place("example.com/m/x.go") == "own/x.go"
