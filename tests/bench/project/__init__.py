"""Synthetic projects: N Python files with LCOV, Cobertura and `.coverage` of one and the same run.

Some modules are really run under coverage.py, and then for each file of the project one of them
stands, with its lines and branches as they were measured. How often they were run differs from
file to file, so that the reports repeat no more than real ones do. All is a matter of the number
of a file: the same project is the same again, to the byte.
"""

from tests.bench.project.making import generate, make
from tests.bench.project.reports import REPORTS

__all__ = ["REPORTS", "generate", "make"]
