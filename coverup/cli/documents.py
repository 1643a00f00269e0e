"""Writing job documents to where `-o/--output` says."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from coverup.cli.app import App
from coverup.coveralls import whole
from coverup.errors import OutputError
from coverup.pipeline.inputs import STDIN as STDOUT

if TYPE_CHECKING:
    from coverup.coveralls.document import Document
    from coverup.pipeline.sending import Upload


def check_output(output: str | None, *, several: bool) -> None:
    """Refuse a file for several documents, before anything is sent.

    Raises:
        OutputError: It is neither a folder, nor spelled as one.
    """
    if not several or output in {None, STDOUT} or str(output).endswith(("/", os.sep)):
        return
    if not Path(str(output)).is_dir():
        message = f"{output} is one file, but --split-flags makes several jobs"
        raise OutputError(message, hint=f"name a folder: --output {output}/")


def write_all(app: App, output: str, uploads: Sequence["Upload"], *, several: bool) -> None:
    """Write the only document, or several: a line each to stdout, a file each into a folder.

    Raises:
        OutputError: A file cannot be written.
    """
    if several and output != STDOUT and uploads:
        with _explained(Path(output)):
            Path(output).mkdir(exist_ok=True)
    for upload in uploads:
        if output == STDOUT:
            app.console.document(upload.document.plain().decode())
        elif several:
            _write(app, Path(output) / file_name(upload.flag or ""), upload.document)
        else:
            _write(app, Path(output), upload.document)


def file_name(flag: str) -> str:
    """Return the name of a flag's file: `packages+web.json` for `packages/web`.

    Other characters that a system may not take become `%` and two digits, so that two flags never
    share a file.
    """
    return quote(flag, safe=" ").replace("%2F", "+") + ".json"


def _write(app: App, path: Path, document: "Document") -> None:
    """Write a document; a file appears whole or not at all."""
    with _explained(path):
        if path.is_file() or not path.exists():
            whole.replace(path, document)
        else:
            with path.open("wb") as file:
                file.writelines(document)
    app.console.info(f"wrote {path}")


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = "give -o/--output a file in a folder that can be written to"
        raise OutputError(f"{path}: cannot be written: {error.strerror}", hint=hint) from error
