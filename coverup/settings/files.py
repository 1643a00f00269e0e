"""The configuration files: `[tool.coverup]` in pyproject.toml, and `.coveralls.yml`.

`.coveralls.yml` is shared with other clients, so keys that are not ours only bring a warning there;
in `[tool.coverup]` they are a mistake.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from coverup.errors import ConfigError
from coverup.settings.table import SETTINGS

PYPROJECT: Final = "pyproject.toml"
COVERALLS_YML: Final = (".coveralls.yml", ".coveralls.yaml")
OTHERS_KEYS: Final = frozenset({"coverage_clover", "json_path", "src_dir", "rcfile"})
"""Keys of other clients in `.coveralls.yml` that are known to mean nothing to this one."""

Table = Mapping[str, object]


class ConfigFile(NamedTuple):
    """A configuration file that was read.

    Attributes:
        name: How messages call it.
        values: Its settings by key.
        warnings: Keys that were passed over.
    """

    name: str
    values: Table
    warnings: tuple[str, ...] = ()


def find(folders: Iterable[Path]) -> list[ConfigFile]:
    """Read the files in the first folder that has each kind; `[tool.coverup]` comes first.

    Raises:
        ConfigError: A file cannot be read, or has a key that does not exist.
    """
    folders = list(dict.fromkeys(folders))
    found: list[ConfigFile] = []
    for names in ((PYPROJECT,), COVERALLS_YML):
        paths = (folder / name for folder in folders for name in names)
        files = (read(path, missing_is_fine=True) for path in paths if path.is_file())
        found += islice((file for file in files if file is not None), 1)
    return found


def read(path: Path, *, missing_is_fine: bool = False) -> ConfigFile | None:
    """Read one configuration file.

    Args:
        path: The file; what does not end in `.toml` is YAML.
        missing_is_fine: Whether to return None for a TOML file without `[tool.coverup]`.

    Raises:
        ConfigError: It cannot be read, or has a key that does not exist.
    """
    content = _content(path)
    if path.suffix != ".toml":
        return _coveralls_yml(path, _yaml(path, content))
    document = _toml(path, content)
    tool = document.get("tool")
    ours = tool.get("coverup") if isinstance(tool, dict) else None
    if ours is not None:
        return _tool_coverup(path, ours)
    if missing_is_fine:
        return None
    raise ConfigError(
        f"{path}: has no [tool.coverup]", hint="put the settings below [tool.coverup]"
    )


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        hint = "give the file's path with -c/--config-path"
        raise ConfigError(f"{path}: cannot be read: {reason}", hint=hint) from error


def _toml(path: Path, content: str) -> Table:
    import tomllib

    try:
        return tomllib.loads(content)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error


def _yaml(path: Path, content: str) -> object:
    import yaml

    try:
        return yaml.safe_load(content)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or "cannot be parsed"
        raise ConfigError(f"{place}: not valid YAML: {problem}") from error


def _coveralls_yml(path: Path, document: object) -> ConfigFile:
    table = _table(path.name, {} if document is None else document)
    known = _keys()
    strange = [key for key in table if key not in known and key not in OTHERS_KEYS]
    warnings = tuple(f"{path.name}: {_unknown(key)}" for key in strange)
    return ConfigFile(path.name, {k: v for k, v in table.items() if k in known}, warnings)


def _tool_coverup(path: Path, document: object) -> ConfigFile:
    place = f"{path.name} [tool.coverup]"
    table = {key.replace("-", "_"): value for key, value in _table(place, document).items()}
    strange = [key for key in table if key not in _keys()]
    if strange:
        raise ConfigError.of([ConfigError(f"{place}: {_unknown(key)}") for key in strange])
    return ConfigFile(place, table)


def _table(place: str, document: object) -> Table:
    if not isinstance(document, dict):
        raise ConfigError(f"{place}: must hold keys and values, not a {type(document).__name__}")
    return {str(key): value for key, value in document.items()}


def _keys() -> frozenset[str]:
    return frozenset(key for setting in SETTINGS for key in setting.keys)


def _unknown(key: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(key, _keys(), n=1)
    return f"unknown key {key!r}" + (f", did you mean {close[0]!r}?" if close else "")
