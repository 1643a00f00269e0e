"""What is in the warehouse."""


class OutOfStockError(Exception):
    """There is less of an article than was asked for."""


class Stock:
    """Articles and how many there are of each."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def add(self, article: str, count: int) -> None:
        """Put articles on the shelf."""
        if count < 1:
            raise ValueError(f"cannot add {count}")
        self._counts[article] = self._counts.get(article, 0) + count

    def take(self, article: str, count: int = 1) -> int:
        """Take articles from the shelf, and return how many are left."""
        left = self._counts.get(article, 0) - count
        if left < 0:
            raise OutOfStockError(article)
        self._counts[article] = left
        return left
