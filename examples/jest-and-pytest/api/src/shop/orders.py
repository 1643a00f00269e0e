"""Orders, each with a number."""

from itertools import count

from shop.stock import Stock

_numbers = count(1)


def place(stock: Stock, articles: list[str], *, gift: bool = False) -> dict[str, object]:
    """Take the articles from the stock, and return the order."""
    for article in articles:
        stock.take(article)
    order: dict[str, object] = {"number": next(_numbers), "articles": articles}
    if gift:
        order["wrapped"] = True
    return order


def cancel(stock: Stock, articles: list[str]) -> None:
    """Put the articles back."""
    for article in articles:
        stock.add(article, 1)
