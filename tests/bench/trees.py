"""Names of large repositories, and how reports call their files."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

FEATURES: Final = ("cart", "till", "tax", "login", "search", "orders", "stock", "mail", "admin")
LAYERS: Final = ("api", "model", "service", "store", "web")


def names(count: int) -> list[str]:
    """Return so many names, a quarter each of JavaScript, Java, Go and Python."""
    return [
        _LANGUAGES[number % len(_LANGUAGES)](number // len(_LANGUAGES)) for number in range(count)
    ]


def _javascript(number: int) -> str:
    """Packages of 45 files that all have the same names; each fifth is an `index.js`."""
    package, place = divmod(number, 5 * len(FEATURES))
    feature = FEATURES[place // 5]
    name = ("index", feature, "view", "state", f"{feature}.test")[place % 5]
    return f"web/packages/pkg{package:04}/src/{feature}/{name}.js"


def _java(number: int) -> str:
    module, place = divmod(number, 100)
    package = f"com/acme/shop/module{module:03}/{LAYERS[place % 5]}"
    name = "package-info" if place < len(LAYERS) else f"Item{place:02}"
    return f"jvm/module{module:03}/src/main/java/{package}/{name}.java"


def _go(number: int) -> str:
    module, place = divmod(number, 60)
    name = ("doc", "types", "handler", "handler_test")[place % 4]
    return f"go/svc{module:03}/internal/{FEATURES[place // 4 % 9]}/v{place // 36}/{name}.go"


def _python(number: int) -> str:
    project, place = divmod(number, 50)
    name = "__init__" if place % 10 == 0 else f"part_{place:02}"
    return f"python/lib{project:03}/src/lib{project:03}/{LAYERS[place // 10]}/{name}.py"


_LANGUAGES: Final[Sequence[Callable[[int], str]]] = (_javascript, _java, _go, _python)


def make(folder: Path, tracked: Sequence[str]) -> None:
    """Make the files, which are empty: nothing but their names matters here."""
    for above in {name.rpartition("/")[0] for name in tracked}:
        (folder / above).mkdir(parents=True)
    for name in tracked:
        (folder / name).touch()


def _relative(tracked: Sequence[str]) -> list[str]:
    return [name.removeprefix("web/") for name in tracked if name.startswith("web/")]


def _last(name: str) -> str:
    return "/".join(name.split("/")[-2:])


KINDS: Final[Mapping[str, tuple[str, Callable[[Sequence[str]], list[str]]]]] = {
    "exact": ("", list),
    "relative to a folder": ("web/coverage", _relative),
    "foreign front": ("", lambda tracked: [f"/srv/agent/7/shop/{name}" for name in tracked]),
    "other case": (
        "",
        lambda tracked: [f"C:\\Agent\\Shop\\{name.title()}".replace("/", "\\") for name in tracked],
    ),
    "not there": (
        "",
        lambda tracked: [f"/srv/gone/{n}/{_last(name)}" for n, name in enumerate(tracked)],
    ),
}
"""By kind: the report's folder, and what it calls the files of a repository."""
