"""Coveralls: the job document, the calls, and what its answers mean."""
