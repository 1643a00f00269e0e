"""A report's path -> the repository's file, or the reason why there is none.

The order is told in docs/explanation/paths.md, with examples; `coverup.paths.search` is its code.
Only regular files inside the repository are ever taken, or opened.
"""

from coverup.paths.placed import Dropped, Mapping, Placement
from coverup.paths.repository import Repository
from coverup.paths.rules import PathRule, Selection

__all__ = ["Dropped", "Mapping", "PathRule", "Placement", "Repository", "Selection"]
