"""What was calculated before."""


class History:
    """The last results, newest first."""

    def __init__(self, limit: int = 10) -> None:
        self.limit = limit
        self.results: list[float] = []

    def add(self, result: float) -> None:
        """Remember a result and forget the oldest beyond the limit."""
        self.results.insert(0, result)
        if len(self.results) > self.limit:
            self.results.pop()

    def clear(self) -> None:
        """Forget everything."""
        self.results = []
