"""coverup uploads coverage reports of any tool to Coveralls."""

__version__ = "0.1.0"
