"""All bad inputs, and what is to become of them."""

from typing import Final

from tests.contract.bad_inputs import (
    coveragepy,
    files,
    json_reports,
    lcov,
    lcov_paths,
    text,
    xml_documents,
    xml_formats,
)
from tests.contract.bad_inputs.row import Row

HOW_MANY: Final = 124
"""Kinds of bad inputs that are known; a kind may have several rows."""
ROWS: Final[tuple[Row, ...]] = (
    *files.ROWS,
    *lcov.ROWS,
    *lcov_paths.ROWS,
    *xml_documents.ROWS,
    *xml_formats.ROWS,
    *json_reports.ROWS,
    *text.ROWS,
    *coveragepy.ROWS,
)
