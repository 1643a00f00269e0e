import pytest

from shop.orders import place
from shop.stock import OutOfStockError, Stock


@pytest.fixture
def stock():
    stock = Stock()
    stock.add("tea", 2)
    return stock


def test_taking_leaves_the_rest(stock):
    assert stock.take("tea") == 1


def test_what_is_not_there_cannot_be_taken(stock):
    with pytest.raises(OutOfStockError):
        stock.take("tea", 3)


def test_an_order_takes_its_articles(stock):
    order = place(stock, ["tea", "tea"])
    assert order["articles"] == ["tea", "tea"]
    assert stock.take("tea", 0) == 0
