"""Measures coverup against the PyPI `coveralls`, as ratios in one run (not part of the tests)."""
