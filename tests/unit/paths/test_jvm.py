"""Packages of Java, Kotlin and their like, in the source roots of a repository."""

import pytest

from coverup.paths.jvm import JvmSources

NAMES = (
    "app/src/main/java/com/shop/Cart.java",
    "lib/src/main/java/com/shop/Cart.java",
    "app/src/test/kotlin/com/shop/CartTest.kt",
    "app/src/commonMain/kotlin/till/Till.kt",
    "app/src/commonMain/kotlin/till/Tax.kt",
    "app/src/jsMain/kotlin/till/Till.kt",
    "core/src/main/scala-2.13/com/shop/Core.scala",
    "src/main/groovy/Build.groovy",
    "src/main/resources/com/shop/Cart.java",
    "docs/com/shop/Cart.java",
    "app/src/main/java/com/shop/notes.txt",
)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (
            "com/shop/Cart.java",
            ("app/src/main/java/com/shop/Cart.java", "lib/src/main/java/com/shop/Cart.java"),
        ),
        ("com/shop/CartTest.kt", ("app/src/test/kotlin/com/shop/CartTest.kt",)),
        ("com/shop/Core.scala", ("core/src/main/scala-2.13/com/shop/Core.scala",)),
        ("Build.groovy", ("src/main/groovy/Build.groovy",)),
        ("shop/Cart.java", ()),
        ("com/shop/notes.txt", ()),
    ],
)
def test_a_package_is_below_every_source_root_that_has_it(
    path: str, names: tuple[str, ...]
) -> None:
    assert JvmSources(NAMES).whole(path) == names


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("com/shop/Cart.java", True),
        ("Cart.kts", True),
        ("/app/Cart.java", False),
        ("C:/app/Cart.java", False),
        ("com/shop/Cart.py", False),
    ],
)
def test_only_relative_paths_of_these_languages_are_packages(path: str, *, is_one: bool) -> None:
    assert JvmSources.speaks_of(path) is is_one


def test_the_folders_that_kotlin_leaves_out_are_learned_from_all_files() -> None:
    short = JvmSources(NAMES).dropped_fronts(["com/shop/till/Till.kt", "com/shop/till/Tax.kt"])
    assert short == {
        "com/shop/till/Till.kt": ("app/src/commonMain/kotlin/till/Till.kt",),
        "com/shop/till/Tax.kt": ("app/src/commonMain/kotlin/till/Tax.kt",),
    }


def test_on_equal_terms_every_root_is_named() -> None:
    short = JvmSources(NAMES).dropped_fronts(["com/shop/till/Till.kt"])
    assert short == {
        "com/shop/till/Till.kt": (
            "app/src/commonMain/kotlin/till/Till.kt",
            "app/src/jsMain/kotlin/till/Till.kt",
        )
    }


def test_a_root_leaves_out_one_front_only() -> None:
    names = [f"src/main/kotlin/{each}.kt" for each in ("a/One", "a/Two", "b/Three")]
    paths = ["com/x/a/One.kt", "com/x/a/Two.kt", "org/y/b/Three.kt"]
    short = JvmSources(names).dropped_fronts(paths)
    assert short["com/x/a/One.kt"] == ("src/main/kotlin/a/One.kt",)
    assert short["org/y/b/Three.kt"] == ()


def test_java_leaves_nothing_out() -> None:
    short = JvmSources(["src/main/java/Cart.java"]).dropped_fronts(["com/shop/Cart.java"])
    assert short == {"com/shop/Cart.java": ()}
