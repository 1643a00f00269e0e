"""Numbers as people read them."""


def counted(number: int, thing: str) -> str:
    """Return a number and what it counts, in the plural where it has to be."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def shown_size(size: int) -> str:
    """Return a number of bytes as people read it."""
    if size < 1000:  # noqa: PLR2004 - SI prefixes
        return f"{size} B"
    if size < 1_000_000:  # noqa: PLR2004
        return f"{size / 1000:.1f} kB"
    return f"{size / 1_000_000:.1f} MB"
