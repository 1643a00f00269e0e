"""Lets `python -m coverup` do what the `coverup` command does."""

from coverup.cli import main

if __name__ == "__main__":
    main()
