"""Measures coverup and its peers, as ratios in one run (not part of the tests)."""
