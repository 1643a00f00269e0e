"""An HTML report of what was measured: a folder of static pages, to be opened from anywhere.

The pages need no server and no network. They have no inline script and no inline style, and forbid
both by a Content Security Policy, so that nothing in a source text or a file name can come to life.
"""

from pathlib import Path
from typing import Final

from coverup.errors import ConfigError
from coverup.pipeline.gather import Gathered
from coverup.render.html.about import About

__all__ = ["About", "require", "write_report"]

_NEEDED: Final = ("jinja2", "pygments")


def require() -> None:
    """Make sure that the libraries of the extra `html` are there.

    Raises:
        ConfigError: One is not installed.
    """
    from importlib.util import find_spec

    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        hint = "pip install 'coverup-cli[html]'"
        raise ConfigError(f"an HTML report needs {' and '.join(missing)}", hint=hint)


def write_report(folder: Path, gathered: Gathered, about: About | None = None) -> Path:
    """Write the report and return its first page, `index.html` in the folder.

    The folder appears whole or not at all. One that is there is replaced if it is empty or an
    earlier report.

    Args:
        folder: Where the report goes; folders above it are made.
        gathered: What was measured. Of files without `sources[name].text` only numbers are shown.
        about: What it is about.

    Raises:
        ConfigError: The extra `html` is not installed.
        OutputError: The folder cannot be written, or holds what coverup did not write.
    """
    require()
    from coverup.render.html.folder import replaced
    from coverup.render.html.pages import write_pages

    with replaced(folder) as new:
        write_pages(new, gathered, about or About())
    return folder / "index.html"
